import { ApiObject, App, Chart, JsonPatch, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ArchivePlace,
  BackupCompression,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  CloudNativePgBackupOwner,
  CloudNativePgWalCompression,
  ConnectionPool,
  HaCluster,
  ObjectStoreCredentials,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  RolePassword,
  Rules,
  TakeOver,
} from 'cdk8s-postgres';

/** Orders of a shop, on CloudNativePG. As `adopt` has written it, with the app of the example. */
export function ordersOnCloudNativePg(app: App): void {
  const chart = new Chart(app, 'orders', { namespace: 'shop' });

  const cluster = new HaCluster(chart, 'Cluster', {
    clusterName: 'orders',
    operator: PostgresOperator.cloudNativePg({
      description: 'Orders of the shop',
      monitoring: { podMonitor: true },
      scheduledBackups: { fullNames: ['orders-nightly'], owner: CloudNativePgBackupOwner.SCHEDULE },
      barman: { inTree: true, walCompression: CloudNativePgWalCompression.GZIP },
    }),
    version: PostgresVersion.V16,
    superuser: { password: RolePassword.fromSecret('orders-admin') },
    image: PostgresImage.pinned('ghcr.io/cloudnative-pg/postgresql:16.4'),
    storage: { size: Size.gibibytes(50), storageClass: 'fast' },
    walStorage: { size: Size.gibibytes(10) },
    compute: { cpu: Cpu.millis(500), memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(2) },
    parameters: { max_connections: '200', shared_buffers: '512MB' },
    preloadLibraries: ['pg_stat_statements'],
    hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256'],
    databases: [{ name: 'orders', owner: 'orders' }],
    objectMetadata: { labels: { team: 'shop' } },
    takenOver: TakeOver.asItRuns(),
  });

  new BackupPolicy(chart, 'Backups', {
    cluster,
    target: BackupTarget.s3Compatible({
      bucket: 'shop-backups',
      endpoint: 'https://store.shop.example',
      credentials: ObjectStoreCredentials.fromSecret('orders-store', { accessKeyId: 'ID', secretAccessKey: 'KEY' }),
    }),
    place: ArchivePlace.barman({ serverName: 'orders', path: 'orders' }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
    transfer: { compression: BackupCompression.NONE },
  });

  new ConnectionPool(chart, 'Pool', {
    cluster,
    poolName: 'orders-pooler',
    mode: PoolMode.TRANSACTION,
    poolSize: 20,
    maxClientConnections: 500,
  });

  // What the cluster runs without. Mend one, and take its line out.
  Rules.of(cluster).suppress('ROLE-024', 'taken over as it runs'); // 'superuser' must not let postgres in

  // What no prop says, kept as it runs.
  ApiObject.of(cluster).addJsonPatch(JsonPatch.remove('/spec/certificates'));

  // Objects that no construct prints, as they are.
  new ApiObject(chart, 'NetworkPolicy-orders', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'orders' },
    spec: {
      podSelector: { matchLabels: { 'cnpg.io/cluster': 'orders' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'checkout' } } }] }],
    },
  });
}
