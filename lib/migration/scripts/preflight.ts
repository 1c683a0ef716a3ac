import { MigrationPlan } from '../migration-plan';
import { SOURCE_FACTS, TARGET_FACTS } from './preflight-facts';
import {
  PreflightFinding,
  IS_CLOSED,
  findingsQuery,
  PLAN,
  METHOD_DUMP,
  COUNT,
  NAME,
  isLeft,
  WAY_BACK,
  PLAIN,
  number,
  says,
  joined,
  renamed,
  isManaged,
  ROLE,
  MEMBER,
} from './preflight-finding';
import { TRAPS } from './preflight-traps';
import { script } from './shell';

/** What gives a table a key, the best that it has. */
const KEY_TODO = `CASE
  WHEN (e -> 'hasPrimary')::boolean THEN ${says('ALTER TABLE %s REPLICA IDENTITY DEFAULT', `e ->> 'of'`)}
  WHEN e ->> 'index' IS NOT NULL THEN ${says('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', `e ->> 'of'`, `e ->> 'index'`)}
  WHEN (e -> 'isDeferrable')::boolean THEN 'its primary key is DEFERRABLE, make it anew without that'
  WHEN (e -> 'isFullBad')::boolean THEN 'add a primary key'
  ELSE ${says('ALTER TABLE %s REPLICA IDENTITY FULL, or add a primary key', `e ->> 'of'`)} END`;

