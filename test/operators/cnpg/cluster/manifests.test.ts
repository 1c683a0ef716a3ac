import { Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  CloudNativePgUpdateMethod,
  CloudNativePgUpdateStrategy,
  ConnectionPool,
  HaCluster,
  ObjectStoreCredentials,
  PoolAccess,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Replication,
  SpreadRule,
  TolerationEffect,
} from '../../../../lib';
import { withoutHelpers } from '../../../support/helper-containers';
import { Manifest, newChart, only, render, unwatched } from '../../../support/render';

/** Jobs create the volumes and have no role, so they have to count; poolers must not. */
const INSTANCES_AND_JOBS = {
  matchLabels: { 'cnpg.io/cluster': 'orders' },
  matchExpressions: [{ key: 'cnpg.io/podRole', operator: 'NotIn', values: ['pooler'] }],
};
const INSTANCES = { 'cnpg.io/cluster': 'orders', 'cnpg.io/podRole': 'instance' };
const MONITORING = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } };
const policy = (name: string, podSelector: object, ingress?: object[]) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'orders' },
  spec: { podSelector, policyTypes: ['Ingress'], ...(ingress && { ingress }) },
});
const PROTECTED = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

/** The operator's own queries, and ours. */
const QUERIES = {
  customQueriesConfigMap: [
    { name: 'cnpg-default-monitoring', key: 'queries' },
    { name: 'orders-metric-queries', key: 'queries' },
  ],
};

describe('the quickstart', () => {
  const chart = newChart();
  const db = new HaCluster(chart, 'db', {
    clusterName: 'orders',
    operator: PostgresOperator.cloudNativePg(),
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(50), storageClass: 'fast-ssd' },
    databases: [{ name: 'orders', owner: 'orders-app' }],
  });
  new BackupPolicy(chart, 'backups', {
    cluster: db,
    target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });
  const pool = new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION, instances: 2 });

  test('has these addresses', () => {
    expect([db.primary, db.replicas, pool.endpoint].map(({ hostAndPort }) => hostAndPort)).toEqual([
      'orders-rw.orders.svc:5432',
      'orders-ro.orders.svc:5432',
      'orders-pool-rw.orders.svc:5432',
    ]);
  });

  test('prints these objects', () => {
    expect(withoutHelpers(unwatched(chart.toJson() as Manifest[]))).toEqual([
      {
        apiVersion: 'postgresql.cnpg.io/v1',
        kind: 'Cluster',
        metadata: { name: 'orders', namespace: 'orders', annotations: PROTECTED },
        spec: {
          instances: 3,
          imageName: 'ghcr.io/cloudnative-pg/postgresql:17-standard-trixie',
          storage: { size: '50Gi', storageClass: 'fast-ssd', resizeInUseVolumes: true },
          resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } },
          affinity: { enablePodAntiAffinity: true, podAntiAffinityType: 'preferred', topologyKey: 'kubernetes.io/hostname' },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: 'kubernetes.io/hostname',
              whenUnsatisfiable: 'DoNotSchedule',
              nodeTaintsPolicy: 'Honor',
              labelSelector: INSTANCES_AND_JOBS,
            },
            {
              maxSkew: 1,
              topologyKey: 'topology.kubernetes.io/zone',
              whenUnsatisfiable: 'ScheduleAnyway',
              nodeTaintsPolicy: 'Honor',
              labelSelector: INSTANCES_AND_JOBS,
            },
          ],
          postgresql: { pg_hba: ['hostnossl all all all reject'] },
          monitoring: QUERIES,
          bootstrap: { initdb: { database: 'orders', owner: 'orders-app', dataChecksums: true } },
          certificates: {
            serverAltDNSNames: [
              'orders-pool-rw',
              'orders-pool-rw.orders',
              'orders-pool-rw.orders.svc',
              'orders-pool-rw.orders.svc.cluster.local',
            ],
          },
          enableSuperuserAccess: false,
          enablePDB: true,
          primaryUpdateStrategy: 'unsupervised',
          primaryUpdateMethod: 'switchover',
          plugins: [
            {
              name: 'barman-cloud.cloudnative-pg.io',
              enabled: true,
              isWALArchiver: true,
              parameters: { barmanObjectName: 'orders-backup', serverName: 'orders-v1' },
            },
          ],
        },
      },
      {
        apiVersion: 'postgresql.cnpg.io/v1',
        kind: 'Database',
        metadata: { name: 'orders-orders', namespace: 'orders', annotations: PROTECTED },
        spec: { cluster: { name: 'orders' }, name: 'orders', owner: 'orders-app', ensure: 'present', databaseReclaimPolicy: 'retain' },
      },
      policy('orders-instances', { matchLabels: INSTANCES }, [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'cnpg-system' } },
            },
          ],
          ports: [
            { port: 5432, protocol: 'TCP' },
            { port: 8000, protocol: 'TCP' },
          ],
        },
        { from: [{ podSelector: { matchLabels: { 'cnpg.io/cluster': 'orders' } } }], ports: [{ port: 5432, protocol: 'TCP' }] },
        { from: [{ podSelector: { matchLabels: INSTANCES } }], ports: [{ port: 8000, protocol: 'TCP' }] },
        { from: [MONITORING], ports: [{ port: 9187, protocol: 'TCP' }] },
      ]),
      policy('orders-jobs', {
        matchLabels: { 'cnpg.io/cluster': 'orders' },
        matchExpressions: [{ key: 'cnpg.io/jobRole', operator: 'Exists' }],
      }),
      {
        apiVersion: 'barmancloud.cnpg.io/v1',
        kind: 'ObjectStore',
        metadata: { name: 'orders-backup', namespace: 'orders', annotations: PROTECTED },
        spec: {
          configuration: {
            destinationPath: 's3://acme-pg/orders',
            s3Credentials: {
              accessKeyId: { name: 'pg-s3', key: 'ACCESS_KEY_ID' },
              secretAccessKey: { name: 'pg-s3', key: 'SECRET_ACCESS_KEY' },
            },
            wal: { compression: 'gzip' },
            data: { compression: 'gzip' },
          },
          retentionPolicy: '30d',
          instanceSidecarConfiguration: { env: [{ name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' }] },
        },
      },
      {
        apiVersion: 'postgresql.cnpg.io/v1',
        kind: 'ScheduledBackup',
        metadata: { name: 'orders-full', namespace: 'orders' },
        spec: {
          cluster: { name: 'orders' },
          schedule: '0 0 2 * * *',
          method: 'plugin',
          pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
          backupOwnerReference: 'none',
          immediate: true,
        },
      },
      {
        apiVersion: 'postgresql.cnpg.io/v1',
        kind: 'Pooler',
        metadata: { name: 'orders-pool-rw', namespace: 'orders' },
        spec: {
          cluster: { name: 'orders' },
          type: 'rw',
          instances: 2,
          pgbouncer: { poolMode: 'transaction', parameters: { client_tls_sslmode: 'require' } },
          template: {
            spec: {
              containers: [
                {
                  name: 'pgbouncer',
                  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '128Mi' } },
                },
              ],
              topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
                maxSkew: 1,
                topologyKey,
                whenUnsatisfiable: 'ScheduleAnyway',
                nodeTaintsPolicy: 'Honor',
                labelSelector: { matchLabels: { 'cnpg.io/poolerName': 'orders-pool-rw' } },
              })),
            },
          },
        },
      },
      policy('orders-pool-rw', { matchLabels: { 'cnpg.io/poolerName': 'orders-pool-rw' } }, [
        { from: [MONITORING], ports: [{ port: 9127, protocol: 'TCP' }] },
      ]),
    ]);
  });
});

