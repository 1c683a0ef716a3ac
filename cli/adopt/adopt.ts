import { STATEFUL } from '../manifests/operators';
import { KubeObject } from '../manifests/object';
import { cnpgDraft } from './cnpg';
import { crunchyDraft } from './crunchy';
import { Draft, Surroundings } from './draft';
import { Fitted, Fitter } from './fit/fit';
import { meansTheSame } from './fit/meaning';
import { Sampled } from './fit/sampled';
import { Synthesize } from './fit/synthesis';
import { printed } from './program/print';
import { zalandoDraft } from './zalando';

/** The tables of each operator. */
const DRAFTS: { readonly [operator: string]: (cluster: KubeObject, around: Surroundings) => Draft } = {
  cnpg: cnpgDraft,
  zalando: zalandoDraft,
  crunchy: crunchyDraft,
};

/** A program for what was read. */
export interface Adopted extends Omit<Fitted, 'program'> {
  /** In TypeScript. */
  readonly source: string;
  readonly patches: Fitted['program']['patches'];
  readonly exemptions: Fitted['program']['exemptions'];
}

/** Writes a program for a cluster and what belongs to it. */
export function adopt(
  objects: readonly KubeObject[],
  synthesize: Synthesize,
  samples: Sampled = { placeholders: [], placed: [] },
): Adopted {
  const [cluster] = objects as readonly [KubeObject];
  const find = (group: string, kind: string, name: string): KubeObject | undefined =>
    objects.find((one) => one.group === group && one.kind === kind && one.name === name);
  const draft = DRAFTS[STATEFUL[cluster.type]!.operator]!(cluster, { objects, find });
  const { program, ...fitted } = new Fitter(draft, objects, synthesize, meansTheSame, samples).fit();
  return {
    ...fitted,
    source: printed(program, draft.factory),
    patches: program.patches,
    exemptions: program.exemptions,
  };
}
