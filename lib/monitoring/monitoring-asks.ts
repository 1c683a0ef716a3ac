import { Alert } from '../model/alert';
import { Capability } from '../model/capability';
import { ClusterModel } from '../model/cluster-model';
import { MetricQuery } from '../model/metric-query';
import { MetricsDiscovery } from '../model/monitoring';
import { Ask, askedByProp, askedWhen } from '../private/asks';
import { ALERT_CAPABILITIES } from '../model/alert-capabilities';

/** Whether somebody is to watch the cluster; otherwise nothing about it is asked for. */
const watched =
  (askedBy: Ask<ClusterModel>[1]): Ask<ClusterModel>[1] =>
  (model) =>
    model.monitoring.enabled ? askedBy(model) : [];

/** Queries that ask for something besides. */
const queriesWith = (prop: keyof MetricQuery, asks: (query: MetricQuery) => boolean): Ask<ClusterModel>[1] =>
  watched(({ monitoring }) => monitoring.queries.flatMap((query, i) => askedWhen(asks(query), `'monitoring.queries[${i}].${prop}'`)));

/** What is asked for by how a cluster is watched. What every cluster gets without a word is not asked for. */
export const MONITORING_ASKS: readonly Ask<ClusterModel>[] = [
  [Capability.MONITORING, watched(({ monitoring }) => askedWhen(monitoring.asked, `'monitoring'`))],
  [
    Capability.MONITORING_ANNOTATIONS,
    watched(({ monitoring }) =>
      askedWhen(monitoring.discovery === MetricsDiscovery.ANNOTATIONS, `'monitoring.discovery: ${monitoring.discovery}'`),
    ),
  ],
  [Capability.MONITORING_TLS, watched(({ monitoring }) => askedWhen(monitoring.tls, `'monitoring.tls'`))],
  [Capability.MONITORING_QUERIES, watched(({ monitoring }) => askedByProp('monitoring.queries', monitoring.queries))],
  [Capability.MONITORING_QUERIES_DATABASES, queriesWith('databases', ({ databases }) => databases !== undefined)],
  [Capability.MONITORING_QUERIES_CACHE, queriesWith('cache', ({ cache }) => cache !== undefined)],
  [Capability.MONITORING_QUERIES_PRIMARY, queriesWith('primaryOnly', ({ primaryOnly }) => primaryOnly === true)],
  ...(Object.keys(ALERT_CAPABILITIES) as Alert[]).map((alert): Ask<ClusterModel> => [
    ALERT_CAPABILITIES[alert],
    watched(({ monitoring }) =>
      askedWhen(
        monitoring.alerts.adjustments.some((adjustment) => adjustment.alert === alert),
        `the alert ${alert}`,
      ),
    ),
  ]),
];
