import { CASES } from './support/cases';
import { found, removeFolders, told } from './support/guard';
import { RULES, UNDECIDABLE } from '../../cli/guard/rules';
import { cnpg, crunchy, object, set } from './support/objects';

afterAll(removeFolders);

describe.each(CASES.map((one): [string, (typeof CASES)[number]] => [`${one.rule} on ${one.on}`, one]))(
  '%s',
  (_name, { rule, base, bad, good }) => {
    const of = (head: typeof bad) => found(base, head).filter((finding) => finding.rule === rule);

    test('is told', () => {
      const findings = of(bad);
      expect(findings.length).toBeGreaterThan(0);
      expect(findings.map(told)).toMatchSnapshot();
    });

    test('lets the other change pass', () => {
      expect(of(good)).toEqual([]);
    });
  },
);

test('every rule has a case on every operator that it names', () => {
  const covered = new Set(CASES.map(({ rule, on }) => `${rule} ${on}`));
  // Its cases are in acks.test.ts: it is about a file, not about an object.
  const wanted = RULES.filter(({ id }) => id !== 'G116').flatMap(({ id, operators }) => operators.map((on) => `${id} ${on}`));
  expect(wanted.filter((one) => !covered.has(one))).toEqual([]);
  expect([...covered].filter((one) => !wanted.includes(one))).toEqual([]);
});

test('ids are in use or explained, and never twice', () => {
  const ids = RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const explained = UNDECIDABLE.flatMap(({ id }) => id ?? []);
  const known = [...ids, ...explained].sort();
  expect(known).toEqual(Array.from({ length: known.length }, (_, i) => `G${String(i + 1).padStart(3, '0')}`));
});

const rulesOf = (...sides: Parameters<typeof found>): string[] => found(...sides).map(({ rule }) => rule);

test('a standby that is disabled, and a writer that learns of its follower, change no role', () => {
  expect(rulesOf([crunchy()], [set(crunchy(), 'spec.standby', { enabled: false })])).not.toContain('G120');
  expect(rulesOf([cnpg()], [set(cnpg(), 'spec.replica', { self: 'orders', primary: 'orders', source: 'orders-us' })])).not.toContain(
    'G047',
  );
});

test('init SQL of PGO has run: new statements are told, new comments are not', () => {
  const cluster = set(crunchy(), 'spec.databaseInitSQL', { name: 'init', key: 'init.sql' });
  const script = (sql: string) => object('v1', 'ConfigMap', 'init', { data: { 'init.sql': sql } });
  const base = [cluster, script('-- once\nCREATE EXTENSION a;\n')];
  expect(found(base, [cluster, script('CREATE EXTENSION a;\nCREATE EXTENSION b;\n')]).map(told)).toEqual([
    [
      'G117 confirm ConfigMap shop/init',
      'data["init.sql"]: undefined -> undefined',
      'The init SQL of PostgresCluster shop/orders changes, and has run already.',
      'PGO runs the script once in the life of a cluster: databases, extensions, owners and limits that are new in it are not made. (seen)',
      'Run the script by hand as the superuser; or take databaseInitSQL out, let that be applied, and put it back.',
    ],
  ]);
  expect(rulesOf(base, [cluster, script('-- run once\n\nCREATE EXTENSION a;\n')])).toEqual([]);
});
