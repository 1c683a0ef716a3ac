import { MigrationPlan } from '../migration-plan';
import { OWN_RELATION, QUIET_LOG, RELATIONS } from './fragments';
import { IS_CLOSED, PLAN, PreflightFinding, findingsQuery, isLeft, says } from './preflight-finding';
import { script } from './shell';

/** A finding, which this preflight reads from the catalogs of the source themselves. */
interface Finding extends Pick<PreflightFinding, 'kind' | 'when' | 'text'> {
  /** Where its rows come from; once if absent. */
  readonly from?: string;
}

/** Whether a role has a password that a server which asks for SCRAM refuses. */
const IS_MD5 = `a.rolcanlogin AND a.rolpassword LIKE 'md5%'`;

/** A database that nobody has named. */
const OTHER_DATABASE: Pick<Finding, 'from' | 'when'> = {
  from: 'FROM pg_catalog.pg_database d',
  when: `NOT d.datistemplate AND d.datname <> 'postgres'
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(${PLAN} -> 'databases') AS p WHERE p ->> 'source' = d.datname)`,
};

const SUBSCRIBED: Finding = {
  kind: 'blocker',
  from: 'FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid',
  when: 's.subenabled',
  text: says(
    'subscription %I of the database %I would be there twice once the target is promoted, and apply the same changes at both sides: ALTER SUBSCRIPTION %1$I DISABLE, or drop it',
    's.subname',
    'd.datname',
  ),
};

/** What may have come since, and would go on at both sides. */
const LATE: readonly Finding[] = [
  {
    kind: 'blocker',
    ...OTHER_DATABASE,
    text: says(
      `database %I has come since, and nobody would close it: drop it, or name it in 'databases' and take the step 'follow' with that`,
      'd.datname',
    ),
  },
  SUBSCRIBED,
];

/** What holds for the server. */
const OF_SERVER: readonly Finding[] = [
  {
    kind: 'blocker',
    when: `current_setting('wal_level') = 'minimal'`,
    text: says(`'wal_level' of the source is 'minimal' and must be 'replica' at least; set it there and restart the server`),
  },
  {
    // What follows already has what it needs.
    kind: 'blocker',
    from: `FROM (SELECT current_setting('max_wal_senders')::int - count(*) AS free FROM pg_catalog.pg_stat_replication) AS w`,
    when: `w.free < 2 AND NOT EXISTS (SELECT FROM cdk8s_postgres.migration WHERE name = ${PLAN} ->> 'name' AND phase = 'preflight')`,
    text: says(
      `the source has %s of 'max_wal_senders' left and 2 are needed, for files and WAL; raise it there and restart the server`,
      'greatest(w.free, 0)',
    ),
  },
  {
    kind: 'blocker',
    from: `FROM (VALUES ('block_size', '8192'), ('wal_block_size', '8192'), ('segment_size', '131072')) AS w (name, setting)
      JOIN pg_catalog.pg_settings s USING (name)`,
    when: 's.setting <> w.setting',
    text: says(
      `'%s' of the source is %s, and the programs of the target are made with %s; take another method`,
      's.name',
      's.setting',
      'w.setting',
    ),
  },
  {
    kind: 'blocker',
    from: 'FROM pg_catalog.pg_tablespace t',
    when: `t.spcname !~ '^pg_'`,
    text: says(
      'tablespace %I has a path of its own, which the target does not have: move what it holds to pg_default (ALTER TABLE ALL IN TABLESPACE, ALTER DATABASE), and DROP TABLESPACE %1$I',
      't.spcname',
    ),
  },
  {
    kind: 'blocker',
    ...OTHER_DATABASE,
    text: says(`database %I comes too, for files are those of all databases: name it in 'databases', or drop it`, 'd.datname'),
  },
  SUBSCRIBED,
  {
    kind: 'blocker',
    from: 'FROM pg_catalog.pg_prepared_xacts x',
    text: says(
      'prepared transaction %L of the database %I may write after the cut over, and holds its locks at the target: COMMIT PREPARED %1$L or ROLLBACK PREPARED %1$L',
      'x.gid',
      'x.database',
    ),
  },
  {
    kind: 'blocker',
    from: `FROM (SELECT DISTINCT f.name FROM pg_catalog.pg_file_settings f WHERE f.sourcefile LIKE '%/postgresql.auto.conf') AS f`,
    text: says(
      `'%s' was set by ALTER SYSTEM, comes with the files and counts more at the target than what its operator says: ALTER SYSTEM RESET %1$s, and write it into the program`,
      'f.name',
    ),
  },
  {
    kind: 'blocker',
    from: 'FROM pg_catalog.pg_authid a',
    when: `${IS_MD5} AND a.rolname = current_user`,
    text: says(
      `the password of %I is an MD5 hash, with which no Job gets into a server that asks for SCRAM: set 'password_encryption' to 'scram-sha-256' at the source, and the same password anew`,
      'a.rolname',
    ),
  },
  {
    kind: 'warning',
    from: 'FROM pg_catalog.pg_authid a',
    when: `${IS_MD5} AND a.rolname <> current_user AND NOT ${isLeft('roles', 'a.rolname')}`,
    text: says('the password of role %I is an MD5 hash, which a server that asks for SCRAM refuses: set it anew', 'a.rolname'),
  },
  {
    kind: 'warning',
    from: 'FROM pg_catalog.pg_roles r',
    when: `${isLeft('roles', 'r.rolname', 'target')} AND NOT ${isLeft('roles', 'r.rolname')}
      AND r.rolname <> coalesce(${PLAN} #>> '{streamingRole,name}', '')`,
    text: says('role %I has a name that the operator of the target uses for itself, and it may change the role', 'r.rolname'),
  },
  {
    kind: 'blocker',
    from: `FROM pg_catalog.pg_roles r`,
    when: `r.rolname = ${PLAN} #>> '{streamingRole,name}'
      AND NOT EXISTS (SELECT FROM cdk8s_postgres.migration WHERE name = ${PLAN} ->> 'name' AND phase = 'streaming-role')`,
    text: says(
      'role %I was there before, and the target would stream as it with a password of its own: ALTER ROLE %1$I RENAME, or DROP ROLE %1$I where nobody uses it',
      'r.rolname',
    ),
  },
  {
    kind: 'left behind',
    from: 'FROM pg_catalog.pg_replication_slots s',
    when: `s.slot_type = 'logical' AND NOT s.temporary`,
    text: says('slot %I of the database %I; who reads it begins anew at the target', 's.slot_name', 's.database'),
  },
];

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
const harmfulSetting = (): string => `FROM (SELECT DISTINCT f.name, f.setting FROM pg_catalog.pg_file_settings f
      WHERE f.name = ANY (ARRAY[${HARMFUL.map((name) => `'${name}'`).join(', ')}]) AND f.setting NOT IN ('', '0') AND f.sourcefile LIKE '%/postgresql.conf'
        AND ${IN_DATA('f.sourcefile')}) AS f`;

