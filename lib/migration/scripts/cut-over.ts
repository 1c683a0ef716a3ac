import { MigrationPlan } from '../migration-plan';
import { script } from './shell';
import { SAY_HOW_TO_TAKE_OVER, unlessHandedBack } from './taking-over';

/** Goes on unless the target has taken over. What was the same then is not any more when clients write: it is not compared a second time. */
const UNLESS_TAKEN_OVER: readonly string[] = [
  '  if done_before "$2" open; then',
  '    : > "$WORK/opened"',
  '    code=$(sql target "$2" detail.sql -v phase=open)',
  `    if [ -n "$code" ]; then code=\${code#?}; say "database $2: has taken over before; check passed: \${code%?}"; fi`,
  '    return 0',
  '  fi',
];

/** The source refuses writers, the target gets the last of them. */
export const cutOverScript = (plan: MigrationPlan): string =>
  script(
    ...(plan.method === 'logical' ? ['. ./replication.sh'] : []),
    '. ./switch.sh',
    'begin cut-over',
    'check() {',
    ...unlessHandedBack(plan),
    ...UNLESS_TAKEN_OVER,
    ...(plan.method === 'logical'
      ? [
          '  if ! done_before "$2" follow; then say "database $2: the target has not caught up yet; the step \'follow\' comes first"; exit 1; fi',
          '  unpublished=$(sql source "$1" unpublished.sql)',
          '  if [ -n "$unpublished" ]; then say "blocker: tables of the database $1 are not replicated, they were made after the copy: $unpublished; drop them, or take another \'attempt\'"; exit 1; fi',
          // Clients stand still for what is left only, and not at all for a target that has stopped to follow.
          '  if ! done_before "$2" cut-over; then catch_up source "$1" "$4"; fi',
        ]
      : ['  if ! done_before "$2" dump; then say "database $2: its rows are not copied yet"; exit 1; fi']),
    '}',
    'close() {',
    '  if done_before "$2" open; then return 0; fi',
    '  close_door source "$1" "$4" "$2"',
    '  say "database $1: the source refuses writers"',
    '}',
    'hand_over() {',
    // The source has been closed since then, and the slot may be gone.
    '  if done_before "$2" open || done_before "$2" cut-over; then return 0; fi',
    ...(plan.method === 'logical' ? ['  catch_up source "$1" "$4"', '  copy_sequences source "$1" "$2"'] : []),
    '  record "$2" cut-over',
    `  say "database $2: has all that was written${plan.method === 'logical' ? ', and its sequences' : ''}"`,
    ...SAY_HOW_TO_TAKE_OVER,
    '}',
    // All are checked before any is closed, and all are closed before any is waited for.
    'each check',
    'each close',
    'each hand_over',
  );

/** The target lets clients in. */
export const openScript = (plan: MigrationPlan): string =>
  script(
    ...(plan.method === 'logical' ? ['. ./replication.sh'] : []),
    '. ./switch.sh',
    'begin open',
    'take_over() {',
    '  if done_before "$2" open; then return 0; fi',
    `  if ! done_before "$2" cut-over; then say "database $2: the step 'cutOver' comes first, with a higher 'round'"; exit 1; fi`,
    ...(plan.method === 'logical' && plan.wayBack
      ? [
          '  ensure_slot target "$2" "$5" "$(operator_makes_slots target)"',
          '  if ! done_before "$2" way-back; then record "$2" way-back "$(sql target "$2" slot-position.sql -v slot="$5")"; fi',
          `  say "warning: database $2: the slot $5 at the target keeps WAL until the step 'reverse' reads it or 'retire' drops it"`,
        ]
      : []),
    '  kept=$(sql source "$1" take-over-kept.sql)',
    `  if [ "$kept" != t ]; then say "database $2: the source is open, for a step back was taken"; exit 1; fi`,
    '  code=$(cat "$WORK/check/code" 2>/dev/null || true)',
    '  sql target "$2" take-over.sql -v code="$code"',
    `  if ! done_before "$2" open; then say "database $2: a step back was taken"; exit 1; fi`,
    '}',
    'open() {',
    '  if done_before "$2" opened; then',
    '    say "database $2: was opened before"',
    '  else',
    ...(plan.method === 'logical'
      ? [
          // Its operator would make a subscription again that is dropped here, and copy all rows a second time.
          ...(plan.subscribedByOperator ? ['    sql target "$2" disable.sql'] : ['    sql target "$2" unsubscribe.sql']),
          ...(plan.source.slotsByOperator || plan.subscribedByOperator ? [] : ['    drop_slot source "$1" "$4"']),
        ]
      : []),
    '    limit=$(sql target "$2" detail.sql -v phase=limit)',
    '    sql target "$2" limit.sql -v limit="$limit"',
    '    record "$2" opened',
    '    say "database $2: the target takes clients"',
    '  fi',
    ...(plan.method === 'logical'
      ? [
          '  if done_before "$2" refreshed; then return 0; fi',
          '  filled=$(sql source "$1" filled.sql)',
          '  sql target "$2" refresh.sql -v filled="$filled"',
          '  record "$2" refreshed',
        ]
      : []),
    '}',
    // From here on there is no way back but by what clients write at the target.
    'each take_over',
    'each open',
  );
