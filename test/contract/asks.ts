import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  Capability,
  ObjectStoreCredentials,
  PoolAccess,
  PoolMode,
  PostgresImage,
  Replication,
  SpreadRule,
} from '../../lib';
import { Ask, BUCKET, S3, SECRET } from '../support/programs';

const NO_SPREAD = { nodes: SpreadRule.NONE, zones: SpreadRule.NONE };
const FULL = BackupSchedule.full('0 2 * * *');
const FULL_LATER = BackupSchedule.full('0 5 * * *');

const bucket = (credentials: ObjectStoreCredentials): Ask => ({ backup: { target: BackupTarget.s3({ ...BUCKET, credentials }) } });
const pool = (mode: PoolMode): Ask => ({ pools: [{ mode }] });

/** A program for each capability that asks for it and, besides, for nothing that an operator could lack. */
export const ASKS: Readonly<Record<Capability, Ask>> = {
  [Capability.STORAGE]: { cluster: { storage: { size: Size.gibibytes(20), storageClass: 'fast-ssd' } } },
  [Capability.STORAGE_WAL]: { cluster: { walStorage: { size: Size.gibibytes(10), storageClass: 'fast-ssd' } } },
  [Capability.COMPUTE]: {
    cluster: { compute: { cpu: Cpu.units(1), cpuLimit: Cpu.units(3), memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(4) } },
  },
  [Capability.REPLICATION_ASYNCHRONOUS]: { cluster: { replication: Replication.asynchronous() } },
  [Capability.REPLICATION_SYNCHRONOUS]: { cluster: { replication: Replication.synchronous() } },
  [Capability.REPLICATION_SYNCHRONOUS_PREFERRED]: { cluster: { replication: Replication.synchronous({ writesWithoutStandby: true }) } },
  [Capability.PLACEMENT_NODES]: { cluster: { placement: { ...NO_SPREAD, nodes: SpreadRule.REQUIRED } } },
  [Capability.PLACEMENT_ZONES]: { cluster: { placement: { ...NO_SPREAD, zones: SpreadRule.PREFERRED } } },
  [Capability.PLACEMENT_NODE_SELECTOR]: { cluster: { placement: { ...NO_SPREAD, nodeSelector: { pool: 'databases' } } } },
  [Capability.PLACEMENT_TOLERATIONS]: { cluster: { placement: { ...NO_SPREAD, tolerations: [{ key: 'databases', value: 'only' }] } } },
  [Capability.PLACEMENT_PRIORITY_CLASS]: { cluster: { placement: { ...NO_SPREAD, priorityClassName: 'databases' } } },
  [Capability.PARAMETERS]: { cluster: { parameters: { max_connections: '200' } } },
  [Capability.PRELOAD_LIBRARIES]: { cluster: { preloadLibraries: ['pg_stat_statements'] } },
  [Capability.HBA_RULES]: { cluster: { hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256'] } },
  [Capability.DATABASE]: { cluster: { databases: [{ name: 'orders', owner: 'orders-app' }] } },
  [Capability.DATABASE_SEVERAL]: {
    cluster: {
      databases: [
        { name: 'orders', owner: 'orders-app' },
        { name: 'audit', owner: 'orders-app' },
      ],
    },
  },
  [Capability.METADATA_LABELS]: { cluster: { labels: { 'acme.example/cost-center': 'shop' } } },
  [Capability.METADATA_ANNOTATIONS]: { cluster: { annotations: { 'acme.example/owner': 'team-orders' } } },
  [Capability.IMAGE_PINNED]: { cluster: { image: PostgresImage.pinned('registry.example.com/postgresql:17.6-standard-trixie') } },
  [Capability.IMAGE_CATALOG]: { cluster: { image: PostgresImage.fromCatalog({ name: 'approved' }) } },
  [Capability.UPDATE_SWITCHOVER]: {},
  [Capability.BACKUP_S3]: { backup: { target: S3 } },
  [Capability.BACKUP_S3_COMPATIBLE]: {
    backup: { target: BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.storage.svc:9000', credentials: SECRET }) },
  },
  [Capability.BACKUP_VOLUME]: {
    backup: {
      additionalRepositories: [
        { target: BackupTarget.volume({ size: Size.gibibytes(100) }), schedules: [FULL_LATER], retention: BackupRetention.days(7) },
      ],
    },
  },
  [Capability.BACKUP_CREDENTIALS_SECRET]: bucket(SECRET),
  [Capability.BACKUP_CREDENTIALS_IDENTITY]: bucket(ObjectStoreCredentials.workloadIdentity()),
  [Capability.BACKUP_CREDENTIALS_ROLE]: bucket(
    ObjectStoreCredentials.workloadIdentity({ awsRoleArn: 'arn:aws:iam::123456789012:role/orders-backup' }),
  ),
  [Capability.BACKUP_FULL]: { backup: { schedules: [FULL] } },
  [Capability.BACKUP_FULL_SEVERAL]: { backup: { schedules: [FULL, BackupSchedule.full('0 14 * * *')] } },
  [Capability.BACKUP_DIFFERENTIAL]: { backup: { schedules: [FULL, BackupSchedule.differential('0 8 * * *')] } },
  [Capability.BACKUP_INCREMENTAL]: { backup: { schedules: [FULL, BackupSchedule.incremental('30 * * * *')] } },
  [Capability.BACKUP_RETENTION_DAYS]: { backup: { retention: BackupRetention.days(14) } },
  [Capability.BACKUP_REPOSITORIES]: {
    backup: {
      additionalRepositories: [
        {
          target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-far', region: 'eu-north-1' }),
          schedules: [FULL_LATER],
          retention: BackupRetention.days(90),
        },
      ],
    },
  },
  [Capability.POOL_SESSION]: pool(PoolMode.SESSION),
  [Capability.POOL_TRANSACTION]: pool(PoolMode.TRANSACTION),
  [Capability.POOL_STATEMENT]: pool(PoolMode.STATEMENT),
  [Capability.POOL_READ_ONLY]: { pools: [{ access: PoolAccess.READ_ONLY }] },
  [Capability.POOL_READ_WRITE_AND_READ_ONLY]: { pools: [{}, { access: PoolAccess.READ_ONLY }] },
  [Capability.POOL_SAME_ACCESS]: { pools: [{ poolName: 'orders-web' }, { poolName: 'orders-batch' }] },
  [Capability.POOL_DIFFERENT_SIZING]: { pools: [{}, { access: PoolAccess.READ_ONLY, instances: 3 }] },
  [Capability.POOL_SIZE]: { pools: [{ poolSize: 20 }] },
  [Capability.POOL_CLIENT_LIMIT]: { pools: [{ maxClientConnections: 1000 }] },
  [Capability.POOL_DATABASE_LIMIT]: { pools: [{ maxDatabaseConnections: 30 }] },
  [Capability.POOL_PARAMETERS]: { pools: [{ parameters: { server_idle_timeout: '300' } }] },
  [Capability.POOL_COMPUTE]: {
    pools: [{ compute: { cpu: Cpu.millis(250), cpuLimit: Cpu.units(2), memory: Size.mebibytes(256), memoryLimit: Size.mebibytes(256) } }],
  },
  [Capability.POOL_NAME]: { pools: [{ poolName: 'orders-web' }] },
  [Capability.POOL_IMPORTED_CLUSTER]: { imported: true, pools: [{}] },
};
