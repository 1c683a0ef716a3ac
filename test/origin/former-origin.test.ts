import { Chart } from 'cdk8s';
import {
  BackupArchive,
  BackupPolicy,
  BackupTarget,
  HaCluster,
  HaClusterProps,
  InPlaceRestore,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
} from '../../lib';
import { BUCKET, OLD_ARCHIVE, S3, SMALLEST_BACKUP, smallestCluster } from '../support/programs';
import { findings, render } from '../support/render';

const OWN = { ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-own' }) };
const DATABASES = [{ name: 'orders', owner: 'orders-app' }];
const TARGET = RecoveryTarget.time('2026-08-01T10:30:00Z');
const FROM_ARCHIVE = RecoverySource.fromArchive(OLD_ARCHIVE, { target: TARGET });

const OPERATORS = [
  ['CloudNativePG', PostgresOperator.cloudNativePg()],
  ['Zalando', PostgresOperator.zalando({ teamId: 'acme' })],
  ['Crunchy PGO', PostgresOperator.crunchy()],
] as const;

const program =
  (operator: HaClusterProps['operator'], recovery: RecoverySource | undefined, props: Partial<HaClusterProps> = {}, backedUp = true) =>
  (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES, recovery, ...props });
    if (backedUp) {
      new BackupPolicy(chart, 'backups', { ...OWN, cluster });
    }
  };

/** As much of the three specs as the tests look at. */
interface Spec {
  readonly bootstrap: { readonly recovery?: unknown };
  readonly externalClusters?: unknown;
  readonly env?: unknown;
  readonly backups?: unknown;
  readonly dataSource?: unknown;
}

const specOf = (build: (chart: Chart) => void): Spec =>
  render(build).find(({ kind }) => ['Cluster', 'postgresql', 'PostgresCluster'].includes(kind))!.spec as unknown as Spec;

