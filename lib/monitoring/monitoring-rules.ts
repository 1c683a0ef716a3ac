import { Duration } from 'cdk8s';
import { Alert, AlertUnit } from '../model/alert';
import { MetricColumn, MetricQuery, MetricUsage } from '../model/metric-query';
import { MetricsDiscovery, MonitoringModel, Relabeling } from '../model/monitoring';
import { ClusterModel } from '../model/cluster-model';
import { closest } from '../private/closest';
import { didYouMean } from '../private/did-you-mean';
import { Rule } from '../private/rules';
import { CLUSTER_ALERTS } from './alert-catalogue';
import { DRILL_ALERTS } from './drill-alerts';
import { POOL_ALERTS } from './pool-alerts';
import { columnNames, readingProblem } from './query-problems';

/** What holds for how a cluster is watched, on every operator. */

const ALERTS: readonly string[] = Object.values(Alert);

/** What each alert's threshold is measured in; undefined where it has none. */
const UNITS = new Map<string, AlertUnit | undefined>([
  ...CLUSTER_ALERTS.map(({ alert, threshold }) => [alert, threshold?.unit] as const),
  ...POOL_ALERTS.map(({ alert, threshold }) => [alert, threshold?.unit] as const),
  ...DRILL_ALERTS.map(({ alert, threshold }) => [alert, threshold?.unit] as const),
]);

/** What to write for each unit. */
const EXAMPLES: Readonly<Record<AlertUnit, string>> = {
  [AlertUnit.DURATION]: 'AlertThreshold.duration(Duration.minutes(5))',
  [AlertUnit.SIZE]: 'AlertThreshold.size(Size.gibibytes(1))',
  [AlertUnit.PERCENT]: 'AlertThreshold.percent(80)',
  [AlertUnit.COUNT]: 'AlertThreshold.count(10)',
};

/** What is wrong with the amount of a threshold. */
const AMOUNTS: Readonly<Record<AlertUnit, (value: number) => string | undefined>> = {
  [AlertUnit.DURATION]: (value) => (value > 0 ? undefined : 'must be longer than nothing'),
  [AlertUnit.SIZE]: (value) => (value > 0 ? undefined : 'must be more than nothing'),
  [AlertUnit.PERCENT]: (value) => (value > 0 && value < 100 ? undefined : 'must be more than 0 and less than 100 percent'),
  [AlertUnit.COUNT]: (value) => (Number.isInteger(value) && value >= 0 ? undefined : 'must be a whole number that is not negative'),
};

/** @see https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Labels that an alert has anyway. */
const OWN_LABELS: readonly string[] = ['alertname', 'severity', 'pg_cluster', 'namespace'];

/** @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config */
const ACTIONS: readonly string[] = [
  'replace', 'keep', 'drop', 'labelmap', 'labeldrop', 'labelkeep', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal',
]; // prettier-ignore

/** Actions that need the label that their outcome goes to. */
const WITH_TARGET: readonly string[] = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'];

/** Beginnings of names that our own queries and those of exporters have. */
const TAKEN_PREFIXES: readonly string[] = ['ha_', 'pg_'];

const COLUMN_NAME = /^[a-z_][a-z0-9_]*$/;

/** The alerts that a program says something of, with the place. */
const mentioned = ({ alerts }: MonitoringModel): { readonly place: string; readonly alert: string }[] => [
  ...alerts.adjustments.map(({ alert }, i) => ({ place: `monitoring.alerts.adjustments[${i}].alert`, alert })),
  ...alerts.exclusions.map(({ alert }, i) => ({ place: `monitoring.alerts.exclusions[${i}].alert`, alert })),
];

