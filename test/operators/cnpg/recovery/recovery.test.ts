import { Size } from 'cdk8s';
import {
  AzureCredentials,
  BackupArchive,
  BackupPolicy,
  BackupTarget,
  HaCluster,
  HaClusterProps,
  LogicalImportOptions,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
} from '../../../../lib';
import { Ask, BUCKET, OLD_ARCHIVE, program, S3, SECRET, SMALLEST_BACKUP, smallestCluster } from '../../../support/programs';
import { withoutHelpers } from '../../../support/helper-containers';
import { at, Manifest, newChart, render as renderAll } from '../../../support/render';

/** Sizes of helpers have a test of their own. */
const render = (...programs: Parameters<typeof renderAll>): Manifest[] => withoutHelpers(renderAll(...programs));

const printed = (ask: Ask): Manifest[] => render(program(PostgresOperator.cloudNativePg(), ask));
const named = (manifests: readonly Manifest[], kind: string, name: string): Manifest =>
  manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name)!;
const cluster = (props: Partial<HaClusterProps>, more: Ask = {}): unknown =>
  named(printed({ cluster: props, backup: {}, ...more }), 'Cluster', props.clusterName ?? 'orders').spec;

const plugin = (barmanObjectName: string, serverName: string) => ({
  name: 'barman-cloud.cloudnative-pg.io',
  enabled: true,
  isWALArchiver: false,
  parameters: { barmanObjectName, serverName },
});
const archiveOf = (clusterName: string, target = S3) =>
  BackupArchive.of({ clusterName, namespace: 'live', target, version: PostgresVersion.V17 });
const LABEL = '20260801T020000';

describe('an archive', () => {
  const manifests = printed({ cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) }, backup: {} });
  const spec = named(manifests, 'Cluster', 'orders').spec;

  test('is restored up to its end', () => {
    expect(at(spec, '/bootstrap')).toEqual({ recovery: { source: 'orders-old', database: 'app', owner: 'app' } });
    expect(at(spec, '/externalClusters')).toEqual([{ name: 'orders-old', plugin: plugin('orders-recovery', 'orders-old-v1') }]);
    expect(at(spec, '/replica')).toBeUndefined();
  });

  test('is written to by nobody: the cluster has its own', () => {
    expect(at(spec, '/plugins/0/parameters')).toEqual({ barmanObjectName: 'orders-backup', serverName: 'orders-v1' });
  });

  test('has an object of its own, without retention', () => {
    expect(named(manifests, 'ObjectStore', 'orders-recovery')).toEqual({
      apiVersion: 'barmancloud.cnpg.io/v1',
      kind: 'ObjectStore',
      metadata: {
        name: 'orders-recovery',
        namespace: 'orders',
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
          'cdk8s-postgres/non-production': 'a test',
        },
      },
      spec: {
        configuration: {
          destinationPath: 's3://acme-pg/orders',
          s3Credentials: {
            accessKeyId: { name: 'pg-s3', key: 'ACCESS_KEY_ID' },
            secretAccessKey: { name: 'pg-s3', key: 'SECRET_ACCESS_KEY' },
          },
        },
      },
    });
  });
});

test.each<[string, RecoveryTarget, unknown]>([
  ['the end', RecoveryTarget.latest(), undefined],
  ['a time', RecoveryTarget.time('2026-08-01T10:30:00Z'), { targetTime: '2026-08-01T10:30:00Z' }],
  ['a time in small letters', RecoveryTarget.time('2026-08-01t10:30:00z'), { targetTime: '2026-08-01T10:30:00Z' }],
  ['a time of another zone', RecoveryTarget.time('2026-08-01T12:30:00.5+02:00'), { targetTime: '2026-08-01T12:30:00.5+02:00' }],
  [
    'a time, before it, from a backup, along a timeline',
    RecoveryTarget.time('2026-08-01T10:30:00Z', { exclusive: true, backup: LABEL, timeline: '2' }),
    { targetTime: '2026-08-01T10:30:00Z', exclusive: true, backupID: LABEL, targetTLI: '2' },
  ],
  ['a transaction', RecoveryTarget.transaction('742', { backup: LABEL }), { targetXID: '742', backupID: LABEL }],
  [
    'a position',
    RecoveryTarget.lsn('0/3000060', { exclusive: false, timeline: 'latest' }),
    { targetLSN: '0/3000060', targetTLI: 'latest' },
  ],
  ['a restore point', RecoveryTarget.restorePoint('before-v3', { backup: LABEL }), { targetName: 'before-v3', backupID: LABEL }],
  ['a backup', RecoveryTarget.backup(LABEL), { backupID: LABEL, targetImmediate: true }],
])('recovery ends at %s', (_, target, value) => {
  const spec = cluster({ recovery: RecoverySource.fromArchive(OLD_ARCHIVE, { target }) });
  expect(at(spec, '/bootstrap/recovery/recoveryTarget')).toEqual(value);
});

