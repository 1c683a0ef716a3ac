import { Column, Dashboard, Mapping, Panel, PanelKind, PanelRow, SeriesPanel, Step, TablePanel, Target, Variable } from './panel';

/**
 * A dashboard as Grafana reads it.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */

/** The version of Grafana's model; later Grafanas migrate it when they load it. */
const SCHEMA_VERSION = 39;

/** Columns of the grid. */
const GRID = 24;

/** Tag by which the dashboards of this library find each other. */
export const COMMON_TAG = 'cdk8s-postgres';

/** Least time between two points, from which Grafana computes windows: rules may be evaluated once a minute. */
const MIN_STEP = '1m';

/** The one that the reader chooses. */
const DATA_SOURCE = { type: 'prometheus', uid: '$datasource' };

/** Threshold lines have letters of their own, by which they are drawn otherwise. */
const THRESHOLD_REF = 'Threshold';

const letter = (i: number): string => String.fromCharCode(65 + i);

const refId = ({ isThreshold }: Target, i: number): string => (isThreshold ? THRESHOLD_REF : letter(i));

/** The dashboard as plain data. */
export function grafanaJson({ uid, title, description, tags, variables, from, rows }: Dashboard): { readonly [field: string]: unknown } {
  return {
    uid,
    title,
    description,
    tags: [...new Set([COMMON_TAG, ...tags])],
    schemaVersion: SCHEMA_VERSION,
    editable: false,
    graphTooltip: 1,
    refresh: '1m',
    time: { from: `now-${from}`, to: 'now' },
    timezone: 'browser',
    links: [
      {
        type: 'dashboards',
        title: 'PostgreSQL',
        icon: 'external link',
        tooltip: '',
        url: '',
        tags: [COMMON_TAG],
        asDropdown: true,
        targetBlank: false,
        includeVars: true,
        keepTime: true,
      },
    ],
    templating: { list: [DATA_SOURCE_VARIABLE, ...variables.map(variableJson)] },
    annotations: { list: [] },
    panels: laidOut(rows),
  };
}

const DATA_SOURCE_VARIABLE = {
  type: 'datasource',
  name: 'datasource',
  label: 'Data source',
  query: 'prometheus',
  multi: false,
  includeAll: false,
  refresh: 1,
  hide: 0,
};

const variableJson = ({ name, label, query, all }: Variable): unknown => ({
  type: 'query',
  name,
  label,
  datasource: DATA_SOURCE,
  query: { query, refId: `Variable-${name}` },
  definition: query,
  multi: all !== undefined,
  includeAll: all !== undefined,
  ...(all !== undefined && { allValue: all, current: { text: ['All'], value: ['$__all'] } }),
  refresh: 2,
  sort: 1,
  hide: 0,
});

/** Rows below each other, panels of one height beside each other as long as there is room. Ids are given in order. */
function laidOut(rows: readonly PanelRow[]): unknown[] {
  const printed: unknown[] = [];
  let top = 0;
  for (const { title, panels } of rows) {
    const id = printed.length + 1;
    printed.push({ id, type: 'row', title, collapsed: false, gridPos: { x: 0, y: top, w: GRID, h: 1 }, panels: [] });
    top += 1;
    let [left, height] = [0, 0];
    for (const panel of panels) {
      if (left + panel.width > GRID || (left > 0 && panel.height !== height)) {
        [left, top, height] = [0, top + height, 0];
      }
      printed.push({
        id: printed.length + 1,
        ...panelJson(panel),
        gridPos: { x: left, y: top, w: panel.width, h: panel.height },
      });
      left += panel.width;
      height = panel.height;
    }
    top += height;
  }
  return printed;
}

const panelJson = (panel: Panel): { readonly [field: string]: unknown } =>
  panel.kind === PanelKind.TABLE ? tableJson(panel) : seriesJson(panel);

const seriesJson = ({ kind, title, description, unit, targets, min, max, isStacked = false, steps, mappings }: SeriesPanel) => ({
  type: kind,
  title,
  description,
  datasource: DATA_SOURCE,
  fieldConfig: {
    defaults: {
      unit,
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      color: { mode: COLOR_MODES[kind] },
      custom: CUSTOM[kind](isStacked),
      ...(mappings && { mappings: [valueMapping(mappings)] }),
      thresholds: thresholds(steps),
    },
    overrides: targets.some(({ isThreshold }) => isThreshold) ? [BROKEN_LINE] : [],
  },
  options: OPTIONS[kind],
  targets: targets.map((target, i) => ({
    refId: refId(target, i),
    datasource: DATA_SOURCE,
    expr: target.expr,
    legendFormat: target.legend,
    editorMode: 'code',
    range: kind !== PanelKind.STAT,
    instant: kind === PanelKind.STAT,
    interval: MIN_STEP,
  })),
});

