import * as fs from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { EFFECTS } from '../../cli/effects';
import { RULES } from '../../cli/guard/rules';
import { changeDocs } from '../../scripts/change-docs';
import { guardDocs } from '../../scripts/guard-docs';

const ROOT = path.join(__dirname, '..', '..');
const HOW_TO = fs.readFileSync(path.join(ROOT, 'docs', 'how-to', 'guard-pull-requests.md'), 'utf8');

test('docs/guard.md is what the rules say', () => {
  expect(fs.readFileSync(path.join(ROOT, 'docs', 'guard.md'), 'utf8')).toBe(guardDocs());
});

test('docs/changes.md is what the tables say of printed programs, and no line of it is a hole', () => {
  const made = changeDocs();
  expect(fs.readFileSync(path.join(ROOT, 'docs', 'changes.md'), 'utf8')).toBe(made);
  expect(made.split('\n').filter((line) => line.startsWith('| ') && line.includes('nothing is known'))).toEqual([]);
});

test('rows of the tables name rules that there are, and rules without a check have a row', () => {
  const named = new Set(
    Object.values(EFFECTS)
      .flat()
      .flatMap(({ rule }) => rule ?? []),
  );
  const ids = new Set(RULES.map(({ id }) => id));
  expect([...named].filter((id) => !ids.has(id))).toEqual([]);
  // The acknowledgements themselves, and what no row names.
  const elsewhere = ['G116', 'G129'];
  expect(RULES.filter(({ id, check, state }) => !check && !state && !named.has(id) && !elsewhere.includes(id)).map(({ id }) => id)).toEqual(
    [],
  );
});

test('texts are sentences', () => {
  for (const { what, why, safe } of RULES) {
    for (const text of [what, why, safe]) {
      expect(text).toMatch(/^["A-Za-z].*[.)'*0-9]$/s);
    }
  }
  for (const { does } of Object.values(EFFECTS).flat()) {
    expect(does).toMatch(/^(?:[A-Z]|pgBackRest).*\.$/s);
  }
});

test('the files in the how-to are YAML, and call the command as it is', () => {
  const blocks = [...HOW_TO.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!);
  expect(blocks.length).toBeGreaterThanOrEqual(3);
  blocks.forEach((text) => expect(typeof parse(text)).toBe('object'));
  const calls = HOW_TO.match(/guard --base \S+ --head \S+/g) ?? [];
  expect(calls.length).toBeGreaterThanOrEqual(3);
});
