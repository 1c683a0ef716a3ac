import { Ask, AsksByKind, askedByEach, askedByProp, askedWhen, asksByKind } from '../private/asks';
import { ArchiveRepositoryModel, BackupModel, BackupRepositoryModel, OnDemandBackupModel } from '../model/backup-model';
import { BackupType } from '../model/backup-schedule';
import { BackupCompression } from '../model/backup-transfer';
import { LogicalBackupModel } from '../model/logical-backup-model';
import { Capability } from '../model/capability';
import { ArchivePlaceKind, BackupEncryptionKind, BackupTargetKind } from '../model/kinds';

/** What one of the repositories of a policy asks for, and how that is told. */
type RepositoryAsk = readonly [Capability, string, (repository: BackupRepositoryModel) => boolean];

/** A bucket that speaks S3, and how it is logged in to. */
const BUCKET: readonly RepositoryAsk[] = [
  [Capability.BACKUP_S3_VIRTUAL_HOST, `a target with 'virtualHostStyle'`, (r) => r.target.bucket?.virtualHostStyle === true],
  [Capability.BACKUP_CREDENTIALS_SECRET, 'credentials from a Secret', (r) => r.target.bucket?.credentials.secretName !== undefined],
  [
    Capability.BACKUP_CREDENTIALS_IDENTITY,
    'workload identity',
    ({ target: { bucket } }) => bucket?.credentials.identity !== undefined && bucket.credentials.identity.awsRoleArn === undefined,
  ],
  [
    Capability.BACKUP_CREDENTIALS_ROLE,
    `workload identity with 'awsRoleArn'`,
    (r) => r.target.bucket?.credentials.identity?.awsRoleArn !== undefined,
  ],
];

/** What each kind of target asks for. */
const PLACES: { readonly [kind in BackupTargetKind]: readonly RepositoryAsk[] } = {
  s3: [[Capability.BACKUP_S3, 'a target in Amazon S3', (r) => r.target._kind === 's3']],
  's3-compatible': [[Capability.BACKUP_S3_COMPATIBLE, 'a target in an S3-compatible store', (r) => r.target._kind === 's3-compatible']],
  volume: [
    [Capability.BACKUP_VOLUME, 'a backup volume', (r) => r.target._kind === 'volume'],
    [Capability.BACKUP_VOLUME_AUTO_GROW, `a backup volume with 'autoGrow'`, (r) => r.target.storage?.autoGrow !== undefined],
  ],
  gcs: [
    [
      Capability.BACKUP_GCS,
      'a target in Google Cloud Storage with a key from a Secret',
      (r) => r.target.gcsBucket !== undefined && r.target.gcsBucket.credentials.secretName !== undefined,
    ],
    [
      Capability.BACKUP_GCS_IDENTITY,
      'a target in Google Cloud Storage with workload identity',
      ({ target: { gcsBucket: gcs } }) =>
        gcs !== undefined && gcs.credentials.secretName === undefined && gcs.credentials.serviceAccount === undefined,
    ],
    [
      Capability.BACKUP_GCS_SERVICE_ACCOUNT,
      'a target in Google Cloud Storage with a service account of its own',
      (r) => r.target.gcsBucket?.credentials.serviceAccount !== undefined,
    ],
  ],
  azure: [
    [
      Capability.BACKUP_AZURE,
      'a target in Azure Blob Storage with a key from a Secret',
      ({ target: { azureContainer: azure } }) =>
        azure !== undefined && azure.credentials.secretName !== undefined && !azure.credentials.isSasToken,
    ],
    [
      Capability.BACKUP_AZURE_SAS,
      'a target in Azure Blob Storage with a SAS token',
      (r) => r.target.azureContainer?.credentials.isSasToken === true,
    ],
    [
      Capability.BACKUP_AZURE_IDENTITY,
      'a target in Azure Blob Storage with workload identity',
      ({ target: { azureContainer: azure } }) =>
        azure !== undefined && azure.credentials.secretName === undefined && azure.credentials.clientId === undefined,
    ],
    [
      Capability.BACKUP_AZURE_CLIENT,
      'a target in Azure Blob Storage with a managed identity of its own',
      (r) => r.target.azureContainer?.credentials.clientId !== undefined,
    ],
  ],
};

