import { ClusterIdentity } from '../model/identity';
import { Admission } from '../network/admission';
import { peerSpec } from '../network/peer';
import { NetworkIngress } from '../operators/network-contract';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { otherNamespace } from './migration-model';
import { MigrationSides } from './migration-servers';

type Labels = { readonly [key: string]: string };

/** Labels of the instances of a cluster. */
const podsOf = ({ operator, identity }: IHaCluster): Labels => operator.podSelectors(identity).instances;

/** Lets the Jobs in to both sides, and each side in to the other one. */
export function letIn({ migration, source: { haCluster }, target }: MigrationSides, jobs: Labels): void {
  const { method } = migration.plan;
  const pods = (podLabels: Labels, of: IHaCluster, to: IHaCluster) =>
    peerSpec({ podLabels, namespace: otherNamespace(of.identity, to.identity) });
  if (haCluster) {
    Admission.of(haCluster)?.admit(() => {
      // Pods that copy files, where no instance does.
      const copying = method === 'physical' ? target.operator.migrations?.copyingPods(target.identity) : undefined;
      return [
        pods(jobs, target, haCluster),
        ...(method === 'dump' ? [] : [pods(podsOf(target), target, haCluster)]),
        ...(copying ? [pods(copying, target, haCluster)] : []),
      ];
    });
  }
  Admission.of(target)?.admit(() => [
    pods(jobs, target, target),
    ...(haCluster && method === 'logical' ? [pods(podsOf(haCluster), haCluster, target)] : []),
  ]);
}

/** The instances of clusters, as a Job beside one of them reaches them. */
export const serversOf = (clusters: readonly (IHaCluster | undefined)[], own: ClusterIdentity): NetworkIngress[] =>
  clusters
    .filter((cluster) => cluster !== undefined)
    .map((cluster) => ({
      peers: [{ podLabels: podsOf(cluster), namespace: otherNamespace(cluster.identity, own) }],
      ports: [cluster.primary.port],
    }));
