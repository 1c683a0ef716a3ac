import type { PostgresClusterSpecProxy } from '../../../../imports/crunchy/postgres-cluster';
import { PoolModel } from '../../../model/pool-model';
import { PoolAccess } from '../../../model/pool-mode';
import { POSTGRES_PORT } from '../../../model/service-address';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { HELPER_COMPUTE, resourceRequirements, saidRequirements } from '../../../private/compute-defaults';
import { nonEmpty, spreadConstraints } from '../../../private/kubernetes';
import { poolLabels, replicasService } from '../names';
import { groupPlacementFields } from '../cluster/helper-pods';
import { serviceSpec } from '../cluster/option-spec';
import { CrunchyClusterOptions } from '../cluster-options';
import { reference, serverSecret } from '../network/tls-spec';

/** The one pgbouncer of a cluster. */
export function proxySpec(pool: PoolModel, { services }: CrunchyClusterOptions): PostgresClusterSpecProxy {
  const { placement } = pool;
  return {
    pgBouncer: {
      metadata: nonEmpty({
        ...(nonEmpty(pool.ownLabels) && { labels: pool.ownLabels }),
        ...(nonEmpty(pool.ownAnnotations) && { annotations: pool.ownAnnotations }),
      }),
      image: pool.image,
      port: pool.port === POSTGRES_PORT ? undefined : pool.port,
      service: serviceSpec(services?.pool) as NonNullable<PostgresClusterSpecProxy['pgBouncer']>['service'],
      replicas: pool.instances,
      // A node drain takes one pod at a time.
      minAvailable: hasDefault(pool, ClusterDefault.DISRUPTION) && pool.instances > 1 ? pool.instances - 1 : undefined,
      config: { global: globalSettings(pool), databases: databases(pool) },
      // The certificate of the server has the name of the pool too. Without it pgbouncer keeps one of PGO.
      customTlsSecret: reference(serverSecret(pool.cluster, pool.tls)),
      resources: saidRequirements(pool.compute),
      sidecars: hasDefault(pool, ClusterDefault.COMPUTE)
        ? { pgbouncerConfig: { resources: resourceRequirements(HELPER_COMPUTE) } }
        : undefined,
      ...groupPlacementFields(placement),
      topologySpreadConstraints: hasDefault(pool, ClusterDefault.SPREAD)
        ? nonEmpty(spreadConstraints(placement, poolLabels(pool.cluster)))
        : undefined,
    },
  };
}

/** What PGO writes itself as `ignore_startup_parameters`: every Java client sends it. */
const IGNORED = ['extra_float_digits'];

/** PGO replaces its own list by one that is given, where another operator joins the two. */
function ignored({ ignore_startup_parameters: given }: PoolModel['parameters']): { [name: string]: string } {
  const names = given?.split(',').map((name) => name.trim());
  return names === undefined ? {} : { ignore_startup_parameters: [...new Set([...IGNORED, ...names])].join(',') };
}

/** Settings of pgbouncer; PGO prints them behind its own, and the last one wins. */
export function globalSettings(pool: PoolModel): { [name: string]: string } {
  const limits = {
    default_pool_size: pool.poolSize,
    max_client_conn: pool.maxClientConnections,
    max_db_connections: pool.maxDatabaseConnections,
  };
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return {
    ...pool.parameters,
    ...ignored(pool.parameters),
    pool_mode: pool.mode,
    // PGO writes 'require' by itself, and lets what stands here take its place.
    ...(pool.clientTls !== undefined && { client_tls_sslmode: pool.clientTls }),
    ...Object.fromEntries(given.map(([name, value]) => [name, `${value}`])),
  };
}

/** Where each database name leads to. PGO's own entry is `*` as well and leads to the primary. */
function databases({ access, cluster }: PoolModel): { [name: string]: string } | undefined {
  return access === PoolAccess.READ_ONLY ? { '*': `host=${replicasService(cluster)} port=${POSTGRES_PORT}` } : undefined;
}
