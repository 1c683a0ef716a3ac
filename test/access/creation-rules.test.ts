import { Size } from 'cdk8s';
import { CreationOptions, CreationSql, DatabaseOptions, HaClusterProps, LocaleProvider, PostgresVersion, RecoverySource } from '../../lib';
import { CREATION_RULES } from '../../lib/access/creation-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { OLD_ARCHIVE, program } from '../support/programs';
import { only } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();
const ORDERS = { name: 'orders', owner: 'orders-app' };

type Given = Partial<HaClusterProps>;
const created = (creation: CreationOptions, more: Given = {}): Given => ({ databases: [ORDERS], creation, ...more });
const runs = (...sql: CreationSql[]): Given => created({ sql });
const text = (sql: string, database?: string): CreationSql => CreationSql.fromText(sql, { database });
const sorts = (options: Partial<DatabaseOptions>, version = PostgresVersion.V17): Given => ({
  version,
  databases: [{ ...ORDERS, ...options }],
});
const ICU = { localeProvider: LocaleProvider.ICU, icuLocale: 'de-DE' };
const BUILTIN = { localeProvider: LocaleProvider.BUILTIN, builtinLocale: 'C.UTF-8' };

const CASES: readonly RuleCase<Given>[] = [
  {
    rule: 'SQL-001',
    broken: runs(text(' \n'), CreationSql.fromConfigMap('Own SQL', 'a/b')),
    says: [
      `'creation.sql[0]' must have a statement, got " \\n" (there would be nothing to run, and the cluster would wait for ever)`,
      `'creation.sql[1].configMapName' must be the name of a ConfigMap, got 'Own SQL'`,
      `'creation.sql[1].configMapKey' must be letters, digits, '-', '_' and '.', got 'a/b'`,
    ],
    kept: runs(text('SELECT 1;'), CreationSql.fromConfigMap('own-sql', 'creation.sql')),
  },
  {
    rule: 'SQL-002',
    broken: runs(text('SELECT 1;', 'audit')),
    says: `'creation.sql[0].database' must be postgres, template1, orders, got 'audit' (the operator would try for ever to reach another one)`,
    kept: runs(text('SELECT 1;', 'orders'), text('SELECT 1;', 'template1'), text('SELECT 1;', 'postgres')),
  },
  {
    rule: 'SQL-003',
    broken: created({ sql: [text('SELECT 1;')] }, { recovery: RecoverySource.fromArchive(OLD_ARCHIVE).done() }),
    says: `'creation.sql' must not be given beside 'recovery'; leave it out, and run by hand what the data does not have (the data of another cluster has what was run there, and one operator would run it once more while the others would not)`,
    kept: created({ walSegmentSize: Size.mebibytes(64) }, { recovery: RecoverySource.fromArchive(OLD_ARCHIVE).done() }),
  },
  ...[`CREATE ROLE a PASSWORD 'x'`, `alter role a with password E'x'`, 'ALTER ROLE a PASSWORD $$x$$'].map((sql) => ({
    rule: 'SQL-004',
    broken: runs(text(sql)),
    says: `'creation.sql[0]' must not set a password; write the role in 'roles', whose password is in a Secret, and consider this one as leaked (a credential in the program is a credential in the repository, for ever)`,
    kept: runs(text(`ALTER ROLE a PASSWORD NULL; COMMENT ON ROLE a IS 'has no password';`)),
  })),
  {
    rule: 'DB-020',
    broken: created({ dataChecksums: false }),
    says: `'creation.dataChecksums' must not be false; leave it out, or Rules.of(cluster).suppress('DB-020', '<the reason>') (a damaged page is copied to replicas and backups for months before anybody reads it)`,
    kept: created({ dataChecksums: true }),
  },
  ...[Size.kibibytes(512), Size.mebibytes(48), Size.gibibytes(2)].map((walSegmentSize) => ({
    rule: 'DB-021',
    of: `${walSegmentSize.toKibibytes()} KiB`,
    broken: created({ walSegmentSize }),
    says: `'creation.walSegmentSize' must be 1, 2, 4 ... 1024 MiB, got ${walSegmentSize.toKibibytes() / 1024} (initdb refuses another size, and no instance ever starts)`,
    kept: created({ walSegmentSize: Size.gibibytes(1) }),
  })),
  {
    rule: 'DB-022',
    broken: sorts({ localeProvider: LocaleProvider.ICU }),
    says: `'icuLocale' of 'orders' goes with localeProvider: LocaleProvider.ICU, and that with it; write both, or neither (PostgreSQL refuses the database, or the cluster)`,
    kept: sorts({ ...ICU, icuRules: '& V << w' }),
  },
  {
    rule: 'DB-022',
    of: 'of another provider',
    broken: sorts({ localeProvider: LocaleProvider.LIBC, icuLocale: 'de DE', icuRules: '&a', builtinLocale: 'de_DE' }),
    says: [
      `'icuLocale' of 'orders' goes with localeProvider: LocaleProvider.ICU, and that with it; write both, or neither`,
      `'icuLocale' of 'orders' must be a language tag such as 'de-DE' or 'und', got 'de DE'`,
      `'icuRules' of 'orders' goes with localeProvider: LocaleProvider.ICU; leave it out`,
      `'builtinLocale' of 'orders' goes with localeProvider: LocaleProvider.BUILTIN, and that with it; write both, or neither`,
      `'builtinLocale' of 'orders' must be C, C.UTF-8, PG_UNICODE_FAST, got 'de_DE'`,
    ],
    kept: sorts(BUILTIN),
  },
  {
    rule: 'DB-023',
    broken: sorts({ ...ICU, icuRules: '&a' }, PostgresVersion.V14),
    says: [
      `'localeProvider: ICU' of 'orders' needs PostgreSQL 15 or later, got 14; leave it out, or take a later one (PostgreSQL refuses the database, or the cluster)`,
      `'icuRules' of 'orders' needs PostgreSQL 16 or later, got 14; leave it out, or take a later one`,
    ],
    kept: sorts(ICU, PostgresVersion.V15),
  },
  {
    rule: 'DB-023',
    of: 'PostgreSQL itself',
    broken: sorts(BUILTIN, PostgresVersion.V16),
    says: `'localeProvider: BUILTIN' of 'orders' needs PostgreSQL 17 or later, got 16; leave it out, or take a later one`,
    kept: sorts(BUILTIN),
  },
];

describeRules(CASES, {
  rules: CREATION_RULES,
  place: 'test/db',
  program: (cluster) => program(operator, { cluster }),
  prints: (manifests) => expect(only(manifests, 'ToyPostgres').kind).toBe('ToyPostgres'),
});

everyRuleHasACase(CREATION_RULES, CASES);
