import { MigrationPlan } from '../migration-plan';
import { script } from './shell';
import { IS_HANDING_BACK } from './taking-over';

export const publishScript = (plan: MigrationPlan): string =>
  script(
    'begin publish',
    'publish() {',
    ...(plan.publishedByOperator
      ? ['  say "database $1: its operator publishes"']
      : ['  sql source "$1" publication.sql', '  say "database $1: published"']),
    '}',
    'each publish',
  );

export const subscribeScript = (plan: MigrationPlan): string =>
  script(
    '. ./replication.sh',
    'begin subscribe',
    'subscribe() {',
    `  if ! done_before "$2" schema; then say "database $2: its schema is not copied yet"; exit 1; fi`,
    // A slot or subscription that is made anew behind the last write would copy all rows a second time.
    `  if done_before "$2" open; then say "database $2: has taken over before"; return 0; fi`,
    ...(plan.wayBack ? ['  sql target "$2" publication.sql'] : []),
    ...(plan.subscribedByOperator
      ? ['  say "database $2: its operator subscribes"']
      : [
          // A slot that is made anew under a subscription that has copied would leave out what came between.
          '  if ! done_before "$2" subscribe; then ensure_slot source "$1" "$4" "$(operator_makes_slots source)"; fi',
          '  ensure_subscription target "$2" "$1" "$4" true',
          '  keep_table_slots "$@"',
          '  record "$2" subscribe',
          '  say "database $2: subscribed"',
        ]),
    '}',
    'each subscribe',
  );

/** Why the source cannot take over again from a target that has, if it cannot. */
const noWayBack = (plan: MigrationPlan): string[] => [
  '  if ! done_before "$2" reverse; then',
  plan.wayBack
    ? `    say "database $2: the target has taken over, and the source does not follow it; the step 'reverse' comes first, or what was written since is lost"`
    : `    say "database $2: the target has taken over, and there is no way back ('wayBack' is false); write MigrationStep.cutOver(...) again with a higher 'round', then 'retire'"`,
  '    exit 1',
  '  fi',
  ...(plan.subscribedByOperator
    ? [
        `  say "database $2: the operator of the target subscribes, and would copy all rows a second time; the way back from here is a migration with 'from' and 'to' exchanged"`,
        '  exit 1',
      ]
    : []),
];

/** The source follows the target: the target refuses writers, the source gets the last of them. Where it does not follow nothing is done. */
export const handBackScript = (plan: MigrationPlan): string =>
  script(
    '. ./replication.sh',
    '. ./switch.sh',
    'begin hand-back',
    ': > "$WORK/not-back"',
    // What was the same is not any more when clients write again: it is not compared a second time.
    'is_to_hand_back() { done_before "$1" open && ! done_before "$1" checked-back; }',
    'check() {',
    '  if ! is_to_hand_back "$2"; then return 0; fi',
    ...noWayBack(plan),
    '  rm -f "$WORK/not-back"',
    '  if done_before "$2" handed-back; then return 0; fi',
    '  unpublished=$(sql target "$2" unpublished.sql)',
    `  if [ -n "$unpublished" ]; then say "blocker: tables of the database $2 were made at the target after the cut over, and the source does not get them: $unpublished; drop them, or stay with the target"; exit 1; fi`,
    // Clients stand still for what is left only, and not at all for a source that has stopped to follow.
    '  catch_up target "$2" "$5"',
    '}',
    'close() {',
    '  if ! is_to_hand_back "$2"; then return 0; fi',
    '  close_door target "$2" "$5" "$2"',
    '  say "database $2: the target refuses writers"',
    '}',
    'hand_back() {',
    '  if ! is_to_hand_back "$2" || done_before "$2" handed-back; then return 0; fi',
    '  catch_up target "$2" "$5"',
    '  copy_sequences target "$2" "$1"',
    '  record "$2" handed-back',
    '  say "database $1: the source has all that was written, and its sequences; both sides are compared before it is opened"',
    '}',
    'each check',
    'each close',
    'each hand_back',
  );

/**
 * The source is the one that is written to, the target follows: waits until it has caught up. Taken again before the target was opened it opens
 * the source; taken again when the target has handed back it opens the source with what was written to the target.
 */
