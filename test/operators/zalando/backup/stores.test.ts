import {
  AzureCredentials,
  BackupEncryption,
  BackupPolicyProps,
  BackupTarget,
  GcsCredentials,
  ObjectStoreCredentials,
  ZalandoVersion,
} from '../../../../lib';
import { BUCKET, S3, SECRET } from '../../../support/programs';
import { Variable, env, printed, secret, set } from '../support';

const backup = (policy: Partial<BackupPolicyProps>): Variable[] => env({ backup: policy });
const names = (variables: readonly Variable[]): string[] => variables.map(({ name }) => name);

const WALG = [set('USE_WALG_BACKUP', 'true'), set('USE_WALG_RESTORE', 'true')];
const SCOPE = [set('WAL_BUCKET_SCOPE_PREFIX', 'teams/shop/'), set('WAL_BUCKET_SCOPE_SUFFIX', '/orders/v1')];
const TOP_SCOPE = [set('WAL_BUCKET_SCOPE_PREFIX', ''), set('WAL_BUCKET_SCOPE_SUFFIX', '/orders/v1')];
const TIMES = [set('BACKUP_SCHEDULE', '0 2 * * *'), set('BACKUP_NUM_TO_RETAIN', '30')];
const KEYS = [secret('AWS_ACCESS_KEY_ID', 'pg-s3', 'ACCESS_KEY_ID'), secret('AWS_SECRET_ACCESS_KEY', 'pg-s3', 'SECRET_ACCESS_KEY')];
const AZURE = { storageAccount: 'acmepg', container: 'postgres' };
const AZURE_PLACE = [
  set('WAL_S3_BUCKET', ''),
  set('WALG_S3_PREFIX', ''),
  set('WAL_GS_BUCKET', ''),
  set('WALG_GS_PREFIX', ''),
  set('WALG_AZ_PREFIX', 'azure://postgres/spilo/orders/orders/v1/wal/$(PGVERSION)'),
];

test.each<[string, BackupTarget, Variable[]]>([
  [
    'a store that has the bucket in the host',
    BackupTarget.s3Compatible({
      bucket: 'acme-pg',
      endpoint: 'https://store.acme.example:9000',
      credentials: SECRET,
      virtualHostStyle: true,
    }),
    [
      set('WAL_S3_BUCKET', 'acme-pg'),
      ...TOP_SCOPE,
      set('AWS_REGION', 'us-east-1'),
      set('AWS_ENDPOINT', 'https://store.acme.example:9000'),
      set('WALE_S3_ENDPOINT', 'https+vhost://store.acme.example:9000'),
      set('AWS_S3_FORCE_PATH_STYLE', 'false'),
      set('WALG_DISABLE_S3_SSE', 'true'),
      ...KEYS,
    ],
  ],
  [
    'Google Cloud Storage with a key',
    BackupTarget.gcs({ bucket: 'acme-pg', prefix: 'teams/shop', credentials: GcsCredentials.fromSecret('pg-gcs') }),
    [
      set('WAL_S3_BUCKET', ''),
      set('WALG_S3_PREFIX', ''),
      set('WAL_GS_BUCKET', 'acme-pg'),
      set('WALG_GS_PREFIX', ''),
      ...SCOPE,
      set('GOOGLE_APPLICATION_CREDENTIALS', '/etc/backup-gcs/gcs-key.json'),
    ],
  ],
  [
    'Azure with an access key',
    BackupTarget.azure({ ...AZURE, credentials: AzureCredentials.fromSecret('pg-azure') }),
    [...AZURE_PLACE, set('AZURE_STORAGE_ACCOUNT', 'acmepg'), secret('AZURE_STORAGE_ACCESS_KEY', 'pg-azure', 'AZURE_STORAGE_KEY')],
  ],
  [
    'Azure with a SAS token under a name of its own',
    BackupTarget.azure({ ...AZURE, credentials: AzureCredentials.sasToken('pg-azure', { value: 'token' }) }),
    [...AZURE_PLACE, set('AZURE_STORAGE_ACCOUNT', 'acmepg'), secret('AZURE_STORAGE_SAS_TOKEN', 'pg-azure', 'token')],
  ],
  [
    'Azure with the identity of the nodes',
    BackupTarget.azure({ ...AZURE, credentials: AzureCredentials.workloadIdentity() }),
    [...AZURE_PLACE, set('AZURE_STORAGE_ACCOUNT', 'acmepg')],
  ],
])('%s', (_, target, expected) => {
  expect(backup({ target })).toEqual([...WALG, ...expected, ...TIMES]);
});

