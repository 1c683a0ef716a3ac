import { namesInRules } from './role-models';
import { AccessMethod, AccessRule } from '../model/access-rule';
import { isCidr } from '../model/cidr';
import { ClusterModel } from '../model/cluster-model';
import { RoleModel } from '../model/role-model';
import { AccessLevel } from '../model/role';
import { Rule } from '../private/rules';

/** A cluster, with what is not a part of its model. */
interface HbaContext {
  readonly model: ClusterModel;
  /** Whether the operator makes the schemas of databases, and no Job. */
  readonly createsSchemas: boolean;
  /** Whether the access rules were given as an empty list. */
  readonly noAccessRules: boolean;
}

/** Names that pg_hba.conf cannot hold: from PostgreSQL 16 on a leading slash begins a regular expression, whatever is around it. */
const isWritable = (name: string): boolean => name !== '' && !name.startsWith('/') && !/[\x00-\x1f\x7f"]/.test(name);

/** Whether a rule is about every connection. */
const isCatchAll = ({ options: { roles, databases, addresses } }: AccessRule): boolean =>
  [roles, databases, addresses].every((list) => list === undefined);

/** What holds for access rules on every operator. */
export const HBA_RULES: readonly Rule<HbaContext>[] = [
  {
    id: 'HBA-001',
    summary: 'access rules name roles of the cluster, and lists that are not empty',
    why: 'a rule for nobody decides nothing, and keeps out whom it was meant for',
    check: ({ model: { accessRules, roles } }) =>
      accessRules.flatMap(({ options }, i) =>
        unknownNames(`accessRules[${i}].roles`, options.roles, [...roles.map(({ name }) => name)], `add it to 'roles'`),
      ),
  },
  {
    id: 'HBA-002',
    summary: 'access rules name databases of the cluster, and lists that are not empty',
    why: 'a rule for nothing decides nothing, and keeps out whom it was meant for',
    check: ({ model: { accessRules, databases } }) =>
      accessRules.flatMap(({ options }, i) =>
        unknownNames(
          `accessRules[${i}].databases`,
          options.databases,
          ['postgres', ...databases.map(({ name }) => name)],
          `add it to 'databases'`,
        ),
      ),
  },
  {
    id: 'HBA-003',
    summary: 'addresses of access rules are CIDRs',
    why: 'the server would not read its file of rules',
    check: ({ model: { accessRules } }) =>
      accessRules.flatMap(({ options: { addresses } }, i) =>
        addresses && addresses.length === 0
          ? [`'accessRules[${i}].addresses' is empty; leave it out for every address`]
          : (addresses ?? [])
              .filter((cidr) => !isCidr(cidr))
              .map((cidr) => `'accessRules[${i}].addresses' must be CIDRs such as '10.20.0.0/16', got '${cidr}'`),
      ),
  },
  {
    id: 'HBA-004',
    summary: 'names in access rules are names that pg_hba.conf can hold',
    why: 'the server takes them for patterns or for two names',
    check: ({ model: { accessRules } }) =>
      accessRules.flatMap(({ options: { roles = [], databases = [] } }, i) =>
        [...roles, ...databases]
          .filter((name) => !isWritable(name))
          .map((name) => `'accessRules[${i}]' must not have names with '"' or a '/' first, got '${name}'`),
      ),
  },
  {
    id: 'HBA-005',
    summary: 'a rejection has no method',
    why: 'nobody gets as far as proving who it is',
    check: ({ model: { accessRules } }) =>
      accessRules.flatMap(({ allows, options }, i) =>
        !allows && options.method !== undefined ? [`'accessRules[${i}].method' does not go with a rejection; leave it out`] : [],
      ),
  },
  {
    id: 'HBA-006',
    summary: 'no access rule stands behind one that fits every connection',
    why: 'the first rule that fits decides, so the others would never be read',
    check: ({ model: { accessRules } }) => {
      const first = accessRules.findIndex(isCatchAll);
      return first >= 0 && first < accessRules.length - 1
        ? `'accessRules[${first}]' fits every connection, so that what is behind it is never read; move it to the end`
        : undefined;
    },
  },
  {
    id: 'HBA-007',
    summary: 'an owner is let in from everywhere where a Job gives roles their access',
    why: 'the Job runs as the owner, from an address that nobody knows before',
    check: ({ model: { accessRules, databases, roles }, createsSchemas }) => {
      const owners = databases
        .filter(({ name, schemas = [] }) => (schemas.length > 0 && !createsSchemas) || roles.some((role) => hasLevelIn(role, name)))
        .map(({ name, owner }) => ({ name, owner }));
      return accessRules.length === 0
        ? undefined
        : owners
            .filter(({ name, owner }) => !letsIn(accessRules, namesInRules(roles, owner), name))
            .map(
              ({ name, owner }) =>
                `'accessRules' keeps out '${owner}', as whom a Job gives access in '${name}'; add AccessRule.allow({ roles: ['${owner}'], databases: ['${name}'] })`,
            );
    },
  },
  {
    id: 'HBA-008',
    summary: 'a list of access rules is not empty',
    why: 'a list that came out empty would let in everybody, instead of nobody',
    check: ({ noAccessRules }) =>
      noAccessRules ? `'accessRules' is empty; leave it out, or write AccessRule.reject() to keep everybody out` : undefined,
  },
];

/** Whether a role reads or writes a database below the owner's level. */
const hasLevelIn = ({ access }: RoleModel, name: string): boolean =>
  access.some(({ database, level }) => database === name && level !== AccessLevel.OWNER);

/** The rules that are about a role and a database, in their order. */
const rulesFor = (rules: readonly AccessRule[], names: readonly string[], database: string): AccessRule[] =>
  rules.filter(
    ({ options }) =>
      (options.roles === undefined || options.roles.some((name) => names.includes(name))) &&
      (options.databases === undefined || options.databases.includes(database)),
  );

/** Whether a role gets into a database from everywhere, with a password. */
function letsIn(rules: readonly AccessRule[], names: readonly string[], database: string): boolean {
  const first = rulesFor(rules, names, database).find(({ allows, options }) => !allows || isEverywhere(options.addresses));
  return first !== undefined && first.allows && first.options.method !== AccessMethod.CERTIFICATE;
}

/** Whether a role gets into a database from some address, with a password. */
export function mayLogIn(rules: readonly AccessRule[], names: readonly string[], database: string): boolean {
  const fitting = rulesFor(rules, names, database);
  const end = fitting.findIndex(({ options }) => isEverywhere(options.addresses));
  return fitting
    .slice(0, end < 0 ? undefined : end + 1)
    .some(({ allows, options }) => allows && options.method !== AccessMethod.CERTIFICATE);
}

/** Whether every address is meant. */
const isEverywhere = (addresses: readonly string[] | undefined): boolean =>
  addresses === undefined || ['0.0.0.0/0', '::/0'].every((every) => addresses.includes(every));

function unknownNames(prop: string, names: readonly string[] | undefined, known: readonly string[], what: string): string[] {
  if (names === undefined) {
    return [];
  }
  return names.length === 0
    ? [`'${prop}' is empty; leave it out for all of them`]
    : names.filter((name) => !known.includes(name)).map((name) => `'${prop}' has '${name}', which the cluster does not have; ${what}`);
}
