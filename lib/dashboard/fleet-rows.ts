import { CLUSTER_LABEL } from '../private/promql';
import { Level } from '../monitoring/service-levels';
import { Column, Mapping, PanelKind, PanelRow, SeriesPanel, Step, TablePanel, Unit, Variable } from './panel';

/** What is shown of all clusters at once, by what is recorded of each under the same name on every operator. */

const SELECTED = `namespace=~"$namespace",${CLUSTER_LABEL}=~"$cluster"`;

const of = (level: Level): string => `${level}{${SELECTED}}`;

/** Alerts of clusters. Those without the label are not about any. */
const firing = (severity: string): string => `count(ALERTS{alertstate="firing",severity="${severity}",${SELECTED}}) or vector(0)`;

export const FLEET_VARIABLES: readonly Variable[] = [
  { name: 'namespace', label: 'Namespace', query: `label_values(${Level.READABLE}, namespace)`, all: '.*' },
  // Alerts of others have no such label.
  { name: 'cluster', label: 'Cluster', query: `label_values(${Level.READABLE}{namespace=~"$namespace"}, ${CLUSTER_LABEL})`, all: '.+' },
];

const NONE: readonly Step[] = [{ color: 'green' }, { from: 1, color: 'red' }];
const BY_CLUSTER = `{{namespace}} {{${CLUSTER_LABEL}}}`;

const stat = (title: string, description: string, expr: string, more: Partial<SeriesPanel> = {}): SeriesPanel => ({
  kind: PanelKind.STAT,
  title,
  description,
  unit: Unit.NUMBER,
  width: 4,
  height: 4,
  targets: [{ expr, legend: '' }],
  ...more,
});

/** The clusters that are worst off, so that a large fleet stays readable. */
const worst = (title: string, description: string, unit: Unit, expr: string): SeriesPanel => ({
  kind: PanelKind.TIME_SERIES,
  title,
  description,
  unit,
  min: 0,
  width: 12,
  height: 8,
  targets: [{ expr: `topk(20, ${expr})`, legend: BY_CLUSTER }],
});

const YES_OR_NO: readonly Mapping[] = [
  { value: 0, text: 'no', color: 'red' },
  { value: 1, text: 'yes', color: 'green' },
];

/** Lines of the table are made of the labels that all columns have: the name of a metric is none of them. */
const column = (title: string, unit: Unit, expr: string, more: Partial<Column> = {}): Column => ({
  title,
  unit,
  expr: `max by (namespace, ${CLUSTER_LABEL}) (${expr})`,
  ...more,
});

const CLUSTERS: TablePanel = {
  kind: PanelKind.TABLE,
  title: 'All clusters',
  description:
    'One line for each. What a cluster does not have is empty: a follower takes no writes, a cluster without schedules has no backups.',
  width: 24,
  height: 12,
  keys: { namespace: 'Namespace', [CLUSTER_LABEL]: 'Cluster' },
  columns: [
    column('Takes writes', Unit.NUMBER, of(Level.WRITABLE), { mappings: YES_OR_NO }),
    column('Can be read', Unit.NUMBER, of(Level.READABLE), { mappings: YES_OR_NO }),
    column('Instances', Unit.NUMBER, of(Level.INSTANCES)),
    column('Lag', Unit.SECONDS, of(Level.LAG)),
    column('Not archived', Unit.SECONDS, of(Level.UNARCHIVED)),
    column('Last backup', Unit.SECONDS, of(Level.BACKUP_AGE)),
    column('Failovers', Unit.NUMBER, of(Level.FAILOVERS)),
    column('Availability', Unit.PART, `avg_over_time(${of(Level.WRITABLE)}[$__range])`),
    column('Alerts', Unit.NUMBER, `count by (namespace, ${CLUSTER_LABEL}) (ALERTS{alertstate="firing",${SELECTED}})`, { steps: NONE }),
  ],
};

export const FLEET_ROWS: readonly PanelRow[] = [
  {
    title: 'Now',
    panels: [
      stat('Clusters', 'Clusters that are watched.', `count(${of(Level.READABLE)})`),
      stat('Take no writes', 'Clusters that should take writes and do not.', `count(${of(Level.WRITABLE)} == 0) or vector(0)`, {
        steps: NONE,
      }),
      stat('Cannot be read', 'Clusters no instance of which answers.', `count(${of(Level.READABLE)} == 0) or vector(0)`, { steps: NONE }),
      stat('Instances', 'Instances that answer.', `sum(${of(Level.INSTANCES)})`),
      stat('Critical alerts', 'Somebody has to look now.', firing('critical'), { steps: NONE }),
      stat('Warnings', 'Somebody has to look in working hours.', firing('warning'), {
        steps: [{ color: 'green' }, { from: 1, color: 'yellow' }],
      }),
    ],
  },
  { title: 'Clusters', panels: [CLUSTERS] },
  {
    title: 'The worst',
    panels: [
      worst(
        'Unavailable',
        'Part of the last hour in which a cluster took no writes.',
        Unit.PART,
        `1 - avg_over_time(${of(Level.WRITABLE)}[1h])`,
      ),
      worst('A restore would not bring back', 'Age of the WAL that waits for the archive.', Unit.SECONDS, of(Level.UNARCHIVED)),
      worst('Age of the last backup', 'Schedules differ, and so does what is too old.', Unit.SECONDS, of(Level.BACKUP_AGE)),
      worst('Lag', 'The last of the replicas of each cluster.', Unit.SECONDS, of(Level.LAG)),
      worst('Failovers', 'Within an hour.', Unit.NUMBER, of(Level.FAILOVERS)),
      worst('Since WAL was archived', 'A cluster in which nothing is written archives nothing.', Unit.SECONDS, of(Level.ARCHIVE_AGE)),
    ],
  },
];
