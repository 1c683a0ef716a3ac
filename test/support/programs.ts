import { Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  ConnectionPoolProps,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  ObjectStoreCredentials,
  PostgresVersion,
  SpreadRule,
} from '../../lib';

/** What a test asks for on top of the smallest program. */
export interface Ask {
  readonly cluster?: Partial<HaClusterProps>;
  readonly backup?: Partial<BackupPolicyProps>;
  readonly pools?: readonly Partial<ConnectionPoolProps>[];
  /** The cluster belongs to another app. */
  readonly imported?: boolean;
}

export const SECRET = ObjectStoreCredentials.fromSecret('pg-s3');
export const BUCKET = { bucket: 'acme-pg', region: 'eu-west-1', credentials: SECRET };
export const S3 = BackupTarget.s3(BUCKET);

/** The smallest cluster that every operator version prints: it asks for nothing that one of them lacks. */
export function smallestCluster(operator: IPostgresOperator): HaClusterProps {
  return {
    clusterName: 'orders',
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(50) },
    placement: { nodes: SpreadRule.NONE, zones: SpreadRule.NONE },
    nonProduction: { reason: 'a test', withoutBackups: true },
  };
}

/** The smallest policy. */
export const SMALLEST_BACKUP: Omit<BackupPolicyProps, 'cluster'> = {
  target: S3,
  schedules: [BackupSchedule.full('0 2 * * *')],
  retention: BackupRetention.days(30),
};

/** The smallest program with what is asked for on top. */
export function program(operator: IPostgresOperator, ask: Ask = {}): (chart: Chart) => void {
  return (chart) => {
    const cluster = ask.imported
      ? HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator })
      : new HaCluster(chart, 'db', { ...smallestCluster(operator), ...ask.cluster });
    if (ask.backup) {
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster, ...ask.backup });
    }
    ask.pools?.forEach((pool, i) => new ConnectionPool(chart, `pool-${i}`, { cluster, ...pool }));
  };
}
