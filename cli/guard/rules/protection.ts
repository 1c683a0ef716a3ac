import { isStateful, kindOf } from '../../manifests/operators';
import { at, textOf } from '../../values/json';
import { annotation, KubeObject } from '../../manifests/object';

export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';
export const FLUX_PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

export const syncOptions = (object: KubeObject): string[] =>
  (annotation(object, SYNC_OPTIONS) ?? '')
    .split(',')
    .map((option) => option.trim())
    .filter(Boolean);

/** Kept by Argo CD (from pruning and from the deletion of the Application) or by Flux. */
export function isProtected(object: KubeObject): boolean {
  const options = syncOptions(object);
  const has = (name: string): boolean => options.includes(`${name}=false`) || options.includes(`${name}=confirm`);
  return (has('Prune') && has('Delete')) || annotation(object, FLUX_PRUNE) === 'disabled';
}

/** Argo CD would leave it where it is when it leaves Git. */
export function isKeptFromPruning(object: KubeObject): boolean {
  const options = syncOptions(object);
  return options.includes('Prune=false') || options.includes('Prune=confirm') || annotation(object, FLUX_PRUNE) === 'disabled';
}

/** Objects whose deletion takes data, the way to the backups, or credentials with it. */
export function needsProtection(object: KubeObject): boolean {
  if (isStateful(object)) {
    return true;
  }
  switch (kindOf(object)) {
    case 'postgresql.cnpg.io/Database':
    case 'postgres-operator.crunchydata.com/PGAdmin':
    case 'barmancloud.cnpg.io/ObjectStore':
    case 'bitnami.com/SealedSecret':
      return true;
    case 'external-secrets.io/ExternalSecret':
      return textOf(at(object.value, 'spec', 'target', 'creationPolicy')) !== 'Orphan';
    default:
      return false;
  }
}

/** Kinds that must not be deleted and made anew. */
export const isPrecious = (object: KubeObject): boolean =>
  isStateful(object) ||
  ['core/PersistentVolumeClaim', 'postgresql.cnpg.io/Database', 'postgres-operator.crunchydata.com/PGAdmin'].includes(kindOf(object));
