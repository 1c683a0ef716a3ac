import { Alert } from '../model/alert';
import { Level } from '../monitoring/service-levels';
import { Signal } from '../operators/monitoring-contract';
import { Mapping, PanelKind, SeriesPanel, Step, Target, Unit } from './panel';
import { Specimen } from './specimen';

/** What is shown of a cluster. What the metrics of an operator cannot tell is left out, see `operatorRows`. */

/** One line of a panel, before it is known whether the operator tells it. */
export interface Line {
  readonly legend: string;
  /** What has to be told. */
  readonly needs: readonly Signal[];
  /** The expression; several where there are several of them, and none where the operator does not tell it. */
  readonly draw: (x: Specimen) => string | readonly Target[] | undefined;
}

/** One panel, before it is known which of its lines there are. */
export interface PanelPlan extends Omit<SeriesPanel, 'targets'> {
  readonly lines: readonly Line[];
}

/** Panels under one title. */
export interface RowPlan {
  readonly title: string;
  readonly panels: readonly PanelPlan[];
}

const BY_POD = '{{pod}}';

/** A line that is a signal as it is. */
const told = (signal: Signal, legend: string): Line => ({ legend, needs: [signal], draw: (x) => x.of(signal) });

/** A line that is made of signals. */
const made = (legend: string, needs: readonly Signal[], draw: (x: Specimen) => string): Line => ({ legend, needs, draw });

/** A line that comes from elsewhere: recorded, from the kubelet, from kube-state-metrics. */
const known = (legend: string, draw: Line['draw']): Line => ({ legend, needs: [], draw });

const rateOf = (promql: string): string => `rate((${promql})[$__rate_interval:])`;

const perSecond = (signal: Signal, legend: string): Line => made(legend, [signal], (x) => rateOf(x.of(signal)));

const stat = (title: string, description: string, lines: readonly Line[], more: Partial<PanelPlan> = {}): PanelPlan => ({
  kind: PanelKind.STAT,
  title,
  description,
  unit: Unit.NUMBER,
  width: 4,
  height: 4,
  lines,
  ...more,
});

const graph = (title: string, unit: Unit, description: string, lines: readonly Line[], more: Partial<PanelPlan> = {}): PanelPlan => ({
  kind: PanelKind.TIME_SERIES,
  title,
  description,
  unit,
  min: 0,
  width: 12,
  height: 8,
  lines,
  ...more,
});

const states = (title: string, description: string, lines: readonly Line[], mappings: readonly Mapping[]): PanelPlan => ({
  kind: PanelKind.STATES,
  title,
  description,
  unit: Unit.NUMBER,
  width: 12,
  height: 8,
  lines,
  mappings,
});

/** Good from here on. */
const AT_LEAST_ONE: readonly Step[] = [{ color: 'red' }, { from: 1, color: 'green' }];

/** Good as long as there is none. */
const NONE: readonly Step[] = [{ color: 'green' }, { from: 1, color: 'red' }];

/** Something to know as soon as there is one. */
const FEW: readonly Step[] = [{ color: 'green' }, { from: 1, color: 'yellow' }];

const DAY = 24 * 3600;

