import { Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { parseAllDocuments } from 'yaml';
import {
  BackupPolicy,
  BackupTarget,
  ClusterPair,
  ConnectionPool,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  PairStep,
  PostgresOperator,
  ReplicaCluster,
  ReplicaSource,
  RolePassword,
} from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { BUCKET, SMALLEST_BACKUP, smallestCluster } from '../support/programs';
import { Manifest, newChart } from '../support/render';

const operator = new PermissiveOperator();
const FOLLOWS = '**`orders-us` follows `orders` and takes no writes.**';
const POOL = 'A ConnectionPool leads to the lost cluster only';

/** A cluster and a replica of it, both with a policy. */
function clusters(chart: Chart, promoted?: boolean) {
  const primary = new HaCluster(chart, 'db', smallestCluster(operator));
  const { archive } = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: primary });
  const source = ReplicaSource.archive(archive);
  const replica = new ReplicaCluster(chart, 'us', { ...smallestCluster(operator), clusterName: 'orders-us', source, promoted });
  const target = BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-us' });
  new BackupPolicy(chart, 'backups-us', { ...SMALLEST_BACKUP, target, cluster: replica });
  return { primary, replica };
}

test('the runbook of a cluster that takes no writes begins with that', () => {
  const { primary, replica } = clusters(newChart());
  expect(replica.recoveryRunbook()).toContain(`\n\n${FOLLOWS} Where its source is lost, promote it`);
  expect(primary.recoveryRunbook()).not.toContain('takes no writes.**');
});

test('the runbook of a cluster that was promoted is like any other', () => {
  expect(clusters(newChart(), true).replica.recoveryRunbook()).not.toContain(FOLLOWS);
  const chart = newChart();
  const pair = clusters(chart);
  new ClusterPair(chart, 'pair', { ...pair, step: PairStep.promote() });
  expect(pair.replica.recoveryRunbook()).not.toContain(FOLLOWS);
});

describe('the runbook of a member of a pair', () => {
  const DEMOTED = (name: string, other: string) =>
    `\n\n**\`${name}\` was demoted and takes no writes.** \`${other}\` takes its place, or has taken it: see to that one first. The archive of this page ` +
    'ends where the other one begins, and what was written since is not in it.\n\n';
  const FOLLOWER = (name: string, other: string) =>
    `\n\n**\`${name}\` follows \`${other}\` and takes no writes.** Where its source is lost`;

  test.each<[string, PairStep, boolean, string | undefined, string | undefined]>([
    ['a steady one', PairStep.steady(), false, undefined, FOLLOWER('orders-us', 'orders')],
    ['a demoted primary', PairStep.demote(), false, DEMOTED('orders', 'orders-us'), FOLLOWER('orders-us', 'orders')],
    ['a promoted replica', PairStep.promote(), false, DEMOTED('orders', 'orders-us'), undefined],
    ['a swapped one', PairStep.steady(), true, FOLLOWER('orders', 'orders-us'), undefined],
    ['a demoted replica', PairStep.demote(), true, FOLLOWER('orders', 'orders-us'), DEMOTED('orders-us', 'orders')],
  ])('%s says who writes', (_, step, swapped, ofPrimary, ofReplica) => {
    const chart = newChart();
    const { primary, replica } = clusters(chart);
    new ClusterPair(chart, 'pair', swapped ? { primary: replica, replica: primary, step } : { primary, replica, step });
    for (const [cluster, text] of [[primary, ofPrimary] as const, [replica, ofReplica] as const]) {
      const page = cluster.recoveryRunbook();
      expect(page.includes('takes no writes.**')).toBe(text !== undefined);
      expect(page).toContain(text ?? '# Recovery of');
    }
  });
});

test('a runbook tells of pools, which lead to the lost cluster', () => {
  const chart = newChart();
  const { primary, replica } = clusters(chart);
  new ConnectionPool(chart, 'pool', { cluster: primary });
  expect(primary.recoveryRunbook()).toContain(POOL);
  expect(replica.recoveryRunbook()).not.toContain(POOL);
});

test('a time that is none is called as it was given', () => {
  expect(() => clusters(newChart()).primary.recoveryRunbook({ targetTime: 'noon' })).toThrow(
    `Validation failed with the following errors:\n  [test/db] [REC-001] 'options.targetTime': 'noon' is no time of RFC 3339: date, T, hours, minutes, seconds with up to six digits behind them, zone; write for example '2026-08-01T10:30:00Z' (a time without zone is UTC for one operator and the time of the container for another, and a malformed one is retried for ever)`,
  );
});

test('a runbook says how to get one for another moment', () => {
  expect(clusters(newChart()).primary.recoveryRunbook()).toContain("print this page anew, with `recoveryRunbook({ targetTime: '...' })`.");
});

describe.each<
  [string, IPostgresOperator, { readonly line: string; readonly commented: readonly string[]; readonly secrets: readonly string[] }]
