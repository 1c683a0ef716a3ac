import { IPostgresOperator } from '../operators/contract';

/**
 * Where a dashboard goes and how it is found: the props of a `FleetDashboard`, and what a `GrafanaDashboard` has of them. The defaults are those of the Grafana of kube-prometheus-stack.
 */
export interface DashboardOptions {
  /**
   * Name of the ConfigMap.
   *
   * @default - the uid of the dashboard
   */
  readonly name?: string;

  /**
   * Namespace of the ConfigMap. The sidecar of Grafana has to look there: `sidecar.dashboards.searchNamespace` of its chart.
   *
   * @default - that of the chart
   */
  readonly namespace?: string;

  /**
   * What Grafana knows the dashboard by, for good: at most 40 letters, digits, `-` and `_` (rule MON-020). Each dashboard of a Grafana has its
   * own (rule MON-021).
   *
   * @default - `cdk8s-postgres-` with the name of the operator, or `fleet`, behind it
   */
  readonly uid?: string;

  /**
   * Title. In one folder each dashboard has its own (rule MON-025).
   *
   * @default - `PostgreSQL on <operator>`, or `PostgreSQL fleet`
   */
  readonly title?: string;

  /**
   * Tags, by which dashboards are found in Grafana.
   *
   * @default - `cdk8s-postgres` and `postgresql`; the first is always there, since the dashboards find each other by it
   */
  readonly tags?: string[];

  /**
   * Labels of the ConfigMap, by which the sidecar of Grafana finds it (rule MON-023).
   *
   * @default - `{ grafana_dashboard: '1' }`
   */
  readonly labels?: { [key: string]: string };

  /**
   * Folder that Grafana shows the dashboard in (rule MON-024). The chart of Grafana has to be told of the annotation:
   * `sidecar.dashboards.folderAnnotation`, and `sidecar.dashboards.provider.foldersFromFilesStructure: true`.
   *
   * @default - that of the sidecar
   */
  readonly folder?: string;

  /**
   * Key of the annotation that names the folder.
   *
   * @default - `grafana_folder`
   */
  readonly folderAnnotation?: string;
}

/**
 * Props of a `GrafanaDashboard`.
 */
export interface GrafanaDashboardProps extends DashboardOptions {
  /** The operator, as clusters are given it: its settings decide which metrics there are. */
  readonly operator: IPostgresOperator;

  /**
   * Namespace that the operator runs in.
   *
   * @default - the one of the operator's own instructions
   */
  readonly operatorNamespace?: string;
}
