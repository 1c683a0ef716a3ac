import { MigrationPlan } from '../migration-plan';
import { DATABASE_FINDINGS } from './preflight-databases';
import { SOURCE_FACTS, TARGET_FACTS } from './preflight-facts';
import { IS_CLOSED, PLAN, PreflightFinding, findingsQuery, isLeft } from './preflight-finding';
import { SERVER_FINDINGS } from './preflight-servers';
import { DATABASE_TRAPS, SERVER_TRAPS } from './preflight-traps';
import { script } from './shell';

/** A query for all findings that this way of moving has. */
function findingsSql({ method }: MigrationPlan, findings: readonly PreflightFinding[], place: string): string {
  const rows = findings
    .filter((one) => (one.method ?? method) === method)
    .map(({ kind, each, when = 'true', text }) => ({
      kind,
      text,
      rest: `\nFROM facts${each === undefined ? '' : `, jsonb_array_elements(s -> '${each}') AS e`} WHERE ${when}`,
    }));
  return `\\set source_facts \`cat "$SOURCE_FACTS"\`
\\set target_facts \`cat "$TARGET_FACTS"\`
\\set roles \`cat "$FACTS"\`
WITH facts AS (
  SELECT :'source_facts'::jsonb || :'roles'::jsonb || jsonb_build_object('databases', :'source_facts'::jsonb -> 'databases', 'roleNames', ${PLAN} -> 'roles',
      'left', (SELECT coalesce(jsonb_agg(r.name ORDER BY r.name), '[]') FROM jsonb_array_elements_text(:'roles'::jsonb -> 'names') AS r (name)
        WHERE ${isLeft('roles', 'r.name')})) AS s,
    :'target_facts'::jsonb AS t
)
${findingsQuery(rows, place)}`;
}

export const preflightFiles = (plan: MigrationPlan): { [file: string]: string } => ({
  'source-facts.sql': SOURCE_FACTS,
  'target-facts.sql': TARGET_FACTS,
  'findings-of-servers.sql': findingsSql(plan, [...SERVER_FINDINGS, ...SERVER_TRAPS], ''),
  'findings-of-databases.sql': findingsSql(
    plan,
    [...DATABASE_FINDINGS, ...DATABASE_TRAPS],
    `'database ' || quote_ident(:'source') || ': '`,
  ),
  'is-closed.sql': IS_CLOSED,
});

/** Reads both sides, changes neither, and says what stands in the way and what does not move. */
export const preflightScript = (): string =>
  script(
    '. ./pg-dump.sh',
    'begin preflight',
    'read_roles',
    'export SOURCE_FACTS="$WORK/source-facts.json" TARGET_FACTS="$WORK/target-facts.json"',
    ': > "$WORK/findings"',
    'read_database() {',
    '  sql source "$1" source-facts.sql > "$SOURCE_FACTS"',
    '  sql target "$2" target-facts.sql > "$TARGET_FACTS"',
    '  if [ ! -s "$WORK/findings-of-servers" ]; then',
    '    sql target "$2" findings-of-servers.sql > "$WORK/findings-of-servers"',
    '    cat "$WORK/findings-of-servers" >> "$WORK/findings"',
    '    echo >> "$WORK/findings-of-servers"',
    '  fi',
    '  sql source "$1" is-closed.sql >> "$WORK/findings"',
    '  sql target "$2" findings-of-databases.sql -v source="$1" >> "$WORK/findings"',
    '  if ! done_before "$2" schema; then',
    '    contents=$(sql target "$2" contents.sql)',
    '    if [ -n "$contents" ]; then say "blocker: the database $2 of the target is not empty: it has $contents; drop what it has, or name another database" >> "$WORK/findings"; fi',
    // It would be taken for what the target comes back to.
    '    if ! done_before "$2" limit && [ "$(sql target "$2" close-limit.sql)" = 0 ]; then',
    `      say "blocker: the database $2 of the target lets nobody in (CONNECTION LIMIT 0), as an attempt or another migration leaves it that was not given up: give that one up by its MigrationStep.giveUp(), or, where it is gone, ALTER DATABASE ... CONNECTION LIMIT -1 there" >> "$WORK/findings"`,
    '    fi',
    '  fi',
    '}',
    'rm -f "$WORK/findings-of-servers"',
    'each read_database',
    'rm -f "$FACTS"',
    'cat "$WORK/findings"',
    'if grep -q "^blocker: " "$WORK/findings"; then exit 1; fi',
    'say "nothing stands in the way"',
  );
