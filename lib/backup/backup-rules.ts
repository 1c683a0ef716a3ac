import { Size } from 'cdk8s';
import { BackupType } from '../model/backup-schedule';
import { BackupModel, BackupRepositoryModel } from '../model/backup-model';
import { kibibytes, mebibytes } from '../model/quantity';
import { VolumeAccessMode } from '../model/storage';
import { autoGrowProblems } from '../private/auto-grow-problems';
import { repositoryProp } from '../operators/shared/archive-places';
import { Rule } from '../private/rules';
import { PLACE_RULES, PlaceContext, anotherPlace } from './place-rules';
import {
  cronProblems,
  frequentFullProblems,
  frequentProblems,
  fullBackupProblems,
  repeatedProblems,
  snapshotProblems,
} from './schedule-problems';
import { credentialProblems, encryptionProblems, endpointProblems, placeProblems } from './store-problems';
import {
  computeProblems,
  defined,
  isCount,
  nameProblem,
  noHugePages,
  otherAppProblem,
  otherNamespaceProblem,
  volumeProblem,
} from '../private/value-problems';

/** A policy and what the rules need to know around it. */
export interface BackupContext extends PlaceContext {
  /** Namespace that the policy stands in. */
  readonly namespace?: string;
  /** Whether the cluster is an object of this app. */
  readonly ownsCluster: boolean;
  /** Whether another policy was attached to the cluster before. */
  readonly second: boolean;
  /** Archives that other policies of the app use as well, with the paths of those policies. */
  readonly shared: readonly { readonly archive: string; readonly rivals: readonly string[] }[];
}

const MAX_RETENTION = 3650;

const MAX_PARALLELISM = 64;

const anySizeProblem = (prop: string, size: Size): string | undefined =>
  isCount(mebibytes(size), 1) ? undefined : `'${prop}' must be at least 1Mi and a whole number of Mi, got ${mebibytes(size)}Mi`;

/** What a rule finds in each repository, which messages call by the prop that describes it. */
const inEach = (model: BackupModel, problems: (repository: BackupRepositoryModel, prop: string) => readonly string[]): string[] =>
  model.repositories.flatMap((repository) => [...problems(repository, repositoryProp(repository))]);

