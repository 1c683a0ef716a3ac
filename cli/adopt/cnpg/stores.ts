import { at, isMap, Json, textOf } from '../../values/json';
import { call, Expression, map, value } from '../program/expression';
import { given, scalar } from '../shared/values';

/** Region of a bucket of Amazon whose manifest names none: the client finds it by itself, and the patch takes it out again. */
const REGION = 'us-east-1';

/** A key or a signature of an account of Azure; undefined for what no prop says, such as a whole connection string. */
function azureCredentials(json: Json | undefined): Expression | undefined {
  const isSas = isMap(at(json, 'storageSasToken'));
  const secret = at(json, isSas ? 'storageSasToken' : 'storageKey');
  const name = textOf(at(secret, 'name'));
  if (at(json, 'useDefaultAzureCredentials') === true) {
    return call('AzureCredentials.workloadIdentity');
  }
  return name === undefined || name !== textOf(at(json, 'storageAccount', 'name'))
    ? undefined
    : call(`AzureCredentials.${isSas ? 'sasToken' : 'fromSecret'}`, [
        value(name),
        map({ storageAccount: scalar(at(json, 'storageAccount', 'key')), value: scalar(at(secret, 'key')) }),
      ]);
}

const DEFAULT_KEYS = { accessKeyId: 'ACCESS_KEY_ID', secretAccessKey: 'SECRET_ACCESS_KEY' };

function s3Credentials(json: Json | undefined): Expression | undefined {
  const secret = textOf(at(json, 'accessKeyId', 'name'));
  if (secret === undefined) {
    return call('ObjectStoreCredentials.workloadIdentity');
  }
  if (secret !== textOf(at(json, 'secretAccessKey', 'name'))) {
    return undefined;
  }
  const key = (field: 'accessKeyId' | 'secretAccessKey'): Expression | undefined => {
    const text = textOf(at(json, field, 'key'));
    return text === DEFAULT_KEYS[field] ? undefined : given(text);
  };
  const keys = map({
    accessKeyId: key('accessKeyId'),
    secretAccessKey: key('secretAccessKey'),
    region: scalar(at(json, 'region', 'key')),
  });
  return call('ObjectStoreCredentials.fromSecret', [value(secret), ...(keys.kind === 'map' && keys.fields.length > 0 ? [keys] : [])]);
}

function s3Target(configuration: Json | undefined, bucket: string): Expression | undefined {
  const credentials = s3Credentials(at(configuration, 's3Credentials'));
  const endpoint = textOf(at(configuration, 'endpointURL'));
  const ca = at(configuration, 'endpointCA');
  const said = { bucket: value(bucket), endpoint: given(endpoint), credentials, ca: isMap(ca) ? value(ca) : undefined };
  return credentials === undefined
    ? undefined
    : endpoint === undefined
      ? call('BackupTarget.s3', [map({ ...said, region: value(REGION) })])
      : call('BackupTarget.s3Compatible', [map(said)]);
}

function azureTarget(configuration: Json | undefined, account: string, container: string): Expression | undefined {
  const credentials = azureCredentials(at(configuration, 'azureCredentials'));
  return credentials && call('BackupTarget.azure', [map({ storageAccount: value(account), container: value(container), credentials })]);
}

function gcsTarget(configuration: Json | undefined, bucket: string): Expression {
  const secret = textOf(at(configuration, 'googleCredentials', 'applicationCredentials', 'name'));
  const key = given(textOf(at(configuration, 'googleCredentials', 'applicationCredentials', 'key')));
  const credentials =
    secret === undefined
      ? call('GcsCredentials.workloadIdentity')
      : call('GcsCredentials.fromSecret', [value(secret), ...(key === undefined ? [] : [key])]);
  return call('BackupTarget.gcs', [map({ bucket: value(bucket), credentials })]);
}

/** What each kind of store is called in a `destinationPath`, and how a policy says it; the last group is the folder. */
const STORES: readonly (readonly [
  form: RegExp,
  targetOf: (configuration: Json | undefined, ...names: [string, string]) => Expression | undefined,
])[] = [
  [/^s3:\/\/([^/]+)\/?(.*)$/, s3Target],
  [/^https:\/\/([^./]+)\.blob\.core\.windows\.net\/([^/]+)\/?(.*)$/, azureTarget],
  [/^gs:\/\/([^/]+)\/?(.*)$/, gcsTarget],
];

/** Where a store is, and the folder in it. */
export function target(configuration: Json | undefined): { readonly target: Expression; readonly path: string } | undefined {
  for (const [form, targetOf] of STORES) {
    const names = form.exec(textOf(at(configuration, 'destinationPath')) ?? '')?.slice(1);
    if (names !== undefined) {
      const said = targetOf(configuration, names[0]!, names[1]!);
      return said && { target: said, path: names[names.length - 1]! };
    }
  }
  return undefined;
}

/** The place of an archive in a store. */
export const place = (serverName: string, path: string, storeName?: string): Expression =>
  call('ArchivePlace.barman', [
    map({
      serverName: value(serverName),
      path: path === '' ? undefined : value(path),
      objectStoreName: given(storeName),
    }),
  ]);
