import { Json } from '../values/json';

/** What becomes of a running cluster. */
export type Effect =
  | 'nothing'
  | 'reload'
  | 'rolling restart'
  | 'primary restart'
  | 'volume work'
  | 'destroys data'
  | 'ignored'
  | 'refused'
  | 'cuts clients'
  | 'changes who writes'
  | 'changes who may log in'
  | 'changes what can be recovered';

/**
 * How it is known: seen on a real operator (API server, operator and webhooks; the pods were stand-ins), read in the operator's source, or
 * inferred from it and never run.
 */
export type Evidence = 'seen' | 'read' | 'inferred';

/** Which difference of a field a row is about. */
export interface When {
  readonly says: string;
  readonly holds: (old: Json | undefined, now: Json | undefined) => boolean;
}

/** One change and what the operator makes of it. */
export interface ChangeEffect {
  /** Group and kind. */
  readonly kind: string;
  /** Pattern of the field, see `fits`. */
  readonly path: string;
  readonly when: When;
  readonly effect: Effect;
  readonly evidence: Evidence;
  /** What the operator does, a sentence. */
  readonly does: string;
  /** The rule of guard that tells it; without one, the effect decides which. */
  readonly rule?: string;
  /** Where the change weighs more or less than the rule says. */
  readonly severity?: 'block' | 'confirm' | 'warn' | 'info';
}

/** Name of an operator in code and messages; `kubernetes` is everything around them, Argo CD included. */
export type Operator = 'cnpg' | 'zalando' | 'crunchy' | 'kubernetes';

export const DISPLAY: { readonly [operator in Operator]: string } = {
  cnpg: 'CloudNativePG',
  zalando: 'Zalando Postgres Operator',
  crunchy: 'Crunchy PGO',
  kubernetes: 'Kubernetes and Argo CD',
};
