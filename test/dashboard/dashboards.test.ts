import { Chart } from 'cdk8s';
import {
  FleetDashboard,
  FleetTarget,
  GrafanaDashboard,
  GrafanaDashboardProps,
  IPostgresOperator,
  PostgresOperator,
  FleetApp,
} from '../../lib';
import { OPERATORS } from '../../scripts/operators';
import { PermissiveOperator } from '../support/permissive-operator';
import { Manifest, newChart, only, refusal, render } from '../support/render';
import { message } from '../support/rule-case';
import { validator } from '../support/validator';
import { DASHBOARD_SCHEMA } from './grafana-model';

interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

interface Printed {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string | { readonly query: string } }[] };
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: GridPos;
    readonly targets?: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[];
    readonly fieldConfig?: { readonly overrides: readonly object[] };
  }[];
}

const cnpg = PostgresOperator.cloudNativePg();

const read = ({ data = {} }: Manifest): Printed => JSON.parse(Object.values(data)[0]!) as Printed;

const ofOperator = (operator: IPostgresOperator, more: Partial<GrafanaDashboardProps> = {}): Manifest =>
  only(
    render((chart) => void new GrafanaDashboard(chart, 'dashboard', { operator, ...more })),
    'ConfigMap',
  );

const ofFleet = (): Manifest =>
  only(
    render((chart) => void new FleetDashboard(chart, 'fleet')),
    'ConfigMap',
  );

const ALL: readonly (readonly [string, () => Manifest])[] = [
  ...OPERATORS.flatMap(({ displayName, create, createFull }) => [
    [displayName, () => ofOperator(create())] as const,
    [`${displayName} with all of its settings`, () => ofOperator(createFull())] as const,
  ]),
  ['the fleet', ofFleet],
];

const validate = validator({ allErrors: true }).compile(DASHBOARD_SCHEMA);

const overlap = (a: GridPos, b: GridPos): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe.each(ALL)('the dashboard of %s', (_, print) => {
  const manifest = print();
  const dashboard = read(manifest);
  const targets = dashboard.panels.flatMap((panel) => panel.targets ?? []);

  test('is one of Grafana', () => {
    validate(dashboard);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('has panels that stand beside each other, each with an id of its own', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(ids).toEqual(ids.map((_id, i) => i + 1));
    const places = dashboard.panels.map(({ gridPos }) => gridPos);
    expect(places.filter(({ x, w }) => x + w > 24)).toEqual([]);
    expect(places.filter((place, i) => places.some((other, j) => j < i && overlap(place, other)))).toEqual([]);
  });

  test('has panels with a title of their own, and targets with a letter of their own', () => {
    const titles = dashboard.panels.filter(({ type }) => type !== 'row').map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    dashboard.panels.forEach(({ targets: of = [] }) => expect(new Set(of.map(({ refId }) => refId)).size).toBe(of.length));
  });

  test('asks for clusters that the reader chooses, and for nothing else that is to be chosen', () => {
    const names = dashboard.templating.list.map(({ name }) => name);
    expect(names).toEqual(['datasource', 'namespace', 'cluster']);
    const used = new Set(targets.flatMap(({ expr }) => [...expr.matchAll(/\$(\w+)/g)].map(([, name]) => name)));
    expect([...used].filter((name) => ![...names, '__range', '__rate_interval'].includes(name!))).toEqual([]);
    expect([...used]).toEqual(expect.arrayContaining(['namespace', 'cluster']));
    expect(JSON.stringify(dashboard)).not.toContain('variable"');
    expect(JSON.stringify(dashboard)).not.toMatch(/pgcluster|pgnamespace/);
  });

  test('fits into a ConfigMap that somebody applies by kubectl, which keeps a copy in an annotation', () => {
    expect(JSON.stringify(manifest).length).toBeLessThan(200_000);
  });
});

describe('the dashboard of an operator', () => {
  const titles = (operator: IPostgresOperator): string[] => read(ofOperator(operator)).panels.map(({ title }) => title);
  const rows = (operator: IPostgresOperator): string[] =>
    read(ofOperator(operator))
      .panels.filter(({ type }) => type === 'row')
      .map(({ title }) => title);

  test('shows everything on CloudNativePG', () => {
    expect(rows(cnpg)).toEqual([
      'State',
      'Replication',
      'Archive and backups',
      'Connections',
      'Pools',
      'Transactions',
      'Cache',
      'WAL and replication slots',
      'Volumes and databases',
      'Locks',
      'Top statements',
    ]);
  });

  test('leaves out what its metrics do not tell', () => {
    expect(rows(PostgresOperator.zalando({ teamId: 'acme' }))).not.toContain('Pools');
    expect(titles(PostgresOperator.crunchy())).not.toEqual(expect.arrayContaining(['Timelines']));
    const collector = PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true });
    expect(titles(collector)).toEqual(expect.arrayContaining(['Pools', 'Timelines', 'WAL that waits for the archive']));
    expect(titles(collector)).not.toContain('Metrics that fail');
  });

  test('says once what is only told once: on PGO who streams, and not who confirms commits', () => {
    const standbys = (operator: IPostgresOperator) =>
      read(ofOperator(operator))
        .panels.find(({ title }) => title === 'Standbys')!
        .targets!.map(({ legendFormat }) => legendFormat);
    expect(standbys(cnpg)).toEqual(['stream', 'confirm commits']);
    expect(standbys(PostgresOperator.crunchy())).toEqual(['stream']);
  });

  test('draws the threshold of the alert of the cluster that is looked at', () => {
    const panel = read(ofOperator(cnpg)).panels.find(({ title }) => title === 'Lag')!;
    expect(panel.targets!.map(({ refId, expr }) => [refId, expr])).toEqual([
      ['A', 'max by (namespace, pg_cluster, pod) (cnpg_pg_replication_lag{namespace="$namespace",pg_cluster="$cluster"})'],
      [
        'Threshold',
        'max by (alert, repository) (pg_cluster:alert_threshold:value{alert="PostgresReplicationLag",namespace="$namespace",pg_cluster="$cluster"})',
      ],
    ]);
    expect(panel.fieldConfig!.overrides).toHaveLength(1);
  });

  test('finds pools of whatever name', () => {
    const expressions = read(ofOperator(cnpg)).panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    expect(expressions).toContain(
      'max by (pg_pool, database) (max by (namespace, pg_cluster, pg_pool, pod, database) (cnpg_pgbouncer_pools_maxwait{namespace="$namespace",pg_cluster="$cluster",pg_pool!=""}))',
    );
  });

  test('tells the repositories of PGO apart', () => {
    const panel = read(ofOperator(PostgresOperator.crunchy())).panels.find(({ title }) => title === 'Age of the last backup')!;
    expect(panel.targets!.map(({ legendFormat }) => legendFormat)).toEqual([
      'last backup of repository 1',
      'last backup of repository 2',
      'last backup of repository 3',
      'last backup of repository 4',
      '{{alert}} {{repository}}',
    ]);
  });

  test('looks for the operator where it is', () => {
    const printed = (more: Partial<GrafanaDashboardProps>) => Object.values(ofOperator(cnpg, more).data!)[0];
    expect(printed({})).toContain('kube_deployment_status_replicas_available{namespace=\\"cnpg-system\\"');
    expect(printed({ operatorNamespace: 'databases' })).toContain('kube_deployment_status_replicas_available{namespace=\\"databases\\"');
  });

  test('lets the reader choose among the clusters of this operator', () => {
    expect(
      read(ofOperator(cnpg))
        .templating.list.slice(1)
        .map(({ query }) => query),
    ).toEqual([
      { query: 'label_values(cnpg_pg_replication_in_recovery, namespace)', refId: 'Variable-namespace' },
      { query: 'label_values(cnpg_pg_replication_in_recovery{namespace="$namespace"}, pg_cluster)', refId: 'Variable-cluster' },
    ]);
  });

  test('is refused where nobody says how clusters are watched', () => {
    expect(refusal((chart) => void new GrafanaDashboard(chart, 'dashboard', { operator: new PermissiveOperator() }))).toBe(
      message(
        'test/dashboard',
        '[HA-000] asked for a dashboard; leave it out; available on CloudNativePG, Zalando Postgres Operator and Crunchy PGO (Permissive 1.0 does not have it)',
      ),
    );
  });
});

