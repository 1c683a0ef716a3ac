import { isIP } from 'net';
import { HBA_METHODS, hbaMethodProblem } from './hba-methods';

/** Words instead of an address. */
const ADDRESS_WORDS = ['all', 'samehost', 'samenet'];

/** A host name, or a part of one that begins with a dot. */
const HOST_NAME = /^\.?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9])?$/;

/**
 * What is wrong with a line of pg_hba.conf, in a sentence fragment. A comment or an empty line is no line.
 *
 * @param line the line
 * @param major version of PostgreSQL
 *
 * @see https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
 */
export function hbaLineProblem(line: string, major: number): string | undefined {
  const words = wordsOf(line);
  const isLocal = words[0] === 'local';
  if (!/^[\x20-\x7e]+$/.test(line) || !/^(local|host|hostssl|hostnossl)$/.test(words[0] ?? '') || words.length < (isLocal ? 4 : 5)) {
    return `must be one line 'hostssl DATABASE USER ADDRESS METHOD' in printable ASCII, got '${line}'`;
  }
  const address = words[3]!;
  const hasNetmask = !isLocal && isIP(address) > 0;
  const [method, ...options] = methodOf(words);
  if (!isLocal && !(hasNetmask ? isIP(words[4]!) === isIP(address) : isAddress(address))) {
    return `must have an address such as '10.0.0.0/8', '::1/128' or 'all', got '${address}' in '${line}'`;
  }
  if (method === 'trust') {
    return `must not use the method 'trust', got '${line}'; write 'scram-sha-256'`;
  }
  if (method === undefined || !HBA_METHODS.includes(method)) {
    return `must have a method such as 'scram-sha-256', got '${method ?? ''}' in '${line}'; allowed: ${HBA_METHODS.join(', ')}`;
  }
  return options.every((option) => /^\w+=/.test(option))
    ? hbaMethodProblem(words[0]!, method, options, withoutSecrets(line), major)
    : `must have options in the form name=value, got '${options.join(' ')}' in '${line}'`;
}

/** Options of methods that hold a secret. */
const SECRET_OPTION = /\b(ldapbindpasswd|radiussecrets)=("[^"]*"|\S*)/g;

/** The options of a line that hold a secret. */
export const secretOptions = (line: string): string[] => [...line.matchAll(SECRET_OPTION)].map(([, option]) => option!);

/** A line as it may be repeated in a message. */
export const withoutSecrets = (line: string): string => line.replace(SECRET_OPTION, '$1=...');

/** Addresses from which nothing goes over a network. */
const OWN_ADDRESSES = /^(127\.\d+\.\d+\.\d+\/([89]|[12]\d|3[0-2])|::1\/128|localhost|samehost)$/;

/**
 * Whether a line lets somebody in over the network without TLS. `host` fits with and without; the lines that the operators print behind those
 * of the user, which let nobody in without, come too late.
 *
 * @param line the line, a whole one
 */
export function admitsWithoutTls(line: string): boolean {
  const words = wordsOf(line);
  const [type, , , address = ''] = words;
  return (type === 'host' || type === 'hostnossl') && !OWN_ADDRESSES.test(address) && methodOf(words)[0] !== 'reject';
}

/** Whether a line, a whole one, has a method. */
export const hasMethod = (line: string, method: string): boolean => methodOf(wordsOf(line))[0] === method;

/** The method of a line and its options, behind the address and a netmask, which stands by itself behind an address without one. */
const methodOf = ([type, , , address = '', ...rest]: readonly string[]): readonly string[] =>
  type === 'local' ? [address, ...rest] : rest.slice(isIP(address) > 0 ? 1 : 0);

/** The words of a line, without quotes; a quoted word may hold blanks. */
function wordsOf(line: string): string[] {
  return (line.match(/(?:"[^"]*"|[^\s"])+/g) ?? []).map((word) => word.replace(/"/g, ''));
}

function isAddress(address: string): boolean {
  const [ip, bits, ...more] = address.split('/') as [string, string | undefined];
  if (bits === undefined) {
    return ADDRESS_WORDS.includes(ip) || (HOST_NAME.test(ip) && !/^[\d.]+$/.test(ip));
  }
  const version = isIP(ip);
  return more.length === 0 && version > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}
