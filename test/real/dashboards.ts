// Dashboards as they are printed.

import type { Manifest } from '../support/render';

export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[];
}

/** The dashboards of a program. */
export const dashboardsOf = (manifests: readonly Manifest[]): Dashboard[] =>
  manifests
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.labels?.grafana_dashboard !== undefined)
    .map(({ data }) => JSON.parse(Object.values(data!)[0]!) as Dashboard);

/** All expressions of a dashboard. */
export const expressionsOf = ({ panels }: Dashboard): string[] => panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** An expression after somebody has chosen a cluster and a time. */
export const chosen = (promql: string, namespace: string, cluster: string, window = '4m'): string =>
  promql
    .replace(/\$namespace\b/g, namespace)
    .replace(/\$cluster\b/g, cluster)
    .replace(/\$__rate_interval\b/g, window)
    .replace(/\$__range\b/g, '2h');
