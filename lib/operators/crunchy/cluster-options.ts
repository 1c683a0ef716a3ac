import { Size } from 'cdk8s';
import { ComputeOptions } from '../../model/compute';
import { ContainerOptions } from '../../model/container';
import { ImagePullPolicy } from '../../model/image-pull-policy';
import { onlyMembers } from '../../model/members';
import { OperatorServiceOptions } from '../../model/operator-service';
import { FileSource } from '../../model/pod-volume';
import { StorageOptions } from '../../model/storage';
import { PatroniOptions } from '../patroni-options';
import { CrunchyExporter, CrunchyVolumeClaim } from './running-options';

/**
 * What Patroni writes into its log.
 */
export enum CrunchyPatroniLogLevel {
  /** What cannot go on. */
  CRITICAL = 'CRITICAL',
  /** Errors. */
  ERROR = 'ERROR',
  /** Warnings too. */
  WARNING = 'WARNING',
  /** What is done, too. */
  INFO = 'INFO',
  /** Details. */
  DEBUG = 'DEBUG',
}
onlyMembers(CrunchyPatroniLogLevel, 'CrunchyPatroniLogLevel');

/**
 * Patroni's log as a file on the data volume, where it would be in the pod's output otherwise.
 */
export interface CrunchyPatroniLogging {
  /** How much of the volume it may take. */
  readonly storageLimit: Size;

  /**
   * What is written.
   *
   * @default CrunchyPatroniLogLevel.INFO
   */
  readonly level?: CrunchyPatroniLogLevel;
}

/**
 * Services of a cluster, as PGO makes them.
 */
export interface CrunchyServices {
  /**
   * `<clusterName>-ha`, behind which is the primary.
   *
   * @default - inside of the Kubernetes cluster
   */
  readonly primary?: OperatorServiceOptions;

  /**
   * `<clusterName>-replicas`.
   *
   * @default - inside of the Kubernetes cluster
   */
  readonly replicas?: OperatorServiceOptions;

  /**
   * `<clusterName>-pgbouncer`, where there is a pool.
   *
   * @default - inside of the Kubernetes cluster
   */
  readonly pool?: OperatorServiceOptions;
}

/**
 * A volume that is mounted into pods of the instances at `/volumes/<name>`: a claim that somebody else has made, or an image.
 */
export interface CrunchyVolume {
  /** Name, a DNS label of at most 55 characters. */
  readonly name: string;

  /**
   * Name of the claim. Either this or `image` (rule PGO-143).
   *
   * @default - an image
   */
  readonly claimName?: string;

  /**
   * Image whose files are the volume, with a tag that is not `latest`.
   *
   * @default - a claim
   */
  readonly image?: string;

  /**
   * Names of the containers that see it, at most 10.
   *
   * @default - all
   */
  readonly containers?: string[];

  /**
   * Whether it cannot be written. An image never can.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}

/**
 * Labels and annotations.
 */
export interface CrunchyMetadata {
  /**
   * Labels.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * What PGO has besides, for clusters that were written for it: each is a field of the PostgresCluster, and nothing is printed that is not
 * said.
 */
export interface CrunchyClusterOptions {
  /**
   * When another instance takes over.
   *
   * @default - Patroni's own
   */
  readonly patroni?: PatroniOptions;

  /**
   * Patroni's log as a file.
   *
   * @default - it is in the pod's output
   */
  readonly patroniLogging?: CrunchyPatroniLogging;

  /**
   * Services of the cluster.
   *
   * @default - inside of the Kubernetes cluster, without metadata of their own
   */
  readonly services?: CrunchyServices;

  /**
   * Labels and annotations of the instances alone, beside `labels` and `annotations` of the cluster.
   *
   * @default - none
   */
  readonly instanceMetadata?: CrunchyMetadata;

  /**
   * Labels and annotations of all that is pgBackRest's, beside `labels` and `annotations` of the cluster.
   *
   * @default - none
   */
  readonly backupMetadata?: CrunchyMetadata;

  /**
   * When images are pulled.
   *
   * @default - where the node does not have them
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Further groups of the processes, from 1 on.
   *
   * @default - none
   */
  readonly supplementalGroups?: number[];

  /**
   * Containers in the pods of the instances. The feature gate `InstanceSidecars` of the operator is on by default.
   *
   * @default - none
   */
  readonly sidecars?: ContainerOptions[];

  /**
   * Volumes of the instances, in PGO 6.0 (rule PGO-143).
   *
   * @default - none
   */
  readonly volumes?: CrunchyVolume[];

  /**
   * A volume for temporary files of each instance, at `/pgtmp`, which lives as long as its pod.
   *
   * @default - they stand on the data volume
   */
  readonly temporaryVolume?: StorageOptions;

  /**
   * Files that every instance finds in `/etc/postgres`: the CA of an LDAP directory at `ldap/ca.crt`, a `krb5.conf`.
   *
   * @default - none
   */
  readonly configFiles?: FileSource[];

  /**
   * The exporter of the instances. Where `monitoring` of the library has it, these are its image and its size; else it is added by this, as PGO
   * has it.
   *
   * @default - as `monitoring` says
   */
  readonly exporter?: CrunchyExporter;

  /**
   * CPU and memory of the container that copies certificates beside each instance.
   *
   * @default - 10m CPU with a limit of 100m, 16Mi memory with a limit of 64Mi; none for a cluster that was taken over
   */
  readonly certificateSidecarCompute?: ComputeOptions;

  /**
   * What the claims of data volumes say besides.
   *
   * @default - nothing
   */
  readonly dataVolume?: CrunchyVolumeClaim;

  /**
   * What the claims of WAL volumes say besides.
   *
   * @default - nothing
   */
  readonly walVolume?: CrunchyVolumeClaim;
}
