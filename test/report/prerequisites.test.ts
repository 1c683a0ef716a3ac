import { ApiObject, App, Chart, Size } from 'cdk8s';
import { Deployment, Secret } from 'cdk8s-plus-28';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterTls,
  HaCluster,
  IPostgresOperator,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  Prerequisites,
  RolePassword,
} from '../../lib';
import { references } from '../../lib/report/references';

/** A cluster that needs one of each, and an application. */
function program(operator: IPostgresOperator) {
  const app = new App();
  const chart = new Chart(app, 'orders', { namespace: 'orders' });
  const db = new HaCluster(chart, 'db', {
    clusterName: 'orders',
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(50), storageClass: 'fast-ssd' },
    placement: { priorityClassName: 'databases' },
    tls: ClusterTls.certManager({ issuerName: 'internal-ca', clusterIssuer: true }),
    databases: [{ name: 'orders', owner: 'orders-app' }],
    roles: [{ name: 'web', memberOf: ['orders-app'], password: RolePassword.fromSecret() }],
  });
  new BackupPolicy(chart, 'backups', {
    cluster: db,
    target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });
  const web = new Deployment(chart, 'web', { containers: [{ image: 'registry.acme.example/orders:1.0.0' }] });
  db.connect(web.containers[0]!, { role: 'orders-app' });
  return { app, chart };
}

const S3_KEYS = {
  keys: ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'],
  command: `--from-literal=ACCESS_KEY_ID='<ACCESS_KEY_ID>' --from-literal=SECRET_ACCESS_KEY='<SECRET_ACCESS_KEY>'`,
};

const OPERATORS = [
  {
    operator: PostgresOperator.cloudNativePg(),
    kind: 'Cluster.postgresql.cnpg.io/v1',
    store: S3_KEYS,
    role: {
      name: 'orders-web',
      type: 'kubernetes.io/basic-auth',
      keys: ['username', 'password'],
      labels: { 'cnpg.io/reload': 'true' },
      commands: [
        `kubectl create secret generic orders-web --namespace orders --type=kubernetes.io/basic-auth --from-literal=username='web' --from-literal=password='<password>'`,
        `kubectl label secret orders-web --namespace orders cnpg.io/reload='true'`,
      ],
    },
    settings: ['the Barman Cloud plugin, and cert-manager for it'],
  },
  {
    operator: PostgresOperator.zalando({ teamId: 'acme', inheritedLabels: ['tier'] }),
    kind: 'postgresql.acid.zalan.do/v1',
    store: S3_KEYS,
    role: {
      name: 'web.orders.credentials.postgresql.acid.zalan.do',
      type: 'Opaque',
      keys: ['username', 'password'],
      labels: {},
      commands: [
        `kubectl create secret generic web.orders.credentials.postgresql.acid.zalan.do --namespace orders --from-literal=username='web' --from-literal=password='<password>'`,
      ],
    },
    settings: ['inherited_labels'],
  },
  {
    operator: PostgresOperator.crunchy(),
    kind: 'PostgresCluster.postgres-operator.crunchydata.com/v1',
    store: { keys: ['s3.conf'], command: `--from-file=s3.conf='<path of s3.conf>'` },
    role: {
      name: 'orders-pguser-web',
      type: 'Opaque',
      keys: ['user', 'verifier', 'password'],
      labels: { 'postgres-operator.crunchydata.com/cluster': 'orders', 'postgres-operator.crunchydata.com/pguser': 'web' },
      commands: [
        `kubectl create secret generic orders-pguser-web --namespace orders --from-literal=user='web' --from-literal=verifier='' --from-literal=password='<password>'`,
        `kubectl label secret orders-pguser-web --namespace orders postgres-operator.crunchydata.com/cluster='orders' postgres-operator.crunchydata.com/pguser='web'`,
      ],
    },
    settings: [],
  },
].map((row) => [row.operator.facts.displayName, row] as const);

