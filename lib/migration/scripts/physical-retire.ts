import { MigrationPlan } from '../migration-plan';
import { OWN_RELATION, RELATIONS, isLeft, ofExtension, ownSchema } from './fragments';
import { filesTold } from './physical-follow';
import { QUIET_EVENTS } from './physical-shell';
import { script } from './shell';

/** A list of what the operator of the source leaves behind and the target does not have by itself. */
const left = (
  what: string,
): string => `SELECT l.name FROM jsonb_array_elements_text(:'plan'::jsonb #> '{source,leftBehind,${what}}') AS l (name)
  WHERE NOT coalesce(:'plan'::jsonb #> '{target,leftBehind,${what}}' ? l.name, false)`;

const LEFT_ROLES = `SELECT r.oid, r.rolname FROM pg_catalog.pg_roles r
WHERE r.rolname IN (${left('roles')}) AND NOT (:'plan'::jsonb #> '{target,managedRoles}' ? r.rolname)
  AND NOT (:'plan'::jsonb #> '{target,reservedRoles}' ? r.rolname) AND r.rolname NOT IN (current_user, 'postgres')`;

/** Whatever belongs to the users of a database, as the catalog that it is in, its number there and that of its part. */
const OWN = `relations AS (SELECT c.* FROM ${RELATIONS} WHERE ${OWN_RELATION})
SELECT 'pg_class'::regclass::oid AS classid, oid AS objid, 0 AS objsubid FROM relations WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
UNION ALL SELECT 'pg_class'::regclass, indexrelid, 0 FROM pg_catalog.pg_index JOIN relations c ON c.oid = indrelid
UNION ALL SELECT 'pg_class'::regclass, attrelid, attnum FROM pg_catalog.pg_attribute JOIN relations c ON c.oid = attrelid
  WHERE attnum > 0 AND NOT attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL SELECT 'pg_attrdef'::regclass, a.oid, 0 FROM pg_catalog.pg_attrdef a JOIN relations c ON c.oid = a.adrelid
UNION ALL SELECT 'pg_constraint'::regclass, a.oid, 0 FROM pg_catalog.pg_constraint a JOIN relations c ON c.oid = a.conrelid
UNION ALL SELECT 'pg_trigger'::regclass, a.oid, 0 FROM pg_catalog.pg_trigger a JOIN relations c ON c.oid = a.tgrelid
UNION ALL SELECT 'pg_policy'::regclass, a.oid, 0 FROM pg_catalog.pg_policy a JOIN relations c ON c.oid = a.polrelid
UNION ALL SELECT 'pg_rewrite'::regclass, a.oid, 0 FROM pg_catalog.pg_rewrite a JOIN relations c ON c.oid = a.ev_class
UNION ALL SELECT 'pg_proc'::regclass, p.oid, 0 FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  WHERE ${ownSchema('n.nspname')} AND NOT ${ofExtension('pg_proc', 'p.oid')} AND NOT ${isLeft('n.nspname', 'p.proname')}
UNION ALL SELECT 'pg_type'::regclass, t.oid, 0 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
  WHERE ${ownSchema('n.nspname')} AND (t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c') AND NOT ${ofExtension('pg_type', 't.oid')}
UNION ALL SELECT 'pg_namespace'::regclass, n.oid, 0 FROM pg_catalog.pg_namespace n
  WHERE ${ownSchema('n.nspname')} AND NOT ${ofExtension('pg_namespace', 'n.oid')}
UNION ALL SELECT 'pg_extension'::regclass, e.oid, 0 FROM pg_catalog.pg_extension e
  WHERE NOT coalesce(:'plan'::jsonb #> '{source,leftBehind,extensions}' ? e.extname, false)`;

/**
 * Functions that drop something with all that hangs on it, unless something of the users would go with it: then nothing is dropped, and a line says
 * why.
 */
const DROPPING = `${QUIET_EVENTS}CREATE TEMP TABLE own AS WITH ${OWN};
CREATE FUNCTION pg_temp.drop_left(statement text, what text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  before text[];
  gone text;
  why text;
BEGIN
  SELECT coalesce(array_agg(pg_describe_object(classid, objid, objsubid)), '{}') INTO before FROM pg_temp.own;
  EXECUTE statement;
  SELECT string_agg(b.words, ', ' ORDER BY b.words) INTO gone FROM (
    SELECT b.words FROM unnest(before) AS b (words)
    EXCEPT SELECT pg_describe_object(classid, objid, objsubid) FROM pg_temp.own ORDER BY 1 LIMIT 5) AS b;
  IF gone IS NOT NULL THEN
    RAISE EXCEPTION USING MESSAGE = gone || ' would go with it', DETAIL = '';
  END IF;
EXCEPTION WHEN OTHERS THEN
  GET STACKED DIAGNOSTICS gone = MESSAGE_TEXT, why = PG_EXCEPTION_DETAIL;
  RETURN NEXT 'warning: ' || what || ' of the source stays at the target: ' || gone || coalesce(nullif(' (' || replace(why, E'\\n', '; ') || ')', ' ()'), '');
END $$;
SELECT 'database ' || quote_ident(current_database()) || ': ' AS place
\\gset
`;

/** Statements and what they are about, each run by itself. */
const dropping = (
  statement: string,
  what: string,
  from: string,
): string => `SELECT format('SELECT * FROM pg_temp.drop_left(%L, %L)', ${statement}, ${what})
${from}
\\gexec
`;

const KINDS = `CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END`;

