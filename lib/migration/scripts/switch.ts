import { MigrationPlan } from '../migration-plan';
import { OWN_RELATION, RELATIONS } from './fragments';
import { script } from './shell';

/** What a database lets in, as it is before it is closed. */
const DOOR = `SELECT jsonb_build_object(
  'readOnly', (SELECT split_part(s, '=', 2) FROM pg_catalog.pg_db_role_setting r, unnest(r.setconfig) AS s
               WHERE r.setdatabase = d.oid AND r.setrole = 0 AND s LIKE 'default\\_transaction\\_read\\_only=%'),
  'connect', coalesce((SELECT jsonb_agg(jsonb_build_object('role', g.rolname, 'grantable', a.is_grantable) ORDER BY a.grantee)
               FROM aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
               WHERE a.privilege_type = 'CONNECT'), '[]'))
FROM pg_catalog.pg_database d WHERE d.datname = current_database();
`;

/**
 * Closes a database for all but superusers, us and those who read our slots. Sessions that nothing ends would still write, and a superuser may
 * come in again, so it takes no writes by default either.
 */
const CLOSE = `SELECT format('ALTER DATABASE %I SET default_transaction_read_only = on', current_database())
\\gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), r.rolname)
FROM pg_catalog.pg_roles r
WHERE NOT r.rolsuper AND (r.rolname = current_user OR r.oid IN (
  SELECT a.usesysid FROM pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_replication_slots s ON s.active_pid = a.pid WHERE s.slot_name = :'slot'))
\\gexec
SELECT DISTINCT format('REVOKE CONNECT ON DATABASE %I FROM %s CASCADE', current_database(), coalesce(quote_ident(g.rolname), 'PUBLIC'))
FROM pg_catalog.pg_database d
  CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
  LEFT JOIN pg_catalog.pg_roles g ON g.oid = a.grantee
WHERE d.datname = current_database() AND a.privilege_type = 'CONNECT'
  AND (g.oid IS NULL OR g.rolname <> current_user AND g.oid NOT IN (
    SELECT a.usesysid FROM pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_replication_slots s ON s.active_pid = a.pid WHERE s.slot_name = :'slot'))
\\gexec
`;

/**
 * Ends the sessions of others in this database and says how many there were. Those of a superuser are ended where we are one, and not counted: an
 * operator looks after its servers by such sessions, and comes again.
 */
const END_SESSIONS = `SELECT pg_catalog.count(ended) FILTER (WHERE NOT of_superuser)
FROM (SELECT pg_catalog.pg_terminate_backend(a.pid) AS ended, coalesce(r.rolsuper, false) AS of_superuser
FROM pg_catalog.pg_stat_activity a LEFT JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid
WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
  AND coalesce(a.backend_type, 'client backend') = 'client backend'
  AND coalesce(a.application_name, '') NOT LIKE 'cdk8s\\_%'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_replication w WHERE w.pid = a.pid)
  AND (NOT coalesce(r.rolsuper, false) OR (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user))
OFFSET 0) AS others;
`;

/** Transactions that are prepared and belong to no session: they may write when they are committed. */
const PREPARED = `SELECT string_agg(quote_literal(gid), ', ' ORDER BY gid) FROM pg_catalog.pg_prepared_xacts WHERE database = current_database();
`;

/** Opens a database as it was: each line a statement. */
const OPENING = [
  `SELECT CASE WHEN :'door'::jsonb ->> 'readOnly' IS NULL
    THEN format('ALTER DATABASE %I RESET default_transaction_read_only', current_database())
    ELSE format('ALTER DATABASE %I SET default_transaction_read_only = %L', current_database(), :'door'::jsonb ->> 'readOnly') END`,
  `SELECT format('GRANT CONNECT ON DATABASE %I TO %s%s', current_database(), coalesce(quote_ident(c ->> 'role'), 'PUBLIC'),
  CASE WHEN (c ->> 'grantable')::boolean THEN ' WITH GRANT OPTION' ELSE '' END)
FROM jsonb_array_elements(:'door'::jsonb -> 'connect') AS c
WHERE c ->> 'role' IS NULL OR EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = c ->> 'role')`,
];

const OPEN = OPENING.map((one) => `${one}\n\\gexec\n`).join('');