/** What is watched and how. */
export const MONITORING_RULES: readonly Rule<ClusterModel>[] = [
  {
    id: 'MON-001',
    summary: 'alerts are named that exist',
    why: 'the alert that was meant would go on as before',
    check: ({ monitoring }) =>
      mentioned(monitoring)
        .filter(({ alert }) => !ALERTS.includes(alert))
        .map(({ place, alert }) => {
          const nearest = closest(alert, ALERTS) ?? ALERTS.find((known) => known === `Postgres${alert}`);
          return `'${place}' must be an alert of docs/alerts.md, got '${alert}'${didYouMean(nearest)}`;
        }),
  },
  {
    id: 'MON-002',
    summary: 'each alert is adjusted or excluded once',
    why: 'nobody could tell which of them holds',
    check: ({ monitoring }) => {
      const all = mentioned(monitoring);
      return all
        .filter(({ alert }, i) => all.findIndex((other) => other.alert === alert) < i)
        .map(({ place, alert }) => `'${place}' names '${alert}' again; say all about it in one place`);
    },
  },
  {
    id: 'MON-003',
    summary: 'thresholds can be reached and passed, in the unit of their alert',
    why: 'the alert would fire always or never',
    check: ({ monitoring }) =>
      monitoring.alerts.adjustments.flatMap(({ alert, threshold, after }, i) => {
        const place = `monitoring.alerts.adjustments[${i}]`;
        return [...(threshold ? thresholdProblems(`${place}.threshold`, alert, threshold) : []), ...negative(`${place}.after`, after)];
      }),
  },
  {
    id: 'MON-004',
    summary: 'an alert is excluded, and a cluster is silent, for a reason',
    why: 'the next one who wonders why nobody was told has nothing to go by',
    check: ({ monitoring }) =>
      monitoring.alerts.exclusions
        .flatMap(({ alert, reason }, i) =>
          reason.trim() === '' ? [`'monitoring.alerts.exclusions[${i}].reason' is empty; write why nobody has to know of ${alert}`] : [],
        )
        .concat(
          monitoring.alerts.silence?.trim() === ''
            ? [`'monitoring.alerts.silence' is empty; write why nobody has to know of the cluster`]
            : [],
        ),
  },
  {
    id: 'MON-005',
    summary: 'labels of alerts are labels of Prometheus, and not those that every alert has',
    why: 'Prometheus would not load the rules of the cluster, or the alert would be told as something else',
    check: ({ monitoring }) =>
      Object.keys(monitoring.alerts.labels).flatMap((name) =>
        OWN_LABELS.includes(name)
          ? [`'monitoring.alerts.labels' must not set '${name}', which every alert has`]
          : LABEL_NAME.test(name) && !name.startsWith('__')
            ? []
            : [`'monitoring.alerts.labels' must be names of letters, digits and '_', with no digit and no '__' in front, got '${name}'`],
      ),
  },
  {
    id: 'MON-006',
    summary: 'a query is one statement that only reads',
    why: 'it runs at every scrape, on replicas too, and the exporter takes it as it stands',
    check: ({ monitoring }) =>
      monitoring.queries.flatMap(({ sql }, i) => {
        const problem = readingProblem(sql);
        return problem === undefined ? [] : [`'monitoring.queries[${i}].sql' must be one statement that only reads: ${problem}`];
      }),
  },
  {
    id: 'MON-007',
    summary: 'queries and columns have names that metrics can have, and the columns are those of the query',
    why: 'the exporter would drop the query, or all of them',
    check: ({ monitoring: { queries } }) =>
      queries.flatMap((query, i) => [
        ...nameProblems(query, `monitoring.queries[${i}].name`, queries.slice(0, i)),
        ...columnProblems(query, `monitoring.queries[${i}].columns`),
      ]),
  },
  {
    id: 'MON-008',
    summary: 'steps of relabeling are ones that Prometheus knows',
    why: 'Prometheus would take over no target at all of this object',
    check: ({ monitoring }) =>
      (['relabelings', 'metricRelabelings'] as const).flatMap((prop) =>
        monitoring[prop].flatMap((step, i) => relabelingProblems(step, `monitoring.${prop}[${i}]`)),
      ),
  },
  {
    id: 'MON-009',
    summary: 'times between scrapes and of caches are longer than nothing',
    why: 'Prometheus, or the exporter, would not take them',
    check: ({ monitoring: { interval, queries } }) => [
      ...notPositive('monitoring.interval', interval),
      ...queries.flatMap(({ cache }, i) => notPositive(`monitoring.queries[${i}].cache`, cache)),
    ],
  },
  {
    id: 'MON-010',
    summary: 'the pages of alerts are at a URL',
    why: 'the one who is woken cannot open it',
    check: ({ monitoring: { alerts } }) =>
      /^https?:\/\/[^\s/]+\/\S*$/.test(alerts.runbookUrl)
        ? undefined
        : `'monitoring.alerts.runbookUrl' must be a URL such as 'https://wiki.example.com/postgres/', got '${alerts.runbookUrl}'`,
  },
  {
    id: 'MON-011',
    summary: 'alerts are asked for where there are objects for them',
    why: 'without the Prometheus Operator nobody reads rules, and the alerts would not be there',
    check: ({ monitoring: { discovery, alerts } }) =>
      discovery === MetricsDiscovery.ANNOTATIONS &&
      (alerts.adjustments.length + alerts.exclusions.length > 0 || alerts.silence !== undefined)
        ? `'monitoring.alerts' means nothing with MetricsDiscovery.ANNOTATIONS; write MetricsDiscovery.POD_MONITOR, or leave the alerts to the rules of the Prometheus itself`
        : undefined,
  },
  {
    id: 'MON-012',
    summary: 'objectives can be kept and missed',
    why: 'it would be missed from the first minute on, or never',
    check: ({ monitoring: { objective } }) => [
      ...(objective.availability === undefined || (objective.availability > 0 && objective.availability < 100)
        ? []
        : [`'monitoring.objective.availability' must be more than 0 and less than 100 percent, got ${objective.availability}`]),
      ...notPositive('monitoring.objective.rpo', objective.rpo),
    ],
  },
];