/** Whether an object is among those of the other operator, and not of that of the target. */
const isTheirs = (schema: string, name: string): string => {
  const condition = isLeft(schema, name);
  return `${condition.replace(":'side'", `'source'`)} AND NOT ${condition.replace(":'side'", `'target'`)}`;
};

/** In the order in which nothing needs another way; what has gone with something before is not there any more. */
const LEFTOVERS = [
  DROPPING,
  dropping(
    `format('DROP %s IF EXISTS %I.%I CASCADE', ${KINDS}, n.nspname, c.relname)`,
    `:'place' || c.relname`,
    `FROM ${RELATIONS} WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${isTheirs('n.nspname', 'c.relname')}`,
  ),
  dropping(
    `format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)`,
    `:'place' || p.proname`,
    `FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace WHERE ${isTheirs('n.nspname', 'p.proname')}`,
  ),
  dropping(
    `format('DROP EXTENSION IF EXISTS %I CASCADE', e.extname)`,
    `:'place' || 'extension ' || e.extname`,
    `FROM pg_catalog.pg_extension e WHERE e.extname IN (${left('extensions')}) AND NOT coalesce(:'plan'::jsonb #> '{target,keptExtensions}' ? e.extname, false)`,
  ),
  dropping(
    `format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname)`,
    `:'place' || 'schema ' || n.nspname`,
    `FROM pg_catalog.pg_namespace n WHERE n.nspname IN (${left('schemas')})`,
  ),
  // What a role may do goes with it; what it owns stays, and the role too.
  dropping(
    `format('DROP OWNED BY %I', r.rolname)`,
    `:'place' || 'what the role ' || r.rolname || ' may do'`,
    `FROM (${LEFT_ROLES}) AS r WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_shdepend d WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid
  AND d.deptype = 'o' AND d.dbid IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())))`,
  ),
].join('');

const ROLES = `${DROPPING}${dropping(`format('DROP ROLE %I', r.rolname)`, `'role ' || r.rolname`, `FROM (${LEFT_ROLES}) AS r`)}`;

/** The role as which the target has streamed, where it was made for that. */
const NO_STREAMING_ROLE = `SELECT :'plan'::jsonb #>> '{streamingRole,name}' AS name, EXISTS (
  SELECT FROM cdk8s_postgres.migration m JOIN pg_catalog.pg_roles r ON r.rolname = :'plan'::jsonb #>> '{streamingRole,name}'
  WHERE m.name = :'plan'::jsonb ->> 'name' AND m.phase = 'streaming-role') AS is_ours
\\gset
\\if :is_ours
ALTER ROLE :"name" NOLOGIN;
SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = :'name'
\\g /dev/null
DROP ROLE :"name";
\\endif
`;

export const physicalRetireFiles: { [file: string]: string } = {
  'leftovers.sql': LEFTOVERS,
  'left-roles.sql': ROLES,
  'no-streaming-role.sql': NO_STREAMING_ROLE,
};

const noStreamingRole = ({ streamingRole }: MigrationPlan): string[] =>
  streamingRole ? ['sql source "$FIRST_SOURCE" no-streaming-role.sql'] : [];

/** After the target has taken over: the source stays closed, with its rows. */
export const physicalRetireScript = (plan: MigrationPlan): string =>
  script(
    '. ./physical.sh',
    'STATE=target SIDES=target',
    'begin retire',
    'check() {',
    `  if done_before "$1" cut-over && ! done_before "$1" opened; then say "database $1: the target was not opened; the step 'promote' comes first, or 'giveUp'"; exit 1; fi`,
    '}',
    'each check',
    ...filesTold(plan),
    'leftovers() { sql target "$1" leftovers.sql -v side=source; }',
    'every target leftovers',
    'sql target "$FIRST_SOURCE" left-roles.sql -v side=source',
    // It may be switched off by now, which is no reason to keep anything here.
    'tries=0',
    'until sql source "$FIRST_SOURCE" recovery.sql > /dev/null 2> "$WORK/error" || [ "$tries" -ge 10 ]; do tries=$((tries + 1)); sleep 3; done',
    'if [ "$tries" -lt 10 ]; then',
    '  STATE=source',
    '  each remember',
    ...noStreamingRole(plan).map((line) => `  ${line}`),
    '  source_away() { sql source "$1" state-away.sql; }',
    '  each source_away',
    '  STATE=target',
    'else',
    `  say "warning: the source does not answer, and keeps the schema cdk8s_postgres${plan.streamingRole ? ` and the role ${plan.streamingRole.name}` : ''}: $(tail -n 1 "$WORK/error")"`,
    'fi',
    'away() { sql target "$1" state-away.sql; say "database $1: nothing of the migration is left"; }',
    'each away',
  );

/** Before the target has taken over, which it cannot any more then; it may be gone by now. */
export const physicalGiveUpScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    '. ./physical.sh',
    'STATE=source SIDES=source',
    'begin give-up',
    'forget_cut_over() { forget "$1" cut-over; }',
    'each forget_cut_over',
    'check() {',
    '  if done_before "$1" open; then',
    `    say "blocker: database $1: the target has taken over, and what clients write there is not at the source; write MigrationStep.promote(...) again, then 'retire'"`,
    '    exit 1',
    '  fi',
    '}',
    'each check',
    'reopen() { open_door source "$1" "$1"; say "database $1: the source stays in use; what the target has of it stays there"; }',
    'each reopen',
    ...noStreamingRole(plan),
    'away() { sql source "$1" state-away.sql; }',
    'each away',
  );
