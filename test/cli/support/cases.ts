import { Operator } from '../../../cli/effects/effect';
import { JsonMap } from '../../../cli/values/json';
import {
  application,
  CLUSTERS,
  clusterWide,
  cnpg,
  crunchy,
  database,
  databaseRole,
  Edit,
  edited,
  object,
  operatorApplication,
  pooler,
  PROTECTED,
  schedule,
  set,
  store,
  zalando,
} from './objects';

/** What a rule stops, and what it lets pass, on one operator. */
export interface RuleCase {
  readonly rule: string;
  readonly on: Operator;
  readonly base: readonly JsonMap[];
  readonly bad: readonly JsonMap[];
  readonly good: readonly JsonMap[];
}

type Database = keyof typeof CLUSTERS;

/** Edits of one cluster: those that are found, those that are not, and those that the base has already. */
const one = (rule: string, on: Database, bad: readonly Edit[], good: readonly Edit[], before: readonly Edit[] = []): RuleCase => {
  const base = edited(CLUSTERS[on](), ...before);
  return { rule, on, base: [base], bad: [edited(base, ...bad)], good: [edited(base, ...good)] };
};
const many = (rule: string, on: Operator, base: readonly JsonMap[], bad: readonly JsonMap[], good: readonly JsonMap[]): RuleCase => ({
  rule,
  on,
  base,
  bad,
  good,
});
const each = (make: (on: Database) => RuleCase): RuleCase[] => (Object.keys(CLUSTERS) as Database[]).map(make);

const SYNC = 'metadata.annotations["argocd.argoproj.io/sync-options"]';
const ANN = (key: string): string => `metadata.annotations["${key}"]`;
const PGO = (key: string): string => ANN(`postgres-operator.crunchydata.com/${key}`);
const FINALIZER = ['resources-finalizer.argocd.argoproj.io'];

/** Fields by operator: one row for what the three have in common. */
const FIELD = {
  size: {
    cnpg: 'spec.storage.size',
    zalando: 'spec.volume.size',
    crunchy: 'spec.instances[main].dataVolumeClaimSpec.resources.requests.storage',
  },
  storageClass: {
    cnpg: 'spec.storage.storageClass',
    zalando: 'spec.volume.storageClass',
    crunchy: 'spec.instances[main].dataVolumeClaimSpec.storageClassName',
  },
  instances: { cnpg: 'spec.instances', zalando: 'spec.numberOfInstances', crunchy: 'spec.instances[main].replicas' },
  image: { cnpg: 'spec.imageName', zalando: 'spec.dockerImage', crunchy: 'spec.image' },
  parameters: { cnpg: 'spec.postgresql.parameters', zalando: 'spec.postgresql.parameters', crunchy: 'spec.config.parameters' },
  limits: { cnpg: 'spec.resources.limits', zalando: 'spec.resources.limits', crunchy: 'spec.instances[main].resources.limits' },
} as const;

const HARMLESS = 'spec.postgresql.parameters.work_mem';
const harmless = (on: Database): Edit => [on === 'crunchy' ? 'spec.config.parameters.work_mem' : HARMLESS, '32MB'];

const namespace = (annotations: JsonMap = {}, labels: JsonMap = {}): JsonMap => {
  const made = clusterWide('v1', 'Namespace', 'shop', {}, annotations);
  return Object.keys(labels).length > 0 ? set(made, 'metadata.labels', labels) : made;
};
const claim = (storage: string): JsonMap =>
  object('v1', 'PersistentVolumeClaim', 'old-data', {
    spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage } } },
  });
const service = (type: string): JsonMap =>
  object('v1', 'Service', 'orders-outside', { spec: { type, selector: { 'cnpg.io/cluster': 'orders' }, ports: [{ port: 5432 }] } });
const policy = (ports: number[], name = 'orders-instances', labels: JsonMap = { 'cnpg.io/cluster': 'orders' }): JsonMap =>
  object('networking.k8s.io/v1', 'NetworkPolicy', name, {
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress'],
      ingress: [{ ports: ports.map((port) => ({ port, protocol: 'TCP' })) }],
    },
  });
const externalSecret = (creationPolicy: string, key = 'shop/s3'): JsonMap =>
  object(
    'external-secrets.io/v1',
    'ExternalSecret',
    'pg-s3',
    {
      spec: {
        target: { name: 'pg-s3', creationPolicy },
        data: [{ secretKey: 'ID', remoteRef: { key } }],
        secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      },
    },
    PROTECTED,
  );
const sealed = (name: string): JsonMap =>
  object('bitnami.com/v1alpha1', 'SealedSecret', name, { spec: { encryptedData: { password: 'AgBx8' } } }, PROTECTED);
const certificate = (dnsNames: string[]): JsonMap =>
  object('cert-manager.io/v1', 'Certificate', 'orders-tls', {
    spec: { secretName: 'orders-tls', dnsNames, issuerRef: { name: 'ca', kind: 'ClusterIssuer' } },
  });
const configuration = (kubernetes: JsonMap, rest: JsonMap = {}): JsonMap =>
  object('acid.zalan.do/v1', 'OperatorConfiguration', 'operator', { configuration: { kubernetes, ...rest } });
const configMap = (text: string): JsonMap => object('v1', 'ConfigMap', 'settings', { data: { text } });
const deployment = (host: string): JsonMap =>
  object('apps/v1', 'Deployment', 'web', {
    spec: { template: { spec: { containers: [{ name: 'web', image: 'web:1.0', env: [{ name: 'PGHOST', value: host }] }] } } },
  });
