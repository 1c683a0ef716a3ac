import { majorOfTag } from '../compare/image';
import { at, isMap, Json, listOf, textOf } from '../../values/json';
import { KubeObject } from '../object';
import { Archive, ClusterView } from './view';

export const ZALANDO = 'acid.zalan.do';

/** Literal values of the environment. */
export function environment(spec: Json | undefined): ReadonlyMap<string, string> {
  return new Map(
    listOf(at(spec, 'env')).flatMap((variable): [string, string][] => {
      const [name, value] = [textOf(at(variable, 'name')), textOf(at(variable, 'value'))];
      return name !== undefined && value !== undefined ? [[name, value]] : [];
    }),
  );
}

/** Variables that say where Spilo archives, by scheme. */
const BUCKETS = [
  ['WAL_S3_BUCKET', 's3'],
  ['WAL_GS_BUCKET', 'gs'],
  ['WAL_AZ_BUCKET', 'azure'],
] as const;
const PREFIXES = ['WALG_S3_PREFIX', 'WALE_S3_PREFIX', 'WALG_GS_PREFIX', 'WALE_GS_PREFIX', 'WALG_AZ_PREFIX'] as const;

/** A path without the major version at its end: an upgrade moves on by itself. */
const place = (text: string): string => text.replace(/\/+$/, '').replace(/\/wal(\/(\d+|\$\(PGVERSION\)))?$/, '');

function archives(object: KubeObject): Archive[] {
  const env = environment(object.value.spec);
  const prefix = PREFIXES.find((name) => env.get(name));
  if (prefix) {
    return [{ place: place(env.get(prefix)!), field: `spec.env[${prefix}]`, shown: env.get(prefix)! }];
  }
  return BUCKETS.flatMap(([name, scheme]) => {
    const bucket = env.get(name);
    if (!bucket) {
      return [];
    }
    // Without a suffix of its own the operator appends the uid of the object, which no other cluster has.
    const suffix = env.get('WAL_BUCKET_SCOPE_SUFFIX') ?? '/<uid>';
    const shown = `${scheme}://${bucket}/spilo/${env.get('WAL_BUCKET_SCOPE_PREFIX') ?? ''}${object.name}${suffix}`;
    return [{ place: suffix === '/<uid>' ? `${shown} ${object.key}` : shown, field: `spec.env[${name}]`, shown }];
  });
}

function sources(object: KubeObject): Archive[] {
  const spec = object.value.spec;
  const env = environment(spec);
  const ways: readonly (readonly [string, string | undefined])[] = [
    ['spec.clone.s3_wal_path', textOf(at(spec, 'clone', 's3_wal_path'))],
    ['spec.standby.s3_wal_path', textOf(at(spec, 'standby', 's3_wal_path'))],
    ['spec.standby.gs_wal_path', textOf(at(spec, 'standby', 'gs_wal_path'))],
    ...['CLONE_WALG_S3_PREFIX', 'CLONE_WALE_S3_PREFIX', 'CLONE_WALG_GS_PREFIX'].map(
      (name) => [`spec.env[${name}]`, env.get(name)] as const,
    ),
  ];
  return ways.flatMap(([field, way]) => (way ? [{ place: place(way), field, shown: way }] : []));
}

export function zalandoView(object: KubeObject): ClusterView {
  const spec = object.value.spec;
  const instances = Number(textOf(at(spec, 'numberOfInstances')) ?? 0);
  const image = textOf(at(spec, 'dockerImage'));
  const version = Number(textOf(at(spec, 'postgresql', 'version')));
  const patroni = at(spec, 'patroni');
  return {
    operator: 'zalando',
    object,
    instances,
    instancesField: 'spec.numberOfInstances',
    stopped: instances === 0 ? 'spec.numberOfInstances is 0' : undefined,
    image,
    imageField: 'spec.dockerImage',
    major: Number.isInteger(version) && version > 0 ? version : image === undefined ? undefined : majorOfTag(image),
    majorField: 'spec.postgresql.version',
    archives: archives(object),
    backedUp: archives(object).length > 0,
    backupField: 'spec.env',
    sources: sources(object),
    follower: isMap(at(spec, 'standby')),
    roleField: 'spec.standby',
    podLabels: { application: 'spilo', 'cluster-name': object.name, 'spilo-role': 'master' },
    innerPorts: [5432, 8008],
    synchronous: {
      on: textOf(at(patroni, 'synchronous_mode')) === 'true',
      strict: textOf(at(patroni, 'synchronous_mode_strict')) === 'true',
      number: Number(textOf(at(patroni, 'synchronous_node_count')) ?? 1),
      field: 'spec.patroni.synchronous_mode',
    },
  };
}
