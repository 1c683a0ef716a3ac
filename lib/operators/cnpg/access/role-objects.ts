import { Construct } from 'constructs';
import { ClusterSpecManagedRoles, ClusterSpecManagedRolesEnsure } from '../../../../imports/cnpg/cluster';
import {
  DatabaseRole,
  DatabaseRoleSpec,
  DatabaseRoleSpecDatabaseRoleReclaimPolicy,
  DatabaseRoleSpecEnsure,
  toJson_DatabaseRoleSpec,
} from '../../../../imports/cnpg/database-role';
import { instant } from '../../../model/instant';
import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { RoleModel } from '../../../model/role-model';
import { nonEmpty, statefulAnnotations } from '../../../private/kubernetes';
import { Manifest } from '../../../private/manifest';
import { IClusterView } from '../../cluster-view';
import { describedRoles, printsContents, suppliedSecret } from './database-plan';
import { roleObjectName } from '../names';

/** PostgreSQL's word for no limit. */
const UNLIMITED = -1;

/** A moment as Go prints it: in UTC and without fractions of a second. The API server would turn it into that, which looks like drift. */
class GoTime extends Date {
  public override toISOString(): string {
    // What is no moment is told by a rule, which may be suppressed.
    return Number.isNaN(this.getTime()) ? String(this) : super.toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

/** Prints the objects of roles. */
export function bindRoles(scope: Construct, cluster: IClusterView): void {
  const { identity } = cluster.model;
  const annotations = nonEmpty(statefulAnnotations(cluster.model));
  describedRoles(cluster.model).forEach((role, i) => {
    new Manifest(scope, `Role-${i + 1}`, {
      gvk: DatabaseRole.GVK,
      metadata: { name: roleObjectName(identity, role.name), annotations },
      spec: () => toJson_DatabaseRoleSpec(databaseRoleSpec(identity, role)),
      printedWhile: () => printsContents(cluster.model),
    });
  });
}

/** The spec of a DatabaseRole. */
export function databaseRoleSpec(identity: ClusterIdentity, role: RoleModel): DatabaseRoleSpec {
  return {
    cluster: { name: identity.name },
    ...attributes(identity, role),
    ensure: DatabaseRoleSpecEnsure.PRESENT,
    databaseRoleReclaimPolicy: DatabaseRoleSpecDatabaseRoleReclaimPolicy.RETAIN,
  };
}

/** The roles as a field of the Cluster, for versions that have no object for them. */
export function managedRolesSpec(model: ClusterModel): ClusterSpecManagedRoles[] {
  return describedRoles(model).map((role) => ({
    ...attributes(model.identity, role),
    ensure: ClusterSpecManagedRolesEnsure.PRESENT,
  }));
}

/**
 * What either way says of a role, all defaults written out: what is left out is taken away from a role that is there already, the right to
 * log in of an owner first of all.
 */
function attributes(identity: ClusterIdentity, role: RoleModel) {
  const { name, login, memberOf, connectionLimit = UNLIMITED, validUntil, attributes: given } = role;
  const secret = suppliedSecret(identity, role);
  return {
    name,
    login,
    superuser: given.superuser,
    createdb: given.createDatabases,
    createrole: given.createRoles,
    replication: given.replication,
    bypassrls: given.bypassRowSecurity,
    inherit: given.inherit ?? true,
    connectionLimit,
    inRoles: nonEmpty(memberOf),
    // Where the operator makes the password, that is no business of the role: two places for one password would take turns.
    passwordSecret: secret === undefined ? undefined : { name: secret },
    validUntil: validUntil === undefined ? undefined : moment(validUntil),
  };
}

function moment(text: string): Date {
  const { date, time, offset } = instant(text);
  return new GoTime(`${date}T${time}${offset}`);
}
