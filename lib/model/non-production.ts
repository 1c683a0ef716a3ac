/**
 * The one place where a cluster may be less than a production cluster, with the reason written down.
 *
 * The reason is printed as an annotation of the cluster object, where the person on call finds it.
 */
export interface NonProductionOptions {
  /** Why this cluster may be less safe, for the reader of the manifest. Not empty (rule HA-018). */
  readonly reason: string;

  /**
   * Whether the cluster may exist without a BackupPolicy: its data is lost when it is lost. Where a policy is taken out on Crunchy PGO, it is
   * also the consent to delete the backups that are in repositories on volumes.
   *
   * @default false
   */
  readonly withoutBackups?: boolean;

  /**
   * Whether one instance is enough: each restart, upgrade or node failure is an outage.
   *
   * @default false
   */
  readonly singleInstance?: boolean;

  /**
   * Whether a GitOps controller may delete the cluster, its volumes included, when its manifest leaves the repository.
   *
   * @default false
   */
  readonly withoutDeletionProtection?: boolean;

  /**
   * Whether something that is exposed may be reached from any address.
   *
   * @default false
   */
  readonly openToAnyAddress?: boolean;
}
