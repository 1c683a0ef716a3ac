import { KubeObject } from '../../manifests/object';
import { BARMAN, CNPG, archiverOf, cnpgFollower } from '../../manifests/operators/cnpg';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { computeOf, claimSize, spreadOf, sum, times, topology, zonesOf } from '../amounts';
import { PoolRow, Schedule } from '../model';
import { ANY, Labels, labelsOf } from '../selector';
import { Facts, PodGroup, Surroundings, Upstream } from './facts';

const isKind = (kind: string) => (object: KubeObject) => object.group === CNPG && object.kind === kind;

/** Size of a volume that is given directly or by a template of a claim. */
const sizeOf = (storage: Json | undefined): string | undefined => textOf(at(storage, 'size')) ?? claimSize(at(storage, 'pvcTemplate'));

function spread(spec: Json | undefined): string[] {
  const affinity = at(spec, 'affinity');
  const anti = textOf(at(affinity, 'enablePodAntiAffinity')) !== 'false';
  const type = textOf(at(affinity, 'podAntiAffinityType')) ?? 'preferred';
  const key = textOf(at(affinity, 'topologyKey')) ?? 'kubernetes.io/hostname';
  return [
    ...spreadOf({ topologySpreadConstraints: at(spec, 'topologySpreadConstraints') ?? [] }),
    ...(anti ? [`apart on ${topology(key)}, ${type}`] : []),
  ];
}

const LEADS_TO: { readonly [type: string]: string } = { rw: 'writes', ro: 'reads', r: 'reads from any instance' };

const SIZES: readonly (readonly [parameter: string, unit: string])[] = [
  ['max_db_connections', 'a database'],
  ['default_pool_size', 'a user and database'],
];

function pool(object: KubeObject): PoolRow {
  const { spec } = object.value;
  const [size] = SIZES.flatMap(([parameter, unit]) => {
    const value = textOf(at(spec, 'pgbouncer', 'parameters', parameter));
    return value === undefined ? [] : [`${value} ${unit}`];
  });
  return {
    name: object.name,
    leadsTo: LEADS_TO[textOf(at(spec, 'type')) ?? 'rw'] ?? 'writes',
    mode: textOf(at(spec, 'pgbouncer', 'poolMode')) ?? 'session',
    instances: Number(textOf(at(spec, 'instances')) ?? 1),
    ...(size === undefined ? {} : { size }),
  };
}

function poolCompute(object: KubeObject) {
  const container = listOf(at(object.value, 'spec', 'template', 'spec', 'containers')).find(
    (one) => textOf(at(one, 'name')) === 'pgbouncer',
  );
  return times(Number(textOf(at(object.value, 'spec', 'instances')) ?? 1), computeOf(at(container, 'resources')));
}

const METHODS: { readonly [method: string]: string } = {
  plugin: 'base backup',
  barmanObjectStore: 'base backup',
  volumeSnapshot: 'snapshot of the volumes',
};

function schedule(object: KubeObject): Schedule {
  const { spec } = object.value;
  const what = METHODS[textOf(at(spec, 'method')) ?? 'barmanObjectStore'] ?? 'backup';
  return { what, when: `${textOf(at(spec, 'schedule')) ?? '?'}${textOf(at(spec, 'suspend')) === 'true' ? ' (suspended)' : ''}` };
}

function retention(spec: Json | undefined, { find }: Surroundings): string[] {
  const store = textOf(at(archiverOf(spec), 'parameters', 'barmanObjectName'));
  const object = store === undefined ? undefined : find(BARMAN, 'ObjectStore', store);
  return [textOf(at(object?.value, 'spec', 'retentionPolicy')), textOf(at(spec, 'backup', 'retentionPolicy'))].flatMap((one) =>
    one === undefined ? [] : [days(one)],
  );
}

const days = (policy: string): string =>
  policy.replace(/^(\d+)([dwm])$/, (_, n: string, unit: 'd' | 'w' | 'm') => `${n} ${{ d: 'days', w: 'weeks', m: 'months' }[unit]}`);

const ORIGINS: { readonly [way: string]: string } = {
  recovery: 'recovered from a backup',
  pg_basebackup: 'copied from a running server',
};

/** The server of an external cluster that is read by connection. */
function upstreams(spec: Json | undefined): Upstream[] {
  const wanted = new Map<string, Upstream['what']>();
  const copied = textOf(at(spec, 'bootstrap', 'pg_basebackup', 'source'));
  const followed = textOf(at(spec, 'replica', 'source'));
  if (copied !== undefined) {
    wanted.set(copied, 'clone');
  }
  if (followed !== undefined) {
    wanted.set(followed, 'streaming replication');
  }
  return listOf(at(spec, 'externalClusters')).flatMap((external): Upstream[] => {
    const what = wanted.get(textOf(at(external, 'name')) ?? '');
    const host = textOf(at(external, 'connectionParameters', 'host'));
    return what !== undefined && host !== undefined ? [{ host, what }] : [];
  });
}

/** The source of a member of a pair that writes: it is read after a switch, unless the cluster began from it. */
function idle(spec: Json | undefined): string[] {
  const source = textOf(at(spec, 'replica', 'source'));
  return source === undefined || source === textOf(at(spec, 'bootstrap', 'recovery', 'source')) ? [] : [`spec.externalClusters[${source}]`];
}

