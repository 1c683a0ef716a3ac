import { onlyMembers } from './members';

/**
 * How a label is compared.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
export enum LabelOperator {
  /** The label has one of the values. */
  IN = 'In',
  /** The label has none of the values, or is not there. */
  NOT_IN = 'NotIn',
  /** The label is there. */
  EXISTS = 'Exists',
  /** The label is not there. */
  DOES_NOT_EXIST = 'DoesNotExist',
  /** The label of a node is a whole number above the value. Not for pods. */
  GREATER_THAN = 'Gt',
  /** The label of a node is a whole number below the value. Not for pods. */
  LESS_THAN = 'Lt',
}
onlyMembers(LabelOperator, 'LabelOperator');

/**
 * What a label of a node or a pod has to be (rules HA-091, POOL-040).
 */
export interface LabelRequirement {
  /** Key of the label. */
  readonly key: string;

  /** How it is compared. */
  readonly operator: LabelOperator;

  /**
   * What it is compared with: at least one value for `IN` and `NOT_IN`, none for `EXISTS` and `DOES_NOT_EXIST`, one whole number for
   * `GREATER_THAN` and `LESS_THAN`.
   *
   * @default - none
   */
  readonly values?: string[];
}

/**
 * Nodes, by their labels.
 */
export interface NodeTerm {
  /** What the labels of a node have to be, all of it. */
  readonly labels: LabelRequirement[];
}

/**
 * Nodes that are preferred to others.
 */
export interface PreferredNodes {
  /** What the labels of a node have to be, all of it. */
  readonly labels: LabelRequirement[];

  /**
   * How much a node that fits is preferred, 1 to 100.
   *
   * @default 1
   */
  readonly weight?: number;
}

/**
 * Which nodes pods may run on, and which they had better.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#node-affinity
 */
export interface NodeAffinityOptions {
  /**
   * A node has to fit one of these, and `nodeSelector` besides.
   *
   * @default - every node fits
   */
  readonly required?: NodeTerm[];

  /**
   * Nodes that are preferred.
   *
   * @default - none
   */
  readonly preferred?: PreferredNodes[];
}

/**
 * Pods by their labels, and how near counts as together.
 */
export interface PodTerm {
  /** Label of nodes whose equal values make one place: `kubernetes.io/hostname`, `topology.kubernetes.io/zone`. */
  readonly topologyKey: string;

  /**
   * Labels that the other pods have, all of them.
   *
   * @default - none; then `requirements` say which pods
   */
  readonly labels?: { [key: string]: string };

  /**
   * What their labels have to be besides.
   *
   * @default - nothing
   */
  readonly requirements?: LabelRequirement[];

  /**
   * Namespaces of the other pods.
   *
   * @default - that of the cluster
   */
  readonly namespaces?: string[];
}

/**
 * Pods that should be near, or far, if possible.
 */
export interface PreferredPods {
  /** Which pods. */
  readonly term: PodTerm;

  /**
   * How much it counts, 1 to 100.
   *
   * @default 1
   */
  readonly weight?: number;
}

/**
 * Beside which other pods the pods run, or do not run.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity
 */
export interface PodAffinityOptions {
  /**
   * All of these hold, or the pod is not scheduled.
   *
   * @default - none
   */
  readonly required?: PodTerm[];

  /**
   * What is preferred.
   *
   * @default - none
   */
  readonly preferred?: PreferredPods[];
}

/**
 * A topology spread constraint of one's own.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export interface TopologySpread {
  /** Label of nodes whose equal values make one place. */
  readonly topologyKey: string;

  /**
   * By how many pods places may differ. A whole number from 1.
   *
   * @default 1
   */
  readonly maxSkew?: number;

  /**
   * Whether a pod that would make the spread uneven is not scheduled.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * Labels of the pods that are counted.
   *
   * @default - the pods of the cluster, or of the pool
   */
  readonly labels?: { [key: string]: string };

  /**
   * Places that there have to be at least. A whole number from 1, only with `required`.
   *
   * @default - as many as there are
   */
  readonly minDomains?: number;

  /**
   * Whether nodes with a taint that the pods do not tolerate count as no place.
   *
   * @default false
   */
  readonly honorsTaints?: boolean;
}
