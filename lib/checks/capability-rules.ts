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
import { ACCESS_PROBES } from './access-probes';
import { Probe, given, when } from './probe';

/** Ends of a recovery, and what asks for each. */
const TARGETS: readonly (readonly [Capability, RecoveryTargetKind, string])[] = [
  [Capability.RECOVERY_TIME, RecoveryTargetKind.TIME, 'recovery to a moment'],
  [Capability.RECOVERY_TRANSACTION, RecoveryTargetKind.TRANSACTION, 'recovery to a transaction'],
  [Capability.RECOVERY_LSN, RecoveryTargetKind.LSN, 'recovery to a position in WAL'],
  [Capability.RECOVERY_RESTORE_POINT, RecoveryTargetKind.RESTORE_POINT, 'recovery to a restore point'],
  [Capability.RECOVERY_BACKUP, RecoveryTargetKind.BACKUP, 'recovery to the end of a backup'],
];

/** What the end of a recovery asks for. */
const targetProbes = <M>(targetOf: (model: M) => RecoveryTarget | undefined): readonly Probe<M>[] => [
  ...TARGETS.map(([capability, kind, asked]): Probe<M> => [capability, (m) => when(targetOf(m)?.kind === kind, asked)]),
  [
    Capability.RECOVERY_FROM_BACKUP,
    (m) => {
      const target = targetOf(m);
      return when(
        target !== undefined && target.kind !== RecoveryTargetKind.BACKUP && target.options.backup !== undefined,
        `recovery that begins with the backup '${target?.options.backup}'`,
      );
    },
  ],
  [Capability.RECOVERY_EXCLUSIVE, (m) => when(targetOf(m)?.options.exclusive === true, 'recovery that stops before its target')],
  [Capability.RECOVERY_TIMELINE, (m) => given('timeline', targetOf(m)?.options.timeline)],
];

const recoversFrom = ({ recovery }: ClusterModel, kind: RecoveryKind): RecoverySource | undefined =>
  recovery?.kind === kind ? recovery : undefined;

const follows = ({ replica }: ClusterModel, test: (source: ReplicaSource) => boolean, asked: string): string | undefined =>
  when(replica !== undefined && test(replica.source), asked);

