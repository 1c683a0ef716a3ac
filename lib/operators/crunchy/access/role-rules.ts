import { ExtensionOptions } from '../../../model/database';
import { ClusterModel } from '../../../model/cluster-model';
import { DNS_SUBDOMAIN } from '../../../model/names';
import { loginsOf } from '../../../model/superuser';
import { Rule } from '../../../private/rules';
import { initSqlName, roleSecretName } from '../names';
import { needsInitSql } from './init-sql';
import { databasesOf, roleNames } from './role-spec';
import { ClusterContext } from '../rule-contexts';

const REFUSED = 'the API server refuses the cluster object';

/** Becomes a part of the names of Kubernetes objects. */
const ROLE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const MAX_USERS = 64;

const quoted = (all: readonly string[]): string => all.map((name) => `'${name}'`).join(', ') || 'none';

/** What PGO creates in every database by itself, always or with PostGIS. */
const AUDIT = ['pgaudit'];
const POSTGIS = ['postgis', 'postgis_topology', 'fuzzystrmatch', 'postgis_tiger_geocoder'];

/** What PGO refuses or gets wrong in roles, and in what is in a database. */
export const ROLE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-017',
    summary: 'roles are lower-case letters, digits and hyphens',
    why: `${REFUSED}, for the Secret of a role is named after it`,
    check: ({ model }) =>
      names(model).flatMap(([subject, name]) =>
        ROLE.test(name)
          ? []
          : [`${subject} must be lower-case letters, digits and '-', with no '-' at either end, got '${name}'; write '${fitting(name)}'`],
      ),
  },
  {
    id: 'PGO-018',
    summary: `there are at most ${MAX_USERS} roles, the owners of databases included`,
    why: REFUSED,
    check: ({ model }) => {
      const count = roleNames(model).length;
      return count > MAX_USERS
        ? `'databases' and 'roles' must have at most ${MAX_USERS} different roles, got ${count}; let some databases share an owner, or applications a role`
        : undefined;
    },
  },
  {
    id: 'PGO-070',
    summary: 'the Secret of a role has the name that PGO gives it',
    why: 'PGO looks for no other, and would make up a password',
    check: ({ model }) =>
      loginsOf(model).flatMap(({ name, password: { secretName } }) => {
        const expected = roleSecretName(model.identity, name);
        // Of what is no name at all rule ROLE-008 has spoken, without repeating it.
        return secretName === undefined || secretName === expected || !DNS_SUBDOMAIN.test(secretName)
          ? []
          : [
              `the password of '${name}' must be in the Secret '${expected}', got '${secretName}'; write RolePassword.fromSecret() for that name`,
            ];
      }),
  },
  {
    id: 'PGO-095',
    summary: 'a password that is delivered to a cluster with pools is not read on a schedule',
    why: 'whoever writes the password empties the hash beside it, PGO makes another one, and pgBouncer logs in with the old one until it has failed',
    check: ({ model: { roles, pools } }) =>
      pools.length === 0
        ? undefined
        : roles.flatMap(({ name, password: { source } }) =>
            source?.vault?.refreshInterval === undefined
              ? []
              : [
                  `the password of '${name}' must not have a 'refreshInterval' on a cluster with pools, got one of ${source.vault.refreshInterval.toSeconds({ integral: false })} seconds; write a SecretSource without it, and touch the ExternalSecret when the password has changed`,
                ],
          ),
  },
  {
    id: 'PGO-119',
    summary: 'databases are given to roles of the cluster, and the cluster has them',
    why: 'PGO would make an empty database, and passes over a role that is not there',
    check: ({ model, settings: { userDatabases } }) => {
      // A copy for a drill or for a table has a part of the roles and databases of its source.
      if (model.recovery !== undefined) {
        return undefined;
      }
      const roles = roleNames(model);
      const databases = databasesOf(model).map(({ name }) => name);
      return Object.entries(userDatabases).flatMap(([role, given]) => [
        ...(roles.includes(role)
          ? []
          : [
              `'userDatabases' has '${role}', which is no role of '${model.identity.name}'; it has ${quoted(roles)}; leave it out, or write another PostgresOperator.crunchy(...) for this cluster`,
            ]),
        ...given
          .filter((database) => !databases.includes(database))
          .map(
            (database) => `'userDatabases' gives '${database}' to '${role}', which the cluster does not have; it has ${quoted(databases)}`,
          ),
      ]);
    },
  },
  {
    id: 'PGO-118',
    summary: 'SQL of creation from a ConfigMap stands alone',
    why: 'PGO runs one ConfigMap, and that of the library gives the databases to their owners',
    check: ({ model }) => {
      const named = (model.creation.sql ?? []).flatMap(({ configMapName }) => configMapName ?? []);
      return named.length > 0 && (named.length > 1 || needsInitSql(model))
        ? `'creation.sql' must not name the ConfigMap '${named[0]}' beside 'databases', 'memberOf' or other SQL; write CreationSql.fromText(...) with what is in there, or, where it has all that '${initSqlName(model.identity)}' has, Rules.of(cluster).suppress('PGO-118', '<the reason>')`
        : undefined;
    },
  },
  {
    id: 'PGO-071',
    summary: 'extensions that PGO creates by itself have neither a version nor a schema',
    why: 'PGO has created them before, and both would be passed over without a word',
    check: ({ model: { databases }, settings: { postGisVersion } }) => {
      const own = postGisVersion === undefined ? AUDIT : [...AUDIT, ...POSTGIS];
      return databases.flatMap(({ name: database, extensions = [] }) =>
        extensions
          .filter((extension) => own.includes(extension.name))
          .flatMap((extension) =>
            settled(extension).map(
              (prop) => `'${prop}' of '${extension.name}' in '${database}' must not be given; PGO creates it; leave it out`,
            ),
          ),
      );
    },
  },
];

const settled = (extension: ExtensionOptions): string[] => (['version', 'schema'] as const).filter((prop) => extension[prop] !== undefined);

/** Roles and where the program names them. */
function names({ databases, roles }: ClusterModel): (readonly [string, string])[] {
  return [
    ...databases.map(({ owner }, i) => [`'databases[${i}].owner'`, owner] as const),
    ...roles.filter(({ owns }) => owns.length === 0).map(({ name }) => [`the names of 'roles'`, name] as const),
  ];
}

/** A name that PGO accepts, as near to the given one as can be. */
function fitting(name: string): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g);
  return words === null ? 'app' : words.join('-');
}
