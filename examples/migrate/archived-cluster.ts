import { Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterTls,
  HaCluster,
  IPostgresOperator,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
} from 'cdk8s-postgres';

/** Operators that databases move between. */
export const OPERATORS = {
  'cloudnative-pg': () => PostgresOperator.cloudNativePg(),
  zalando: () => PostgresOperator.zalando({ teamId: 'acme' }),
  crunchy: () => PostgresOperator.crunchy(),
};

export type OperatorName = keyof typeof OPERATORS;

/** What one cluster has otherwise than another one. */
export interface ArchivedCluster {
  readonly clusterName: string;
  readonly operator: IPostgresOperator;
  readonly size: Size;
  /** The database; its owner is `<database>-app`. */
  readonly database: string;
  readonly tls?: ClusterTls;
}

/** A cluster with one database, and its archive. */
export function archivedCluster(chart: Chart, { clusterName, operator, size, database, tls }: ArchivedCluster): HaCluster {
  const cluster = new HaCluster(chart, clusterName, {
    clusterName,
    operator,
    version: PostgresVersion.V17,
    storage: { size },
    databases: [{ name: database, owner: `${database}-app` }],
    tls,
    // What a watched cluster prints besides is shown by ../monitoring; real clusters leave this out.
    monitoring: { enabled: false },
  });
  new BackupPolicy(chart, `${clusterName}-backups`, {
    cluster,
    // A place of its own for each: no operator reads the backups of another one.
    target: BackupTarget.s3({
      bucket: 'acme-pg',
      prefix: clusterName,
      region: 'eu-west-1',
      credentials: ObjectStoreCredentials.fromSecret('pg-s3'),
    }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });
  return cluster;
}
