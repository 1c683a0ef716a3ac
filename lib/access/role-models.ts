import { DatabaseOptions } from '../model/database';
import { ClusterModel } from '../model/cluster-model';
import { RoleModel } from '../model/role-model';
import { AccessLevel, DatabaseAccess, RoleOptions } from '../model/role';
import { RolePassword } from '../model/role-password';

/** The schema that every database has. */
const PUBLIC = 'public';

/** Schemas of a database that roles are given access to. */
export const schemasOf = ({ schemas = [] }: DatabaseOptions): string[] => [PUBLIC, ...schemas];

/** Whether there is something to do in the databases that the operator does not do: schemas, and access below the owner's. */
export const needsAccessJob = ({ databases, roles }: Pick<ClusterModel, 'databases' | 'roles'>, operatorCreatesSchemas: boolean): boolean =>
  roles.some(({ access }) => access.some(({ level }) => level !== AccessLevel.OWNER)) ||
  (!operatorCreatesSchemas && databases.some(({ schemas = [] }) => schemas.length > 0));

/** All roles that a role is a member of, over all steps. */
export function rolesAbove(roles: readonly RoleModel[], name: string, seen: ReadonlySet<string> = new Set()): ReadonlySet<string> {
  const next = roles.find((role) => role.name === name)?.memberOf.filter((one) => !seen.has(one)) ?? [];
  return next.reduce((all, one) => rolesAbove(roles, one, new Set([...all, one])), seen);
}

/** The names by which access rules mean a role: its own, and those of the groups that it is a member of. */
export function namesInRules(roles: readonly RoleModel[], name: string): string[] {
  const above = rolesAbove(roles, name);
  return [name, ...roles.filter((role) => !role.login && above.has(role.name)).map((role) => role.name)];
}

/**
 * The roles of a cluster: owners first, for some operators begin with the first of them.
 *
 * @param databases the databases
 * @param roles what the program says of roles; of two with one name the first counts, and a rule speaks of the other
 */
export function roleModels(databases: readonly DatabaseOptions[], roles: readonly RoleOptions[]): RoleModel[] {
  const owners = databases.map(({ owner }) => owner);
  return [...new Set([...owners, ...roles.map(({ name }) => name)])].map((name) =>
    roleModel(
      databases,
      roles.find((role) => role.name === name),
      name,
    ),
  );
}

function roleModel(databases: readonly DatabaseOptions[], role: RoleOptions | undefined, name: string): RoleModel {
  const access = (role?.access ?? []).map((one) => accessModel(databases, one));
  const ownersAbove = access
    .filter(({ level }) => level === AccessLevel.OWNER)
    .map(({ database }) => databases.find((one) => one.name === database)?.owner);
  return {
    name,
    login: role?.login ?? true,
    password: role?.password ?? RolePassword.generated(),
    owns: databases.filter(({ owner }) => owner === name).map((database) => database.name),
    ownsFirst: databases[0]?.owner === name,
    memberOf: [...new Set([...(role?.memberOf ?? []), ...ownersAbove.filter((owner) => owner !== undefined)])],
    access,
    attributes: { ...role?.attributes },
    connectionLimit: role?.connectionLimit,
    validUntil: role?.validUntil,
  };
}

function accessModel(databases: readonly DatabaseOptions[], { database, level, schemas }: DatabaseAccess): DatabaseAccess {
  const declared = databases.find(({ name }) => name === database);
  return { database, level, schemas: [...(schemas ?? (declared ? schemasOf(declared) : [PUBLIC]))] };
}
