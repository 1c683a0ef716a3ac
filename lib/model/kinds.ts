/**
 * Which of several things a value can be. jsii knows no literal types, so the public field of a class is a text, and its `_kind` has the
 * type that lets the compiler find a kind that somebody has forgotten.
 */

/** Where backups lie. */
export type BackupTargetKind = 's3' | 's3-compatible' | 'gcs' | 'azure' | 'volume';

/** Which tool has an archive, and so what its place looks like. */
export type ArchivePlaceKind = 'barman' | 'wal-g' | 'pgbackrest';

/** Who encrypts backups. */
export type BackupEncryptionKind = 'server-side' | 'kms' | 'client-side';

/** Who makes certificates. */
export type ClusterTlsKind = 'operator' | 'cert-manager' | 'secrets';

/** The type of the Service that something is reached by from outside. */
export type ExposureKind = 'LoadBalancer' | 'NodePort';

/** What an object store is logged in to with. */
export type ObjectStoreSecretKind = 's3' | 'gcs' | 'azure' | 'azure-sas';

/** How far a pair has come with changing its primary. */
export type PairStepKind = 'steady' | 'demote' | 'promote';

/** Whether a cluster runs, and who looks after it. */
export type ClusterStateKind = 'running' | 'stopped' | 'paused' | 'fenced';

/** What is done once in a database. */
export type MaintenanceTaskKind = 'analyze' | 'vacuum' | 'reindex' | 'end-sessions';

/** What is done once by changing an object of Kubernetes. */
export type ClusterVerbKind = 'new-password' | 'new-certificate' | 'new-instance';

/** How far a major upgrade has come. */
export type UpgradeStepKind = 'prepare' | 'run' | 'finish' | 'tidy';

/** How far a migration has come. */
export type MigrationStepKind = 'prepare' | 'copy' | 'follow' | 'cutOver' | 'promote' | 'reverse' | 'retire' | 'giveUp';

/** How the data of a migration get across. */
export type MigrationWayKind = 'logical' | 'dump' | 'physical';

/** Who makes the password of a role. */
export type RolePasswordKind = 'generated' | 'secret' | 'delivered';

/** Who makes a Secret of what is not in the program. */
export type SecretSourceKind = 'external-secrets' | 'sealed-secrets';

/**
 * The row of a table that has one for each kind.
 *
 * Fails on a kind that the table does not know, which only a value of another version of this library can have.
 */
export function byKind<K extends string, T>(kind: K, table: { readonly [kind in K]: T }): T {
  if (!Object.prototype.hasOwnProperty.call(table, kind)) {
    throw new Error(`the kind '${kind}' is none of ${Object.keys(table).join(', ')}; use one version of cdk8s-postgres`);
  }
  return table[kind];
}
