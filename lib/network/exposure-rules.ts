import { allInstances } from '../model/all-instances';
import { exposureRules } from './exposure-facts';
import { ClusterModel } from '../model/cluster-model';
import { PoolModel } from '../model/pool-model';
import { Rule } from '../private/rules';

/** A cluster of which something may be exposed. */
interface ExposureContext {
  readonly model: ClusterModel;
}

/** What is exposed of a cluster. */
export const CLUSTER_EXPOSURE_RULES = exposureRules<ExposureContext>(({ model: { exposure, nonProduction } }) => {
  const open = nonProduction?.openToAnyAddress ?? false;
  return [
    ['exposure.primary', exposure.primary, open],
    ['exposure.replicas', exposure.replicas, open],
  ];
});

/** The replicas of a cluster that has none. */
export const REPLICAS_EXIST: Rule<ExposureContext> = {
  id: 'EXP-007',
  summary: 'replicas that are exposed exist',
  why: 'the Service would lead nowhere',
  check: ({ model: { exposure, ...model } }) =>
    exposure.replicas && allInstances(model) === 1
      ? `'exposure.replicas' does not go with 1 instance; write 'exposure.primary', or more instances`
      : undefined,
};

/** Two Services that the API server or the DNS would not tell apart. */
export const APART: Rule<ExposureContext> = {
  id: 'EXP-008',
  summary: 'primary and replicas are exposed by ports and host names of their own',
  why: 'the API server refuses the second Service, or clients that write would end up at a replica',
  check: ({ model: { exposure } }) => {
    const { primary, replicas } = exposure;
    return [
      ...(primary?.port !== undefined && primary.port === replicas?.port ? [`'exposure' has the node port ${primary.port} twice`] : []),
      ...(primary?.options.hostname !== undefined && primary.options.hostname === replicas?.options.hostname
        ? [`'exposure' has the host name '${primary.options.hostname}' twice`]
        : []),
    ].map((text) => `${text}; write another one for the replicas`);
  },
};

/** A pool and what it is reached by. */
interface PoolExposureContext {
  readonly pool: PoolModel;
  /** Whether it may be open to every address. */
  readonly open: boolean;
  /** Name of its Service for those outside of the Kubernetes cluster. */
  readonly service: string;
}

const MAX_SERVICE_NAME = 63;

/** What holds for the exposure of a pool. */
export const POOL_EXPOSURE_RULES: readonly Rule<PoolExposureContext>[] = [
  ...exposureRules<PoolExposureContext>(({ pool, open }) => [['exposure', pool.exposure, open]]),
  {
    id: 'EXP-006',
    summary: 'the Service of a pool for those outside has a name of at most 63 characters',
    why: 'the API server refuses longer ones',
    check: ({ pool, service }) =>
      pool.exposure === undefined || service.length <= MAX_SERVICE_NAME
        ? undefined
        : `the Service '${service}' has ${service.length} characters and may have ${MAX_SERVICE_NAME}; write a shorter 'poolName'`,
  },
];
