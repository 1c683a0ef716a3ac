import { onlyMembers } from './members';

/**
 * Which system calls a container may make.
 *
 * @see https://kubernetes.io/docs/tutorials/security/seccomp/
 */
export enum SeccompType {
  /** Those of the profile of the container runtime. */
  RUNTIME_DEFAULT = 'RuntimeDefault',
  /** Those of a profile on the node, see `seccompProfile`. */
  LOCALHOST = 'Localhost',
  /** All. */
  UNCONFINED = 'Unconfined',
}
onlyMembers(SeccompType, 'SeccompType');

/**
 * Who all containers of a pod run as, and what the files of its volumes belong to.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
 */
export interface PodSecurityOptions {
  /**
   * User id.
   *
   * @default - that of the operator
   */
  readonly runAsUser?: number;

  /**
   * Group id.
   *
   * @default - that of the operator
   */
  readonly runAsGroup?: number;

  /**
   * Whether root is refused.
   *
   * @default - as the operator has it
   */
  readonly runAsNonRoot?: boolean;

  /**
   * Group of the files of volumes.
   *
   * @default - that of the operator
   */
  readonly fsGroup?: number;

  /**
   * When files are given to that group: `OnRootMismatch` or `Always`.
   *
   * @default - as the operator has it
   */
  readonly fsGroupChangePolicy?: string;

  /**
   * Further groups.
   *
   * @default - none
   */
  readonly supplementalGroups?: number[];

  /**
   * Which system calls are allowed.
   *
   * @default - as the operator has it
   */
  readonly seccomp?: SeccompType;

  /**
   * Path of the profile on the node, with `SeccompType.LOCALHOST`.
   *
   * @default - none
   */
  readonly seccompProfile?: string;
}

/**
 * What a container may do. More than the operator gives is refused together with `podSecurity` of a cluster that forbids it.
 *
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
 */
export interface ContainerSecurityOptions {
  /**
   * User id.
   *
   * @default - that of the pod
   */
  readonly runAsUser?: number;

  /**
   * Group id.
   *
   * @default - that of the pod
   */
  readonly runAsGroup?: number;

  /**
   * Whether root is refused.
   *
   * @default - as the pod has it
   */
  readonly runAsNonRoot?: boolean;

  /**
   * Whether a process may come to more rights than its parent has.
   *
   * @default - as the operator has it
   */
  readonly allowPrivilegeEscalation?: boolean;

  /**
   * Whether the file system of the image is read-only.
   *
   * @default - as the operator has it
   */
  readonly readOnlyRootFilesystem?: boolean;

  /**
   * Capabilities that are added.
   *
   * @default - none
   */
  readonly addCapabilities?: string[];

  /**
   * Capabilities that are taken away.
   *
   * @default - as the operator has it
   */
  readonly dropCapabilities?: string[];
}
