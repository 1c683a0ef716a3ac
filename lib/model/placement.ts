import { NodeAffinityOptions, PodAffinityOptions, TopologySpread } from './affinity';
import { onlyMembers } from './members';

/**
 * How evenly instances are spread over nodes or zones.
 *
 * Printed as topology spread constraints with a skew of 1, so that a small test cluster still schedules every instance.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export enum SpreadRule {
  /** An instance that would make the spread uneven is not scheduled. */
  REQUIRED = 'required',
  /** The scheduler tries, and schedules the instance in any case. */
  PREFERRED = 'preferred',
  /** No constraint. */
  NONE = 'none',
}
onlyMembers(SpreadRule, 'SpreadRule');

/**
 * What a taint does to pods that do not tolerate it.
 */
export enum TolerationEffect {
  /** New pods are not scheduled. */
  NO_SCHEDULE = 'NoSchedule',
  /** New pods are scheduled elsewhere if possible. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',
  /** Running pods are evicted. */
  NO_EXECUTE = 'NoExecute',
}
onlyMembers(TolerationEffect, 'TolerationEffect');

/**
 * A taint that the pods tolerate.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export interface Toleration {
  /**
   * Key of the taint.
   *
   * @default - every taint; then there is no value either
   */
  readonly key?: string;

  /**
   * Value of the taint.
   *
   * @default - any value
   */
  readonly value?: string;

  /**
   * Effect of the taint.
   *
   * @default - every effect
   */
  readonly effect?: TolerationEffect;

  /**
   * Seconds until the pod is evicted all the same. Only with `NO_EXECUTE` (rule HA-019).
   *
   * @default - never
   */
  readonly seconds?: number;
}

/**
 * Where pods may run.
 */
export interface PlacementOptions {
  /**
   * Spread over nodes.
   *
   * @default SpreadRule.REQUIRED
   */
  readonly nodes?: SpreadRule;

  /**
   * Spread over zones.
   *
   * @default SpreadRule.PREFERRED
   */
  readonly zones?: SpreadRule;

  /**
   * Labels that a node must have, all of them.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [label: string]: string };

  /**
   * Taints that the pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * Name of the PriorityClass of the pods.
   *
   * @default - the default priority of the Kubernetes cluster
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
   */
  readonly priorityClassName?: string;

  /**
   * Which nodes pods may run on beyond `nodeSelector`, and which they had better (rules HA-091, POOL-040).
   *
   * @default - every node with the labels of `nodeSelector`
   */
  readonly nodeAffinity?: NodeAffinityOptions;

  /**
   * Beside which other pods the pods run, beyond what spreads them.
   *
   * @default - none
   */
  readonly podAffinity?: PodAffinityOptions;

  /**
   * Beside which other pods the pods do not run, beyond what spreads them. Not on Zalando (rule ZAL-221).
   *
   * @default - none
   */
  readonly podAntiAffinity?: PodAffinityOptions;

  /**
   * Topology spread constraints of other places or another skew than `nodes` and `zones` say, and beside those.
   *
   * @default - none
   */
  readonly spread?: TopologySpread[];
}

/**
 * Placement with every default filled in.
 */
export interface PlacementModel {
  /** Spread over nodes. */
  readonly nodes: SpreadRule;
  /** Spread over zones. */
  readonly zones: SpreadRule;
  /** Labels that a node must have; empty for any node. */
  readonly nodeSelector: { [label: string]: string };
  /** Taints that the pods tolerate. */
  readonly tolerations: Toleration[];
  /**
   * Name of the PriorityClass.
   *
   * @default - the default priority of the Kubernetes cluster
   */
  readonly priorityClassName?: string;
  /**
   * Further nodes that fit, or are preferred.
   *
   * @default - none
   */
  readonly nodeAffinity?: NodeAffinityOptions;
  /**
   * Pods that are wanted near.
   *
   * @default - none
   */
  readonly podAffinity?: PodAffinityOptions;
  /**
   * Pods that are not wanted near.
   *
   * @default - none
   */
  readonly podAntiAffinity?: PodAffinityOptions;
  /**
   * Topology spread constraints of the program's own.
   *
   * @default - none
   */
  readonly spread?: TopologySpread[];
}
