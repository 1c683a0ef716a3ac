import { KubeObject } from '../../manifests/object';
import { PGO_PREFIX } from '../../manifests/operators/crunchy';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { backupVolume, claimSize, computeOf, spreadOf, sum, times, zonesOf } from '../amounts';
import { InstanceSet, PoolRow, Schedule } from '../model';
import { Labels, labelsOf } from '../selector';
import { Facts, PodGroup, Upstream } from './facts';

const replicas = (part: Json | undefined): number => Number(textOf(at(part, 'replicas')) ?? 1);

const amountsOf = (set: Json | undefined) => ({
  ...computeOf(at(set, 'resources')),
  storage: claimSize(at(set, 'dataVolumeClaimSpec')),
  wal: claimSize(at(set, 'walVolumeClaimSpec')),
});

const setOf = (set: Json, i: number): InstanceSet => ({
  name: textOf(at(set, 'name')) ?? String(i).padStart(2, '0'),
  instances: replicas(set),
  ...amountsOf(set),
});

function setTotals(set: Json) {
  const tablespaces = listOf(at(set, 'tablespaceVolumes')).flatMap((volume) => claimSize(at(volume, 'dataVolumeClaimSpec')) ?? []);
  return times(replicas(set), { ...amountsOf(set), tablespaces });
}

function pools(name: string, spec: Json | undefined): PoolRow[] {
  const bouncer = at(spec, 'proxy', 'pgBouncer');
  const global = at(bouncer, 'config', 'global');
  const size = textOf(at(global, 'max_db_connections'));
  return isMap(bouncer)
    ? [
        {
          name: `${name}-pgbouncer`,
          leadsTo: 'writes',
          mode: textOf(at(global, 'pool_mode')) ?? 'session',
          instances: replicas(bouncer),
          ...(size === undefined ? {} : { size: `${size} a database` }),
        },
      ]
    : [];
}

const BACKUPS: { readonly [type: string]: string } = {
  full: 'full backup',
  differential: 'differential backup',
  incremental: 'incremental backup',
};

const schedules = (backrest: Json | undefined): Schedule[] =>
  listOf(at(backrest, 'repos')).flatMap((repo) =>
    Object.entries(mapOf(at(repo, 'schedules'))).map(([type, when]) => ({
      what: `${BACKUPS[type] ?? type}, ${textOf(at(repo, 'name')) ?? ''}`,
      when: textOf(when) ?? '?',
    })),
  );

const volumes = (backrest: Json | undefined): string[] =>
  listOf(at(backrest, 'repos')).flatMap((repo) => {
    const claim = at(repo, 'volume', 'volumeClaimSpec');
    return claim === undefined ? [] : [`a volume of ${claimSize(claim) ?? 'unknown size'}, ${textOf(at(repo, 'name')) ?? ''}`];
  });

function retention(backrest: Json | undefined): string[] {
  const global = at(backrest, 'global');
  return listOf(at(backrest, 'repos')).flatMap((repo) => {
    const name = textOf(at(repo, 'name')) ?? '';
    const number = textOf(at(global, `${name}-retention-full`));
    const unit = textOf(at(global, `${name}-retention-full-type`)) === 'time' ? 'days' : 'full backups';
    return number === undefined ? [] : [`${number} ${unit}, ${name}`];
  });
}

function upstreams(spec: Json | undefined): Upstream[] {
  const standby = at(spec, 'standby');
  const host = textOf(at(standby, 'host'));
  const source = at(spec, 'dataSource', 'postgresCluster');
  const [cluster, namespace] = [textOf(at(source, 'clusterName')), textOf(at(source, 'clusterNamespace'))];
  return [
    ...(host === undefined || textOf(at(standby, 'enabled')) === 'false' ? [] : [{ host, what: 'streaming replication' as const }]),
    ...(cluster === undefined ? [] : [{ cluster, ...(namespace === undefined ? {} : { namespace }), what: 'clone' as const }]),
  ];
}

