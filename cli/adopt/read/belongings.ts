import { KubeObject } from '../../manifests/object';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';

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

const PG_ADMIN = 'postgres-operator.crunchydata.com/PGAdmin';

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

/** Whether a group of servers of pgAdmin has a cluster. */
function shows(group: Json, cluster: KubeObject): boolean {
  const selector = at(group, 'postgresClusterSelector');
  const labels = mapOf(at(cluster.raw, 'metadata', 'labels'));
  return isMap(selector)
    ? Object.entries(mapOf(at(selector, 'matchLabels'))).every(([key, value]) => labels[key] === value)
    : textOf(at(group, 'postgresClusterName')) === cluster.name;
}

/** Services that the program prints for further sets of instances, by which the set is read. */
function servicesOfSets({ raw, name }: KubeObject): readonly string[] {
  return listOf(at(raw.spec, 'instances')).flatMap((set) => {
    const own = textOf(at(set, 'name'));
    return own === undefined ? [] : [`${name}-set-${own}`];
  });
}

/** A pgAdmin may show many clusters. It belongs to the first of those that were read, so that one program prints it. */
function pgAdminOf({ raw, namespace }: KubeObject, objects: readonly KubeObject[]): KubeObject | undefined {
  const groups = listOf(at(raw, 'spec', 'serverGroups'));
  return objects.find(
    (one) =>
      one.type === 'postgres-operator.crunchydata.com/PostgresCluster' &&
      one.namespace === namespace &&
      groups.some((group) => shows(group, one)),
  );
}

/** The cluster and what belongs to it, out of all that was read. */
export function belongings(cluster: KubeObject, objects: readonly KubeObject[]): KubeObject[] {
  const named = references(cluster.raw.spec);
  const services = servicesOfSets(cluster);
  const belongs = (object: KubeObject): boolean => {
    const { type, raw, name, namespace } = object;
    if (namespace !== cluster.namespace) {
      return false;
    }
    const field = BY_FIELD[type];
    const selector = BY_SELECTOR[type];
    return (
      (field !== undefined && textOf(at(raw, ...field)) === cluster.name) ||
      (selector !== undefined && CLUSTER_LABELS.some((label) => textOf(mapOf(at(raw, ...selector))[label]) === cluster.name)) ||
      (BY_REFERENCE.has(type) && named.has(name)) ||
      (type === 'core/Service' && services.includes(name)) ||
      (type === PG_ADMIN && pgAdminOf(object, objects) === cluster)
    );
  };
  return [cluster, ...objects.filter((one) => one !== cluster && belongs(one))];
}
