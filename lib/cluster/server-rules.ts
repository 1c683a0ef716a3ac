import { allInstances } from '../model/all-instances';
import { ClusterModel } from '../model/cluster-model';
import { MEMORY_UNITS, memoryBytes } from '../model/memory-size';
import { parameterSeconds } from '../model/parameter-time';
import { isSwitchedOff, isSwitchedOn } from '../model/switch';
import { walFileBytes } from '../model/wal-file';
import { Rule } from '../private/rules';

interface ServerContext {
  readonly model: ClusterModel;
}

/** What vacuums tables by itself, and what it needs to know which. */
const VACUUMING = ['autovacuum', 'track_counts'];

/** A pod that moves to another node, or whose node is being looked after, is away so long; Patroni keeps slots of members as long, too. */
const LEAST_IDLE_MINUTES = 30;

/** Container runtimes give a process a stack of 8 MB, of which PostgreSQL leaves half a megabyte. */
const LARGEST_STACK = 7680 * MEMORY_UNITS.kB;

/** How a folder of libraries says that those of PostgreSQL are meant. */
const OWN_LIBRARIES = '$libdir';

/** Where tables go that say nothing of it. */
const DEFAULT_PLACES = ['default_tablespace', 'temp_tablespaces'];

/** What is told in files of WAL, of which there are whole ones only. */
const WAL_SIZES = ['max_wal_size', 'min_wal_size'];

