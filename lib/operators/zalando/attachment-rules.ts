import { BackupType } from '../../model/backup-schedule';
import { Cron, parseCron } from '../../model/cron';
import { BackupModel, BackupRepositoryModel, ClusterModel, PoolModel } from '../../model/models';
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

const DAY = 24 * 60;

/** What this operator adds to the rules of a backup policy. */
export const ZALANDO_BACKUP_RULES: readonly Rule<BackupModel>[] = [
  {
    id: 'ZAL-020',
    summary: 'with retention in days, full backups are taken every day',
    why: 'Spilo keeps as many backups as days, so that a weekly backup with 30 days would be kept for 30 weeks',
    check: ({ repositories: [repository] }) =>
      repository?.retention.fullCount === undefined
        ? scheduleProblems(
            repository,
            ({ daily }) => daily,
            (at, cron) => `${at} must fire every day, got '${cron}'; write for example BackupSchedule.full('0 2 * * *')`,
          )
        : undefined,
  },
  {
    id: 'ZAL-021',
    summary: 'retention is at least 2 days or backups',
    why: 'Spilo reads 1 as 2 and keeps more than was asked for',
    check: ({ repositories: [repository] }) => {
      const { windowDays, fullCount } = repository?.retention ?? {};
      if (Math.max(windowDays ?? 0, fullCount ?? 0) !== 1) {
        return undefined;
      }
      if (windowDays === undefined) {
        return `'retention' must be at least 2 backups, got 1; write BackupRetention.count(2)`;
      }
      return fullCount === undefined
        ? `'retention' must be at least 2 days, got 1; write BackupRetention.days(2)`
        : `'retention' must be at least 2 days and backups, got 1; write BackupRetention.daysAndCount(2, 2)`;
    },
  },
  {
    id: 'ZAL-022',
    summary: 'with retention by number, there is at most one full backup on a day',
    why: 'Spilo deletes nothing that is younger in days than the number of backups, so that it would keep more than was asked for',
    check: ({ repositories: [repository] }) => {
      const { windowDays, fullCount } = repository?.retention ?? {};
      return windowDays === undefined && fullCount !== undefined
        ? scheduleProblems(
            repository,
            ({ closest }) => closest >= DAY,
            (at, cron) =>
              `${at} must fire at most once on a day with BackupRetention.count(${fullCount}), got '${cron}'; write for example BackupSchedule.full('0 2 * * *'), or BackupRetention.days(...)`,
          )
        : undefined;
    },
  },
  {
    id: 'ZAL-023',
    summary: 'retention in days and by number has the same number for both',
    why: 'Spilo has one number, which is that of the backups and that of the days',
    check: ({ repositories: [repository] }) => {
      const { windowDays, fullCount } = repository?.retention ?? {};
      if (windowDays === undefined || fullCount === undefined || windowDays === fullCount) {
        return undefined;
      }
      const both = Math.max(windowDays, fullCount);
      return `'retention' must have the same number of days and backups, got ${windowDays} days and ${fullCount} backups; write BackupRetention.daysAndCount(${both}, ${both})`;
    },
  },
];

/** What is wrong with the full schedules of a repository. BAK-003 reports what cannot be read. */
function scheduleProblems(
  repository: BackupRepositoryModel | undefined,
  kept: (cron: Cron) => boolean,
  problem: (at: string, cron: string) => string,
): string[] {
  return (repository?.schedules ?? []).flatMap(({ type, cron }, i) => {
    const parsed = parseCron(cron);
    return type === BackupType.FULL && typeof parsed !== 'string' && !kept(parsed) ? [problem(`'schedules[${i}]'`, cron)] : [];
  });
}

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
