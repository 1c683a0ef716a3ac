import { Json, JsonMap } from '../../../cli/values/json';

/** Objects of the three operators as tests need them, and ways to change them. */

export const PROTECTED = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

export function object(apiVersion: string, kind: string, name: string, rest: JsonMap = {}, annotations: JsonMap = {}): JsonMap {
  const metadata: JsonMap = { name, namespace: 'shop', ...(Object.keys(annotations).length > 0 ? { annotations } : {}) };
  return { apiVersion, kind, metadata, ...rest };
}

export const clusterWide = (apiVersion: string, kind: string, name: string, rest: JsonMap = {}, annotations: JsonMap = {}): JsonMap => {
  const made = object(apiVersion, kind, name, rest, annotations);
  delete (made.metadata as JsonMap).namespace;
  return made;
};

export const cnpg = (name = 'orders'): JsonMap =>
  object(
    'postgresql.cnpg.io/v1',
    'Cluster',
    name,
    {
      spec: {
        instances: 3,
        imageName: 'ghcr.io/cloudnative-pg/postgresql:17.5-standard-trixie',
        enablePDB: true,
        enableSuperuserAccess: false,
        primaryUpdateMethod: 'switchover',
        bootstrap: { initdb: { database: 'app', owner: 'app' } },
        storage: { size: '50Gi', storageClass: 'fast' },
        walStorage: { size: '10Gi', storageClass: 'fast' },
        tablespaces: [{ name: 'idx', storage: { size: '5Gi', storageClass: 'fast' } }],
        plugins: [
          {
            name: 'barman-cloud.cloudnative-pg.io',
            enabled: true,
            isWALArchiver: true,
            parameters: { barmanObjectName: 'orders-store', serverName: `${name}-v1` },
          },
        ],
        postgresql: {
          parameters: { max_connections: '200', shared_buffers: '1GB', work_mem: '16MB' },
          pg_hba: ['hostnossl all all all reject'],
          shared_preload_libraries: ['pg_cron'],
          synchronous: { method: 'any', number: 1, dataDurability: 'required' },
        },
        managed: { roles: [{ name: 'web', ensure: 'present', login: true }] },
        resources: { limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '1', memory: '4Gi' } },
        monitoring: { enablePodMonitor: true },
      },
    },
    PROTECTED,
  );

export const store = (name = 'orders-store'): JsonMap =>
  object(
    'barmancloud.cnpg.io/v1',
    'ObjectStore',
    name,
    {
      spec: {
        retentionPolicy: '30d',
        configuration: {
          destinationPath: 's3://acme-pg/shop',
          s3Credentials: { accessKeyId: { name: 'pg-s3', key: 'ID' }, secretAccessKey: { name: 'pg-s3', key: 'KEY' } },
          wal: { compression: 'gzip', encryption: 'AES256' },
          endpointCA: { name: 'ca', key: 'ca.crt' },
        },
      },
    },
    PROTECTED,
  );

export const schedule = (name = 'orders-full'): JsonMap =>
  object('postgresql.cnpg.io/v1', 'ScheduledBackup', name, {
    spec: {
      cluster: { name: 'orders' },
      schedule: '0 0 2 * * *',
      method: 'plugin',
      pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
      backupOwnerReference: 'none',
      immediate: true,
    },
  });

export const pooler = (name = 'orders-rw'): JsonMap =>
  object('postgresql.cnpg.io/v1', 'Pooler', name, {
    spec: { cluster: { name: 'orders' }, instances: 2, type: 'rw', pgbouncer: { poolMode: 'session' } },
  });

export const database = (name = 'orders-app'): JsonMap =>
  object(
    'postgresql.cnpg.io/v1',
    'Database',
    name,
    { spec: { name: 'app', owner: 'app', cluster: { name: 'orders' }, databaseReclaimPolicy: 'retain' } },
    PROTECTED,
  );

export const databaseRole = (name = 'orders-web'): JsonMap =>
  object('postgresql.cnpg.io/v1', 'DatabaseRole', name, { spec: { name: 'web', cluster: { name: 'orders' }, login: true } });

export const zalando = (name = 'orders'): JsonMap =>
  object(
    'acid.zalan.do/v1',
    'postgresql',
    name,
    {
      spec: {
        teamId: 'acme',
        numberOfInstances: 3,
        dockerImage: 'ghcr.io/zalando/spilo-17:4.0-p3',
        postgresql: {
          version: '17',
          parameters: { max_connections: '200', shared_buffers: '1GB', work_mem: '16MB', shared_preload_libraries: 'bg_mon,pg_cron' },
        },
        volume: { size: '50Gi', storageClass: 'fast' },
        patroni: { synchronous_mode: true, synchronous_mode_strict: false, pg_hba: ['hostssl all all 10.0.0.0/8 scram-sha-256'] },
        env: [
          { name: 'USE_WALG_BACKUP', value: 'true' },
          { name: 'WAL_S3_BUCKET', value: 'acme-pg' },
          { name: 'WAL_BUCKET_SCOPE_SUFFIX', value: '/shop/v1' },
          { name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { name: 'pg-s3', key: 'ID' } } },
          { name: 'BACKUP_SCHEDULE', value: '0 2 * * *' },
          { name: 'BACKUP_NUM_TO_RETAIN', value: '30' },
        ],
        users: { app: [], web: [] },
        databases: { app: 'app' },
        enableConnectionPooler: true,
        enableMasterLoadBalancer: false,
        connectionPooler: { mode: 'session', numberOfInstances: 2 },
        tls: { secretName: 'orders-tls' },
        resources: { limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '1', memory: '4Gi' } },
        topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' }],
      },
    },
    PROTECTED,
  );

