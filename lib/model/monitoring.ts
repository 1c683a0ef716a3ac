import { onlyMembers } from './members';
import { Duration } from 'cdk8s';
import { AlertModel, AlertOptions } from './alert';
import { MetricQuery } from './metric-query';

/**
 * How a Prometheus finds what it shall scrape.
 */
export enum MetricsDiscovery {
  /** By a `PodMonitor`, for the Prometheus Operator. */
  POD_MONITOR = 'pod-monitor',
  /**
   * By the annotations `prometheus.io/scrape`, `prometheus.io/port` and `prometheus.io/path` of the pods. The pods get them when they start:
   * changing it restarts a running cluster. There are no objects then, and so no alerts: their kind is of the Prometheus Operator too.
   */
  ANNOTATIONS = 'annotations',
}
onlyMembers(MetricsDiscovery, 'MetricsDiscovery');

/**
 * One step of the relabeling of Prometheus, in its own words.
 *
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config
 */
export interface Relabeling {
  /**
   * What is done: `replace`, `keep`, `drop`, `labelmap`, `labeldrop`, `labelkeep`, `hashmod`, `lowercase`, `uppercase`, `keepequal` or
   * `dropequal` (rule MON-008).
   *
   * @default - replace
   */
  readonly action?: string;

  /**
   * Labels whose values are joined.
   *
   * @default - none
   */
  readonly sourceLabels?: string[];

  /**
   * What stands between the joined values.
   *
   * @default - `;`
   */
  readonly separator?: string;

  /**
   * What the joined values have to match, RE2 and anchored.
   *
   * @default - anything
   */
  readonly regex?: string;

  /**
   * Label that the outcome goes to.
   *
   * @default - none
   */
  readonly targetLabel?: string;

  /**
   * The outcome.
   *
   * @default - what the first group of `regex` matched
   */
  readonly replacement?: string;

  /**
   * Modulus of the hash, for `hashmod`.
   *
   * @default - none
   */
  readonly modulus?: number;
}

/**
 * What a cluster is to keep, month after month.
 */
export interface ServiceObjective {
  /**
   * Hundredths of the time in which the cluster takes writes: more than 0 and less than 100 (rule MON-012), for example `99.95`. Time in which
   * nothing is known of it counts as if it did not.
   *
   * @default - none
   */
  readonly availability?: number;

  /**
   * How much of what was written may be missing after a restore: the time since WAL was archived, while some waits for it (rule MON-012).
   *
   * @default - none
   */
  readonly rpo?: Duration;
}

/**
 * How a cluster is watched.
 */
export interface MonitoringOptions {
  /**
   * Whether it is watched at all. Without it nothing serves metrics that would not do so anyway, no port is opened for them, and no alert is
   * printed.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * How Prometheus finds the pods.
   *
   * @default MetricsDiscovery.POD_MONITOR
   */
  readonly discovery?: MetricsDiscovery;

  /**
   * Labels of `PodMonitor` and `PrometheusRule`, by which a Prometheus selects them: `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none, for a Prometheus that selects all of them
   */
  readonly labels?: { [key: string]: string };

  /**
   * Whether the kinds of the Prometheus Operator may be unknown to the API server when Argo CD compares: the objects get
   * `SkipDryRunOnMissingResource=true`. Without it no object of the application is synced until the kinds are there; with it only these fail.
   *
   * @default true
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#skip-dry-run-for-new-custom-resources-types
   */
  readonly toleratesMissingKinds?: boolean;

  /**
   * Time between two scrapes.
   *
   * @default - that of the Prometheus
   */
  readonly interval?: Duration;

  /**
   * Whether metrics are encrypted on their way, those of pools too. Instances and pods of pools restart when it changes.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * Steps of relabeling of the targets, behind our own, which sets `pg_cluster`.
   *
   * @default - none
   */
  readonly relabelings?: Relabeling[];

  /**
   * Steps of relabeling of what was scraped.
   *
   * @default - none
   */
  readonly metricRelabelings?: Relabeling[];

  /**
   * Further metrics.
   *
   * @default - none
   */
  readonly queries?: MetricQuery[];

  /**
   * What the cluster is to keep; somebody is told when it does not.
   *
   * @default - none; how available it is, is recorded all the same
   */
  readonly objective?: ServiceObjective;

  /**
   * Whether the pages of the alerts are printed too, as the ConfigMap `<clusterName>-runbooks` with a key for each alert: Markdown with the
   * names of this cluster and the commands of its operator. Those of its restore drills are in `<drillName>-runbooks`.
   *
   * @default false
   */
  readonly runbooks?: boolean;

  /**
   * Who is told what.
   *
   * @default - every alert that the cluster can raise, with its defaults
   */
  readonly alerts?: AlertOptions;
}

/**
 * `MonitoringOptions` with defaults filled in.
 */
export interface MonitoringModel {
  /** Whether the program says anything of it; otherwise it is what every cluster has. */
  readonly asked: boolean;
  /** Whether the cluster is watched at all. */
  readonly enabled: boolean;
  /** How Prometheus finds the pods. */
  readonly discovery: MetricsDiscovery;
  /** Labels of the objects. */
  readonly labels: { [key: string]: string };
  /** Whether the kinds of the objects may be unknown. */
  readonly toleratesMissingKinds: boolean;
  /**
   * Time between two scrapes.
   *
   * @default - that of the Prometheus
   */
  readonly interval?: Duration;
  /** Whether metrics are encrypted. */
  readonly tls: boolean;
  /** Steps of relabeling of the targets. */
  readonly relabelings: Relabeling[];
  /** Steps of relabeling of what was scraped. */
  readonly metricRelabelings: Relabeling[];
  /** Further metrics. */
  readonly queries: MetricQuery[];
  /** What the cluster is to keep. */
  readonly objective: ServiceObjective;
  /** Whether the pages of the alerts are printed. */
  readonly runbooks: boolean;
  /** Who is told what. */
  readonly alerts: AlertModel;
}
