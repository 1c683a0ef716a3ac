import { Rule } from '../../../private/rules';
import { ZalandoPreparedDatabase } from '../options';
import type { ClusterContext } from '../rule-contexts';

const NAME = /^[a-z_][a-z0-9_]*$/;

/** The roles of a schema are called `<database>_<schema>_writer_user` at the longest, and PostgreSQL cuts names at 63 bytes. */
const MAX_NAME = 63;

const ROLES = ['owner', 'reader', 'writer'];

/** The schema of a database that names none. */
const DEFAULT_SCHEMAS = { data: {} };

/** Roles that the operator makes for a prepared database, as far as they are asked for. */
export function rolesOf(name: string, { defaultUsers = false, schemas = DEFAULT_SCHEMAS }: ZalandoPreparedDatabase): string[] {
  const named = (place: string, roles: boolean, users: boolean): string[] =>
    ROLES.flatMap((role) => [...(roles ? [`${place}_${role}`] : []), ...(users ? [`${place}_${role}_user`] : [])]);
  return [
    ...named(name, true, defaultUsers),
    ...Object.entries(schemas).flatMap(([schema, { defaultRoles = true, defaultUsers: users = false }]) =>
      named(`${name}_${schema}`, defaultRoles, users),
    ),
  ];
}

/** What this operator refuses or gets wrong in databases that it prepares itself. */
export const PREPARED_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-204',
    summary: `a prepared database is none of 'databases'`,
    why: 'it would have two owners, and the operator may make no schema in the database of another one',
    check: ({ model: { databases }, settings: { preparedDatabases = {} } }) =>
      databases
        .filter(({ name }) => Object.keys(preparedDatabases).includes(name))
        .map(({ name }) => `'preparedDatabases' must not have '${name}', which is one of 'databases'; write it in one of them`),
  },
  {
    id: 'ZAL-205',
    summary: `prepared databases and their schemas are lower-case letters, digits and '_', and the names of their roles at most ${MAX_NAME} long`,
    why: 'the operator skips them with a line in its log, or makes roles whose names PostgreSQL cuts',
    check: ({ settings: { preparedDatabases = {} } }) =>
      Object.entries(preparedDatabases).flatMap(([name, prepared]) => [
        ...[name, ...Object.keys(prepared.schemas ?? {})]
          .filter((one) => !NAME.test(one))
          .map((one) => `'preparedDatabases' must have names of lower-case letters, digits and '_', with no digit first, got '${one}'`),
        ...rolesOf(name, prepared)
          .filter((role) => role.length > MAX_NAME)
          .map((role) => `'preparedDatabases' makes the role '${role}' with ${role.length} characters; write a shorter name`),
      ]),
  },
  {
    id: 'ZAL-206',
    summary: 'users of a prepared schema have its roles',
    why: 'each user is a member of a role that would not be there',
    check: ({ settings: { preparedDatabases = {} } }) =>
      Object.entries(preparedDatabases).flatMap(([name, { schemas = {} }]) =>
        Object.entries(schemas)
          .filter(([, { defaultRoles, defaultUsers }]) => defaultRoles === false && defaultUsers === true)
          .map(
            ([schema]) => `the schema '${schema}' of '${name}' must not have defaultUsers: true with defaultRoles: false; leave out one`,
          ),
      ),
  },
  {
    id: 'ZAL-207',
    summary: 'no role has the name of one that the operator makes for a prepared database',
    why: 'the two would be one role, with the password and the privileges of either',
    check: ({ model: { roles }, settings: { preparedDatabases = {} } }) => {
      const made = Object.entries(preparedDatabases).flatMap(([name, prepared]) => rolesOf(name, prepared));
      return roles
        .filter(({ name }) => made.includes(name))
        .map(({ name }) => `the name of a role must not be that of one of 'preparedDatabases', got '${name}'; write another one`);
    },
  },
];
