import { ClusterModel } from '../../../model/cluster-model';
import { MEMORY_UNITS, MemoryUnit } from '../../../model/memory-size';
import { Rule } from '../../../private/rules';
import { STORED_PASSWORDS, storedPasswordProblem } from '../../shared/stored-passwords';
import { ClusterContext } from '../rule-contexts';

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Parameters that the operator sets or blocks (`FixedConfigurationParameters`). */
export const FIXED_PARAMETERS = words(`
  allow_system_table_mods archive_cleanup_command archive_command archive_mode bonjour bonjour_name cluster_name config_file data_directory
  data_sync_retry event_source external_pid_file hba_file hot_standby ident_file jit_provider listen_addresses log_destination log_directory
  log_file_mode log_filename log_rotation_age log_rotation_size log_truncate_on_rotation logging_collector pg_failover_slots.primary_dsn
  pg_failover_slots.standby_slot_names port primary_conninfo primary_slot_name promote_trigger_file recovery_end_command
  recovery_min_apply_delay recovery_target recovery_target_action recovery_target_inclusive recovery_target_lsn recovery_target_name
  recovery_target_time recovery_target_timeline recovery_target_xid restart_after_crash restore_command shared_preload_libraries ssl
  ssl_ca_file ssl_cert_file ssl_crl_file ssl_dh_params_file ssl_ecdh_curve ssl_key_file ssl_passphrase_command
  ssl_passphrase_command_supports_reload ssl_prefer_server_ciphers stats_temp_directory synchronized_standby_slots
  synchronous_standby_names syslog_facility syslog_ident syslog_sequence_numbers syslog_split_messages temp_tablespaces
  unix_socket_directories unix_socket_group unix_socket_permissions
`);

/** Accepted without a word and then overwritten. */
const OVERWRITTEN_PARAMETERS = ['allow_alter_system'];

/** Told by HA-011 on every operator. */
const TOLD_ELSEWHERE = ['shared_preload_libraries'];

/** What to write for a fixed parameter; where nothing stands here there is nothing to write. */
const INSTEAD: { readonly [name: string]: string } = {
  allow_alter_system: `remove it or patch /spec/postgresql/enableAlterSystem`,
  archive_command: 'add a BackupPolicy',
  archive_mode: 'add a BackupPolicy',
  hba_file: `write 'hbaRules'`,
  synchronous_standby_names: `write 'replication'`,
};

/** What a cluster may not set. */
const KEPT_PARAMETERS = [...FIXED_PARAMETERS, ...OVERWRITTEN_PARAMETERS];

const PARAMETER_NAME = /^[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*)?$/;

const SIZE_FORM = `a number with a unit (${Object.keys(MEMORY_UNITS).join(', ')})`;

/** PostgreSQL's own defaults, which the webhook compares with too. */
const WAL_SIZES = { min_wal_size: '80MB', max_wal_size: '1GB' } as const;

const REFUSED = 'the admission webhook of CloudNativePG refuses the cluster';

/** Extensions that come and go with parameters of theirs (`ManagedExtensions`), and a parameter with the value that it has anyway. */
const MANAGED: { readonly [extension: string]: readonly [parameter: string, byDefault: string] } = {
  pg_stat_statements: ['pg_stat_statements.track', 'top'],
  pgaudit: ['pgaudit.log', 'none'],
};

