import { BackupEncryption } from '../model/backup-encryption';
import { BackupTarget } from '../model/backup-target';
import { DNS_SUBDOMAIN } from '../model/names';
import { referenceProblems } from '../private/secret-names';

/** What can be wrong with an object store and with what leads to its credentials: for policies, and for archives that are restored. */

const S3_BUCKET = /^(?!.*\.\.|\d+(\.\d+){3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/**
 * Stores that are not Amazon's take what Amazon took before 2018, and call their regions as they like (`RegionOne`). Where the bucket becomes a
 * part of the host it has to be a part of a DNS name.
 */
const OTHER_BUCKET = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/;

const OTHER_REGION = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const GCS_BUCKET = /^(?!.*\.\.|\d+(\.\d+){3}$)[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/;

const STORAGE_ACCOUNT = /^[a-z0-9]{3,24}$/;

const CONTAINER = /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;

/** Amazon's regions have a number at their end. */
const REGION = /^[a-z]+(-[a-z]+)+-\d+$/;

const PREFIX = /^(?!(.*\/)?\.\.?(\/|$))[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/;

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

const SERVICE_ACCOUNT = /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A value that has to match a form, and how the form is told to a reader. */
type FormRow = readonly [prop: string, value: string | undefined, form: RegExp, allowed: string];

const PREFIX_FORM = `folder names joined by '/', with no '/' at either end`;

/** What is wrong with the names that make the place of a target. */
export function placeProblems({ bucket, gcsBucket: gcs, azureContainer: azure, prefix }: BackupTarget, at: string): string[] {
  const isAmazons = bucket?.endpoint === undefined;
  const rows: readonly FormRow[] = [
    isAmazons || bucket.virtualHostStyle
      ? [`${at}.bucket`, bucket?.bucket, S3_BUCKET, `3 to 63 lower-case letters, digits, '-' and '.'`]
      : [`${at}.bucket`, bucket.bucket, OTHER_BUCKET, `3 to 255 letters, digits, '-', '_' and '.', with a letter or digit at either end`],
    [`${at}.region`, bucket?.region, isAmazons ? REGION : OTHER_REGION, `a region such as 'eu-west-1'`],
    [`${at}.bucket`, gcs?.bucket, GCS_BUCKET, `3 to 222 lower-case letters, digits, '-', '_' and '.'`],
    [`${at}.storageAccount`, azure?.storageAccount, STORAGE_ACCOUNT, '3 to 24 lower-case letters and digits'],
    [`${at}.container`, azure?.container, CONTAINER, `3 to 63 lower-case letters, digits and single '-'`],
    [`${at}.prefix`, prefix, PREFIX, PREFIX_FORM],
  ];
  return formProblems(rows);
}

/** Addresses by which a pod reaches itself. */
const ITSELF = /^https?:\/\/(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])(:\d+)?$/;

/** What is wrong with the endpoint of a target. */
export function endpointProblems({ bucket }: BackupTarget, at: string): string[] {
  const endpoint = bucket?.endpoint;
  if (endpoint !== undefined && ITSELF.test(endpoint)) {
    return [
      `'${at}.endpoint' must lead out of the pod, got '${endpoint}'; write the name of the Service of the store, such as 'https://minio.storage.svc:9000'`,
    ];
  }
  return endpoint === undefined || isEndpoint(endpoint)
    ? []
    : [`'${at}.endpoint' must be 'https://HOST' or 'https://HOST:PORT', got '${endpoint.replace(/\/\/[^/]*@/, '//...@')}'`];
}

/** What is wrong with what leads to the credentials of a target. */
export function credentialProblems({ bucket, gcsBucket: gcs, azureContainer: azure }: BackupTarget, at: string): string[] {
  const keys = bucket?.credentials.secretKeys;
  const identities: readonly FormRow[] = [
    [`${at}.credentials.awsRoleArn`, bucket?.credentials.identity?.awsRoleArn, ROLE_ARN, `'arn:aws:iam::ACCOUNT:role/NAME'`],
    [`${at}.credentials.serviceAccount`, gcs?.credentials.serviceAccount, SERVICE_ACCOUNT, `'NAME@PROJECT.iam.gserviceaccount.com'`],
    [`${at}.credentials.clientId`, azure?.credentials.clientId, UUID, 'the client id of a managed identity, a UUID in lower case'],
  ];
  return referenceProblems(
    [
      [`${at}.credentials`, (bucket ?? gcs ?? azure)?.credentials.secretName],
      [`${at}.ca.name`, bucket?.ca?.name],
    ],
    [
      [`${at}.credentials.accessKeyId`, keys?.accessKeyId],
      [`${at}.credentials.secretAccessKey`, keys?.secretAccessKey],
      [`${at}.credentials.region`, keys?.region],
      [`${at}.credentials.configFile`, keys?.configFile],
      [`${at}.ca.key`, bucket?.ca?.key],
      [`${at}.credentials.key`, gcs?.credentials.key],
      [`${at}.credentials.storageAccount`, azure?.credentials.secretKeys?.storageAccount],
      [`${at}.credentials.value`, azure?.credentials.secretKeys?.value],
      [`${at}.credentials.configFile`, azure?.credentials.secretKeys?.configFile],
    ],
    formProblems(identities),
  );
}

/** What is wrong with what leads to the key of an encryption. */
export function encryptionProblems(encryption: BackupEncryption | undefined, at: string): string[] {
  if (encryption === undefined) {
    return [];
  }
  return referenceProblems(
    [[at, encryption.secretName]],
    [
      [`${at}.encryptionKey`, encryption.secretKeys?.encryptionKey],
      [`${at}.configFile`, encryption.secretKeys?.configFile],
    ],
    encryption._kind === 'kms' && !/^[\w:/-]{1,2048}$/.test(encryption.kmsKeyId ?? '')
      ? [`'${at}' must have the id or ARN of a key of AWS KMS, got '${encryption.kmsKeyId}'`]
      : [],
  );
}

function formProblems(rows: readonly FormRow[]): string[] {
  return rows.flatMap(([prop, value, form, allowed]) =>
    value === undefined || form.test(value) ? [] : [`'${prop}' must be ${allowed}, got '${value}'`],
  );
}

function isEndpoint(endpoint: string): boolean {
  const host = /^https?:\/\/([a-z0-9.-]+)(:\d{1,5})?$/.exec(endpoint)?.[1];
  return host !== undefined && DNS_SUBDOMAIN.test(host) && URL.canParse(endpoint);
}