describe('the database of the application', () => {
  const databases = [{ name: 'shop', owner: 'shop-app' }];
  const known = BackupArchive.of({ clusterName: 'old', namespace: 'live', target: S3, version: PostgresVersion.V17, databases });

  test.each<[string, Partial<HaClusterProps>, unknown]>([
    ['is named', { databases, recovery: RecoverySource.fromArchive(OLD_ARCHIVE) }, { database: 'shop', owner: 'shop-app' }],
    ['is not known', { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) }, { database: 'app', owner: 'app' }],
    ['is that of the archive', { databases, recovery: RecoverySource.fromArchive(known) }, { database: 'shop', owner: 'shop-app' }],
  ])('%s', (_, props, value) => {
    expect(at(cluster(props), '/bootstrap/recovery')).toMatchObject(value as object);
  });
});

describe('names and stores', () => {
  test('the archive of a namesake has its own name', () => {
    const spec = cluster({ recovery: RecoverySource.fromArchive(archiveOf('orders')) });
    expect([at(spec, '/bootstrap/recovery/source'), at(spec, '/externalClusters')]).toEqual([
      'orders-v1',
      [{ name: 'orders-v1', plugin: plugin('orders-recovery', 'orders-v1') }],
    ]);
  });

  test('the archive of a policy of another namespace', () => {
    const manifests = render((chart) => {
      const operator = PostgresOperator.cloudNativePg();
      const live = new HaCluster(newChart('live'), 'live', { ...smallestCluster(operator), clusterName: 'orders-live' });
      const policy = new BackupPolicy(live, 'backups', { ...SMALLEST_BACKUP, cluster: live, archiveGeneration: 4 });
      new HaCluster(chart, 'db', { ...smallestCluster(operator), recovery: RecoverySource.fromArchive(policy.archive) });
    });
    expect(at(named(manifests, 'Cluster', 'orders').spec, '/externalClusters/0/plugin')).toEqual(
      plugin('orders-recovery', 'orders-live-v4'),
    );
    // No policy of its own, so there is no plugin that writes.
    expect(at(named(manifests, 'Cluster', 'orders').spec, '/plugins')).toBeUndefined();
    expect(at(named(manifests, 'ObjectStore', 'orders-recovery').spec, '/configuration/destinationPath')).toBe('s3://acme-pg/live');
  });

  const CHECKSUMS = ['AWS_REQUEST_CHECKSUM_CALCULATION', 'AWS_RESPONSE_CHECKSUM_VALIDATION'].map((name) => ({
    name,
    value: 'when_required',
  }));
  const IN_SECRET = BackupTarget.s3Compatible({
    bucket: 'Old_PG',
    endpoint: 'https://garage.acme.example',
    region: 'garage',
    credentials: ObjectStoreCredentials.fromSecret('garage', { region: 'REGION' }),
  });

  test('has its own region beside that of the archive that is written', () => {
    const manifests = render(
      program(PostgresOperator.cloudNativePg(), {
        cluster: {
          recovery: RecoverySource.fromArchive(
            BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: IN_SECRET, version: PostgresVersion.V17 }),
          ),
        },
        backup: {},
      }),
    );
    const credentials = (store: string) => at(named(manifests, 'ObjectStore', store).spec, '/configuration/s3Credentials') as object;
    expect(credentials('orders-recovery')).toMatchObject({ region: { name: 'garage', key: 'REGION' } });
    expect(credentials('orders-backup')).not.toHaveProperty('region');
    expect(at(named(manifests, 'ObjectStore', 'orders-backup').spec, '/instanceSidecarConfiguration/env')).toEqual([
      { name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' },
    ]);
  });

  test.each<[string, BackupTarget, Ask, unknown]>([
    ['has the region in the Secret and not in a variable', IN_SECRET, { backup: undefined }, CHECKSUMS],
    ['sets its variables where nobody else does', S3, { backup: undefined }, [{ name: 'AWS_DEFAULT_REGION', value: 'eu-west-1' }]],
    ['leaves the region of Amazon to the store that is written', BackupTarget.s3({ ...BUCKET, region: 'eu-north-1' }), {}, undefined],
    [
      'adds what the store that is written does not set',
      BackupTarget.s3Compatible({ bucket: 'b-1', endpoint: 'https://minio.storage.svc', region: 'eu-west-1', credentials: SECRET }),
      {},
      CHECKSUMS,
    ],
    [
      'needs none in Azure',
      BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials: AzureCredentials.fromSecret('pg-azure') }),
      { backup: undefined },
      undefined,
    ],
  ])('the store that is read %s', (_, target, more, env) => {
    const manifests = printed({ backup: {}, cluster: { recovery: RecoverySource.fromArchive(archiveOf('old', target)) }, ...more });
    expect(at(named(manifests, 'ObjectStore', 'orders-recovery').spec, '/instanceSidecarConfiguration/env')).toEqual(env);
  });

  test('an identity that only reads reaches the pods', () => {
    const role = 'arn:aws:iam::123456789012:role/reader';
    const target = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity({ awsRoleArn: role }) });
    const spec = cluster({ recovery: RecoverySource.fromArchive(archiveOf('old', target)) });
    expect(at(spec, '/serviceAccountTemplate/metadata/annotations')).toEqual({ 'eks.amazonaws.com/role-arn': role });
  });
});

