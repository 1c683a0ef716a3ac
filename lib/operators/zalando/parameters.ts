import { ClusterModel } from '../../model/models';

/**
 * Parameters that Patroni and Spilo keep for themselves. Patroni starts the server with its own values, drops these from the
 * configuration or writes them over, and in no case says so.
 *
 * @see https://patroni.readthedocs.io/en/latest/patroni_configuration.html#important-rules
 */

const ARCHIVING = 'write a BackupPolicy';
const RECOVERY = 'remove it, Patroni decides how an instance recovers and whom it follows';
const PATRONI = 'remove it, Patroni sets it';
const TLS = 'remove it, the image has certificates and remote clients must use TLS';

const OWNED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    archive_cleanup_command: RECOVERY,
    archive_command: ARCHIVING,
    archive_library: ARCHIVING,
    archive_mode: ARCHIVING,
    restore_command: ARCHIVING,
    primary_conninfo: RECOVERY,
    primary_slot_name: RECOVERY,
    promote_trigger_file: RECOVERY,
    recovery_end_command: RECOVERY,
    recovery_min_apply_delay: RECOVERY,
    recovery_target: RECOVERY,
    recovery_target_action: RECOVERY,
    recovery_target_inclusive: RECOVERY,
    recovery_target_lsn: RECOVERY,
    recovery_target_name: RECOVERY,
    recovery_target_time: RECOVERY,
    recovery_target_timeline: RECOVERY,
    recovery_target_xid: RECOVERY,
    synchronous_standby_names: `write 'replication'`,
    cluster_name: PATRONI,
    config_file: PATRONI,
    data_directory: PATRONI,
    external_pid_file: PATRONI,
    hba_file: `write 'hbaRules'`,
    hot_standby: PATRONI,
    ident_file: PATRONI,
    listen_addresses: PATRONI,
    port: PATRONI,
    unix_socket_directories: PATRONI,
    ssl: TLS,
    ssl_ca_file: TLS,
    ssl_cert_file: TLS,
    ssl_crl_dir: TLS,
    ssl_crl_file: TLS,
    ssl_key_file: TLS,
  }),
);

/** Parameters that are not the user's, each with what to write instead. */
export function ownedParameterProblems({ parameters }: ClusterModel): string[] {
  return Object.entries(parameters)
    .filter(([name]) => OWNED.has(name))
    .map(([name, value]) => `'parameters' must not have '${name}', got '${value}'; ${OWNED.get(name)}`);
}

const MEGABYTES: Readonly<Record<string, number>> = { B: 2 ** -20, kB: 2 ** -10, MB: 1, GB: 2 ** 10, TB: 2 ** 20 };

/** A number, or a memory size in megabytes; NaN where it is neither, which rule HA-010 reports. */
function amount(value: string): number {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([kMGT]?B)?\s*$/.exec(value);
  return match ? Number(match[1]) * MEGABYTES[match[2] ?? 'MB']! : NaN;
}

/** What Patroni takes at the least, and how the least is written. */
const LEAST: ReadonlyMap<string, readonly [least: number, text: string]> = new Map([
  ['max_connections', [25, '25']],
  ['max_locks_per_transaction', [32, '32']],
  ['max_replication_slots', [4, '4']],
  ['max_wal_senders', [3, '3']],
  ['max_worker_processes', [2, '2']],
  ['wal_keep_size', [16, '16MB']],
]);

/** Values that PostgreSQL accepts and Patroni drops. */
export function droppedParameterProblems({ parameters }: ClusterModel): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    if (name === 'wal_level' && value.trim().toLowerCase() === 'minimal') {
      return [`'wal_level' must be 'replica' or 'logical', got '${value}'; remove it or write 'logical'`];
    }
    const [least, text] = LEAST.get(name) ?? [0, ''];
    return amount(value) < least ? [`'${name}' must be at least ${text}, got '${value}'; remove it or write ${text} or more`] : [];
  });
}