const STATE: RowPlan = {
  title: 'State',
  panels: [
    stat(
      'Take writes',
      'Instances that take writes: one, or none in a cluster that follows another one. With more, what is written to one of them is lost.',
      [made('', [Signal.WRITER], (x) => `sum(${x.of(Signal.WRITER)}) or vector(0)`)],
      { steps: [{ color: 'red' }, { from: 1, color: 'green' }, { from: 2, color: 'red' }] },
    ),
    stat(
      'Answer',
      'Instances whose PostgreSQL answers.',
      [made('', [Signal.DATABASE_UP], (x) => `sum(${x.of(Signal.DATABASE_UP)}) or vector(0)`)],
      { steps: AT_LEAST_ONE },
    ),
    stat(
      'Availability',
      'Part of the time shown in which the cluster took writes. Time in which nothing is known counts as if it did not.',
      [known('', (x) => `avg_over_time(${x.recorded(Level.WRITABLE)}[$__range])`)],
      { unit: Unit.PART },
    ),
    stat('Failovers', 'How often the primary has changed within a day.', [
      made('', [Signal.WRITER], (x) => `max(changes((${x.of(Signal.WRITER)})[1d:1m]))`),
    ]),
    stat('Timeline', 'It grows by one with each failover and restore.', [
      made('', [Signal.TIMELINE], (x) => `max(${x.of(Signal.TIMELINE)})`),
    ]),
    stat(
      'Operator',
      'Pods of the operator that are ready, as kube-state-metrics tells.',
      [known('', (x) => `sum(${x.operatorReplicas})`)],
      {
        steps: AT_LEAST_ONE,
      },
    ),
    stat(
      'Wait for a restart',
      'Parameters with which the server does not run yet.',
      [made('', [Signal.PENDING_RESTART], (x) => `max(${x.of(Signal.PENDING_RESTART)})`)],
      { steps: FEW },
    ),
    stat(
      'Wrong checksums',
      'Pages that are not what was written: the storage has damaged data.',
      [made('', [Signal.CHECKSUM_FAILURES], (x) => `max(${x.of(Signal.CHECKSUM_FAILURES)})`)],
      { steps: NONE },
    ),
    stat(
      'Certificate ends in',
      'The first of the certificates that cert-manager makes for the cluster. Nothing is shown where it makes none.',
      [known('', (x) => `min(${x.certificateExpiry} - time())`)],
      { unit: Unit.SECONDS, steps: [{ color: 'red' }, { from: 14 * DAY, color: 'green' }] },
    ),
    stat(
      'Metrics that fail',
      'Instances of which a part of the metrics cannot be collected, so that alerts may be missing.',
      [made('', [Signal.COLLECTION_ERROR], (x) => `sum((${x.of(Signal.COLLECTION_ERROR)}) > bool 0)`)],
      { steps: NONE },
    ),
    states(
      'Primary and replicas',
      'Which instance took writes when. A gap: nothing was known of it.',
      [told(Signal.WRITER, BY_POD)],
      [
        { value: 0, text: 'replica', color: 'blue' },
        { value: 1, text: 'primary', color: 'green' },
      ],
    ),
    states(
      'Alerts',
      'Alerts of this cluster that fire; docs/alerts.md has a page for each.',
      [known('{{alertname}}', (x) => `max by (alertname) (${x.firing})`)],
      [{ value: 1, text: 'fires', color: 'red' }],
    ),
  ],
};

const REPLICATION: RowPlan = {
  title: 'Replication',
  panels: [
    graph('Lag', Unit.SECONDS, 'How old reads from a replica are.', [told(Signal.LAG_SECONDS, BY_POD)], { alert: Alert.REPLICATION_LAG }),
    graph(
      'Lag in WAL',
      Unit.BYTES,
      'What a replica has not replayed. Without synchronous replication it is lost with the primary.',
      [told(Signal.LAG_BYTES, '{{application_name}}{{replica}}')],
      { alert: Alert.REPLICATION_LAG_BYTES },
    ),
    graph('Standbys', Unit.NUMBER, 'Replicas that stream from the primary, and those among them that confirm commits.', [
      made('stream', [Signal.STREAMING_STANDBYS], (x) => `max(${x.of(Signal.STREAMING_STANDBYS)})`),
      {
        legend: 'confirm commits',
        needs: [Signal.STREAMING_STANDBYS, Signal.SYNCHRONOUS_STANDBYS],
        // Not where nothing is told but that they stream.
        draw: (x) =>
          x.of(Signal.SYNCHRONOUS_STANDBYS) === x.of(Signal.STREAMING_STANDBYS) ? undefined : `max(${x.of(Signal.SYNCHRONOUS_STANDBYS)})`,
      },
    ]),
    graph('Timelines', Unit.NUMBER, 'A replica that stays on an old one cannot follow any more.', [told(Signal.TIMELINE, BY_POD)], {
      min: undefined,
    }),
  ],
};

