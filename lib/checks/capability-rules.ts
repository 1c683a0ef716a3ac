import type { DatabaseConnectionProps } from '../database-connection-props';
import { BackupType } from '../model/backup-schedule';
import { BackupCompression } from '../model/backup-transfer';
import { Capability, CapabilityStatement } from '../model/capability';
import { ConnectionTarget } from '../model/connection';
import { Finding } from '../model/finding';
import { BackupModel, BackupRepositoryModel, ClusterModel, InPlaceRestoreModel, OnDemandBackupModel, PoolModel } from '../model/models';
import { PairStep } from '../model/pair-step';
import { SpreadRule } from '../model/placement';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { RecoveryKind, RecoverySource } from '../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind } from '../model/recovery-target';
import { ReplicaSource } from '../model/replica-source';
import { SslMode } from '../model/ssl-mode';
import { OperatorFacts } from '../operators/contract';
import { ACCESS_ASKS } from './access-probes';
import { Ask, askedByEach, askedByProp, askedWhen } from './probe';

/** Ends of a recovery, and what asks for each. */
const TARGETS: readonly (readonly [Capability, RecoveryTargetKind, string])[] = [
  [Capability.RECOVERY_TIME, RecoveryTargetKind.TIME, 'recovery to a moment'],
  [Capability.RECOVERY_TRANSACTION, RecoveryTargetKind.TRANSACTION, 'recovery to a transaction'],
  [Capability.RECOVERY_LSN, RecoveryTargetKind.LSN, 'recovery to a position in WAL'],
  [Capability.RECOVERY_RESTORE_POINT, RecoveryTargetKind.RESTORE_POINT, 'recovery to a restore point'],
  [Capability.RECOVERY_BACKUP, RecoveryTargetKind.BACKUP, 'recovery to the end of a backup'],
];

/** What the end of a recovery asks for. */
const targetAsks = <M>(targetOf: (model: M) => RecoveryTarget | undefined): readonly Ask<M>[] => [
  ...TARGETS.map(([capability, kind, asked]): Ask<M> => [capability, (m) => askedWhen(targetOf(m)?.kind === kind, asked)]),
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

const recoversFrom = ({ recovery }: ClusterModel, kind: RecoveryKind): RecoverySource | undefined =>
  recovery?.kind === kind ? recovery : undefined;

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
  [Capability.RECOVERY_ARCHIVE, (m) => askedWhen(recoversFrom(m, RecoveryKind.ARCHIVE) !== undefined, 'recovery from an archive')],
  [Capability.RECOVERY_CLONE, (m) => askedWhen(recoversFrom(m, RecoveryKind.CLONE) !== undefined, 'a clone of a running cluster')],
  [
    Capability.RECOVERY_SNAPSHOTS,
    (m) => askedWhen(recoversFrom(m, RecoveryKind.SNAPSHOTS) !== undefined, 'recovery from volume snapshots'),
  ],
  [Capability.RECOVERY_IMPORT, (m) => askedWhen(recoversFrom(m, RecoveryKind.IMPORT) !== undefined, 'a logical import')],
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

/** Where backups go to. */
const PLACES: readonly RepositoryAsk[] = [
  [Capability.BACKUP_S3, 'a target in Amazon S3', (r) => r.target.kind === 's3'],
  [Capability.BACKUP_S3_COMPATIBLE, 'a target in an S3-compatible store', (r) => r.target.kind === 's3-compatible'],
  [Capability.BACKUP_S3_VIRTUAL_HOST, `a target with 'virtualHostStyle'`, (r) => r.target.bucket?.virtualHostStyle === true],
  [Capability.BACKUP_VOLUME, 'a backup volume', (r) => r.target.kind === 'volume'],
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
];

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
  [Capability.BACKUP_ENCRYPTION_SERVER, 'encryption by the object store', (r) => r.encryption?.kind === 'server-side'],
  [Capability.BACKUP_ENCRYPTION_KMS, 'encryption with a key of AWS KMS', (r) => r.encryption?.kind === 'kms'],
  [Capability.BACKUP_ENCRYPTION_CLIENT, 'encryption by the backup tool', (r) => r.encryption?.kind === 'client-side'],
];

/** What one of the schedules of a repository asks for, and how that is told. */
const SCHEDULES: readonly (readonly [Capability, BackupType, string])[] = [
  [Capability.BACKUP_FULL, BackupType.FULL, 'full backups on a schedule'],
  [Capability.BACKUP_DIFFERENTIAL, BackupType.DIFFERENTIAL, 'differential backups'],
  [Capability.BACKUP_INCREMENTAL, BackupType.INCREMENTAL, 'incremental backups'],
  [Capability.BACKUP_SNAPSHOTS_SCHEDULED, BackupType.SNAPSHOT, 'snapshots on a schedule'],
];

const numbered = ({ index }: BackupRepositoryModel): string => `repository ${index}`;

const compressedBy = ({ transfer }: BackupModel, method: BackupCompression): readonly string[] =>
  askedWhen(transfer.compression === method, `compression '${method}'`);

