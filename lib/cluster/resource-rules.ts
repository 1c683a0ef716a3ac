import { ClusterModel } from '../model/cluster-model';
import { keptConnections } from '../model/kept-connections';
import { MEMORY_UNITS, PAGE_BYTES, memoryBytes } from '../model/memory-size';
import { quantityBytes, sizeBytes, sizeQuantity } from '../model/quantity';
import { walFileBytes } from '../model/wal-file';
import { isSwitchedOff, isSwitchedOn } from '../model/switch';
import { OperatorFacts } from '../operators/operator-facts';
import { maxConnections } from '../operators/max-connections';
import { IServerFacts } from '../operators/server-facts';
import { Rule } from '../private/rules';

/** A cluster, and what its server has that the program does not speak of. */
export interface ResourceContext {
  readonly model: ClusterModel;
  readonly facts: OperatorFacts;
  readonly server?: IServerFacts;
}

/** How many files of WAL `max_wal_size` holds by default, which initdb writes down and no operator changes. */
const DEFAULT_MAX_WAL_FILES = 64;

/** What fills the folder of the WAL: segments for the next checkpoints, and those that are kept for replicas. */
const RECYCLED = ['max_wal_size', 'min_wal_size'] as const;
const RETAINED = ['wal_keep_size', 'max_slot_wal_keep_size'] as const;

/** PostgreSQL's own default, which two of the operators leave. */
export const DEFAULT_BUFFERS = '128MB';

/** What a session takes before it does anything of use, for its process and the catalogs in its cache; measured in test/real. */
const IDLE_SESSION = MEMORY_UNITS.MB;

/**
 * Of so many sessions one sorts or hashes at the same moment. PostgreSQL may take `work_mem` several times for one statement, so this is no
 * upper bound: what goes beyond it has no room for an ordinary day.
 */
const BUSY_ONE_IN = 4;

/** No time, in whatever unit. */
const NEVER = /^\s*[+-]?0+(\.0*)?\s*(us|ms|s|min|h|d)?\s*$/;

/**
 * Parameters that every session inherits, those of the operator and of its backups as well, and the values that change nothing.
 *
 * - `idle_session_timeout` ends the session between pg_backup_start and pg_backup_stop, which is idle while files are copied. pgBackRest up
 *   to 2.58, WAL-G and the snapshots of CloudNativePG leave it as the server has it; barman resets it for its own session.
 * - `statement_timeout` and `transaction_timeout` end pg_backup_stop, which waits for the archive, and CREATE INDEX or VACUUM of an operator.
 * - `exit_on_error` ends a session at each statement that fails, also at those that an operator has an answer to.
 * - With another `client_encoding` than UTF8, names and passwords beyond ASCII come to psql, in Jobs and SQL of creation, as other ones.
 * - With `default_transaction_read_only` no operator creates a role, a database or an extension.
 *
 * Not here: `idle_in_transaction_session_timeout`, for a backup is in no transaction between its two statements, and `lock_timeout`, for
 * what the operators lock they try again.
 */
const INHERITED: { readonly [parameter: string]: (value: string) => boolean } = {
  idle_session_timeout: (value) => NEVER.test(value),
  statement_timeout: (value) => NEVER.test(value),
  transaction_timeout: (value) => NEVER.test(value),
  default_transaction_read_only: isSwitchedOff,
  exit_on_error: isSwitchedOff,
  client_encoding: (value) => /^(utf8|unicode|sqlascii)$/.test(value.toLowerCase().replace(/[^a-z0-9]/g, '')),
};

