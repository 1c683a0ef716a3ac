import { ClusterModel, PoolModel } from '../model/models';
import { RoleOptions } from '../model/role';
import { Rule } from '../private/rules';
import { exposureRules } from './exposure-rules';
import { ACCESS_RULE_RULES } from './hba-rules';
import { EGRESS_RULES, NETWORK_RULES } from './network-rules';
import { DATABASE_RULES, ROLE_RULES } from './role-rules';
import { TLS_RULES } from './tls-rules';

/** A cluster, with what is not a part of its model. */
export interface AccessContext {
  readonly model: ClusterModel;
  /** Whether the operator makes the schemas of databases, and no Job. */
  readonly createsSchemas: boolean;
  /** The roles as given, in which one may stand twice. */
  readonly given: readonly RoleOptions[];
  /** Image of the Jobs that give access, where it was given. */
  readonly accessImage?: string;
  /** Whether the access rules were given as an empty list. */
  readonly noAccessRules: boolean;
}

/** What is exposed of a cluster. */
const CLUSTER_EXPOSURE_RULES = exposureRules<AccessContext>(({ model: { exposure, nonProduction } }) => {
  const open = nonProduction?.openToAnyAddress ?? false;
  return [
    ['exposure.primary', exposure.primary, open],
    ['exposure.replicas', exposure.replicas, open],
  ];
});

/** The replicas of a cluster that has none. */
const REPLICAS_EXIST: Rule<AccessContext> = {
  id: 'EXP-007',
  summary: 'replicas that are exposed exist',
  why: 'the Service would lead nowhere',
  check: ({ model: { exposure, instances } }) =>
    exposure.replicas && instances === 1
      ? `'exposure.replicas' does not go with 1 instance; write 'exposure.primary', or more instances`
      : undefined,
};

/** Two Services that the API server or the DNS would not tell apart. */
const APART: Rule<AccessContext> = {
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

/** What holds on every operator for those who get at a cluster. */
export const ACCESS_RULES: readonly Rule<AccessContext>[] = [
  ...DATABASE_RULES,
  ...ROLE_RULES,
  ...TLS_RULES,
  ...NETWORK_RULES,
  ...EGRESS_RULES,
  ...CLUSTER_EXPOSURE_RULES,
  REPLICAS_EXIST,
  APART,
  ...ACCESS_RULE_RULES,
];

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
