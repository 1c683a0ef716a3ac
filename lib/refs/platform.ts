import { Construct, IConstruct } from 'constructs';
import { PlatformModel, PlatformOptions } from '../model/platform';
import { PLATFORM, platformModel } from '../private/platform-facts';
import { requireConstruct } from '../private/shape';
import { ScopedOptions } from '../private/scoped-options';
import { PLATFORM_TOO_LATE } from './platform-rules';

const SAID = new ScopedOptions<PlatformOptions>({
  name: 'platform',
  shape: PLATFORM,
  tooLate: PLATFORM_TOO_LATE,
  call: 'Platform.of(...).set(...)',
  merge: (before, later) => ({ ...before, ...later }),
});

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
    requireConstruct(scope, 'scope', 'Platform.of', this.of);
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
    return platformModel(...SAID.along(scope), own);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Says what is true of the platform. What was said before of the same construct, and is not said anew, stays.
   *
   * @param options the facts
   * @throws if a cluster was made below before (rule NET-020), or a fact has a wrong type
   */
  public set(options: PlatformOptions): void {
    SAID.set(this.scope, options, this.set);
  }
}
