import {
  ArchivePlace,
  BackupArchive,
  BackupCompression,
  BackupRetention,
  BackupSchedule,
  CloudNativePgBackupOwner,
  CloudNativePgOptions,
  CloudNativePgOrigin,
  CloudNativePgVersion,
  CloudNativePgWalCompression,
  ClusterDefault,
  PostgresOperator,
  RecoverySource,
  SpreadRule,
  TakeOver,
} from '../../../../lib';
import { Ask, program, S3 } from '../../../support/programs';
import { Manifest, at, only, render } from '../../../support/render';

/** How archives are written and read where the operator does it itself, and what else a Cluster that ran before may say. */

const printed = (options: CloudNativePgOptions, ask: Ask = {}): Manifest[] => render(program(PostgresOperator.cloudNativePg(options), ask));
const cluster = (options: CloudNativePgOptions, ask: Ask = {}): unknown => only(printed(options, ask), 'Cluster').spec;

const OLD = { takenOver: TakeOver.asItRuns() };
const PLACED = { place: ArchivePlace.barman({ serverName: 'orders-7', path: 'pg' }) };
const STORE = {
  destinationPath: 's3://acme-pg/pg',
  s3Credentials: {
    accessKeyId: { name: 'pg-s3', key: 'ACCESS_KEY_ID' },
    secretAccessKey: { name: 'pg-s3', key: 'SECRET_ACCESS_KEY' },
  },
  serverName: 'orders-7',
};

