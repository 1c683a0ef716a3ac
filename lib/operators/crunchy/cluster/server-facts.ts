import { ClusterModel } from '../../../model/cluster-model';
import { PoolModel } from '../../../model/pool-model';
import { IServerFacts, PoolLimits } from '../../server-facts';
import { pgbouncerLimits } from '../../shared/pgbouncer';
import { CrunchySettings } from '../settings';

/**
 * Extensions that the images of PGO have beside those of PostgreSQL, and a library that is none. Images of other versions have languages
 * that those of today have not; nobody is refused for them.
 *
 * @see https://github.com/CrunchyData/postgres-operator/blob/main/README.md#included-components
 */
const IMAGE = [
  ...['hypopg', 'orafce', 'pg_cron', 'pg_jobmon', 'pg_partman', 'pgaudit', 'pgnodemx', 'plperl', 'plperlu', 'set_user', 'timescaledb'],
  ...['vector', 'wal2json'],
];

/** What the image with PostGIS has besides. */
const POSTGIS = [
  ...['address_standardizer', 'address_standardizer_data_us', 'pgrouting', 'postgis', 'postgis_raster', 'postgis_sfcgal'],
  ...['postgis_tiger_geocoder', 'postgis_topology'],
];

/** PGO puts it before the libraries of the program. */
const LIBRARIES = ['pgaudit'];

/** What servers of PGO have although nobody asks for it. */
export class CrunchyServerFacts implements IServerFacts {
  public constructor(private readonly settings: CrunchySettings) {}

  public loadedLibraries(): string[] {
    return [...LIBRARIES];
  }

  public imageExtensions({ image }: ClusterModel): string[] | undefined {
    return image === undefined ? [...IMAGE, ...(this.settings.postGisVersion === undefined ? [] : POSTGIS)] : undefined;
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
