import { Size } from 'cdk8s';
import {
  AzureCredentials,
  BackupCompression,
  BackupEncryption,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  BackupType,
  CrunchyAmbientIdentity,
  CrunchyVersion,
  GcsCredentials,
  ObjectStoreCredentials,
  PostgresOperator,
  RecoverySource,
} from 'cdk8s-postgres';
import { Ask, BUCKET, OLD_ARCHIVE, program } from '../../../support/programs';
import { withoutHelpers } from '../../../support/helper-containers';
import { findings, only, render as renderAll, Manifest } from '../../../support/render';

/** Sizes of helpers have a test of their own. */
const render = (...programs: Parameters<typeof renderAll>): Manifest[] => withoutHelpers(renderAll(...programs));

const ROLE = 'arn:aws:iam::123456789012:role/orders-backup';
const REPOSITORY = { schedules: [BackupSchedule.full('0 3 * * *')], retention: BackupRetention.days(7) };

const s3 = (credentials: ObjectStoreCredentials, bucket = 'acme-pg'): BackupTarget => BackupTarget.s3({ ...BUCKET, bucket, credentials });

interface Printed {
  readonly metadata?: unknown;
  readonly backups: { readonly pgbackrest: { configuration?: unknown; global: Record<string, string>; repos: Record<string, unknown>[] } };
}

function printed(backup: Partial<BackupPolicyProps>, options = {}): Printed {
  return only(render(program(PostgresOperator.crunchy(options), { backup })), 'PostgresCluster').spec as unknown as Printed;
}

test('keys come from the file in the Secret, under a name that pgBackRest reads', () => {
  const { pgbackrest } = printed({ target: s3(ObjectStoreCredentials.fromSecret('pg-s3', { configFile: 'pgbackrest.ini' })) }).backups;
  expect(pgbackrest.configuration).toEqual([{ secret: { name: 'pg-s3', items: [{ key: 'pgbackrest.ini', path: 'repo1-s3.conf' }] } }]);
  expect(pgbackrest.global).toEqual({
    'repo1-path': '/pgbackrest/orders/orders/v1/repo1',
    'repo1-retention-full': '30',
    'repo1-retention-full-type': 'time',
  });
});

test('a file that two repositories share is projected once', () => {
  const { pgbackrest } = printed({ additionalRepositories: [{ ...REPOSITORY, target: s3(BUCKET.credentials, 'acme-pg-far') }] }).backups;
  expect(pgbackrest.configuration).toEqual([whole('pg-s3')]);
});

test('a Secret is mounted once, however many of its files are read', () => {
  const other = ObjectStoreCredentials.fromSecret('pg-s3', { configFile: 'far.conf' });
  const { pgbackrest } = printed({ additionalRepositories: [{ ...REPOSITORY, target: s3(other, 'acme-pg-far') }] }).backups;
  expect(pgbackrest.configuration).toEqual([whole('pg-s3')]);
});

test('files of one name come from their Secrets under names of their own', () => {
  const target = s3(ObjectStoreCredentials.fromSecret('far-s3'), 'acme-pg-far');
  const ca = { name: 'minio-ca', key: 'ca.crt' };
  const { pgbackrest } = printed({
    target: BackupTarget.s3Compatible({ ...BUCKET, endpoint: 'https://store.example', ca }),
    additionalRepositories: [{ ...REPOSITORY, target }],
  }).backups;
  expect(pgbackrest.configuration).toEqual([
    file('pg-s3', 's3.conf', 'repo1-s3.conf'),
    whole('minio-ca'),
    file('far-s3', 's3.conf', 'repo2-s3.conf'),
  ]);
  expect(pgbackrest.global).toMatchObject({ 'repo1-storage-ca-file': '/etc/pgbackrest/conf.d/ca.crt' });
});

test.each([
  ['the instance profile', {}, undefined, 'auto'],
  ['EKS Pod Identity', { ambientIdentity: CrunchyAmbientIdentity.POD_IDENTITY }, undefined, 'pod-id'],
  ['a role', {}, ROLE, 'web-id'],
])('workload identity: %s', (_, options, awsRoleArn, keyType) => {
  const { metadata, backups } = printed({ target: s3(ObjectStoreCredentials.workloadIdentity({ awsRoleArn })) }, options);
  expect(backups.pgbackrest.global['repo1-s3-key-type']).toBe(keyType);
  expect(backups.pgbackrest.configuration).toBeUndefined();
  expect(metadata).toEqual(awsRoleArn && { annotations: { 'eks.amazonaws.com/role-arn': ROLE } });
});