const BACKUPS: RowPlan = {
  title: 'Archive and backups',
  panels: [
    graph(
      'Since WAL was archived',
      Unit.SECONDS,
      'Where nothing is written, nothing is archived. What a restore would not bring back is only what waits.',
      [
        made('last segment', [Signal.ARCHIVE_AGE], (x) => `max(${x.of(Signal.ARCHIVE_AGE)})`),
        known('a restore would not bring back', (x) => x.recorded(Level.UNARCHIVED)),
      ],
    ),
    graph(
      'WAL that waits for the archive',
      Unit.NUMBER,
      'Segments. They are lost with the volume, and fill it.',
      [told(Signal.ARCHIVE_PENDING, BY_POD)],
      { alert: Alert.ARCHIVING_BEHIND },
    ),
    graph('Archived WAL', Unit.NUMBER, 'Segments that were archived within an hour.', [
      made(BY_POD, [Signal.ARCHIVED], (x) => `increase((${x.of(Signal.ARCHIVED)})[1h:1m])`),
    ]),
    graph(
      'Age of the last backup',
      Unit.SECONDS,
      'The line is what the schedules of the cluster allow.',
      [
        {
          legend: 'last backup',
          needs: [Signal.BACKUP_AGE],
          draw: ({ backupAges }) =>
            backupAges.map(({ promql, repository }) => ({
              expr: promql,
              legend: repository === undefined ? 'last backup' : `last backup of repository ${repository}`,
            })),
        },
      ],
      { alert: Alert.BACKUP_TOO_OLD },
    ),
    stat(
      'Archiving',
      'Whether attempts to archive WAL fail. Nothing is shown where none has succeeded or failed yet.',
      [
        made(
          '',
          [Signal.ARCHIVE_FAILING, Signal.ARCHIVE_AGE],
          (x) => `count((${x.of(Signal.ARCHIVE_FAILING)}) > 0) or 0 * max(${x.of(Signal.ARCHIVE_AGE)})`,
        ),
      ],
      {
        steps: NONE,
        mappings: [
          { value: 0, text: 'succeeds', color: 'green' },
          { value: 1, text: 'fails', color: 'red' },
        ],
      },
    ),
    stat(
      'Last backup failed',
      'Repositories whose last backup failed.',
      [made('', [Signal.BACKUP_FAILED], (x) => `count((${x.of(Signal.BACKUP_FAILED)}) > 0) or vector(0)`)],
      { steps: NONE },
    ),
  ],
};

const CONNECTIONS: RowPlan = {
  title: 'Connections',
  panels: [
    graph(
      'Connections in use',
      Unit.PERCENT,
      'When there are none left, applications are refused.',
      [
        made(
          BY_POD,
          [Signal.CONNECTIONS, Signal.CONNECTIONS_MAX],
          (x) => `100 * (${x.of(Signal.CONNECTIONS)}) / (${x.of(Signal.CONNECTIONS_MAX)})`,
        ),
      ],
      { alert: Alert.CONNECTIONS },
    ),
    graph('Connections by state', Unit.NUMBER, 'All instances together. One that is idle in a transaction keeps its locks.', [
      made('all', [Signal.CONNECTIONS], (x) => `sum(${x.of(Signal.CONNECTIONS)})`),
      made('active', [Signal.CONNECTIONS_ACTIVE], (x) => `sum(${x.of(Signal.CONNECTIONS_ACTIVE)})`),
      made('idle in transaction', [Signal.CONNECTIONS_IDLE_IN_TRANSACTION], (x) => `sum(${x.of(Signal.CONNECTIONS_IDLE_IN_TRANSACTION)})`),
    ]),
  ],
};

const BY_POOL = '{{pg_pool}} {{database}}';

const ofPool = (legend: string, signal: keyof Required<Specimen>['pools'], by: 'sum' | 'max'): Line =>
  known(legend, ({ pools }) => pools?.[signal] && `${by} by (pg_pool, database) (${pools[signal]})`);

