import { ClusterModel } from '../../../model/cluster-model';
import { RecoveryTarget, RecoveryTargetKind } from '../../../model/recovery-target';
import { Rule } from '../../../private/rules';
import { dottedBucket, plainEndpoint } from '../backup/backup-rules';
import { IDENTITIES, identitiesOf, originStores, policyStores } from './origins';
import { ClusterContext } from '../rule-contexts';
import { filesOfStore, storeFiles, wholeSecrets } from '../backup/store-files';
import { Store } from '../backup/store';
import { versionFacts } from '../versions';

/** Labels of pgBackRest's backups: of a full one, or of one that builds on it. */
const LABEL = /^\d{8}-\d{6}F(_\d{8}-\d{6}[DI])?$/;

/** Targets that do not tell pgBackRest which backups are older, and the methods that make them. */
const TIMELESS: { readonly [kind in RecoveryTargetKind]?: string } = {
  [RecoveryTargetKind.TRANSACTION]: 'transaction',
  [RecoveryTargetKind.RESTORE_POINT]: 'restorePoint',
};

/** Targets of a cluster, and how messages call them. */
function targets({ recovery, inPlaceRestore }: ClusterModel): (readonly [RecoveryTarget, string])[] {
  return [
    ...(recovery ? [[recovery.target, `'recovery.target'`] as const] : []),
    ...(inPlaceRestore ? [[inPlaceRestore.target, `'target' of the InPlaceRestore`] as const] : []),
  ];
}

