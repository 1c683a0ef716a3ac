import { MigrationPlan } from '../migration-plan';
import { script } from './shell';
import { unlessHandedBack } from './taking-over';

/** Says nothing; it is for whether it can be said. */
const REACHED_AT_ALL = 'SELECT;\n';

const UNPUBLISH = `SELECT format('DROP PUBLICATION %I', pubname) FROM pg_catalog.pg_publication WHERE pubname = :'plan'::jsonb ->> 'name'
\\gexec
`;

/** What \`reverse\` and \`cut-over\` have said of our role. */
const RIGHTS_BACK = `SELECT format('ALTER ROLE %I IN DATABASE %I RESET default_transaction_read_only', current_user, current_database())
\\gexec
`;

/** Nothing of ours is left at a side; a schema that holds something else stays. */
const STATE_AWAY = `SELECT pg_catalog.to_regclass('cdk8s_postgres.migration') IS NOT NULL AS is_there, false AS is_empty
\\gset
\\if :is_there
DELETE FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name';
SELECT NOT EXISTS (SELECT FROM cdk8s_postgres.migration) AS is_empty
\\gset
\\endif
\\if :is_empty
DROP TABLE cdk8s_postgres.migration;
SELECT 'DROP SCHEMA cdk8s_postgres'
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = 'cdk8s_postgres'::regnamespace)
\\gexec
\\endif
`;

/**
 * Slots of tables that were being copied stay at the source where that was out of reach when the subscription was dropped. They have its number in
 * their names. Says how many there were.
 */
const TABLE_SLOTS = `SELECT pg_catalog.count(pg_catalog.pg_terminate_backend(active_pid)) FROM pg_catalog.pg_replication_slots
WHERE slot_name ~ (:'slots'::jsonb #>> '{}') AND database = current_database() AND active
\\g /dev/null
SELECT pg_catalog.count(*) FROM pg_catalog.pg_replication_slots WHERE slot_name ~ (:'slots'::jsonb #>> '{}') AND database = current_database();
SELECT pg_catalog.format('SELECT FROM pg_catalog.pg_drop_replication_slot(%L)', slot_name)
FROM pg_catalog.pg_replication_slots WHERE slot_name ~ (:'slots'::jsonb #>> '{}') AND database = current_database() AND NOT active
\\gexec
`;

export const retireFiles: { [file: string]: string } = {
  'unpublish.sql': UNPUBLISH,
  'rights-back.sql': RIGHTS_BACK,
  'state-away.sql': STATE_AWAY,
  'reached-at-all.sql': REACHED_AT_ALL,
  'table-slots.sql': TABLE_SLOTS,
};

/** Takes away what replication has left at the source. */
const leaveSource = (plan: MigrationPlan): string[] => [
  'leave_source() {',
  ...(plan.method === 'logical'
    ? [
        '  sql source "$1" unsubscribe.sql',
        ...(plan.source.slotsByOperator || plan.subscribedByOperator ? [] : ['  drop_slot source "$1" "$4"']),
        '  slots=$(kept "$1" table-slots)',
        '  while [ -n "$slots" ]; do',
        '    left=$(sql source "$1" table-slots.sql -v slots="$slots")',
        '    if [ "$left" = 0 ]; then break; fi',
        '    say "database $1: slots of copies of tables that were left at the source and are dropped: $left"',
        '    sleep 1',
        '  done',
        ...(plan.publishedByOperator ? [] : ['  sql source "$1" unpublish.sql']),
      ]
    : []),
  '  sql source "$1" rights-back.sql',
  '}',
];

/** Takes away what replication has left at the target. */
const leaveTarget = (plan: MigrationPlan): string[] => [
  'leave_target() {',
  ...(plan.method === 'logical'
    ? [
        ...(plan.subscribedByOperator ? [] : ['  sql target "$2" unsubscribe.sql']),
        // Who reads from the target goes first.
        '  if [ "$has_source" = yes ]; then sql source "$1" unsubscribe.sql; fi',
        ...(plan.target.slotsByOperator ? [] : ['  drop_slot target "$2" "$5"']),
        '  sql target "$2" unpublish.sql',
      ]
    : ['  :']),
  '}',
];

/** What is written down must last until everything else is gone. */
const takeAway = (plan: MigrationPlan): string[] => [
  ...leaveTarget(plan),
  'take_away() { leave_target "$@"; leave_source "$@"; }',
  'each take_away',
];

const AWAY = [
  'away() { sql source "$1" state-away.sql; sql target "$2" state-away.sql; say "database $2: nothing of the migration is left"; }',
  'each away',
];

/** How long a side that does not answer is waited for, in seconds. */
const PATIENCE = 600;

