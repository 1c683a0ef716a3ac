import { HaClusterProps, IPostgresOperator, PostgresImage, PostgresOperator, PostgresVersion } from '../../lib';
import { EXTENSION_RULES } from '../../lib/access/extension-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { at, findings, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();
const CNPG = PostgresOperator.cloudNativePg();
const PGO = PostgresOperator.crunchy();
const ZALANDO = PostgresOperator.zalando({ teamId: 'acme' });

/** An image of somebody's own, of which no operator knows anything. */
const IMAGES: ReadonlyMap<IPostgresOperator, PostgresImage> = new Map([
  [CNPG, PostgresImage.pinned('registry.example.com/pg:17.6-standard')],
  [PGO, PostgresImage.pinned('registry.example.com/pg:17.6')],
  [ZALANDO, PostgresImage.pinned('registry.example.com/spilo-17:4.0')],
]);

const database = (name: string, ...extensions: readonly string[]) => ({
  name,
  owner: 'shop-owner',
  extensions: extensions.map((extension) => ({ name: extension })),
});

const NOT_THERE = 'CREATE EXTENSION fails, as the upgrade of a cluster that has it, and without a library the server does not start';

const shop = (extensions: readonly string[], more: Partial<HaClusterProps> = {}): Partial<HaClusterProps> => ({
  databases: [database('shop', ...extensions)],
  ...more,
});

const CRON: Partial<HaClusterProps> = { preloadLibraries: ['pg_cron'], parameters: { 'cron.database_name': 'shop' } };
const NOT_CREATED = '(CREATE EXTENSION fails, and what the operator would do after it in that database is not done either)';