type SeriesKind = SeriesPanel['kind'];

const COLOR_MODES: Readonly<Record<SeriesKind, string>> = {
  [PanelKind.TIME_SERIES]: 'palette-classic',
  [PanelKind.STAT]: 'thresholds',
  [PanelKind.STATES]: 'thresholds',
};

const CUSTOM: Readonly<Record<SeriesKind, (isStacked: boolean) => unknown>> = {
  [PanelKind.TIME_SERIES]: (isStacked) => ({
    drawStyle: 'line',
    lineWidth: 1,
    fillOpacity: isStacked ? 30 : 5,
    showPoints: 'never',
    spanNulls: false,
    stacking: { mode: isStacked ? 'normal' : 'none', group: 'A' },
  }),
  [PanelKind.STAT]: () => ({}),
  [PanelKind.STATES]: () => ({ lineWidth: 0, fillOpacity: 80 }),
};

const LEGEND = { showLegend: true, displayMode: 'list', placement: 'bottom', calcs: [] };

const OPTIONS: Readonly<Record<SeriesKind, unknown>> = {
  [PanelKind.TIME_SERIES]: {
    legend: { showLegend: true, displayMode: 'table', placement: 'bottom', calcs: ['lastNotNull', 'max'] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  [PanelKind.STAT]: {
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
    colorMode: 'value',
    graphMode: 'none',
    justifyMode: 'auto',
    orientation: 'auto',
    textMode: 'auto',
    wideLayout: true,
    showPercentChange: false,
    percentChangeColorMode: 'standard',
  },
  [PanelKind.STATES]: { showValue: 'never', mergeValues: true, rowHeight: 0.9, legend: LEGEND, tooltip: { mode: 'single', sort: 'none' } },
};

const BROKEN_LINE = {
  matcher: { id: 'byFrameRefID', options: THRESHOLD_REF },
  properties: [
    { id: 'color', value: { mode: 'fixed', fixedColor: 'red' } },
    { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } },
    { id: 'custom.fillOpacity', value: 0 },
    { id: 'custom.stacking', value: { mode: 'none', group: 'A' } },
  ],
};

/** What has no steps has one colour. */
const thresholds = (steps: readonly Step[] = [{ color: 'text' }]): unknown => ({
  mode: 'absolute',
  steps: steps.map(({ from, color }) => ({ value: from ?? null, color })),
});

const valueMapping = (mappings: readonly Mapping[]): unknown => ({
  type: 'value',
  options: Object.fromEntries(mappings.map(({ value, text, color }, index) => [`${value}`, { index, text, color }])),
});

/** Grafana joins the answers by their labels, and calls the values after the letters of the targets. */
const tableJson = ({ title, description, keys, columns }: TablePanel) => ({
  type: PanelKind.TABLE,
  title,
  description,
  datasource: DATA_SOURCE,
  fieldConfig: {
    defaults: { custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false }, thresholds: thresholds() },
    overrides: columns.map(columnOverride),
  },
  options: { showHeader: true, cellHeight: 'sm', frameIndex: 0 },
  transformations: [
    { id: 'merge', options: {} },
    {
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries([...Object.keys(keys), ...columns.map((_, i) => valueField(i))].map((name, i) => [name, i])),
        renameByName: { ...keys, ...Object.fromEntries(columns.map((column, i) => [valueField(i), column.title])) },
      },
    },
  ],
  targets: columns.map(({ expr }, i) => ({
    refId: letter(i),
    datasource: DATA_SOURCE,
    expr,
    legendFormat: '',
    editorMode: 'code',
    range: false,
    instant: true,
    format: 'table',
  })),
});

const valueField = (i: number): string => `Value #${letter(i)}`;

const columnOverride = ({ title, unit, steps, mappings }: Column): unknown => ({
  matcher: { id: 'byName', options: title },
  properties: [
    { id: 'unit', value: unit },
    ...(steps ? [{ id: 'thresholds', value: thresholds(steps) }] : []),
    ...(mappings ? [{ id: 'mappings', value: [valueMapping(mappings)] }] : []),
    ...(steps || mappings ? [{ id: 'custom.cellOptions', value: { type: 'color-text' } }] : []),
  ],
});