const crd = clusterWide('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'clusters.postgresql.cnpg.io', {
  spec: { group: 'postgresql.cnpg.io' },
});
const crdOf: { readonly [on in Database]: string } = {
  cnpg: 'clusters.postgresql.cnpg.io',
  zalando: 'postgresqls.acid.zalan.do',
  crunchy: 'postgresclusters.postgres-operator.crunchydata.com',
};
const upgrade = object('postgres-operator.crunchydata.com/v1beta1', 'PGUpgrade', 'orders-18', {
  spec: { postgresClusterName: 'orders', fromPostgresVersion: 17, toPostgresVersion: 18 },
});
const readyToUpgrade = edited(crunchy(), ['spec.shutdown', true], [PGO('allow-upgrade'), 'orders-18']);
const S3 = { bucket: 'acme-pg', endpoint: 's3.example.com', region: 'eu-west-1' };
const VOLUME = { name: 'repo2', volume: { volumeClaimSpec: { resources: { requests: { storage: '100Gi' } } } } };
const follower: { readonly [on in Database]: JsonMap } = {
  cnpg: edited(
    cnpg('orders-us'),
    ['spec.replica', { self: 'orders-us', primary: 'orders', source: 'orders' }],
    [
      'spec.externalClusters',
      [
        {
          name: 'orders',
          plugin: { name: 'barman-cloud.cloudnative-pg.io', parameters: { barmanObjectName: 'orders-store', serverName: 'orders-v1' } },
        },
      ],
    ],
  ),
  zalando: edited(zalando('orders-us'), ['spec.standby', { s3_wal_path: 's3://acme-pg/spilo/orders/shop/v1/wal/17' }]),
  crunchy: edited(
    crunchy('orders-us'),
    ['spec.backups.pgbackrest.repos[repo2]', { name: 'repo2', s3: S3 }],
    ['spec.backups.pgbackrest.global["repo2-path"]', '/pgbackrest/shop/orders/v1/repo1'],
    ['spec.standby', { enabled: true, repoName: 'repo2' }],
  ),
};
const promoted: { readonly [on in Database]: JsonMap } = {
  cnpg: set(set(follower.cnpg, 'spec.replica.primary', 'orders-us'), 'spec.replica.promotionToken', 'token'),
  zalando: set(follower.zalando, 'spec.standby'),
  crunchy: set(follower.crunchy, 'spec.standby.enabled', false),
};
const stopped: { readonly [on in Database]: JsonMap } = {
  cnpg: edited(cnpg(), ['spec.replica', { self: 'orders', primary: 'orders-us', source: 'orders-us' }]),
  zalando: set(zalando(), 'spec.numberOfInstances', 0),
  crunchy: set(crunchy(), 'spec.shutdown', true),
};
const sourceOf: { readonly [on in Database]: Edit } = {
  cnpg: ['spec.bootstrap', { recovery: { source: 'old' } }],
  zalando: ['spec.clone', { cluster: 'old', s3_wal_path: 's3://acme-pg/spilo/old/wal/17' }],
  crunchy: ['spec.dataSource', { postgresCluster: { clusterName: 'old', repoName: 'repo1' } }],
};
const hbaOf: { readonly [on in Database]: string } = {
  cnpg: 'spec.postgresql.pg_hba',
  zalando: 'spec.patroni.pg_hba',
  crunchy: 'spec.patroni.dynamicConfiguration.postgresql.pg_hba',
};
const other: { readonly [on in Database]: JsonMap } = { cnpg: zalando(), zalando: crunchy(), crunchy: cnpg() };

const identity: RuleCase[] = [
  ...each((on) => many('G001', on, [CLUSTERS[on]()], [], [CLUSTERS[on]()])),
  many('G001', 'kubernetes', [claim('10Gi')], [], [claim('10Gi')]),
  ...each((on) => many('G002', on, [CLUSTERS[on]()], [CLUSTERS[on]('shop-orders')], [CLUSTERS[on](), CLUSTERS[on]('shop-orders')])),
  ...each((on) =>
    many(
      'G003',
      on,
      [CLUSTERS[on]()],
      [set(CLUSTERS[on](), 'metadata.namespace', 'sales')],
      [set(CLUSTERS[on](), 'metadata.labels', { a: 'b' })],
    ),
  ),
  ...each((on) => many('G004', on, [CLUSTERS[on]()], [other[on]], [CLUSTERS[on](), set(other[on], 'metadata.name', 'orders-new')])),
  many('G007', 'kubernetes', [set(store(), SYNC)], [], [set(store(), SYNC)]),
  many(
    'G019',
    'kubernetes',
    [cnpg()],
    [cnpg(), cnpg()],
    [cnpg(), cnpg('orders-b')].map((made, i) => (i === 1 ? set(made, 'metadata.namespace', 'sales') : made)),
  ),
  many(
    'G023',
    'kubernetes',
    [1, 2, 3, 4, 5, 6].map((n) => object('v1', 'ConfigMap', `c${n}`)),
    [object('v1', 'ConfigMap', 'c1')],
    [1, 2, 3, 4, 5].map((n) => object('v1', 'ConfigMap', `c${n}`)),
  ),
  many('G024', 'kubernetes', [crunchy()], [set(crunchy(), 'apiVersion', 'postgres-operator.crunchydata.com/v1beta1')], [crunchy()]),
  ...each((on) => one('G127', on, [['apiVersion', `${String(CLUSTERS[on]().apiVersion).split('/')[0]}/v7`]], [harmless(on)])),
];