describe.each(OPERATORS)('a cluster of %s whose origin is over', (_, operator) => {
  test('may be of another major version, while one whose origin is not may not', () => {
    const version = PostgresVersion.V16;
    expect(findings(program(operator, FROM_ARCHIVE, { version }))).toEqual([
      `[test/db] [REC-004] 'version' must be PostgresVersion.V17, that of the source, got 16; restore first, and when the cluster runs write '.done()' behind its RecoverySource and upgrade it; or on CloudNativePG write RecoverySource.logicalImport(...) (PostgreSQL does not start on the data files of another major version)`,
    ]);
    expect(specOf(program(operator, FROM_ARCHIVE.done(), { version }))).toBeDefined();
  });

  test('prints nothing that leads to the archive', () => {
    const text = (recovery?: RecoverySource) => JSON.stringify(render(program(operator, recovery)));
    expect(text(FROM_ARCHIVE)).toMatch(/orders-old/);
    expect(text(FROM_ARCHIVE.done())).not.toMatch(/orders-old|acme-pg"|CLONE_|dataSource|2026-08-01/);
  });

  test('is not held against a source that goes on without it', () => {
    const archive = BackupArchive.of({
      clusterName: 'orders-old',
      namespace: 'orders',
      target: S3,
      version: PostgresVersion.V18,
      databases: [{ name: 'renamed', owner: 'other' }],
      parameters: { max_connections: '900' },
    });
    const recovery = RecoverySource.fromArchive(archive);
    expect(findings(program(operator, recovery)).map((text) => text.slice(0, 20))).toEqual([
      '[test/db] [REC-004] ',
      '[test/db] [REC-005] ',
      '[test/db] [REC-020] ',
    ]);
    expect(specOf(program(operator, recovery.done()))).toBeDefined();
  });
});

describe('on CloudNativePG', () => {
  const operator = PostgresOperator.cloudNativePg();

  test('the way of the bootstrap stays, without a source that could be restored again', () => {
    const spec = specOf(program(operator, FROM_ARCHIVE.done()));
    expect(spec.bootstrap).toEqual({ recovery: { database: 'orders', owner: 'orders-app' } });
    expect(spec.externalClusters).toBeUndefined();
    expect(render(program(operator, FROM_ARCHIVE.done())).filter(({ kind }) => kind === 'ObjectStore')).toHaveLength(1);
  });

  test('databases are printed as for a cluster that did not begin empty', () => {
    const databases = (recovery: RecoverySource) =>
      render(program(operator, recovery, { databases: [...DATABASES, { name: 'second', owner: 'orders-app' }] })).filter(
        ({ kind }) => kind === 'Database',
      );
    expect(databases(FROM_ARCHIVE.done())).toEqual(databases(FROM_ARCHIVE));
  });

  test('of a clone the entry stays that the bootstrap needs, and the source lets it in no longer', () => {
    const clone = (done: boolean) => (chart: Chart) => {
      const live = new HaCluster(chart, 'live', { ...smallestCluster(operator), clusterName: 'orders-live', databases: DATABASES });
      const recovery = RecoverySource.clone(live);
      program(operator, done ? recovery.done() : recovery)(chart);
    };
    const specs = (done: boolean) =>
      render(clone(done))
        .filter(({ kind }) => kind === 'Cluster')
        .map(({ spec }) => spec as unknown as Spec);
    expect(specs(true)[1]!.bootstrap).toEqual(specs(false)[1]!.bootstrap);
    expect(specs(true)[1]!.externalClusters).toEqual(specs(false)[1]!.externalClusters);
    const text = (done: boolean) => JSON.stringify(render(clone(done)).find(({ kind }) => kind === 'NetworkPolicy'));
    expect(text(false)).toContain('"cnpg.io/cluster":"orders"');
    expect(text(true)).not.toContain('"cnpg.io/cluster":"orders"');
  });

  test('snapshots stay, and an import is a cluster that began empty', () => {
    const snapshots = RecoverySource.fromSnapshots({ dataSnapshot: 'orders-data', archive: OLD_ARCHIVE }).done();
    expect(specOf(program(operator, snapshots)).bootstrap.recovery).toEqual({
      database: 'orders',
      owner: 'orders-app',
      volumeSnapshots: { storage: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'orders-data' } },
    });
    const server = { host: 'old.acme.example', user: 'postgres', password: { name: 'old-db', key: 'password' }, database: 'orders' };
    const imported = specOf(program(operator, RecoverySource.logicalImport(server).done()));
    expect(imported).toEqual(specOf(program(operator, undefined)));
  });
});

test('a cluster of Zalando without a policy still archives nowhere, and is not cloned again', () => {
  const operator = PostgresOperator.zalando({ teamId: 'acme' });
  const env = (recovery?: RecoverySource) =>
    ((specOf(program(operator, recovery, {}, false)).env ?? []) as { name: string }[]).map(({ name }) => name);
  const [during, after, empty] = [FROM_ARCHIVE, FROM_ARCHIVE.done(), undefined].map(env);
  expect(after).toEqual(during!.filter((name) => !name.startsWith('CLONE_')));
  expect(after).not.toEqual(empty);
});

test('a cluster of PGO without a policy keeps its scratch repository, and one with a policy may be restored in place', () => {
  const operator = PostgresOperator.crunchy();
  expect(specOf(program(operator, FROM_ARCHIVE.done(), {}, false)).backups).toEqual(
    specOf(program(operator, FROM_ARCHIVE, {}, false)).backups,
  );
  const restore = (recovery: RecoverySource) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES, recovery });
    const policy = new BackupPolicy(chart, 'backups', { ...OWN, cluster });
    new InPlaceRestore(chart, 'restore', { policy, restoreId: 'undo', overwrites: 'orders' });
  };
  expect(findings(restore(FROM_ARCHIVE))).toEqual([
    expect.stringContaining(
      `[REC-014] the cluster 'orders' has 'recovery', which must not stand beside an InPlaceRestore; write '.done()'`,
    ),
  ]);
  expect(specOf(restore(FROM_ARCHIVE.done())).dataSource).toBeUndefined();
});
