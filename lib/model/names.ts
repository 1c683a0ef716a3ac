/** A DNS label that may also name a Service: lower-case letters, digits and `-`, a letter first (RFC 1035). */
export const DNS_1035_LABEL = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** A DNS label, which names of namespaces are (RFC 1123). */
export const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Name of a namespaced object: DNS labels joined by dots (RFC 1123). */
export const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Key of a Secret or ConfigMap. */
export const SECRET_KEY = /^[-._a-zA-Z0-9]+$/;

const LABEL_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/**
 * What is wrong with the key of a label or annotation, in a sentence fragment.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function labelKeyProblem(key: string): string | undefined {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (prefix !== undefined && (prefix.length > 253 || !DNS_SUBDOMAIN.test(prefix))) {
    return `the prefix of the key '${key}' must be a DNS name of at most 253 characters`;
  }
  return name.length <= 63 && LABEL_NAME.test(name)
    ? undefined
    : `the key '${key}' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`;
}

/** What is wrong with the value of a label, in a sentence fragment. */
export function labelValueProblem(key: string, value: string): string | undefined {
  return value === '' || (value.length <= 63 && LABEL_NAME.test(value))
    ? undefined
    : `the value '${value}' of '${key}' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`;
}
