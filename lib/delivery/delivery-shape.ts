import { Shape, boolean, instance, listOf, number, oneOf, optional, required, struct, text, textMap } from '../private/shape';
import type { ArgoApplicationProps } from './argo-application-props';
import type { ArgoApplicationSetProps } from './argo-application-set-props';
import type { ArgoTarget } from './argo-target';
import type { FluxKustomizationProps } from './flux-kustomization-props';
import { GitOpsTool } from './operator-installation-props';
import type { OperatorInstallationProps } from './operator-installation-props';
import type { SourceFolder } from './source-folder';

const ARGO_TARGET: Shape<ArgoTarget> = {
  argoNamespace: optional(text),
  project: optional(text),
  automated: optional(boolean),
  selfHeal: optional(boolean),
  prune: optional(boolean),
};

const SOURCE: Shape<SourceFolder> = {
  repository: required(text),
  revision: required(text),
  path: required(text),
  recurse: optional(boolean),
  include: optional(text),
};

export const ARGO_APPLICATION_SHAPE: Shape<ArgoApplicationProps> = {
  ...ARGO_TARGET,
  applicationName: required(text),
  source: required(struct(SOURCE)),
  destinationNamespace: optional(text),
  destinationServer: optional(text),
  syncWave: optional(number),
};

export const ARGO_APPLICATION_SET_SHAPE: Shape<ArgoApplicationSetProps> = {
  ...ARGO_TARGET,
  setName: required(text),
  generator: required(instance(`an ApplicationGenerator such as ApplicationGenerator.folders('clusters/*')`, ['_pattern', '_labels'])),
  source: required(struct(SOURCE)),
};

export const FLUX_KUSTOMIZATION_SHAPE: Shape<FluxKustomizationProps> = {
  kustomizationName: required(text),
  sourceName: required(text),
  path: required(text),
  fluxNamespace: optional(text),
  interval: optional(instance('a Duration of cdk8s such as Duration.minutes(10)', ['toSeconds'])),
  prune: optional(boolean),
  dependsOn: optional(listOf(text)),
};

export const OPERATOR_INSTALLATION_SHAPE: Shape<OperatorInstallationProps> = {
  operator: required(instance('an operator such as PostgresOperator.cloudNativePg()', ['facts', 'capabilities', 'bindCluster'])),
  tool: required(oneOf(GitOpsTool, 'GitOpsTool')),
  operatorNamespace: optional(text),
  watchedNamespaces: optional(listOf(text)),
  chartVersions: optional(textMap),
  toolNamespace: optional(text),
  syncWave: optional(number),
};
