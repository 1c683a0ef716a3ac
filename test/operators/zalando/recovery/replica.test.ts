import {
  AzureCredentials,
  BackupArchive,
  BackupTarget,
  GcsCredentials,
  ObjectStoreCredentials,
  PairStep,
  PostgresVersion,
  ReplicaClusterProps,
  ReplicaSource,
  ZalandoOptions,
  ZalandoVersion,
} from '../../../../lib';
import { Ask, BUCKET, S3 } from '../../../support/programs';
import { Variable, cluster, secret, set } from '../support';

const V1_15 = { operatorVersion: ZalandoVersion.V1_15 };
const ROLE = 'arn:aws:iam::123456789012:role/databases';

const archive = (target: BackupTarget) =>
  BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target, version: PostgresVersion.V17 });
const STREAMING = { clusterName: 'orders', host: 'orders.eu.acme.example' };
const GCS = BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs') });
const AZURE = BackupTarget.azure({
  storageAccount: 'acmepg',
  container: 'postgres',
  credentials: AzureCredentials.sasToken('pg-azure'),
});

/** The specs of the replica cluster. */
const replica = (props: Partial<ReplicaClusterProps>, options: Partial<ZalandoOptions> = {}) =>
  cluster('orders-dr', { replica: props }, options).spec!;
const following = (spec: Record<string, unknown>): Variable[] => (spec.env as Variable[]).filter(({ name }) => name.startsWith('STANDBY_'));

const WALG = [set('STANDBY_USE_WALG_BACKUP', 'true'), set('STANDBY_USE_WALG_RESTORE', 'true')];
const S3_VARIABLES = [
  ...WALG,
  set('STANDBY_AWS_REGION', 'eu-west-1'),
  secret('STANDBY_AWS_ACCESS_KEY_ID', 'pg-s3', 'ACCESS_KEY_ID'),
  secret('STANDBY_AWS_SECRET_ACCESS_KEY', 'pg-s3', 'SECRET_ACCESS_KEY'),
];
const S3_PATH = 's3://acme-pg/spilo/orders/orders/v1/wal/17';

test.each<[string, ReplicaSource, object, Variable[]]>([
  ['an archive in S3', ReplicaSource.archive(archive(S3)), { s3_wal_path: S3_PATH }, S3_VARIABLES],
  [
    'an archive in Google Cloud Storage',
    ReplicaSource.archive(archive(GCS)),
    { gs_wal_path: 'gs://acme-pg/spilo/orders/orders/v1/wal/17' },
    [...WALG, set('STANDBY_GOOGLE_APPLICATION_CREDENTIALS', '/etc/source-gcs/gcs-key.json')],
  ],
  ['a primary', ReplicaSource.streaming(STREAMING), { standby_host: 'orders.eu.acme.example', standby_port: '5432' }, []],
  [
    'a primary at another port',
    ReplicaSource.streaming({ ...STREAMING, port: 6432 }),
    { standby_host: 'orders.eu.acme.example', standby_port: '6432' },
    [],
  ],
  [
    'a primary and an archive in S3',
    ReplicaSource.archiveAndStreaming(archive(S3), STREAMING),
    { s3_wal_path: S3_PATH, standby_host: 'orders.eu.acme.example', standby_port: '5432' },
    S3_VARIABLES,
  ],
  [
    'a primary and an archive in Azure',
    ReplicaSource.archiveAndStreaming(archive(AZURE), STREAMING),
    { standby_host: 'orders.eu.acme.example', standby_port: '5432' },
    [
      set('STANDBY_WALG_AZ_PREFIX', 'azure://postgres/spilo/orders/orders/v1/wal/17'),
      ...WALG,
      set('STANDBY_AZURE_STORAGE_ACCOUNT', 'acmepg'),
      secret('STANDBY_AZURE_STORAGE_SAS_TOKEN', 'pg-azure', 'AZURE_STORAGE_SAS_TOKEN'),
    ],
  ],
])('a replica cluster of %s', (_, source, standby, expected) => {
  const spec = replica({ source });
  expect(spec.standby).toEqual(standby);
  expect(following(spec)).toEqual(expected);
});

test('the file of the source stands beside that of the backups', () => {
  expect(replica({ source: ReplicaSource.archive(archive(GCS)) }).additionalVolumes).toMatchObject([
    { name: 'source-gcs', mountPath: '/etc/source-gcs', volumeSource: { secret: { secretName: 'pg-gcs' } } },
  ]);
});

test.each<[Partial<ZalandoOptions>, string[]]>([
  [V1_15, []],
  [{ ...V1_15, podRoleArn: ROLE }, ['STANDBY_AWS_ROLE_ARN', 'STANDBY_AWS_WEB_IDENTITY_TOKEN_FILE', 'STANDBY_AWS_STS_REGIONAL_ENDPOINTS']],
  // The operator adds them itself, and a second one would be there twice.
  [{ podRoleArn: ROLE }, []],
])('with %j the role is handed on as %j', (options, names) => {
  const target = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() });
  const variables = following(replica({ source: ReplicaSource.archive(archive(target)) }, options)).map(({ name }) => name);
  expect(variables.filter((name) => !['STANDBY_AWS_REGION', ...WALG.map((each) => each.name)].includes(name))).toEqual(names);
});

const DATABASES = { databases: [{ name: 'orders', owner: 'orders-app' }] };

test('a replica cluster archives to a place of its own, and has no roles and databases of its own', () => {
  const spec = replica({ ...DATABASES });
  expect(spec.env).toContainEqual(set('WAL_BUCKET_SCOPE_SUFFIX', '/orders/v1'));
  expect(spec).not.toHaveProperty('users');
  expect(spec).not.toHaveProperty('databases');
});

test('a promoted one follows nobody', () => {
  const lost = BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: S3, version: PostgresVersion.V17 });
  const spec = replica({ ...DATABASES, source: ReplicaSource.archive(lost), promoted: true });
  expect(spec).not.toHaveProperty('standby');
  expect(following(spec)).toEqual([]);
  expect(spec).toMatchObject({ numberOfInstances: 3, users: { 'orders-app': [] }, databases: { orders: 'orders-app' } });
});

test.each<[string, PairStep, number, boolean]>([
  ['before', PairStep.steady(), 3, true],
  ['after the first step', PairStep.demote(), 0, true],
  ['after the second step', PairStep.promote(), 0, false],
])('a pair %s', (_, pair, instances, follows) => {
  const ask: Ask = { cluster: DATABASES, replica: DATABASES, pair, pools: [{}] };
  const primary = cluster('orders', ask).spec!;
  const second = cluster('orders-dr', ask).spec!;
  expect(primary).toMatchObject({ numberOfInstances: instances, enableConnectionPooler: true, databases: { orders: 'orders-app' } });
  expect(primary).not.toHaveProperty('standby');
  expect(second).toMatchObject({ numberOfInstances: 3 });
  expect(['standby' in second, 'databases' in second]).toEqual([follows, !follows]);
});
