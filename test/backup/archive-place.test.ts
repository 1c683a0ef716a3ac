import { Chart, Size } from 'cdk8s';
import {
  ArchivePlace,
  AzureCredentials,
  BackupArchive,
  BackupPolicy,
  BackupPolicyProps,
  BackupTarget,
  GcsCredentials,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  PlacedArchiveOptions,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  ReplicaCluster,
  ReplicaSource,
} from '../../lib';
import { S3, SMALLEST_BACKUP, smallestCluster } from '../support/programs';
import { Manifest, at, findings, render } from '../support/render';

const UID = '0b1cfa6e-6f0a-4f0e-8f8e-0f6f0a4f0e8f';
const cnpg = PostgresOperator.cloudNativePg();
const zalando = PostgresOperator.zalando({ teamId: 'acme' });
const crunchy = PostgresOperator.crunchy();
const GCS = BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs') });
const AZURE = BackupTarget.azure({
  storageAccount: 'acmepg',
  container: 'postgres',
  credentials: AzureCredentials.fromSecret('pg-azure'),
});

type Place = (chart: Chart) => void;

/** A cluster `orders` with a policy, and what it is made of. */
const program =
  (operator: IPostgresOperator, backup?: Partial<BackupPolicyProps>, cluster: Partial<HaClusterProps> = {}): Place =>
  (chart) => {
    const db = new HaCluster(chart, 'db', { ...smallestCluster(operator), ...cluster });
    if (backup) {
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: db, ...backup });
    }
  };

const archive = (options: Partial<PlacedArchiveOptions> & Pick<PlacedArchiveOptions, 'place'>): BackupArchive =>
  BackupArchive.at({ clusterName: 'harbor', target: S3, ...options });

const only = (build: Place, kind: string, name?: string): Manifest =>
  render(build).find((manifest) => manifest.kind === kind && (name === undefined || manifest.metadata.name === name))!;

/** The variables of the database container that say where it archives to, or reads. */
function variables(build: Place, pattern: RegExp): { [name: string]: string | undefined } {
  const env = at(only(build, 'postgresql'), '/spec/env') as { name: string; value?: string }[];
  return Object.fromEntries(env.filter(({ name }) => pattern.test(name)).map(({ name, value }) => [name, value]));
}

describe('CloudNativePG archives where barman-cloud did', () => {
  const destination = (backup: Partial<BackupPolicyProps>) => {
    const build = program(cnpg, backup);
    return [
      only(build, 'ObjectStore').metadata.name,
      at(only(build, 'ObjectStore'), '/spec/configuration/destinationPath'),
      at(only(build, 'Cluster'), '/spec/plugins/0/parameters'),
    ];
  };

  test.each([
    ['at the top', {}, 's3://acme-pg/'],
    ['in a folder', { path: 'databases/pg' }, 's3://acme-pg/databases/pg'],
    ['in a folder with a slash behind', { path: 'pg/' }, 's3://acme-pg/pg/'],
  ])('%s', (_, options, path) => {
    expect(destination({ place: ArchivePlace.barman({ serverName: 'orders', ...options }) })).toEqual([
      'orders-backup',
      path,
      { barmanObjectName: 'orders-backup', serverName: 'orders' },
    ]);
  });

  test('in Azure, by an ObjectStore of another name', () => {
    const place = ArchivePlace.barman({ serverName: 'pg-1', path: 'pg', objectStoreName: 'azure-store' });
    expect(destination({ target: AZURE, place })).toEqual([
      'azure-store',
      'https://acmepg.blob.core.windows.net/postgres/pg',
      { barmanObjectName: 'azure-store', serverName: 'pg-1' },
    ]);
  });

  test('and is made of such an archive', () => {
    const recovery = RecoverySource.fromArchive(archive({ place: ArchivePlace.barman({ serverName: 'pg-harbor', path: 'harbor' }) }));
    const build = program(cnpg, {}, { recovery });
    expect(at(only(build, 'ObjectStore', 'orders-recovery'), '/spec/configuration/destinationPath')).toBe('s3://acme-pg/harbor');
    expect(at(only(build, 'Cluster'), '/spec/externalClusters')).toMatchObject([
      { name: 'harbor', plugin: { parameters: { barmanObjectName: 'orders-recovery', serverName: 'pg-harbor' } } },
    ]);
  });

  test.each([
    ['its server', 'pg-1', 'pg-1'],
    ['its origin', 'orders', 'orders-origin'],
  ])('and calls the archive of a namesake by the name of %s', (_, serverName, name) => {
    const recovery = RecoverySource.fromArchive(archive({ clusterName: 'orders', place: ArchivePlace.barman({ serverName }) }));
    const cluster = only(program(cnpg, {}, { recovery }), 'Cluster');
    expect(at(cluster, '/spec/bootstrap/recovery/source')).toBe(name);
    expect(at(cluster, '/spec/externalClusters/0')).toMatchObject({ name, plugin: { parameters: { serverName } } });
  });
});

