import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { PoolModel } from '../../../model/pool-model';
import { POSTGRES_PORT } from '../../../model/service-address';
import { NetworkIngress, NetworkPeer, PodGroup, PodSelectors } from '../../network-contract';
import { fromOutside } from '../../shared/outside';
import { CrunchyClusterOptions } from '../cluster-options';
import { PGO_PREFIX, instanceLabels, pgBackRestLabels, poolLabels } from '../names';

/** Who of the pods of a cluster has which neighbours. PGO itself works through the API server and connects to none of them. */

/** Patroni's REST API: instances ask each other. The kubelet asks too, from the node, which policies let in. */
const PATRONI_PORT = 8008;

/** pgBackRest's server, which every instance and the repository host run. */
const PGBACKREST_PORT = 8432;

/** How Services find the pods of a cluster. The words for the roles are Patroni's. */
export function podSelectors(cluster: ClusterIdentity): PodSelectors {
  const instances = instanceLabels(cluster);
  return {
    instances,
    primary: { ...instances, [`${PGO_PREFIX}role`]: 'master' },
    replicas: { ...instances, [`${PGO_PREFIX}role`]: 'replica' },
  };
}

/** The instances, and all that is pgBackRest's: the host of a repository on a volume, and the jobs of backups and restores. */
export function podGroups(model: ClusterModel, { services }: CrunchyClusterOptions): PodGroup[] {
  const { identity, pools, followers } = model;
  const instances: NetworkPeer = { podLabels: instanceLabels(identity) };
  const repository: NetworkPeer = { podLabels: pgBackRestLabels(identity) };
  return [
    {
      name: 'instances',
      podLabels: instanceLabels(identity),
      ingress: [
        { peers: [instances], ports: [POSTGRES_PORT, PATRONI_PORT] },
        // Backups are read through it. An instance needs no other instance for its own.
        { peers: [repository], ports: [PGBACKREST_PORT] },
        ...(pools.length > 0 ? [{ peers: [{ podLabels: poolLabels(identity) }], ports: [POSTGRES_PORT] }] : []),
        ...fromOutside([services?.primary, services?.replicas]),
      ],
      clientPort: POSTGRES_PORT,
      egress: [
        { peers: [instances], ports: [POSTGRES_PORT, PATRONI_PORT] },
        { peers: [repository], ports: [PGBACKREST_PORT] },
        ...streamingSource(model),
      ],
    },
    {
      name: 'repository',
      podLabels: pgBackRestLabels(identity),
      ingress: [
        {
          // A clone reads a repository on a volume from the host of its source.
          peers: [instances, repository, ...followers.map((follower) => peerOf(identity, follower, pgBackRestLabels(follower)))],
          ports: [PGBACKREST_PORT],
        },
      ],
      egress: [{ peers: [instances, repository, ...clonedHost(model)], ports: [PGBACKREST_PORT] }],
    },
  ];
}

/** The pods of the one pgbouncer of a cluster. Without the collector of a feature gate it has no metrics. */
export function poolPods({ cluster, port }: PoolModel, { services }: CrunchyClusterOptions): PodGroup {
  return {
    name: 'pgbouncer',
    podLabels: poolLabels(cluster),
    ingress: fromOutside([services?.pool], port),
    clientPort: port,
    egress: [{ peers: [{ podLabels: instanceLabels(cluster) }], ports: [POSTGRES_PORT] }],
  };
}

/** The repository host of the cluster that is cloned. */
function clonedHost({ identity, recovery }: ClusterModel): NetworkPeer[] {
  const source = recovery?.cluster?.identity;
  return source ? [peerOf(identity, source, pgBackRestLabels(source))] : [];
}

/** The cluster that is followed by streaming, where it runs in the same Kubernetes cluster: its host is one of its services then. */
function streamingSource({ identity, replica }: ClusterModel): NetworkIngress[] {
  const { clusterName: name, host } = replica?.source.primaryAddress ?? { clusterName: '', host: '' };
  const [service, namespace, kind = 'svc'] = host.split('.');
  const isService = ['primary', 'replicas', 'ha'].some((ending) => service === `${name}-${ending}`) && kind === 'svc';
  const source = { name, namespace };
  return isService ? [{ peers: [peerOf(identity, source, instanceLabels(source))], ports: [POSTGRES_PORT] }] : [];
}

/** Pods of another cluster, as this one sees them. */
function peerOf(own: ClusterIdentity, { namespace }: ClusterIdentity, podLabels: { [key: string]: string }): NetworkPeer {
  return namespace === undefined || namespace === own.namespace ? { podLabels } : { podLabels, namespace };
}
