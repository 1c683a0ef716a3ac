import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { KubeObject } from '../object';
import { Archive, ClusterView } from './view';

export const PGO = 'postgres-operator.crunchydata.com';
export const PGO_PREFIX = `${PGO}/`;

const CLOUDS = ['s3', 'gcs', 'azure'] as const;

export const cloudOf = (repo: Json | undefined): (typeof CLOUDS)[number] | undefined => CLOUDS.find((cloud) => isMap(at(repo, cloud)));

/** Place of a repository in an object store; volumes belong to one cluster and are no place that two can share. */
function repoPlace(repo: Json | undefined, global: Json | undefined, field: string): Archive[] {
  const cloud = cloudOf(repo);
  if (!cloud) {
    return [];
  }
  const name = textOf(at(repo, 'name')) ?? '';
  const store = at(repo, cloud);
  const bucket = textOf(at(store, 'bucket')) ?? textOf(at(store, 'container')) ?? '';
  const path = textOf(at(global, `${name}-path`)) ?? `/pgbackrest/${name}`;
  const shown = `${cloud}://${bucket}${path}`;
  return [{ place: `${textOf(at(store, 'endpoint')) ?? ''} ${shown}`, field, shown }];
}

export function pgoFollower(spec: Json | undefined): boolean {
  return isMap(at(spec, 'standby')) && at(spec, 'standby', 'enabled') !== false;
}

function archives(object: KubeObject): Archive[] {
  const backrest = at(object.value, 'spec', 'backups', 'pgbackrest');
  const read = pgoFollower(object.value.spec) ? textOf(at(object.value, 'spec', 'standby', 'repoName')) : undefined;
  return listOf(at(backrest, 'repos')).flatMap((repo) => {
    const name = textOf(at(repo, 'name'));
    return name === read ? [] : repoPlace(repo, at(backrest, 'global'), `spec.backups.pgbackrest.repos[${name}]`);
  });
}

function sources(object: KubeObject): Archive[] {
  const spec = object.value.spec;
  const origin = at(spec, 'dataSource', 'pgbackrest');
  const backrest = at(spec, 'backups', 'pgbackrest');
  const followed = pgoFollower(spec) ? textOf(at(spec, 'standby', 'repoName')) : undefined;
  return [
    ...(isMap(origin) ? repoPlace(origin.repo, origin.global, 'spec.dataSource.pgbackrest.repo') : []),
    ...listOf(at(backrest, 'repos'))
      .filter((repo) => followed !== undefined && textOf(at(repo, 'name')) === followed)
      .flatMap((repo) => repoPlace(repo, at(backrest, 'global'), 'spec.standby.repoName')),
  ];
}

export function crunchyView(object: KubeObject): ClusterView {
  const spec = object.value.spec;
  const sets = listOf(at(spec, 'instances'));
  const version = Number(textOf(at(spec, 'postgresVersion')));
  const dynamic = mapOf(at(spec, 'patroni', 'dynamicConfiguration'));
  return {
    operator: 'crunchy',
    object,
    instances: sets.reduce<number>((sum, set) => sum + Number(textOf(at(set, 'replicas')) ?? 1), 0),
    instancesField: 'spec.instances',
    stopped: at(spec, 'shutdown') === true ? 'spec.shutdown is true' : undefined,
    image: textOf(at(spec, 'image')),
    imageField: 'spec.image',
    major: Number.isInteger(version) && version > 0 ? version : undefined,
    majorField: 'spec.postgresVersion',
    archives: archives(object),
    backedUp: listOf(at(spec, 'backups', 'pgbackrest', 'repos')).length > 0,
    backupField: 'spec.backups',
    sources: sources(object),
    follower: pgoFollower(spec),
    roleField: 'spec.standby',
    podLabels: {
      [`${PGO_PREFIX}cluster`]: object.name,
      [`${PGO_PREFIX}data`]: 'postgres',
      [`${PGO_PREFIX}role`]: 'master',
      [`${PGO_PREFIX}patroni`]: `${object.name}-ha`,
    },
    innerPorts: [5432, 8008],
    synchronous: {
      on: textOf(dynamic.synchronous_mode) === 'true',
      strict: textOf(dynamic.synchronous_mode_strict) === 'true',
      number: Number(textOf(dynamic.synchronous_node_count) ?? 1),
      field: 'spec.patroni.dynamicConfiguration.synchronous_mode',
    },
  };
}
