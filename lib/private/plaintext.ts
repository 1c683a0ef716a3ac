import { PointedFinding } from './pointed-finding';
import { RuleFacts, breach } from './rules';

export const CREDENTIAL: RuleFacts = {
  id: 'SEC-020',
  summary: 'no printed object holds what can only be a credential, decoded base64 included',
  why: 'whoever reads the repository has it, now and in its history',
};

/**
 * What can be nothing else, so that no honest program is stopped. What is a credential by the name of its field or variable alone is found by
 * the validation of the command, which knows the fields of each operator, in objects of other libraries, too.
 */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an access key of AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a URL with a password', /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@]+:(?!\$[({])[^@\s/$][^@\s/]*@/],
  ['a SCRAM verifier', /SCRAM-SHA-256\$\d+:/],
  ['a token of Vault', /\bhvs\.[A-Za-z0-9_-]{20,}/],
  ['a token of GitHub', /\bgh[pousr]_[A-Za-z0-9]{36}/],
  ['a JSON web token', /\beyJ[\w-]{8,2048}\.[\w-]{8,2048}\.[\w-]{8}/],
  ['an account key of Azure', /\bAccountKey=[A-Za-z0-9+/]{20,}/],
  ['a key file of Google Cloud', /"private_key"\s*:/],
];

/** Whether it is worth to ask each: most texts of most objects are none of them. */
const ANY = new RegExp(SHAPES.map(([, shape]) => shape.source).join('|'));

/** Shorter than the shortest of them. */
const SHORT = 12;

const BASE64 = /^[A-Za-z0-9+/\s]{24,}={0,2}$/;

/** Sealed Secrets: what is below is for everybody to read. */
const SEALED = 'encryptedData';

/** What a text is a credential of; nothing where it is none. */
export function credentialShape(text: string): string | undefined {
  if (text.length < SHORT) {
    return undefined;
  }
  if (ANY.test(text)) {
    return SHAPES.find(([, shape]) => shape.test(text))![0];
  }
  const decoded = BASE64.test(text.trimEnd()) ? Buffer.from(text, 'base64').toString('latin1') : '';
  const hidden = ANY.test(decoded) ? SHAPES.find(([, shape]) => shape.test(decoded))![0] : undefined;
  return hidden && `${hidden}, in base64`;
}

/** Places of an object where a credential stands; what stands there is not repeated. */
export function credentialFindings(value: unknown, pointer = ''): PointedFinding[] {
  if (typeof value === 'string') {
    const shape = credentialShape(value);
    const instead = 'refer to a Secret that External Secrets or Sealed Secrets makes, and consider the credential as leaked';
    return shape === undefined ? [] : [{ ...breach(CREDENTIAL, `${pointer} holds ${shape}; ${instead}`), pointer }];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) =>
    key === SEALED ? [] : credentialFindings(item, `${pointer}/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`),
  );
}
