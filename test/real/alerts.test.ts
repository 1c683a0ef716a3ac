import { Chart, Duration, Size } from 'cdk8s';
import {
  Alert,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterPair,
  ClusterTls,
  ConnectionPool,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  ObjectStoreCredentials,
  PairStep,
  PostgresOperator,
  PostgresVersion,
  ReplicaCluster,
  ReplicaSource,
  Replication,
  SleepSchedule,
} from '../../lib';
import { program } from '../support/programs';
import { Manifest, render } from '../support/render';
import { ALERT_CASES } from './alert-cases';
import { CLUSTER, NAMESPACE, Series, always, following, healthy, never, surroundings, then } from './alert-series';
import { AlertTest, promtoolProblems } from './promtool';
import { requireOnPath } from './requirements';

/** Every alert that is printed, given a series for which it has to fire at a certain minute, and not a minute earlier, and no other with it. */

const OPERATORS: Readonly<Record<string, () => IPostgresOperator>> = {
  cnpg: () => PostgresOperator.cloudNativePg(),
  zalando: () => PostgresOperator.zalando({ teamId: 'acme' }),
  crunchy: () => PostgresOperator.crunchy(),
  collector: () => PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }),
};

const BUCKET = BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') });

const policyOf = (chart: Chart, id: string, cluster: HaCluster): BackupPolicy =>
  new BackupPolicy(chart, id, {
    cluster,
    target: BUCKET,
    schedules: [BackupSchedule.full('0 */2 * * *')],
    retention: BackupRetention.days(14),
  });

const clusterProps = (operator: IPostgresOperator, more: Partial<HaClusterProps> = {}): HaClusterProps => ({
  clusterName: CLUSTER,
  operator,
  version: PostgresVersion.V17,
  storage: { size: Size.gibibytes(100) },
  databases: [{ name: 'orders', owner: 'app' }],
  ...more,
});

