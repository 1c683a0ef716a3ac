import { Ask, AsksByKind, askedByEach, askedByProp, askedWhen, asksByKind } from '../private/asks';
import { AccessMethod } from '../model/access-rule';
import { Capability } from '../model/capability';
import { ClusterModel } from '../model/cluster-model';
import { ExtensionOptions } from '../model/database';
import { RolePasswordKind, SecretSourceKind } from '../model/kinds';
import { AccessLevel, DatabaseAccess } from '../model/role';
import { SUPERUSER, loginsOf } from '../model/superuser';
import { RoleModel } from '../model/role-model';

/** The roles that have something, each as it is asked for. */
const askedByRoles = ({ roles }: Pick<ClusterModel, 'roles'>, asked: string, test: (role: RoleModel) => boolean): readonly string[] =>
  roles.filter(test).map(({ name }) => `${asked} for the role '${name}'`);

/** Those who have a password, each as it is asked for. */
const askedByLogins = (model: ClusterModel, asked: string, test: (role: RoleModel) => boolean): readonly string[] =>
  askedByRoles({ roles: loginsOf(model) }, asked, test);

/** Whether a role is a member of another one because it has the level of an owner. */
const isOwnerOf = ({ databases }: ClusterModel, access: readonly DatabaseAccess[], name: string): boolean =>
  access.some(
    (one) => one.level === AccessLevel.OWNER && databases.some((database) => database.name === one.database && database.owner === name),
  );

/** The databases that have something, each as it is asked for. */
const askedByDatabases = (
  { databases }: ClusterModel,
  prop: 'schemas' | 'encoding' | 'locale' | 'localeProvider' | 'connectionLimit',
): readonly string[] =>
  databases.flatMap((database) => askedByProp(prop, database[prop]).map((asked) => `${asked} of the database '${database.name}'`));

/** The extensions that have something, each as it is asked for; one that several databases have, with its database. */
const askedByExtensions = (
  { databases }: ClusterModel,
  asked: string,
  test: (extension: ExtensionOptions) => boolean,
): readonly string[] => {
  const found = databases.flatMap(({ name, extensions = [] }) =>
    extensions.filter(test).map((extension) => [extension.name, name] as const),
  );
  return [...new Set(found.map(([extension]) => extension))].flatMap((extension) =>
    askedByEach(
      `${asked} '${extension}'`,
      found.filter(([one]) => one === extension).map(([, database]) => `database '${database}'`),
    ),
  );
};

const PASSWORDS: AsksByKind<Exclude<RolePasswordKind, 'delivered'>> = {
  generated: [Capability.ROLE_LOGIN, 'a password made by the operator'],
  secret: [Capability.ROLE_PASSWORD_SECRET, 'a password from a Secret'],
};

/** Passwords that are delivered. */
const PASSWORD_SOURCES: AsksByKind<SecretSourceKind> = {
  'external-secrets': [Capability.ROLE_PASSWORD_EXTERNAL, 'a password by External Secrets'],
  'sealed-secrets': [Capability.ROLE_PASSWORD_SEALED, 'a password by Sealed Secrets'],
};

/** Nothing is asked for by what is to have no access. */
const LEVELS: AsksByKind<Exclude<AccessLevel, AccessLevel.NONE>> = {
  [AccessLevel.READ_ONLY]: [Capability.ACCESS_READ_ONLY, 'read-only access'],
  [AccessLevel.READ_WRITE]: [Capability.ACCESS_READ_WRITE, 'read-write access'],
  [AccessLevel.OWNER]: [Capability.ACCESS_OWNER, 'owner access'],
};

