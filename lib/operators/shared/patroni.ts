import { Duration } from 'cdk8s';
import { MEMORY_UNITS, memoryBytes } from '../../model/memory-size';
import { ClusterModel } from '../../model/cluster-model';
import { sizeBytes } from '../../model/quantity';
import { duration } from '../../private/pod-shapes';
import { Shape, boolean, optional } from '../../private/shape';
import { size } from '../../private/value-shapes';
import { PatroniOptions } from '../patroni-options';

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

/** What the timing may hold. */
export const PATRONI: Shape<PatroniOptions> = {
  ttl: optional(duration),
  loopWait: optional(duration),
  retryTimeout: optional(duration),
  maximumLagOnFailover: optional(size),
  failsafeMode: optional(boolean),
};

/** Patroni's own, in seconds. */
export const PATRONI_DEFAULTS = { ttl: 30, loopWait: 10, retryTimeout: 10 };

/** Below these Patroni takes its own bound without a word. */
const LEAST_SECONDS = { ttl: 20, loopWait: 1, retryTimeout: 3 };

/** What is wrong with the timing of Patroni, which would take other values than these by itself. */
export function timingProblems(patroni: PatroniOptions | undefined): string[] {
  if (patroni === undefined) {
    return [];
  }
  const given = { ttl: seconds(patroni.ttl), loopWait: seconds(patroni.loopWait), retryTimeout: seconds(patroni.retryTimeout) };
  const names = Object.keys(LEAST_SECONDS) as (keyof typeof LEAST_SECONDS)[];
  const each = names.flatMap((name) => {
    const value = given[name];
    return value === undefined || (Number.isInteger(value) && value >= LEAST_SECONDS[name])
      ? []
      : [`'operator.patroni.${name}' must be whole seconds, at least ${LEAST_SECONDS[name]}, got ${value}`];
  });
  const [ttl, loopWait, retryTimeout] = names.map((name) => given[name] ?? PATRONI_DEFAULTS[name]) as [number, number, number];
  const { maximumLagOnFailover: lag } = patroni;
  return [
    ...each,
    ...(each.length === 0 && loopWait + 2 * retryTimeout > ttl
      ? [
          `'operator.patroni.ttl' must be at least 'loopWait' and twice 'retryTimeout', which are ${loopWait} and ${retryTimeout} seconds, got ${ttl}; write ${loopWait + 2 * retryTimeout} seconds or more`,
        ]
      : []),
    ...(lag === undefined || Number.isInteger(sizeBytes(lag)) ? [] : [`'operator.patroni.maximumLagOnFailover' must be whole bytes`]),
  ];
}

/** A duration in seconds, with a fraction where it has one. */
export const seconds = (time: Duration | undefined): number | undefined => (time === undefined ? undefined : time.toMilliseconds() / 1000);

/** A lag in bytes. */
export const lagBytes = ({ maximumLagOnFailover: lag }: PatroniOptions): number | undefined => lag && sizeBytes(lag);
