import { ClusterIdentity } from '../../model/identity';

/** Prefix of the labels and annotations by which PGO finds and drives what is its own. */
export const PGO_PREFIX = 'postgres-operator.crunchydata.com/';

/** Annotation by which EKS gives a role to the service accounts that PGO creates. */
export const ROLE_ARN_ANNOTATION = 'eks.amazonaws.com/role-arn';

/** Annotation by which GKE gives a Google service account to the service accounts that PGO creates. */
export const SERVICE_ACCOUNT_ANNOTATION = 'iam.gke.io/gcp-service-account';

/** Annotation whose value, each time that it is another one, makes PGO take the backup that stands in `manual`. */
/** Read by PGO: the addresses that pgBackRest listens on. */
export const IP_VERSION_ANNOTATION = `${PGO_PREFIX}pgbackrest-ip-version`;

export const BACKUP_ANNOTATION = `${PGO_PREFIX}pgbackrest-backup`;

/** Annotation whose value, each time that it is another one, makes PGO restore what stands in `restore`. */
export const RESTORE_ANNOTATION = `${PGO_PREFIX}pgbackrest-restore`;

/** Annotation with the name of the PGUpgrade that may work on the data. */
export const UPGRADE_ANNOTATION = `${PGO_PREFIX}allow-upgrade`;

/** Annotation without which PGO stops, instead of deleting the repositories of a cluster that has no backups any more. */
export const BACKUP_REMOVAL_ANNOTATION = `${PGO_PREFIX}authorizeBackupRemoval`;

/** Stanza of every cluster: PGO has no field for its name. */
export const STANZA = 'db';

/** Key of the script in the ConfigMap that PGO runs once. */
export const INIT_SQL_KEY = 'init.sql';

/**
 * What PGO names after a cluster, and how long such a name may be. The shortest room decides for every cluster, whether it has the
 * object yet or not, because backups can be added later and the name cannot be changed.
 */
export const CHILDREN = [
  // A CronJob gets eleven characters less than its Jobs, whose names are labels.
  { object: 'CronJob', suffix: '-repo1-full', limit: 52 },
  // The pods of a StatefulSet carry its name and a hash of eleven characters in one label.
  { object: 'StatefulSet', suffix: '-repo-host', limit: 52 },
  { object: 'Job', suffix: '-pgbackrest-restore', limit: 63 },
  { object: 'Service', suffix: '-ha-config', limit: 63 },
  { object: 'Service', suffix: '-pgbouncer', limit: 63 },
] as const;

/** Characters that every object named after the cluster leaves to the name of the cluster. */
export const MAX_CLUSTER_NAME = Math.min(...CHILDREN.map(({ suffix, limit }) => limit - suffix.length));

/** Characters that cluster and instance set have together: `<cluster>-<set>-<four random ones>` names a StatefulSet of at most 52. */
export const MAX_CLUSTER_AND_SET = 46;

/** Labels of every pod of a cluster, those of its jobs included. */
export function clusterLabels({ name }: ClusterIdentity): { [key: string]: string } {
  return { [`${PGO_PREFIX}cluster`]: name };
}

/** Labels of the pod of the primary. The word is Patroni's old one. */
export function primaryLabels(cluster: ClusterIdentity): { [key: string]: string } {
  return { ...clusterLabels(cluster), [`${PGO_PREFIX}role`]: 'master' };
}

/** Labels of the PostgreSQL pods of a cluster, and of nothing else. */
export function instanceLabels({ name }: ClusterIdentity): { [key: string]: string } {
  return { [`${PGO_PREFIX}cluster`]: name, [`${PGO_PREFIX}data`]: 'postgres' };
}

/** Labels of the replicas of one set. */
export const replicaSetLabels = (cluster: ClusterIdentity, set: string): { [key: string]: string } => ({
  ...instanceLabels(cluster),
  [`${PGO_PREFIX}instance-set`]: set,
  [`${PGO_PREFIX}role`]: 'replica',
});

/** Labels of the pgbouncer pods of a cluster. */
export function poolLabels({ name }: ClusterIdentity): { [key: string]: string } {
  return { [`${PGO_PREFIX}cluster`]: name, [`${PGO_PREFIX}role`]: 'pgbouncer' };
}

/** Labels of what pgBackRest runs in: the host of a repository on a volume, and the jobs of backups and restores. */
export function pgBackRestLabels({ name }: ClusterIdentity): { [key: string]: string } {
  return { [`${PGO_PREFIX}cluster`]: name, [`${PGO_PREFIX}pgbackrest`]: '' };
}

/** Name of the service of the replicas, as pods of the same namespace write it. */
export const replicasService = ({ name }: ClusterIdentity): string => `${name}-replicas`;

/** ConfigMap with the script that PGO runs once. */
export const initSqlName = ({ name }: ClusterIdentity): string => `${name}-init-sql`;

/** Secret that PGO keeps the password of a role in. */
export const roleSecretName = ({ name }: ClusterIdentity, role: string): string => `${name}-pguser-${role}`;

/** Secret with the certificate that PGO makes for the instances, valid for `<cluster>-primary` and `<cluster>-replicas` only. */
export const clusterCertificate = ({ name }: ClusterIdentity): string => `${name}-cluster-cert`;

/** Secret of the one pgbouncer of a cluster, with its certificate among other things. */
export const poolSecret = ({ name }: ClusterIdentity): string => `${name}-pgbouncer`;

/** Job that restores a cluster. */
export const restoreJob = ({ name }: ClusterIdentity): string => `${name}-pgbackrest-restore`;

/** Name of a repository; PGO knows `repo1` to `repo4` and derives the names of pgBackRest's options from it. */
export const repositoryName = (index: number): string => `repo${index}`;