/** What a cluster asks for. */
export const CLUSTER_PROBES: readonly Probe<ClusterModel>[] = [
  [Capability.STORAGE, () => `'storage'`],
  [Capability.STORAGE_WAL, (m) => given('walStorage', m.walStorage)],
  [Capability.COMPUTE, () => `'compute'`],
  [Capability.REPLICATION_ASYNCHRONOUS, (m) => when(!m.replication.isSynchronous, 'asynchronous replication')],
  [
    Capability.REPLICATION_SYNCHRONOUS,
    (m) => when(m.replication.isSynchronous && !m.replication.writesWithoutStandby, 'synchronous replication that stops writes'),
  ],
  [
    Capability.REPLICATION_SYNCHRONOUS_PREFERRED,
    (m) => when(m.replication.isSynchronous && m.replication.writesWithoutStandby, 'synchronous replication with writesWithoutStandby'),
  ],
  [Capability.PLACEMENT_NODES, (m) => when(m.placement.nodes !== SpreadRule.NONE, `'placement.nodes: ${m.placement.nodes}'`)],
  [Capability.PLACEMENT_ZONES, (m) => when(m.placement.zones !== SpreadRule.NONE, `'placement.zones: ${m.placement.zones}'`)],
  [Capability.PLACEMENT_NODE_SELECTOR, (m) => given('placement.nodeSelector', m.placement.nodeSelector)],
  [Capability.PLACEMENT_TOLERATIONS, (m) => given('placement.tolerations', m.placement.tolerations)],
  [Capability.PLACEMENT_PRIORITY_CLASS, (m) => given('placement.priorityClassName', m.placement.priorityClassName)],
  [Capability.PARAMETERS, (m) => given('parameters', m.parameters)],
  [Capability.PRELOAD_LIBRARIES, (m) => given('preloadLibraries', m.preloadLibraries)],
  [Capability.HBA_RULES, (m) => given('hbaRules', m.hbaRules)],
  [Capability.DATABASE, (m) => given('databases', m.databases)],
  [Capability.DATABASE_SEVERAL, (m) => when(m.databases.length > 1, `${m.databases.length} databases`)],
  ...ACCESS_PROBES,
  [Capability.METADATA_LABELS, (m) => given('labels', m.labels)],
  [Capability.METADATA_ANNOTATIONS, (m) => given('annotations', m.annotations)],
  [Capability.IMAGE_PINNED, (m) => when(m.image?.reference !== undefined, `the image '${m.image?.reference}'`)],
  [Capability.IMAGE_CATALOG, (m) => when(m.image?.catalog !== undefined, `the image catalog '${m.image?.catalog?.name}'`)],
  [Capability.UPDATE_SWITCHOVER, () => 'updates by switchover'],
  [Capability.RECOVERY_ARCHIVE, (m) => when(recoversFrom(m, RecoveryKind.ARCHIVE) !== undefined, 'recovery from an archive')],
  [Capability.RECOVERY_CLONE, (m) => when(recoversFrom(m, RecoveryKind.CLONE) !== undefined, 'a clone of a running cluster')],
  [Capability.RECOVERY_SNAPSHOTS, (m) => when(recoversFrom(m, RecoveryKind.SNAPSHOTS) !== undefined, 'recovery from volume snapshots')],
  [Capability.RECOVERY_IMPORT, (m) => when(recoversFrom(m, RecoveryKind.IMPORT) !== undefined, 'a logical import')],
  ...targetProbes<ClusterModel>((m) => m.recovery?.target),
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
  [Capability.REPLICA_PROMOTION, (m) => when(m.replica?.promoted === true, 'the promotion of a replica cluster')],
];

const fulls = ({ schedules }: BackupRepositoryModel): number => schedules.filter(({ type }) => type === BackupType.FULL).length;

