import { IConstruct } from 'constructs';
import { PROTECTION } from './kubernetes';

/** What a program may ask of the annotations of all objects below a construct. */
export enum GitOpsMark {
  FLUX = 'flux',
  WAVES = 'waves',
}

const MARKS = new WeakMap<IConstruct, Set<GitOpsMark>>();

/** Whether any program has asked for anything: most have not. */
let isUsed = false;

/** Asks for something on everything below a construct, also on what is put there later. */
export function mark(scope: IConstruct, asked: GitOpsMark): void {
  isUsed = true;
  MARKS.set(scope, new Set([...(MARKS.get(scope) ?? []), asked]));
}

const isMarked = (construct: IConstruct, asked: GitOpsMark): boolean => construct.node.scopes.some((scope) => MARKS.get(scope)?.has(asked));

/** What keeps Flux from deleting an object whose manifest goes away. */
export const FLUX_PROTECTION: { readonly [key: string]: string } = { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' };

const SECRETS = '-2';
const BEFORE = '-1';

/**
 * Waves of what a cluster needs. The cluster, and whatever is about it, stay in wave 0, the last one: a later wave would wait, or fail, whenever
 * the health check of the cluster says something else than healthy, as it does in a switchover.
 */
const WAVES: { readonly [kind: string]: string } = {
  ExternalSecret: SECRETS,
  SealedSecret: SECRETS,
  Certificate: SECRETS,
  Secret: SECRETS,
  ConfigMap: BEFORE,
  ObjectStore: BEFORE,
  ImageCatalog: BEFORE,
  NetworkPolicy: BEFORE,
};

const [[PROTECTED, KEPT]] = Object.entries(PROTECTION) as [[string, string]];
const WAVE = 'argocd.argoproj.io/sync-wave';

/** The annotations that an object gets by what was asked for above it. */
export function gitOpsAnnotations(
  construct: IConstruct & { readonly kind: string },
  annotation: (key: string) => string | undefined,
): { readonly [key: string]: string } {
  if (!isUsed) {
    return {};
  }
  const wave = WAVES[construct.kind];
  return {
    ...(annotation(PROTECTED)?.includes(KEPT) === true && isMarked(construct, GitOpsMark.FLUX) && FLUX_PROTECTION),
    ...(wave !== undefined && annotation(WAVE) === undefined && isMarked(construct, GitOpsMark.WAVES) && { [WAVE]: wave }),
  };
}
