import {
  AzureSasSecretValues,
  AzureSecretValues,
  ExternalSecretsOptions,
  GcsSecretValues,
  ObjectStoreSecretValues,
  S3SecretValues,
  SecretSource,
  SecretValue,
} from '../model/secret-source';
import type { ObjectStoreSecretProps } from '../object-store-secret';
import { Rule, RuleFacts } from '../private/rules';
import { Check, Shape, boolean, instance, listOf, number, optional, required, shapeProblems, text } from '../private/shape';
import { LITERAL, referenceProblems } from './store-problems';
import { nameProblem } from './value-problems';

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
const secretValue: Check = (value, place) => valueObject(hidden(value) as never, place);

const hiddenText: Check = (value, place) => (typeof value === 'string' ? text(value, place) : text(hidden(value), place));

/** A text as an object, of which a message shows no more than the type. */
const hidden = (value: unknown): unknown => (value === undefined || value === null ? value : Object(value));

const S3: Shape<S3SecretValues> = { accessKeyId: required(secretValue), secretAccessKey: required(secretValue) };
const GCS: Shape<GcsSecretValues> = { keyFile: required(secretValue) };
const AZURE: Shape<AzureSecretValues> = { storageAccount: required(text), key: required(secretValue) };
const AZURE_SAS: Shape<AzureSasSecretValues> = { storageAccount: required(text), sasToken: required(secretValue) };

const values = instance(
  'ObjectStoreSecretValues such as ObjectStoreSecretValues.s3(...)',
  ['kind', 's3Values', 'gcsValues', 'azureValues', 'azureSasValues'],
  ({ kind, s3Values, gcsValues, azureValues, azureSasValues }: ObjectStoreSecretValues, place) => {
    switch (kind) {
      case 's3':
        return shapeProblems(S3, s3Values, place);
      case 'gcs':
        return shapeProblems(GCS, gcsValues, place);
      case 'azure':
        return shapeProblems(AZURE, azureValues, place);
      default:
        return shapeProblems(AZURE_SAS, azureSasValues, place);
    }
  },
);

const VAULT: Shape<ExternalSecretsOptions> = {
  storeName: required(text),
  clusterStore: optional(boolean),
  refreshInterval: optional(instance('a Duration of cdk8s such as Duration.hours(1)', ['toSeconds'])),
};

const source = instance(
  'a SecretSource such as SecretSource.externalSecrets(...)',
  ['kind', 'vault'],
  ({ kind, vault }: SecretSource, place) => (kind === 'external-secrets' ? shapeProblems(VAULT, vault, place) : []),
);

export const OBJECT_STORE_SECRET_SHAPE: Shape<ObjectStoreSecretProps> = {
  secretName: required(text),
  source: required(source),
  values: optional(values),
  encryptionKey: optional(secretValue),
  repositories: optional(listOf(number)),
};

/** A Secret and what the rules need to know of it. */
export interface ObjectStoreSecretContext {
  readonly props: ObjectStoreSecretProps;
  /** Its values, each with the prop that it comes from. */
  readonly values: readonly (readonly [prop: string, value: SecretValue])[];
}

const MAX_REPOSITORIES = 4;
const MIN_REFRESH_SECONDS = 60;
const STORAGE_ACCOUNT = /^[a-z0-9]{3,24}$/;

/** Where something is in a vault: one line without space at either end. */
const VAULT_NAME = /^(?=\S)[^\x00-\x1f\x7f]{0,2047}\S$/;

/** What `kubeseal` prints: base64 that begins with the length of a key of 512 bytes. */
const CIPHERTEXT = /^Ag[A-D][A-Za-z0-9+/]{600,}={0,2}$/;

/** Whether a name is a secret itself. A path of lower-case words may be as long as a key of AWS, and is none. */
const isLiteral = (name: string): boolean => LITERAL.test(name) && !/^[a-z0-9]+(\/[a-z0-9]+)+$/.test(name);

const leaked = (prop: string, instead: string): string =>
  `'${prop}' looks like a credential; write ${instead}, and consider the credential as leaked`;

/** What holds for the Secret of an object store. */
export const OBJECT_STORE_SECRET_RULES: readonly Rule<ObjectStoreSecretContext>[] = [
  {
    id: 'SEC-001',
    summary: 'secretName is the name of a Secret',
    why: 'the API server refuses the object',
    check: ({ props }) => referenceProblems([['secretName', props.secretName]], []),
  },
  {
    id: 'SEC-002',
    summary: 'a Secret holds credentials, an encryption key, or both',
    why: 'a Secret without a key proves nothing',
    check: ({ props }) =>
      props.values === undefined && props.encryptionKey === undefined
        ? `'values' or 'encryptionKey' must be given, got neither; write values: ObjectStoreSecretValues.s3(...)`
        : undefined,
  },
  {
    id: 'SEC-003',
    summary: 'every value is one that the source can read',
    why: 'External Secrets reads vaults only, and Sealed Secrets encrypted values only',
    check: (context) =>
      context.values.flatMap(([prop, { ciphertext }]) => {
        const sealed = context.props.source.kind === 'sealed-secrets';
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
    id: 'SEC-006',
    summary: `repositories are numbers from 1 to ${MAX_REPOSITORIES}, each once`,
    why: 'pgBackRest reads the key of a repository under its number, and refuses a file that has an option twice',
    check: ({ props: { repositories } }) => {
      if (repositories === undefined) {
        return undefined;
      }
      const isRepository = (n: number): boolean => Number.isInteger(n) && n >= 1 && n <= MAX_REPOSITORIES;
      return repositories.length > 0 && repositories.every(isRepository) && new Set(repositories).size === repositories.length
        ? undefined
        : `'repositories' must be whole numbers from 1 to ${MAX_REPOSITORIES}, each once, got [${repositories.join(', ')}]; write [1] for the policy's own target`;
    },
  },
  {
    id: 'SEC-007',
    summary: 'storeName is the name of a SecretStore',
    why: 'the API server refuses the object',
    check: ({ props }) => nameProblem('source.storeName', props.source.vault?.storeName),
  },
  {
    id: 'SEC-008',
    summary: 'a vault is read at most once a minute',
    why: 'vaults limit or bill every read, and with zero a changed key would never arrive',
    check: ({ props }) => {
      const seconds = props.source.vault?.refreshInterval?.toSeconds();
      return seconds === undefined || (Number.isInteger(seconds) && seconds >= MIN_REFRESH_SECONDS)
        ? undefined
        : `'source.refreshInterval' must be a minute or more in whole seconds, got ${seconds} seconds; write Duration.hours(1)`;
    },
  },
  {
    id: 'SEC-009',
    summary: 'storageAccount is the name of a storage account',
    why: 'the archive could not be reached',
    check: ({ props }) => {
      const account = (props.values?.azureValues ?? props.values?.azureSasValues)?.storageAccount;
      if (account === undefined || STORAGE_ACCOUNT.test(account)) {
        return undefined;
      }
      return isLiteral(account)
        ? leaked('values.storageAccount', 'the name of the account')
        : `'values.storageAccount' must be 3 to 24 lower-case letters and digits, got '${account}'`;
    },
  },
];

/** Says that a Secret is asked for what it does not hold. */
export const NOT_HELD: RuleFacts = {
  id: 'SEC-010',
  summary: 'a Secret is used for what it holds',
  why: 'the pods would wait for a key that nobody makes',
};