test('a cluster with all props prints all of them', () => {
  const manifests = render((chart) => {
    const db = new HaCluster(chart, 'db', {
      clusterName: 'orders',
      operator: PostgresOperator.cloudNativePg({
        updateStrategy: CloudNativePgUpdateStrategy.SUPERVISED,
        updateMethod: CloudNativePgUpdateMethod.RESTART,
      }),
      version: PostgresVersion.V16,
      storage: { size: Size.gibibytes(50) },
      instances: 5,
      walStorage: { size: Size.gibibytes(10), storageClass: 'fast-ssd' },
      replication: Replication.synchronous({ standbys: 2 }),
      placement: {
        nodes: SpreadRule.PREFERRED,
        zones: SpreadRule.NONE,
        nodeSelector: { pool: 'databases' },
        tolerations: [{ key: 'dedicated', value: 'databases', effect: TolerationEffect.NO_SCHEDULE }],
        priorityClassName: 'critical',
      },
      parameters: { max_connections: '200', 'pg_stat_statements.max': '10000', 'cron.database_name': 'orders' },
      preloadLibraries: ['pg_cron', 'pgaudit'],
      hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256', 'host all all all reject'],
      databases: [
        { name: 'orders', owner: 'app' },
        { name: 'Audit_Log', owner: 'app' },
      ],
      labels: { team: 'orders' },
      annotations: { 'example.com/on-call': 'orders' },
      image: PostgresImage.pinned('registry.example.com/postgresql:16.10-standard-trixie'),
      nonProduction: { reason: 'load test', withoutDeletionProtection: true },
    });
    new BackupPolicy(chart, 'backups', {
      cluster: db,
      target: BackupTarget.s3Compatible({
        bucket: 'acme-pg',
        prefix: 'load/tests',
        endpoint: 'https://minio.storage.svc:9000',
        ca: { name: 'minio-ca', key: 'ca.crt' },
        credentials: ObjectStoreCredentials.fromSecret('pg-s3', { accessKeyId: 'id', secretAccessKey: 'secret' }),
      }),
      schedules: [BackupSchedule.full('0 2 * * SUN'), BackupSchedule.full('30 14 * * MON-FRI')],
      retention: BackupRetention.days(7),
      archiveGeneration: 3,
    });
    new ConnectionPool(chart, 'pool', {
      cluster: db,
      poolName: 'orders-reports',
      access: PoolAccess.READ_ONLY,
      poolSize: 20,
      maxClientConnections: 1000,
      maxDatabaseConnections: 30,
      parameters: { query_wait_timeout: '30', client_tls_sslmode: 'verify-ca' },
    });
  });
  const annotations = { 'cdk8s-postgres/non-production': 'load test' };

  expect(only(manifests, 'Cluster')).toEqual({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: 'orders', namespace: 'orders', annotations },
    spec: {
      instances: 5,
      imageName: 'registry.example.com/postgresql:16.10-standard-trixie',
      storage: { size: '50Gi', resizeInUseVolumes: true },
      walStorage: { size: '10Gi', storageClass: 'fast-ssd', resizeInUseVolumes: true },
      resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } },
      affinity: {
        enablePodAntiAffinity: true,
        podAntiAffinityType: 'preferred',
        topologyKey: 'kubernetes.io/hostname',
        nodeSelector: { pool: 'databases' },
        tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'databases', effect: 'NoSchedule' }],
      },
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'ScheduleAnyway',
          nodeTaintsPolicy: 'Honor',
          labelSelector: INSTANCES_AND_JOBS,
        },
      ],
      priorityClassName: 'critical',
      postgresql: {
        parameters: { max_connections: '200', 'pg_stat_statements.max': '10000', 'cron.database_name': 'orders' },
        shared_preload_libraries: ['pg_cron', 'pgaudit'],
        pg_hba: ['hostssl all all 10.0.0.0/8 scram-sha-256', 'host all all all reject', 'hostnossl all all all reject'],
        synchronous: { method: 'any', number: 2, dataDurability: 'required' },
      },
      bootstrap: { initdb: { database: 'orders', owner: 'app', dataChecksums: true } },
      certificates: {
        serverAltDNSNames: [
          'orders-reports',
          'orders-reports.orders',
          'orders-reports.orders.svc',
          'orders-reports.orders.svc.cluster.local',
        ],
      },
      inheritedMetadata: { labels: { team: 'orders' }, annotations: { 'example.com/on-call': 'orders' } },
      enableSuperuserAccess: false,
      enablePDB: true,
      primaryUpdateStrategy: 'supervised',
      primaryUpdateMethod: 'restart',
      monitoring: QUERIES,
      plugins: [
        {
          name: 'barman-cloud.cloudnative-pg.io',
          enabled: true,
          isWALArchiver: true,
          parameters: { barmanObjectName: 'orders-backup', serverName: 'orders-v3' },
        },
      ],
    },
  });
  const database = (object: string, name: string) => ({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Database',
    metadata: { name: object, namespace: 'orders', annotations },
    spec: { cluster: { name: 'orders' }, name, owner: 'app', ensure: 'present', databaseReclaimPolicy: 'retain' },
  });
  expect(manifests.filter(({ kind }) => kind === 'Database')).toEqual([
    database('orders-orders', 'orders'),
    database('orders-audit-log', 'Audit_Log'),
  ]);
  expect(withoutHelpers(only(manifests, 'ObjectStore').spec)).toEqual({
    configuration: {
      destinationPath: 's3://acme-pg/load/tests/orders',
      endpointURL: 'https://minio.storage.svc:9000',
      endpointCA: { name: 'minio-ca', key: 'ca.crt' },
      s3Credentials: { accessKeyId: { name: 'pg-s3', key: 'id' }, secretAccessKey: { name: 'pg-s3', key: 'secret' } },
      wal: { compression: 'gzip' },
      data: { compression: 'gzip' },
    },
    retentionPolicy: '7d',
    instanceSidecarConfiguration: {
      env: [
        { name: 'AWS_DEFAULT_REGION', value: 'us-east-1' },
        { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_required' },
        { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'when_required' },
      ],
    },
  });
  expect(only(manifests, 'ObjectStore').metadata.annotations).toEqual(PROTECTED);
  expect(
    manifests
      .filter(({ kind }) => kind === 'ScheduledBackup')
      .map(({ metadata, spec }) => [metadata.name, spec?.schedule, spec?.immediate]),
  ).toEqual([
    ['orders-full', '0 0 2 * * 0', true],
    ['orders-full-2', '0 30 14 * * 1-5', false],
  ]);
  expect(only(manifests, 'Pooler').metadata).toEqual({ name: 'orders-reports', namespace: 'orders' });
  expect(only(manifests, 'Pooler').spec).toMatchObject({
    type: 'ro',
    instances: 2,
    pgbouncer: {
      poolMode: 'session',
      parameters: {
        client_tls_sslmode: 'verify-ca',
        default_pool_size: '20',
        max_client_conn: '1000',
        max_db_connections: '30',
        query_wait_timeout: '30',
      },
    },
  });
});
