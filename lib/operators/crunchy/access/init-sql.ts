import { DatabaseOptions, ExtensionOptions } from '../../../model/database';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { identifier, literal } from '../../shared/sql';
import { CreationSql } from '../../../model/creation-sql';
import { INIT_SQL_KEY, initSqlName } from '../names';
import { databasesOf } from './role-spec';

/** The last version where everybody may create tables in the schema `public`. */
const OPEN_PUBLIC = 14;

/** Said at each connection, since the next one knows nothing of it. */
const SESSION = [
  // With strict synchronous replication a commit would wait for standbys, and there may be none yet.
  'SET synchronous_commit = LOCAL;',
  // Otherwise each repetition would write a notice for what is there already.
  'SET client_min_messages = WARNING;',
];

/** Whether there is anything that PGO has no field for. */
export const needsInitSql = (model: ClusterModel): boolean => needsOwnSql(model) || ownTexts(model).length > 0;

/** Whether the library itself has something to say there. */
const needsOwnSql = (model: ClusterModel): boolean =>
  hasDefault(model, ClusterDefault.CREATION) &&
  (databasesOf(model).length > 0 || model.tablespaces.length > 0 || model.roles.some(({ memberOf }) => memberOf.length > 0));

const ownTexts = ({ creation }: ClusterModel): CreationSql[] => (creation.sql ?? []).filter(({ sql }) => sql !== undefined);

/** The ConfigMap that PGO runs: the one that the program names, of which a rule has spoken, or the one with the script. */
export function initSqlReference(model: ClusterModel): { readonly name: string; readonly key: string } | undefined {
  const named = (model.creation.sql ?? []).find(({ configMapName }) => configMapName !== undefined);
  if (named) {
    return { name: named.configMapName!, key: named.configMapKey! };
  }
  return needsInitSql(model) ? { name: initSqlName(model.identity), key: INIT_SQL_KEY } : undefined;
}

/**
 * Script that does what PGO has no field for. It gives each database to its owner: PGO creates databases as the superuser's and only grants
 * access, which since PostgreSQL 15 does not let an application create a table. Then it makes memberships and extensions.
 */
export function initSql(model: ClusterModel): string {
  const isOwn = needsOwnSql(model);
  const databases = isOwn ? databasesOf(model) : [];
  return [
    '-- Run once by PGO, as the superuser, when it has created the roles and databases of the PostgresCluster.',
    '-- What is added here later (a database, an extension, a membership, a limit) is not done until the script is run again: by hand, or by',
    `-- PGO when 'databaseInitSQL' is taken out of the PostgresCluster, applied, put back, and applied. Each statement may be repeated.`,
    '-- What is taken out of here is not undone.',
    // Without it a failed statement counts as success, and PGO would never run the script again.
    '\\set ON_ERROR_STOP on',
    ...SESSION,
    ...(isOwn ? tablespaceStatements(model) : []),
    ...databases.flatMap(databaseStatements),
    ...(isOwn ? memberships(model) : []),
    ...databases.flatMap((database) => insideStatements(database, model.version.majorNumber)),
    ...ownTexts(model).flatMap(({ sql, database }) => ['-- Of the program.', connect(database), ...SESSION, sql!]),
    '',
  ].join('\n');
}

/** PGO mounts the volumes and leaves it to us to make something of them. There is no statement for what may be there already. */
function tablespaceStatements({ tablespaces, databases }: ClusterModel): string[] {
  return tablespaces.map(({ name, owner = databases[0]?.owner }) => {
    const owned = owner === undefined ? '' : ` OWNER ${identifier(owner)}`;
    const create = `CREATE TABLESPACE ${identifier(name)}${owned} LOCATION ${literal(`/tablespaces/${name}/data`)}`;
    return `SELECT ${literal(create)} WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace WHERE spcname = ${literal(name)}) \\gexec`;
  });
}

/** What is said of a database from outside of it. */
function databaseStatements({ name, owner, connectionLimit }: DatabaseOptions): string[] {
  return [
    `ALTER DATABASE ${identifier(name)} OWNER TO ${identifier(owner)};`,
    ...(connectionLimit === undefined ? [] : [`ALTER DATABASE ${identifier(name)} CONNECTION LIMIT ${connectionLimit};`]),
  ];
}

/** The groups of each role. PGO takes no membership in the options of a role. */
function memberships({ roles }: ClusterModel): string[] {
  return roles.flatMap(({ name, memberOf }) => memberOf.map((group) => `GRANT ${identifier(group)} TO ${identifier(name)};`));
}

/** What has to be done in the database itself. */
function insideStatements({ name, owner, extensions = [] }: DatabaseOptions, major: number): string[] {
  const statements = [
    ...(major <= OPEN_PUBLIC ? CLOSED_PUBLIC : []),
    ...extensions.flatMap((extension) => extensionStatements(extension, owner)),
  ];
  return statements.length > 0 ? [connect(name), ...SESSION, ...statements] : [];
}

/** What PostgreSQL 15 and later do by themselves: the owner of the database owns the schema, and nobody else may create in it. */
const CLOSED_PUBLIC = ['ALTER SCHEMA public OWNER TO pg_database_owner;', 'REVOKE CREATE ON SCHEMA public FROM PUBLIC;'];

/** An extension; its schema comes first and belongs to the owner, as every schema of the database does. */
function extensionStatements({ name, schema, version }: ExtensionOptions, owner: string): string[] {
  const place = schema === undefined ? '' : ` SCHEMA ${identifier(schema)}`;
  const release = version === undefined ? '' : ` VERSION ${literal(version)}`;
  return [
    ...(schema === undefined || schema === 'public'
      ? []
      : [`CREATE SCHEMA IF NOT EXISTS ${identifier(schema)} AUTHORIZATION ${identifier(owner)};`]),
    `CREATE EXTENSION IF NOT EXISTS ${identifier(name)}${place}${release};`,
  ];
}

const ESCAPES: readonly (readonly [RegExp, string])[] = [
  [/[\\']/g, '\\$&'],
  [/\n/g, '\\n'],
  [/\r/g, '\\r'],
  [/\t/g, '\\t'],
];

/**
 * The command of psql that goes on in another database, with user and socket as they are. Its argument is read three times: as a text of
 * psql, as an identifier, and as a connection string, which as a bare name it could turn out to be by mistake.
 */
function connect(database: string): string {
  const connection = `dbname='${database.replace(/[\\']/g, '\\$&')}'`;
  const text = ESCAPES.reduce((escaped, [sign, escape]) => escaped.replace(sign, escape), identifier(connection));
  return `\\connect -reuse-previous=on '${text}'`;
}
