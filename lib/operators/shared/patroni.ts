import { MEMORY_UNITS, memoryBytes } from '../../model/memory-size';
import { ClusterModel } from '../../model/cluster-model';

/**
 * What Patroni, which two of the operators hand replication and parameters to, ignores or gets wrong.
 *
 * @see https://patroni.readthedocs.io/en/latest/patroni_configuration.html
 */

/** What Patroni takes at the least, and how the least is written. */
const LEAST: ReadonlyMap<string, readonly [least: number, text: string]> = new Map([
  ['max_connections', [25, '25']],
  ['max_locks_per_transaction', [32, '32']],
  ['max_replication_slots', [4, '4']],
  ['max_wal_senders', [3, '3']],
  ['max_worker_processes', [2, '2']],
  ['wal_keep_size', [16, '16MB']],
]);

/** Words for true and false that Patroni knows; PostgreSQL takes their beginnings as well. */
const BOOLEAN = /^(on|off|true|false|yes|no|1|0)$/i;

/** Switches that Patroni reads before it passes them on. */
const SWITCHES: ReadonlySet<string> = new Set(['track_commit_timestamp', 'wal_log_hints']);

/** Values that PostgreSQL accepts and Patroni drops without a word. */
export function droppedByPatroni({ parameters }: ClusterModel): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    if (SWITCHES.has(name) && !BOOLEAN.test(value)) {
      return [`'${name}' must be 'on' or 'off', got '${value}'; write one of them in full`];
    }
    const [least, text] = LEAST.get(name) ?? [0, ''];
    return amount(value) < least ? [`'${name}' must be at least ${text}, got '${value}'; remove it or write ${text} or more`] : [];
  });
}

/** A strict mode that Patroni does not keep: it lowers the number of standbys to those that are left. */
export function loweredByPatroni({ replication }: ClusterModel): string | undefined {
  return replication.standbys > 1 && !replication.writesWithoutStandby
    ? `'replication' must wait for 1 standby or go on without, got ${replication.standbys} standbys and writesWithoutStandby: false; write standbys: 1 or writesWithoutStandby: true`
    : undefined;
}

/** A number as PostgreSQL reads it, or a memory size in megabytes; NaN where it is neither, which rule HA-010 reports. */
function amount(value: string): number {
  return (memoryBytes(value, MEMORY_UNITS.MB) ?? NaN) / MEMORY_UNITS.MB;
}