const POOLS: RowPlan = {
  title: 'Pools',
  panels: [
    graph(
      'Longest wait for a server connection',
      Unit.SECONDS,
      'How long the first of the clients that wait has waited.',
      [ofPool(BY_POOL, 'maxWait', 'max')],
      { alert: Alert.POOL_SATURATED },
    ),
    graph('Clients', Unit.NUMBER, 'Clients that have a server connection, and those that wait for one.', [
      ofPool(`${BY_POOL} have one`, 'active', 'sum'),
      ofPool(`${BY_POOL} wait`, 'waiting', 'sum'),
    ]),
    graph('Server connections that nobody uses', Unit.NUMBER, 'Where this is 0 for long, clients wait.', [
      ofPool(BY_POOL, 'idleServers', 'sum'),
    ]),
    graph('Pods of pools', Unit.NUMBER, 'Pods that answer to Prometheus.', [
      known('{{pg_pool}}', ({ pools, poolsUp }) => pools && `count by (pg_pool) (${poolsUp})`),
    ]),
  ],
};

const TRANSACTIONS: RowPlan = {
  title: 'Transactions',
  panels: [
    graph('Commits', Unit.PER_SECOND, 'Transactions that were committed, by instance.', [perSecond(Signal.COMMITS, BY_POD)]),
    graph('Rollbacks', Unit.PER_SECOND, 'Transactions that were rolled back, by instance.', [perSecond(Signal.ROLLBACKS, BY_POD)]),
    graph(
      'Longest transaction',
      Unit.SECONDS,
      'Rows that were deleted since are kept for it. Where metrics tell nothing of transactions, it is the longest statement.',
      [told(Signal.TRANSACTION_SECONDS, BY_POD)],
      { alert: Alert.LONG_TRANSACTION },
    ),
    graph(
      'Longest idle in a transaction',
      Unit.SECONDS,
      'A client that does nothing and keeps its locks.',
      [told(Signal.IDLE_IN_TRANSACTION_SECONDS, BY_POD)],
      { alert: Alert.IDLE_IN_TRANSACTION },
    ),
    graph(
      'Oldest transaction id that is not frozen',
      Unit.NUMBER,
      'At about two thousand million the server takes no more writes.',
      [made('transactions', [Signal.TRANSACTION_AGE], (x) => `max(${x.of(Signal.TRANSACTION_AGE)})`)],
      { alert: Alert.TRANSACTION_ID_WRAPAROUND },
    ),
    graph(
      'Oldest multixact that is not frozen',
      Unit.NUMBER,
      'At about two thousand million the server takes no more locks by several transactions.',
      [made('multixacts', [Signal.MULTIXACT_AGE], (x) => `max(${x.of(Signal.MULTIXACT_AGE)})`)],
      { alert: Alert.MULTIXACT_WRAPAROUND },
    ),
  ],
};

const CACHE: RowPlan = {
  title: 'Cache',
  panels: [
    graph(
      'Found in the buffers',
      Unit.PART,
      'Part of the blocks that did not have to be read. What the operating system has in its cache counts as read.',
      [
        made(BY_POD, [Signal.BLOCKS_HIT, Signal.BLOCKS_READ], (x) => {
          const [hit, read] = [rateOf(x.of(Signal.BLOCKS_HIT)), rateOf(x.of(Signal.BLOCKS_READ))];
          return `${hit} / (${hit} + ${read} > 0)`;
        }),
      ],
      { max: 1 },
    ),
    graph('Blocks that were read', Unit.PER_SECOND, 'Blocks that were not in the buffers.', [perSecond(Signal.BLOCKS_READ, BY_POD)]),
  ],
};