export const followScript = (plan: MigrationPlan): string =>
  script(
    '. ./replication.sh',
    '. ./switch.sh',
    'begin follow',
    // All are compared before any is opened.
    'passed() {',
    '  if ! done_before "$2" handed-back || done_before "$2" checked-back; then return 0; fi',
    '  code=$(cat "$WORK/check/code" 2>/dev/null || true)',
    '  if [ -z "$code" ]; then say "database $2: both sides are not compared yet"; exit 1; fi',
    '  record "$2" checked-back "$code"',
    '}',
    'each passed',
    'back() {',
    // First of all, for the target may be about to take over: either that is done, or it is not done any more.
    '  forget "$2" cut-over',
    '  if ! done_before "$2" open; then',
    '    forget "$2" way-back',
    ...(plan.target.slotsByOperator ? [] : ['    drop_slot target "$2" "$5"']),
    '    open_door source "$1" "$2"',
    '    return 0',
    '  fi',
    '  if ! done_before "$2" handed-back; then',
    ...noWayBack(plan).map((line) => `  ${line}`),
    '    say "database $2: the target has not handed back yet"',
    '    exit 1',
    '  fi',
    '  sql source "$1" unsubscribe.sql',
    ...(plan.target.slotsByOperator ? [] : ['  drop_slot target "$2" "$5"']),
    // Nobody writes at either side, so the new slot begins where both are the same.
    '  ensure_slot source "$1" "$4" "$(operator_makes_slots source)"',
    // That of an operator may be older: what came from the target since then is there.
    ...(plan.source.slotsByOperator
      ? ['  if ! done_before "$2" advanced; then sql source "$1" advance.sql -v slot="$4"; record "$2" advanced; fi']
      : []),
    '  ensure_subscription target "$2" "$1" "$4" false',
    // From here on the target is closed as it was before it was opened first.
    '  sql target "$2" limit.sql -v limit=0',
    '  open_door target "$2" "$2"',
    '  open_door source "$1" "$2"',
    // What clients write while they are filled is in them or not.
    '  filled=$(sql target "$2" filled.sql)',
    '  sql source "$1" refresh.sql -v filled="$filled"',
    '  forget "$2" reverse,reversing,way-back,open,opened,refreshed,handed-back,checked-back,advanced',
    '  say "database $1: the source has taken over again"',
    '}',
    'each back',
    ...(plan.subscribedByOperator ? ['each keep_table_slots'] : []),
    'each wait_copied',
    'caught_up() { catch_up source "$1" "$4"; }',
    'each caught_up',
    'finish() {',
    '  if done_before "$2" follow; then return 0; fi',
    '  filled=$(sql source "$1" filled.sql)',
    '  sql target "$2" refresh.sql -v filled="$filled"',
    '  sql target "$2" analyze.sql',
    '}',
    'each finish',
    // What came while that was done.
    'each caught_up',
    'followed() { record "$2" follow; say "database $2: the target has caught up"; }',
    'each followed',
  );

/** The source follows the target, from where it was opened. */
export const reverseScript = (plan: MigrationPlan): string =>
  script(
    '. ./replication.sh',
    '. ./switch.sh',
    'begin reverse',
    ...(plan.wayBack
      ? [
          'check_back() {',
          // The source was about to take over again and has not: nobody has written to it.
          '  if done_before "$2" checked-back; then',
          `    say "blocker: database $2: the source takes over again; the step 'follow' comes first, with a higher 'round'"`,
          '    exit 1',
          '  fi',
          '}',
          'each check_back',
          'check() {',
          `  if ! done_before "$2" opened; then say "database $2: the step 'cutOver' comes first, with a higher 'round'"; exit 1; fi`,
          '}',
          'each check',
          // Whether the source gets what clients write from here on is seen behind this: it is forgotten first that it has all.
          'reopen() {',
          `  if ${IS_HANDING_BACK}; then`,
          '    forget "$2" handed-back',
          '    open_door target "$2" "$2"',
          '    say "database $2: the target takes clients again"',
          '  fi',
          '}',
          'each reopen',
          'reverse() {',
          '  if [ "$(sql target "$2" slot-is-there.sql -v slot="$5")" != t ]; then',
          '    say "blocker: the slot $5 is gone at the target, so the source cannot follow it: changes are missing; go on to \'retire\'"',
          '    exit 1',
          '  fi',
          // One that was made anew, by a failover or a person, leaves out what was written before that.
          '  if ! done_before "$2" reversing; then',
          '    since=$(sql target "$2" detail.sql -v phase=way-back)',
          '    if [ "$(sql target "$2" slot-is-later.sql -v slot="$5" -v since="$since")" = t ]; then',
          '      say "blocker: the slot $5 at the target was made anew after the target had taken over, so changes are missing at the source; go on to \'retire\'"',
          '      exit 1',
          '    fi',
          '    record "$2" reversing',
          '  fi',
          // Were the object of the operator to come back, it would find nothing to copy over what clients have written since.
          ...(plan.subscribedByOperator ? ['  sql source "$1" unpublish.sql'] : []),
          '  sql source "$1" apply-may-write.sql',
          '  ensure_subscription source "$1" "$2" "$5" false',
          '  catch_up target "$2" "$5"',
          '  record "$2" reverse',
          '  say "database $1: the source follows the target"',
          '}',
          'each reverse',
        ]
      : [`say "this migration has no way back: 'wayBack' is false"`, 'exit 1']),
  );
