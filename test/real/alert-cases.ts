// For each alert what happens to a healthy cluster of three instances, and when somebody is told.

import { Alert } from '../../lib';
import { CERTIFICATE, PODS, Series, always, growing, never, operatorSeries, poolLabels, series, then, volume } from './alert-series';

export interface AlertCase {
  readonly alert: Alert;
  /** What is different from a healthy cluster, by operator; those that are missing here cannot tell it. */
  readonly faults: Readonly<Record<string, Series>>;
  /** Minute at which it fires; a minute earlier it does not. */
  readonly fires: number;
  /** Other alerts that the same fault has raised before. */
  readonly before?: readonly Alert[];
  /** Other alerts that the same fault raises, at that minute. */
  readonly also?: readonly Alert[];
}

/** The minute in which everything breaks. */
const BREAKS = 10;

/** The first and the second pod. */
const primary = (operator: string): string => PODS[operator]![0]!;
const replica = (operator: string): string => PODS[operator]![1]!;

/** One series of one pod of each operator, and what becomes of it. */
const of = (
  pod: (operator: string) => string,
  metrics: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>?]>>,
  value: string,
): Readonly<Record<string, Series>> =>
  Object.fromEntries(
    Object.entries(metrics).map(([operator, [metric, labels]]) => [
      operator,
      { [series(metric, { pod: pod(operator), ...labels })]: value },
    ]),
  );

/** The same for every operator. */
const each = (fault: (operator: string) => Series): Readonly<Record<string, Series>> =>
  Object.fromEntries(Object.keys(PODS).map((operator) => [operator, fault(operator)]));

/** Several faults at once. */
const both = (...faults: readonly Readonly<Record<string, Series>>[]): Readonly<Record<string, Series>> =>
  Object.fromEntries(
    Object.keys(faults[0]!).map((operator) => [operator, Object.assign({}, ...faults.map((fault) => fault[operator])) as Series]),
  );

const DATNAME = { datname: 'orders' };
const DBNAME = { dbname: 'orders' };
const GIBIBYTE = 1024 ** 3;

/** Metrics that tell who writes; those of a primary. */
const WRITER: Readonly<Record<string, readonly [string]>> = {
  cnpg: ['cnpg_pg_replication_in_recovery'],
  zalando: ['ha_instance_in_recovery'],
  crunchy: ['ccp_is_in_recovery_status'],
  collector: ['ccp_is_in_recovery_status'],
};

const PRIMARY_VALUE: Readonly<Record<string, number>> = { cnpg: 0, zalando: 0, crunchy: 2, collector: 2 };

/** All instances become replicas, or one becomes a primary. */
const role = (pod: (operator: string) => string, isPrimary: boolean): Readonly<Record<string, Series>> =>
  each((operator) => {
    const from = isPrimary ? 1 : PRIMARY_VALUE[operator]!;
    const to = isPrimary ? PRIMARY_VALUE[operator]! : 1;
    return { [series(WRITER[operator]![0], { pod: pod(operator) })]: then(from, BREAKS, to) };
  });

/** The collector breaks as the exporter does, and tells what our own queries tell on the Zalando operator. */
const withCollector = (faults: Readonly<Record<string, Series>>, own = false): Readonly<Record<string, Series>> =>
  'collector' in faults || !(own ? faults.zalando : faults.crunchy)
    ? faults
    : { ...faults, collector: own ? renamed(faults.zalando!) : faults.crunchy! };

/** Series of the pods of the Zalando operator as those of PGO. */
const renamed = (faults: Series): Series =>
  Object.fromEntries(
    Object.entries(faults).map(([name, values]) => [
      PODS.zalando!.reduce((all, pod, i) => all.replace(`pod="${pod}"`, `pod="${PODS.collector![i]}"`), name),
      values,
    ]),
  );

/** Alerts that the collector tells by our own queries. */
const BY_OWN_QUERIES: readonly Alert[] = [Alert.REPLICA_TIMELINE, Alert.ARCHIVING_BEHIND, Alert.MULTIXACT_WRAPAROUND];

