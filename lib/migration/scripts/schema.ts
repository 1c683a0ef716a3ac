import { MigrationPlan } from '../migration-plan';
import { ofExtension, OWN_RELATION, ownRole, ownSchema, QUIET_LOG, RELATIONS, targetRole } from './fragments';
import { shellWord } from './quote';
import { script } from './shell';

/** What the source has besides its databases: roles, with hashes of passwords where we may read them, memberships, settings, rights of databases. */
const ROLES_READ = `SELECT has_table_privilege('pg_catalog.pg_authid', 'SELECT') AS has_hashes
\\gset
\\if :has_hashes
\\set roles pg_authid
\\else
\\set roles pg_roles
\\endif
SELECT jsonb_build_object(
  'names', (SELECT jsonb_agg(rolname ORDER BY rolname) FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'),
  'roles', (SELECT coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('comment', shobj_description(r.oid, 'pg_authid')) ORDER BY r.rolname), '[]')
    FROM pg_catalog.:roles r WHERE ${ownRole('r.rolname')} AND r.rolname <> current_user),
  'members', (SELECT coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object('of', g.rolname, 'who', u.rolname)), '[]')
    FROM pg_catalog.pg_auth_members m JOIN pg_catalog.pg_roles g ON g.oid = m.roleid JOIN pg_catalog.pg_roles u ON u.oid = m.member
    WHERE ${ownRole('u.rolname')} AND (g.rolname ~ '^pg_' OR ${ownRole('g.rolname')})),
  'settings', (SELECT coalesce(jsonb_agg(jsonb_build_object('role', u.rolname, 'database', d.datname, 'setting', s.setting)), '[]')
    FROM pg_catalog.pg_db_role_setting r
      CROSS JOIN LATERAL unnest(r.setconfig) AS s (setting)
      LEFT JOIN pg_catalog.pg_roles u ON u.oid = r.setrole
      LEFT JOIN pg_catalog.pg_database d ON d.oid = r.setdatabase
    WHERE (r.setrole = 0 OR ${ownRole('u.rolname')})
      AND (r.setdatabase = 0 OR EXISTS (SELECT FROM jsonb_array_elements(:'plan'::jsonb -> 'databases') AS m WHERE m ->> 'source' = d.datname))),
  'databases', (SELECT jsonb_agg(jsonb_build_object('name', m ->> 'target', 'owner', m ->> 'owner', 'comment', shobj_description(d.oid, 'pg_database'),
      'rights', (SELECT coalesce(jsonb_agg(jsonb_build_object('role', g.rolname, 'privilege', a.privilege_type, 'grantable', a.is_grantable)), '[]')
        FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
        WHERE a.grantee <> d.datdba AND (a.grantee = 0 OR ${ownRole('g.rolname')}))))
    FROM jsonb_array_elements(:'plan'::jsonb -> 'databases') AS m JOIN pg_catalog.pg_database d ON d.datname = m ->> 'source'));
`;

/** Is there a role of that name at the target? */
const AT_TARGET = (name: string): string => `EXISTS (SELECT FROM pg_catalog.pg_roles t WHERE t.rolname = ${name})`;

/** Roles of the source that we make, with the name that they have at the target. */
const MADE_ROLES = `(SELECT r, ${targetRole("r ->> 'rolname'")} AS name, r ->> 'rolname' AS source FROM jsonb_array_elements(:'facts'::jsonb -> 'roles') AS r) AS role
WHERE NOT :'plan'::jsonb #> '{target,managedRoles}' ? name AND NOT :'plan'::jsonb #> '{target,reservedRoles}' ? name`;

