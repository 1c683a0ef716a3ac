import { ClusterTls, CrunchyOptions, MetricUsage, PostgresOperator, PostgresVersion } from '../../../../lib';
import { Ask, program } from '../../../support/programs';
import { Manifest, at, findings, only, render } from '../../../support/render';

const COLLECTOR: CrunchyOptions = { openTelemetryMetricsEnabled: true };

const printed = (ask: Ask, options: CrunchyOptions = {}): Manifest[] => render(program(PostgresOperator.crunchy(options), ask));
const spec = (ask: Ask, options: CrunchyOptions = {}): unknown => only(printed(ask, options), 'PostgresCluster').spec;
const refused = (ask: Ask, options: CrunchyOptions = {}): string[] => findings(program(PostgresOperator.crunchy(options), ask));

const RESOURCES = { requests: { cpu: '25m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };
const query = (name: string): Ask => ({
  cluster: {
    monitoring: { queries: [{ name, sql: 'SELECT 1 AS n', columns: [{ name: 'n', usage: MetricUsage.GAUGE, description: 'One' }] }] },
  },
});

test('the exporter serves the metrics up to PostgreSQL 17, and there is nothing else', () => {
  const exporter = { exporter: { resources: RESOURCES } };
  expect(at(spec({ cluster: { version: PostgresVersion.V17 } }), '/monitoring/pgmonitor')).toEqual(exporter);
  expect(at(spec({}), '/instrumentation')).toBeUndefined();
  expect(printed({}).map(({ kind }) => kind)).not.toContain('ConfigMap');
});

test('the collector serves them where its gate is open, on every version, with our queries', () => {
  const manifests = printed({ cluster: { version: PostgresVersion.V18 } }, COLLECTOR);
  const { spec: cluster } = only(manifests, 'PostgresCluster');
  expect(at(cluster, '/monitoring')).toBeUndefined();
  expect(at(cluster, '/instrumentation')).toEqual({
    resources: RESOURCES,
    metrics: {
      customQueries: {
        add: [
          { name: 'queries-1', queries: { name: 'orders-metric-queries', key: 'ha_instance.yaml' }, collectionInterval: '30s' },
          { name: 'queries-2', queries: { name: 'orders-metric-queries', key: 'ha_database.yaml' }, collectionInterval: '30s' },
        ],
      },
    },
  });
  expect(Object.keys(only(manifests, 'ConfigMap').data!)).toEqual(['ha_database.yaml', 'ha_instance.yaml']);
  expect(at(only(manifests, 'PodMonitor'), '/spec/podMetricsEndpoints/0/port')).toBe('otel-metrics');
});

test('nothing serves them where nobody watches', () => {
  const cluster = spec({ cluster: { version: PostgresVersion.V18, monitoring: { enabled: false } } });
  expect([at(cluster, '/monitoring'), at(cluster, '/instrumentation')]).toEqual([undefined, undefined]);
});

test.each([
  ['the operator', {}, 'orders-cluster-cert'],
  ['cert-manager', { tls: ClusterTls.certManager({ issuerName: 'company-ca' }) }, 'orders-server-tls'],
])('the exporter shows the certificate of %s', (_, cluster, secret) => {
  const manifests = printed({ cluster: { ...cluster, monitoring: { tls: true } } });
  expect(at(only(manifests, 'PostgresCluster'), '/spec/monitoring/pgmonitor/exporter/customTLSSecret')).toEqual({ name: secret });
  expect(at(only(manifests, 'PodMonitor'), '/spec/podMetricsEndpoints/0')).toMatchObject({
    scheme: 'https',
    tlsConfig: { ca: { secret: { name: secret, key: 'ca.crt' } }, serverName: 'orders-primary.orders.svc' },
  });
});

test('PGO-101: something serves the metrics', () => {
  expect(refused({ cluster: { version: PostgresVersion.V18 } })).toEqual([
    `[test/db] [PGO-101] PostgreSQL 18 has no exporter, which ends with 17; where the operator runs with the feature gate OpenTelemetryMetrics, write PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }), otherwise 'monitoring: { enabled: false }' (PGO has no exporter for later versions, ignores its collector while the feature gate is off, and nobody would be told when something breaks)`,
  ]);
});

test('PGO-113: queries are not called like those of PGO', () => {
  expect(refused(query('ccp_orders'), COLLECTOR)).toEqual([
    `[test/db] [PGO-113] 'monitoring.queries[0].name' must not begin with 'ccp_' as the metrics of PGO do, got 'ccp_orders' (two metrics of one name make the exporter drop both)`,
  ]);
  expect(printed(query('app_orders'), COLLECTOR)).not.toEqual([]);
});

const WHY = '(Crunchy PGO 6.0 does not have it)';

test.each<[string, Ask, CrunchyOptions, string]>([
  [
    'queries beside those of the exporter',
    query('app_orders'),
    {},
    `[PGO-102] asked for 'monitoring.queries'; switch on a feature gate of the operator and say so in PostgresOperator.crunchy(...): 'OpenTelemetryMetrics' and openTelemetryMetricsEnabled: true, or 'AppendCustomQueries' and appendCustomQueriesEnabled: true; available on CloudNativePG and Zalando Postgres Operator`,
  ],
  [
    'encryption by the collector',
    { cluster: { monitoring: { tls: true } } },
    COLLECTOR,
    `[PGO-111] asked for 'monitoring.tls'; leave 'monitoring.tls' out; the collector answers in the clear; available on CloudNativePG`,
  ],
])('%s is refused', (_, ask, options, says) => {
  expect(refused(ask, options)).toEqual([`[test/db] ${says} ${WHY}`]);
});
