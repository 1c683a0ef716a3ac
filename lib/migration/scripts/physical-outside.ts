import { PLAN, PreflightFinding, says } from './preflight-finding';

/** What a configuration that nobody in the program has written brings along, and who stands at its server. */

/** A finding, which the preflight of a migration by files reads from the catalogs of the source themselves. */
export interface SourceFinding extends Pick<PreflightFinding, 'kind' | 'when' | 'text'> {
  /** Where its rows come from; once if absent. */
  readonly from?: string;
}

/** Whether nobody but who runs the server knows how it is configured. */
const IS_OUTSIDE = `${PLAN} #> '{target,compared}' IS NOT NULL`;

const STREAMS_AS = `${PLAN} #>> '{streamingRole,name}'`;

const IN_DATA = (file: string): string => `pg_catalog.starts_with(${file}, current_setting('data_directory') || '/')`;

/** Settings that hold at a target that goes on with the configuration of its source, which no manifest takes away, and with which it does not work. */
const HARMFUL = [
  'synchronous_standby_names',
  'synchronized_standby_slots',
  'primary_slot_name',
  'recovery_min_apply_delay',
  'recovery_target',
  'recovery_target_lsn',
  'recovery_target_name',
  'recovery_target_time',
  'recovery_target_xid',
  'archive_library',
];

/** What of them a server has in its own configuration; nothing else is looked at where an operator writes it anew. */
const HARMFUL_SETTING = `FROM (SELECT DISTINCT f.name, f.setting FROM pg_catalog.pg_file_settings f
      WHERE f.name = ANY (ARRAY[${HARMFUL.map((name) => `'${name}'`).join(', ')}]) AND f.setting NOT IN ('', '0') AND f.sourcefile LIKE '%/postgresql.conf'
        AND ${IN_DATA('f.sourcefile')}) AS f`;

const GOES_ON_WITH_IT = `${PLAN} #> '{target,ownFiles}' IS NOT NULL`;

/** What is looked for at the source before it is copied, and at the target that has been. */
export const CARRIED: SourceFinding = {
  kind: 'blocker',
  from: HARMFUL_SETTING,
  when: GOES_ON_WITH_IT,
  text: says(
    `the configuration of the source sets '%s' to %L, which would hold at the target for ever, where commits or replay wait for what is not there: take it out, which a Patroni that is reloaded does by itself with what it has left there, and let the target be copied anew if it is there already`,
    'f.name',
    'f.setting',
  ),
};

/** Settings that a person writes down for the target, where nobody else knows of them. */
const WORTH_SAYING = ['shared_buffers', 'huge_pages', 'io_method', 'session_preload_libraries', 'local_preload_libraries'];

