import type { ConnectionPoolProps } from './connection-pool-props';
import type { ConnectionPoolAttributes } from '../refs/connection-pool-ref';
import { PoolClientTls } from '../model/pool-client-tls';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { exposure } from '../network/network-shape';
import { Shape, number, oneOf, optional, required, struct, text, textMap } from '../private/shape';
import { COMPUTE, PLACEMENT, cluster } from '../private/value-shapes';

export const CONNECTION_POOL_SHAPE: Shape<ConnectionPoolProps> = {
  cluster: required(cluster),
  mode: optional(oneOf(PoolMode, 'PoolMode')),
  access: optional(oneOf(PoolAccess, 'PoolAccess')),
  instances: optional(number),
  poolSize: optional(number),
  maxClientConnections: optional(number),
  maxDatabaseConnections: optional(number),
  parameters: optional(textMap),
  compute: optional(struct(COMPUTE)),
  placement: optional(struct(PLACEMENT)),
  poolName: optional(text),
  image: optional(text),
  clientTls: optional(oneOf(PoolClientTls, 'PoolClientTls')),
  port: optional(number),
  labels: optional(textMap),
  annotations: optional(textMap),
  exposure: optional(exposure),
};

export const CONNECTION_POOL_ATTRIBUTES_SHAPE: Shape<ConnectionPoolAttributes> = {
  cluster: required(cluster),
  mode: optional(oneOf(PoolMode, 'PoolMode')),
  access: optional(oneOf(PoolAccess, 'PoolAccess')),
  poolName: optional(text),
  port: optional(number),
};
