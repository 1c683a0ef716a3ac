import { MigrationPlan } from '../migration-plan';
import { QUIET_LOG, RELATIONS, REPLICATED_TABLE } from './fragments';
import { script } from './shell';

/** Makes the publication of a side, or holds it to the tables that there are. Nothing is locked where nothing changes. */
const PUBLICATION = `SELECT coalesce(string_agg(format('ONLY %I.%I', n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname), '') AS tables,
  count(*) > 0 AS has_tables,
  coalesce(array_agg(c.oid ORDER BY c.oid), '{}')
    = (SELECT coalesce(array_agg(r.prrelid ORDER BY r.prrelid), '{}')
       FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE p.pubname = :'plan'::jsonb ->> 'name') AS is_same
FROM ${RELATIONS}
WHERE ${REPLICATED_TABLE}
\\gset
SELECT :'plan'::jsonb ->> 'name' AS name,
  EXISTS (SELECT FROM pg_catalog.pg_publication WHERE pubname = :'plan'::jsonb ->> 'name') AS is_there
\\gset
\\if :is_there
  \\if :is_same
  \\else
ALTER PUBLICATION :"name" SET TABLE :tables;
  \\endif
\\elif :has_tables
CREATE PUBLICATION :"name" FOR TABLE :tables;
\\else
CREATE PUBLICATION :"name";
\\endif
`;

/** Makes a slot unless it is there. */
const SLOT = `SELECT pg_catalog.format(
  'SELECT FROM pg_catalog.pg_create_logical_replication_slot(%L, %L%s)', :'slot', 'pgoutput',
  CASE WHEN (:'plan'::jsonb -> 'failoverSlots')::boolean AND pg_catalog.current_setting('server_version_num')::int >= 170000
    THEN ', false, false, true' ELSE '' END)
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot')
\\gexec
`;

const SLOT_IS_THERE = `SELECT EXISTS (SELECT FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot' AND database = pg_catalog.current_database());
`;

/**
 * Makes a subscription whose slot is there, in one statement: it is there with all its tables, or not at all. One that is there gets the address
 * and the password of today, and goes on if it was stopped.
 *
 * Tables whose owner is bound by their own policies are written by the owner of the subscription, for whom policies do not hold.
 */
const SUBSCRIPTION = `${QUIET_LOG}
\\set user \`cat "$PEER/username"\`
\\set password \`cat "$PEER/password"\`
SELECT pg_catalog.string_agg(
  pg_catalog.format('%s=''%s''', key, pg_catalog.replace(pg_catalog.replace(value, '\\', '\\\\'), '''', '\\''')), ' ' ORDER BY key) AS connection
FROM (VALUES ('host', :'host'), ('port', :'port'), ('dbname', :'dbname'), ('user', :'user'), ('password', :'password'),
  ('sslmode', :'sslmode'), ('connect_timeout', '10')) AS part (key, value)
\\gset
SELECT pg_catalog.count(*) > 0 AS is_there, coalesce(pg_catalog.bool_and(s.subenabled), false) AS is_on, false AS is_same,
  :'plan'::jsonb ->> 'name' AS name, pg_catalog.current_setting('server_version_num')::int AS version
FROM pg_catalog.pg_subscription s
WHERE s.subname = :'plan'::jsonb ->> 'name' AND s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
\\gset
-- Only a superuser reads what a subscription connects with.
\\if :is_superuser
SELECT coalesce(pg_catalog.bool_and(s.subconninfo = :'connection'), false) AS is_same
FROM pg_catalog.pg_subscription s
WHERE s.subname = :'name' AND s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
\\gset
\\endif
\\if :is_there
  \\if :is_same
  \\else
ALTER SUBSCRIPTION :"name" CONNECTION :'connection';
  \\endif
  \\if :is_on
  \\else
ALTER SUBSCRIPTION :"name" ENABLE;
  \\endif
\\else
SELECT pg_catalog.format('CREATE SUBSCRIPTION %I CONNECTION %L PUBLICATION %I WITH (create_slot = false, slot_name = %L, copy_data = %s%s%s%s)',
  :'name', :'connection', :'name', :'slot', :'copy',
  CASE WHEN :version >= 160000 AND :'side' = 'source' THEN ', origin = none' ELSE '' END,
  CASE WHEN :version >= 160000 AND EXISTS (SELECT FROM pg_catalog.pg_class WHERE relforcerowsecurity) THEN ', run_as_owner = true' ELSE '' END,
  CASE WHEN :version >= 170000 AND :'failover' = 't' THEN ', failover = true' ELSE '' END)
\\gexec
\\endif
`;