function podGroups(name: string, spec: Json | undefined): PodGroup[] {
  const own = { ...labelsOf(at(spec, 'metadata', 'labels')), [`${PGO_PREFIX}cluster`]: [name] };
  const sets = listOf(at(spec, 'instances'));
  const monitored: Labels = isMap(at(spec, 'monitoring')) ? { [`${PGO_PREFIX}crunchy-postgres-exporter`]: ['true'] } : {};
  const collected: Labels = isMap(at(spec, 'instrumentation')) ? { [`${PGO_PREFIX}crunchy-otel-collector`]: ['true'] } : {};
  return [
    {
      part: 'instances',
      labels: {
        ...own,
        ...sets.reduce<PodGroup['labels']>((all, set) => ({ ...all, ...labelsOf(at(set, 'metadata', 'labels')) }), {}),
        ...monitored,
        ...collected,
        [`${PGO_PREFIX}data`]: ['postgres'],
        [`${PGO_PREFIX}role`]: ['master', 'primary', 'replica'],
        [`${PGO_PREFIX}patroni`]: [`${name}-ha`],
        [`${PGO_PREFIX}instance-set`]: sets.map((set, i) => setOf(set, i).name),
      },
    },
    ...(pools(name, spec).length > 0
      ? [{ part: `pool ${name}-pgbouncer`, labels: { ...own, ...collected, [`${PGO_PREFIX}role`]: ['pgbouncer'] } }]
      : []),
    {
      part: 'repository of backups',
      labels: {
        ...own,
        [`${PGO_PREFIX}pgbackrest`]: [''],
        [`${PGO_PREFIX}data`]: ['pgbackrest'],
        [`${PGO_PREFIX}pgbackrest-dedicated`]: [''],
      },
    },
  ];
}

function exposure(spec: Json | undefined): string[] {
  const ways: readonly (readonly [string, Json | undefined])[] = [
    ['writes', at(spec, 'service')],
    ['reads', at(spec, 'replicaService')],
    ['pool', at(spec, 'proxy', 'pgBouncer', 'service')],
  ];
  return ways.flatMap(([what, service]) => {
    const type = textOf(at(service, 'type')) ?? 'ClusterIP';
    const ranges = listOf(at(service, 'loadBalancerSourceRanges')).flatMap((range) => textOf(range) ?? []);
    return type === 'ClusterIP' ? [] : [`${type}, ${what}: ${ranges.length > 0 ? ranges.join(', ') : 'any address'}`];
  });
}

/** What the report says of a cluster of Crunchy PGO. */
export function crunchyFacts(object: KubeObject): Facts {
  const { spec } = object.value;
  const { name } = object;
  const sets = listOf(at(spec, 'instances'));
  const backrest = at(spec, 'backups', 'pgbackrest');
  const bouncer = at(spec, 'proxy', 'pgBouncer');
  // Without the field PGO makes one user, named after the cluster, with a database of that name.
  const users: readonly Json[] = at(spec, 'users') === undefined ? [{ name, databases: [name] }] : listOf(at(spec, 'users'));
  const named = users.flatMap((user) => textOf(at(user, 'name')) ?? []);
  return {
    sets: sets.map(setOf),
    totals: sum([
      ...sets.map(setTotals),
      ...(isMap(bouncer) ? [times(replicas(bouncer), computeOf(bouncer.resources))] : []),
      ...listOf(at(backrest, 'repos')).map((repo) => backupVolume(claimSize(at(repo, 'volume', 'volumeClaimSpec')))),
    ]),
    spread: [...new Set(sets.flatMap(spreadOf))],
    zones: [...new Set(sets.flatMap((set) => zonesOf(undefined, at(set, 'affinity', 'nodeAffinity'))))].sort(),
    databases: [...new Set(users.flatMap((user) => listOf(at(user, 'databases')).flatMap((one) => textOf(one) ?? [])))],
    roles: named,
    pools: pools(name, spec),
    schedules: schedules(backrest),
    retention: retention(backrest),
    backupVolumes: volumes(backrest),
    ...(isMap(at(spec, 'dataSource')) ? { origin: 'made of the data of another cluster' } : {}),
    services: new Map([
      [`${name}-primary`, 'writes'],
      [`${name}-ha`, 'writes'],
      [`${name}-replicas`, 'reads'],
      [`${name}-pgbouncer`, `pool ${name}-pgbouncer`],
    ]),
    secrets: new Map(named.map((user): [string, string] => [`${name}-pguser-${user}`, user])),
    upstreams: upstreams(spec),
    idleSources: new Set(),
    pods: podGroups(name, spec),
    exposure: exposure(spec),
    scraped: textOf(at(spec, 'metadata', 'annotations', 'prometheus.io/scrape')) === 'true',
  };
}
