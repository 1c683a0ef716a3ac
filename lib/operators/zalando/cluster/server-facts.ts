import { ClusterModel } from '../../../model/cluster-model';
import { PoolModel } from '../../../model/pool-model';
import { quantityBytes } from '../../../model/quantity';
import { IServerFacts, PoolLimits } from '../../server-facts';
import { DEFAULT_CONNECTIONS } from '../pool/pool-defaults';
import { libraries } from './spilo';

/**
 * Extensions that the Spilo images have beside those of PostgreSQL, and libraries that are none.
 *
 * @see https://github.com/zalando/spilo/blob/master/postgres-appliance/build_scripts/base.sh
 */
const IMAGE = `
  address_standardizer address_standardizer_data_us bg_mon decoderbufs extra_window_functions first_last_agg hll hypopg pg_auth_mon pg_cron
  pg_dirtyread pg_mon pg_partman pg_permissions pg_profile pg_repack pg_stat_kcache pgaudit pgextwlist pgfaceting pgl_ddl_deploy pglogical
  pglogical_ticker pgq pgq_node pldbgapi pllua plpgsql_check plprofiler plproxy postgis postgis_raster postgis_sfcgal
  postgis_tiger_geocoder postgis_topology roaringbitmap set_user timescaledb vector wal2json
`
  .trim()
  .split(/\s+/);

/** `post_init.sh` creates it there, and goes no further where `cron.database_name` says something else. */
const HOMES: ReadonlyMap<string, string> = new Map([['pg_cron', 'postgres']]);

/** Spilo gives a server a connection for each 30 MB of its memory limit, in these bounds (`configure_spilo.py`). */
const MEMORY_PER_CONNECTION = 30 * 2 ** 20;
const [LEAST_CONNECTIONS, MOST_CONNECTIONS] = [100, 1000];

/** What servers of Spilo have although nobody asks for it. */
export class ZalandoServerFacts implements IServerFacts {
  public loadedLibraries(cluster: ClusterModel): string[] {
    return libraries(cluster);
  }

  public imageExtensions({ image }: ClusterModel): string[] | undefined {
    return image === undefined ? [...IMAGE] : undefined;
  }

  public homeOf(extension: string): string | undefined {
    return HOMES.get(extension);
  }

  /** A node that has less memory than the limit is not known here. */
  public maxConnections({ compute }: ClusterModel): number {
    const connections = Math.floor(quantityBytes(compute.memoryLimit) / MEMORY_PER_CONNECTION);
    return Math.min(Math.max(LEAST_CONNECTIONS, connections), MOST_CONNECTIONS);
  }

  /** The operator makes the pool a half of what a pod may have to one database, and the reserve a half of that, in whole numbers. */
  public poolLimits({ instances, maxDatabaseConnections }: PoolModel): PoolLimits {
    const perDatabase = maxDatabaseConnections ?? Math.floor(DEFAULT_CONNECTIONS / instances);
    const size = Math.floor(perDatabase / 2);
    return { perRoleAndDatabase: size + Math.floor(size / 2), perDatabase };
  }
}
