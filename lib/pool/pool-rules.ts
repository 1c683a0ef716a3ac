import { ClusterModel } from '../model/cluster-model';
import { PoolModel } from '../model/pool-model';
import { lookup } from '../model/lookup';
import { DNS_1035_LABEL } from '../model/names';
import { OperatorFacts } from '../operators/contract';
import { computeProblems, isCount, otherNamespaceProblem } from '../private/value-problems';
import { Rule } from '../private/rules';

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
}

const MAX_NAME = 63;

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
    summary: 'the pods of all pools together leave connections to the server',
    why: 'the last clients would get "too many clients", and so would the operator',
    check: ({ pool, earlier, cluster, facts }) => {
      const total = [...earlier, pool].reduce((sum, one) => sum + one.instances * (one.maxDatabaseConnections ?? one.poolSize ?? 0), 0);
      const limit = Number(cluster?.parameters.max_connections ?? facts.defaultMaxConnections ?? Infinity);
      return cluster !== undefined && (pool.maxDatabaseConnections ?? pool.poolSize) !== undefined && total >= limit
        ? `the pods of the pools of '${pool.cluster.name}' may hold ${total} server connections to one database, and max_connections is ${limit}; lower the pools or raise the parameter`
        : undefined;
    },
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
        if (COUNTED.test(name) && !/^\d+(\.\d+)?$/.test(value)) {
          return [`'parameters' must have a number as '${name}', got '${value}'`];
        }
        return /^[a-z][a-z0-9_]*$/.test(name) && /^[\x20-\x7e]+$/.test(value)
          ? []
          : [`'parameters' must have lower-case names and values of one line, got '${name}' = '${value}'`];
      }),
  },
];

/** pgbouncer settings that count seconds, connections or bytes: their names end so. */
const COUNTED = /_(timeout|lifetime|size|conn|connections|delay|retry|ttl|backlog|statements|loopcnt)$/;

/** pgbouncer settings that have a prop of their own. */
const OWN_PROPS: { readonly [name: string]: string } = {
  pool_mode: 'mode',
  default_pool_size: 'poolSize',
  max_client_conn: 'maxClientConnections',
  max_db_connections: 'maxDatabaseConnections',
};