test('Google Cloud Storage with the identity of the pods, on version 1.15', () => {
  const target = BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity() });
  const variables = env({ backup: { target } }, { operatorVersion: ZalandoVersion.V1_15 });
  expect(names(variables)).not.toContain('GOOGLE_APPLICATION_CREDENTIALS');
  expect(variables).toContainEqual(set('WAL_GS_BUCKET', 'acme-pg'));
});

test('the key of Google Cloud Storage is a file', () => {
  const target = BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs', 'sa.json') });
  expect(printed({ backup: { target } }).spec?.additionalVolumes).toEqual([
    {
      name: 'backup-gcs',
      mountPath: '/etc/backup-gcs',
      targetContainers: ['postgres'],
      volumeSource: { secret: { secretName: 'pg-gcs', items: [{ key: 'sa.json', path: 'gcs-key.json' }] } },
    },
  ]);
});

const STORE = BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.storage.svc:9000', credentials: SECRET });
const AES = [set('WALG_S3_SSE', 'AES256')];
const KMS = [set('WALG_S3_SSE', 'aws:kms'), set('WALG_S3_SSE_KMS_ID', 'alias/orders')];
const SODIUM = [secret('WALG_LIBSODIUM_KEY', 'pg-key', 'BACKUP_ENCRYPTION_KEY'), set('WALG_LIBSODIUM_KEY_TRANSFORM', 'hex')];
const UNENCRYPTED = [set('WALG_DISABLE_S3_SSE', 'true')];

const isEncryption = ({ name }: Variable): boolean => /SSE|LIBSODIUM/.test(name);

test.each<[string, BackupTarget, BackupEncryption | undefined, Variable[]]>([
  ['nothing in Amazon S3', S3, undefined, []],
  ['nothing in a store', STORE, undefined, UNENCRYPTED],
  ['AES256 in Amazon S3', S3, BackupEncryption.serverSide(), AES],
  ['AES256 in a store', STORE, BackupEncryption.serverSide(), AES],
  ['a key of KMS', S3, BackupEncryption.kms('alias/orders'), KMS],
  ['a key of ours in Amazon S3', S3, BackupEncryption.clientSide('pg-key'), SODIUM],
  ['a key of ours in a store', STORE, BackupEncryption.clientSide('pg-key'), [...UNENCRYPTED, ...SODIUM]],
  [
    'a key of ours under a name of its own in Azure',
    BackupTarget.azure({ ...AZURE, credentials: AzureCredentials.fromSecret('pg-azure') }),
    BackupEncryption.clientSide('pg-key', { encryptionKey: 'hex' }),
    [secret('WALG_LIBSODIUM_KEY', 'pg-key', 'hex'), set('WALG_LIBSODIUM_KEY_TRANSFORM', 'hex')],
  ],
])('encryption with %s', (_, target, encryption, expected) => {
  expect(backup({ target, encryption }).filter(isEncryption)).toEqual(expected);
});

test('the role of all clusters is not needed for writing', () => {
  const target = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() });
  const variables = env({ backup: { target } }, { podRoleArn: 'arn:aws:iam::123456789012:role/databases' });
  expect(names(variables).filter((name) => name.includes('ROLE'))).toEqual([]);
});
