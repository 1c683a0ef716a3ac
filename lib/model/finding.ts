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
