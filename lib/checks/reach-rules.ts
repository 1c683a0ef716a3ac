import { namesInRules } from '../access/role-models';
import { AccessMethod, AccessRule } from '../model/access-rule';
import { isCidr } from '../model/cidr';
import { Exposure } from '../model/exposure';
import { ClusterModel, RoleModel } from '../model/models';
import { NetworkOptions } from '../model/network';
import { DNS_LABEL, DNS_SUBDOMAIN, labelKeyProblem } from '../model/names';
import { AccessLevel } from '../model/role';
import { Rule } from '../private/rules';
import { INSIDE_ENDPOINT, hiddenSecretNameProblem } from './store-problems';
import { defined, imageProblem, inSeconds, isCount, isPinned, nameProblem } from './value-problems';

/** Who reaches a cluster, and how it proves who it is: certificates, network, exposure, access rules. */

interface Context {
  readonly model: ClusterModel;
  /** Whether the operator makes the schemas of databases, and no Job. */
  readonly createsSchemas: boolean;
  /** Image of the Jobs that give access, where it was given. */
  readonly accessImage?: string;
  /** Whether the access rules were given as an empty list. */
  readonly noAccessRules: boolean;
}

/** What is known of a cluster of another app, too. */
interface ReachContext {
  readonly model: Pick<ClusterModel, 'tls' | 'network'>;
  readonly accessImage?: string;
}

const MIN_CERTIFICATE_SECONDS = 3600;
/** Whatever stands before it, nothing of it is compared. */
const EVERY_ADDRESS = /\/0$/;
const MAX_DNS_NAME = 253;

const isDnsName = (name: string): boolean => name.length <= MAX_DNS_NAME && DNS_SUBDOMAIN.test(name);

/** What holds for certificates on every operator. */
export const TLS_RULES: readonly Rule<ReachContext>[] = [
  {
    id: 'TLS-001',
    summary: 'issuers and Secrets have names of objects',
    why: 'no object can have another name, so the pods would wait for ever',
    check: ({ model: { tls } }) =>
      defined([
        nameProblem('tls.issuerName', tls.issuance?.issuerName),
        hiddenSecretNameProblem('tls.serverSecret', tls.secrets?.serverSecret),
        hiddenSecretNameProblem('tls.caSecret', tls.secrets?.caSecret),
        hiddenSecretNameProblem('tls.replicationSecret', tls.secrets?.replicationSecret),
      ]),
  },
  {
    id: 'TLS-002',
    summary: 'a certificate is valid for at least an hour, in whole seconds',
    why: 'cert-manager refuses less',
    check: ({ model: { tls } }) => {
      const seconds = inSeconds(tls.issuance?.duration);
      return seconds === undefined || (Number.isInteger(seconds) && seconds >= MIN_CERTIFICATE_SECONDS)
        ? undefined
        : `'tls.duration' must be an hour or more in whole seconds, got ${seconds} seconds; write Duration.days(90)`;
    },
  },
  {
    id: 'TLS-003',
    summary: 'a certificate is renewed before it ends, and not all the time',
    why: 'cert-manager refuses it, or issues certificates in a loop',
    check: ({ model: { tls } }) => {
      const { issuance } = tls;
      const duration = inSeconds(issuance?.duration) ?? 90 * 86_400;
      const before = inSeconds(issuance?.renewBefore) ?? 30 * 86_400;
      return issuance === undefined || (Number.isInteger(before) && before >= 300 && before < duration)
        ? undefined
        : `'tls.renewBefore' must be five minutes or more and less than 'duration' of ${duration} seconds, got ${before} seconds; write a third of 'duration'`;
    },
  },
  {
    id: 'TLS-004',
    summary: 'additional DNS names are DNS names',
    why: 'the issuer refuses the certificate',
    check: ({ model: { tls } }) =>
      (tls.issuance?.additionalDnsNames ?? [])
        .filter((name) => !isDnsName(name.replace(/^\*\./, '')))
        .map((name) => `'tls.additionalDnsNames' must be DNS names in lower case, got '${name}'`),
  },
];

