import { AccessMethod, AccessRule, AccessRuleOptions } from '../model/access-rule';
import { CertManagerOptions, ClusterTls, TlsSecretOptions } from '../model/cluster-tls';
import { DatabaseOptions, ExtensionOptions } from '../model/database';
import { ClusterExposure, Exposure, ExposureOptions, LoadBalancerOptions, NodePortOptions } from '../model/exposure';
import { Finding } from '../model/finding';
import { ClusterTlsKind, ExposureKind, RolePasswordKind, byKind } from '../model/kinds';
import { EgressOptions, NetworkOptions } from '../model/network';
import { AccessLevel, DatabaseAccess, RoleOptions } from '../model/role';
import { RolePassword } from '../model/role-password';
import {
  Check,
  Shape,
  boolean,
  instance,
  listOf,
  number,
  oneOf,
  optional,
  required,
  shapeProblems,
  struct,
  text,
  textMap,
  wrongType,
} from '../private/shape';
import { hidden, secretValue, source } from './secret-value-rules';

const EXTENSION: Shape<ExtensionOptions> = { name: required(text), version: optional(text), schema: optional(text) };

export const DATABASE: Shape<DatabaseOptions> = {
  name: required(text),
  owner: required(text),
  schemas: optional(listOf(text)),
  extensions: optional(listOf(struct(EXTENSION))),
  encoding: optional(text),
  locale: optional(text),
  connectionLimit: optional(number),
};

const PASSWORDS: { readonly [kind in RolePasswordKind]: (password: RolePassword, place: string) => Finding[] } = {
  generated: () => [],
  secret: ({ secretName }, place) => (secretName === undefined ? [] : text(secretName, place)),
  delivered: ({ source: from, password: value }, place) => [
    ...source(hidden(from) as never, `${place}.source`),
    ...secretValue(value, `${place}.password`),
  ],
};

const passwordObject = instance(
  'a RolePassword such as RolePassword.fromSecret(...)',
  ['_kind', 'secretName', 'source'],
  (value: RolePassword, place) => byKind(value._kind, PASSWORDS)(value, place),
);

/** In whose place a password may stand by mistake: the message says of what type it is, and never repeats it. */
const password: Check = (value, place) => passwordObject(hidden(value) as never, place);

const ACCESS: Shape<DatabaseAccess> = {
  database: required(text),
  level: required(oneOf(AccessLevel, 'AccessLevel')),
  schemas: optional(listOf(text)),
};

export const ROLE: Shape<RoleOptions> = {
  name: required(text),
  login: optional(boolean),
  password: optional(password),
  memberOf: optional(listOf(text)),
  access: optional(listOf(struct(ACCESS))),
  connectionLimit: optional(number),
  validUntil: optional(text),
};

const duration = instance('a Duration of cdk8s such as Duration.days(90)', ['toSeconds']);

const CERT_MANAGER: Shape<CertManagerOptions> = {
  issuerName: required(text),
  clusterIssuer: optional(boolean),
  duration: optional(duration),
  renewBefore: optional(duration),
  replicationCertificate: optional(boolean),
  additionalDnsNames: optional(listOf(text)),
};

const TLS_SECRETS: Shape<TlsSecretOptions> = {
  serverSecret: required(text),
  caSecret: optional(text),
  replicationSecret: optional(text),
};

const TLS: { readonly [kind in ClusterTlsKind]: (tls: ClusterTls, place: string) => Finding[] } = {
  operator: () => [],
  'cert-manager': ({ issuance }, place) => shapeProblems(CERT_MANAGER, issuance, place),
  secrets: ({ secrets }, place) => shapeProblems(TLS_SECRETS, secrets, place),
};

export const tls = instance(
  'a ClusterTls such as ClusterTls.certManager(...)',
  ['_kind', 'issuance', 'secrets'],
  (value: ClusterTls, place) => byKind(value._kind, TLS)(value, place),
);

const ACCESS_RULE: Shape<AccessRuleOptions> = {
  roles: optional(listOf(text)),
  databases: optional(listOf(text)),
  addresses: optional(listOf(text)),
  method: optional(oneOf(AccessMethod, 'AccessMethod')),
};

export const accessRule = instance('an AccessRule such as AccessRule.allow(...)', ['allows', 'options'], ({ options }: AccessRule, place) =>
  shapeProblems(ACCESS_RULE, options, place),
);

const EXPOSURE: Shape<ExposureOptions> = {
  sourceRanges: optional(listOf(text)),
  annotations: optional(textMap),
  hostname: optional(text),
};

const LOAD_BALANCER: Shape<LoadBalancerOptions> = { ...EXPOSURE, loadBalancerClass: optional(text) };
const NODE_PORT: Shape<NodePortOptions> = { ...EXPOSURE, nodePort: optional(number) };

/** The options of an exposure as they were given: what only one kind has stands beside the others in the model. */
const EXPOSURES: { readonly [kind in ExposureKind]: (exposure: Exposure, place: string) => Finding[] } = {
  LoadBalancer: ({ options, loadBalancerClass }, place) => shapeProblems(LOAD_BALANCER, { ...options, loadBalancerClass }, place),
  NodePort: ({ options, port }, place) => shapeProblems(NODE_PORT, { ...options, nodePort: port }, place),
};

export const exposure = instance('an Exposure such as Exposure.loadBalancer(...)', ['_kind', 'options'], (value: Exposure, place) =>
  typeof value.options === 'object' && value.options !== null
    ? byKind(value._kind, EXPOSURES)(value, place)
    : shapeProblems(EXPOSURE, value.options, place),
);

const CLUSTER_EXPOSURE: Shape<ClusterExposure> = { primary: optional(exposure), replicas: optional(exposure) };

/** That of a pool, given for a cluster, does not say which instances are meant. */
export const clusterExposure: Check = (value, place) =>
  typeof value === 'object' && value !== null && 'serviceType' in value
    ? [wrongType(place, 'an object with primary or replicas such as { primary: Exposure.loadBalancer(...) }', value)]
    : shapeProblems(CLUSTER_EXPOSURE, value, place);

const EGRESS: Shape<EgressOptions> = {
  apiServerCidrs: required(listOf(text)),
  apiServerPort: optional(number),
  archiveCidrs: optional(listOf(text)),
  databaseCidrs: optional(listOf(text)),
};

export const NETWORK: Shape<NetworkOptions> = {
  operatorNamespace: optional(text),
  monitoringNamespace: optional(text),
  egress: optional(struct(EGRESS)),
  managedElsewhere: optional(boolean),
};
