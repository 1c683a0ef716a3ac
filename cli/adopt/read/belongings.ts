import { KubeObject } from '../../manifests/object';
import { at, isMap, Json, mapOf, textOf } from '../../values/json';

/** Where objects name the cluster that they belong to. */
const BY_FIELD: { readonly [type: string]: readonly string[] } = {
  'postgresql.cnpg.io/Pooler': ['spec', 'cluster', 'name'],
  'postgresql.cnpg.io/ScheduledBackup': ['spec', 'cluster', 'name'],
  'postgresql.cnpg.io/Backup': ['spec', 'cluster', 'name'],
  'postgresql.cnpg.io/Database': ['spec', 'cluster', 'name'],
  'postgresql.cnpg.io/DatabaseRole': ['spec', 'cluster', 'name'],
  'postgresql.cnpg.io/Publication': ['spec', 'cluster', 'name'],
  'postgresql.cnpg.io/Subscription': ['spec', 'cluster', 'name'],
  'postgres-operator.crunchydata.com/PGUpgrade': ['spec', 'postgresClusterName'],
};

/** Where objects choose pods. */
const BY_SELECTOR: { readonly [type: string]: readonly string[] } = {
  'networking.k8s.io/NetworkPolicy': ['spec', 'podSelector', 'matchLabels'],
  'monitoring.coreos.com/PodMonitor': ['spec', 'selector', 'matchLabels'],
};

/** Labels of pods that hold the name of their cluster. */
const CLUSTER_LABELS = ['cnpg.io/cluster', 'cluster-name', 'postgres-operator.crunchydata.com/cluster'];

/** Kinds that a cluster names. Secrets are not among them: they are referred to, and never read. */
const BY_REFERENCE = new Set(['core/ConfigMap', 'barmancloud.cnpg.io/ObjectStore', 'postgresql.cnpg.io/ImageCatalog']);

const REFERENCES = new Set(['name', 'barmanObjectName']);

/** Every name that a spec refers to. */
function references(json: Json | undefined, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(json)) {
    json.forEach((item) => references(item, found));
  } else if (isMap(json)) {
    for (const [key, item] of Object.entries(json)) {
      if (REFERENCES.has(key) && typeof item === 'string') {
        found.add(item);
      }
      references(item, found);
    }
  }
  return found;
}

/** The cluster and what belongs to it, out of all that was read. */
export function belongings(cluster: KubeObject, objects: readonly KubeObject[]): KubeObject[] {
  const named = references(cluster.raw.spec);
  const belongs = ({ type, raw, name, namespace }: KubeObject): boolean => {
    if (namespace !== cluster.namespace) {
      return false;
    }
    const field = BY_FIELD[type];
    const selector = BY_SELECTOR[type];
    return (
      (field !== undefined && textOf(at(raw, ...field)) === cluster.name) ||
      (selector !== undefined && CLUSTER_LABELS.some((label) => textOf(mapOf(at(raw, ...selector))[label]) === cluster.name)) ||
      (BY_REFERENCE.has(type) && named.has(name))
    );
  };
  return [cluster, ...objects.filter((one) => one !== cluster && belongs(one))];
}
