import { SECRET_VALUE_RULES, isLiteral, leaked } from '../access/secret-value-rules';
import { SecretValue } from '../model/secret-source';
import { Rule, RuleFacts } from '../private/rules';
import { referenceProblems } from '../private/secret-names';
import type { ObjectStoreSecretProps } from './object-store-secret-props';

/** A Secret and what the rules need to know of it. */
export interface ObjectStoreSecretContext {
  readonly props: ObjectStoreSecretProps;
  /** Its values, each with the prop that it comes from. */
  readonly values: readonly (readonly [prop: string, value: SecretValue])[];
}

const MAX_REPOSITORIES = 4;

const STORAGE_ACCOUNT = /^[a-z0-9]{3,24}$/;

/** What holds for the Secret of an object store. */
const OWN_RULES: readonly Rule<ObjectStoreSecretContext>[] = [
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
  ...SECRET_VALUE_RULES.map((rule) => ({
    ...rule,
    check: ({ props, values: pairs }: ObjectStoreSecretContext) => rule.check({ source: props.source, values: pairs }),
  })),
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

/** The rules in the order of their ids. */
export const OBJECT_STORE_SECRET_RULES: readonly Rule<ObjectStoreSecretContext>[] = [...OWN_RULES].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Says that a Secret is asked for what it does not hold. */
export const NOT_HELD: RuleFacts = {
  id: 'SEC-010',
  summary: 'a Secret is used for what it holds',
  why: 'the pods would wait for a key that nobody makes',
};
