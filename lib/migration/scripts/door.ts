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

/** The statements that open it. */
export const OPEN = OPENING.map((one) => `${one}\n\\gexec\n`).join('');

/** The same to be read: were the target to be lost, nobody else would know whom the source let in. Who pastes it into a closed database takes no writes. */
const HOW_TO_OPEN = `SELECT 'SET default_transaction_read_only = off;';
${OPENING.map((one) => `SELECT s || ';' FROM (${one}) AS t (s);\n`).join('')}`;

/** Functions of the shell by which a side refuses writers, and lets them in again. */
export const DOOR_SHELL = `# side database slot database-of-the-state: the side refuses writers. What it let in is kept first.
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
`;

export const doorFiles: { [file: string]: string } = {
  'door.sql': DOOR,
  'close.sql': CLOSE,
  'end-sessions.sql': END_SESSIONS,
  'prepared.sql': PREPARED,
  'open-door.sql': OPEN,
  'how-to-open.sql': HOW_TO_OPEN,
};