test('a role stands beside the annotations of the user', () => {
  const ask = {
    cluster: { annotations: { 'acme.example/owner': 'team-orders' } },
    backup: { target: s3(ObjectStoreCredentials.workloadIdentity({ awsRoleArn: ROLE })) },
  };
  const cluster = only(render(program(PostgresOperator.crunchy(), ask)), 'PostgresCluster');
  expect(cluster.spec!.metadata).toEqual({ annotations: { 'acme.example/owner': 'team-orders', 'eks.amazonaws.com/role-arn': ROLE } });
});

test('a volume keeps the path that PGO mounts it at', () => {
  const { pgbackrest } = printed({
    additionalRepositories: [{ ...REPOSITORY, target: BackupTarget.volume({ size: Size.gibibytes(100) }) }],
  }).backups;
  expect(Object.keys(pgbackrest.global).filter((option) => option.startsWith('repo2'))).toEqual([
    'repo2-retention-full',
    'repo2-retention-full-type',
  ]);
  expect(pgbackrest.repos[1]).toEqual({
    name: 'repo2',
    volume: { volumeClaimSpec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Gi' } } } },
    schedules: { full: '0 3 * * *' },
  });
});

test('the generation and the prefix are parts of the path', () => {
  const { pgbackrest } = printed({ archiveGeneration: 3, target: BackupTarget.s3({ ...BUCKET, prefix: 'team/a' }) }).backups;
  expect(pgbackrest.global['repo1-path']).toBe('/pgbackrest/team/a/orders/orders/v3/repo1');
});

test('an archive is known by its URL', () => {
  const azure = { storageAccount: 'acmepg', container: 'postgres', credentials: AzureCredentials.fromSecret('pg-azure') };
  const targets = [
    BackupTarget.s3(BUCKET),
    BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.storage.svc:9000', credentials: BUCKET.credentials }),
    BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity(), prefix: 'team/a' }),
    BackupTarget.azure(azure),
    BackupTarget.volume({ size: Size.gibibytes(100) }),
  ];
  const repositories = targets.map((target, i) => ({ index: i + 1, target }));
  const cluster = { name: 'orders', namespace: 'orders' };
  expect(PostgresOperator.crunchy().archivePlaces({ cluster, repositories, generation: 1 })).toEqual([
    's3://acme-pg/pgbackrest/orders/orders/v1/repo1',
    'https://minio.storage.svc:9000/acme-pg/pgbackrest/orders/orders/v1/repo2',
    'gs://acme-pg/pgbackrest/team/a/orders/orders/v1/repo3',
    'https://acmepg.blob.core.windows.net/postgres/pgbackrest/orders/orders/v1/repo4',
  ]);
});

const KEPT = { 'repo1-retention-full': '30', 'repo1-retention-full-type': 'time' };
const PATH = { 'repo1-path': '/pgbackrest/orders/orders/v1/repo1' };
const file = (name: string, key: string, path: string) => ({ secret: { name, items: [{ key, path }] } });
const whole = (name: string) => ({ secret: { name } });
const compatible = (virtualHostStyle?: boolean): BackupTarget =>
  BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://store.example', credentials: BUCKET.credentials, virtualHostStyle });
const gcs = (credentials: GcsCredentials): BackupTarget => BackupTarget.gcs({ bucket: 'acme-pg', credentials });
const azure = (credentials: AzureCredentials): BackupTarget =>
  BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials });
const ACCOUNT = 'orders-backup@acme.iam.gserviceaccount.com';
const S3_REPOSITORY = { s3: { bucket: 'acme-pg', endpoint: 'store.example', region: 'us-east-1' } };
const S3_FILES = [whole('pg-s3')];
const AZURE = { 'repo1-azure-account': 'acmepg' };

test.each<[string, BackupTarget, object, object, unknown]>([
  ['a store with the bucket in the path', compatible(), S3_REPOSITORY, { 'repo1-s3-uri-style': 'path' }, S3_FILES],
  ['a store with the bucket in the host', compatible(true), S3_REPOSITORY, { 'repo1-s3-uri-style': 'host' }, S3_FILES],
  [
    'Google with a key',
    gcs(GcsCredentials.fromSecret('pg-gcs', 'account.conf')),
    { gcs: { bucket: 'acme-pg' } },
    { 'repo1-gcs-key': '/etc/pgbackrest/conf.d/repo1-gcs-key.json' },
    [file('pg-gcs', 'account.conf', 'repo1-gcs-key.json')],
  ],
  [
    'Google with a key that keeps its name',
    gcs(GcsCredentials.fromSecret('pg-gcs')),
    { gcs: { bucket: 'acme-pg' } },
    { 'repo1-gcs-key': '/etc/pgbackrest/conf.d/gcs-key.json' },
    [whole('pg-gcs')],
  ],
  [
    'Google with an identity',
    gcs(GcsCredentials.workloadIdentity(ACCOUNT)),
    { gcs: { bucket: 'acme-pg' } },
    { 'repo1-gcs-key-type': 'auto' },
    undefined,
  ],
  [
    'Azure with a key',
    azure(AzureCredentials.fromSecret('pg-azure')),
    { azure: { container: 'postgres' } },
    { ...AZURE, 'repo1-azure-key-type': 'shared' },
    [whole('pg-azure')],
  ],
  [
    'Azure with a SAS token',
    azure(AzureCredentials.sasToken('pg-azure', { configFile: 'sas.conf' })),
    { azure: { container: 'postgres' } },
    { ...AZURE, 'repo1-azure-key-type': 'sas' },
    [whole('pg-azure')],
  ],
  [
    'Azure with an identity',
    azure(AzureCredentials.workloadIdentity()),
    { azure: { container: 'postgres' } },
    { ...AZURE, 'repo1-azure-key-type': 'auto' },
    undefined,
  ],
])('%s', (_, target, repository, options, files) => {
  const { pgbackrest } = printed({ target }).backups;
  expect(pgbackrest.repos).toEqual([{ name: 'repo1', ...repository, schedules: { full: '0 2 * * *' } }]);
  expect(pgbackrest.global).toEqual({ ...PATH, ...KEPT, ...options });
  expect(pgbackrest.configuration).toEqual(files);
});

