import { Signal } from '../operators/monitoring-contract';
import { Line, PanelPlan, ROW_PLANS } from './operator-rows';
import { Dashboard, PanelRow, SeriesPanel, Target } from './panel';
import { CLUSTER_VARIABLE, NAMESPACE_VARIABLE, Specimen } from './specimen';

/** What an operator tells of a line. */
function drawn({ needs, draw, legend }: Line, x: Specimen): readonly Target[] {
  if (!needs.every((signal: Signal) => x.has(signal))) {
    return [];
  }
  const expr = draw(x);
  return expr === undefined ? [] : typeof expr === 'string' ? [{ expr, legend }] : expr;
}

/** A panel with the lines that there are; nothing where there are none. */
export function panelOf({ lines, ...plan }: PanelPlan, x: Specimen): SeriesPanel | undefined {
  const targets = lines.flatMap((line) => drawn(line, x));
  return targets.length === 0 ? undefined : { ...plan, targets: plan.alert ? [...targets, thresholdOf(x, plan.alert)] : targets };
}

/** Repositories of backups have a threshold each. */
const thresholdOf = (x: Specimen, alert: NonNullable<PanelPlan['alert']>): Target => ({
  expr: `max by (alert, repository) (${x.threshold(alert)})`,
  legend: `{{alert}} {{repository}}`,
  isThreshold: true,
});

/** What the metrics of an operator show. A row of which nothing can be shown is left out. */
export function operatorRows(x: Specimen): PanelRow[] {
  return ROW_PLANS.map(({ title, panels }) => ({
    title,
    panels: panels.map((plan) => panelOf(plan, x)).filter((panel) => panel !== undefined),
  })).filter(({ panels }) => panels.length > 0);
}

/** The dashboard of an operator: one for all of its clusters. */
export const operatorDashboard = (x: Specimen, facts: Pick<Dashboard, 'uid' | 'title' | 'description' | 'tags'>): Dashboard => ({
  ...facts,
  from: '6h',
  variables: [
    { name: NAMESPACE_VARIABLE, label: 'Namespace', query: `label_values(${x.metric}, namespace)` },
    {
      name: CLUSTER_VARIABLE,
      label: 'Cluster',
      query: `label_values(${x.metric}{namespace="$${NAMESPACE_VARIABLE}"}, pg_cluster)`,
    },
  ],
  rows: operatorRows(x),
});