const argo: RuleCase[] = [
  ...each((on) => many('G005', on, [], [set(CLUSTERS[on](), SYNC)], [CLUSTERS[on]()])),
  many('G005', 'kubernetes', [], [set(externalSecret('Owner'), SYNC)], [set(externalSecret('Orphan'), SYNC)]),
  many('G006', 'kubernetes', [store()], [set(store(), SYNC)], [set(store(), SYNC, 'Prune=confirm,Delete=confirm')]),
  ...each((on) => one('G008', on, [[ANN('argocd.argoproj.io/hook'), 'Sync']], [[ANN('example.com/hook'), 'Sync']])),
  many('G008', 'kubernetes', [claim('10Gi')], [set(claim('10Gi'), ANN('helm.sh/hook'), 'pre-install')], [claim('10Gi')]),
  ...each((on) =>
    one('G009', on, [[SYNC, 'Prune=false,Delete=false,Force=true']], [[SYNC, 'Prune=false,Delete=false,ServerSideApply=true']]),
  ),
  many(
    'G009',
    'kubernetes',
    [application()],
    [application('shop', { syncPolicy: { syncOptions: ['Replace=true'] } })],
    [application('shop', { syncPolicy: { syncOptions: ['PruneLast=true'] } })],
  ),
  many('G010', 'kubernetes', [namespace(PROTECTED), cnpg()], [cnpg()], [namespace(PROTECTED), cnpg()]),
  many('G011', 'kubernetes', [cnpg()], [cnpg(), namespace()], [cnpg(), namespace(PROTECTED)]),
  many(
    'G012',
    'kubernetes',
    [application('shop', {}, FINALIZER), application('other')],
    [application('other')],
    [application('shop', {}, FINALIZER)],
  ),
  many('G013', 'kubernetes', [application()], [application('shop', {}, FINALIZER)], [application()]),
  many(
    'G014',
    'kubernetes',
    [application()],
    [application('shop', { syncPolicy: { automated: { prune: true } } })],
    [application('shop', { syncPolicy: { automated: { prune: false } } })],
  ),
  many(
    'G015',
    'kubernetes',
    [application()],
    [application('shop', { destination: { server: 'https://other.example.com', namespace: 'shop' } })],
    [application()],
  ),
  ...each((on) => many('G016', on, [set(crd, 'metadata.name', crdOf[on])], [], [set(crd, 'metadata.name', crdOf[on])])),
  many('G017', 'cnpg', [], [operatorApplication('cloudnative-pg', '0.29.0', [])], [operatorApplication('cloudnative-pg', '0.29.0')]),
  many('G017', 'crunchy', [], [operatorApplication('pgo', '6.0.3', [])], [operatorApplication('pgo', '6.0.3')]),
  ...each((on) =>
    one(
      'G018',
      on,
      [['metadata.labels', { 'app.kubernetes.io/instance': 'shop' }]],
      [['metadata.labels', { 'app.kubernetes.io/part-of': 'shop' }]],
    ),
  ),
  many(
    'G020',
    'kubernetes',
    [cnpg()],
    [cnpg(), set(configMap('a'), ANN('argocd.argoproj.io/sync-wave'), '1')],
    [cnpg(), set(pooler(), ANN('argocd.argoproj.io/sync-wave'), '1')],
  ),
  many(
    'G021',
    'kubernetes',
    [cnpg()],
    [cnpg(), set(store(), ANN('argocd.argoproj.io/sync-wave'), '1')],
    [cnpg(), set(store(), ANN('argocd.argoproj.io/sync-wave'), '-1')],
  ),
  many('G022', 'kubernetes', [store(), externalSecret('Owner')], [store()], [externalSecret('Owner')]),
];

const storage: RuleCase[] = [
  ...each((on) => one('G025', on, [[FIELD.size[on], '20Gi']], [[FIELD.size[on], '51200Mi']])),
  many('G025', 'kubernetes', [claim('10Gi')], [claim('5Gi')], [claim('20Gi')]),
  ...each((on) => one('G026', on, [[FIELD.storageClass[on], 'slow']], [[FIELD.size[on], '60Gi']])),
  ...each((on) => one('G027', on, [[FIELD.storageClass[on]]], [harmless(on)])),
  one('G028', 'cnpg', [['spec.walStorage']], [['spec.walStorage.size', '20Gi']]),
  one(
    'G028',
    'crunchy',
    [['spec.instances[main].walVolumeClaimSpec']],
    [['spec.instances[main].walVolumeClaimSpec.resources.requests.storage', '20Gi']],
  ),
  one(
    'G029',
    'cnpg',
    [['spec.tablespaces', []]],
    [['spec.tablespaces[idx2]', { name: 'idx2', storage: { size: '1Gi', storageClass: 'fast' } }]],
  ),
  one(
    'G029',
    'crunchy',
    [['spec.instances[main].tablespaceVolumes', []]],
    [['spec.instances[main].tablespaceVolumes[idx].dataVolumeClaimSpec.resources.requests.storage', '6Gi']],
  ),
  ...each((on) => one('G030', on, [[FIELD.instances[on], 2]], [[FIELD.instances[on], 5]])),
  one('G031', 'cnpg', [['spec.instances']], [['spec.instances', 3]]),
  one('G031', 'crunchy', [['spec.instances[main].replicas']], [['spec.instances[main].replicas', 3]]),
  ...each((on) => one('G032', on, [[FIELD.instances[on], 1]], [[FIELD.instances[on], 2]])),
  one('G033', 'cnpg', [[ANN('cnpg.io/hibernation'), 'on']], [[ANN('cnpg.io/hibernation'), 'off']]),
  one('G033', 'zalando', [['spec.numberOfInstances', 0]], [['spec.numberOfInstances', 3]]),
  one('G033', 'crunchy', [['spec.shutdown', true]], [['spec.shutdown', false]]),
  one(
    'G034',
    'crunchy',
    [['spec.instances[main].name', 'renamed']],
    [
      [
        'spec.instances[second]',
        { name: 'second', replicas: 1, dataVolumeClaimSpec: { storageClassName: 'fast', resources: { requests: { storage: '50Gi' } } } },
      ],
    ],
  ),
  one('G035', 'crunchy', [['spec.instances[main].name', 'renamed']], [harmless('crunchy')]),
  one('G036', 'crunchy', [['spec.instances[main].name', '']], [harmless('crunchy')]),
  one('G037', 'cnpg', [['spec.postgresql.synchronous.number', 3]], [['spec.postgresql.synchronous.number', 2]]),
  one('G037', 'zalando', [['spec.patroni.synchronous_node_count', 3]], [['spec.patroni.synchronous_node_count', 2]]),
  one(
    'G037',
    'crunchy',
    [['spec.patroni.dynamicConfiguration.synchronous_node_count', 3]],
    [['spec.patroni.dynamicConfiguration.synchronous_node_count', 2]],
  ),
  one('G038', 'cnpg', [['spec.postgresql.synchronous.dataDurability', 'preferred']], [['spec.postgresql.synchronous.dataDurability']]),
  one('G038', 'zalando', [['spec.patroni.synchronous_mode', false]], [['spec.patroni.synchronous_mode_strict', true]]),
  one(
    'G038',
    'crunchy',
    [['spec.patroni.dynamicConfiguration.synchronous_mode']],
    [['spec.patroni.dynamicConfiguration.synchronous_mode_strict', true]],
  ),
  one('G039', 'cnpg', [['spec.enablePDB', false]], [['spec.enablePDB']]),
  one('G039', 'zalando', [['spec.topologySpreadConstraints']], [harmless('zalando')]),
  one('G039', 'crunchy', [['spec.instances[main].minAvailable']], [harmless('crunchy')]),
];

