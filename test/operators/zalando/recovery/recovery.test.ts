import {
  AzureCredentials,
  BackupArchive,
  BackupArchiveOptions,
  BackupEncryption,
  BackupTarget,
  GcsCredentials,
  ObjectStoreCredentials,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
  ZalandoVersion,
} from '../../../../lib';
import { Ask, BUCKET, OLD_ARCHIVE, S3, SECRET } from '../../../support/programs';
import { Variable, cluster, env, printed, secret, set } from '../support';

const archive = (options: Partial<BackupArchiveOptions>) =>
  BackupArchive.of({ clusterName: 'orders-old', namespace: 'shop', target: S3, version: PostgresVersion.V17, ...options });
const from = (source: BackupArchive, target?: RecoveryTarget): Ask => ({
  cluster: { recovery: RecoverySource.fromArchive(source, { target }) },
  backup: {},
});
const cloning = (ask: Ask, options = {}): Variable[] => env(ask, options).filter(({ name }) => name.startsWith('CLONE_'));

const METHOD = [set('CLONE_METHOD', 'CLONE_WITH_WALE'), set('CLONE_SCOPE', 'orders-old')];
const WALG = [set('CLONE_USE_WALG_BACKUP', 'true'), set('CLONE_USE_WALG_RESTORE', 'true')];
const KEYS = [
  secret('CLONE_AWS_ACCESS_KEY_ID', 'pg-s3', 'ACCESS_KEY_ID'),
  secret('CLONE_AWS_SECRET_ACCESS_KEY', 'pg-s3', 'SECRET_ACCESS_KEY'),
];
const REGION = set('CLONE_AWS_REGION', 'eu-west-1');
const FOLDER = 'spilo/orders-old/shop/v1/wal';
const S3_PLACE = set('CLONE_WALG_S3_PREFIX', `s3://acme-pg/${FOLDER}`);
const AZURE = { storageAccount: 'acmepg', container: 'postgres' };
const ROLE = 'arn:aws:iam::123456789012:role/databases';

test.each<[string, Partial<BackupArchiveOptions>, Variable[]]>([
  ['Amazon S3', {}, [...METHOD, S3_PLACE, ...WALG, REGION, ...KEYS]],
  [
    'a later life under a prefix',
    { target: BackupTarget.s3({ ...BUCKET, prefix: 'a/b' }), generation: 3 },
    [...METHOD, set('CLONE_WALG_S3_PREFIX', 's3://acme-pg/spilo/a/b/orders-old/shop/v3/wal'), ...WALG, REGION, ...KEYS],
  ],
  [
    'a store with a CA that has the bucket in the host',
    {
      target: BackupTarget.s3Compatible({
        bucket: 'acme-pg',
        endpoint: 'https://store.acme.example',
        credentials: SECRET,
        virtualHostStyle: true,
        ca: { name: 'store-ca', key: 'ca.pem' },
      }),
    },
    [
      ...METHOD,
      S3_PLACE,
      ...WALG,
      set('CLONE_AWS_REGION', 'us-east-1'),
      set('CLONE_AWS_ENDPOINT', 'https://store.acme.example'),
      set('CLONE_WALE_S3_ENDPOINT', 'https+vhost://store.acme.example'),
      set('CLONE_AWS_S3_FORCE_PATH_STYLE', 'false'),
      set('CLONE_WALG_DISABLE_S3_SSE', 'true'),
      set('CLONE_WALG_S3_CA_CERT_FILE', '/etc/recovery-ca/ca.crt'),
      ...KEYS,
    ],
  ],
  [
    'Google Cloud Storage',
    { target: BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs') }) },
    [
      ...METHOD,
      set('CLONE_WALG_GS_PREFIX', `gs://acme-pg/${FOLDER}`),
      ...WALG,
      set('CLONE_GOOGLE_APPLICATION_CREDENTIALS', '/etc/recovery-gcs/gcs-key.json'),
    ],
  ],
  [
    'Azure',
    { target: BackupTarget.azure({ ...AZURE, credentials: AzureCredentials.fromSecret('pg-azure') }) },
    [
      ...METHOD,
      set('CLONE_WALG_AZ_PREFIX', `azure://postgres/${FOLDER}`),
      ...WALG,
      set('CLONE_AZURE_STORAGE_ACCOUNT', 'acmepg'),
      secret('CLONE_AZURE_STORAGE_ACCESS_KEY', 'pg-azure', 'AZURE_STORAGE_KEY'),
    ],
  ],
  [
    'an encrypted archive',
    { encryption: BackupEncryption.clientSide('pg-key') },
    [
      ...METHOD,
      S3_PLACE,
      ...WALG,
      REGION,
      ...KEYS,
      secret('CLONE_WALG_LIBSODIUM_KEY', 'pg-key', 'BACKUP_ENCRYPTION_KEY'),
      set('CLONE_WALG_LIBSODIUM_KEY_TRANSFORM', 'hex'),
    ],
  ],
])('recovery from %s', (_, options, expected) => {
  const ask = from(archive(options));
  expect(cloning(ask)).toEqual(expected);
  expect(printed(ask).spec).not.toHaveProperty('clone');
});

test.each(Object.values(ZalandoVersion))('version %s is told the role of all clusters', (operatorVersion) => {
  const target = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() });
  expect(cloning(from(archive({ target })), { operatorVersion })).toEqual([...METHOD, S3_PLACE, ...WALG, REGION]);
  expect(cloning(from(archive({ target })), { operatorVersion, podRoleArn: ROLE })).toEqual([
    ...METHOD,
    S3_PLACE,
    ...WALG,
    REGION,
    set('CLONE_AWS_ROLE_ARN', ROLE),
    set('CLONE_AWS_WEB_IDENTITY_TOKEN_FILE', '/var/run/secrets/eks.amazonaws.com/serviceaccount/token'),
    set('CLONE_AWS_STS_REGIONAL_ENDPOINTS', 'regional'),
  ]);
  expect(cloning(from(archive({})), { operatorVersion, podRoleArn: ROLE })).toEqual([...METHOD, S3_PLACE, ...WALG, REGION, ...KEYS]);
});