>([
  [
    'CloudNativePG',
    PostgresOperator.cloudNativePg(),
    {
      line: '        targetTime: "2026-08-01T10:30:00Z"',
      commented: ['      # recoveryTarget:', '      #   targetTime: "2026-08-01T10:30:00Z"'],
      secrets: ['| orders-app | orders-app | orders-restored-app |', '| reports | orders-reports | orders-restored-reports |'],
    },
  ],
  [
    'Zalando',
    PostgresOperator.zalando({ teamId: 'acme' }),
    {
      line: '      value: "2026-08-01T10:30:00+00:00"',
      commented: ['    # - name: CLONE_TARGET_TIME', '    #   value: "2026-08-01T10:30:00+00:00"'],
      secrets: [
        '| orders-app | orders-app.orders.credentials.postgresql.acid.zalan.do | orders-app.orders-restored.credentials.postgresql.acid.zalan.do |',
        '| reports | reports.orders.credentials.postgresql.acid.zalan.do | reports.orders-restored.credentials.postgresql.acid.zalan.do |',
      ],
    },
  ],
  [
    'Crunchy PGO',
    PostgresOperator.crunchy(),
    {
      line: `        - --target='2026-08-01 10:30:00+00:00'`,
      commented: ['      # options:', '      #   - --type=time', `      #   - --target='2026-08-01 10:30:00+00:00'`],
      secrets: [
        '| orders-app | orders-pguser-orders-app | orders-restored-pguser-orders-app |',
        '| reports | orders-pguser-reports | orders-restored-pguser-reports |',
      ],
    },
  ],
])('a runbook on %s', (_, runs, expected) => {
  const lost = (props: Partial<HaClusterProps> = {}, connected = true): HaCluster => {
    const chart = newChart();
    const cluster = new HaCluster(chart, 'db', {
      ...smallestCluster(runs),
      databases: [{ name: 'orders', owner: 'orders-app' }],
      roles: [{ name: 'reports', password: RolePassword.fromSecret() }],
      ...props,
    });
    new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
    if (connected) {
      const via = new ConnectionPool(chart, 'pool', { cluster });
      const container = (id: string) => new Deployment(chart, id).addContainer({ image: 'registry.acme.example/app:1' });
      cluster.connect(container('web'), { role: 'orders-app', via });
      cluster.connect(container('report'), { role: 'orders-app' });
    }
    return cluster;
  };
  const manifests = (page: string): Manifest[] =>
    [...page.matchAll(/```yaml\n([^]*?)\n```/g)].flatMap(([, text]) => parseAllDocuments(text!).map((one) => one.toJS() as Manifest));
  const TIME = { targetTime: '2026-08-01T10:30:00Z' };
  const AT = ' # <- the moment that is restored: edit it here';
  const HINT = `# For another moment than the last one take the '# ' out of these lines and edit the time:`;

  test('lets in whom the lost cluster and its pools let in', () => {
    const policies = (connected: boolean) =>
      JSON.stringify(
        manifests(lost({}, connected).recoveryRunbook()).filter(
          ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.includes('restored'),
        ),
      );
    expect(policies(true)).toMatch(/"cdk8s.io\/metadata.addr":"test-report-/);
    expect(policies(true)).toMatch(/"cdk8s.io\/metadata.addr":"test-web-/);
    expect(policies(false)).not.toMatch(/metadata\.addr":"test-(report|web)/);
  });

  test('says where policies are managed elsewhere', () => {
    const page = lost({ network: { managedElsewhere: true } }).recoveryRunbook();
    expect(page).toContain('The program prints no NetworkPolicies: let the applications in where they are managed.');
  });

  test('marks the line of the moment, twice: for the cluster and for the copy of one table', () => {
    expect(lost().recoveryRunbook(TIME).split(`\n${expected.line}${AT}\n`)).toHaveLength(3);
    expect(lost().recoveryRunbook(TIME)).toContain('For another moment edit the lines that are marked.');
  });

  test('says which lines to write for a moment, and these are the lines that a moment has', () => {
    const page = lost().recoveryRunbook();
    expect(page.split(`${expected.commented.join('\n')}\n`)).toHaveLength(3);
    const edited = page
      .replace(new RegExp(`^ *${HINT.replace(/[.'()]/g, '\\$&')}\n`, 'gm'), '')
      .replace(/^( *)# (?=recoveryTarget|  targetTime|- name|  value|options|  - --)/gm, '$1');
    expect(manifests(edited)).toEqual(manifests(lost().recoveryRunbook(TIME)));
  });

  test('has the Secrets of each role in a table', () => {
    const page = lost().recoveryRunbook();
    expect(page).toContain(
      ['| role | Secret of the lost cluster | Secret of the recovered cluster |', '| --- | --- | --- |', ...expected.secrets, ''].join(
        '\n',
      ),
    );
    expect(page).not.toContain(`See that the Secret 'orders-restored`);
    expect(page).toMatch(/kubectl get secret --namespace=orders \S*reports\S* --output=json \| jq/);
  });

  test('gets back one table out of a small copy that archives nothing', () => {
    const page = lost().recoveryRunbook(TIME);
    const [, section] = page.split('## If one table is enough');
    expect(section).toMatch(/-- pg_dump --username=postgres --dbname=orders --table=public.TABLE > table.sql\n/);
    expect(section).toMatch(/-- psql --username=postgres --dbname=orders --set=ON_ERROR_STOP=1 --single-transaction < table.sql\n/);
    const [cluster] = manifests(section!);
    expect(cluster!.metadata.name).toBe('orders-table');
    const spec = cluster!.spec as { instances?: unknown; numberOfInstances?: unknown; plugins?: unknown };
    expect(
      spec.numberOfInstances ?? (Array.isArray(spec.instances) ? (spec.instances as { replicas: number }[])[0]!.replicas : spec.instances),
    ).toBe(1);
    expect(spec.plugins).toBeUndefined();
    expect(JSON.stringify(manifests(section!))).not.toMatch(/ScheduledBackup|BACKUP_SCHEDULE|"schedules"|test-web|test-report/);
  });
});

test('a copy that rules refuse is said to be refused', () => {
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', { ...smallestCluster(PostgresOperator.crunchy()), clusterName: 'a'.repeat(37) });
  new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
  const [, section] = cluster.recoveryRunbook({ recoveredName: 'b' }).split('## If one table is enough');
  expect(section).toMatch(
    / Such a copy is refused as the program stands:\n\n- \[[A-Z]+-\d+\] 'clusterName' must be at most \d+ characters/,
  );
  expect(section).not.toContain('pg_dump');
});
