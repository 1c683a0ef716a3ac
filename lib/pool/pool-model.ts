import type { ConnectionPoolProps } from './connection-pool-props';
import { PoolModel } from '../model/pool-model';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { ClusterModel } from '../model/cluster-model';
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
  return {
    name: props.poolName,
    cluster: props.cluster.identity,
    ownsCluster,
    mode: props.mode ?? PoolMode.SESSION,
    access: props.access ?? PoolAccess.READ_WRITE,
    instances: props.instances ?? 2,
    compute: computeModel(props.compute, DEFAULT_COMPUTE),
    placement: placementModel(props.placement, poolPlacement(cluster?.placement)),
    hasOwnPlacement: props.placement !== undefined,
    labels: { ...cluster?.labels },
    annotations: { ...cluster?.annotations },
    imagePullSecrets: [...(cluster?.imagePullSecrets ?? [])],
    poolSize: props.poolSize,
    maxClientConnections: props.maxClientConnections,
    maxDatabaseConnections: props.maxDatabaseConnections,
    parameters: { ...props.parameters },
    tls: props.cluster.tls,
    metricsTls: (cluster?.monitoring.enabled && cluster.monitoring.tls) || undefined,
    exposure: props.exposure,
  };
}
