import { BackupType } from '../../model/backup-schedule';
import { parseCron } from '../../model/cron';
import { BackupModel, ClusterModel, PoolModel } from '../../model/models';
import { PoolAccess } from '../../model/pool-mode';
import { Rule } from '../../private/rules';
import { MAX_NAME_WITH_REPLICA_POOL } from './names';

/** A pool and its cluster, where this app owns it. */
export interface ZalandoPoolContext {
  readonly pool: PoolModel;
  readonly cluster?: ClusterModel;
}

/** Half of a share of the pool is its size, and half of that its reserve. */
const MIN_CONNECTIONS_PER_POD = 4;
const DEFAULT_CONNECTIONS = 60;

/** What this operator adds to the rules of a backup policy. */
export const ZALANDO_BACKUP_RULES: readonly Rule<BackupModel>[] = [
  {
    id: 'ZAL-020',
    summary: 'full backups are taken every day',
    why: 'Spilo keeps as many backups as days, so that a weekly backup with 30 days would be kept for 30 weeks',
    check: ({ repositories: [repository] }) =>
      (repository?.schedules ?? []).flatMap(({ type, cron }, i) => {
        const parsed = parseCron(cron);
        return type === BackupType.FULL && typeof parsed !== 'string' && !parsed.daily
          ? [`'schedules[${i}]' must fire every day, got '${cron}'; write for example BackupSchedule.full('0 2 * * *')`]
          : [];
      }),
  },
  {
    id: 'ZAL-021',
    summary: 'retention is at least 2 days',
    why: 'Spilo reads 1 as 2 and keeps more than was asked for',
    check: ({ repositories: [repository] }) =>
      repository?.retention.windowDays === 1 ? `'retention' must be at least 2 days, got 1; write BackupRetention.days(2)` : undefined,
  },
];

/** What this operator adds to the rules of a connection pool. */
export const ZALANDO_POOL_RULES: readonly Rule<ZalandoPoolContext>[] = [
  {
    id: 'ZAL-030',
    summary: `the name of a cluster with a read-only pool has at most ${MAX_NAME_WITH_REPLICA_POOL} characters`,
    why: 'a volume of the pooler pods is named after the cluster and would have more than 63 characters, so they are never created',
    check: ({ pool: { access, cluster } }) =>
      access === PoolAccess.READ_ONLY && cluster.name.length > MAX_NAME_WITH_REPLICA_POOL
        ? `the name of a cluster with a read-only pool must have at most ${MAX_NAME_WITH_REPLICA_POOL} characters, got ${cluster.name.length} in '${cluster.name}'; write a shorter one or leave the pool out`
        : undefined,
  },
  {
    id: 'ZAL-031',
    summary: `each pod of a pool has at least ${MIN_CONNECTIONS_PER_POD} connections to a database`,
    why: 'the operator makes pool and reserve of a half and a quarter of them in whole numbers, and a 0 would be left for one of them',
    check: ({ pool: { instances, maxDatabaseConnections: perPod } }) => {
      if (perPod !== undefined) {
        return perPod >= 1 && perPod < MIN_CONNECTIONS_PER_POD
          ? `'maxDatabaseConnections' must be at least ${MIN_CONNECTIONS_PER_POD}, got ${perPod}; write ${MIN_CONNECTIONS_PER_POD} or more`
          : undefined;
      }
      return DEFAULT_CONNECTIONS / instances < MIN_CONNECTIONS_PER_POD
        ? `'maxDatabaseConnections' must be given for ${instances} instances, which would share the operator's default of ${DEFAULT_CONNECTIONS}; write ${MIN_CONNECTIONS_PER_POD} or more`
        : undefined;
    },
  },
  {
    id: 'ZAL-032',
    summary: 'a read-only pool has a replica to lead to',
    why: 'the service of the replicas leads nowhere in a cluster of one instance',
    check: ({ pool: { access }, cluster }) =>
      access === PoolAccess.READ_ONLY && cluster?.instances === 1
        ? `a read-only pool must belong to a cluster of at least 2 instances, got 1; write PoolAccess.READ_WRITE or more instances`
        : undefined,
  },
];
