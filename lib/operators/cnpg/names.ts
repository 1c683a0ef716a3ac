import { BackupType } from '../../model/backup-schedule';
import { BackupTarget } from '../../model/backup-target';
import { DatabaseOptions } from '../../model/database';
import { ArchiveModel, ArchiveRepositoryModel, OnDemandBackupModel } from '../../model/backup-model';
import { ClusterIdentity } from '../../model/identity';
import { PoolModel } from '../../model/pool-model';
import { PoolAccess } from '../../model/pool-mode';
import { archiveFolders, storeUrl } from '../shared/archive-places';

/** The admission webhook's limit: pods, jobs and services carry the name of the cluster with an ending of their own. */
export const MAX_CLUSTER_NAME = 50;

/** Each backup is named after its schedule with 15 characters behind it (`-20260801020000`), and has 63 as the name of a snapshot or label. */
export const MAX_SCHEDULE_NAME = 48;

/** The name of a backup is the value of a label of what belongs to it. */
export const MAX_BACKUP_NAME = 63;

/** Label of a Secret that the operator reads again as soon as it changes; any value will do. */
export const RELOAD_LABEL = { 'cnpg.io/reload': 'true' } as const;

/** Label that every job has, with the name of what it does. */
export const JOB_LABEL = 'cnpg.io/jobRole';

/** Labels of all pods of a cluster: instances, jobs and poolers. */
export function clusterLabels({ name }: ClusterIdentity): { [label: string]: string } {
  return { 'cnpg.io/cluster': name };
}

/** Label of the pods of one pool. */
export function poolLabels(pool: PoolModel): { [label: string]: string } {
  return { 'cnpg.io/poolerName': poolName(pool) };
}

/** Which of the cluster's services a pool leads to; the ending of that service. */
export function poolType(pool: PoolModel): 'rw' | 'ro' {
  return pool.access === PoolAccess.READ_ONLY ? 'ro' : 'rw';
}

/** Name of the Pooler and of the Deployment, Service, ServiceAccount and Role that the operator creates for it. */
export function poolName(pool: PoolModel): string {
  return pool.name ?? `${pool.cluster.name}-pool-${poolType(pool)}`;
}

/** Names that a pool must not have: of the cluster's services, its service account, and the Role of the backup plugin. */
export function namesOfCluster({ name }: ClusterIdentity): string[] {
  return [name, ...['rw', 'ro', 'r', 'any', 'barman-cloud'].map((ending) => `${name}-${ending}`)];
}

/** Name of the object of a database; names of databases may hold what names of objects may not. */
export function databaseObjectName({ name }: ClusterIdentity, database: DatabaseOptions): string {
  return `${name}-${dnsName(database.name)}`;
}

/** Name of the object of a publication. */
export function publicationObjectName({ name }: ClusterIdentity, database: string, publication: string): string {
  return `${name}-${dnsName(database)}-${dnsName(publication)}`;
}

/** Name of the entry by which a migration refers to its source: `cdk8s-0a1b2c3d`. */
export const migrationEntryName = (migration: string): string => dnsName(migration);

/** Name of the object of a subscription that reads from a slot. */
export const subscriptionObjectName = ({ name }: ClusterIdentity, slot: string): string => `${name}-${dnsName(slot)}`;

/** Name of the object of a role, and of the Secret with its password where that is not said otherwise. */
export function roleObjectName({ name }: ClusterIdentity, role: string): string {
  return `${name}-${dnsName(role)}`;
}

/** As much of a name of PostgreSQL as the name of an object can hold. */
function dnsName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Name of the ObjectStore that the cluster writes to. */
export function storeName({ cluster, repositories: [repository] }: ArchiveModel): string {
  return repository?.place?.barmanPlace?.objectStoreName ?? `${cluster.name}-backup`;
}

/** Name of the ObjectStore of the archive that the cluster is made of. */
export function recoveryStoreName({ name }: ClusterIdentity): string {
  return `${name}-recovery`;
}

/** Name of the ObjectStore of the other member of a pair, where the cluster is not made of its archive. */
export function pairStoreName({ name }: ClusterIdentity): string {
  return `${name}-pair`;
}

/** Name of the Secret with the client certificate of the replication role. */
export function replicationSecret(clusterName: string): string {
  return `${clusterName}-replication`;
}

/** Name of the Secret with the CA of a cluster. */
export function caSecret(clusterName: string): string {
  return `${clusterName}-ca`;
}

/** Name of the Secret with the password of the first database's owner. */
export function applicationSecret({ name }: ClusterIdentity): string {
  return `${name}-app`;
}

/** Name of the Secret with the password of the superuser. */
export function superuserSecret({ name }: ClusterIdentity): string {
  return `${name}-superuser`;
}

/** Names of the Secrets that the operator makes. */
export function secretsOfOperator({ name }: ClusterIdentity): string[] {
  return ['app', 'superuser', 'ca', 'server', 'replication', 'pooler'].map((ending) => `${name}-${ending}`);
}

/** Names of ScheduledBackups that the program chose. */
interface ScheduleNames {
  readonly scheduledBackups?: { readonly fullNames?: readonly string[]; readonly snapshotNames?: readonly string[] };
}

/** The names that the program chose for the schedules of a type. */
export const chosenNames = ({ scheduledBackups = {} }: ScheduleNames, type: BackupType): readonly string[] =>
  (type === BackupType.SNAPSHOT ? scheduledBackups.snapshotNames : scheduledBackups.fullNames) ?? [];

/**
 * Name of the ScheduledBackup at a position among those of its type, counted from 0; the first has no number, for most have no second.
 */
export function scheduleName({ name }: ClusterIdentity, type: BackupType, position: number, options: ScheduleNames): string {
  return chosenNames(options, type)[position] ?? (position === 0 ? `${name}-${type}` : `${name}-${type}-${position + 1}`);
}

/** Name of the Backup that is taken once. */
export function onDemandName({ cluster, id }: OnDemandBackupModel): string {
  return `${cluster.name}-${id}`;
}

/** A repository of an archive, as far as it has a place. */
type Placed = Pick<ArchiveRepositoryModel, 'target' | 'place'>;

/**
 * The folder that holds the archive of one life of a cluster (`serverName`). Never left to its default, which is another one in restores
 * than in backups.
 */
export function serverName({ cluster, generation }: ArchiveModel, { place }: Pick<Placed, 'place'>): string {
  return place?.barmanPlace?.serverName ?? `${cluster.name}-v${generation}`;
}

/** Top of a store as barman-cloud writes it; for S3 the endpoint has a field of its own. */
function storeTop(target: BackupTarget): string {
  return target.bucket ? `s3://${target.bucket.bucket}` : (storeUrl(target) ?? '');
}

/** The folders above the archive. The last two of the neutral layout are one here: they make the server name. */
function foldersAbove(archive: ArchiveModel, { target, place }: Placed): string {
  return place === undefined ? archiveFolders(archive, target).slice(0, -2).join('/') : (place.barmanPlace?.path ?? '');
}

/** The URL of the folder above the archive. */
export function destinationPath(archive: ArchiveModel, repository: Placed): string {
  return `${storeTop(repository.target)}/${foldersAbove(archive, repository)}`;
}

/** The archive in a store as a URL that no other archive in the world has; undefined for a volume. */
export function archiveUrl(archive: ArchiveModel, repository: Placed): string | undefined {
  const store = storeUrl(repository.target);
  // barman-cloud makes nothing of a slash at the end.
  const folders = foldersAbove(archive, repository).replace(/\/$/, '');
  return store && [store, ...(folders === '' ? [] : [folders]), serverName(archive, repository)].join('/');
}
