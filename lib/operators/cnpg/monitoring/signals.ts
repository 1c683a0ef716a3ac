import { ClusterModel } from '../../../model/cluster-model';
import { Signal, SignalExpression } from '../../monitoring-contract';
import { ACTIVITY_QUERY, DATABASE_QUERY, INSTANCE_QUERY, LOCK_QUERY, STATEMENT_QUERY } from '../../shared/metric-queries';
import { Metrics, expressions, largest, onlyOn, perSecond } from '../../shared/signals';

/** Queries of ours beside those that the operator brings along. */
export const CNPG_QUERIES = [INSTANCE_QUERY, ACTIVITY_QUERY, DATABASE_QUERY, LOCK_QUERY, STATEMENT_QUERY];

/** Beginning of the names of all metrics of queries. */
const PREFIX = 'cnpg_';

/** Beginning of the names of the metrics of the Barman Cloud plugin. Those of the operator of the same meaning stay 0 with it. */
const PLUGIN = 'barman_cloud_cloudnative_pg_io_';

/**
 * What the metrics of a cluster tell.
 *
 * @see https://cloudnative-pg.io/documentation/current/monitoring/
 */
export function signals({ identity, backup }: ClusterModel): SignalExpression[] {
  const metrics = new Metrics(identity);
  const own = (query: { readonly name: string }, column: string, ...by: readonly string[]): string =>
    metrics.each(`${PREFIX}${query.name}_${column}`, {}, ...by);
  const total = (metric: string): string => largest(`sum without (datname) (${metrics.raw(metric)})`);
  const inRecovery = metrics.each('cnpg_pg_replication_in_recovery');
  const primary = `${inRecovery} == 0`;
  // Slots are copied to the replicas, where nobody reads from them.
  const slot = (metric: string): string => onlyOn(metrics.each(`cnpg_pg_replication_slots_${metric}`, {}, 'slot_name'), primary);
  const archiver = (column: string): string => metrics.each(`cnpg_pg_stat_archiver_${column}`);
  // 0 as long as nothing is known.
  const lastBackup = `max(${metrics.raw(`${PLUGIN}last_available_backup_timestamp`)} > 0)`;
  return expressions({
    [Signal.DATABASE_UP]: metrics.each('cnpg_collector_up'),
    [Signal.COLLECTION_ERROR]: metrics.each('cnpg_collector_last_collection_error'),
    [Signal.WRITER]: `1 - ${inRecovery}`,
    [Signal.LAG_SECONDS]: metrics.each('cnpg_pg_replication_lag'),
    [Signal.LAG_BYTES]: metrics.each('cnpg_pg_stat_replication_replay_diff_bytes', {}, 'application_name'),
    [Signal.RECEIVING]: onlyOn(metrics.each('cnpg_pg_replication_is_wal_receiver_up'), `${inRecovery} == 1`),
    [Signal.STREAMING_STANDBYS]: onlyOn(metrics.each('cnpg_pg_replication_streaming_replicas'), primary),
    // The operator's own metric of this name is the number that the setting asks for.
    [Signal.SYNCHRONOUS_STANDBYS]: onlyOn(own(INSTANCE_QUERY, 'synchronous_standbys'), primary),
    [Signal.TIMELINE]: own(INSTANCE_QUERY, 'timeline'),
    // Both are -1 for never.
    [Signal.ARCHIVE_FAILING]: onlyOn(`${archiver('last_failed_time')} - ${archiver('last_archived_time')}`, primary),
    [Signal.ARCHIVE_PENDING]: onlyOn(metrics.each('cnpg_collector_pg_wal_archive_status', { value: 'ready' }), primary),
    [Signal.ARCHIVE_AGE]: onlyOn(`${archiver('seconds_since_last_archival')} >= 0`, primary),
    [Signal.BACKUP_AGE]: backup && `time() - ${lastBackup}`,
    [Signal.BACKUP_FAILED]: backup && `max(${metrics.raw(`${PLUGIN}last_failed_backup_timestamp`)}) > ${lastBackup}`,
    [Signal.WAL_BYTES]: metrics.each('cnpg_collector_pg_wal', { value: 'size' }),
    [Signal.CONNECTIONS]: own(ACTIVITY_QUERY, 'connections'),
    [Signal.CONNECTIONS_MAX]: own(ACTIVITY_QUERY, 'connections_max'),
    [Signal.TRANSACTION_SECONDS]: own(ACTIVITY_QUERY, 'transaction_seconds'),
    [Signal.IDLE_IN_TRANSACTION_SECONDS]: own(ACTIVITY_QUERY, 'idle_in_transaction_seconds'),
    [Signal.LOCK_WAIT_SECONDS]: own(ACTIVITY_QUERY, 'lock_wait_seconds'),
    [Signal.TRANSACTION_AGE]: metrics.each('cnpg_pg_database_xid_age'),
    [Signal.MULTIXACT_AGE]: metrics.each('cnpg_pg_database_mxid_age'),
    [Signal.DEADLOCKS]: total('cnpg_pg_stat_database_deadlocks'),
    [Signal.CHECKSUM_FAILURES]: total(`${PREFIX}${DATABASE_QUERY.name}_checksum_failures`),
    [Signal.SLOT_RETAINED_BYTES]: slot('pg_wal_lsn_diff'),
    [Signal.SLOT_ACTIVE]: slot('active'),
    [Signal.PENDING_RESTART]: own(INSTANCE_QUERY, 'pending_restart'),
    [Signal.ARCHIVED]: onlyOn(archiver('archived_count'), primary),
    [Signal.WAL_RATE]: onlyOn(perSecond(own(INSTANCE_QUERY, 'wal_position')), primary),
    [Signal.CONNECTIONS_ACTIVE]: own(ACTIVITY_QUERY, 'active'),
    [Signal.CONNECTIONS_IDLE_IN_TRANSACTION]: own(ACTIVITY_QUERY, 'idle_in_transaction'),
    [Signal.LOCKS]: own(LOCK_QUERY, 'total', 'mode'),
    [Signal.COMMITS]: total('cnpg_pg_stat_database_xact_commit'),
    [Signal.ROLLBACKS]: total('cnpg_pg_stat_database_xact_rollback'),
    [Signal.BLOCKS_HIT]: total('cnpg_pg_stat_database_blks_hit'),
    [Signal.BLOCKS_READ]: total('cnpg_pg_stat_database_blks_read'),
    [Signal.DATABASE_BYTES]: metrics.each('cnpg_pg_database_size_bytes', {}, 'datname'),
    [Signal.STATEMENT_SECONDS]: own(STATEMENT_QUERY, 'seconds', 'datname', 'queryid'),
    [Signal.STATEMENT_CALLS]: own(STATEMENT_QUERY, 'calls', 'datname', 'queryid'),
  });
}