/** Makes at the target what \`roles.sql\` has read; all of it holds when it is said twice. */
const ROLES_MADE = `${QUIET_LOG}
\\set facts \`cat "$FACTS"\`
SELECT format('CREATE ROLE %I', name) FROM ${MADE_ROLES} AND NOT ${AT_TARGET('name')}
\\gexec
SELECT format('ALTER ROLE %I WITH %s%s%s', name,
  concat_ws(' ',
    CASE WHEN (r ->> 'rolinherit')::boolean THEN 'INHERIT' ELSE 'NOINHERIT' END,
    CASE WHEN (r ->> 'rolcreaterole')::boolean THEN 'CREATEROLE' ELSE 'NOCREATEROLE' END,
    CASE WHEN (r ->> 'rolcreatedb')::boolean THEN 'CREATEDB' ELSE 'NOCREATEDB' END,
    CASE WHEN (r ->> 'rolcanlogin')::boolean THEN 'LOGIN' ELSE 'NOLOGIN' END,
    CASE WHEN (r ->> 'rolreplication')::boolean THEN 'REPLICATION' ELSE 'NOREPLICATION' END,
    CASE WHEN (r ->> 'rolbypassrls')::boolean THEN 'BYPASSRLS' ELSE 'NOBYPASSRLS' END,
    'CONNECTION LIMIT ' || (r ->> 'rolconnlimit')),
  CASE WHEN r ->> 'rolvaliduntil' IS NOT NULL THEN format(' VALID UNTIL %L', r ->> 'rolvaliduntil') ELSE '' END,
  -- An older kind of hash holds for one name only.
  CASE WHEN r ->> 'rolpassword' LIKE 'SCRAM-SHA-256$%' OR (r ->> 'rolpassword' ~ '^md5[0-9a-f]{32}$' AND name = source)
    THEN format(' PASSWORD %L', r ->> 'rolpassword') ELSE '' END)
FROM ${MADE_ROLES}
\\gexec
SELECT format('COMMENT ON ROLE %I IS %L', name, r ->> 'comment') FROM ${MADE_ROLES} AND r ->> 'comment' IS NOT NULL
\\gexec
SELECT format('GRANT %I TO %I%s', of, who,
  CASE
    WHEN m ->> 'inherit_option' IS NOT NULL AND current_setting('server_version_num')::int >= 160000
      THEN format(' WITH ADMIN %s, INHERIT %s, SET %s', m ->> 'admin_option', m ->> 'inherit_option', m ->> 'set_option')
    WHEN (m ->> 'admin_option')::boolean THEN ' WITH ADMIN OPTION'
    ELSE ''
  END)
FROM (SELECT m, ${targetRole("m ->> 'of'")} AS of, ${targetRole("m ->> 'who'")} AS who FROM jsonb_array_elements(:'facts'::jsonb -> 'members') AS m) AS member
WHERE ${AT_TARGET('of')} AND ${AT_TARGET('who')}
\\gexec
SELECT format('ALTER DATABASE %I OWNER TO %I', d.datname, m ->> 'owner')
FROM jsonb_array_elements(:'facts'::jsonb -> 'databases') AS m JOIN pg_catalog.pg_database d ON d.datname = m ->> 'name'
WHERE pg_get_userbyid(d.datdba) <> m ->> 'owner'
\\gexec
SELECT format('COMMENT ON DATABASE %I IS %L', m ->> 'name', m ->> 'comment') FROM jsonb_array_elements(:'facts'::jsonb -> 'databases') AS m
WHERE m ->> 'comment' IS NOT NULL
\\gexec
SELECT format('GRANT %s ON DATABASE %I TO %s%s', a ->> 'privilege', m ->> 'name', coalesce(quote_ident(${targetRole("a ->> 'role'")}), 'PUBLIC'),
  CASE WHEN (a ->> 'grantable')::boolean THEN ' WITH GRANT OPTION' ELSE '' END)
FROM jsonb_array_elements(:'facts'::jsonb -> 'databases') AS m CROSS JOIN LATERAL jsonb_array_elements(m -> 'rights') AS a
WHERE a ->> 'role' IS NULL OR ${AT_TARGET(targetRole("a ->> 'role'"))}
\\gexec
-- What everybody may by default and may not at the source.
SELECT format('REVOKE %s ON DATABASE %I FROM PUBLIC', p.privilege, m ->> 'name')
FROM jsonb_array_elements(:'facts'::jsonb -> 'databases') AS m CROSS JOIN (VALUES ('CONNECT'), ('TEMPORARY')) AS p (privilege)
WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(m -> 'rights') AS a WHERE a ->> 'role' IS NULL AND a ->> 'privilege' = p.privilege)
\\gexec

-- Settings one by one: the target may lack what a setting belongs to.
SELECT set_config('cdk8s_postgres.settings', coalesce(jsonb_agg(jsonb_build_object(
    'where', concat_ws(' ',
      CASE WHEN s ->> 'role' IS NOT NULL THEN format('ROLE %I', ${targetRole("s ->> 'role'")}) END,
      CASE WHEN s ->> 'database' IS NOT NULL THEN format(CASE WHEN s ->> 'role' IS NULL THEN 'DATABASE %I' ELSE 'IN DATABASE %I' END,
        (SELECT d ->> 'target' FROM jsonb_array_elements(:'plan'::jsonb -> 'databases') AS d WHERE d ->> 'source' = s ->> 'database')) END),
    'name', split_part(s ->> 'setting', '=', 1),
    'value', substr(s ->> 'setting', strpos(s ->> 'setting', '=') + 1))), '[]')::text, false) AS settings
FROM jsonb_array_elements(:'facts'::jsonb -> 'settings') AS s
WHERE s ->> 'role' IS NULL OR ${AT_TARGET(targetRole("s ->> 'role'"))}
\\gset
CREATE TEMPORARY TABLE refused (line text);
DO $do$
DECLARE
  s jsonb;
BEGIN
  FOR s IN SELECT e FROM jsonb_array_elements(current_setting('cdk8s_postgres.settings')::jsonb) AS e LOOP
    BEGIN
      -- Those that are lists are kept as they are written in a statement.
      EXECUTE format('ALTER %s SET %s = %s', s ->> 'where',
        (SELECT string_agg(quote_ident(part), '.') FROM unnest(string_to_array(s ->> 'name', '.')) AS part),
        CASE WHEN s ->> 'name' IN ('search_path', 'temp_tablespaces', 'session_preload_libraries', 'local_preload_libraries')
          THEN replace(s ->> 'value', '""', '''''') ELSE quote_literal(s ->> 'value') END);
    EXCEPTION WHEN OTHERS THEN
      INSERT INTO refused VALUES (format('left behind: setting %s of %s: %s', s ->> 'name', lower(s ->> 'where'), SQLERRM));
    END;
  END LOOP;
END
$do$;
SELECT line FROM refused ORDER BY line;
`;