test('a Google service account is an annotation of the service accounts', () => {
  expect(printed({ target: gcs(GcsCredentials.workloadIdentity(ACCOUNT)) }).metadata).toEqual({
    annotations: { 'iam.gke.io/gcp-service-account': ACCOUNT },
  });
});

const DIFFERENTIAL = [BackupSchedule.full('0 2 * * 0'), BackupSchedule.differential('0 2 * * 1-6')];

test.each<[string, Partial<BackupPolicyProps>, object]>([
  ['days', { retention: BackupRetention.days(7) }, { 'repo1-retention-full': '7' }],
  ['a number', { retention: BackupRetention.count(5) }, { 'repo1-retention-full': '5', 'repo1-retention-full-type': 'count' }],
  [
    'differential backups of their own',
    { schedules: DIFFERENTIAL, retention: BackupRetention.days(30, { differentialCount: 3 }) },
    { 'repo1-retention-diff': '3' },
  ],
  [
    'WAL of its own',
    { retention: BackupRetention.count(5, { walCount: 2 }) },
    {
      'repo1-retention-full': '5',
      'repo1-retention-full-type': 'count',
      'repo1-retention-archive': '2',
      'repo1-retention-archive-type': 'full',
    },
  ],
  ['a key of KMS', { encryption: BackupEncryption.kms('alias/orders') }, { 'repo1-s3-kms-key-id': 'alias/orders' }],
  ['a passphrase', { encryption: BackupEncryption.clientSide('pg-key') }, { 'repo1-cipher-type': 'aes-256-cbc' }],
  ['no compression', { transfer: { compression: BackupCompression.NONE } }, { 'compress-type': 'none' }],
  ['gzip', { transfer: { compression: BackupCompression.GZIP } }, { 'compress-type': 'gz' }],
  ['bzip2', { transfer: { compression: BackupCompression.BZIP2 } }, { 'compress-type': 'bz2' }],
  ['LZ4', { transfer: { compression: BackupCompression.LZ4 } }, { 'compress-type': 'lz4' }],
  ['Zstandard', { transfer: { compression: BackupCompression.ZSTD } }, { 'compress-type': 'zst' }],
  ['a checkpoint at once', { transfer: { immediateCheckpoint: true } }, { 'start-fast': 'y' }],
  ['a checkpoint when there is one', { transfer: { immediateCheckpoint: false } }, { 'start-fast': 'n' }],
  ['several files at once', { transfer: { parallelism: 4 } }, { 'process-max': '4' }],
])('options of pgBackRest: %s', (_, backup, options) => {
  expect(printed(backup).backups.pgbackrest.global).toEqual({ ...PATH, ...KEPT, ...options });
});

test('a passphrase comes from a file of its own, or from that of the credentials', () => {
  const own = printed({ encryption: BackupEncryption.clientSide('pg-key') }).backups.pgbackrest;
  expect(own.configuration).toEqual([...S3_FILES, whole('pg-key')]);
  const shared = printed({ encryption: BackupEncryption.clientSide('pg-s3', { configFile: 's3.conf' }) }).backups.pgbackrest;
  expect(shared.configuration).toEqual(S3_FILES);
});

test('a suspended policy has no schedules and goes on archiving', () => {
  const { pgbackrest } = printed({ suspended: true }).backups;
  expect(pgbackrest.repos).toEqual([
    { name: 'repo1', s3: { bucket: 'acme-pg', endpoint: 's3.eu-west-1.amazonaws.com', region: 'eu-west-1' } },
  ]);
});