/** What holds for a backup policy on every operator. */
export const BACKUP_RULES: readonly Rule<BackupContext>[] = [
  {
    id: 'BAK-050',
    summary: 'CPU and memory of the containers of backups are positive, and no limit is below its request',
    why: 'the API server refuses such pods, and no backup would be taken',
    check: ({ model }) => [...computeProblems(model.compute), ...noHugePages(model.compute)],
  },
  {
    id: 'BAK-001',
    summary: 'a cluster has one backup policy',
    why: 'an operator has one archive for a cluster, so one of the two policies would do nothing',
    check: ({ model, second }) =>
      second
        ? `the cluster '${model.cluster.name}' already has a BackupPolicy; add 'additionalRepositories' or 'schedules' to that one`
        : undefined,
  },
  {
    id: 'BAK-002',
    summary: 'a policy stands in the namespace of its cluster',
    why: 'operators look for backup objects and their secrets in the namespace of the cluster only',
    check: ({ model, namespace }) => otherNamespaceProblem('policy', namespace, model.cluster),
  },
  {
    id: 'BAK-003',
    summary: 'schedules are cron values of five fields that fire',
    why: 'one operator reads five fields as six and runs the backup every hour, another creates no backup job at all',
    check: ({ model }) => inEach(model, cronProblems),
  },
  {
    id: 'BAK-004',
    summary: 'each repository has a schedule of full backups',
    why: 'archived WAL, differential and incremental backups restore nothing without a full backup, and nothing expires without a newer one',
    check: ({ model }) => inEach(model, fullBackupProblems),
  },
  {
    id: 'BAK-005',
    summary: `retention is a whole number of days or backups from 1 to ${MAX_RETENTION}`,
    why: 'a wrong retention keeps everything for ever or deletes what is needed',
    check: ({ model }) =>
      inEach(model, ({ retention: { windowDays, fullCount, options } }, prop) => {
        const rows: readonly [string, string, number | undefined][] = [
          ['retention', 'days', windowDays],
          ['retention', 'backups', fullCount],
          ['retention.differentialCount', 'backups', options.differentialCount],
          ['retention.walCount', 'backups', options.walCount],
        ];
        return rows.flatMap(([name, what, value]) =>
          value === undefined || (isCount(value, 1) && value <= MAX_RETENTION)
            ? []
            : [`'${prop}${name}' must be a whole number of ${what} from 1 to ${MAX_RETENTION}, got ${value}`],
        );
      }),
  },
  {
    id: 'BAK-006',
    summary: 'buckets, containers, regions and prefixes have the form that object stores accept',
    why: 'the first backup would fail at run time, long after the cluster looks healthy',
    check: ({ model }) => inEach(model, ({ target }, prop) => placeProblems(target, `${prop}target`)),
  },
  {
    id: 'BAK-007',
    summary: 'an endpoint is the URL of a host, with a port where needed',
    why: 'the backup tools take the host and the port from it, and nothing else',
    check: ({ model }) => inEach(model, ({ target }, prop) => endpointProblems(target, `${prop}target`)),
  },
  {
    id: 'BAK-008',
    summary: 'credentials and encryption name a Secret and keys that can exist, or an identity',
    why: 'a Secret that cannot exist keeps the database pods waiting for ever',
    check: ({ model }) =>
      inEach(model, ({ target, encryption }, prop) => [
        ...credentialProblems(target, `${prop}target`),
        ...encryptionProblems(encryption, `${prop}encryption`),
      ]),
  },
  {
    id: 'BAK-009',
    summary: 'the generation of the archive is a whole number from 1',
    why: 'it is a part of the path of the archive',
    check: ({ model }) =>
      isCount(model.generation, 1) ? undefined : `'archiveGeneration' must be a whole number from 1, got ${model.generation}`,
  },
  {
    id: 'BAK-010',
    summary: 'no two clusters of an app write to the same archive',
    why: 'two writers in one archive overwrite each other, and neither can be restored',
    check: ({ model, shared }) =>
      shared.map(
        ({ archive, rivals }) =>
          `the archive ${archive} is also that of ${rivals.join(', ')}; ${anotherPlace(model, 'give one of them another bucket, prefix or archiveGeneration')}`,
      ),
  },
  {
    id: 'BAK-011',
    summary: 'the chart has a namespace',
    why: 'the namespace is a part of the path of the archive; without it two clusters of one name would share an archive',
    check: ({ model }) =>
      !model.cluster.namespace
        ? `the chart of the cluster '${model.cluster.name}' has no namespace; write new Chart(app, id, { namespace })`
        : undefined,
  },
  {
    id: 'BAK-012',
    summary: 'the cluster of a policy is an object of the same app',
    why: 'archiving is switched on in the cluster object, which another app prints',
    check: ({ model, ownsCluster }) => (ownsCluster ? undefined : otherAppProblem('BackupPolicy', model.cluster)),
  },
  {
    id: 'BAK-013',
    summary: 'a repository has each schedule once',
    why: 'two backups of one repository cannot run at the same time',
    check: ({ model }) => inEach(model, repeatedProblems),
  },
  {
    id: 'BAK-014',
    summary: 'one repository of a policy is an object store, or a volume that somebody else made',
    why: 'volumes that are made for a backup repository are deleted together with the cluster object',
    check: ({ model }) =>
      model.repositories.every(({ target }) => target._kind === 'volume' && target.storage?.volumeName === undefined)
        ? `the policy has volumes only; add an object store with 'additionalRepositories', or name a PersistentVolume that stays: BackupTarget.volume({ volumeName: '...' })`
        : undefined,
  },
  {
    id: 'BAK-015',
    summary: 'a backup volume is a whole number of mebibytes, at least 1Gi where it is made for the claim',
    why: 'a fraction of a mebibyte has no canonical quantity, and a backup does not fit into less',
    check: ({ model }) =>
      inEach(model, ({ target: { storage } }, prop) => {
        // Nothing holds the claim of a volume on NFS against what there is; 1Mi is what people write.
        const isGiven = storage?.volumeName !== undefined || storage?.accessMode === VolumeAccessMode.READ_WRITE_MANY;
        const at = `${prop}target.size`;
        return defined([storage && (isGiven ? anySizeProblem(at, storage.size) : volumeProblem(at, storage.size))]);
      }),
  },
  {
    id: 'STO-002',
    summary: 'a backup volume grows by itself to more than it has, from half full on, by whole mebibytes, and is made for the claim',
    why: 'the operator takes the limit for the size where it is the smaller one, and a volume of somebody else does not grow with its claim',
    check: ({ model }) =>
      inEach(model, ({ target: { storage } }, prop) =>
        storage?.autoGrow && storage.volumeName !== undefined
          ? [`'${prop}target.autoGrow' must be left out with 'volumeName', got '${storage.volumeName}'; have that volume made larger`]
          : storage
            ? autoGrowProblems(`${prop}target`, storage)
            : [],
      ),
  },
  {
    id: 'BAK-016',
    summary: 'full backups are at least an hour apart',
    why: 'a full backup copies everything; the next one would start before it is done, and the bucket would fill',
    check: ({ model }) => inEach(model, frequentFullProblems),
  },
  {
    id: 'BAK-017',
    summary: 'differential and incremental backups and snapshots are at least ten minutes apart',
    why: 'the next one would begin before the last is done, and be left out or fail',
    check: ({ model }) => inEach(model, frequentProblems),
  },
  {
    id: 'BAK-018',
    summary: 'snapshots on a schedule have a class, and stand in the first repository',
    why: 'nothing says which storage system takes the snapshot; snapshots belong to the volumes and to no repository',
    check: ({ model }) => inEach(model, (repository, prop) => snapshotProblems(repository, prop, model.snapshots !== undefined)),
  },
  {
    id: 'BAK-019',
    summary: 'snapshot classes have names that objects can have',
    why: 'no snapshot would ever be taken',
    check: ({ model: { snapshots } }) =>
      defined([
        nameProblem('snapshots.className', snapshots?.className),
        nameProblem('snapshots.walClassName', snapshots?.walClassName),
        ...Object.entries(snapshots?.tablespaceClassNames ?? {}).map(([name, value]) =>
          nameProblem(`snapshots.tablespaceClassNames['${name}']`, value),
        ),
      ]),
  },
  {
    id: 'BAK-020',
    summary: `parallelism is a whole number from 1 to ${MAX_PARALLELISM}, bandwidth at least 1 MiB in a second`,
    why: 'the backup tool would not start, or a backup would never end',
    check: ({ model: { transfer } }) => [
      ...(transfer.parallelism === undefined || (isCount(transfer.parallelism, 1) && transfer.parallelism <= MAX_PARALLELISM)
        ? []
        : [`'transfer.parallelism' must be a whole number from 1 to ${MAX_PARALLELISM}, got ${transfer.parallelism}`]),
      ...(transfer.bandwidthPerSecond === undefined || isCount(mebibytes(transfer.bandwidthPerSecond), 1)
        ? []
        : [
            `'transfer.bandwidthPerSecond' must be a whole number of mebibytes, at least 1, got ${kibibytes(transfer.bandwidthPerSecond)}Ki; write for example Size.mebibytes(50)`,
          ]),
    ],
  },
  {
    id: 'BAK-021',
    summary: 'encryption by the store is for stores that speak S3',
    why: 'other stores have other ways, which the backup tools do not speak, and encrypt by themselves',
    check: ({ model }) =>
      inEach(model, ({ target, encryption }, prop) =>
        encryption !== undefined && encryption._kind !== 'client-side' && target.bucket === undefined
          ? [
              `'${prop}encryption' must not be ${encryption.kind} for the target '${target.kind}'; leave it out, or write BackupEncryption.clientSide(...)`,
            ]
          : [],
      ),
  },
  {
    id: 'BAK-022',
    summary: 'differential backups are kept for a time of their own only where there are any',
    why: 'the setting would do nothing',
    check: ({ model }) =>
      inEach(model, ({ schedules, retention }, prop) =>
        retention.options.differentialCount !== undefined && !schedules.some(({ type }) => type === BackupType.DIFFERENTIAL)
          ? [`'${prop}retention.differentialCount' needs BackupSchedule.differential(...), got none; add one or leave it out`]
          : [],
      ),
  },
  ...PLACE_RULES,
  {
    id: 'BAK-068',
    summary: 'backups are deleted one day',
    why: 'a store that is full takes no more WAL, which then fills the volume of the database',
    check: ({ model }) =>
      inEach(model, ({ retention }, prop) =>
        retention.isUnlimited
          ? [
              `'${prop}retention' must have an end; write BackupRetention.days(...), or say who deletes: Rules.of(...).suppress('BAK-068', 'the life cycle of the bucket deletes after ...')`,
            ]
          : [],
      ),
  },
];
