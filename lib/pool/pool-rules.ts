import { ClusterModel } from '../model/cluster-model';
import { PoolModel } from '../model/pool-model';
import { lookup } from '../model/lookup';
import { DNS_1035_LABEL, labelKeyProblem } from '../model/names';
import { PoolClientTls } from '../model/pool-client-tls';
import { MAX_PORT } from '../model/service-address';
import { TRACKING_KEYS } from '../cluster/cluster-rules';
import { isInTheClear } from './pool-asks';
import { OperatorFacts } from '../operators/operator-facts';
import { IServerFacts } from '../operators/server-facts';
import {
  computeProblems,
  defined,
  imageProblem,
  isCount,
  isPort,
  labelProblems,
  nameProblem,
  otherNamespaceProblem,
  tolerationProblems,
} from '../private/value-problems';
import { affinityProblems } from '../private/affinity-problems';
import { Rule } from '../private/rules';
import { serverCapacity, serverConnections } from './server-connections';

/** A pool and what the rules need to know around it. */
export interface PoolRuleContext {
  readonly pool: PoolModel;
  /** The pools that were attached to the cluster before. */
  readonly earlier: readonly PoolModel[];
  /** Namespace that the pool stands in. */
  readonly namespace?: string;
  /** The cluster, where this app owns it. */
  readonly cluster?: ClusterModel;
  /** Paths of the pools and clusters of the app that had the same address before. */
  readonly rivals: readonly string[];
  /** Host and port of the pool. */
  readonly address: string;
  readonly facts: OperatorFacts;
  /** What the servers of the operator have although the program does not say so. */
  readonly server?: IServerFacts;
}

const MAX_NAME = 63;

const LEAST_PORT = 1024;

/** What it means to take clients without TLS, and what to do. */
const CLEAR = {
  [PoolClientTls.PREFER]: `'clientTls' is 'prefer', so that a client that does not ask for TLS sends its password in the clear; leave it out, or suppress this rule with the reason why clients cannot use TLS`,
  [PoolClientTls.DISABLE]: `'clientTls' is 'disable', so that everybody sends passwords in the clear, and what 'connect' gives to applications, which asks for TLS, does not get in; leave it out, or suppress this rule with the reason why nobody can use TLS`,
};