/** How far a slot has been read, as JSON. */
const SLOT_POSITION = `SELECT pg_catalog.to_jsonb(confirmed_flush_lsn::text) FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot';
`;

/** Whether a slot begins behind a place, so that what was written between is in no slot. */
const SLOT_IS_LATER = `SELECT confirmed_flush_lsn > (:'since'::jsonb #>> '{}')::pg_catalog.pg_lsn FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot';
`;

const SLOT_FAILS_OVER = `SELECT coalesce((SELECT to_jsonb(s) ->> 'failover' = 'true' FROM pg_catalog.pg_replication_slots s WHERE slot_name = :'slot'), false);
`;

/** One line: how many tables are not copied yet, of how many, how many errors there were (where the server counts them), and whether it runs. */
const COPIED = `SELECT pg_catalog.count(*) FILTER (WHERE r.srsubstate <> 'r') || ' ' || pg_catalog.count(r.srrelid)
FROM pg_catalog.pg_subscription s LEFT JOIN pg_catalog.pg_subscription_rel r ON r.srsubid = s.oid
WHERE s.subname = :'plan'::jsonb ->> 'name' AND s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
GROUP BY s.oid;
`;

const ERRORS = `SELECT pg_catalog.current_setting('server_version_num')::int >= 150000 AS counts
\\gset
\\if :counts
SELECT (to_jsonb(t) ->> 'apply_error_count') || ' errors of apply, ' || (to_jsonb(t) ->> 'sync_error_count') || ' of copying'
FROM pg_catalog.pg_stat_subscription_stats t
WHERE t.subname = :'plan'::jsonb ->> 'name' AND (t.apply_error_count > 0 OR t.sync_error_count > 0);
\\endif
`;

const POSITION = `SELECT pg_catalog.pg_current_wal_lsn();
`;

/** `lost`, `reached`, or how many bytes are missing. */
const REACHED = `SELECT coalesce(
  (SELECT CASE
      WHEN wal_status = 'lost' OR (to_jsonb(s) ->> 'conflicting')::boolean THEN 'lost'
      WHEN confirmed_flush_lsn >= :'lsn'::pg_lsn THEN 'reached'
      ELSE pg_catalog.pg_wal_lsn_diff(:'lsn'::pg_lsn, confirmed_flush_lsn) || ' bytes behind' || CASE WHEN active THEN '' ELSE ', not connected' END
    END FROM pg_catalog.pg_replication_slots s WHERE slot_name = :'slot'), 'gone');
`;

/** Views that the source has filled, as JSON. */
const FILLED = `SELECT coalesce(jsonb_agg(format('%I.%I', n.nspname, c.relname)), '[]') FROM ${RELATIONS} WHERE c.relkind = 'm' AND c.relispopulated;
`;

/** Fills views; each after those that it reads, which were made before it. */
const REFRESH = `SELECT pg_catalog.format('REFRESH MATERIALIZED VIEW %I.%I', n.nspname, c.relname)
FROM ${RELATIONS}
WHERE c.relkind = 'm' AND :'filled'::jsonb ? pg_catalog.format('%I.%I', n.nspname, c.relname) AND pg_catalog.pg_has_role(current_user, c.relowner, 'USAGE')
ORDER BY c.oid
\\gexec
`;

/** A slot that nobody reads yet begins here. */
const ADVANCE = `SELECT FROM pg_catalog.pg_replication_slot_advance(:'slot', pg_catalog.pg_current_wal_lsn());
`;

/** A database that takes no writes by default takes those of the subscription, whose triggers would feel it. */
const APPLY_MAY_WRITE = `SELECT pg_catalog.format('ALTER ROLE %I IN DATABASE %I SET default_transaction_read_only = off', current_user, pg_catalog.current_database())
\\gexec
`;

const ANALYZE = 'ANALYZE;\n';

