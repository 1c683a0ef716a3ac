import { PoolAccess } from '../../../model/pool-mode';
import { Rule } from '../../../private/rules';
import { DEFAULT_CONNECTIONS, MIN_CONNECTIONS_PER_POD } from './pool-defaults';
import { MAX_NAME_WITH_REPLICA_POOL } from '../names';
import { PoolContext } from '../rule-contexts';

/** What this operator adds to the rules of a connection pool. */
export const POOL_RULES: readonly Rule<PoolContext>[] = [
  {
    id: 'ZAL-030',
    summary: `the name of a cluster with a read-only pool has at most ${MAX_NAME_WITH_REPLICA_POOL} characters`,
    why: 'a volume of the pooler pods is named after the cluster and would have more than 63 characters, so they are never created',
    check: ({ pool: { access, cluster } }) =>
      access === PoolAccess.READ_ONLY && cluster.name.length > MAX_NAME_WITH_REPLICA_POOL
        ? `the name of a cluster with a read-only pool must have at most ${MAX_NAME_WITH_REPLICA_POOL} characters, got ${cluster.name.length} in '${cluster.name}'; write a shorter one or leave the pool out`
        : undefined,
  },
  {
    id: 'ZAL-031',
    summary: `each pod of a pool has at least ${MIN_CONNECTIONS_PER_POD} connections to a database`,
    why: 'the operator makes pool and reserve of a half and a quarter of them in whole numbers, and a 0 would be left for one of them',
    check: ({ pool: { instances, maxDatabaseConnections: perPod } }) => {
      if (perPod !== undefined) {
        return perPod >= 1 && perPod < MIN_CONNECTIONS_PER_POD
          ? `'maxDatabaseConnections' must be at least ${MIN_CONNECTIONS_PER_POD}, got ${perPod}; write ${MIN_CONNECTIONS_PER_POD} or more`
          : undefined;
      }
      return DEFAULT_CONNECTIONS / instances < MIN_CONNECTIONS_PER_POD
        ? `'maxDatabaseConnections' must be given for ${instances} instances, which would share the operator's default of ${DEFAULT_CONNECTIONS}; write ${MIN_CONNECTIONS_PER_POD} or more`
        : undefined;
    },
  },
  {
    id: 'ZAL-032',
    summary: 'a read-only pool has a replica to lead to',
    why: 'the service of the replicas leads nowhere in a cluster of one instance',
    check: ({ pool: { access }, cluster }) =>
      access === PoolAccess.READ_ONLY && cluster?.instances === 1
        ? `a read-only pool must belong to a cluster of at least 2 instances, got 1; write PoolAccess.READ_WRITE or more instances`
        : undefined,
  },
  {
    id: 'ZAL-188',
    summary: 'pools on OpenShift have a security context constraint that takes the user of their image',
    why: 'the operator gives pooler pods the user 100 and the group 101, no field changes that, and restricted-v2 creates no such pod',
    check: ({ cluster }) =>
      cluster?.platform.openShift
        ? `a pool on OpenShift needs 'nonroot-v2' for the service account of the pods; run oc adm policy add-scc-to-user nonroot-v2 -z postgres-pod, and suppress this rule`
        : undefined,
  },
];
