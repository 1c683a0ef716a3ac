import { Size } from 'cdk8s';
import { EnvSource, EnvVariable } from '../../model/container';
import { ImagePullPolicy } from '../../model/image-pull-policy';
import { FileSource } from '../../model/pod-volume';
import { ContainerSecurityOptions, PodSecurityOptions } from '../../model/security-context';

/**
 * How the operator keeps the instances apart, beside the spread of the library.
 *
 * @see https://cloudnative-pg.io/documentation/current/scheduling/#pod-affinity-and-anti-affinity
 */
export interface CloudNativePgAntiAffinity {
  /**
   * Whether an instance waits where no place is free, and does not go beside another one.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * Label of nodes that makes a place.
   *
   * @default kubernetes.io/hostname
   */
  readonly topologyKey?: string;
}

/**
 * What is done with the pods of a cluster, as CloudNativePG has it and `HaCluster` has no prop for it. Instances restart one after the other
 * when it changes.
 */
export interface CloudNativePgPodOptions {
  /**
   * How the operator keeps instances apart. Not with `placement.nodes: SpreadRule.NONE` (rule CNPG-196).
   *
   * @default - where there is a choice, by nodes
   */
  readonly antiAffinity?: CloudNativePgAntiAffinity;

  /**
   * Variables of the instances.
   *
   * @default - none
   */
  readonly env?: EnvVariable[];

  /**
   * Variables of the instances from whole Secrets and ConfigMaps.
   *
   * @default - none
   */
  readonly envFrom?: EnvSource[];

  /**
   * Files that every instance finds in `/projected`.
   *
   * @default - none
   */
  readonly projectedFiles?: FileSource[];

  /**
   * When images are pulled.
   *
   * @default - Kubernetes' own: where the node does not have it
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * A service account that somebody else has made, and that the cluster uses for its life; from version 1.29 on (rule CNPG-143). Not
   * together with `serviceAccountAnnotations` and `serviceAccountLabels`, nor with identities of a cloud (rule CNPG-143).
   *
   * @default - the operator makes one, named after the cluster
   */
  readonly serviceAccountName?: string;

  /**
   * Annotations of the service account that the operator makes.
   *
   * @default - those of the identities that archives need
   */
  readonly serviceAccountAnnotations?: { [key: string]: string };

  /**
   * Labels of the service account that the operator makes.
   *
   * @default - none
   */
  readonly serviceAccountLabels?: { [key: string]: string };

  /**
   * Name of the scheduler.
   *
   * @default - that of the Kubernetes cluster
   */
  readonly schedulerName?: string;

  /**
   * Size of `/dev/shm`, which parallel queries share.
   *
   * @default - not bounded but by memory
   */
  readonly sharedMemory?: Size;

  /**
   * How much an instance may write into its temporary volume.
   *
   * @default - not bounded
   */
  readonly temporaryData?: Size;

  /**
   * User id of PostgreSQL. It cannot be changed in the life of a cluster.
   *
   * @default 26
   */
  readonly postgresUid?: number;

  /**
   * Group id of PostgreSQL. It cannot be changed in the life of a cluster.
   *
   * @default 26
   */
  readonly postgresGid?: number;

  /**
   * Security context of the pods, in place of the operator's.
   *
   * @default - that of the operator, which meets the standard `restricted`
   */
  readonly podSecurity?: PodSecurityOptions;

  /**
   * Security context of the containers, in place of the operator's.
   *
   * @default - that of the operator, which meets the standard `restricted`
   */
  readonly containerSecurity?: ContainerSecurityOptions;
}
