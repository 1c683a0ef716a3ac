import { PodTable } from '../model/pod-table';
import { RuleFacts } from '../private/rules';

/**
 * What the generated pages and the shared tests have to know of an operator of this library beside what anybody may ask it. Each operator
 * has one in its folder, `catalogue.ts`, by which it is found; no program that prints manifests loads it.
 */
export interface CatalogueEntry {
  /** The method of `PostgresOperator` that makes it. */
  readonly factory: string;
  /** Versions that manifests can be printed for, oldest first. */
  readonly versions: readonly string[];
  /** The options that it cannot do without. */
  readonly required: object;
  /** The options by which it has all that the operator's own configuration can switch on. */
  readonly full: object;
  /** Label of a backup, as its backup tool writes it. */
  readonly backupLabel: string;
  /** What reaches which of its pods; absent where nobody has looked. */
  readonly pods?: PodTable;
  /** All its rules. */
  readonly rules: readonly RuleFacts[];
}
