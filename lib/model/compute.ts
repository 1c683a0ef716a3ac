import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';

/**
 * CPU and memory of one pod: what it is promised (request) and what it may take (limit).
 *
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/
 */
export interface ComputeOptions {
  /**
   * CPU request, for example `Cpu.millis(500)` of cdk8s-plus-28.
   *
   * @default - 500m for an instance, 100m for a pool
   */
  readonly cpu?: Cpu;

  /**
   * CPU limit. Not below the request (rule HA-007, POOL-006).
   *
   * @default - 2 CPUs for an instance, 1 CPU for a pool, or the request where that is higher
   */
  readonly cpuLimit?: Cpu;

  /**
   * Whether there is no CPU limit, so that a pod may take what the node has left. Memory keeps its limit. Not together with `cpuLimit` (rule
   * HA-007, POOL-006). On Zalando the operator's configuration has to leave it out too (rule ZAL-220).
   *
   * @default false
   */
  readonly withoutCpuLimit?: boolean;

  /**
   * Memory request.
   *
   * @default - 1Gi for an instance, 128Mi for a pool
   */
  readonly memory?: Size;

  /**
   * Memory limit. Not below the request (rule HA-007, POOL-006).
   *
   * @default - the request: a database that borrows memory is the first to be killed when the node runs out of it
   */
  readonly memoryLimit?: Size;

  /**
   * Huge pages of 2 MiB that an instance asks for and may take, both the same, beside its memory; the nodes must have them. PostgreSQL puts
   * `shared_buffers` there, and `huge_pages: 'on'` needs them (rule HA-063). A multiple of 2Mi (rule HA-064). Not for a pool (rule POOL-030).
   *
   * @default - none
   * @see https://kubernetes.io/docs/tasks/manage-hugepages/scheduling-hugepages/
   */
  readonly hugePages2Mi?: Size;
}

/**
 * CPU and memory with every default filled in, as Kubernetes quantities.
 */
export interface ComputeModel {
  /** CPU request, for example `500m`. */
  readonly cpu: string;
  /**
   * CPU limit, for example `2`.
   *
   * @default - none
   */
  readonly cpuLimit?: string;
  /**
   * Whether it was said that there is no CPU limit.
   *
   * @default false
   */
  readonly withoutCpuLimit?: boolean;
  /** Memory request, for example `1Gi`. */
  readonly memory: string;
  /** Memory limit, for example `1Gi`. */
  readonly memoryLimit: string;
  /**
   * Huge pages of 2 MiB, for example `1Gi`.
   *
   * @default - none
   */
  readonly hugePages2Mi?: string;
  /**
   * Fields of these that stand here by default alone and are not printed, since the cluster ran before.
   *
   * @default - all of them are printed
   */
  readonly unsaid?: string[];
}
