import { MetricColumn, MetricQuery, MetricUsage } from '../../model/metric-query';

/**
 * Our own queries: what alerts need to know and no exporter tells by itself, or tells by another name in each of its versions.
 *
 * A member of `pg_monitor` may run all of them, on a primary and on a replica. Everything is looked up in `pg_catalog`: whoever may make a
 * function in another schema must not run it with the rights of the exporter. What may be absent is 0, never NULL, which becomes NaN.
 */

/** Beginning of the names of our own queries. */
export const OWN_PREFIX = 'ha_';

const label = (name: string, description: string): MetricColumn => ({ name, usage: MetricUsage.LABEL, description });
const gauge = (name: string, description: string): MetricColumn => ({ name, usage: MetricUsage.GAUGE, description });
const counter = (name: string, description: string): MetricColumn => ({ name, usage: MetricUsage.COUNTER, description });

const text = (...lines: readonly string[]): string => lines.join('\n');

/** The end of WAL that an instance knows: where it writes, or up to where it has received. */
const WAL_END = [
  'CASE WHEN pg_catalog.pg_is_in_recovery()',
  '  THEN COALESCE(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())',
  '  ELSE pg_catalog.pg_current_wal_lsn() END',
].join('\n  ');

/** The instance as a part of its cluster. */
export const INSTANCE_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}instance`,
  sql: text(
    'SELECT pg_catalog.pg_is_in_recovery()::int AS in_recovery',
    // The control file knows the timeline of the last checkpoint only, which is before a promotion for a while.
    ', CASE WHEN pg_catalog.pg_is_in_recovery()',
    '    THEN COALESCE((SELECT received_tli FROM pg_catalog.pg_stat_wal_receiver), (SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()))',
    `    ELSE ('x' || pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8))::bit(32)::int END AS timeline`,
    `, EXISTS (SELECT 1 FROM pg_catalog.pg_stat_wal_receiver WHERE status = 'streaming')::int AS receiving`,
    // What was received is replayed: the primary may be idle.
    ', CASE WHEN NOT pg_catalog.pg_is_in_recovery()',
    '      OR pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() THEN 0',
    '    ELSE COALESCE(GREATEST(0, EXTRACT(EPOCH FROM pg_catalog.clock_timestamp() - pg_catalog.pg_last_xact_replay_timestamp())), 0)',
    '    END AS lag_seconds',
    `, (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_replication WHERE state = 'streaming') AS streaming_standbys`,
    `, (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_replication WHERE sync_state IN ('sync', 'quorum')) AS synchronous_standbys`,
    ', (SELECT COALESCE(pg_catalog.sum(size), 0) FROM pg_catalog.pg_ls_waldir()) AS wal_bytes',
    `, (SELECT pg_catalog.count(*) FROM pg_catalog.pg_ls_archive_statusdir() WHERE name LIKE '%.ready') AS archive_pending`,
    ', (SELECT pg_catalog.count(*) FROM pg_catalog.pg_settings WHERE pending_restart) AS pending_restart',
    `, COALESCE(pg_catalog.pg_wal_lsn_diff(${WAL_END}, '0/0'), 0) AS wal_position`,
  ),
  columns: [
    gauge('in_recovery', 'Whether the instance replays WAL and takes no writes'),
    gauge('timeline', 'Timeline that the instance is on'),
    gauge('receiving', 'Whether the instance streams from another one'),
    gauge('lag_seconds', 'Seconds by which the instance is behind what it has received'),
    gauge('streaming_standbys', 'Replicas that stream from the instance'),
    gauge('synchronous_standbys', 'Replicas that confirm commits'),
    gauge('wal_bytes', 'Bytes of WAL on the volume'),
    gauge('archive_pending', 'Segments of WAL that wait for the archive'),
    gauge('pending_restart', 'Parameters that wait for a restart'),
    counter('wal_position', 'Bytes of WAL since the cluster was made, up to where the instance writes or has received'),
  ],
};

/** What the archive command did. */
export const ARCHIVER_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}archiver`,
  sql: text(
    'SELECT archived_count, failed_count',
    ', COALESCE(EXTRACT(EPOCH FROM last_archived_time), 0) AS last_archived_time',
    ', COALESCE(EXTRACT(EPOCH FROM last_failed_time), 0) AS last_failed_time',
    'FROM pg_catalog.pg_stat_archiver',
  ),
  columns: [
    counter('archived_count', 'Segments of WAL that were archived'),
    counter('failed_count', 'Attempts to archive that failed'),
    gauge('last_archived_time', 'When the last segment was archived, in seconds since 1970; 0 for never'),
    gauge('last_failed_time', 'When the last attempt failed, in seconds since 1970; 0 for never'),
  ],
};