/** The same to be read: were the target to be lost, nobody else would know whom the source let in. Who pastes it into a closed database takes no writes. */
const HOW_TO_OPEN = `SELECT 'SET default_transaction_read_only = off;';
${OPENING.map((one) => `SELECT s || ';' FROM (${one}) AS t (s);\n`).join('')}`;

/** What a person says besides who opens the source by hand: the target takes over no more, and giving up goes on. */
const HOW_TO_FORGET = `SELECT format('DELETE FROM cdk8s_postgres.migration WHERE name = %L AND phase IN (''closed source'', ''open'');', :'plan'::jsonb ->> 'name');
`;

/** Opens the target to be read: were the source to be lost, nobody could compare both. */
const HOW_TO_TAKE_OVER = `SELECT format(s, subname)
FROM pg_catalog.pg_subscription, unnest(ARRAY['ALTER SUBSCRIPTION %I DISABLE;', 'ALTER SUBSCRIPTION %I SET (slot_name = NONE);', 'DROP SUBSCRIPTION %I;'])
  WITH ORDINALITY AS u (s, n)
WHERE subname = :'plan'::jsonb ->> 'name' AND subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  AND (n = 1 OR NOT (:'plan'::jsonb -> 'subscribedByOperator')::boolean)
ORDER BY n;
SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s;', current_database(), detail) FROM cdk8s_postgres.migration
WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'limit';
SELECT format('INSERT INTO cdk8s_postgres.migration (name, phase) VALUES (%L, ''open''), (%1$L, ''opened'') ON CONFLICT DO NOTHING;', :'plan'::jsonb ->> 'name');
`;

/** The target takes over, unless a step back has been taken at the same moment: one of the two waits for the other. */
const TAKE_OVER = `INSERT INTO cdk8s_postgres.migration (name, phase, detail)
SELECT name, 'open', nullif(:'code', '')::text::jsonb FROM cdk8s_postgres.migration
WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'cut-over' FOR UPDATE
ON CONFLICT DO NOTHING;
`;

/** The same is said at the source first: where it is open again nobody takes over. Says whether that was said. */
const TAKE_OVER_KEPT = `SELECT pg_catalog.to_regclass('cdk8s_postgres.migration') IS NOT NULL AS is_there
\\gset
\\if :is_there
INSERT INTO cdk8s_postgres.migration (name, phase)
SELECT name, 'open' FROM cdk8s_postgres.migration
WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'closed source' FOR UPDATE
ON CONFLICT DO NOTHING;
SELECT EXISTS (SELECT FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'open');
\\endif
`;

/**
 * Opens the source by what it has kept itself, and forgets that, in one transaction. Unless `even` it stays closed where the target has taken over.
 * Says `taken over`, `opened`, or nothing where nothing was kept.
 */
const OPEN_KEPT = `SELECT pg_catalog.to_regclass('cdk8s_postgres.migration') IS NOT NULL AS is_there, false AS is_kept, false AS is_over
\\gset
\\if :is_there
SELECT FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'closed source' FOR UPDATE
\\g /dev/null
SELECT pg_catalog.max(detail::text) AS door, pg_catalog.count(*) > 0 AS is_kept
FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'closed source'
\\gset
\\endif
\\if :is_kept
SELECT NOT :'even'::boolean AND EXISTS (SELECT FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'open') AS is_over
\\gset
  \\if :is_over
SELECT 'taken over';
  \\else
DELETE FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase IN ('closed source', 'open');
${OPEN}SELECT 'opened';
  \\endif
\\endif
`;

const LIMIT = `SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s', current_database(), :'limit')
\\gexec
`;

const DETAIL = `SELECT detail FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = :'phase';
`;

/** Statements that set each sequence of the other side as it is here. Of one that it does not have the check speaks. */
const SEQUENCES = `SELECT format('SELECT format(%L, %L, last_value, is_called) FROM %I.%I',
  'SELECT FROM pg_catalog.setval(pg_catalog.to_regclass(%L), %s, %L);', format('%I.%I', n.nspname, c.relname), n.nspname, c.relname)
FROM ${RELATIONS}
WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND ${OWN_RELATION}
ORDER BY n.nspname, c.relname
\\gexec
`;