const GOES_ON_WITH_IT = `${PLAN} #> '{target,ownFiles}' IS NOT NULL`;

/** What is looked for at the source before it is copied, and at the target that has been. */
const CARRIED: Finding = {
  kind: 'blocker',
  from: harmfulSetting(),
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
const OF_SERVER_OUTSIDE: readonly Finding[] = [
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

/** What holds for one database. */
const OF_DATABASE: readonly Finding[] = [
  {
    kind: 'warning',
    from: `FROM (SELECT count(*) AS tables FROM ${RELATIONS} WHERE c.relkind IN ('r', 'p') AND ${OWN_RELATION}) AS own`,
    when: `current_database() = 'postgres' AND own.tables > 0`,
    text: says(
      `it is closed and compared by nobody, and what is written to its tables, %s, after the cut over stays at the source: move them to a database of their own`,
      'own.tables',
    ),
  },
  {
    kind: 'warning',
    from: `FROM (SELECT pg_catalog.string_agg(quote_ident(e.extname) || ' ' || e.extversion, ', ' ORDER BY e.extname) AS names FROM pg_catalog.pg_extension e
      WHERE e.extname <> 'plpgsql' AND NOT ${isLeft('extensions', 'e.extname')}) AS e`,
    when: 'e.names IS NOT NULL',
    text: says('the image of the target must have the libraries of its extensions: %s', 'e.names'),
  },
  {
    kind: 'left behind',
    from: `FROM ${RELATIONS}`,
    when: `c.relkind = 'r' AND c.relpersistence = 'u' AND ${OWN_RELATION}`,
    text: says('rows of the unlogged table %I.%I', 'n.nspname', 'c.relname'),
  },
];

const findings = (rows: readonly Finding[], place: string): string =>
  findingsQuery(
    rows.map(({ kind, text, from = '', when = 'true' }) => ({ kind, text, rest: ` ${from}\nWHERE ${when}` })),
    place,
  );

/** What is looked for again while the target follows, and before the source is closed. */
export const LATE_FINDINGS = findings(LATE, '');

/** What is looked for in the configuration that has come with the files. */
export const CARRIED_FINDINGS = findings([CARRIED], '');

/** Jobs of pg_cron are rows, which come across; they run where its library is loaded. */
const CRON = `SELECT pg_catalog.to_regclass('cron.job') IS NOT NULL AS has_jobs
\\gset
\\if :has_jobs
SELECT 'warning: database ' || quote_ident(current_database()) || ': ' || count(*) || ' jobs of pg_cron run at the target only where pg_cron is loaded, and at the source as long as it runs'
FROM cron.job WHERE active HAVING count(*) > 0;
\\endif
`;

/** The role as which the target streams; one that is there is ours. It is written down together with it, so that no other is dropped again. */
const STREAMING_ROLE = `${QUIET_LOG}SET password_encryption = 'scram-sha-256';
\\set password \`cat "$STREAMING_PASSWORD" 2>/dev/null\`
SELECT :'plan'::jsonb #>> '{streamingRole,name}' AS name,
  EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = :'plan'::jsonb #>> '{streamingRole,name}') AS is_ours
\\gset
\\if :is_ours
\\else
BEGIN;
CREATE ROLE :"name";
INSERT INTO cdk8s_postgres.migration (name, phase) VALUES (:'plan'::jsonb ->> 'name', 'streaming-role') ON CONFLICT DO NOTHING;
COMMIT;
\\endif
SELECT format('ALTER ROLE %I LOGIN REPLICATION%s', :'name',
  CASE WHEN (:'plan'::jsonb #> '{streamingRole,byCertificate}')::boolean THEN '' ELSE format(' PASSWORD %L', :'password') END)
\\gexec
`;

export const physicalPreflightFiles: { [file: string]: string } = {
  'findings-of-server.sql': findings([...OF_SERVER, CARRIED, ...OF_SERVER_OUTSIDE], ''),
  'findings-of-database.sql': `${findings(OF_DATABASE, `'database ' || quote_ident(current_database()) || ': '`)}${CRON}`,
  'is-closed.sql': IS_CLOSED,
  'streaming-role.sql': STREAMING_ROLE,
};

/** Looks at the source alone, lets the target in, and waits until it follows. */
export const physicalPreflightScript = ({ streamingRole }: MigrationPlan): string =>
  script(
    '. ./physical.sh',
    'STATE=source SIDES=source',
    'if [ "$(sql source "$FIRST_SOURCE" recovery.sql)" = t ]; then say "blocker: the source is a follower itself; name its primary, or promote it first"; exit 1; fi',
    // Behind giveUp, which forgets everything, a pod that goes on would make the role again.
    'if [ -e "$WORK/begun" ]; then',
    '  known=$(kept "$FIRST_SOURCE" claim)',
    '  if [ -z "$known" ]; then say "nothing is done: the migration was given up"; exit 1; fi',
    'fi',
    'begin preflight',
    ': > "$WORK/begun"',
    'sql source "$FIRST_SOURCE" findings-of-server.sql > "$WORK/findings"',
    'read_database() { sql source "$1" findings-of-database.sql >> "$WORK/findings"; }',
    'is_closed() { sql source "$1" is-closed.sql >> "$WORK/findings"; }',
    'each is_closed',
    'every source read_database',
    'cat "$WORK/findings"',
    'if grep -q "^blocker: " "$WORK/findings"; then exit 1; fi',
    'if ! done_before "$FIRST_SOURCE" sorts; then record "$FIRST_SOURCE" sorts "$(sql source "$FIRST_SOURCE" sorts.sql)"; fi',
    ...(streamingRole
      ? [
          `export STREAMING_PASSWORD="\${ROOT:-}/streaming/password"`,
          ...(streamingRole.byCertificate
            ? []
            : [
                'until [ -s "$STREAMING_PASSWORD" ]; do tell "waiting for the Secret with the password of the role as which the target streams, which its operator makes, or you for a server outside"; sleep 2; done',
              ]),
          'sql source "$FIRST_SOURCE" streaming-role.sql',
        ]
      : []),
    'record "$FIRST_SOURCE" preflight',
    'say "nothing stands in the way at the source"',
    'catch_up',
    'say "the target has the files and follows"',
  );