/** What holds for the sizes of a cluster together, and for what all of its sessions share. */
export const RESOURCE_RULES: readonly Rule<ResourceContext>[] = [
  {
    id: 'HA-060',
    summary: 'the WAL that parameters keep is less than the volume that it stands on',
    why: 'WAL fills the volume and the server stops',
    check: ({ model }) => walProblems(model),
  },
  {
    id: 'HA-061',
    summary: 'the memory limit is enough for shared_buffers and for all connections, a quarter of which use their work_mem',
    why: 'the server is killed for lack of memory when they all come, and all sessions end at once',
    check: memoryProblem,
  },
  {
    id: 'HA-134',
    summary: 'some connections are left for applications',
    why: 'the server does not start where it would keep all of its connections for superusers',
    check: keptProblem,
  },
  {
    id: 'HA-062',
    summary: 'no parameter that is meant for applications is set for all sessions of the server',
    why: 'the sessions by which the operator looks after the server and takes backups inherit it: they end, or fail, weeks later, when a backup takes longer than it did',
    check: ({ model: { parameters, databases } }) =>
      Object.entries(INHERITED)
        .filter(([name, isHarmless]) => parameters[name] !== undefined && !isHarmless(parameters[name]!))
        .map(
          ([name]) =>
            `'${name}' must not be set for the whole server, got '${parameters[name]}'; set it where applications log in, as the owner of the database: ALTER DATABASE ${JSON.stringify(databases[0]?.name ?? 'app')} SET ${name} = '${parameters[name]}'`,
        ),
  },
  {
    id: 'HA-135',
    summary: 'the lowest version of TLS is not above the highest',
    why: 'the server does not start, since nobody could connect with TLS',
    check: tlsProblem,
  },
  {
    id: 'HA-136',
    summary: 'reads and writes need no system calls that containers do not have',
    why: 'container runtimes refuse the system calls of io_uring in the seccomp profile that pods have, and the server does not start without them',
    check: ({ model: { parameters } }) =>
      parameters.io_method?.trim().toLowerCase() === 'io_uring'
        ? `'io_method' must not be 'io_uring', got '${parameters.io_method}'; leave it out for 'worker', or, where the pods have a seccomp profile that allows it, Rules.of(cluster).suppress('HA-136', '<the profile>')`
        : undefined,
  },
  {
    id: 'HA-137',
    summary: 'what was written last reaches the archive in time',
    why: 'a file of WAL is archived when it is full, which takes days on a quiet cluster: so much is lost with its volumes, and no recovery to a time goes further',
    check: ({ model: { backup, parameters } }) =>
      backup !== undefined && NEVER.test(parameters.archive_timeout ?? '')
        ? `'archive_timeout' must not be 0 beside a BackupPolicy, got '${parameters.archive_timeout}'; leave it out, or write the time that may be lost, such as '5min'`
        : undefined,
  },
  {
    id: 'HA-063',
    summary: 'huge_pages is on only where there are huge pages for shared_buffers',
    why: 'the server does not start without them, and a container has none that it does not ask for',
    check: ({ model }) => hugePagesProblem(model),
  },
  {
    id: 'HA-064',
    summary: 'huge pages are a whole number of pages',
    why: 'the API server or the kubelet refuses the pods',
    check: ({ model: { compute } }) => {
      const size = compute.hugePages2Mi;
      return size === undefined || (quantityBytes(size) > 0 && quantityBytes(size) % (2 * 2 ** 20) === 0)
        ? undefined
        : `'compute.hugePages2Mi' must be a multiple of 2Mi, got ${size}; write for example Size.gibibytes(1)`;
    },
  },
];

/** A size of WAL in bytes; those without a unit count megabytes. A negative one is no limit. */
const walBytes = (value: string): number => memoryBytes(value, MEMORY_UNITS.MB) ?? 0;

/** The default of `max_wal_size` as PostgreSQL writes it. */
function defaultMaximum(model: ClusterModel): string {
  const megabytes = (DEFAULT_MAX_WAL_FILES * walFileBytes(model)) / MEMORY_UNITS.MB;
  return megabytes % 1024 === 0 ? `${megabytes / 1024}GB` : `${megabytes}MB`;
}

function walProblems(model: ClusterModel): string[] {
  const { parameters, storage, walStorage, nonProduction } = model;
  const [prop, size] = walStorage ? ['walStorage.size', walStorage.size] : ['storage.size', storage.size];
  const volume = sizeBytes(size);
  const maximum = parameters.max_wal_size ?? defaultMaximum(model);
  // A whole volume that PostgreSQL's default fills is one for trying things out, where somebody says so.
  const byDefault = parameters.max_wal_size === undefined && (walStorage !== undefined || nonProduction === undefined);
  const alone = [
    ...(byDefault && walBytes(maximum) >= volume
      ? [`'max_wal_size' must be less than '${prop}', which is ${sizeQuantity(size)}, got the default '${maximum}'; write a larger volume`]
      : []),
    ...[...RECYCLED, ...RETAINED]
      .filter((name) => parameters[name] !== undefined && walBytes(parameters[name]) >= volume)
      .map(
        (name) =>
          `'${name}' must be less than '${prop}', which is ${sizeQuantity(size)}, got '${parameters[name]}'; write less, or a larger volume`,
      ),
  ];
  if (alone.length > 0) {
    return alone;
  }
  // What is retained lies behind the present, and what is recycled before it.
  const [retained] = RETAINED.filter((name) => parameters[name] !== undefined).sort(
    (a, b) => walBytes(parameters[b]!) - walBytes(parameters[a]!),
  );
  return retained !== undefined && walBytes(parameters[retained]!) + walBytes(maximum) >= volume
    ? [
        `'${retained}' and 'max_wal_size' together must be less than '${prop}', which is ${sizeQuantity(size)}, got '${parameters[retained]}' and ${parameters.max_wal_size === undefined ? 'the default ' : ''}'${maximum}'; write less, or a larger volume`,
      ]
    : [];
}

/** Versions of TLS, lowest first; any other text is no bound. */
const TLS_VERSIONS = ['tlsv1', 'tlsv1.1', 'tlsv1.2', 'tlsv1.3'];

/** PostgreSQL's own default; it has none for the highest. */
const DEFAULT_LOWEST_TLS = 'TLSv1.2';