describe.each(OPERATORS)('%s', (_, { operator, kind, store, role, settings }) => {
  const found = Prerequisites.of(program(operator).app);

  test('namespaces, kinds and classes', () => {
    expect(found.namespaces).toEqual(['orders']);
    expect(found.kinds).toEqual(expect.arrayContaining(['Certificate.cert-manager.io/v1', kind]));
    expect(found.kinds.filter((one) => /^(Deployment|NetworkPolicy|Job|ConfigMap|ServiceAccount|Role)\./.test(one))).toEqual([]);
    expect(found.objects.map((object) => `${object.kind} ${object.name}`)).toEqual([
      'ClusterIssuer internal-ca',
      'PriorityClass databases',
      'StorageClass fast-ssd',
    ]);
  });

  test('Secrets that nobody makes, and no others', () => {
    expect(found.secrets.map(({ name }) => name).sort()).toEqual([role.name, 'pg-s3'].sort());
    expect(found.secrets.find(({ name }) => name === role.name)).toMatchObject({ namespace: 'orders', ...role });
    expect(found.secrets.find(({ name }) => name === 'pg-s3')).toMatchObject({
      keys: store.keys,
      type: 'Opaque',
      commands: [`kubectl create secret generic pg-s3 --namespace orders ${store.command}`],
    });
  });

  test('settings of the operator', () => {
    expect(found.settings.map(({ setting }) => setting)).toEqual(settings);
  });

  test('a page and JSON that say the same', () => {
    const json = JSON.parse(found.toJson()) as Prerequisites;
    expect(json.secrets).toEqual(found.secrets);
    const page = found.toMarkdown();
    for (const { name, commands } of json.secrets) {
      expect(page).toContain(`### \`${name}\` in \`orders\``);
      commands.forEach((command) => expect(page).toContain(`\n${command}\n`));
    }
    json.objects.forEach((object) => expect(page).toContain(`- ${object.kind} \`${object.name}\``));
  });
});

test('what the program prints is not on the list', () => {
  const { app, chart } = program(PostgresOperator.cloudNativePg());
  new Secret(chart, 's3', { metadata: { name: 'pg-s3' } });
  new ApiObject(chart, 'external', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'web' },
    spec: { secretStoreRef: { kind: 'SecretStore', name: 'vault' }, target: { name: 'orders-web' } },
  } as never);
  new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'orders', namespace: undefined } });
  const found = Prerequisites.of(app);
  expect(found.secrets).toEqual([]);
  expect(found.namespaces).toEqual([]);
  expect(found.kinds).toContain('ExternalSecret.external-secrets.io/v1');
  expect(found.objects).toContainEqual({ kind: 'SecretStore', name: 'vault', namespace: 'orders', neededBy: ['ExternalSecret web'] });
});

test('a program that needs nothing says so', () => {
  expect(Prerequisites.of(new App()).toMarkdown()).toBe('# What has to exist before the first apply\n\nNothing.\n');
});

test.each<[string, object, object[]]>([
  ['a variable', { env: [{ valueFrom: { secretKeyRef: { name: 'a', key: 'k' } } }] }, [{ kind: 'Secret', name: 'a', keys: ['k'] }]],
  ['a ConfigMap', { env: [{ valueFrom: { configMapKeyRef: { name: 'a', key: 'k' } } }] }, []],
  [
    'a volume',
    { volumes: [{ secret: { secretName: 'a', items: [{ key: 'k', path: 'p' }] } }] },
    [{ kind: 'Secret', name: 'a', keys: ['k'] }],
  ],
  [
    'a projection',
    { sources: [{ secret: { name: 'a', items: [{ key: 'k', path: 'p' }] } }] },
    [{ kind: 'Secret', name: 'a', keys: ['k'] }],
  ],
  ['a selector of an operator', { accessKeyId: { name: 'a', key: 'k' } }, [{ kind: 'Secret', name: 'a', keys: ['k'] }]],
  ['a name', { serverTLSSecret: 'a' }, [{ kind: 'Secret', name: 'a', keys: [] }]],
  ['pull secrets', { imagePullSecrets: [{ name: 'a' }] }, [{ kind: 'Secret', name: 'a', type: 'kubernetes.io/dockerconfigjson' }]],
  [
    'a catalogue',
    { imageCatalogRef: { kind: 'ClusterImageCatalog', name: 'a' } },
    [{ kind: 'ClusterImageCatalog', name: 'a', namespaced: false }],
  ],
  ['classes of snapshots', { volumeSnapshot: { className: 'a' } }, [{ kind: 'VolumeSnapshotClass', name: 'a' }]],
  ['nothing', { secret: true, name: 'x', key: 'y' }, []],
])('references: %s', (_, spec, expected) => {
  const found = references({ spec });
  expect(found).toHaveLength(expected.length);
  expect(found).toMatchObject(expected);
});
