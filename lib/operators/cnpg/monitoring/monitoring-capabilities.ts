import { Capability } from '../../../model/capability';
import { SomeRows } from '../../refusals';
import { alertRows } from '../../shared/alert-rows';

/** What CloudNativePG has of monitoring: everything. */
export const MONITORING_ROWS = {
  [Capability.MONITORING]: 'PodMonitor /spec/podMetricsEndpoints',
  [Capability.MONITORING_ANNOTATIONS]: 'Cluster /spec/inheritedMetadata/annotations',
  [Capability.MONITORING_TLS]: 'Cluster /spec/monitoring/tls/enabled',
  [Capability.MONITORING_QUERIES]: 'ConfigMap /data/queries',
  [Capability.MONITORING_QUERIES_DATABASES]: 'ConfigMap /data/queries',
  [Capability.MONITORING_QUERIES_CACHE]: 'ConfigMap /data/queries',
  [Capability.MONITORING_QUERIES_PRIMARY]: 'ConfigMap /data/queries',
  ...alertRows({}),
} satisfies SomeRows;
