import { Chart } from 'cdk8s';
import {
  BackupArchive,
  BackupPolicy,
  BackupPolicyProps,
  BackupTarget,
  ClusterPair,
  CrunchyOptions,
  GcsCredentials,
  HaCluster,
  ObjectStoreCredentials,
  PairStep,
  PostgresOperator,
  PostgresVersion,
  ReplicaCluster,
  ReplicaClusterProps,
  ReplicaSource,
} from 'cdk8s-postgres';
import { BUCKET, S3, SMALLEST_BACKUP, program, smallestCluster } from '../../../support/programs';
import { withoutHelpers } from '../../../support/helper-containers';
import { findings, render as renderAll, Manifest } from '../../../support/render';

/** Sizes of helpers have a test of their own. */
const render = (...programs: Parameters<typeof renderAll>): Manifest[] => withoutHelpers(renderAll(...programs));

const SOURCE = BackupArchive.of({ clusterName: 'orders', namespace: 'shop', target: S3, version: PostgresVersion.V17 });
const STREAMING = { clusterName: 'orders', host: 'orders.eu.acme.example' };
const CERTIFICATES: CrunchyOptions = { tlsSecretName: 'orders-tls', replicationTlsSecretName: 'orders-replication-tls' };
const AMAZON = { bucket: 'acme-pg', endpoint: 's3.eu-west-1.amazonaws.com', region: 'eu-west-1' };
const OWN = { name: 'repo1', s3: AMAZON, schedules: { full: '0 2 * * *' } };
const OWN_OPTIONS = {
  'repo1-path': '/pgbackrest/orders/orders-dr/v1/repo1',
  'repo1-retention-full': '30',
  'repo1-retention-full-type': 'time',
};
const file = (name: string, key: string, path: string) => ({ secret: { name, items: [{ key, path }] } });

interface Spec {
  readonly standby?: unknown;
  readonly shutdown?: boolean;
  readonly users?: unknown;
  readonly databaseInitSQL?: unknown;
  readonly dataSource?: unknown;
  readonly backups?: { readonly pgbackrest: Record<string, unknown> };
}

function replica(props: Partial<ReplicaClusterProps>, backup?: Partial<BackupPolicyProps>, options: CrunchyOptions = {}): Spec {
  return specOf('orders-dr', (chart) => {
    const cluster = new ReplicaCluster(chart, 'replica', {
      ...smallestCluster(PostgresOperator.crunchy(options)),
      clusterName: 'orders-dr',
      source: ReplicaSource.archive(SOURCE),
      ...props,
    });
    if (backup) {
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster, ...backup });
    }
  });
}

const specOf = (name: string, build: (chart: Chart) => void): Spec =>
  render(build).find(({ kind, metadata }) => kind === 'PostgresCluster' && metadata.name === name)!.spec as unknown as Spec;

test('the archive of the source stands behind the own repositories', () => {
  const { standby, backups, dataSource } = replica({}, {});
  expect(standby).toEqual({ enabled: true, repoName: 'repo2' });
  expect(dataSource).toBeUndefined();
  expect(backups!.pgbackrest).toEqual({
    // One Secret for both: projected once.
    configuration: [file('pg-s3', 's3.conf', 'repo1-s3.conf')],
    global: { ...OWN_OPTIONS, 'repo2-path': '/pgbackrest/shop/orders/v1/repo1' },
    repos: [OWN, { name: 'repo2', s3: AMAZON }],
  });
});

test('the source has credentials of its own, under the number that it has here', () => {
  const target = BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-source') });
  const archive = BackupArchive.of({ clusterName: 'orders', namespace: 'shop', target, version: PostgresVersion.V17, repository: 3 });
  const { pgbackrest } = replica({ source: ReplicaSource.archive(archive) }, {}).backups!;
  expect(pgbackrest).toEqual({
    configuration: [file('pg-s3', 's3.conf', 'repo1-s3.conf'), file('pg-source', 'gcs-key.json', 'repo2-gcs-key.json')],
    global: {
      ...OWN_OPTIONS,
      'repo2-path': '/pgbackrest/shop/orders/v1/repo3',
      'repo2-gcs-key': '/etc/pgbackrest/conf.d/repo2-gcs-key.json',
    },
    repos: [OWN, { name: 'repo2', gcs: { bucket: 'acme-pg' } }],
  });
});

test('a replica cluster without policy reads its source alone', () => {
  const { standby, backups } = replica({});
  expect(standby).toEqual({ enabled: true, repoName: 'repo1' });
  expect(backups!.pgbackrest).toEqual({
    configuration: [file('pg-s3', 's3.conf', 'repo1-s3.conf')],
    global: { 'repo1-path': '/pgbackrest/shop/orders/v1/repo1' },
    repos: [{ name: 'repo1', s3: AMAZON }],
  });
});