/** Schemas and extensions of a database; they are made apart from the copy, for the target may have them already. */
const OBJECTS = `SELECT jsonb_build_object(
  'schemas', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', n.nspname, 'owner', pg_get_userbyid(n.nspowner)) ORDER BY n.oid), '[]')
    FROM pg_catalog.pg_namespace n WHERE ${ownSchema('n.nspname')} AND NOT ${ofExtension('pg_namespace', 'n.oid')}),
  'extensions', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', e.extname, 'version', e.extversion, 'schema', n.nspname) ORDER BY e.oid), '[]')
    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname <> 'plpgsql' AND NOT :'plan'::jsonb #> '{source,leftBehind,extensions}' ? e.extname));
`;

/** What a database of the target has already, as a text; nothing if it is empty. */
const CONTENTS = `SELECT string_agg(name, ', ') FROM (
  SELECT format('%I.%I', n.nspname, c.relname) AS name FROM ${RELATIONS}
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${OWN_RELATION} ORDER BY 1 LIMIT 5
) AS found;
`;

const CLOSE_LIMIT = `SELECT datconnlimit FROM pg_catalog.pg_database WHERE datname = current_database();
`;

/** Roles with another name at the target: what is restored in between speaks of the names of the source. */
const RENAMED = `SELECT m ->> 'source' AS source, m ->> 'target' AS target FROM jsonb_array_elements(:'plan'::jsonb -> 'roles') AS m`;

/**
 * Begins the transaction in which definitions are restored. For its time only, nobody else sees it, roles have the names that they have at the
 * source, and roles that the target does not have stand in for what belongs to them.
 */
const RESTORE_BEGINS = `${QUIET_LOG}
\\set facts \`cat "$FACTS"\`
\\set objects \`cat "$OBJECTS"\`
BEGIN;
CREATE TEMPORARY TABLE renamed ON COMMIT DROP AS
SELECT r.source, r.target, t.rolpassword AS hash, ${AT_TARGET('r.source')} AS is_taken FROM (${RENAMED}) AS r JOIN pg_catalog.pg_authid t ON t.rolname = r.target;
SELECT format('ALTER ROLE %I RENAME TO %I', source, 'cdk8s_postgres_' || md5(source)) FROM renamed WHERE is_taken
\\gexec
SELECT format('ALTER ROLE %I RENAME TO %I', target, source) FROM renamed
\\gexec
CREATE TEMPORARY TABLE stand_in ON COMMIT DROP AS
SELECT name FROM jsonb_array_elements_text(:'facts'::jsonb -> 'names') AS r (name) WHERE NOT ${AT_TARGET('r.name')};
SELECT format('CREATE ROLE %I', name) FROM stand_in
\\gexec
`;