test('a clone streams from the primary of its source, with the certificates of the source', () => {
  const spec = named(printed({ clone: true, backup: {} }), 'Cluster', 'orders').spec;
  expect(at(spec, '/bootstrap')).toEqual({ pg_basebackup: { source: 'orders-live', database: 'app', owner: 'app' } });
  expect(at(spec, '/externalClusters')).toEqual([
    {
      name: 'orders-live',
      connectionParameters: {
        host: 'orders-live-rw.orders.svc',
        port: '5432',
        user: 'streaming_replica',
        dbname: 'postgres',
        sslmode: 'verify-full',
      },
      sslCert: { name: 'orders-live-replication', key: 'tls.crt' },
      sslKey: { name: 'orders-live-replication', key: 'tls.key' },
      sslRootCert: { name: 'orders-live-ca', key: 'ca.crt' },
    },
  ]);
});

describe('snapshots', () => {
  const ref = (name: string) => ({ apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name });

  test('alone', () => {
    const spec = cluster({ recovery: RecoverySource.fromSnapshots({ dataSnapshot: 'data' }) });
    expect(at(spec, '/bootstrap')).toEqual({
      recovery: { volumeSnapshots: { storage: ref('data') }, database: 'app', owner: 'app' },
    });
    expect(at(spec, '/externalClusters')).toBeUndefined();
  });

  test('with WAL up to a moment', () => {
    const recovery = RecoverySource.fromSnapshots({
      dataSnapshot: 'data',
      walSnapshot: 'wal',
      archive: OLD_ARCHIVE,
      target: RecoveryTarget.time('2026-08-01T10:30:00Z'),
    });
    const manifests = printed({ cluster: { recovery, walStorage: { size: Size.gibibytes(10) } }, backup: {} });
    const { spec } = named(manifests, 'Cluster', 'orders');
    expect(at(spec, '/bootstrap')).toEqual({
      recovery: {
        source: 'orders-old',
        volumeSnapshots: { storage: ref('data'), walStorage: ref('wal') },
        database: 'app',
        owner: 'app',
        recoveryTarget: { targetTime: '2026-08-01T10:30:00Z' },
      },
    });
    expect(at(spec, '/externalClusters')).toEqual([{ name: 'orders-old', plugin: plugin('orders-recovery', 'orders-old-v1') }]);
    expect(named(manifests, 'ObjectStore', 'orders-recovery')).toBeDefined();
  });
});

describe('an import', () => {
  const server: LogicalImportOptions = {
    host: 'legacy.acme.example',
    user: 'postgres',
    password: { name: 'legacy', key: 'password' },
    database: 'shop',
  };
  const spec = (more: Partial<LogicalImportOptions>): unknown =>
    cluster({
      databases: [{ name: 'orders', owner: 'orders-app' }],
      recovery: RecoverySource.logicalImport({ ...server, ...more }),
    });
  const own = { database: 'orders', owner: 'orders-app', dataChecksums: true };
  const dump = { type: 'microservice', databases: ['shop'], source: { externalCluster: 'orders-import' } };

  test('of a server whose certificate nobody knows', () => {
    expect(at(spec({}), '/bootstrap')).toEqual({ initdb: { ...own, import: dump } });
    expect(at(spec({}), '/externalClusters')).toEqual([
      {
        name: 'orders-import',
        connectionParameters: { host: 'legacy.acme.example', port: '5432', user: 'postgres', dbname: 'shop', sslmode: 'require' },
        password: { name: 'legacy', key: 'password' },
      },
    ]);
  });

  test('of a server that the manifest calls by a name of its own', () => {
    const other = spec({ serverName: 'legacy' });
    expect(at(other, '/bootstrap/initdb/import/source')).toEqual({ externalCluster: 'legacy' });
    expect(at(other, '/externalClusters/0/name')).toBe('legacy');
  });

  test('of a schema from a server with a CA', () => {
    const other = spec({ port: 6432, schemaOnly: true, ca: { name: 'legacy-ca', key: 'ca.crt' } });
    expect(at(other, '/bootstrap/initdb/import')).toEqual({ ...dump, schemaOnly: true });
    expect(at(other, '/externalClusters/0')).toEqual({
      name: 'orders-import',
      connectionParameters: { host: 'legacy.acme.example', port: '6432', user: 'postgres', dbname: 'shop', sslmode: 'verify-full' },
      password: { name: 'legacy', key: 'password' },
      sslRootCert: { name: 'legacy-ca', key: 'ca.crt' },
    });
  });
});