const WAL: RowPlan = {
  title: 'WAL and replication slots',
  panels: [
    graph('WAL on the volume', Unit.BYTES, 'The line depends on the size of the volume.', [told(Signal.WAL_BYTES, BY_POD)], {
      alert: Alert.WAL_VOLUME,
    }),
    graph('WAL that is written', Unit.BYTES_PER_SECOND, 'By the primary.', [told(Signal.WAL_RATE, BY_POD)]),
    graph(
      'WAL that slots keep',
      Unit.BYTES,
      'Whoever reads from the slot is slow or gone, and the server keeps WAL until the volume is full.',
      [told(Signal.SLOT_RETAINED_BYTES, '{{slot_name}}')],
      { alert: Alert.SLOT_RETAINS_WAL },
    ),
    states(
      'Slots',
      'Whether somebody reads from them.',
      [told(Signal.SLOT_ACTIVE, '{{slot_name}}')],
      [
        { value: 0, text: 'nobody reads', color: 'orange' },
        { value: 1, text: 'in use', color: 'green' },
      ],
    ),
  ],
};

const VOLUMES: RowPlan = {
  title: 'Volumes and databases',
  panels: [
    graph(
      'Volumes in use',
      Unit.PERCENT,
      'As the kubelet tells. A server whose volume is full stops.',
      [known('{{persistentvolumeclaim}}', (x) => `100 * (1 - ${x.volumeFree} / ${x.volumeSize})`)],
      { max: 100, alert: Alert.VOLUME_FILLING },
    ),
    graph('Free on volumes', Unit.BYTES, 'As the kubelet tells.', [known('{{persistentvolumeclaim}}', (x) => x.volumeFree)]),
    graph('Size of databases', Unit.BYTES, 'On the instance where it is the largest.', [
      made(
        '{{datname}}{{dbname}}',
        [Signal.DATABASE_BYTES],
        // Operators call the label differently, and what an expression does not have it does not keep.
        (x) => `max by (datname, dbname) (${x.of(Signal.DATABASE_BYTES)})`,
      ),
    ]),
  ],
};

const LOCKS: RowPlan = {
  title: 'Locks',
  panels: [
    graph(
      'Longest wait for a lock',
      Unit.SECONDS,
      'Behind a statement that waits for a strong lock, all others on the table wait too.',
      [told(Signal.LOCK_WAIT_SECONDS, BY_POD)],
      { alert: Alert.LOCK_WAIT },
    ),
    graph(
      'Deadlocks',
      Unit.NUMBER,
      'Within an hour. One transaction of each two is rolled back.',
      [made(BY_POD, [Signal.DEADLOCKS], (x) => `increase((${x.of(Signal.DEADLOCKS)})[1h:1m])`)],
      { alert: Alert.DEADLOCKS },
    ),
    graph(
      'Locks',
      Unit.NUMBER,
      'Locks that are held or waited for, by mode, all instances together.',
      [made('{{mode}}', [Signal.LOCKS], (x) => `sum by (mode) (${x.of(Signal.LOCKS)})`)],
      { isStacked: true },
    ),
  ],
};

const BY_STATEMENT = '{{queryid}} {{datname}}{{dbname}}';
const STATEMENT_LABELS = 'queryid, datname, dbname';

const STATEMENT_HELP =
  'Nothing is shown where the extension pg_stat_statements is not in the database `postgres`. The text of a statement may hold what nobody outside ' +
  'of the database shall see, so there is its id: `SELECT query FROM pg_stat_statements WHERE queryid = ...`.';

const topStatements = (signal: Signal): Line =>
  made(BY_STATEMENT, [signal], (x) => `topk(10, sum by (${STATEMENT_LABELS}) (${rateOf(x.of(signal))}))`);

const STATEMENTS: RowPlan = {
  title: 'Top statements',
  panels: [
    graph('Time', Unit.NUMBER, `Seconds in each second that a statement runs, all instances together. ${STATEMENT_HELP}`, [
      topStatements(Signal.STATEMENT_SECONDS),
    ]),
    graph('Calls', Unit.PER_SECOND, `Among the statements that take the most time. ${STATEMENT_HELP}`, [
      topStatements(Signal.STATEMENT_CALLS),
    ]),
  ],
};

/** All of it, in the order in which it is shown. */
export const ROW_PLANS: readonly RowPlan[] = [
  STATE,
  REPLICATION,
  BACKUPS,
  CONNECTIONS,
  POOLS,
  TRANSACTIONS,
  CACHE,
  WAL,
  VOLUMES,
  LOCKS,
  STATEMENTS,
];
