import { CLUSTER_LABEL } from '../private/promql';
import { Signal } from '../operators/monitoring-contract';
import { Expressions } from './alert-row';
import { Watch } from './watch';

/** What is recorded of every cluster, under the same name on every operator. */
export enum Level {
  /** 1 where the cluster takes writes, 0 where it does not or nothing is known of it. */
  WRITABLE = 'pg_cluster:writable:bool',
  /** 1 where an instance can be read from, 0 where none can or nothing is known of any. */
  READABLE = 'pg_cluster:readable:bool',
  /** Instances that answer. */
  INSTANCES = 'pg_cluster:instances:count',
  /** Times that the primary has changed within an hour. */
  FAILOVERS = 'pg_cluster:failovers:changes1h',
  /** Seconds by which the last of the replicas is behind. */
  LAG = 'pg_cluster:lag:seconds',
  /** Seconds since WAL was archived. A cluster in which nothing is written archives nothing. */
  ARCHIVE_AGE = 'pg_cluster:archive_age:seconds',
  /** Seconds of what was written that a restore would not bring back now, at the most: since WAL was archived, while some waits for it. */
  UNARCHIVED = 'pg_cluster:unarchived:seconds',
  /** Seconds since the last backup. */
  BACKUP_AGE = 'pg_cluster:backup_age:seconds',
}

/** How one of them is recorded. */
interface LevelRow {
  readonly level: Level;
  /** What the operator's metrics have to tell: one of each list. */
  readonly needs: readonly (readonly Signal[])[];
  readonly applies: (watch: Watch) => boolean;
  readonly expr: (x: Expressions, watch: Watch) => string;
}

const ALWAYS = (): boolean => true;
const WRITES = ({ writes }: Watch): boolean => writes;
const ARCHIVES = ({ archives }: Watch): boolean => archives;

/** What waits for the archive: segments, where they are counted, and whatever it does not take. */
function waiting(x: Expressions): string {
  const failing = `count((${x.of(Signal.ARCHIVE_FAILING)}) > 0)`;
  return x.has(Signal.ARCHIVE_PENDING) ? `count((${x.of(Signal.ARCHIVE_PENDING)}) > 0) or ${failing}` : failing;
}

export const LEVELS: readonly LevelRow[] = [
  {
    level: Level.WRITABLE,
    needs: [[Signal.WRITER]],
    applies: WRITES,
    expr: (x) => `clamp_max(sum(${x.of(Signal.WRITER)}) or vector(0), 1)`,
  },
  {
    level: Level.READABLE,
    needs: [[Signal.DATABASE_UP]],
    applies: ALWAYS,
    expr: (x) => `clamp_max(sum(${x.of(Signal.DATABASE_UP)}) or vector(0), 1)`,
  },
  {
    level: Level.INSTANCES,
    needs: [[Signal.DATABASE_UP]],
    applies: ALWAYS,
    expr: (x) => `sum(${x.of(Signal.DATABASE_UP)}) or vector(0)`,
  },
  {
    level: Level.FAILOVERS,
    needs: [[Signal.WRITER]],
    applies: ({ writes, hasReplicas }) => writes && hasReplicas,
    expr: (x) => `max(changes((${x.of(Signal.WRITER)})[1h:1m]))`,
  },
  {
    level: Level.LAG,
    needs: [[Signal.LAG_SECONDS]],
    applies: ({ streams }) => streams,
    expr: (x) => `max(${x.of(Signal.LAG_SECONDS)})`,
  },
  {
    level: Level.ARCHIVE_AGE,
    needs: [[Signal.ARCHIVE_AGE]],
    applies: ARCHIVES,
    expr: (x) => `max(${x.of(Signal.ARCHIVE_AGE)})`,
  },
  {
    level: Level.UNARCHIVED,
    needs: [[Signal.ARCHIVE_AGE], [Signal.ARCHIVE_FAILING]],
    applies: ARCHIVES,
    expr: (x) => `(max(${x.of(Signal.ARCHIVE_AGE)}) and on () (${waiting(x)})) or 0 * max(${x.of(Signal.ARCHIVE_AGE)})`,
  },
  {
    level: Level.BACKUP_AGE,
    needs: [[Signal.BACKUP_AGE]],
    applies: ({ backupAges }) => backupAges.length > 0,
    expr: (x) => `min(${x.of(Signal.BACKUP_AGE)})`,
  },
];

/** One recorded series as Prometheus has it. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels: { readonly [name: string]: string };
}

/** What is recorded of a cluster. */
export function recordingRules(watch: Watch, x: Expressions): RecordingRule[] {
  const { name, namespace } = watch.model.identity;
  const labels = { [CLUSTER_LABEL]: name, ...(namespace !== undefined && { namespace }) };
  return LEVELS.filter(({ needs, applies }) => applies(watch) && needs.every((several) => several.some((signal) => x.has(signal)))).map(
    ({ level, expr }) => ({ record: level, expr: expr(x, watch), labels }),
  );
}
