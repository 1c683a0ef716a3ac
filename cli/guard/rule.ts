import { Effect, Evidence, Operator } from '../effects/effect';
import { Comparison } from '../manifests/compare/compare';
import { KubeObject } from '../manifests/object';
import { Side } from '../manifests/side';
import { Json } from '../values/json';

/**
 * `block`: data or the means of recovering it are likely lost, or the API refuses it; `confirm`: somebody has to say that it is meant;
 * `warn` and `info` stop nothing.
 */
export type Severity = 'block' | 'confirm' | 'warn' | 'info';

export const SEVERITIES: readonly Severity[] = ['block', 'confirm', 'warn', 'info'];

/** Something that a rule found. What it leaves out, the row of the rule says. */
export interface Hit {
  readonly object: KubeObject;
  /** Field as `show` writes it. */
  readonly field?: string;
  readonly old?: Json;
  readonly new?: Json;
  readonly what?: string;
  /** What the operator would do. */
  readonly does: string;
  readonly evidence?: Evidence;
  readonly effect?: Effect;
  readonly safe?: string;
  readonly severity?: Severity;
}

export interface GuardRule {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  readonly operators: readonly Operator[];
  /** One sentence: what was found. */
  readonly what: string;
  readonly why: string;
  /** How to get there safely. */
  readonly safe: string;
  /** Compares two sides. Rules without a check are found by the rows of `cli/effects` that name them. */
  readonly check?: (comparison: Comparison) => Hit[];
  /** Looks at one side: what the base has already is not told again. */
  readonly state?: (side: Side) => Hit[];
}
