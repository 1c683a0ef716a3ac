/**
 * Credentials as pgBackRest reads them: it takes keys from no environment, and from files that operators mount beside its own.
 *
 * @see https://pgbackrest.org/configuration.html
 */

/** Options of the tool, by what they hold; each repository has its own. */
const OPTIONS = {
  accessKeyId: 's3-key',
  secretAccessKey: 's3-key-secret',
  azureKey: 'azure-key',
  encryptionKey: 'cipher-pass',
} as const;

/** Which key of a Secret holds what. */
export type SecretKeys = { readonly [held in keyof typeof OPTIONS]?: string };

/** The file for the repositories of these numbers, as a Go template over the keys of the Secret that it stands in. */
export function credentialsFile(repositories: readonly number[], keys: SecretKeys): string {
  const lines = repositories.flatMap((n) =>
    Object.entries(keys).map(([held, key]) => `repo${n}-${OPTIONS[held as keyof SecretKeys]}={{ .${key} }}`),
  );
  return ['[global]', ...lines, ''].join('\n');
}