test.each<[string, ReplicaSource, object, number]>([
  ['streaming', ReplicaSource.streaming(STREAMING), { host: STREAMING.host }, 1],
  ['streaming from another port', ReplicaSource.streaming({ ...STREAMING, port: 5433 }), { host: STREAMING.host, port: 5433 }, 1],
  ['both', ReplicaSource.archiveAndStreaming(SOURCE, STREAMING), { host: STREAMING.host, repoName: 'repo2' }, 2],
])('%s, with certificates of one CA', (_, source, standby, repositories) => {
  const spec = replica({ source }, {}, CERTIFICATES);
  expect(spec.standby).toEqual({ enabled: true, ...standby });
  expect(spec.backups!.pgbackrest.repos).toHaveLength(repositories);
  expect(spec).toMatchObject({ customTLSSecret: { name: 'orders-tls' }, customReplicationTLSSecret: { name: 'orders-replication-tls' } });
});

test.each([
  ['streaming', ReplicaSource.streaming(STREAMING)],
  ['both', ReplicaSource.archiveAndStreaming(SOURCE, STREAMING)],
])('%s is refused without them', (_, source) => {
  const ask = { replica: { source } };
  expect(findings(program(PostgresOperator.crunchy(), ask))).toEqual([expect.stringContaining('[PGO-059]')]);
});

test('a promoted cluster archives into its own repositories only', () => {
  const { standby, backups } = replica({ promoted: true }, {});
  expect(standby).toBeUndefined();
  expect(backups!.pgbackrest).toEqual({
    configuration: [{ secret: { name: 'pg-s3' } }],
    global: OWN_OPTIONS,
    repos: [OWN],
  });
});

test('the databases are those of the source', () => {
  const databases = [{ name: 'orders', owner: 'orders-app' }];
  const source = ReplicaSource.archive(
    BackupArchive.of({ clusterName: 'orders', namespace: 'shop', target: S3, version: PostgresVersion.V17, databases }),
  );
  const options = `LOGIN CONNECTION LIMIT -1 VALID UNTIL 'infinity'`;
  const users = [{ name: 'orders-app', databases: ['orders'], options, password: { type: 'AlphaNumeric' } }];
  expect(replica({ source }, {})).toMatchObject({ users, databaseInitSQL: { name: 'orders-dr-init-sql', key: 'init.sql' } });
  expect(replica({ source, databases: [{ name: 'audit', owner: 'orders-app' }] }, {})).toMatchObject({
    users: [{ ...users[0], databases: ['audit'] }],
  });
  expect(replica({}, {}).users).toBeUndefined();
  // Its Secret is there on the day of the promotion.
  expect(replica({ source, roles: [{ name: 'reports', connectionLimit: 3 }] }, {})).toMatchObject({
    users: [...users, { name: 'reports', options: `LOGIN CONNECTION LIMIT 3 VALID UNTIL 'infinity'` }],
  });
});

describe('a pair', () => {
  const pair = (step: PairStep) => (chart: Chart) => {
    const operator = PostgresOperator.crunchy();
    const primary = new HaCluster(chart, 'db', smallestCluster(operator));
    const policy = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: primary });
    const second = new ReplicaCluster(chart, 'replica', {
      ...smallestCluster(operator),
      clusterName: 'orders-dr',
      source: ReplicaSource.archive(policy.archive),
    });
    const credentials = ObjectStoreCredentials.workloadIdentity();
    new BackupPolicy(chart, 'replica-backups', {
      ...SMALLEST_BACKUP,
      cluster: second,
      target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-dr', credentials }),
    });
    new ClusterPair(chart, 'pair', { primary, replica: second, step });
  };

  test.each<[string, PairStep, boolean | undefined, object | undefined, number]>([
    ['steady', PairStep.steady(), undefined, { enabled: true, repoName: 'repo2' }, 2],
    ['demote', PairStep.demote(), true, { enabled: true, repoName: 'repo2' }, 2],
    ['promote', PairStep.promote(), true, undefined, 1],
  ])('%s', (_, step, shutdown, standby, repositories) => {
    const [first, second] = ['orders', 'orders-dr'].map((name) => specOf(name, pair(step)));
    expect(first!.shutdown).toBe(shutdown);
    expect(first!.standby).toBeUndefined();
    expect(second!.shutdown).toBeUndefined();
    expect(second!.standby).toEqual(standby);
    expect(second!.backups!.pgbackrest.repos).toHaveLength(repositories);
  });

  test('does not change places', () => {
    expect(
      findings(program(PostgresOperator.crunchy(), { replica: {}, pair: PairStep.steady(), swapped: true })).filter((line) =>
        line.includes('[PGO-057]'),
      ),
    ).toEqual([
      `[test/pair] [PGO-057] asked for a pair whose old primary follows the new one; a primary never becomes a replica here: promote the replica with step: PairStep.promote(), take the old primary out, write the promoted cluster as HaCluster with the same props, and a new ReplicaCluster of it under a new name; available on CloudNativePG (Crunchy PGO 6.0 does not have it)`,
    ]);
  });
});
