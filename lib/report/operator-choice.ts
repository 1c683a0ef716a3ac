import { App, Chart } from 'cdk8s';
import { Capability } from '../model/capability';
import { RuleFinding } from '../model/finding';
import { AVAILABILITY } from '../operators/availability';
import { IPostgresOperator } from '../operators/contract';
import { refuse } from '../private/errors';
import { breach } from '../private/rules';
import { Check, Shape, instance, listOf, optional, required, shapeProblems, struct, text, wrongType } from '../private/shape';
import { choicePage } from './choice-page';
import { ChoicePlace, PLACE_SHAPE } from './choice-place';
import { NO_CANDIDATE, NO_VERSION, TWINS } from './choice-rules';
import { OperatorVerdict } from './operator-verdict';
import { kubernetesProblem, placeFindings } from './place-facts';
import { PlaceEffect, PlaceFinding } from './place-finding';
import { findingOf, findingsOf } from './refusal-text';

/**
 * What is asked of an operator: a program with its clusters, policies, pools and applications, which takes the operator from outside.
 */
export interface IChoiceProgram {
  /**
   * Adds everything to a chart, as a program does. It is called once for each candidate, each time with a chart of an app that is printed
   * nowhere.
   *
   * @param chart where the constructs go
   * @param operator the candidate
   */
  addTo(chart: Chart, operator: IPostgresOperator): void;
}

/**
 * Between which operators is chosen.
 */
export interface OperatorChoiceProps {
  /** The operators, with their versions and options as they would be installed. At least one (rule CHOICE-001), each once (CHOICE-002). */
  readonly candidates: IPostgresOperator[];
  /**
   * Namespace of the chart.
   *
   * @default 'choice'
   */
  readonly namespace?: string;
  /**
   * What the place has, in which the cluster shall run.
   *
   * @default - the program alone decides
   */
  readonly place?: ChoicePlace;
}

const candidate = instance('an operator, such as PostgresOperator.cloudNativePg()', ['facts', 'capabilities']);

const CHOICE_SHAPE: Shape<OperatorChoiceProps> = {
  candidates: required(listOf(candidate)),
  namespace: optional(text),
  place: optional(struct(PLACE_SHAPE)),
};

/** A program is called and not looked into, so that all that it can lack is the method. */
const programShape: Check = (value, place) =>
  typeof (value as Partial<IChoiceProgram> | null | undefined)?.addTo === 'function'
    ? []
    : [
        wrongType(
          place,
          'an object with the method addTo',
          value,
          '; write { addTo: (chart, operator) => void new HaCluster(chart, ...) }',
        ),
      ];

const capabilityShape: Check = (value, place) =>
  typeof value === 'string' && Object.prototype.hasOwnProperty.call(AVAILABILITY, value)
    ? []
    : [wrongType(place, 'a capability such as Capability.BACKUP_SNAPSHOTS', value)];

/**
 * Which operator fits a program: the program is built against each, and what a synth would be refused with is told.
 *
 * Whether an operator *can* do something is half of the answer. What they do otherwise though all can (who decides on a failover, what a
 * backup is made with, who supports it) is in docs/choose.md.
 *
 * @see docs/choose.md
 */
export class OperatorChoice {
  /**
   * Builds a program against each candidate.
   *
   * @param program what is asked for
   * @param props the candidates
   */
  public static of(program: IChoiceProgram, props: OperatorChoiceProps): OperatorChoice {
    const wrong = [...programShape(program, 'program'), ...shapeProblems(CHOICE_SHAPE, props, 'props')];
    const problems = wrong.length > 0 ? wrong : [...candidateProblems(props.candidates), ...placeProblems(props.place)];
    if (problems.length > 0) {
      refuse('OperatorChoice', problems, OperatorChoice.of);
    }
    const { candidates, namespace = 'choice', place = {} } = props;
    return new OperatorChoice(candidates.map((operator) => verdict(program, operator, namespace, place)));
  }

