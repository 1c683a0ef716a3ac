import { SecretKeyRef } from './backup-target';
import { ComputeOptions } from './compute';

/**
 * A key of a ConfigMap.
 */
export interface ConfigMapKeyRef {
  /** Name of the ConfigMap, in the namespace of the cluster. */
  readonly name: string;
  /** Key in the ConfigMap. */
  readonly key: string;
}

/**
 * A variable of a container. Exactly one of `value`, `secret`, `configMap` and `fieldPath` says what it is. What is secret stands in a Secret,
 * and never in `value`.
 */
export interface EnvVariable {
  /** Name of the variable. */
  readonly name: string;

  /**
   * Its value, which everybody can read who may read the cluster.
   *
   * @default - it is read from elsewhere
   */
  readonly value?: string;

  /**
   * The key of a Secret that holds it.
   *
   * @default - it is read from elsewhere
   */
  readonly secret?: SecretKeyRef;

  /**
   * The key of a ConfigMap that holds it.
   *
   * @default - it is read from elsewhere
   */
  readonly configMap?: ConfigMapKeyRef;

  /**
   * A field of the pod: `status.podIP`, `metadata.name`.
   *
   * @default - it is read from elsewhere
   * @see https://kubernetes.io/docs/concepts/workloads/pods/downward-api/
   */
  readonly fieldPath?: string;
}

/**
 * Variables from all keys of a Secret, or of a ConfigMap; exactly one of both.
 */
export interface EnvSource {
  /**
   * Name of the Secret, in the namespace of the cluster.
   *
   * @default - a ConfigMap
   */
  readonly secretName?: string;

  /**
   * Name of the ConfigMap, in the namespace of the cluster.
   *
   * @default - a Secret
   */
  readonly configMapName?: string;

  /**
   * What the names of the variables begin with.
   *
   * @default - nothing: they are the keys
   */
  readonly prefix?: string;
}

/**
 * A port of a container.
 */
export interface NamedPort {
  /** TCP port. */
  readonly port: number;

  /**
   * Its name.
   *
   * @default - none
   */
  readonly name?: string;
}

/**
 * A volume of the pod in a container.
 */
export interface ContainerMount {
  /** Name of the volume. */
  readonly name: string;

  /** Where it is mounted. */
  readonly mountPath: string;

  /**
   * Folder of the volume.
   *
   * @default - the whole volume
   */
  readonly subPath?: string;

  /**
   * Whether the container cannot write.
   *
   * @default false
   */
  readonly readOnly?: boolean;
}

/**
 * A container of one's own in the pods of the instances.
 */
export interface ContainerOptions {
  /** Name of the container, a DNS label that no other one of the pod has. */
  readonly name: string;

  /** Its image, with a tag that is not `latest`. */
  readonly image: string;

  /**
   * What it runs.
   *
   * @default - what the image says
   */
  readonly command?: string[];

  /**
   * Arguments of it. Not for sidecars on Zalando (rule ZAL-226).
   *
   * @default - what the image says
   */
  readonly args?: string[];

  /**
   * Variables.
   *
   * @default - none
   */
  readonly env?: EnvVariable[];

  /**
   * Its ports.
   *
   * @default - none
   */
  readonly ports?: NamedPort[];

  /**
   * CPU and memory; only what stands here is printed.
   *
   * @default - none, or what the operator gives
   */
  readonly compute?: ComputeOptions;

  /**
   * Volumes of the pod that it sees. Not for sidecars on Zalando, where a volume names its containers (rule ZAL-226).
   *
   * @default - none
   */
  readonly mounts?: ContainerMount[];
}
