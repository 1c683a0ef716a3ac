import { KubeObject } from '../../manifests/object';
import { element } from '../../manifests/compare/path';
import { at, isMap, Json, JsonMap, listOf, mapOf, textOf } from '../../values/json';
import { Deliberate } from '../draft';
import { CarriedOver } from './to-plugin';

/** Fields that nobody reads where they stand, and why. */
interface Idle {
  readonly kind: string;
  /** Ways to them; elements of lists by their names, in brackets. */
  readonly fields: (spec: Json | undefined) => readonly (readonly string[])[];
  readonly why: string;
}

/** Keys of the section `postgresql` that Patroni reads and that are no lists or maps. */
const PATRONI_READS = new Set([
  ...['use_pg_rewind', 'use_slots', 'pg_ctl_timeout', 'bin_dir', 'bin_name', 'config_dir', 'data_dir', 'listen', 'connect_address'],
  ...['proxy_address', 'pgpass', 'use_unix_socket', 'use_unix_socket_repl', 'krbsrvname', 'custom_conf', 'before_stop', 'pre_promote'],
  ...['remove_data_directory_on_rewind_failure', 'remove_data_directory_on_diverged_timelines', 'pg_hba', 'pg_ident', 'database'],
]);

const TRANSFER: readonly (readonly string[])[] = [
  ['wal', 'compression'],
  ['wal', 'maxParallel'],
  ['wal', 'encryption'],
  ['data', 'compression'],
  ['data', 'jobs'],
  ['data', 'encryption'],
  ['data', 'immediateCheckpoint'],
];

const IDLE: readonly Idle[] = [
  {
    kind: 'Cluster',
    fields: (spec) =>
      at(spec, 'superuserSecret') !== undefined && at(spec, 'enableSuperuserAccess') !== true ? [['superuserSecret']] : [],
    why: 'left out: the operator looks at it with enableSuperuserAccess: true alone; to have it, write superuser',
  },
  {
    kind: 'Cluster',
    fields: (spec) =>
      Array.isArray(at(spec, 'externalClusters')) && listOf(at(spec, 'externalClusters')).length === 0 ? [['externalClusters']] : [],
    why: 'left out: an empty list says nothing',
  },
  {
    kind: 'Cluster',
    fields: (spec) =>
      listOf(at(spec, 'externalClusters'))
        .filter((one) => textOf(at(one, 'name')) !== textOf(at(spec, 'replica', 'source')))
        .flatMap((one) =>
          TRANSFER.filter((path) => at(one, 'barmanObjectStore', ...path) !== undefined).map((path) => [
            'externalClusters',
            element(textOf(at(one, 'name')) ?? ''),
            'barmanObjectStore',
            ...path,
          ]),
        ),
    why: 'left out: how it was sent is found out when it is read, which is once, when a cluster is made of it',
  },
  {
    kind: 'PostgresCluster',
    fields: (spec) => {
      const section = mapOf(at(spec, 'patroni', 'dynamicConfiguration', 'postgresql'));
      return Object.entries(section)
        .filter(([key, one]) => !PATRONI_READS.has(key) && textOf(one) !== undefined)
        .map(([key]) => ['patroni', 'dynamicConfiguration', 'postgresql', key]);
    },
    why: 'left out: Patroni does not read it there, and it never had an effect; to have it, write it into parameters',
  },
  {
    kind: 'PostgresCluster',
    fields: (spec) =>
      at(spec, 'patroni', 'dynamicConfiguration', 'bootstrap') === undefined ? [] : [['patroni', 'dynamicConfiguration', 'bootstrap']],
    why: 'left out: Patroni takes no bootstrap out of its dynamic configuration',
  },
  {
    kind: 'PostgresCluster',
    fields: (spec) => {
      const source = at(spec, 'dataSource', 'pgbackrest');
      const read = textOf(at(source, 'repo', 'name'));
      return Object.keys(mapOf(at(source, 'global')))
        .filter((option) => read !== undefined && /^repo\d+-/.test(option) && !option.startsWith(`${read}-`))
        .map((option) => ['dataSource', 'pgbackrest', 'global', option]);
    },
    why: 'left out: a restore reads one repository, and this is about another one',
  },
  {
    kind: 'PostgresCluster',
    fields: (spec) => {
      const restore = at(spec, 'backups', 'pgbackrest', 'restore');
      return isMap(restore) && restore.enabled !== true ? [['backups', 'pgbackrest', 'restore']] : [];
    },
    why: 'left out: PGO looks at it with enabled: true alone; InPlaceRestore writes it for a restore',
  },
  {
    kind: 'postgresql',
    fields: (spec) =>
      at(spec, 'enableConnectionPooler') === false &&
      at(spec, 'enableReplicaConnectionPooler') !== true &&
      at(spec, 'connectionPooler') !== undefined
        ? [['connectionPooler']]
        : [],
    why: 'left out: the operator looks at it where a pooler is enabled; ConnectionPool writes it',
  },
];

/** The name of a field as the report writes it. */
const shown = (path: readonly string[]): string =>
  ['spec', ...path].reduce((left, step) => (step.startsWith('[') ? `${left}${step}` : left === '' ? step : `${left}.${step}`), '');

/** A copy without a place, and without what is empty then on the way to it. */
function without(json: Json | undefined, [step = '', ...rest]: readonly string[]): Json | undefined {
  if (Array.isArray(json)) {
    return json.map((item) => (element(textOf(at(item, 'name')) ?? '') === step ? (without(item, rest) ?? {}) : item));
  }
  if (!isMap(json) || !(step in json)) {
    return json;
  }
  const below = rest.length === 0 ? undefined : without(json[step], rest);
  const others = Object.fromEntries(Object.entries(json).filter(([key]) => key !== step));
  return below === undefined || (isMap(below) && Object.keys(below).length === 0)
    ? Object.keys(others).length === 0
      ? undefined
      : others
    : { ...json, [step]: below };
}

/** The objects without what nobody reads in them, which is told. */
export function withoutIdle(objects: readonly KubeObject[]): CarriedOver {
  const deliberate: Deliberate[] = [];
  return {
    objects: objects.map((object) => {
      const found = IDLE.filter(({ kind }) => kind === object.kind).flatMap(({ fields, why }) =>
        fields(object.raw.spec).map((path) => ({ path, why })),
      );
      if (found.length === 0) {
        return object;
      }
      deliberate.push(...found.map(({ path, why }) => ({ key: object.key, field: shown(path), why, quiet: true })));
      const spec = found.reduce<Json | undefined>((left, { path }) => without(left, path), object.raw.spec);
      return { ...object, raw: { ...object.raw, spec: spec ?? {} } as JsonMap };
    }),
    deliberate,
  };
}
