import { MigrationPlan } from '../migration-plan';
import { shellWord } from './quote';

/** A text as a part of a regular expression. */
const plain = (text: string): string => text.replace(/[.*+?^$()[\]{}|\\]/g, '\\$&');

/** Lines of the table of contents that are not restored. */
export function leaveOut({ source }: MigrationPlan): string {
  const entry = (what: string): string => `^[0-9]+; [0-9]+ [0-9]+ ${what}`;
  const functions = source.leftBehind.objects.map((object) => {
    const [schema = '', name = ''] = object.split(/\.(.*)/s);
    return `${plain(schema)} ((FUNCTION|PROCEDURE|AGGREGATE) )?${plain(name).replace(/\\\*/g, '.*')}\\(`;
  });
  const lines = [
    'SCHEMA - ',
    'EXTENSION - ',
    'COMMENT - EXTENSION ',
    // Filled apart: a dump reads as if there were no policies, or not at all.
    'MATERIALIZED VIEW DATA ',
    ...functions.map((one) => `(FUNCTION|PROCEDURE|AGGREGATE|ACL|COMMENT) ${one}`),
  ];
  return lines.map((line) => `${entry(line)}\n`).join('');
}

/** A name for an option that takes patterns: in quotes it is what it is, but a star stays a star. */
const pattern = (name: string): string =>
  name
    .split('*')
    .map((part) => (part === '' ? '' : `"${part.replace(/"/g, '""')}"`))
    .join('*');

const pair = (object: string): string =>
  object
    .split(/\.(.*)/s)
    .slice(0, 2)
    .map(pattern)
    .join('.');

/** Options of `pg_dump` that leave out what does not move. */
const leftOut = ({ source, withoutRows }: MigrationPlan): string[] => [
  '--no-publications',
  '--no-subscriptions',
  '--no-tablespaces',
  '--no-security-labels',
  `--exclude-schema=cdk8s_postgres`,
  ...source.leftBehind.schemas.map((one) => `--exclude-schema=${pattern(one)}`),
  ...source.leftBehind.objects.map((one) => `--exclude-table=${pair(one)}`),
  ...withoutRows.map((one) => `--exclude-table-data=${pair(one)}`),
];

/** Functions of the shell by which a database is dumped. */
export const dumpShell = (plan: MigrationPlan): string => `# database options: dumps a database of the source
dump() (
  login source "$1"
  shift
  exec pg_dump "$@" \\
${leftOut(plan)
  .map((option) => `    ${shellWord(option)}`)
  .join(' \\\n')}
)

# database options: restores a part of a dump into a database of the target
restore() (
  login target "$1"
  name=$(printf '%s.' "$1" | sed "s/['\\\\\\\\]/\\\\\\\\&/g")
  shift
  exec pg_restore --exit-on-error --dbname="dbname='\${name%.}'" "$@" "$WORK/dump"
)

read_roles() {
  export FACTS="$WORK/roles.json"
  # The hashes of passwords are for nobody else.
  (umask 077; sql source "$FIRST_SOURCE" roles.sql > "$FACTS")
}

# source target: closes a database of the target until it is opened
close_target() {
  if ! done_before "$2" limit; then
    limit=$(sql target "$2" close-limit.sql)
    record "$2" limit "$limit"
  fi
  if ! done_before "$2" open; then sql target "$2" limit.sql -v limit=0; fi
}

refuse_contents() {
  contents=$(sql target "$2" contents.sql)
  if [ -n "$contents" ]; then
    say "blocker: the database $2 of the target is not empty: it has $contents; drop what it has, or name another database"
    exit 1
  fi
}
`;
