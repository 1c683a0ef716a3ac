/**
 * The parts of Grafana's model of dashboards that are printed, as a JSON schema: everything is named, and nothing else may be there.
 *
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */

const text = { type: 'string' };
const filled = { type: 'string', minLength: 1 };
const flag = { type: 'boolean' };
const number = { type: 'number' };
const whole = { type: 'integer', minimum: 0 };
const oneOf = (...values: readonly unknown[]) => ({ enum: values });
const listOf = (items: object, minItems = 0) => ({ type: 'array', items, minItems });

/** An object with these fields; names with a question mark may be absent. */
const struct = (fields: Readonly<Record<string, object>>) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(fields).filter((name) => !name.endsWith('?')),
  properties: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.replace('?', ''), value])),
});

const dataSource = struct({ type: oneOf('prometheus'), uid: oneOf('$datasource') });
const color = oneOf('green', 'yellow', 'orange', 'red', 'blue', 'text');
const thresholds = struct({
  mode: oneOf('absolute'),
  steps: {
    ...listOf(struct({ value: { type: ['number', 'null'] }, color }), 1),
    prefixItems: [{ properties: { value: { type: 'null' } } }],
  },
});
const mappings = listOf(
  struct({
    type: oneOf('value'),
    options: { type: 'object', minProperties: 1, additionalProperties: struct({ index: whole, text: filled, color }) },
  }),
);
const unit = oneOf('short', 's', 'bytes', 'binBps', 'ops', 'percent', 'percentunit');
const stacking = struct({ mode: oneOf('none', 'normal'), group: text });

const PROPERTY_VALUES: Readonly<Record<string, object>> = {
  color: struct({ mode: oneOf('fixed'), fixedColor: color }),
  'custom.lineStyle': struct({ fill: oneOf('dash'), dash: listOf(number) }),
  'custom.fillOpacity': number,
  'custom.stacking': stacking,
  'custom.cellOptions': struct({ type: oneOf('color-text') }),
  unit,
  thresholds,
  mappings,
};

const override = struct({
  matcher: struct({ id: oneOf('byFrameRefID', 'byName'), options: filled }),
  properties: listOf({ oneOf: Object.entries(PROPERTY_VALUES).map(([id, value]) => struct({ id: oneOf(id), value })) }, 1),
});

const gridPos = struct({
  x: { ...whole, maximum: 23 },
  y: whole,
  w: { type: 'integer', minimum: 1, maximum: 24 },
  h: { ...whole, minimum: 1 },
});
const legend = struct({ showLegend: flag, displayMode: oneOf('list', 'table'), placement: oneOf('bottom'), calcs: listOf(text) });
const tooltip = struct({ mode: oneOf('single', 'multi'), sort: oneOf('none', 'desc') });

const target = (more: Readonly<Record<string, object>>) =>
  struct({
    refId: filled,
    datasource: dataSource,
    expr: filled,
    legendFormat: text,
    editorMode: oneOf('code'),
    range: flag,
    instant: flag,
    ...more,
  });

const panel = (type: string, fields: { readonly custom: object; readonly options: object }) =>
  struct({
    id: { type: 'integer', minimum: 1 },
    type: oneOf(type),
    title: filled,
    description: filled,
    datasource: dataSource,
    gridPos,
    fieldConfig: struct({
      defaults: struct({
        unit,
        'min?': number,
        'max?': number,
        color: struct({ mode: oneOf('palette-classic', 'thresholds') }),
        custom: fields.custom,
        'mappings?': mappings,
        thresholds,
      }),
      overrides: listOf(override),
    }),
    options: fields.options,
    targets: listOf(target({ interval: filled }), 1),
  });

const PANELS = [
  struct({
    id: { type: 'integer', minimum: 1 },
    type: oneOf('row'),
    title: filled,
    collapsed: oneOf(false),
    gridPos,
    panels: { type: 'array', maxItems: 0 },
  }),
  panel('timeseries', {
    custom: struct({
      drawStyle: oneOf('line'),
      lineWidth: number,
      fillOpacity: number,
      showPoints: oneOf('never'),
      spanNulls: flag,
      stacking,
    }),
    options: struct({ legend, tooltip }),
  }),
  panel('stat', {
    custom: struct({}),
    options: struct({
      reduceOptions: struct({ calcs: listOf(text), fields: text, values: flag }),
      colorMode: oneOf('value'),
      graphMode: oneOf('none'),
      justifyMode: oneOf('auto'),
      orientation: oneOf('auto'),
      textMode: oneOf('auto'),
      wideLayout: flag,
      showPercentChange: flag,
      percentChangeColorMode: oneOf('standard'),
    }),
  }),
  panel('state-timeline', {
    custom: struct({ lineWidth: number, fillOpacity: number }),
    options: struct({ showValue: oneOf('never'), mergeValues: flag, rowHeight: number, legend, tooltip }),
  }),
  struct({
    id: { type: 'integer', minimum: 1 },
    type: oneOf('table'),
    title: filled,
    description: filled,
    datasource: dataSource,
    gridPos,
    fieldConfig: struct({
      defaults: struct({
        custom: struct({ align: oneOf('auto'), cellOptions: struct({ type: oneOf('auto') }), inspect: flag }),
        thresholds,
      }),
      overrides: listOf(override),
    }),
    options: struct({ showHeader: flag, cellHeight: oneOf('sm'), frameIndex: whole }),
    transformations: listOf({
      oneOf: [
        struct({ id: oneOf('merge'), options: struct({}) }),
        struct({
          id: oneOf('organize'),
          options: struct({
            excludeByName: { type: 'object', additionalProperties: flag },
            indexByName: { type: 'object', additionalProperties: whole },
            renameByName: { type: 'object', additionalProperties: filled },
          }),
        }),
      ],
    }),
    targets: listOf(target({ format: oneOf('table') }), 1),
  }),
];

const variable = {
  oneOf: [
    struct({
      type: oneOf('datasource'),
      name: filled,
      label: filled,
      query: oneOf('prometheus'),
      multi: flag,
      includeAll: flag,
      refresh: oneOf(1),
      hide: oneOf(0),
    }),
    struct({
      type: oneOf('query'),
      name: filled,
      label: filled,
      datasource: dataSource,
      query: struct({ query: filled, refId: filled }),
      definition: filled,
      multi: flag,
      includeAll: flag,
      'allValue?': filled,
      'current?': struct({ text: listOf(text, 1), value: listOf(text, 1) }),
      refresh: oneOf(2),
      sort: oneOf(1),
      hide: oneOf(0),
    }),
  ],
};

export const DASHBOARD_SCHEMA = struct({
  uid: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,40}$' },
  title: filled,
  description: filled,
  tags: { ...listOf(filled, 1), uniqueItems: true },
  schemaVersion: oneOf(39),
  editable: oneOf(false),
  graphTooltip: oneOf(1),
  refresh: filled,
  time: struct({ from: { type: 'string', pattern: '^now-[0-9]+[hd]$' }, to: oneOf('now') }),
  timezone: oneOf('browser'),
  links: listOf(
    struct({
      type: oneOf('dashboards'),
      title: filled,
      icon: filled,
      tooltip: text,
      url: text,
      tags: listOf(filled, 1),
      asDropdown: flag,
      targetBlank: flag,
      includeVars: flag,
      keepTime: flag,
    }),
  ),
  templating: struct({ list: listOf(variable, 1) }),
  annotations: struct({ list: { type: 'array', maxItems: 0 } }),
  panels: listOf({ oneOf: PANELS }, 1),
});
