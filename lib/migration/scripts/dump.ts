import { MigrationPlan } from '../migration-plan';
import { OWN_RELATION, RELATIONS } from './fragments';
import { script } from './shell';
import { SAY_HOW_TO_TAKE_OVER } from './taking-over';

/** Rows of an earlier try; there is no foreign key yet that would hold them. */
const EMPTY = `SELECT format('TRUNCATE ONLY %s', string_agg(format('%I.%I', n.nspname, c.relname), ', ONLY '))
FROM ${RELATIONS}
WHERE c.relkind = 'r' AND ${OWN_RELATION}
HAVING count(*) > 0
\\gexec
`;

/** Tables of extensions: their first rows come with the extension, so the others are added in one transaction. */
const EXTENSION_TABLES = `SELECT '^[0-9]+; [0-9]+ ' || c.oid || ' TABLE DATA ' FROM pg_catalog.pg_class c JOIN pg_catalog.pg_depend x ON x.objid = c.oid
WHERE x.classid = 'pg_catalog.pg_class'::regclass AND x.deptype = 'e' AND c.relkind IN ('r', 'p');
`;

export const dumpFiles: { [file: string]: string } = { 'empty.sql': EMPTY, 'extension-tables.sql': EXTENSION_TABLES };

/**
 * Copies everything from one snapshot of a source that refuses writers: definitions in one transaction, rows and indexes by several sessions, the
 * rest in one transaction again. Killed in between it goes on with the part that was not finished, which it begins anew.
 */
export const dumpScript = ({ workers }: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    '. ./pg-dump.sh',
    'begin dump',
    'check() {',
    '  if ! done_before "$2" schema; then say "database $2: its roles are not there yet"; exit 1; fi',
    '}',
    'close() {',
    '  if done_before "$2" dump; then return 0; fi',
    '  if done_before "$2" dump-definitions && ! done_before "$2" "closed source"; then',
    `    say "blocker: the database $2 has definitions of an earlier copy, and the source was opened since; drop what the database has, and take another 'attempt'"`,
    '    exit 1',
    '  fi',
    '  close_door source "$1" "$4" "$2"',
    '  say "database $1: the source refuses writers"',
    '}',
    // Part of a copy: a function that does it unless it was done.
    'part() {',
    '  if done_before "$2" "dump-$3"; then return 0; fi',
    '  started=$(date +%s)',
    '  "$3" "$1" "$2"',
    '  record "$2" "dump-$3"',
    '  say "database $2: $3 after $(($(date +%s) - started)) s"',
    '}',
    'definitions() {',
    '  sql target "$2" restore.sql -v script="$WORK/definitions.sql" -v phase=dump-definitions >/dev/null',
    '}',
    'rows() {',
    '  sql target "$2" empty.sql',
    `  restore "$2" --jobs=${workers} --use-list="$WORK/rows.list"`,
    '}',
    'indexes() {',
    `  restore "$2" --jobs=${workers} --clean --if-exists --use-list="$WORK/indexes.list"`,
    '}',
    'rest() {',
    '  { cat restore-begins.sql; printf "%s\\n" "\\\\i :script"; cat restore-ends.sql; } > "$WORK/rest-all.sql"',
    '  sql target "$2" "$WORK/rest-all.sql" -v script="$WORK/rest.sql" -v phase=dump-rest >/dev/null',
    '}',
    'views() {',
    '  filled=$(sql source "$1" filled.sql)',
    '  sql target "$2" refresh.sql -v filled="$filled"',
    '}',
    'statistics() { sql target "$2" analyze.sql; }',
    'copy() {',
    '  if done_before "$2" dump; then say "database $2: was copied before"; return 0; fi',
    '  rm -rf "$WORK/dump"',
    '  read_roles',
    '  export OBJECTS="$WORK/objects.json"',
    '  sql source "$1" objects.sql > "$OBJECTS"',
    '  sql source "$1" extension-tables.sql > "$WORK/extension-tables"',
    '  started=$(date +%s)',
    `  dump "$1" -Fd --jobs=${workers} --file="$WORK/dump"`,
    '  say "database $1: dumped after $(($(date +%s) - started)) s, $(du -sk "$WORK/dump" | cut -f 1) KiB"',
    '  pg_restore --list --section=pre-data "$WORK/dump" | grep -v -E -f leave-out > "$WORK/definitions.list"',
    '  pg_restore --list --section=data "$WORK/dump" > "$WORK/data.list"',
    '  pg_restore --list --section=post-data "$WORK/dump" | grep -v -E -f leave-out > "$WORK/post-data.list"',
    '  grep -v -E -f "$WORK/extension-tables" "$WORK/data.list" > "$WORK/rows.list" || [ $? -eq 1 ]',
    '  grep -E "^[0-9]+; [0-9]+ [0-9]+ (INDEX|CONSTRAINT|FK CONSTRAINT|INDEX ATTACH) " "$WORK/post-data.list" > "$WORK/indexes.list" || [ $? -eq 1 ]',
    '  grep -E -f "$WORK/extension-tables" "$WORK/data.list" > "$WORK/rest.list" || [ $? -eq 1 ]',
    '  grep -v -E "^[0-9]+; [0-9]+ [0-9]+ (INDEX|CONSTRAINT|FK CONSTRAINT|INDEX ATTACH) " "$WORK/post-data.list" >> "$WORK/rest.list" || [ $? -eq 1 ]',
    '  pg_restore --use-list="$WORK/definitions.list" --file="$WORK/definitions.sql" "$WORK/dump"',
    '  pg_restore --use-list="$WORK/rest.list" --file="$WORK/rest.sql" "$WORK/dump"',
    '  for one in definitions rows indexes rest views statistics; do part "$1" "$2" "$one"; done',
    '  record "$2" dump',
    '  rm -rf "$WORK/dump" "$FACTS"',
    '  say "database $2: is copied"',
    ...SAY_HOW_TO_TAKE_OVER,
    '}',
    'each check',
    'each close',
    'each copy',
  );
