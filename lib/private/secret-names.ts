import { defined, isObjectName } from './value-problems';
import { SECRET_KEY } from '../model/names';

/**
 * What no name is: an access key id of AWS, words of the lengths and alphabets of an AWS secret, an Azure key and an encryption key, a SAS
 * token, a key file of Google.
 */
export const LITERAL =
  /^((AKIA|ASIA)[A-Z0-9]{16}|[A-Za-z0-9/+]{40}|[A-Za-z0-9/+]{86}==|[0-9a-f]{64})$|(^|[?&])sig=|PRIVATE KEY|"private_key"/;

type Named = readonly [prop: string, value: string | undefined];

/** What is wrong with names of Secrets and with keys in them; of values that look secret nothing is repeated. */
export function referenceProblems(names: readonly Named[], keys: readonly Named[], others: readonly string[] = []): string[] {
  const literal = [...names, ...keys].filter(([, value]) => value !== undefined && LITERAL.test(value));
  if (literal.length > 0) {
    // Without the value: what is printed here ends up in the log of a pipeline.
    return literal.map(
      ([prop]) => `'${prop}' looks like a credential; write the name under which a Secret holds it, and consider the credential as leaked`,
    );
  }
  return [
    ...defined(names.map(([prop, name]) => secretNameProblem(prop, name))),
    ...keys.flatMap(([prop, key]) =>
      key === undefined || SECRET_KEY.test(key)
        ? []
        : [`'${prop}' must be a key of a Secret: letters, digits, '-', '_' and '.', got '${key}'`],
    ),
    ...others,
  ];
}

function secretNameProblem(prop: string, name: string | undefined): string | undefined {
  return name === undefined || isObjectName(name) ? undefined : `'${prop}' must be the name of a Secret, got '${name}'`;
}

/**
 * What is wrong with the name of a Secret in whose place the secret itself may stand by mistake. The text is not repeated: what is printed
 * ends up in the log of a pipeline.
 */
export function hiddenSecretNameProblem(prop: string, name: string | undefined): string | undefined {
  if (name === '') {
    return `'${prop}' is empty; write the name of a Secret`;
  }
  return name === undefined || isObjectName(name)
    ? undefined
    : `'${prop}' must be the name of a Secret, lower-case letters, digits, '-' and '.', got ${name.length} characters of another form; if they are the secret itself, consider it as leaked`;
}
