import { DatabaseOptions } from '../model/database';
import { RoleModel } from '../model/role-model';
import { AccessLevel, DatabaseAccess } from '../model/role';
import { doBlock, identifier, literal } from '../operators/shared/sql';

/** What there is to do in one database, as its owner. */
export interface AccessPlan {
  readonly database: DatabaseOptions;
  /** Whether the schemas are made here; otherwise the operator makes them. */
  readonly createsSchemas: boolean;
  /** Roles that shall read or write, and nothing more. */
  readonly grants: readonly { readonly role: string; readonly access: DatabaseAccess }[];
}

/** What each level may do with a table, and with a sequence. An owner has everything already. */
const PRIVILEGES: { readonly [level in AccessLevel]: { readonly tables: string; readonly sequences: string } | undefined } = {
  [AccessLevel.NONE]: undefined,
  [AccessLevel.OWNER]: undefined,
  [AccessLevel.READ_ONLY]: { tables: 'SELECT', sequences: 'SELECT' },
  [AccessLevel.READ_WRITE]: { tables: 'SELECT, INSERT, UPDATE, DELETE', sequences: 'SELECT, USAGE, UPDATE' },
};

/** What is to do in each database of a cluster; nothing where the operator does it all. */
export function accessPlans(
  databases: readonly DatabaseOptions[],
  roles: readonly RoleModel[],
  operatorCreatesSchemas: boolean,
): AccessPlan[] {
  return databases
    .map((database) => ({
      database,
      createsSchemas: !operatorCreatesSchemas && (database.schemas ?? []).length > 0,
      grants: roles.flatMap(({ name, access }) =>
        access
          .filter((one) => one.database === database.name && one.level !== AccessLevel.OWNER)
          .map((one) => ({ role: name, access: one })),
      ),
    }))
    .filter(({ createsSchemas, grants }) => createsSchemas || grants.length > 0);
}

/**
 * A script for psql that makes schemas and gives access, run by the owner of the database. It can be run again and again: each time it
 * takes away from the roles that have an access here what they have of the owner's objects, and gives what they shall have, in one
 * transaction.
 */
export function accessSql({ database, createsSchemas, grants }: AccessPlan): string {
  const { owner, schemas = [] } = database;
  return [
    `-- Schemas and access in the database ${comment(database.name)}, as its owner ${comment(owner)}.`,
    '\\set ON_ERROR_STOP on',
    'BEGIN;',
    // With strict synchronous replication the commit would wait for standbys, and there may be none yet.
    'SET LOCAL synchronous_commit = local;',
    ...(createsSchemas ? schemas.map((schema) => `CREATE SCHEMA IF NOT EXISTS ${identifier(schema)};`) : []),
    ...grants.flatMap(({ role, access }) => [takeAway(role), ...give(role, access)]),
    'COMMIT;',
    ...(grants.length > 0 ? [PUBLIC_IS_CLOSED] : []),
    '',
  ].join('\n');
}

/**
 * Up to PostgreSQL 14 everybody may create tables in `public`, which only the superuser can change: the operator's part of the
 * work. Until that is done, no level below the owner's means what it says.
 */
const PUBLIC_IS_CLOSED = doBlock(
  'BEGIN',
  `  IF to_regnamespace('public') IS NOT NULL AND has_schema_privilege('public', 'public', 'CREATE') THEN`,
  `    RAISE EXCEPTION 'everybody may create objects in the schema public';`,
  '  END IF;',
  'END',
);

/** What is a table or a sequence of the owner, and what it is called in a statement. Objects of extensions belong to somebody else. */
const OWN_OBJECTS = [
  `    SELECT c.oid::regclass AS name, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS type`,
  '      FROM pg_catalog.pg_class c',
  '        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace',
  '        JOIN pg_catalog.pg_roles o ON o.oid = c.relowner',
  `      WHERE o.rolname = current_user AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')`,
];

/** Takes from a role what it has of the owner's objects, those included that are still to come, in every schema. */
function takeAway(role: string): string {
  const from = literal(role);
  const granted = (acl: string) =>
    `EXISTS (SELECT FROM aclexplode(${acl}) a JOIN pg_catalog.pg_roles g ON g.oid = a.grantee WHERE g.rolname = ${from})`;
  return doBlock(
    'DECLARE object record;',
    'BEGIN',
    '  FOR object IN',
    ...OWN_OBJECTS,
    `        AND ${granted('c.relacl')}`,
    '  LOOP',
    `    EXECUTE format('REVOKE ALL ON %s %s FROM %I', object.type, object.name, ${from});`,
    '  END LOOP;',
    '  FOR object IN',
    '    SELECT n.nspname AS name FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles o ON o.oid = n.nspowner',
    `      WHERE o.rolname = current_user AND ${granted('n.nspacl')}`,
    '  LOOP',
    `    EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %I', object.name, ${from});`,
    '  END LOOP;',
    '  FOR object IN',
    '    SELECT n.nspname AS name FROM pg_catalog.pg_default_acl d',
    '        JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace',
    '        JOIN pg_catalog.pg_roles o ON o.oid = d.defaclrole',
    `      WHERE o.rolname = current_user AND d.defaclobjtype IN ('r', 'S') AND ${granted('d.defaclacl')}`,
    '      GROUP BY n.nspname',
    '  LOOP',
    `    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON TABLES FROM %I', object.name, ${from});`,
    `    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I REVOKE ALL ON SEQUENCES FROM %I', object.name, ${from});`,
    '  END LOOP;',
    'END',
  );
}

/** Gives a role what its level says, in its schemas. */
function give(role: string, { level, schemas = [] }: DatabaseAccess): string[] {
  const privileges = PRIVILEGES[level];
  if (privileges === undefined) {
    return [];
  }
  const { tables, sequences } = privileges;
  const to = identifier(role);
  const where = schemas.map(identifier).join(', ');
  // Everybody may use `public`, whose owner is not that of the database on each version.
  const closed = schemas.filter((schema) => schema !== 'public');
  return [
    ...(closed.length > 0 ? [`GRANT USAGE ON SCHEMA ${closed.map(identifier).join(', ')} TO ${to};`] : []),
    doBlock(
      'DECLARE object record;',
      'BEGIN',
      // Of what does not belong to the owner nothing is granted, and that is only a warning.
      ...closed.flatMap((schema) => [
        `  IF NOT has_schema_privilege(${literal(role)}, ${literal(schema)}, 'USAGE') THEN`,
        `    RAISE EXCEPTION 'the schema % does not belong to %', ${literal(schema)}, current_user;`,
        '  END IF;',
      ]),
      '  FOR object IN',
      ...OWN_OBJECTS,
      `        AND n.nspname IN (${schemas.map(literal).join(', ')})`,
      '  LOOP',
      `    EXECUTE format('GRANT %s ON %s %s TO %I', CASE object.type WHEN 'SEQUENCE' THEN '${sequences}' ELSE '${tables}' END, object.type, object.name, ${literal(role)});`,
      '  END LOOP;',
      'END',
    ),
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${where} GRANT ${tables} ON TABLES TO ${to};`,
    `ALTER DEFAULT PRIVILEGES IN SCHEMA ${where} GRANT ${sequences} ON SEQUENCES TO ${to};`,
  ];
}

/** A name in a comment of one line. */
function comment(name: string): string {
  return JSON.stringify(name);
}
