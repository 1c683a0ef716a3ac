import { PointedFinding } from './pointed-finding';
import { RuleFacts, breach } from './rules';

export const CREDENTIAL: RuleFacts = {
  id: 'SEC-020',
  summary: 'no printed object holds what can only be a credential, decoded base64 included',
  why: 'whoever reads the repository has it, now and in its history',
};

/** Looked for only where its slashes are. */
const URL_WITH_PASSWORD = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@]+:(?!\$[({])[^@\s/$][^@\s/]*@/;

/**
 * What can be nothing else, so that no honest program is stopped. What is a credential by the name of its field or variable alone is found by
 * the validation of the command, which knows the fields of each operator, in objects of other libraries, too.
 */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['an access key of AWS', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['a URL with a password', URL_WITH_PASSWORD],
  ['a SCRAM verifier', /SCRAM-SHA-256\$\d+:/],
  ['a token of Vault', /\bhvs\.[A-Za-z0-9_-]{20,}/],
  ['a token of GitHub', /\bgh[pousr]_[A-Za-z0-9]{36}/],
  ['a JSON web token', /\beyJ[\w-]{8,2048}\.[\w-]{8,2048}\.[\w-]{8}/],
  ['an account key of Azure', /\bAccountKey=[A-Za-z0-9+/]{20,}/],
  ['a key file of Google Cloud', /"private_key"\s*:/],
];

/** Whether it is worth to ask each: most texts of most objects are none of them. */
const OTHERS = new RegExp(
  SHAPES.filter(([, shape]) => shape !== URL_WITH_PASSWORD)
    .map(([, shape]) => shape.source)
    .join('|'),
);
const shapeIn = (text: string): string | undefined =>
  OTHERS.test(text) || (text.includes('://') && URL_WITH_PASSWORD.test(text))
    ? SHAPES.find(([, shape]) => shape.test(text))?.[0]
    : undefined;

/** Shorter than the shortest of them. */
const SHORT = 12;

/** Texts of this length are scripts and queries, which many clusters have in common. */
const LONG = 400;
const MOST_TEXTS = 1000;
const ASKED = new Map<string, string | undefined>();

/** What is shorter hides none of them. */
const BASE64_LENGTH = 24;
const BASE64 = /^[A-Za-z0-9+/\s]{24,}={0,2}$/;

/** Sealed Secrets: what is below is for everybody to read. */
const SEALED = 'encryptedData';

/** What a text is a credential of; nothing where it is none. */
export function credentialShape(text: string): string | undefined {
  if (text.length < SHORT) {
    return undefined;
  }
  if (text.length < LONG) {
    return shapeOf(text);
  }
  if (!ASKED.has(text)) {
    if (ASKED.size >= MOST_TEXTS) {
      ASKED.clear();
    }
    ASKED.set(text, shapeOf(text));
  }
  return ASKED.get(text);
}

function shapeOf(text: string): string | undefined {
  const plain = shapeIn(text);
  const hidden =
    plain === undefined && text.length >= BASE64_LENGTH && BASE64.test(text.trimEnd())
      ? shapeIn(Buffer.from(text, 'base64').toString('latin1'))
      : undefined;
  return hidden === undefined ? plain : `${hidden}, in base64`;
}

/** Places of an object where a credential stands; what stands there is not repeated. */
export function credentialFindings(value: unknown): PointedFinding[] {
  const instead = 'refer to a Secret that External Secrets or Sealed Secrets makes, and consider the credential as leaked';
  return shapesIn(value).map(({ keys, shape }) => {
    const pointer = keys.map((key) => `/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
    return { ...breach(CREDENTIAL, `${pointer} holds ${shape}; ${instead}`), pointer };
  });
}

interface Place {
  readonly keys: readonly string[];
  readonly shape: string;
}

const NONE: readonly Place[] = [];

function shapesIn(value: unknown): readonly Place[] {
  if (typeof value === 'string') {
    const shape = credentialShape(value);
    return shape === undefined ? NONE : [{ keys: [], shape }];
  }
  if (typeof value !== 'object' || value === null) {
    return NONE;
  }
  let found = NONE;
  for (const key in value) {
    const below = key === SEALED ? NONE : shapesIn((value as Record<string, unknown>)[key]);
    if (below.length > 0) {
      found = [...found, ...below.map(({ keys, shape }) => ({ keys: [key, ...keys], shape }))];
    }
  }
  return found;
}
