import { Size } from 'cdk8s';
import {
  AzureCredentials,
  BackupCompression,
  BackupEncryption,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  BackupTransferOptions,
  BackupType,
  GcsCredentials,
  PostgresOperator,
} from '../../../../lib';
import { Ask, BUCKET, program, SECRET } from '../../../support/programs';
import { withoutHelpers } from '../../../support/helper-containers';
import { at, Manifest, only, render as renderAll } from '../../../support/render';

/** Sizes of helpers have a test of their own. */
const render = (...programs: Parameters<typeof renderAll>): Manifest[] => withoutHelpers(renderAll(...programs));

const printed = (ask: Ask): Manifest[] => render(program(PostgresOperator.cloudNativePg(), ask));
const store = (backup: Partial<BackupPolicyProps>): unknown => only(printed({ backup }), 'ObjectStore').spec;
const cluster = (ask: Ask): unknown => only(printed(ask), 'Cluster').spec;

const gcs = (credentials: GcsCredentials, prefix?: string) => BackupTarget.gcs({ bucket: 'acme-pg', prefix, credentials });
const azure = (credentials: AzureCredentials, prefix?: string) =>
  BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', prefix, credentials });

const GSA = 'orders-backup@acme.iam.gserviceaccount.com';
const CLIENT = '8d7a2c1e-0b44-4c5e-9a3b-1f2e3d4c5b6a';
const GZIP = { wal: { compression: 'gzip' }, data: { compression: 'gzip' } };

describe('a target and its credentials', () => {
  const account = { name: 'pg-azure', key: 'AZURE_STORAGE_ACCOUNT' };

  test.each<[string, BackupTarget, Record<string, unknown>]>([
    [
      'GCS, a key',
      gcs(GcsCredentials.fromSecret('pg-gcs')),
      { destinationPath: 'gs://acme-pg/orders', googleCredentials: { applicationCredentials: { name: 'pg-gcs', key: 'gcs-key.json' } } },
    ],
    [
      'GCS, a key called otherwise and a prefix',
      gcs(GcsCredentials.fromSecret('pg-gcs', 'key.json'), 'prod/eu'),
      {
        destinationPath: 'gs://acme-pg/prod/eu/orders',
        googleCredentials: { applicationCredentials: { name: 'pg-gcs', key: 'key.json' } },
      },
    ],
    [
      'GCS, the identity of the platform',
      gcs(GcsCredentials.workloadIdentity()),
      { destinationPath: 'gs://acme-pg/orders', googleCredentials: { gkeEnvironment: true } },
    ],
    [
      'GCS, a service account',
      gcs(GcsCredentials.workloadIdentity(GSA)),
      { destinationPath: 'gs://acme-pg/orders', googleCredentials: { gkeEnvironment: true } },
    ],
    [
      'Azure, a key',
      azure(AzureCredentials.fromSecret('pg-azure')),
      {
        destinationPath: 'https://acmepg.blob.core.windows.net/postgres/orders',
        azureCredentials: { storageAccount: account, storageKey: { name: 'pg-azure', key: 'AZURE_STORAGE_KEY' } },
      },
    ],
    [
      'Azure, keys called otherwise',
      azure(AzureCredentials.fromSecret('pg-azure', { storageAccount: 'account', value: 'key' })),
      {
        destinationPath: 'https://acmepg.blob.core.windows.net/postgres/orders',
        azureCredentials: { storageAccount: { name: 'pg-azure', key: 'account' }, storageKey: { name: 'pg-azure', key: 'key' } },
      },
    ],
    [
      'Azure, a SAS token and a prefix',
      azure(AzureCredentials.sasToken('pg-azure'), 'prod'),
      {
        destinationPath: 'https://acmepg.blob.core.windows.net/postgres/prod/orders',
        azureCredentials: { storageAccount: account, storageSasToken: { name: 'pg-azure', key: 'AZURE_STORAGE_SAS_TOKEN' } },
      },
    ],
    [
      'Azure, the identity of the platform',
      azure(AzureCredentials.workloadIdentity()),
      {
        destinationPath: 'https://acmepg.blob.core.windows.net/postgres/orders',
        azureCredentials: { useDefaultAzureCredentials: true },
      },
    ],
    [
      'Azure, a managed identity',
      azure(AzureCredentials.workloadIdentity(CLIENT)),
      {
        destinationPath: 'https://acmepg.blob.core.windows.net/postgres/orders',
        azureCredentials: { useDefaultAzureCredentials: true },
      },
    ],
  ])('%s', (_, target, place) => {
    // Nothing for the AWS client where there is none.
    expect(store({ target })).toEqual({ configuration: { ...place, ...GZIP }, retentionPolicy: '30d' });
  });

  test.each<[string, Ask, unknown, unknown]>([
    ['a key', { backup: { target: gcs(GcsCredentials.fromSecret('pg-gcs')) } }, undefined, undefined],
    [
      'a service account of Google',
      { backup: { target: gcs(GcsCredentials.workloadIdentity(GSA)) } },
      { metadata: { annotations: { 'iam.gke.io/gcp-service-account': GSA } } },
      undefined,
    ],
    ['the identity of the platform', { backup: { target: azure(AzureCredentials.workloadIdentity()) } }, undefined, undefined],
    [
      'a managed identity of Azure',
      { backup: { target: azure(AzureCredentials.workloadIdentity(CLIENT)) } },
      { metadata: { annotations: { 'azure.workload.identity/client-id': CLIENT } } },
      { labels: { 'azure.workload.identity/use': 'true' } },
    ],
    [
      'a managed identity of Azure beside labels',
      {
        cluster: { labels: { team: 'orders' }, annotations: { 'example.com/on-call': 'orders' } },
        backup: { target: azure(AzureCredentials.workloadIdentity(CLIENT)) },
      },
      { metadata: { annotations: { 'azure.workload.identity/client-id': CLIENT } } },
      { labels: { team: 'orders', 'azure.workload.identity/use': 'true' }, annotations: { 'example.com/on-call': 'orders' } },
    ],
  ])('%s reaches the pods', (_, ask, serviceAccountTemplate, inheritedMetadata) => {
    expect([at(cluster(ask), '/serviceAccountTemplate'), at(cluster(ask), '/inheritedMetadata')]).toEqual([
      serviceAccountTemplate,
      inheritedMetadata,
    ]);
  });
});

