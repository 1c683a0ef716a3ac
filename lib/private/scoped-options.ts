import { IConstruct } from 'constructs';
import { refuse } from './errors';
import { RuleFacts, breach } from './rules';
import { Shape, shapeProblems } from './shape';

interface Said<O> {
  options?: O;
  /** Whether a construct below has read them. */
  read: boolean;
}

/** What a program says of a construct and of all that is made below it. */
export class ScopedOptions<O extends object> {
  private readonly key: symbol;

  /**
   * @param plan the name of what is said; what it may hold; the rule that it is said too late, and the call as a program writes it; how what
   *   is said later goes with what was said before
   */
  public constructor(
    private readonly plan: {
      readonly name: string;
      readonly shape: Shape<O>;
      readonly tooLate: RuleFacts;
      readonly call: string;
      readonly merge: (before: O | undefined, later: O) => O;
    },
  ) {
    this.key = Symbol.for(`cdk8s-postgres.${plan.name}`);
  }

  /** What is said of the constructs that a construct stands in, the nearest last, and of itself. From now on it is too late to say more. */
  public along(construct: IConstruct): (O | undefined)[] {
    return construct.node.scopes.map((one) => {
      const said = this.of(one);
      said.read = true;
      return said.options;
    });
  }

  /** Says something of a construct; `caller` is the function whose caller has said it. */
  public set(construct: IConstruct, options: O, caller: (options: O) => void): void {
    const { name, shape, tooLate, call, merge } = this.plan;
    const said = this.of(construct);
    const problems = [
      ...shapeProblems(shape, options, name),
      ...(said.read
        ? [
            breach(
              tooLate,
              `${call} must come before the clusters below '${construct.node.path}'; move it up, to where the chart or the app is made`,
            ),
          ]
        : []),
    ];
    if (problems.length > 0) {
      refuse(construct.node.path, problems, caller);
    }
    said.options = merge(said.options, options);
  }

  private of(construct: IConstruct): Said<O> {
    const holder = construct as IConstruct & { [key: symbol]: Said<O> | undefined };
    if (holder[this.key] === undefined) {
      Object.defineProperty(holder, this.key, { value: { read: false } });
    }
    return holder[this.key]!;
  }
}
