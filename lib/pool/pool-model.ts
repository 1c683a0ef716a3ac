import type { ConnectionPoolProps } from './connection-pool-props';
import { PoolModel } from '../model/pool-model';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { POSTGRES_PORT } from '../model/service-address';
import { ClusterModel } from '../model/cluster-model';
import { ClusterDefault } from '../model/take-over';
import { computeModel } from '../private/compute-defaults';
import { placementModel, poolPlacement } from '../private/placement-defaults';

const DEFAULT_COMPUTE = { cpu: '100m', cpuLimit: '1', memory: '128Mi' };

/**
 * A pool with every default filled in. Copied, so that later changes of the props do nothing.
 *
 * @param props the props
 * @param ownsCluster whether the cluster is an object of this app
 * @param cluster what its pods have that those of the pool have too, where it is known
 */
export function poolModel(props: ConnectionPoolProps, ownsCluster: boolean, cluster?: ClusterModel): PoolModel {
  const leftOff = leftOffBy(props, cluster);
  return {
    name: props.poolName,
    cluster: props.cluster.identity,
    ownsCluster,
    leftOff,
    mode: props.mode ?? PoolMode.SESSION,
    access: props.access ?? PoolAccess.READ_WRITE,
    instances: props.instances ?? 2,
    compute: computeModel(props.compute, DEFAULT_COMPUTE, leftOff.includes(ClusterDefault.COMPUTE)),
    placement: placementModel(props.placement, poolPlacement(cluster?.placement)),
    hasOwnPlacement: props.placement !== undefined,
    labels: { ...cluster?.labels },
    annotations: { ...cluster?.annotations },
    ownLabels: { ...props.labels },
    ownAnnotations: { ...props.annotations },
    imagePullSecrets: [...(cluster?.imagePullSecrets ?? [])],
    poolSize: props.poolSize,
    maxClientConnections: props.maxClientConnections,
    maxDatabaseConnections: props.maxDatabaseConnections,
    parameters: { ...props.parameters },
    image: props.image,
    clientTls: props.clientTls,
    port: props.port ?? POSTGRES_PORT,
    tls: props.cluster.tls,
    metricsTls: (cluster?.monitoring.enabled && cluster.monitoring.tls) || undefined,
    exposure: props.exposure,
  };
}

/** The defaults that a pool is left without: those of a cluster that ran before, but for what the pool says itself. */
function leftOffBy({ placement }: ConnectionPoolProps, cluster: ClusterModel | undefined): ClusterDefault[] {
  const but = cluster?.takenOver?.but;
  const spreads = [placement?.nodes, placement?.zones, placement?.spread].some((one) => one !== undefined);
  return but === undefined
    ? []
    : Object.values(ClusterDefault).filter((one) => !but.includes(one) && !(one === ClusterDefault.SPREAD && spreads));
}
