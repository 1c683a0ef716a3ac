import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { FleetDashboard, GrafanaDashboard, IPostgresOperator, PostgresOperator } from '../../lib';
import { program } from '../support/programs';
import { Manifest, render } from '../support/render';
import { CLUSTER, NAMESPACE, always, healthy, series } from './alert-series';
import { chosen, dashboardsOf, expressionsOf } from './dashboards';
import { hasGo } from './exporter';
import { run, temporaryFolder } from './processes';
import { promtoolSilences } from './promtool';
import { requireOnPath, requireProgram } from './requirements';

/** Dashboards, read by the model of Grafana itself, and their expressions, asked of what Prometheus knows of a healthy cluster. */

const OPERATORS: Readonly<Record<string, () => IPostgresOperator>> = {
  cnpg: () => PostgresOperator.cloudNativePg(),
  zalando: () => PostgresOperator.zalando({ teamId: 'acme' }),
  crunchy: () => PostgresOperator.crunchy(),
  collector: () => PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }),
};

const printed = (operator: IPostgresOperator): Manifest[] =>
  render((chart) => {
    new GrafanaDashboard(chart, 'dashboard', { operator });
    new FleetDashboard(chart, 'fleet');
  });

requireProgram('Go', hasGo)('the model of Grafana', () => {
  const folder = temporaryFolder();
  const binary = path.join(folder, 'grafana-model');

  beforeAll(() => {
    execFileSync('go', ['build', '-o', binary, '.'], { cwd: path.join(__dirname, 'grafana'), stdio: 'inherit' });
  }, 600_000);

  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  const problems = async (name: string, dashboards: readonly unknown[]): Promise<string> => {
    const files = dashboards.map((dashboard, i) => {
      const file = path.join(folder, `${name}-${i}.json`);
      fs.writeFileSync(file, JSON.stringify(dashboard));
      return file;
    });
    const { code, stdout, stderr } = await run(binary, files, { folder });
    expect([code, stderr]).toEqual([0, '']);
    return stdout;
  };

  test.each(Object.keys(OPERATORS))('knows all of the dashboards on %s', async (name) => {
    const dashboards = dashboardsOf(printed(OPERATORS[name]!()));
    expect(dashboards).toHaveLength(2);
    expect(await problems(name, dashboards)).toBe('');
  });

  test('says what it does not know', async () => {
    const [dashboard] = dashboardsOf(printed(OPERATORS.cnpg!()));
    const { panels, ...rest } = dashboard!;
    const [row, ...others] = panels;
    expect(await problems('wrong', [{ ...rest, panels: [{ ...row, widht: 4 }, ...others] }])).toContain('widht');
  });
});

requireOnPath('promtool')('expressions of dashboards', () => {
  describe.each(Object.keys(OPERATORS))('on %s', (name) => {
    const operator = OPERATORS[name]!();
    const rules = render(program(operator, { backup: {}, pools: [{}] }), NAMESPACE).find(
      ({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === `${CLUSTER}-alerts`,
    )!.spec;
    const known = {
      ...healthy(name),
      [series('ALERTS', { alertname: 'PostgresConnections', alertstate: 'firing', severity: 'warning' })]: always(1),
    };

    test('each has an answer', async () => {
      const asked = dashboardsOf(printed(operator)).flatMap(expressionsOf);
      expect(asked.length).toBeGreaterThan(60);
      // The cluster has one repository of backups.
      const expected = asked.filter((promql) => !/repo="[234]"/.test(promql)).map((promql) => chosen(promql, NAMESPACE, CLUSTER));
      expect(await promtoolSilences(rules, known, expected, 300)).toBe('');
    });

    test('none has an answer for a cluster of another name, but for zeros and the operator', async () => {
      const [dashboard] = dashboardsOf(printed(operator)).filter(({ uid }) => !uid.endsWith('fleet'));
      const answers = expressionsOf(dashboard!)
        .filter((promql) => !/vector\(0\)|kube_deployment/.test(promql))
        .map((promql) => `absent(${chosen(promql, NAMESPACE, 'payments')})`);
      expect(await promtoolSilences(rules, known, answers, 300)).toBe('');
    });
  });
});
