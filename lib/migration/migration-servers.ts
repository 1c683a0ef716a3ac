import { ClusterModel } from '../model/cluster-model';
import { LENT_SUPERUSER } from '../model/migrated';
import { MigrationReading } from '../model/migration-model';
import { RoleModel } from '../model/role-model';
import { SUPERUSER } from '../model/superuser';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { MigrationServer, externalServer, serverOf } from './migration-job';
import { FORWARD, MigrationModel } from './migration-model';
import { MigrationSource } from './migration-source';
import { isPromoted } from './physical-model';

/** A migration and what stands at both sides of it. */
export interface MigrationSides {
  readonly migration: MigrationModel;
  readonly source: MigrationSource;
  readonly target: IHaCluster;
}

/** A cluster as the Jobs reach it: as its superuser, who makes subscriptions and reads passwords. */
const superuserOf = (cluster: IHaCluster, superuser: RoleModel | undefined): MigrationServer =>
  serverOf(cluster, superuser ?? LENT_SUPERUSER);

/** The source as the Jobs reach it; `model` is that of its cluster, where this app has it. A Secret is read in the namespace of the target. */
export const sourceServer = ({ source, target }: MigrationSides, model: ClusterModel | undefined): MigrationServer =>
  source.haCluster && source.haCluster.identity.namespace === target.identity.namespace
    ? superuserOf(source.haCluster, model?.superuser)
    : externalServer(source);

/** The target as the Jobs reach it. A follower has the roles and passwords of its source, until it is promoted. */
export function targetServer(sides: MigrationSides, source: ClusterModel | undefined, target: ClusterModel): MigrationServer {
  const server = superuserOf(sides.target, target.superuser);
  const { plan, step } = sides.migration;
  return plan.method === 'physical' && !isPromoted(step) ? { ...server, credentials: sourceServer(sides, source).credentials } : server;
}

/** Where the password of the role stands as which the target streams, if a Job makes that role and it has one. */
export function streamingSecret({ migration, source, target }: MigrationSides, model: ClusterModel): string | undefined {
  const { plan, method } = migration;
  if (plan.streamingRole === undefined || plan.streamingRole.byCertificate) {
    return undefined;
  }
  return source.server ? method.physicalOptions?.replicationSecret : target.operator.migrations?.streamingSecretName(model);
}

/** How the target reads from the source, where its operator sees to that. */
export function migrationReading(sides: MigrationSides, source: ClusterModel | undefined): MigrationReading {
  const { plan, step } = sides.migration;
  const { host, port, sslMode, ca, credentials } = sourceServer(sides, source);
  return {
    host,
    port,
    user: SUPERUSER,
    password: { name: credentials.secretName, key: credentials.passwordKey },
    sslMode,
    ca,
    slotsAreThere: plan.source.slotsByOperator,
    failover: plan.failoverSlots && !plan.source.slotsByOperator,
    subscriptions: FORWARD.includes(step.kind)
      ? plan.databases.map(({ source: publishedIn, target: database, slot }) => ({ database, publishedIn, slot }))
      : [],
  };
}
