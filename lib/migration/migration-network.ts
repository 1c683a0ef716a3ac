import { Construct } from 'constructs';
import { NetworkModel } from '../model/network';
import { Admission } from '../network/admission';
import { peerSpec } from '../network/peer';
import { bindPolicy, policyName, withoutApiServer } from '../network/policies';
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

/** The policy of the Jobs: they reach both sides, and nobody reaches them. */
export function bindMigrationPolicy(scope: Construct, { source, target }: MigrationSides, jobs: Labels, network: NetworkModel): void {
  const { identity } = target;
  const clusters = [source.haCluster, target].filter((cluster) => cluster !== undefined);
  const servers = clusters.map((cluster) => ({
    peers: [{ podLabels: podsOf(cluster), namespace: otherNamespace(cluster.identity, identity) }],
    ports: [cluster.primary.port],
  }));
  bindPolicy(scope, 'Policy', {
    name: policyName(identity, 'migration'),
    cluster: identity,
    group: () => ({ name: 'migration', podLabels: jobs, ingress: [], egress: servers }),
    clients: () => [],
    egress: () => {
      const rules = withoutApiServer(network);
      return rules && source.server ? { ...rules, databaseCidrs: network.egress?.databaseCidrs, databasePorts: [source.port] } : rules;
    },
  });
}
