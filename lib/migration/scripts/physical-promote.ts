import { MigrationPlan } from '../migration-plan';
import { QUIET_LOG } from './fragments';
import { filesTold } from './physical-follow';
import { shellWord } from './quote';
import { script } from './shell';
import { unlessTakenOver } from './switch';

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

export const physicalPromoteFiles: { [file: string]: string } = { 'password.sql': PASSWORD, 'rewind.sql': REWIND };

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
  '    *) tell "the target does not let us in yet: $(tail -n 1 "$WORK/error")" ;;',
  '  esac',
  '  sleep 2',
  'done',
];

/** The target is a primary of its own: it gets passwords of its own, and indexes as it sorts. */
export const physicalPromoteScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    '. ./physical.sh',
    'STATE=target SIDES=target',
    ...AWAIT,
    'begin promote',
    'check() {',
    ...unlessTakenOver('$1'),
    '  at=$(sql source "$1" closing.sql)',
    '  if [ -z "$at" ]; then',
    '    say "blocker: database $1: a step back was taken, and what is written at the source does not come to the target any more; write MigrationStep.giveUp(), and take a target of another name"',
    '    exit 1',
    '  fi',
    '  if [ "$(sql target "$1" closing.sql)" != "$at" ]; then',
    '    say "blocker: database $1: the target was promoted before it had all that was written at the source; write MigrationStep.giveUp(), which opens the source, and take a target of another name"',
    '    exit 1',
    '  fi',
    '}',
    'each check',
    ...filesTold(plan),
    ...(plan.streamingRole ? [`sql target postgres rewind.sql -v name=${shellWord(plan.streamingRole.name)}`] : []),
    'sorts=$(sql target "$FIRST_SOURCE" detail.sql -v phase=sorts)',
    'renew() {',
    '  sql target "$1" renew.sql -v sorts="$sorts" > "$WORK/renewed"',
    '  cat "$WORK/renewed"',
    '  if grep -q "^blocker: " "$WORK/renewed"; then exit 1; fi',
    '  sql target "$1" sorted.sql',
    '}',
    'if ! done_before "$FIRST_SOURCE" sorted; then every target renew; record "$FIRST_SOURCE" sorted; fi',
    'say "the target is a primary of its own"',
  );

/** The target lets in whom the source let in before it was closed. Which of two steps comes first is decided at the source, where a step back is taken. */
export const physicalOpenScript = (): string =>
  script(
    '. ./switch.sh',
    '. ./physical.sh',
    'STATE=target SIDES=target',
    'begin open',
    'code=$(cat "$WORK/check/code" 2>/dev/null || true)',
    'take_over() {',
    '  if done_before "$1" open; then return 0; fi',
    '  STATE=source',
    '  sql source "$1" take-over.sql -v code="$code"',
    '  if ! done_before "$1" open; then say "database $1: a step back was taken"; exit 1; fi',
    '  STATE=target',
    '  sql target "$1" take-over.sql -v code="$code"',
    `  if ! done_before "$1" open; then say "database $1: the step 'cutOver' comes first"; exit 1; fi`,
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