const CASES: readonly AlertCase[] = [
  {
    alert: Alert.METRICS_ABSENT,
    faults: each((operator) => Object.fromEntries(PODS[operator]!.map((pod) => [series('up', { pod }), then(1, BREAKS, 0)]))),
    fires: BREAKS + 5,
  },
  {
    alert: Alert.METRICS_FAILING,
    faults: of(
      replica,
      {
        cnpg: ['cnpg_collector_last_collection_error'],
        zalando: ['pg_exporter_last_scrape_error'],
        crunchy: ['pg_exporter_last_scrape_error'],
      },
      then(0, BREAKS, 1),
    ),
    fires: BREAKS + 15,
  },
  { alert: Alert.NO_PRIMARY, faults: role(primary, false), fires: BREAKS + 1, also: [Alert.FAILOVER] },
  { alert: Alert.SEVERAL_PRIMARIES, faults: role(replica, true), fires: BREAKS + 2, also: [Alert.FAILOVER] },
  {
    alert: Alert.INSTANCE_DOWN,
    faults: of(replica, { cnpg: ['cnpg_collector_up'], zalando: ['pg_up'], crunchy: ['pg_up'] }, then(1, BREAKS, 0)),
    fires: BREAKS + 5,
  },
  { alert: Alert.FAILOVER, faults: both(role(primary, false), role(replica, true)), fires: BREAKS },
  { alert: Alert.OPERATOR_ABSENT, faults: each((operator) => ({ [operatorSeries(operator)]: then(1, BREAKS, 0) })), fires: BREAKS + 15 },
  {
    alert: Alert.REPLICATION_LAG,
    faults: of(
      replica,
      {
        cnpg: ['cnpg_pg_replication_lag'],
        zalando: ['ha_instance_lag_seconds'],
        crunchy: ['ccp_replication_lag_replay_time', { role: 'replica' }],
      },
      then(0, BREAKS, 61),
    ),
    fires: BREAKS + 5,
  },
  {
    alert: Alert.REPLICATION_LAG_BYTES,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_pg_stat_replication_replay_diff_bytes', { application_name: 'orders-2' }],
        zalando: ['ha_standby_lag_bytes', { application_name: 'orders-1' }],
        crunchy: ['ccp_replication_lag_size_bytes', { replica: '10.0.0.2' }],
      },
      then(0, BREAKS, GIBIBYTE),
    ),
    fires: BREAKS + 5,
  },
  {
    alert: Alert.REPLICA_NOT_STREAMING,
    faults: {
      ...of(replica, { cnpg: ['cnpg_pg_replication_is_wal_receiver_up'], zalando: ['ha_instance_receiving'] }, then(1, BREAKS, 0)),
      ...of(primary, { crunchy: ['ccp_replication_lag_size_bytes', { replica: '10.0.0.2' }] }, then(0, BREAKS, 'gone')),
    },
    fires: BREAKS + 10,
  },
  {
    alert: Alert.REPLICA_TIMELINE,
    faults: of(replica, { cnpg: ['cnpg_ha_instance_timeline'], zalando: ['ha_instance_timeline'] }, then(3, BREAKS, 2)),
    fires: BREAKS + 15,
  },
  {
    alert: Alert.SYNCHRONOUS_STANDBY_MISSING,
    faults: {
      ...of(
        primary,
        { cnpg: ['cnpg_ha_instance_synchronous_standbys'], zalando: ['ha_instance_synchronous_standbys'] },
        then(2, BREAKS, 0),
      ),
      crunchy: Object.fromEntries(
        ['10.0.0.2', '10.0.0.3'].map((address) => [
          series('ccp_replication_lag_size_bytes', { pod: primary('crunchy'), replica: address }),
          then(0, BREAKS, 'gone'),
        ]),
      ),
    },
    fires: BREAKS + 2,
  },
  {
    alert: Alert.ARCHIVING_FAILING,
    faults: {
      cnpg: {
        [series('cnpg_pg_stat_archiver_last_failed_time', { pod: primary('cnpg') })]: then(-1, BREAKS, 700),
        [series('cnpg_pg_stat_archiver_last_archived_time', { pod: primary('cnpg') })]: always(500),
      },
      zalando: {
        [series('ha_archiver_last_failed_time', { pod: primary('zalando') })]: then(0, BREAKS, 700),
        [series('ha_archiver_last_archived_time', { pod: primary('zalando') })]: always(500),
      },
      crunchy: {
        [series('ccp_archive_command_status_failed_count', { pod: primary('crunchy') })]: `0x${BREAKS - 1} 1+1x390`,
        [series('ccp_archive_command_status_archived_count', { pod: primary('crunchy') })]: always(0),
      },
    },
    fires: BREAKS + 10,
  },
  {
    alert: Alert.ARCHIVING_BEHIND,
    faults: of(
      primary,
      { cnpg: ['cnpg_collector_pg_wal_archive_status', { value: 'ready' }], zalando: ['ha_instance_archive_pending'] },
      then(0, BREAKS, 33),
    ),
    fires: BREAKS + 15,
  },
  {
    alert: Alert.BACKUP_TOO_OLD,
    // The last one ended when the test began; one every two hours is scheduled, and they may take two hours.
    faults: {
      ...of(
        primary,
        { cnpg: ['barman_cloud_cloudnative_pg_io_last_available_backup_timestamp'], zalando: ['ha_backup_last_time'] },
        always(1),
      ),
      crunchy: Object.fromEntries(
        PODS.crunchy!.map((pod) => [
          series('ccp_backrest_last_incr_backup_time_since_completion_seconds', { pod, repo: '1' }),
          growing(0, 60),
        ]),
      ),
    },
    fires: 4 * 60 + 16,
  },
  {
    alert: Alert.BACKUP_MISSING,
    faults: {
      ...of(
        primary,
        { cnpg: ['barman_cloud_cloudnative_pg_io_last_available_backup_timestamp'], zalando: ['ha_backup_last_time'] },
        always(0),
      ),
      crunchy: Object.fromEntries(
        PODS.crunchy!.map((pod) => [series('ccp_backrest_last_incr_backup_time_since_completion_seconds', { pod, repo: '1' }), never]),
      ),
    },
    fires: 4 * 60,
  },
  {
    alert: Alert.BACKUP_FAILED,
    faults: {
      cnpg: {
        [series('barman_cloud_cloudnative_pg_io_last_failed_backup_timestamp', { pod: primary('cnpg') })]: then(0, BREAKS, 1e9),
      },
      crunchy: {
        [series('ccp_backrest_last_info_backup_error', { pod: primary('crunchy'), repo: '1', backup_type: 'full' })]: then(0, BREAKS, 1),
      },
    },
    fires: BREAKS + 5,
  },
  {
    alert: Alert.VOLUME_FILLING,
    faults: each((operator) => ({ [volume(operator, 'available')]: then(60 * GIBIBYTE, BREAKS, 9 * GIBIBYTE) })),
    fires: BREAKS + 5,
  },
  {
    alert: Alert.VOLUME_FULL_SOON,
    // It takes 33 MiB a minute: from 49 GiB on it is nearly half full, and full within a day.
    faults: each((operator) => ({ [volume(operator, 'available')]: `${49 * GIBIBYTE}-${35 * 1024 ** 2}x400` })),
    fires: 61,
  },
  { alert: Alert.VOLUME_METRICS_ABSENT, faults: each((operator) => ({ [volume(operator, 'available')]: never })), fires: 60 },
  {
    alert: Alert.WAL_VOLUME,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_collector_pg_wal', { value: 'size' }],
        zalando: ['ha_instance_wal_bytes'],
        crunchy: ['ccp_wal_activity_total_size_bytes'],
      },
      then(GIBIBYTE, BREAKS, 41 * GIBIBYTE),
    ),
    fires: BREAKS + 15,
  },
  {
    alert: Alert.SLOT_RETAINS_WAL,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_pg_replication_slots_pg_wal_lsn_diff', { slot_name: '_cnpg_orders_2' }],
        zalando: ['ha_slot_retained_bytes', { slot_name: 'orders_1', slot_type: 'physical' }],
        crunchy: ['ccp_replication_slots_retained_bytes', { slot_name: 'orders_instance1_efgh_0' }],
      },
      then(1024, BREAKS, 21 * GIBIBYTE),
    ),
    fires: BREAKS + 15,
  },
  {
    alert: Alert.SLOT_INACTIVE,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_pg_replication_slots_active', { slot_name: '_cnpg_orders_2' }],
        zalando: ['ha_slot_active', { slot_name: 'orders_1', slot_type: 'physical' }],
        crunchy: ['ccp_replication_slots_active', { slot_name: 'orders_instance1_efgh_0' }],
      },
      then(1, BREAKS, 0),
    ),
    fires: BREAKS + 60,
  },
  {
    alert: Alert.CONNECTIONS,
    faults: of(
      primary,
      { cnpg: ['cnpg_ha_activity_connections'], zalando: ['ha_activity_connections'], crunchy: ['ccp_connection_stats_total'] },
      then(20, BREAKS, 90),
    ),
    fires: BREAKS + 5,
  },
  {
    alert: Alert.LONG_TRANSACTION,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_ha_activity_transaction_seconds'],
        zalando: ['ha_activity_transaction_seconds'],
        crunchy: ['ccp_connection_stats_max_query_time'],
      },
      then(1, BREAKS, 3601),
    ),
    fires: BREAKS + 5,
  },
  {
    alert: Alert.IDLE_IN_TRANSACTION,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_ha_activity_idle_in_transaction_seconds'],
        zalando: ['ha_activity_idle_in_transaction_seconds'],
        crunchy: ['ccp_connection_stats_max_idle_in_txn_time'],
      },
      then(0, BREAKS, 601),
    ),
    fires: BREAKS + 5,
  },
  {
    alert: Alert.LOCK_WAIT,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_ha_activity_lock_wait_seconds'],
        zalando: ['ha_activity_lock_wait_seconds'],
        crunchy: ['ccp_connection_stats_max_blocked_query_time'],
      },
      then(0, BREAKS, 301),
    ),
    fires: BREAKS + 1,
  },
  {
    alert: Alert.DEADLOCKS,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_pg_stat_database_deadlocks', DATNAME],
        zalando: ['ha_database_deadlocks', DATNAME],
        crunchy: ['ccp_stat_database_deadlocks', DBNAME],
      },
      then(7, BREAKS, 27),
    ),
    fires: BREAKS,
  },
  {
    alert: Alert.TRANSACTION_ID_WRAPAROUND,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_pg_database_xid_age', DATNAME],
        zalando: ['ha_database_transaction_age', DATNAME],
        crunchy: ['ccp_transaction_wraparound_oldest_current_xid'],
      },
      then(1e6, BREAKS, 500_000_001),
    ),
    fires: BREAKS + 15,
  },
  {
    alert: Alert.MULTIXACT_WRAPAROUND,
    faults: of(
      primary,
      { cnpg: ['cnpg_pg_database_mxid_age', DATNAME], zalando: ['ha_database_multixact_age', DATNAME] },
      then(1e4, BREAKS, 700_000_001),
    ),
    fires: BREAKS + 15,
  },
  {
    alert: Alert.CHECKSUM_FAILURES,
    faults: of(
      primary,
      {
        cnpg: ['cnpg_ha_database_checksum_failures', DATNAME],
        zalando: ['ha_database_checksum_failures', DATNAME],
        crunchy: ['ccp_data_checksum_failure_count', DBNAME],
      },
      then(0, BREAKS, 1),
    ),
    fires: BREAKS,
  },
  { alert: Alert.CERTIFICATE_EXPIRING, faults: each(() => ({ [CERTIFICATE]: always(13 * 24 * 3600) })), fires: 60 },
  {
    alert: Alert.PENDING_RESTART,
    faults: of(
      replica,
      {
        cnpg: ['cnpg_ha_instance_pending_restart'],
        zalando: ['ha_instance_pending_restart'],
        crunchy: ['ccp_settings_pending_restart_count'],
      },
      then(0, BREAKS, 1),
    ),
    fires: BREAKS + 60,
  },
];

