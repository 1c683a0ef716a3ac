import { MigrationPlan } from '../migration-plan';
import { QUIET_LOG } from './fragments';
import { filesTold } from './physical-follow';
import { shellWord } from './quote';
import { script } from './shell';

/** The password of a role, as its Secret at the target has it. */
const PASSWORD = `${QUIET_LOG}SET password_encryption = 'scram-sha-256';
\\set role \`cat "$ROLE_FOLDER/username"\`
\\set password \`cat "$ROLE_FOLDER/password"\`
SELECT format('ALTER ROLE %I PASSWORD %L', :'role', :'password')
\\gexec
`;

/** What a role reads that rewinds a replica, which is one that an operator would have given to it in a cluster that it began. */
const REWIND = `SELECT format('GRANT EXECUTE ON FUNCTION pg_catalog.%s TO %I', f, :'name')
FROM unnest(ARRAY['pg_ls_dir(text, boolean, boolean)', 'pg_stat_file(text, boolean)', 'pg_read_binary_file(text)',
  'pg_read_binary_file(text, bigint, bigint, boolean)']) AS f
WHERE EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = :'name')
\\gexec
`;

/**
 * What opens a database of the target without the source, to be read: what this Job would do last, and what it would write down. The code is that
 * of a check, which nobody can make any more.
 */
const WITHOUT_SOURCE = `SELECT format('\\connect %s', quote_ident(current_database()));
\\i how-to-open.sql
SELECT format('INSERT INTO cdk8s_postgres.migration (name, phase, detail) VALUES (%L, %L, %L), (%1$L, %4$L, NULL) ON CONFLICT DO NOTHING;',
  :'plan'::jsonb ->> 'name', 'open', pg_catalog.to_jsonb(:'code'::text), 'opened');
`;

/** What a person reads whose source is away behind the cut over. */
const lostScript = (): string =>
  script(
    '. ./physical.sh',
    'if source_answers; then exit 0; fi',
    'say "the source does not answer, and the Job goes on when it does: $(head -n 1 "$WORK/error")"',
    'lacks=',
    'has_all() { if ! done_before "$1" cut-over; then lacks=$1; fi; }',
    'each has_all',
    'if [ -n "$lacks" ]; then',
    '  say "blocker: database $lacks: the target does not have all that was written at the source; were that lost for good, restore its last backup"',
    '  exit 0',
    'fi',
    'code_of target stem.txt',
    'say "blocker: were the source lost for good, with all of its volumes, this opens the target, run by psql as postgres in its primary; the Job ends then, and the code for the step \'retire\' is $code, though nothing was compared:"',
    'how() { sql target "$1" without-source.sql -v door="$(sql target "$1" detail.sql -v phase="closed source")" -v code="$code"; }',
    'each how',
  );

/** The role as which the target has streamed is there the one of its own replicas, which come by certificate. */
const NO_PASSWORD = `SELECT format('ALTER ROLE %I PASSWORD NULL', rolname) FROM pg_catalog.pg_authid WHERE rolname = :'name' AND rolpassword IS NOT NULL
\\gexec
`;

export const physicalPromoteFiles: { [file: string]: string } = {
  'password.sql': PASSWORD,
  'rewind.sql': REWIND,
  'no-password.sql': NO_PASSWORD,
};

/** What says how to go on without the source. */
export const withoutSourceFiles = (): { [file: string]: string } => ({
  'without-source.sql': WITHOUT_SOURCE,
  'without-source.sh': lostScript(),
});

/** As whom one logs in to a target that has the passwords of its source still. */
const LENT = `# database file [options of psql]: at the target, as who we are at the source
lent() (
  login source "$1"
  user=$PGUSER password=$PGPASSWORD
  login target "$1"
  PGUSER=$user PGPASSWORD=$password
  file=$2
  shift 2
  exec psql -X -q -A -t -v ON_ERROR_STOP=1 -v plan="$PLAN" -v side=target "$@" -f "$file"
)`;

/** Waits until the target takes writes and lets us in as its own Secret says. */
const AWAIT = [
  LENT,
  'while :; do',
  '  lent=',
  '  if ! follows=$(sql target "$FIRST_SOURCE" recovery.sql 2> "$WORK/error"); then',
  '    lent=yes',
  '    follows=$(lent "$FIRST_SOURCE" recovery.sql 2> "$WORK/error-lent") || follows=',
  '  fi',
  '  case $follows in',
  '    f)',
  '      if [ -z "$lent" ]; then break; fi',
  `      ROLE_FOLDER="\${ROOT:-}/target" lent "$FIRST_SOURCE" password.sql`,
  '      say "the role of the Jobs has the password of its Secret at the target"',
  '      ;;',
  '    t) tell "the target is a follower still; its operator promotes it" ;;',
  '    *) tell "the target does not let us in yet, neither as its own Secret says: $(head -n 1 "$WORK/error"), nor as that of the source does: $(head -n 1 "$WORK/error-lent")" ;;',
  '  esac',
  '  sleep 2',
  'done',
];

