import { onlyMembers } from '../model/members';

/**
 * Which namespaces an operator can be told to look at, besides all of them.
 */
export enum OperatorWatch {
  /** Any list of namespaces. */
  LIST = 'list',
  /** One namespace. */
  ONE = 'one',
  /** The one that it runs in. */
  OWN = 'own',
}
onlyMembers(OperatorWatch, 'OperatorWatch');

/**
 * A Helm chart that belongs to an operator.
 */
export interface OperatorChart {
  /** Name of the release, and of the object that installs it. */
  readonly name: string;
  /** Name of the chart. */
  readonly chart: string;
  /** Where the chart is: an https URL, or the path in a registry where `oci` is true, without its scheme. */
  readonly repository: string;
  /**
   * Whether the chart is in a registry of images.
   *
   * @default false
   */
  readonly oci?: boolean;
  /**
   * Version of the chart that installs the version of the operator that the manifests are for.
   *
   * @default - not known; it has to be given
   */
  readonly version?: string;
  /**
   * The values that the printed objects rely on, as JSON.
   *
   * @default - those of the chart
   */
  readonly values?: string;
}

/**
 * How Argo CD tells the health of a kind.
 */
export interface ArgoHealthCheck {
  /** API group of the kind. */
  readonly apiGroup: string;
  /** The kind. */
  readonly kind: string;
  /** The program, in Lua: it reads `obj` and returns a table with `status` and `message`. */
  readonly script: string;
}

/**
 * How an operator comes into a Kubernetes cluster, and how its clusters look from outside.
 */
export interface IOperatorDelivery {
  /** Namespace that it is installed in by its own instructions. */
  readonly namespace: string;

  /** Which namespaces it can be told to look at. */
  readonly watch: OperatorWatch;

  /** Health of its kinds, where Argo CD has no check or a wrong one. */
  readonly healthChecks: ArgoHealthCheck[];

  /**
   * What has to be installed, in this order.
   *
   * @param watched the namespaces that it looks at; empty for all
   */
  charts(watched: string[]): OperatorChart[];
}