/** The minute in which the archive takes nothing any more: by then it has had nothing to take for more than an hour. */
const STOPS = 62;

/** What becomes of objectives. */
const OF_OBJECTIVES: readonly AlertCase[] = [
  { alert: Alert.AVAILABILITY_BURN, faults: role(primary, false), fires: BREAKS + 2, before: [Alert.NO_PRIMARY], also: [Alert.FAILOVER] },
  {
    alert: Alert.AVAILABILITY_SLOW_BURN,
    // For three minutes, which an hour later are still more than a month may have.
    faults: each((operator) => {
      const [name, values] = Object.entries(role(primary, false)[operator]!)[0]!;
      const [up, down] = [PRIMARY_VALUE[operator]!, 1];
      return values ? { [name]: `${up}x9 ${down}x1 ${up}x380` } : {};
    }),
    fires: BREAKS + 60,
  },
  {
    alert: Alert.RECOVERY_POINT,
    faults: {
      cnpg: {
        [series('cnpg_pg_stat_archiver_seconds_since_last_archival', { pod: primary('cnpg') })]: growing(0, 60),
        [series('cnpg_pg_stat_archiver_last_archived_time', { pod: primary('cnpg') })]: always(0),
        [series('cnpg_pg_stat_archiver_last_failed_time', { pod: primary('cnpg') })]: then(-1, STOPS, STOPS * 60),
      },
      zalando: {
        [series('ha_archiver_last_archived_time', { pod: primary('zalando') })]: always(1),
        [series('ha_archiver_last_failed_time', { pod: primary('zalando') })]: then(0, STOPS, STOPS * 60),
      },
      crunchy: {
        [series('ccp_archive_command_status_seconds_since_last_archive', { pod: primary('crunchy') })]: growing(0, 60),
        [series('ccp_archive_command_status_archived_count', { pod: primary('crunchy') })]: always(0),
        [series('ccp_archive_command_status_failed_count', { pod: primary('crunchy') })]: `0x${STOPS - 1} 1+1x300`,
      },
    },
    fires: STOPS,
  },
];