  /**
   * What a place says of an operator, whatever the program asks for.
   *
   * @param operator the operator
   * @param place what the place has (rule CHOICE-003)
   */
  public static placeSays(operator: IPostgresOperator, place: ChoicePlace): PlaceFinding[] {
    const wrong = [...candidate(operator, 'operator'), ...shapeProblems(PLACE_SHAPE, place, 'place')];
    const problems = wrong.length > 0 ? wrong : placeProblems(place);
    if (problems.length > 0) {
      refuse('OperatorChoice', problems, OperatorChoice.placeSays);
    }
    const { displayName, operatorVersion } = operator.facts;
    return placeFindings(place, displayName, operatorVersion);
  }

  /**
   * The operators of this library that have all of some capabilities, in their newest version and as they are installed by default.
   *
   * @param capabilities what is needed; with none all operators are named
   */
  public static whoHas(capabilities: Capability[]): string[] {
    const wrong = listOf(capabilityShape)(capabilities, 'capabilities');
    if (wrong.length > 0) {
      refuse('OperatorChoice', wrong, OperatorChoice.whoHas);
    }
    return Object.values(AVAILABILITY)
      .flat()
      .filter((name, i, all) => all.indexOf(name) === i && capabilities.every((capability) => AVAILABILITY[capability].includes(name)));
  }

  private constructor(
    /** What each candidate says, in their order. */
    public readonly verdicts: OperatorVerdict[],
  ) {}

  /** Names of the candidates that can all of it, and that the place does not exclude. */
  public get fitting(): string[] {
    return this.verdicts.filter(({ fits }) => fits).map(({ operator }) => operator);
  }

  /** The same, those first for which the place says most. Where it says the same of two, they stay in the order of the candidates. */
  public get preferred(): string[] {
    const fitting = this.verdicts.filter(({ fits }) => fits);
    return [...fitting].sort((one, other) => said(other) - said(one)).map(({ operator }) => operator);
  }

  /** The verdicts as a table with the refusals below it, for a decision record or a pull request. */
  public toMarkdown(): string {
    return choicePage(this.verdicts);
  }
}

function candidateProblems(candidates: readonly IPostgresOperator[]) {
  if (candidates.length === 0) {
    return [breach(NO_CANDIDATE, `'candidates' is empty; name the operators, such as PostgresOperator.cloudNativePg()`)];
  }
  const named = candidates.map(({ facts }) => `${facts.displayName} ${facts.operatorVersion}`);
  const twins = named.filter((name, i) => named.indexOf(name) !== i);
  return [...new Set(twins)].map((name) => breach(TWINS, `'candidates' has ${name} twice; leave one out`));
}

function placeProblems(place: ChoicePlace | undefined) {
  const problem = kubernetesProblem(place?.kubernetes);
  return problem === undefined ? [] : [breach(NO_VERSION, problem)];
}

/** How many facts of the place are for an operator, less those against it. */
const said = ({ place }: OperatorVerdict): number => place.reduce((sum, { effect }) => sum + (effect === PlaceEffect.FOR ? 1 : -1), 0);

/** What a synth of the program would be refused with, and what the place says. */
function verdict(program: IChoiceProgram, operator: IPostgresOperator, namespace: string, where: ChoicePlace): OperatorVerdict {
  const { displayName, operatorVersion } = operator.facts;
  const app = new App();
  const chart = new Chart(app, 'program', { namespace });
  let refusals: RuleFinding[];
  try {
    program.addTo(chart, operator);
    refusals = app.node.findAll().flatMap(({ node }) => node.validate().map((text_) => findingOf(node.path, text_)));
  } catch (error) {
    refusals = findingsOf(error);
  }
  const place = placeFindings(where, displayName, operatorVersion);
  const fits = refusals.length === 0 && place.every(({ effect }) => effect !== PlaceEffect.EXCLUDES);
  return { operator: displayName, operatorVersion, fits, refusals, place };
}
