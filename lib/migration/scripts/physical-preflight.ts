import { MigrationPlan } from '../migration-plan';
import { OWN_RELATION, QUIET_LOG, RELATIONS } from './fragments';
import { CARRIED, SourceFinding, OF_SERVER_OUTSIDE } from './physical-outside';
import { IS_CLOSED, PLAN, findingsQuery, isLeft, says } from './preflight-finding';
import { script } from './shell';

/** Whether a role has a password that a server which asks for SCRAM refuses. */
const IS_MD5 = `a.rolcanlogin AND a.rolpassword LIKE 'md5%'`;

/** A database that nobody has named. */
const OTHER_DATABASE: Pick<SourceFinding, 'from' | 'when'> = {
  from: 'FROM pg_catalog.pg_database d',
  when: `NOT d.datistemplate AND d.datname <> 'postgres'
      AND NOT EXISTS (SELECT FROM jsonb_array_elements(${PLAN} -> 'databases') AS p WHERE p ->> 'source' = d.datname)`,
};

const SUBSCRIBED: SourceFinding = {
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
const LATE: readonly SourceFinding[] = [
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
const OF_SERVER: readonly SourceFinding[] = [
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

/** What holds for one database. */
const OF_DATABASE: readonly SourceFinding[] = [
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

const findings = (rows: readonly SourceFinding[], place: string): string =>
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
