import * as fc from 'fast-check';
import { AccessLevel, DatabaseOptions, RoleOptions } from '../../lib';
import { AccessPlan, accessPlans, accessSql } from '../../lib/access/access-sql';
import { roleModels } from '../../lib/access/role-models';
import { doBlock, identifier, literal } from '../../lib/operators/shared/sql';

const ORDERS: DatabaseOptions = { name: 'orders', owner: 'orders-app', schemas: ['shop'] };
const AUDIT: DatabaseOptions = { name: 'audit', owner: 'auditor' };

const plans = (databases: DatabaseOptions[], roles: RoleOptions[], operatorCreatesSchemas = false): AccessPlan[] =>
  accessPlans(databases, roleModels(databases, roles), operatorCreatesSchemas);
const access = (database: string, level: AccessLevel, schemas?: string[]) => ({ database, level, schemas });

describe('plans', () => {
  test('one for each database with schemas or roles', () => {
    const roles = [{ name: 'reports', access: [access('audit', AccessLevel.READ_ONLY)] }];
    expect(plans([ORDERS, AUDIT, { name: 'history', owner: 'orders-app' }], roles)).toEqual([
      { database: ORDERS, createsSchemas: true, grants: [] },
      { database: AUDIT, createsSchemas: false, grants: [{ role: 'reports', access: access('audit', AccessLevel.READ_ONLY, ['public']) }] },
    ]);
  });

  test('none for schemas that the operator makes', () => {
    expect(plans([ORDERS], [], true)).toEqual([]);
  });

  test('none for the level of the owner', () => {
    expect(plans([AUDIT], [{ name: 'admin', access: [access('audit', AccessLevel.OWNER)] }])).toEqual([]);
  });

  test('no schemas where the operator makes them', () => {
    const roles = [{ name: 'reports', access: [access('orders', AccessLevel.READ_WRITE)] }];
    expect(plans([ORDERS], roles, true)).toMatchObject([{ createsSchemas: false, grants: [{ role: 'reports' }] }]);
  });
});