const CASES: readonly RuleCase<Partial<HaClusterProps>>[] = [
  {
    rule: 'EXT-001',
    broken: shop(['pg_stat_statements', 'pg_trgm']),
    says: `the extension 'pg_stat_statements' of 'shop' needs the library 'pg_stat_statements', which the server does not load; write preloadLibraries: ['pg_stat_statements'] (CREATE EXTENSION fails, or what it makes fails whenever it is used)`,
    kept: shop(['pg_stat_statements', 'pg_trgm'], { preloadLibraries: ['$libdir/pg_stat_statements.so'] }),
  },
  {
    rule: 'EXT-001',
    of: 'a library by its path',
    broken: shop(['timescaledb'], { preloadLibraries: ['timescaledb_toolkit'] }),
    says: `the extension 'timescaledb' of 'shop' needs the library 'timescaledb', which the server does not load; write preloadLibraries: ['timescaledb']`,
    kept: shop(['timescaledb'], { preloadLibraries: ['/extensions/ts/lib/timescaledb'] }),
  },
  {
    rule: 'EXT-002',
    of: 'no parameter',
    broken: shop(['pg_cron'], { preloadLibraries: ['pg_cron'] }),
    says: `the extension 'pg_cron' can be in the database of 'cron.database_name' only, which is 'postgres' by default, got it in 'shop'; write parameters: { 'cron.database_name': 'shop' } ${NOT_CREATED}`,
    kept: shop(['pg_cron'], CRON),
  },
  {
    rule: 'EXT-002',
    of: 'another database in the parameter',
    broken: shop(['pg_cron'], { preloadLibraries: ['pg_cron'], parameters: { 'cron.database_name': 'postgres' } }),
    says: `the extension 'pg_cron' can be in the database of 'cron.database_name' only, which is 'postgres', got it in 'shop'; write parameters: { 'cron.database_name': 'shop' }`,
    kept: shop(['pg_trgm'], { preloadLibraries: ['pg_cron'], parameters: { 'cron.database_name': 'postgres' } }),
  },
  {
    rule: 'EXT-002',
    of: 'two databases',
    broken: { databases: [database('shop', 'pg_cron'), database('audit', 'pg_cron')], ...CRON },
    says: `the extension 'pg_cron' can be in one database of a server only, got it in 'shop' and 'audit'; leave it out of all but one, whose jobs can run in the others: cron.schedule_in_database(...)`,
    kept: { databases: [database('shop', 'pg_cron'), database('audit')], ...CRON },
  },
  {
    rule: 'EXT-003',
    broken: shop([], { preloadLibraries: ['pg_cron'] }),
    says: `'preloadLibraries' has 'pg_cron' and 'parameters' has no 'cron.database_name', which is 'postgres' by default; write the database that it works in: parameters: { 'cron.database_name': ... } (its workers would look for their tables in a database that does not have them, or end at once, and nothing says so)`,
    kept: shop([], { preloadLibraries: ['pg_cron'], parameters: { 'cron.database_name': 'postgres' } }),
  },
  {
    rule: 'EXT-003',
    of: 'a worker that has no default',
    broken: shop(['pg_partman'], { preloadLibraries: ['pg_partman_bgw'] }),
    says: `'preloadLibraries' has 'pg_partman_bgw' and 'parameters' has no 'pg_partman_bgw.dbname', which is empty by default; write the database that it works in: parameters: { 'pg_partman_bgw.dbname': ... }`,
    kept: shop(['pg_partman'], { preloadLibraries: ['pg_partman_bgw'], parameters: { 'pg_partman_bgw.dbname': 'shop' } }),
  },
  {
    rule: 'EXT-005',
    broken: shop(['earthdistance', 'cube']),
    says: `the extension 'earthdistance' of 'shop' needs 'cube' before it; write { name: 'cube' } in front of it ${NOT_CREATED}`,
    kept: shop(['cube', 'earthdistance']),
  },
  {
    rule: 'EXT-006',
    broken: shop(['auto_explain', 'pgvector']),
    says: [
      `'auto_explain' is a library and no extension, got it in 'extensions' of 'shop'; write preloadLibraries: ['auto_explain'] ${NOT_CREATED}`,
      `there is no extension 'pgvector', got it in 'extensions' of 'shop'; write 'vector' ${NOT_CREATED}`,
    ],
    kept: shop(['vector', 'constructor', 'of_our_own'], { preloadLibraries: ['auto_explain'] }),
  },
  {
    rule: 'EXT-007',
    broken: shop(['adminpack', 'pg_logicalinspect'], { version: PostgresVersion.V17, preloadLibraries: ['$libdir/pg_overexplain'] }),
    says: [
      `PostgreSQL 17 has no extension 'adminpack', which ends with 16, got it in 'extensions' of 'shop'; leave it out (${NOT_THERE})`,
      `PostgreSQL 17 has no extension 'pg_logicalinspect', which begins with 18, got it in 'extensions' of 'shop'; leave it out (${NOT_THERE})`,
      `PostgreSQL 17 has no library 'pg_overexplain', which begins with 18, got it in 'preloadLibraries'; leave it out (${NOT_THERE})`,
    ],
    kept: shop(['pg_logicalinspect', 'pg_walinspect'], { version: PostgresVersion.V18, preloadLibraries: ['$libdir/pg_overexplain'] }),
  },
  {
    rule: 'EXT-007',
    of: 'older versions',
    broken: shop(['pg_walinspect', 'tsearch2'], { version: PostgresVersion.V14 }),
    says: [
      `PostgreSQL 14 has no extension 'pg_walinspect', which begins with 15, got it in 'extensions' of 'shop'; leave it out (${NOT_THERE})`,
      `PostgreSQL 14 has no extension 'tsearch2', which ends with 9, got it in 'extensions' of 'shop'; leave it out (${NOT_THERE})`,
    ],
    kept: shop(['adminpack', 'old_snapshot', 'plpython2u'], { version: PostgresVersion.V14 }),
  },
  {
    rule: 'EXT-008',
    broken: shop([], { parameters: { local_preload_libraries: 'auto_explain' } }),
    says: `'local_preload_libraries' must not have 'auto_explain', which sessions look for in a folder 'plugins' that images do not have; write preloadLibraries: ['auto_explain'] (every connection is refused while one of them is missing, those of the operator and of its probes as well)`,
    kept: shop([], { parameters: { session_preload_libraries: 'auto_explain', local_preload_libraries: '' } }),
  },
  {
    rule: 'EXT-006',
    of: 'misspelt names',
    broken: shop(['fuzzystrmach']),
    says: `the extension 'fuzzystrmach' of 'shop' is not known; did you mean 'fuzzystrmatch'? Where the image has one of that name: Rules.of(cluster).suppress('EXT-006', '<what it is>')`,
    kept: shop(['fuzzystrmatch', 'vectors', 'pg_of_our_own']),
  },
  {
    rule: 'EXT-009',
    broken: { preloadLibraries: ['postgis', '$libdir/xml2'] },
    says: [
      ['postgis', 'postgis-3'],
      ['xml2', 'pgxml'],
    ].map(
      ([library, file]) =>
        `'preloadLibraries' has '${library}', whose file is called '${file}'; write that, or leave it out where nothing of it has to be loaded at the start (the server does not start without one of them)`,
    ),
    kept: { preloadLibraries: ['postgis-3', 'pgxml', 'of_our_own'] },
  },
  {
    rule: 'EXT-009',
    of: 'misspelt names',
    broken: { preloadLibraries: ['pg_stat_statments'] },
    says: `'preloadLibraries' has 'pg_stat_statments', which is not known; did you mean 'pg_stat_statements'? Where the image has a library of that name: Rules.of(cluster).suppress('EXT-009', '<what it is>')`,
    kept: { preloadLibraries: ['pg_stat_statements', 'vectors'] },
  },
  {
    rule: 'EXT-010',
    broken: { preloadLibraries: ['pg_prewarm', 'timescaledb', 'pg_wait_sampling'], parameters: { max_worker_processes: '3' } },
    says: `'max_worker_processes' must be at least 4, for the workers of pg_prewarm, timescaledb, pg_wait_sampling, logical replication, got '3'; write more, those of parallel queries beside them (the server starts without the worker that it has no room for, and says so in its log alone)`,
    kept: {
      preloadLibraries: ['pg_prewarm', 'timescaledb', 'pg_wait_sampling'],
      parameters: { max_worker_processes: '3', max_logical_replication_workers: '0' },
    },
  },
];

