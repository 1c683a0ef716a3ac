import { CloudNativePgOptions } from '../../../lib';
import { Ask } from '../../support/programs';

/** What is asked for here: an imported cluster may have another name than the usual one. */
export interface NamedAsk extends Ask {
  readonly importedName?: string;
}

/** A broken program, its finding, and what keeps the rule. */
export interface Case {
  readonly rule: string;
  readonly bad: NamedAsk;
  readonly badOptions?: CloudNativePgOptions;
  readonly message: string | string[];
  readonly good: NamedAsk[];
  readonly goodOptions?: CloudNativePgOptions;
}