const origin: RuleCase[] = [
  one('G040', 'cnpg', [['spec.bootstrap.initdb.walSegmentSize', 64]], [['spec.bootstrap.initdb.encoding', 'UTF8']]),
  one('G040', 'zalando', [['spec.clone', { cluster: 'old' }]], [harmless('zalando')]),
  one('G040', 'crunchy', [['spec.dataSource.postgresCluster.repoName', 'repo2']], [harmless('crunchy')], [sourceOf.crunchy]),
  one('G041', 'crunchy', [sourceOf.crunchy], [harmless('crunchy')]),
  one(
    'G042',
    'crunchy',
    [['spec.backups.pgbackrest.restore.enabled', false]],
    [harmless('crunchy')],
    [sourceOf.crunchy, ['spec.backups.pgbackrest.restore', { enabled: true, repoName: 'repo1' }]],
  ),
  one(
    'G043',
    'crunchy',
    [[PGO('pgbackrest-restore'), 'again']],
    [harmless('crunchy')],
    [
      ['spec.backups.pgbackrest.restore', { enabled: true, repoName: 'repo1' }],
      [PGO('pgbackrest-restore'), 'once'],
    ],
  ),
  ...each((on) => many('G044', on, [], [edited(CLUSTERS[on](), [SYNC], sourceOf[on])], [edited(CLUSTERS[on](), sourceOf[on])])),
  one('G045', 'cnpg', [['spec.bootstrap', { recovery: { source: 'old' } }]], [['spec.bootstrap.initdb.owner', 'app']]),
  many(
    'G046',
    'cnpg',
    [],
    [
      edited(
        cnpg(),
        ['spec.bootstrap', { recovery: { source: 'old' } }],
        ['spec.externalClusters', [{ name: 'old', plugin: { parameters: { barmanObjectName: 'orders-store', serverName: 'orders-v1' } } }]],
      ),
      store(),
    ],
    [follower.cnpg, store()],
  ),
  many(
    'G046',
    'zalando',
    [],
    [edited(zalando(), ['spec.clone', { cluster: 'orders', s3_wal_path: 's3://acme-pg/spilo/orders/shop/v1/wal/17' }])],
    [follower.zalando],
  ),
  many(
    'G046',
    'crunchy',
    [],
    [
      edited(crunchy(), [
        'spec.dataSource',
        { pgbackrest: { repo: { name: 'repo1', s3: S3 }, global: { 'repo1-path': '/pgbackrest/shop/orders/v1/repo1' } } },
      ]),
    ],
    [follower.crunchy],
  ),
  ...each((on) => many('G047', on, [follower[on]], [promoted[on]], [edited(follower[on], harmless(on))])),
  many('G048', 'cnpg', [follower.cnpg], [set(follower.cnpg, 'spec.replica.primary', 'orders-us')], [promoted.cnpg]),
  many(
    'G049',
    'cnpg',
    [],
    [promoted.cnpg, edited(cnpg(), ['spec.replica', { self: 'orders', primary: 'orders', source: 'orders-us' }])],
    [promoted.cnpg, stopped.cnpg],
  ),
  one('G050', 'crunchy', [['spec.standby', { host: 'db.example.com' }]], [['spec.standby', { enabled: false }]]),
  many('G120', 'zalando', [zalando()], [set(zalando(), 'spec.standby', { standby_host: 'eu' })], [follower.zalando, zalando()]),
  many('G120', 'crunchy', [crunchy()], [set(crunchy(), 'spec.standby', { enabled: true, host: 'eu' })], [follower.crunchy, crunchy()]),
  ...each((on) =>
    many(
      'G128',
      on,
      [store(), CLUSTERS[on](), follower[on]],
      [store(), CLUSTERS[on](), promoted[on]],
      [store(), CLUSTERS[on](), follower[on]],
    ),
  ),
];