/** What holds for networks on every operator. */
export const NETWORK_RULES: readonly Rule<ReachContext>[] = [
  {
    id: 'NET-001',
    summary: 'namespaces have names of namespaces',
    why: 'the operator or the metrics would be kept out, and with the operator failover',
    check: ({ model: { network } }) =>
      (['operatorNamespace', 'monitoringNamespace'] as const).flatMap((prop) => {
        const name = network[prop];
        return name === undefined || (name.length <= 63 && DNS_LABEL.test(name))
          ? []
          : [`'network.${prop}' must be at most 63 lower-case letters, digits and '-', got '${name}'`];
      }),
  },
  {
    id: 'NET-002',
    summary: 'ranges of addresses are CIDRs, and the API server has one',
    why: 'the API server refuses the policy, or the pods cannot reach it and stop',
    check: ({ model: { network } }) => {
      const { egress } = network;
      const lists = (['apiServerCidrs', 'archiveCidrs', 'databaseCidrs'] as const).flatMap((prop) =>
        (egress?.[prop] ?? [])
          .filter((cidr) => !isCidr(cidr))
          .map((cidr) => `'network.egress.${prop}' must be CIDRs such as '10.96.0.1/32', got '${cidr}'`),
      );
      const empty = (['apiServerCidrs', 'archiveCidrs'] as const).filter((prop) => egress?.[prop]?.length === 0);
      // An empty list would be a rule for every address.
      return [
        ...lists,
        ...empty.map((prop) =>
          prop === 'apiServerCidrs'
            ? `'network.egress.${prop}' is empty; write the address of the Service 'kubernetes' and those behind it`
            : `'network.egress.${prop}' is empty; leave it out, or write CIDRs`,
        ),
      ];
    },
  },
  {
    id: 'NET-003',
    summary: 'ports are whole numbers from 1 to 65535',
    why: 'the API server refuses the policy',
    check: ({ model: { network } }) => {
      const port = network.egress?.apiServerPort;
      return port === undefined || (isCount(port, 1) && port <= 65535)
        ? undefined
        : `'network.egress.apiServerPort' must be a whole number from 1 to 65535, got ${port}`;
    },
  },
  {
    id: 'NET-005',
    summary: 'the image of the Jobs that give access has a tag, and the tag is not latest',
    why: 'the next Job could run another program',
    check: ({ accessImage }) => (accessImage === undefined || isPinned(accessImage) ? undefined : imageProblem(accessImage)),
  },
];

/** What is in a cluster's egress for what it reads and writes elsewhere. */
export const EGRESS_RULES: readonly Rule<Context>[] = [
  {
    id: 'NET-008',
    summary: 'egress reaches the server that a cluster follows or imports from',
    why: 'the cluster would wait for ever for its first data',
    check: ({ model: { network, replica, recovery } }) => {
      const { host } = replica?.source.primaryAddress ?? recovery?.importServer ?? {};
      return network.egress &&
        !network.egress.databaseCidrs?.length &&
        replica?.promoted !== true &&
        host !== undefined &&
        !isService(host) &&
        host.split('.').length > 2
        ? `'network.egress.databaseCidrs' must have the address of '${host}', got nothing; write it as a CIDR`
        : undefined;
    },
  },
  {
    id: 'NET-009',
    summary: 'egress reaches an object store inside of the company',
    why: 'WAL would pile up until the disk is full',
    check: ({ model: { network, backup } }) =>
      network.egress && network.egress.archiveCidrs === undefined
        ? (backup?.repositories ?? [])
            .map(({ target }) => target.bucket?.endpoint)
            .filter((endpoint) => endpoint !== undefined && INSIDE_ENDPOINT.test(endpoint))
            .map(
              (endpoint) =>
                `'network.egress.archiveCidrs' must have the addresses of '${endpoint}', got nothing; write those of its pods or servers as CIDRs`,
            )
        : undefined,
  },
];

/** A service of the Kubernetes cluster, whose pods the operators name. */
const isService = (host: string): boolean => /\.svc(\.|$)/.test(host) || !host.includes('.');

/** What holds for a cluster of another app, too. */
export const REACH_RULES: readonly Rule<ReachContext>[] = [...TLS_RULES, ...NETWORK_RULES];

/** A cluster of another app, as it was described. */
interface GuestContext {
  readonly clusterName: string;
  /** What its owner says of its network, where the program repeats it. */
  readonly network?: NetworkOptions;
  /** Name of this app among those that connect. */
  readonly clientName?: string;
  /** Whether this app lets somebody in. */
  readonly isUsed: boolean;
}

/** What holds for those who connect to a cluster of another app. */
export const GUEST_RULES: readonly Rule<GuestContext>[] = [
  {
    id: 'NET-006',
    summary: 'who connects to a cluster of another app says whether its owner prints policies',
    why: 'a policy of this app alone would cut off the replicas and the operator, and none would leave the application outside',
    check: ({ clusterName, network, isUsed }) =>
      network === undefined && isUsed
        ? `'network' of '${clusterName}' is not known; write network: {} where its owner prints policies, as this library does, or network: { managedElsewhere: true } where somebody else lets this app in`
        : undefined,
  },
  {
    id: 'NET-007',
    summary: 'an app that is let in to a cluster of another app has a name',
    why: 'the policies of two apps would have one name, and the second would take the place of the first',
    check: ({ clusterName, network, clientName, isUsed }) =>
      clientProblem(clusterName, clientName, isUsed && network !== undefined && !network.managedElsewhere),
  },
];

/** The last of them for what only knows the network as it was understood. */
export const CLIENT_RULES: readonly Rule<{
  readonly clusterName: string;
  readonly clientName?: string;
  readonly managedElsewhere: boolean;
  readonly isUsed: boolean;
}>[] = GUEST_RULES.slice(1).map((rule) => ({
  ...rule,
  check: ({ clusterName, clientName, managedElsewhere, isUsed }) => clientProblem(clusterName, clientName, isUsed && !managedElsewhere),
}));

const MAX_CLIENT_NAME = 63;

