import {
  BackupSchedule,
  ClusterState,
  HaCluster,
  IPostgresOperator,
  PairStep,
  PostgresOperator,
  RecoverySource,
  ReplicaCluster,
  ReplicaSource,
  SleepSchedule,
  UpgradeStep,
} from '../../lib';
import { Chart } from 'cdk8s';
import { SLEEP_RULES } from '../../lib/upgrade/sleep-rules';
import { Ask, OLD_ARCHIVE, program, smallestCluster } from '../support/programs';
import { Manifest, at, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

type Build = (chart: Chart) => void;

const cnpg = PostgresOperator.cloudNativePg();
const pgo = PostgresOperator.crunchy();

const nights = (ask: Ask = {}, operator: IPostgresOperator = cnpg): Build => program(operator, { sleep: {}, ...ask });
const WEEKDAYS = { sleepsAt: '0 20 * * 1-5', wakesAt: '0 6 * * 1-5', timeZone: 'Europe/Berlin' };
const backups = (...crons: string[]): Ask => ({ backup: { schedules: crons.map((cron) => BackupSchedule.full(cron)) } });
const OWN = { sleepsAt: '0 20 * * *', wakesAt: '0 6 * * *', apiServerCidrs: ['10.96.0.1/32'] };
const UPGRADE = { step: UpgradeStep.prepare() };

const CASES: readonly RuleCase<Build>[] = [
  {
    rule: 'STATE-020',
    of: 'the app',
    broken: (chart) => {
      const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator: cnpg });
      new SleepSchedule(chart, 'nights', { cluster, ...OWN });
    },
    says: `the cluster 'orders' belongs to another app; write the SleepSchedule there (it changes the cluster object, and what belongs to the cluster has to fit it)`,
    kept: nights(),
  },
  {
    rule: 'STATE-020',
    of: 'the namespace',
    broken: (chart) => {
      const cluster = new HaCluster(new Chart(chart, 'other', { namespace: 'billing' }), 'db', smallestCluster(cnpg));
      new SleepSchedule(chart, 'nights', { cluster, ...OWN });
    },
    says: `the schedule is in namespace 'orders' and its cluster 'orders' in 'billing'; put it in a chart of that namespace`,
    kept: nights(),
  },
  {
    rule: 'STATE-021',
    of: 'what is no cron value',
    broken: nights({ sleep: { sleepsAt: '@daily', wakesAt: '6' } }),
    says: [
      `'sleepsAt': '@daily' is a descriptor; write five fields, for example '0 2 * * *' for every day at 02:00 UTC (the operator takes minutes for either, and a CronJob that cannot be read is refused)`,
      `'wakesAt': '6' has 1 fields; write five: minute, hour, day of month, month, day of week`,
    ],
    kept: nights(),
  },
  {
    rule: 'STATE-021',
    of: 'days of a month',
    broken: nights({ sleep: { sleepsAt: '0 20 1 * *' } }),
    says: `'sleepsAt' must be the same each week, got '0 20 1 * *'; write '*' for day of month and month, and days of the week`,
    kept: nights({ sleep: { sleepsAt: '0 20 * * MON' } }),
  },
  ...['CET', '+02:00', 'Europe/Nowhere', 'europe/berlin', ''].map((timeZone) => ({
    rule: 'STATE-021',
    of: `the time zone '${timeZone}'`,
    broken: nights({ sleep: { timeZone } }),
    says: `'timeZone' must be the name of a time zone such as 'Europe/Berlin', got '${timeZone}'`,
    kept: nights({ sleep: { timeZone: 'America/Argentina/Buenos_Aires' } }),
  })),
  {
    rule: 'STATE-021',
    of: 'a nap',
    broken: nights({ sleep: { sleepsAt: '30 12 * * *', wakesAt: '0 13 * * *' } }),
    says: `'wakesAt' must be an hour or more behind each 'sleepsAt', got 30 minutes between '30 12 * * *' and '0 13 * * *'`,
    kept: nights({ sleep: { sleepsAt: '0 12 * * *', wakesAt: '0 13 * * *' } }),
  },
  {
    rule: 'STATE-021',
    of: 'one time for both',
    broken: nights({ sleep: { sleepsAt: '0 20 * * 1-5', wakesAt: '0 20 * * MON-FRI' } }),
    says: `'wakesAt' must be an hour or more behind each 'sleepsAt', got 0 minutes between '0 20 * * 1-5' and '0 20 * * MON-FRI' (the operator takes minutes for either, and a CronJob that cannot be read is refused)`,
    kept: nights(),
  },
  {
    rule: 'STATE-021',
    of: 'a short day',
    broken: nights({ sleep: { sleepsAt: '30 13 * * *', wakesAt: '0 13 * * *' } }),
    says: `'sleepsAt' must be an hour or more behind each 'wakesAt', got 30 minutes between '0 13 * * *' and '30 13 * * *'`,
    kept: nights({ sleep: { sleepsAt: '0 14 * * *', wakesAt: '0 13 * * *' } }),
  },
  {
    rule: 'STATE-022',
    of: 'the primary of a pair',
    broken: nights({ replica: {}, pair: PairStep.steady(), ...backups('0 12 * * *') }),
    says: `the cluster 'orders' is in a ClusterPair; take the SleepSchedule out, for the other one takes over when it sleeps (a follower would fall behind or be cut off, and what works on the data would be stopped in its midst)`,
    kept: nights({ replica: {}, ...backups('0 12 * * *') }),
  },
  {
    rule: 'STATE-022',
    of: 'the replica of a pair',
    broken: nights({ replica: {}, pair: PairStep.steady(), swapped: true, ...backups('0 12 * * *') }),
    says: `the cluster 'orders' is in a ClusterPair; take the SleepSchedule out, for the other one takes over when it sleeps`,
    kept: nights(backups('0 12 * * *')),
  },
  {
    rule: 'STATE-022',
    of: 'a follower',
    broken: (chart) => {
      const source = ReplicaSource.streaming({ clusterName: 'orders-live', host: 'orders-live.example.com' });
      new SleepSchedule(chart, 'nights', { cluster: new ReplicaCluster(chart, 'db', { ...smallestCluster(cnpg), source }), ...OWN });
    },
    says: `the cluster 'orders' follows another one; take the SleepSchedule out`,
    kept: nights(),
  },
  {
    rule: 'STATE-022',
    of: 'a state',
    broken: nights({ cluster: { state: ClusterState.stopped() } }),
    says: `the cluster 'orders' is in the state 'stopped'; take the SleepSchedule out, or it would wake`,
    kept: nights(),
  },
  {
    rule: 'STATE-022',
    of: 'an upgrade',
    broken: nights({ upgrade: UPGRADE }),
    says: `the cluster 'orders' has a MajorUpgrade; take the SleepSchedule out until that is over`,
    kept: program(cnpg, { upgrade: UPGRADE }),
  },
  {
    rule: 'STATE-022',
    of: 'a recovery',
    broken: nights({ cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) } }),
    says: `the cluster 'orders' has 'recovery'; write '.done()' behind its RecoverySource first`,
    kept: nights({ cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE).done() } }),
  },
  {
    rule: 'STATE-022',
    of: 'a restore in place',
    broken: nights({ inPlace: {}, ...backups('0 12 * * *') }, pgo),
    says: `the cluster 'orders' has an InPlaceRestore; take the SleepSchedule out until that is over`,
    kept: nights(backups('0 12 * * *'), pgo),
  },
  {
    rule: 'STATE-022',
    of: 'a migration',
    broken: nights({ migration: {} }),
    says: `the cluster 'orders' is a side of a Migration; take the SleepSchedule out until that is over`,
    kept: program(cnpg, { migration: {} }),
  },
  {
    rule: 'STATE-023',
    of: 'at night',
    broken: nights(backups('0 2 * * *', '0 12 * * *')),
    says: `the schedule '0 2 * * *' (UTC) of the BackupPolicy must not fire while the cluster sleeps (0 20 * * * to 0 6 * * *, Etc/UTC) or in the hour before; let it fire in the day, on days of the week only (one that is due while the cluster sleeps fails or is left out, and nobody takes it later)`,
    kept: nights(backups('0 12 * * *')),
  },
  {
    rule: 'STATE-023',
    of: 'the hour before',
    broken: nights(backups('30 19 * * *')),
    says: `the schedule '30 19 * * *' (UTC) of the BackupPolicy must not fire while the cluster sleeps (0 20 * * * to 0 6 * * *, Etc/UTC) or in the hour before; let it fire in the day, on days of the week only`,
    kept: nights(backups('30 18 * * *')),
  },
  {
    rule: 'STATE-023',
    of: 'the weekend',
    broken: nights({ sleep: WEEKDAYS, ...backups('0 12 * * *') }),
    says: `the schedule '0 12 * * *' (UTC) of the BackupPolicy must not fire while the cluster sleeps (0 20 * * 1-5 to 0 6 * * 1-5, Europe/Berlin) or in the hour before; let it fire in the day, on days of the week only`,
    kept: nights({ sleep: WEEKDAYS, ...backups('0 12 * * 1-5') }),
  },
  {
    rule: 'STATE-023',
    of: 'winter, when Berlin is an hour ahead',
    broken: nights({ sleep: WEEKDAYS, ...backups('30 4 * * 1-5') }),
    says: `the schedule '30 4 * * 1-5' (UTC) of the BackupPolicy must not fire while the cluster sleeps (0 20 * * 1-5 to 0 6 * * 1-5, Europe/Berlin) or in the hour before; let it fire in the day, on days of the week only`,
    kept: nights({ sleep: WEEKDAYS, ...backups('0 5 * * 1-5') }),
  },
  {
    rule: 'STATE-023',
    of: 'nothing that is suspended',
    broken: nights(backups('0 2 * * *')),
    says: `the schedule '0 2 * * *' (UTC) of the BackupPolicy must not fire while the cluster sleeps (0 20 * * * to 0 6 * * *, Etc/UTC) or in the hour before; let it fire in the day, on days of the week only`,
    kept: nights({ backup: { suspended: true } }),
  },
  {
    rule: 'STATE-024',
    of: 'no address',
    broken: nights({ sleep: { apiServerCidrs: undefined } }),
    says: `'apiServerCidrs' must have the addresses of the API server, got none; 'kubectl get endpoints kubernetes' shows them (nothing else can tell the operator, no policy can name the API server otherwise, and another image would run next month)`,
    kept: nights({ cluster: { network: { apiServerCidrs: ['10.96.0.1/32'] } }, sleep: { apiServerCidrs: undefined } }),
  },
  {
    rule: 'STATE-024',
    of: 'no address where somebody else prints the policies',
    broken: nights({ sleep: { apiServerCidrs: [] } }),
    says: `'apiServerCidrs' must have the addresses of the API server, got none; 'kubectl get endpoints kubernetes' shows them`,
    kept: nights({ cluster: { network: { managedElsewhere: true } }, sleep: { apiServerCidrs: undefined } }),
  },
  {
    rule: 'STATE-024',
    of: 'addresses, a port and an image that nobody can read',
    broken: nights({ sleep: { apiServerCidrs: ['10.96.0.1'], apiServerPort: 0, image: 'kubectl' } }),
    says: [
      `'apiServerCidrs' must have CIDRs such as '10.96.0.1/32', got '10.96.0.1'`,
      `'apiServerPort' must be a whole number from 1 to 65535, got 0`,
      `'image' must have a tag that is not 'latest', got 'kubectl'`,
    ],
    kept: nights({ sleep: { apiServerPort: 443, image: 'registry.example.com/kubectl:1.34.2' } }),
  },
];

