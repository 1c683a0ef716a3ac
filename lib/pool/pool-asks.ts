import { Ask, AsksByKind, askedByProp, askedWhen, asksByKind } from '../private/asks';
import { Capability } from '../model/capability';
import { PoolClientTls } from '../model/pool-client-tls';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { PoolModel } from '../model/pool-model';
import { POSTGRES_PORT } from '../model/service-address';

/** A pool together with the other pools of its cluster, for what only shows when they are seen side by side. */
export interface PoolContext {
  readonly pool: PoolModel;
  /** The pools that were attached to the cluster before this one. */
  readonly earlier: readonly PoolModel[];
}

const sizing = ({
  mode,
  instances,
  compute,
  poolSize,
  maxClientConnections,
  maxDatabaseConnections,
  parameters,
  image,
}: PoolModel): string =>
  JSON.stringify([mode, instances, compute, poolSize, maxClientConnections, maxDatabaseConnections, parameters, image]);

/** Whether passwords may be readable on the way to a pool. */
export const isInTheClear = ({ clientTls = PoolClientTls.REQUIRE }: PoolModel): boolean => clientTls !== PoolClientTls.REQUIRE;

const MODES: AsksByKind<PoolMode> = {
  [PoolMode.SESSION]: [Capability.POOL_SESSION, 'session pooling'],
  [PoolMode.TRANSACTION]: [Capability.POOL_TRANSACTION, 'transaction pooling'],
  [PoolMode.STATEMENT]: [Capability.POOL_STATEMENT, 'statement pooling'],
};

/** What a pool asks for. */
export const POOL_ASKS: readonly Ask<PoolContext>[] = [
  ...asksByKind(MODES, ({ pool }: PoolContext, mode, asked) => askedWhen(pool.mode === mode, asked)),
  [Capability.POOL_READ_ONLY, ({ pool }) => askedWhen(pool.access === PoolAccess.READ_ONLY, 'a read-only pool')],
  [
    Capability.POOL_READ_WRITE_AND_READ_ONLY,
    ({ pool, earlier }) =>
      earlier.filter(({ access }) => access !== pool.access).map(({ access }) => `a ${pool.access} pool beside a ${access} one`),
  ],
  [
    Capability.POOL_SAME_ACCESS,
    ({ pool, earlier }) => earlier.filter(({ access }) => access === pool.access).map(({ access }) => `a second ${access} pool`),
  ],
  [
    Capability.POOL_DIFFERENT_SIZING,
    ({ pool, earlier }) =>
      earlier
        .filter((other) => other.access !== pool.access && sizing(other) !== sizing(pool))
        .map(({ access }) => `another mode or size than that of the ${access} pool`),
  ],
  [Capability.POOL_SIZE, ({ pool }) => askedByProp('poolSize', pool.poolSize)],
  [Capability.POOL_CLIENT_LIMIT, ({ pool }) => askedByProp('maxClientConnections', pool.maxClientConnections)],
  [Capability.POOL_DATABASE_LIMIT, ({ pool }) => askedByProp('maxDatabaseConnections', pool.maxDatabaseConnections)],
  [Capability.POOL_PARAMETERS, ({ pool }) => askedByProp('parameters', pool.parameters)],
  [Capability.EXPOSURE_POOL, ({ pool }) => askedByProp('exposure', pool.exposure)],
  [Capability.POOL_COMPUTE, () => [`'compute'`]],
  [
    Capability.COMPUTE_WITHOUT_CPU_LIMIT,
    ({ pool }) => askedWhen(pool.compute.withoutCpuLimit === true, `'compute.withoutCpuLimit' of a pool`),
  ],
  [Capability.POOL_PLACEMENT, ({ pool }) => askedWhen(pool.hasOwnPlacement, `'placement' of a pool`)],
  [Capability.POOL_IMAGE, ({ pool }) => askedByProp('image', pool.image)],
  [Capability.POOL_CLIENT_TLS, ({ pool }) => askedWhen(isInTheClear(pool), `'clientTls: ${pool.clientTls}'`)],
  [Capability.POOL_PORT, ({ pool }) => askedWhen(pool.port !== POSTGRES_PORT, `'port'`)],
  [Capability.POOL_METADATA, ({ pool }) => [...askedByProp('labels', pool.ownLabels), ...askedByProp('annotations', pool.ownAnnotations)]],
  [Capability.POOL_NAME, ({ pool }) => askedByProp('poolName', pool.name)],
  [
    Capability.POOL_IMPORTED_CLUSTER,
    ({ pool }) => askedWhen(!pool.ownsCluster, `a pool for the cluster '${pool.cluster.name}' of another app`),
  ],
];