const versions: RuleCase[] = [
  one(
    'G051',
    'cnpg',
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:15.9-standard-trixie']],
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.4-standard-trixie']],
  ),
  one('G051', 'zalando', [['spec.postgresql.version', '15']], [harmless('zalando')]),
  one('G051', 'crunchy', [['spec.postgresVersion', 15]], [harmless('crunchy')]),
  one(
    'G052',
    'cnpg',
    [
      ['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie'],
      ['spec.plugins[barman-cloud.cloudnative-pg.io].parameters.serverName', 'orders-v2'],
    ],
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie']],
  ),
  one('G052', 'zalando', [['spec.postgresql.version', '18']], [harmless('zalando')]),
  one('G052', 'crunchy', [['spec.postgresVersion', 18]], [['spec.image', 'registry.example.com/crunchy-postgres:ubi9-17.6-2530']]),
  one(
    'G053',
    'cnpg',
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie']],
    [
      ['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie'],
      ['spec.plugins[barman-cloud.cloudnative-pg.io].parameters.serverName', 'orders-v2'],
    ],
  ),
  {
    ...many(
      'G054',
      'crunchy',
      [upgrade, readyToUpgrade],
      [],
      [upgrade, edited(readyToUpgrade, ['spec.postgresVersion', 18], ['spec.shutdown'])],
    ),
    base: [upgrade, set(readyToUpgrade, 'spec.shutdown')],
    bad: [upgrade, set(readyToUpgrade, 'spec.postgresVersion', 18)],
    good: [upgrade, readyToUpgrade],
  },
  one(
    'G055',
    'cnpg',
    [
      ['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie'],
      ['spec.postgresql.parameters.work_mem', '32MB'],
    ],
    [['spec.postgresql.parameters.work_mem', '32MB']],
  ),
  one(
    'G056',
    'cnpg',
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.5-standard-bookworm']],
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie']],
  ),
  one(
    'G056',
    'zalando',
    [['spec.dockerImage', 'ghcr.io/zalando/spilo-17:3.3-p1']],
    [['spec.dockerImage', 'ghcr.io/zalando/spilo-17:4.0-p4']],
  ),
  one(
    'G056',
    'crunchy',
    [['spec.image', 'registry.example.com/crunchy-postgres:ubi8-17.5-1']],
    [['spec.image', 'registry.example.com/crunchy-postgres:ubi9-17.6-1']],
  ),
  ...each((on) =>
    many('G057', on, [], [edited(CLUSTERS[on](), [FIELD.image[on], 'registry.example.com/postgres:latest'])], [CLUSTERS[on]()]),
  ),
  ...each((on) => one('G058', on, [[FIELD.image[on]]], [harmless(on)])),
  many(
    'G059',
    'cnpg',
    [operatorApplication('cloudnative-pg', '0.28.1')],
    [operatorApplication('cloudnative-pg', '0.29.0')],
    [operatorApplication('cloudnative-pg', '0.28.2')],
  ),
  many(
    'G059',
    'zalando',
    [configuration({}, { docker_image: 'spilo:1' })],
    [configuration({}, { docker_image: 'spilo:2' })],
    [configuration({}, { docker_image: 'spilo:1' })],
  ),
  many(
    'G059',
    'crunchy',
    [operatorApplication('pgo', '5.8.9')],
    [operatorApplication('pgo', '6.0.3')],
    [operatorApplication('pgo', '5.8.10')],
  ),
  ...each((on) => one('G060', on, [[`${FIELD.limits[on]}.memory`, '8Gi']], [harmless(on)])),
  one('G061', 'cnpg', [['spec.primaryUpdateStrategy', 'supervised']], [['spec.primaryUpdateStrategy', 'unsupervised']]),
  one('G119', 'cnpg', [[ANN('kubectl.kubernetes.io/restartedAt'), 'v2']], [harmless('cnpg')]),
  one('G119', 'crunchy', [['spec.patroni.switchover', { enabled: true }]], [harmless('crunchy')], [[PGO('trigger-switchover'), 'old']]),
];

const repo = (...repos: JsonMap[]): Edit => ['spec.backups.pgbackrest.repos', repos];
const backups: RuleCase[] = [
  one('G062', 'cnpg', [['spec.plugins']], [harmless('cnpg')]),
  one('G062', 'zalando', [['spec.env[WAL_S3_BUCKET]']], [harmless('zalando')]),
  one('G062', 'crunchy', [['spec.backups']], [harmless('crunchy')]),
  one('G063', 'crunchy', [[PGO('authorizeBackupRemoval'), 'true']], [[PGO('authorizeBackupRemoval'), 'false']]),
  one('G064', 'crunchy', [repo()], [repo({ name: 'repo1', s3: S3, schedules: { full: '0 3 * * *' } })]),
  one(
    'G065',
    'crunchy',
    [repo({ name: 'repo1', s3: S3 })],
    [['spec.backups.pgbackrest.repos[repo2].schedules', { full: '0 3 * * 0' }]],
    [repo({ name: 'repo1', s3: S3 }, VOLUME)],
  ),
  one(
    'G130',
    'crunchy',
    [['spec.backups.pgbackrest.repos[repo2]']],
    [['spec.backups.pgbackrest.repos[repo2].schedules', { full: '0 3 * * 0' }]],
    [repo({ name: 'repo1', s3: S3 }, { name: 'repo2', s3: { ...S3, bucket: 'acme-far' } })],
  ),
  one('G066', 'cnpg', [['spec.plugins[barman-cloud.cloudnative-pg.io].isWALArchiver', false]], [harmless('cnpg')]),
  one('G066', 'zalando', [['spec.env[USE_WALG_BACKUP].value', 'false']], [harmless('zalando')]),
  one('G067', 'cnpg', [['spec.plugins[barman-cloud.cloudnative-pg.io].parameters.serverName', 'orders-v2']], [harmless('cnpg')]),
  one(
    'G067',
    'zalando',
    [['spec.env[WAL_BUCKET_SCOPE_SUFFIX].value', '/shop/v2']],
    [['spec.env[AWS_REGION]', { name: 'AWS_REGION', value: 'eu-west-1' }]],
  ),
  one('G067', 'crunchy', [['spec.backups.pgbackrest.repos[repo1].s3.bucket', 'acme-other']], [harmless('crunchy')]),
  many(
    'G068',
    'cnpg',
    [store()],
    [store(), cnpg(), set(cnpg('orders-b'), 'spec.plugins[barman-cloud.cloudnative-pg.io].parameters.serverName', 'orders-v1')],
    [store(), cnpg(), cnpg('orders-b')],
  ),
  many('G068', 'zalando', [], [zalando(), set(zalando(), 'metadata.namespace', 'sales')], [zalando(), zalando('orders-b')]),
  many(
    'G068',
    'crunchy',
    [],
    [crunchy(), set(crunchy('orders-b'), 'spec.backups.pgbackrest.global["repo1-path"]', '/pgbackrest/shop/orders/v1/repo1')],
    [crunchy(), crunchy('orders-b')],
  ),
  many(
    'G069',
    'cnpg',
    [store(), cnpg()],
    [store(), set(cnpg('orders-b'), 'spec.plugins[barman-cloud.cloudnative-pg.io].parameters.serverName', 'orders-v1')],
    [store(), cnpg('orders-b')],
  ),
  many(
    'G069',
    'zalando',
    [zalando()],
    [set(zalando(), 'metadata.namespace', 'sales')],
    [set(set(zalando(), 'metadata.namespace', 'sales'), 'spec.env[WAL_BUCKET_SCOPE_SUFFIX].value', '/sales/v1')],
  ),
  many(
    'G069',
    'crunchy',
    [crunchy()],
    [set(crunchy('orders-b'), 'spec.backups.pgbackrest.global["repo1-path"]', '/pgbackrest/shop/orders/v1/repo1')],
    [crunchy('orders-b')],
  ),
  many('G070', 'crunchy', [], [set(crunchy(), 'spec.backups.pgbackrest.global["repo1-path"]')], [crunchy()]),
  many('G071', 'cnpg', [store(), cnpg()], [cnpg()], [store(), cnpg()]),
  many('G072', 'cnpg', [store()], [set(store(), 'spec.configuration.serverName', 'orders')], [store()]),
  many('G073', 'cnpg', [cnpg(), schedule()], [cnpg()], [cnpg(), schedule('orders-other')]),
  one('G073', 'zalando', [['spec.env[BACKUP_SCHEDULE]']], [['spec.env[BACKUP_SCHEDULE].value', '0 3 * * *']]),
  one(
    'G073',
    'crunchy',
    [['spec.backups.pgbackrest.repos[repo1].schedules']],
    [['spec.backups.pgbackrest.repos[repo1].schedules.full', '0 3 * * *']],
  ),
  many(
    'G074',
    'cnpg',
    [schedule()],
    [set(schedule(), 'spec.backupOwnerReference', 'self')],
    [set(schedule(), 'spec.backupOwnerReference')],
  ),
  many('G075', 'cnpg', [schedule()], [set(schedule(), 'spec.schedule', '0 2 * * *')], [set(schedule(), 'spec.schedule', '@daily')]),
  one('G075', 'zalando', [['spec.env[BACKUP_SCHEDULE].value', '0 0 2 * * *']], [['spec.env[BACKUP_SCHEDULE].value', '0 3 * * *']]),
  one(
    'G075',
    'crunchy',
    [['spec.backups.pgbackrest.repos[repo1].schedules.full', '0 0 2 * * *']],
    [['spec.backups.pgbackrest.repos[repo1].schedules.full', '0 3 * * *']],
  ),
  many('G076', 'cnpg', [cnpg(), schedule()], [cnpg(), set(schedule(), 'spec.method')], [cnpg(), schedule()]),
  many('G077', 'cnpg', [store()], [set(store(), 'spec.retentionPolicy', '2w')], [set(store(), 'spec.retentionPolicy', '5w')]),
  one('G077', 'zalando', [['spec.env[BACKUP_NUM_TO_RETAIN].value', '7']], [['spec.env[BACKUP_NUM_TO_RETAIN].value', '60']]),
  one(
    'G077',
    'crunchy',
    [['spec.backups.pgbackrest.global["repo1-retention-full"]', '7']],
    [['spec.backups.pgbackrest.global["repo1-retention-full"]', '60']],
  ),
  many('G078', 'cnpg', [cnpg()], [cnpg(), set(store(), 'spec.retentionPolicy')], [cnpg(), store()]),
  many('G078', 'crunchy', [], [set(crunchy(), 'spec.backups.pgbackrest.global["repo1-retention-full"]')], [crunchy()]),
  many('G079', 'cnpg', [], [cnpg(), set(schedule(), 'spec.immediate', false)], [cnpg(), schedule()]),
  many('G080', 'cnpg', [store()], [set(store(), 'spec.configuration.wal.encryption')], [store()]),
  one('G080', 'crunchy', [['spec.backups.pgbackrest.global["repo1-cipher-type"]', 'none']], [harmless('crunchy')]),
  many('G081', 'cnpg', [store()], [set(store(), 'spec.configuration.endpointCA')], [store()]),
  one(
    'G081',
    'crunchy',
    [['spec.backups.pgbackrest.global["repo1-storage-verify-tls"]', 'n']],
    [['spec.backups.pgbackrest.global["repo1-storage-verify-tls"]', 'y']],
  ),
  many('G118', 'cnpg', [schedule()], [set(schedule(), 'spec.schedule', '0 0 3 * * *')], [schedule()]),
  one('G118', 'zalando', [['spec.env[BACKUP_SCHEDULE].value', '0 3 * * *']], [harmless('zalando')]),
  one('G118', 'crunchy', [['spec.backups.pgbackrest.repos[repo1].schedules.full', '0 3 * * *']], [harmless('crunchy')]),
  one('G123', 'crunchy', [['spec.backups.pgbackrest.global["repo1-path"]', '/pgbackrest/shop/orders/v2/repo1']], [harmless('crunchy')]),
];