describeRules(CASES, {
  rules: SLEEP_RULES,
  place: 'test/nights',
  program: (build) => build,
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(SLEEP_RULES, CASES);

test('a cluster has one schedule', () => {
  expect(() =>
    render((chart) => {
      const cluster = new HaCluster(chart, 'db', smallestCluster(cnpg));
      new SleepSchedule(chart, 'nights', { cluster, ...OWN });
      new SleepSchedule(chart, 'again', { cluster, ...OWN });
    }),
  ).toThrow(`[test/again] [STATE-020] the cluster 'orders' already has a SleepSchedule; take one of them out`);
});

describe.each([
  [
    'CloudNativePG',
    cnpg,
    'clusters.postgresql.cnpg.io',
    '{"metadata":{"annotations":{"cnpg.io/hibernation":"on"}}}',
    '{"metadata":{"annotations":{"cnpg.io/hibernation":null}}}',
  ],
  ['PGO', pgo, 'postgresclusters.postgres-operator.crunchydata.com', '{"spec":{"shutdown":true}}', '{"spec":{"shutdown":null}}'],
])('on %s', (_, operator, resource, sleeps, wakes) => {
  const manifests = render(nights({ sleep: WEEKDAYS }, operator));
  const jobs = manifests.filter(({ kind }) => kind === 'CronJob');
  const command = (job: Manifest): unknown => at(job, '/spec/jobTemplate/spec/template/spec/containers/0/command');

  test('two CronJobs change one field of the cluster object, which no manifest has', () => {
    expect(jobs.map(({ metadata, spec }) => [metadata.name, spec!.schedule, spec!.timeZone])).toEqual([
      ['orders-sleep', '0 20 * * 1-5', 'Europe/Berlin'],
      ['orders-wake', '0 6 * * 1-5', 'Europe/Berlin'],
    ]);
    expect(jobs.map(command)).toEqual([
      ['kubectl', 'patch', resource, 'orders', '--type=merge', `--patch=${sleeps}`],
      ['kubectl', 'patch', resource, 'orders', '--type=merge', `--patch=${wakes}`],
    ]);
    const without = render(program(operator, {}));
    const cluster = (all: readonly Manifest[]) => all.find(({ kind }) => ['Cluster', 'PostgresCluster'].includes(kind));
    expect(cluster(manifests)).toEqual(cluster(without));
  });

  test('they may look at that object and change it, and nothing else', () => {
    const [plural, ...group] = resource.split('.');
    expect(at(only(manifests, 'Role'), '/rules')).toEqual([
      { apiGroups: [group.join('.')], resources: [plural], resourceNames: ['orders'], verbs: ['get', 'patch'] },
    ]);
    expect(only(manifests, 'RoleBinding')).toMatchObject({
      roleRef: { kind: 'Role', name: 'orders-sleep-runner' },
      subjects: [{ kind: 'ServiceAccount', name: 'orders-sleep-runner', namespace: 'orders' }],
    });
    expect(at(jobs[0]!, '/spec/jobTemplate/spec/template/spec/serviceAccountName')).toBe('orders-sleep-runner');
    jobs.forEach((job) => expect(at(job, '/spec/jobTemplate/spec')).toMatchObject({ backoffLimit: 3, activeDeadlineSeconds: 600 }));
  });

  test('their pods reach names and the API server, and nobody reaches them', () => {
    const policy = manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'orders-sleep-runner')!;
    expect(policy.spec).toEqual({
      podSelector: { matchLabels: { 'cdk8s-postgres/sleep': 'orders' } },
      policyTypes: ['Egress', 'Ingress'],
      egress: [
        {
          to: [{ ipBlock: { cidr: '0.0.0.0/0' } }],
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
        {
          to: [{ ipBlock: { cidr: '10.96.0.1/32' } }],
          ports: [
            { port: 6443, protocol: 'TCP' },
            { port: 443, protocol: 'TCP' },
          ],
        },
      ],
    });
    expect(at(jobs[0]!, '/spec/jobTemplate/spec/template/metadata/labels')).toMatchObject({ 'cdk8s-postgres/sleep': 'orders' });
  });

  test('all alerts and what is recorded are silent meanwhile, and without a schedule nothing of that is said', () => {
    interface PrometheusRules {
      readonly groups: readonly { readonly rules: readonly { readonly expr: string; readonly record?: string }[] }[];
    }
    const expressions = (all: readonly Manifest[]): string[] =>
      (only(all, 'PrometheusRule').spec as unknown as PrometheusRules).groups
        .flatMap(({ rules }) => rules)
        .filter(({ record = '' }) => !record.startsWith('pg_cluster:alert_threshold'))
        .map(({ expr }) => expr);
    const asleep =
      `(max(kube_cronjob_status_last_successful_time{namespace="orders",cronjob="orders-sleep"})` +
      ` > (max(kube_cronjob_status_last_schedule_time{namespace="orders",cronjob="orders-wake"}) or vector(0)))` +
      ` or (time() - max(kube_cronjob_status_last_schedule_time{namespace="orders",cronjob="orders-wake"}) < 600)`;
    const plain = expressions(render(program(operator, {})));
    expect(plain.filter((expr) => expr.includes('kube_cronjob'))).toEqual([]);
    const silenced = expressions(manifests);
    expect(silenced.filter((expr) => expr.endsWith(` unless on () (${asleep})`)).length).toBeGreaterThan(10);
    expect(silenced.map((expr) => expr.replace(/^\((.*)\) unless on \(\) \(\(max\(kube_cronjob.*$/s, '$1'))).toEqual(plain);
  });
});
