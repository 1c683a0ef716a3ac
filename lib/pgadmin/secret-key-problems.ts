import { SecretKeyRef } from '../model/backup-target';
import { SECRET_KEY } from '../model/names';
import { defined, nameProblem } from '../private/value-problems';

/** What is wrong with a reference to a key of a Secret. */
export const secretKeyProblems = (prop: string, { name, key }: SecretKeyRef): string[] => [
  ...defined([nameProblem(`${prop}.name`, name)]),
  ...(SECRET_KEY.test(key) ? [] : [`'${prop}.key' must be letters, digits, '-', '_' and '.', got '${key}'`]),
];