describeRules(CASES, {
  rules: EXTENSION_RULES,
  place: 'test/db',
  program: (cluster) => program(operator, { cluster }),
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(EXTENSION_RULES, CASES, ['EXT-004']);

const ids = (target: IPostgresOperator, cluster: Partial<HaClusterProps>): string[] =>
  findings(program(target, { cluster })).map((line) => /\[([A-Z]+-\d+)\]/.exec(line)![1]!);

describe('pg_cron', () => {
  test.each([
    ['an extension without its library', shop(['pg_cron']), [CNPG, PGO], ['EXT-001', 'EXT-002']],
    ['a library without its parameter', shop(['pg_cron'], { preloadLibraries: ['pg_cron'] }), [CNPG, PGO], ['EXT-002']],
    [
      'a parameter that names another database',
      shop(['pg_cron'], { ...CRON, parameters: { 'cron.database_name': 'postgres' } }),
      [CNPG, PGO],
      ['EXT-002'],
    ],
  ] as const)('%s is refused', (_, cluster, operators, expected) => {
    for (const target of operators) {
      expect(ids(target, { ...cluster, image: IMAGES.get(target) })).toEqual(expected);
    }
    expect(ids(ZALANDO, cluster)).toContain('EXT-002');
  });

  test('is printed with all that it needs', () => {
    const printed = (target: IPostgresOperator) =>
      render(program(target, { cluster: { ...shop(['pg_cron'], CRON), image: IMAGES.get(target) } }));
    expect(at(only(printed(CNPG), 'Cluster'), '/spec/postgresql')).toMatchObject({
      parameters: { 'cron.database_name': 'shop' },
      shared_preload_libraries: ['pg_cron'],
    });
    expect(at(only(printed(PGO), 'PostgresCluster'), '/spec/config/parameters')).toEqual({
      'cron.database_name': 'shop',
      shared_preload_libraries: 'pg_cron',
    });
  });

  test('is in postgres on Zalando, and stays there', () => {
    expect(findings(program(ZALANDO, { cluster: shop(['pg_cron'], { parameters: { 'cron.database_name': 'shop' } }) }))).toEqual([
      `[test/db] [EXT-002] 'cron.database_name' must be 'postgres' on Zalando Postgres Operator, which has 'pg_cron' there, got 'shop'; leave it out ${NOT_CREATED}`,
      `[test/db] [EXT-002] the extension 'pg_cron' is in the database 'postgres' on Zalando Postgres Operator and can be in no other, got it in 'shop'; leave it out, and call cron.schedule_in_database(...) in 'postgres' ${NOT_CREATED}`,
    ]);
    const kept = shop([], { preloadLibraries: ['pg_cron'], parameters: { 'cron.database_name': 'postgres' } });
    expect(() => render(program(ZALANDO, { cluster: kept }))).not.toThrow();
  });
});

test.each([
  [PGO, 'Crunchy PGO'],
  [ZALANDO, 'Zalando Postgres Operator'],
])('libraries that sessions load are in the image', (target, name) => {
  const loading = (libraries: string, image?: PostgresImage) =>
    program(target, { cluster: { parameters: { session_preload_libraries: libraries }, image } });
  expect(findings(loading('auto_explain, pg_hint_plan'))).toEqual([
    `[test/db] [EXT-008] 'session_preload_libraries' must be libraries that the image of ${name} has, got 'pg_hint_plan'; write PostgresImage.pinned(...) of an image that has it (every connection is refused while one of them is missing, those of the operator and of its probes as well)`,
  ]);
  expect(() => render(loading('pgaudit, $libdir/auto_explain.so'))).not.toThrow();
  expect(() => render(loading('pg_hint_plan', IMAGES.get(target)))).not.toThrow();
});

describe('what an operator loads by itself counts', () => {
  test.each<[string, IPostgresOperator, Partial<HaClusterProps>, string[]]>([
    ['pgaudit on PGO', PGO, shop(['pgaudit']), []],
    ['pg_stat_statements on PGO', PGO, shop(['pg_stat_statements']), ['EXT-001']],
    ['pg_stat_statements on Zalando', ZALANDO, shop(['pg_stat_statements', 'pg_stat_kcache', 'timescaledb']), []],
    ['pgaudit on Zalando', ZALANDO, shop(['pgaudit']), ['EXT-001']],
    ['timescaledb on Zalando with PostgreSQL 18', ZALANDO, shop(['timescaledb'], { version: PostgresVersion.V18 }), ['EXT-001']],
    ['pg_stat_statements on CloudNativePG', CNPG, shop(['pg_stat_statements']), ['EXT-001', 'CNPG-200']],
    ['with a parameter', CNPG, shop(['pg_stat_statements'], { parameters: { 'pg_stat_statements.max': '10000' } }), []],
    ['pgaudit with a parameter', CNPG, shop(['pgaudit'], { parameters: { 'pgaudit.log': 'ddl' } }), []],
  ])('%s', (_, target, cluster, expected) => {
    if (expected.length > 0) {
      expect(ids(target, cluster)).toEqual(expected);
    } else {
      expect(() => render(program(target, { cluster }))).not.toThrow();
    }
  });
});

describe('EXT-004', () => {
  const refused = (target: IPostgresOperator, title: string, extension: string, libraries: string[] = []) =>
    expect(findings(program(target, { cluster: shop([extension], { preloadLibraries: libraries }) }))).toEqual([
      `[test/db] [EXT-004] the image that ${title} takes has no extension '${extension}', got it in 'shop'; write PostgresImage.pinned(...) of an image that has it ${NOT_CREATED}`,
    ]);

  test('an extension that is not in the image is refused', () => {
    refused(PGO, 'Crunchy PGO', 'postgis');
    refused(PGO, 'Crunchy PGO', 'citus', ['citus']);
    refused(ZALANDO, 'Zalando Postgres Operator', 'citus', ['citus']);
    refused(ZALANDO, 'Zalando Postgres Operator', 'orafce');
    refused(ZALANDO, 'Zalando Postgres Operator', 'plperl');
    refused(PGO, 'Crunchy PGO', 'pgtap');
  });

  test.each<[IPostgresOperator, Partial<HaClusterProps>]>([
    [PGO, shop(['vector', 'pg_partman', 'hstore', 'plperl', 'of_our_own'])],
    [PGO, shop(['postgis'], { image: IMAGES.get(PGO) })],
    [PostgresOperator.crunchy({ postGisVersion: '3.5' }), shop(['postgis'])],
    [ZALANDO, shop(['vector', 'postgis', 'pg_partman', 'hstore', 'pldbgapi', 'of_our_own'])],
    [ZALANDO, shop(['orafce'], { image: IMAGES.get(ZALANDO) })],
  ])('what is in it, or is not known, passes', (target, cluster) => {
    expect(() => render(program(target, { cluster }))).not.toThrow();
  });
});

test('Citus is loaded before all others', () => {
  const cluster = shop([], { preloadLibraries: ['pg_stat_statements', 'citus'] });
  const printed = (target: IPostgresOperator) => render(program(target, { cluster: { ...cluster, image: IMAGES.get(target) } }));
  expect(at(only(printed(CNPG), 'Cluster'), '/spec/postgresql/shared_preload_libraries')).toEqual(['citus', 'pg_stat_statements']);
  expect(at(only(printed(ZALANDO), 'postgresql'), '/spec/postgresql/parameters/shared_preload_libraries')).toMatch(/^citus,bg_mon,/);
});

describe('EXT-009', () => {
  const libraries = (target: IPostgresOperator, ...preloadLibraries: string[]) => program(target, { cluster: { preloadLibraries } });

  test.each<[IPostgresOperator, string, string]>([
    [PGO, 'Crunchy PGO', 'pg_squeeze'],
    [PGO, 'Crunchy PGO', 'pg_stat_kcache'],
    [PGO, 'Crunchy PGO', 'safeupdate'],
    [ZALANDO, 'Zalando Postgres Operator', 'citus'],
    [ZALANDO, 'Zalando Postgres Operator', 'pg_hint_plan'],
  ])('a library that is not in the image is refused', (target, title, library) => {
    expect(findings(libraries(target, library))).toEqual([
      `[test/db] [EXT-009] 'preloadLibraries' has '${library}', which the image that ${title} takes has not; leave it out, or write PostgresImage.pinned(...) of an image that has it (the server does not start without one of them)`,
    ]);
  });

  test.each<[IPostgresOperator, string]>([
    [PGO, 'pgnodemx'],
    [PGO, 'auto_explain'],
    [PGO, 'wal2json'],
    [ZALANDO, 'pg_stat_kcache'],
    [ZALANDO, 'pglogical'],
    [ZALANDO, 'of_our_own'],
  ])('%p: %s passes', (target, library) => {
    expect(() => render(libraries(target, library))).not.toThrow();
  });
});