function clientProblem(clusterName: string, clientName: string | undefined, prints: boolean): string | undefined {
  if (!prints || (clientName !== undefined && clientName.length <= MAX_CLIENT_NAME && DNS_LABEL.test(clientName))) {
    return undefined;
  }
  const got = clientName === undefined ? 'nothing' : `'${clientName}'`;
  return `'clientName' of '${clusterName}' must be at most ${MAX_CLIENT_NAME} lower-case letters, digits and '-', got ${got}; write the name of this app, such as 'billing'`;
}

/** What is wrong with an exposure, of a cluster or of a pool. */
export function exposureFindings(
  prop: string,
  exposure: Exposure | undefined,
  open: boolean,
): { readonly [rule: string]: readonly string[] } {
  if (exposure === undefined) {
    return {};
  }
  const { sourceRanges, hostname, annotations = {} } = exposure.options;
  const wrong = (sourceRanges ?? []).filter((cidr) => !isCidr(cidr));
  const everybody = sourceRanges === undefined || sourceRanges.length === 0 || sourceRanges.some((cidr) => EVERY_ADDRESS.test(cidr));
  return {
    'EXP-001':
      everybody && !open
        ? [
            `'${prop}' is open to every address; write 'sourceRanges' or, where that is meant, nonProduction: { reason, openToAnyAddress: true }`,
          ]
        : [],
    'EXP-002': wrong.map((cidr) => `'${prop}.sourceRanges' must be CIDRs such as '203.0.113.0/24', got '${cidr}'`),
    'EXP-003':
      hostname === undefined || isDnsName(hostname) ? [] : [`'${prop}.hostname' must be a DNS name in lower case, got '${hostname}'`],
    'EXP-004':
      exposure.port === undefined || (isCount(exposure.port, 1) && exposure.port <= 65535)
        ? []
        : [`'${prop}.nodePort' must be a whole number from 1 to 65535, got ${exposure.port}`],
    'EXP-005': [
      ...defined(Object.keys(annotations).map(labelKeyProblem)).map((problem) => `'${prop}.annotations': ${problem}`),
      ...(exposure.loadBalancerClass === undefined || !labelKeyProblem(exposure.loadBalancerClass)
        ? []
        : [`'${prop}.loadBalancerClass' must have the form of a label key, got '${exposure.loadBalancerClass}'`]),
    ],
  };
}

const EXPOSURE_FACTS: readonly { readonly id: string; readonly summary: string; readonly why: string }[] = [
  {
    id: 'EXP-001',
    summary: 'what is reached from outside says who may come',
    why: 'a database on the internet is tried by everybody within minutes',
  },
  { id: 'EXP-002', summary: 'source ranges are CIDRs', why: 'the API server refuses the Service' },
  { id: 'EXP-003', summary: 'a host name is a DNS name', why: 'the issuer refuses the certificate, and no client finds the name' },
  { id: 'EXP-004', summary: 'a node port is a port', why: 'the API server refuses the Service' },
  {
    id: 'EXP-005',
    summary: 'annotations have valid keys, and classes of load balancers the form of one',
    why: 'the API server refuses the Service',
  },
];

/** The rules of exposures over whatever has one. */
export const exposureRules = <M>(
  exposures: (model: M) => readonly (readonly [prop: string, exposure: Exposure | undefined, open: boolean])[],
): readonly Rule<M>[] =>
  EXPOSURE_FACTS.map((facts) => ({
    ...facts,
    check: (model) => exposures(model).flatMap(([prop, exposure, open]) => exposureFindings(prop, exposure, open)[facts.id] ?? []),
  }));

/** Names that pg_hba.conf cannot hold: from PostgreSQL 16 on a leading slash begins a regular expression, whatever is around it. */
const isWritable = (name: string): boolean => name !== '' && !name.startsWith('/') && !/[\x00-\x1f\x7f"]/.test(name);

/** Whether a rule is about every connection. */
const isCatchAll = ({ options: { roles, databases, addresses } }: AccessRule): boolean =>
  [roles, databases, addresses].every((list) => list === undefined);

/** What holds for access rules on every operator. */
export const ACCESS_RULE_RULES: readonly Rule<Context>[] = [
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

/** Whether a role gets into a database from everywhere, with a password. */
function letsIn(rules: readonly AccessRule[], names: readonly string[], database: string): boolean {
  const fits = ({ options }: AccessRule): boolean =>
    (options.roles === undefined || options.roles.some((name) => names.includes(name))) &&
    (options.databases === undefined || options.databases.includes(database));
  const first = rules.filter(fits).find(({ allows, options }) => !allows || isEverywhere(options.addresses));
  return first !== undefined && first.allows && first.options.method !== AccessMethod.CERTIFICATE;
}

/** Whether a role gets into a database from some address, with a password. */
export function mayLogIn(rules: readonly AccessRule[], names: readonly string[], database: string): boolean {
  const fits = ({ options }: AccessRule): boolean =>
    (options.roles === undefined || options.roles.some((name) => names.includes(name))) &&
    (options.databases === undefined || options.databases.includes(database));
  const fitting = rules.filter(fits);
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
