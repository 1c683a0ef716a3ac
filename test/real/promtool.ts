// The rules that are printed, held against series that a test makes up, by the program that Prometheus brings along for it.

import * as fs from 'fs';
import * as path from 'path';
import { run, temporaryFolder } from './processes';
import type { Series } from './alert-series';

/** Which alerts fire at which minute, given what Prometheus knows. */
export interface AlertTest {
  readonly title: string;
  readonly series: Series;
  /** Minute, and the alerts that fire then: these and no others. */
  readonly expected: readonly (readonly [number, readonly string[]])[];
}

/** What promtool says of files of rules and of tests; nothing where all is as expected. */
export const promtoolProblems = (spec: unknown, tests: readonly AlertTest[]): Promise<string> => outcome(spec, testFile(tests));

/** What promtool says where not every expression has an answer at this minute; nothing where all of them have. */
export const promtoolSilences = (spec: unknown, series: Series, expressions: readonly string[], minute: number): Promise<string> =>
  outcome(spec, {
    rule_files: ['rules.json'],
    evaluation_interval: '1m',
    tests: [
      {
        name: 'expressions',
        interval: '1m',
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: expressions.map((expr) => ({
          expr: `count(${expr}) > bool 0`,
          eval_time: `${minute}m`,
          exp_samples: [{ labels: '{}', value: 1 }],
        })),
      },
    ],
  });

async function outcome(spec: unknown, tests: unknown): Promise<string> {
  const folder = temporaryFolder();
  try {
    fs.writeFileSync(path.join(folder, 'rules.json'), JSON.stringify(spec));
    fs.writeFileSync(path.join(folder, 'tests.json'), JSON.stringify(tests));
    const checked = await run('promtool', ['check', 'rules', 'rules.json'], { folder });
    if (checked.code !== 0) {
      return checked.stdout + checked.stderr;
    }
    const tested = await run('promtool', ['test', 'rules', 'tests.json'], { folder });
    return tested.code === 0 ? '' : tested.stdout + tested.stderr;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** JSON is YAML. */
const testFile = (tests: readonly AlertTest[]): unknown => ({
  rule_files: ['rules.json'],
  evaluation_interval: '1m',
  tests: tests.map(({ title, series, expected }) => ({
    name: title,
    interval: '1m',
    input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
    promql_expr_test: expected.map(([minute, alerts]) => ({
      expr: 'group by (alertname) (ALERTS{alertstate="firing"})',
      eval_time: `${minute}m`,
      exp_samples: alerts.map((alertname) => ({ labels: `{alertname="${alertname}"}`, value: 1 })),
    })),
  })),
});
