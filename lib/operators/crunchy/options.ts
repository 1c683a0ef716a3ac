import { onlyMembers } from '../../model/members';
import { PgBackRestOptions } from './backup/pgbackrest-options';
import { CrunchyClusterOptions } from './cluster-options';

// The front door knows this file alone.
export * from './backup/pgbackrest-options';
export * from './cluster-options';
export * from './running-options';

/**
 * Versions of Crunchy PGO that manifests can be printed for.
 *
 * @see https://access.crunchydata.com/documentation/postgres-operator/latest/releases
 */
export enum CrunchyVersion {
  /** 5.8, API version v1beta1. */
  V5_8 = '5.8',
  /** 6.0, API version v1. */
  V6_0 = '6.0',
}
onlyMembers(CrunchyVersion, 'CrunchyVersion');

/**
 * Which identity pgBackRest takes from the platform where the credentials of a target are a workload identity without a role.
 *
 * @see https://pgbackrest.org/configuration.html#section-repository/option-repo-s3-key-type
 */
export enum CrunchyAmbientIdentity {
  /** The one that the metadata service of the node gives out: an instance profile. */
  INSTANCE_PROFILE = 'auto',
  /** EKS Pod Identity. Experimental in pgBackRest, and only in the images of PGO 6.0 (rule PGO-016). */
  POD_IDENTITY = 'pod-id',
}
onlyMembers(CrunchyAmbientIdentity, 'CrunchyAmbientIdentity');

/**
 * What only Crunchy PGO has.
 */
export interface CrunchyOptions extends CrunchyClusterOptions {
  /**
   * Version of the operator that the manifests are applied to.
   *
   * @default CrunchyVersion.V6_0
   */
  readonly operatorVersion?: CrunchyVersion;

  /**
   * Name of the instance set: lower-case letters, digits and `-` (rule PGO-012), at most 46 characters together with the name of the
   * cluster (rule PGO-011). PGO deletes all volumes of a set whose name disappears: it must not change in the life of a cluster.
   *
   * @default instance1
   */
  readonly instanceSetName?: string;

  /**
   * PostGIS version, which selects the image with PostGIS and creates its extensions in every database, for example `3.6` (rules
   * PGO-013, PGO-014). It cannot be taken back.
   *
   * @default - no PostGIS
   */
  readonly postGisVersion?: string;

  /**
   * Which identity pgBackRest takes for targets with `ObjectStoreCredentials.workloadIdentity()` and no role.
   *
   * @default CrunchyAmbientIdentity.INSTANCE_PROFILE
   */
  readonly ambientIdentity?: CrunchyAmbientIdentity;

  /**
   * Databases that a role gets all privileges on without owning them, and that its Secret names, by the name of the role: `{ reports: ['orders'] }`;
   * `postgres` where the cluster has `superuser` (rule PGO-119). PGO grants CONNECT, TEMPORARY and CREATE on the database, so that the role may make
   * schemas in it; what it may do in tables is a matter of `access`. A database that is taken out stays granted.
   *
   * @default - the databases that a role owns, in their order
   */
  readonly userDatabases?: { [role: string]: string[] };

  /**
   * Whether the feature gate `VolumeSnapshots` of the operator is on (`PGO_FEATURE_GATES`) and the Kubernetes cluster has the
   * VolumeSnapshot API. With the gate off the operator ignores snapshots without a word, so a policy with `snapshots` is refused.
   *
   * @default false
   */
  readonly volumeSnapshotsEnabled?: boolean;

  /**
   * Whether the feature gate `TablespaceVolumes` of the operator is on (`PGO_FEATURE_GATES`). With the gate off the operator ignores the volumes of
   * tablespaces without a word, so a cluster with `tablespaces` is refused.
   *
   * @default false
   */
  readonly tablespaceVolumesEnabled?: boolean;

  /**
   * Whether the feature gate `AutoGrowVolumes` of the operator is on (`PGO_FEATURE_GATES`). With the gate off the operator ignores limits of
   * volumes without a word, so a cluster with `autoGrow` is refused.
   *
   * @default - as the operator has it: true on PGO 6.0, false on 5.8
   */
  readonly autoGrowVolumesEnabled?: boolean;

  /**
   * Whether the feature gate `OpenTelemetryMetrics` of the operator is on (`PGO_FEATURE_GATES`). Then a collector serves metrics instead of the
   * exporter: on PostgreSQL 18 and later, where there is no exporter (rule PGO-101), and of pools. With the gate off the operator ignores
   * the collector without a word. Instances and pools restart when it changes.
   *
   * @default false
   */
  readonly openTelemetryMetricsEnabled?: boolean;

  /**
   * Whether the feature gate `AppendCustomQueries` of the operator is on (`PGO_FEATURE_GATES`), so that the exporter can have queries beside its
   * own. With the gate off they would take the place of all that it has, so they are refused.
   *
   * @default false
   */
  readonly appendCustomQueriesEnabled?: boolean;

  /**
   * Name of the Secret with the server certificate of the clusters (`tls.crt`, `tls.key`, `ca.crt`), in the namespace of each. It is
   * valid for `<clusterName>-primary` and `<clusterName>-replicas`. It goes together with `replicationTlsSecretName` (rule PGO-047), for
   * clusters without `tls` of their own (rule PGO-083); pools keep a certificate of the operator. A replica cluster that streams needs
   * either, as does its source: its certificates have to come from the CA of its source (rule PGO-059).
   *
   * @default - the operator makes the certificates, with a CA of its own in each namespace
   */
  readonly tlsSecretName?: string;

  /**
   * Name of the Secret with the client certificate of the replication role (`tls.crt`, `tls.key`, `ca.crt`), in the namespace of each
   * cluster; its common name is `_crunchyrepl`, its CA that of `tlsSecretName`.
   *
   * @default - the operator makes the certificates, with a CA of its own in each namespace
   */
  readonly replicationTlsSecretName?: string;

  /**
   * What only pgBackRest has, for the backups of every cluster of this value.
   *
   * @default - as pgBackRest and PGO do it
   */
  readonly pgBackRest?: PgBackRestOptions;
}
