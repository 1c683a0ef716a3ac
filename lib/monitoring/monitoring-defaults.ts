import { Construct, IConstruct } from 'constructs';
import { AlertOptions } from '../model/alert';
import { MonitoringOptions } from '../model/monitoring';
import { requireConstruct } from '../private/shape';
import { ScopedOptions } from '../private/scoped-options';
import { DEFAULTS_TOO_LATE } from './defaults-rules';
import { MONITORING_SHAPE } from './monitoring-shape';

const SAID = new ScopedOptions<MonitoringOptions>({
  name: 'monitoring',
  shape: MONITORING_SHAPE,
  tooLate: DEFAULTS_TOO_LATE,
  call: 'MonitoringDefaults.of(...).set(...)',
  merge: (before, later) => merged(before, later) ?? later,
});

/**
 * How all clusters of a chart, or of an app, are watched: `MonitoringDefaults.of(app).set({ labels: { release: 'kube-prometheus-stack' } })`.
 *
 * A cluster can say otherwise by its `monitoring`. What is said nearer counts: labels and objectives one by one, adjustments and exclusions
 * alert by alert, everything else as a whole.
 */
export class MonitoringDefaults {
  /**
   * How everything is watched that is made below a construct.
   *
   * @param scope a chart, an app or any other construct
   */
  public static of(scope: IConstruct): MonitoringDefaults {
    requireConstruct(scope, 'scope', 'MonitoringDefaults.of', this.of);
    return new MonitoringDefaults(scope);
  }

  /**
   * What is said of the constructs that a construct stands in.
   *
   * @param scope a cluster or a pool
   * @internal
   */
  public static _options(scope: Construct): MonitoringOptions | undefined {
    return merged(...SAID.along(scope));
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Says how clusters are watched. What was said before of the same construct, and is not said anew, stays.
   *
   * @param options how they are watched
   * @throws if a cluster was made below before (rule MON-026), or an option has a wrong type
   */
  public set(options: MonitoringOptions): void {
    SAID.set(this.scope, options, this.set);
  }
}

/** Options of which the later ones count; nothing where there are none. */
export function merged(...said: readonly (MonitoringOptions | undefined)[]): MonitoringOptions | undefined {
  const [first, ...others] = said.filter((options) => options !== undefined);
  return others.reduce((far, near) => over(far, near), first);
}

/** What is undefined is not said. */
const defined = <O extends object>(options: O): O =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as O;

const over = (far: MonitoringOptions = {}, near: MonitoringOptions): MonitoringOptions => ({
  ...far,
  ...defined(near),
  labels: { ...far.labels, ...near.labels },
  objective: { ...far.objective, ...defined(near.objective ?? {}) },
  alerts: alertsOver(far.alerts, near.alerts),
});

/** An alert of which something is said nearer is what is said there, adjusted or excluded. */
function alertsOver(far: AlertOptions = {}, near: AlertOptions = {}): AlertOptions {
  const { adjustments = [], exclusions = [] } = near;
  const isSaid = ({ alert }: { readonly alert: string }): boolean => [...adjustments, ...exclusions].some((one) => one.alert === alert);
  const rest = <T extends { readonly alert: string }>(all: readonly T[] = []): T[] => all.filter((one) => !isSaid(one));
  return {
    ...far,
    ...defined(near),
    // Those of the cluster come first, so that messages count them as its program does.
    adjustments: [...adjustments, ...rest(far.adjustments)],
    exclusions: [...exclusions, ...rest(far.exclusions)],
    labels: { ...far.labels, ...near.labels },
  };
}
