import * as fs from 'fs';
import * as path from 'path';
import { Duration } from 'cdk8s';
import { ClusterTls, GrafanaDashboard, IPostgresOperator, PostgresOperator, Replication } from '../../lib';
import { Level } from '../../lib/monitoring/service-levels';
import { THRESHOLD } from '../../lib/monitoring/threshold-levels';
import { OWN_QUERIES } from '../../lib/operators/shared/metric-queries';
import { program } from '../support/programs';
import { render } from '../support/render';

/**
 * Every metric and every label that alerts and dashboards ask for is one that somebody tells: the names that the operators, their plugins and
 * exporters have in their sources of these versions, and our own queries.
 */

interface Source {
  readonly source: string;
  readonly version: string;
  readonly on: readonly string[];
  /** Names with their labels. */
  readonly metrics: Readonly<Record<string, readonly string[]>>;
}

const SOURCES = JSON.parse(fs.readFileSync(path.join(__dirname, 'metric-names.json'), 'utf8')) as readonly Source[];

const OPERATORS: Readonly<Record<string, readonly IPostgresOperator[]>> = {
  cnpg: [PostgresOperator.cloudNativePg()],
  zalando: [PostgresOperator.zalando({ teamId: 'acme' })],
  crunchy: [PostgresOperator.crunchy(), PostgresOperator.crunchy({ appendCustomQueriesEnabled: true })],
  collector: [PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true })],
};

/** What comes from the scrape and the relabeling. */
const TARGET = ['namespace', 'pod', 'pg_cluster', 'pg_pool'];

/** What Prometheus, the kubelet, kube-state-metrics and cert-manager tell on every operator, and what is recorded. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  up: [],
  ALERTS: ['alertname', 'alertstate', 'severity'],
  kubelet_volume_stats_available_bytes: ['persistentvolumeclaim'],
  kubelet_volume_stats_capacity_bytes: ['persistentvolumeclaim'],
  kube_deployment_status_replicas_available: ['deployment'],
  kube_cronjob_created: ['cronjob'],
  kube_cronjob_status_active: ['cronjob'],
  kube_cronjob_status_last_schedule_time: ['cronjob'],
  kube_cronjob_status_last_successful_time: ['cronjob'],
  certmanager_certificate_expiration_timestamp_seconds: ['name'],
  ...Object.fromEntries(Object.values(Level).map((level) => [level, []])),
  [THRESHOLD]: ['alert', 'repository'],
};

const OWN = Object.fromEntries(
  [...OWN_QUERIES, { name: 'ha_backup', columns: [{ name: 'last_time', usage: 'GAUGE' }] }].flatMap(({ name, columns }) => {
    const labels = columns.filter(({ usage }) => usage === 'LABEL').map((column) => column.name);
    return columns.filter(({ usage }) => usage !== 'LABEL').map((column) => [`${name}_${column.name}`, labels]);
  }),
) as Readonly<Record<string, readonly string[]>>;

/** The labels of a metric beside those of its target; nothing where nobody tells it. */
function labelsOf(metric: string, on: string): readonly string[] | undefined {
  const told = SOURCES.find((source) => source.on.includes(on) && metric in source.metrics)?.metrics[metric];
  return told ?? ELSEWHERE[metric] ?? OWN[on === 'cnpg' ? metric.replace(/^cnpg_/, '') : metric];
}

const SELECTOR = /([a-zA-Z_:][\w:]*)\{((?:\w+(?:=~|!=|=)"(?:[^"\\]|\\.)*",?)*)\}/g;
const GROUPED = /(?:by|without) \(([^)]*)\) \(([a-zA-Z_:][\w:]*)\{/g;

/** The metrics that an expression asks for, each with the labels that it is asked by. */
function asked(promql: string): (readonly [string, string])[] {
  const selected = [...promql.matchAll(SELECTOR)].flatMap(([, metric, labels]) => [
    [metric!, ''] as const,
    ...[...labels!.matchAll(/(\w+)(?:=~|!=|=)"/g)].map(([, label]) => [metric!, label!] as const),
  ]);
  const grouped = [...promql.matchAll(GROUPED)].flatMap(([, labels, metric]) =>
    labels!.split(', ').map((label) => [metric!, label] as const),
  );
  return [...selected, ...grouped];
}

/** Every expression that is printed for a cluster that has everything. */
function expressions(operator: IPostgresOperator): string[] {
  const manifests = [
    ...render(
      program(operator, {
        cluster: {
          replication: Replication.synchronous(),
          tls: ClusterTls.certManager({ issuerName: 'company-ca' }),
          monitoring: { objective: { availability: 99.95, rpo: Duration.minutes(5) } },
        },
        backup: {},
        pools: [{}],
        drill: {},
      }),
    ),
    ...render((chart) => void new GrafanaDashboard(chart, 'dashboard', { operator })),
  ];
  const dashboards = manifests
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.grafana_dashboard !== undefined)
    .map(({ data }) => JSON.parse(Object.values(data!)[0]!) as unknown);
  const found: string[] = [];
  JSON.stringify([manifests.filter(({ kind }) => kind === 'PrometheusRule'), dashboards], (key, value: unknown) => {
    if (key === 'expr') {
      found.push(value as string);
    }
    return value;
  });
  return found;
}

describe.each(Object.keys(OPERATORS))('on %s', (on) => {
  const promql = OPERATORS[on]!.flatMap(expressions);
  const questions = promql.flatMap(asked);

  test('somebody tells every metric', () => {
    expect(promql.length).toBeGreaterThan(100);
    const untold = questions.map(([metric]) => metric).filter((metric) => labelsOf(metric, on) === undefined);
    expect([...new Set(untold)]).toEqual([]);
  });

  test('every label that is asked for is one of the metric', () => {
    const unknown = questions.filter(
      ([metric, label]) => label !== '' && !TARGET.includes(label) && labelsOf(metric, on)?.includes(label) === false,
    );
    expect(unknown).toEqual([]);
  });

  test('no selector is overlooked', () => {
    // Whatever stands before a brace is a metric.
    const braces = promql
      .join('\n')
      .replace(/"(?:[^"\\]|\\.)*"/g, '""')
      .match(/\{/g)!.length;
    expect(promql.flatMap((one) => [...one.matchAll(SELECTOR)])).toHaveLength(braces);
  });
});