const access: RuleCase[] = [
  one('G082', 'cnpg', [[ANN('cnpg.io/validation'), 'disabled']], [[ANN('cnpg.io/validation'), 'enabled']]),
  one('G083', 'cnpg', [[ANN('cnpg.io/reconciliationLoop'), 'disabled']], [harmless('cnpg')]),
  one('G083', 'crunchy', [['spec.paused', true]], [['spec.paused', false]]),
  one('G084', 'zalando', [[ANN('delete-date'), '2030-01-15']], [[ANN('example.com/date'), '2030-01-15']]),
  many(
    'G085',
    'zalando',
    [configuration({ enable_persistent_volume_claim_deletion: false })],
    [configuration({ enable_persistent_volume_claim_deletion: true })],
    [configuration({ enable_persistent_volume_claim_deletion: false, watched_namespace: '*' })],
  ),
  many(
    'G086',
    'zalando',
    [configuration({}, { major_version_upgrade: { major_version_upgrade_mode: 'manual' } })],
    [configuration({}, { major_version_upgrade: { major_version_upgrade_mode: 'full' } })],
    [configuration({}, { major_version_upgrade: { major_version_upgrade_mode: 'manual' } })],
  ),
  many(
    'G087',
    'zalando',
    [configuration({}, { kubernetes_use_configmaps: false })],
    [configuration({}, { kubernetes_use_configmaps: true })],
    [configuration({}, { kubernetes_use_configmaps: false, debug: true } as JsonMap)],
  ),
  one('G088', 'zalando', [['spec.teamId', 'sales']], [harmless('zalando')]),
  one('G089', 'cnpg', [['spec.postgresUID', 1001]], [['spec.postgresUID', 26]]),
  many('G089', 'kubernetes', [claim('10Gi')], [set(claim('10Gi'), 'spec.storageClassName', 'slow')], [claim('20Gi')]),
  many('G090', 'cnpg', [database()], [set(database(), 'spec.ensure', 'absent')], [set(database(), 'spec.ensure', 'present')]),
  many(
    'G091',
    'cnpg',
    [set(database(), 'spec.databaseReclaimPolicy', 'delete')],
    [],
    [set(database(), 'spec.databaseReclaimPolicy', 'retain')],
  ),
  many('G092', 'cnpg', [cnpg(), databaseRole()], [cnpg()], [cnpg(), databaseRole()]),
  one('G092', 'zalando', [['spec.users.web']], [['spec.users.reports', []]]),
  one('G092', 'crunchy', [['spec.users[web]']], [['spec.users[reports]', { name: 'reports', databases: ['app'] }]]),
  one('G093', 'crunchy', [['spec.users', null]], [['spec.users[reports]', { name: 'reports', databases: ['app'] }]]),
  one('G094', 'cnpg', [['spec.enableSuperuserAccess', true]], [['spec.enableSuperuserAccess']]),
  one('G095', 'cnpg', [['spec.managed.roles[web].superuser', true]], [['spec.managed.roles[web].superuser', false]]),
  one('G095', 'zalando', [['spec.users.web', ['superuser']]], [['spec.users.web', []]]),
  one('G095', 'crunchy', [['spec.users[web].options', 'LOGIN SUPERUSER']], [['spec.users[web].options', 'LOGIN CONNECTION LIMIT 10']]),
  ...each((on) =>
    one('G096', on, [[hbaOf[on], ['host all all 0.0.0.0/0 trust']]], [[hbaOf[on], ['hostssl all all 10.1.0.0/16 scram-sha-256']]]),
  ),
  one(
    'G097',
    'cnpg',
    [['spec.certificates', { serverTLSSecret: 'orders-tls', serverCASecret: 'orders-tls' }]],
    [['spec.certificates', { serverAltDNSNames: ['orders.example.com'] }]],
  ),
  one('G097', 'zalando', [['spec.tls.secretName', 'orders-tls-2']], [['spec.tls.certificateFile', 'tls.crt']]),
  one('G097', 'crunchy', [['spec.customTLSSecret.name', 'orders-tls-2']], [harmless('crunchy')]),
  many('G097', 'kubernetes', [certificate(['orders', 'orders.shop'])], [certificate(['orders'])], [certificate(['orders.shop', 'orders'])]),
  one(
    'G098',
    'cnpg',
    [
      [
        'spec.managed.services',
        { additional: [{ selectorType: 'rw', serviceTemplate: { metadata: { name: 'orders-out' }, spec: { type: 'LoadBalancer' } } }] },
      ],
    ],
    [harmless('cnpg')],
  ),
  one('G098', 'zalando', [['spec.enableMasterLoadBalancer', true]], [['spec.enableMasterLoadBalancer', false]]),
  one('G098', 'crunchy', [['spec.service', { type: 'LoadBalancer' }]], [['spec.service', { type: 'ClusterIP' }]]),
  many('G098', 'kubernetes', [cnpg()], [cnpg(), service('LoadBalancer')], [cnpg(), service('ClusterIP')]),
  many('G099', 'cnpg', [cnpg(), pooler()], [cnpg()], [cnpg(), set(pooler(), 'spec.instances', 3)]),
  one('G099', 'zalando', [['spec.enableConnectionPooler', false]], [harmless('zalando')]),
  one('G099', 'crunchy', [['spec.proxy']], [['spec.proxy.pgBouncer.replicas', 3]]),
  many('G099', 'kubernetes', [service('ClusterIP')], [set(service('ClusterIP'), 'spec.ports', [{ port: 6432 }])], [service('ClusterIP')]),
  many('G100', 'cnpg', [pooler()], [set(pooler(), 'spec.pgbouncer.poolMode', 'transaction')], [set(pooler(), 'spec.pgbouncer.poolMode')]),
  one('G100', 'zalando', [['spec.connectionPooler.mode', 'transaction']], [harmless('zalando')]),
  one(
    'G100',
    'crunchy',
    [['spec.proxy.pgBouncer.config.global.pool_mode', 'transaction']],
    [['spec.proxy.pgBouncer.config.global.pool_mode']],
  ),
  ...each((on) => one('G101', on, [[`${FIELD.parameters[on]}.wal_level`, 'minimal']], [[`${FIELD.parameters[on]}.wal_level`, 'logical']])),
  ...each((on) =>
    one('G102', on, [[`${FIELD.parameters[on]}.max_connections`, '100']], [[`${FIELD.parameters[on]}.max_connections`, '300']]),
  ),
  one(
    'G103',
    'cnpg',
    [['spec.postgresql.shared_preload_libraries']],
    [['spec.postgresql.shared_preload_libraries', ['pg_cron', 'pgaudit']]],
  ),
  one(
    'G103',
    'zalando',
    [['spec.postgresql.parameters.shared_preload_libraries', 'bg_mon']],
    [['spec.postgresql.parameters.shared_preload_libraries', 'bg_mon, pg_cron']],
  ),
  one(
    'G103',
    'crunchy',
    [['spec.config.parameters.shared_preload_libraries']],
    [['spec.config.parameters.shared_preload_libraries', 'pg_cron,pgaudit']],
  ),
  one(
    'G104',
    'cnpg',
    [['spec.managed.roles[web].passwordSecret.name', 'web-2']],
    [harmless('cnpg')],
    [['spec.managed.roles[web].passwordSecret', { name: 'web-1' }]],
  ),
  one('G104', 'zalando', [['spec.env[AWS_ACCESS_KEY_ID].valueFrom.secretKeyRef.name', 'pg-s3-2']], [harmless('zalando')]),
  one('G104', 'crunchy', [['spec.backups.pgbackrest.configuration', [{ secret: { name: 'pg-s3-2' } }]]], [harmless('crunchy')]),
  many('G104', 'kubernetes', [externalSecret('Orphan')], [externalSecret('Orphan', 'shop/other')], [externalSecret('Orphan')]),
  many('G105', 'kubernetes', [sealed('pg-s3')], [sealed('pg-s3-b')], [set(sealed('pg-s3-b'), 'spec.encryptedData.password', 'AgOther')]),
  many(
    'G107',
    'kubernetes',
    [cnpg(), policy([5432, 8000]), policy([9187], 'orders-metrics')],
    [cnpg(), policy([5432, 8000])],
    [cnpg(), policy([5432, 8000]), policy([9187], 'orders-metrics')],
  ),
  many('G108', 'cnpg', [cnpg()], [cnpg(), policy([5432])], [cnpg(), policy([5432, 8000])]),
  many(
    'G108',
    'zalando',
    [zalando()],
    [zalando(), policy([5432], 'a', { 'cluster-name': 'orders' })],
    [zalando(), policy([5432, 8008], 'a', { 'cluster-name': 'orders' })],
  ),
  many(
    'G108',
    'crunchy',
    [crunchy()],
    [crunchy(), policy([5432], 'a', { 'postgres-operator.crunchydata.com/cluster': 'orders' })],
    [
      crunchy(),
      policy([5432], 'a', { 'postgres-operator.crunchydata.com/cluster': 'orders' }),
      policy([8008], 'b', { 'postgres-operator.crunchydata.com/cluster': 'orders' }),
    ],
  ),
  many(
    'G109',
    'zalando',
    [zalando()],
    [zalando(), namespace(PROTECTED, { 'pod-security.kubernetes.io/enforce': 'restricted' })],
    [zalando(), namespace(PROTECTED, { 'pod-security.kubernetes.io/enforce': 'baseline' })],
  ),
  one('G110', 'cnpg', [['spec.monitoring.enablePodMonitor', false]], [harmless('cnpg')]),
  many(
    'G110',
    'zalando',
    [zalando(), object('monitoring.coreos.com/v1', 'PodMonitor', 'orders')],
    [zalando()],
    [zalando(), object('monitoring.coreos.com/v1', 'PodMonitor', 'orders')],
  ),
  one('G110', 'crunchy', [['spec.monitoring']], [harmless('crunchy')]),
  many(
    'G110',
    'kubernetes',
    [object('monitoring.coreos.com/v1', 'PrometheusRule', 'orders')],
    [],
    [object('monitoring.coreos.com/v1', 'PrometheusRule', 'orders')],
  ),
  ...each((on) => one('G111', on, [[FIELD.limits[on]]], [[`${FIELD.limits[on]}.memory`, '8Gi']])),
  one('G112', 'cnpg', [['spec.env', []]], [harmless('cnpg')]),
  one('G112', 'zalando', [['spec.sidecars', []]], [['spec.preparedDatabases', {}]]),
  one('G112', 'crunchy', [['spec.imagePullSecrets', []]], [harmless('crunchy')]),
  one('G113', 'cnpg', [['spec.resources.limits.memory', '4096Mi']], [['spec.resources.limits.memory', '4Gi']]),
  one('G121', 'zalando', [['spec.databases', { shop: 'app' }]], [['spec.databases.shop', 'app']]),
  many('G121', 'cnpg', [database()], [set(database(), 'spec.owner', 'web')], [database()]),
  one('G121', 'crunchy', [['spec.users[app].databases', ['shop']]], [['spec.users[app].databases', ['app', 'shop']]]),
  one('G122', 'zalando', [['spec.connectionPooler.numberOfInstances', 4]], [harmless('zalando')]),
  many('G124', 'kubernetes', [policy([5432])], [policy([5432, 9187])], [policy([5432])]),
  many(
    'G126',
    'cnpg',
    [cnpg(), deployment('orders-rw')],
    [set(cnpg(), 'spec.certificates', { serverTLSSecret: 'orders-tls' }), deployment('orders-pool-rw')],
    [cnpg(), deployment('orders-pool-rw')],
  ),
  many(
    'G126',
    'zalando',
    [zalando(), deployment('orders-pooler')],
    [set(zalando(), 'spec.enableConnectionPooler', false), deployment('orders')],
    [zalando(), deployment('orders')],
  ),
  many(
    'G126',
    'crunchy',
    [crunchy(), deployment('orders-pgbouncer')],
    [set(crunchy(), 'spec.proxy'), deployment('orders-primary')],
    [crunchy(), deployment('orders-primary')],
  ),
];

