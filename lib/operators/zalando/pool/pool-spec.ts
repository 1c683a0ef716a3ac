import type { PostgresqlSpec, PostgresqlSpecConnectionPoolerMode } from '../../../../imports/zalando/postgresql';
import { PoolModel } from '../../../model/pool-model';
import { PoolAccess } from '../../../model/pool-mode';
import { saidRequirements } from '../../../private/compute-defaults';
import { ZalandoClusterOptions } from '../cluster-options';
import { POOLER } from '../names';

/**
 * The fields of the cluster that make its pools. Both pools share one block, so the first pool speaks for the other: rule ZAL-113 has
 * refused another sizing.
 */
export function poolFields(
  pools: readonly PoolModel[],
  { poolSchema = POOLER, poolUser = POOLER }: ZalandoClusterOptions,
): Pick<PostgresqlSpec, 'enableConnectionPooler' | 'enableReplicaConnectionPooler' | 'connectionPooler'> {
  const [pool] = pools;
  return {
    enableConnectionPooler: pools.some(({ access }) => access === PoolAccess.READ_WRITE),
    enableReplicaConnectionPooler: pools.some(({ access }) => access === PoolAccess.READ_ONLY),
    connectionPooler: pool && {
      numberOfInstances: pool.instances,
      dockerImage: pool.image,
      // The values are the same; rule ZAL-111 has refused the one that is missing here.
      mode: pool.mode as string as PostgresqlSpecConnectionPoolerMode,
      // The operator divides this by the pods.
      maxDbConnections: pool.maxDatabaseConnections === undefined ? undefined : pool.maxDatabaseConnections * pool.instances,
      resources: saidRequirements(pool.compute),
      schema: poolSchema,
      user: poolUser,
    },
  };
}
