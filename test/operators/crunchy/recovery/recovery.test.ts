import { Chart, Size } from 'cdk8s';
import {
  AzureCredentials,
  BackupArchive,
  BackupArchiveOptions,
  BackupEncryption,
  BackupPolicy,
  BackupTarget,
  GcsCredentials,
  HaCluster,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
  RolePassword,
} from 'cdk8s-postgres';
import { Ask, BUCKET, S3, SMALLEST_BACKUP, program, smallestCluster } from '../../../support/programs';
import { withoutHelpers } from '../../../support/helper-containers';
import { Manifest, only, render as renderAll } from '../../../support/render';

/** Sizes of helpers have a test of their own. */
const render = (...programs: Parameters<typeof renderAll>): Manifest[] => withoutHelpers(renderAll(...programs));

const operator = PostgresOperator.crunchy();

const archive = (target: BackupTarget, more: Partial<BackupArchiveOptions> = {}): BackupArchive =>
  BackupArchive.of({ clusterName: 'orders-old', namespace: 'shop', target, version: PostgresVersion.V17, ...more });

interface Spec {
  readonly dataSource?: { readonly pgbackrest?: Record<string, unknown> };
  readonly backups: { readonly pgbackrest: Record<string, unknown> };
  readonly metadata?: unknown;
}

const spec = (ask: Ask): Spec => only(render(program(operator, ask)), 'PostgresCluster').spec as unknown as Spec;
const recovered = (source: BackupArchive, target?: RecoveryTarget): Spec =>
  spec({ cluster: { recovery: RecoverySource.fromArchive(source, { target }) }, backup: {} });

const AMAZON = { bucket: 'acme-pg', endpoint: 's3.eu-west-1.amazonaws.com', region: 'eu-west-1' };
const FOLDER = '/pgbackrest/shop/orders-old/v1';
const file = (name: string, key: string, path: string) => ({ secret: { name, items: [{ key, path }] } });

test('an archive is described anew, and the own backups stay what they are', () => {
  const { dataSource, backups } = recovered(archive(S3));
  expect(dataSource).toEqual({
    pgbackrest: {
      stanza: 'db',
      configuration: [file('pg-s3', 's3.conf', 'repo1-s3.conf')],
      global: { 'repo1-path': `${FOLDER}/repo1` },
      repo: { name: 'repo1', s3: AMAZON },
    },
  });
  expect(backups).toEqual(spec({ backup: {} }).backups);
});

test.each<[string, BackupArchive, Record<string, unknown>]>([
  [
    'a later repository and life',
    archive(S3, { repository: 2, generation: 3 }),
    {
      configuration: [file('pg-s3', 's3.conf', 'repo2-s3.conf')],
      global: { 'repo2-path': '/pgbackrest/shop/orders-old/v3/repo2' },
      repo: { name: 'repo2', s3: AMAZON },
    },
  ],
  [
    'a store with a CA and a passphrase',
    archive(
      BackupTarget.s3Compatible({
        bucket: 'acme-pg',
        endpoint: 'https://minio.storage.svc:9000',
        credentials: BUCKET.credentials,
        ca: { name: 'minio-ca', key: 'ca.crt' },
      }),
      { encryption: BackupEncryption.clientSide('pg-key') },
    ),
    {
      configuration: [
        file('pg-s3', 's3.conf', 'repo1-s3.conf'),
        file('minio-ca', 'ca.crt', 'repo1-ca.crt'),
        file('pg-key', 'cipher.conf', 'repo1-cipher.conf'),
      ],
      global: {
        'repo1-path': `${FOLDER}/repo1`,
        'repo1-s3-uri-style': 'path',
        'repo1-storage-ca-file': '/etc/pgbackrest/conf.d/repo1-ca.crt',
        'repo1-cipher-type': 'aes-256-cbc',
      },
      repo: { name: 'repo1', s3: { bucket: 'acme-pg', endpoint: 'minio.storage.svc:9000', region: 'us-east-1' } },
    },
  ],
  [
    'Google',
    archive(BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs') })),
    {
      configuration: [file('pg-gcs', 'gcs-key.json', 'repo1-gcs-key.json')],
      global: { 'repo1-path': `${FOLDER}/repo1`, 'repo1-gcs-key': '/etc/pgbackrest/conf.d/repo1-gcs-key.json' },
      repo: { name: 'repo1', gcs: { bucket: 'acme-pg' } },
    },
  ],
  [
    'Azure',
    archive(BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials: AzureCredentials.sasToken('pg-azure') })),
    {
      configuration: [file('pg-azure', 'azure.conf', 'repo1-azure.conf')],
      global: { 'repo1-path': `${FOLDER}/repo1`, 'repo1-azure-account': 'acmepg', 'repo1-azure-key-type': 'sas' },
      repo: { name: 'repo1', azure: { container: 'postgres' } },
    },
  ],
])('everything that leads to %s is said again', (_, source, printed) => {
  expect(recovered(source).dataSource).toEqual({ pgbackrest: { stanza: 'db', ...printed } });
});