/** How many backups there are, and how they are kept. */
const KEPT: readonly RepositoryAsk[] = [
  [
    Capability.BACKUP_FULL_SEVERAL,
    'more than one schedule of full backups',
    (r) => r.schedules.filter(({ type }) => type === BackupType.FULL).length > 1,
  ],
  [
    Capability.BACKUP_RETENTION_DAYS,
    'retention in days',
    ({ retention }) => retention.windowDays !== undefined && retention.fullCount === undefined,
  ],
  [
    Capability.BACKUP_RETENTION_COUNT,
    'retention by number',
    ({ retention }) => retention.windowDays === undefined && retention.fullCount !== undefined,
  ],
  [
    Capability.BACKUP_RETENTION_DAYS_AND_COUNT,
    'retention in days and by number',
    ({ retention }) => retention.windowDays !== undefined && retention.fullCount !== undefined,
  ],
  [Capability.BACKUP_RETENTION_UNLIMITED, 'unlimited retention', ({ retention }) => retention.isUnlimited],
  [
    Capability.BACKUP_RETENTION_DIFFERENTIAL,
    `retention with 'differentialCount'`,
    (r) => r.retention.options.differentialCount !== undefined,
  ],
  [Capability.BACKUP_RETENTION_WAL, `retention with 'walCount'`, (r) => r.retention.options.walCount !== undefined],
];

/** What one of the schedules of a repository asks for. */
const SCHEDULES: AsksByKind<BackupType> = {
  [BackupType.FULL]: [Capability.BACKUP_FULL, 'full backups on a schedule'],
  [BackupType.DIFFERENTIAL]: [Capability.BACKUP_DIFFERENTIAL, 'differential backups'],
  [BackupType.INCREMENTAL]: [Capability.BACKUP_INCREMENTAL, 'incremental backups'],
  [BackupType.SNAPSHOT]: [Capability.BACKUP_SNAPSHOTS_SCHEDULED, 'snapshots on a schedule'],
};

const ENCRYPTIONS: AsksByKind<BackupEncryptionKind> = {
  'server-side': [Capability.BACKUP_ENCRYPTION_SERVER, 'encryption by the object store'],
  kms: [Capability.BACKUP_ENCRYPTION_KMS, 'encryption with a key of AWS KMS'],
  'client-side': [Capability.BACKUP_ENCRYPTION_CLIENT, 'encryption by the backup tool'],
};

const COMPRESSIONS: AsksByKind<BackupCompression> = {
  [BackupCompression.NONE]: [Capability.BACKUP_COMPRESSION_NONE, `compression 'none'`],
  [BackupCompression.GZIP]: [Capability.BACKUP_COMPRESSION_GZIP, `compression 'gzip'`],
  [BackupCompression.BZIP2]: [Capability.BACKUP_COMPRESSION_BZIP2, `compression 'bzip2'`],
  [BackupCompression.LZ4]: [Capability.BACKUP_COMPRESSION_LZ4, `compression 'lz4'`],
  [BackupCompression.ZSTD]: [Capability.BACKUP_COMPRESSION_ZSTD, `compression 'zstd'`],
};

const ARCHIVE_PLACES: AsksByKind<ArchivePlaceKind> = {
  barman: [Capability.BACKUP_PLACE_BARMAN, 'a place of barman-cloud'],
  'wal-g': [Capability.BACKUP_PLACE_WAL_G, 'a place of WAL-G'],
  pgbackrest: [Capability.BACKUP_PLACE_PGBACKREST, 'a place of pgBackRest'],
};

/** What the places of repositories ask for that somebody else chose, in a policy and in an archive that is read. */
export const placeAsks = <M>(repositoriesOf: (model: M) => readonly ArchiveRepositoryModel[]): readonly Ask<M>[] =>
  asksByKind(ARCHIVE_PLACES, (m: M, kind, asked) =>
    askedByEach(
      asked,
      repositoriesOf(m)
        .filter(({ place }) => place?._kind === kind)
        .map(numbered),
    ),
  );