const FINDINGS: readonly PreflightFinding[] = [
  // Servers.
  {
    kind: 'blocker',
    shared: true,
    when: `${number('s', 'version')} > ${number('t', 'version')}`,
    text: says(
      'the source runs PostgreSQL %s and the target %s, whose programs read no newer server; give the target version %1$s or later',
      `s ->> 'version'`,
      `t ->> 'version'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    shared: true,
    when: `s ->> 'walLevel' <> 'logical'`,
    text: says(
      `'wal_level' of the source is '%s' and must be 'logical'; set it there and restart the server, ${METHOD_DUMP}`,
      `s ->> 'walLevel'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    shared: true,
    when: `${WAY_BACK} AND t ->> 'walLevel' <> 'logical'`,
    text: says(
      `'wal_level' of the target is '%s' and must be 'logical' for the way back; set it there, or write 'wayBack: false'`,
      `t ->> 'walLevel'`,
    ),
  },
  ...(['slots', 'senders'] as const).map((what): PreflightFinding => ({
    kind: 'blocker',
    method: 'logical',
    shared: true,
    when: `${number('s', what)} < 2 * ${COUNT}`,
    text: says(
      `the source has %s of 'max_${what === 'slots' ? 'replication_slots' : 'wal_senders'}' left and %s are needed, two for each database; raise it there and restart the server`,
      number('s', what),
      `2 * ${COUNT}`,
    ),
  })),
  {
    kind: 'blocker',
    method: 'logical',
    shared: true,
    when: `${number('t', 'workers')} < 2 * ${COUNT}`,
    text: says(
      `'max_logical_replication_workers' of the target is %s and %s are needed, two for each database; raise it there`,
      number('t', 'workers'),
      `2 * ${COUNT}`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    shared: true,
    when: `${number('t', 'slots')} < 2 * ${COUNT}`,
    text: says(
      `the target has %s of 'max_replication_slots' left and %s are needed, two for each database; raise it there`,
      number('t', 'slots'),
      `2 * ${COUNT}`,
    ),
  },
  {
    kind: 'blocker',
    shared: true,
    when: `NOT (t -> 'isSuperuser')::boolean`,
    text: says(
      `the role '%s' of the target is no superuser there, and only one may make roles, extensions and subscriptions of others`,
      `t ->> 'user'`,
    ),
  },
  // What the role of the Jobs may do at the source.
  {
    kind: 'blocker',
    method: 'logical',
    shared: true,
    when: `${PLAIN} AND NOT (s -> 'mayReplicate')::boolean`,
    text: says(
      `the role '%s' of the source may not replicate: ALTER ROLE %I REPLICATION there, or what the provider has for it`,
      `s ->> 'user'`,
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    shared: true,
    when: `${WAY_BACK} AND ${PLAIN} AND NOT (s -> 'maySubscribe')::boolean`,
    text: says(
      `the role '%s' of the source may not subscribe, as the way back asks for: GRANT pg_create_subscription TO %I there (version 16 and later), or write 'wayBack: false'`,
      `s ->> 'user'`,
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'blocker',
    shared: true,
    when: `${PLAIN} AND NOT (s -> 'maySignal')::boolean`,
    text: says(
      `the role '%s' of the source may not end the sessions of others: GRANT pg_signal_backend TO %I there`,
      `s ->> 'user'`,
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'blocker',
    when: `${PLAIN} AND NOT (s -> 'ownsDatabase')::boolean`,
    text: says(`the role '%s' of the source may not close the database: make it a member of the owner of the database`, `s ->> 'user'`),
  },
  {
    kind: 'blocker',
    when: `jsonb_array_length(s -> 'unreadable') > 0`,
    text: says(
      `the role '%s' of the source may not read %s: GRANT pg_read_all_data TO %I there, or SELECT of each`,
      `s ->> 'user'`,
      joined('unreadable'),
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    when: `${PLAIN} AND jsonb_array_length(s -> 'foreign') > 0 AND NOT (${PLAN} -> 'publishedByOperator')::boolean`,
    text: says(`the role '%s' of the source may not publish %s: make it a member of their owners`, `s ->> 'user'`, joined('foreign')),
  },
  {
    kind: 'blocker',
    when: `${PLAIN} AND NOT (s -> 'bypassesPolicies')::boolean AND jsonb_array_length(s -> 'policed') > 0`,
    text: says(
      `row policies hide rows of %s from the role '%s' of the source, and they would not be copied: ALTER ROLE %I BYPASSRLS there`,
      joined('policed'),
      `s ->> 'user'`,
      `s ->> 'user'`,
    ),
  },
  // What is in the database.
  {
    kind: 'blocker',
    method: 'logical',
    each: 'keyless',
    text: says('table %s has no key, and its updates and deletes fail once it is published: %s', `e ->> 'of'`, KEY_TODO),
  },
  {
    kind: 'blocker',
    method: 'logical',
    each: 'unlogged',
    text: says(
      `table %s is unlogged, and its rows are not replicated: ALTER TABLE %1$s SET LOGGED, or name it in 'withoutRows', ${METHOD_DUMP}`,
      NAME,
    ),
  },
  {
    kind: 'blocker',
    method: 'logical',
    when: `${number('s', 'largeObjects')} > 0`,
    text: says(
      `there are %s large objects, which are not replicated: take 'MigrationMethod.dump()', or move them to columns of type bytea and unlink them`,
      `s ->> 'largeObjects'`,
    ),
  },
  {
    kind: 'blocker',
    each: 'extensions',
    when: `NOT ${isLeft('extensions', `(e ->> 'name')`)} AND NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions a WHERE a.name = e ->> 'name')`,
    text: says('the target has no extension %I: give it an image that has it, or drop it at the source', `e ->> 'name'`),
  },
  {
    kind: 'blocker',
    when: `s ->> 'encoding' <> t ->> 'encoding'`,
    text: says(
      `the encoding is %s at the source and %s at the target: make the database of the target with the encoding of the source`,
      `s ->> 'encoding'`,
      `t ->> 'encoding'`,
    ),
  },
  {
    kind: 'blocker',
    each: 'collations',
    when: `NOT EXISTS (SELECT FROM pg_catalog.pg_collation c WHERE c.collname = e ->> 'name' AND c.collnamespace = 'pg_catalog'::regnamespace)`,
    text: says(
      'the target has no collation %I, which %s uses: give it an image that has its locale, or change the column',
      `e ->> 'name'`,
      `e ->> 'of'`,
    ),
  },
  {
    kind: 'blocker',
    each: 'prepared',
    text: says('prepared transaction %L may write after the cut over: COMMIT PREPARED %1$L or ROLLBACK PREPARED %1$L', NAME),
  },
  // Roles.
  {
    kind: 'blocker',
    shared: true,
    each: 'roles',
    when: `${PLAN} #> '{target,reservedRoles}' ? ${renamed(`(${ROLE})`)}`,
    text: says(
      `role %I has a name that only the operator of the target may use: give it another one by 'renamedRoles'`,
      renamed(`(${ROLE})`),
    ),
  },
  {
    kind: 'blocker',
    shared: true,
    each: 'roleNames',
    when: `NOT coalesce(s -> 'names' ? (e ->> 'source'), false)`,
    text: says(`'renamedRoles' renames %I, which is no role of the source`, `e ->> 'source'`),
  },

  {
    kind: 'warning',
    shared: true,
    each: 'roles',
    when: `${PLAN} #>> '{target,roleNames,pattern}' IS NOT NULL AND NOT ${isManaged(`(${ROLE})`)}
      AND ${renamed(`(${ROLE})`)} !~ ('^(' || (${PLAN} #>> '{target,roleNames,pattern}') || ')$')`,
    text: says(
      `role %I cannot be declared at the target, where names are %s: it stays a role of SQL alone, or has another name by 'renamedRoles'`,
      renamed(`(${ROLE})`),
      `${PLAN} #>> '{target,roleNames,words}'`,
    ),
  },
  {
    kind: 'warning',
    when: `s ->> 'locale' <> t ->> 'locale'`,
    text: says('texts are sorted otherwise: the locale is %L at the source and %L at the target', `s ->> 'locale'`, `t ->> 'locale'`),
  },
  {
    kind: 'warning',
    each: 'extensions',
    when: `NOT ${isLeft('extensions', `(e ->> 'name')`)}
      AND EXISTS (SELECT FROM pg_catalog.pg_available_extensions a WHERE a.name = e ->> 'name')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_available_extension_versions v WHERE v.name = e ->> 'name' AND v.version = e ->> 'version')`,
    text: says(
      'extension %I has version %s at the source and gets %s',
      `e ->> 'name'`,
      `e ->> 'version'`,
      `(SELECT default_version FROM pg_catalog.pg_available_extensions a WHERE a.name = e ->> 'name')`,
    ),
  },
  {
    kind: 'warning',
    method: 'logical',
    each: 'firing',
    text: says(
      'trigger %I of %s fires at the target too while it follows, for it is enabled always or for replicas',
      `e ->> 'name'`,
      `e ->> 'of'`,
    ),
  },
  {
    kind: 'warning',
    each: 'ownedByLeft',
    text: says('%s belongs to %I, which stays behind, and will belong to the owner of the database', `e ->> 'of'`, `e ->> 'name'`),
  },
  {
    kind: 'warning',
    shared: true,
    each: 'roles',
    when: `(e ->> 'rolsuper')::boolean AND (e ->> 'rolcanlogin')::boolean`,
    text: says('role %I is a superuser and can write at the source after the cut over: stop what uses it', ROLE),
  },

  {
    kind: 'left behind',
    shared: true,
    each: 'databases',
    when: `${NAME} <> 'postgres' AND NOT EXISTS (SELECT FROM jsonb_array_elements(${PLAN} -> 'databases') AS d WHERE d ->> 'source' = ${NAME})`,
    text: says('database %I', NAME),
  },
  {
    kind: 'left behind',
    shared: true,
    each: 'roles',
    when: `(e ->> 'rolsuper')::boolean`,
    text: says('SUPERUSER of role %I', ROLE),
  },
  {
    kind: 'left behind',
    shared: true,
    each: 'roles',
    when: `(e ->> 'rolcanlogin')::boolean AND ${isManaged(`(${ROLE})`)}`,
    text: says('password of role %I, which has the one of its Secret at the target', renamed(`(${ROLE})`)),
  },
  {
    kind: 'left behind',
    shared: true,
    each: 'roles',
    when: `(e ->> 'rolcanlogin')::boolean AND NOT ${isManaged(`(${ROLE})`)} AND e ->> 'rolpassword' = '********'`,
    text: says(
      `password of role %I, whose hash the role '%s' may not read: declare the role at the target, or ALTER ROLE %1$I PASSWORD there`,
      renamed(`(${ROLE})`),
      `s ->> 'user'`,
    ),
  },
  {
    kind: 'left behind',
    shared: true,
    each: 'roles',
    when: `e ->> 'rolpassword' LIKE 'md5%' AND ${renamed(`(${ROLE})`)} <> ${ROLE} AND NOT ${isManaged(`(${ROLE})`)}`,
    text: says(
      'password of role %I, an MD5 hash that holds for the name %I only: ALTER ROLE %1$I PASSWORD at the target',
      renamed(`(${ROLE})`),
      ROLE,
    ),
  },
  {
    kind: 'warning',
    shared: true,
    each: 'roles',
    when: `e ->> 'rolpassword' LIKE 'md5%' AND ${renamed(`(${ROLE})`)} = ${ROLE} AND NOT ${isManaged(`(${ROLE})`)}`,
    text: says('the password of role %I is an MD5 hash, which a server that asks for SCRAM refuses: set it anew', renamed(`(${ROLE})`)),
  },
  {
    kind: 'left behind',
    shared: true,
    each: 'left',
    text: says('role %I, which belongs to the source', NAME),
  },
  {
    kind: 'left behind',
    each: 'extensions',
    when: isLeft('extensions', `(e ->> 'name')`),
    text: says('extension %I, which belongs to the source', `e ->> 'name'`),
  },
  {
    kind: 'left behind',
    method: 'logical',
    each: 'extensionRows',
    when: `NOT ${isLeft('extensions', `(e ->> 'name')`)}`,
    text: says('rows that were added to %s of the extension %I', `e ->> 'of'`, `e ->> 'name'`),
  },
  { kind: 'left behind', each: 'publications', text: says('publication %I', NAME) },
  { kind: 'left behind', each: 'subscriptions', text: says('subscription %I', NAME) },
  { kind: 'left behind', each: 'tablespaces', text: says('tablespace %I of %s', `e ->> 'name'`, `e ->> 'of'`) },
  { kind: 'left behind', when: `${number('s', 'labels')} > 0`, text: says('%s security labels', `s ->> 'labels'`) },
  {
    kind: 'left behind',
    when: PLAIN,
    each: 'mappings',
    text: says('password of the user mapping %s, which only its owner may read', NAME),
  },
  {
    kind: 'left behind',
    when: `(s -> 'openPublic')::boolean AND ${number('s', 'version')} < 15 AND ${number('t', 'version')} >= 15`,
    text: says(`the right of everybody to create objects in the schema public, which version 15 took away`),
  },
  {
    kind: 'left behind',
    shared: true,
    each: 'members',
    when: `NOT EXISTS (SELECT FROM pg_catalog.pg_roles r WHERE r.rolname = e ->> 'of') AND e ->> 'of' LIKE 'pg\\_%'`,
    text: says('membership of %I in %I, which the target does not have', MEMBER, `e ->> 'of'`),
  },
];

/** A query for each finding; what holds for the server is said once. */
function findingsSql({ method }: MigrationPlan, shared: boolean): string {
  const rows = [...FINDINGS, ...TRAPS]
    .filter((one) => (one.method ?? method) === method && (one.shared ?? false) === shared)
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
${findingsQuery(rows, shared ? '' : `'database ' || quote_ident(:'source') || ': '`)}`;
}

export const preflightFiles = (plan: MigrationPlan): { [file: string]: string } => ({
  'source-facts.sql': SOURCE_FACTS,
  'target-facts.sql': TARGET_FACTS,
  'findings-of-servers.sql': findingsSql(plan, true),
  'findings-of-databases.sql': findingsSql(plan, false),
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