function podGroups(name: string, spec: Json | undefined, pools: readonly KubeObject[]): PodGroup[] {
  const own: Labels = { ...labelsOf(at(spec, 'inheritedMetadata', 'labels')), 'cnpg.io/cluster': [name] };
  return [
    {
      part: 'instances',
      labels: { ...own, 'cnpg.io/podRole': ['instance'], 'cnpg.io/instanceRole': ['primary', 'replica'], role: ['primary', 'replica'] },
    },
    ...pools.map((object) => ({
      part: `pool ${object.name}`,
      labels: {
        ...labelsOf(at(object.value, 'spec', 'template', 'metadata', 'labels')),
        'cnpg.io/cluster': [name],
        'cnpg.io/poolerName': [object.name],
        'cnpg.io/podRole': ['pooler'],
      },
    })),
    { part: 'jobs of the operator', labels: { ...own, 'cnpg.io/jobRole': [ANY] } },
  ];
}

function secrets(name: string, spec: Json | undefined): Map<string, string> {
  const owner = textOf(at(spec, 'bootstrap', 'initdb', 'owner')) ?? textOf(at(spec, 'bootstrap', 'recovery', 'owner')) ?? 'app';
  const given = ['initdb', 'recovery', 'pg_basebackup'].flatMap((way) => textOf(at(spec, 'bootstrap', way, 'secret', 'name')) ?? []);
  return new Map([
    [`${name}-app`, owner],
    [`${name}-superuser`, 'postgres'],
    ...given.map((secret): [string, string] => [secret, owner]),
    ...listOf(at(spec, 'managed', 'roles')).flatMap((role): [string, string][] => {
      const secret = textOf(at(role, 'passwordSecret', 'name'));
      return secret === undefined ? [] : [[secret, textOf(at(role, 'name')) ?? secret]];
    }),
  ]);
}

function exposure(spec: Json | undefined): string[] {
  return listOf(at(spec, 'managed', 'services', 'additional')).flatMap((service) => {
    const template = at(service, 'serviceTemplate');
    const type = textOf(at(template, 'spec', 'type')) ?? 'ClusterIP';
    const ranges = listOf(at(template, 'spec', 'loadBalancerSourceRanges')).flatMap((range) => textOf(range) ?? []);
    return type === 'ClusterIP'
      ? []
      : [`${type} ${textOf(at(template, 'metadata', 'name')) ?? ''}: ${ranges.length > 0 ? ranges.join(', ') : 'any address'}`];
  });
}

/** What the report says of a cluster of CloudNativePG. */
export function cnpgFacts(object: KubeObject, around: Surroundings): Facts {
  const { spec, metadata } = object.value;
  const { name } = object;
  const instances = Number(textOf(at(spec, 'instances')) ?? 1);
  const pools = around.referring.filter(isKind('Pooler'));
  const amounts = { ...computeOf(at(spec, 'resources')), storage: sizeOf(at(spec, 'storage')), wal: sizeOf(at(spec, 'walStorage')) };
  const tablespaces = listOf(at(spec, 'tablespaces')).flatMap((one) => sizeOf(at(one, 'storage')) ?? []);
  const follows = cnpgFollower(object);
  const begun = mapOf(at(spec, 'bootstrap'));
  const first = textOf(at(begun.initdb, 'database')) ?? (begun.initdb !== undefined ? 'app' : undefined);
  const declared = around.referring.filter(isKind('Database')).flatMap((one) => textOf(at(one.value, 'spec', 'name')) ?? []);
  const origin = Object.keys(ORIGINS).find((way) => isMap(begun[way]));
  const annotations = { ...mapOf(at(metadata, 'annotations')), ...mapOf(at(spec, 'inheritedMetadata', 'annotations')) };
  return {
    sets: [{ name: 'instances', instances, ...amounts }],
    totals: sum([times(instances, { ...amounts, tablespaces }), ...pools.map(poolCompute)]),
    spread: spread(spec),
    zones: zonesOf(at(spec, 'affinity', 'nodeSelector'), at(spec, 'affinity', 'nodeAffinity')),
    databases: [...new Set([...(first === undefined ? [] : [first]), ...declared])],
    roles: [
      ...listOf(at(spec, 'managed', 'roles')).flatMap((role) => textOf(at(role, 'name')) ?? []),
      ...around.referring.filter(isKind('DatabaseRole')).flatMap((one) => textOf(at(one.value, 'spec', 'name')) ?? []),
    ],
    pools: pools.map(pool),
    schedules: around.referring.filter(isKind('ScheduledBackup')).map(schedule),
    retention: retention(spec, around),
    backupVolumes: [],
    ...(origin === undefined ? {} : { origin: ORIGINS[origin]! }),
    services: new Map([
      [`${name}-rw`, 'writes'],
      [`${name}-ro`, 'reads'],
      [`${name}-r`, 'reads from any instance'],
      ...pools.map((one): [string, string] => [one.name, `pool ${one.name}`]),
    ]),
    secrets: new Map([
      ...secrets(name, spec),
      ...around.referring.filter(isKind('DatabaseRole')).flatMap((one): [string, string][] => {
        const secret = textOf(at(one.value, 'spec', 'passwordSecret', 'name'));
        return secret === undefined ? [] : [[secret, textOf(at(one.value, 'spec', 'name')) ?? secret]];
      }),
    ]),
    upstreams: follows ? upstreams(spec) : upstreams(spec).filter(({ what }) => what === 'clone'),
    idleSources: new Set(follows ? [] : idle(spec)),
    pods: podGroups(name, spec, pools),
    exposure: exposure(spec),
    scraped: textOf(at(spec, 'monitoring', 'enablePodMonitor')) === 'true' || textOf(annotations['prometheus.io/scrape']) === 'true',
  };
}