/** Tables of a side that its publication does not have: they were made after it, and their rows are at one side only. */
const UNPUBLISHED = `SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ' ORDER BY n.nspname, c.relname)
FROM ${RELATIONS}
WHERE c.relkind = 'r' AND c.relpersistence = 'p' AND ${OWN_RELATION}
  AND NOT coalesce(:'plan'::jsonb -> 'withoutRows' ? (n.nspname || '.' || c.relname), false)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_publication_tables t
    WHERE t.pubname = :'plan'::jsonb ->> 'name' AND t.schemaname = n.nspname AND t.tablename = c.relname);
`;

/** Forgets a subscription without talking to the other side, whose slot is dropped there. */
const UNSUBSCRIBE = `SELECT EXISTS (SELECT FROM pg_catalog.pg_subscription WHERE subname = :'plan'::jsonb ->> 'name'
    AND subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())) AS is_there,
  :'plan'::jsonb ->> 'name' AS name
\\gset
\\if :is_there
ALTER SUBSCRIPTION :"name" DISABLE;
ALTER SUBSCRIPTION :"name" SET (slot_name = NONE);
DROP SUBSCRIPTION :"name";
\\endif
`;

const DISABLE = `SELECT format('ALTER SUBSCRIPTION %I DISABLE', subname) FROM pg_catalog.pg_subscription
WHERE subname = :'plan'::jsonb ->> 'name' AND subenabled
  AND subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
\\gexec
`;

/** Drops a slot and those of tables that were being copied; who reads them is sent away first. Says how many are left. */
const DROP_SLOT = `SELECT pg_catalog.pg_terminate_backend(active_pid) FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot' AND active_pid IS NOT NULL
\\g /dev/null
SELECT pg_catalog.format('SELECT FROM pg_catalog.pg_drop_replication_slot(%L)', slot_name)
FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot' AND NOT active
\\gexec
SELECT pg_catalog.count(*) FROM pg_catalog.pg_replication_slots WHERE slot_name = :'slot';
`;

/** Functions of the shell by which one side hands over to the other. */
export const SWITCH_SHELL = `# side database slot database-of-the-state: the side refuses writers. What it let in is kept first.
close_door() {
  if ! done_before "$4" "closed $1"; then
    door=$(sql "$1" "$2" door.sql)
    record "$4" "closed $1" "$door"
    say "database $2: the $1 is closed; were the other side to be lost, this opens it again:"
    sql "$1" "$2" how-to-open.sql -v door="$door"
    if [ "$1" = source ] && [ "$STATE" = target ]; then sql source "$2" how-to-forget.sql; fi
  fi
  # So that it can be opened without the target.
  if [ "$1" = source ] && [ "$STATE" = target ]; then
    door=$(sql target "$4" detail.sql -v phase="closed source")
    keep "$2" "closed source" "$door"
  fi
  sql "$1" "$2" close.sql -v slot="$3"
  # A session that was let in just before is seen a moment later only.
  quiet=0
  turn=0
  while [ "$quiet" -lt 2 ]; do
    others=$(sql "$1" "$2" end-sessions.sql)
    if [ "$others" = 0 ]; then quiet=$((quiet + 1)); else quiet=0; fi
    turn=$((turn + 1))
    if [ $((turn % 10)) -eq 0 ]; then say "database $2: $others sessions of others are ended at the $1 and come again; no application may log in as the role of the migration"; fi
    sleep 1
  done
  prepared=$(sql "$1" "$2" prepared.sql)
  if [ -n "$prepared" ]; then
    say "blocker: prepared transactions of the database $2 at the $1 may still write: $prepared; COMMIT PREPARED or ROLLBACK PREPARED each"
    exit 1
  fi
}

# source target what-is-with-the-target: clients have written where nobody can look any more
stay_closed() {
  say "blocker: database $2: the target has taken over and $3, and what clients have written there is not at the source; wait for it. Were it lost for good, and that with it, this opens the source, and the Job goes on:"
  sql source "$1" how-to-open.sql -v door="$(kept "$1" "closed source")"
  sql source "$1" how-to-forget.sql
  exit 1
}

# side database database-of-the-state: the side lets in whom it let in before
open_door() {
  even=false
  if done_before "$3" "closed $1"; then
    even=true
    door=$(sql "$STATE" "$3" detail.sql -v phase="closed $1")
    sql "$1" "$2" open-door.sql -v door="$door"
  fi
  # Of a target that was lost and made anew the source alone knows.
  if [ "$1" = source ] && [ "$STATE" = target ]; then
    opened=$(sql source "$2" open-kept.sql -1 -v even="$even")
    if [ "$opened" = "taken over" ]; then stay_closed "$2" "$3" "knows nothing of it any more, for it was made anew"; fi
  fi
  forget "$3" "closed $1"
}

# side database other-database: sequences of the other side go on where those of the side are
copy_sequences() {
  sql "$1" "$2" sequences.sql > "$WORK/sequences.sql"
  sql "$(other "$1")" "$3" "$WORK/sequences.sql" -1
}

# side database slot: a slot that we made is gone afterwards; another is its operator's
drop_slot() {
  until [ "$(sql "$1" "$2" drop-slot.sql -v slot="$3")" = 0 ]; do sleep 1; done
}
`;

