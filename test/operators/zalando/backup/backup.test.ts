import { Size } from 'cdk8s';
import {
  AzureCredentials,
  BackupCompression,
  BackupPolicyProps,
  BackupSchedule,
  BackupTarget,
  ObjectStoreCredentials,
  BackupRetention,
  GcsCredentials,
  BackupPolicy,
  HaCluster,
} from '../../../../lib';
import { archivePlaces } from '../../../../lib/operators/zalando/backup/archive-place';
import { BUCKET, SECRET, SMALLEST_BACKUP, smallestCluster } from '../../../support/programs';
import { newChart } from '../../../support/render';
import { printed, zalando } from '../support';

const COMPATIBLE = { bucket: 'acme-pg', endpoint: 'https://minio.storage.svc:9000', credentials: SECRET };

const env = (backup: Partial<BackupPolicyProps>) => printed({ backup }).spec?.env as { name: string; value?: string }[];
const value = (backup: Partial<BackupPolicyProps>, name: string) => env(backup).find((variable) => variable.name === name)?.value;

const KEYS = [
  { name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { name: 'pg-s3', key: 'ACCESS_KEY_ID' } } },
  { name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'pg-s3', key: 'SECRET_ACCESS_KEY' } } },
];

test('Amazon S3', () => {
  const { spec } = printed({ backup: {} });
  expect(spec?.env).toEqual([
    { name: 'USE_WALG_BACKUP', value: 'true' },
    { name: 'USE_WALG_RESTORE', value: 'true' },
    { name: 'WAL_S3_BUCKET', value: 'acme-pg' },
    { name: 'WAL_BUCKET_SCOPE_PREFIX', value: '' },
    { name: 'WAL_BUCKET_SCOPE_SUFFIX', value: '/orders/v1' },
    { name: 'AWS_REGION', value: 'eu-west-1' },
    ...KEYS,
    { name: 'BACKUP_SCHEDULE', value: '0 2 * * *' },
    { name: 'BACKUP_NUM_TO_RETAIN', value: '30' },
  ]);
  expect(spec).not.toHaveProperty('additionalVolumes');
});

test('an S3-compatible store with a CA of its own', () => {
  const target = BackupTarget.s3Compatible({ ...COMPATIBLE, ca: { name: 'minio-ca', key: 'root.pem' }, prefix: 'databases/prod' });
  const { spec } = printed({ backup: { target, archiveGeneration: 3 } });
  expect(spec?.env).toEqual([
    { name: 'USE_WALG_BACKUP', value: 'true' },
    { name: 'USE_WALG_RESTORE', value: 'true' },
    { name: 'WAL_S3_BUCKET', value: 'acme-pg' },
    { name: 'WAL_BUCKET_SCOPE_PREFIX', value: 'databases/prod/' },
    { name: 'WAL_BUCKET_SCOPE_SUFFIX', value: '/orders/v3' },
    { name: 'AWS_REGION', value: 'us-east-1' },
    { name: 'AWS_ENDPOINT', value: 'https://minio.storage.svc:9000' },
    { name: 'AWS_S3_FORCE_PATH_STYLE', value: 'true' },
    { name: 'WALG_DISABLE_S3_SSE', value: 'true' },
    { name: 'WALG_S3_CA_CERT_FILE', value: '/etc/backup-ca/ca.crt' },
    ...KEYS,
    { name: 'BACKUP_SCHEDULE', value: '0 2 * * *' },
    { name: 'BACKUP_NUM_TO_RETAIN', value: '30' },
  ]);
  expect(spec?.additionalVolumes).toEqual([
    {
      name: 'backup-ca',
      mountPath: '/etc/backup-ca',
      targetContainers: ['postgres'],
      volumeSource: { secret: { secretName: 'minio-ca', items: [{ key: 'root.pem', path: 'ca.crt' }] } },
    },
  ]);
});

test('workload identity leaves the keys out', () => {
  const target = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() });
  expect(env({ target }).map(({ name }) => name)).toEqual([
    'USE_WALG_BACKUP',
    'USE_WALG_RESTORE',
    'WAL_S3_BUCKET',
    'WAL_BUCKET_SCOPE_PREFIX',
    'WAL_BUCKET_SCOPE_SUFFIX',
    'AWS_REGION',
    'BACKUP_SCHEDULE',
    'BACKUP_NUM_TO_RETAIN',
  ]);
});

test('keys of the Secret may have other names', () => {
  const credentials = ObjectStoreCredentials.fromSecret('keys', { accessKeyId: 'id', secretAccessKey: 'key' });
  expect(env({ target: BackupTarget.s3({ ...BUCKET, credentials }) })).toEqual(
    expect.arrayContaining([
      { name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { name: 'keys', key: 'id' } } },
      { name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'key' } } },
    ]),
  );
});

