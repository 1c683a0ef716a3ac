// What Prometheus knows of a healthy cluster, operator by operator, in the notation of promtool.

/** Series by their name with labels; the values in the notation of promtool. */
export type Series = Readonly<Record<string, string>>;

/** Long enough for every alert. */
const STEPS = 400;

/** A value that stays. */
export const always = (value: number): string => `${value}x${STEPS}`;

/** A value that stays, and is another one from a minute on, or is not told any more. */
export const then = (before: number, minute: number, after: number | 'gone'): string =>
  `${before}x${minute - 1} ${after === 'gone' ? `stale _x${STEPS - minute}` : `${after}x${STEPS - minute}`}`;

/** A value that grows by the minute. */
export const growing = (start: number, perMinute: number): string => `${start}+${perMinute}x${STEPS}`;

/** Nothing. */
export const never = `_x${STEPS}`;

export const NAMESPACE = 'app';
export const CLUSTER = 'orders';

const labelsText = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',')}}`;

/** The name of a series of a cluster. */
export const series = (metric: string, labels: Readonly<Record<string, string>>): string =>
  `${metric}${labelsText({ namespace: NAMESPACE, pg_cluster: CLUSTER, ...labels })}`;

/** Several series with the same labels. */
const table = (labels: Readonly<Record<string, string>>, values: Readonly<Record<string, string | number>>): Series =>
  Object.fromEntries(
    Object.entries(values).map(([metric, value]) => [series(metric, labels), typeof value === 'number' ? always(value) : value]),
  );

/** Names of the pods of each operator; the first is the primary. */
export const PODS: Readonly<Record<string, readonly string[]>> = {
  cnpg: ['orders-1', 'orders-2', 'orders-3'],
  zalando: ['orders-0', 'orders-1', 'orders-2'],
  crunchy: ['orders-instance1-abcd-0', 'orders-instance1-efgh-0', 'orders-instance1-ijkl-0'],
  collector: ['orders-instance1-abcd-0', 'orders-instance1-efgh-0', 'orders-instance1-ijkl-0'],
};

const CLAIMS: Readonly<Record<string, string>> = {
  cnpg: 'orders-1',
  zalando: 'pgdata-orders-0',
  crunchy: 'orders-instance1-abcd-pgdata',
  collector: 'orders-instance1-abcd-pgdata',
};

const DEPLOYMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cnpg: { namespace: 'cnpg-system', deployment: 'cnpg-controller-manager' },
  zalando: { namespace: 'postgres-operator', deployment: 'postgres-operator' },
  crunchy: { namespace: 'postgres-operator', deployment: 'pgo' },
  collector: { namespace: 'postgres-operator', deployment: 'pgo' },
};

/** What does not come from the instances: the volumes, the operator, certificates. */
export const surroundings = (operator: string): Series => ({
  [volume(operator, 'available')]: always(60 * 1024 ** 3),
  [volume(operator, 'capacity')]: always(100 * 1024 ** 3),
  [operatorSeries(operator)]: always(1),
  [CERTIFICATE]: always(90 * 24 * 3600),
});

export const volume = (operator: string, what: 'available' | 'capacity'): string =>
  `kubelet_volume_stats_${what}_bytes${labelsText({ namespace: NAMESPACE, persistentvolumeclaim: CLAIMS[operator]! })}`;

export const operatorSeries = (operator: string): string =>
  `kube_deployment_status_replicas_available${labelsText(DEPLOYMENTS[operator]!)}`;

export const CERTIFICATE = `certmanager_certificate_expiration_timestamp_seconds${labelsText({ namespace: NAMESPACE, name: 'orders-server-tls' })}`;

/** One instance. */
const INSTANCES: Readonly<Record<string, (pod: string, isPrimary: boolean, replicas: number) => Series>> = {
  cnpg: (pod, isPrimary, replicas) => ({
    ...table(
      { pod },
      {
        up: 1,
        cnpg_collector_up: 1,
        cnpg_collector_last_collection_error: 0,
        cnpg_pg_replication_in_recovery: isPrimary ? 0 : 1,
        cnpg_pg_replication_lag: 0,
        cnpg_pg_replication_is_wal_receiver_up: isPrimary ? 0 : 1,
        cnpg_pg_replication_streaming_replicas: isPrimary ? replicas : 0,
        cnpg_ha_instance_synchronous_standbys: isPrimary ? replicas : 0,
        cnpg_ha_instance_timeline: 3,
        cnpg_ha_instance_pending_restart: 0,
        cnpg_ha_activity_connections: 20,
        cnpg_ha_activity_connections_max: 97,
        cnpg_ha_activity_transaction_seconds: 1,
        cnpg_ha_activity_idle_in_transaction_seconds: 0,
        cnpg_ha_activity_lock_wait_seconds: 0,
        cnpg_ha_activity_active: 3,
        cnpg_ha_activity_idle_in_transaction: 0,
        cnpg_ha_instance_wal_position: growing(1e9, 1e6),
      },
    ),
    ...table({ pod, mode: 'AccessShareLock' }, { cnpg_ha_lock_total: 4 }),
    ...table(
      { pod, datname: 'orders', queryid: '42' },
      { cnpg_ha_statement_calls: growing(0, 60), cnpg_ha_statement_seconds: growing(0, 1) },
    ),
    ...table(
      { pod, datname: 'orders' },
      {
        cnpg_pg_stat_database_xact_commit: growing(0, 600),
        cnpg_pg_stat_database_xact_rollback: growing(0, 6),
        cnpg_pg_stat_database_blks_hit: growing(0, 9000),
        cnpg_pg_stat_database_blks_read: growing(0, 1000),
        cnpg_pg_database_size_bytes: 1024 ** 3,
      },
    ),
    ...table({ pod, value: 'ready' }, { cnpg_collector_pg_wal_archive_status: 0 }),
    ...table({ pod, value: 'size' }, { cnpg_collector_pg_wal: 1024 ** 3 }),
    ...table(
      { pod, datname: 'orders' },
      { cnpg_pg_database_xid_age: 1e6, cnpg_pg_database_mxid_age: 1e4, cnpg_pg_stat_database_deadlocks: 7 },
    ),
    ...table({ pod, datname: 'orders' }, { cnpg_ha_database_checksum_failures: 0 }),
    ...(isPrimary
      ? {
          ...table({ pod }, { cnpg_pg_stat_archiver_last_archived_time: growing(0, 60), cnpg_pg_stat_archiver_last_failed_time: -1 }),
          ...table({ pod }, { cnpg_pg_stat_archiver_seconds_since_last_archival: 60, cnpg_pg_stat_archiver_archived_count: growing(0, 1) }),
          ...table({ pod }, { [`${BARMAN}last_available_backup_timestamp`]: growing(1, 60), [`${BARMAN}last_failed_backup_timestamp`]: 0 }),
        }
      : {}),
    // Slots are on every instance, and somebody reads from those of the primary only.
    ...table(
      { pod, slot_name: '_cnpg_orders_2' },
      { cnpg_pg_replication_slots_active: isPrimary ? 1 : 0, cnpg_pg_replication_slots_pg_wal_lsn_diff: 1024 },
    ),
    ...(isPrimary ? table({ pod, application_name: 'orders-2' }, { cnpg_pg_stat_replication_replay_diff_bytes: 1024 }) : {}),
  }),
  zalando: (pod, isPrimary, replicas) => ({
    ...table(
      { pod },
      {
        up: 1,
        pg_up: 1,
        pg_exporter_last_scrape_error: 0,
        ha_instance_in_recovery: isPrimary ? 0 : 1,
        ha_instance_timeline: 3,
        ha_instance_receiving: isPrimary ? 0 : 1,
        ha_instance_lag_seconds: 0,
        ha_instance_streaming_standbys: isPrimary ? replicas : 0,
        ha_instance_synchronous_standbys: isPrimary ? replicas : 0,
        ha_instance_wal_bytes: 1024 ** 3,
        ha_instance_archive_pending: 0,
        ha_instance_pending_restart: 0,
        ha_archiver_last_archived_time: isPrimary ? growing(1, 60) : 0,
        ha_archiver_last_failed_time: 0,
        ha_activity_connections: 20,
        ha_activity_connections_max: 97,
        ha_activity_transaction_seconds: 1,
        ha_activity_idle_in_transaction_seconds: 0,
        ha_activity_lock_wait_seconds: 0,
        ha_activity_active: 3,
        ha_activity_idle_in_transaction: 0,
        ha_instance_wal_position: growing(1e9, 1e6),
        ha_archiver_archived_count: isPrimary ? growing(0, 1) : 0,
        ha_backup_last_time: isPrimary ? growing(1, 60) : 0,
      },
    ),
    ...table(
      { pod, datname: 'orders' },
      { ha_database_transaction_age: 1e6, ha_database_multixact_age: 1e4, ha_database_deadlocks: 7, ha_database_checksum_failures: 0 },
    ),
    ...table(
      { pod, datname: 'orders' },
      {
        ha_database_commits: growing(0, 600),
        ha_database_rollbacks: growing(0, 6),
        ha_database_blocks_hit: growing(0, 9000),
        ha_database_blocks_read: growing(0, 1000),
        pg_database_size_bytes: 1024 ** 3,
      },
    ),
    ...table({ pod, mode: 'AccessShareLock' }, { ha_lock_total: 4 }),
    ...table({ pod, datname: 'orders', queryid: '42' }, { ha_statement_calls: growing(0, 60), ha_statement_seconds: growing(0, 1) }),
    ...table({ pod, slot_name: 'orders_1', slot_type: 'physical' }, { ha_slot_active: isPrimary ? 1 : 0, ha_slot_retained_bytes: 1024 }),
    ...(isPrimary ? table({ pod, application_name: 'orders-1' }, { ha_standby_lag_bytes: 1024 }) : {}),
  }),
  crunchy: (pod, isPrimary, replicas) => ({
    ...table(
      { pod },
      {
        up: 1,
        pg_up: 1,
        pg_exporter_last_scrape_error: 0,
        ccp_is_in_recovery_status: isPrimary ? 2 : 1,
        ccp_archive_command_status_failed_count: 0,
        ccp_archive_command_status_archived_count: isPrimary ? growing(0, 1) : 0,
        ccp_archive_command_status_seconds_since_last_archive: 60,
        ccp_wal_activity_total_size_bytes: 1024 ** 3,
        ccp_connection_stats_total: 20,
        ccp_connection_stats_max_connections: 100,
        ccp_connection_stats_max_query_time: 1,
        ccp_connection_stats_max_idle_in_txn_time: 0,
        ccp_connection_stats_max_blocked_query_time: 0,
        ccp_transaction_wraparound_oldest_current_xid: 1e6,
        ccp_settings_pending_restart_count: 0,
        ccp_connection_stats_active: 3,
        ccp_connection_stats_idle_in_txn: 0,
        ccp_wal_activity_last_5_min_size_bytes: 16 * 1024 ** 2,
      },
    ),
    ...table({ pod, dbname: 'orders', mode: 'AccessShareLock' }, { ccp_locks_count: 4 }),
    ...table(
      { pod, dbname: 'orders', role: 'app', queryid: '42', query: 'SELECT 1' },
      { ccp_pg_stat_statements_top_total_exec_time_ms: growing(0, 1000) },
    ),
    ...table(
      { pod, dbname: 'orders' },
      {
        ccp_stat_database_xact_commit: growing(0, 600),
        ccp_stat_database_xact_rollback: growing(0, 6),
        ccp_stat_database_blks_hit: growing(0, 9000),
        ccp_stat_database_blks_read: growing(0, 1000),
        ccp_database_size_bytes: 1024 ** 3,
      },
    ),
    ...table({ pod, role: isPrimary ? 'primary' : 'replica' }, { ccp_replication_lag_replay_time: 0 }),
    ...table({ pod, dbname: 'orders' }, { ccp_stat_database_deadlocks: 7, ccp_data_checksum_failure_count: 0 }),
    ...table(
      { pod, slot_name: 'orders_instance1_efgh_0' },
      { ccp_replication_slots_active: isPrimary ? 1 : 0, ccp_replication_slots_retained_bytes: 1024 },
    ),
    ...table({ pod, repo: '1' }, { ccp_backrest_last_incr_backup_time_since_completion_seconds: 3600 }),
    ...table({ pod, repo: '1', backup_type: 'full' }, { ccp_backrest_last_info_backup_error: 0 }),
    ...(isPrimary
      ? Object.assign(
          {},
          ...Array.from({ length: replicas }, (_, i) =>
            table({ pod, replica: `10.0.0.${i + 2}` }, { ccp_replication_lag_size_bytes: 1024 }),
          ),
        )
      : {}),
  }),
};

const BARMAN = 'barman_cloud_cloudnative_pg_io_';

/** The collector of PGO tells the same as its exporter, but for what the exporter tells of itself, and our own queries besides. */
const instanceOf = (operator: string, pod: string, isPrimary: boolean, replicas: number): Series => {
  if (operator !== 'collector') {
    return INSTANCES[operator]!(pod, isPrimary, replicas);
  }
  const told = Object.entries(INSTANCES.crunchy!(pod, isPrimary, replicas)).filter(([name]) => !name.startsWith('pg_'));
  return {
    ...(Object.fromEntries(told) as Series),
    ...table({ pod }, { ha_instance_timeline: 3, ha_instance_archive_pending: 0, ha_instance_wal_position: growing(1e9, 1e6) }),
    ...table({ pod, datname: 'orders' }, { ha_database_multixact_age: 1e4 }),
  };
};

/** Pods of a pool, and what they tell, by operator. */
const POOLS: Readonly<Record<string, (labels: Readonly<Record<string, string>>) => Series>> = {
  cnpg: (labels) =>
    table(
      { ...labels, database: 'orders', user: 'app' },
      {
        cnpg_pgbouncer_pools_cl_waiting: 0,
        cnpg_pgbouncer_pools_maxwait: 0,
        cnpg_pgbouncer_pools_cl_active: 5,
        cnpg_pgbouncer_pools_sv_idle: 2,
      },
    ),
  collector: (labels) => ({
    ...table(
      { ...labels, database: 'orders', user: 'app' },
      { ccp_pgbouncer_pools_client_waiting: 0, ccp_pgbouncer_pools_client_active: 5, ccp_pgbouncer_pools_server_idle: 2 },
    ),
    ...table({ ...labels, database: 'orders', user: 'app', state: 'active', link: 'x' }, { ccp_pgbouncer_clients_wait_seconds: 0 }),
  }),
};

/** Names of the pool of each operator that tells anything of pools. */
export const POOL_NAMES: Readonly<Record<string, string>> = { cnpg: 'orders-pool-rw', collector: 'pgbouncer' };

/** The labels of a pod of the pool. */
export const poolLabels = (operator: string, pod: string): Readonly<Record<string, string>> => ({ pod, pg_pool: POOL_NAMES[operator]! });

const poolOf = (operator: string): Series =>
  Object.assign(
    {},
    ...['pool-a', 'pool-b']
      .map((pod) => poolLabels(operator, pod))
      .map((labels) => ({ ...table(labels, { up: 1 }), ...POOLS[operator]?.(labels) })),
  ) as Series;

/** Everything that is known of a healthy cluster of so many instances, which takes writes. */
export function healthy(operator: string, instances = 3): Series {
  const pods = PODS[operator]!.slice(0, instances);
  return Object.assign(
    {},
    surroundings(operator),
    operator in POOLS ? poolOf(operator) : {},
    ...pods.map((pod, i) => instanceOf(operator, pod, i === 0, instances - 1)),
  ) as Series;
}

/** The same of one that follows another one: no instance takes writes. */
export function following(operator: string, instances = 3): Series {
  const pods = PODS[operator]!.slice(0, instances);
  return Object.assign({}, surroundings(operator), ...pods.map((pod) => instanceOf(operator, pod, false, 0))) as Series;
}
