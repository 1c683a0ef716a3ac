/** The programs of a check that are the same for every migration. They are for any shell and any awk. */

/** Differences of facts, one a line; the places whose rows cannot be compared go to a file of their own. */
export const FACTS_AWK = String.raw`# remedies, roles of the target's operator, roles of the source, facts of the source, facts of the target
BEGIN { FS = "\t" }
FILENAME == ARGV[1] { missing[$1] = $2; extra[$1] = $3; differs[$1] = $4; next }
FILENAME == ARGV[2] { managed[$1] = 1; next }
FILENAME == ARGV[3] { known[$1] = 1; next }
FILENAME == ARGV[4] { key = $1 FS $2; value[key] = $3; role[key] = $4; rank[key] = $5; order[++count] = key; next }
{
  key = $1 FS $2
  if (key in value) {
    seen[key] = 1
    back = $1 == "sequence value" ? ENVIRON["TODO_OF_SEQUENCES_BACK"] : ""
    ranked = back == "" && ($1 == "extension" || $1 == "sequence value")
    less = ranked && $5 "" < rank[key] ""
    if (differs[$1] != "-" && (less || (!ranked && $3 != value[key]))) {
      # What the operator says of its own roles can be said in the program of the target alone.
      word = $1 == "role" && $4 in managed ? "warning" : "different"
      tell(word, $1, $2 " is '" value[key] "' at the source and '" $3 "' at the target; " (back == "" ? differs[$1] : back), $5)
    }
  } else if (extra[$1] != "-" && ($4 == "" || $4 == "PUBLIC" || ($4 in known && !($4 in managed)))) {
    tell("different", $1, $2 " is at the target only; " extra[$1], $5)
  }
}
END {
  for (i = 1; i <= count; i++) {
    key = order[i]
    split(key, part, FS)
    if (!(key in seen) && part[1] in relation) gone[part[2]] = 1
  }
  for (i = 1; i <= count; i++) {
    key = order[i]
    split(key, part, FS)
    if (key in seen || missing[part[1]] == "-" || (!(part[1] in relation) && rank[key] in gone)) continue
    tell("different", part[1], part[2] " is not at the target; " missing[part[1]], rank[key])
  }
  for (category in told) if (told[category] > 20) print "different: " ENVIRON["WHERE"] ": " category ": " told[category] - 20 " more"
}
BEGIN {
  split("table,view,materialized view,foreign table,sequence", names, ",")
  for (i in names) relation[names[i]] = 1
}
function tell(word, category, text, place) {
  if (category == "table" || category == "column") print place > skipped
  if (++told[category] <= 20) print word ": " ENVIRON["WHERE"] ": " category " " text
}
`;

/**
 * What happens to rows that differ when they are listed again: those that are equal by now are left out, those that differ as before are counted,
 * and those that differ in another way are written all the time.
 */
export const AGAIN_AWK = String.raw`# rows that differed: key, source, target, chunk, how often in the same way; then rows that differ now: key, source, target
BEGIN { FS = OFS = "\t" }
FILENAME == ARGV[1] { was[$1] = $2 FS $3; chunk[$1] = $4; times[$1] = $5; next }
$1 in was { print $1, $2, $3, chunk[$1], was[$1] == $2 FS $3 ? times[$1] + 1 : 0 }
`;

