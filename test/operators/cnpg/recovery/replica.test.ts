import {
  BackupArchive,
  BackupPolicy,
  BackupTarget,
  ClusterPair,
  HaCluster,
  ObjectStoreCredentials,
  PairStep,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  ReplicaCluster,
  ReplicaClusterProps,
  ReplicaSource,
  StreamingSourceOptions,
} from '../../../../lib';
import { TOKEN, Ask, BUCKET, OLD_ARCHIVE, program, S3, SMALLEST_BACKUP, smallestCluster } from '../../../support/programs';
import { at, Manifest, newChart, render } from '../../../support/render';

const printed = (ask: Ask): Manifest[] => render(program(PostgresOperator.cloudNativePg(), ask));
const named = (manifests: readonly Manifest[], kind: string, name: string): Manifest | undefined =>
  manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
const replica = (props: Partial<ReplicaClusterProps>): unknown => named(printed({ replica: props }), 'Cluster', 'orders-dr')!.spec;

const plugin = (barmanObjectName: string, serverName: string) => ({
  name: 'barman-cloud.cloudnative-pg.io',
  enabled: true,
  isWALArchiver: false,
  parameters: { barmanObjectName, serverName },
});
const streaming = (host: string, sslmode: string) => ({
  connectionParameters: { host, port: '5432', user: 'streaming_replica', dbname: 'postgres', sslmode },
  sslCert: { name: 'orders-replication', key: 'tls.crt' },
  sslKey: { name: 'orders-replication', key: 'tls.key' },
  sslRootCert: { name: 'orders-ca', key: 'ca.crt' },
});
const PRIMARY: StreamingSourceOptions = { clusterName: 'orders', host: 'orders.eu.acme.example' };
const ARCHIVE = BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target: S3, version: PostgresVersion.V17 });

describe('a replica cluster', () => {
  const begin = { source: 'orders', database: 'app', owner: 'app' };
  const read = { plugin: plugin('orders-dr-recovery', 'orders-v1') };
  const far = streaming('orders.eu.acme.example', 'verify-ca');

  test.each<[string, ReplicaSource, unknown, unknown]>([
    ['reads an archive', ReplicaSource.archive(ARCHIVE), { recovery: begin }, read],
    ['streams', ReplicaSource.streaming(PRIMARY), { pg_basebackup: begin }, far],
    ['does both', ReplicaSource.archiveAndStreaming(ARCHIVE, PRIMARY), { recovery: begin }, { ...far, ...read }],
  ])('%s', (_, source, bootstrap, entry) => {
    const spec = replica({ source });
    expect(at(spec, '/bootstrap')).toEqual(bootstrap);
    expect(at(spec, '/externalClusters')).toEqual([{ name: 'orders', ...(entry as object) }]);
    expect(at(spec, '/replica')).toEqual({ enabled: true, source: 'orders' });
    expect(at(spec, '/plugins/0/parameters')).toEqual({ barmanObjectName: 'orders-dr-backup', serverName: 'orders-dr-v1' });
  });

  test.each<[string, string]>([
    ['orders-rw.shop.svc', 'verify-full'],
    ['orders-ro', 'verify-full'],
    ['orders-r.shop.svc.cluster.local', 'verify-full'],
    ['orders-rwx.acme.example', 'verify-ca'],
    ['10.0.0.7', 'verify-ca'],
  ])('knows the server at %s by %s', (host, sslmode) => {
    const spec = replica({ source: ReplicaSource.streaming({ ...PRIMARY, host }) });
    expect(at(spec, '/externalClusters/0')).toEqual({ name: 'orders', ...streaming(host, sslmode) });
  });

  test('takes certificates from where it is told', () => {
    const source = ReplicaSource.streaming({ ...PRIMARY, port: 6432, certificateSecret: 'copied', ca: { name: 'their-ca', key: 'root' } });
    expect(at(replica({ source }), '/externalClusters/0')).toMatchObject({
      connectionParameters: { port: '6432' },
      sslCert: { name: 'copied', key: 'tls.crt' },
      sslKey: { name: 'copied', key: 'tls.key' },
      sslRootCert: { name: 'their-ca', key: 'root' },
    });
  });

  test('is promoted by a switch, and forgets nothing', () => {
    const lost = BackupArchive.of({ clusterName: 'orders-eu', namespace: 'live', target: S3, version: PostgresVersion.V17 });
    const spec = replica({ promoted: true, source: ReplicaSource.archive(lost) });
    expect(at(spec, '/replica')).toEqual({ enabled: false, source: 'orders-eu' });
    expect(at(spec, '/externalClusters')).toEqual([{ name: 'orders-eu', plugin: plugin('orders-dr-recovery', 'orders-eu-v1') }]);
  });

  test('has the first database of its source, and no objects for the others', () => {
    const databases = [
      { name: 'shop', owner: 'shop-app' },
      { name: 'audit', owner: 'shop-app' },
    ];
    const known = BackupArchive.of({ clusterName: 'orders', namespace: 'live', target: S3, version: PostgresVersion.V17, databases });
    const manifests = printed({ replica: { source: ReplicaSource.archive(known) } });
    expect(at(named(manifests, 'Cluster', 'orders-dr')!.spec, '/bootstrap/recovery')).toEqual({
      source: 'orders',
      database: 'shop',
      owner: 'shop-app',
    });
    expect(printed({ replica: { source: ReplicaSource.archive(known), databases } }).map(({ kind }) => kind)).not.toContain('Database');
  });
});

