import { ClusterModel } from '../../../model/cluster-model';
import { RoleModel } from '../../../model/role-model';
import { DNS_SUBDOMAIN } from '../../../model/names';
import { AccessLevel } from '../../../model/role';
import { loginsOf } from '../../../model/superuser';
import { isSupplied } from '../../../model/supplied-role';
import { Rule } from '../../../private/rules';
import type { ClusterContext } from '../rule-contexts';
import { hasExtensions, preparedRoles } from './database-spec';
import { POOLER, credentialsSecret } from '../names';
import { ZalandoOptions } from '../options';

const ROLE = /^[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

const PROTECTED = 'the operator skips it';
const SPILO = 'Spilo takes its login away at each promotion';

/** Roles that are somebody else's, and who keeps an application from using them. HA-013 and ROLE-001 have `postgres`. */
const PROTECTED_ROLES: ReadonlyMap<string, string> = new Map([
  ['admin', PROTECTED],
  ['cron_admin', PROTECTED],
  ['standby', PROTECTED],
  [POOLER, PROTECTED],
  ['robot_zmon', SPILO],
  ['zalandos', SPILO],
]);

const PROTECTED_NAMES = [...PROTECTED_ROLES.keys()].join(', ');

/** PostgreSQL cuts names at 63 bytes, and six of them are the date. */
const MAX_ROTATED_NAME = 57;

/** Since this major, only the owner of a database creates objects in the schema public. */
const CLOSED_PUBLIC = 15;

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** Roles that a list of the options names, and that the cluster has. */
const named = ({ roles }: ClusterModel, names: readonly string[] = []): RoleModel[] => roles.filter(({ name }) => names.includes(name));

/** What one of the two lists of rotated roles breaks, role by role. */
const rotation = (
  { rotatedRoles = [], rotatedInPlaceRoles = [] }: ZalandoOptions,
  problem: (prop: string, names: readonly string[]) => readonly string[],
): string[] => [...problem('rotatedRoles', rotatedRoles), ...problem('rotatedInPlaceRoles', rotatedInPlaceRoles)];

/** What this operator adds to the rules of roles. */
export const ROLE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-005',
    summary: `roles are lower-case letters, digits, '-' and '_', with a letter or digit at either end`,
    why: 'the operator fails to create the cluster, or takes what stands before a dot for a namespace',
    check: ({ model: { roles } }) =>
      roles
        .filter(({ name }) => !ROLE.test(name))
        .map(
          ({ name }) =>
            `the name of a role must be lower-case letters, digits, '-' and '_', with a letter or digit at either end, got '${name}'; write for example 'orders_app'`,
        ),
  },
  {
    id: 'ZAL-006',
    summary: `no role is one of ${PROTECTED_NAMES}`,
    why: 'the application could not log in, and only a log of the operator says why',
    check: ({ model: { roles } }) =>
      roles
        .filter(({ name }) => PROTECTED_ROLES.has(name))
        .map(
          ({ name }) =>
            `the name of a role must not be ${PROTECTED_NAMES}, got '${name}' (${PROTECTED_ROLES.get(name)}); write for example '${name}_app'`,
        ),
  },
  {
    id: 'ZAL-007',
    summary: 'no two roles have the same secret',
    why: 'the operator stops there before it makes the pods, or the password of one role overwrites that of the other',
    check: ({ model: { roles, identity } }) => {
      const seen = new Map<string, string>();
      return roles
        .filter(({ login }) => login)
        .flatMap(({ name }) => {
          const secret = credentialsSecret(identity.name, name);
          const other = seen.get(secret);
          seen.set(secret, other ?? name);
          return other === undefined
            ? []
            : [
                `the roles '${other}' and '${name}' must not differ in '-' and '_' only, since both have the secret '${secret}'; rename one of them`,
              ];
        });
    },
  },
  {
    id: 'ZAL-150',
    summary: 'the password of a role is in the Secret that the operator looks for',
    why: 'the operator looks for this name only, and makes a Secret with another password where there is none',
    check: ({ model }) =>
      loginsOf(model).flatMap(({ name, password }) => {
        const secret = credentialsSecret(model.identity.name, name);
        // Of what is no name at all rule ROLE-008 has spoken, without repeating it.
        return password.secretName === undefined || password.secretName === secret || !DNS_SUBDOMAIN.test(password.secretName)
          ? []
          : [
              `the password of '${name}' must be in the Secret '${secret}', got '${password.secretName}'; give the Secret that name and write RolePassword.fromSecret()`,
            ];
      }),
  },
  {
    id: 'ZAL-155',
    summary: 'no role has the name of one that the operator makes for a database with extensions',
    why: 'the two would be one role, which nobody could log in as, or which the others are members of',
    check: ({ model: { roles, databases } }) =>
      databases.filter(hasExtensions).flatMap((database) => {
        const own = preparedRoles(database.name);
        return roles
          .filter(({ name }) => own.includes(name))
          .map(
            ({ name }) =>
              `the name of a role must not be ${own.join(', ')}, which the operator makes for the extensions of '${database.name}', got '${name}'; write for example '${database.name}_app'`,
          );
      }),
  },
  {
    id: 'ZAL-156',
    summary: 'an owner of a database can log in',
    why: 'no role can be made a member of it here, so nobody could create a table in the database, or give access to one',
    check: ({ model: { roles } }) =>
      roles
        .filter(({ login, owns }) => !login && owns.length > 0)
        .map(({ name }) => `the owner '${name}' must be able to log in, got 'login: false'; leave that out`),
  },
  {
    id: 'ZAL-157',
    summary: `levels of access below the owner's need PostgreSQL ${CLOSED_PUBLIC}`,
    why: 'up to 14 everybody may create tables in the schema public, which only the superuser can change, and the operator does not',
    check: ({ model: { roles, version } }) =>
      version.majorNumber >= CLOSED_PUBLIC
        ? undefined
        : roles.flatMap(({ name, access }) =>
            access
              .filter(({ level }) => level !== AccessLevel.OWNER)
              .map(
                ({ level, database }) =>
                  `${level} access of '${name}' to '${database}' needs PostgreSQL ${CLOSED_PUBLIC} or later, got ${version.major}; write PostgresVersion.V17, or leave the access out`,
              ),
          ),
  },
  {
    id: 'ZAL-158',
    summary: 'passwords are rotated of roles of the cluster that log in, each in one way',
    why: 'the operator passes over other names, cannot log in itself any more where one is postgres, and takes one of two ways without a word',
    check: ({ model, settings }) => {
      const logins = model.roles.filter(({ login }) => login).map(({ name }) => name);
      const { rotatedRoles = [], rotatedInPlaceRoles = [] } = settings;
      return [
        ...rotation(settings, (prop, names) =>
          names
            .filter((name) => !logins.includes(name))
            .map(
              (name) =>
                `'${prop}' has '${name}', which is no role of '${model.identity.name}' that logs in; ${logins.length > 0 ? `it has ${quoted(logins)}` : 'it has none'}; leave it out, or write another PostgresOperator.zalando(...) for this cluster`,
            ),
        ),
        ...rotatedRoles
          .filter((name) => rotatedInPlaceRoles.includes(name))
          .map((name) => `'rotatedRoles' and 'rotatedInPlaceRoles' both have '${name}'; leave it out of one of them`),
      ];
    },
  },
  {
    id: 'ZAL-159',
    summary: 'no password is rotated that somebody else supplies',
    why: 'the operator would write over it, and the other one would write it back',
    check: ({ model, settings }) =>
      rotation(settings, (prop, names) =>
        named(model, names)
          .filter(isSupplied)
          .map(({ name }) => `'${prop}' has '${name}', whose password is supplied; leave it out, or write RolePassword.generated()`),
      ),
  },
  {
    id: 'ZAL-161',
    summary: 'the password of an owner is rotated in place',
    why: 'what the owner creates would belong to a role with a date in its name, which is to be dropped one day, and nobody else would have access',
    check: ({ model, settings: { rotatedRoles } }) =>
      named(model, rotatedRoles)
        .filter(({ owns }) => owns.length > 0)
        .map(({ name, owns }) => `'rotatedRoles' has '${name}', which owns ${quoted(owns)}; write it in 'rotatedInPlaceRoles'`),
  },
  {
    id: 'ZAL-176',
    summary: `a rotated role has at most ${MAX_ROTATED_NAME} characters`,
    why: 'PostgreSQL cuts the date off that the operator puts behind the name, so that the new user would be the old one',
    check: ({ model, settings: { rotatedRoles } }) =>
      named(model, rotatedRoles)
        .filter(({ name }) => name.length > MAX_ROTATED_NAME)
        .map(
          ({ name }) =>
            `'rotatedRoles' must have names of at most ${MAX_ROTATED_NAME} characters, got ${name.length} in '${name}'; write a shorter one, or write it in 'rotatedInPlaceRoles'`,
        ),
  },
];
