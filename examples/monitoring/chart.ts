import { App, Chart, Duration, Size } from 'cdk8s';
import {
  Alert,
  AlertSeverity,
  AlertThreshold,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  FleetDashboard,
  GrafanaDashboard,
  HaCluster,
  IPostgresOperator,
  MetricQuery,
  MetricUsage,
  MonitoringOptions,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  Replication,
} from 'cdk8s-postgres';

/** What the shop wants to see of its own data, beside what every cluster tells. */
const OPEN_ORDERS: MetricQuery = {
  name: 'shop_orders',
  sql: 'SELECT state, count(*) AS total FROM shop.orders GROUP BY state',
  columns: [
    { name: 'state', usage: MetricUsage.LABEL, description: 'State of the orders' },
    { name: 'total', usage: MetricUsage.GAUGE, description: 'Orders in this state' },
  ],
  cache: Duration.minutes(5),
  primaryOnly: true,
};

/** How all clusters of the company are watched. */
const WATCHED: MonitoringOptions = {
  // The Prometheus of the company takes what has this label.
  labels: { release: 'kube-prometheus-stack' },
  interval: Duration.seconds(30),
  alerts: {
    labels: { team: 'shop' },
    runbookUrl: 'https://wiki.example.com/postgres/',
    adjustments: [
      { alert: Alert.REPLICATION_LAG, threshold: AlertThreshold.duration(Duration.seconds(30)), severity: AlertSeverity.CRITICAL },
      { alert: Alert.CONNECTIONS, threshold: AlertThreshold.percent(75), after: Duration.minutes(10) },
      { alert: Alert.LONG_TRANSACTION, threshold: AlertThreshold.duration(Duration.hours(3)) },
    ],
    exclusions: [{ alert: Alert.DEADLOCKS, reason: 'the shop retries them, and tells by itself when that does not help' }],
  },
};

/** A cluster with everything that can raise an alert. */
function watched(app: App, name: string, operator: IPostgresOperator, more: MonitoringOptions = {}): void {
  const chart = new Chart(app, `watched-on-${name}`, { namespace: `shop-on-${name}` });
  const cluster = new HaCluster(chart, 'db', {
    clusterName: 'shop',
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(50) },
    databases: [{ name: 'shop', owner: 'shop-owner' }],
    replication: Replication.synchronous(),
    monitoring: { ...WATCHED, ...more },
  });
  new BackupPolicy(chart, 'backups', {
    cluster,
    target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });
  new ConnectionPool(chart, 'pool', { cluster });
}

/** What Grafana shows: one dashboard for all clusters of an operator, and one for all clusters. Its sidecar looks for them in its namespace. */
function dashboards(app: App): void {
  const chart = new Chart(app, 'dashboards', { namespace: 'monitoring' });
  const shown = { folder: 'Databases' };
  new FleetDashboard(chart, 'fleet', shown);
  new GrafanaDashboard(chart, 'cloudnative-pg', { ...shown, operator: PostgresOperator.cloudNativePg() });
  new GrafanaDashboard(chart, 'zalando', { ...shown, operator: PostgresOperator.zalando({ teamId: 'acme' }) });
  new GrafanaDashboard(chart, 'crunchy', { ...shown, operator: PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }) });
}

/** The same cluster, watched on three operators. */
export function monitoring(app: App): void {
  watched(app, 'cloudnative-pg', PostgresOperator.cloudNativePg(), { queries: [{ ...OPEN_ORDERS, databases: ['shop'] }], tls: true });
  watched(app, 'zalando', PostgresOperator.zalando({ teamId: 'acme' }));
  // With the exporter that comes with PGO; a feature gate of the operator brings queries of one's own and metrics of pools.
  watched(app, 'crunchy', PostgresOperator.crunchy());
  watched(app, 'crunchy-collector', PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }), {
    queries: [{ ...OPEN_ORDERS, databases: ['shop'] }],
  });
  dashboards(app);
}
