import { AccessMethod } from '../model/access-rule';
import { Capability } from '../model/capability';
import { ExtensionOptions } from '../model/database';
import { Exposure } from '../model/exposure';
import { ClusterModel, RoleModel } from '../model/models';
import { PodSecurityStandard } from '../model/pod-security';
import { AccessLevel, DatabaseAccess } from '../model/role';
import { Probe, given, when } from './probe';

/** A role that has something, as it is asked for. */
const role = ({ roles }: ClusterModel, asked: string, test: (role: RoleModel) => boolean): string | undefined => {
  const found = roles.find(test);
  return found && `${asked} for the role '${found.name}'`;
};

/** Whether a role is a member of another one because it has the level of an owner. */
const isOwnerOf = ({ databases }: ClusterModel, access: readonly DatabaseAccess[], name: string): boolean =>
  access.some(
    (one) => one.level === AccessLevel.OWNER && databases.some((database) => database.name === one.database && database.owner === name),
  );

const level = (model: ClusterModel, wanted: AccessLevel): string | undefined =>
  role(model, `${wanted} access`, ({ access }) => access.some((one) => one.level === wanted));

/** A database that has something, as it is asked for. */
const database = ({ databases }: ClusterModel, prop: 'schemas' | 'encoding' | 'locale' | 'connectionLimit'): string | undefined => {
  const found = databases.find((one) => given(prop, one[prop]) !== undefined);
  return found && `'${prop}' of the database '${found.name}'`;
};

const extension = ({ databases }: ClusterModel, asked: string, test: (extension: ExtensionOptions) => boolean): string | undefined => {
  const found = databases.flatMap(({ extensions = [] }) => extensions).find(test);
  return found && `${asked} '${found.name}'`;
};

const exposed = (exposure: Exposure | undefined, serviceType: string, asked: string): string | undefined =>
  when(exposure?.serviceType === serviceType, asked);

/** What a cluster asks for so that applications get at it, and nobody else. */
export const ACCESS_PROBES: readonly Probe<ClusterModel>[] = [
  [Capability.DATABASE_SCHEMAS, (m) => database(m, 'schemas')],
  [Capability.DATABASE_EXTENSIONS, (m) => extension(m, 'the extension', () => true)],
  [Capability.DATABASE_EXTENSION_VERSION, (m) => extension(m, 'a version of the extension', ({ version }) => version !== undefined)],
  [
    Capability.DATABASE_EXTENSION_SCHEMA,
    (m) => extension(m, 'a schema for the extension', ({ schema }) => schema !== undefined && schema !== 'public'),
  ],
  [Capability.DATABASE_ENCODING, (m) => database(m, 'encoding')],
  [Capability.DATABASE_LOCALE, (m) => database(m, 'locale')],
  [Capability.DATABASE_CONNECTION_LIMIT, (m) => database(m, 'connectionLimit')],
  [
    Capability.ROLE_LOGIN,
    (m) =>
      role(m, 'a password made by the operator', ({ login, password, ownsFirst }) => login && !ownsFirst && password.kind === 'generated'),
  ],
  [Capability.ROLE_GROUP, (m) => role(m, `'login: false'`, ({ login }) => !login)],
  [
    Capability.ROLE_MEMBERSHIP,
    (m) => role(m, `'memberOf'`, ({ memberOf, access }) => memberOf.some((group) => !isOwnerOf(m, access, group))),
  ],
  [Capability.ROLE_CONNECTION_LIMIT, (m) => role(m, `'connectionLimit'`, ({ connectionLimit }) => connectionLimit !== undefined)],
  [Capability.ROLE_VALID_UNTIL, (m) => role(m, `'validUntil'`, ({ validUntil }) => validUntil !== undefined)],
  [Capability.ROLE_PASSWORD_SECRET, (m) => role(m, 'a password from a Secret', ({ password }) => password.kind === 'secret')],
  [
    Capability.ROLE_PASSWORD_EXTERNAL,
    (m) => role(m, 'a password by External Secrets', ({ password }) => password.source?.kind === 'external-secrets'),
  ],
  [
    Capability.ROLE_PASSWORD_SEALED,
    (m) => role(m, 'a password by Sealed Secrets', ({ password }) => password.source?.kind === 'sealed-secrets'),
  ],
  [Capability.ACCESS_READ_ONLY, (m) => level(m, AccessLevel.READ_ONLY)],
  [Capability.ACCESS_READ_WRITE, (m) => level(m, AccessLevel.READ_WRITE)],
  [Capability.ACCESS_OWNER, (m) => level(m, AccessLevel.OWNER)],
  [Capability.ACCESS_RULES, (m) => given('accessRules', m.accessRules)],
  [
    Capability.ACCESS_RULES_CERTIFICATE,
    (m) =>
      when(
        m.accessRules.some(({ options }) => options.method === AccessMethod.CERTIFICATE),
        'an access rule with AccessMethod.CERTIFICATE',
      ),
  ],
  [Capability.TLS_OPERATOR, (m) => when(m.tls.kind === 'operator', `'tls: ClusterTls.operatorGenerated()'`)],
  [Capability.TLS_CERT_MANAGER, (m) => when(m.tls.kind === 'cert-manager', `'tls: ClusterTls.certManager(...)'`)],
  [Capability.TLS_SECRETS, (m) => when(m.tls.kind === 'secrets', `'tls: ClusterTls.fromSecrets(...)'`)],
  [
    Capability.TLS_REPLICATION,
    (m) =>
      when(
        m.tls.issuance?.replicationCertificate === true || m.tls.secrets?.replicationSecret !== undefined,
        'a replication certificate of somebody else',
      ),
  ],
  [Capability.NETWORK_INGRESS, (m) => when(!m.network.managedElsewhere, 'network policies')],
  [Capability.NETWORK_EGRESS, (m) => given('network.egress', m.network.egress)],
  [Capability.EXPOSURE_LOAD_BALANCER, (m) => exposed(m.exposure.primary, 'LoadBalancer', 'a load balancer before the primary')],
  [Capability.EXPOSURE_NODE_PORT, (m) => exposed(m.exposure.primary, 'NodePort', 'a node port of the primary')],
  [Capability.EXPOSURE_REPLICAS, (m) => given('exposure.replicas', m.exposure.replicas)],
  [Capability.POD_SECURITY_BASELINE, (m) => when(m.podSecurity === PodSecurityStandard.BASELINE, `'podSecurity: BASELINE'`)],
  [Capability.POD_SECURITY_RESTRICTED, (m) => when(m.podSecurity === PodSecurityStandard.RESTRICTED, `'podSecurity: RESTRICTED'`)],
];
