import { LogicalSlot } from './change-capture';
import { ClusterModel } from './cluster-model';
import { StreamingRole } from './migration-model';
import { ReplicaModel } from './recovery-model';
import { Replication } from './replication';
import { superuserModel } from './superuser';

/** The superuser while a migration needs it, told from one that the program lets in. */
export const LENT_SUPERUSER = superuserModel({});

/** Whoever has lines of pg_hba.conf shuts out all others; this method takes both kinds of stored passwords. */
const LENT_LINE = 'hostssl all postgres all md5';

/** A replica logs in to a database, too, before it is rewound. */
const admittingLines = ({ name, byCertificate }: StreamingRole): string[] =>
  byCertificate
    ? ['replication', 'postgres'].map((database) => `hostssl ${database} ${name} all cert`)
    : [`hostssl replication ${name} all scram-sha-256`];

/** What a cluster follows, or has followed, for a migration that copies files. */
export const followedForMigration = ({ migrations }: Pick<ClusterModel, 'migrations'>): ReplicaModel | undefined =>
  migrations.find((side) => side.replica !== undefined)?.replica;

/**
 * A follower of a cluster of another operator is one instance: others would log in to it as a role that comes with the promotion only.
 */
function asFollower(model: ClusterModel): ClusterModel {
  const replica = followedForMigration(model);
  if (replica === undefined || replica.promoted) {
    return replica ? { ...model, replica } : model;
  }
  const { nonProduction = { reason: `one instance until the migration from '${replica.source.clusterName}' promotes it` } } = model;
  return {
    ...model,
    replica,
    instances: 1,
    replicaSets: [],
    replication: Replication.asynchronous(),
    nonProduction: { ...nonProduction, singleInstance: true },
  };
}

/** A cluster with its migrations. */
type Migrated = Pick<ClusterModel, 'changeCapture' | 'migrations'>;

/** Whether changes are read from a cluster, by whomever. */
export const isDecoded = ({ changeCapture, migrations }: Migrated): boolean =>
  changeCapture !== undefined || migrations.some(({ decodes }) => decodes);

/** Slots that the operator makes, for whomever. */
export const operatorSlots = ({ changeCapture, migrations }: Migrated): LogicalSlot[] => [
  ...(changeCapture?.slots ?? []),
  ...migrations.flatMap(({ slots }) => slots),
];

/** The cluster as its migrations want it printed. */
export function withMigrations(model: ClusterModel): ClusterModel {
  const { migrations, hbaRules, accessRules, parameters, superuser } = model;
  if (migrations.length === 0) {
    return model;
  }
  const admitted = migrations.flatMap(({ admits }) => (admits ? admittingLines(admits) : []));
  return asFollower({
    ...model,
    superuser: superuser ?? LENT_SUPERUSER,
    hbaRules: [...admitted, ...(hbaRules.length + accessRules.length > 0 ? [LENT_LINE] : []), ...hbaRules],
    parameters: Object.assign({}, ...migrations.map((side) => side.parameters), parameters) as { [name: string]: string },
  });
}
