import { MigrationPlan } from '../migration-plan';
import { atTarget, ofExtension, OWN_RELATION, ownSchema, QUIET_LOG, RELATIONS } from './fragments';
import { dumpShell, leaveOut } from './pg-dump';
import { roleFiles } from './roles';
import { script } from './shell';

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
SELECT r.source, r.target, t.rolpassword AS hash, ${atTarget('r.source')} AS is_taken FROM (${RENAMED}) AS r JOIN pg_catalog.pg_authid t ON t.rolname = r.target;
SELECT format('ALTER ROLE %I RENAME TO %I', source, 'cdk8s_postgres_' || md5(source)) FROM renamed WHERE is_taken
\\gexec
SELECT format('ALTER ROLE %I RENAME TO %I', target, source) FROM renamed
\\gexec
CREATE TEMPORARY TABLE stand_in ON COMMIT DROP AS
SELECT name FROM jsonb_array_elements_text(:'facts'::jsonb -> 'names') AS r (name) WHERE NOT ${atTarget('r.name')};
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
  ...roleFiles,
  'objects.sql': OBJECTS,
  'contents.sql': CONTENTS,
  'close-limit.sql': CLOSE_LIMIT,
  'restore.sql': RESTORE,
  'restore-begins.sql': RESTORE_BEGINS,
  'restore-ends.sql': RESTORE_ENDS,
  'leave-out': leaveOut(plan),
});
