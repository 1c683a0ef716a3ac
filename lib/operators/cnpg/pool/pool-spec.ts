import {
  PoolerSpec,
  PoolerSpecPgbouncerPoolMode,
  PoolerSpecTemplateMetadata,
  PoolerSpecTemplateSpec,
  PoolerSpecTemplateSpecContainersResourcesLimits,
  PoolerSpecTemplateSpecContainersResourcesRequests,
  PoolerSpecType,
} from '../../../../imports/cnpg/pooler';
import { PoolModel } from '../../../model/pool-model';
import { resourceRequirements } from '../../../private/compute-defaults';
import { nonEmpty, pullSecrets, spreadConstraints, tolerations } from '../../../private/kubernetes';
import { poolLabels, poolType } from '../names';
import type { Settings } from '../settings';
import { versionFacts } from '../versions';
import { quantities } from '../cluster/quantities';

/** Parameters that have a prop of their own. */
const OWN_PARAMETERS = {
  default_pool_size: 'poolSize',
  max_client_conn: 'maxClientConnections',
  max_db_connections: 'maxDatabaseConnections',
} as const;

/** Whether the metrics of a pool are encrypted. Its pods show the certificate of the cluster. */
export const encryptsMetrics = ({ metricsTls = false }: PoolModel, settings: Settings): boolean =>
  metricsTls && versionFacts(settings).encryptsPoolMetrics;

/** The spec of a Pooler. */
export function poolerSpec(pool: PoolModel, settings: Settings): PoolerSpec {
  return {
    cluster: { name: pool.cluster.name },
    type: poolType(pool) as PoolerSpecType,
    instances: pool.instances,
    pgbouncer: {
      // Session and transaction have the values of the generated enum; statement pooling is refused before.
      poolMode: pool.mode as string as PoolerSpecPgbouncerPoolMode,
      parameters: parameters(pool),
    },
    monitoring: encryptsMetrics(pool, settings) ? { tls: { enabled: true } } : undefined,
    template: { metadata: metadataSpec(pool), spec: podSpec(pool) },
  };
}

function parameters(pool: PoolModel): { [name: string]: string } {
  const own = Object.entries(OWN_PARAMETERS).flatMap(([name, prop]) => {
    const value = pool[prop];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return {
    // The operator's default, `prefer`, takes passwords in the clear. The other operators require TLS, and so does the server itself.
    client_tls_sslmode: 'require',
    ...pool.parameters,
    ...Object.fromEntries(own),
  };
}

/** The pods of a Pooler are not those of the cluster, whose metadata they do not inherit. */
function metadataSpec({ labels, annotations }: PoolModel): PoolerSpecTemplateMetadata | undefined {
  return nonEmpty({ ...(nonEmpty(labels) && { labels }), ...(nonEmpty(annotations) && { annotations }) });
}

/** The operator adds the rest of the pod around what it finds here. */
function podSpec(pool: PoolModel): PoolerSpecTemplateSpec {
  const { compute, placement, imagePullSecrets } = pool;
  const { requests, limits } = resourceRequirements(compute);
  return {
    containers: [
      {
        name: 'pgbouncer',
        resources: {
          requests: quantities(requests, (text) => PoolerSpecTemplateSpecContainersResourcesRequests.fromString(text)),
          limits: quantities(limits, (text) => PoolerSpecTemplateSpecContainersResourcesLimits.fromString(text)),
        },
      },
    ],
    topologySpreadConstraints: nonEmpty(spreadConstraints(placement, poolLabels(pool))),
    nodeSelector: nonEmpty(placement.nodeSelector),
    tolerations: nonEmpty(tolerations(placement)),
    priorityClassName: placement.priorityClassName,
    imagePullSecrets: nonEmpty(pullSecrets(imagePullSecrets)),
  };
}
