import { PoolModel } from '../../model/pool-model';
import { PoolLimits } from '../server-facts';

/**
 * What pgbouncer does where two of the operators tell it nothing else.
 *
 * @see https://www.pgbouncer.org/config.html
 */
const DEFAULTS = { default_pool_size: 20, reserve_pool_size: 0 } as const;

/** Server connections of one pgbouncer. A limit for the user counts for all databases together, so for one of them at most as much. */
export function pgbouncerLimits({ poolSize, maxDatabaseConnections, parameters }: PoolModel): PoolLimits {
  const { reserve_pool_size: reserve = DEFAULTS.reserve_pool_size, max_user_connections: perUser } = parameters;
  const size = (poolSize ?? DEFAULTS.default_pool_size) + Number(reserve);
  // pgbouncer reads 0 as no limit.
  return { perRoleAndDatabase: Math.min(size, Number(perUser) || Infinity), perDatabase: maxDatabaseConnections };
}
