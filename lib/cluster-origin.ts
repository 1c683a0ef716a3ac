import { RECOVERY_RULES } from './checks/recovery-rules';
import { REPLICA_RULES } from './checks/replica-rules';
import type { HaCluster } from './ha-cluster';
import type { IHaCluster } from './ha-cluster-ref';
import { Finding } from './model/finding';
import { ClusterModel } from './model/models';
import { Attachments } from './private/attachments';
import { clusterPlace, namesakes } from './private/identities';
import { runRules } from './private/rules';

/** What is wrong with what a cluster is made of, or follows. */
export function originFindings(cluster: HaCluster, model: ClusterModel): Finding[] {
  const { recovery, replica, backup } = model;
  const { operator } = cluster;
  const archive = recovery?.archive ?? replica?.source.sourceArchive;
  const source = recovery?.cluster as IHaCluster | undefined;
  return runRules([...RECOVERY_RULES, ...REPLICA_RULES], {
    model,
    operatorName: operator.facts.displayName,
    reads: archive ? operator.archivePlaces(archive) : [],
    writes: backup ? operator.archivePlaces(backup) : [],
    followed: replica?.source.sourceArchive ? namesakes(cluster, clusterPlace(replica.source.sourceArchive.cluster)) : [],
    cloned: source && Attachments.within(cluster, source)?.model(),
    operators: source && [source.operator.facts.displayName, operator.facts.displayName],
  });
}
