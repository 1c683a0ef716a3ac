import { ClusterModel } from '../../../model/cluster-model';
import { Signal, SignalExpression } from '../../monitoring-contract';
import {
  ACTIVITY_QUERY,
  ARCHIVER_QUERY,
  DATABASE_QUERY,
  INSTANCE_QUERY,
  LOCK_QUERY,
  SLOT_QUERY,
  STANDBY_QUERY,
  STATEMENT_QUERY,
} from '../../shared/metric-queries';
import { LAST_BACKUP_METRIC } from './exporter';
import { Metrics, expressions, largest, onlyOn, perSecond } from '../../shared/signals';

/**
 * How long a backup is remembered: the instance that it was taken of may be gone, and the others do not know of it. Longer than between two
 * backups, and not longer than Prometheus remembers by default.
 */
const BACKUP_MEMORY = '14d';

/**
 * What the exporter beside each instance tells. All but three come from our own queries, since postgres_exporter has renamed its metrics more
 * than once.
 */
export function signals({ identity, backup }: ClusterModel): SignalExpression[] {
  const lastBackup = `max(max_over_time((${new Metrics(identity).raw(LAST_BACKUP_METRIC)} > 0)[${BACKUP_MEMORY}:1h]))`;
  const metrics = new Metrics(identity);
  const name = (query: { readonly name: string }, column: string): string => `${query.name}_${column}`;
  const own = (query: { readonly name: string }, column: string, ...by: string[]): string => metrics.each(name(query, column), {}, ...by);
  const inRecovery = own(INSTANCE_QUERY, 'in_recovery');
  const primary = `${inRecovery} == 0`;
  const total = (column: string): string => largest(`sum without (datname) (${metrics.raw(name(DATABASE_QUERY, column))})`);
  // Both are 0 for never.
  const failing = `${own(ARCHIVER_QUERY, 'last_failed_time')} - ${own(ARCHIVER_QUERY, 'last_archived_time')}`;
  return expressions({
    [Signal.DATABASE_UP]: metrics.each('pg_up'),
    [Signal.COLLECTION_ERROR]: metrics.each('pg_exporter_last_scrape_error'),
    [Signal.WRITER]: `1 - ${inRecovery}`,
    [Signal.LAG_SECONDS]: own(INSTANCE_QUERY, 'lag_seconds'),
    // Replicas of replicas are somebody else's.
    [Signal.LAG_BYTES]: onlyOn(own(STANDBY_QUERY, 'lag_bytes', 'application_name'), primary),
    [Signal.RECEIVING]: onlyOn(own(INSTANCE_QUERY, 'receiving'), `${inRecovery} == 1`),
    [Signal.STREAMING_STANDBYS]: onlyOn(own(INSTANCE_QUERY, 'streaming_standbys'), primary),
    [Signal.SYNCHRONOUS_STANDBYS]: onlyOn(own(INSTANCE_QUERY, 'synchronous_standbys'), primary),
    [Signal.TIMELINE]: own(INSTANCE_QUERY, 'timeline'),
    [Signal.ARCHIVE_FAILING]: backup && onlyOn(failing, primary),
    [Signal.ARCHIVE_PENDING]: onlyOn(own(INSTANCE_QUERY, 'archive_pending'), primary),
    [Signal.ARCHIVE_AGE]: onlyOn(`time() - (${own(ARCHIVER_QUERY, 'last_archived_time')} > 0)`, primary),
    [Signal.BACKUP_AGE]: backup && `time() - ${lastBackup}`,
    [Signal.WAL_BYTES]: own(INSTANCE_QUERY, 'wal_bytes'),
    [Signal.CONNECTIONS]: own(ACTIVITY_QUERY, 'connections'),
    [Signal.CONNECTIONS_MAX]: own(ACTIVITY_QUERY, 'connections_max'),
    [Signal.TRANSACTION_SECONDS]: own(ACTIVITY_QUERY, 'transaction_seconds'),
    [Signal.IDLE_IN_TRANSACTION_SECONDS]: own(ACTIVITY_QUERY, 'idle_in_transaction_seconds'),
    [Signal.LOCK_WAIT_SECONDS]: own(ACTIVITY_QUERY, 'lock_wait_seconds'),
    [Signal.TRANSACTION_AGE]: own(DATABASE_QUERY, 'transaction_age'),
    [Signal.MULTIXACT_AGE]: own(DATABASE_QUERY, 'multixact_age'),
    [Signal.DEADLOCKS]: total('deadlocks'),
    [Signal.CHECKSUM_FAILURES]: total('checksum_failures'),
    [Signal.SLOT_RETAINED_BYTES]: onlyOn(own(SLOT_QUERY, 'retained_bytes', 'slot_name'), primary),
    [Signal.SLOT_ACTIVE]: onlyOn(own(SLOT_QUERY, 'active', 'slot_name'), primary),
    [Signal.PENDING_RESTART]: own(INSTANCE_QUERY, 'pending_restart'),
    [Signal.ARCHIVED]: onlyOn(own(ARCHIVER_QUERY, 'archived_count'), primary),
    [Signal.WAL_RATE]: onlyOn(perSecond(own(INSTANCE_QUERY, 'wal_position')), primary),
    [Signal.CONNECTIONS_ACTIVE]: own(ACTIVITY_QUERY, 'active'),
    [Signal.CONNECTIONS_IDLE_IN_TRANSACTION]: own(ACTIVITY_QUERY, 'idle_in_transaction'),
    [Signal.LOCKS]: own(LOCK_QUERY, 'total', 'mode'),
    [Signal.COMMITS]: total('commits'),
    [Signal.ROLLBACKS]: total('rollbacks'),
    [Signal.BLOCKS_HIT]: total('blocks_hit'),
    [Signal.BLOCKS_READ]: total('blocks_read'),
    [Signal.DATABASE_BYTES]: metrics.each('pg_database_size_bytes', {}, 'datname'),
    [Signal.STATEMENT_SECONDS]: own(STATEMENT_QUERY, 'seconds', 'datname', 'queryid'),
    [Signal.STATEMENT_CALLS]: own(STATEMENT_QUERY, 'calls', 'datname', 'queryid'),
  });
}