const numbered = ({ index }: ArchiveRepositoryModel): string => `repository ${index}`;

const askedByRepositories = (
  { repositories }: BackupModel,
  asked: string,
  test: (repository: BackupRepositoryModel) => boolean,
): readonly string[] => askedByEach(asked, repositories.filter(test).map(numbered));

const repositoryAsk = ([capability, asked, test]: RepositoryAsk): Ask<BackupModel> => [
  capability,
  (m) => askedByRepositories(m, asked, test),
];

/** What a backup policy asks for. */
export const BACKUP_ASKS: readonly Ask<BackupModel>[] = [
  ...[...Object.values(PLACES).flat(), ...BUCKET].map(repositoryAsk),
  ...asksByKind(SCHEDULES, ({ repositories }: BackupModel, wanted, asked) =>
    askedByEach(
      asked,
      repositories.flatMap((repository) =>
        repository.schedules.filter(({ type }) => type === wanted).map(({ cron }) => `'${cron}' of ${numbered(repository)}`),
      ),
    ),
  ),
  ...KEPT.map(repositoryAsk),
  ...asksByKind(ENCRYPTIONS, (m: BackupModel, kind, asked) =>
    askedByRepositories(m, asked, ({ encryption }) => encryption?._kind === kind),
  ),
  ...placeAsks(({ repositories }: BackupModel) => repositories),
  [Capability.BACKUP_FIRST, () => ['a first backup at once']],
  [Capability.BACKUP_COMPUTE, (backup) => askedWhen(backup.computeOptions !== undefined, `'compute' of the containers of backups`)],
  [Capability.BACKUP_REPOSITORIES, (m) => askedWhen(m.repositories.length > 1, `${m.repositories.length} repositories`)],
  [Capability.BACKUP_SNAPSHOTS, (m) => askedByProp('snapshots', m.snapshots)],
  [Capability.BACKUP_SUSPENDED, (m) => askedWhen(m.suspended, 'suspended schedules')],
  ...asksByKind(COMPRESSIONS, (m: BackupModel, method, asked) => askedWhen(m.transfer.compression === method, asked)),
  [Capability.BACKUP_PARALLELISM, (m) => askedByProp('transfer.parallelism', m.transfer.parallelism)],
  [Capability.BACKUP_IMMEDIATE_CHECKPOINT, (m) => askedByProp('transfer.immediateCheckpoint', m.transfer.immediateCheckpoint)],
  [Capability.BACKUP_BANDWIDTH, (m) => askedWhen(m.transfer.bandwidthPerSecond !== undefined, `'transfer.bandwidthPerSecond'`)],
];

/** A full one is what every operator has that takes backups on demand. */
const ON_DEMAND_TYPES: AsksByKind<Exclude<BackupType, BackupType.FULL>> = {
  [BackupType.DIFFERENTIAL]: [Capability.BACKUP_DIFFERENTIAL, 'a differential backup'],
  [BackupType.INCREMENTAL]: [Capability.BACKUP_INCREMENTAL, 'an incremental backup'],
  [BackupType.SNAPSHOT]: [Capability.BACKUP_SNAPSHOTS_SCHEDULED, 'a snapshot at a time of its own'],
};

/** What a backup on demand asks for. */
export const ON_DEMAND_ASKS: readonly Ask<OnDemandBackupModel>[] = [
  [Capability.BACKUP_ON_DEMAND, (m) => [`the backup '${m.id}' on demand`]],
  ...asksByKind(ON_DEMAND_TYPES, (m: OnDemandBackupModel, type, asked) => askedWhen(m.type === type, asked)),
];

/** What dumps ask for. */
export const LOGICAL_BACKUP_ASKS: readonly Ask<LogicalBackupModel>[] = [
  [Capability.BACKUP_LOGICAL, () => ['dumps on a schedule']],
  [Capability.BACKUP_LOGICAL_RETENTION, (m) => askedByProp('retentionDays', m.retentionDays)],
];