/** What holds for a pool on every operator. */
export const POOL_RULES: readonly Rule<PoolRuleContext>[] = [
  {
    id: 'POOL-001',
    summary: 'instances is a whole number from 1',
    why: 'nothing would answer at the address of the pool',
    check: ({ pool }) =>
      isCount(pool.instances, 1)
        ? undefined
        : `'instances' must be a whole number from 1, got ${pool.instances}; write 2, so that one may restart`,
  },
  {
    id: 'POOL-002',
    summary: 'a pool stands in the namespace of its cluster',
    why: 'the pooler reads secrets and services of the cluster, which it only sees in its own namespace',
    check: ({ pool, namespace }) => otherNamespaceProblem('pool', namespace, pool.cluster),
  },
  {
    id: 'POOL-003',
    summary: 'poolName is a DNS label that starts with a letter',
    why: 'the service of the pool has this name',
    check: ({ pool: { name } }) =>
      name === undefined || (name.length <= MAX_NAME && DNS_1035_LABEL.test(name))
        ? undefined
        : `'poolName' must be at most ${MAX_NAME} lower-case letters, digits and '-', with a letter first and no '-' at the end, got '${name}'`,
  },
  {
    id: 'POOL-004',
    summary: 'a pool has an address of its own',
    why: 'two services of one name cannot be, so one of them would lead to the pods of the other',
    check: ({ address, rivals }) =>
      rivals.length > 0 ? `the address ${address} is also that of ${rivals.join(', ')}; give the pool another 'poolName'` : undefined,
  },
  {
    id: 'POOL-005',
    summary: 'sizes and limits are whole numbers from 1',
    why: 'pgbouncer reads 0 as no limit or does not start',
    check: ({ pool }) =>
      (['poolSize', 'maxClientConnections', 'maxDatabaseConnections'] as const).flatMap((prop) => {
        const value = pool[prop];
        return value === undefined || isCount(value, 1) ? [] : [`'${prop}' must be a whole number from 1, got ${value}`];
      }),
  },
  {
    id: 'POOL-006',
    summary: 'CPU and memory are positive, and no limit is below its request',
    why: 'the API server refuses such pods, and the operator would retry for ever',
    check: ({ pool }) => computeProblems(pool.compute),
  },
  {
    id: 'POOL-007',
    summary: 'the pods of all pools together leave connections to the server, those of every role and database counted',
    why: 'the last clients would get "too many clients", and so would the operator',
    check: connectionProblem,
  },
  {
    id: 'POOL-020',
    summary: 'the placement of a pool has valid node labels, tolerations and a name of a PriorityClass',
    why: 'the API server refuses such pods, and nothing would answer at the address of the pool',
    // What a pool has of its cluster is that one's business.
    check: ({ pool: { placement, hasOwnPlacement } }) =>
      hasOwnPlacement
        ? [
            ...labelProblems('placement.nodeSelector', placement.nodeSelector),
            ...tolerationProblems(placement),
            ...defined([nameProblem('placement.priorityClassName', placement.priorityClassName)]),
          ]
        : [],
  },
  {
    id: 'POOL-040',
    summary: 'affinities and spreads of a pool are such as Kubernetes takes, and fit something',
    why: 'the API server refuses such pods, or none is ever scheduled, and nothing would answer at the address of the pool',
    check: ({ pool: { placement, hasOwnPlacement } }) => (hasOwnPlacement ? affinityProblems(placement) : []),
  },
  {
    id: 'POOL-041',
    summary: 'labels and annotations of a pool have valid keys and values, and none is one by which a GitOps controller tracks its objects',
    why: 'the API server refuses such pods, or Argo CD takes them for its own and deletes them',
    check: ({ pool: { ownLabels, ownAnnotations } }) => [
      ...labelProblems('labels', ownLabels),
      ...defined(Object.keys(ownAnnotations).map((key) => labelKeyProblem(key))).map((problem) => `'annotations': ${problem}`),
      ...[...Object.keys(ownLabels), ...Object.keys(ownAnnotations)]
        .filter((key) => TRACKING_KEYS.includes(key))
        .map((key) => `'labels' and 'annotations' must not have '${key}', by which GitOps controllers find what is theirs; leave it out`),
    ],
  },
  {
    id: 'POOL-042',
    summary: 'clients of a pool come with TLS',
    why: 'passwords and data are readable on the way to the pool',
    check: ({ pool }) => (isInTheClear(pool) ? CLEAR[pool.clientTls as keyof typeof CLEAR] : undefined),
  },
  {
    id: 'POOL-043',
    summary: 'the image of a pool has a tag that is not latest',
    why: 'another pgbouncer would run after a restart, without a change of the program',
    check: ({ pool: { image } }) => imageProblem(image),
  },
  {
    id: 'POOL-044',
    summary: `the port of a pool is one from ${LEAST_PORT} to ${MAX_PORT}`,
    why: 'pgbouncer is no root, which lower ports are for, and the API server refuses what is no port',
    check: ({ pool: { port } }) =>
      isPort(port) && port >= LEAST_PORT
        ? undefined
        : `'port' must be a whole number from ${LEAST_PORT} to ${MAX_PORT}, got ${port}; leave it out`,
  },
  {
    id: 'POOL-008',
    summary: 'further parameters are lower-case names with a value, and none repeats a prop',
    why: 'pgbouncer does not start on a line that it cannot read, and the last of two equal lines wins',
    check: ({ pool }) =>
      Object.entries(pool.parameters).flatMap(([name, value]) => {
        const prop = lookup(OWN_PROPS, name);
        if (prop) {
          return [`'parameters' has '${name}'; write the prop '${prop}'`];
        }
        if (name === 'client_tls_sslmode' && pool.clientTls !== undefined) {
          return [`'parameters' has '${name}' beside the prop 'clientTls'; leave it out`];
        }
        if (FLAGS.includes(name) && !/^[01]$/.test(value)) {
          return [`'parameters' must have 0 or 1 as '${name}', got '${value}'`];
        }
        if (COUNTED.test(name) && !FLAGS.includes(name) && !/^\d+(\.\d+)?$/.test(value)) {
          return [`'parameters' must have a number as '${name}', got '${value}'`];
        }
        return /^[a-z][a-z0-9_]*$/.test(name) && /^[\x20-\x7e]+$/.test(value)
          ? []
          : [`'parameters' must have lower-case names and values of one line, got '${name}' = '${value}'`];
      }),
  },
  {
    id: 'POOL-009',
    summary: 'no database behind a pool is called pgbouncer',
    why: 'pgbouncer takes the name for its console, and lets nobody through to a database of that name',
    check: ({ cluster }) =>
      cluster?.databases.some(({ name }) => name === 'pgbouncer')
        ? `'databases' of '${cluster.identity.name}' has 'pgbouncer', which nobody reaches through a pool; give it another name, or, where it is reached without the pool, Rules.of(pool).suppress('POOL-009', '<by whom>')`
        : undefined,
  },
  {
    id: 'POOL-030',
    summary: 'a pool asks for no huge pages',
    why: 'pgbouncer has no use for them, and nobody else on the node can take them',
    check: ({ pool: { compute } }) =>
      compute.hugePages2Mi === undefined
        ? undefined
        : `'compute.hugePages2Mi' is for instances, got ${compute.hugePages2Mi} for the pool; leave it out`,
  },
];