const SCHEMAS_MADE = `SELECT format('CREATE SCHEMA IF NOT EXISTS %I', s ->> 'name') FROM jsonb_array_elements(:'objects'::jsonb -> 'schemas') AS s
\\gexec
SELECT format('ALTER SCHEMA %I OWNER TO %I', s ->> 'name', s ->> 'owner') FROM jsonb_array_elements(:'objects'::jsonb -> 'schemas') AS s
WHERE s ->> 'name' <> 'public' OR s ->> 'owner' !~ '^(postgres|pg_.*)$'
\\gexec
SELECT format('CREATE SCHEMA IF NOT EXISTS %I', e ->> 'schema') FROM jsonb_array_elements(:'objects'::jsonb -> 'extensions') AS e
WHERE e ->> 'schema' !~ '^pg_'
\\gexec
SELECT format('CREATE EXTENSION IF NOT EXISTS %I WITH SCHEMA %I%s', e ->> 'name', e ->> 'schema',
  CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v WHERE v.name = e ->> 'name' AND v.version = e ->> 'version')
    THEN format(' VERSION %L', e ->> 'version') ELSE '' END)
FROM jsonb_array_elements(:'objects'::jsonb -> 'extensions') AS e
\\gexec
`;

/** Ends it: what belonged to a stand-in belongs to the owner of the database. */
const RESTORE_ENDS = `RESET search_path;
SELECT format('REASSIGN OWNED BY %I TO %I', name, pg_get_userbyid((SELECT datdba FROM pg_catalog.pg_database WHERE datname = current_database()))) FROM stand_in
\\gexec
SELECT format('DROP OWNED BY %I', name) FROM stand_in
\\gexec
SELECT format('DROP ROLE %I', name) FROM stand_in
\\gexec
SELECT format('ALTER ROLE %I RENAME TO %I', source, target) FROM renamed
\\gexec
SELECT format('ALTER ROLE %I PASSWORD %L', target, hash) FROM renamed WHERE hash LIKE 'md5%'
\\gexec
SELECT format('ALTER ROLE %I RENAME TO %I', 'cdk8s_postgres_' || md5(source), source) FROM renamed WHERE is_taken
\\gexec
INSERT INTO cdk8s_postgres.migration (name, phase) VALUES (:'plan'::jsonb ->> 'name', :'phase');
COMMIT;
`;

const RESTORE = `${RESTORE_BEGINS}${SCHEMAS_MADE}\\i :script
${RESTORE_ENDS}`;

/** A text as a part of a regular expression. */
const plain = (text: string): string => text.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&');

/** Lines of the table of contents that are not restored. */
function leaveOut({ source }: MigrationPlan): string {
  const entry = (what: string): string => `^[0-9]+; [0-9]+ [0-9]+ ${what}`;
  const functions = source.leftBehind.objects.map((object) => {
    const [schema = '', name = ''] = object.split(/\.(.*)/s);
    return `${plain(schema)} ((FUNCTION|PROCEDURE|AGGREGATE) )?${plain(name).replace(/\\\*/g, '.*')}\\(`;
  });
  const lines = [
    'SCHEMA - ',
    'EXTENSION - ',
    'COMMENT - EXTENSION ',
    // Filled apart: a dump reads as if there were no policies, or not at all.
    'MATERIALIZED VIEW DATA ',
    ...functions.map((one) => `(FUNCTION|PROCEDURE|AGGREGATE|ACL|COMMENT) ${one}`),
  ];
  return lines.map((line) => `${entry(line)}\n`).join('');
}

/** A name for an option that takes patterns: in quotes it is what it is, but a star stays a star. */
const pattern = (name: string): string =>
  name
    .split('*')
    .map((part) => (part === '' ? '' : `"${part.replace(/"/g, '""')}"`))
    .join('*');

const pair = (object: string): string =>
  object
    .split(/\.(.*)/s)
    .slice(0, 2)
    .map(pattern)
    .join('.');