function thresholdProblems(place: string, alert: string, threshold: { unit: AlertUnit; value: number; text: string }): string[] {
  if (!UNITS.has(alert)) {
    return [];
  }
  const unit = UNITS.get(alert);
  if (unit === undefined) {
    return [`'${place}' means nothing for ${alert}, which has no threshold; leave it out`];
  }
  if (unit !== threshold.unit) {
    return [`'${place}' of ${alert} must be a ${unit} such as ${EXAMPLES[unit]}, got the ${threshold.unit} ${threshold.text}`];
  }
  const problem = AMOUNTS[unit](threshold.value);
  return problem === undefined ? [] : [`'${place}' of ${alert} ${problem}, got ${threshold.text}`];
}

/** What is wrong with a length of time that has to be whole seconds. */
function timeProblems(place: string, duration: Duration | undefined, fits: (seconds: number) => boolean, allowed: string): string[] {
  const seconds = duration?.toSeconds({ integral: false });
  return seconds === undefined || (Number.isInteger(seconds) && fits(seconds))
    ? []
    : [`'${place}' must be whole seconds and ${allowed}, got ${duration!.toHumanString()}`];
}

const negative = (place: string, duration: Duration | undefined): string[] =>
  timeProblems(place, duration, (seconds) => seconds >= 0, 'not negative');

const notPositive = (place: string, duration: Duration | undefined): string[] =>
  timeProblems(place, duration, (seconds) => seconds > 0, 'longer than nothing');

function nameProblems({ name }: MetricQuery, place: string, before: readonly MetricQuery[]): string[] {
  const taken = TAKEN_PREFIXES.find((prefix) => name.startsWith(prefix));
  if (!COLUMN_NAME.test(name)) {
    return [`'${place}' must be lower-case letters, digits and '_', with no digit in front, got '${name}'`];
  }
  if (taken !== undefined) {
    return [
      `'${place}' must not begin with '${taken}' as the metrics of others do, got '${name}'; write 'app_${name.slice(taken.length)}'`,
    ];
  }
  return before.some((other) => other.name === name) ? [`'${place}' is '${name}' again; give one of the queries another name`] : [];
}

function columnProblems({ columns, sql }: MetricQuery, place: string): string[] {
  const names = columns.map(({ name }) => name);
  const answered = columnNames(sql);
  const list = (of: readonly string[]): string => of.map((name) => `'${name}'`).join(', ');
  return [
    ...columns.flatMap(({ name }: MetricColumn, i) => [
      ...(COLUMN_NAME.test(name)
        ? []
        : [`'${place}[${i}].name' must be lower-case letters, digits and '_', with no digit in front, got '${name}'`]),
      ...(names.indexOf(name) < i ? [`'${place}[${i}].name' is '${name}' again; each column has one entry`] : []),
    ]),
    ...(columns.every(({ usage }) => usage === MetricUsage.LABEL) ? [`'${place}' must have a column that is no label`] : []),
    ...(answered !== undefined && [...answered].sort().join() !== [...names].sort().join()
      ? [`'${place}' must be the columns of the query, which are ${list(answered)}, got ${list(names) || 'none'}`]
      : []),
  ];
}

function relabelingProblems({ action = 'replace', targetLabel, modulus, sourceLabels = [] }: Relabeling, place: string): string[] {
  if (!ACTIONS.includes(action)) {
    return [`'${place}.action' must be ${ACTIONS.join(', ')}, got '${action}'${didYouMean(closest(action, ACTIONS))}`];
  }
  return [
    ...(WITH_TARGET.includes(action) && targetLabel === undefined
      ? [`'${place}.targetLabel' is missing; '${action}' needs the label that its outcome goes to`]
      : []),
    ...(targetLabel !== undefined && !LABEL_NAME.test(targetLabel) && !targetLabel.includes('$')
      ? [`'${place}.targetLabel' must be a label of letters, digits and '_', got '${targetLabel}'`]
      : []),
    ...(targetLabel === 'pg_cluster' || targetLabel === 'pg_pool'
      ? [`'${place}.targetLabel' must not be '${targetLabel}', by which alerts find the series of the cluster`]
      : []),
    ...(action === 'hashmod' && !(modulus !== undefined && Number.isInteger(modulus) && modulus > 0)
      ? [`'${place}.modulus' must be a whole number above 0, got ${modulus}`]
      : []),
    ...sourceLabels
      .filter((label) => !LABEL_NAME.test(label))
      .map((label) => `'${place}.sourceLabels' must be labels of letters, digits and '_', got '${label}'`),
  ];
}