const askedByRepositories = ([capability, asked, test]: RepositoryAsk): Ask<BackupModel> => [
  capability,
  ({ repositories }) => askedByEach(asked, repositories.filter(test).map(numbered)),
];

/** What a backup policy asks for. */
export const BACKUP_ASKS: readonly Ask<BackupModel>[] = [
  ...PLACES.map(askedByRepositories),
  ...SCHEDULES.map(([capability, wanted, asked]): Ask<BackupModel> => [
    capability,
    ({ repositories }) =>
      askedByEach(
        asked,
        repositories.flatMap((repository) =>
          repository.schedules.filter(({ type }) => type === wanted).map(({ cron }) => `'${cron}' of ${numbered(repository)}`),
        ),
      ),
  ]),
  ...KEPT.map(askedByRepositories),
  [Capability.BACKUP_FIRST, () => ['a first backup at once']],
  [Capability.BACKUP_REPOSITORIES, (m) => askedWhen(m.repositories.length > 1, `${m.repositories.length} repositories`)],
  [Capability.BACKUP_SNAPSHOTS, (m) => askedByProp('snapshots', m.snapshots)],
  [Capability.BACKUP_SUSPENDED, (m) => askedWhen(m.suspended, 'suspended schedules')],
  [Capability.BACKUP_COMPRESSION_NONE, (m) => compressedBy(m, BackupCompression.NONE)],
  [Capability.BACKUP_COMPRESSION_GZIP, (m) => compressedBy(m, BackupCompression.GZIP)],
  [Capability.BACKUP_COMPRESSION_BZIP2, (m) => compressedBy(m, BackupCompression.BZIP2)],
  [Capability.BACKUP_COMPRESSION_LZ4, (m) => compressedBy(m, BackupCompression.LZ4)],
  [Capability.BACKUP_COMPRESSION_ZSTD, (m) => compressedBy(m, BackupCompression.ZSTD)],
  [Capability.BACKUP_PARALLELISM, (m) => askedByProp('transfer.parallelism', m.transfer.parallelism)],
  [Capability.BACKUP_BANDWIDTH, (m) => askedWhen(m.transfer.bandwidthPerSecond !== undefined, `'transfer.bandwidthPerSecond'`)],
];

/** What a backup on demand asks for. */
export const ON_DEMAND_ASKS: readonly Ask<OnDemandBackupModel>[] = [
  [Capability.BACKUP_ON_DEMAND, (m) => [`the backup '${m.id}' on demand`]],
  [Capability.BACKUP_DIFFERENTIAL, (m) => askedWhen(m.type === BackupType.DIFFERENTIAL, 'a differential backup')],
  [Capability.BACKUP_INCREMENTAL, (m) => askedWhen(m.type === BackupType.INCREMENTAL, 'an incremental backup')],
  [Capability.BACKUP_SNAPSHOTS_SCHEDULED, (m) => askedWhen(m.type === BackupType.SNAPSHOT, 'a snapshot at a time of its own')],
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
  sslMode !== undefined && sslMode !== SslMode.REQUIRE && cluster.tls.kind === 'operator';

/** What an application asks for. */
export const CONNECTION_ASKS: readonly Ask<ConnectionUse>[] = [
  [
    Capability.CONNECTION_PRIMARY,
    ({ props: { via, target } }) =>
      askedWhen(via === undefined && (target ?? ConnectionTarget.PRIMARY) === ConnectionTarget.PRIMARY, 'a connection to the primary'),
  ],
  [
    Capability.CONNECTION_REPLICAS,
    ({ props: { via, target } }) => askedWhen(via === undefined && target === ConnectionTarget.REPLICAS, 'a connection to the replicas'),
  ],
  [
    Capability.CONNECTION_ANY,
    ({ props: { via, target } }) => askedWhen(via === undefined && target === ConnectionTarget.ANY, 'a connection to any instance'),
  ],
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

/** What a pool asks for. */
export const POOL_ASKS: readonly Ask<PoolContext>[] = [
  [Capability.POOL_SESSION, ({ pool }) => askedWhen(pool.mode === PoolMode.SESSION, 'session pooling')],
  [Capability.POOL_TRANSACTION, ({ pool }) => askedWhen(pool.mode === PoolMode.TRANSACTION, 'transaction pooling')],
  [Capability.POOL_STATEMENT, ({ pool }) => askedWhen(pool.mode === PoolMode.STATEMENT, 'statement pooling')],
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
    return statement?.path !== undefined ? [] : [...new Set(asked)].map((one) => refusal(facts, one, statement));
  });
}

function refusal(facts: OperatorFacts, asked: string, statement: CapabilityStatement | undefined): Finding {
  const parts = [`asked for ${asked}`, statement?.instead ?? 'leave it out', ...available(statement?.availableOn)];
  return {
    rule: statement?.rule ?? 'HA-000',
    what: parts.join('; '),
    why: `${facts.displayName} ${facts.operatorVersion} does not have it`,
  };
}

function available(operators: readonly string[] | undefined): string[] {
  if (operators === undefined) {
    return [];
  }
  return [operators.length > 0 ? `available on ${operators.join(' and ')}` : 'no supported operator has it'];
}
