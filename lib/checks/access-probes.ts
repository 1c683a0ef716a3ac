import { AccessMethod } from '../model/access-rule';
import { Capability } from '../model/capability';
import { ExtensionOptions } from '../model/database';
import { Exposure } from '../model/exposure';
import { ClusterModel, RoleModel } from '../model/models';
import { PodSecurityStandard } from '../model/pod-security';
import { AccessLevel, DatabaseAccess } from '../model/role';
import { Ask, askedByEach, askedByProp, askedWhen } from './probe';

/** The roles that have something, each as it is asked for. */
const askedByRoles = ({ roles }: ClusterModel, asked: string, test: (role: RoleModel) => boolean): readonly string[] =>
  roles.filter(test).map(({ name }) => `${asked} for the role '${name}'`);

/** Whether a role is a member of another one because it has the level of an owner. */
const isOwnerOf = ({ databases }: ClusterModel, access: readonly DatabaseAccess[], name: string): boolean =>
  access.some(
    (one) => one.level === AccessLevel.OWNER && databases.some((database) => database.name === one.database && database.owner === name),
  );

const askedByLevel = (model: ClusterModel, wanted: AccessLevel): readonly string[] =>
  askedByRoles(model, `${wanted} access`, ({ access }) => access.some(({ level }) => level === wanted));

/** The databases that have something, each as it is asked for. */
const askedByDatabases = ({ databases }: ClusterModel, prop: 'schemas' | 'encoding' | 'locale' | 'connectionLimit'): readonly string[] =>
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

const exposed = (exposure: Exposure | undefined, serviceType: string, asked: string): readonly string[] =>
  askedWhen(exposure?.serviceType === serviceType, asked);

/** What a cluster asks for so that applications get at it, and nobody else. */
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
  [Capability.DATABASE_CONNECTION_LIMIT, (m) => askedByDatabases(m, 'connectionLimit')],
  [
    Capability.ROLE_LOGIN,
    (m) =>
      askedByRoles(
        m,
        'a password made by the operator',
        ({ login, password, ownsFirst }) => login && !ownsFirst && password.kind === 'generated',
      ),
  ],
  [Capability.ROLE_GROUP, (m) => askedByRoles(m, `'login: false'`, ({ login }) => !login)],
  [
    Capability.ROLE_MEMBERSHIP,
    (m) => askedByRoles(m, `'memberOf'`, ({ memberOf, access }) => memberOf.some((group) => !isOwnerOf(m, access, group))),
  ],
  [Capability.ROLE_CONNECTION_LIMIT, (m) => askedByRoles(m, `'connectionLimit'`, ({ connectionLimit }) => connectionLimit !== undefined)],
  [Capability.ROLE_VALID_UNTIL, (m) => askedByRoles(m, `'validUntil'`, ({ validUntil }) => validUntil !== undefined)],
  [Capability.ROLE_PASSWORD_SECRET, (m) => askedByRoles(m, 'a password from a Secret', ({ password }) => password.kind === 'secret')],
  [
    Capability.ROLE_PASSWORD_EXTERNAL,
    (m) => askedByRoles(m, 'a password by External Secrets', ({ password }) => password.source?.kind === 'external-secrets'),
  ],
  [
    Capability.ROLE_PASSWORD_SEALED,
    (m) => askedByRoles(m, 'a password by Sealed Secrets', ({ password }) => password.source?.kind === 'sealed-secrets'),
  ],
  [Capability.ACCESS_READ_ONLY, (m) => askedByLevel(m, AccessLevel.READ_ONLY)],
  [Capability.ACCESS_READ_WRITE, (m) => askedByLevel(m, AccessLevel.READ_WRITE)],
  [Capability.ACCESS_OWNER, (m) => askedByLevel(m, AccessLevel.OWNER)],
  [Capability.ACCESS_RULES, (m) => askedByProp('accessRules', m.accessRules)],
  [
    Capability.ACCESS_RULES_CERTIFICATE,
    (m) =>
      askedByEach(
        'an access rule with AccessMethod.CERTIFICATE',
        m.accessRules.flatMap(({ options }, i) => (options.method === AccessMethod.CERTIFICATE ? [`'accessRules[${i}]'`] : [])),
      ),
  ],
  [Capability.TLS_OPERATOR, (m) => askedWhen(m.tls.kind === 'operator', `'tls: ClusterTls.operatorGenerated()'`)],
  [Capability.TLS_CERT_MANAGER, (m) => askedWhen(m.tls.kind === 'cert-manager', `'tls: ClusterTls.certManager(...)'`)],
  [Capability.TLS_SECRETS, (m) => askedWhen(m.tls.kind === 'secrets', `'tls: ClusterTls.fromSecrets(...)'`)],
  [
    Capability.TLS_REPLICATION,
    (m) =>
      askedWhen(
        m.tls.issuance?.replicationCertificate === true || m.tls.secrets?.replicationSecret !== undefined,
        'a replication certificate of somebody else',
      ),
  ],
  [Capability.NETWORK_INGRESS, (m) => askedWhen(!m.network.managedElsewhere, 'network policies')],
  [Capability.NETWORK_EGRESS, (m) => askedByProp('network.egress', m.network.egress)],
  [Capability.EXPOSURE_LOAD_BALANCER, (m) => exposed(m.exposure.primary, 'LoadBalancer', 'a load balancer before the primary')],
  [Capability.EXPOSURE_NODE_PORT, (m) => exposed(m.exposure.primary, 'NodePort', 'a node port of the primary')],
  [Capability.EXPOSURE_REPLICAS, (m) => askedByProp('exposure.replicas', m.exposure.replicas)],
  [Capability.POD_SECURITY_BASELINE, (m) => askedWhen(m.podSecurity === PodSecurityStandard.BASELINE, `'podSecurity: BASELINE'`)],
  [Capability.POD_SECURITY_RESTRICTED, (m) => askedWhen(m.podSecurity === PodSecurityStandard.RESTRICTED, `'podSecurity: RESTRICTED'`)],
];
