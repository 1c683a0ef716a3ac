import type { ConnectionPoolProps } from './connection-pool-props';
import { PoolModel } from '../model/pool-model';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { computeModel } from '../private/compute-defaults';

const DEFAULT_COMPUTE = { cpu: '100m', cpuLimit: '1', memory: '128Mi' };

/** A pool with every default filled in. Copied, so that later changes of the props do nothing. */
export function poolModel(props: ConnectionPoolProps, ownsCluster: boolean): PoolModel {
  return {
    name: props.poolName,
    cluster: props.cluster.identity,
    ownsCluster,
    mode: props.mode ?? PoolMode.SESSION,
    access: props.access ?? PoolAccess.READ_WRITE,
    instances: props.instances ?? 2,
    compute: computeModel(props.compute, DEFAULT_COMPUTE),
    poolSize: props.poolSize,
    maxClientConnections: props.maxClientConnections,
    maxDatabaseConnections: props.maxDatabaseConnections,
    parameters: { ...props.parameters },
    tls: props.cluster.tls,
    exposure: props.exposure,
  };
}
