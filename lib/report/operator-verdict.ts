import { RuleFinding } from '../model/finding';
import { PlaceFinding } from './place-finding';

/**
 * What one operator says of a program.
 */
export interface OperatorVerdict {
  /** Name of the operator, as its project writes it. */
  readonly operator: string;
  /** Version of the operator. */
  readonly operatorVersion: string;
  /** Whether it can all of it, and nothing of the place excludes it. */
  readonly fits: boolean;
  /** What it refuses, with the rule and with what to write instead. A finding that is of no rule of this library has no id. */
  readonly refusals: RuleFinding[];
  /** What the place says of it; nothing where none was given. */
  readonly place: PlaceFinding[];
}
