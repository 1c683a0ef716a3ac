import { at, isMap, Json, textOf } from '../../values/json';
import { call, Expression, map, value } from '../program/expression';
import { given, scalar } from '../shared/values';

/** Region of a bucket of Amazon whose manifest names none: the client finds it by itself, and the patch takes it out again. */
const REGION = 'us-east-1';

/** A bucket and what stands behind it, out of a `destinationPath`. */
const S3_PATH = /^s3:\/\/([^/]+)\/?(.*)$/;
const GS_PATH = /^gs:\/\/([^/]+)\/?(.*)$/;

const AZURE_PATH = /^https:\/\/([^./]+)\.blob\.core\.windows\.net\/([^/]+)\/?(.*)$/;

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

/** Where a store is, and the folder in it. */
export function target(configuration: Json | undefined): { readonly target: Expression; readonly path: string } | undefined {
  const place = textOf(at(configuration, 'destinationPath')) ?? '';
  const [, bucket, path = ''] = S3_PATH.exec(place) ?? [];
  const endpoint = textOf(at(configuration, 'endpointURL'));
  if (bucket !== undefined) {
    const credentials = s3Credentials(at(configuration, 's3Credentials'));
    const ca = at(configuration, 'endpointCA');
    const authority = isMap(ca) ? value(ca) : undefined;
    const said = {
      bucket: value(bucket),
      endpoint: given(endpoint),
      credentials,
      ca: authority,
    };
    return credentials === undefined
      ? undefined
      : {
          target:
            endpoint === undefined
              ? call('BackupTarget.s3', [map({ ...said, region: value(REGION) })])
              : call('BackupTarget.s3Compatible', [map(said)]),
          path,
        };
  }
  const [, account, container, blobs = ''] = AZURE_PATH.exec(place) ?? [];
  if (account !== undefined) {
    const credentials = azureCredentials(at(configuration, 'azureCredentials'));
    return credentials === undefined
      ? undefined
      : {
          target: call('BackupTarget.azure', [map({ storageAccount: value(account), container: value(container!), credentials })]),
          path: blobs,
        };
  }
  const [, gcs, folder = ''] = GS_PATH.exec(place) ?? [];
  const secret = textOf(at(configuration, 'googleCredentials', 'applicationCredentials', 'name'));
  const key = textOf(at(configuration, 'googleCredentials', 'applicationCredentials', 'key'));
  return gcs === undefined
    ? undefined
    : {
        target: call('BackupTarget.gcs', [
          map({
            bucket: value(gcs),
            credentials:
              secret === undefined
                ? call('GcsCredentials.workloadIdentity')
                : call('GcsCredentials.fromSecret', [value(secret), ...(key === undefined ? [] : [value(key)])]),
          }),
        ]),
        path: folder,
      };
}

export const place = (serverName: string, path: string, storeName?: string): Expression =>
  call('ArchivePlace.barman', [
    map({
      serverName: value(serverName),
      path: path === '' ? undefined : value(path),
      objectStoreName: given(storeName),
    }),
  ]);
