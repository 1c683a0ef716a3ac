import { Construct } from 'constructs';
import { Capability } from '../model/capability';
import { refusals } from '../operators/refusals';
import { requireShape } from '../private/shape';
import { bindDashboard } from './dashboard-object';
import { GrafanaDashboardProps } from './dashboard-props';
import { GRAFANA_DASHBOARD_SHAPE } from './dashboard-shape';
import { operatorDashboard } from './operator-dashboard';
import { Specimen, specimenOf } from './specimen';

/** Known before an operator is asked. */
const UID_PREFIX = 'cdk8s-postgres-';

/**
 * A dashboard of Grafana for all clusters of one operator, as a ConfigMap that the sidecar of Grafana finds. Namespace and cluster are chosen
 * in it.
 *
 * It is drawn from the metrics that alerts are made of, and shows the threshold of each alert as a broken line: the one of the cluster that
 * is looked at, which its `PrometheusRule` records. What the metrics of an operator cannot show is left out; docs/dashboards.md says what.
 */
export class GrafanaDashboard extends Construct {
  /** What Grafana knows the dashboard by: its address is `/d/<uid>`. */
  public readonly uid: string;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props whose clusters it shows, and where it goes
   */
  public constructor(scope: Construct, id: string, props: GrafanaDashboardProps) {
    super(scope, id);
    requireShape(this, GRAFANA_DASHBOARD_SHAPE, props, new.target);
    const { operator, operatorNamespace } = props;
    const { facts, capabilities } = operator;
    let specimen: Specimen | undefined;
    this.uid = bindDashboard(this, props, {
      uid: `${UID_PREFIX}${slug(facts.displayName)}`.slice(0, 40),
      title: `PostgreSQL on ${facts.displayName}`,
      draw: (given) => {
        specimen ??= specimenOf(operator, operatorNamespace);
        return (
          specimen &&
          operatorDashboard(specimen, {
            ...given,
            description: `Clusters of ${facts.displayName}. Broken lines are the thresholds of the alerts of the cluster.`,
          })
        );
      },
      // Whoever says that clusters are watched and not how has nothing to show.
      refusals: () => refusals(facts, operator.monitoring ? capabilities : [], [[Capability.MONITORING, () => ['a dashboard']]], operator),
    });
  }
}

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