/** What of the PostgreSQL parameters the operator refuses or overwrites. */
export const PARAMETER_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-002',
    summary: 'no parameter is one that the operator keeps for itself',
    why: 'CloudNativePG refuses the cluster or overwrites the parameter',
    check: ({ model: { parameters } }) =>
      KEPT_PARAMETERS.filter((name) => parameters[name] !== undefined && !TOLD_ELSEWHERE.includes(name)).map(
        (name) =>
          `'parameters' must not have '${name}', which CloudNativePG sets, got '${parameters[name]}'; ${INSTEAD[name] ?? 'remove it'}`,
      ),
  },
  {
    id: 'CNPG-003',
    summary: 'parameter names are letters, digits, _ and $, with at most one dot',
    why: REFUSED,
    check: ({ model: { parameters } }) =>
      Object.keys(parameters)
        .filter((name) => !PARAMETER_NAME.test(name))
        .map((name) => `'parameters' must have names of letters, digits, '_' and '$' with at most one '.', got '${name}'`),
  },
  {
    id: 'CNPG-004',
    summary: 'wal_level is logical or replica',
    why: 'WAL is archived and replicated, which minimal WAL does not allow, and the admission webhook takes no other spelling',
    check: ({ model: { parameters } }) =>
      parameters.wal_level === undefined || ['logical', 'replica'].includes(parameters.wal_level)
        ? undefined
        : `'wal_level' must be 'logical' or 'replica', got '${parameters.wal_level}'; leave it out for 'logical'`,
  },
  {
    id: 'CNPG-005',
    summary: 'shared_buffers has a unit',
    why: 'without one CloudNativePG counts megabytes and PostgreSQL pages of 8 kB, so the check against the memory request goes wrong',
    check: ({ model: { parameters } }) => {
      const value = parameters.shared_buffers;
      return value === undefined || bytes(value) !== undefined
        ? undefined
        : `'shared_buffers' must be ${SIZE_FORM}, got '${value}'; write for example '256MB'`;
    },
  },
  {
    id: 'CNPG-006',
    summary: 'min_wal_size is below max_wal_size, and both are sizes as the operator reads them',
    why: REFUSED,
    check: ({ model }) => walSizeProblems(model),
  },
  {
    id: 'CNPG-007',
    summary: 'wal_log_hints is on where there are replicas',
    why: `${REFUSED}: a former primary could not be rewound`,
    check: ({ model: { parameters, instances } }) =>
      instances > 1 && parameters.wal_log_hints !== undefined && !isOn(parameters.wal_log_hints)
        ? `'wal_log_hints' must be 'on' with ${instances} instances, got '${parameters.wal_log_hints}'; leave it out`
        : undefined,
  },
  {
    id: 'CNPG-199',
    ...STORED_PASSWORDS,
    check: ({ model }) => storedPasswordProblem(model),
  },
  {
    id: 'CNPG-200',
    summary: 'an extension that the operator creates and drops by parameters has one',
    why: 'CloudNativePG drops it from all databases whenever a primary starts, or fails to and does not go on, where others are made of it: no library and no database tells it that somebody wants it, a parameter does',
    check: ({ model }) => managedProblems(model),
  },
  {
    id: 'CNPG-009',
    summary: 'pg_failover_slots goes with hot_standby_feedback',
    why: REFUSED,
    check: ({ model: { parameters } }) =>
      Object.keys(parameters).some((name) => name.startsWith('pg_failover_slots.')) && !isOn(parameters.hot_standby_feedback ?? 'off')
        ? `'hot_standby_feedback' must be 'on' with parameters of pg_failover_slots, got '${parameters.hot_standby_feedback ?? 'off'}'; write 'on'`
        : undefined,
  },
];

function walSizeProblems({ parameters }: ClusterModel): string[] {
  const names = ['min_wal_size', 'max_wal_size'] as const;
  const given = names.filter((name) => parameters[name] !== undefined);
  if (given.length === 0) {
    return [];
  }
  const [min, max] = names.map((name) => bytes(parameters[name] ?? WAL_SIZES[name], 'MB'));
  const unreadable = given.filter((name) => bytes(parameters[name]!, 'MB') === undefined);
  if (unreadable.length > 0) {
    return unreadable.map((name) => `'${name}' must be ${SIZE_FORM}, got '${parameters[name]}'`);
  }
  // That they fit into the volume rule HA-060 says, on every operator.
  return min! >= max!
    ? [
        `'min_wal_size' must be less than 'max_wal_size', got '${parameters.min_wal_size ?? WAL_SIZES.min_wal_size}' and '${parameters.max_wal_size ?? WAL_SIZES.max_wal_size}'`,
      ]
    : [];
}

/** A size as the operator reads it, which is less than what PostgreSQL reads; undefined where it cannot. */
function bytes(value: string, defaultUnit?: MemoryUnit): number | undefined {
  const match = /^(\d+)(\.\d+)? *(B|kB|MB|GB|TB)?$/.exec(value);
  const unit = (match?.[3] as MemoryUnit | undefined) ?? defaultUnit;
  // It takes fractions of the larger units only, and none without a unit.
  const whole = match?.[2] === undefined || (match[3] !== undefined && match[3] !== 'B');
  return match && whole && unit ? Number(`${match[1]}${match[2] ?? ''}`) * MEMORY_UNITS[unit] : undefined;
}

/** Whether a boolean of PostgreSQL is true: any beginning of a word counts, as long as it is no beginning of another one. */
function isOn(value: string): boolean {
  const word = value.toLowerCase();
  return word === 'on' || word === '1' || (word !== '' && ['true', 'yes'].some((each) => each.startsWith(word)));
}

/** Extensions of databases, and those of SQL of one's own, that the operator would drop. */
function managedProblems({ databases, creation, parameters }: ClusterModel): string[] {
  const unwanted = Object.entries(MANAGED).filter(
    ([name]) => !Object.keys(parameters).some((parameter) => parameter.startsWith(`${name}.`)),
  );
  return unwanted.flatMap(([name, [parameter, byDefault]]) => {
    const created = new RegExp(`\\bcreate\\s+extension\\s+(if\\s+not\\s+exists\\s+)?"?${name}\\b`, 'i');
    return [
      ...databases.filter(({ extensions = [] }) => extensions.some((extension) => extension.name === name)).map((one) => `'${one.name}'`),
      ...(creation.sql ?? []).filter(({ sql = '' }) => created.test(sql)).map(({ database }) => `the SQL for '${database}'`),
    ].map(
      (place) =>
        `the extension '${name}' must have a parameter of its own, got it in ${place} and none in 'parameters'; write for example parameters: { '${parameter}': '${byDefault}' }`,
    );
  });
}