/** What happens to the pool of a cluster. */
const OF_POOLS: readonly AlertCase[] = [
  {
    alert: Alert.POOL_SATURATED,
    faults: {
      cnpg: {
        [series('cnpg_pgbouncer_pools_cl_waiting', { ...poolLabels('cnpg', 'pool-a'), database: 'orders', user: 'app' })]: then(
          0,
          BREAKS,
          3,
        ),
        [series('cnpg_pgbouncer_pools_maxwait', { ...poolLabels('cnpg', 'pool-a'), database: 'orders', user: 'app' })]: then(0, BREAKS, 6),
      },
      collector: {
        [series('ccp_pgbouncer_pools_client_waiting', { ...poolLabels('collector', 'pool-a'), database: 'orders', user: 'app' })]: then(
          0,
          BREAKS,
          3,
        ),
        [series('ccp_pgbouncer_clients_wait_seconds', {
          ...poolLabels('collector', 'pool-a'),
          database: 'orders',
          user: 'app',
          state: 'active',
          link: 'x',
        })]: then(0, BREAKS, 6),
      },
    },
    fires: BREAKS + 5,
  },
  {
    alert: Alert.POOL_DOWN,
    faults: Object.fromEntries(
      ['cnpg', 'collector'].map((operator) => [operator, { [series('up', poolLabels(operator, 'pool-b'))]: then(1, BREAKS, 0) }]),
    ),
    fires: BREAKS + 5,
  },
];

/** Whether the collector tells an alert: that its queries fail it does not. */
const isTold = (alert: Alert): boolean => alert !== Alert.METRICS_FAILING;

/** Where the exporter tells that PostgreSQL is down, the collector tells nothing. */
const SILENT_COLLECTOR: Readonly<Record<string, Series>> = {
  [Alert.INSTANCE_DOWN]: { [series('ccp_is_in_recovery_status', { pod: PODS.collector![1]! })]: then(1, BREAKS, 'gone') },
};

export const ALERT_CASES: readonly AlertCase[] = [...CASES, ...OF_OBJECTIVES, ...OF_POOLS].map((one) => ({
  ...one,
  faults: {
    ...(isTold(one.alert) ? withCollector(one.faults, BY_OWN_QUERIES.includes(one.alert)) : one.faults),
    ...(SILENT_COLLECTOR[one.alert] && { collector: SILENT_COLLECTOR[one.alert]! }),
  },
}));
