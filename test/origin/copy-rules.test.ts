import { Chart, Size } from 'cdk8s';
import {
  BackupArchive,
  BackupArchiveOptions,
  BackupPolicy,
  BackupTarget,
  ClusterPair,
  CloudNativePgImageType,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  ReplicaCluster,
  ReplicaSource,
  Rules,
} from '../../lib';
import { COPY_RULES } from '../../lib/origin/copy-rules';
import { BUCKET, S3, SMALLEST_BACKUP, smallestCluster } from '../support/programs';
import { newChart } from '../support/render';

/** All that is wrong with a program; nothing where it is printed. */
function findings(build: (chart: Chart) => void): string[] {
  const chart = newChart();
  build(chart);
  return chart.node.findAll().flatMap(({ node }) => node.validate().map((text) => `[${node.path}] ${text}`));
}

type Props = Partial<HaClusterProps>;

const OPERATORS: readonly (readonly [string, () => IPostgresOperator])[] = [
  ['CloudNativePG', () => PostgresOperator.cloudNativePg()],
  ['Zalando', () => PostgresOperator.zalando({ teamId: 'acme' })],
  ['Crunchy PGO', () => PostgresOperator.crunchy()],
];

const NAMES = { clusterName: 'copy' };
const DATABASES = [{ name: 'shop', owner: 'shop-owner' }];
const gib = (size: number) => ({ size: Size.gibibytes(size) });

const archiveOf = (chart: Chart, operator: IPostgresOperator, props: Props): BackupArchive => {
  const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES, ...props });
  return new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster }).archive;
};

/** Each kind of copy, as a program. */
const COPIES: { readonly [kind: string]: (chart: Chart, operator: IPostgresOperator, source: Props, copy: Props) => HaCluster } = {
  restore: (chart, operator, source, copy) =>
    new HaCluster(chart, 'copy', {
      ...smallestCluster(operator),
      ...NAMES,
      databases: DATABASES,
      recovery: RecoverySource.fromArchive(archiveOf(chart, operator, source)),
      ...copy,
    }),
  clone: (chart, operator, source, copy) => {
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES, ...source });
    new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
    const recovery = RecoverySource.clone(cluster);
    return new HaCluster(chart, 'copy', { ...smallestCluster(operator), ...NAMES, databases: DATABASES, recovery, ...copy });
  },
  replica: (chart, operator, source, copy) => {
    const archive = ReplicaSource.archive(archiveOf(chart, operator, source));
    return new ReplicaCluster(chart, 'copy', { ...smallestCluster(operator), ...NAMES, source: archive, ...copy });
  },
  streaming: (chart, operator, source, copy) => {
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES, ...source });
    const streams = ReplicaSource.streaming({ clusterName: 'orders', host: cluster.primary.host });
    return new ReplicaCluster(chart, 'copy', { ...smallestCluster(operator), ...NAMES, source: streams, ...copy });
  },
};

const why = (id: string): string => COPY_RULES.find((rule) => rule.id === id)!.why;

