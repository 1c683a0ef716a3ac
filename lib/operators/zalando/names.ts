import { PoolAccess } from '../../model/pool-mode';

/** Names that the operator derives from the name of a cluster, and how long that name may be because of them. */

/** Patroni answers here, and takes its configuration from whoever asks. */
export const PATRONI_PORT = 8008;

/** Namespace of the operator, as its chart is installed by its own instructions. */
export const OPERATOR_NAMESPACE = 'postgres-operator';

/** The role, the schema and the secret of the pooler. */
export const POOLER = 'pooler';

/** A StatefulSet puts `<name>-<hash of 10>` on its pods as a label of 63 characters. */
export const MAX_NAME = 52;

/**
 * The pods of a replica pool have a volume `<name>-pooler-repl-u`, and a volume name has 63 characters. Version 1.15 has no such volume,
 * but a name cannot change when the operator is updated.
 */
export const MAX_NAME_WITH_REPLICA_POOL = 49;

/** Service that leads to the primary. */
export const primaryService = (cluster: string): string => cluster;

/** Service that leads to the replicas and to nothing where there are none. */
export const replicaService = (cluster: string): string => `${cluster}-repl`;

/** Service of a pool; each cluster has one for the primary and one for the replicas. */
export const poolerService = (cluster: string, access: PoolAccess): string =>
  access === PoolAccess.READ_ONLY ? `${cluster}-pooler-repl` : `${cluster}-pooler`;

/** Secret with the password of a role, by the operator's default template; a Secret cannot have `_` in its name. */
export const credentialsSecret = (cluster: string, role: string): string =>
  `${role.replace(/_/g, '-')}.${cluster}.credentials.postgresql.acid.zalan.do`;

/** Key of the label that says whether an instance is the primary. */
export const SPILO_ROLE = 'spilo-role';

/** Keys of the labels by which StatefulSet and services find the pods; the operator's defaults. */
export const OWN_LABELS: readonly string[] = ['application', 'cluster-name', SPILO_ROLE];

/** Labels of the database pods, and of no pooler pods; the operator's defaults. */
export const podLabels = (cluster: string): { [key: string]: string } => ({ application: 'spilo', 'cluster-name': cluster });

/** Labels of the pod that takes writes. */
export const primaryLabels = (cluster: string): string =>
  Object.entries({ ...podLabels(cluster), [SPILO_ROLE]: 'master' })
    .map((label) => label.join('='))
    .join(',');
