/** What the phases of a migration by files share: how the target follows, and how one logs in to it. */

const RECOVERY = `SELECT pg_catalog.pg_is_in_recovery();
`;

/** All databases that let anybody in; all of them come across. */
const DATABASES = `SELECT datname FROM pg_catalog.pg_database WHERE datallowconn ORDER BY datname;
`;

/** How far the source has written what others may read of it. */
const WRITTEN = `SELECT pg_catalog.pg_current_wal_flush_lsn();
`;

const SERVER = `SELECT system_identifier FROM pg_catalog.pg_control_system();
`;

/** What keeps the target from having what the source had written; nothing once it has. Its receiver may be ahead of what it has replayed. */
const FOLLOWING = `SELECT CASE
  WHEN NOT pg_catalog.pg_is_in_recovery() THEN 'blocker: the target takes writes of its own, and never follows again; write MigrationStep.giveUp(), and take a target of another name'
  WHEN (SELECT system_identifier::text FROM pg_catalog.pg_control_system()) <> :'server'
    THEN 'blocker: the target has the files of another server than the source; take a target of another name, which copies them'
  WHEN pg_catalog.pg_get_wal_replay_pause_state() <> 'not paused'
    THEN 'blocker: the target does not replay what it gets (' || pg_catalog.pg_get_wal_replay_pause_state() || '), as after a parameter was raised at the source: '
      || coalesce((SELECT pg_catalog.string_agg(pg_catalog.format('%s is %s there and %s at the source', p.key, pg_catalog.current_setting(p.key), p.value), ', ' ORDER BY p.key)
        FROM jsonb_each_text(:'parameters'::jsonb) AS p WHERE pg_catalog.current_setting(p.key)::bigint < p.value::bigint), 'all of them are as high as at the source')
      || '; give it no less, and restart it'
  WHEN NOT EXISTS (SELECT FROM pg_catalog.pg_stat_wal_receiver WHERE status = 'streaming') THEN 'the target does not stream from the source; why is in the log of its server'
  WHEN pg_catalog.pg_last_wal_replay_lsn() < :'written'::pg_lsn
    THEN 'the target is ' || pg_catalog.pg_size_pretty(pg_catalog.pg_wal_lsn_diff(:'written'::pg_lsn, pg_catalog.pg_last_wal_replay_lsn())) || ' behind'
END;
`;

/** How far the target has what the source has written; nothing as long as it replays what it has, of which it may have more than the source. */
const RECEIVED = `SELECT greatest(pg_catalog.pg_last_wal_receive_lsn(), pg_catalog.pg_last_wal_replay_lsn())
WHERE EXISTS (SELECT FROM pg_catalog.pg_stat_activity
  WHERE backend_type = 'startup' AND wait_event IN ('RecoveryWalStream', 'RecoveryRetrieveRetryInterval'));
`;

/** Whether the source has dropped what comes next for the target. A place at the edge of a file is in the next one. */
const WAL_GONE = `SELECT :'received'::pg_lsn < pg_catalog.pg_current_wal_flush_lsn() AND NOT EXISTS (SELECT FROM pg_catalog.pg_ls_waldir()
  WHERE pg_catalog.substr(name, 9) = pg_catalog.substr(pg_catalog.pg_walfile_name(:'received'::pg_lsn + 1), 9));
`;

/** What a follower must have no less of than its primary. */
const COMPARED = `SELECT pg_catalog.jsonb_object_agg(name, setting) FROM pg_catalog.pg_settings
WHERE name IN ('max_connections', 'max_worker_processes', 'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction');
`;

/** When the source was closed for good, as both sides write it; nothing if it is open, whoever has opened it. */
const CLOSING = `SELECT pg_catalog.to_regclass('cdk8s_postgres.migration') IS NOT NULL AS is_there
\\gset
\\if :is_there
SELECT extract(epoch FROM at) FROM cdk8s_postgres.migration WHERE name = :'plan'::jsonb ->> 'name' AND phase = 'cut-over'
  AND EXISTS (SELECT FROM pg_catalog.pg_db_role_setting r JOIN pg_catalog.pg_database d ON d.oid = r.setdatabase
    WHERE r.setrole = 0 AND d.datname = pg_catalog.current_database() AND 'default_transaction_read_only=on' = ANY (r.setconfig));
\\endif
`;

/** What opens a database of the source without the target, to be read, and forgets who has taken over. */
const WITHOUT_TARGET = `SELECT format('\\connect %s', quote_ident(current_database()));
\\i how-to-open.sql
\\i how-to-forget.sql
`;

