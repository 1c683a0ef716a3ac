import { DatabaseOptions } from '../../model/database';

/**
 * Script that gives each database to its owner. PGO has no field for it: it creates databases as the superuser's and only grants access,
 * which since PostgreSQL 15 does not let an application create a table.
 */
export function initSql(databases: readonly DatabaseOptions[]): string {
  return [
    '-- Run once by PGO, when it has created the roles and databases of the cluster object.',
    '-- A database that is added later needs the same ALTER DATABASE by hand.',
    // Without it a failed statement counts as success, and PGO would never run the script again.
    '\\set ON_ERROR_STOP on',
    // With strict synchronous replication a commit would wait for standbys, and there may be none yet.
    'SET synchronous_commit = LOCAL;',
    ...databases.map(({ name, owner }) => `ALTER DATABASE ${identifier(name)} OWNER TO ${identifier(owner)};`),
    '',
  ].join('\n');
}

function identifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
