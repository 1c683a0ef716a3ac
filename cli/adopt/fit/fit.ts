import { Json, JsonMap } from '../../values/json';
import { keyOf, KubeObject } from '../../manifests/object';
import { Draft } from '../draft';
import { printed } from '../program/print';
import { PlacedPlaceholder, resampled } from '../read/placeholders';
import { Exemption, Part, Patch, Placeholder, Placement, Program, Verbatim } from '../program/program';
import { patchesFor, saidBy } from './patches';
import { Outcome, PrintedObject, Problem, Synthesize } from './synthesis';

/** Placeholders that were read, and where they stood. */
export interface Sampled {
  readonly placeholders: readonly Placeholder[];
  readonly placed: readonly PlacedPlaceholder[];
}

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
const OLD_WEIGHT = 1000;

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
    private readonly samples: Sampled,
  ) {}

  public fit(): Fitted {
    const refused: { prop: string; problem: string }[] = [];
    let trial = this.tried(this.draft.parts);
    const known = withoutUnknown(trial);
    trial = known === trial.parts ? trial : this.tried(known);
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
    let program = this.program(trial, { patches: this.patches(bare), verbatim: this.verbatim(bare), placements: this.placements(bare) });
    let outcome = this.run(program);
    // A patch may bring in what a schema does not know, and may mend what a rule objected to.
    for (let round = 0; round < ROUNDS && outcome.problems.length > 0; round += 1) {
      const exemptions = this.exempted(program.exemptions, outcome.problems);
      if (JSON.stringify(exemptions) === JSON.stringify(program.exemptions)) {
        break;
      }
      program = { ...program, exemptions };
      outcome = this.run(program);
    }
    return { program, bare, outcome, refused };
  }

  /** Runs a program; what it prints has samples where it printed placeholders. */
  private run(program: Program): Outcome {
    const outcome = this.synthesize(printed(program, this.draft.factory, 'javascript'));
    const { placeholders, placed } = this.samples;
    return placeholders.length + placed.length === 0
      ? outcome
      : { ...outcome, objects: outcome.objects.map(({ path, json }) => ({ path, json: this.resampled(json) })) };
  }

  private resampled(json: JsonMap): JsonMap {
    const sampled = resampled(json, this.samples.placeholders) as JsonMap;
    const key = keyOfPrinted(sampled);
    const object = this.read.find((one) => one.key === key);
    return this.samples.placed
      .filter((one) => one.key === key)
      .reduce<JsonMap>((left, { path, text }) => {
        const there = valueAt(left, path);
        return there === text ? (withValue(left, path, valueAt(object?.raw, path) ?? null) as JsonMap) : left;
      }, sampled);
  }

  /** Placeholders that are printed in one place each, where the program prints something there. */
  private placements(objects: readonly PrintedObject[]): Placement[] {
    return objects.flatMap(({ path, json }) =>
      this.samples.placed
        .filter((one) => one.key === keyOfPrinted(json))
        .map((one) => ({
          construct: this.constructOf(path),
          pointer: one.path.map((step) => `/${step.replace(/~/g, '~0').replace(/\//g, '~1')}`).join(''),
          text: one.text,
        })),
    );
  }

  private program(
    { parts, exemptions }: Pick<Trial, 'parts' | 'exemptions'>,
    rest: Partial<Pick<Program, 'patches' | 'verbatim' | 'placements'>> = {},
  ): Program {
    const { name, namespace } = this.draft.cluster;
    return {
      // It names a file, in which nothing is put in.
      chart: this.samples.placeholders.reduce((left, { sample, variable }) => left.split(sample).join(variable), name),
      ...(namespace !== '' && { namespace }),
      placeholders: this.samples.placeholders,
      placements: [],
      parts,
      exemptions,
      patches: [],
      verbatim: [],
      ...rest,
    };
  }

  /** Runs the program with these parts, and with every rule suppressed that can be. */
  private tried(parts: readonly Part[]): Trial {
    let exemptions: readonly Exemption[] = [];
    for (let round = 0; ; round += 1) {
      const outcome = this.run(this.program({ parts, exemptions }));
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

  /**
   * The trial without the one prop whose absence mends the most. What was not said before does not count much: a constructor tells what is
   * wrong with itself alone, and the next one has its turn when the first is mended.
   */
  private mended(broken: Trial): { readonly prop: string; readonly trial: Trial } | undefined {
    const before = new Set(complaintsOf(broken));
    let best: { readonly prop: string; readonly trial: Trial; readonly weight: number } | undefined;
    for (const [prop, parts] of without(broken.parts)) {
      const trial = this.tried(parts);
      const after = complaintsOf(trial);
      const same = after.filter((one) => before.has(one)).length;
      const weight = same * OLD_WEIGHT + after.length;
      if (same < before.size && (best === undefined || weight < best.weight)) {
        best = { prop, trial, weight };
      }
      if (best?.weight === 0) {
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
    const missing = this.unprinted(outcome.objects).reduce((sum, { raw }) => sum + saidBy({ op: 'add', pointer: '', value: raw }), 0);
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
    return this.unprinted(objects).map(({ raw: sampled, kind, name, key }) => {
      const raw = this.samples.placed
        .filter((one) => one.key === key)
        .reduce<JsonMap>((left, { path, text }) => withValue(left, path, text) as JsonMap, sampled);
      const { namespace, ...metadata } = raw.metadata as JsonMap;
      const outside = namespace !== undefined && namespace !== this.draft.cluster.namespace;
      return { id: `${kind}-${name}`, manifest: { ...raw, metadata: outside ? { ...metadata, namespace } : metadata } };
    });
  }
}

/** The parts without props that this version of the library does not have. */
function withoutUnknown({ parts, hard }: Trial): readonly Part[] {
  const unknown = hard.flatMap(({ rule, what }) => (rule === 'PROP-001' ? (/^'([^']*)' is not a prop/.exec(what)?.[1] ?? []) : []));
  return unknown.length === 0
    ? parts
    : parts.map((part) => ({
        ...part,
        rows: part.rows.filter((row) => !unknown.some((place) => row.path === place || row.path.startsWith(`${place}.`))),
      }));
}

const isBroken = ({ outcome }: Trial): boolean => outcome.failure !== undefined || outcome.problems.length > 0;

/** What is wrong with a trial and cannot be suppressed. */
const complaintsOf = ({ outcome, hard }: Trial): string[] =>
  outcome.failure === undefined ? hard.map(({ path, what }) => `${path} ${what}`) : [outcome.failure];

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

const valueAt = (json: Json | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((node, step) => (typeof node === 'object' && node !== null ? (node as JsonMap)[step] : undefined), json);

/** A copy with another value at a place; maps and lists on the way are copied. */
function withValue(json: Json, [step, ...rest]: readonly string[], wanted: Json): Json {
  if (step === undefined) {
    return wanted;
  }
  if (Array.isArray(json)) {
    return json.map((item, i) => (String(i) === step ? withValue(item, rest, wanted) : item));
  }
  return { ...(json as JsonMap), [step]: withValue((json as JsonMap)[step] ?? null, rest, wanted) };
}