export const switchFiles: { [file: string]: string } = {
  'switch.sh': SWITCH_SHELL,
  'door.sql': DOOR,
  'close.sql': CLOSE,
  'end-sessions.sql': END_SESSIONS,
  'prepared.sql': PREPARED,
  'open-door.sql': OPEN,
  'how-to-open.sql': HOW_TO_OPEN,
  'how-to-forget.sql': HOW_TO_FORGET,
  'how-to-take-over.sql': HOW_TO_TAKE_OVER,
  'take-over.sql': TAKE_OVER,
  'take-over-kept.sql': TAKE_OVER_KEPT,
  'open-kept.sql': OPEN_KEPT,
  'limit.sql': LIMIT,
  'detail.sql': DETAIL,
  'sequences.sql': SEQUENCES,
  'unpublished.sql': UNPUBLISHED,
  'unsubscribe.sql': UNSUBSCRIBE,
  'disable.sql': DISABLE,
  'drop-slot.sql': DROP_SLOT,
};

/** Whether the target is closed, or about to be, so that the source can take over again. */
export const IS_HANDING_BACK = 'done_before "$2" handed-back || done_before "$2" "closed target"';

/** Goes on unless the source is about to take over again, which it does by replication only. */
export const unlessHandedBack = ({ method }: MigrationPlan): readonly string[] =>
  method === 'logical'
    ? [
        // The source may have been opened, so that there is one way only.
        '  if done_before "$2" checked-back; then',
        `    say "blocker: database $2: the source is taking over again; the step 'follow' comes first, with a higher 'round'"`,
        '    exit 1',
        '  fi',
        `  if ${IS_HANDING_BACK}; then`,
        `    say "blocker: database $2: both sides are closed, for the source was about to take over again; the step 'follow' comes first, or 'reverse', which opens the target"`,
        '    exit 1',
        '  fi',
      ]
    : [];

/** Goes on unless the target has taken over. What was the same then is not any more when clients write: it is not compared a second time. */
const UNLESS_TAKEN_OVER: readonly string[] = [
  '  if done_before "$2" open; then',
  '    : > "$WORK/opened"',
  '    code=$(sql target "$2" detail.sql -v phase=open)',
  `    if [ -n "$code" ]; then code=\${code#?}; say "database $2: has taken over before; check passed: \${code%?}"; fi`,
  '    return 0',
  '  fi',
];

/** Behind the moment at which the target has everything. */
export const SAY_HOW_TO_TAKE_OVER: readonly string[] = [
  `  say "database $2: were the source to be lost before the target takes clients, this opens it as it is, and then comes 'retire':"`,
  '  sql target "$2" how-to-take-over.sql',
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
    ...(plan.method === 'logical'
      ? [
          'hand_over() {',
          // The source has been closed since then, and the slot may be gone.
          '  if done_before "$2" open || done_before "$2" cut-over; then return 0; fi',
          '  catch_up source "$1" "$4"',
          '  copy_sequences source "$1" "$2"',
          '  record "$2" cut-over',
          '  say "database $2: has all that was written, and its sequences"',
          ...SAY_HOW_TO_TAKE_OVER,
          '}',
        ]
      : [
          'hand_over() {',
          '  if done_before "$2" open || done_before "$2" cut-over; then return 0; fi',
          '  record "$2" cut-over',
          '  say "database $2: has all that was written"',
          ...SAY_HOW_TO_TAKE_OVER,
          '}',
        ]),
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