describe('Zalando archives where WAL-G did', () => {
  const PLACE = /^WAL(_|G_(S3|GS|AZ)_)/;

  test.each([
    ['with the uid', { uid: UID }, '', `/${UID}`],
    ['without any', {}, '', ''],
    ['with a prefix and a suffix', { scopePrefix: 'eu-', scopeSuffix: '/blue' }, 'eu-', '/blue'],
  ])('%s', (_, options, before, behind) => {
    expect(variables(program(zalando, { place: ArchivePlace.walG(options) }), PLACE)).toEqual({
      WAL_S3_BUCKET: 'acme-pg',
      WAL_BUCKET_SCOPE_PREFIX: before,
      WAL_BUCKET_SCOPE_SUFFIX: behind,
    });
  });

  test.each([
    ['S3', S3, { WAL_S3_BUCKET: '', WALG_S3_PREFIX: 's3://acme-pg/pg/orders/17' }],
    ['GCS', GCS, { WAL_S3_BUCKET: '', WALG_S3_PREFIX: '', WAL_GS_BUCKET: '', WALG_GS_PREFIX: 'gs://acme-pg/pg/orders/17' }],
    [
      'Azure',
      AZURE,
      { WAL_S3_BUCKET: '', WALG_S3_PREFIX: '', WAL_GS_BUCKET: '', WALG_GS_PREFIX: '', WALG_AZ_PREFIX: 'azure://postgres/pg/orders/17' },
    ],
  ])('in a folder of another form in %s', (_, target, expected) => {
    expect(variables(program(zalando, { target, place: ArchivePlace.walG({ path: 'pg/orders/17' }) }), PLACE)).toEqual(expected);
  });

  test.each([
    ['of its own form', { uid: UID }, `s3://acme-pg/spilo/harbor/${UID}/wal`],
    ['of another form', { path: 'spilo/harbor/wal/16/' }, 's3://acme-pg/spilo/harbor/wal/16'],
  ])('and is made of an archive %s', (_, options, url) => {
    const recovery = RecoverySource.fromArchive(archive({ place: ArchivePlace.walG(options) }));
    expect(variables(program(zalando, {}, { recovery }), /^CLONE_(SCOPE|WALG_S3_PREFIX)/)).toEqual({
      CLONE_SCOPE: 'harbor',
      CLONE_WALG_S3_PREFIX: url,
    });
  });

  test.each([
    ['of its own form, by the major version', { uid: UID }, `s3://acme-pg/spilo/harbor/${UID}/wal/16`],
    ['of another form, as it is', { path: 'spilo/harbor/wal/16' }, 's3://acme-pg/spilo/harbor/wal/16'],
  ])('and follows an archive %s', (_, options, url) => {
    const build: Place = (chart) => {
      const source = ReplicaSource.archive(archive({ version: PostgresVersion.V16, place: ArchivePlace.walG(options) }));
      new ReplicaCluster(chart, 'db', { ...smallestCluster(zalando), version: PostgresVersion.V16, source });
    };
    expect(at(only(build, 'postgresql'), '/spec/standby/s3_wal_path')).toBe(url);
  });
});

describe('PGO archives where pgBackRest did', () => {
  const global = (build: Place) => at(only(build, 'PostgresCluster'), '/spec/backups/pgbackrest/global') as { [name: string]: string };

  test.each([
    ['where PGO does by itself', {}, '/pgbackrest/repo1'],
    ['in a folder of its own', { path: '/pgbackrest/orders/repo1' }, '/pgbackrest/orders/repo1'],
  ])('%s', (_, options, path) => {
    expect(global(program(crunchy, { place: ArchivePlace.pgBackRest(options) }))['repo1-path']).toBe(path);
  });

  test('on a volume, too', () => {
    const target = BackupTarget.volume({ size: Size.mebibytes(1), volumeName: 'nfs-orders' });
    expect(global(program(crunchy, { target }))['repo1-path']).toBeUndefined();
    expect(global(program(crunchy, { target, place: ArchivePlace.pgBackRest({ path: '/pgbackrest/old' }) }))['repo1-path']).toBe(
      '/pgbackrest/old',
    );
    expect(at(only(program(crunchy, { target }), 'PostgresCluster'), '/spec/backups/pgbackrest/repos/0/volume')).toEqual({
      volumeClaimSpec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } }, volumeName: 'nfs-orders' },
    });
  });

  test('and is made of a repository and a stanza of that', () => {
    const place = ArchivePlace.pgBackRest({ path: '/backups/harbor', stanza: 'main' });
    const cluster = only(
      program(crunchy, {}, { recovery: RecoverySource.fromArchive(archive({ place, repository: 3 })) }),
      'PostgresCluster',
    );
    expect(at(cluster, '/spec/dataSource/pgbackrest')).toMatchObject({
      stanza: 'main',
      global: { 'repo3-path': '/backups/harbor' },
      repo: { name: 'repo3' },
    });
  });
});

