import { App, Chart, Duration, Size } from 'cdk8s';
import {
  Alert,
  AlertSeverity,
  AlertThreshold,
  ConnectionPool,
  HaCluster,
  MonitoringDefaults,
  MonitoringOptions,
  PostgresOperator,
  PostgresVersion,
} from '../../lib';
import { merged } from '../../lib/monitoring/monitoring-defaults';
import { Manifest } from '../support/render';

const cnpg = PostgresOperator.cloudNativePg();

const newCluster = (chart: Chart, monitoring?: MonitoringOptions, operator = cnpg): HaCluster =>
  new HaCluster(chart, 'db', {
    clusterName: 'orders',
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(10) },
    nonProduction: { reason: 'a test', withoutBackups: true },
    monitoring,
  });

interface Rule {
  readonly alert?: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

const rulesIn = (chart: Chart): Rule[] =>
  (chart.toJson() as Manifest[])
    .filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap(({ spec }) => (spec as unknown as { groups: { rules: Rule[] }[] }).groups[0]!.rules);

describe('what is said of an app', () => {
  test('is true of the clusters and pools of its charts', () => {
    const app = new App();
    MonitoringDefaults.of(app).set({ labels: { release: 'prometheus' }, interval: Duration.seconds(30) });
    const chart = new Chart(app, 'orders', { namespace: 'orders' });
    const imported = HaCluster.fromHaClusterAttributes(chart, 'imported', { clusterName: 'other', operator: cnpg });
    new ConnectionPool(chart, 'pool', { cluster: newCluster(chart) });
    new ConnectionPool(chart, 'other', { cluster: imported });
    const monitors = (chart.toJson() as Manifest[]).filter(({ kind }) => kind === 'PodMonitor');
    expect(monitors.map(({ metadata, spec }) => [metadata.name, metadata.labels, JSON.stringify(spec).includes('"30s"')])).toEqual([
      ['orders', { release: 'prometheus' }, true],
      ['orders-pool-rw', { release: 'prometheus' }, true],
      ['other-pool-rw', { release: 'prometheus' }, true],
    ]);
  });

  test('is said otherwise by a chart and by a cluster, alert by alert', () => {
    const app = new App();
    MonitoringDefaults.of(app).set({
      alerts: {
        labels: { team: 'platform', page: 'no' },
        adjustments: [
          { alert: Alert.CONNECTIONS, threshold: AlertThreshold.percent(70) },
          { alert: Alert.REPLICATION_LAG, severity: AlertSeverity.CRITICAL },
        ],
        exclusions: [
          { alert: Alert.DEADLOCKS, reason: 'the applications retry' },
          { alert: Alert.FAILOVER, reason: 'the applications connect again' },
        ],
      },
    });
    const chart = new Chart(app, 'orders', { namespace: 'orders' });
    MonitoringDefaults.of(chart).set({ alerts: { labels: { team: 'shop' } } });
    newCluster(chart, {
      alerts: { adjustments: [{ alert: Alert.CONNECTIONS, threshold: AlertThreshold.percent(60) }, { alert: Alert.DEADLOCKS }] },
    });
    const of = (alert: Alert): Rule | undefined => rulesIn(chart).find((rule) => rule.alert === alert);
    expect(of(Alert.CONNECTIONS)?.expr).toMatch(/> 60$/);
    expect(of(Alert.REPLICATION_LAG)?.labels).toMatchObject({ severity: 'critical', team: 'shop', page: 'no' });
    expect([of(Alert.DEADLOCKS), of(Alert.FAILOVER)].map((rule) => rule !== undefined)).toEqual([true, false]);
  });

  test('does not turn on what a cluster has turned off', () => {
    const app = new App();
    MonitoringDefaults.of(app).set({ enabled: true });
    const chart = new Chart(app, 'orders', { namespace: 'orders' });
    newCluster(chart, { enabled: false });
    expect(rulesIn(chart)).toEqual([]);
  });

  test('may be said in several places, and comes before the clusters', () => {
    const app = new App();
    MonitoringDefaults.of(app).set({ labels: { release: 'prometheus' } });
    MonitoringDefaults.of(app).set({ runbooks: true });
    const chart = new Chart(app, 'orders', { namespace: 'orders' });
    newCluster(chart);
    expect((chart.toJson() as Manifest[]).map(({ metadata }) => metadata.name)).toContain('orders-runbooks');
    expect(() => MonitoringDefaults.of(chart).set({ tls: true })).toThrow(
      `[orders] [MON-026] MonitoringDefaults.of(...).set(...) must come before the clusters below 'orders'; move it up, to where the chart or the app is made (some of them would be watched otherwise than the others)`,
    );
  });

  test('is refused where it is nothing that can be said', () => {
    const wrong = { label: { release: 'x' } } as MonitoringOptions;
    expect(() => MonitoringDefaults.of(new App()).set(wrong)).toThrow(
      `[] [PROP-001] 'monitoring.label' is not a prop; did you mean 'monitoring.labels'? (a misspelt prop would be ignored)`,
    );
  });
});

test('options of which nothing is said are none', () => {
  expect(merged(undefined, undefined)).toBeUndefined();
  expect(
    merged({ tls: true, objective: { availability: 99.9 } }, { tls: undefined, objective: { rpo: Duration.minutes(5) } }),
  ).toMatchObject({
    tls: true,
    objective: { availability: 99.9, rpo: Duration.minutes(5) },
  });
});
