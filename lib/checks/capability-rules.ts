import { BackupType } from '../model/backup-schedule';
import { Capability, CapabilityStatement } from '../model/capability';
import { Finding } from '../model/finding';
import { BackupModel, BackupRepositoryModel, ClusterModel, PoolModel } from '../model/models';
import { SpreadRule } from '../model/placement';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { OperatorFacts } from '../operators/contract';

/** What of a model asks for a capability, in the words of the props; undefined where nothing does. */
type Probe<M> = readonly [Capability, (model: M) => string | undefined];

/** A prop that was given and is not empty. */
const given = (prop: string, value: unknown): string | undefined =>
  value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0) ? undefined : `'${prop}'`;

/** A prop that was given as a certain value. */
const when = (condition: boolean, asked: string): string | undefined => (condition ? asked : undefined);

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
  [Capability.METADATA_LABELS, (m) => given('labels', m.labels)],
  [Capability.METADATA_ANNOTATIONS, (m) => given('annotations', m.annotations)],
  [Capability.IMAGE_PINNED, (m) => when(m.image?.reference !== undefined, `the image '${m.image?.reference}'`)],
  [Capability.IMAGE_CATALOG, (m) => when(m.image?.catalog !== undefined, `the image catalog '${m.image?.catalog?.name}'`)],
  [Capability.UPDATE_SWITCHOVER, () => 'updates by switchover'],
];

const some = (policy: BackupModel, test: (repository: BackupRepositoryModel) => boolean): boolean => policy.repositories.some(test);
const takes = (policy: BackupModel, type: BackupType): boolean => some(policy, (r) => r.schedules.some((s) => s.type === type));

/** What a backup policy asks for. */
export const BACKUP_PROBES: readonly Probe<BackupModel>[] = [
  [
    Capability.BACKUP_S3,
    (m) =>
      when(
        some(m, (r) => r.target.kind === 's3'),
        'a target in Amazon S3',
      ),
  ],
  [
    Capability.BACKUP_S3_COMPATIBLE,
    (m) =>
      when(
        some(m, (r) => r.target.kind === 's3-compatible'),
        'a target in an S3-compatible store',
      ),
  ],
  [
    Capability.BACKUP_VOLUME,
    (m) =>
      when(
        some(m, (r) => r.target.kind === 'volume'),
        'a backup volume',
      ),
  ],
  [
    Capability.BACKUP_CREDENTIALS_SECRET,
    (m) =>
      when(
        some(m, (r) => r.target.bucket?.credentials.secretName !== undefined),
        'credentials from a Secret',
      ),
  ],
  [
    Capability.BACKUP_CREDENTIALS_IDENTITY,
    (m) =>
      when(
        some(
          m,
          (r) => r.target.bucket?.credentials.identity !== undefined && r.target.bucket.credentials.identity.awsRoleArn === undefined,
        ),
        'workload identity',
      ),
  ],
  [
    Capability.BACKUP_CREDENTIALS_ROLE,
    (m) =>
      when(
        some(m, (r) => r.target.bucket?.credentials.identity?.awsRoleArn !== undefined),
        `workload identity with 'awsRoleArn'`,
      ),
  ],
  [Capability.BACKUP_FULL, (m) => when(takes(m, BackupType.FULL), 'full backups on a schedule')],
  [
    Capability.BACKUP_FULL_SEVERAL,
    (m) =>
      when(
        some(m, (r) => r.schedules.filter((s) => s.type === BackupType.FULL).length > 1),
        'more than one schedule of full backups',
      ),
  ],
  [Capability.BACKUP_DIFFERENTIAL, (m) => when(takes(m, BackupType.DIFFERENTIAL), 'differential backups')],
  [Capability.BACKUP_INCREMENTAL, (m) => when(takes(m, BackupType.INCREMENTAL), 'incremental backups')],
  [Capability.BACKUP_RETENTION_DAYS, () => 'retention in days'],
  [Capability.BACKUP_REPOSITORIES, (m) => when(m.repositories.length > 1, `${m.repositories.length} repositories`)],
];

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
  return probes.flatMap(([capability, probe]) => {
    const asked = probe(model);
    const statement = capabilities.find((row) => row.capability === capability);
    return asked === undefined || statement?.path !== undefined ? [] : [refusal(facts, asked, statement)];
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