describe('script', () => {
  const script = (databases: DatabaseOptions[], roles: RoleOptions[]) => accessSql(plans(databases, roles)[0]!);

  test('gives a reader and a writer their access', () => {
    const roles = [
      { name: 'reports', access: [access('orders', AccessLevel.READ_ONLY)] },
      { name: 'imports', access: [access('orders', AccessLevel.READ_WRITE, ['shop'])] },
      { name: 'former', access: [access('orders', AccessLevel.NONE)] },
    ];
    const own = `    SELECT c.oid::regclass AS name, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS type
      FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_roles o ON o.oid = c.relowner
      WHERE o.rolname = current_user AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')`;
    const granted = (role: string, acl: string) =>
      `EXISTS (SELECT FROM aclexplode(${acl}) a JOIN pg_catalog.pg_roles g ON g.oid = a.grantee WHERE g.rolname = '${role}')`;
    const takeAway = (role: string) => `DO $do$
DECLARE object record;
BEGIN
  FOR object IN
${own}
        AND ${granted(role, 'c.relacl')}
  LOOP
    EXECUTE format('REVOKE ALL ON %s %s FROM %I', object.type, object.name, '${role}');
  END LOOP;
  FOR object IN
    SELECT n.nspname AS name FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles o ON o.oid = n.nspowner
      WHERE o.rolname = current_user AND ${granted(role, 'n.nspacl')}
  LOOP
    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %I', object.name, '${role}');
  END LOOP;
  FOR object IN
    SELECT n.nspname AS name FROM pg_catalog.pg_default_acl d
        JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
        JOIN pg_catalog.pg_roles o ON o.oid = d.defaclrole
      WHERE o.rolname = current_user AND d.defaclobjtype IN ('r', 'S') AND ${granted(role, 'd.defaclacl')}
      GROUP BY n.nspname
  LOOP
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON TABLES FROM %I', object.name, '${role}');
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON SEQUENCES FROM %I', object.name, '${role}');
  END LOOP;
END
$do$;`;
    const give = (role: string, schemas: string, tables: string, sequences: string) => `GRANT USAGE ON SCHEMA "shop" TO "${role}";
DO $do$
DECLARE object record;
BEGIN
  IF NOT has_schema_privilege('${role}', 'shop', 'USAGE') THEN
    RAISE EXCEPTION 'the schema % does not belong to %', 'shop', current_user;
  END IF;
  FOR object IN
${own}
        AND n.nspname IN (${schemas.replace(/"/g, "'")})
  LOOP
    EXECUTE format('GRANT %s ON %s %s TO %I', CASE object.type WHEN 'SEQUENCE' THEN '${sequences}' ELSE '${tables}' END, object.type, object.name, '${role}');
  END LOOP;
END
$do$;
ALTER DEFAULT PRIVILEGES IN SCHEMA ${schemas} GRANT ${tables} ON TABLES TO "${role}";
ALTER DEFAULT PRIVILEGES IN SCHEMA ${schemas} GRANT ${sequences} ON SEQUENCES TO "${role}";`;
    expect(script([ORDERS], roles)).toBe(`-- Schemas and access in the database "orders", as its owner "orders-app".
\\set ON_ERROR_STOP on
BEGIN;
SET LOCAL synchronous_commit = local;
CREATE SCHEMA IF NOT EXISTS "shop";
${takeAway('reports')}
${give('reports', '"public", "shop"', 'SELECT', 'SELECT')}
${takeAway('imports')}
${give('imports', '"shop"', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, USAGE, UPDATE')}
${takeAway('former')}
COMMIT;
DO $do$
BEGIN
  IF to_regnamespace('public') IS NOT NULL AND has_schema_privilege('public', 'public', 'CREATE') THEN
    RAISE EXCEPTION 'everybody may create objects in the schema public';
  END IF;
END
$do$;
`);
  });

  test('makes schemas alone', () => {
    expect(script([ORDERS], [])).toBe(`-- Schemas and access in the database "orders", as its owner "orders-app".
\\set ON_ERROR_STOP on
BEGIN;
SET LOCAL synchronous_commit = local;
CREATE SCHEMA IF NOT EXISTS "shop";
COMMIT;
`);
  });

  const NASTY = [
    'a"b',
    `a'b`,
    'a\\b',
    '$do$',
    '$do_$',
    'a\nb',
    `'; DROP TABLE orders; --`,
    ':name',
    ':"name"',
    '\\q',
    '%I %s',
    'é',
    'SELECT',
  ];

  test.each(NASTY)('takes %j for a name and nothing else', (name) => {
    const sql = script(
      [{ name: 'orders', owner: name, schemas: [name] }],
      [{ name: `${name}2`, access: [access('orders', AccessLevel.READ_ONLY)] }],
    );
    // What is left when every name in quotes and every block in dollars is taken out, as PostgreSQL reads them, is the same for all.
    expect(skeleton(sql)).toBe(
      skeleton(
        script([{ name: 'orders', owner: 'o', schemas: ['s'] }], [{ name: 'r', access: [access('orders', AccessLevel.READ_ONLY)] }]),
      ),
    );
  });

  test('no name leaves its place', () => {
    const name = fc.string({
      unit: fc.constantFrom('"', `'`, '\\', '$', 'do', '_', '\n', '\r', ';', '-', ':', 'a', ' ', '%', 'E'),
      minLength: 1,
      maxLength: 12,
    });
    const plain = skeleton(
      script([{ name: 'd', owner: 'o', schemas: ['s'] }], [{ name: 'r', access: [access('d', AccessLevel.READ_ONLY)] }]),
    );
    fc.assert(
      fc.property(name, name, name, name, (database, owner, schema, role) => {
        fc.pre(role !== owner);
        const sql = script(
          [{ name: database, owner, schemas: [schema] }],
          [{ name: role, access: [access(database, AccessLevel.READ_ONLY)] }],
        );
        expect(skeleton(sql)).toBe(plain);
      }),
    );
  });
});

/** A script without its names, texts and blocks, read as PostgreSQL and psql read it. */
function skeleton(sql: string): string {
  let left = '';
  let rest = sql.replace(/^--[^\n]*\n/, '');
  while (rest.length > 0) {
    const token =
      /^\$([A-Za-z_]*)\$[^]*?\$\1\$/.exec(rest)?.[0] ??
      /^"([^"]|"")*"/.exec(rest)?.[0] ??
      /^E'([^'\\]|''|\\[^])*'/.exec(rest)?.[0] ??
      /^'([^']|'')*'/.exec(rest)?.[0];
    left += token === undefined ? rest[0]! : '?';
    rest = rest.slice(token?.length ?? 1);
  }
  return left;
}

describe('quoting', () => {
  test.each([
    ['orders', '"orders"'],
    ['Orders App', '"Orders App"'],
    ['a"b', '"a""b"'],
    ['a\\b', '"a\\b"'],
    ['', '""'],
  ])('identifier %j', (name, expected) => {
    expect(identifier(name)).toBe(expected);
  });

  test.each([
    ['orders', `'orders'`],
    [`it's`, `'it''s'`],
    ['a\\b', `E'a\\\\b'`],
    [`\\'`, `E'\\\\'''`],
    ['a\nb', `'a\nb'`],
  ])('literal %j', (text, expected) => {
    expect(literal(text)).toBe(expected);
  });

  test.each([
    ['BEGIN', 'DO $do$\nBEGIN\n$do$;'],
    ['$do$', 'DO $do_$\n$do$\n$do_$;'],
    ['$do$ $do_$', 'DO $do__$\n$do$ $do_$\n$do__$;'],
  ])('block of %j', (line, expected) => {
    expect(doBlock(line)).toBe(expected);
  });
});
