import { ClusterModel } from '../../../model/cluster-model';
import { Signal, SignalExpression } from '../../monitoring-contract';
import { DATABASE_QUERY, INSTANCE_QUERY } from '../../shared/metric-queries';
import { Metrics, expressions, largest, onlyOn, perSecond } from '../../shared/signals';

/** Time in which archiving has to have succeeded once, if it has failed in it. */
const ARCHIVE_WINDOW = '15m';

/** What serves the metrics. */
interface Source {
  /** Whether it is the exporter: only that tells whether PostgreSQL answers, and whether its own queries fail. */
  readonly hasExporter: boolean;
  /** Whether our own queries are run besides those of PGO. */
  readonly hasQueries: boolean;
}

/** What the exporter tells, or the collector, which has the same names. */
export function signals({ identity, backup }: ClusterModel, { hasExporter, hasQueries }: Source): SignalExpression[] {
  const metrics = new Metrics(identity);
  // 1 is a replica, 2 a primary.
  const status = metrics.each('ccp_is_in_recovery_status');
  const primary = `${status} == 2`;
  const archived = (column: string): string => metrics.each(`ccp_archive_command_status_${column}`);
  const grows = (promql: string): string => `increase((${promql})[${ARCHIVE_WINDOW}:1m]) > 0`;
  const total = (metric: string): string => largest(`sum without (dbname) (${metrics.raw(metric)})`);
  const slot = (metric: string): string => onlyOn(metrics.each(`ccp_replication_slots_${metric}`, {}, 'slot_name'), primary);
  const connections = (column: string): string => metrics.each(`ccp_connection_stats_${column}`);
  const own = (query: { readonly name: string }, column: string): string | undefined =>
    hasQueries ? metrics.each(`${query.name}_${column}`) : undefined;
  const pending = own(INSTANCE_QUERY, 'archive_pending');
  const position = own(INSTANCE_QUERY, 'wal_position');
  const lagBytes = metrics.raw('ccp_replication_lag_size_bytes');
  // Without a replica there is no series, which is not the same as not knowing.
  const standbys = onlyOn(`(count by (namespace, pg_cluster, pod) (${lagBytes}) or 0 * ${status})`, primary);
  return [
    ...expressions({
      [Signal.DATABASE_UP]: hasExporter ? metrics.each('pg_up') : `clamp_max(${status}, 1)`,
      [Signal.COLLECTION_ERROR]: hasExporter ? metrics.each('pg_exporter_last_scrape_error') : undefined,
      [Signal.WRITER]: `${status} - 1`,
      [Signal.LAG_SECONDS]: metrics.each('ccp_replication_lag_replay_time'),
      [Signal.LAG_BYTES]: onlyOn(largest(lagBytes, 'replica'), primary),
      [Signal.STREAMING_STANDBYS]: standbys,
      // Whether a standby confirms commits is not told, only that it streams.
      [Signal.SYNCHRONOUS_STANDBYS]: standbys,
      // The seconds since the last failure stay 0 as long as nothing was ever archived, so a bucket that is wrong from the first day on
      // would not be noticed.
      [Signal.ARCHIVE_FAILING]: backup && `${grows(archived('failed_count'))} unless ${grows(archived('archived_count'))}`,
      [Signal.TIMELINE]: own(INSTANCE_QUERY, 'timeline'),
      [Signal.ARCHIVE_PENDING]: pending && onlyOn(pending, primary),
      [Signal.MULTIXACT_AGE]: own(DATABASE_QUERY, 'multixact_age'),
      [Signal.ARCHIVE_AGE]: onlyOn(archived('seconds_since_last_archive'), primary),
      [Signal.BACKUP_FAILED]: backup && `max by (repo) (${metrics.raw('ccp_backrest_last_info_backup_error')})`,
      [Signal.WAL_BYTES]: metrics.each('ccp_wal_activity_total_size_bytes'),
      [Signal.CONNECTIONS]: connections('total'),
      [Signal.CONNECTIONS_MAX]: connections('max_connections'),
      // Of transactions nothing is told, of the longest statement there is.
      [Signal.TRANSACTION_SECONDS]: connections('max_query_time'),
      [Signal.IDLE_IN_TRANSACTION_SECONDS]: connections('max_idle_in_txn_time'),
      [Signal.LOCK_WAIT_SECONDS]: connections('max_blocked_query_time'),
      [Signal.TRANSACTION_AGE]: metrics.each('ccp_transaction_wraparound_oldest_current_xid'),
      [Signal.DEADLOCKS]: total('ccp_stat_database_deadlocks'),
      [Signal.CHECKSUM_FAILURES]: total('ccp_data_checksum_failure_count'),
      [Signal.SLOT_RETAINED_BYTES]: slot('retained_bytes'),
      [Signal.SLOT_ACTIVE]: slot('active'),
      [Signal.PENDING_RESTART]: metrics.each('ccp_settings_pending_restart_count'),
      [Signal.ARCHIVED]: onlyOn(archived('archived_count'), primary),
      [Signal.WAL_RATE]: onlyOn(
        position ? perSecond(position) : `${metrics.each('ccp_wal_activity_last_5_min_size_bytes')} / 300`,
        primary,
      ),
      [Signal.CONNECTIONS_ACTIVE]: connections('active'),
      [Signal.CONNECTIONS_IDLE_IN_TRANSACTION]: connections('idle_in_txn'),
      [Signal.LOCKS]: largest(`sum without (dbname) (${metrics.raw('ccp_locks_count')})`, 'mode'),
      [Signal.COMMITS]: total('ccp_stat_database_xact_commit'),
      [Signal.ROLLBACKS]: total('ccp_stat_database_xact_rollback'),
      [Signal.BLOCKS_HIT]: total('ccp_stat_database_blks_hit'),
      [Signal.BLOCKS_READ]: total('ccp_stat_database_blks_read'),
      [Signal.DATABASE_BYTES]: metrics.each('ccp_database_size_bytes', {}, 'dbname'),
      // The operator brings the extension along, and these metrics of it; of each statement it does not tell how often it ran.
      [Signal.STATEMENT_SECONDS]: `max by (namespace, pg_cluster, pod, dbname, queryid) (${metrics.raw('ccp_pg_stat_statements_top_total_exec_time_ms')}) / 1000`,
    }),
    // The metric of incremental backups counts backups of every type.
    ...(backup?.repositories ?? []).map(({ index }) => ({
      signal: Signal.BACKUP_AGE,
      promql: `min(${metrics.raw('ccp_backrest_last_incr_backup_time_since_completion_seconds', { repo: `${index}` })})`,
      repository: index,
    })),
  ];
}
