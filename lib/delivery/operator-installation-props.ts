import { onlyMembers } from '../model/members';
import { IPostgresOperator } from '../operators/contract';

/**
 * What applies an installation.
 */
export enum GitOpsTool {
  /** An Application of Argo CD for each chart. */
  ARGO_CD = 'argo-cd',
  /** A HelmRepository and a HelmRelease of Flux for each chart. */
  FLUX = 'flux',
}
onlyMembers(GitOpsTool, 'GitOpsTool');

/**
 * Props of an `OperatorInstallation`.
 */
export interface OperatorInstallationProps {
  /** The operator, as clusters are given it: what was said of its configuration there is configured here. */
  readonly operator: IPostgresOperator;

  /** What applies the installation. */
  readonly tool: GitOpsTool;

  /**
   * Namespace that the operator is installed in. Network policies expect the default one; another one is told to each cluster as
   * `network.operatorNamespace`.
   *
   * @default - the one of the operator's own instructions
   */
  readonly operatorNamespace?: string;

  /**
   * Namespaces that the operator looks at: any on CloudNativePG, one on Zalando, its own on Crunchy PGO (rule GITOPS-005).
   *
   * @default - all
   */
  readonly watchedNamespaces?: string[];

  /**
   * Version of each chart, by its name: `{ pgo: '6.0.1' }`. A full version, no range (rule GITOPS-002).
   *
   * @default - the one that installs the operator's version that the manifests are for, where it is known; Crunchy PGO, and CloudNativePG
   * before 1.30, have to be given it
   */
  readonly chartVersions?: { [chart: string]: string };

  /**
   * Namespace of Argo CD or Flux, where the objects are put.
   *
   * @default - `argocd` or `flux-system`
   */
  readonly toolNamespace?: string;

  /**
   * Place among the objects of the Application that this one is an object of: before those that hold databases. Not on Flux (rule GITOPS-008).
   *
   * @default - none
   */
  readonly syncWave?: number;
}
