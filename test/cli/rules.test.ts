import { CASES } from './support/cases';
import { found, removeFolders, told } from './support/guard';
import { RULES, UNDECIDABLE } from '../../cli/guard/rules';

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
