import { at, listOf, mapOf, textOf } from '../../values/json';
import { KubeObject, refOf } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { GuardRule } from '../rule';
import { isApplication, optionsOf } from './sync';

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

const isApplicationSet = (object: KubeObject): boolean => kindOf(object) === 'argoproj.io/ApplicationSet';

const cascades = (object: KubeObject): boolean =>
  listOf(at(object.raw, 'metadata', 'finalizers')).some((finalizer) => String(finalizer).startsWith(FINALIZER));

/** Charts that install an operator. */
const CHARTS: { readonly [chart: string]: 'cnpg' | 'zalando' | 'crunchy' } = {
  'cloudnative-pg': 'cnpg',
  'postgres-operator': 'zalando',
  pgo: 'crunchy',
};

const chartOf = (object: KubeObject): string | undefined =>
  isApplication(object) ? textOf(at(object.raw, 'spec', 'source', 'chart')) : undefined;

const OPERATOR_GROUPS = /(^|\.)(postgresql\.cnpg\.io|barmancloud\.cnpg\.io|acid\.zalan\.do|postgres-operator\.crunchydata\.com)$/;

function createsCrds(object: KubeObject): boolean {
  return at(mapOf(at(object.raw, 'spec', 'source')), 'helm', 'valuesObject', 'crds', 'create') !== false;
}

/** Applications and what they install. */
export const ARGO_RULES: readonly GuardRule[] = [
  {
    id: 'G012',
    name: 'application-removed',
    severity: 'block',
    operators: ['kubernetes'],
    what: 'An Application that deletes what it has made disappears.',
    why: 'Its databases go with it, unless each of them has Delete=false.',
    safe: 'Take the finalizer away first (ApplicationSet: preserveResourcesOnDeletion: true), let that be synced, then remove it.',
    check: ({ removed }) =>
      removed
        .filter(
          (object) =>
            (isApplication(object) && cascades(object)) ||
            (isApplicationSet(object) && at(object.raw, 'spec', 'syncPolicy', 'preserveResourcesOnDeletion') !== true),
        )
        .map((object) => ({
          object,
          what: `${refOf(object)} disappears, and it deletes what it has made.`,
          does: 'Argo CD deletes everything that the Application has made.',
          evidence: 'read',
          effect: 'destroys data',
        })),
  },
  {
    id: 'G013',
    name: 'cascade-added',
    severity: 'warn',
    operators: ['kubernetes'],
    what: 'Deleting the Application deletes its databases from now on.',
    why: 'A renamed folder or a changed generator is enough to delete an Application.',
    safe: 'Leave the finalizer away, set preserveResourcesOnDeletion, and protect each cluster by Delete=false.',
  },
  {
    id: 'G014',
    name: 'prune-enabled',
    severity: 'info',
    operators: ['kubernetes'],
    what: 'Argo CD prunes by itself from now on.',
    why: 'What leaves Git is deleted without a person.',
    safe: 'Protect every database by Prune=false, and let that be synced first.',
  },
  {
    id: 'G015',
    name: 'destination-changed',
    severity: 'block',
    operators: ['kubernetes'],
    what: 'The Application deploys to another place, or from another one.',
    why: 'Its databases begin empty at the new place; at the old one they are pruned or left alone.',
    safe: 'Make a second Application for the new place, move the data, then remove the first.',
  },
  {
    id: 'G016',
    name: 'crd-removed',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The definition of a kind of database, or the operator that brings it, disappears.',
    why: 'Deleting the definition deletes every database of the kind, in all namespaces.',
    safe: 'Keep the definitions in an Application of their own without pruning, annotated with Prune=false.',
    check: ({ removed, pairs }) => [
      ...removed
        .filter(
          (object) =>
            (object.kind === 'CustomResourceDefinition' && OPERATOR_GROUPS.test(object.name)) ||
            CHARTS[chartOf(object) ?? ''] !== undefined,
        )
        .map((object) => ({
          object,
          what: `${refOf(object)} disappears.`,
          does: 'Every object of the kind is deleted, and with each its volumes.',
          evidence: 'read' as const,
          effect: 'destroys data' as const,
        })),
      ...pairs
        .filter(({ before, after }) => CHARTS[chartOf(after) ?? ''] !== undefined && createsCrds(before) && !createsCrds(after))
        .map(({ after }) => ({
          object: after,
          field: 'spec.source.helm.valuesObject.crds.create',
          old: true,
          new: false,
          what: 'The chart stops printing the definitions of its kinds.',
          does: 'With pruning on, Argo CD deletes the definitions, every object of the kinds, and their volumes.',
          evidence: 'read' as const,
          effect: 'destroys data' as const,
        })),
    ],
  },
  {
    id: 'G017',
    name: 'server-side-apply-missing',
    severity: 'confirm',
    operators: ['cnpg', 'crunchy'],
    what: 'The Application of the operator does not apply on the server side.',
    why: 'The definitions are larger than the annotation that client-side apply needs (262144 bytes).',
    safe: 'Add ServerSideApply=true to spec.syncPolicy.syncOptions.',
    state: ({ objects }) =>
      objects
        .filter(
          (object) =>
            ['cnpg', 'crunchy'].includes(CHARTS[chartOf(object) ?? ''] ?? '') &&
            !optionsOf(object).options.includes('ServerSideApply=true'),
        )
        .map((object) => ({
          object,
          field: 'spec.syncPolicy.syncOptions',
          new: at(object.raw, 'spec', 'syncPolicy', 'syncOptions'),
          does: 'The sync fails: the definitions are not updated.',
          evidence: 'read',
        })),
  },
];
