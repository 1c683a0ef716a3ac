import { App, Chart, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Finding } from '../model/finding';
import { RuleFacts, breach } from '../private/rules';
import { DependencyOrder } from './dependency-order';
import { NOT_ALONE, TOO_LATE } from './rules';

/** Charts that are to be printed before the others. */
export interface Release {
  readonly app: App;
  readonly charts: readonly Chart[];
  readonly order: DependencyOrder;
  /** Charts that were printed before. */
  readonly early: { has(chart: IConstruct): boolean };
  /** Whether names depend on nothing but what is in the file, so that the order of charts is not seen. */
  readonly stable: boolean;
}

/** Why charts cannot be printed now, in the order in which it is asked; the first counts. */
const OBSTACLES: readonly { readonly rule: RuleFacts; readonly find: (release: Release) => readonly [IConstruct, string] | undefined }[] = [
  {
    rule: TOO_LATE,
    find: ({ charts, early }) => {
      const again = charts.find((chart) => early.has(chart));
      return again && [again, 'the chart was printed early before; release each chart once'];
    },
  },
  {
    rule: NOT_ALONE,
    find: ({ app, charts }) => {
      const stray = charts.find((chart) => chart.node.root !== app);
      return stray && [stray, 'the chart must be one of this app; release it by its own'];
    },
  },
  {
    rule: NOT_ALONE,
    find: ({ app, charts: [chart] }) =>
      chart && app.yamlOutputType === YamlOutputType.FILE_PER_APP
        ? [chart, `a chart cannot be released where all charts go into one file; write another 'yamlOutputType' or call synth() alone`]
        : undefined,
  },
  {
    rule: NOT_ALONE,
    find: ({ charts, stable }) => {
      const inner = stable ? undefined : charts.find((chart) => chart.node.scopes.slice(0, -1).some((scope) => Chart.isChart(scope)));
      return (
        inner && [
          inner,
          `the chart must not stand in another one, which gives it a number; write 'stableNames: true', or leave it to synth()`,
        ]
      );
    },
  },
  {
    rule: NOT_ALONE,
    find: ({ order, stable }) => {
      const [crossing] = stable ? [] : order.crossings;
      const between = crossing && `must not depend on ${crossing.target.node.path}, which gives both a number`;
      return crossing && [crossing.source, `the chart ${between}; write 'stableNames: true', or leave them to synth()`];
    },
  },
];

/** Why charts cannot be printed before the others; nothing where they can. */
export function obstacle(release: Release): { readonly path: string; readonly finding: Finding } | undefined {
  for (const { rule, find } of OBSTACLES) {
    const found = find(release);
    if (found !== undefined) {
      return { path: found[0].node.path, finding: breach(rule, found[1]) };
    }
  }
  return undefined;
}
