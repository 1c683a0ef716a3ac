import { Duration, Size } from 'cdk8s';
import {
  ConnectionPool,
  HaCluster,
  HaClusterProps,
  MetricUsage,
  MetricsDiscovery,
  MonitoringOptions,
  PostgresOperator,
  PostgresVersion,
} from '../../lib';
import { Ask, program } from '../support/programs';
import { Manifest, at, newChart, only, render } from '../support/render';

const cnpg = PostgresOperator.cloudNativePg();
const watched = (monitoring: MonitoringOptions): Partial<HaClusterProps> => ({ monitoring });
const all = (ask: Ask, operator = cnpg): Manifest[] => render(program(operator, ask));
const podMonitor = (monitoring: MonitoringOptions): Manifest => only(all({ cluster: watched(monitoring) }), 'PodMonitor');

describe('a PodMonitor', () => {
  test('finds the instances, whose series are called after the cluster', () => {
    expect(podMonitor({})).toEqual({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: {
        name: 'orders',
        namespace: 'orders',
        annotations: { 'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true' },
      },
      spec: {
        selector: { matchLabels: { 'cnpg.io/cluster': 'orders', 'cnpg.io/podRole': 'instance' } },
        podMetricsEndpoints: [
          {
            port: 'metrics',
            relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_label_cnpg_io_cluster'], targetLabel: 'pg_cluster' }],
          },
        ],
      },
    });
  });

  test('has what the program says', () => {
    const { metadata, spec } = podMonitor({
      labels: { release: 'prometheus' },
      toleratesMissingKinds: false,
      interval: Duration.seconds(90),
      tls: true,
      relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }],
      metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
    });
    expect(metadata).toEqual({ name: 'orders', namespace: 'orders', labels: { release: 'prometheus' } });
    expect(at(spec, '/podMetricsEndpoints/0')).toEqual({
      port: 'metrics',
      interval: '90s',
      scheme: 'https',
      tlsConfig: { ca: { secret: { name: 'orders-ca', key: 'ca.crt' } }, serverName: 'orders-rw' },
      relabelings: [
        { sourceLabels: ['__meta_kubernetes_pod_label_cnpg_io_cluster'], targetLabel: 'pg_cluster' },
        { sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' },
      ],
      metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
    });
  });

  test('of a pool checks the certificate that its pods show, where metrics are encrypted', () => {
    const manifests = all({ cluster: watched({ tls: true }), pools: [{}] });
    const { spec } = manifests.find(({ kind, metadata }) => kind === 'PodMonitor' && metadata.name === 'orders-pool-rw')!;
    expect(at(spec, '/podMetricsEndpoints/0')).toMatchObject({
      scheme: 'https',
      tlsConfig: { ca: { secret: { name: 'orders-ca', key: 'ca.crt' } }, serverName: 'orders-rw' },
    });
    expect(at(only(manifests, 'Pooler'), '/spec/monitoring')).toEqual({ tls: { enabled: true } });
    expect(at(only(all({ pools: [{}] }), 'Pooler'), '/spec/monitoring')).toBeUndefined();
  });

  test('of a pool gives its series the name of the pool, also where another app owns the cluster', () => {
    const chart = newChart();
    const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator: cnpg });
    new ConnectionPool(chart, 'pool', { cluster });
    const { metadata, spec } = only(chart.toJson() as Manifest[], 'PodMonitor');
    expect(metadata.name).toBe('orders-pool-rw');
    expect(spec).toEqual({
      selector: { matchLabels: { 'cnpg.io/poolerName': 'orders-pool-rw', 'cnpg.io/podRole': 'pooler' } },
      podMetricsEndpoints: [
        {
          port: 'metrics',
          relabelings: [
            { sourceLabels: ['__meta_kubernetes_pod_label_cnpg_io_cluster'], targetLabel: 'pg_cluster' },
            { targetLabel: 'pg_pool', replacement: 'orders-pool-rw' },
          ],
        },
      ],
    });
  });
});

describe('a Prometheus without its operator', () => {
  const ANNOTATIONS = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9187', 'prometheus.io/path': '/metrics' };
  const annotated: Partial<HaClusterProps> = { annotations: { team: 'shop' }, monitoring: { discovery: MetricsDiscovery.ANNOTATIONS } };

  test.each([
    ['Cluster', cnpg, '/spec/inheritedMetadata/annotations', { team: 'shop' }],
    ['postgresql', PostgresOperator.zalando({ teamId: 'acme' }), '/spec/podAnnotations', { team: 'shop' }],
    ['PostgresCluster', PostgresOperator.crunchy(), '/spec/instances/0/metadata/annotations', {}],
  ])('finds the pods of a %s by annotations, and there are no objects of that operator', (kind, operator, pointer, more) => {
    const manifests = all({ cluster: annotated }, operator);
    expect(at(only(manifests, kind), pointer)).toEqual({ ...more, ...ANNOTATIONS });
    expect(manifests.map((manifest) => manifest.kind)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/PodMonitor|PrometheusRule/)]),
    );
  });
});

