import { copyContext } from './copy-context';
import { COPY_RULES } from '../origin/copy-rules';
import { OriginContext } from '../origin/origin-context';
import { RECOVERY_RULES } from '../origin/recovery-rules';
import { REPLICA_RULES } from '../origin/replica-rules';
import type { IHaCluster } from '../refs/ha-cluster-ref';
import { Finding } from '../model/finding';
import { ClusterModel } from '../model/cluster-model';
import { clusterPlace, namesakes } from '../private/identities';
import { runRules } from '../private/rules';

/** What is wrong with what a cluster is made of, or follows. */
export function originFindings(cluster: IHaCluster, model: ClusterModel): Finding[] {
  const { recovery, replica, backup } = model;
  // Most clusters begin empty, and load none of this.
  if (recovery === undefined && replica === undefined) {
    return [];
  }
  const { operator } = cluster;
  const archive = recovery?.archive ?? replica?.source.sourceArchive;
  const source = recovery?.cluster as IHaCluster | undefined;
  const copies = copyContext(cluster, model);
  const context: OriginContext = {
    model,
    operatorName: operator.facts.displayName,
    upgradesCopies: operator.facts.upgradesCopies === true,
    reads: archive ? operator.archivePlaces(archive) : [],
    writes: archive && backup ? operator.archivePlaces(backup) : [],
    followed: replica?.source.sourceArchive ? namesakes(cluster, clusterPlace(replica.source.sourceArchive.cluster)) : [],
    cloned: model.cloned,
    operators: source && [source.operator.facts.displayName, operator.facts.displayName],
  };
  return [
    ...runRules(RECOVERY_RULES, context),
    ...runRules(REPLICA_RULES, context),
    ...(copies === undefined ? [] : runRules(COPY_RULES, copies)),
  ];
}
