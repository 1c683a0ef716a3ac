import { cnpg, crunchy, database, databaseRole, edited, pooler, schedule, store, zalando } from '../support/objects';
import { ofFiles, ofObjects, only } from './reported';
import { yamlOf } from '../support/guard';

const GIB = 1024 ** 3;

test('a cluster of CloudNativePG and what refers to it', () => {
  const cluster = only(cnpg(), store(), schedule(), pooler(), database(), databaseRole());
  expect(cluster).toMatchObject({
    id: 'cnpg/shop/orders',
    operator: 'cnpg',
    namespace: 'shop',
    name: 'orders',
    file: 'dist/all.yaml',
    line: 1,
    postgres: 17,
    role: 'writes',
    instances: 3,
    sets: [{ name: 'instances', instances: 3, cpu: '1', memory: '4Gi', storage: '50Gi', wal: '10Gi' }],
    synchronous: '1 standby confirms, or writes wait',
    spread: ['apart on nodes, preferred'],
    totals: { cpu: 3, memory: 12 * GIB, storage: 195 * GIB, backupVolumes: 0 },
    databases: ['app'],
    roles: ['web'],
    pools: [{ name: 'orders-rw', leadsTo: 'writes', mode: 'session', instances: 2 }],
    backups: {
      archives: ['s3://acme-pg/shop/orders-v1'],
      schedules: [{ what: 'base backup', when: '0 0 2 * * *' }],
      retention: ['30 days'],
      drills: [],
    },
    scraped: true,
    flags: ['no alerts', 'no network policy'],
  });
});

test('a cluster of the Zalando operator', () => {
  expect(only(zalando())).toMatchObject({
    id: 'zalando/shop/orders',
    postgres: 17,
    instances: 3,
    sets: [{ name: 'instances', instances: 3, cpu: '1', memory: '4Gi', storage: '50Gi' }],
    synchronous: '1 standby confirms, while one is there',
    spread: ['over nodes, required'],
    totals: { cpu: 3, memory: 12 * GIB, storage: 150 * GIB, backupVolumes: 0 },
    databases: ['app'],
    roles: ['app', 'web'],
    pools: [{ name: 'orders-pooler', leadsTo: 'writes', mode: 'session', instances: 2 }],
    backups: {
      archives: ['s3://acme-pg/spilo/orders/shop/v1'],
      schedules: [{ what: 'base backup', when: '0 2 * * *' }],
      retention: ['30 backups'],
    },
    scraped: false,
  });
});

test('a cluster of Crunchy PGO, with a repository on a volume', () => {
  const volume = { name: 'repo2', volume: { volumeClaimSpec: { resources: { requests: { storage: '100Gi' } } } } };
  expect(only(edited(crunchy(), ['spec.backups.pgbackrest.repos[repo2]', volume]))).toMatchObject({
    id: 'crunchy/shop/orders',
    postgres: 17,
    instances: 3,
    sets: [{ name: 'main', instances: 3, cpu: '1', memory: '4Gi', storage: '50Gi', wal: '10Gi' }],
    synchronous: '1 standby confirms, while one is there',
    totals: { cpu: 3, memory: 12 * GIB, storage: 195 * GIB, backupVolumes: 100 * GIB },
    databases: ['app'],
    roles: ['app', 'web'],
    pools: [{ name: 'orders-pgbouncer', leadsTo: 'writes', mode: 'session', instances: 2 }],
    backups: {
      archives: ['s3://acme-pg/pgbackrest/shop/orders/v1/repo1', 'a volume of 100Gi, repo2'],
      schedules: [{ what: 'full backup, repo1', when: '0 2 * * *' }],
      retention: ['30 days, repo1'],
    },
  });
});

test.each([
  ['CloudNativePG', edited(cnpg(), ['spec.affinity', { nodeSelector: { 'topology.kubernetes.io/zone': 'eu-1a' } }])],
  [
    'Zalando',
    edited(zalando(), [
      'spec.nodeAffinity',
      {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['eu-1a'] }] }],
        },
      },
    ]),
  ],
  [
    'Crunchy PGO',
    edited(crunchy(), [
      'spec.instances[main].affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms',
      [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['eu-1a'] }] }],
    ]),
  ],
])('zones that are named, on %s', (_, object) => {
  expect(only(object).zones).toEqual(['eu-1a']);
});

test.each([
  ['CloudNativePG', edited(cnpg(), ['metadata.annotations["cnpg.io/hibernation"]', 'on'])],
  ['Zalando', edited(zalando(), ['spec.numberOfInstances', 0])],
  ['Crunchy PGO', edited(crunchy(), ['spec.shutdown', true])],
])('a cluster of %s that is stopped', (_, object) => {
  const { role, flags, origin } = only(object);
  expect({ role, flags: flags.includes('stopped') }).toEqual({ role: 'stopped', flags: true });
  expect(origin).toBeTruthy();
});

test.each([
  ['CloudNativePG', edited(cnpg(), ['spec.plugins'], ['spec.instances', 1])],
  ['Zalando', edited(zalando(), ['spec.env'], ['spec.numberOfInstances', 1])],
  ['Crunchy PGO', edited(crunchy(), ['spec.backups'], ['spec.instances[main].replicas', 1])],
])('what is missing on %s', (_, object) => {
  expect(only(object).flags).toEqual(['no backups', 'one instance', 'no alerts', 'no network policy']);
});

test('what is written in units that Kubernetes does not know counts as nothing', () => {
  const { totals } = only(edited(cnpg(), ['spec.resources', { requests: { cpu: 'many', memory: '4Gi' } }], ['spec.storage', {}]));
  expect(totals).toEqual({ cpu: 0, memory: 12 * GIB, storage: 45 * GIB, backupVolumes: 0 });
});

test('one output for several Kubernetes clusters is read folder by folder', () => {
  const files = { 'eu/orders.yaml': yamlOf([cnpg(), store()]), 'us/orders.yaml': yamlOf([cnpg(), store()]) };
  const { clusters, remarks } = ofFiles(files);
  expect(clusters.map(({ id, place }) => [id, place])).toEqual([
    ['eu/cnpg/shop/orders', 'eu'],
    ['us/cnpg/shop/orders', 'us'],
  ]);
  expect(remarks).toEqual([]);
});

test('an object that one folder prints twice is told, and the first counts', () => {
  const { clusters, remarks } = ofFiles({ 'a.yaml': yamlOf([cnpg()]), 'b.yaml': yamlOf([edited(cnpg(), ['spec.instances', 5])]) });
  expect(clusters.map(({ instances }) => instances)).toEqual([3]);
  expect(remarks).toEqual(['Cluster shop/orders is printed twice, at dist/a.yaml:1 and dist/b.yaml:1; the report is about the first.']);
});

test('clusters of one name on two operators are told apart', () => {
  const { clusters } = ofObjects(cnpg(), zalando(), crunchy());
  expect(clusters.map(({ id }) => id)).toEqual(['cnpg/shop/orders', 'zalando/shop/orders', 'crunchy/shop/orders']);
});
