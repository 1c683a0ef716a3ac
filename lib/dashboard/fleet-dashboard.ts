import { Construct } from 'constructs';
import { requireShape } from '../private/shape';
import { bindDashboard } from './dashboard-object';
import { DashboardOptions } from './dashboard-props';
import { FLEET_DASHBOARD_SHAPE } from './dashboard-shape';
import { FLEET_ROWS, FLEET_VARIABLES } from './fleet-rows';

/**
 * A dashboard of Grafana for all clusters at once, of whatever operator, as a ConfigMap that the sidecar of Grafana finds: how many take
 * writes, what a restore would not bring back, which are worst off.
 *
 * It shows what the `PrometheusRule` of each cluster records, and so nothing of clusters that are not watched.
 */
export class FleetDashboard extends Construct {
  /** What Grafana knows the dashboard by: its address is `/d/<uid>`. */
  public readonly uid: string;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props where it goes
   */
  public constructor(scope: Construct, id: string, props: DashboardOptions = {}) {
    super(scope, id);
    requireShape(this, FLEET_DASHBOARD_SHAPE, props, new.target);
    this.uid = bindDashboard(this, props, {
      uid: 'cdk8s-postgres-fleet',
      title: 'PostgreSQL fleet',
      draw: (given) => ({
        ...given,
        description: 'All clusters, by what is recorded of each. The menu of dashboards leads to those of the operators.',
        from: '24h',
        variables: FLEET_VARIABLES,
        rows: FLEET_ROWS,
      }),
    });
  }
}