export const crunchy = (name = 'orders'): JsonMap =>
  object(
    'postgres-operator.crunchydata.com/v1',
    'PostgresCluster',
    name,
    {
      spec: {
        postgresVersion: 17,
        image: 'registry.example.com/crunchy-postgres:ubi9-17.5-2520',
        instances: [
          {
            name: 'main',
            replicas: 3,
            minAvailable: 2,
            dataVolumeClaimSpec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '50Gi' } } },
            walVolumeClaimSpec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '10Gi' } } },
            tablespaceVolumes: [{ name: 'idx', dataVolumeClaimSpec: { resources: { requests: { storage: '5Gi' } } } }],
            resources: { limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '1', memory: '4Gi' } },
          },
        ],
        patroni: { dynamicConfiguration: { synchronous_mode: true, postgresql: { pg_hba: ['hostssl all all all scram-sha-256'] } } },
        config: { parameters: { max_connections: '200', shared_buffers: '1GB', work_mem: '16MB', shared_preload_libraries: 'pg_cron' } },
        backups: {
          pgbackrest: {
            configuration: [{ secret: { name: 'pg-s3' } }],
            global: {
              'repo1-path': `/pgbackrest/shop/${name}/v1/repo1`,
              'repo1-retention-full': '30',
              'repo1-retention-full-type': 'time',
              'repo1-cipher-type': 'aes-256-cbc',
            },
            repos: [
              {
                name: 'repo1',
                s3: { bucket: 'acme-pg', endpoint: 's3.example.com', region: 'eu-west-1' },
                schedules: { full: '0 2 * * *' },
              },
            ],
          },
        },
        users: [
          { name: 'app', databases: ['app'], options: 'LOGIN' },
          { name: 'web', databases: ['app'], options: 'LOGIN' },
        ],
        proxy: { pgBouncer: { replicas: 2, config: { global: { pool_mode: 'session' } } } },
        customTLSSecret: { name: 'orders-tls' },
        monitoring: { pgmonitor: { exporter: { image: 'registry.example.com/exporter:1' } } },
      },
    },
    PROTECTED,
  );

export const CLUSTERS = { cnpg, zalando, crunchy } as const;

export const application = (name = 'shop', spec: JsonMap = {}, finalizers: Json[] = []): JsonMap => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name, namespace: 'argocd', ...(finalizers.length > 0 ? { finalizers } : {}) },
  spec: {
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    source: { repoURL: 'https://git.example.com/shop.git', path: 'dist', targetRevision: 'main' },
    ...spec,
  },
});

/** The Application that installs an operator from its chart. */
export const operatorApplication = (chart: string, targetRevision: string, options: Json[] = ['ServerSideApply=true']): JsonMap =>
  application(chart, {
    source: { repoURL: 'https://charts.example.com', chart, targetRevision },
    syncPolicy: { syncOptions: options },
  });

/** Takes the value at a path out, or sets it; `[name]` finds an element of a list by its name, `["key"]` a key with dots. */
export function set(target: JsonMap, path: string, value?: Json): JsonMap {
  const copy = JSON.parse(JSON.stringify(target)) as JsonMap;
  const steps = path.match(/\["[^"]*"\]|\[[^\]]*\]|[^.[\]]+/g)!;
  let at: Json = copy;
  steps.slice(0, -1).forEach((step, i) => {
    if (Array.isArray(at)) {
      at = at.find((item) => (item as JsonMap).name === step.slice(1, -1))!;
    } else {
      const key = step.startsWith('["') ? step.slice(2, -2) : step;
      const map = at as JsonMap;
      map[key] ??= steps[i + 1]!.startsWith('[') && !steps[i + 1]!.startsWith('["') ? [] : {};
      at = map[key];
    }
  });
  const last = steps[steps.length - 1]!;
  if (Array.isArray(at)) {
    const index = at.findIndex((item) => (item as JsonMap).name === last.slice(1, -1));
    at.splice(index < 0 ? at.length : index, index < 0 ? 0 : 1, ...(value === undefined ? [] : [value]));
  } else {
    const key = last.startsWith('["') ? last.slice(2, -2) : last;
    if (value === undefined) {
      delete (at as JsonMap)[key];
    } else {
      (at as JsonMap)[key] = value;
    }
  }
  return copy;
}

export type Edit = readonly [path: string, value?: Json];

export const edited = (target: JsonMap, ...edits: readonly Edit[]): JsonMap =>
  edits.reduce((object_, [path, value]) => set(object_, path, value), target);
