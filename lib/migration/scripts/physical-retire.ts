import { MigrationPlan } from '../migration-plan';
import { filesTold } from './physical-follow';
import { script } from './shell';

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

/** What has names of the old operator's, and not of the new one's, and is left to a person. Roles are the same in all databases. */
const STAYS = `SELECT format('left behind: database %I: %s, by their names of the operator of the source: DROP there what nobody uses', pg_catalog.current_database(),
  pg_catalog.string_agg(what, ', ' ORDER BY rank, what))
FROM (
  SELECT 1, 'schemas', 'schema ' || quote_ident(nspname), nspname FROM pg_catalog.pg_namespace
  UNION ALL SELECT 2, 'extensions', 'extension ' || quote_ident(extname), extname FROM pg_catalog.pg_extension
  UNION ALL SELECT 3, 'roles', 'role ' || quote_ident(rolname), rolname FROM pg_catalog.pg_roles
) AS t (rank, kind, what, name)
WHERE coalesce(:'plan'::jsonb #> ARRAY['source', 'leftBehind', kind] ? name, false)
  AND NOT coalesce(:'plan'::jsonb #> ARRAY['target', 'leftBehind', kind] ? name, false)
HAVING pg_catalog.count(*) > 0;
`;

export const physicalRetireFiles: { [file: string]: string } = {
  'no-streaming-role.sql': NO_STREAMING_ROLE,
  'stays.sql': STAYS,
};

const noStreamingRole = ({ streamingRole }: MigrationPlan): string[] =>
  streamingRole ? ['sql source "$FIRST_SOURCE" no-streaming-role.sql'] : [];

/**
 * After the target has taken over: the source stays closed, with its rows. What its operator has put into the databases stays at the target, for a
 * name does not tell whether somebody has put something of his own there.
 */
export const physicalRetireScript = (plan: MigrationPlan): string =>
  script(
    '. ./physical.sh',
    'STATE=target SIDES=target',
    'begin retire',
    'check() {',
    `  if done_before "$1" cut-over && ! done_before "$1" opened; then say "database $1: the target was not opened; the step 'promote' comes first, with a higher 'round'"; exit 1; fi`,
    '}',
    'each check',
    ...filesTold(plan),
    // It may be switched off by now, which is no reason to keep anything here.
    'if source_answers; then',
    '  STATE=source',
    '  each remember',
    ...noStreamingRole(plan).map((line) => `  ${line}`),
    '  source_away() { sql source "$1" state-away.sql; }',
    '  each source_away',
    '  STATE=target',
    'else',
    `  say "warning: the source does not answer, and keeps the schema cdk8s_postgres${plan.streamingRole ? ` and the role ${plan.streamingRole.name}` : ''}: $(head -n 1 "$WORK/error")"`,
    'fi',
    'away() { sql target "$1" state-away.sql; sql target "$1" stays.sql; say "database $1: nothing of the migration is left"; }',
    'each away',
  );

/** Before the target has taken over, which it cannot any more then; it may be gone by now. */
export const physicalGiveUpScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    '. ./physical.sh',
    'STATE=source SIDES=source',
    'begin give-up',
    // The source does not know of a target that somebody has opened without it.
    'if over=$(sql target "$FIRST_SOURCE" kept.sql -v phase=open 2> "$WORK/error"); then',
    '  if [ -n "$over" ]; then',
    '    say_taken_over',
    '    exit 1',
    '  fi',
    'fi',
    'step_back',
    'reopen() { open_door source "$1" "$1"; say "database $1: the source stays in use; what the target has of it stays there"; }',
    'each reopen',
    ...noStreamingRole(plan),
    'away() { sql source "$1" state-away.sql; }',
    'each away',
  );