/** The rules of the cluster `orders`; none where it has none. */
const rulesIn = (manifests: readonly Manifest[]): unknown =>
  manifests.find(({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === `${CLUSTER}-alerts`)?.spec;

const rulesOf = (operator: IPostgresOperator, more: Partial<HaClusterProps> = {}, withPool = false): unknown =>
  rulesIn(
    render((chart) => {
      const cluster = new HaCluster(chart, 'db', clusterProps(operator, more));
      policyOf(chart, 'backups', cluster);
      if (withPool) {
        new ConnectionPool(chart, 'pool', { cluster });
      }
    }, NAMESPACE),
  );

const alertNames = (spec: unknown): string[] =>
  (spec as { groups: { rules: { alert: string }[] }[] }).groups
    .flatMap(({ rules }) => rules.map(({ alert }) => alert))
    .filter((alert) => alert !== undefined);

/** Everything that a cluster can declare. */
const EVERYTHING: Partial<HaClusterProps> = {
  replication: Replication.synchronous({ standbys: 1 }),
  tls: ClusterTls.certManager({ issuerName: 'company-ca' }),
  monitoring: { objective: { availability: 99.95, rpo: Duration.hours(1) } },
};

/** Minutes in which a cluster is put to sleep, and shall be woken. */
const SLEEPS = 60;
const WAKES = 120;

const MINUTES = [1, 15, 61, 6 * 60];

/** Nothing fires, however long one waits. */
const silent = (title: string, series: Series): AlertTest => ({ title, series, expected: MINUTES.map((minute) => [minute, []]) });

/** What kube-state-metrics tells of the drill, which runs on the hour from the first minute on. */
const drillSeries = (values: Readonly<Record<string, string>>): Series =>
  Object.fromEntries(
    Object.entries({
      kube_cronjob_created: always(0),
      kube_cronjob_status_active: always(0),
      kube_cronjob_status_last_schedule_time: always(60),
      kube_cronjob_status_last_successful_time: always(120),
      ...values,
    }).map(([metric, value]) => [`${metric}{namespace="${NAMESPACE}",cronjob="orders-drill"}`, value]),
  );

const DRILL_CASES: readonly AlertTest[] = [
  silent('a drill that succeeds', drillSeries({})),
  silent(
    'a drill that has not run yet',
    drillSeries({ kube_cronjob_status_last_schedule_time: never, kube_cronjob_status_last_successful_time: never }),
  ),
  {
    title: 'a drill that fails',
    // It is scheduled in the tenth minute, and runs for five.
    series: drillSeries({ kube_cronjob_status_last_schedule_time: then(60, 10, 600), kube_cronjob_status_active: '0x9 1x4 0x400' }),
    expected: [
      [24, []],
      [25, [Alert.DRILL_FAILED]],
    ],
  },
  {
    title: 'a first drill that fails',
    series: drillSeries({ kube_cronjob_status_last_schedule_time: always(60), kube_cronjob_status_last_successful_time: never }),
    expected: [
      [9, []],
      [10, [Alert.DRILL_FAILED]],
    ],
  },
  {
    title: 'a drill that has not succeeded for two days',
    series: drillSeries({
      kube_cronjob_status_last_successful_time: '0x3000',
      kube_cronjob_status_last_schedule_time: '0x3000',
      kube_cronjob_status_active: '0x3000',
    }),
    expected: [
      [2 * 1440 + 60, []],
      [2 * 1440 + 61, [Alert.DRILL_STALE]],
    ],
  },
];

requireOnPath('promtool')('alerts', () => {
  test('about drills', async () => {
    const manifests = render(
      program(PostgresOperator.cloudNativePg(), {
        drill: { schedule: '0 4 * * *', maxAgeDays: 2 },
        cluster: { monitoring: { alerts: { labels: { team: 'shop' } } } },
      }),
      NAMESPACE,
    );
    const rule = manifests.find(({ metadata }) => metadata.name === 'orders-drill-alerts')!;
    expect(await promtoolProblems(rule.spec, DRILL_CASES)).toBe('');
  });

  describe.each(Object.keys(OPERATORS))('on %s', (operator) => {
    const create = OPERATORS[operator]!;
    const spec = rulesOf(create(), EVERYTHING, true);
    const cases = ALERT_CASES.filter(({ faults }) => operator in faults);

    test('are all tested, and at least twenty', () => {
      expect([...new Set(alertNames(spec))].sort()).toEqual([...new Set(cases.map(({ alert }) => alert as string))].sort());
      expect(cases.length).toBeGreaterThanOrEqual(20);
    });

    test('are silent on a healthy cluster', async () => {
      expect(await promtoolProblems(spec, [silent('healthy', healthy(operator))])).toBe('');
    });

    test.each(cases)('$alert', async ({ alert, faults, fires, also = [], before = [] }) => {
      const series = { ...healthy(operator), ...faults[operator] };
      const early = [...before, ...also.filter((other) => AT_ONCE.has(other))];
      const tests: AlertTest[] = [
        {
          title: alert,
          series,
          expected: [
            [fires - 1, early],
            [fires, [alert, ...before, ...also]],
          ],
        },
      ];
      expect(await promtoolProblems(spec, tests)).toBe('');
    });

    test('are silent on a single instance', async () => {
      const single = rulesOf(create(), { instances: 1, nonProduction: { reason: 'a test', singleInstance: true } });
      expect(await promtoolProblems(single, [silent('single', healthy(operator, 1))])).toBe('');
    });

    // The Zalando operator refuses a schedule.
    (operator === 'zalando' ? [] : [operator]).forEach(() =>
      test('are silent while a cluster sleeps by its schedule, and tell of one that does not wake', async () => {
        const manifests = render((chart) => {
          const cluster = new HaCluster(chart, 'db', clusterProps(create(), { nonProduction: { reason: 'a test', withoutBackups: true } }));
          const hours = { sleepsAt: '0 20 * * *', wakesAt: '0 6 * * *' };
          new SleepSchedule(chart, 'nights', { cluster, ...hours, apiServerCidrs: ['10.96.0.1/32'] });
        }, NAMESPACE);
        const around = Object.keys(surroundings(operator));
        const asleep = Object.fromEntries(
          Object.entries(healthy(operator)).map(([name, values]) => [
            name,
            around.includes(name) ? values : values.replace(/x\d+$/, `x${SLEEPS - 1} stale _x400`),
          ]),
        );
        const cronJob = (metric: string, name: string): string =>
          `kube_cronjob_status_${metric}{namespace="${NAMESPACE}",cronjob="${name}"}`;
        const put = { [cronJob('last_successful_time', 'orders-sleep')]: `_x${SLEEPS - 1} ${SLEEPS * 60}x400` };
        const due = { [cronJob('last_schedule_time', 'orders-wake')]: `_x${WAKES - 1} ${WAKES * 60}x400` };
        const night: AlertTest = {
          title: 'asleep',
          series: { ...asleep, ...put },
          expected: [SLEEPS - 1, SLEEPS + 1, SLEEPS + 15, 300].map((minute) => [minute, []]),
        };
        const morning: AlertTest = {
          title: 'not woken',
          series: { ...asleep, ...put, ...due },
          expected: [
            [WAKES + 9, []],
            [WAKES + 60, [Alert.METRICS_ABSENT]],
          ],
        };
        expect(await promtoolProblems(rulesIn(manifests), [night, morning])).toBe('');
      }),
    );

    test('are silent on a cluster that follows the archive of another one', async () => {
      const manifests = render((chart) => {
        const main = new HaCluster(chart, 'main', clusterProps(create(), { clusterName: 'main' }));
        const { archive } = policyOf(chart, 'backups', main);
        const source = ReplicaSource.archive(archive);
        policyOf(chart, 'own', new ReplicaCluster(chart, 'db', { ...clusterProps(create()), source }));
      }, NAMESPACE);
      const series = Object.fromEntries(
        Object.entries(following(operator)).map(
          ([name, values]) =>
            // It streams from nobody, and what it has replayed is as old as the source is idle.
            [name, /lag|receiv/.test(name) ? (/lag/.test(name) ? '0+60x400' : '0x400') : values] as const,
        ),
      );
      expect(alertNames(rulesIn(manifests))).toContain('PostgresMetricsAbsent');
      expect(await promtoolProblems(rulesIn(manifests), [silent('follower', series)])).toBe('');
    });

    test('are none for a cluster that was demoted', () => {
      const manifests = render((chart) => {
        const main = new HaCluster(chart, 'main', clusterProps(create()));
        const { archive } = policyOf(chart, 'backups', main);
        const source = ReplicaSource.archive(archive);
        const other = new ReplicaCluster(chart, 'db', { ...clusterProps(create(), { clusterName: 'orders-dr' }), source });
        policyOf(chart, 'own', other);
        new ClusterPair(chart, 'pair', { primary: main, replica: other, step: PairStep.demote() });
      }, NAMESPACE);
      expect(rulesIn(manifests)).toBeUndefined();
    });
  });
});

/** Alerts that fire at once, before those that the same fault raises later. */
const AT_ONCE = new Set<string>(['PostgresFailover']);