export const PHYSICAL_SHELL = `# side function: for each database that lets anybody in
every() {
  sql "$1" "$FIRST_SOURCE" databases.sql > "$WORK/databases"
  while IFS= read -r database <&3; do "$2" "$database"; done 3< "$WORK/databases"
}

# text: says it the first time, when it is another one, and now and then
tell() {
  told=$((\${told:-0} + 1))
  if [ "$1" != "\${last_told:-}" ] || [ $((told % 60)) -eq 0 ]; then say "$1"; fi
  last_told=$1
}

# Whether the source answers; a server that fails over is away for a moment only.
source_answers() {
  tries=0
  until sql source "$FIRST_SOURCE" recovery.sql > /dev/null 2> "$WORK/error"; do
    if [ "$tries" -ge 10 ]; then return 1; fi
    tries=$((tries + 1))
    sleep 3
  done
}

# side, file with the rest of it: makes the code of what was looked at, which has the number of tables, too
code_of() {
  tables=0 tables_at=$1
  each count_tables
  if [ "$tables" = 0 ]; then say "blocker: there is no table in the databases that move"; exit 1; fi
  code=$tables-$(printf "%s" "$(cat "$2")#$tables" | sha256sum | cut -c 1-8)
}
count_tables() { tables=$((tables + $(sql "$tables_at" "$1" tables.sql -v side=source))); }

# What keeps a step from being taken back. The round to come has a code of its own, which no cut over prints any more.
say_taken_over() {
  code_of source again.txt
  say "blocker: the target has taken over, and what clients write there is not at the source; write MigrationStep.promote('$code') again with 'round' $((MIGRATION_ROUND + 1)), then 'retire'"
}

# Whether the target has taken over. All databases are of one server on each side, so one of them says it for all, at the source, where a step back is taken.
taken_over() {
  over=$(kept "$FIRST_SOURCE" open) || exit 1
  [ -n "$over" ]
}

# A step back: either it comes first, or the target has taken over.
step_back() {
  forget "$FIRST_SOURCE" cut-over
  if taken_over; then
    say_taken_over
    if ! sql target "$FIRST_SOURCE" recovery.sql > /dev/null 2> "$WORK/error"; then
      say "blocker: the target does not answer: $(head -n 1 "$WORK/error"). Were it lost for good, with all of its volumes, and what clients have written there with it, this opens the source, run by psql as postgres in its primary; the Job of the step 'giveUp' ends then:"
      each open_by_hand
    fi
    exit 1
  fi
  each forget_cut_over
}
forget_cut_over() { forget "$1" cut-over; }
open_by_hand() {
  door=$(sql source "$1" detail.sql -v phase="closed source")
  if [ -n "$door" ]; then sql source "$1" without-target.sql -v door="$door"; fi
}

# Says what to do about a target that the source cannot help any more.
has_wal() {
  received=$(sql target "$FIRST_SOURCE" received.sql) || return 0
  if [ -z "$received" ]; then return 0; fi
  gone=$(sql source "$FIRST_SOURCE" wal-gone.sql -v received="$received")
  if [ "$gone" = t ]; then
    say "blocker: the source has no WAL any more from $received on, where the target stopped, which never catches up; write MigrationStep.giveUp(), and take a target of another name and a higher 'walLimit'"
    exit 1
  fi
}

# Says that the source takes writers which nobody expects there; the target does not have what they write once it is promoted.
OPEN_AGAIN='the source is open again, by a step back, by hand or by a failover'

# Waits until the target answers, and has all that the source has written by now.
catch_up() {
  written=$(sql source "$FIRST_SOURCE" written.sql)
  server=$(sql source "$FIRST_SOURCE" server.sql)
  parameters=$(sql source "$FIRST_SOURCE" compared.sql)
  while :; do
    if why=$(sql target "$FIRST_SOURCE" following.sql -v written="$written" -v server="$server" -v parameters="$parameters" 2> "$WORK/error"); then
      case $why in
        '') return 0 ;;
        blocker:*) say "$why"; exit 1 ;;
        *' behind') tell 'the target is behind the source still' ;;
        *'not stream'*)
          tell "$why"
          has_wal
          ;;
        *) tell "$why" ;;
      esac
    else
      tell "the target does not let us in yet: $(head -n 1 "$WORK/error")"
    fi
    sleep 2
  done
}
`;

export const physicalShellFiles: { [file: string]: string } = {
  'physical.sh': PHYSICAL_SHELL,
  'recovery.sql': RECOVERY,
  'databases.sql': DATABASES,
  'written.sql': WRITTEN,
  'server.sql': SERVER,
  'following.sql': FOLLOWING,
  'received.sql': RECEIVED,
  'wal-gone.sql': WAL_GONE,
  'compared.sql': COMPARED,
  'closing.sql': CLOSING,
  'without-target.sql': WITHOUT_TARGET,
};
