import { Json } from '../../values/json';

/** A default that no schema has: a webhook, the operator or Patroni sets it. */
export interface ExtraDefault {
  /** Keys with dots between them; `[]` stands for every element of a list. */
  readonly path: string;
  readonly value: Json;
  /** Whether it holds where the parent is missing, too. */
  readonly parents?: boolean;
}

const parameters = (values: { readonly [name: string]: string }): ExtraDefault[] =>
  Object.entries(values).map(([name, value]) => ({ path: `spec.postgresql.parameters.${name}`, value, parents: true }));

/** By group and kind. */
export const EXTRA_DEFAULTS: { readonly [kind: string]: readonly ExtraDefault[] } = {
  'postgresql.cnpg.io/Cluster': [
    { path: 'spec.affinity.enablePodAntiAffinity', value: true, parents: true },
    { path: 'spec.affinity.podAntiAffinityType', value: 'preferred', parents: true },
    { path: 'spec.affinity.topologyKey', value: 'kubernetes.io/hostname', parents: true },
    { path: 'spec.postgresql.synchronous.dataDurability', value: 'required' },
    { path: 'spec.replicationSlots.highAvailability.enabled', value: true, parents: true },
    { path: 'spec.replicationSlots.highAvailability.slotPrefix', value: '_cnpg_', parents: true },
    { path: 'spec.replicationSlots.synchronizeReplicas.enabled', value: true, parents: true },
    { path: 'spec.replicationSlots.updateInterval', value: 30, parents: true },
    { path: 'spec.probes.liveness.isolationCheck.enabled', value: true, parents: true },
    { path: 'spec.probes.liveness.isolationCheck.connectionTimeout', value: 1000, parents: true },
    { path: 'spec.probes.liveness.isolationCheck.requestTimeout', value: 1000, parents: true },
    { path: 'spec.backup.target', value: 'prefer-standby', parents: true },
    {
      path: 'spec.monitoring.customQueriesConfigMap',
      value: [{ key: 'queries', name: 'cnpg-default-monitoring' }],
      parents: true,
    },
    { path: 'spec.monitoring.disableDefaultQueries', value: false, parents: true },
    { path: 'spec.monitoring.enablePodMonitor', value: false, parents: true },
    ...parameters({
      archive_mode: 'on',
      archive_timeout: '5min',
      dynamic_shared_memory_type: 'posix',
      full_page_writes: 'on',
      log_destination: 'csvlog',
      log_directory: '/controller/log',
      log_filename: 'postgres',
      log_rotation_age: '0',
      log_rotation_size: '0',
      log_truncate_on_rotation: 'false',
      logging_collector: 'on',
      max_parallel_workers: '32',
      max_replication_slots: '32',
      max_worker_processes: '32',
      shared_memory_type: 'mmap',
      shared_preload_libraries: '',
      ssl_max_protocol_version: 'TLSv1.3',
      ssl_min_protocol_version: 'TLSv1.3',
      wal_keep_size: '512MB',
      wal_level: 'logical',
      wal_log_hints: 'on',
      wal_receiver_timeout: '5s',
      wal_sender_timeout: '5s',
    }),
  ],
  'acid.zalan.do/postgresql': [
    { path: 'spec.enableConnectionPooler', value: false },
    { path: 'spec.enableReplicaConnectionPooler', value: false },
    { path: 'spec.enableLogicalBackup', value: false },
    { path: 'spec.patroni.synchronous_mode', value: false, parents: true },
    { path: 'spec.patroni.synchronous_mode_strict', value: false, parents: true },
    { path: 'spec.patroni.synchronous_node_count', value: 1, parents: true },
    { path: 'spec.tls.certificateFile', value: 'tls.crt' },
    { path: 'spec.tls.privateKeyFile', value: 'tls.key' },
  ],
  'postgres-operator.crunchydata.com/PostgresCluster': [
    { path: 'spec.port', value: 5432 },
    { path: 'spec.shutdown', value: false },
    { path: 'spec.paused', value: false },
    { path: 'spec.patroni.leaderLeaseDurationSeconds', value: 30, parents: true },
    { path: 'spec.patroni.port', value: 8008, parents: true },
    { path: 'spec.patroni.syncPeriodSeconds', value: 10, parents: true },
    { path: 'spec.patroni.dynamicConfiguration.synchronous_mode', value: false, parents: true },
    { path: 'spec.patroni.dynamicConfiguration.synchronous_mode_strict', value: false, parents: true },
    { path: 'spec.patroni.dynamicConfiguration.synchronous_node_count', value: 1, parents: true },
    { path: 'spec.proxy.pgBouncer.config.global.pool_mode', value: 'session' },
    { path: 'spec.service.type', value: 'ClusterIP', parents: true },
    { path: 'spec.replicaService.type', value: 'ClusterIP', parents: true },
  ],
  'external-secrets.io/ExternalSecret': [
    { path: 'spec.refreshInterval', value: '1h0m0s' },
    { path: 'spec.target.creationPolicy', value: 'Owner', parents: true },
    { path: 'spec.target.deletionPolicy', value: 'Retain', parents: true },
    { path: 'spec.target.template.engineVersion', value: 'v2' },
    { path: 'spec.target.template.mergePolicy', value: 'Replace' },
    { path: 'spec.data.[].remoteRef.conversionStrategy', value: 'Default' },
    { path: 'spec.data.[].remoteRef.decodingStrategy', value: 'None' },
    { path: 'spec.data.[].remoteRef.metadataPolicy', value: 'None' },
  ],
};
