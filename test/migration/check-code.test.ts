import { CheckSubject, checkCode, codeProblem, codeStem, ownCodeProblem } from '../../lib/migration/check-code';

const SUBJECT: CheckSubject = { name: 'orders-move', namespace: 'shop', databases: ['orders', 'audit'], attempt: 3, kind: 'final' };
const OTHER = 'which is of another migration, of other databases or tables left out, of another attempt or round, or copied wrong';

const refused = (got: string, why: string): string =>
  `'step' must be the code of the check after the last write of 'orders-move', attempt 3, got '${got}', ${why}; ` +
  'write the code that this check prints once it has passed';

test('a code is the number of tables and eight digits, and the same for the same subject', () => {
  expect(checkCode(SUBJECT, 12)).toBe('12-dbd6dec8');
  expect(checkCode({ ...SUBJECT, databases: ['audit', 'orders'], level: 'checksums', excludeTables: [] }, 12)).toBe(checkCode(SUBJECT, 12));
  expect(codeStem(SUBJECT)).toBe('["orders-move","shop",["audit","orders"],3,"final","checksums",[]]');
});

test('the right code is taken', () => {
  expect(codeProblem('step', checkCode(SUBJECT, 12), SUBJECT)).toBeUndefined();
  expect(codeProblem('step', checkCode(SUBJECT, 1), SUBJECT)).toBeUndefined();
});

test.each(['', 'yes', '12', '012-dbd6dec8', '0-b9f8e9b5', '12-B9F8E9B5', '12-b9f8e9b5 ', 'check passed: 12-b9f8e9b5'])(
  'what is no code is refused: %j',
  (code) => {
    expect(codeProblem('step', code, SUBJECT)).toBe(
      `'step' must be the code that the check after the last write prints in its last line, as '12-0a1b2c3d', got '${code}'; ` +
        "write what stands behind 'check passed: ' there",
    );
  },
);

test.each<[string, Partial<CheckSubject>, string]>([
  ['the check while the target follows', { kind: 'follow' }, 'which is that of the check while the target follows'],
  ['the check of the way back', { kind: 'back' }, 'which is that of the check before the source takes over again'],
  ['an earlier attempt', { attempt: 2 }, 'which is that of attempt 2'],
  [
    'an earlier attempt of the other check',
    { attempt: 1, kind: 'follow' },
    'which is that of attempt 1, and of the check while the target follows',
  ],
  ['counts', { level: 'counts' }, 'which is that of the same check where only rows were counted'],
  ['another name', { name: 'invoices-move' }, OTHER],
  ['another namespace', { namespace: 'stage' }, OTHER],
  ['other databases', { databases: ['orders'] }, OTHER],
  ['tables left out', { excludeTables: ['public.log'] }, OTHER],
  ['a later attempt', { attempt: 4 }, OTHER],
])('the code of %s is refused and told apart where it can be', (_, other, why) => {
  const code = checkCode({ ...SUBJECT, ...other }, 12);
  expect(codeProblem('step', code, SUBJECT)).toBe(refused(code, why));
});

test('another number of tables does not go with the digits', () => {
  const code = checkCode(SUBJECT, 12).replace('12-', '13-');
  expect(codeProblem('step', code, SUBJECT)).toBe(refused(code, OTHER));
});

const SECOND: CheckSubject = { ...SUBJECT, kind: 'replayed', round: 2 };

test('a round has codes of its own, the first those of no round', () => {
  expect(codeStem(SECOND)).toBe('["orders-move","shop",["audit","orders"],3,"replayed","checksums",[],2]');
  expect(codeStem({ ...SUBJECT, round: 1 })).toBe(codeStem(SUBJECT));
  expect(codeProblem('step', checkCode(SECOND, 12), SECOND)).toBeUndefined();
});

test.each<[string, Partial<CheckSubject>, string]>([
  ['the round before', { round: 1 }, 'which is that of round 1'],
  ['the round to come', { round: 3 }, 'which is that of round 3'],
  ['another check, which has no rounds', { round: undefined, kind: 'follow' }, 'which is that of the check while the target follows'],
])('the code of %s is refused and told apart', (_, other, why) => {
  const code = checkCode({ ...SECOND, ...other }, 12);
  expect(codeProblem('step', code, SECOND)).toBe(
    refused(code, why).replace('check after the last write', 'cut over').replace('attempt 3', 'attempt 3, round 2'),
  );
});

test.each<[string, Partial<CheckSubject>, Partial<CheckSubject>, string]>([
  ['tolerant', {}, { kind: 'follow' }, 'which is that of the same check with tolerant: true'],
  ['strict', { kind: 'follow' }, { kind: 'final' }, "which is that of the same check without 'tolerant'"],
  ['counts', {}, { level: 'counts' }, 'which is that of the same check where only rows were counted'],
  ['rows', { level: 'counts' }, { level: 'checksums' }, 'which is that of the same check where rows were read'],
  [
    'another token',
    {},
    { name: 'orders-move, again' },
    'which is of other clusters, databases or tables left out, of another token, or copied wrong',
  ],
])('a check that stands alone knows the code of another one: %s', (_, own, other, why) => {
  const subject = { ...SUBJECT, ...own };
  const code = checkCode({ ...subject, ...other }, 12);
  expect(ownCodeProblem('passed', code, subject)).toBe(
    `'passed' must be the code of this DataCheck, got '${code}', ${why}; ` +
      "write the code that it prints in its last line once it has passed, or leave 'passed' out until then",
  );
  expect(ownCodeProblem('passed', checkCode(subject, 12), subject)).toBeUndefined();
});

test('a line of the log is no code of a check that stands alone', () => {
  expect(ownCodeProblem('passed', 'check passed: 12-b9f8e9b5', SUBJECT)).toBe(
    "'passed' must be the code that this DataCheck prints in its last line, as '12-0a1b2c3d', got 'check passed: 12-b9f8e9b5'; " +
      "write what stands behind 'check passed: ' there",
  );
});
