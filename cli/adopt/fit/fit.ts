import { Json, JsonMap } from '../../values/json';
import { keyOf, KubeObject } from '../../guard/object';
import { Draft } from '../draft';
import { printed } from '../program/print';
import { Exemption, Part, Patch, Program, Verbatim } from '../program/program';
import { patchesFor, saidBy } from './patches';
import { Outcome, PrintedObject, Problem, Synthesize } from './synthesis';

/** Whether a difference between what is printed and what was read is left as the program has it. */
export type Leaves = (type: string, field: string, read: Json | undefined, printed: Json | undefined) => boolean;

/** A program that prints what was read, and how it came to be. */
export interface Fitted {
  readonly program: Program;
  /** What it prints without its patches. */
  readonly bare: readonly PrintedObject[];
  /** What it prints. */
  readonly outcome: Outcome;
  /** Props that the rules refuse without a way out, with what they said. */
  readonly refused: readonly { readonly prop: string; readonly problem: string }[];
}

/** What tells a printed object from another one. */
export function keyOfPrinted(json: JsonMap): string {
  const { apiVersion, kind, metadata } = json as { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } };
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  return keyOf(group, kind, metadata.namespace ?? '', metadata.name);
}

/** Reason of an exemption, for whoever reads the program. */
export const REASON = 'taken over as it runs';

/** Rounds after which rules that still object are taken for such that nothing silences. */
const ROUNDS = 5;

const PATCH_WEIGHT = 10;

interface Trial {
  readonly parts: readonly Part[];
  readonly exemptions: readonly Exemption[];
  readonly outcome: Outcome;
  /** What cannot be suppressed. */
  readonly hard: readonly Problem[];
}

/** Finds the props that print what was read, and patches for the rest. */
export class Fitter {
  public constructor(
    private readonly draft: Draft,
    private readonly read: readonly KubeObject[],
    private readonly synthesize: Synthesize,
    private readonly leaves: Leaves,
  ) {}

  public fit(): Fitted {
    const refused: { prop: string; problem: string }[] = [];
    let trial = this.tried(this.draft.parts);
    while (isBroken(trial)) {
      const next = this.mended(trial);
      if (!next) {
        break;
      }
      refused.push({ prop: next.prop, problem: complaint(trial, next.trial) });
      trial = next.trial;
    }
    trial = isBroken(trial) ? trial : this.minimal(trial);
    const bare = trial.outcome.objects;
    let program = this.program(trial, this.patches(bare), this.verbatim(bare));
    let outcome = this.synthesize(printed(program, this.draft.factory, 'javascript'));
    // A patch may bring in what a schema does not know, and may mend what a rule objected to.
    for (let round = 0; round < ROUNDS && outcome.problems.length > 0; round += 1) {
      const exemptions = this.exempted(program.exemptions, outcome.problems);
      if (JSON.stringify(exemptions) === JSON.stringify(program.exemptions)) {
        break;
      }
      program = { ...program, exemptions };
      outcome = this.synthesize(printed(program, this.draft.factory, 'javascript'));
    }
    return { program, bare, outcome, refused };
  }

  private program(
    { parts, exemptions }: Pick<Trial, 'parts' | 'exemptions'>,
    patches: readonly Patch[],
    verbatim: readonly Verbatim[],
  ): Program {
    const { name, namespace } = this.draft.cluster;
    return {
      chart: name,
      ...(namespace !== '' && { namespace }),
      placeholders: this.draft.placeholders,
      parts,
      exemptions,
      patches,
      verbatim,
    };
  }

  /** Runs the program with these parts, and with every rule suppressed that can be. */
  private tried(parts: readonly Part[]): Trial {
    let exemptions: readonly Exemption[] = [];
    for (let round = 0; ; round += 1) {
      const outcome = this.synthesize(printed(this.program({ parts, exemptions }, [], []), this.draft.factory, 'javascript'));
      if (outcome.failure !== undefined || outcome.problems.length === 0) {
        return { parts, exemptions, outcome, hard: [] };
      }
      const next = this.exempted(exemptions, outcome.problems);
      if (round === ROUNDS || JSON.stringify(next) === JSON.stringify(exemptions)) {
        return { parts, exemptions, outcome, hard: outcome.problems };
      }
      exemptions = next;
    }
  }

