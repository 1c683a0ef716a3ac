import { sourceFacts } from '../backup/source-facts';
import { BackupArchive } from '../model/backup-archive';
import { BackupModel } from '../model/backup-model';
import { ClusterModel } from '../model/cluster-model';
import { RecoveryKind } from '../model/recovery-source';
import { POSTGRES_PORT } from '../model/service-address';
import { SourceFacts } from '../model/source-facts';
import { CopyContext, CopyKind } from '../origin/copy-rules';
import type { IHaCluster } from '../refs/ha-cluster-ref';
import { Attachments } from '../private/attachments';
import { clusterPlace, holders } from '../private/identities';

/** Which recoveries copy files; a logical import does not. */
const KINDS: { readonly [kind in RecoveryKind]?: CopyKind } = {
  [RecoveryKind.ARCHIVE]: CopyKind.RESTORE,
  [RecoveryKind.CLONE]: CopyKind.CLONE,
  [RecoveryKind.SNAPSHOTS]: CopyKind.SNAPSHOTS,
};

/** A cluster and what it is a copy of; undefined where it is none, or where nothing is known of its source. */
export function copyContext(cluster: IHaCluster, model: ClusterModel): CopyContext | undefined {
  const { recovery, replica } = model;
  const kind = replica ? CopyKind.FOLLOWER : recovery && KINDS[recovery.kind];
  const source = kind && sourceOf(cluster, model);
  return kind && source && copyOf(cluster, model, { kind, name: source.name, facts: source.facts });
}

/** A cluster as a copy of something. */
export function copyOf(
  { operator: { facts } }: IHaCluster,
  model: ClusterModel,
  source: { readonly kind: CopyKind; readonly name: string; readonly facts: SourceFacts },
): CopyContext {
  return {
    kind: source.kind,
    copyName: model.identity.name,
    sourceName: source.name,
    source: source.facts,
    copy: sourceFacts(model, facts),
    defaults: facts,
  };
}

interface Source {
  readonly name: string;
  readonly facts: SourceFacts;
}

function sourceOf(cluster: IHaCluster, { recovery, replica }: ClusterModel): Source | undefined {
  const archive = replica ? replica.source.sourceArchive : recovery?.archive;
  const streaming = replica?.source.primaryAddress;
  return (
    factsOf(cluster, recovery?.cluster as IHaCluster | undefined) ??
    (archive && archiveFacts(cluster, archive)) ??
    (streaming && factsOf(cluster, holders(cluster, `${streaming.host}:${streaming.port ?? POSTGRES_PORT}`)[0] as IHaCluster | undefined))
  );
}

/** A source that is an object of the app. */
function factsOf(cluster: IHaCluster, source: IHaCluster | undefined): Source | undefined {
  const model = source && sameOperator(cluster, source) ? Attachments.within(cluster, source)?.model() : undefined;
  return source && model && { name: model.identity.name, facts: sourceFacts(model, source.operator.facts) };
}

/** What an archive says of its writer, and, where it was only described, what the app knows of that one. */
function archiveFacts(cluster: IHaCluster, archive: BackupArchive): Source | undefined {
  const said = archive._source;
  // Rule REC-016 says what is wrong with that of another operator.
  if ((archive.operatorName ?? cluster.operator.facts.displayName) !== cluster.operator.facts.displayName) {
    return undefined;
  }
  const writer = said?.isWhole ? undefined : (holders(cluster, clusterPlace(archive.cluster))[0] as IHaCluster | undefined);
  const model = writer && sameOperator(cluster, writer) ? Attachments.within(cluster, writer)?.model() : undefined;
  // A cluster of this name that archives elsewhere is another life of it.
  if (model?.backup && sameLife(cluster, model.backup, archive)) {
    const described = Object.fromEntries(Object.entries(said ?? {}).filter(([, value]) => value !== undefined));
    return { name: archive.cluster.name, facts: { ...sourceFacts(model, writer!.operator.facts), ...described, isWhole: true } };
  }
  return said && { name: archive.cluster.name, facts: said };
}

/** Whether an archive is that of this life of its writer; a place that somebody else chose says it by itself. */
function sameLife({ operator }: IHaCluster, backup: BackupModel, archive: BackupArchive): boolean {
  if (![...backup.repositories, ...archive.repositories].some(({ place }) => place !== undefined)) {
    return backup.generation === archive.generation;
  }
  const places = operator.archivePlaces(backup);
  return operator.archivePlaces(archive).some((place) => places.includes(place));
}

/** Whether two clusters have the same operator; what another one makes of a cluster is refused as such. */
export const sameOperator = (one: IHaCluster, other: IHaCluster): boolean =>
  one.operator.facts.displayName === other.operator.facts.displayName;
