/** How a service is reached inside of a Kubernetes cluster. */

/** Port of every PostgreSQL server and pool that an operator runs. */
export const POSTGRES_PORT = 5432;

export const MAX_PORT = 65_535;

/** The domain of a Kubernetes cluster, unless who has set it up wanted another. */
const CLUSTER_DOMAIN = 'cluster.local';

/** What stands in one namespace; undefined where that is the one that the manifest is applied to. */
interface Namespaced {
  readonly namespace?: string;
}

/** The host name of a service that clients of every namespace can use; its bare name where the namespace is not known. */
export const serviceHost = (service: string, { namespace }: Namespaced): string =>
  namespace === undefined ? service : `${service}.${namespace}.svc`;

/** All names that a service has, from the shortest. */
export const serviceNames = (service: string, { namespace }: Namespaced): string[] =>
  namespace === undefined
    ? [service]
    : ['', `.${namespace}`, `.${namespace}.svc`, `.${namespace}.svc.${CLUSTER_DOMAIN}`].map((end) => `${service}${end}`);

/** Name of the Service of a replica set. */
export const replicaSetService = (cluster: string, set: string): string => `${cluster}-set-${set}`;