describe('transfer and encryption', () => {
  const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/orders';
  const transfer = (options: BackupTransferOptions): Partial<BackupPolicyProps> => ({ transfer: options });

  test.each<[string, Partial<BackupPolicyProps>, unknown, unknown]>([
    ['nothing', {}, { compression: 'gzip' }, { compression: 'gzip' }],
    ['gzip', transfer({ compression: BackupCompression.GZIP }), { compression: 'gzip' }, { compression: 'gzip' }],
    ['bzip2', transfer({ compression: BackupCompression.BZIP2 }), { compression: 'bzip2' }, { compression: 'bzip2' }],
    ['LZ4', transfer({ compression: BackupCompression.LZ4 }), { compression: 'lz4' }, { compression: 'lz4' }],
    ['no compression', transfer({ compression: BackupCompression.NONE }), undefined, undefined],
    ['parallelism', transfer({ parallelism: 4 }), { compression: 'gzip', maxParallel: 4 }, { compression: 'gzip', jobs: 4 }],
    [
      'a checkpoint at once',
      transfer({ immediateCheckpoint: true }),
      { compression: 'gzip' },
      { compression: 'gzip', immediateCheckpoint: true },
    ],
    [
      'bandwidth',
      transfer({ bandwidthPerSecond: Size.gibibytes(1), compression: BackupCompression.NONE }),
      undefined,
      { additionalCommandArgs: ['--max-bandwidth=1024MB'] },
    ],
    [
      'a key of the store',
      { encryption: BackupEncryption.serverSide() },
      { compression: 'gzip', encryption: 'AES256' },
      { compression: 'gzip', encryption: 'AES256' },
    ],
    [
      'a key of KMS and bandwidth',
      { encryption: BackupEncryption.kms(KEY), ...transfer({ bandwidthPerSecond: Size.mebibytes(50) }) },
      { compression: 'gzip', encryption: 'aws:kms', archiveAdditionalCommandArgs: [`--sse-kms-key-id=${KEY}`] },
      {
        compression: 'gzip',
        encryption: 'aws:kms',
        additionalCommandArgs: [`--sse-kms-key-id=${KEY}`, '--max-bandwidth=50MB'],
      },
    ],
  ])('%s', (_, backup, wal, data) => {
    const spec = store(backup);
    expect([at(spec, '/configuration/wal'), at(spec, '/configuration/data')]).toEqual([wal, data]);
  });
});

