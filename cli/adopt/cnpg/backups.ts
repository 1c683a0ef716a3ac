import { KubeObject } from '../../manifests/object';
import { archiverOf, BARMAN } from '../../manifests/operators/cnpg';
import { at, isMap, Json, listOf, textOf } from '../../values/json';
import { Surroundings } from '../draft';
import { call, Expression, local, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import { computeRows, given, needed, number, plain, row } from '../shared/values';
import { scheduleRows, schedules } from './schedules';
import { place, target } from './stores';

/** The plugin that archives and restores. */
export const BARMAN_PLUGIN = 'barman-cloud.cloudnative-pg.io';

const COMPRESSIONS: { readonly [method: string]: string } = { gzip: 'GZIP', bzip2: 'BZIP2', lz4: 'LZ4' };

const DAYS: { readonly [unit: string]: number } = { d: 1, w: 7, m: 30 };

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
        ...row('transfer.parallelism', given(jobs)),
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
    ...row('operator.barman.walParallelism', given(maxParallel)),
  ];
}
