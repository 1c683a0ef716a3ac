import type { ExpectedSecret, SecretObject } from './secret-objects';
import { Rule } from '../private/rules';

/** The Secrets of a cluster, with what the app prints of them. */
export interface SecretObjectContext {
  readonly secrets: readonly { readonly expected: ExpectedSecret; readonly found: SecretObject | undefined }[];
}

const quoted = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

/** What holds for Secrets that the same app prints. */
export const SECRET_OBJECT_RULES: readonly Rule<SecretObjectContext>[] = [
  {
    id: 'SEC-011',
    summary: 'a Secret that the app prints has the type and the keys that it is used for',
    why: 'the operator or the pods would wait for a key that is not there',
    check: ({ secrets }) =>
      secrets.flatMap(({ expected: { use, name, type, keys }, found }) => {
        if (found === undefined) {
          return [];
        }
        const missing = keys.filter((key) => found.keys && !found.keys.includes(key));
        return [
          ...(type !== undefined && found.type !== type
            ? [`the Secret '${name}' for ${use} must have the type '${type}', got '${found.type}' in ${found.path}`]
            : []),
          ...(missing.length > 0
            ? [`the Secret '${name}' for ${use} must have ${quoted(missing)}, got ${quoted(found.keys!) || 'nothing'} in ${found.path}`]
            : []),
        ];
      }),
  },
  {
    id: 'SEC-012',
    summary: 'no Secret is printed with its values',
    why: 'a credential in a manifest is a credential in the repository, for ever',
    check: ({ secrets }) =>
      secrets
        .filter(({ found }) => found?.open)
        .map(
          ({ expected: { use, name }, found }) =>
            `the Secret '${name}' for ${use} stands in ${found!.path} with its values; let External Secrets or Sealed Secrets make it`,
        ),
  },
];