describe('the ConfigMap', () => {
  test('is one that kube-prometheus-stack finds', () => {
    const { metadata, data } = ofOperator(cnpg);
    expect(metadata).toEqual({ name: 'cdk8s-postgres-cloudnativepg', namespace: 'orders', labels: { grafana_dashboard: '1' } });
    expect(Object.keys(data!)).toEqual(['cdk8s-postgres-cloudnativepg.json']);
    expect(read(ofOperator(cnpg))).toMatchObject({
      uid: 'cdk8s-postgres-cloudnativepg',
      title: 'PostgreSQL on CloudNativePG',
      tags: ['cdk8s-postgres', 'postgresql'],
    });
  });

  test('is what the program says', () => {
    const manifest = ofOperator(cnpg, {
      name: 'pg',
      namespace: 'monitoring',
      uid: 'Our_PG',
      title: 'Our databases',
      tags: ['shop', 'cdk8s-postgres'],
      labels: { dashboards: 'yes' },
      folder: 'Databases',
      folderAnnotation: 'k8s-sidecar-target-directory',
    });
    expect(manifest.metadata).toEqual({
      name: 'pg',
      namespace: 'monitoring',
      labels: { dashboards: 'yes' },
      annotations: { 'k8s-sidecar-target-directory': 'Databases' },
    });
    expect(Object.keys(manifest.data!)).toEqual(['Our_PG.json']);
    expect(read(manifest)).toMatchObject({ uid: 'Our_PG', title: 'Our databases', tags: ['cdk8s-postgres', 'shop'] });
  });

  test('of every operator has a uid of Grafana', () => {
    const chart = newChart();
    const uids = OPERATORS.map(({ name, create }) => new GrafanaDashboard(chart, name, { operator: create() }).uid);
    expect(uids).toEqual(['cdk8s-postgres-cloudnativepg', 'cdk8s-postgres-zalando-postgres-operator', 'cdk8s-postgres-crunchy-pgo']);
  });

  test('may be there once for each Kubernetes cluster', () => {
    const app = new FleetApp();
    const charts = ['eu', 'us'].map((region) => new Chart(new FleetTarget(app, region), 'dashboards'));
    charts.forEach((chart) => new FleetDashboard(chart, 'fleet'));
    expect(charts.flatMap((chart) => chart.node.findAll().flatMap((construct) => construct.node.validate()))).toEqual([]);
  });
});
