import {
  PoolerSpec,
  PoolerSpecPgbouncerPoolMode,
  PoolerSpecTemplateMetadata,
  PoolerSpecTemplateSpec,
  PoolerSpecTemplateSpecContainersResourcesLimits,
  PoolerSpecTemplateSpecContainersResourcesRequests,
  PoolerSpecType,
} from '../../../../imports/cnpg/pooler';
import { PoolClientTls } from '../../../model/pool-client-tls';
import { PoolModel } from '../../../model/pool-model';
import { ClusterDefault } from '../../../model/take-over';
import { wholeAffinity } from '../../../private/affinity';
import { hasDefault } from '../../../private/cluster-defaults';
import { saidRequirements } from '../../../private/compute-defaults';
import { nonEmpty, pullSecrets, spreadConstraints, tolerations } from '../../../private/kubernetes';
import { poolLabels, poolType } from '../names';
import type { Settings } from '../settings';
import { CloudNativePgPoolerOptions } from '../service-options';
import { versionFacts } from '../versions';
import { serviceTemplate } from '../cluster/option-spec';
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
  const { poolers = {} } = settings;
  return {
    deploymentStrategy: poolers.recreates ? { type: 'Recreate' } : undefined,
    serviceTemplate: poolers.service && serviceTemplate(poolers.service),
    serviceAccountName: poolers.serviceAccountName,
    cluster: { name: pool.cluster.name },
    type: poolType(pool) as PoolerSpecType,
    instances: pool.instances,
    pgbouncer: {
      // Session and transaction have the values of the generated enum; statement pooling is refused before.
      poolMode: pool.mode as string as PoolerSpecPgbouncerPoolMode,
      parameters: nonEmpty(parameters(pool)),
      authQuery: poolers.authQuery,
      authQuerySecret: poolers.authQuerySecret === undefined ? undefined : { name: poolers.authQuerySecret },
    },
    template: templateSpec(pool, poolers),
    monitoring: encryptsMetrics(pool, settings) ? { tls: { enabled: true } } : undefined,
  };
}

/** What is said of the pods; nothing where nothing is, since the operator makes pods anew for a template that was not there. */
function templateSpec(pool: PoolModel, { terminationGrace }: CloudNativePgPoolerOptions): PoolerSpec['template'] {
  const metadata = metadataSpec(pool);
  const spec = { ...podSpec(pool), terminationGracePeriodSeconds: terminationGrace?.toSeconds() };
  const { containers, ...rest } = spec;
  const isSaid = [metadata, ...Object.values(rest), containers[0]?.image, containers[0]?.resources].some((one) => one !== undefined);
  return isSaid ? { metadata, spec } : undefined;
}

function parameters(pool: PoolModel): { [name: string]: string } {
  // The operator's default, `prefer`, takes passwords in the clear. The other operators require TLS, and so does the server itself.
  const clientTls = pool.clientTls ?? (hasDefault(pool, ClusterDefault.TLS_ONLY) ? PoolClientTls.REQUIRE : undefined);
  const own = Object.entries(OWN_PARAMETERS).flatMap(([name, prop]) => {
    const value = pool[prop];
    return value === undefined ? [] : [[name, String(value)]];
  });
  return {
    ...(clientTls !== undefined && { client_tls_sslmode: clientTls }),
    ...pool.parameters,
    ...Object.fromEntries(own),
  };
}

/** The pods of a Pooler are not those of the cluster, whose metadata they do not inherit. */
function metadataSpec(pool: PoolModel): PoolerSpecTemplateMetadata | undefined {
  const labels = { ...pool.labels, ...pool.ownLabels };
  const annotations = { ...pool.annotations, ...pool.ownAnnotations };
  return nonEmpty({ ...(nonEmpty(labels) && { labels }), ...(nonEmpty(annotations) && { annotations }) });
}

/** The operator adds the rest of the pod around what it finds here. */
function podSpec(pool: PoolModel): PoolerSpecTemplateSpec {
  const { compute, placement, imagePullSecrets, image } = pool;
  const resources = saidRequirements(compute);
  return {
    containers: [
      {
        name: 'pgbouncer',
        image,
        resources: resources && {
          requests:
            resources.requests &&
            quantities(resources.requests, (text) => PoolerSpecTemplateSpecContainersResourcesRequests.fromString(text)),
          limits:
            resources.limits && quantities(resources.limits, (text) => PoolerSpecTemplateSpecContainersResourcesLimits.fromString(text)),
        },
      },
    ],
    topologySpreadConstraints: hasDefault(pool, ClusterDefault.SPREAD)
      ? nonEmpty(spreadConstraints(placement, poolLabels(pool)))
      : undefined,
    nodeSelector: nonEmpty(placement.nodeSelector),
    affinity: wholeAffinity({ ...placement, nodeSelector: {} }),
    tolerations: nonEmpty(tolerations(placement)),
    priorityClassName: placement.priorityClassName,
    imagePullSecrets: nonEmpty(pullSecrets(imagePullSecrets)),
  };
}
