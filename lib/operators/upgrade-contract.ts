import { Construct } from 'constructs';
import { ClusterModel } from '../model/cluster-model';
import { Finding } from '../model/finding';
import type { RunbookStep } from './runbook-step';
import { IClusterView } from './cluster-view';

/**
 * What only the operator knows of one step of a major upgrade.
 */
export interface UpgradeStepFacts {
  /** What must be true before the commit of the step is applied, and how it is seen. */
  readonly before: RunbookStep[];
  /** What to wait for before the next step. */
  readonly wait: RunbookStep[];
  /** The way back from the step. */
  readonly back: RunbookStep[];
}

/**
 * How an operator brings a cluster to another major version.
 */
export interface IMajorUpgradeOperator {
  /** The step from which on the cluster is printed with the new version: `run` or `finish`. */
  readonly switchesAt: string;

  /** Whether an image holds one major version, so that the new one needs another. */
  readonly imageHoldsOneMajor: boolean;

  /** Whether the statistics and the extensions are left to a Job of this library. */
  readonly leavesStatistics: boolean;

  /**
   * Creates what an upgrade needs besides; the object of the cluster reads the upgrade from its view.
   *
   * @param scope the construct that gets the objects
   * @param cluster the cluster with its upgrade
   */
  bindUpgrade(scope: Construct, cluster: IClusterView): void;

  /**
   * What this operator would refuse, ignore or get wrong in an upgrade.
   *
   * @param cluster the cluster with its upgrade
   */
  checkUpgrade(cluster: ClusterModel): Finding[];

  /**
   * What only the operator knows of the step.
   *
   * @param cluster the cluster with its upgrade
   */
  upgradeFacts(cluster: ClusterModel): UpgradeStepFacts;
}
