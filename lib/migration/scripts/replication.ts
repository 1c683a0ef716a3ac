import { MigrationPlan } from '../migration-plan';
import { QUIET_LOG, RELATIONS, REPLICATED_TABLE } from './fragments';

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

/** What the slots of tables that a subscription copies are called, as a regular expression in JSON; nothing if there is no subscription. */
const NAMES_OF_TABLE_SLOTS = `SELECT pg_catalog.to_jsonb('^pg_' || s.oid || '_sync_[0-9]+_' || (SELECT system_identifier FROM pg_catalog.pg_control_system()) || '$')
FROM pg_catalog.pg_subscription s
WHERE s.subname = :'plan'::jsonb ->> 'name' AND s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database());
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

# what the slots of its copies are called is kept at the source, where they are
keep_table_slots() {
  slots=$(sql target "$2" names-of-table-slots.sql)
  if [ -n "$slots" ]; then keep "$1" table-slots "$slots"; fi
}

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
        if [ "$1" = source ]; then
          todo="give up by MigrationStep.giveUp(), and take another 'attempt', which copies anew"
        else
          todo="stay with the target, which the step 'reverse' opens where it is closed, and go on to 'retire'"
        fi
        say "blocker: the slot $3 of the database $2 is $reached at the $1, so changes are missing at the $(other "$1"); $todo"
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
  'names-of-table-slots.sql': NAMES_OF_TABLE_SLOTS,
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
