import { Construct, IConstruct } from 'constructs';
import { PlatformModel, PlatformOptions } from '../model/platform';
import { refuse } from '../private/errors';
import { PLATFORM, platformModel } from '../private/platform-facts';
import { breach } from '../private/rules';
import { shapeProblems } from '../private/shape';
import { PLATFORM_TOO_LATE } from './platform-rules';

const FACTS = Symbol.for('cdk8s-postgres.platform');

interface Facts {
  options?: PlatformOptions;
  /** Whether a cluster below has read them. */
  read: boolean;
}

/**
 * What is true of the Kubernetes cluster that a chart, or all charts of an app, are applied to: `Platform.of(app).set({ openShift: true })`.
 * Every cluster, pool and drill below it follows; a cluster can say otherwise by its `platform`.
 */
export class Platform {
  /**
   * The platform of a chart, an app or any other construct, and of all that is made below it.
   *
   * @param scope the construct
   */
  public static of(scope: IConstruct): Platform {
    return new Platform(scope);
  }

  /**
   * The platform of a construct: what is said of the constructs that it stands in, the nearest last, and by the construct itself.
   *
   * @param scope a cluster
   * @param own what the cluster says itself
   * @internal
   */
  public static _model(scope: Construct, own: PlatformOptions | undefined): PlatformModel {
    const above = scope.node.scopes.map((one) => {
      const facts = factsOf(one);
      facts.read = true;
      return facts.options;
    });
    return platformModel(...above, own);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Says what is true of the platform. What was said before of the same construct, and is not said anew, stays.
   *
   * @param options the facts
   * @throws if a cluster was made below before (rule NET-020), or a fact has a wrong type
   */
  public set(options: PlatformOptions): void {
    const facts = factsOf(this.scope);
    const problems = [
      ...shapeProblems(PLATFORM, options, 'platform'),
      ...(facts.read
        ? [
            breach(
              PLATFORM_TOO_LATE,
              `Platform.of(...).set(...) must come before the clusters below '${this.scope.node.path}'; move it up, to where the chart or the app is made`,
            ),
          ]
        : []),
    ];
    if (problems.length > 0) {
      refuse(this.scope.node.path, problems, this.set);
    }
    facts.options = { ...facts.options, ...options };
  }
}

function factsOf(construct: IConstruct): Facts {
  const holder = construct as IConstruct & { [FACTS]?: Facts };
  if (holder[FACTS] === undefined) {
    Object.defineProperty(holder, FACTS, { value: { read: false } });
  }
  return holder[FACTS]!;
}