describe('a pair', () => {
  const INITDB = { initdb: { database: 'app', owner: 'app', dataChecksums: true } };
  const FOLLOWS = { recovery: { source: 'orders-dr', database: 'app', owner: 'app' } };

  /** Who is the primary for each member, the token, and how the first primary would begin. */
  test.each<[string, PairStep, boolean, readonly [string, string], readonly [string?, string?], unknown]>([
    ['is steady', PairStep.steady(), false, ['orders', 'orders'], [], INITDB],
    ['demotes', PairStep.demote(), false, ['orders-dr', 'orders'], [], INITDB],
    ['promotes', PairStep.promote(TOKEN), false, ['orders-dr', 'orders-dr'], [undefined, TOKEN], INITDB],
    ['has changed places', PairStep.steady(), true, ['orders-dr', 'orders-dr'], [], FOLLOWS],
    ['demotes the new primary', PairStep.demote(), true, ['orders-dr', 'orders'], [], FOLLOWS],
    ['promotes the old one', PairStep.promote(TOKEN), true, ['orders', 'orders'], [TOKEN, undefined], INITDB],
  ])('%s', (_, pair, swapped, primaries, tokens, bootstrap) => {
    const manifests = printed({ replica: {}, pair, swapped });
    const [first, second] = ['orders', 'orders-dr'].map((name) => named(manifests, 'Cluster', name)!.spec);
    expect([at(first, '/replica'), at(second, '/replica')]).toEqual([
      { self: 'orders', primary: primaries[0], source: 'orders-dr', ...(tokens[0] && { promotionToken: tokens[0] }) },
      { self: 'orders-dr', primary: primaries[1], source: 'orders', ...(tokens[1] && { promotionToken: tokens[1] }) },
    ]);
    expect(at(first, '/externalClusters')).toEqual([
      { name: 'orders-dr', plugin: plugin('orders-pair', 'orders-dr-v1') },
      { name: 'orders', plugin: plugin('orders-backup', 'orders-v1') },
    ]);
    expect(at(second, '/externalClusters')).toEqual([
      { name: 'orders', plugin: plugin('orders-dr-recovery', 'orders-v1') },
      { name: 'orders-dr', plugin: plugin('orders-dr-backup', 'orders-dr-v1') },
    ]);
    expect([at(first, '/bootstrap'), at(second, '/bootstrap')]).toEqual([
      bootstrap,
      { recovery: { source: 'orders', database: 'app', owner: 'app' } },
    ]);
    expect(manifests.filter(({ kind }) => kind === 'ObjectStore').map(({ metadata: { name } }) => name)).toEqual([
      'orders-pair',
      'orders-backup',
      'orders-dr-recovery',
      'orders-dr-backup',
    ]);
  });

  test('of a cluster that streams has an object for the archive, too', () => {
    const manifests = printed({ replica: { source: ReplicaSource.streaming(PRIMARY) }, pair: PairStep.steady() });
    const { spec } = named(manifests, 'Cluster', 'orders-dr')!;
    expect(at(spec, '/externalClusters/0')).toEqual({
      name: 'orders',
      ...streaming('orders.eu.acme.example', 'verify-ca'),
      plugin: plugin('orders-dr-pair', 'orders-v1'),
    });
    expect(at(spec, '/bootstrap')).toEqual({ pg_basebackup: { source: 'orders', database: 'app', owner: 'app' } });
    expect(named(manifests, 'ObjectStore', 'orders-dr-pair')).toBeDefined();
  });

  test('opens the archive of the other member with the credentials that the replica was told', () => {
    const credentials = ObjectStoreCredentials.fromSecret('reader');
    const target = BackupTarget.s3({ ...BUCKET, credentials });
    const told = BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target, version: PostgresVersion.V17 });
    const manifests = printed({ replica: { source: ReplicaSource.archive(told) }, pair: PairStep.steady() });
    const secret = (store: string) => at(named(manifests, 'ObjectStore', store)!.spec, '/configuration/s3Credentials/accessKeyId/name');
    expect(['orders-dr-recovery', 'orders-backup'].map(secret)).toEqual(['reader', 'pg-s3']);
  });

  test('reads what the other member archives now, attached early or late', () => {
    const operator = PostgresOperator.cloudNativePg();
    const build = (early: boolean): unknown[] => {
      const chart = newChart('west');
      const primary = new HaCluster(chart, 'db', {
        ...smallestCluster(operator),
        recovery: RecoverySource.fromArchive(OLD_ARCHIVE),
      });
      const second = new ReplicaCluster(chart, 'replica', {
        ...smallestCluster(operator),
        clusterName: 'orders-dr',
        source: ReplicaSource.archive(ARCHIVE),
      });
      const pair = () => new ClusterPair(chart, 'pair', { primary, replica: second });
      const policies = () => {
        new BackupPolicy(chart, 'first', { ...SMALLEST_BACKUP, cluster: primary, archiveGeneration: 3 });
        new BackupPolicy(chart, 'second', { ...SMALLEST_BACKUP, cluster: second });
      };
      (early ? [pair, policies] : [policies, pair]).forEach((step) => step());
      return (chart.toJson() as Manifest[]).map(({ kind, metadata: { name }, spec }) => ({ kind, name, spec }));
    };
    expect(build(true)).toEqual(expect.arrayContaining(build(false)));
    const manifests = build(true) as { kind: string; name: string; spec: unknown }[];
    const entries = (name: string) =>
      at(manifests.find((each) => each.kind === 'Cluster' && each.name === name)!.spec, '/externalClusters');
    expect(entries('orders')).toEqual([
      { name: 'orders-old', plugin: plugin('orders-recovery', 'orders-old-v1') },
      { name: 'orders-dr', plugin: plugin('orders-pair', 'orders-dr-v1') },
      { name: 'orders', plugin: plugin('orders-backup', 'orders-v3') },
    ]);
    // Not the generation that the replica was made of.
    expect(entries('orders-dr')).toEqual([
      { name: 'orders', plugin: plugin('orders-dr-recovery', 'orders-v3') },
      { name: 'orders-dr', plugin: plugin('orders-dr-backup', 'orders-dr-v1') },
    ]);
  });

  test('of a cluster that was made of the archive of the other member keeps their names apart', () => {
    const recovery = RecoverySource.fromArchive(
      BackupArchive.of({ clusterName: 'orders-dr', namespace: 'earlier', target: S3, version: PostgresVersion.V17 }),
    );
    const manifests = printed({ cluster: { recovery }, replica: {}, pair: PairStep.steady() });
    expect(at(named(manifests, 'Cluster', 'orders')!.spec, '/externalClusters')).toEqual([
      { name: 'orders-dr-v1', plugin: plugin('orders-recovery', 'orders-dr-v1') },
      { name: 'orders-dr', plugin: plugin('orders-pair', 'orders-dr-v1') },
      { name: 'orders', plugin: plugin('orders-backup', 'orders-v1') },
    ]);
  });
});