describe.each(Object.values(CloudNativePgVersion))('%s', (operatorVersion) => {
  test('the operator archives by itself: no plugin, no ObjectStore, and schedules of its own method', () => {
    const manifests = printed(
      { operatorVersion, barman: { inTree: true } },
      { cluster: OLD, backup: { ...PLACED, transfer: { compression: BackupCompression.BZIP2, parallelism: 4 } } },
    );
    const { spec } = only(manifests, 'Cluster');
    expect(at(spec, '/backup')).toEqual({
      barmanObjectStore: { ...STORE, wal: { compression: 'bzip2', maxParallel: 4 }, data: { compression: 'bzip2', jobs: 4 } },
      retentionPolicy: '30d',
    });
    expect(at(spec, '/plugins')).toBeUndefined();
    expect(manifests.some(({ kind }) => kind === 'ObjectStore')).toBe(false);
    expect(only(manifests, 'ScheduledBackup').spec).toEqual({
      cluster: { name: 'orders' },
      schedule: '0 0 2 * * *',
      method: 'barmanObjectStore',
    });
  });

  test('an archive that is read stands in the Cluster, too', () => {
    const archive = BackupArchive.at({
      clusterName: 'before',
      target: S3,
      place: ArchivePlace.barman({ serverName: 'orders-7', path: 'pg' }),
    });
    const manifests = printed(
      { operatorVersion, barman: { inTree: true } },
      { cluster: { ...OLD, recovery: RecoverySource.fromArchive(archive) } },
    );
    expect(at(only(manifests, 'Cluster').spec, '/externalClusters')).toEqual([{ name: 'before', barmanObjectStore: STORE }]);
    expect(manifests.some(({ kind }) => kind === 'ObjectStore')).toBe(false);
  });

  test('WAL is compressed and sent otherwise than base backups, by the plugin, too', () => {
    const store = only(
      printed(
        { operatorVersion, barman: { walCompression: CloudNativePgWalCompression.ZSTD, walParallelism: 8 } },
        { backup: { transfer: { compression: BackupCompression.GZIP, parallelism: 2 } } },
      ),
      'ObjectStore',
    ).spec;
    expect(at(store, '/configuration/wal')).toEqual({ compression: 'zstd', maxParallel: 8 });
    expect(at(store, '/configuration/data')).toEqual({ compression: 'gzip', jobs: 2 });
  });

  test('WAL alone may be left as it is', () => {
    const options = { operatorVersion, barman: { walCompression: CloudNativePgWalCompression.NONE } };
    const store = only(printed(options, { backup: {} }), 'ObjectStore').spec;
    expect(at(store, '/configuration/wal')).toBeUndefined();
    expect(at(store, '/configuration/data')).toEqual({ compression: 'gzip' });
  });

  test('ScheduledBackups have names, an owner and a first backup of their own', () => {
    const scheduledBackups = { fullNames: ['nightly'], owner: CloudNativePgBackupOwner.SCHEDULE, immediate: false };
    const schedules = [BackupSchedule.full('0 2 * * *'), BackupSchedule.full('0 14 * * *')];
    const found = printed({ operatorVersion, scheduledBackups }, { backup: { schedules } }).filter(
      ({ kind }) => kind === 'ScheduledBackup',
    );
    expect(found.map(({ metadata: { name } }) => name)).toEqual(['nightly', 'orders-full-2']);
    expect(found[0]!.spec).toMatchObject({ backupOwnerReference: 'self', immediate: false });
  });

  test('a cluster that ran before and was restored has the database that it has', () => {
    const archive = BackupArchive.at({ clusterName: 'before', target: S3, place: ArchivePlace.barman({ serverName: 'before' }) });
    const recovery = RecoverySource.fromArchive(archive);
    const bootstrap = (more: Ask['cluster']) => at(cluster({ operatorVersion }, { cluster: { ...more, recovery } }), '/bootstrap');
    expect(bootstrap(OLD)).toEqual({ recovery: { source: 'before' } });
    expect(bootstrap({ ...OLD, databases: [{ name: 'orders', owner: 'shop' }] })).toEqual({
      recovery: { source: 'before', database: 'orders', owner: 'shop' },
    });
    expect(bootstrap({})).toEqual({ recovery: { source: 'before', database: 'app', owner: 'app' } });
  });

  test('a pool of a cluster that ran before has no template where nothing is said of its pods', () => {
    const pooler = (pool: object): unknown => only(printed({ operatorVersion }, { cluster: OLD, pools: [pool] }), 'Pooler').spec;
    expect(at(pooler({}), '/template')).toBeUndefined();
    expect(at(pooler({ image: 'registry.example.com/pgbouncer:1.24' }), '/template/spec/containers')).toEqual([
      { name: 'pgbouncer', image: 'registry.example.com/pgbouncer:1.24' },
    ]);
  });

  test('plugins stand before the one that a policy prints', () => {
    const plugins = [{ name: 'watcher.acme.example', enabled: false, parameters: { level: 'all' } }];
    expect(at(cluster({ operatorVersion, plugins }, { backup: {} }), '/plugins')).toEqual([
      { name: 'watcher.acme.example', enabled: false, isWALArchiver: false, parameters: { level: 'all' } },
      expect.objectContaining({ name: 'barman-cloud.cloudnative-pg.io', isWALArchiver: true }),
    ]);
  });

  test('servers stand behind those of the program', () => {
    const spec = cluster(
      {
        operatorVersion,
        externalClusters: [
          {
            name: 'before',
            connectionParameters: { host: 'db.acme.example', user: 'reader' },
            password: { name: 'before', key: 'password' },
            clientCertificate: { name: 'before-tls', key: 'tls.crt' },
            clientKey: { name: 'before-tls', key: 'tls.key' },
            ca: { name: 'before-ca', key: 'ca.crt' },
          },
          { name: 'archived', plugin: { name: 'archiver.acme.example', parameters: { place: 'there' } } },
        ],
      },
      { cluster: OLD },
    );
    expect(at(spec, '/externalClusters')).toEqual([
      {
        name: 'before',
        connectionParameters: { host: 'db.acme.example', user: 'reader' },
        password: { name: 'before', key: 'password' },
        sslCert: { name: 'before-tls', key: 'tls.crt' },
        sslKey: { name: 'before-tls', key: 'tls.key' },
        sslRootCert: { name: 'before-ca', key: 'ca.crt' },
      },
      {
        name: 'archived',
        plugin: { name: 'archiver.acme.example', enabled: true, isWALArchiver: false, parameters: { place: 'there' } },
      },
    ]);
  });

  test.each([
    [CloudNativePgOrigin.RECOVERY, 'recovery'],
    [CloudNativePgOrigin.BASE_BACKUP, 'pg_basebackup'],
  ])('what a cluster was made of: %s', (origin, way) => {
    const externalClusters = [{ name: 'before', connectionParameters: { host: 'db.acme.example' }, origin }];
    expect(at(cluster({ operatorVersion, externalClusters }, { cluster: OLD }), '/bootstrap')).toEqual({ [way]: { source: 'before' } });
    const databases = [{ name: 'orders', owner: 'app' }];
    expect(at(cluster({ operatorVersion, externalClusters }, { cluster: { ...OLD, databases } }), '/bootstrap')).toEqual({
      [way]: { source: 'before', database: 'orders', owner: 'app' },
    });
  });

  test('metrics as the Cluster has them, behind those of the library', () => {
    const monitoring = {
      podMonitor: false,
      queriesConfigMaps: [{ name: 'queries', key: 'all.yaml' }],
      queriesSecrets: [{ name: 'hidden', key: 'all.yaml' }],
      defaultQueriesDisabled: true,
    };
    expect(at(cluster({ operatorVersion, monitoring }), '/monitoring')).toEqual({
      customQueriesConfigMap: [
        { name: 'cnpg-default-monitoring', key: 'queries' },
        { name: 'orders-metric-queries', key: 'queries' },
        { name: 'queries', key: 'all.yaml' },
      ],
      customQueriesSecret: [{ name: 'hidden', key: 'all.yaml' }],
      disableDefaultQueries: true,
      enablePodMonitor: false,
    });
  });

  test('a PodMonitor of the operator, with steps of relabeling', () => {
    const step = { sourceLabels: ['cluster'], targetLabel: 'db' };
    const monitoring = { podMonitor: true, relabelings: [step], metricRelabelings: [{ regex: 'pod', action: 'labeldrop' }] };
    expect(at(cluster({ operatorVersion, monitoring }, { cluster: OLD }), '/monitoring')).toEqual({
      enablePodMonitor: true,
      podMonitorRelabelings: [step],
      podMonitorMetricRelabelings: [{ regex: 'pod', action: 'labeldrop' }],
    });
  });

  test('instances that wait where no place is free', () => {
    const pods = { antiAffinity: { required: true, topologyKey: 'topology.kubernetes.io/zone' } };
    expect(at(cluster({ operatorVersion, pods }, { cluster: { placement: { nodes: SpreadRule.PREFERRED } } }), '/affinity')).toEqual({
      enablePodAntiAffinity: true,
      podAntiAffinityType: 'required',
      topologyKey: 'topology.kubernetes.io/zone',
    });
  });
});

test('taking the line out carries the archive over: the same place, by the plugin', () => {
  const ask: Ask = { cluster: OLD, backup: { ...PLACED, retention: BackupRetention.days(30) } };
  const { serverName, ...configuration } = STORE;
  const manifests = printed({}, ask);
  expect(at(only(manifests, 'ObjectStore').spec, '/configuration')).toMatchObject(configuration);
  expect(at(only(manifests, 'Cluster').spec, '/plugins/0/parameters')).toEqual({ barmanObjectName: 'orders-backup', serverName });
});

test('a database of a cluster that ran before gets no object that nothing is said in', () => {
  const databases = [{ name: 'orders', owner: 'app' }];
  const kinds = (takenOver?: TakeOver): string[] => printed({}, { cluster: { databases, takenOver } }).map(({ kind }) => kind);
  expect(kinds(TakeOver.asItRuns())).not.toContain('Database');
  expect(kinds(TakeOver.asItRuns([ClusterDefault.CREATION]))).toContain('Database');
  expect(kinds()).toContain('Database');
});