/** Waits for a side; `has_source` or `has_target` says whether it has answered. */
const waitFor = (side: 'source' | 'target', otherwise: string): string[] => [
  'answers() {',
  `  if sql ${side} "${side === 'source' ? '$1' : '$2'}" reached-at-all.sql >/dev/null 2>"$WORK/stderr"; then return 0; fi`,
  '  missing=yes',
  '  cp "$WORK/stderr" "$WORK/answer"',
  '}',
  'since=$(date +%s)',
  `patience=\${MIGRATION_PATIENCE:-${PATIENCE}}`,
  'has_source=yes has_target=yes',
  'told=',
  'while :; do',
  '  missing=',
  '  each answers',
  '  if [ -z "$missing" ]; then break; fi',
  '  if [ -z "$told" ]; then',
  '    told=yes',
  `    say "the ${side} does not answer: $(head -n 1 "$WORK/answer")"`,
  `    say "${otherwise} if it does not within $patience seconds"`,
  '  fi',
  '  waited=$(($(date +%s) - since))',
  `  if [ "$waited" -ge "$patience" ]; then has_${side}=no; break; fi`,
  '  sleep 10',
  'done',
];

/** A source that is lost keeps nobody from ending: a slot at the target would keep WAL for it. */
const withoutSource = (plan: MigrationPlan): string[] => [
  'left_behind() {',
  '  sql target "$2" state-away.sql',
  `  say "left behind: at the source, should it come back, the database $1, closed for clients${plan.method === 'logical' ? `, with the publication and the subscription ${plan.name}, if they are there` : ''}"`,
  '}',
  'if [ "$has_source" = no ]; then',
  ...leaveTarget(plan).map((line) => `  ${line}`),
  '  each leave_target',
  '  each left_behind',
  '  exit 0',
  'fi',
];

/** After the cut over: the source stays closed, with its rows. The code of the check is printed before the target is opened. */
export const retireScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    ...waitFor('source', 'what the migration has made at the target goes without it'),
    'if [ "$has_source" = no ]; then SIDES=target; fi',
    'begin retire',
    'check_back() {',
    ...unlessHandedBack(plan),
    '  :',
    '}',
    'each check_back',
    'check() {',
    '  if done_before "$2" limit && ! done_before "$2" opened; then',
    '    if done_before "$2" open; then',
    `      say "database $2: the target has taken over and does not take clients yet; the step 'cutOver' comes first, with a higher 'round'"`,
    '      exit 1',
    '    fi',
    `    say "database $2: the target was not opened; the step 'cutOver' comes first, or 'giveUp'"`,
    '    exit 1',
    '  fi',
    '}',
    'each check',
    ...withoutSource(plan),
    ...leaveSource(plan),
    ...takeAway(plan),
    ...AWAY,
  );

/**
 * A target that is lost takes what it knows with it: the source is opened by what it has kept itself, unless clients have written to the target.
 */
const withoutTarget = (): string[] => [
  ...waitFor('target', 'the source is opened without it'),
  'open_kept() {',
  '  opened=$(sql source "$1" open-kept.sql -1 -v even=false)',
  '  if [ "$opened" = "taken over" ]; then',
  '    stay_closed "$1" "$2" "does not answer"',
  '  fi',
  '  say "database $1: the source stays in use"',
  '}',
  'left_behind() {',
  '  sql source "$1" state-away.sql',
  '  say "left behind: at the target, should it come back, the database $2 with all that it has of the source, closed for clients; drop it before somebody takes it for the right one"',
  '}',
  'if [ "$has_target" = no ]; then',
  '  begin_without_target give-up',
  '  each open_kept',
  '  each leave_source',
  '  each left_behind',
  '  exit 0',
  'fi',
];

/** Before the target has taken over: the source takes writers, first of all. A second run finds nothing to do. */
export const giveUpScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    ...leaveSource(plan),
    ...withoutTarget(),
    'begin give-up',
    // First of all, for the target may be about to take over: either that is done, or it is not done any more.
    `forget_cut_over() { forget "$2" cut-over; }`,
    'each forget_cut_over',
    'check() {',
    ...unlessHandedBack(plan),
    '  if done_before "$2" open; then',
    `    say "blocker: database $2: the target has taken over, and what clients write there is not at the source; write MigrationStep.cutOver(...) again with a higher 'round', then 'retire'${plan.wayBack ? `, or 'reverse' and 'follow', which go back with it` : ''}"`,
    '    exit 1',
    '  fi',
    '}',
    'each check',
    'reopen() { open_door source "$1" "$2"; say "database $1: the source stays in use; what the target has of it stays there"; }',
    'each reopen',
    ...takeAway(plan),
    'unlimit() {',
    '  if done_before "$2" limit; then',
    '    limit=$(sql target "$2" detail.sql -v phase=limit)',
    '    sql target "$2" limit.sql -v limit="$limit"',
    '  fi',
    '}',
    'each unlimit',
    ...AWAY,
  );