/** Also of pools on the replicas: after a switchover one of these is the primary, and keeps the connections that it has. */
function connectionProblem({ pool, earlier, cluster, facts, server }: PoolRuleContext): string | undefined {
  const capacity = cluster && serverCapacity(cluster, facts, server);
  if (cluster === undefined || capacity === undefined) {
    return undefined;
  }
  const counts = [...earlier, pool].map((one) => ({ ...one, connections: serverConnections(one, cluster, server) }));
  const total = counts.reduce((sum, { connections }) => sum + connections, 0);
  if (total <= capacity.forClients || counts[counts.length - 1]!.connections === 0) {
    return undefined;
  }
  const each = counts
    .map(({ instances, connections }) => `${connections} of ${instances} ${instances === 1 ? 'pod' : 'pods'}`)
    .join(' and ');
  return `the pods of the pools of '${pool.cluster.name}' may hold ${total} server connections (${each}), and max_connections is ${capacity.maxConnections}, of which ${capacity.forClients} are for clients; lower 'maxDatabaseConnections', 'poolSize' or 'instances', or raise the parameter`;
}

/** pgbouncer settings that count seconds, connections or bytes: most of their names end so. */
const COUNTED =
  /(_(timeout|lifetime|size|conn|connections|delay|retry|ttl|backlog|statements|loopcnt|period|buffer)|^(pkt_buf|tcp_(keepcnt|keepidle|keepintvl|defer_accept)|verbose))$/;

/** pgbouncer settings that are on or off. It reads them as numbers, and knows no `true`, `on` or `yes`. */
const FLAGS: readonly string[] = `
  application_name_add_host disable_pqexec log_connections log_disconnections log_pooler_errors log_stats server_fast_close
  server_reset_query_always server_round_robin so_reuseport syslog tcp_keepalive
`
  .trim()
  .split(/\s+/);

/** pgbouncer settings that have a prop of their own. */
const OWN_PROPS: { readonly [name: string]: string } = {
  pool_mode: 'mode',
  default_pool_size: 'poolSize',
  max_client_conn: 'maxClientConnections',
  max_db_connections: 'maxDatabaseConnections',
};
