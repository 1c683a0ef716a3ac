import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { ServiceKind } from '../../../model/operator-service';
import { PoolModel } from '../../../model/pool-model';
import { ReplicaModel } from '../../../model/recovery-model';
import { PoolAccess } from '../../../model/pool-mode';
import { POSTGRES_PORT } from '../../../model/service-address';
import { NetworkPeer, PodGroup, PodSelectors } from '../../network-contract';
import { fromOutside } from '../../shared/outside';
import { ZalandoClusterOptions } from '../cluster-options';
import { METRICS_JOB_LABEL, hasMetricsRole } from '../monitoring/role';
import { OPERATOR_NAMESPACE, PATRONI_PORT, SPILO_ROLE, podLabels, poolerService } from '../names';

/** Labels of the pods of all pools of a cluster; the operator's defaults. */
const poolerLabels = (cluster: string): { [key: string]: string } => ({ application: 'db-connection-pooler', 'cluster-name': cluster });

/** Labels of the pods that dump a cluster, for those who have this done. */
const dumpLabels = (cluster: string): { [key: string]: string } => ({ application: 'spilo-logical-backup', 'cluster-name': cluster });

/** Whether a Service is reached from outside. */
const isOutside = (kind = ServiceKind.CLUSTER_IP): boolean => kind !== ServiceKind.CLUSTER_IP;

/** The database pods, which are alike, and who has to reach them. */
export function podGroups(model: ClusterModel, { services = {} }: ZalandoClusterOptions): PodGroup[] {
  const { identity, network, pools, recovery, replica } = model;
  const { name } = identity;
  const instances = { podLabels: podLabels(name) };
  const source = recovery?.cluster?.identity ?? followed(replica);
  return [
    {
      name: 'instances',
      ...instances,
      ingress: [
        // Without the first port the operator makes no role and no database, without the other one it hands over no primary.
        { peers: [{ namespace: network.operatorNamespace ?? OPERATOR_NAMESPACE }], ports: [POSTGRES_PORT, PATRONI_PORT] },
        { peers: [instances], ports: [POSTGRES_PORT, PATRONI_PORT] },
        {
          peers: [
            ...(pools.length > 0 ? [{ podLabels: poolerLabels(name) }] : []),
            ...(hasMetricsRole(model) ? [{ podLabels: { [METRICS_JOB_LABEL]: name } }] : []),
            { podLabels: dumpLabels(name) },
          ],
          ports: [POSTGRES_PORT],
        },
        ...fromOutside([isOutside(services.primary) || isOutside(services.replicas) ? services : undefined]),
      ],
      clientPort: POSTGRES_PORT,
      egress: [
        { peers: [instances], ports: [POSTGRES_PORT, PATRONI_PORT] },
        // A clone is copied over the network, from a cluster of the same namespace; a standby streams.
        ...(source ? [{ peers: [sourcePods(source, identity)], ports: [POSTGRES_PORT] }] : []),
      ],
    },
  ];
}

/** The cluster that a standby streams from, where it answers at a service of this Kubernetes cluster. */
function followed(replica: ReplicaModel | undefined): ClusterIdentity | undefined {
  const { host } = replica?.source.primaryAddress ?? {};
  const [, service, namespace] = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.|$)/.exec(host ?? '') ?? [];
  return service === undefined ? undefined : { name: service.replace(/-repl$/, ''), namespace };
}

const sourcePods = ({ name, namespace }: ClusterIdentity, own: ClusterIdentity): NetworkPeer => ({
  podLabels: podLabels(name),
  namespace: namespace === own.namespace ? undefined : namespace,
});

/** The pods of a pool. The operator never connects to them. */
export function poolPods({ cluster: { name }, access }: PoolModel, { services = {} }: ZalandoClusterOptions): PodGroup {
  return {
    name: access === PoolAccess.READ_ONLY ? 'pool-ro' : 'pool-rw',
    podLabels: { ...poolerLabels(name), 'connection-pooler': poolerService(name, access) },
    ingress: fromOutside([isOutside(access === PoolAccess.READ_ONLY ? services.replicaPool : services.primaryPool) ? services : undefined]),
    clientPort: POSTGRES_PORT,
    egress: [{ peers: [{ podLabels: podLabels(name) }], ports: [POSTGRES_PORT] }],
  };
}

/** How a Service finds the database pods; pods of pools have the label of the primary too, but not that of the image. */
export function podSelectors({ name }: ClusterIdentity): PodSelectors {
  const instances = podLabels(name);
  return {
    instances,
    primary: { ...instances, [SPILO_ROLE]: 'master' },
    replicas: { ...instances, [SPILO_ROLE]: 'replica' },
  };
}
