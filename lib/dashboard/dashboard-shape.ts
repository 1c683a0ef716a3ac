import { Shape, listOf, optional, required, text, textMap } from '../private/shape';
import { operator } from '../private/value-shapes';
import type { DashboardOptions, GrafanaDashboardProps } from './dashboard-props';

/** What the props of dashboards may hold. */

export const FLEET_DASHBOARD_SHAPE: Shape<DashboardOptions> = {
  name: optional(text),
  namespace: optional(text),
  uid: optional(text),
  title: optional(text),
  tags: optional(listOf(text)),
  labels: optional(textMap),
  folder: optional(text),
  folderAnnotation: optional(text),
};

export const GRAFANA_DASHBOARD_SHAPE: Shape<GrafanaDashboardProps> = {
  ...FLEET_DASHBOARD_SHAPE,
  operator: required(operator),
  operatorNamespace: optional(text),
};
