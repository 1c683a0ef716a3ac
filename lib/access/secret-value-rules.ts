import { Finding } from '../model/finding';
import { SecretSourceKind, byKind } from '../model/kinds';
import { ExternalSecretsOptions, SecretSource, SecretValue } from '../model/secret-source';
import { Rule } from '../private/rules';
import { Check, Shape, boolean, instance, optional, required, shapeProblems, text } from '../private/shape';
import { LITERAL } from '../private/secret-names';
import { inSeconds, nameProblem } from '../private/value-problems';

/** What holds for values that are read from a vault or are sealed, whatever they are for. */

const VALUE = `a SecretValue such as SecretValue.fromVault('orders/pg-s3', 'accessKeyId')`;

const valueObject = instance(
  VALUE,
  ['vaultKey', 'vaultProperty', 'ciphertext'],
  ({ vaultKey, vaultProperty, ciphertext }: SecretValue, place) => [
    ...(vaultKey === undefined ? hiddenText(ciphertext, place) : hiddenText(vaultKey, place)),
    ...(vaultProperty === undefined ? [] : hiddenText(vaultProperty, place)),
  ],
);

/** What is wrong with a value whose place is that of a secret: the message says of what type it is, and never repeats it. */
export const secretValue: Check = (value, place) => valueObject(hidden(value) as never, place);

const hiddenText: Check = (value, place) => (typeof value === 'string' ? text(value, place) : text(hidden(value), place));

/** A text as an object, of which a message shows no more than the type. */
export const hidden = (value: unknown): unknown => (value === undefined || value === null ? value : Object(value));

const VAULT: Shape<ExternalSecretsOptions> = {
  storeName: required(text),
  clusterStore: optional(boolean),
  refreshInterval: optional(instance('a Duration of cdk8s such as Duration.hours(1)', ['toSeconds'])),
};

const SOURCES: { readonly [kind in SecretSourceKind]: (source: SecretSource, place: string) => Finding[] } = {
  'external-secrets': ({ vault }, place) => shapeProblems(VAULT, vault, place),
  'sealed-secrets': () => [],
};

export const source = instance(
  'a SecretSource such as SecretSource.externalSecrets(...)',
  ['_kind', 'vault'],
  (value: SecretSource, place) => byKind(value._kind, SOURCES)(value, place),
);

const MIN_REFRESH_SECONDS = 60;

/** Where something is in a vault: one line without space at either end. */
const VAULT_NAME = /^(?=\S)[^\x00-\x1f\x7f]{0,2047}\S$/;

/** What `kubeseal` prints: base64 that begins with the length of a key of 512 bytes. */
const CIPHERTEXT = /^Ag[A-D][A-Za-z0-9+/]{600,}={0,2}$/;

/** Whether a name is a secret itself. A path of lower-case words may be as long as a key of AWS, and is none. */
export const isLiteral = (name: string): boolean => LITERAL.test(name) && !/^[a-z0-9]+(\/[a-z0-9]+)+$/.test(name);

export const leaked = (prop: string, instead: string): string =>
  `'${prop}' looks like a credential; write ${instead}, and consider the credential as leaked`;

/** Values and where they come from. */
export interface SecretValueContext {
  readonly source: SecretSource;
  /** Each with the prop that it comes from. */
  readonly values: readonly (readonly [prop: string, value: SecretValue])[];
}

/** Rules about secret values and their source. */
export const SECRET_VALUE_RULES: readonly Rule<SecretValueContext>[] = [
  {
    id: 'SEC-003',
    summary: 'every value is one that the source can read',
    why: 'External Secrets reads vaults only, and Sealed Secrets encrypted values only',
    check: (context) =>
      context.values.flatMap(([prop, { ciphertext }]) => {
        const sealed = context.source._kind === 'sealed-secrets';
        if (sealed === (ciphertext !== undefined)) {
          return [];
        }
        return sealed
          ? [`'${prop}' must be encrypted for Sealed Secrets, got a value in a vault; write SecretValue.encrypted(...)`]
          : [`'${prop}' must be a value in a vault for External Secrets, got an encrypted one; write SecretValue.fromVault(...)`];
      }),
  },
  {
    id: 'SEC-004',
    summary: 'a value in a vault has the name of its entry, and no value',
    why: 'a credential in the program is a credential in the repository, for ever',
    check: (context) =>
      context.values.flatMap(([prop, { vaultKey, vaultProperty }]) => {
        const names = [vaultKey, vaultProperty].filter((name) => name !== undefined);
        if (names.some(isLiteral)) {
          return [leaked(prop, 'the name under which the vault holds it')];
        }
        return names
          .filter((name) => !VAULT_NAME.test(name))
          .map((name) => `'${prop}' must have the name of an entry in the vault, in one line without space at either end, got '${name}'`);
      }),
  },
  {
    id: 'SEC-005',
    summary: 'an encrypted value is what kubeseal has printed',
    why: 'Sealed Secrets could not decrypt it, and a value that is not encrypted would be open to every reader of the repository',
    // Without the value, which may be the secret itself.
    check: (context) =>
      context.values.flatMap(([prop, { ciphertext }]) =>
        ciphertext === undefined || (CIPHERTEXT.test(ciphertext) && ciphertext.length % 4 === 0)
          ? []
          : [
              `'${prop}' must be what 'kubeseal --raw' prints, in one line that begins with 'Ag', got ${ciphertext.length} characters of another form; if they are the credential itself, consider it as leaked`,
            ],
      ),
  },
  {
    id: 'SEC-007',
    summary: 'storeName is the name of a SecretStore',
    why: 'the API server refuses the object',
    check: ({ source: { vault } }) => nameProblem('source.storeName', vault?.storeName),
  },
  {
    id: 'SEC-008',
    summary: 'a vault is read at most once a minute',
    why: 'vaults limit or bill every read, and with zero a changed key would never arrive',
    check: ({ source: { vault } }) => {
      const seconds = inSeconds(vault?.refreshInterval);
      return seconds === undefined || (Number.isInteger(seconds) && seconds >= MIN_REFRESH_SECONDS)
        ? undefined
        : `'source.refreshInterval' must be a minute or more in whole seconds, got ${seconds} seconds; write Duration.hours(1)`;
    },
  },
];