/** What clients do. */
export const ACTIVITY_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}activity`,
  sql: text(
    'SELECT pg_catalog.count(*) AS connections',
    `, pg_catalog.count(*) FILTER (WHERE state = 'active') AS active`,
    `, pg_catalog.count(*) FILTER (WHERE state IN ('idle in transaction', 'idle in transaction (aborted)')) AS idle_in_transaction`,
    `, pg_catalog.current_setting('max_connections')::int`,
    '    - (SELECT pg_catalog.sum(setting::int) FROM pg_catalog.pg_settings',
    `        WHERE name IN ('superuser_reserved_connections', 'reserved_connections')) AS connections_max`,
    ', COALESCE(EXTRACT(EPOCH FROM pg_catalog.max(pg_catalog.clock_timestamp() - xact_start)), 0) AS transaction_seconds',
    ', COALESCE(EXTRACT(EPOCH FROM pg_catalog.max(pg_catalog.clock_timestamp() - state_change)',
    `    FILTER (WHERE state IN ('idle in transaction', 'idle in transaction (aborted)'))), 0) AS idle_in_transaction_seconds`,
    ', (SELECT COALESCE(EXTRACT(EPOCH FROM pg_catalog.max(pg_catalog.clock_timestamp() - waitstart)), 0)',
    '    FROM pg_catalog.pg_locks WHERE NOT granted) AS lock_wait_seconds',
    `FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'`,
  ),
  columns: [
    gauge('connections', 'Connections of clients'),
    gauge('active', 'Connections on which a statement runs'),
    gauge('idle_in_transaction', 'Connections that are idle in a transaction'),
    gauge('connections_max', 'Connections that clients who are no superusers can have'),
    gauge('transaction_seconds', 'Seconds since the oldest transaction of a client began'),
    gauge('idle_in_transaction_seconds', 'Seconds since the client did something that has been idle in a transaction the longest'),
    gauge('lock_wait_seconds', 'Seconds that the longest wait for a lock has lasted'),
  ],
};

/** Each database. The row without a name is about what all of them share. */
export const DATABASE_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}database`,
  sql: text(
    `SELECT COALESCE(s.datname, '') AS datname`,
    ', COALESCE(pg_catalog.age(d.datfrozenxid), 0) AS transaction_age',
    ', COALESCE(pg_catalog.mxid_age(d.datminmxid), 0) AS multixact_age',
    ', s.deadlocks, COALESCE(s.checksum_failures, 0) AS checksum_failures',
    ', s.xact_commit AS commits, s.xact_rollback AS rollbacks, s.blks_hit AS blocks_hit, s.blks_read AS blocks_read',
    'FROM pg_catalog.pg_stat_database s LEFT JOIN pg_catalog.pg_database d ON d.oid = s.datid',
  ),
  columns: [
    label('datname', 'Name of the database'),
    gauge('transaction_age', 'Transactions since the oldest one that is not frozen'),
    gauge('multixact_age', 'Multixacts since the oldest one that is not frozen'),
    counter('deadlocks', 'Deadlocks'),
    counter('checksum_failures', 'Pages whose checksum was wrong'),
    counter('commits', 'Transactions that were committed'),
    counter('rollbacks', 'Transactions that were rolled back'),
    counter('blocks_hit', 'Blocks that were found in the buffers'),
    counter('blocks_read', 'Blocks that had to be read'),
  ],
};

/** Each replication slot. */
export const SLOT_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}slot`,
  sql: text(
    'SELECT slot_name, slot_type, active::int AS active',
    `, COALESCE(pg_catalog.pg_wal_lsn_diff(${WAL_END}, restart_lsn), 0) AS retained_bytes`,
    'FROM pg_catalog.pg_replication_slots WHERE NOT temporary',
  ),
  columns: [
    label('slot_name', 'Name of the slot'),
    label('slot_type', 'Whether it is physical or logical'),
    gauge('active', 'Whether somebody reads from it'),
    gauge('retained_bytes', 'Bytes of WAL that are kept for it'),
  ],
};