test.each<[Partial<BackupPolicyProps>, string, string]>([
  [{ schedules: [BackupSchedule.full(' 15  2,14 * * * ')] }, 'BACKUP_SCHEDULE', '15 2,14 * * *'],
  [{ schedules: [BackupSchedule.full('0 */6 * * *')] }, 'BACKUP_SCHEDULE', '0 */6 * * *'],
  [{ retention: BackupRetention.days(2) }, 'BACKUP_NUM_TO_RETAIN', '2'],
  [{ retention: BackupRetention.count(7) }, 'BACKUP_NUM_TO_RETAIN', '7'],
  [{ retention: BackupRetention.daysAndCount(14, 14) }, 'BACKUP_NUM_TO_RETAIN', '14'],
  ...(['WALG_COMPRESSION_METHOD', 'WALG_BACKUP_COMPRESSION_METHOD'] as const).flatMap((name) =>
    [BackupCompression.LZ4, BackupCompression.ZSTD].map((compression): [Partial<BackupPolicyProps>, string, string] => [
      { transfer: { compression } },
      name,
      compression,
    ]),
  ),
  ...['WALG_UPLOAD_CONCURRENCY', 'WALG_UPLOAD_DISK_CONCURRENCY', 'WALG_DOWNLOAD_CONCURRENCY'].map(
    (name): [Partial<BackupPolicyProps>, string, string] => [{ transfer: { parallelism: 4 } }, name, '4'],
  ),
  [{ transfer: { bandwidthPerSecond: Size.mebibytes(50) } }, 'WALG_NETWORK_RATE_LIMIT', '52428800'],
])('%j sets %s to %s', (backup, name, expected) => {
  expect(value(backup, name)).toBe(expected);
});

/** What the operator sets itself; it drops these from the custom resource without notice. */
const RESERVED = `SCOPE PGROOT POD_IP POD_NAMESPACE PGUSER_SUPERUSER PGPASSWORD_SUPERUSER PGUSER_STANDBY PGPASSWORD_STANDBY PAM_OAUTH2
  HUMAN_ROLE PGVERSION KUBERNETES_SCOPE_LABEL KUBERNETES_ROLE_LABEL KUBERNETES_LABELS KUBERNETES_BOOTSTRAP_LABELS
  KUBERNETES_USE_CONFIGMAPS DCS_ENABLE_KUBERNETES_API ETCD_HOST SPILO_CONFIGURATION ENABLE_WAL_PATH_COMPAT`.split(/\s+/);

test('no variable is reserved, given twice or in lower case', () => {
  const names = env({ target: BackupTarget.s3Compatible({ ...COMPATIBLE, ca: { name: 'minio-ca', key: 'ca.crt' } }) }).map(
    ({ name }) => name,
  );
  expect(names.filter((name) => RESERVED.includes(name) || name !== name.toUpperCase())).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

describe('the archive', () => {
  const policy = (target: BackupTarget, generation = 1) => ({
    cluster: { name: 'orders', namespace: 'shop' },
    repositories: [{ index: 1, target, schedules: [], retention: BackupRetention.days(30) }],
    generation,
  });

  test.each<[string, BackupTarget, string[]]>([
    ['Amazon S3', BackupTarget.s3(BUCKET), ['s3://acme-pg/spilo/orders/shop/v1/wal']],
    ['a prefix', BackupTarget.s3({ ...BUCKET, prefix: 'a/b' }), ['s3://acme-pg/spilo/a/b/orders/shop/v1/wal']],
    ['a store', BackupTarget.s3Compatible(COMPATIBLE), ['https://minio.storage.svc:9000/acme-pg/spilo/orders/shop/v1/wal']],
    [
      'a bucket of Google',
      BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs') }),
      ['gs://acme-pg/spilo/orders/shop/v1/wal'],
    ],
    [
      'a container',
      BackupTarget.azure({
        storageAccount: 'acmepg',
        container: 'postgres',
        prefix: 'prod',
        credentials: AzureCredentials.fromSecret('pg-azure'),
      }),
      ['https://acmepg.blob.core.windows.net/postgres/spilo/prod/orders/shop/v1/wal'],
    ],
    ['a volume', BackupTarget.volume(smallestCluster(zalando()).storage), []],
  ])('of %s', (_, target, expected) => {
    expect(archivePlaces(policy(target))).toEqual(expected);
  });

  test('a policy creates no object', () => {
    const chart = newChart();
    const cluster = new HaCluster(chart, 'db', smallestCluster(zalando()));
    const backups = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
    expect(backups.node.children).toEqual([]);
  });
});
