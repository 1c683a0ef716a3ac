import { Construct } from 'constructs';
import { ACCESS_LABEL } from '../access/access-label';
import { needsAccessJob } from '../access/role-models';
import { Exposure } from '../model/exposure';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { PoolModel } from '../model/pool-model';
import { MonitoringModel } from '../model/monitoring';
import { NetworkModel } from '../model/network';
import { writes } from '../model/standing';
import { POSTGRES_PORT } from '../model/service-address';
import { IClusterView } from '../operators/cluster-view';
import { IPostgresOperator } from '../operators/contract';
import { PodGroup } from '../operators/network-contract';
import { Admission, Peers } from './admission';
import { withMetrics } from './metrics-ingress';
import { bindPolicy, egressRules, policyName, poolEgress, withoutApiServer } from './policies';
import { peerSpec } from './peer';
import { bindExposure, exposedTo, externalPoolService, externalReadService, externalService } from './services';

/** Prints who reaches the instances of a cluster: policies, and services for those outside of the Kubernetes cluster. */
export function bindClusterNetwork(scope: Construct, view: IClusterView, operator: IPostgresOperator, admission: Admission): void {
  const { identity, network, exposure } = view.model;
  const { primary, replicas } = exposure;
  if (!network.managedElsewhere) {
    // Which groups there are does not change, their neighbours may.
    operator.podGroups(view.model).forEach(({ name }) => {
      bindPolicy(scope, `Policy-${name}`, {
        name: policyName(identity, name),
        cluster: identity,
        group: () => {
          const group = operator.podGroups(view.model).find((one) => one.name === name)!;
          return withMigrations(withMetrics(group, operator.monitoring?.instanceMetrics(view.model), view.model), view.model);
        },
        clients: () => [
          // There is no such Job where nobody writes.
          ...(writes(view.model) && needsAccessJob(view.model, operator.facts.createsSchemas)
            ? [peerSpec({ podLabels: { [ACCESS_LABEL]: identity.name } })]
            : []),
          ...admission.clients,
          ...exposedTo(primary),
          ...exposedTo(replicas),
        ],
        egress: () => egressRules(view.model),
      });
    });
  }
  if (!network.managedElsewhere && needsAccessJob(view.model, operator.facts.createsSchemas)) {
    bindAccessPolicy(scope, view, operator);
  }
  const pods = operator.podSelectors(identity);
  const services: readonly (readonly [string, string, Exposure | undefined, { [key: string]: string }])[] = [
    ['External', externalService(identity.name), primary, pods.primary],
    ['ExternalRead', externalReadService(identity.name), replicas, pods.replicas],
  ];
  services.forEach(([id, name, exposed, labels]) => {
    if (exposed) {
      bindExposure(scope, id, { name, cluster: identity, exposure: exposed, pods: labels, port: POSTGRES_PORT });
    }
  });
}

/** Each side of a migration reads from the other one. */
const withMigrations = (group: PodGroup, { migrations }: ClusterModel): PodGroup => ({
  ...group,
  egress: [
    ...group.egress,
    ...migrations.flatMap(({ peer }) =>
      peer ? [{ peers: [{ podLabels: peer.podLabels, namespace: peer.namespace }], ports: [peer.port] }] : [],
    ),
  ],
});

/** Prints that nobody reaches the Jobs that give access, and what they may reach. */
function bindAccessPolicy(scope: Construct, view: IClusterView, operator: IPostgresOperator): void {
  const { identity, network } = view.model;
  const instances = { podLabels: operator.podSelectors(identity).instances };
  const group: PodGroup = {
    name: 'access',
    podLabels: { [ACCESS_LABEL]: identity.name },
    ingress: [],
    egress: [{ peers: [instances], ports: [POSTGRES_PORT] }],
  };
  bindPolicy(scope, 'Policy-access', {
    name: policyName(identity, group.name),
    cluster: identity,
    group: () => group,
    clients: () => [],
    egress: () => withoutApiServer(network),
    printedWhile: () => writes(view.model),
  });
}

/** Prints who reaches the pods of a pool. */
export function bindPoolNetwork(
  scope: Construct,
  pool: PoolModel,
  plan: {
    readonly operator: IPostgresOperator;
    readonly admission: Admission;
    readonly network: NetworkModel;
    readonly monitoring: MonitoringModel;
    readonly host: string;
  },
): void {
  const { operator, admission, network, host } = plan;
  const group = withMetrics(operator.poolPods(pool, network), operator.monitoring?.poolMetrics(pool), plan);
  if (!network.managedElsewhere) {
    bindPolicy(scope, 'Policy', {
      name: policyName(pool.cluster, group.name),
      cluster: pool.cluster,
      group: () => group,
      clients: () => [...admission.clients, ...exposedTo(pool.exposure)],
      egress: () => poolEgress(network),
    });
  }
  if (pool.exposure) {
    bindExposure(scope, 'External', {
      name: externalPoolService(host),
      cluster: pool.cluster,
      exposure: pool.exposure,
      pods: group.podLabels,
      port: group.clientPort ?? POSTGRES_PORT,
    });
  }
}

/** Prints a policy that lets in the applications of this app to what another app owns; policies add up. */
export function bindGuestPolicy(
  scope: Construct,
  plan: {
    readonly name: string;
    readonly identity: ClusterIdentity;
    readonly pods: Pick<PodGroup, 'podLabels' | 'clientPort'>;
    readonly clients: Peers;
  },
): void {
  const { identity, pods, clients } = plan;
  const name = policyName(identity, plan.name);
  const group: PodGroup = { name, podLabels: pods.podLabels, clientPort: pods.clientPort ?? POSTGRES_PORT, ingress: [], egress: [] };
  bindPolicy(scope, 'Policy', { name, cluster: identity, group: () => group, clients, egress: () => undefined });
}

/** Lets the pods of one cluster in to another, which it copies or streams from. */
export function followerPeers(model: ClusterModel, operator: IPostgresOperator, to: ClusterIdentity) {
  const namespace = model.identity.namespace === to.namespace ? undefined : model.identity.namespace;
  return operator.podGroups(model).map(({ podLabels, podLabelKeys }) => peerSpec({ podLabels, namespace }, podLabelKeys));
}