/** Each replica that streams from the instance. */
export const STANDBY_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}standby`,
  sql: text(
    'SELECT application_name',
    `, COALESCE(pg_catalog.max(pg_catalog.pg_wal_lsn_diff(${WAL_END}, replay_lsn)), 0) AS lag_bytes`,
    `FROM pg_catalog.pg_stat_replication WHERE state = 'streaming' GROUP BY application_name`,
  ),
  columns: [label('application_name', 'Name of the replica'), gauge('lag_bytes', 'Bytes of WAL that it has not replayed')],
};

/** Locks that are held or waited for. */
export const LOCK_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}lock`,
  sql: 'SELECT mode, pg_catalog.count(*) AS total FROM pg_catalog.pg_locks WHERE mode IS NOT NULL GROUP BY mode',
  columns: [label('mode', 'Mode of the locks'), gauge('total', 'Locks that are held or waited for')],
};

/** The statements that have taken the most time. Their texts are in no label: they may hold what nobody outside of the database shall see. */
const TOP_STATEMENTS = [
  'SELECT pg_catalog.encode(pg_catalog.convert_to(pg_catalog.json_agg(t)::text, $e$UTF8$e$), $e$hex$e$) AS v FROM (',
  'SELECT d.datname, s.queryid::text AS queryid, pg_catalog.sum(s.calls) AS calls, pg_catalog.sum(s.total_exec_time) / 1000 AS seconds',
  'FROM %I.pg_stat_statements s JOIN pg_catalog.pg_database d ON d.oid = s.dbid WHERE s.queryid IS NOT NULL',
  'GROUP BY 1, 2 ORDER BY 4 DESC LIMIT 20) t',
].join('\n    ');

/**
 * Statements, where the extension pg_stat_statements is in the database, is loaded and may be read, and nothing elsewhere. A statement cannot name a view
 * that may not be there, but this function runs one that is put together; the answer goes through its XML in hexadecimal digits.
 */
export const STATEMENT_QUERY: MetricQuery = {
  name: `${OWN_PREFIX}statement`,
  sql: text(
    'SELECT t.datname, t.queryid, t.calls, t.seconds',
    'FROM (SELECT n.nspname FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace',
    `  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'pg_stat_statements'`,
    `  WHERE e.extname = 'pg_stat_statements' AND pg_catalog.current_setting('shared_preload_libraries') ~ 'pg_stat_statements'`,
    `  AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')`,
    // Nothing is run before all of this is known.
    '  OFFSET 0) v',
    'CROSS JOIN LATERAL pg_catalog.query_to_xml(',
    `  pg_catalog.format($q$${TOP_STATEMENTS}$q$, v.nspname), false, false, '') x`,
    `CROSS JOIN LATERAL pg_catalog.json_to_recordset(pg_catalog.convert_from(pg_catalog.decode(`,
    `  pg_catalog.substring(x::text, '<v>([0-9a-f]+)</v>'), 'hex'), 'UTF8')::json)`,
    '  t(datname text, queryid text, calls double precision, seconds double precision)',
  ),
  columns: [
    label('datname', 'Name of the database'),
    label('queryid', 'Id of the statement in pg_stat_statements'),
    counter('calls', 'Times that it ran'),
    counter('seconds', 'Seconds that it ran'),
  ],
};

/** All of them. */
export const OWN_QUERIES: readonly MetricQuery[] = [
  INSTANCE_QUERY,
  ARCHIVER_QUERY,
  ACTIVITY_QUERY,
  DATABASE_QUERY,
  SLOT_QUERY,
  STANDBY_QUERY,
  LOCK_QUERY,
  STATEMENT_QUERY,
];
