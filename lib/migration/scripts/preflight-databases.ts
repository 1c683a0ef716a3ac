import { METHOD_DUMP, NAME, PLAIN, PLAN, PreflightFinding, isLeft, joined, number, says } from './preflight-finding';

/** What gives a table a key, the best that it has. */
const KEY_TODO = `CASE
  WHEN (e -> 'hasPrimary')::boolean THEN ${says('ALTER TABLE %s REPLICA IDENTITY DEFAULT', `e ->> 'of'`)}
  WHEN e ->> 'index' IS NOT NULL THEN ${says('ALTER TABLE %s REPLICA IDENTITY USING INDEX %I', `e ->> 'of'`, `e ->> 'index'`)}
  WHEN (e -> 'isDeferrable')::boolean THEN 'its primary key is DEFERRABLE, make it anew without that'
  WHEN (e -> 'isFullBad')::boolean THEN 'add a primary key'
  ELSE ${says('ALTER TABLE %s REPLICA IDENTITY FULL, or add a primary key', `e ->> 'of'`)} END`;

/** What a preflight says of each database: whether it may be read and closed, and what is in it. */
export const DATABASE_FINDINGS: readonly PreflightFinding[] = [
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
];