/** What holds for a server outside, which no operator of the program looks after. */
export const OF_SERVER_OUTSIDE: readonly SourceFinding[] = [
  {
    kind: 'blocker',
    from: `FROM jsonb_each_text(${PLAN} #> '{target,compared}') AS w (name, value) JOIN pg_catalog.pg_settings s USING (name)`,
    when: 's.setting::bigint > w.value::bigint',
    text: says(
      `'%s' of the source is %s and of the target %s, which may not start: write parameters: { %1$s: '%2$s' } there, or lower it at the source`,
      's.name',
      's.setting',
      'w.value',
    ),
  },
  {
    kind: 'blocker',
    when: `${IS_OUTSIDE} AND NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'postgres' AND rolsuper AND rolcanlogin)`,
    text: says(
      `the source has no superuser 'postgres', as whom the operator of the target looks after its servers: CREATE ROLE postgres SUPERUSER LOGIN, or ALTER ROLE`,
    ),
  },
  {
    kind: 'blocker',
    when: `${IS_OUTSIDE} AND NOT EXISTS (SELECT FROM pg_catalog.pg_hba_file_rules h
      WHERE 'replication' = ANY (h.database) AND h.type IN ('host', 'hostssl', 'hostnogssenc') AND h.user_name && ARRAY['all', ${STREAMS_AS}]
        AND h.auth_method IN ('scram-sha-256', 'md5', 'password', 'trust') AND coalesce(h.address, '') NOT IN ('127.0.0.1', '::1', 'localhost', 'samehost'))`,
    text: says(
      `pg_hba.conf of the source lets the role %I replicate from no other host: add 'hostssl replication %1$I <network of the pods> scram-sha-256', and reload it`,
      STREAMS_AS,
    ),
  },
  {
    kind: 'blocker',
    from: 'FROM (SELECT DISTINCT sourcefile FROM pg_catalog.pg_file_settings) AS f',
    when: `${IS_OUTSIDE} AND ${IN_DATA(`current_setting('config_file')`)} AND NOT ${IN_DATA('f.sourcefile')}`,
    text: says(
      'the configuration in the data directory of the source includes %s, which does not come with it: no server starts without, or it goes without its settings; move them into postgresql.conf',
      'f.sourcefile',
    ),
  },
  {
    kind: 'blocker',
    from: `FROM (SELECT DISTINCT name FROM pg_catalog.pg_file_settings
      WHERE name IN ('data_directory', 'ssl_crl_file', 'ssl_crl_dir', 'ssl_dh_params_file') AND setting <> '' AND ${IN_DATA('sourcefile')}) AS f`,
    when: IS_OUTSIDE,
    text: says(
      `the configuration in the data directory of the source sets '%s', with which the target does not start, or lets nobody in: take the line out, and give it to the server by its command line meanwhile`,
      'f.name',
    ),
  },
  {
    kind: 'blocker',
    when: `${IS_OUTSIDE} AND NOT ${IN_DATA(`current_setting('config_file')`)} AND EXISTS (SELECT FROM pg_catalog.pg_ls_dir('.') AS f WHERE f = 'postgresql.conf')`,
    text: says('the data directory of the source has a postgresql.conf that the server does not use, and the target would: move it away'),
  },
  {
    kind: 'blocker',
    when: `${IS_OUTSIDE} AND NOT ${IN_DATA(`current_setting('config_file')`)}
      AND (SELECT setting::bigint FROM pg_catalog.pg_settings WHERE name = 'wal_segment_size') > 32 * 1024 * 1024 AND NOT (${PLAN} #> '{target,compared}' ? 'min_wal_size')`,
    text: says(
      `files of WAL of the source are of %s, and the target does not start with the 'min_wal_size' that it has without the configuration of the source: write parameters: { min_wal_size: '1GB' } there`,
      `current_setting('wal_segment_size')`,
    ),
  },
  {
    kind: 'blocker',
    from: `FROM jsonb_array_elements(${PLAN} -> 'databases') AS p JOIN pg_catalog.pg_database d ON d.datname = p ->> 'source'
      JOIN pg_catalog.pg_roles o ON o.oid = d.datdba LEFT JOIN pg_catalog.pg_roles r ON r.rolname = p ->> 'owner'`,
    when: `${IS_OUTSIDE} AND (r.rolname IS NULL OR NOT r.rolcanlogin OR o.rolname <> r.rolname)`,
    text: says(
      `database %I belongs to %I, and in the program to %L, as whom applications of the target log in: write that owner there, or make it so by CREATE ROLE ... LOGIN and ALTER DATABASE %1$I OWNER TO`,
      'd.datname',
      'o.rolname',
      `p ->> 'owner'`,
    ),
  },
  {
    kind: 'warning',
    from: `FROM (SELECT DISTINCT f.name, f.setting FROM pg_catalog.pg_file_settings f
      WHERE f.name = ANY (ARRAY[${WORTH_SAYING.map((name) => `'${name}'`).join(', ')}]) AND f.setting <> '' AND ${IN_DATA('f.sourcefile')}) AS f`,
    when: IS_OUTSIDE,
    text: says(
      `'%s' is %L in the configuration that comes along, and holds at the target too: write what it shall be into its 'parameters'`,
      'f.name',
      'f.setting',
    ),
  },
  {
    kind: 'warning',
    when: `${IS_OUTSIDE} AND current_setting('shared_preload_libraries') <> ''`,
    text: says(
      `the source preloads %s, and the target what its program says: write those that count as its libraries`,
      `current_setting('shared_preload_libraries')`,
    ),
  },
  {
    kind: 'warning',
    when: `${IS_OUTSIDE} AND current_setting('wal_keep_size') = '0'`,
    text: says(
      `'wal_keep_size' of the source is 0, and a target that is away for a moment may never come back: set it in its configuration to more than it writes in an hour, and reload it`,
    ),
  },
];
