import { at, isMap, Json, mapOf, textOf } from '../../values/json';
import { KubeObject } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { GuardRule, Hit } from '../rule';

/** Shapes of credentials, by what they are. */
const SHAPES: { readonly [name: string]: RegExp } = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'an access key of AWS': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  'a password in a URL': /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^/\s:@]+:(?!\$[({])[^@\s/$][^@\s/]*@/,
  'a password in a connection string': /\bpassword\s*=\s*(?!\$|'?%|<)[^\s'$]+/i,
  'a password in SQL': /\bPASSWORD\s+'(?!%)[^']+'/i,
  'a SCRAM verifier': /SCRAM-SHA-256\$\d+:/,
  'an MD5 password': /\bmd5[0-9a-f]{32}\b/,
  'a token of Vault': /\bhvs\.[A-Za-z0-9_-]{20,}/,
  'a token of GitHub': /\bgh[pousr]_[A-Za-z0-9]{36}/,
  'a JSON web token': /\beyJ[\w-]{8,2048}\.[\w-]{8,2048}\.[\w-]{8}/,
  'an account key of Azure': /\bAccountKey=[A-Za-z0-9+/]{20,}/,
  'a key file of Google Cloud': /"private_key"\s*:/,
};

/** Fields that hold a credential whatever it looks like. */
const FIELDS =
  /(?:^|\.)(?:s3_access_key_id|s3_secret_access_key|logical_backup_s3_access_key_id|logical_backup_s3_secret_access_key|logical_backup_azure_storage_account_key|scalyr_api_key|sslpassword)$|connectionParameters\.password$|\.repo\d+-(?:s3-key|s3-key-secret|s3-token|azure-key|gcs-key|cipher-pass|sftp-private-key-passphrase)$/;

const VARIABLE = /(pass(word|wd)?|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|dsn|DATA_SOURCE_(PASS|NAME))/i;
/** Variables that name a Secret or a key of one; their values are names. */
const VARIABLE_OF_NAME = /^(SECRET|PASSWORD_KEY)$/;
const NAME = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/;
const VARIABLE_ALLOWED = /(_FILE|_PATH|_DIR|_SECRET_NAME|_URL|_URI|_METHOD|_ENABLED)$|^PASSWORD_ENCRYPTION$|TOKEN_(TTL|EXPIRY|LIFETIME)/i;

/** Options of pgBackRest in the text of a file. */
const BACKREST_LINE =
  /^\s*(repo\d+-(?:s3-key|s3-key-secret|s3-token|azure-key|gcs-key|cipher-pass|sftp-private-key-passphrase))\s*=\s*(?!\{\{|\$)\S+/m;

/** Another variable, a template, or the path of a file: none of them is the credential. */
const NO_LITERAL = /^(\$\(|\{\{|\/)/;

const CIPHERTEXT = /(^|\.)(encryptedData|caBundle|promotionToken)(\.|\[|$)/;
const ENCRYPTED = /^ENC\[/;

export interface Leak {
  readonly field: string;
  readonly detector: string;
}

function shapeOf(text: string): string | undefined {
  return (
    Object.entries(SHAPES).find(([, shape]) => shape.test(text))?.[0] ??
    (BACKREST_LINE.test(text) ? 'a credential of pgBackRest' : undefined)
  );
}

/** Base64 of something, long enough to hide a credential. */
const BASE64 = /^[A-Za-z0-9+/\s]{24,}={0,2}$/;

/** What a text is, or what it becomes when it is decoded. */
function shapeWithin(text: string): string | undefined {
  const shape = shapeOf(text);
  if (shape !== undefined || !BASE64.test(text.trimEnd())) {
    return shape;
  }
  const hidden = shapeOf(Buffer.from(text, 'base64').toString('latin1'));
  return hidden && `${hidden}, in base64,`;
}

function leaks(value: Json, way: string): Leak[] {
  if (typeof value === 'string') {
    if (CIPHERTEXT.test(way) || ENCRYPTED.test(value)) {
      return [];
    }
    const detector = FIELDS.test(way) && value !== '' && !NO_LITERAL.test(value) ? 'a field for a credential' : shapeWithin(value);
    return detector ? [{ field: way, detector }] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => leaks(item, `${way}[${textOf(at(item, 'name')) ?? i}]`));
  }
  if (!isMap(value)) {
    return [];
  }
  const [name, literal] = [textOf(value.name), value.value];
  const variable =
    name !== undefined &&
    typeof literal === 'string' &&
    literal !== '' &&
    !NO_LITERAL.test(literal) &&
    VARIABLE.test(name) &&
    !VARIABLE_ALLOWED.test(name) &&
    !(VARIABLE_OF_NAME.test(name) && NAME.test(literal));
  return [
    ...(variable ? [{ field: `${way}.value`, detector: 'a variable named like a credential' }] : []),
    ...Object.entries(value)
      .filter(([key]) => !(variable && key === 'value'))
      .flatMap(([key, item]) => leaks(item, /^[\w-]+$/.test(key) ? `${way === '' ? '' : `${way}.`}${key}` : `${way}["${key}"]`)),
  ];
}

/** Values of a Secret that stand there for everybody to read. */
function secretLeaks(object: KubeObject): Leak[] {
  const encrypted = isMap(object.raw.sops);
  return ['data', 'stringData'].flatMap((part) =>
    Object.entries(mapOf(object.raw[part]))
      .filter(([, value]) => value !== null && value !== '' && !(encrypted && ENCRYPTED.test(String(value))))
      .map(([key]) => ({ field: /^[\w-]+$/.test(key) ? `${part}.${key}` : `${part}["${key}"]`, detector: 'a value of a Secret' })),
  );
}

const scanned = new WeakMap<object, Leak[]>();

/** Credentials of an object, by where they stand. */
export function leaksOf(object: KubeObject): readonly Leak[] {
  const known = scanned.get(object.raw);
  if (known) {
    return known;
  }
  const found = kindOf(object) === 'core/Secret' ? (object.live ? [] : secretLeaks(object)) : leaks(object.raw, '');
  scanned.set(object.raw, found);
  return found;
}

export const PLAINTEXT_RULES: readonly GuardRule[] = [
  {
    id: 'G106',
    name: 'plaintext-credential',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'Something that looks like a credential stands in the output.',
    why: 'Whoever reads the repository has it, now and in its history.',
    safe: 'Refer to a Secret that External Secrets, Sealed Secrets, SOPS or a person makes, and change the credential: it is known.',
    state: ({ objects }) =>
      objects.flatMap((object) =>
        leaksOf(object).map(({ field, detector }): Hit => ({
          object,
          field,
          what: `${detector[0]!.toUpperCase()}${detector.slice(1)} stands at ${field}.`,
          does: 'Nothing is done to the database.',
          evidence: 'read',
        })),
      ),
  },
];