/** Options of `pg_dump` that leave out what does not move. */
const leftOut = ({ source, withoutRows }: MigrationPlan): string[] => [
  '--no-publications',
  '--no-subscriptions',
  '--no-tablespaces',
  '--no-security-labels',
  `--exclude-schema=cdk8s_postgres`,
  ...source.leftBehind.schemas.map((one) => `--exclude-schema=${pattern(one)}`),
  ...source.leftBehind.objects.map((one) => `--exclude-table=${pair(one)}`),
  ...withoutRows.map((one) => `--exclude-table-data=${pair(one)}`),
];

/** Functions of the shell by which a database is dumped. */
export const dumpShell = (plan: MigrationPlan): string => `# database options: dumps a database of the source
dump() (
  login source "$1"
  shift
  exec pg_dump "$@" \\
${leftOut(plan)
  .map((option) => `    ${shellWord(option)}`)
  .join(' \\\n')}
)

# database options: restores a part of a dump into a database of the target
restore() (
  login target "$1"
  name=$(printf '%s.' "$1" | sed "s/['\\\\\\\\]/\\\\\\\\&/g")
  shift
  exec pg_restore --exit-on-error --dbname="dbname='\${name%.}'" "$@" "$WORK/dump"
)

read_roles() {
  export FACTS="$WORK/roles.json"
  # The hashes of passwords are for nobody else.
  (umask 077; sql source "$FIRST_SOURCE" roles.sql > "$FACTS")
}

# source target: closes a database of the target until it is opened
close_target() {
  if ! done_before "$2" limit; then
    limit=$(sql target "$2" close-limit.sql)
    record "$2" limit "$limit"
  fi
  if ! done_before "$2" open; then sql target "$2" limit.sql -v limit=0; fi
}

refuse_contents() {
  contents=$(sql target "$2" contents.sql)
  if [ -n "$contents" ]; then
    say "blocker: the database $2 of the target is not empty: it has $contents; drop what it has, or name another database"
    exit 1
  fi
}
`;

/** Roles and, for replication, the definitions of each database. A dump brings its own definitions, as they are when it is made. */
export const schemaScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    '. ./pg-dump.sh',
    'begin schema',
    // A step back before the target was opened: the source is in use again.
    'reopen() {',
    '  if done_before "$2" open; then say "database $2: has taken over before"; exit 1; fi',
    '  forget "$2" cut-over,dump',
    '  open_door source "$1" "$2"',
    `  if ! done_before "$2" schema; then refuse_contents "$@"; fi`,
    '}',
    'each reopen',
    'read_roles',
    'sql target "$FIRST_TARGET" roles-made.sql',
    'rm -f "$FACTS"',
    'each close_target',
    ...(plan.method === 'dump'
      ? ['prepared() { record "$2" schema; say "database $2: roles are there"; }', 'each prepared']
      : [
          'copy_schema() {',
          '  if done_before "$2" schema; then say "database $2: its definitions were copied before"; return 0; fi',
          '  read_roles',
          '  export OBJECTS="$WORK/objects.json"',
          '  sql source "$1" objects.sql > "$OBJECTS"',
          '  dump "$1" -Fc --schema-only --file="$WORK/schema.dump"',
          '  pg_restore --list "$WORK/schema.dump" | grep -v -E -f leave-out > "$WORK/list"',
          '  pg_restore --use-list="$WORK/list" --file="$WORK/schema.sql" "$WORK/schema.dump"',
          '  sql target "$2" restore.sql -v script="$WORK/schema.sql" -v phase=schema >/dev/null',
          '  rm -f "$FACTS"',
          '  say "database $2: definitions are copied"',
          '}',
          'each copy_schema',
        ]),
  );

export const schemaFiles = (plan: MigrationPlan): { [file: string]: string } => ({
  'pg-dump.sh': dumpShell(plan),
  'roles.sql': ROLES_READ,
  'roles-made.sql': ROLES_MADE,
  'objects.sql': OBJECTS,
  'contents.sql': CONTENTS,
  'close-limit.sql': CLOSE_LIMIT,
  'restore.sql': RESTORE,
  'restore-begins.sql': RESTORE_BEGINS,
  'restore-ends.sql': RESTORE_ENDS,
  'leave-out': leaveOut(plan),
});