/** Functions of the shell that the phases of replication share. */
export const replicationShell = (plan: MigrationPlan): string => `# side database slot made-by-operator: the slot is there afterwards
ensure_slot() {
  if [ "$4" = true ]; then
    until [ "$(sql "$1" "$2" slot-is-there.sql -v slot="$3")" = t ]; do
      say "waiting for the slot $3, which the operator of the $1 makes"
      sleep 10
    done
  else
    sql "$1" "$2" slot.sql -v slot="$3" >/dev/null
  fi
}

# side: whether its operator makes slots there
operator_makes_slots() { if [ "$1" = source ]; then printf '%s' ${plan.source.slotsByOperator}; else printf '%s' ${plan.target.slotsByOperator}; fi; }

# side database peer-database slot copy: the subscription of the side to its peer is there afterwards.
# The server itself connects: it has no file of ours to check certificates with.
ensure_subscription() (
  peer=$(other "$1")
  login "$peer" "$3"
  case $PGSSLMODE in
    verify-ca | verify-full) mode=require ;;
    *) mode=$PGSSLMODE ;;
  esac
  failover=$(sql "$peer" "$3" slot-fails-over.sql -v slot="$4")
  export PEER="\${ROOT:-}/$peer"
  sql "$1" "$2" subscription.sql -v host="$PGHOST" -v port="$PGPORT" -v dbname="$3" -v sslmode="$mode" -v slot="$4" -v copy="$5" -v failover="$failover"
)

# waits until all tables are copied
wait_copied() {
  while :; do
    copied=$(sql target "$2" copied.sql)
    case $copied in
      '')
        say "database $2: there is no subscription yet"
        exit 1
        ;;
      '0 '*) break ;;
    esac
    errors=$(sql target "$2" errors.sql)
    say "database $2: \${copied% *} of \${copied#* } tables are not copied yet\${errors:+; $errors, see the log of the target}"
    sleep 10
  done
  say "database $2: all \${copied#* } tables are copied"
}

# publisher database slot: waits until all that is written by now is applied at the other side
catch_up() {
  lsn=$(sql "$1" "$2" position.sql)
  turn=0
  while :; do
    reached=$(sql "$1" "$2" reached.sql -v slot="$3" -v lsn="$lsn")
    case $reached in
      reached) break ;;
      lost | gone)
        say "blocker: the slot $3 of the database $2 is $reached at the $1, so changes are missing at the $(other "$1"); take another 'attempt', which copies anew"
        exit 1
        ;;
    esac
    if [ $((turn % 10)) -eq 0 ]; then say "database $2: $reached"; fi
    turn=$((turn + 1))
    sleep 1
  done
}
`;

export const replicationFiles: { [file: string]: string } = {
  'publication.sql': PUBLICATION,
  'slot.sql': SLOT,
  'slot-is-there.sql': SLOT_IS_THERE,
  'slot-fails-over.sql': SLOT_FAILS_OVER,
  'slot-position.sql': SLOT_POSITION,
  'slot-is-later.sql': SLOT_IS_LATER,
  'subscription.sql': SUBSCRIPTION,
  'copied.sql': COPIED,
  'errors.sql': ERRORS,
  'position.sql': POSITION,
  'reached.sql': REACHED,
  'filled.sql': FILLED,
  'refresh.sql': REFRESH,
  'analyze.sql': ANALYZE,
  'apply-may-write.sql': APPLY_MAY_WRITE,
  'advance.sql': ADVANCE,
};

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
          '  record "$2" subscribe',
          '  say "database $2: subscribed"',
        ]),
    '}',
    'each subscribe',
  );

/** Why the source cannot take over again from a target that has, if it cannot. */
const noWayBack = (plan: MigrationPlan): string[] => [
  '  if ! done_before "$2" reverse; then',
  `    say "database $2: the target has taken over, and the source does not follow it; the step 'reverse' comes first, or what was written since is lost"`,
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
    '  forget "$2" reverse,reversing,way-back,open,opened,handed-back,checked-back,advanced',
    '  say "database $1: the source has taken over again"',
    '}',
    'each back',
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
          'reverse() {',
          // The source was about to take over again and has not: nobody has written to it.
          '  if done_before "$2" checked-back; then',
          `    say "blocker: database $2: the source takes over again; the step 'follow' comes first, with a higher 'round'"`,
          '    exit 1',
          '  fi',
          '  if done_before "$2" handed-back; then',
          '    open_door target "$2" "$2"',
          '    forget "$2" handed-back',
          '    say "database $2: the target takes clients again"',
          '  fi',
          `  if ! done_before "$2" opened; then say "database $2: the step 'cutOver' comes first"; exit 1; fi`,
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
