import { kibibytes, sizeQuantity } from '../model/quantity';
import { StorageOptions } from '../model/storage';
import { defined, isCount, volumeProblem } from './value-problems';

/** From and to how full a volume may be when it grows, in percent. */
const TRIGGER = [50, 90] as const;

/** What is wrong with how a volume grows. */
export function autoGrowProblems(prop: string, { size, autoGrow }: Pick<StorageOptions, 'size' | 'autoGrow'>): string[] {
  if (autoGrow === undefined) {
    return [];
  }
  const { limit, trigger, maxStep } = autoGrow;
  const [least, most] = TRIGGER;
  const problem = volumeProblem(`${prop}.autoGrow.limit`, limit);
  const isAbove = kibibytes(limit) > kibibytes(size);
  return defined([
    problem,
    problem === undefined && !isAbove
      ? `'${prop}.autoGrow.limit' must be more than '${prop}.size', ${sizeQuantity(size)}, got ${sizeQuantity(limit)}; write a larger limit, or leave 'autoGrow' out`
      : undefined,
    trigger === undefined || (isCount(trigger, least) && trigger <= most)
      ? undefined
      : `'${prop}.autoGrow.trigger' must be a whole number from ${least} to ${most}, got ${trigger}`,
    maxStep && volumeProblem(`${prop}.autoGrow.maxStep`, maxStep),
  ]);
}
