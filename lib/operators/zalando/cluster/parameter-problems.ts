import { ClusterModel } from '../../../model/cluster-model';
import { droppedByPatroni } from '../../shared/patroni';

/**
 * Parameters that Patroni and Spilo keep for themselves. Patroni starts the server with its own values, drops these from the
 * configuration or writes them over, and in no case says so.
 *
 * @see https://patroni.readthedocs.io/en/latest/patroni_configuration.html#important-rules
 */

const ARCHIVING = 'write a BackupPolicy';
const RECOVERY = 'remove it, Patroni decides how an instance recovers and whom it follows';
const PATRONI = 'remove it, Patroni sets it';
const SOCKETS = 'remove it, the scripts of the image and the backups look for the socket where it is by default';
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
    unix_socket_directories: SOCKETS,
    unix_socket_group: SOCKETS,
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

/** Values that PostgreSQL accepts and Patroni drops. */
export function droppedParameterProblems(model: ClusterModel): string[] {
  const { wal_level: level } = model.parameters;
  return [
    ...(level?.trim().toLowerCase() === 'minimal'
      ? [`'wal_level' must be 'replica' or 'logical', got '${level}'; remove it or write 'logical'`]
      : []),
    ...droppedByPatroni(model),
  ];
}
