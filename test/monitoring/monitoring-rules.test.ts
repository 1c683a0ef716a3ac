import { Duration, Size } from 'cdk8s';
import {
  Alert,
  AlertAdjustment,
  AlertThreshold,
  MetricQuery,
  MetricUsage,
  MetricsDiscovery,
  MonitoringOptions,
  PostgresOperator,
  Relabeling,
} from '../../lib';
import { MONITORING_RULES } from '../../lib/monitoring/monitoring-rules';
import { program } from '../support/programs';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const FOUR_PERCENT = AlertThreshold.percent(4);

const adjusted = (...adjustments: AlertAdjustment[]): MonitoringOptions => ({ alerts: { adjustments } });
const named = (name: string): Alert => name as Alert;
const OPEN: MetricQuery = {
  name: 'app_orders',
  sql: 'SELECT state, count(*) AS total FROM orders GROUP BY 1',
  columns: [
    { name: 'state', usage: MetricUsage.LABEL, description: 'State' },
    { name: 'total', usage: MetricUsage.GAUGE, description: 'Orders' },
  ],
};
const query = (more: Partial<MetricQuery>): MonitoringOptions => ({ queries: [{ ...OPEN, ...more }] });
const sql = (text: string): MonitoringOptions =>
  query({ sql: text, columns: [{ name: 'total', usage: MetricUsage.GAUGE, description: 'x' }] });
const relabel = (...relabelings: Relabeling[]): MonitoringOptions => ({ relabelings });

const READS = `'monitoring.queries[0].sql' must be one statement that only reads: `;
const GOOD_SQL = sql(`SELECT count(*) AS total FROM orders WHERE note <> 'delete; drop'`);
const NAME = `'monitoring.queries[0].name'`;
const COLUMNS = `'monitoring.queries[0].columns'`;