describe('schedules and snapshots', () => {
  const schedules = [
    BackupSchedule.snapshot('0 */6 * * *'),
    BackupSchedule.full('0 2 * * *'),
    BackupSchedule.snapshot('30 12 * * MON'),
    BackupSchedule.full('0 14 * * *'),
  ];
  const snapshots = { className: 'csi' };
  const scheduled = (backup: Partial<BackupPolicyProps>): Manifest[] =>
    printed({ backup }).filter(({ kind }) => kind === 'ScheduledBackup');
  const plugin = { method: 'plugin', pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' } };
  const snapshot = { method: 'volumeSnapshot' };

  test('each type has names and a method of its own; one full backup is taken at once', () => {
    expect(scheduled({ schedules, snapshots }).map(({ metadata: { name }, spec }) => [name, spec])).toEqual(
      (
        [
          ['orders-full', '0 0 2 * * *', plugin, true],
          ['orders-full-2', '0 0 14 * * *', plugin, false],
          ['orders-snapshot', '0 0 */6 * * *', snapshot, false],
          ['orders-snapshot-2', '0 30 12 * * 1', snapshot, false],
        ] as const
      ).map(([name, schedule, method, immediate]) => [
        name,
        { cluster: { name: 'orders' }, schedule, ...method, backupOwnerReference: 'none', immediate },
      ]),
    );
  });

  test('all of them can be suspended', () => {
    expect(scheduled({ schedules, snapshots, suspended: true }).map(({ spec }) => spec?.suspend)).toEqual([true, true, true, true]);
    expect(scheduled({ schedules, snapshots }).map(({ spec }) => spec?.suspend)).toEqual([undefined, undefined, undefined, undefined]);
  });

  test.each([
    [{ className: 'csi' }, { className: 'csi' }],
    [
      { className: 'csi', walClassName: 'csi-wal' },
      { className: 'csi', walClassName: 'csi-wal' },
    ],
  ])('snapshots %j', (given, classes) => {
    expect(at(cluster({ backup: { snapshots: given } }), '/backup')).toEqual({
      volumeSnapshot: { ...classes, snapshotOwnerReference: 'none', online: true },
    });
  });

  test('without snapshots the cluster says nothing of backups but the plugin', () => {
    expect(at(cluster({ backup: {} }), '/backup')).toBeUndefined();
  });

  test.each<[BackupType | undefined, unknown]>([
    [undefined, { cluster: { name: 'orders' }, ...plugin }],
    [BackupType.SNAPSHOT, { cluster: { name: 'orders' }, ...snapshot }],
  ])('a backup on demand of type %s', (type, spec) => {
    expect(only(printed({ backup: { snapshots }, onDemand: [{ type }] }), 'Backup')).toEqual({
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Backup',
      metadata: {
        name: 'orders-before-v3',
        namespace: 'orders',
        annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' },
      },
      spec,
    });
  });
});

test.each<[string, BackupTarget, string[]]>([
  ['Amazon S3', BackupTarget.s3({ ...BUCKET, prefix: 'prod' }), ['s3://acme-pg/prod/shop/orders-v2']],
  [
    'another store that speaks S3',
    BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.storage.svc:9000', credentials: SECRET }),
    ['https://minio.storage.svc:9000/acme-pg/shop/orders-v2'],
  ],
  ['GCS', gcs(GcsCredentials.workloadIdentity()), ['gs://acme-pg/shop/orders-v2']],
  ['Azure', azure(AzureCredentials.workloadIdentity()), ['https://acmepg.blob.core.windows.net/postgres/shop/orders-v2']],
  ['a volume', BackupTarget.volume({ size: Size.gibibytes(1) }), []],
])('the place of an archive in %s', (_, target, places) => {
  const archive = { cluster: { name: 'orders', namespace: 'shop' }, repositories: [{ index: 1, target }], generation: 2 };
  expect(PostgresOperator.cloudNativePg().archivePlaces(archive)).toEqual(places);
});

test('retention without an end is none at all', () => {
  const unlimited = printed({ backup: { retention: BackupRetention.unlimited() }, suppressed: ['BAK-068'] });
  expect(only(unlimited, 'ObjectStore').spec).not.toHaveProperty('retentionPolicy');
  expect(store({})).toHaveProperty('retentionPolicy', '30d');
});