/** Functions of the shell; what is special to a migration stands behind them. */
export const LIBRARY_SH = String.raw`LC_ALL=C
TAB=$(printf '\t')
here=$(dirname "$0")
W=$ROOT/work/check
TMPDIR=$W
export LC_ALL TMPDIR
rm -rf "$W"
mkdir -p "$W"
: > "$W/findings"
tables=0

stop() { printf '%s\n' "error: $1; the check begins anew"; exit 2; }

# side database arguments...: psql there. Who logs in is read anew each time.
on() {
  side=$1
  PGDATABASE=$2
  shift 2
  PGUSER=$(cat "$ROOT/$side/username")
  PGPASSWORD=$(cat "$ROOT/$side/password")
  case $side in
    source) is_source=true PGHOST=$SOURCE_HOST PGPORT=$SOURCE_PORT PGSSLMODE=$SOURCE_SSLMODE PGSSLROOTCERT=$SOURCE_SSLROOTCERT ;;
    target) is_source=false PGHOST=$TARGET_HOST PGPORT=$TARGET_PORT PGSSLMODE=$TARGET_SSLMODE PGSSLROOTCERT=$TARGET_SSLROOTCERT ;;
  esac
  PGCONNECT_TIMEOUT=10 PGAPPNAME=cdk8s-postgres-check
  export PGDATABASE PGUSER PGPASSWORD PGHOST PGPORT PGSSLMODE PGSSLROOTCERT PGCONNECT_TIMEOUT PGAPPNAME
  psql -X -q -A -t -F "$TAB" -v is_source="$is_source" -v common="$(cat "$here/check-common-$side.sql")" -f "$here/check-session.sql" "$@" < /dev/null
}

# A finding, which is kept so that it can be counted.
say() { printf '%s\n' "$1" | tee -a "$W/findings"; }

# source-database target-database file arguments...: SQL on both sides, at once, into s and t.
both() {
  source_db=$1 target_db=$2 sql=$3
  shift 3
  (on source "$source_db" "$@" -f "$sql" -c "$END" > "$W/s") &
  reader=$!
  on target "$target_db" "$@" -f "$sql" -c "$END" > "$W/t" || { wait $reader; stop "the target could not be read"; }
  wait $reader || stop "the source could not be read"
  whole
}

# That nothing is missing of what was read into s and t: two files that were cut off could be equal.
END="SELECT 'end', ''"
whole() {
  for one in s t; do
    [ "$(tail -n 1 "$W/$one")" = "end$TAB" ] || stop "what was read could not be written to $W"
  done
}

# where: what the facts in s and t differ in, told.
facts() {
  : > "$W/skipped"
  WHERE=$1 TODO_OF_SEQUENCES_BACK=$TODO_OF_SEQUENCES_BACK awk -v skipped="$W/skipped" -f "$here/check-facts.awk" \
    "$here/check-remedies.tsv" "$here/check-managed.tsv" "$W/known" "$W/s" "$W/t" > "$W/told" ||
    stop "facts could not be compared"
  sort "$W/told" | tee -a "$W/findings"
}

# chunk: lines "name value" of s and t that differ, added to W/now: name, source, target, chunk, how often before.
differing() {
  sort -t "$TAB" -k 1,1 "$W/s" > "$W/s.sorted" && sort -t "$TAB" -k 1,1 "$W/t" > "$W/t.sorted" &&
    join -t "$TAB" -a 1 -a 2 -e - -o 0,1.2,2.2 "$W/s.sorted" "$W/t.sorted" > "$W/joined" &&
    awk -F "$TAB" -v n="$1" '$2 "" != $3 "" { print $0 "\t" n "\t0" }' "$W/joined" >> "$W/now" || stop "rows could not be compared in $W"
}

# Waits until the target has what the source has now, where its slot is known. Nothing is lost when it cannot be told: rows are read again.
caught_up() {
  [ -n "$slot" ] || return 1
  lsn=$(on source "$source_db" -c 'SELECT pg_current_wal_lsn()') || return 1
  waited=0
  while [ "$waited" -lt "$PATIENCE" ]; do
    reached=$(on source "$source_db" -v lsn="$lsn" -v slot="$slot" -f "$here/check-reached.sql") || return 1
    [ "$reached" = t ] && return 0
    sleep 1
    waited=$((waited + 1))
  done
  return 1
}

# source-database target-database place: reads the chunks of W/differing, keeps the rows that differ in W/rows, and those that go on to.
rows() {
  source_db=$1 target_db=$2 place=$3
  number=0
  : > "$W/now"
  while IFS= read -r chunk <&4; do
    number=$((number + 1))
    list "$chunk" > "$W/list.sql"
    both "$source_db" "$target_db" "$W/list.sql"
    differing "$number"
    [ "$(wc -l < "$W/now")" -lt "$MOST" ] || break
  done 4< "$W/differing"
  mv "$W/now" "$W/rows"
  try=1
  while [ -s "$W/rows" ] && [ "$try" -lt "$TRIES" ]; do
    try=$((try + 1))
    sleep "$PAUSE"
    needed=2
    caught_up && needed=1
    : > "$W/now"
    number=0
    while IFS= read -r chunk <&4; do
      number=$((number + 1))
      awk -F "$TAB" -v n="$number" '$4 == n { found = 1; exit } END { exit !found }' "$W/rows" || continue
      list "$chunk" > "$W/list.sql"
      both "$source_db" "$target_db" "$W/list.sql"
      differing "$number"
    done 4< "$W/differing"
    awk -f "$here/check-again.awk" "$W/rows" "$W/now" > "$W/rows.next" || stop "rows could not be compared in $W"
    mv "$W/rows.next" "$W/rows"
    # All that is left stands still.
    awk -F "$TAB" -v needed="$needed" '$5 < needed { found = 1; exit } END { exit found }' "$W/rows" && break
  done
  [ "$TRIES" -gt 1 ] || needed=0
  awk -F "$TAB" -v needed="$needed" '$5 >= needed' "$W/rows" > "$W/still" &&
    awk -F "$TAB" -v needed="$needed" '$5 < needed' "$W/rows" > "$W/moving" || stop "rows could not be compared in $W"
}

# where place what-to-do: tells of the rows in still and moving.
tell_rows() {
  HEAD="different: $1: $2: " TODO=$3 awk -F "$TAB" -v kind="$key" '
    BEGIN { head = ENVIRON["HEAD"]; todo = ENVIRON["TODO"] }
    { what = kind == "-" ? "rows with the hash " $1 : kind == "=" ? $1 : "row " $1 }
    NR > 5 { more++; next }
    kind == "-" || kind == "=" { print head what ": " ($2 == "-" ? 0 : $2) " at the source and " ($3 == "-" ? 0 : $3) " at the target; " todo; next }
    $2 == "-" { print head what " is at the target only; " todo; next }
    $3 == "-" { print head what " is not at the target; " todo; next }
    { print head what " is another one at the target; " todo }
    END { if (more) print head more " more; " todo }' "$W/still" | tee -a "$W/findings"
  moving=$(wc -l < "$W/moving")
  [ "$moving" -eq 0 ] || say "warning: $1: $2: $moving that are written all the time could not be compared; the check after the last write does"
}

# text digits: SQL of the first digits of its hash.
hash() { printf '%s\n' "left(encode(sha256(convert_to(($1)::text, 'UTF8')), 'hex'), $2)"; }

LARGE=pg_catalog.pg_largeobject

# predicate: SQL that lists the rows of a chunk of the table.
list() {
  if [ "$place" = "$LARGE" ]; then
    cat "$here/check-large-objects.sql"
  elif [ "$key" = = ]; then
    printf '%s\n' "SELECT 'rows', count(*) FROM ONLY $place;"
  elif [ "$key" = - ]; then
    printf '%s\n' "SELECT h, count(*) FROM (SELECT $(hash "$columns" 16) AS h FROM ONLY $place WHERE $1) r GROUP BY h;"
  else
    printf '%s\n' "SELECT translate(($key)::text, E'\\t\\n\\r', '   '), $(hash "$columns" 16) FROM ONLY $place WHERE $1;"
  fi
}

# source-database: cuts the table into chunks, and writes the SQL of their sums; a line of sums for a line of chunks.
cut_up() {
  sum="count(*) || '/' || coalesce(sum(('x' || $(hash "$columns" 16))::bit(64)::int8::numeric), 0)"
  [ "$LEVEL" = checksums ] || sum='count(*)'
  if [ "$LEVEL" = counts ] || [ "$chunks" -le 1 ]; then
    printf 'true\n' > "$W/chunks"
    printf '%s\n' "SELECT $sum FROM ONLY $place;" > "$W/sums.sql"
  elif [ "$type" = - ]; then
    text=$key
    [ "$key" = - ] && text=$columns
    bucket="('x' || $(hash "$text" 8))::bit(32)::int8 % $chunks"
    BUCKET=$bucket awk -v n="$chunks" 'BEGIN { for (i = 0; i < n; i++) print ENVIRON["BUCKET"] " = " i }' > "$W/chunks" ||
      stop "the chunks could not be written to $W"
    printf '%s\n' "SELECT coalesce(total, '0/0') FROM generate_series(0, $chunks - 1) i
      LEFT JOIN (SELECT $bucket AS b, $sum AS total FROM ONLY $place GROUP BY 1) g ON b = i ORDER BY i;" > "$W/sums.sql"
  else
    on source "$1" -c "SELECT DISTINCT k FROM (
      SELECT $column AS k, row_number() OVER (ORDER BY $column) AS n FROM ONLY $place) r WHERE n % $CHUNK_ROWS = 0 ORDER BY k" > "$W/bounds" ||
      stop "the source could not be read"
    COLUMN=$column awk -v type="$type" -v q="'" '
      BEGIN { c = ENVIRON["COLUMN"] }
      function bound(k) { return q k q "::" type }
      { print (NR > 1 ? c " >= " bound(before) " AND " : "") c " < " bound($0); before = $0 }
      END { print (NR > 0 ? c " >= " bound(before) : "true") }' "$W/bounds" > "$W/chunks" &&
      PLACE=$place SUM=$sum awk '{ print "SELECT " ENVIRON["SUM"] " FROM ONLY " ENVIRON["PLACE"] " WHERE " $0 ";" }' "$W/chunks" > "$W/sums.sql" ||
      stop "the chunks could not be written to $W"
  fi
}

# source-database target-database: all tables that both have, alike.
compare_rows() {
  on source "$1" -f "$here/check-tables.sql" > "$W/listed" || stop "the source could not be read"
  while IFS="$TAB" read -r place columns key column type chunks <&3; do
    if grep -qxF -e "$place" "$W/skipped" || ! grep -qxF -e "$place" "$W/there"; then
      continue
    fi
    tables=$((tables + 1))
    cut_up "$1"
    both "$1" "$2" "$W/sums.sql"
    sed '$d' "$W/s" > "$W/s.sums" && sed '$d' "$W/t" > "$W/t.sums" &&
      paste -d "$TAB" "$W/chunks" "$W/s.sums" "$W/t.sums" > "$W/pasted" &&
      awk -F "$TAB" '$2 "" != $3 "" { print $1 }' "$W/pasted" > "$W/differing" || stop "sums could not be compared in $W"
    [ -s "$W/differing" ] || continue
    [ "$LEVEL" = checksums ] || key='='
    rows "$1" "$2" "$place"
    tell_rows "$1" "$place" "$TODO_OF_ROWS"
  done 3< "$W/listed"
}

# source-database target-database: the large objects, as if they were rows of one table.
compare_large_objects() {
  place=$LARGE
  key='='
  printf 'all\n' > "$W/differing"
  rows "$1" "$2" "$place"
  tell_rows "$1" "large objects" "$TODO_OF_LARGE_OBJECTS"
}
`;