/** What is said of a copy, without what else may be said of the program. */
const said = (kind: string, operator: IPostgresOperator, source: Props, copy: Props): string[] =>
  findings((chart) => COPIES[kind]!(chart, operator, source, copy)).filter((text) => /\[(REC-02|PAIR-01)/.test(text));

const inFull = (id: string, ...texts: readonly string[]): string[] => texts.map((text) => `[test/copy] [${id}] ${text} (${why(id)})`);

const ONCE = ['restore', 'clone'];
const unless = (kind: string, id: string) =>
  ONCE.includes(kind) ? `, or say why less is enough: Rules.of(...).suppress('${id}', '...')` : '';

describe.each(OPERATORS)('on %s', (name, make) => {
  const operator = make();
  const cnpg = name === 'CloudNativePG';

  describe.each(Object.keys(COPIES))('a copy by %s', (kind) => {
    test.each([
      ['max_connections', '400', '200'],
      ['max_worker_processes', '64', '33'],
      ['max_wal_senders', '20', '12'],
      ['max_prepared_transactions', '50', '0'],
      ['max_locks_per_transaction', '256', '64'],
    ])('has no less %s', (parameter, more, fewer) => {
      expect(said(kind, operator, { parameters: { [parameter]: more } }, { parameters: { [parameter]: fewer } })).toEqual(
        inFull(
          'REC-020',
          `'parameters.${parameter}' must be at least ${more}, as 'orders' has it, got '${fewer}'; write ${parameter}: '${more}'${unless(kind, 'REC-020')}`,
        ),
      );
      expect(said(kind, operator, { parameters: { [parameter]: fewer } }, { parameters: { [parameter]: more } })).toEqual([]);
    });

    test('what it leaves out is the default', () => {
      expect(said(kind, operator, { parameters: { max_connections: '400' } }, {})).toEqual(
        inFull(
          'REC-020',
          `'parameters.max_connections' must be at least 400, as 'orders' has it, got none, which is 100; write max_connections: '400'${unless(kind, 'REC-020')}`,
        ),
      );
      const own = cnpg ? '32' : '8';
      expect(said(kind, operator, {}, { parameters: { max_worker_processes: '4' } })).toEqual(
        inFull(
          'REC-020',
          `'parameters.max_worker_processes' must be at least ${own}, as 'orders' has it, got '4'; write max_worker_processes: '${own}'${unless(kind, 'REC-020')}`,
        ),
      );
      expect(said(kind, operator, { parameters: { max_connections: '100' } }, {})).toEqual([]);
    });

    test('loads the libraries', () => {
      const image = PostgresImage.pinned('registry.acme.example/pg:17.6-ts');
      expect(said(kind, operator, { image, preloadLibraries: ['timescaledb'] }, { image })).toEqual(
        inFull('REC-021', `'preloadLibraries' must have 'timescaledb', as 'orders' has it, got none; add it`),
      );
      expect(said(kind, operator, { image, preloadLibraries: ['timescaledb'] }, { image, preloadLibraries: ['timescaledb'] })).toEqual([]);
    });

    test('has the image', () => {
      const image = PostgresImage.pinned('registry.acme.example/pg:17.6-ts');
      const own = { CloudNativePG: `'ghcr.io/cloudnative-pg/postgresql:17-standard-trixie'`, Zalando: `'ghcr.io/zalando/spilo-18:4.1-p2'` }[
        name
      ];
      expect(said(kind, operator, { image }, {})).toEqual(
        inFull(
          'REC-022',
          `'image' must be the same as that of 'orders', 'registry.acme.example/pg:17.6-ts', got ${own ?? 'the image of the operator'}; write PostgresImage.pinned('registry.acme.example/pg:17.6-ts'), or say why another one is right: Rules.of(...).suppress('REC-022', '...')`,
        ),
      );
      // A minor update of the same image.
      expect(said(kind, operator, { image }, { image: PostgresImage.pinned('registry.acme.example/pg:17.7-ts') })).toEqual([]);
    });

    test('has the release of the image', () => {
      const [old, young] = ['17.6-bookworm', '17.6-trixie'].map((tag) => PostgresImage.pinned(`registry.acme.example/pg:${tag}`));
      expect(said(kind, operator, { image: old }, { image: young })).toEqual(
        inFull(
          'REC-022',
          `'image' must be of the same release (bookworm, not trixie) as that of 'orders', 'registry.acme.example/pg:17.6-bookworm', got 'registry.acme.example/pg:17.6-trixie'; write PostgresImage.pinned('registry.acme.example/pg:17.6-bookworm'), or say why another one is right: Rules.of(...).suppress('REC-022', '...')`,
        ),
      );
      const [ubi8, ubi9] = ['ubi8-17.6-1', 'ubi9-17.6-1'].map((tag) => PostgresImage.pinned(`registry.acme.example/pg:${tag}`));
      expect(said(kind, operator, { image: ubi8 }, { image: ubi9 })).toHaveLength(1);
      expect(said(kind, operator, { image: ubi9 }, { image: ubi9 })).toEqual([]);
    });

    test('has volumes that are no smaller', () => {
      expect(said(kind, operator, { storage: gib(100) }, { storage: gib(20) })).toEqual(
        inFull(
          'REC-023',
          `'storage.size' must be at least 100Gi, as 'orders' has it, got 20Gi; write the size of the source${unless(kind, 'REC-023')}`,
        ),
      );
      expect(said(kind, operator, { storage: gib(100) }, { storage: gib(100) })).toEqual([]);
    });
  });

  test('says why less is enough', () => {
    const build = (chart: Chart) => {
      const copy = COPIES.restore!(chart, operator, { storage: gib(100) }, { storage: gib(20) });
      Rules.of(copy).suppress('REC-023', 'ten gibibytes of data');
    };
    expect(findings(build)).toEqual([]);
  });

  test('a logical import and a cluster that begins empty are no copies', () => {
    const props = smallestCluster(operator);
    expect(findings((chart) => new HaCluster(chart, 'copy', { ...props, parameters: { max_connections: '50' } }))).toEqual([]);
  });
});

describe('on Crunchy PGO', () => {
  const operator = PostgresOperator.crunchy();
  const growing = (size: number, limit: number) => ({ ...gib(size), autoGrow: { limit: Size.gibibytes(limit) } });

  test('a copy has room for what its source may have grown to, and what follows grows along', () => {
    const source: Props = { storage: growing(50, 200), walStorage: growing(10, 40) };
    const wants = (prop: string, size: string, got: string, write: string) =>
      `'${prop}' must be at least ${size}, up to which 'orders' may have grown, got ${got}; ${write}`;
    expect(said('restore', operator, source, source)).toEqual(
      inFull(
        'REC-023',
        `${wants('storage.size', '200Gi', '50Gi', 'write that')}${unless('restore', 'REC-023')}`,
        `${wants('walStorage.size', '40Gi', '10Gi', 'write that')}${unless('restore', 'REC-023')}`,
      ),
    );
    expect(said('restore', operator, source, { storage: gib(200), walStorage: gib(40) })).toEqual([]);
    expect(said('replica', operator, source, source)).toEqual([]);
    expect(said('replica', operator, source, { ...source, storage: growing(50, 100) })).toEqual(
      inFull('REC-023', wants('storage.size', '200Gi', '50Gi', `write the 'autoGrow' of the source`)),
    );
  });
});

describe('on CloudNativePG', () => {
  const operator = PostgresOperator.cloudNativePg();
  const wal = (size?: number): Props => ({ walStorage: size === undefined ? undefined : gib(size) });

  test('a WAL volume is no smaller, and is not missed', () => {
    expect(said('restore', operator, wal(20), wal(10))).toEqual(
      inFull(
        'REC-023',
        `'walStorage.size' must be at least 20Gi, as 'orders' has it, got 10Gi; write the size of the source${unless('restore', 'REC-023')}`,
      ),
    );
    expect(said('replica', operator, wal(20), {})).toEqual(
      inFull(
        'REC-023',
        `'walStorage.size' must be at least 20Gi, as 'orders' has it, got none; write it, or a 'storage.size' that holds both`,
      ),
    );
    expect(said('restore', operator, wal(20), wal(20))).toEqual([]);
    expect(said('restore', operator, wal(20), { storage: gib(70) })).toEqual([]);
    expect(said('restore', operator, {}, wal(10))).toEqual([]);
  });

  test('the images of the operator differ by its options', () => {
    const bookworm = PostgresOperator.cloudNativePg({ imageDistribution: 'bookworm' });
    expect(
      findings((chart) => {
        const archive = archiveOf(chart, bookworm, {});
        new HaCluster(chart, 'copy', {
          ...smallestCluster(operator),
          ...NAMES,
          databases: DATABASES,
          recovery: RecoverySource.fromArchive(archive),
        });
      }),
    ).toEqual([expect.stringContaining(`[REC-022] 'image' must be of the same release (bookworm, not trixie) as that of 'orders'`)]);
    const minimal = PostgresOperator.cloudNativePg({ imageType: CloudNativePgImageType.MINIMAL });
    const type = (from: IPostgresOperator, to: IPostgresOperator) =>
      findings((chart) => {
        const archive = archiveOf(chart, from, {});
        new HaCluster(chart, 'copy', {
          ...smallestCluster(to),
          ...NAMES,
          databases: DATABASES,
          recovery: RecoverySource.fromArchive(archive),
        });
      });
    expect(type(operator, minimal)).toEqual([
      expect.stringContaining(`[REC-022] 'image' must be one with no less in it as that of 'orders'`),
    ]);
    expect(type(minimal, operator)).toEqual([]);
    // A mirror of the same image.
    const image = PostgresImage.pinned('registry.acme.example/mirror/postgresql:17-standard-trixie');
    expect(said('restore', operator, {}, { image })).toEqual([]);
  });

  test('catalogs are compared by name', () => {
    const image = PostgresImage.fromCatalog({ name: 'acme', clusterWide: true });
    expect(said('restore', operator, { image }, {})).toEqual([
      expect.stringContaining(
        `[REC-022] 'image' must be the same as that of 'orders', the catalog 'acme', got 'ghcr.io/cloudnative-pg/postgresql:17-standard-trixie'; write PostgresImage.fromCatalog({ name: 'acme', clusterWide: true })`,
      ),
    ]);
    expect(said('restore', operator, { image }, { image })).toEqual([]);
  });

  test('databases say what their source says, or nothing', () => {
    const databases = (encoding?: string, locale?: string): Props => ({ databases: [{ ...DATABASES[0]!, encoding, locale }] });
    expect(said('restore', operator, databases('UTF8', 'de_DE.utf8'), databases('LATIN1', 'en_US.utf8'))).toEqual(
      inFull(
        'REC-024',
        `'databases[0].encoding' must be 'UTF8', as 'orders' has it, got 'LATIN1'; write that, or leave it out`,
        `'databases[0].locale' must be 'de_DE.utf8', as 'orders' has it, got 'en_US.utf8'; write that, or leave it out`,
      ),
    );
    expect(said('restore', operator, databases(), databases(undefined, 'en_US.utf8'))).toEqual(
      inFull('REC-024', `'databases[0].locale' must be left out, as 'orders' has it, got 'en_US.utf8'; leave it out`),
    );
    expect(said('restore', operator, databases('UTF8', 'de_DE.utf8'), databases('utf-8', 'de_DE.UTF-8'))).toEqual([]);
    expect(said('restore', operator, databases('UTF8', 'de_DE.utf8'), {})).toEqual([]);
  });
});

describe('an archive that is described', () => {
  const operator = PostgresOperator.cloudNativePg();
  const described = (facts: Partial<BackupArchiveOptions>, copy: Props = {}) => {
    const of = { clusterName: 'old', namespace: 'orders', target: S3, version: PostgresVersion.V17, databases: DATABASES };
    const recovery = RecoverySource.fromArchive(BackupArchive.of({ ...of, ...facts }));
    return findings(
      (chart) => new HaCluster(chart, 'copy', { ...smallestCluster(operator), ...NAMES, databases: DATABASES, recovery, ...copy }),
    );
  };

  test('says nothing of what is not known', () => {
    expect(described({}, { parameters: { max_connections: '20' }, storage: gib(1) })).toEqual([]);
  });

  test('says what it was', () => {
    expect(
      described({
        parameters: { max_connections: '400' },
        preloadLibraries: ['pg_stat_statements'],
        image: PostgresImage.pinned('registry.acme.example/pg:17.6-bookworm'),
        storage: gib(100),
        walStorage: gib(10),
      }).map((text) => /\[(REC-\d+)\] ('[\w.]+')/.exec(text)?.slice(1).join(' ')),
    ).toEqual([
      `REC-020 'parameters.max_connections'`,
      `REC-021 'preloadLibraries'`,
      `REC-022 'image'`,
      `REC-023 'storage.size'`,
      `REC-023 'walStorage.size'`,
    ]);
    expect(described({ parameters: { max_connections: '100' }, storage: gib(50) })).toEqual([]);
  });

  test('of a cluster of the app says what that one has', () => {
    const build = (generation: number) => (chart: Chart) => {
      archiveOf(chart, operator, { parameters: { max_connections: '400' } });
      const archive = BackupArchive.of({
        clusterName: 'orders',
        namespace: chart.namespace!,
        target: S3,
        version: PostgresVersion.V17,
        generation,
      });
      new HaCluster(chart, 'copy', {
        ...smallestCluster(operator),
        ...NAMES,
        databases: DATABASES,
        recovery: RecoverySource.fromArchive(archive),
      });
    };
    expect(findings(build(1))).toEqual([
      expect.stringContaining(`[REC-020] 'parameters.max_connections' must be at least 400, as 'orders' has it`),
    ]);
    // Another life of the cluster.
    expect(findings(build(2))).toEqual([]);
  });
});

describe.each(OPERATORS)('a pair on %s', (_, make) => {
  const operator = make();
  const pair = (first: Props, second: Props) => (chart: Chart) => {
    const primary = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES, ...first });
    const { archive } = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: primary });
    const replica = new ReplicaCluster(chart, 'copy', {
      ...smallestCluster(operator),
      ...NAMES,
      source: ReplicaSource.archive(archive),
      ...second,
    });
    new BackupPolicy(chart, 'copies', { ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'far' }), cluster: replica });
    new ClusterPair(chart, 'pair', { primary, replica });
  };
  const more: Props = { parameters: { max_connections: '400' } };

  test('is compared both ways, each once', () => {
    expect(findings(pair({}, more))).toEqual([
      `[test/pair] [PAIR-010] the cluster 'orders': 'parameters.max_connections' must be at least 400, as 'copy' has it, got none, which is 100; write max_connections: '400' (after a switch the one that began as the primary is the copy: what it lacks stops it from following, and is missing on the day that it is needed)`,
    ]);
    expect(findings(pair(more, {})).map((text) => text.slice(0, 21))).toEqual(['[test/copy] [REC-020]']);
    expect(findings(pair(more, more))).toEqual([]);
  });
});

test('a pair by streaming to a host that is not of this app is compared both ways by the pair', () => {
  const operator = PostgresOperator.cloudNativePg();
  const build = (chart: Chart) => {
    const primary = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES, storage: gib(100) });
    new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: primary });
    const source = ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu.acme.example' });
    const replica = new ReplicaCluster(chart, 'copy', { ...smallestCluster(operator), ...NAMES, source });
    new BackupPolicy(chart, 'copies', { ...SMALLEST_BACKUP, cluster: replica });
    new ClusterPair(chart, 'pair', { primary, replica });
  };
  expect(findings(build)).toEqual([
    expect.stringContaining(
      `[test/pair] [PAIR-010] the cluster 'copy': 'storage.size' must be at least 100Gi, as 'orders' has it, got 50Gi; write the size of the source`,
    ),
  ]);
});