test('the identity that reads the archive is that of the service accounts', () => {
  const credentials = ObjectStoreCredentials.workloadIdentity({ awsRoleArn: 'arn:aws:iam::123456789012:role/read' });
  const { dataSource, metadata } = recovered(archive(BackupTarget.s3({ ...BUCKET, credentials })));
  expect(dataSource!.pgbackrest).toMatchObject({ global: { 'repo1-s3-key-type': 'web-id' } });
  expect(metadata).toEqual({ annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/read' } });
});

test('a restore takes as many files at once as a backup', () => {
  const ask: Ask = { cluster: { recovery: RecoverySource.fromArchive(archive(S3)) }, backup: { transfer: { parallelism: 8 } } };
  expect(spec(ask).dataSource!.pgbackrest).toMatchObject({ global: { 'process-max': '8' } });
});

const LABEL = '20260801-020000F';

const TARGETS: [string, RecoveryTarget, string[] | undefined][] = [
  ['the end', RecoveryTarget.latest(), undefined],
  ['a moment', RecoveryTarget.time('2026-08-01T10:30:00Z'), ['--type=time', `--target='2026-08-01 10:30:00+00:00'`]],
  [
    'a moment of another zone',
    RecoveryTarget.time('2026-08-01T12:30:00.5+02:00'),
    ['--type=time', `--target='2026-08-01 12:30:00.5+02:00'`],
  ],
  [
    'a moment with everything',
    RecoveryTarget.time('2026-08-01T10:30:00Z', { backup: LABEL, exclusive: true, timeline: '2' }),
    ['--type=time', `--target='2026-08-01 10:30:00+00:00'`, `--set=${LABEL}`, '--target-exclusive', '--target-timeline=2'],
  ],
  [
    'a transaction',
    RecoveryTarget.transaction('742', { exclusive: false, backup: LABEL }),
    ['--type=xid', '--target=742', `--set=${LABEL}`],
  ],
  ['a position', RecoveryTarget.lsn('0/3000060', { timeline: 'latest' }), ['--type=lsn', '--target=0/3000060', '--target-timeline=latest']],
  ['a restore point', RecoveryTarget.restorePoint('before-v3', { backup: LABEL }), ['--type=name', '--target=before-v3', `--set=${LABEL}`]],
  [
    'a restore point with blanks',
    RecoveryTarget.restorePoint('before v3', { backup: LABEL }),
    ['--type=name', `--target='before v3'`, `--set=${LABEL}`],
  ],
  ['the end of a backup', RecoveryTarget.backup(LABEL), ['--type=immediate', `--set=${LABEL}`]],
];

test.each(TARGETS)('recovery to %s', (_, target, options) => {
  expect(recovered(archive(S3), target).dataSource!.pgbackrest!.options).toEqual(options);
});

test.each(TARGETS)('a restore in place to %s', (_, target, options) => {
  const { metadata, spec: printed } = only(render(program(operator, { inPlace: { target } })), 'PostgresCluster');
  expect(metadata.annotations).toMatchObject({ 'postgres-operator.crunchydata.com/pgbackrest-restore': 'undo-v3' });
  expect((printed as unknown as Spec).backups.pgbackrest.restore).toEqual({
    enabled: true,
    repoName: 'repo1',
    ...(options && { options }),
  });
});

test('a recovered cluster without policy has a repository that goes with it', () => {
  const { backups } = spec({ cluster: { recovery: RecoverySource.fromArchive(archive(S3)), storage: { size: Size.gibibytes(20) } } });
  expect(backups).toEqual({
    pgbackrest: {
      global: { 'repo1-retention-full': '1', 'repo1-retention-full-type': 'count', 'archive-push-queue-max': '1GiB' },
      repos: [
        {
          name: 'repo1',
          volume: { volumeClaimSpec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } } },
        },
      ],
    },
  });
});

const clone = (namespace?: string, repository?: number) => (chart: Chart) => {
  const source = namespace
    ? HaCluster.fromHaClusterAttributes(chart, 'source', { clusterName: 'orders-live', namespace, operator })
    : new HaCluster(chart, 'source', { ...smallestCluster(operator), clusterName: 'orders-live' });
  if (!namespace) {
    new BackupPolicy(chart, 'source-backups', { ...SMALLEST_BACKUP, cluster: source });
  }
  new HaCluster(chart, 'db', { ...smallestCluster(operator), recovery: RecoverySource.clone(source, { repository }) });
};