describe('the port of the metrics', () => {
  const ports = (cluster: Partial<HaClusterProps>, operator = cnpg): unknown[] =>
    all({ cluster, pools: [{}] }, operator)
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .flatMap(({ metadata, spec }) =>
        ((spec?.ingress ?? []) as { from: object[]; ports: { port: number }[] }[])
          .filter(({ from }) => JSON.stringify(from).includes('"monitoring"'))
          .map((rule) => [metadata.name, ...rule.ports.map(({ port }) => port)]),
      );

  test('is open where something listens', () => {
    expect(ports({})).toEqual([
      ['orders-instances', 9187],
      ['orders-pool-rw', 9127],
    ]);
    expect(ports({}, PostgresOperator.zalando({ teamId: 'acme' }))).toEqual([['orders-instances', 9187]]);
    expect(ports({}, PostgresOperator.crunchy())).toEqual([['orders-instances', 9187]]);
    expect(ports({}, PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }))).toEqual([
      ['orders-instances', 9187],
      ['orders-pgbouncer', 9187],
    ]);
  });

  test.each([cnpg, PostgresOperator.zalando({ teamId: 'acme' }), PostgresOperator.crunchy()])(
    'is closed where nobody watches',
    (operator) => {
      expect(ports(watched({ enabled: false }), operator)).toEqual([]);
    },
  );
});

const QUERY = {
  name: 'app_orders',
  sql: 'SELECT state, count(*) AS total FROM orders GROUP BY 1',
  columns: [
    { name: 'state', usage: MetricUsage.LABEL, description: 'State' },
    { name: 'total', usage: MetricUsage.COUNTER, description: 'Orders' },
  ],
  cache: Duration.minutes(5),
  primaryOnly: true,
};

describe("queries of one's own", () => {
  test('are printed for CloudNativePG', () => {
    const manifests = all({ cluster: watched({ queries: [{ ...QUERY, databases: ['orders', 'audit'] }] }) });
    const { metadata, data } = only(manifests, 'ConfigMap');
    expect(metadata).toEqual({ name: 'orders-metric-queries', namespace: 'orders', labels: { 'cnpg.io/reload': 'true' } });
    expect(data!.queries).toContain(
      [
        'app_orders:',
        '  query: SELECT state, count(*) AS total FROM orders GROUP BY 1',
        '  target_databases:',
        '    - orders',
        '    - audit',
        '  primary: true',
        '  cache_seconds: 300',
        '  metrics:',
        '    - state:',
        '        usage: LABEL',
        '        description: State',
        '    - total:',
        '        usage: COUNTER',
        '        description: Orders',
        '',
      ].join('\n'),
    );
  });

  test('are printed for the exporter of the Zalando operator', () => {
    const manifests = all({ cluster: watched({ queries: [QUERY] }) }, PostgresOperator.zalando({ teamId: 'acme' }));
    const text = manifests.find(({ metadata }) => metadata.name === 'orders-metric-queries')!.data!['queries.yaml'];
    expect(text).toContain(
      'app_orders:\n  query: SELECT state, count(*) AS total FROM orders GROUP BY 1\n  master: true\n  cache_seconds: 300\n',
    );
  });

  test('are printed for the exporter of PGO, beside its own', () => {
    const manifests = all({ cluster: watched({ queries: [QUERY] }) }, PostgresOperator.crunchy({ appendCustomQueriesEnabled: true }));
    expect(at(only(manifests, 'PostgresCluster'), '/spec/monitoring/pgmonitor/exporter/configuration')).toEqual([
      { configMap: { name: 'orders-metric-queries' } },
    ]);
    expect(only(manifests, 'ConfigMap').data!['queries.yaml']).toContain('master: true');
  });

  test('are printed for the collector of PGO, each with its databases and its time', () => {
    const operator = PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true });
    const manifests = all({ cluster: watched({ queries: [{ ...QUERY, databases: ['orders'] }] }) }, operator);
    const added = at(only(manifests, 'PostgresCluster'), '/spec/instrumentation/metrics/customQueries/add') as unknown[];
    expect(added[added.length - 1]).toEqual({
      name: 'queries-3',
      queries: { name: 'orders-metric-queries', key: 'app_orders.yaml' },
      collectionInterval: '300s',
      databases: ['orders'],
    });
    expect(only(manifests, 'ConfigMap').data!['app_orders.yaml']).toBe(
      [
        '- sql: |-',
        '    SELECT * FROM (',
        '    SELECT state, count(*) AS total FROM orders GROUP BY 1',
        '    ) AS answer WHERE NOT pg_catalog.pg_is_in_recovery()',
        '  metrics:',
        '    - metric_name: app_orders_total',
        '      value_column: total',
        '      value_type: double',
        '      description: Orders',
        '      attribute_columns:',
        '        - state',
        '',
      ].join('\n'),
    );
  });
});

test('a later change of the options does nothing', () => {
  const monitoring = { labels: { release: 'prometheus' }, queries: [QUERY] };
  const chart = newChart();
  new HaCluster(chart, 'db', {
    clusterName: 'orders',
    operator: cnpg,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(1) },
    monitoring,
    nonProduction: { reason: 'a test', withoutBackups: true },
  });
  monitoring.labels.release = 'another';
  monitoring.queries.pop();
  const manifests = chart.toJson() as Manifest[];
  expect(only(manifests, 'PodMonitor').metadata.labels).toEqual({ release: 'prometheus' });
  expect(only(manifests, 'ConfigMap').data!.queries).toContain('app_orders:');
});