test.each<[string, RecoveryTarget, Variable[]]>([
  ['the end of the archive', RecoveryTarget.latest(), []],
  ['a moment', RecoveryTarget.time('2026-08-01T10:30:00Z'), [set('CLONE_TARGET_TIME', '2026-08-01T10:30:00+00:00')]],
  [
    'a moment in another zone, left out',
    RecoveryTarget.time('2026-08-01T12:30:00.5+02:00', { exclusive: true }),
    [set('CLONE_TARGET_TIME', '2026-08-01T12:30:00.5+02:00'), set('CLONE_TARGET_INCLUSIVE', '')],
  ],
  [
    'a moment on a timeline',
    RecoveryTarget.time('2026-08-01T10:30:00Z', { timeline: '2' }),
    [set('CLONE_TARGET_TIME', '2026-08-01T10:30:00+00:00'), set('CLONE_TARGET_TIMELINE', '2')],
  ],
])('recovery to %s', (_, target, expected) => {
  expect(cloning(from(OLD_ARCHIVE, target)).filter(({ name }) => name.includes('TARGET'))).toEqual(expected);
});

test('what is written and what is read have files of their own', () => {
  const store = (secretName: string, ca: string) =>
    BackupTarget.s3Compatible({
      bucket: 'acme-pg',
      endpoint: 'https://minio.storage.svc:9000',
      credentials: ObjectStoreCredentials.fromSecret(secretName),
      ca: { name: ca, key: 'ca.crt' },
    });
  const { spec } = printed({
    cluster: { recovery: RecoverySource.fromArchive(archive({ target: store('old', 'old-ca') })) },
    backup: { target: store('new', 'new-ca') },
  });
  expect(spec?.additionalVolumes).toMatchObject([
    { name: 'backup-ca', mountPath: '/etc/backup-ca', volumeSource: { secret: { secretName: 'new-ca' } } },
    { name: 'recovery-ca', mountPath: '/etc/recovery-ca', volumeSource: { secret: { secretName: 'old-ca' } } },
  ]);
  expect(spec?.env).toEqual(
    expect.arrayContaining([
      secret('AWS_ACCESS_KEY_ID', 'new', 'ACCESS_KEY_ID'),
      secret('CLONE_AWS_ACCESS_KEY_ID', 'old', 'ACCESS_KEY_ID'),
    ]),
  );
});

test('no variable is there twice', () => {
  const variables = env(from(OLD_ARCHIVE, RecoveryTarget.time('2026-08-01T10:30:00Z'))).map(({ name }) => name);
  expect(new Set(variables).size).toBe(variables.length);
});

const NOWHERE = ['WAL_S3_BUCKET', 'WALG_S3_PREFIX', 'WAL_GS_BUCKET', 'WALG_GS_PREFIX', 'WALG_AZ_PREFIX'].map((name) => set(name, ''));

test('a restored cluster without a policy archives nowhere', () => {
  const variables = env({ cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) } });
  expect(variables.slice(0, 6)).toEqual([...NOWHERE, set('CLONE_METHOD', 'CLONE_WITH_WALE')]);
});

test('a clone names its source and nothing else', () => {
  const { spec } = cluster('orders', { clone: true });
  expect(spec?.clone).toEqual({ cluster: 'orders-live' });
  expect(spec?.env).toEqual(NOWHERE);
  expect(cluster('orders-live', { clone: true }).spec).not.toHaveProperty('clone');
});

test('no volume and no path is named twice where a cluster has a backup, a recovery and certificates', () => {
  const ca = (name: string) => ({ name, key: 'ca.crt' });
  const minio = (bucket: string, secretName: string): BackupTarget =>
    BackupTarget.s3Compatible({ bucket, endpoint: 'https://minio.storage.svc:9000', credentials: SECRET, ca: ca(secretName) });
  const gcs = (secretName: string): BackupTarget =>
    BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret(secretName) });
  const asks: Ask[] = [
    {
      cluster: { recovery: RecoverySource.fromArchive(archive({ target: minio('acme-old', 'minio-ca') })) },
      backup: { target: minio('acme-pg', 'minio-ca') },
    },
    {
      cluster: { recovery: RecoverySource.fromArchive(archive({ target: minio('acme-old', 'old-ca') })) },
      backup: { target: minio('acme-pg', 'minio-ca') },
    },
    { cluster: { recovery: RecoverySource.fromArchive(archive({ target: gcs('pg-gcs') })) }, backup: { target: gcs('pg-gcs') } },
    { cluster: { recovery: RecoverySource.fromArchive(archive({ target: gcs('old-gcs') })) }, backup: { target: gcs('pg-gcs') } },
  ];
  for (const ask of asks) {
    const volumes = printed(ask).spec!.additionalVolumes as { name: string; mountPath: string }[];
    expect(volumes.length).toBeGreaterThan(1);
    for (const values of [volumes.map(({ name }) => name), volumes.map(({ mountPath }) => mountPath)]) {
      expect(new Set(values).size).toBe(values.length);
    }
  }
});
