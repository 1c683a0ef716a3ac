import { Effect, Evidence, Operator } from '../effects/effect';
import { Change } from './compare/diff';
import { Json } from '../values/json';
import { KubeObject } from './object';
import { ClusterView } from './operators/view';
import { Rendering } from './read/rendering';

/**
 * `block`: data or the means of recovering it are likely lost, or the API refuses it; `confirm`: somebody has to say that it is meant;
 * `warn` and `info` stop nothing.
 */
export type Severity = 'block' | 'confirm' | 'warn' | 'info';

export const SEVERITIES: readonly Severity[] = ['block', 'confirm', 'warn', 'info'];

/** A rendering with what the rules ask of it. */
export interface Side extends Rendering {
  /** The clusters of the three operators. */
  readonly clusters: readonly ClusterView[];
  readonly clusterByKey: ReadonlyMap<string, ClusterView>;
  /** What is in one namespace. */
  readonly objectsIn: (namespace: string) => readonly KubeObject[];
  readonly clustersIn: (namespace: string) => readonly ClusterView[];
}

/** An object that both sides have. */
export interface Pair {
  readonly before: KubeObject;
  readonly after: KubeObject;
  readonly changes: readonly Change[];
}

export interface Comparison {
  readonly base: Side;
  readonly head: Side;
  /** Objects of both sides that differ. */
  readonly pairs: readonly Pair[];
  readonly pairByKey: ReadonlyMap<string, Pair>;
  readonly removed: readonly KubeObject[];
  readonly added: readonly KubeObject[];
}

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
