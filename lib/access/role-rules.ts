import { PUBLIC, connectionLimitProblems } from './database-rules';
import { needsAccessJob, rolesAbove } from './role-models';
import { parseInstant } from '../model/instant';
import { ClusterModel } from '../model/cluster-model';
import { RoleModel } from '../model/role-model';
import { SUPERUSER, loginsOf } from '../model/superuser';
import { AccessLevel, RoleOptions } from '../model/role';
import { Rule } from '../private/rules';
import { PREDEFINED_ROLES } from './predefined-roles';
import { RESERVED_ROLES } from './reserved-roles';
import { SECRET_VALUE_RULES } from './secret-value-rules';
import { hiddenSecretNameProblem } from '../private/secret-names';
import { defined, isIdentifier } from '../private/value-problems';

/** A cluster and what the program has said of its roles. */
export interface RoleContext {
  readonly model: ClusterModel;
  /** Whether the operator makes the schemas of databases, and no Job. */
  readonly createsSchemas: boolean;
  /** The roles as given, in which one may stand twice. */
  readonly given: readonly RoleOptions[];
}

/** Those that lead to the files and programs of the server, and by them to everything. */
const LIKE_SUPERUSER = ['pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'];

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** The prop of a password. The name is no other role's (rule ROLE-001). */
const passwordOf = ({ name }: RoleModel): string => (name === SUPERUSER ? 'superuser.password' : `roles[${name}].password`);

/** The roles with nothing but their access to one database. */
const rolesOf = (roles: readonly RoleModel[], database: string): RoleModel[] =>
  roles.map((role) => ({ ...role, access: role.access.filter((one) => one.database === database) }));

