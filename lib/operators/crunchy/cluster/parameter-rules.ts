import { POSTGRES_PORT } from '../../../model/service-address';
import { Rule } from '../../../private/rules';
import { parameterSpec } from './cluster-spec';
import { ClusterContext } from '../rule-contexts';
import { versionFacts } from '../versions';

/** Parameters that PGO's schema refuses, and where they are set instead. A name that ends in `*` stands for all that begin like it. */
export const KEPT_PARAMETERS: readonly (readonly [string, string])[] = [
  ['config_file', 'PGO writes the file'],
  ['data_directory', 'PGO chooses the folder'],
  ['external_pid_file', 'PGO reads no such file'],
  ['hba_file', `write the lines as 'hbaRules'`],
  ['ident_file', 'PGO writes the file'],
  ['listen_addresses', 'PGO listens on all addresses'],
  ['port', `it is ${POSTGRES_PORT} on every operator of this library`],
  ['ssl', 'TLS is always on'],
  ['ssl_*', 'PGO has the certificates in its hands'],
  ['unix_socket_*', 'PGO talks to the server through its socket'],
  ['wal_log_hints', 'it is always on'],
  ['archive_mode', 'write a BackupPolicy'],
  ['archive_command', 'write a BackupPolicy'],
  ['restore_command', 'write a BackupPolicy'],
  ['recovery_target*', 'PGO sets it when it restores'],
  ['hot_standby', 'it is always on'],
  ['synchronous_standby_names', `write 'replication'`],
  ['primary_conninfo', 'Patroni sets it'],
  ['primary_slot_name', 'Patroni sets it'],
  ['recovery_min_apply_delay', 'PGO has no delayed replicas'],
  ['cluster_name', 'it is the name of the cluster'],
  ['logging_collector', 'it is always on'],
  ['log_file_mode', 'PGO needs its own'],
];

/** Exceptions from the names that end in `*`. */
const FREE_PARAMETERS = ['ssl_groups', 'ssl_ecdh_curve'];

const MAX_PARAMETERS = 50;

const LOG_FOLDER = '/logs/postgres';

/** What PGO's schema says of the parameters of a cluster. */
export const PARAMETER_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-019',
    summary: 'parameters that PGO keeps for itself are left alone',
    why: 'the API server refuses the cluster object',
    check: ({ model }) =>
      Object.keys(model.parameters).flatMap((name) => {
        const kept = FREE_PARAMETERS.includes(name) ? undefined : KEPT_PARAMETERS.find(([pattern]) => covers(pattern, name));
        return kept ? [`'parameters' must not have '${name}', which PGO sets; leave it out: ${kept[1]}`] : [];
      }),
  },
  {
    id: 'PGO-020',
    summary: 'wal_level is logical',
    why: 'PGO sets it to logical in any case, and the API server refuses the cluster object with another value',
    check: ({ model }) => {
      const level = model.parameters.wal_level;
      return level === undefined || level === 'logical' ? undefined : `'wal_level' must be 'logical', got '${level}'; leave it out`;
    },
  },
  {
    id: 'PGO-021',
    summary: 'ssl_groups needs PostgreSQL 18',
    why: 'the API server refuses the cluster object',
    check: ({ model }) =>
      model.parameters.ssl_groups !== undefined && !(model.version.majorNumber >= 18)
        ? `'ssl_groups' must not be set before PostgreSQL 18, got version '${model.version.major}'; write 'ssl_ecdh_curve'`
        : undefined,
  },
  {
    id: 'PGO-022',
    summary: `there are at most ${MAX_PARAMETERS} parameters, the preload libraries counting as one`,
    why: 'the API server refuses the cluster object',
    check: ({ model }) => {
      const count = Object.keys(parameterSpec(model)).length;
      return count > MAX_PARAMETERS
        ? `'parameters' must be at most ${MAX_PARAMETERS}, got ${count}; leave out those that have PostgreSQL's default`
        : undefined;
    },
  },
  {
    id: 'PGO-023',
    summary: 'log_directory is one that PGO 6.0 has a volume for',
    why: 'the API server refuses the cluster object, since logs elsewhere could fill the disk of the node',
    check: ({ model, settings }) => {
      const folder = model.parameters.log_directory;
      const volumes = ['/pgdata', ...(model.walStorage ? ['/pgwal'] : [])].map((volume) => volume + LOG_FOLDER);
      return !versionFacts(settings).checksLogPlaces ||
        folder === undefined ||
        folder === 'log' ||
        volumes.some((volume) => folder === volume || folder.startsWith(`${volume}/`))
        ? undefined
        : `'log_directory' must be 'log' or ${volumes.map((volume) => `'${volume}'`).join(' or ')} or a folder below it, got '${folder}'; leave it out`;
    },
  },
  {
    id: 'PGO-029',
    summary: 'archive_library is not set',
    why: 'PGO archives with archive_command, and PostgreSQL archives nothing or elsewhere with both, until WAL fills the volume',
    check: ({ model }) => {
      const library = model.parameters.archive_library;
      return library === undefined || library === ''
        ? undefined
        : `'archive_library' must not be set, got '${library}'; leave it out and write a BackupPolicy`;
    },
  },
];

function covers(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
