import { CheckSubject, codeStem } from '../check-code';
import { CheckKind, MigrationMethodKind, MigrationPlan } from '../migration-plan';
import { commonTables, databaseFacts, sequencesSql, sharedFacts } from './check-facts';
import { AGAIN_AWK, FACTS_AWK, LIBRARY_SH } from './check-programs';
import { shellWord } from './quote';
import { remediesTable } from './check-remedies';
import { SESSION_SQL, tablesSql } from './check-rows';

/** Both sides as a check needs to know them. */
export type CheckedPlan = Pick<MigrationPlan, 'source' | 'target' | 'databases' | 'roles' | 'withoutRows'>;

/** How a check reads. */
export interface CheckOptions {
  readonly kind: CheckKind;
  readonly level: 'counts' | 'checksums';
  /** About how many rows are one chunk. */
  readonly chunkRows: number;
  /** Tables, as `schema.name`, whose rows are not compared. */
  readonly excludeTables: readonly string[];
  /** How often rows that differ are read before they are called different; once where nobody writes. */
  readonly tries: number;
  /** How long to wait between two readings, in seconds. */
  readonly pauseSeconds: number;
  /** Whether the source refuses its clients, and so may have other rights to connect. */
  readonly closed: boolean;
  /** Whether the slots of the plan are at the source, so that the check can wait until the target has caught up. */
  readonly hasSlots: boolean;
  /** Whether the target has the files of the source, in which tables that are not logged are empty; not if absent. */
  readonly byFiles?: boolean;
  /** How the rows of the migration come across that the check is part of; it stands alone if absent. */
  readonly method?: MigrationMethodKind;
}

/** What a check does while the source takes writes, and what it does when it takes none. */
export const checkOptions = (kind: CheckKind): CheckOptions => ({
  kind,
  level: 'checksums',
  chunkRows: 50_000,
  excludeTables: [],
  tries: kind === 'follow' ? 10 : 1,
  pauseSeconds: 5,
  closed: kind !== 'follow',
  hasSlots: kind === 'follow',
});

/** Large objects are left out under the name of the catalog that holds them. */
const LARGE_OBJECTS = 'pg_catalog.pg_largeobject';

/** A row is one of so many at most that are listed, so that the space of the Job is enough. */
const MOST_ROWS = 1_000_000;

/** How long the check waits for the target each time, in seconds. */
const PATIENCE = 60;

const REACHED_SQL = `SELECT confirmed_flush_lsn >= :'lsn' FROM pg_replication_slots WHERE slot_name = :'slot';
`;

/** Pages that hold zeros only are there or not, which is the same to a reader. Who may not read the catalog reads object by object. */
const LARGE_OBJECTS_SQL = String.raw`SELECT 'large objects', count(*) FROM pg_largeobject_metadata;
SELECT CASE WHEN has_table_privilege('pg_catalog.pg_largeobject', 'SELECT') THEN
  $$SELECT 'sum of their hashes', coalesce(sum(('x' || left(encode(sha256(convert_to(loid || '/' || pageno || '/', 'UTF8') || data), 'hex'), 16))::bit(64)::int8::numeric), 0)
    FROM pg_largeobject WHERE ltrim(encode(data, 'hex'), '0') <> ''$$
ELSE
  $$SELECT 'sum of their hashes', coalesce(sum(('x' || left(encode(sha256(convert_to(oid || '/', 'UTF8') || lo_get(oid)), 'hex'), 16))::bit(64)::int8::numeric), 0)
    FROM pg_largeobject_metadata$$
END \gexec
`;

/** What a person does about rows that differ. */
const TODO = {
  alone: "copy the table again, or leave it out by 'excludeTables' if its rows need not be equal",
  rows: "give up by MigrationStep.giveUp() and copy again under a new attempt, or leave it out by 'withoutRows' if its rows need not be equal",
  again: ", and come again from 'follow' on with a higher 'round'",
  back: "set it right at the source by hand, or open the target again by 'MigrationStep.reverse'",
  files:
    'somebody has written at one side since the cut over: undo that by hand, or write MigrationStep.giveUp({ afterPromote: true }) and take a target of another name',
};

function todoOfRows({ kind, method, byFiles }: CheckOptions): string {
  if (byFiles || kind === 'back') {
    return byFiles ? TODO.files : TODO.back;
  }
  // What is left out is part of the code of the check before, too.
  return method === undefined ? TODO.alone : `${TODO.rows}${method === 'logical' && kind === 'final' ? TODO.again : ''}`;
}

/** What comes before the functions: all that is known when the program is printed. */
const settings = (subject: CheckSubject, options: CheckOptions): string =>
  Object.entries({
    LEVEL: options.level,
    CHUNK_ROWS: `${options.chunkRows}`,
    TRIES: `${options.tries}`,
    PAUSE: `${options.pauseSeconds}`,
    PATIENCE: `${PATIENCE}`,
    MOST: `${MOST_ROWS}`,
    STEM: codeStem(subject),
    TODO_OF_ROWS: todoOfRows(options),
    TODO_OF_LARGE_OBJECTS: options.byFiles
      ? TODO.files
      : `logical replication carries none: copy them by pg_dump, or leave them out by '${options.method === undefined ? 'excludeTables' : 'withoutRows'}: ${LARGE_OBJECTS}'`,
    // Where the source takes over again it is the one that may be behind.
    TODO_OF_SEQUENCES_BACK: options.kind === 'back' ? TODO.back : '',
  })
    .map(([name, value]) => `${name}=${shellWord(value)}\n`)
    .join('');

