import { ServerFiles } from '../../model/migration-model';
import { MigrationPlan } from '../migration-plan';
import { OWN_RELATION, RELATIONS, ofExtension } from './fragments';
import { shellWord } from './quote';
import { script } from './shell';

/** Libraries in which functions of a database stand, without those of the old operator's extensions, which nothing at the target calls. */
const LIBRARIES = `SELECT DISTINCT p.probin FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE l.lanname = 'c' AND p.probin IS NOT NULL AND NOT (${ofExtension('pg_proc', 'p.oid')} AND EXISTS (
  SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
  WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
    AND coalesce(:'plan'::jsonb #> '{source,leftBehind,extensions}' ? e.extname, false)))
ORDER BY 1;
`;

const LOAD = `LOAD :'library';
`;

/** What was set by ALTER SYSTEM has come with the files, and counts more than what the operator of the target says. */
const SET_BY_SYSTEM = `SELECT DISTINCT format('warning: %L was set by ALTER SYSTEM at the source, and counts more at the target than what its operator says: ALTER SYSTEM RESET %s there', name, name)
FROM pg_catalog.pg_file_settings WHERE sourcefile LIKE '%/postgresql.auto.conf' AND name NOT IN ('hba_file', 'ident_file');
`;

const TABLES = `SELECT count(*) FROM ${RELATIONS} WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND ${OWN_RELATION};
`;

/** Files of its own must be told to a server whose configuration names those of the source. */
const OWN_FILES = `SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_file_settings
  WHERE name = 'hba_file' AND setting = :'hba' AND sourcefile LIKE '%/postgresql.auto.conf') AS hba,
  NOT EXISTS (SELECT FROM pg_catalog.pg_file_settings
  WHERE name = 'ident_file' AND setting = :'ident' AND sourcefile LIKE '%/postgresql.auto.conf') AS ident
\\gset told_
\\if :told_hba
ALTER SYSTEM SET hba_file = :'hba';
\\endif
\\if :told_ident
ALTER SYSTEM SET ident_file = :'ident';
\\endif
`;

/** What is wrong with the files that the target reads; nothing if they are its own. */
const FILES_TOLD = `SELECT pg_catalog.string_agg(format('%s is %L and must be %L', w.name, pg_catalog.current_setting(w.name), w.setting), ', ')
FROM (VALUES ('hba_file', :'hba'), ('ident_file', :'ident')) AS w (name, setting)
WHERE pg_catalog.current_setting(w.name) <> w.setting OR NOT EXISTS (SELECT FROM pg_catalog.pg_file_settings f
  WHERE f.name = w.name AND f.setting = w.setting AND f.sourcefile LIKE '%/postgresql.auto.conf');
`;

export const physicalFollowFiles: { [file: string]: string } = {
  'libraries.sql': LIBRARIES,
  'load.sql': LOAD,
  'set-by-system.sql': SET_BY_SYSTEM,
  'tables.sql': TABLES,
  'own-files.sql': OWN_FILES,
  'files-told.sql': FILES_TOLD,
};

/** The files as variables of psql. */
const filesAsVariables = ({ hbaFile, identFile }: ServerFiles): string => `-v hba=${shellWord(hbaFile)} -v ident=${shellWord(identFile)}`;

/** Shell of what a target must have whose operator does not tell it where its own files are, now and after its next start. */
export const filesTold = ({ target: { ownFiles, words } }: MigrationPlan): string[] =>
  ownFiles
    ? [
        `wrong=$(sql target "$FIRST_SOURCE" files-told.sql ${filesAsVariables(ownFiles)})`,
        `if [ -n "$wrong" ]; then say "blocker: the server of ${words.replace(/["$`\\]/g, '\\$&')} has no files of its own after its next start: $wrong in postgresql.auto.conf; ALTER SYSTEM SET there, and let replicas be made anew that were made before"; exit 1; fi`,
      ]
    : [];

/** Shell that says that all is well, with the code for the next step. */
const PASSED: readonly string[] = ['code_of target stem.txt', 'say "check passed: $code"'];

/** A Job that goes on behind `giveUp`, which forgets everything, must not close the source again. */
const begin = (phase: string, todo: string): string[] => [
  'is_prepared() {',
  '  known=$(kept "$FIRST_SOURCE" preflight)',
  `  if [ -z "$known" ]; then say "nothing is done: the source knows nothing of this migration${todo}"; exit 1; fi`,
  '}',
  // Before anything is written down, and once nobody else acts.
  'is_prepared',
  `begin ${phase}`,
  'is_prepared',
];

