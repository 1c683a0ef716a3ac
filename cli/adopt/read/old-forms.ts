import { KubeObject, refOf } from '../../manifests/object';
import { at, isMap, Json, JsonMap, listOf, mapOf, textOf } from '../../values/json';
import { Deliberate } from '../draft';
import { Typed } from './to-typed';

/** Fields of Zalando's custom resource that version 2.0 does not read any more, and their names of today. */
const RENAMED: { readonly [old: string]: string } = {
  init_containers: 'initContainers',
  pod_priority_class_name: 'podPriorityClassName',
  useLoadBalancer: 'enableMasterLoadBalancer',
  replicaLoadBalancer: 'enableReplicaLoadBalancer',
};

/** A cluster of Zalando with fields under the names that both versions of the operator read. */
export function renamed(object: KubeObject): Typed {
  const spec = mapOf(object.raw.spec);
  const found = Object.entries(RENAMED).filter(([old, name]) => old in spec && !(name in spec));
  if (object.kind !== 'postgresql' || found.length === 0) {
    return { object, deliberate: [] };
  }
  const fields = Object.fromEntries(Object.entries(spec).map(([name, one]): [string, Json] => [newName(spec, name), one]));
  return {
    object: { ...object, raw: { ...object.raw, spec: fields as JsonMap } },
    deliberate: found.map(([old, name]): Deliberate => ({
      key: object.key,
      field: `spec.${name}`,
      why: `stood as '${old}', which version 2.0 of the operator does not read; the same to 1.15, and nothing restarts`,
    })),
  };
}

const newName = (spec: JsonMap, name: string): string => {
  const today = RENAMED[name];
  return today === undefined || today in spec ? name : today;
};

const V1BETA1 = 'postgres-operator.crunchydata.com/v1beta1';

/** What keeps a cluster of PGO from being one of the API version `v1`. */
const keepsFromV1 = (spec: Json | undefined): string | undefined =>
  isMap(at(spec, 'userInterface'))
    ? "'userInterface', which v1 does not have"
    : listOf(at(spec, 'instances')).length > 16
      ? 'more than 16 instance sets'
      : undefined;

/** A cluster of PGO of the API version that 6.0 has, with the same fields; as it was where that one refuses it. */
export function toV1(object: KubeObject): KubeObject {
  return object.raw.apiVersion === V1BETA1 && object.kind === 'PostgresCluster' && keepsFromV1(object.raw.spec) === undefined
    ? { ...object, version: 'v1', raw: { ...object.raw, apiVersion: V1BETA1.replace('v1beta1', 'v1') } }
    : object;
}

/** Old forms, what is said of each, and whether an object has it. */
const OLD: readonly (readonly [kind: string, has: (object: KubeObject) => boolean, says: string])[] = [
  [
    'Cluster',
    ({ raw }) =>
      isMap(at(raw.spec, 'backup', 'barmanObjectStore')) ||
      listOf(at(raw.spec, 'externalClusters')).some((one) => isMap(at(one, 'barmanObjectStore'))),
    "'barmanObjectStore' leaves the operator with version 1.31; --plugin carries it over to the Barman Cloud plugin at the same place, which makes the instances anew one after the other",
  ],
  [
    'Cluster',
    ({ raw }) => at(raw.spec, 'monitoring', 'enablePodMonitor') === true,
    "'enablePodMonitor' is deprecated; take 'podMonitor' out and 'MONITORING' into TakeOver.asItRuns([...]), and the library prints one: nothing restarts",
  ],
  [
    'Cluster',
    ({ raw }) => {
      const store = at(raw.spec, 'backup', 'barmanObjectStore');
      return (textOf(at(store, 'destinationPath')) ?? '').startsWith('s3:') && at(store, 'endpointURL') === undefined;
    },
    "no region of its bucket is said, so 'us-east-1' stands in the program until somebody writes the right one; without the plugin it is printed nowhere",
  ],
  [
    'PostgresCluster',
    ({ raw }) => raw.apiVersion === V1BETA1 && keepsFromV1(raw.spec) === undefined,
    "'v1beta1' is what PGO 5 has; where 6.0 runs, --v1 prints 'v1' with the same fields: nothing restarts",
  ],
  [
    'PostgresCluster',
    ({ raw }) => raw.apiVersion === V1BETA1 && keepsFromV1(raw.spec) !== undefined,
    "it stays with 'v1beta1': v1 takes neither 'userInterface' nor more than 16 instance sets",
  ],
  [
    'ScheduledBackup',
    ({ raw }) => (textOf(at(raw.spec, 'schedule')) ?? '').trim().split(/\s+/).length === 5,
    'five fields of a schedule are seconds first to the operator: it runs each hour or each minute where a day was meant; write six',
  ],
];

/** What is told of old forms that stay as they are. */
export const oldForms = (objects: readonly KubeObject[]): string[] =>
  objects.flatMap((object) =>
    OLD.filter(([kind, has]) => kind === object.kind && has(object)).map(([, , says]) => `${refOf(object)}: ${says}`),
  );