/** One Job may make two checks, which have most of their files in common. */
const ownName = (kind: CheckKind, file: string, ending: string): string => `${file}${kind === 'back' ? '-back' : ''}.${ending}`;

const program = (plan: CheckedPlan, subject: CheckSubject, options: CheckOptions): string => {
  const { kind, level, hasSlots, excludeTables, byFiles = false } = options;
  const first = plan.databases[0]!;
  const largeObjects = level === 'checksums' && ![...plan.withoutRows, ...excludeTables].includes(LARGE_OBJECTS);
  return String.raw`# Compares both sides and changes neither. Ends with 0 if nothing differs, with 1 if something does, and with 2 if that could not be told.
# Where a side has taken over since, its clients make a difference.
[ ! -e "$ROOT/work/${kind === 'back' ? 'not-back' : 'opened'}" ] || exit 0
${settings(subject, options)}
${LIBRARY_SH}
# source-database target-database owner slot
database() {
  slot=$4
  both "$1" "$2" "$here/${ownName(kind, 'check-facts', 'sql')}" -v lowest="$lowest" -v owner="$3"
  facts "$1"
  awk -F "$TAB" '$1 == "table" { print $2 }' "$W/t" > "$W/there" || stop "tables could not be listed"
  compare_rows "$1" "$2"
${largeObjects ? '  compare_large_objects "$1" "$2"\n' : ''}}

major() { on "$1" "$2" -c "SELECT current_setting('server_version_num')::int / 10000"; }
source_major=$(major source ${shellWord(first.source)}) || ${byFiles ? `{ sh "$here/without-source.sh"; stop "the source could not be read"; }` : `stop "the source could not be read"`}
target_major=$(major target ${shellWord(first.target)}) || stop "the target could not be read"
lowest=$source_major
[ "$lowest" -le "$target_major" ] || lowest=$target_major
if [ "$lowest" -lt 12 ] && [ "$LEVEL" = checksums ]; then
  say "different: a server of version $lowest writes values otherwise than the other side; compare the counts of rows alone, by 'level'"
fi

: > "$W/known"
both ${shellWord(first.source)} ${shellWord(first.target)} "$here/check-shared.sql"
awk -F "$TAB" '$1 == "role" { print $4 }' "$W/s" > "$W/known" || stop "roles could not be listed"
facts "all databases"
${plan.databases.map(({ source, target, owner, slot }) => `database ${[source, target, owner, hasSlots ? slot : ''].map(shellWord).join(' ')}\n`).join('')}
found=$(grep -c '^different: ' "$W/findings")
if [ "$found" -gt 0 ]; then
  echo "check failed, differences: $found"
  exit 1
fi
if [ "$tables" -eq 0 ]; then
  echo "check failed: there is no table whose rows could be compared"
  exit 1
fi
digits=$(printf '%s' "$STEM#$tables" | sha256sum | cut -c 1-8)
printf '"%s"' "$tables-$digits" > "$W/code" || stop "the code could not be written to $W"
echo "check passed: $tables-$digits"
`;
};

/**
 * The files of a check; `check.sh`, or `check-back.sh` before the source takes over again, is what is run. It needs what every Job of a migration has, and room in /work for two lists of the rows of a
 * chunk, or of those that differ.
 */
export function checkScripts(plan: CheckedPlan, subject: CheckSubject, options: CheckOptions): { [file: string]: string } {
  const { source, target, roles, withoutRows } = plan;
  const { closed, kind, byFiles = false } = options;
  return {
    [ownName(kind, 'check', 'sh')]: program(plan, subject, options),
    'check-session.sql': SESSION_SQL,
    'check-common-source.sql': commonTables({ ...source, renamed: roles, reserved: [] }),
    'check-common-target.sql': commonTables({ ...target, renamed: [], reserved: target.reservedRoles }),
    'check-shared.sql': sharedFacts(),
    [ownName(kind, 'check-facts', 'sql')]: databaseFacts(closed) + (kind === 'follow' ? '' : sequencesSql(!byFiles)),
    'check-facts.awk': FACTS_AWK,
    'check-again.awk': AGAIN_AWK,
    'check-remedies.tsv': remediesTable(),
    'check-managed.tsv': target.managedRoles.map((role) => `${role}\n`).join(''),
    'check-tables.sql': tablesSql(source.leftBehind, [...withoutRows, ...options.excludeTables], options.chunkRows, !byFiles),
    'check-large-objects.sql': LARGE_OBJECTS_SQL,
    'check-reached.sql': REACHED_SQL,
  };
}
