import { shortHash } from '../private/hash';
import { CheckKind } from './migration-plan';

/**
 * What a check prints when it has found no difference, and what a later step asks for: proof that somebody has looked. It is made of what was
 * compared, so that the code of another migration, of another attempt or round, or of an earlier check is told from the right one without asking
 * anybody.
 * It is no secret and stops nobody who wants to get it wrong.
 */

/** What a check was about. */
export interface CheckSubject {
  /** What the migration, or the check that stands alone, is called. */
  readonly name: string;
  readonly namespace?: string;
  /** Names of the databases as the source has them, in any order. */
  readonly databases: readonly string[];
  /** Which attempt, from 1. */
  readonly attempt: number;
  /** Which time it comes to the cut over, from 1; the first, or no matter which, if absent. */
  readonly round?: number;
  readonly kind: CheckKind;
  /** Whether rows were counted or read; read if absent. */
  readonly level?: 'counts' | 'checksums';
  /** Tables that were left out, in any order. */
  readonly excludeTables?: readonly string[];
}

/** Number of tables, and what they and the rest of the subject make. */
const FORM = /^([1-9][0-9]{0,6})-([0-9a-f]{8})$/;

/** How many attempts and rounds back a code is known again. */
const EARLIER = 20;

const sorted = (values: readonly string[] = []): string[] => [...values].sort();

/** All that a code is made of but the number of tables, which only the check knows; the script of the check has it too. */
export const codeStem = ({ name, namespace, databases, attempt, round = 1, kind, level, excludeTables }: CheckSubject): string =>
  JSON.stringify([
    name,
    namespace ?? 'default',
    sorted(databases),
    attempt,
    kind,
    level ?? 'checksums',
    sorted(excludeTables),
    ...(round > 1 ? [round] : []),
  ]);

/** The code of a check that has compared so many tables and found no difference. */
export const checkCode = (subject: CheckSubject, tables: number): string => `${tables}-${shortHash(`${codeStem(subject)}#${tables}`)}`;

const WHICH: { readonly [kind in CheckKind]: string } = {
  follow: 'the check while the target follows',
  replayed: 'the cut over',
  final: 'the check after the last write',
  back: 'the check before the source takes over again',
};

/** What else the code may be of, said so that a person knows where to look. */
const otherSubjects = (subject: CheckSubject): [string, CheckSubject][] => {
  const others = (Object.keys(WHICH) as CheckKind[]).filter((kind) => kind !== subject.kind);
  const before = (number: number): number[] => Array.from({ length: EARLIER }, (_, index) => number - 1 - index).filter((each) => each > 0);
  const { round } = subject;
  return [
    ...others.map((kind): [string, CheckSubject] => [WHICH[kind], { ...subject, kind, round: undefined }]),
    ...(round === undefined ? [] : [...before(round), round + 1]).map((other): [string, CheckSubject] => [
      `round ${other}`,
      { ...subject, round: other },
    ]),
    ...before(subject.attempt).flatMap((attempt): [string, CheckSubject][] => [
      [`attempt ${attempt}`, { ...subject, attempt }],
      ...others.map((kind): [string, CheckSubject] => [`attempt ${attempt}, and of ${WHICH[kind]}`, { ...subject, attempt, kind }]),
    ]),
    ['the same check where only rows were counted', { ...subject, level: 'counts' }],
  ];
};

/** What is said of a code that is not the right one. */
interface CodeWords {
  /** The check, as the code of which the right one is told. */
  readonly which: string;
  /** The same more closely, where there is another code. */
  readonly exactly: string;
  /** What else the code may be of. */
  readonly others: readonly [string, CheckSubject][];
  /** What it is where it is none of these. */
  readonly unknown: string;
  /** What to write. */
  readonly write: string;
}

function problemOf(prop: string, code: string, subject: CheckSubject, words: CodeWords): string | undefined {
  const [, tables] = FORM.exec(code) ?? [];
  if (tables === undefined) {
    return (
      `'${prop}' must be the code that ${words.which} prints in its last line, as '12-0a1b2c3d', got '${code.slice(0, 40)}'; ` +
      `write what stands behind 'check passed: ' there`
    );
  }
  const isOf = (known: CheckSubject): boolean => code === checkCode(known, Number(tables));
  if (isOf(subject)) {
    return undefined;
  }
  const other = words.others.find(([, known]) => isOf(known));
  const what = other ? `which is that of ${other[0]}` : `which is of ${words.unknown}, or copied wrong`;
  return `'${prop}' must be the code of ${words.exactly}, got '${code}', ${what}; ${words.write}`;
}

/** What else the code of a check that stands alone may be of. */
const otherChecks = (subject: CheckSubject): [string, CheckSubject][] => [
  subject.kind === 'follow'
    ? [`the same check without 'tolerant'`, { ...subject, kind: 'final' }]
    : ['the same check with tolerant: true', { ...subject, kind: 'follow' }],
  subject.level === 'counts'
    ? ['the same check where rows were read', { ...subject, level: 'checksums' }]
    : ['the same check where only rows were counted', { ...subject, level: 'counts' }],
];

/**
 * What is wrong with a code that somebody has written for a check that stands alone; nothing if it is the right one.
 *
 * @param prop where it was written, as a message names it
 * @param code what was written
 * @param subject the check whose code it should be
 */
export const ownCodeProblem = (prop: string, code: string, subject: CheckSubject): string | undefined =>
  problemOf(prop, code, subject, {
    which: 'this DataCheck',
    exactly: 'this DataCheck',
    others: otherChecks(subject),
    unknown: 'other clusters, databases or tables left out, of another token',
    write: `write the code that it prints in its last line once it has passed, or leave '${prop}' out until then`,
  });

/**
 * What is wrong with a code that somebody has written for this check; nothing if it is the right one.
 *
 * @param prop where it was written, as a message names it
 * @param code what was written
 * @param subject the check whose code it should be
 */
export function codeProblem(prop: string, code: string, subject: CheckSubject): string | undefined {
  const { name, attempt, round = 1, kind } = subject;
  return problemOf(prop, code, subject, {
    which: WHICH[kind],
    exactly: `${WHICH[kind]} of '${name}', attempt ${attempt}${round > 1 ? `, round ${round}` : ''}`,
    others: otherSubjects(subject),
    unknown: 'another migration, of other databases or tables left out, of another attempt or round',
    write: 'write the code that this check prints once it has passed',
  });
}
