import { KubeObject } from '../../manifests/object';
import { environment } from '../../manifests/operators/zalando';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { computeOf, spreadOf, sum, times, zonesOf } from '../amounts';
import { PoolRow, Schedule } from '../model';
import { ANY } from '../selector';
import { Facts, PodGroup, Upstream } from './facts';

const on = (value: Json | undefined): boolean => textOf(value) === 'true';

/** Which poolers there are; a `connectionPooler` alone asks for the one that leads to the primary. */
const poolers = (spec: Json | undefined): ('master' | 'replica')[] => [
  ...(on(at(spec, 'enableConnectionPooler')) || (at(spec, 'enableConnectionPooler') === undefined && isMap(at(spec, 'connectionPooler')))
    ? (['master'] as const)
    : []),
  ...(on(at(spec, 'enableReplicaConnectionPooler')) ? (['replica'] as const) : []),
];

const poolName = (cluster: string, leads: 'master' | 'replica'): string => `${cluster}-pooler${leads === 'master' ? '' : '-repl'}`;

/** The operator starts two where the manifest leaves the number to its configuration. */
const poolInstances = (spec: Json | undefined): number => Number(textOf(at(spec, 'connectionPooler', 'numberOfInstances')) ?? 2);

function pool(cluster: string, spec: Json | undefined, leads: 'master' | 'replica'): PoolRow {
  const size = textOf(at(spec, 'connectionPooler', 'maxDBConnections'));
  return {
    name: poolName(cluster, leads),
    leadsTo: leads === 'master' ? 'writes' : 'reads',
    mode: textOf(at(spec, 'connectionPooler', 'mode')) ?? 'as configured',
    instances: poolInstances(spec),
    ...(size === undefined ? {} : { size: `${size} in all` }),
  };
}

function schedules(spec: Json | undefined, env: ReadonlyMap<string, string>): Schedule[] {
  const base = env.get('BACKUP_SCHEDULE');
  return [
    ...(base === undefined ? [] : [{ what: 'base backup', when: base }]),
    ...(on(at(spec, 'enableLogicalBackup')) ? [{ what: 'dump', when: textOf(at(spec, 'logicalBackupSchedule')) ?? 'as configured' }] : []),
  ];
}

function retention(spec: Json | undefined, env: ReadonlyMap<string, string>): string[] {
  const [number, hours, dumps] = [
    env.get('BACKUP_NUM_TO_RETAIN'),
    env.get('WALE_BACKUP_THRESHOLD_HOURS'),
    textOf(at(spec, 'logicalBackupRetention')),
  ];
  return [
    ...(number === undefined ? [] : [`${number} backups`]),
    ...(hours === undefined ? [] : [`${hours} hours`]),
    ...(dumps === undefined ? [] : [`dumps: ${dumps}`]),
  ];
}

function upstreams(spec: Json | undefined): Upstream[] {
  const host = textOf(at(spec, 'standby', 'standby_host'));
  const cloned = textOf(at(spec, 'clone', 'cluster'));
  // A clone with a time or a path comes out of the archive, which guard's view knows.
  const live = at(spec, 'clone', 'timestamp') === undefined && at(spec, 'clone', 's3_wal_path') === undefined;
  return [
    ...(host === undefined ? [] : [{ host, what: 'streaming replication' as const }]),
    ...(cloned === undefined || !live ? [] : [{ cluster: cloned, what: 'clone' as const }]),
  ];
}

const WAYS_IN = [
  ['enableMasterLoadBalancer', 'LoadBalancer, writes'],
  ['enableReplicaLoadBalancer', 'LoadBalancer, reads'],
  ['enableMasterPoolerLoadBalancer', 'LoadBalancer, pool for writes'],
  ['enableReplicaPoolerLoadBalancer', 'LoadBalancer, pool for reads'],
  ['enableMasterNodePort', 'NodePort, writes'],
  ['enableReplicaNodePort', 'NodePort, reads'],
  ['enableMasterPoolerNodePort', 'NodePort, pool for writes'],
  ['enableReplicaPoolerNodePort', 'NodePort, pool for reads'],
] as const;

function exposure(spec: Json | undefined): string[] {
  const ranges = listOf(at(spec, 'allowedSourceRanges')).flatMap((range) => textOf(range) ?? []);
  return WAYS_IN.filter(([field]) => on(at(spec, field))).map(
    ([, what]) => `${what}: ${ranges.length > 0 ? ranges.join(', ') : 'as the operator is configured'}`,
  );
}

const podGroups = (name: string, spec: Json | undefined): PodGroup[] => [
  { part: 'instances', labels: { application: ['spilo'], 'cluster-name': [name], 'spilo-role': ['master', 'replica'], team: [ANY] } },
  ...poolers(spec).map((leads) => ({
    part: `pool ${poolName(name, leads)}`,
    labels: { application: ['db-connection-pooler'], 'cluster-name': [name], 'connection-pooler': [poolName(name, leads)] },
  })),
  { part: 'jobs of the operator', labels: { application: ['spilo-logical-backup'], 'cluster-name': [name] } },
];

/** What the report says of a cluster of the Zalando operator. Passwords are in Secrets whose names say the cluster. */
export function zalandoFacts(object: KubeObject): Facts {
  const { spec } = object.value;
  const { name } = object;
  const env = environment(spec);
  const instances = Number(textOf(at(spec, 'numberOfInstances')) ?? 0);
  const amounts = { ...computeOf(at(spec, 'resources')), storage: textOf(at(spec, 'volume', 'size')) };
  const roles = Object.keys(mapOf(at(spec, 'users')));
  const made = isMap(at(spec, 'clone')) ? 'cloned' : isMap(at(spec, 'standby')) ? 'copied from its source' : undefined;
  return {
    sets: [{ name: 'instances', instances, ...amounts }],
    totals: sum([
      times(instances, amounts),
      ...poolers(spec).map(() => times(poolInstances(spec), computeOf(at(spec, 'connectionPooler', 'resources')))),
    ]),
    spread: spreadOf({ topologySpreadConstraints: at(spec, 'topologySpreadConstraints') ?? [] }),
    zones: zonesOf(undefined, at(spec, 'nodeAffinity')),
    databases: [...Object.keys(mapOf(at(spec, 'databases'))), ...Object.keys(mapOf(at(spec, 'preparedDatabases')))],
    roles,
    pools: poolers(spec).map((leads) => pool(name, spec, leads)),
    schedules: schedules(spec, env),
    retention: retention(spec, env),
    backupVolumes: [],
    ...(made === undefined ? {} : { origin: made }),
    services: new Map([
      [name, 'writes'],
      [`${name}-repl`, 'reads'],
      ...poolers(spec).map((leads): [string, string] => [poolName(name, leads), `pool ${poolName(name, leads)}`]),
    ]),
    secrets: new Map(
      [...roles, 'postgres', 'standby', 'pooler'].map((role): [string, string] => [
        `${role.replace(/_/g, '-')}.${name}.credentials.postgresql.acid.zalan.do`,
        role,
      ]),
    ),
    upstreams: upstreams(spec),
    idleSources: new Set(),
    pods: podGroups(name, spec),
    exposure: exposure(spec),
    scraped: textOf(at(spec, 'podAnnotations', 'prometheus.io/scrape')) === 'true',
  };
}
