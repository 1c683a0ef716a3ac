import type { PostgresqlSpec, PostgresqlSpecPreparedDatabases, PostgresqlSpecUsers } from '../../../../imports/zalando/postgresql';
import { DatabaseOptions } from '../../../model/database';
import { ClusterModel } from '../../../model/cluster-model';
import { RoleModel } from '../../../model/role-model';
import { attributeWords } from '../../shared/role-attributes';
import { follows } from '../../../model/standing';
import { loginsOf } from '../../../model/superuser';
import { isSupplied } from '../../../model/supplied-role';
import { nonEmpty } from '../../../private/kubernetes';
import { METRICS_ROLE, hasMetricsRole } from '../monitoring/role';
import { extensionSchema } from './extensions';
import { ZalandoOptions } from '../options';

/** A role that cannot log in says so, and has no Secret; what else is not said stays as it is. */
const flags = ({ login, attributes }: RoleModel): PostgresqlSpecUsers[] =>
  [...(login ? [] : ['nologin']), ...attributeWords(attributes).map((word) => word.toLowerCase())] as string[] as PostgresqlSpecUsers[];

/** The fields of the cluster that make its roles and databases. */
export function databaseFields(
  model: ClusterModel,
  { rotatedRoles = [], rotatedInPlaceRoles = [], preparedDatabases = {} }: ZalandoOptions,
): Pick<
  PostgresqlSpec,
  'users' | 'databases' | 'preparedDatabases' | 'usersWithSecretRotation' | 'usersWithInPlaceSecretRotation' | 'usersIgnoringSecretRotation'
> {
  // A cluster that follows another one has the roles and databases of that one; its own are made when it is promoted.
  if (follows(model)) {
    return {};
  }
  const { roles, databases } = model;
  const metrics = hasMetricsRole(model) ? [METRICS_ROLE] : [];
  return {
    // A role without flags is an empty list: null would be dropped by the API server, and the role with it.
    users: nonEmpty(Object.fromEntries([...roles.map((role) => [role.name, flags(role)]), ...metrics.map((name) => [name, []])])),
    databases: nonEmpty(Object.fromEntries(databases.map(({ name, owner }) => [name, owner]))),
    // An empty map would be a database by the name of the cluster.
    preparedDatabases: nonEmpty({
      ...Object.fromEntries(databases.filter(hasExtensions).map((database) => [database.name, prepared(database)])),
      ...preparedDatabases,
    }),
    usersWithSecretRotation: nonEmpty([...rotatedRoles]),
    usersWithInPlaceSecretRotation: nonEmpty([...rotatedInPlaceRoles]),
    // An operator that is configured to rotate every password would write over those of somebody else, and the exporter reads its own once.
    usersIgnoringSecretRotation: nonEmpty([
      ...loginsOf(model)
        .filter(isSupplied)
        .map(({ name }) => name),
      ...metrics,
    ]),
  };
}

export const hasExtensions = ({ extensions = [] }: DatabaseOptions): boolean => extensions.length > 0;

/**
 * The only field that has extensions. It is there for databases with roles of the operator's own for each schema, all of which is turned
 * off as far as that goes. The owner stays the one that `databases` names, and schemas are not made here: the operator would make them as
 * a role that may not create any in the database of another owner, and fail, the more so where no schema is named.
 */
function prepared({ extensions = [] }: DatabaseOptions): PostgresqlSpecPreparedDatabases {
  return {
    defaultUsers: false,
    extensions: Object.fromEntries(extensions.map((extension) => [extension.name, extensionSchema(extension)])),
    schemas: { public: { defaultRoles: false, defaultUsers: false } },
  };
}

/** Roles that the operator makes for a database with extensions, whether somebody wants them or not. Nobody can log in as one of them. */
export const preparedRoles = (database: string): string[] => ['owner', 'reader', 'writer'].map((role) => `${database}_${role}`);