/** What a whole server, its replicas and everybody's sessions do by a parameter. */
export const SERVER_RULES: readonly Rule<ServerContext>[] = [
  {
    id: 'HA-138',
    summary: 'tables are vacuumed',
    why: 'tables and indexes grow without an end, queries are planned by numbers that are no longer true, and one day the server takes no more writes',
    check: ({ model: { parameters } }) =>
      VACUUMING.filter((name) => isSwitchedOff(parameters[name])).map(
        (name) =>
          `'${name}' must be on, got '${parameters[name]}'; leave it out, switch autovacuum off for one table where it is in the way (ALTER TABLE ... SET (autovacuum_enabled = off)), or, for a load that somebody watches, Rules.of(cluster).suppress('HA-138', '<until when>')`,
      ),
  },
  {
    id: 'HA-140',
    summary: 'slots outlast a replica that is away for a moment',
    why: 'a slot that is given up takes its replica, or the reader of changes, with it: WAL that it needs is gone, and it begins with a new copy',
    check: ({ model }) => slotProblems(model),
  },
  {
    id: 'HA-142',
    summary: 'the depth of the stack is one that containers have',
    why: 'the server does not start with more than it is given',
    check: ({ model: { parameters } }) => {
      const depth = parameters.max_stack_depth;
      return (memoryBytes(depth ?? '', MEMORY_UNITS.kB) ?? 0) > LARGEST_STACK
        ? `'max_stack_depth' must be at most '7680kB', since containers have a stack of 8 MB, got '${depth}'; write less, or, where the runtime gives more, Rules.of(cluster).suppress('HA-142', '<how much>')`
        : undefined;
    },
  },
  {
    id: 'HA-143',
    summary: 'the log goes where somebody can read it',
    why: 'there is no syslog in a container, so that every message is lost',
    check: ({ model: { parameters } }) => {
      const words = (parameters.log_destination ?? '').toLowerCase().split(',');
      return words.every((word) => word.trim() === 'syslog')
        ? `'log_destination' must have more than 'syslog', got '${parameters.log_destination}'; leave it out, or write 'stderr,syslog' where a container of your own is listening`
        : undefined;
    },
  },
  {
    id: 'HA-144',
    summary: 'tables go by default to tablespaces that the cluster has',
    why: 'PostgreSQL passes over a name that it does not find, and tables go to the volume of the data without a word',
    check: ({ model: { parameters, tablespaces } }) =>
      DEFAULT_PLACES.flatMap((name) =>
        (parameters[name] ?? '')
          .split(',')
          .map((place) => place.trim().replace(/^"(.*)"$/, '$1'))
          .filter((place) => place !== '' && place !== 'pg_default' && !tablespaces.some((one) => one.name === place))
          .map((place) => `'${name}' must name a tablespace of 'tablespaces', got '${place}'; add it there, or leave it out`),
      ),
  },
  {
    id: 'HA-145',
    summary: 'foreign keys and triggers hold in all sessions',
    why: 'rows that belong to nothing, and what triggers should have written, are found when it is too late to tell them from the others',
    check: ({ model: { parameters } }) =>
      parameters.session_replication_role?.toLowerCase() === 'replica'
        ? `'session_replication_role' must not be 'replica' for the whole server, got '${parameters.session_replication_role}'; leave it out, and set it in the one session that loads rows`
        : undefined,
  },
  {
    id: 'HA-146',
    summary: 'roles log in by their names',
    why: 'PostgreSQL puts the database behind each name, so that neither applications nor the operator find their roles',
    check: ({ model: { parameters } }) =>
      isSwitchedOn(parameters.db_user_namespace)
        ? `'db_user_namespace' must be off, got '${parameters.db_user_namespace}'; leave it out`
        : undefined,
  },
  {
    id: 'HA-147',
    summary: 'replicas say how far they are',
    why: 'the primary learns it half a minute later only: commits that wait for a replica wait as long, and WAL is kept for it meanwhile',
    check: ({ model: { parameters } }) =>
      parameterSeconds(parameters.wal_receiver_status_interval ?? '', 's') === 0
        ? `'wal_receiver_status_interval' must be more than 0, got '${parameters.wal_receiver_status_interval}'; leave it out for '10s'`
        : undefined,
  },
  {
    id: 'HA-148',
    summary: 'the server finds its own libraries',
    why: 'it does not start with libraries that it loads by name, and no replica can stream without that of the receiver',
    check: ({ model: { parameters } }) => {
      const path = parameters.dynamic_library_path;
      return path === undefined || path.split(':').includes(OWN_LIBRARIES)
        ? undefined
        : `'dynamic_library_path' must have '${OWN_LIBRARIES}', got '${path}'; write for example '${path === '' ? '/extensions/lib' : path}:${OWN_LIBRARIES}'`;
    },
  },
  {
    id: 'HA-149',
    summary: 'there is room for two files of WAL',
    why: 'the server does not start with less',
    check: ({ model }) => {
      const least = 2 * walFileBytes(model);
      return WAL_SIZES.filter((name) => (memoryBytes(model.parameters[name] ?? '', MEMORY_UNITS.MB) ?? Infinity) < least).map(
        (name) =>
          `'${name}' must be at least '${least / MEMORY_UNITS.MB}MB', two files of WAL, got '${model.parameters[name]}'; write more, or leave it out`,
      );
    },
  },
  {
    id: 'HA-150',
    summary: 'replicas answer queries',
    why: 'a replica refuses every query of a session that is serializable by default: those of the operator, of its probes and of metrics, too',
    check: ({ model }) => {
      const isolation = model.parameters.default_transaction_isolation;
      return isolation?.toLowerCase() === 'serializable' && allInstances(model) > 1
        ? `'default_transaction_isolation' must not be 'serializable' for the whole server with replicas, got '${isolation}'; set it for the roles that write: ALTER ROLE ... SET default_transaction_isolation = 'serializable'`
        : undefined;
    },
  },
];

function slotProblems(model: ClusterModel): string[] {
  const { parameters } = model;
  const { max_slot_wal_keep_size: kept, idle_replication_slot_timeout: idle } = parameters;
  const bytes = memoryBytes(kept ?? '', MEMORY_UNITS.MB);
  const seconds = parameterSeconds(idle ?? '', 's') ?? 0;
  if (allInstances(model) === 1 && (model.changeCapture?.slots ?? []).length === 0) {
    return [];
  }
  const file = walFileBytes(model);
  return [
    ...(bytes !== undefined && bytes < file
      ? [
          `'max_slot_wal_keep_size', which 'walLimit' sets too, must be at least a file of WAL, ${file / MEMORY_UNITS.MB}MB, got '${kept}', which keeps nothing for a slot; write '-1' for no bound, or what a replica may be behind`,
        ]
      : []),
    ...(seconds > 0 && seconds < LEAST_IDLE_MINUTES * 60
      ? [
          `'idle_replication_slot_timeout' must be at least '${LEAST_IDLE_MINUTES}min', got '${idle}'; write a time that no replica is away for, such as '1d', and 'max_slot_wal_keep_size' for what the volume has room for`,
        ]
      : []),
  ];
}
