import { BackupType } from '../model/backup-schedule';
import { OnDemandBackupModel } from '../model/backup-model';
import { DNS_LABEL } from '../model/names';
import { Rule } from '../private/rules';
import { defined, placeProblem } from '../private/value-problems';

/** A backup on demand and what the rules need to know around it. */
export interface OnDemandContext {
  readonly backup: OnDemandBackupModel;
  /** How many repositories the policy has. */
  readonly repositories: number;
  /** Whether the policy has snapshots. */
  readonly snapshots: boolean;
  /** Paths of the other backups of the cluster with the same id. */
  readonly rivals: readonly string[];
  /** Namespace that the backup stands in. */
  readonly namespace?: string;
  /** Whether the cluster is an object of this app. */
  readonly ownsCluster: boolean;
}

const MAX_ID = 30;

/** What is wrong with the id of something that happens once. */
export function idProblem(prop: string, id: string, write = `what it is for and when, 'before-v3-2026-08-01'`): string | undefined {
  return id.length <= MAX_ID && DNS_LABEL.test(id)
    ? undefined
    : `'${prop}' must be 1 to ${MAX_ID} lower-case letters, digits and '-', with no '-' at either end, got '${id}'; write ${write}`;
}

/** What is wrong with the number of a repository. */
export function repositoryProblem(repository: number, repositories: number): string | undefined {
  return Number.isInteger(repository) && repository >= 1 && repository <= repositories
    ? undefined
    : `'repository' must be a whole number from 1 to ${repositories}, the repositories of the policy, got ${repository}`;
}

/** What holds for a backup on demand on every operator. */
export const ON_DEMAND_RULES: readonly Rule<OnDemandContext>[] = [
  {
    id: 'BAK-023',
    summary: 'the id of a backup on demand can be a part of a name',
    why: 'it is a part of the name of an object or the value of an annotation, and tells one backup from the next',
    check: ({ backup }) => idProblem('backupId', backup.id),
  },
  {
    id: 'BAK-024',
    summary: 'no two backups on demand of a cluster have the same id',
    why: 'the operator takes one backup for an id, so one of the two would never be taken',
    check: ({ backup, rivals }) =>
      rivals.length > 0 ? `the backup '${backup.id}' is also that of ${rivals.join(', ')}; write another 'backupId'` : undefined,
  },
  {
    id: 'BAK-025',
    summary: 'a backup on demand goes to a repository of its policy, and a snapshot has a class',
    why: 'the operator would refuse the backup, or never begin it',
    check: ({ backup, repositories, snapshots }) => [
      ...defined([repositoryProblem(backup.repository, repositories)]),
      ...(backup.type === BackupType.SNAPSHOT && !snapshots
        ? [`'type' must not be BackupType.SNAPSHOT without 'snapshots' in the policy; write snapshots: { className: '...' } there`]
        : []),
    ],
  },
  {
    id: 'BAK-026',
    summary: 'a backup on demand stands in the app and in the namespace of its cluster',
    why: 'it is an object beside the cluster object or a field of it, so elsewhere it would never be taken',
    check: ({ backup: { cluster }, namespace, ownsCluster }) =>
      placeProblem('OnDemandBackup', 'backup', { ours: ownsCluster, namespace, cluster }),
  },
];