/** Whether the source has been closed ever since, and the target has all that was written before. One that does not is closed, for it may have come open. */
const HAS_ALL: readonly string[] = [
  'check() {',
  '  at=$(sql source "$1" closing.sql)',
  '  there=$(sql target "$1" closing.sql)',
  '  if [ -n "$at" ] && [ "$at" = "$there" ]; then return 0; fi',
  '  sql target "$1" close.sql -v slot="$4"',
  '  sql target "$1" end-sessions.sql > /dev/null',
  '  if [ -z "$at" ]; then',
  '    say "blocker: database $1: $OPEN_AGAIN, and what is written there does not come to the target any more; write MigrationStep.giveUp({ afterPromote: true }), and take a target of another name"',
  '  else',
  '    say "blocker: database $1: the target was promoted before it had all that was written at the source; write MigrationStep.giveUp({ afterPromote: true }), which opens the source, and take a target of another name"',
  '  fi',
  '  exit 1',
  '}',
];

/** Behind `retire`, which forgets everything, nobody shuts what clients use. */
const IS_KNOWN: readonly string[] = [
  'is_known() {',
  '  known=$(sql target "$FIRST_SOURCE" kept.sql -v phase=preflight)',
  '  if [ -z "$known" ]; then say "nothing is done: the target knows nothing of this migration, as when its last step is done"; exit 1; fi',
  '}',
];

/** The target is a primary of its own: it gets passwords of its own, and indexes as it sorts. */
export const physicalPromoteScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    '. ./physical.sh',
    'STATE=target SIDES=target',
    ...AWAIT,
    ...IS_KNOWN,
    'is_known',
    'begin promote',
    'is_known',
    ...HAS_ALL,
    'lost=',
    'over=$(sql target "$FIRST_SOURCE" kept.sql -v phase=open)',
    'if [ -z "$over" ]; then',
    '  if ! source_answers; then lost=yes; elif ! taken_over; then each check; fi',
    'fi',
    // Once clients are let in nothing is compared any more.
    'if [ -n "$over" ]; then',
    '  : > "$WORK/opened"',
    `  if [ "$over" != true ]; then code=\${over#?}; say "the target has taken over before; check passed: \${code%?}"; fi`,
    'fi',
    ...filesTold(plan),
    ...(plan.streamingRole ? [`sql target postgres rewind.sql -v name=${shellWord(plan.streamingRole.name)}`] : []),
    ...(plan.streamingRole && plan.target.compared
      ? [`sql target postgres no-password.sql -v name=${shellWord(plan.streamingRole.name)}`]
      : []),
    'sorts=$(sql target "$FIRST_SOURCE" detail.sql -v phase=sorts)',
    'renew() {',
    '  sql target "$1" renew.sql -v sorts="$sorts" > "$WORK/renewed"',
    '  cat "$WORK/renewed"',
    '  if grep -q "^blocker: " "$WORK/renewed"; then exit 1; fi',
    '  sql target "$1" sorted.sql',
    '}',
    'if ! done_before "$FIRST_SOURCE" sorted; then every target renew; record "$FIRST_SOURCE" sorted; fi',
    'say "the target is a primary of its own"',
    'if [ -n "$lost" ]; then sh ./without-source.sh; exit 1; fi',
  );

/** The target lets in whom the source let in before it was closed. Which of two steps comes first is decided at the source, where a step back is taken. */
export const physicalOpenScript = (): string =>
  script(
    '. ./switch.sh',
    '. ./physical.sh',
    'STATE=target SIDES=target',
    ...IS_KNOWN,
    'is_known',
    'begin open',
    'is_known',
    ...HAS_ALL,
    'code=$(cat "$WORK/check/code" 2>/dev/null || true)',
    'if ! done_before "$FIRST_SOURCE" open; then',
    '  if ! source_answers; then sh ./without-source.sh; exit 1; fi',
    '  if ! taken_over; then each check; fi',
    '  sql source "$FIRST_SOURCE" take-over.sql -v code="$code"',
    '  if ! taken_over; then say "a step back was taken"; exit 1; fi',
    '  if [ "$over" != true ]; then code=$over; fi',
    'fi',
    'take_over() {',
    '  if done_before "$1" open; then return 0; fi',
    '  sql target "$1" take-over.sql -v code="$code"',
    `  if ! done_before "$1" open; then say "blocker: database $1: the target lacks the end of what was written at the source; write MigrationStep.giveUp({ afterPromote: true }), and take a target of another name"; exit 1; fi`,
    '}',
    'open() {',
    '  if done_before "$1" opened; then say "database $1: was opened before"; return 0; fi',
    '  door=$(sql target "$1" detail.sql -v phase="closed source")',
    '  sql target "$1" open-door.sql -v door="$door"',
    '  record "$1" opened',
    '  say "database $1: the target takes clients"',
    '}',
    // From here on there is no way back.
    'each take_over',
    'each open',
  );
