import { isCidr } from '../model/cidr';
import { ClusterModel } from '../model/cluster-model';
import { DNS_LABEL } from '../model/names';
import { NetworkOptions } from '../model/network';
import { writes } from '../model/standing';
import { Rule } from '../private/rules';
import { INSIDE_ENDPOINT } from '../private/inside-endpoint';
import { imageProblem, isPort } from '../private/value-problems';

/** What is known of the network of a cluster, of one of another app, too. */
interface NetworkContext {
  readonly model: Pick<ClusterModel, 'network'>;
  /** Image of the Jobs that give access, where it was given. */
  readonly accessImage?: string;
}

/** What holds for networks on every operator. */
export const NETWORK_RULES: readonly Rule<NetworkContext>[] = [
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
      if (egress === undefined) {
        return undefined;
      }
      const lists = (['apiServerCidrs', 'archiveCidrs', 'databaseCidrs'] as const).flatMap((prop) =>
        (egress[prop] ?? [])
          .filter((cidr) => !isCidr(cidr))
          .map((cidr) => `'network.egress.${prop}' must be CIDRs such as '10.96.0.1/32', got '${cidr}'`),
      );
      const empty = (['apiServerCidrs', 'archiveCidrs'] as const).filter((prop) => egress[prop]?.length === 0);
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
      return port === undefined || isPort(port)
        ? undefined
        : `'network.egress.apiServerPort' must be a whole number from 1 to 65535, got ${port}`;
    },
  },
  {
    id: 'NET-021',
    summary: 'the addresses from which tools ask the instances are CIDRs',
    why: 'the API server refuses the policy',
    check: ({ model: { network } }) =>
      // Those of egress have a rule of their own.
      network.apiServerCidrs
        .filter((cidr) => !isCidr(cidr) && !network.egress?.apiServerCidrs.includes(cidr))
        .map((cidr) => `'network.apiServerCidrs' must be CIDRs such as '10.96.0.1/32', got '${cidr}'`),
  },
  {
    id: 'NET-005',
    summary: 'the image of the Jobs that give access has a tag, and the tag is not latest',
    why: 'the next Job could run another program',
    check: ({ accessImage }) => imageProblem(accessImage),
  },
];

/** What is in a cluster's egress for what it reads and writes elsewhere. */
export const EGRESS_RULES: readonly Rule<{ readonly model: ClusterModel }>[] = [
  {
    id: 'NET-008',
    summary: 'egress reaches the server that a cluster follows or imports from',
    why: 'the cluster would wait for ever for its first data',
    check: ({ model }) => {
      const { network, replica, recovery } = model;
      // Who writes waits for nobody.
      const { host } = (replica ? (writes(model) ? undefined : replica.source.primaryAddress) : recovery?.importServer) ?? {};
      return network.egress && !network.egress.databaseCidrs?.length && host !== undefined && !isService(host) && host.split('.').length > 2
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