/** What PGO or pgBackRest gets wrong in a recovery. */
export const RECOVERY_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-039',
    summary: 'a backup is named by the label that pgBackRest gave it',
    why: 'pgBackRest finds no other, and the restore would be tried again for ever',
    check: ({ model }) =>
      targets(model).flatMap(([{ options }, prop]) =>
        options.backup === undefined || LABEL.test(options.backup)
          ? []
          : [
              `${prop} must name a backup as 'pgbackrest info' shows it, such as '20260801-020000F' or '20260801-020000F_20260802-020000I', got '${options.backup}'; write the whole label`,
            ],
      ),
  },
  {
    id: 'PGO-066',
    summary: 'recovery to a transaction or a restore point names the backup that it begins with',
    why: 'pgBackRest would begin with the newest backup, and behind the target PostgreSQL would never find it',
    check: ({ model }) =>
      targets(model).flatMap(([{ kind, value, options }, prop]) => {
        const write = TIMELESS[kind];
        return write === undefined || options.backup !== undefined
          ? []
          : [
              `${prop} must say with which backup it begins, got none; write RecoveryTarget.${write}('${value}', { backup: '20260801-020000F' })`,
            ];
      }),
  },
  {
    id: 'PGO-045',
    summary: 'the archive that a cluster reads takes the same cloud role or Google service account as its policy',
    why: 'it belongs to the service accounts of the cluster, which have one annotation for it',
    check: ({ model }) =>
      IDENTITIES.flatMap((row) => {
        const [read] = identitiesOf(row, originStores(model));
        if (read === undefined) {
          return [];
        }
        const other = identitiesOf(row, model.backup?.repositories ?? []).find((value) => value !== read);
        const annotated = model.annotations[row.annotation];
        return [
          ...(other === undefined
            ? []
            : [
                `'credentials.${row.prop}' must be the same in the archive that is read and in the BackupPolicy, got '${read}' and '${other}'; write one ${row.noun} that may use all buckets`,
              ]),
          ...(annotated === undefined || annotated === read
            ? []
            : [
                `'annotations' must not have another '${row.annotation}' than the archive that is read, got '${annotated}' and '${read}'; leave out the annotation`,
              ]),
        ];
      }),
  },
  {
    id: 'PGO-046',
    summary: 'a clone and its source have no files for the same repository',
    why: 'PGO mounts the files of both into one folder, where no name and no option may come twice, and the restore never begins',
    check: ({ model }) => {
      const source = model.recovery?.cluster;
      const own = model.backup ? names(policyStores(model.backup)) : [];
      if (source === undefined || own.length === 0) {
        return undefined;
      }
      const { cloned } = model;
      const theirs = (cloned?.backup ? names(policyStores(cloned.backup)) : []).flat();
      // Of a cluster of another app nothing is known, and most have such files.
      const both = own.flatMap((of) => (cloned === undefined ? of.slice(0, 1) : of.filter((name) => theirs.includes(name)).slice(0, 1)));
      return both.length > 0
        ? `'recovery' must not clone '${source.identity.name}' while this cluster has the files ${both.join(', ')}, which ${cloned ? 'its source has too' : 'its source may have too'}; write RecoverySource.fromArchive(...) with the archive of '${source.identity.name}'`
        : undefined;
    },
  },
  {
    id: 'PGO-093',
    summary: 'a cluster is restored in place with files that keep the names of their keys',
    why: 'PGO stops the instances and then puts the files twice into one volume, where the API server takes no path twice that is written out',
    check: ({ model }) =>
      model.inPlaceRestore && model.backup
        ? wholeSecrets(policyStores(model.backup)).obstacles.map((text) => `${text}, before this cluster is restored in place`)
        : undefined,
  },
  {
    id: 'PGO-048',
    summary: 'the archive that a cluster reads is in a store that pgBackRest can talk to, with credentials that it knows',
    why: 'the restore would be tried again for ever',
    check: ({ model, settings }) =>
      originStores(model).flatMap(({ target }) => {
        const at = `${model.recovery ? 'recovery' : 'source'}.archive.target`;
        const azure = target.azureContainer?.credentials;
        const known = azure === undefined || azure.secretName !== undefined || versionFacts(settings).azureIdentity;
        return [
          ...plainEndpoint(target, at),
          ...dottedBucket(target, at),
          ...(azure?.clientId === undefined
            ? []
            : [`'${at}.credentials.clientId' must not be given, got '${azure.clientId}'; write AzureCredentials.fromSecret(...)`]),
          ...(known
            ? []
            : [
                `'${at}.credentials' must not be a workload identity on Crunchy PGO ${settings.operatorVersion}; write AzureCredentials.fromSecret(...)`,
              ]),
        ];
      }),
  },
  {
    id: 'PGO-064',
    summary: 'a recovery from a later repository has a file of credentials that no earlier one shares',
    why: 'the file speaks of a repository that the restore does not know, and pgBackRest then refuses the number of the other one',
    check: ({ model }) => {
      const { archive, repository } = model.recovery ?? {};
      const read = archive?.repositories.find(({ index }) => index === repository);
      if (archive === undefined || read === undefined) {
        return undefined;
      }
      const own = filesOfStore(read).filter(({ path }) => path.endsWith('.conf'));
      const earlier = archive.repositories.filter(({ index }) => index < read.index).flatMap(filesOfStore);
      return own
        .filter((file) => earlier.some((other) => other.secret === file.secret && other.key === file.key))
        .map(
          ({ secret, key }) =>
            `'recovery.repository' must not be ${read.index} while an earlier repository shares the key '${key}' of the Secret '${secret}'; write BackupArchive.of({ ..., repository: ${read.index} }) with a 'configFile' that has the options of repo${read.index} only`,
        );
    },
  },
  {
    id: 'PGO-065',
    summary: 'the source of a clone has backups in the repository that is read',
    why: 'PGO clones a cluster from its backups, and would wait for ever',
    check: ({ model }) => {
      const source = model.cloned;
      const { repository = 1 } = model.recovery ?? {};
      const count = source?.backup?.repositories.length ?? 0;
      return source !== undefined && count < repository
        ? `'recovery' must clone a cluster with a backup repository ${repository}, got '${source.identity.name}', which has ${count}; write a BackupPolicy for it, or another 'repository'`
        : undefined;
    },
  },
  {
    id: 'PGO-062',
    summary: 'a cluster has one backup on demand at a time',
    why: 'the cluster object has one field for it, so the others would never be taken',
    check: ({ model: { onDemandBackups } }) =>
      onDemandBackups.length > 1
        ? `the cluster must have one OnDemandBackup, got ${onDemandBackups.map(({ id }) => `'${id}'`).join(' and ')}; take out those that are done`
        : undefined,
  },
];

/** Each file by what it is, which is also what it says to pgBackRest, and by its name in the volume. */
function names(stores: readonly Store[]): string[][] {
  const { nameOf } = wholeSecrets(stores);
  return storeFiles(stores).map((file) => [...new Set([file.path, nameOf(file)])]);
}