/** What one of the repositories of a policy asks for. */
const REPOSITORY_PROBES: readonly (readonly [Capability, string, (repository: BackupRepositoryModel) => boolean])[] = [
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
  [Capability.BACKUP_FULL, 'full backups on a schedule', (r) => fulls(r) > 0],
  [Capability.BACKUP_FULL_SEVERAL, 'more than one schedule of full backups', (r) => fulls(r) > 1],
  [Capability.BACKUP_DIFFERENTIAL, 'differential backups', (r) => r.schedules.some((s) => s.type === BackupType.DIFFERENTIAL)],
  [Capability.BACKUP_INCREMENTAL, 'incremental backups', (r) => r.schedules.some((s) => s.type === BackupType.INCREMENTAL)],
  [Capability.BACKUP_SNAPSHOTS_SCHEDULED, 'snapshots on a schedule', (r) => r.schedules.some((s) => s.type === BackupType.SNAPSHOT)],
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

const compressedBy = ({ transfer }: BackupModel, method: BackupCompression): string | undefined =>
  when(transfer.compression === method, `compression '${method}'`);

/** What a backup policy asks for. */
export const BACKUP_PROBES: readonly Probe<BackupModel>[] = [
  ...REPOSITORY_PROBES.map(([capability, asked, test]): Probe<BackupModel> => [
    capability,
    ({ repositories }) => when(repositories.some(test), asked),
  ]),
  [Capability.BACKUP_FIRST, () => 'a first backup at once'],
  [Capability.BACKUP_REPOSITORIES, (m) => when(m.repositories.length > 1, `${m.repositories.length} repositories`)],
  [Capability.BACKUP_SNAPSHOTS, (m) => given('snapshots', m.snapshots)],
  [Capability.BACKUP_SUSPENDED, (m) => when(m.suspended, 'suspended schedules')],
  [Capability.BACKUP_COMPRESSION_NONE, (m) => compressedBy(m, BackupCompression.NONE)],
  [Capability.BACKUP_COMPRESSION_GZIP, (m) => compressedBy(m, BackupCompression.GZIP)],
  [Capability.BACKUP_COMPRESSION_BZIP2, (m) => compressedBy(m, BackupCompression.BZIP2)],
  [Capability.BACKUP_COMPRESSION_LZ4, (m) => compressedBy(m, BackupCompression.LZ4)],
  [Capability.BACKUP_COMPRESSION_ZSTD, (m) => compressedBy(m, BackupCompression.ZSTD)],
  [Capability.BACKUP_PARALLELISM, (m) => given('transfer.parallelism', m.transfer.parallelism)],
  [Capability.BACKUP_BANDWIDTH, (m) => when(m.transfer.bandwidthPerSecond !== undefined, `'transfer.bandwidthPerSecond'`)],
];

/** What a backup on demand asks for. */
export const ON_DEMAND_PROBES: readonly Probe<OnDemandBackupModel>[] = [
  [Capability.BACKUP_ON_DEMAND, (m) => `the backup '${m.id}' on demand`],
  [Capability.BACKUP_DIFFERENTIAL, (m) => when(m.type === BackupType.DIFFERENTIAL, 'a differential backup')],
  [Capability.BACKUP_INCREMENTAL, (m) => when(m.type === BackupType.INCREMENTAL, 'an incremental backup')],
  [Capability.BACKUP_SNAPSHOTS_SCHEDULED, (m) => when(m.type === BackupType.SNAPSHOT, 'a snapshot at a time of its own')],
];

/** What a restore over the data of a cluster asks for. */
export const IN_PLACE_PROBES: readonly Probe<InPlaceRestoreModel>[] = [
  [Capability.RECOVERY_IN_PLACE, (m) => `the restore '${m.id}' over the data of a running cluster`],
  ...targetProbes<InPlaceRestoreModel>(({ target }) => target),
];

/** What is asked for by a pair: its step, and whether the cluster that began as the primary is the replica now. */
export interface PairAsk {
  readonly step: PairStep;
  readonly swapped: boolean;
}

/** What a pair of clusters asks for. */
export const PAIR_PROBES: readonly Probe<PairAsk>[] = [
  [Capability.REPLICA_PAIR, () => 'a pair of clusters'],
  [Capability.REPLICA_PAIR_SWAPPED, ({ swapped }) => when(swapped, 'a pair whose old primary follows the new one')],
  [Capability.REPLICA_PROMOTION_TOKEN, ({ step }) => when(step.token !== undefined, 'a promotion with a token')],
];

/** A connection, and what is done with it. */
export interface ConnectionAsk {
  readonly props: DatabaseConnectionProps;
  /** Whether it is mounted as a service binding. */
  readonly binds: boolean;
}

/** Whether a client wants a proof of the operator's own certificates. */
const verifies = ({ props: { sslMode, cluster } }: ConnectionAsk): boolean =>
  sslMode !== undefined && sslMode !== SslMode.REQUIRE && cluster.tls.kind === 'operator';

/** What an application asks for. */
export const CONNECTION_PROBES: readonly Probe<ConnectionAsk>[] = [
  [
    Capability.CONNECTION_PRIMARY,
    ({ props: { via, target } }) =>
      when(via === undefined && (target ?? ConnectionTarget.PRIMARY) === ConnectionTarget.PRIMARY, 'a connection to the primary'),
  ],
  [
    Capability.CONNECTION_REPLICAS,
    ({ props: { via, target } }) => when(via === undefined && target === ConnectionTarget.REPLICAS, 'a connection to the replicas'),
  ],
  [
    Capability.CONNECTION_ANY,
    ({ props: { via, target } }) => when(via === undefined && target === ConnectionTarget.ANY, 'a connection to any instance'),
  ],
  [Capability.CONNECTION_POOL, ({ props }) => when(props.via !== undefined, 'a connection through a pool')],
  [Capability.CONNECTION_BINDING, ({ binds }) => when(binds, 'a service binding')],
  [Capability.TLS_VERIFICATION, (m) => when(verifies(m) && m.props.via === undefined, `'sslMode: ${m.props.sslMode}'`)],
  [Capability.TLS_VERIFICATION_POOL, (m) => when(verifies(m) && m.props.via !== undefined, `'sslMode: ${m.props.sslMode}' through a pool`)],
];

/** What a restore drill asks for. */
export const DRILL_PROBES: readonly Probe<ClusterModel>[] = [[Capability.RECOVERY_DRILL, () => 'a restore drill']];

/** A pool together with the other pools of its cluster, for what only shows when they are seen side by side. */
export interface PoolContext {
  readonly pool: PoolModel;
  /** The pools that were attached to the cluster before this one. */
  readonly earlier: readonly PoolModel[];
}

const sizing = ({ mode, instances, compute, poolSize, maxClientConnections, maxDatabaseConnections, parameters }: PoolModel): string =>
  JSON.stringify([mode, instances, compute, poolSize, maxClientConnections, maxDatabaseConnections, parameters]);

/** What a pool asks for. */
export const POOL_PROBES: readonly Probe<PoolContext>[] = [
  [Capability.POOL_SESSION, ({ pool }) => when(pool.mode === PoolMode.SESSION, 'session pooling')],
  [Capability.POOL_TRANSACTION, ({ pool }) => when(pool.mode === PoolMode.TRANSACTION, 'transaction pooling')],
  [Capability.POOL_STATEMENT, ({ pool }) => when(pool.mode === PoolMode.STATEMENT, 'statement pooling')],
  [Capability.POOL_READ_ONLY, ({ pool }) => when(pool.access === PoolAccess.READ_ONLY, 'a read-only pool')],
  [
    Capability.POOL_READ_WRITE_AND_READ_ONLY,
    ({ pool, earlier }) =>
      when(
        earlier.some((other) => other.access !== pool.access),
        `a ${pool.access} pool beside a ${earlier[0]?.access} one`,
      ),
  ],
  [
    Capability.POOL_SAME_ACCESS,
    ({ pool, earlier }) =>
      when(
        earlier.some((other) => other.access === pool.access),
        `a second ${pool.access} pool`,
      ),
  ],
  [
    Capability.POOL_DIFFERENT_SIZING,
    ({ pool, earlier }) =>
      when(
        earlier.some((other) => other.access !== pool.access && sizing(other) !== sizing(pool)),
        `another mode or size than that of the ${earlier[0]?.access} pool`,
      ),
  ],
  [Capability.POOL_SIZE, ({ pool }) => given('poolSize', pool.poolSize)],
  [Capability.POOL_CLIENT_LIMIT, ({ pool }) => given('maxClientConnections', pool.maxClientConnections)],
  [Capability.POOL_DATABASE_LIMIT, ({ pool }) => given('maxDatabaseConnections', pool.maxDatabaseConnections)],
  [Capability.POOL_PARAMETERS, ({ pool }) => given('parameters', pool.parameters)],
  [Capability.EXPOSURE_POOL, ({ pool }) => given('exposure', pool.exposure)],
  [Capability.POOL_COMPUTE, () => `'compute'`],
  [Capability.POOL_NAME, ({ pool }) => given('poolName', pool.name)],
  [Capability.POOL_IMPORTED_CLUSTER, ({ pool }) => when(!pool.ownsCluster, `a pool for the cluster '${pool.cluster.name}' of another app`)],
];

/** Refusals of everything that a model asks for and the operator does not have. */
export function refusals<M>(
  facts: OperatorFacts,
  capabilities: readonly CapabilityStatement[],
  probes: readonly Probe<M>[],
  model: M,
): Finding[] {
  const findings: Finding[] = [];
  for (const probe of probes) {
    // Not taken apart in the head of the loop: most of them ask for nothing.
    const asked = probe[1](model);
    if (asked !== undefined) {
      const statement = capabilities.find((row) => row.capability === probe[0]);
      if (statement?.path === undefined) {
        findings.push(refusal(facts, asked, statement));
      }
    }
  }
  return findings;
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