const CASES: readonly RuleCase<MonitoringOptions>[] = [
  {
    rule: 'MON-001',
    broken: {
      alerts: {
        adjustments: [{ alert: named('PostgresReplicationLags') }, { alert: named('NoPrimary') }],
        exclusions: [{ alert: named('DiskFull'), reason: 'a test' }],
      },
    },
    says: [
      `'monitoring.alerts.adjustments[0].alert' must be an alert of docs/alerts.md, got 'PostgresReplicationLags', did you mean 'PostgresReplicationLag'? (the alert that was meant would go on as before)`,
      `'monitoring.alerts.adjustments[1].alert' must be an alert of docs/alerts.md, got 'NoPrimary', did you mean 'PostgresNoPrimary'?`,
      `'monitoring.alerts.exclusions[0].alert' must be an alert of docs/alerts.md, got 'DiskFull'`,
    ],
    kept: adjusted({ alert: Alert.REPLICATION_LAG }, { alert: Alert.NO_PRIMARY }),
  },
  {
    rule: 'MON-002',
    broken: {
      alerts: {
        adjustments: [{ alert: Alert.FAILOVER }, { alert: Alert.FAILOVER }],
        exclusions: [{ alert: Alert.FAILOVER, reason: 'a test' }],
      },
    },
    says: [
      `'monitoring.alerts.adjustments[1].alert' names 'PostgresFailover' again; say all about it in one place (nobody could tell which of them holds)`,
      `'monitoring.alerts.exclusions[0].alert' names 'PostgresFailover' again; say all about it in one place`,
    ],
    kept: { alerts: { adjustments: [{ alert: Alert.FAILOVER }], exclusions: [{ alert: Alert.DEADLOCKS, reason: 'a test' }] } },
  },
  {
    rule: 'MON-003',
    of: 'units',
    broken: adjusted(
      { alert: Alert.REPLICATION_LAG, threshold: AlertThreshold.size(Size.mebibytes(64)) },
      { alert: Alert.CONNECTIONS, threshold: AlertThreshold.count(80) },
      { alert: Alert.NO_PRIMARY, threshold: FOUR_PERCENT },
    ),
    says: [
      `'monitoring.alerts.adjustments[0].threshold' of PostgresReplicationLag must be a duration such as AlertThreshold.duration(Duration.minutes(5)), got the size 64Mi (the alert would fire always or never)`,
      `'monitoring.alerts.adjustments[1].threshold' of PostgresConnections must be a percent such as AlertThreshold.percent(80), got the count 80`,
      `'monitoring.alerts.adjustments[2].threshold' means nothing for PostgresNoPrimary, which has no threshold; leave it out`,
    ],
    kept: adjusted(
      { alert: Alert.REPLICATION_LAG, threshold: AlertThreshold.duration(Duration.minutes(5)) },
      { alert: Alert.CONNECTIONS, threshold: AlertThreshold.percent(80) },
    ),
  },
  {
    rule: 'MON-003',
    of: 'amounts',
    broken: adjusted(
      { alert: Alert.CONNECTIONS, threshold: AlertThreshold.percent(110) },
      { alert: Alert.VOLUME_FILLING, threshold: AlertThreshold.percent(-5) },
      { alert: Alert.REPLICATION_LAG, threshold: AlertThreshold.duration(Duration.seconds(0)) },
      { alert: Alert.REPLICATION_LAG_BYTES, threshold: AlertThreshold.size(Size.kibibytes(0)) },
      { alert: Alert.DEADLOCKS, threshold: AlertThreshold.count(1.5) },
      { alert: Alert.LONG_TRANSACTION, threshold: AlertThreshold.duration('an hour' as never) },
      { alert: Alert.FAILOVER, after: Duration.millis(1500) },
    ),
    says: [
      `'monitoring.alerts.adjustments[0].threshold' of PostgresConnections must be more than 0 and less than 100 percent, got 110%`,
      `'monitoring.alerts.adjustments[1].threshold' of PostgresVolumeFilling must be more than 0 and less than 100 percent, got -5%`,
      `'monitoring.alerts.adjustments[2].threshold' of PostgresReplicationLag must be longer than nothing, got 0 seconds`,
      `'monitoring.alerts.adjustments[3].threshold' of PostgresReplicationLagBytes must be more than nothing, got 0Ki`,
      `'monitoring.alerts.adjustments[4].threshold' of PostgresDeadlocks must be a whole number that is not negative, got 1.5`,
      `'monitoring.alerts.adjustments[5].threshold' of PostgresLongTransaction must be longer than nothing, got an hour`,
      `'monitoring.alerts.adjustments[6].after' must be whole seconds and not negative, got 1 second 500 millis`,
    ],
    kept: adjusted({ alert: Alert.DEADLOCKS, threshold: AlertThreshold.count(0), after: Duration.seconds(0) }),
  },
  {
    rule: 'MON-004',
    broken: { alerts: { exclusions: [{ alert: Alert.DEADLOCKS, reason: ' ' }], silence: '' } },
    says: [
      `'monitoring.alerts.exclusions[0].reason' is empty; write why nobody has to know of PostgresDeadlocks (the next one who wonders why nobody was told has nothing to go by)`,
      `'monitoring.alerts.silence' is empty; write why nobody has to know of the cluster`,
    ],
    kept: { alerts: { exclusions: [{ alert: Alert.DEADLOCKS, reason: 'the application retries' }], silence: 'it sleeps until spring' } },
  },
  {
    rule: 'MON-005',
    broken: { alerts: { labels: { 'team-name': 'shop', severity: 'page', __name__: 'x', '9th': 'x' } } },
    says: [
      `'monitoring.alerts.labels' must be names of letters, digits and '_', with no digit and no '__' in front, got 'team-name' (Prometheus would not load the rules of the cluster, or the alert would be told as something else)`,
      `'monitoring.alerts.labels' must not set 'severity', which every alert has`,
      `'monitoring.alerts.labels' must be names of letters, digits and '_', with no digit and no '__' in front, got '__name__'`,
      `'monitoring.alerts.labels' must be names of letters, digits and '_', with no digit and no '__' in front, got '9th'`,
    ],
    kept: { alerts: { labels: { team: 'shop', on_call: 'db' } } },
  },
  {
    rule: 'MON-006',
    of: 'writes',
    broken: sql('WITH gone AS (DELETE FROM orders RETURNING id) SELECT count(*) AS total FROM gone'),
    says: `${READS}it has 'DELETE', which does not only read (it runs at every scrape, on replicas too, and the exporter takes it as it stands)`,
    kept: GOOD_SQL,
  },
  {
    rule: 'MON-006',
    of: 'several',
    broken: sql('SELECT count(*) AS total FROM orders; SELECT 1'),
    says: `${READS}it is several statements`,
    kept: sql(`SELECT count(*) AS total FROM orders -- ; not the end`),
  },
  {
    rule: 'MON-006',
    of: 'a semicolon',
    broken: sql('SELECT count(*) AS total FROM orders;'),
    says: `${READS}it ends with a semicolon, behind which exporters put more`,
    kept: GOOD_SQL,
  },
  {
    rule: 'MON-006',
    of: 'another statement',
    broken: query({ sql: 'VACUUM orders' }),
    says: `${READS}it begins with 'vacuum', and only SELECT, WITH, VALUES and TABLE read`,
    kept: GOOD_SQL,
  },
  {
    rule: 'MON-006',
    of: 'a function that changes something',
    broken: sql(`SELECT pg_terminate_backend(pid) AS total FROM pg_stat_activity`),
    says: `${READS}it calls pg_terminate_backend(), which changes something`,
    kept: sql('SELECT x.delete AS total FROM x'),
  },
  {
    rule: 'MON-006',
    of: 'nothing',
    broken: query({ sql: ' /* later */ ' }),
    says: `${READS}it is empty`,
    kept: GOOD_SQL,
  },
  {
    rule: 'MON-007',
    of: 'columns of the query',
    broken: query({ sql: 'SELECT o.state, count(*) AS "open" FROM orders o GROUP BY 1' }),
    says: `${COLUMNS} must be the columns of the query, which are 'state', 'open', got 'state', 'total' (the exporter would drop the query, or all of them)`,
    kept: query({ sql: 'SELECT o.*, 1 AS total FROM orders o' }),
  },
  {
    rule: 'MON-007',
    of: 'names',
    broken: { queries: [{ ...OPEN, name: 'App-Orders' }, { ...OPEN, name: 'pg_orders' }, OPEN, OPEN] },
    says: [
      `${NAME} must be lower-case letters, digits and '_', with no digit in front, got 'App-Orders'`,
      `'monitoring.queries[1].name' must not begin with 'pg_' as the metrics of others do, got 'pg_orders'; write 'app_orders'`,
      `'monitoring.queries[3].name' is 'app_orders' again; give one of the queries another name`,
    ],
    kept: query({}),
  },
  {
    rule: 'MON-007',
    of: 'columns',
    broken: query({
      sql: 'SELECT * FROM orders_by_state',
      columns: [
        { name: 'State', usage: MetricUsage.LABEL, description: 'x' },
        { name: 'kind', usage: MetricUsage.LABEL, description: 'x' },
        { name: 'kind', usage: MetricUsage.LABEL, description: 'x' },
      ],
    }),
    says: [
      `'monitoring.queries[0].columns[0].name' must be lower-case letters, digits and '_', with no digit in front, got 'State'`,
      `'monitoring.queries[0].columns[2].name' is 'kind' again; each column has one entry`,
      `${COLUMNS} must have a column that is no label`,
    ],
    kept: query({}),
  },
  {
    rule: 'MON-008',
    broken: relabel(
      { action: 'replce', targetLabel: 'x' },
      { sourceLabels: ['a'] },
      { targetLabel: 'pg_cluster', replacement: 'x' },
      { targetLabel: 'team-name', replacement: 'x', sourceLabels: ['a b'] },
      { action: 'hashmod', targetLabel: 'shard' },
    ),
    says: [
      `'monitoring.relabelings[0].action' must be replace, keep, drop, labelmap, labeldrop, labelkeep, hashmod, lowercase, uppercase, keepequal, dropequal, got 'replce', did you mean 'replace'? (Prometheus would take over no target at all of this object)`,
      `'monitoring.relabelings[1].targetLabel' is missing; 'replace' needs the label that its outcome goes to`,
      `'monitoring.relabelings[2].targetLabel' must not be 'pg_cluster', by which alerts find the series of the cluster`,
      `'monitoring.relabelings[3].targetLabel' must be a label of letters, digits and '_', got 'team-name'`,
      `'monitoring.relabelings[3].sourceLabels' must be labels of letters, digits and '_', got 'a b'`,
      `'monitoring.relabelings[4].modulus' must be a whole number above 0, got undefined`,
    ],
    kept: {
      relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }],
      metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
    },
  },
  {
    rule: 'MON-009',
    broken: { interval: Duration.seconds(0), queries: [{ ...OPEN, cache: Duration.millis(500) }] },
    says: [
      `'monitoring.interval' must be whole seconds and longer than nothing, got 0 seconds (Prometheus, or the exporter, would not take them)`,
      `'monitoring.queries[0].cache' must be whole seconds and longer than nothing, got 500 millis`,
    ],
    kept: { interval: Duration.seconds(15), queries: [{ ...OPEN, cache: Duration.minutes(1) }] },
  },
  {
    rule: 'MON-010',
    broken: { alerts: { runbookUrl: 'the wiki' } },
    says: `'monitoring.alerts.runbookUrl' must be a URL such as 'https://wiki.example.com/postgres/', got 'the wiki/' (the one who is woken cannot open it)`,
    kept: { alerts: { runbookUrl: 'https://wiki.example.com/postgres' } },
  },
  {
    rule: 'MON-011',
    broken: { discovery: MetricsDiscovery.ANNOTATIONS, ...adjusted({ alert: Alert.FAILOVER }) },
    says: `'monitoring.alerts' means nothing with MetricsDiscovery.ANNOTATIONS; write MetricsDiscovery.POD_MONITOR, or leave the alerts to the rules of the Prometheus itself (without the Prometheus Operator nobody reads rules, and the alerts would not be there)`,
    kept: { discovery: MetricsDiscovery.ANNOTATIONS },
  },
  {
    rule: 'MON-012',
    broken: { objective: { availability: 100, rpo: Duration.minutes(0) } },
    says: [
      `'monitoring.objective.availability' must be more than 0 and less than 100 percent, got 100 (it would be missed from the first minute on, or never)`,
      `'monitoring.objective.rpo' must be whole seconds and longer than nothing, got 0 minutes`,
    ],
    kept: { objective: { availability: 99.95, rpo: Duration.minutes(5) } },
  },
];

describeRules(CASES, {
  rules: MONITORING_RULES,
  place: 'test/db',
  program: (monitoring) => program(PostgresOperator.cloudNativePg(), { cluster: { monitoring } }),
  prints: (manifests) => expect(manifests.map(({ kind }) => kind)).toContain('Cluster'),
});

everyRuleHasACase(MONITORING_RULES, CASES);
