import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { PoolModel } from '../../../model/pool-model';
import { POSTGRES_PORT } from '../../../model/service-address';
import { NetworkIngress, NetworkPeer, PodGroup, PodSelectors } from '../../network-contract';
import { CloudNativePgClusterOptions } from '../cluster-options';
import { fromOutside } from '../../shared/outside';
import { JOB_LABEL, clusterLabels, poolLabels, poolType } from '../names';

/** Who of the operator's pods has which neighbours. */

/** The instance manager: state for the operator, and for the other instances, by which one that is cut off knows that it is. */
const STATUS_PORT = 8000;

/** Namespace of the operator in its own instructions. */
export const OPERATOR_NAMESPACE = 'cnpg-system';

/**
 * What the operator has to reach of every instance, by its documentation. Without the second there is no failover.
 *
 * @see https://cloudnative-pg.io/documentation/current/networking/
 */
export const OPERATOR_PORTS: readonly number[] = [POSTGRES_PORT, STATUS_PORT];

/** How Services find the pods of a cluster. Poolers and jobs have its label too, and no role of an instance. */
export function podSelectors(identity: ClusterIdentity): PodSelectors {
  const labels = clusterLabels(identity);
  return {
    instances: { ...labels, 'cnpg.io/podRole': 'instance' },
    primary: { ...labels, 'cnpg.io/instanceRole': 'primary' },
    replicas: { ...labels, 'cnpg.io/instanceRole': 'replica' },
  };
}

/** The instances of a cluster, and the jobs that prepare their volumes. */
export function podGroups(model: ClusterModel, { services }: CloudNativePgClusterOptions): PodGroup[] {
  const { identity, network } = model;
  const { instances } = podSelectors(identity);
  const toInstances = (...ports: number[]): NetworkIngress => ({ peers: [{ podLabels: instances }], ports });
  const sources = sourceRules(model);
  return [
    {
      name: 'instances',
      podLabels: instances,
      ingress: [
        {
          // Not by the labels of its pods, which an installation may change: without the operator there is no failover.
          peers: [{ namespace: network.operatorNamespace ?? OPERATOR_NAMESPACE }],
          ports: [...OPERATOR_PORTS],
        },
        // Instances, jobs that copy one, and poolers, those of other apps included.
        { peers: [{ podLabels: clusterLabels(identity) }], ports: [POSTGRES_PORT] },
        toInstances(STATUS_PORT),
        // `kubectl cnpg status` asks each instance through the API server, and it is asked for when something is wrong.
        { peers: network.apiServerCidrs.map((cidr) => ({ cidr })), ports: [STATUS_PORT] },
        ...fromOutside(services?.additional ?? []),
      ],
      clientPort: POSTGRES_PORT,
      egress: [toInstances(POSTGRES_PORT, STATUS_PORT), ...sources],
    },
    {
      name: 'jobs',
      podLabels: clusterLabels(identity),
      podLabelKeys: [JOB_LABEL],
      // Nobody connects to a job.
      ingress: [],
      egress: [toInstances(POSTGRES_PORT), ...sources],
    },
  ];
}

/** The pods of a pool. The operator does not connect to them. */
export function poolPods(pool: PoolModel, { poolers }: CloudNativePgClusterOptions): PodGroup {
  return {
    // A name of the program's own cannot be one of the default ones, nor that of another group.
    name: pool.name === undefined ? `pool-${poolType(pool)}` : `pooler-${pool.name}`,
    podLabels: poolLabels(pool),
    ingress: fromOutside([poolers?.service]),
    clientPort: POSTGRES_PORT,
    egress: [{ peers: [{ podLabels: podSelectors(pool.cluster).instances }], ports: [POSTGRES_PORT] }],
  };
}

/** What a cluster copies or streams from, as far as that runs in the same Kubernetes cluster. */
function sourceRules(model: ClusterModel): NetworkIngress[] {
  const clone = model.recovery?.cluster?.identity;
  const streaming = model.replica?.source.primaryAddress;
  const service = streaming && serviceOf(streaming.clusterName, streaming.host);
  return [clone, service && { name: streaming.clusterName, namespace: service.namespace }]
    .filter((source) => source !== undefined)
    .map((source) => ({ peers: [sourcePeer(model.identity, source)], ports: [POSTGRES_PORT] }));
}

function sourcePeer(own: ClusterIdentity, source: ClusterIdentity): NetworkPeer {
  const podLabels = podSelectors(source).instances;
  return source.namespace === undefined || source.namespace === own.namespace ? { podLabels } : { podLabels, namespace: source.namespace };
}

/** The namespace of a host that is one of the services of a cluster; nothing for any other host. */
export function serviceOf(clusterName: string, host: string): { readonly namespace?: string } | undefined {
  const [service, namespace, kind] = host.split('.');
  const isService = ['rw', 'r', 'ro'].some((ending) => service === `${clusterName}-${ending}`);
  return isService && (kind === undefined || kind === 'svc') ? { namespace } : undefined;
}