test.each<[string, string | undefined, number | undefined, object]>([
  ['of the same app', undefined, undefined, { clusterName: 'orders-live', clusterNamespace: 'orders', repoName: 'repo1' }],
  ['of another namespace', 'shop', 2, { clusterName: 'orders-live', clusterNamespace: 'shop', repoName: 'repo2' }],
])('a clone of a cluster %s', (_, namespace, repository, postgresCluster) => {
  const { dataSource, backups } = render(clone(namespace, repository)).find(
    ({ kind, metadata }: Manifest) => kind === 'PostgresCluster' && metadata.name === 'orders',
  )!.spec as unknown as Spec;
  expect(dataSource).toEqual({ postgresCluster });
  expect(backups.pgbackrest.repos).toMatchObject([{ name: 'repo1', volume: {} }]);
});

test('a program finds its way into a cluster', () => {
  expect(operator.accessFacts({ name: 'orders', namespace: 'shop' }, 'orders-app')).toEqual({
    apiGroup: 'postgres-operator.crunchydata.com',
    plural: 'postgresclusters',
    ready: 'jsonpath={.status.instances[0].readyReplicas}=1',
    secretName: 'orders-pguser-orders-app',
    usernameKey: 'user',
    passwordKey: 'password',
    podLabels: { 'postgres-operator.crunchydata.com/cluster': 'orders' },
    operatorNamespace: 'postgres-operator',
    operatorPorts: [],
  });
});

describe('a runbook', () => {
  const identity = { name: 'orders', namespace: 'shop' };
  const roles = [
    { name: 'orders-app', login: true, password: RolePassword.generated() },
    { name: 'reports', login: true, password: RolePassword.fromSecret() },
    { name: 'readers', login: false, password: RolePassword.generated() },
  ];
  const backup = { cluster: identity, repositories: [{ index: 1, target: S3 }], generation: 1 };
  const facts = operator.runbookFacts({ identity, backup, roles } as never, { name: 'orders-2', namespace: 'shop' });
  const commands = (steps: readonly { readonly command?: string }[]): (string | undefined)[] => steps.map(({ command }) => command);
  const IN_PRIMARY = (name: string): string =>
    `kubectl exec --namespace=shop "$(kubectl get pod --namespace=shop --selector=postgres-operator.crunchydata.com/cluster=${name},postgres-operator.crunchydata.com/role=master --output=name)" --container=database --`;

  test('looks, saves and prepares', () => {
    expect(commands(facts.inspect)).toEqual([`${IN_PRIMARY('orders')} pgbackrest --stanza=db info`]);
    expect(commands(facts.flush)).toEqual([
      `${IN_PRIMARY('orders')} psql --dbname=postgres --command='SELECT pg_switch_wal()'`,
      `${IN_PRIMARY('orders')} psql --dbname=postgres --command='SELECT last_archived_wal, last_archived_time, last_failed_time FROM pg_stat_archiver'`,
    ]);
    expect(commands(facts.before)).toEqual([
      'kubectl get secret --namespace=shop pg-s3',
      `kubectl get secret --namespace=shop orders-pguser-reports --output=json | jq '{apiVersion: "v1", kind: "Secret", type: "Opaque", metadata: {"name":"orders-2-pguser-reports","namespace":"shop","labels":{"postgres-operator.crunchydata.com/cluster":"orders-2","postgres-operator.crunchydata.com/pguser":"reports"}}, data: {"user": .data["user"], "password": .data["password"]}}' | kubectl apply --filename=-`,
      'kubectl get --namespace=shop postgresclusters.postgres-operator.crunchydata.com/orders-2',
    ]);
  });

  test('follows the recovery', () => {
    const cluster = 'postgresclusters.postgres-operator.crunchydata.com/orders-2';
    expect(commands(facts.after)).toEqual([
      'kubectl logs --namespace=shop job/orders-2-pgbackrest-restore --container=pgbackrest-restore --follow',
      `kubectl wait --namespace=shop ${cluster} --for=condition=PostgresDataInitialized --timeout=6h`,
      `${IN_PRIMARY('orders-2')} psql --dbname=postgres --command='SELECT pg_is_in_recovery()'`,
      `kubectl get secret --namespace=shop orders-2-pguser-orders-app --output=jsonpath='{.data.password}' | base64 --decode`,
      `kubectl wait --namespace=shop ${cluster} --for=condition=PGBackRestReplicaCreate --timeout=6h`,
    ]);
  });
});
