import * as fs from 'fs';
import * as path from 'path';
import { mermaid } from '../../../cli/report/mermaid';
import { ReportModel } from '../../../cli/report/model';
import { cnpg, crunchy, edited, store, zalando } from '../support/objects';
import { deployment, ofFiles, ofObjects } from './reported';

/** Committed output of an example. */
function example(folder: string, like: RegExp): ReportModel {
  const full = path.join(__dirname, '../../../examples', folder);
  const files = fs.readdirSync(full).filter((file) => like.test(file));
  return ofFiles(Object.fromEntries(files.map((file) => [file, fs.readFileSync(path.join(full, file), 'utf8')])));
}

/** Flows with archives by what they are shown as. */
function told({ flows, archives }: ReportModel): string[] {
  const shown = new Map(archives.map(({ id, shown: text }) => [id, text]));
  return flows.map(({ from, to, what }) => `${shown.get(from) ?? from} -> ${shown.get(to) ?? to}: ${what}`);
}

test.each([
  [
    'cloudnative-pg',
    'cnpg',
    ['s3://acme-pg-eu-west-1/shop-on-cloudnative-pg/orders-eu-v1', 's3://acme-pg-us-east-2/shop-on-cloudnative-pg/orders-us-v1'],
  ],
  [
    'crunchy',
    'crunchy',
    [
      's3://acme-pg-eu-west-1/pgbackrest/shop-on-crunchy/orders-eu/v1/repo1',
      's3://acme-pg-us-east-2/pgbackrest/shop-on-crunchy/orders-us/v1/repo1',
    ],
  ],
  [
    'zalando',
    'zalando',
    ['s3://acme-pg-eu-west-1/spilo/orders-eu/shop-on-zalando/v1', 's3://acme-pg-us-east-2/spilo/orders-us/shop-on-zalando/v1'],
  ],
])('a pair on %s: the second region follows the archive of the first', (name, operator, [eu, us]) => {
  const found = told(example('disaster-recovery/manifests', new RegExp(`dr-${name}-`)));
  expect(found.sort()).toEqual(
    [
      `${operator}/shop-on-${name}/orders-eu -> ${eu}: backups and WAL`,
      `${operator}/shop-on-${name}/orders-us -> ${us}: backups and WAL`,
      `${eu} -> ${operator}/shop-on-${name}/orders-us: replication from the archive`,
    ].sort(),
  );
});

test('a member that was demoted follows the other', () => {
  const found = told(example('disaster-recovery/phases/4-steady-again', /dr-cloudnative-pg-/));
  expect(found.filter((flow) => flow.endsWith('replication from the archive'))).toEqual([
    's3://acme-pg-us-east-2/shop-on-cloudnative-pg/orders-us-v1 -> cnpg/shop-on-cloudnative-pg/orders-eu: replication from the archive',
  ]);
});

test('servers and clusters that are streamed or cloned from', () => {
  const streams = (host: string, name: string) =>
    edited(
      cnpg(name),
      ['spec.plugins'],
      ['spec.bootstrap', { pg_basebackup: { source: 'origin' } }],
      ['spec.replica', { enabled: true, source: 'origin' }],
      ['spec.externalClusters', [{ name: 'origin', connectionParameters: { host } }]],
    );
  const found = told(
    ofObjects(
      edited(cnpg(), ['spec.plugins']),
      streams('orders-rw.shop.svc', 'copy'),
      streams('db.example.com', 'rescued'),
      edited(zalando('billing'), ['spec.env'], ['spec.standby', { standby_host: 'orders-rw' }]),
      edited(crunchy('stock'), ['spec.backups'], ['spec.dataSource', { postgresCluster: { clusterName: 'orders', repoName: 'repo1' } }]),
    ),
  );
  expect(found).toEqual([
    'cnpg/shop/orders -> cnpg/shop/copy: streaming replication',
    'server/db.example.com -> cnpg/shop/rescued: streaming replication',
    'cnpg/shop/orders -> zalando/shop/billing: streaming replication',
    'cnpg/shop/orders -> crunchy/shop/stock: clone',
  ]);
});

test.each(['cloudnative-pg', 'crunchy', 'zalando'])('a restore drill on %s is told of the cluster whose archive it tries', (name) => {
  const { clusters } = example('backup-and-recovery/manifests', new RegExp(`backups-on-${name}`));
  const tried = clusters.filter(({ backups }) => backups.drills.length > 0);
  expect(tried.map(({ name: cluster, backups }) => [cluster, backups.drills])).toEqual([
    ['orders-s3', [{ what: 'orders-drill', when: '0 4 * * 0' }]],
  ]);
});

describe('as Mermaid', () => {
  test('clusters, pools, applications and archives', () => {
    const web = deployment('web', [{ name: 'PGHOST', value: 'billing-pooler' }]);
    const report = deployment('reports', [{ name: 'PGHOST', value: 'billing-repl' }]);
    expect(mermaid(ofObjects(zalando('billing'), web, report, cnpg(), store()))).toMatchInlineSnapshot(`
     "flowchart LR
       subgraph n1 ["shop"]
         n2["billing<br/>Zalando Postgres Operator, PostgreSQL 17<br/>3 instances"]
         n3(["billing-pooler<br/>session, 2 instances"])
         n4[/"web<br/>Deployment"/]
         n5[/"reports<br/>Deployment"/]
         n6["orders<br/>CloudNativePG, PostgreSQL 17<br/>3 instances"]
       end
       n7[("s3://acme-pg/spilo/billing/shop/v1")]
       n8[("s3://acme-pg/shop/orders-v1")]
       n3 -->|"writes"| n2
       n4 --> n3
       n5 -->|"reads"| n2
       n2 -->|"backups and WAL"| n7
       n6 -->|"backups and WAL"| n8
     "
    `);
  });

  test('names do no harm', () => {
    const text = mermaid(ofObjects(edited(cnpg(), ['metadata.name', 'a"] --> b[("<script>'], ['spec.plugins'])));
    expect(text).toContain('n2["a#34;#93; --#62; b#91;(#34;#60;script#62;<br/>CloudNativePG, PostgreSQL 17<br/>3 instances"]');
    expect(text.match(/-->/g)).toBeNull();
  });

  test('a fleet is told namespace by namespace', () => {
    const many = Array.from({ length: 41 }, (_, i) => edited(cnpg(`c-${i}`), ['metadata.namespace', `team-${i % 2}`]));
    const [writer, follower] = [many[0]!, edited(cnpg('follower'), ['spec.replica', { enabled: true, source: 'c-0' }])];
    const source = { name: 'c-0', plugin: { parameters: { barmanObjectName: 'orders-store', serverName: 'c-0-v1' } } };
    const stores = [edited(store(), ['metadata.namespace', 'team-0']), store()];
    const text = mermaid(ofObjects(writer, ...many.slice(1), edited(follower, ['spec.externalClusters', [source]]), ...stores));
    expect(text).toBe(
      [
        'flowchart LR',
        '  n1["team-0<br/>21 clusters, 63 instances<br/>CloudNativePG"]',
        '  n2["team-1<br/>20 clusters, 60 instances<br/>CloudNativePG"]',
        '  n3["shop<br/>1 cluster, 3 instances<br/>CloudNativePG"]',
        '  n1 -->|"replication from the archive"| n3',
        '',
      ].join('\n'),
    );
  });
});
