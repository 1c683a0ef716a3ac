import { Ask, AsksByKind, askedByProp, askedWhen, asksByKind } from '../private/asks';
import { placeAsks } from '../backup/backup-asks';
import { Capability } from '../model/capability';
import { ClusterModel } from '../model/cluster-model';
import { RecoveryKind } from '../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind } from '../model/recovery-target';
import { ReplicaSource } from '../model/replica-source';

/** Ends of a recovery; the latest is where each ends that says nothing. */
const TARGETS: AsksByKind<Exclude<RecoveryTargetKind, RecoveryTargetKind.LATEST>> = {
  [RecoveryTargetKind.TIME]: [Capability.RECOVERY_TIME, 'recovery to a moment'],
  [RecoveryTargetKind.TRANSACTION]: [Capability.RECOVERY_TRANSACTION, 'recovery to a transaction'],
  [RecoveryTargetKind.LSN]: [Capability.RECOVERY_LSN, 'recovery to a position in WAL'],
  [RecoveryTargetKind.RESTORE_POINT]: [Capability.RECOVERY_RESTORE_POINT, 'recovery to a restore point'],
  [RecoveryTargetKind.BACKUP]: [Capability.RECOVERY_BACKUP, 'recovery to the end of a backup'],
};

/** What the first data comes from. */
const RECOVERIES: AsksByKind<RecoveryKind> = {
  [RecoveryKind.ARCHIVE]: [Capability.RECOVERY_ARCHIVE, 'recovery from an archive'],
  [RecoveryKind.CLONE]: [Capability.RECOVERY_CLONE, 'a clone of a running cluster'],
  [RecoveryKind.SNAPSHOTS]: [Capability.RECOVERY_SNAPSHOTS, 'recovery from volume snapshots'],
  [RecoveryKind.IMPORT]: [Capability.RECOVERY_IMPORT, 'a logical import'],
};

/** What the end of a recovery asks for. */
export const targetAsks = <M>(targetOf: (model: M) => RecoveryTarget | undefined): readonly Ask<M>[] => [
  ...asksByKind(TARGETS, (m: M, kind, asked) => askedWhen(targetOf(m)?.kind === kind, asked)),
  [
    Capability.RECOVERY_FROM_BACKUP,
    (m) => {
      const target = targetOf(m);
      return askedWhen(
        target !== undefined && target.kind !== RecoveryTargetKind.BACKUP && target.options.backup !== undefined,
        `recovery that begins with the backup '${target?.options.backup}'`,
      );
    },
  ],
  [Capability.RECOVERY_EXCLUSIVE, (m) => askedWhen(targetOf(m)?.options.exclusive === true, 'recovery that stops before its target')],
  [Capability.RECOVERY_TIMELINE, (m) => askedByProp('timeline', targetOf(m)?.options.timeline)],
];

const follows = ({ replica }: ClusterModel, test: (source: ReplicaSource) => boolean, asked: string): readonly string[] =>
  askedWhen(replica !== undefined && test(replica.source), asked);

/** What a cluster asks for because of what it is made of or follows. */
export const ORIGIN_ASKS: readonly Ask<ClusterModel>[] = [
  ...placeAsks(({ recovery, replica }: ClusterModel) => (recovery?.archive ?? replica?.source.sourceArchive)?.repositories ?? []),
  ...asksByKind(RECOVERIES, (m: ClusterModel, kind, asked) => askedWhen(m.recovery?.kind === kind, asked)),
  ...targetAsks<ClusterModel>((m) => m.recovery?.target),
  [
    Capability.REPLICA_ARCHIVE,
    (m) =>
      follows(
        m,
        ({ sourceArchive: archive, primaryAddress: streaming }) => archive !== undefined && streaming === undefined,
        'a replica cluster that reads an archive',
      ),
  ],
  [
    Capability.REPLICA_STREAMING,
    (m) =>
      follows(
        m,
        ({ sourceArchive: archive, primaryAddress: streaming }) => archive === undefined && streaming !== undefined,
        'a replica cluster that streams',
      ),
  ],
  [
    Capability.REPLICA_ARCHIVE_AND_STREAMING,
    (m) =>
      follows(
        m,
        ({ sourceArchive: archive, primaryAddress: streaming }) => archive !== undefined && streaming !== undefined,
        'a replica cluster that streams and reads an archive',
      ),
  ],
  [Capability.REPLICA_PROMOTION, (m) => askedWhen(m.replica?.promoted === true, 'the promotion of a replica cluster')],
];