/** What the databases and the roles of a cluster ask for. */
export const ACCESS_ASKS: readonly Ask<ClusterModel>[] = [
  [Capability.DATABASE_SCHEMAS, (m) => askedByDatabases(m, 'schemas')],
  [Capability.DATABASE_EXTENSIONS, (m) => askedByExtensions(m, 'the extension', () => true)],
  [
    Capability.DATABASE_EXTENSION_VERSION,
    (m) => askedByExtensions(m, 'a version of the extension', ({ version }) => version !== undefined),
  ],
  [
    Capability.DATABASE_EXTENSION_SCHEMA,
    (m) => askedByExtensions(m, 'a schema for the extension', ({ schema }) => schema !== undefined && schema !== 'public'),
  ],
  [Capability.DATABASE_ENCODING, (m) => askedByDatabases(m, 'encoding')],
  [Capability.DATABASE_LOCALE, (m) => askedByDatabases(m, 'locale')],
  [Capability.DATABASE_LOCALE_PROVIDER, (m) => askedByDatabases(m, 'localeProvider')],
  [Capability.CREATION_SQL, ({ creation }) => askedByProp('creation.sql', creation.sql)],
  [
    Capability.CREATION_SQL_CONFIG_MAP,
    ({ creation }) =>
      (creation.sql ?? []).flatMap(({ configMapName }) =>
        configMapName === undefined ? [] : [`'creation.sql' from the ConfigMap '${configMapName}'`],
      ),
  ],
  [Capability.CREATION_WITHOUT_CHECKSUMS, ({ creation }) => askedWhen(creation.dataChecksums === false, `'creation.dataChecksums: false'`)],
  [Capability.CREATION_WAL_SEGMENT_SIZE, ({ creation }) => askedWhen(creation.walSegmentSize !== undefined, `'creation.walSegmentSize'`)],
  [Capability.DATABASE_CONNECTION_LIMIT, (m) => askedByDatabases(m, 'connectionLimit')],
  [Capability.ROLE_GROUP, (m) => askedByRoles(m, `'login: false'`, ({ login }) => !login)],
  [
    Capability.ROLE_MEMBERSHIP,
    (m) => askedByRoles(m, `'memberOf'`, ({ memberOf, access }) => memberOf.some((group) => !isOwnerOf(m, access, group))),
  ],
  [Capability.ROLE_ATTRIBUTES, (m) => askedByRoles(m, `'attributes'`, ({ attributes }) => Object.keys(attributes).length > 0)],
  [Capability.ROLE_SUPERUSER, (m) => askedWhen(m.superuser !== undefined, `'superuser'`)],
  [Capability.CHANGE_CAPTURE, (m) => askedWhen(m.changeCapture !== undefined, `'changeCapture'`)],
  [Capability.CHANGE_CAPTURE_PUBLICATIONS, (m) => askedByProp('changeCapture.publications', m.changeCapture?.publications)],
  [Capability.CHANGE_CAPTURE_SLOTS, (m) => askedByProp('changeCapture.slots', m.changeCapture?.slots)],
  [Capability.ROLE_CONNECTION_LIMIT, (m) => askedByRoles(m, `'connectionLimit'`, ({ connectionLimit }) => connectionLimit !== undefined)],
  [Capability.ROLE_VALID_UNTIL, (m) => askedByRoles(m, `'validUntil'`, ({ validUntil }) => validUntil !== undefined)],
  ...asksByKind(PASSWORDS, (m: ClusterModel, kind, asked) =>
    askedByLogins(
      m,
      asked,
      // Every operator makes a password for the owner of the first database and for the superuser; one of a role that is a group means nothing.
      ({ name, login, password, ownsFirst }) =>
        password._kind === kind && (kind !== 'generated' || (login && !ownsFirst && name !== SUPERUSER)),
    ),
  ),
  ...asksByKind(PASSWORD_SOURCES, (m: ClusterModel, kind, asked) =>
    askedByLogins(m, asked, ({ password }) => password.source?._kind === kind),
  ),
  ...asksByKind(LEVELS, (m: ClusterModel, wanted, asked) =>
    askedByRoles(m, asked, ({ access }) => access.some(({ level }) => level === wanted)),
  ),
  [Capability.ACCESS_RULES, (m) => askedByProp('accessRules', m.accessRules)],
  [
    Capability.ACCESS_RULES_CERTIFICATE,
    (m) =>
      askedByEach(
        'an access rule with AccessMethod.CERTIFICATE',
        m.accessRules.flatMap(({ options }, i) => (options.method === AccessMethod.CERTIFICATE ? [`'accessRules[${i}]'`] : [])),
      ),
  ],
];