/** What holds for roles on every operator. */
export const ROLE_RULES: readonly Rule<RoleContext>[] = [
  {
    id: 'ROLE-001',
    summary: 'a role has a name of 1 to 63 bytes that is not one of PostgreSQL itself',
    why: 'PostgreSQL cuts longer names, and no application is the superuser',
    check: ({ given }) =>
      given.flatMap(({ name }, i) =>
        isIdentifier(name) && !RESERVED_ROLES.includes(name) && !name.startsWith('pg_')
          ? []
          : [`'roles[${i}].name' must be 1 to 63 bytes, not ${RESERVED_ROLES.join(', ')} nor 'pg_...', got '${name}'`],
      ),
  },
  {
    id: 'ROLE-002',
    summary: 'a role is described once',
    why: 'nobody could say which of two passwords or levels counts',
    check: ({ given }) =>
      given.flatMap(({ name }, i) =>
        given.findIndex((other) => other.name === name) < i ? [`'roles' has '${name}' twice; write all of it in one place`] : [],
      ),
  },
  {
    id: 'ROLE-003',
    summary: 'a role is a member of roles that exist, and not of itself',
    why: 'PostgreSQL refuses the membership, and the operator tries for ever',
    check: ({ model: { roles, version } }) =>
      roles.flatMap(({ name, memberOf }) => {
        if (memberOf.length === 0) {
          return [];
        }
        const unknown = memberOf.filter((group) => !PREDEFINED_ROLES.has(group) && !roles.some((role) => role.name === group));
        const later = memberOf.filter((group) => (PREDEFINED_ROLES.get(group) ?? 0) > version.majorNumber);
        return [
          ...(unknown.length > 0
            ? [`'${name}' is a member of ${quoted(unknown)}, which is neither in 'roles' nor one of PostgreSQL's; add it, or correct it`]
            : []),
          ...later.map(
            (group) =>
              `'${name}' is a member of '${group}', which begins with PostgreSQL ${PREDEFINED_ROLES.get(group)}, got ${version.major}; leave it out`,
          ),
          ...(rolesAbove(roles, name).has(name) ? [`'${name}' is a member of itself; break the circle of 'memberOf'`] : []),
        ];
      }),
  },
  {
    id: 'ROLE-004',
    summary: 'only a role that can log in has a password',
    why: 'the password would let nobody in, and look as if it did',
    check: ({ given }) =>
      given.flatMap(({ name, login, password }, i) =>
        login === false && password !== undefined
          ? [`'roles[${i}].password' does not go with 'login: false' of '${name}'; leave out one`]
          : [],
      ),
  },
  {
    id: 'ROLE-005',
    summary: 'access is to a database of the cluster and to its schemas, once each, and not to what the role owns',
    why: 'the Job that gives it would fail, or take away what the owner has',
    check: ({ model: { databases, roles } }) =>
      roles.flatMap(({ name, access, owns }) =>
        access.flatMap(({ database, level, schemas = [] }, i) => {
          const place = `access of '${name}' to '${database}'`;
          const found = databases.find((one) => one.name === database);
          if (found === undefined) {
            return [`${place}: the cluster has no such database; it has ${quoted(databases.map((one) => one.name)) || 'none'}`];
          }
          const unknown = schemas.filter((schema) => ![PUBLIC, ...(found.schemas ?? [])].includes(schema));
          return [
            ...(access.findIndex((one) => one.database === database) < i ? [`${place} is given twice; write one level`] : []),
            ...(owns.includes(database) ? [`${place}: the role owns it; leave the access out`] : []),
            ...(level === AccessLevel.OWNER && schemas.length < 1 + (found.schemas ?? []).length
              ? [`${place}: the owner's level has all schemas; leave 'schemas' out, or write AccessLevel.READ_WRITE`]
              : []),
            ...(schemas.length === 0 ? [`${place} names no schema; leave 'schemas' out for all of them`] : []),
            ...(unknown.length > 0
              ? [`${place}: the database declares no schema ${quoted(unknown)}; add it to 'schemas' of the database`]
              : []),
          ];
        }),
      ),
  },
  {
    id: 'ROLE-006',
    summary: 'a limit of connections is a whole number from 0',
    why: 'the API server or PostgreSQL refuses it',
    check: ({ model: { roles } }) => connectionLimitProblems(roles),
  },
  {
    id: 'ROLE-007',
    summary: 'validUntil is a moment with a zone',
    why: 'each operator would take another moment for it, or none',
    check: ({ model: { roles } }) =>
      roles.flatMap(({ name, validUntil }) => {
        const parsed = validUntil === undefined ? {} : parseInstant(validUntil);
        return typeof parsed === 'string' ? [`'validUntil' of '${name}': ${parsed}`] : [];
      }),
  },
  {
    id: 'ROLE-008',
    summary: 'a password comes from a Secret, by its name',
    why: 'a credential in the program is a credential in the repository, for ever',
    check: ({ model }) => defined(loginsOf(model).map((role) => hiddenSecretNameProblem(passwordOf(role), role.password.secretName))),
  },
  {
    id: 'ROLE-009',
    summary: 'each role has a Secret of its own',
    why: 'a Secret holds one user name, so one of the two could never log in',
    check: ({ model }) =>
      loginsOf(model).flatMap(({ name, password: { secretName } }, i, roles) => {
        const first = roles.findIndex((role) => secretName !== undefined && role.password.secretName === secretName);
        return first >= 0 && first < i ? [`'${name}' has the Secret '${secretName}' of '${roles[first]!.name}'; write another one`] : [];
      }),
  },
  {
    id: 'ROLE-011',
    summary: 'no role may run programs or touch files of the server',
    why: 'that is as much as being the superuser',
    check: ({ model: { roles } }) =>
      roles.flatMap(({ name, memberOf }) =>
        memberOf
          .filter((group) => LIKE_SUPERUSER.includes(group))
          .map((group) => `'${name}' must not be a member of '${group}'; take it out of 'memberOf'`),
      ),
  },
  {
    id: 'ROLE-010',
    summary: 'an owner can log in where a Job works in its database',
    why: 'the Job that makes schemas and gives access logs in as the owner, and would try for ever',
    check: ({ model: { databases, roles }, createsSchemas }) =>
      roles
        .filter(({ login }) => !login)
        .flatMap(({ name, owns }) =>
          databases
            .filter(
              (database) =>
                owns.includes(database.name) &&
                needsAccessJob({ databases: [database], roles: rolesOf(roles, database.name) }, createsSchemas),
            )
            .map((database) => `'${name}' owns '${database.name}', in which a Job makes schemas or gives access; leave out 'login: false'`),
        ),
  },
  ...SECRET_VALUE_RULES.map((rule): Rule<RoleContext> => ({
    ...rule,
    check: ({ model }) =>
      loginsOf(model).flatMap((role) => {
        const { source, password } = role.password;
        return source && password ? [rule.check({ source, values: [[passwordOf(role), password]] }) ?? []].flat() : [];
      }),
  })),
];
