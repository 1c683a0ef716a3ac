import { Ask } from '../private/asks';
import { Capability } from '../model/capability';
import { CapabilityStatement } from '../model/capability-statement';
import { Finding } from '../model/finding';
import { AVAILABILITY } from './availability';
import { OperatorFacts } from './operator-facts';

/** Why an operator does not have a capability, and what to write instead. Who has it is said by the table of all operators. */
export interface Refusal {
  /** Id of the rule that refuses it. */
  readonly rule: string;
  /** What to write instead, for the reader of the refusal. */
  readonly instead: string;
}

/** Where an operator has a capability, kind and JSON pointer, or why it does not. */
export type Row = string | Refusal;

/** What an operator says of each capability. The compiler sees to it that none is missing. */
export type Rows = Readonly<Record<Capability, Row>>;

/** The rows of some capabilities: those of one subject. */
export type SomeRows = Partial<Rows>;

/** Another row for a capability, in some versions of an operator or with some of its settings. */
export interface Variant<S> {
  readonly capability: Capability;
  readonly holds: (settings: S) => boolean;
  readonly row: Row;
}

/** Fields of a kind, as rows name them. */
export const fieldsOf =
  (kind: string) =>
  (pointer: string): string =>
    `${kind} ${pointer}`;

const statement = (capability: Capability, row: Row): CapabilityStatement =>
  typeof row === 'string' ? { capability, path: row } : { capability, ...row };

const entries = (rows: Rows): [Capability, Row][] => Object.entries(rows) as [Capability, Row][];

/** What an operator says with these settings, in the order of its rows. Of several variants that hold the first one counts. */
export function statementsOf<S>(rows: Rows, variants: readonly Variant<S>[], settings: S): CapabilityStatement[] {
  return entries(rows).map(([capability, row]) =>
    statement(capability, variants.find((variant) => variant.capability === capability && variant.holds(settings))?.row ?? row),
  );
}

/** Every refusal of an operator, of whatever version and settings. */
export function refusalsOf<S>(rows: Rows, variants: readonly Variant<S>[]): CapabilityStatement[] {
  return [...entries(rows), ...variants.map(({ capability, row }) => [capability, row] as const)].flatMap(([capability, row]) =>
    typeof row === 'string' ? [] : [statement(capability, row)],
  );
}

/** The operators that have what one of them refuses: those that it names itself, or all others of this library. */
export const thoseWho = ({ capability, availableOn }: CapabilityStatement, refuses: string): readonly string[] =>
  availableOn ?? AVAILABILITY[capability].filter((name) => name !== refuses);

/** Refusals of everything that a model asks for and the operator does not have. */
export function refusals<M>(
  facts: OperatorFacts,
  capabilities: readonly CapabilityStatement[],
  asks: readonly Ask<M>[],
  model: M,
): Finding[] {
  const found: Finding[] = [];
  for (const [capability, askedBy] of asks) {
    // Nearly every cluster asks for next to nothing of all that there is.
    const asked = askedBy(model);
    const said = asked.length > 0 ? capabilities.find((row) => row.capability === capability) : undefined;
    if (asked.length > 0 && said?.path === undefined) {
      // Two things in the same words are one thing to write otherwise.
      found.push(...[...new Set(asked)].map((one) => refusal(facts, one, said ?? { capability })));
    }
  }
  return found;
}

function refusal(facts: OperatorFacts, asked: string, said: CapabilityStatement): Finding {
  const operators = thoseWho(said, facts.displayName);
  // Nobody else, but the same one otherwise: another version, or without what is switched off in it.
  const itself = said.capability !== undefined && AVAILABILITY[said.capability].includes(facts.displayName);
  const available =
    operators.length > 0
      ? `available on ${listed(operators)}`
      : itself
        ? `available on ${facts.displayName} in its newest version, as it is installed by default`
        : 'no supported operator has it';
  return {
    rule: said.rule ?? 'HA-000',
    what: `asked for ${asked}; ${said.instead ?? 'leave it out'}; ${available}`,
    why: `${facts.displayName} ${facts.operatorVersion} does not have it`,
  };
}

const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), ...names.slice(-1)].filter((part) => part !== '').join(' and ');
