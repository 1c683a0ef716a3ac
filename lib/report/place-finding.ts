import { onlyMembers } from '../model/members';

/**
 * What a fact of a place does to the answer.
 */
export enum PlaceEffect {
  /** The operator cannot be run there as it is meant to be. */
  EXCLUDES = 'excludes',
  /** It can, and somebody has to do something for it. */
  AGAINST = 'against',
  /** It makes use of it. */
  FOR = 'for',
}
onlyMembers(PlaceEffect, 'PlaceEffect');

/**
 * What a fact of a place means for one operator.
 */
export interface PlaceFinding {
  /** The fact, as `ChoicePlace` has it. */
  readonly fact: string;
  /** What it does to the answer. */
  readonly effect: PlaceEffect;
  /** What it means, and what has to be done. */
  readonly what: string;
  /** Where that is said. */
  readonly source: string;
}
