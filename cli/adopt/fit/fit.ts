import { KubeObject } from '../../manifests/object';
import { Draft } from '../draft';
import { printed } from '../program/print';
import { Exemption, Part, Program } from '../program/program';
import { Comparison, Leaves } from './comparison';
import { dropped, variableOf, without, withoutUnknown } from './parts';
import { Sampled, withSamples } from './sampled';
import { Outcome, PrintedObject, Problem, Synthesize } from './synthesis';

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

/** Reason of an exemption, for whoever reads the program. */
const REASON = 'taken over as it runs';

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
  private readonly comparison: Comparison;

  public constructor(
    private readonly draft: Draft,
    private readonly read: readonly KubeObject[],
    private readonly synthesize: Synthesize,
    leaves: Leaves,
    private readonly samples: Sampled,
  ) {
    this.comparison = new Comparison(draft, read, leaves, samples);
  }

  public fit(): Fitted {
    const refused: { prop: string; problem: string }[] = [];
    let trial = this.tried(this.draft.parts);
    const known = withoutUnknown(trial.parts, trial.hard);
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
    let program = this.program(trial, this.comparison.rest(bare));
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
      : { ...outcome, objects: outcome.objects.map(({ path, json }) => ({ path, json: withSamples(json, this.samples, this.read) })) };
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
        return { construct: variableOf(this.draft.parts, path), rule, reason: REASON, what, ...(pointer !== undefined && { pointer }) };
      });
    const all = [...before.filter(({ rule, pointer }) => !stale.has(pointer ?? rule)), ...found];
    return [...new Map(all.map((one) => [JSON.stringify([one.construct, one.rule, one.pointer]), one])).values()];
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
    return this.comparison.distance(outcome.objects) * PATCH_WEIGHT + exemptions.length + parts.length / 2;
  }
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
