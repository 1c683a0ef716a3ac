import { CLUSTERS, cnpg, crunchy, edited, set, store, zalando } from '../objects';
import { RuleCase, one, many, each, SYNC, PGO, harmless, S3, follower, promoted, stopped, sourceOf } from './fixtures';

export const origin: readonly RuleCase[] = [
  one('G040', 'cnpg', [['spec.bootstrap.initdb.walSegmentSize', 64]], [['spec.bootstrap.initdb.encoding', 'UTF8']]),
  one('G040', 'zalando', [['spec.clone', { cluster: 'old' }]], [harmless('zalando')]),
  one('G040', 'crunchy', [['spec.dataSource.postgresCluster.repoName', 'repo2']], [harmless('crunchy')], [sourceOf.crunchy]),
  one('G041', 'crunchy', [sourceOf.crunchy], [harmless('crunchy')]),
  one(
    'G042',
    'crunchy',
    [['spec.backups.pgbackrest.restore.enabled', false]],
    [harmless('crunchy')],
    [sourceOf.crunchy, ['spec.backups.pgbackrest.restore', { enabled: true, repoName: 'repo1' }]],
  ),
  one(
    'G043',
    'crunchy',
    [[PGO('pgbackrest-restore'), 'again']],
    [harmless('crunchy')],
    [
      ['spec.backups.pgbackrest.restore', { enabled: true, repoName: 'repo1' }],
      [PGO('pgbackrest-restore'), 'once'],
    ],
  ),
  ...each((on) => many('G044', on, [], [edited(CLUSTERS[on](), [SYNC], sourceOf[on])], [edited(CLUSTERS[on](), sourceOf[on])])),
  one('G045', 'cnpg', [['spec.bootstrap', { recovery: { source: 'old' } }]], [['spec.bootstrap.initdb.owner', 'app']]),
  many(
    'G046',
    'cnpg',
    [],
    [
      edited(
        cnpg(),
        ['spec.bootstrap', { recovery: { source: 'old' } }],
        ['spec.externalClusters', [{ name: 'old', plugin: { parameters: { barmanObjectName: 'orders-store', serverName: 'orders-v1' } } }]],
      ),
      store(),
    ],
    [follower.cnpg, store()],
  ),
  many(
    'G046',
    'zalando',
    [],
    [edited(zalando(), ['spec.clone', { cluster: 'orders', s3_wal_path: 's3://acme-pg/spilo/orders/shop/v1/wal/17' }])],
    [follower.zalando],
  ),
  many(
    'G046',
    'crunchy',
    [],
    [
      edited(crunchy(), [
        'spec.dataSource',
        { pgbackrest: { repo: { name: 'repo1', s3: S3 }, global: { 'repo1-path': '/pgbackrest/shop/orders/v1/repo1' } } },
      ]),
    ],
    [follower.crunchy],
  ),
  ...each((on) => many('G047', on, [follower[on]], [promoted[on]], [edited(follower[on], harmless(on))])),
  // A cluster that names no primary follows.
  many('G047', 'cnpg', [promoted.cnpg], [set(promoted.cnpg, 'spec.replica.primary')], [promoted.cnpg]),
  many('G048', 'cnpg', [follower.cnpg], [set(follower.cnpg, 'spec.replica.primary', 'orders-us')], [promoted.cnpg]),
  many(
    'G049',
    'cnpg',
    [],
    [promoted.cnpg, edited(cnpg(), ['spec.replica', { self: 'orders', primary: 'orders', source: 'orders-us' }])],
    [promoted.cnpg, stopped.cnpg],
  ),
  one('G050', 'crunchy', [['spec.standby', { host: 'db.example.com' }]], [['spec.standby', { enabled: false }]]),
  many('G120', 'zalando', [zalando()], [set(zalando(), 'spec.standby', { standby_host: 'eu' })], [follower.zalando, zalando()]),
  many('G120', 'crunchy', [crunchy()], [set(crunchy(), 'spec.standby', { enabled: true, host: 'eu' })], [follower.crunchy, crunchy()]),
  ...each((on) =>
    many(
      'G128',
      on,
      [store(), CLUSTERS[on](), follower[on]],
      [store(), CLUSTERS[on](), promoted[on]],
      [store(), CLUSTERS[on](), follower[on]],
    ),
  ),
];
