import type { DatabaseConnectionProps } from '../database-connection-props';
import { BackupType } from '../model/backup-schedule';
import { BackupCompression } from '../model/backup-transfer';
import { Capability, CapabilityStatement } from '../model/capability';
import { ConnectionTarget } from '../model/connection';
import { Finding } from '../model/finding';
import { BackupEncryptionKind, BackupTargetKind } from '../model/kinds';
import { BackupModel, BackupRepositoryModel, ClusterModel, InPlaceRestoreModel, OnDemandBackupModel, PoolModel } from '../model/models';
import { PairStep } from '../model/pair-step';
import { SpreadRule } from '../model/placement';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { RecoveryKind } from '../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind } from '../model/recovery-target';
import { ReplicaSource } from '../model/replica-source';
import { SslMode } from '../model/ssl-mode';
import { OperatorFacts } from '../operators/contract';
import { thoseWho } from '../operators/refusals';
import { ACCESS_ASKS } from './access-probes';
import { Ask, AsksByKind, askedByEach, askedByProp, askedWhen, asksByKind } from './probe';

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
const targetAsks = <M>(targetOf: (model: M) => RecoveryTarget | undefined): readonly Ask<M>[] => [
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

/** What a cluster asks for. */
export const CLUSTER_ASKS: readonly Ask<ClusterModel>[] = [
  [Capability.STORAGE, () => [`'storage'`]],
  [Capability.STORAGE_WAL, (m) => askedByProp('walStorage', m.walStorage)],
  [Capability.COMPUTE, () => [`'compute'`]],
  [Capability.REPLICATION_ASYNCHRONOUS, (m) => askedWhen(!m.replication.isSynchronous, 'asynchronous replication')],
  [
    Capability.REPLICATION_SYNCHRONOUS,
    (m) => askedWhen(m.replication.isSynchronous && !m.replication.writesWithoutStandby, 'synchronous replication that stops writes'),
  ],
  [
    Capability.REPLICATION_SYNCHRONOUS_PREFERRED,
    (m) =>
      askedWhen(m.replication.isSynchronous && m.replication.writesWithoutStandby, 'synchronous replication with writesWithoutStandby'),
  ],
  [Capability.PLACEMENT_NODES, (m) => askedWhen(m.placement.nodes !== SpreadRule.NONE, `'placement.nodes: ${m.placement.nodes}'`)],
  [Capability.PLACEMENT_ZONES, (m) => askedWhen(m.placement.zones !== SpreadRule.NONE, `'placement.zones: ${m.placement.zones}'`)],
  [Capability.PLACEMENT_NODE_SELECTOR, (m) => askedByProp('placement.nodeSelector', m.placement.nodeSelector)],
  [Capability.PLACEMENT_TOLERATIONS, (m) => askedByProp('placement.tolerations', m.placement.tolerations)],
  [Capability.PLACEMENT_PRIORITY_CLASS, (m) => askedByProp('placement.priorityClassName', m.placement.priorityClassName)],
  [Capability.PARAMETERS, (m) => askedByProp('parameters', m.parameters)],
  [Capability.PRELOAD_LIBRARIES, (m) => askedByProp('preloadLibraries', m.preloadLibraries)],
  [Capability.HBA_RULES, (m) => askedByProp('hbaRules', m.hbaRules)],
  [Capability.DATABASE, (m) => askedByProp('databases', m.databases)],
  [Capability.DATABASE_SEVERAL, (m) => askedWhen(m.databases.length > 1, `${m.databases.length} databases`)],
  ...ACCESS_ASKS,
  [Capability.METADATA_LABELS, (m) => askedByProp('labels', m.labels)],
  [Capability.METADATA_ANNOTATIONS, (m) => askedByProp('annotations', m.annotations)],
  [Capability.IMAGE_PINNED, (m) => askedWhen(m.image?.reference !== undefined, `the image '${m.image?.reference}'`)],
  [Capability.IMAGE_CATALOG, (m) => askedWhen(m.image?.catalog !== undefined, `the image catalog '${m.image?.catalog?.name}'`)],
  [Capability.UPDATE_SWITCHOVER, () => ['updates by switchover']],
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
  volume: [[Capability.BACKUP_VOLUME, 'a backup volume', (r) => r.target._kind === 'volume']],
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

const numbered = ({ index }: BackupRepositoryModel): string => `repository ${index}`;

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
  [Capability.BACKUP_FIRST, () => ['a first backup at once']],
  [Capability.BACKUP_REPOSITORIES, (m) => askedWhen(m.repositories.length > 1, `${m.repositories.length} repositories`)],
  [Capability.BACKUP_SNAPSHOTS, (m) => askedByProp('snapshots', m.snapshots)],
  [Capability.BACKUP_SUSPENDED, (m) => askedWhen(m.suspended, 'suspended schedules')],
  ...asksByKind(COMPRESSIONS, (m: BackupModel, method, asked) => askedWhen(m.transfer.compression === method, asked)),
  [Capability.BACKUP_PARALLELISM, (m) => askedByProp('transfer.parallelism', m.transfer.parallelism)],
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

/** What a restore over the data of a cluster asks for. */
export const IN_PLACE_ASKS: readonly Ask<InPlaceRestoreModel>[] = [
  [Capability.RECOVERY_IN_PLACE, (m) => [`the restore '${m.id}' over the data of a running cluster`]],
  ...targetAsks<InPlaceRestoreModel>(({ target }) => target),
];

/** What is asked for by a pair: its step, and whether the cluster that began as the primary is the replica now. */
export interface PairStage {
  readonly step: PairStep;
  readonly swapped: boolean;
}

/** What a pair of clusters asks for. */
export const PAIR_ASKS: readonly Ask<PairStage>[] = [
  [Capability.REPLICA_PAIR, () => ['a pair of clusters']],
  [Capability.REPLICA_PAIR_SWAPPED, ({ swapped }) => askedWhen(swapped, 'a pair whose old primary follows the new one')],
  [Capability.REPLICA_PROMOTION_TOKEN, ({ step }) => askedWhen(step.token !== undefined, 'a promotion with a token')],
];

/** A connection, and what is done with it. */
export interface ConnectionUse {
  readonly props: DatabaseConnectionProps;
  /** Whether it is mounted as a service binding. */
  readonly binds: boolean;
}

/** Whether a client wants a proof of the operator's own certificates. */
const verifies = ({ props: { sslMode, cluster } }: ConnectionUse): boolean =>
  sslMode !== undefined && sslMode !== SslMode.REQUIRE && cluster.tls._kind === 'operator';

/** Where a connection leads that goes through no pool. */
const CONNECTIONS: AsksByKind<ConnectionTarget> = {
  [ConnectionTarget.PRIMARY]: [Capability.CONNECTION_PRIMARY, 'a connection to the primary'],
  [ConnectionTarget.REPLICAS]: [Capability.CONNECTION_REPLICAS, 'a connection to the replicas'],
  [ConnectionTarget.ANY]: [Capability.CONNECTION_ANY, 'a connection to any instance'],
};

/** What an application asks for. */
export const CONNECTION_ASKS: readonly Ask<ConnectionUse>[] = [
  ...asksByKind(CONNECTIONS, ({ props: { via, target = ConnectionTarget.PRIMARY } }: ConnectionUse, wanted, asked) =>
    askedWhen(via === undefined && target === wanted, asked),
  ),
  [Capability.CONNECTION_POOL, ({ props }) => askedWhen(props.via !== undefined, 'a connection through a pool')],
  [Capability.CONNECTION_BINDING, ({ binds }) => askedWhen(binds, 'a service binding')],
  [Capability.TLS_VERIFICATION, (m) => askedWhen(verifies(m) && m.props.via === undefined, `'sslMode: ${m.props.sslMode}'`)],
  [
    Capability.TLS_VERIFICATION_POOL,
    (m) => askedWhen(verifies(m) && m.props.via !== undefined, `'sslMode: ${m.props.sslMode}' through a pool`),
  ],
];

/** What a restore drill asks for. */
export const DRILL_ASKS: readonly Ask<ClusterModel>[] = [[Capability.RECOVERY_DRILL, () => ['a restore drill']]];

/** A pool together with the other pools of its cluster, for what only shows when they are seen side by side. */
export interface PoolContext {
  readonly pool: PoolModel;
  /** The pools that were attached to the cluster before this one. */
  readonly earlier: readonly PoolModel[];
}

const sizing = ({ mode, instances, compute, poolSize, maxClientConnections, maxDatabaseConnections, parameters }: PoolModel): string =>
  JSON.stringify([mode, instances, compute, poolSize, maxClientConnections, maxDatabaseConnections, parameters]);

const MODES: AsksByKind<PoolMode> = {
  [PoolMode.SESSION]: [Capability.POOL_SESSION, 'session pooling'],
  [PoolMode.TRANSACTION]: [Capability.POOL_TRANSACTION, 'transaction pooling'],
  [PoolMode.STATEMENT]: [Capability.POOL_STATEMENT, 'statement pooling'],
};

/** What a pool asks for. */
export const POOL_ASKS: readonly Ask<PoolContext>[] = [
  ...asksByKind(MODES, ({ pool }: PoolContext, mode, asked) => askedWhen(pool.mode === mode, asked)),
  [Capability.POOL_READ_ONLY, ({ pool }) => askedWhen(pool.access === PoolAccess.READ_ONLY, 'a read-only pool')],
  [
    Capability.POOL_READ_WRITE_AND_READ_ONLY,
    ({ pool, earlier }) =>
      earlier.filter(({ access }) => access !== pool.access).map(({ access }) => `a ${pool.access} pool beside a ${access} one`),
  ],
  [
    Capability.POOL_SAME_ACCESS,
    ({ pool, earlier }) => earlier.filter(({ access }) => access === pool.access).map(({ access }) => `a second ${access} pool`),
  ],
  [
    Capability.POOL_DIFFERENT_SIZING,
    ({ pool, earlier }) =>
      earlier
        .filter((other) => other.access !== pool.access && sizing(other) !== sizing(pool))
        .map(({ access }) => `another mode or size than that of the ${access} pool`),
  ],
  [Capability.POOL_SIZE, ({ pool }) => askedByProp('poolSize', pool.poolSize)],
  [Capability.POOL_CLIENT_LIMIT, ({ pool }) => askedByProp('maxClientConnections', pool.maxClientConnections)],
  [Capability.POOL_DATABASE_LIMIT, ({ pool }) => askedByProp('maxDatabaseConnections', pool.maxDatabaseConnections)],
  [Capability.POOL_PARAMETERS, ({ pool }) => askedByProp('parameters', pool.parameters)],
  [Capability.EXPOSURE_POOL, ({ pool }) => askedByProp('exposure', pool.exposure)],
  [Capability.POOL_COMPUTE, () => [`'compute'`]],
  [Capability.POOL_NAME, ({ pool }) => askedByProp('poolName', pool.name)],
  [
    Capability.POOL_IMPORTED_CLUSTER,
    ({ pool }) => askedWhen(!pool.ownsCluster, `a pool for the cluster '${pool.cluster.name}' of another app`),
  ],
];

/** Refusals of everything that a model asks for and the operator does not have. */
export function refusals<M>(
  facts: OperatorFacts,
  capabilities: readonly CapabilityStatement[],
  asks: readonly Ask<M>[],
  model: M,
): Finding[] {
  return asks.flatMap(([capability, askedBy]) => {
    const asked = askedBy(model);
    if (asked.length === 0) {
      return [];
    }
    const statement = capabilities.find((row) => row.capability === capability);
    // Two things in the same words are one thing to write otherwise.
    return statement?.path !== undefined ? [] : [...new Set(asked)].map((one) => refusal(facts, one, statement ?? { capability }));
  });
}

function refusal(facts: OperatorFacts, asked: string, statement: CapabilityStatement): Finding {
  const operators = thoseWho(statement, facts.displayName);
  const available = operators.length > 0 ? `available on ${listed(operators)}` : 'no supported operator has it';
  return {
    rule: statement.rule ?? 'HA-000',
    what: `asked for ${asked}; ${statement.instead ?? 'leave it out'}; ${available}`,
    why: `${facts.displayName} ${facts.operatorVersion} does not have it`,
  };
}

const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
