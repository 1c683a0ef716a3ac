import { PROTECTION } from '../private/kubernetes';
import { ArgoTarget } from './argo-target';
import { SourceFolder } from './source-folder';

const GROUP = 'argoproj.io/v1alpha1';
export const APPLICATION = { apiVersion: GROUP, kind: 'Application' };
export const APPLICATION_SET = { apiVersion: GROUP, kind: 'ApplicationSet' };

export const ARGO_NAMESPACE = 'argocd';
export const IN_CLUSTER = 'https://kubernetes.default.svc';

/**
 * Why each is there. ServerSideApply: definitions and large objects do not fit into the annotation of the other way, and fields of operators
 * are left to them. CreateNamespace: a namespace that Argo CD makes is never pruned, one in Git may be. FailOnSharedResource: two Applications
 * that print one cluster would apply it in turn. PruneLast: what goes, goes when all else is healthy.
 */
const SYNC_OPTIONS = ['ServerSideApply=true', 'CreateNamespace=true', 'FailOnSharedResource=true'];
const WITH_PRUNE = ['PruneLast=true'];

/** What the operators would refuse is seen before a sync, and their defaults are no difference. */
export const COMPARE = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' };

const WAVE = 'argocd.argoproj.io/sync-wave';

/** No finalizer: who deletes an Application deletes no database. */
export function argoMetadata(name: string, namespace = ARGO_NAMESPACE, annotations: object = {}, wave?: number) {
  const all = { ...annotations, ...(wave !== undefined && { [WAVE]: String(wave) }) };
  return { name, namespace, ...(Object.keys(all).length > 0 && { annotations: all }) };
}

export const syncPolicy = ({ automated = true, prune = false, selfHeal = false }: ArgoTarget) => ({
  ...(automated && { automated: { prune, selfHeal } }),
  syncOptions: [...SYNC_OPTIONS, ...(prune ? WITH_PRUNE : [])],
});

export const folderSource = ({ repository, revision, path, recurse = false, include }: SourceFolder) => ({
  repoURL: repository,
  targetRevision: revision,
  path,
  ...((recurse || include !== undefined) && { directory: { ...(recurse && { recurse }), include } }),
});

/** An Application that others must not take away with one wrong merge: what it installs, all databases need. */
export const OPERATOR_ANNOTATIONS = PROTECTION;