const rest: RuleCase[] = [
  one(
    'G106',
    'cnpg',
    [['spec.bootstrap.initdb.postInitSQL', ["ALTER ROLE app PASSWORD 'hunter2'"]]],
    [['spec.bootstrap.initdb.postInitSQL', ['CREATE EXTENSION pg_trgm']]],
  ),
  one(
    'G106',
    'zalando',
    [['spec.env[EXTRA_PASSWORD]', { name: 'EXTRA_PASSWORD', value: 'correct horse' }]],
    [['spec.env[EXTRA_PASSWORD_FILE]', { name: 'EXTRA_PASSWORD_FILE', value: '/run/secret' }]],
  ),
  one(
    'G106',
    'crunchy',
    [['spec.backups.pgbackrest.global["repo1-cipher-pass"]', 'correct horse']],
    [['spec.backups.pgbackrest.global["repo1-cipher-type"]', 'aes-256-cbc']],
  ),
  many('G106', 'kubernetes', [], [configMap('host=db password=abc')], [configMap('host=db passfile=/run/pgpass')]),
  one('G117', 'cnpg', [['spec.bootstrap.initdb.database', 'audit']], [['spec.bootstrap.initdb.owner', 'app']]),
  one('G117', 'zalando', [['spec.patroni.initdb', { encoding: 'UTF8' }]], [harmless('zalando')]),
  one(
    'G117',
    'crunchy',
    [['spec.databaseInitSQL', { name: 'other', key: 'init.sql' }]],
    [harmless('crunchy')],
    [['spec.databaseInitSQL', { name: 'init', key: 'init.sql' }]],
  ),
  one(
    'G125',
    'cnpg',
    [
      ['spec.storage.size', '20Gi'],
      ['spec.postgresql.parameters.work_mem', '32MB'],
    ],
    [['spec.storage.size', '20Gi']],
  ),
  ...each((on) => one('G129', on, [['spec.fieldOfTomorrow', 1]], [harmless(on)])),
];

/** A failing and a passing case of each rule on each operator that it is about. */
export const CASES: readonly RuleCase[] = [...identity, ...argo, ...storage, ...origin, ...versions, ...backups, ...access, ...rest];