describe('a place is compared as it is', () => {
  const PLACES: readonly (readonly [string, IPostgresOperator, ArchivePlace, Partial<PlacedArchiveOptions>, string])[] = [
    ['CloudNativePG', cnpg, ArchivePlace.barman({ serverName: 'pg', path: 'a/' }), {}, 's3://acme-pg/a/pg'],
    ['Zalando', zalando, ArchivePlace.walG({ uid: UID }), { clusterName: 'orders' }, `s3://acme-pg/spilo/orders/${UID}/wal`],
    ['Crunchy PGO', crunchy, ArchivePlace.pgBackRest(), {}, 's3://acme-pg/pgbackrest/repo1'],
  ];
  const written = { place: PLACES[0]![2] };

  test.each(PLACES)('REC-003: %s reads and writes one place', (_, operator, place, options, url) => {
    const build = (backup: Partial<BackupPolicyProps>) =>
      program(operator, backup, { recovery: RecoverySource.fromArchive(archive({ place, ...options })) });
    expect(findings(build({ place }))).toEqual([
      `[test/db] [REC-003] the archive ${url} is read and written by this cluster; leave 'place' out of its BackupPolicy, or write another one (WAL of two histories would lie in one folder, and neither could be restored)`,
    ]);
    expect(render(build({}))).not.toHaveLength(0);
  });

  test.each(PLACES)('BAK-010: two clusters of %s write one place', (_, operator, place, __, url) => {
    const build =
      (second: Partial<BackupPolicyProps>): Place =>
      (chart) => {
        const first = new HaCluster(chart, 'db', smallestCluster(operator));
        new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: first, place });
        const far = new Chart(chart.node.scope!, 'far', { namespace: 'far' });
        const db = new HaCluster(far, 'db', { ...smallestCluster(operator) });
        new BackupPolicy(far, 'backups', { ...SMALLEST_BACKUP, cluster: db, ...second });
      };
    const says = (rival: string) =>
      `[BAK-010] the archive ${url} is also that of ${rival}; write another 'place' or leave it out (two writers in one archive overwrite each other, and neither can be restored)`;
    expect(findings(build({ place }))).toEqual([`[test/backups] ${says('far/backups')}`, `[far/backups] ${says('test/backups')}`]);
    expect(render(build({}))).not.toHaveLength(0);
  });

  test('a volume that is named is one place', () => {
    const target = BackupTarget.volume({ size: Size.mebibytes(1), volumeName: 'nfs' });
    const build: Place = (chart) => {
      for (const clusterName of ['orders', 'billing']) {
        const cluster = new HaCluster(chart, clusterName, { ...smallestCluster(crunchy), clusterName });
        new BackupPolicy(chart, `${clusterName}-backups`, { ...SMALLEST_BACKUP, cluster, target });
      }
    };
    expect(findings(build)[0]).toMatch(
      /^\[test\/orders-backups\] \[BAK-010\] the archive the volume nfs\/pgbackrest\/repo1 is also that of test\/billing-backups; /,
    );
  });

  test('an archive of the same writer and place is that of a cluster of the app', () => {
    const copy =
      (serverName: string): Place =>
      (chart) => {
        program(cnpg, written, { parameters: { max_connections: '400' } })(chart);
        const source = BackupArchive.at({
          clusterName: 'orders',
          namespace: 'orders',
          target: S3,
          place: ArchivePlace.barman({ serverName, path: 'a' }),
        });
        new HaCluster(chart, 'copy', { ...smallestCluster(cnpg), clusterName: 'copy', recovery: RecoverySource.fromArchive(source) });
      };
    expect(findings(copy('pg'))).toEqual([
      expect.stringMatching(/^\[test\/copy\] \[REC-020\] 'parameters.max_connections' must be at least 400/),
    ]);
    expect(render(copy('other'))).not.toHaveLength(0);
  });
});

test('options of a place are looked at', () => {
  const place = ArchivePlace.barman({ server: 'orders' } as never);
  expect(findings(program(cnpg, { place }))).toEqual([
    `[test/backups] [PROP-001] 'place.server' is not a prop; known props: objectStoreName, path, serverName (a misspelt prop would be ignored)`,
    `[test/backups] [PROP-002] 'place.serverName' is missing (there is no safe default for it)`,
  ]);
});
