import { KubeObject } from '../../manifests/object';
import { majorOfTag } from '../../manifests/compare/image';
import { at, Json, listOf, textOf } from '../../values/json';
import { call, Expression, map, value } from '../program/expression';
import { Row } from '../program/program';
import { containers, variables, variableSources } from '../shared/containers';
import { objectMetadataRows } from '../shared/metadata';
import { patroniRows } from '../shared/patroni';
import { placementRows } from '../shared/placement';
import { captureRows, captures, SAID_BY_CAPTURE } from '../shared/slots';
import { computeRows, given, libraries, needed, nonEmptyMap, number, plain, row, size, TAKEN_OVER, texts, version } from '../shared/values';
import { creationRows, followed, originRows } from './creation';
import { databases, preparedRows, roles } from './databases';
import { probeRows, volumes } from './pods';
import { serviceRows } from './services';

/** What an image of Spilo without a version of PostgreSQL in the manifest runs. */
const DEFAULT_MAJOR = 17;

type Spec = Json | undefined;

/** What only the Zalando operator has. */
const OPTIONS: readonly ((spec: Spec, cluster: KubeObject) => Row[])[] = [
  (spec) => patroniRows(at(spec, 'patroni')),
  (spec) => row('operator.env', variables(at(spec, 'env'))),
  (spec) => row('operator.envFrom', variableSources(at(spec, 'envFrom'))),
  (spec) => probeRows(at(spec, 'livenessProbe')),
  (spec) => originRows(at(spec, 'clone')),
  (spec) => row('operator.sidecars', containers(at(spec, 'sidecars'))),
  (spec) => row('operator.initContainers', containers(at(spec, 'initContainers'))),
  (spec) => plain('operator.sharedMemoryVolume', at(spec, 'enableShmVolume')),
  (spec) => plain('operator.schedulerName', at(spec, 'schedulerName')),
  (spec) => plain('operator.podUser.user', at(spec, 'spiloRunAsUser')),
  (spec) => plain('operator.podUser.group', at(spec, 'spiloRunAsGroup')),
  (spec) => plain('operator.podUser.fsGroup', at(spec, 'spiloFSGroup')),
  serviceRows,
  (spec) => plain('operator.poolSchema', at(spec, 'connectionPooler', 'schema')),
  (spec, { name }) => preparedRows(spec, name),
  (spec) => row('operator.volumes', volumes(at(spec, 'additionalVolumes'))),
  (spec) => plain('operator.poolUser', at(spec, 'connectionPooler', 'user')),
];

/** Each part of the spec and the props that say it. */
const TABLE: readonly ((spec: Spec, cluster: KubeObject) => Row[])[] = [
  (spec, { name }) => [needed('clusterName', value(name)), needed('operator.teamId', value(textOf(at(spec, 'teamId')) ?? name))],
  (spec) => [needed('version', version(textOf(at(spec, 'postgresql', 'version')) ?? majorOf(spec)))],
  (spec) => rotated('operator.rotatedRoles', at(spec, 'usersWithSecretRotation')),
  (spec) => rotated('operator.rotatedInPlaceRoles', at(spec, 'usersWithInPlaceSecretRotation')),
  (spec) => plain('instances', number(at(spec, 'numberOfInstances'))),
  (spec) =>
    row(
      'image',
      textOf(at(spec, 'dockerImage')) === undefined ? undefined : call('PostgresImage.pinned', [value(at(spec, 'dockerImage')!)]),
    ),
  (spec) => [needed('storage.size', size(at(spec, 'volume', 'size')) ?? call('Size.gibibytes', [value(1)], 'cdk8s'))],
  (spec) => plain('storage.storageClass', at(spec, 'volume', 'storageClass')),
  (spec) => computeRows(at(spec, 'resources')),
  (spec) => row('replication', replication(at(spec, 'patroni'))),
  (spec) => plain('parameters', nonEmptyMap(parameters(spec))),
  (spec) => plain('preloadLibraries', libraries(textOf(at(spec, 'postgresql', 'parameters', 'shared_preload_libraries')))),
  (spec) => plain('hbaRules', listOf(at(spec, 'patroni', 'pg_hba')).length > 0 ? at(spec, 'patroni', 'pg_hba') : undefined),
  (spec) => captureRows(at(spec, 'patroni', 'slots'), at(spec, 'postgresql', 'parameters')),
  (spec) => row('databases', databases(spec)),
  (spec) => row('roles', roles(spec)),
  (spec) =>
    placementRows({
      nodeAffinity: at(spec, 'nodeAffinity'),
      tolerations: at(spec, 'tolerations'),
      spread: at(spec, 'topologySpreadConstraints'),
      priorityClassName: at(spec, 'podPriorityClassName'),
    }),
  (spec) => plain('annotations', texts(at(spec, 'podAnnotations'))),
  (_, cluster) => objectMetadataRows(cluster),
  ...OPTIONS,
  (spec) => creationRows(at(spec, 'patroni', 'initdb')),
  () => [TAKEN_OVER],
  (spec) => row('tls', tls(at(spec, 'tls'))),
  (spec) => {
    const source = followed(spec);
    return source === undefined ? [] : [needed('source', source)];
  },
];

function majorOf(spec: Spec): number {
  const image = textOf(at(spec, 'dockerImage'));
  return (image === undefined ? undefined : majorOfTag(image)) ?? DEFAULT_MAJOR;
}

const rotated = (path: string, json: Json | undefined): Row[] => (listOf(json).length > 0 ? plain(path, json) : []);

function parameters(spec: Spec): Json | undefined {
  return Object.fromEntries(
    Object.entries(texts(at(spec, 'postgresql', 'parameters')) ?? {}).filter(
      ([name]) => name !== 'shared_preload_libraries' && !(captures(at(spec, 'patroni', 'slots')) && SAID_BY_CAPTURE.includes(name)),
    ),
  );
}

function replication(patroni: Json | undefined): Expression | undefined {
  if (at(patroni, 'synchronous_mode') !== true) {
    return undefined;
  }
  const standbys = number(at(patroni, 'synchronous_node_count'));
  return call('Replication.synchronous', [
    map({
      standbys: standbys === undefined || standbys === 1 ? undefined : value(standbys),
      writesWithoutStandby: at(patroni, 'synchronous_mode_strict') === true ? undefined : value(true),
    }),
  ]);
}

function tls(json: Json | undefined): Expression | undefined {
  const secret = textOf(at(json, 'secretName'));
  const ca = textOf(at(json, 'caSecretName'));
  return secret === undefined ? undefined : call('ClusterTls.fromSecrets', [map({ serverSecret: value(secret), caSecret: given(ca) })]);
}

/** The props of a cluster. */
export const clusterRows = (cluster: KubeObject): Row[] => TABLE.flatMap((rows) => rows(cluster.raw.spec, cluster));