/** Whether the target can run with the files that it has. Taken again behind a cut over it opens the source first. */
export const physicalFollowScript = (plan: MigrationPlan): string =>
  script(
    '. ./switch.sh',
    '. ./physical.sh',
    'STATE=source SIDES=source',
    ...begin('follow', `; the step 'prepare' comes first, or again with a higher 'round', unless it was given up`),
    'is_closed() { if done_before "$1" "closed source"; then closed=yes; fi; }',
    'reopen() { open_door source "$1" "$1"; }',
    'closed=',
    'each is_closed',
    'if [ -n "$closed" ]; then',
    // A target that was promoted does not follow any more, and nobody may write at both sides.
    '  until promoted=$(sql target "$FIRST_SOURCE" recovery.sql 2> "$WORK/error"); do',
    '    tell "the source is closed still, and the target does not let us in: $(head -n 1 "$WORK/error"); MigrationStep.giveUp() opens the source without it"',
    '    sleep 2',
    '  done',
    '  if [ "$promoted" = f ]; then say "blocker: the target was promoted, and never follows again; write MigrationStep.giveUp(), which opens the source"; exit 1; fi',
    '  step_back',
    '  each reopen',
    '  say "the source takes writers"',
    'fi',
    'catch_up',
    ...(plan.target.ownFiles
      ? [
          `until sql target "$FIRST_SOURCE" own-files.sql ${filesAsVariables(plan.target.ownFiles)} 2> "$WORK/error"; do`,
          '  tell "the target cannot be told of its own files yet: $(head -n 1 "$WORK/error")"',
          '  sleep 2',
          'done',
          ...filesTold(plan),
        ]
      : []),
    // What is found stands in a file, so that one does not hide the next.
    ': > "$WORK/findings"',
    ': > "$WORK/loaded"',
    'sorts=$(sql source "$FIRST_SOURCE" detail.sql -v phase=sorts)',
    'load_library() {',
    '  if grep -q -x -F -e "$2" "$WORK/loaded"; then return 0; fi',
    '  printf "%s\\n" "$2" >> "$WORK/loaded"',
    '  if sql target "$1" load.sql -v library="$2" 2> "$WORK/error"; then return 0; fi',
    '  why=$(sed "s/^psql:[^ ]* //" "$WORK/error" | tr "\\n" " ")',
    '  case $why in',
    '    *"could not access file"*) say "blocker: database $1: the target has no library $2: $why; give it an image that has the extension, or drop it at the source" ;;',
    '    *) say "warning: database $1: the library $2 is there, but not loaded: $why" ;;',
    '  esac',
    '}',
    'look_into() {',
    '  if ! sql target "$1" recovery.sql > /dev/null 2> "$WORK/error"; then',
    '    say "blocker: database $1: the target lets nobody in: $(tr "\\n" " " < "$WORK/error"); its image must have the locale of the database"',
    '    return 0',
    '  fi',
    '  sql target "$1" libraries.sql > "$WORK/libraries"',
    '  while IFS= read -r library <&4; do load_library "$1" "$library"; done 4< "$WORK/libraries"',
    '  sql target "$1" foretold.sql -v sorts="$sorts"',
    '}',
    'look_into_and_keep() { look_into "$1" >> "$WORK/findings"; }',
    'every target look_into_and_keep',
    'sql target "$FIRST_SOURCE" set-by-system.sql >> "$WORK/findings"',
    'sql target "$FIRST_SOURCE" carried.sql >> "$WORK/findings"',
    'sql source "$FIRST_SOURCE" late.sql >> "$WORK/findings"',
    'sort -u "$WORK/findings"',
    'if grep -q "^blocker: " "$WORK/findings"; then exit 1; fi',
    'catch_up',
    'say "the target follows, and can run with these files"',
    ...PASSED,
  );

/** The source refuses writers, and the target gets the last of what they have written: what is written down behind it has come across. */
export const physicalCutOverScript = (): string =>
  script(
    '. ./switch.sh',
    '. ./physical.sh',
    'STATE=source SIDES=source',
    ...begin(
      'cut-over',
      ', as when it was given up; write MigrationStep.giveUp(), and begin another attempt with a target of another name',
    ),
    'if taken_over; then say_taken_over; exit 1; fi',
    // Clients stand still for what is left only, and not at all for a target that has stopped to follow.
    'catch_up',
    'look_for_late() {',
    '  sql source "$FIRST_SOURCE" late.sql > "$WORK/findings"',
    '  if [ -s "$WORK/findings" ]; then cat "$WORK/findings"; exit 1; fi',
    '}',
    'look_for_late',
    'close() {',
    // What was written down of a source that was opened since, by hand or as a replica that had not got it, is not true any more.
    '  if [ -z "$(sql source "$1" closing.sql)" ]; then forget "$1" cut-over; fi',
    '  close_door source "$1" "$4" "$1"',
    '  say "database $1: the source refuses writers"',
    '}',
    'each close',
    'hand_over() { record "$1" cut-over; }',
    'each hand_over',
    'arrive() {',
    '  while :; do',
    '    at=$(sql source "$1" closing.sql)',
    '    if [ -z "$at" ]; then say "database $1: $OPEN_AGAIN"; exit 1; fi',
    '    if [ "$(sql target "$1" closing.sql)" = "$at" ]; then break; fi',
    '    catch_up',
    '    sleep 1',
    '  done',
    '  say "database $1: the target has all that was written"',
    '}',
    'each arrive',
    'look_for_late',
    ...PASSED,
  );
