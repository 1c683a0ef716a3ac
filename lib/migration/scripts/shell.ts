import { MigrationPlan } from '../migration-plan';
import { shellWord } from './quote';
import { claimFiles, claimShell } from './claim';

/** A script of the shell that knows what all of them share. */
export const script = (...lines: readonly string[]): string =>
  ['#!/bin/sh', 'set -eu', 'cd "$(dirname "$0")"', '. ./common.sh', ...lines, ''].join('\n');

/**
 * What the scripts of all phases share. Names reach psql as its variables and as JSON, never as text of a statement.
 *
 * A pod that was killed or sent away may have left a session that goes on with its last statement; `begin` ends it, so that nothing is done by two
 * at a time.
 */
export const commonShell = (plan: MigrationPlan): string => `# What the scripts of all phases share.
PLAN=$(cat plan.json)
WORK=\${ROOT:-}/work
# The side that keeps what has been done, and the sides that are written to.
STATE=target SIDES='source target'
export PGCONNECT_TIMEOUT=10
# Settings of the role or of the database must not reach us, and a database that takes no writes from others takes ours.
export PGOPTIONS='-c default_transaction_read_only=off -c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 -c search_path=pg_catalog -c client_min_messages=warning -c DateStyle=ISO'

say() { printf '%s\\n' "$*"; }

# side database: where the programs of PostgreSQL connect to. Passwords are read anew each time, for they may change.
login() {
  PGUSER=$(cat "\${ROOT:-}/$1/username")
  PGPASSWORD=$(cat "\${ROOT:-}/$1/password")
  PGDATABASE=$2
  if [ "$1" = source ]; then
    PGHOST=$SOURCE_HOST PGPORT=$SOURCE_PORT PGSSLMODE=$SOURCE_SSLMODE PGSSLROOTCERT=\${SOURCE_SSLROOTCERT:-}
  else
    PGHOST=$TARGET_HOST PGPORT=$TARGET_PORT PGSSLMODE=$TARGET_SSLMODE PGSSLROOTCERT=\${TARGET_SSLROOTCERT:-}
  fi
  export PGUSER PGPASSWORD PGDATABASE PGHOST PGPORT PGSSLMODE PGSSLROOTCERT
}

# side database file [options of psql]
sql() (
  login "$1" "$2"
  side=$1 file=$3
  shift 3
  exec psql -X -q -A -t -v ON_ERROR_STOP=1 -v plan="$PLAN" -v side="$side" "$@" -f "$file"
)

# A function for each database, with: source target owner slot reverse-slot
each() {
${plan.databases.map((one) => `  "$@" ${[one.source, one.target, one.owner, one.slot, one.reverseSlot].map(shellWord).join(' ')}`).join('\n')}
}
FIRST_SOURCE=${shellWord(plan.databases[0]!.source)}
FIRST_TARGET=${shellWord(plan.databases[0]!.target)}

first_of() { if [ "$1" = source ]; then printf '%s' "$FIRST_SOURCE"; else printf '%s' "$FIRST_TARGET"; fi; }

# the other side
other() { if [ "$1" = source ]; then printf '%s' target; else printf '%s' source; fi; }

${claimShell(plan.name)}
# phase
begin() {
  export PGAPPNAME=${shellWord(`${plan.name} claim`)}
  each remember
  claim
  export PGAPPNAME=${shellWord(`${plan.name} `)}"$1"
  for side in $SIDES; do end_others "$side" "$(first_of "$side")"; done
}
# phase: where there is no target any more, and so nobody who acts there
begin_without_target() {
  export PGAPPNAME=${shellWord(`${plan.name} `)}"$1"
  end_others source "$FIRST_SOURCE"
}
end_others() {
  while :; do
    left=$(sql "$1" "$2" orphans.sql)
    [ "$left" != 0 ] || break
    sleep 1
  done
}
remember() { if [ "$STATE" = source ]; then sql source "$1" state.sql; else sql target "$2" state.sql; fi; }

# What has been done is kept in the database of one side. Database phase [detail]
done_before() {
  # In a condition a failure would be no failure.
  answer=$(sql "$STATE" "$1" done.sql -v phase="$2") || exit 1
  [ "$answer" = t ]
}
record() { sql "$STATE" "$1" record.sql -v phase="$2" -v detail="\${3:-null}"; }
# What must be known without the target is kept in the source database, too. Source phase [detail]
keep() {
  sql source "$1" state.sql
  sql source "$1" record.sql -v phase="$2" -v detail="\${3:-null}"
}
# Source phase: the detail that is kept there
kept() { sql source "$1" kept.sql -v phase="$2"; }
# Database, phases with commas between them
forget() { sql "$STATE" "$1" forget.sql -v phases="$2"; }
`;

/** Sessions of other pods that act, or have acted, for the migration; they are told to end. */
const ORPHANS = `SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(pid))
FROM pg_catalog.pg_stat_activity
WHERE pg_catalog.starts_with(application_name, (:'plan'::jsonb ->> 'name') || ' ')
  AND NOT pg_catalog.starts_with(application_name, (:'plan'::jsonb ->> 'name') || ' claim')
  AND pid <> pg_catalog.pg_backend_pid() AND usename = current_user;
`;

const STATE = `CREATE SCHEMA IF NOT EXISTS cdk8s_postgres;
CREATE TABLE IF NOT EXISTS cdk8s_postgres.migration (
  name text NOT NULL,
  phase text NOT NULL,
  at timestamptz NOT NULL DEFAULT pg_catalog.now(),
  detail jsonb,
  PRIMARY KEY (name, phase)
);
`;

const DONE = `SELECT EXISTS (SELECT FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = :'phase');
`;

const RECORD = `INSERT INTO cdk8s_postgres.migration (name, phase, detail) VALUES (:'plan'::jsonb ->> 'name', :'phase', :'detail'::jsonb)
ON CONFLICT DO NOTHING;
`;

const KEPT = `SELECT pg_catalog.to_regclass('cdk8s_postgres.migration') IS NOT NULL AS is_there
\\gset
\\if :is_there
SELECT coalesce(detail, 'true') FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = :'phase';
\\endif
`;

const FORGET = `DELETE FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = ANY (pg_catalog.string_to_array(:'phases', ','));
`;

/** The files that each phase has. */
export const commonFiles = (plan: MigrationPlan): { [file: string]: string } => ({
  'common.sh': commonShell(plan),
  'plan.json': `${JSON.stringify(plan)}\n`,
  ...claimFiles,
  'orphans.sql': ORPHANS,
  'state.sql': STATE,
  'done.sql': DONE,
  'record.sql': RECORD,
  'kept.sql': KEPT,
  'forget.sql': FORGET,
});
