import { Capability } from './capability';

/**
 * What an operator says of one capability.
 */
export interface CapabilityStatement {
  /** What it is about. */
  readonly capability: Capability;

  /**
   * Where the operator has it: kind and JSON pointer, for example `Cluster /spec/walStorage`.
   *
   * @default - the operator does not have it
   */
  readonly path?: string;

  /**
   * Id of the rule that refuses it.
   *
   * @default - the operator has it
   */
  readonly rule?: string;

  /**
   * What to write instead, for the reader of the refusal.
   *
   * @default - the operator has it
   */
  readonly instead?: string;

  /**
   * Names of the operators that have it, for the reader of the refusal; an empty list where none has. An operator need not know the others.
   *
   * @default - those operators of this library that have it
   */
  readonly availableOn?: string[];
}