  /** The exemptions with those that problems ask for, and without those that they say are not needed. */
  private exempted(before: readonly Exemption[], problems: readonly Problem[]): readonly Exemption[] {
    const stale = new Set(problems.flatMap(({ rule, what }) => (rule === 'RULE-002' ? (/^'([^']*)'/.exec(what)?.[1] ?? []) : [])));
    const found = problems
      .filter(({ rule }) => !/^(PROP|RULE)-/.test(rule))
      .map(({ rule, path, what }): Exemption => {
        const pointer = rule === 'CRD-001' ? /^(\/\S+) is no field/.exec(what)?.[1] : undefined;
        return { construct: this.variableOf(path), rule, reason: REASON, what, ...(pointer !== undefined && { pointer }) };
      });
    const all = [...before.filter(({ rule, pointer }) => !stale.has(pointer ?? rule)), ...found];
    return [...new Map(all.map((one) => [JSON.stringify([one.construct, one.rule, one.pointer]), one])).values()];
  }

  private variableOf(path: string): string {
    const id = path.split('/')[1];
    return this.draft.parts.find((part) => part.id === id)?.variable ?? 'chart';
  }

  /** The trial without the one prop whose absence leaves the fewest problems. */
  private mended(broken: Trial): { readonly prop: string; readonly trial: Trial } | undefined {
    const named = new Set(broken.hard.map(({ what }) => what));
    const before = weightOf(broken);
    let best: { readonly prop: string; readonly trial: Trial; readonly weight: number } | undefined;
    for (const [prop, parts] of without(broken.parts)) {
      const trial = this.tried(parts);
      const weight = weightOf(trial);
      if (weight < before && (best === undefined || weight < best.weight)) {
        best = { prop, trial, weight };
      }
      if (best?.weight === 0 && named.size <= 1) {
        break;
      }
    }
    return best;
  }

  /** The trial without the props that change nothing: defaults, and what has to be patched all the same. */
  private minimal(trial: Trial): Trial {
    let best = trial;
    let cost = this.cost(best);
    for (const [, , part, path] of without(trial.parts)) {
      const parts = dropped(best.parts, part, path);
      if (!parts) {
        continue;
      }
      const next = this.tried(parts);
      const nextCost = isBroken(next) ? Infinity : this.cost(next);
      if (nextCost <= cost) {
        best = next;
        cost = nextCost;
      }
    }
    return best;
  }

  private cost({ outcome, exemptions, parts }: Trial): number {
    const operations = this.patches(outcome.objects).reduce(
      (sum, patch) => sum + patch.operations.reduce((all, one) => all + saidBy(one), 0),
      0,
    );
    const missing = this.unprinted(outcome.objects).length;
    const extra = this.added(outcome.objects).length;
    return (operations + missing + extra) * PATCH_WEIGHT + exemptions.length + parts.length / 2;
  }

  /** What was read and is printed by no construct. */
  public unprinted(objects: readonly PrintedObject[]): KubeObject[] {
    const keys = new Set(objects.map(({ json }) => keyOfPrinted(json)));
    return this.read.filter(({ key }) => !keys.has(key));
  }

  /** What is printed and was not read. */
  public added(objects: readonly PrintedObject[]): PrintedObject[] {
    const keys = new Set(this.read.map(({ key }) => key));
    return objects.filter(({ json }) => !keys.has(keyOfPrinted(json)));
  }

  private patches(objects: readonly PrintedObject[]): Patch[] {
    const byKey = new Map(this.read.map((object) => [object.key, object]));
    return objects.flatMap(({ path, json }) => {
      const object = byKey.get(keyOfPrinted(json));
      if (!object) {
        return [];
      }
      const operations = patchesFor([object.group, object.kind], json, object.raw, (field, was, now) =>
        this.leaves(object.type, field, was, now),
      );
      return operations.length > 0 ? [{ construct: this.constructOf(path), operations }] : [];
    });
  }

  private constructOf(path: string): string {
    const [, id, ...rest] = path.split('/');
    const variable = this.draft.parts.find((part) => part.id === id)?.variable ?? 'chart';
    const below = rest.length === 1 && rest[0] === 'Resource' ? [] : rest;
    return variable + below.map((step) => `.node.findChild('${step}')`).join('');
  }

  private verbatim(objects: readonly PrintedObject[]): Verbatim[] {
    return this.unprinted(objects).map(({ raw, kind, name }) => {
      const { namespace, ...metadata } = raw.metadata as JsonMap;
      const outside = namespace !== undefined && namespace !== this.draft.cluster.namespace;
      return { id: `${kind}-${name}`, manifest: { ...raw, metadata: outside ? { ...metadata, namespace } : metadata } };
    });
  }
}

const isBroken = ({ outcome }: Trial): boolean => outcome.failure !== undefined || outcome.problems.length > 0;

/** What a program fails by outweighs every rule. */
const weightOf = ({ outcome, hard }: Trial): number => (outcome.failure === undefined ? hard.length : 1000);

function complaint(before: Trial, after: Trial): string {
  const left = new Set(after.hard.map(({ what }) => what));
  return (
    before.outcome.failure ??
    before.hard
      .filter(({ what }) => !left.has(what))
      .map(({ rule, what }) => `${rule} ${what}`)
      .join('; ')
  );
}

function dropped(parts: readonly Part[], variable: string, path?: string): readonly Part[] | undefined {
  const part = parts.find((one) => one.variable === variable);
  if (!part) {
    return undefined;
  }
  if (path === undefined) {
    return parts.filter((one) => one !== part);
  }
  const rows = part.rows.filter((row) => row.path !== path);
  return rows.length === part.rows.length ? undefined : parts.map((one) => (one === part ? { ...one, rows } : one));
}

/** The parts without each prop that may be missing, and without each construct but the cluster. */
function* without(parts: readonly Part[]): Generator<readonly [prop: string, parts: readonly Part[], variable: string, path?: string]> {
  for (const [index, part] of parts.entries()) {
    for (const row of part.rows.filter(({ needed }) => !needed)) {
      yield [`${part.variable}.${row.path}`, dropped(parts, part.variable, row.path)!, part.variable, row.path];
    }
    if (index > 0) {
      yield [part.variable, dropped(parts, part.variable)!, part.variable];
    }
  }
}