test('snapshots need the feature gate of the operator', () => {
  const snapshots = { className: 'csi-snapshots' };
  expect(printed({ snapshots }, { volumeSnapshotsEnabled: true }).backups).toMatchObject({
    snapshots: { volumeSnapshotClassName: 'csi-snapshots' },
  });
  expect(findings(program(PostgresOperator.crunchy(), { backup: { snapshots } }))).toEqual([
    "[test/backups] [PGO-053] asked for 'snapshots'; switch on the feature gate 'VolumeSnapshots' of the operator and write volumeSnapshotsEnabled: true in PostgresOperator.crunchy(...); available on CloudNativePG (Crunchy PGO 6.0 does not have it)",
  ]);
});

test.each([
  [BackupType.FULL, 'full'],
  [BackupType.DIFFERENTIAL, 'diff'],
  [BackupType.INCREMENTAL, 'incr'],
])('a backup on demand: %s', (type, printedType) => {
  const ask = { onDemand: [{ type, repository: 1 }] };
  const { metadata, spec } = only(render(program(PostgresOperator.crunchy(), ask)), 'PostgresCluster');
  expect(metadata.annotations).toMatchObject({ 'postgres-operator.crunchydata.com/pgbackrest-backup': 'before-v3' });
  expect(spec).toMatchObject({ backups: { pgbackrest: { manual: { repoName: 'repo1', options: [`--type=${printedType}`] } } } });
});

test('nothing is triggered by a cluster that asks for nothing', () => {
  const { metadata, spec } = only(render(program(PostgresOperator.crunchy(), { backup: {} })), 'PostgresCluster');
  expect(Object.keys(metadata.annotations!).filter((key) => key.includes('crunchydata'))).toEqual([]);
  const { backups, ...rest } = spec as { backups: { pgbackrest: object } };
  expect(Object.keys(backups)).toEqual(['pgbackrest']);
  expect(Object.keys(backups.pgbackrest).sort()).toEqual(['configuration', 'global', 'repos']);
  expect(Object.keys(rest).filter((key) => ['dataSource', 'standby', 'shutdown', 'customTLSSecret'].includes(key))).toEqual([]);
});

describe('the consent to delete what is in repositories on volumes', () => {
  const consent = (ask: Ask, of = PostgresOperator.crunchy()): unknown =>
    only(render(program(of, ask)), 'PostgresCluster').metadata.annotations?.['postgres-operator.crunchydata.com/authorizeBackupRemoval'];
  const withoutBackups = { nonProduction: { reason: 'a test', withoutBackups: true } };

  test('is printed with a cluster that goes without backups', () => {
    expect(consent({ cluster: withoutBackups })).toBe('true');
    expect(consent({ cluster: withoutBackups }, PostgresOperator.crunchy({ operatorVersion: CrunchyVersion.V5_8 }))).toBe('true');
  });

  test.each<[string, Ask]>([
    ['it has a policy', { cluster: withoutBackups, backup: {} }],
    // Its scratch repository is none of backups, and stays.
    [
      'it was recovered, and has a repository in any case',
      { cluster: { ...withoutBackups, recovery: RecoverySource.fromArchive(OLD_ARCHIVE) } },
    ],
  ])('is not printed where %s', (_, ask) => {
    expect(consent(ask)).toBeUndefined();
  });
});

test('Azure takes the identity of the nodes on PGO 6.0 only', () => {
  const operator = PostgresOperator.crunchy({ operatorVersion: CrunchyVersion.V5_8 });
  expect(findings(program(operator, { backup: { target: azure(AzureCredentials.workloadIdentity()) } }))).toEqual([
    '[test/backups] [PGO-009] asked for a target in Azure Blob Storage with workload identity; write AzureCredentials.fromSecret(...), or use PGO 6.0; available on CloudNativePG and Zalando Postgres Operator (Crunchy PGO 5.8 does not have it)',
  ]);
});

test('two full schedules are refused', () => {
  const schedules = [BackupSchedule.full('0 2 * * *'), BackupSchedule.full('0 14 * * *')];
  expect(findings(program(PostgresOperator.crunchy(), { backup: { schedules } }))).toEqual([
    "[test/backups] [PGO-002] asked for more than one schedule of full backups; write one cron value that fires at all these times, such as '0 2,14 * * *', or another repository in 'additionalRepositories'; available on CloudNativePG (Crunchy PGO 6.0 does not have it)",
  ]);
});

test('retention without an end is none at all', () => {
  const asked = { backup: { retention: BackupRetention.unlimited() }, suppressed: ['BAK-068'] };
  const { backups } = only(render(program(PostgresOperator.crunchy(), asked)), 'PostgresCluster').spec as unknown as Printed;
  expect(Object.keys(backups.pgbackrest.global)).toEqual(['repo1-path']);
});
