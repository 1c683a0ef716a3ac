import { rolesAbove } from '../access/role-models';
import { ClusterModel } from '../model/cluster-model';
import { DatabaseOptions } from '../model/database';
import { keptConnections } from '../model/kept-connections';
import { PoolModel } from '../model/pool-model';
import { RoleModel } from '../model/role-model';
import { OperatorFacts } from '../operators/operator-facts';
import { maxConnections } from '../operators/max-connections';
import { IServerFacts, PoolLimits } from '../operators/server-facts';

/** What a server takes, and what of it is for those who come through pools. */
export interface ServerCapacity {
  readonly maxConnections: number;
  readonly forClients: number;
}

/** What the server of a cluster takes; undefined where that is not known before it runs. Replicas have slots of their own. */
export function serverCapacity(cluster: ClusterModel, facts: OperatorFacts, server?: IServerFacts): ServerCapacity | undefined {
  const most = maxConnections(cluster, facts, server);
  const kept = keptConnections(cluster.parameters).reduce((sum, [, each]) => sum + each, 0);
  return most === undefined ? undefined : { maxConnections: most, forClients: most - kept };
}

/**
 * The most server connections that a pool can hold: those of all of its pods, to every database of the cluster, for everybody who may log in
 * there. A pooler has a pool for each pair of role and database, and opens connections of a pair as long as clients of it wait.
 */
export function serverConnections(pool: PoolModel, cluster: ClusterModel, server?: IServerFacts): number {
  const limits = server?.poolLimits(pool) ?? written(pool);
  // A cluster that names no database has one all the same.
  return cluster.databases.length === 0
    ? pool.instances * Math.min(limits.perRoleAndDatabase, limits.perDatabase ?? Infinity)
    : cluster.databases.reduce((sum, database) => sum + toDatabase(database, cluster.roles, pool.instances, limits), 0);
}

/** What is known of an operator that says nothing of its pools. */
const written = ({ poolSize, maxDatabaseConnections }: PoolModel): PoolLimits => ({
  perRoleAndDatabase: poolSize ?? maxDatabaseConnections ?? 0,
  perDatabase: maxDatabaseConnections,
});

/** Connections of all pods to one database. Limits of roles and databases hold for all pods together, and below the limit of the pods. */
function toDatabase(
  { name, connectionLimit = Infinity }: DatabaseOptions,
  roles: readonly RoleModel[],
  pods: number,
  { perRoleAndDatabase, perDatabase = Infinity }: PoolLimits,
): number {
  const ofRoles = roles
    .filter((role) => role.login && reaches(role, roles, name))
    .reduce((sum, role) => sum + Math.min(pods * perRoleAndDatabase, role.connectionLimit ?? Infinity), 0);
  return Math.min(ofRoles, pods * perDatabase, connectionLimit);
}

/** Whether a role owns a database or has access to it, by itself or as a member of another role. */
function reaches(role: RoleModel, roles: readonly RoleModel[], database: string): boolean {
  const above = rolesAbove(roles, role.name);
  return roles.some(
    ({ name, owns, access }) =>
      (name === role.name || above.has(name)) && (owns.includes(database) || access.some((one) => one.database === database)),
  );
}
