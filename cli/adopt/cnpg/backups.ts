import { KubeObject } from '../../manifests/object';
import { archiverOf, BARMAN } from '../../manifests/operators/cnpg';
import { at, isMap, Json, listOf, textOf } from '../../values/json';
import { Surroundings } from '../draft';
import { call, Expression, list, local, map, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import { computeRows, needed, number, plain, row } from '../shared/values';

/** The plugin that archives and restores. */
export const BARMAN_PLUGIN = 'barman-cloud.cloudnative-pg.io';

const own = (json: Json | undefined): Expression | undefined => (textOf(json) === undefined ? undefined : value(json!));

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
        map({ storageAccount: own(at(json, 'storageAccount', 'key')), value: own(at(secret, 'key')) }),
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

/** Region of a bucket of Amazon whose manifest names none: the client finds it by itself, and the patch takes it out again. */
const REGION = 'us-east-1';

const COMPRESSIONS: { readonly [method: string]: string } = { gzip: 'GZIP', bzip2: 'BZIP2', lz4: 'LZ4' };

/** A schedule that a policy can say. */
interface Schedule {
  readonly name: string;
  readonly type: 'full' | 'snapshot';
  readonly cron: string;
  readonly spec: Json;
}

/** Schedules of a cluster, those that begin with whole minutes. */
function schedulesOf(cluster: KubeObject, { objects }: Surroundings): Schedule[] {
  return objects.flatMap(({ kind, name, raw: { spec } }): Schedule[] => {
    const [, cron] = /^0\s+(\S+\s+\S+\s+\S+\s+\S+\s+\S+)$/.exec(textOf(at(spec, 'schedule')) ?? '') ?? [];
    const type = at(spec, 'method') === 'volumeSnapshot' ? 'snapshot' : 'full';
    return kind === 'ScheduledBackup' && textOf(at(spec, 'cluster', 'name')) === cluster.name && cron !== undefined
      ? [{ name, type, cron, spec: spec ?? {} }]
      : [];
  });
}

const schedules = (cluster: KubeObject, around: Surroundings): Expression =>
  list(schedulesOf(cluster, around).map(({ type, cron }) => call(`BackupSchedule.${type}`, [value(cron)])));

const OWNERS: { readonly [owner: string]: string } = { none: 'NONE', self: 'SCHEDULE', cluster: 'CLUSTER' };

/** What ScheduledBackups have besides: options of the factory. */
function scheduleRows(cluster: KubeObject, around: Surroundings): Row[] {
  const found = schedulesOf(cluster, around);
  const names = (type: Schedule['type']): Row[] => {
    const chosen = found.filter((one) => one.type === type).map(({ name }) => name);
    const isUsual = chosen.every((name, i) => name === (i === 0 ? `${cluster.name}-${type}` : `${cluster.name}-${type}-${i + 1}`));
    return isUsual ? [] : plain(`operator.scheduledBackups.${type}Names`, chosen);
  };
  const owner = OWNERS[textOf(found.map(({ spec }) => at(spec, 'backupOwnerReference')).find((one) => one !== undefined)) ?? ''];
  return [
    ...names('full'),
    ...names('snapshot'),
    ...row('operator.scheduledBackups.owner', owner === undefined ? undefined : member(`CloudNativePgBackupOwner.${owner}`)),
    ...plain(
      'operator.scheduledBackups.immediate',
      found.map(({ spec }) => at(spec, 'immediate')).find((one) => one !== undefined),
    ),
  ];
}

/** An archive as it was read: where it is said, and by whom it is written. */
interface Archive {
  readonly configuration: Json;
  readonly serverName: string;
  readonly retentionPolicy?: Json;
  /** Of the plugin. */
  readonly storeName?: string;
  readonly resources?: Json;
}

/** What a cluster writes: by the plugin, where its store was read, too, or by the operator itself. */
function written(cluster: KubeObject, around: Surroundings): Archive | undefined {
  const { spec } = cluster.raw;
  const inTree = at(spec, 'backup', 'barmanObjectStore');
  if (isMap(inTree)) {
    return {
      configuration: inTree,
      serverName: textOf(inTree.serverName) ?? cluster.name,
      retentionPolicy: at(spec, 'backup', 'retentionPolicy'),
    };
  }
  const archiver = archiverOf(spec);
  const storeName = textOf(at(archiver, 'parameters', 'barmanObjectName'));
  const store = storeName === undefined ? undefined : around.find(BARMAN, 'ObjectStore', storeName);
  return (
    store && {
      configuration: at(store.raw.spec, 'configuration') ?? {},
      serverName: textOf(at(archiver, 'parameters', 'serverName')) ?? cluster.name,
      retentionPolicy: at(store.raw.spec, 'retentionPolicy'),
      storeName: store.name,
      resources: at(store.raw.spec, 'instanceSidecarConfiguration', 'resources'),
    }
  );
}

const place = (serverName: string, path: string, storeName?: string): Expression =>
  call('ArchivePlace.barman', [
    map({
      serverName: value(serverName),
      path: path === '' ? undefined : value(path),
      objectStoreName: storeName === undefined ? undefined : value(storeName),
    }),
  ]);

function retention(json: Json | undefined): Expression {
  const [, count, unit = ''] = /^(\d+)([dwm])$/.exec(textOf(json) ?? '') ?? [];
  return count === undefined ? call('BackupRetention.unlimited') : call('BackupRetention.days', [value(Number(count) * DAYS[unit]!)]);
}

/** The policy of what the cluster archives. */
export function policyParts(cluster: KubeObject, around: Surroundings): Part[] {
  const archive = written(cluster, around);
  const where = target(archive?.configuration);
  if (archive === undefined || where === undefined) {
    return [];
  }
  const { configuration, serverName, storeName } = archive;
  const { both, jobs } = transferOf(configuration);
  return [
    {
      variable: 'backups',
      construct: 'BackupPolicy',
      id: 'Backups',
      rows: [
        needed('cluster', local('cluster')),
        needed('target', where.target),
        needed('place', place(serverName, where.path, storeName === `${cluster.name}-backup` ? undefined : storeName)),
        needed('schedules', schedules(cluster, around)),
        needed('retention', retention(archive.retentionPolicy)),
        ...row('encryption', encryption(configuration)),
        ...row('transfer.compression', member(`BackupCompression.${both}`)),
        ...row('transfer.parallelism', jobs === undefined ? undefined : value(jobs)),
        ...plain('transfer.immediateCheckpoint', at(configuration, 'data', 'immediateCheckpoint')),
        ...computeRows(archive.resources),
      ],
    },
  ];
}

/** What the store encrypts with a key of its own. */
const encryption = (configuration: Json): Expression | undefined =>
  ['wal', 'data'].every((part) => at(configuration, part, 'encryption') === 'AES256') ? call('BackupEncryption.serverSide') : undefined;

/** Compression and parallelism of base backups, and those of WAL where they are others. */
function transferOf(configuration: Json): {
  readonly both: string;
  readonly jobs?: number;
  readonly wal?: string;
  readonly maxParallel?: number;
} {
  const compressions = ['data', 'wal'].map((part) => textOf(at(configuration, part, 'compression')));
  const [data, wal] = compressions;
  const [jobs, maxParallel] = [number(at(configuration, 'data', 'jobs')), number(at(configuration, 'wal', 'maxParallel'))];
  return {
    both: COMPRESSIONS[data ?? ''] ?? 'NONE',
    jobs,
    ...(wal !== data && { wal: (wal ?? 'none').toUpperCase() }),
    ...(maxParallel !== jobs && { maxParallel }),
  };
}

/** How barman-cloud is run: options of the factory. */
export function barmanRows(cluster: KubeObject, around: Surroundings): Row[] {
  const { spec } = cluster.raw;
  const archive = written(cluster, around);
  const { wal, maxParallel } =
    archive === undefined || target(archive.configuration) === undefined ? {} : transferOf(archive.configuration);
  const isInTree =
    isMap(at(spec, 'backup', 'barmanObjectStore')) ||
    listOf(at(spec, 'externalClusters')).some((one) => isMap(at(one, 'barmanObjectStore')));
  return [
    ...(archive === undefined ? [] : scheduleRows(cluster, around)),
    ...(isInTree ? [{ path: 'operator.barman.inTree', value: value(true) }] : []),
    ...row('operator.barman.walCompression', wal === undefined ? undefined : member(`CloudNativePgWalCompression.${wal}`)),
    ...row('operator.barman.walParallelism', maxParallel === undefined ? undefined : value(maxParallel)),
  ];
}

/** The entry that a cluster was made of, or that it follows. */
export function sourceArchive({ name: cluster, raw: { spec } }: KubeObject, around: Surroundings, name: string): Expression | undefined {
  const server = listOf(at(spec, 'externalClusters')).find((one) => at(one, 'name') === name);
  const inTree = at(server, 'barmanObjectStore');
  const parameters = at(server, 'plugin', 'parameters');
  const storeName = textOf(at(parameters, 'barmanObjectName'));
  const store = storeName === undefined ? undefined : around.find(BARMAN, 'ObjectStore', storeName);
  const where = target(inTree ?? at(store?.raw.spec, 'configuration'));
  // Where nothing is said, the operator takes the name of the entry, and the plugin that of the cluster which reads.
  const serverName = inTree === undefined ? (textOf(at(parameters, 'serverName')) ?? cluster) : (textOf(at(inTree, 'serverName')) ?? name);
  return where && call('BackupArchive.at', [map({ clusterName: value(name), target: where.target, place: place(serverName, where.path) })]);
}

/** Where a recovery ends, in the words of the field. */
const TARGETS: { readonly [field: string]: string } = {
  targetTime: 'time',
  targetLSN: 'lsn',
  targetXID: 'transaction',
  targetName: 'restorePoint',
};

/** A moment as programs write it; others as they are. */
const instant = (field: string, text: string | undefined): string | undefined => {
  const [, day, time, zone = '+00:00'] = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.0+)?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text ?? '') ?? [];
  return field !== 'targetTime' || day === undefined ? text : `${day}T${time}${/^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone}`;
};

/** What the cluster was made of, where that archive was read, too. It is read once, when the cluster is made. */
export function originRow(cluster: KubeObject, around: Surroundings): Row[] {
  const recovery = at(cluster.raw.spec, 'bootstrap', 'recovery');
  const name = textOf(at(recovery, 'source'));
  const archive = name === undefined ? undefined : sourceArchive(cluster, around, name);
  if (archive === undefined) {
    return [];
  }
  const ends = Object.entries(TARGETS).flatMap(([field, way]) => {
    const text = instant(field, textOf(at(recovery, 'recoveryTarget', field)));
    return text === undefined ? [] : [map({ target: call(`RecoveryTarget.${way}`, [value(text)]) })];
  });
  return row('recovery', call('RecoverySource.fromArchive', [archive, ...ends.slice(0, 1)]));
}

const DAYS: { readonly [unit: string]: number } = { d: 1, w: 7, m: 30 };
