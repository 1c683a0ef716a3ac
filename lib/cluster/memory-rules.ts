import { MEMORY_UNITS, memoryBytes } from '../model/memory-size';
import { quantityBytes } from '../model/quantity';
import { maxConnections } from '../operators/max-connections';
import { Rule } from '../private/rules';
import { DEFAULT_BUFFERS, ResourceContext, buffersOf } from './resource-rules';

/** PostgreSQL's own defaults. */
const DEFAULTS = { maintenance_work_mem: '64MB', autovacuum_max_workers: '3', locks: 64 } as const;

/** Up to PostgreSQL 16 VACUUM remembers dead rows in a single piece of memory, which cannot be larger. */
const LARGEST_PIECE = MEMORY_UNITS.GB;

/**
 * Bytes that the server takes at its start for a lock of the tables of locks and of predicate locks, and the processes of its own that count
 * beside connections; measured with `postgres -C shared_memory_size` on PostgreSQL 15 to 18.
 */
const LOCK_BYTES = { max_locks_per_transaction: 400, max_pred_locks_per_transaction: 250 } as const;
const OWN_PROCESSES = 20;

/** What maintenance and the tables of the server take of the memory of an instance, where the program says how much. */
export const MEMORY_RULES: readonly Rule<ResourceContext>[] = [
  {
    id: 'HA-139',
    summary: 'the memory limit is enough for shared_buffers and for maintenance, that of all workers of autovacuum included',
    why: 'an index that is built, or tables that are vacuumed at the same moment, have the server killed, and all sessions end at once',
    check: maintenanceProblems,
  },
  {
    id: 'HA-141',
    summary: 'the memory limit is enough for shared_buffers and for the tables of locks',
    why: 'the server takes that memory when it starts: it does not start, or is killed before it answers',
    check: lockProblem,
  },
];

const sizeOf = (value: string): number => memoryBytes(value, MEMORY_UNITS.kB) ?? 0;

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / MEMORY_UNITS.MB)}Mi`;

function maintenanceProblems({ model }: ResourceContext): string[] {
  const { parameters, compute, version } = model;
  const { maintenance_work_mem: maintenance, autovacuum_work_mem: own, autovacuum_max_workers: workers } = parameters;
  const [limit, buffers] = [quantityBytes(compute.memoryLimit), buffersOf(model)];
  const beside = `'shared_buffers' of ${parameters.shared_buffers ?? DEFAULT_BUFFERS}`;
  const room = (needed: number): string =>
    `need ${mebibytes(needed)}, and the memory limit is ${compute.memoryLimit}; write less, or more memory`;

  const alone = buffers + sizeOf(maintenance ?? '');
  if (alone > limit && maintenance !== undefined && sizeOf(maintenance) > 0) {
    return [`'maintenance_work_mem' of ${maintenance}, which each index that is built takes, and ${beside} ${room(alone)}`];
  }
  // Nobody is refused for a default; -1 is that of maintenance.
  if ((maintenance ?? own ?? workers) === undefined) {
    return [];
  }
  const [name, value] =
    sizeOf(own ?? '') > 0 ? ['autovacuum_work_mem', own!] : ['maintenance_work_mem', maintenance ?? DEFAULTS.maintenance_work_mem];
  const each = version.majorNumber < 17 ? Math.min(sizeOf(value), LARGEST_PIECE) : sizeOf(value);
  const count = Number(workers ?? DEFAULTS.autovacuum_max_workers);
  const together = buffers + count * each;
  return together > limit
    ? [
        `${count} workers of autovacuum, each of which takes up to the '${name}' of ${value}, and ${beside} ${room(together)}, or fewer workers`,
      ]
    : [];
}

function lockProblem({ model, facts, server }: ResourceContext): string | undefined {
  const { parameters, compute } = model;
  const connections = maxConnections(model, facts, server);
  const [given] = (['max_locks_per_transaction', 'max_pred_locks_per_transaction', 'max_prepared_transactions'] as const)
    .filter((name) => parameters[name] !== undefined)
    .sort((a, b) => Number(parameters[b]) - Number(parameters[a]));
  if (connections === undefined || given === undefined) {
    return undefined;
  }
  const holders = connections + Number(parameters.max_prepared_transactions ?? 0) + OWN_PROCESSES;
  const tables = Object.entries(LOCK_BYTES).reduce(
    (sum, [name, bytes]) => sum + Number(parameters[name] ?? DEFAULTS.locks) * holders * bytes,
    0,
  );
  const needed = buffersOf(model) + tables;
  return needed > quantityBytes(compute.memoryLimit)
    ? `'${given}' of ${parameters[given]} with ${connections} connections and 'shared_buffers' of ${parameters.shared_buffers ?? DEFAULT_BUFFERS} need ${mebibytes(needed)}, and the memory limit is ${compute.memoryLimit}; write fewer, or more memory`
    : undefined;
}
