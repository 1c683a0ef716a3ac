/**
 * A finding and the construct that it is about.
 */
export interface RuleFinding {
  /** Stable id of the rule, for example `HA-001`. */
  readonly id: string;
  /** Path of the construct in the app, for example `orders/db`. */
  readonly path: string;
  /** What was got, what is allowed, what to write instead. */
  readonly what: string;
  /** Why: what would happen if this were applied. */
  readonly why: string;
}

/**
 * Something that is wrong with a model, for the person who reads the error.
 */
export interface Finding {
  /** Stable id of the rule, for example `HA-001`. */
  readonly rule: string;
  /** What was got, what is allowed, what to write instead. */
  readonly what: string;
  /** Why: what would happen if this were applied. */
  readonly why: string;
}
