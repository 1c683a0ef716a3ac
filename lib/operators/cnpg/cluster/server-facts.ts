import { ClusterModel } from '../../../model/cluster-model';
import { PoolModel } from '../../../model/pool-model';
import { PoolLimits, IServerFacts } from '../../server-facts';
import { pgbouncerLimits } from '../../shared/pgbouncer';

/** Extensions that the operator loads and creates as soon as there is a parameter of theirs (`ManagedExtensions`). */
const LOADED_BY_PARAMETER = ['auto_explain', 'pg_failover_slots', 'pg_stat_statements', 'pgaudit'];

/** What servers of CloudNativePG have although nobody asks for it. */
export class CloudNativePgServerFacts implements IServerFacts {
  public loadedLibraries({ parameters }: ClusterModel): string[] {
    return LOADED_BY_PARAMETER.filter((library) => Object.keys(parameters).some((name) => name.startsWith(`${library}.`)));
  }

  /** Rule CNPG-076 knows what the images have. */
  public imageExtensions(): undefined {
    return undefined;
  }

  public homeOf(): undefined {
    return undefined;
  }

  public maxConnections(): number {
    return 100;
  }

  public poolLimits(pool: PoolModel): PoolLimits {
    return pgbouncerLimits(pool);
  }
}
