import { KubeObject } from '../../manifests/object';
import { archiverOf, BARMAN } from '../../manifests/operators/cnpg';
import { at, isMap, Json, listOf, textOf } from '../../values/json';
import { Surroundings } from '../draft';
import { call, Expression, list, local, map, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import { computeRows, needed, number, plain, row } from '../shared/values';

const own = (json: Json | undefined): Expression | undefined => (textOf(json) === undefined ? undefined : value(json!));

/** A bucket and what stands behind it, out of a `destinationPath`. */
const S3_PATH = /^s3:\/\/([^/]+)\/?(.*)$/;
const GS_PATH = /^gs:\/\/([^/]+)\/?(.*)$/;

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
    return text === DEFAULT_KEYS[field] || text === undefined ? undefined : value(text);
  };
  const keys = map({
    accessKeyId: key('accessKeyId'),
    secretAccessKey: key('secretAccessKey'),
    region: own(at(json, 'region', 'key')),
  });
  return call('ObjectStoreCredentials.fromSecret', [value(secret), ...(keys.kind === 'map' && keys.fields.length > 0 ? [keys] : [])]);
}

/** Where a store is, and the folder in it. */
function target(configuration: Json | undefined): { readonly target: Expression; readonly path: string } | undefined {
  const place = textOf(at(configuration, 'destinationPath')) ?? '';
  const [, bucket, path = ''] = S3_PATH.exec(place) ?? [];
  const endpoint = textOf(at(configuration, 'endpointURL'));
  if (bucket !== undefined) {
    const credentials = s3Credentials(at(configuration, 's3Credentials'));
    const ca = at(configuration, 'endpointCA');
    const authority = isMap(ca) ? value(ca) : undefined;
    const said = {
      bucket: value(bucket),
      endpoint: endpoint === undefined ? undefined : value(endpoint),
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

/** Region of a bucket of Amazon whose manifest names none: the client finds it by itself, and the patch takes it out again. */
const REGION = 'us-east-1';

const COMPRESSIONS: { readonly [method: string]: string } = { gzip: 'GZIP', bzip2: 'BZIP2', lz4: 'LZ4' };

/** Schedules that the library would print under the names that they have. */
function schedules(cluster: KubeObject, { objects }: Surroundings): Expression {
  const found = objects.filter(
    ({ kind, name, raw }) =>
      kind === 'ScheduledBackup' && textOf(at(raw, 'spec', 'cluster', 'name')) === cluster.name && OWN_NAME(cluster.name).test(name),
  );
  return list(
    found.flatMap(({ raw }) => {
      const [, cron] = /^\S+\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)$/.exec(textOf(at(raw, 'spec', 'schedule')) ?? '') ?? [];
      const type = at(raw, 'spec', 'method') === 'volumeSnapshot' ? 'snapshot' : 'full';
      return cron === undefined ? [] : [call(`BackupSchedule.${type}`, [value(cron)])];
    }),
  );
}

const OWN_NAME = (cluster: string): RegExp => new RegExp(`^${cluster}-(full|snapshot)(-\\d+)?$`);

/** The policy of a cluster that archives by the plugin, where its store was read, too. What archives without the plugin goes on as it does. */
export function policyParts(cluster: KubeObject, around: Surroundings): Part[] {
  const archiver = archiverOf(cluster.raw.spec);
  const storeName = textOf(at(archiver, 'parameters', 'barmanObjectName'));
  const store = storeName === undefined ? undefined : around.find(BARMAN, 'ObjectStore', storeName);
  const configuration = at(store?.raw.spec, 'configuration');
  const place = target(configuration);
  if (store === undefined || place === undefined) {
    return [];
  }
  const days = /^(\d+)([dwm])$/.exec(textOf(at(store.raw.spec, 'retentionPolicy')) ?? '');
  const compression = COMPRESSIONS[textOf(at(configuration, 'wal', 'compression')) ?? ''];
  const parallelism = number(at(configuration, 'wal', 'maxParallel')) ?? number(at(configuration, 'data', 'jobs'));
  return [
    {
      variable: 'backups',
      construct: 'BackupPolicy',
      id: 'Backups',
      rows: [
        needed('cluster', local('cluster')),
        needed('target', place.target),
        needed(
          'place',
          call('ArchivePlace.barman', [
            map({
              serverName: value(textOf(at(archiver, 'parameters', 'serverName')) ?? cluster.name),
              path: place.path === '' ? undefined : value(place.path),
              objectStoreName: store.name === `${cluster.name}-backup` ? undefined : value(store.name),
            }),
          ]),
        ),
        needed('schedules', schedules(cluster, around)),
        needed('retention', call('BackupRetention.days', [value(days ? Number(days[1]) * DAYS[days[2]!]! : 30)])),
        ...row('transfer.compression', member(`BackupCompression.${compression ?? 'NONE'}`)),
        ...row('transfer.parallelism', parallelism === undefined ? undefined : value(parallelism)),
        ...plain('transfer.immediateCheckpoint', at(configuration, 'data', 'immediateCheckpoint')),
        ...computeRows(at(store.raw.spec, 'instanceSidecarConfiguration', 'resources')),
      ],
    },
  ];
}

/** What the cluster was made of, where the store of that archive was read, too. It is read once, when the cluster is made. */
export function originRow({ raw: { spec } }: KubeObject, around: Surroundings): Row[] {
  const recovery = at(spec, 'bootstrap', 'recovery');
  const name = textOf(at(recovery, 'source'));
  const server = listOf(at(spec, 'externalClusters')).find((one) => at(one, 'name') === name);
  const parameters = at(server, 'plugin', 'parameters');
  const storeName = textOf(at(parameters, 'barmanObjectName'));
  const store = storeName === undefined ? undefined : around.find(BARMAN, 'ObjectStore', storeName);
  const place = target(at(store?.raw.spec, 'configuration'));
  if (name === undefined || place === undefined) {
    return [];
  }
  const archive = map({
    clusterName: value(name),
    target: place.target,
    place: call('ArchivePlace.barman', [
      map({
        serverName: value(textOf(at(parameters, 'serverName')) ?? name),
        path: place.path === '' ? undefined : value(place.path),
      }),
    ]),
  });
  const time = textOf(at(recovery, 'recoveryTarget', 'targetTime'));
  const until = time === undefined ? [] : [map({ target: call('RecoveryTarget.time', [value(time)]) })];
  return row('recovery', call('RecoverySource.fromArchive', [call('BackupArchive.at', [archive]), ...until]));
}

const DAYS: { readonly [unit: string]: number } = { d: 1, w: 7, m: 30 };
