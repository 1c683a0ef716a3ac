import { Chart } from 'cdk8s';
import { RuleFacts } from '../../lib/private/rules';
import { Manifest, refusal, render } from './render';

/** A rule, what breaks it and what is said of that, and what keeps it. */
export interface RuleCase<P> {
  /** Id of the rule. */
  readonly rule: string;
  /** What this case is about, where the rule has several that the ids alone do not tell apart. */
  readonly of?: string;
  /** What breaks the rule. */
  readonly broken: P;
  /**
   * All that is said of it, without the place and the id: what is wrong, and the reason in parentheses. A text of another rule has the id in
   * front, one of another construct both. One case of a rule spells the reason; the others may leave it to the table of the rules.
   */
  readonly says: string | readonly string[];
  /** What keeps the rule. */
  readonly kept: P;
}

/** Where cases are tried out. */
export interface RuleStage<P, More> {
  /** The table that the reasons are taken from. */
  readonly rules: readonly RuleFacts[];
  /** Path of the construct that the findings name. */
  readonly place: string;
  /** The program that breaks or keeps a rule. */
  readonly program: (given: P, row: RuleCase<P> & More) => (chart: Chart) => void;
  /** What has to be printed where the rule is kept. */
  readonly prints: (manifests: readonly Manifest[]) => void;
}

/** Tries out cases: what breaks a rule is refused with these messages and no other, and what keeps it is printed. */
export function describeRules<P, More = object>(
  cases: readonly (RuleCase<P> & More)[],
  { rules, place, program, prints }: RuleStage<P, More>,
): void {
  describe.each(cases.map((row) => ({ row, title: [row.rule, row.of].filter((part) => part !== undefined).join(': ') })))(
    `$title (${place})`,
    ({ row }) => {
      test('is broken', () => {
        expect(refusal(program(row.broken, row))).toBe(refused(...textsOf(row).map((text) => inFull(text, place, row.rule, rules))));
      });

      test('is kept', () => {
        prints(render(program(row.kept, row)));
      });
    },
  );
}

/**
 * Every rule is tried out, and the reason of each is spelt in a case.
 *
 * @param alone ids of rules that have tests of their own
 */
export function everyRuleHasACase<P>(rules: readonly RuleFacts[], cases: readonly RuleCase<P>[], alone: readonly string[] = []): void {
  const sorted = (ids: readonly string[]) => [...new Set(ids)].sort();

  test('every rule has a case', () => {
    expect(sorted([...cases.map(({ rule }) => rule), ...alone])).toEqual(sorted(rules.map(({ id }) => id)));
  });

  test('the reason of every rule is spelt', () => {
    const spelt = cases.filter((row) => textsOf(row).some((text) => text.endsWith(reason(row.rule, rules)))).map(({ rule }) => rule);
    expect(sorted(cases.map(({ rule }) => rule))).toEqual(sorted(spelt));
  });
}

/** The message that a program is refused with, where all findings are about one construct. A text in it may span lines. */
export const message = (place: string, ...texts: readonly string[]): string => refused(...texts.map((text) => `[${place}] ${text}`));

const refused = (...lines: readonly string[]): string => `Validation failed with the following errors:\n  ${lines.join('\n  ')}`;

const textsOf = <P>({ says }: RuleCase<P>): readonly string[] => (typeof says === 'string' ? [says] : says);

const OF_ANOTHER_CONSTRUCT = /^\[[^\] ]+\] \[[A-Z]+-\d{3}\] /;
const OF_ANOTHER_RULE = /^\[[A-Z]+-\d{3}\] /;

function inFull(text: string, place: string, rule: string, rules: readonly RuleFacts[]): string {
  if (OF_ANOTHER_CONSTRUCT.test(text)) {
    return text;
  }
  if (OF_ANOTHER_RULE.test(text)) {
    return `[${place}] ${text}`;
  }
  const why = reason(rule, rules);
  return `[${place}] [${rule}] ${text.endsWith(why) ? text : text + why}`;
}

function reason(rule: string, rules: readonly RuleFacts[]): string {
  const facts = rules.find(({ id }) => id === rule);
  if (facts === undefined) {
    throw new Error(`there is no rule '${rule}' in the table`);
  }
  return ` (${facts.why})`;
}