function tlsProblem({ model: { parameters }, facts: { defaultParameters } }: ResourceContext): string | undefined {
  const [least, most] = [parameters.ssl_min_protocol_version, parameters.ssl_max_protocol_version];
  const lowest = least ?? defaultParameters?.ssl_min_protocol_version ?? DEFAULT_LOWEST_TLS;
  const highest = TLS_VERSIONS.indexOf(most?.toLowerCase() ?? '');
  return highest >= 0 && TLS_VERSIONS.indexOf(lowest.toLowerCase()) > highest
    ? `'ssl_max_protocol_version' must not be below 'ssl_min_protocol_version', which is ${least === undefined ? 'by default ' : ''}'${lowest}', got '${most}'; leave it out, or write ssl_min_protocol_version: '${most}' too`
    : undefined;
}

function keptProblem({ model, facts, server }: ResourceContext): string | undefined {
  const { parameters } = model;
  const connections = maxConnections(model, facts, server);
  const kept = keptConnections(parameters).filter(([, each]) => each > 0);
  const sum = kept.reduce((total, [, each]) => total + each, 0);
  // Rule HA-010 speaks of a value that is no number.
  return connections === undefined || !(connections <= sum)
    ? undefined
    : `'max_connections' must be more than ${sum}, which the server keeps (${kept.map(([name, each]) => `${name}: ${each}`).join(', ')}), got ${parameters.max_connections === undefined ? `none, which is ${connections}` : `'${parameters.max_connections}'`}; write more, or keep fewer`;
}

/** Shared buffers in bytes, as far as they are a part of the memory. Huge pages are counted apart. */
export const buffersOf = ({ parameters, compute }: ClusterModel): number =>
  compute.hugePages2Mi === undefined ? (memoryBytes(parameters.shared_buffers ?? DEFAULT_BUFFERS, PAGE_BYTES) ?? 0) : 0;

/** Whether buffers are more than the memory that an instance is promised. */
const buffersExceed = ({ parameters, compute }: ClusterModel): boolean =>
  (memoryBytes(parameters.shared_buffers ?? '', PAGE_BYTES) ?? 0) > quantityBytes(compute.memory);

function memoryProblem({ model, facts, server }: ResourceContext): string | undefined {
  const { parameters, compute } = model;
  const connections = maxConnections(model, facts, server);
  // Nobody is refused for a default.
  if (connections === undefined || (parameters.max_connections ?? parameters.work_mem ?? parameters.shared_buffers) === undefined) {
    return undefined;
  }
  // Rule HA-022 speaks of buffers that are more than all of the memory.
  if ((parameters.max_connections ?? parameters.work_mem) === undefined && buffersExceed(model)) {
    return undefined;
  }
  const work = memoryBytes(parameters.work_mem ?? '', MEMORY_UNITS.kB) ?? 0;
  const buffers = parameters.shared_buffers ?? DEFAULT_BUFFERS;
  const shared = buffersOf(model);
  const [idle, busy] = [connections * IDLE_SESSION, Math.ceil(connections / BUSY_ONE_IN) * work];
  const needed = shared + Math.max(idle, busy);
  const each =
    busy > idle
      ? `a quarter of which take their 'work_mem' of ${parameters.work_mem}`
      : `each of which takes at least ${IDLE_SESSION / MEMORY_UNITS.MB}MB`;
  return needed > quantityBytes(compute.memoryLimit)
    ? `${connections} connections, ${each}, and 'shared_buffers' of ${buffers} need ${Math.ceil(needed / MEMORY_UNITS.MB)}Mi, and the memory limit is ${compute.memoryLimit}; write fewer connections and a ConnectionPool, or more memory${busy > idle ? `, or less 'work_mem'` : ''}${shared > quantityBytes(compute.memoryLimit) / 2 ? `, or less 'shared_buffers'` : ''}`
    : undefined;
}

function hugePagesProblem({ parameters, compute }: ClusterModel): string | undefined {
  if (!isSwitchedOn(parameters.huge_pages)) {
    return undefined;
  }
  const otherSize = parameters.huge_page_size;
  if (otherSize !== undefined && ![0, 2 * MEMORY_UNITS.MB].includes(memoryBytes(otherSize, MEMORY_UNITS.kB) ?? 0)) {
    return `'huge_page_size' must be '2MB', the pages that 'compute.hugePages2Mi' asks for, got '${otherSize}'; leave it out`;
  }
  if (compute.hugePages2Mi === undefined) {
    return `'huge_pages' must not be 'on' without huge pages, got '${parameters.huge_pages}'; write compute: { hugePages2Mi: ... }, or leave it out for 'try'`;
  }
  const buffers = parameters.shared_buffers ?? DEFAULT_BUFFERS;
  return (memoryBytes(buffers, PAGE_BYTES) ?? 0) >= quantityBytes(compute.hugePages2Mi)
    ? `'compute.hugePages2Mi' must be more than 'shared_buffers', which is ${buffers}, got ${compute.hugePages2Mi}; write a tenth more, for what else the server shares`
    : undefined;
}
