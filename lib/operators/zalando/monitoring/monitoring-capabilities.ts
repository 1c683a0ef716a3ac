import { Alert } from '../../../model/alert';
import { Capability } from '../../../model/capability';
import { SomeRows } from '../../refusals';
import { alertRows } from '../../shared/alert-rows';

const NO_POOL =
  'the statistics of the pooler of the operator are shown to no role that a manifest can name; watch the connections of the server';

/** What the Zalando operator has of monitoring: what the exporter beside each instance can do. */
export const MONITORING_ROWS = {
  [Capability.MONITORING]: 'PodMonitor /spec/podMetricsEndpoints',
  [Capability.MONITORING_ANNOTATIONS]: 'postgresql /spec/podAnnotations',
  [Capability.MONITORING_TLS]: {
    rule: 'ZAL-181',
    instead: `leave 'monitoring.tls' out; the exporter answers in the clear, and only to the namespace that metrics are collected from`,
  },
  [Capability.MONITORING_QUERIES]: 'ConfigMap /data/queries.yaml',
  [Capability.MONITORING_QUERIES_DATABASES]: {
    rule: 'ZAL-182',
    instead: `leave 'databases' out; the exporter runs all queries in the database 'postgres', where postgres_fdw can bring the tables of others`,
  },
  [Capability.MONITORING_QUERIES_CACHE]: 'ConfigMap /data/queries.yaml',
  [Capability.MONITORING_QUERIES_PRIMARY]: 'ConfigMap /data/queries.yaml',
  ...alertRows({
    [Alert.BACKUP_FAILED]: {
      rule: 'ZAL-183',
      instead: 'adjust PostgresBackupTooOld; a backup that fails is seen by the one before it getting old',
    },
    [Alert.POOL_SATURATED]: { rule: 'ZAL-184', instead: NO_POOL },
    [Alert.POOL_DOWN]: { rule: 'ZAL-194', instead: NO_POOL },
  }),
} satisfies SomeRows;
