import { Chart, Duration } from 'cdk8s';
import { BackupPolicy, BackupTarget, DrillCheck, HaCluster, RecoveryTarget, RestoreDrill, RestoreDrillProps } from '../../lib';
import { DRILL_RULES } from '../../lib/recovery/drill-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, BUCKET, SMALLEST_BACKUP, SMALLEST_DRILL, program, smallestCluster } from '../support/programs';
import { findings, newChart, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();
const FAR = { ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-far' }) };
const DATABASES = [
  { name: 'orders', owner: 'orders-app' },
  { name: 'audit', owner: 'auditor' },
];

const WHY = {
  name: '(the cluster of that name is created and removed on every run)',
  database: '(the restored cluster is a copy of what the program says of the source, and the checks log in as the owner of a database)',
  checks: '(a cluster that starts proves little: an empty one starts as well)',
  time: '(it would never run, or nobody would learn that it does not)',
  network: '(without the API server the operator could not start the cluster; a policy that cannot be read is refused)',
  namespace: '(the credentials of the archive are there)',
  age: '(it would be told as too old before the next one is due, each time, until nobody looks any more)',
  image: '(another image would run next month, and the proof with it would be another one)',
};

interface Case extends RuleCase<Partial<RestoreDrillProps>> {
  /** What the rest of the program asks for. */
  readonly ask?: Ask;
}

const compatible = (endpoint: string) => BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint, credentials: BUCKET.credentials });
const network = (options: Partial<RestoreDrillProps['network']>) => ({ network: { ...SMALLEST_DRILL.network, ...options } });
const nameProblem = (drillName: string) =>
  `'drillName' must be at most 41 lower-case letters, digits and '-', with a letter first and no '-' at the end, got '${drillName}' ${WHY.name}`;

const CASES: readonly Case[] = [
  {
    rule: 'DRILL-001',
    broken: { drillName: 'a'.repeat(42) },
    says: nameProblem('a'.repeat(42)),
    kept: { drillName: 'a'.repeat(41) },
  },
  {
    rule: 'DRILL-002',
    broken: { database: 'shop' },
    says: `'database' must be one of 'orders', 'audit', got 'shop' ${WHY.database}`,
    kept: { database: 'audit' },
    ask: { cluster: { databases: DATABASES } },
  },
  {
    rule: 'DRILL-003',
    broken: { checks: [] },
    says: `'checks' must have at least one DrillCheck.isTrue(...), got none ${WHY.checks}`,
    kept: { checks: [DrillCheck.isTrue('it answers', 'SELECT true')] },
  },
  {
    rule: 'DRILL-003',
    broken: {
      checks: [DrillCheck.isTrue('it answers', 'SELECT true'), DrillCheck.isTrue(' ', '\n'), DrillCheck.isTrue('a\nb', 'SELECT true')],
    },
    says: [
      `'checks[1].title' must be one line that says what is checked, got ' '`,
      `'checks[1].sql' must be a query that answers true or false, got ''`,
      `'checks[2].title' must be one line that says what is checked, got 'a\\nb'`,
    ],
    kept: { checks: [DrillCheck.isTrue('a b', 'SELECT\n  true')] },
  },
  {
    rule: 'DRILL-004',
    broken: { schedule: '@weekly' },
    says: `'schedule': '@weekly' is a descriptor; write five fields, for example '0 2 * * *' for every day at 02:00 UTC ${WHY.time}`,
    kept: { schedule: '0 4 * * SUN' },
  },
  {
    rule: 'DRILL-004',
    broken: { schedule: '0 4 30 2 *' },
    says: `'schedule': '0 4 30 2 *' never fires: no such day in such a month`,
    kept: { schedule: '0 4 1 * *' },
  },
  ...[0, 1.5, 3651, NaN].map((maxAgeDays) => ({
    rule: 'DRILL-004',
    broken: { maxAgeDays },
    says: `'maxAgeDays' must be a whole number from 1 to 3650, got ${maxAgeDays}`,
    kept: { maxAgeDays: 3650 },
  })),
  ...[
    [Duration.seconds(59), '59'],
    [Duration.millis(90500), '90.5'],
    [Duration.days(8), '691200'],
  ].map(([deadline, got]) => ({
    rule: 'DRILL-004',
    broken: { deadline: deadline as Duration },
    says: `'deadline' must be a whole number of seconds from 60 to 604800, got ${got as string}; write for example Duration.hours(6)`,
    kept: { deadline: Duration.minutes(1) },
  })),
  ...[0, 1.5, 3].map((repository) => ({
    rule: 'DRILL-004',
    broken: { repository },
    says: `'repository' must be a whole number from 1 to 2, the repositories of the policy, got ${repository}`,
    kept: { repository: 2 },
    ask: { backup: { additionalRepositories: [FAR] } },
  })),
  {
    rule: 'DRILL-005',
    broken: network({ apiServerCidrs: [] }),
    says: `'network.apiServerCidrs' must have the addresses of the API server, got none; 'kubectl get endpoints kubernetes' shows them ${WHY.network}`,
    kept: network({ apiServerCidrs: ['10.96.0.1/32', '192.168.0.0/24'] }),
  },
  ...[
    '10.96.0.1',
    '10.96.0.1/33',
    '10.96.0/24',
    '999.1.1.1/32',
    '010.1.1.1/32',
    'kubernetes.default.svc',
    '10.0.0.0/08',
    '',
    'fd00::/129',
  ].map((cidr) => ({
    rule: 'DRILL-005',
    broken: network({ apiServerCidrs: ['10.96.0.1/32', cidr], archiveCidrs: [cidr] }),
    says: [
      `'network.apiServerCidrs' must have CIDRs such as '10.96.0.1/32', got '${cidr}'`,
      `'network.archiveCidrs' must have CIDRs such as '10.96.0.1/32', got '${cidr}'`,
    ],
    kept: network({ apiServerCidrs: ['fd00:10:96::1/128'], archiveCidrs: ['0.0.0.0/0', '::/0'] }),
  })),
  {
    rule: 'DRILL-005',
    broken: network({ apiServerPort: 65536, archiveCidrs: [], operatorNamespace: 'CNPG System' }),
    says: [
      `'network.apiServerPort' must be a whole number from 1 to 65535, got 65536`,
      `'network.archiveCidrs' must have the addresses of the archive, got none; leave it out for all public addresses`,
      `'network.operatorNamespace' must be at most 63 lower-case letters, digits and '-', got 'CNPG System'`,
    ],
    kept: network({ apiServerPort: 443, archiveCidrs: ['10.1.0.0/16'], operatorNamespace: 'databases' }),
  },
  {
    rule: 'DRILL-007',
    broken: { images: { kubectl: 'alpine/kubectl', psql: 'postgres:latest' } },
    says: [
      `'images.kubectl' must have a tag that is not 'latest', got 'alpine/kubectl' ${WHY.image}`,
      `'images.psql' must have a tag that is not 'latest', got 'postgres:latest' ${WHY.image}`,
    ],
    kept: { images: { kubectl: 'registry.example.com/kubectl:1.34.2', psql: undefined } },
  },
  {
    rule: 'DRILL-008',
    broken: {},
    says: `'network.archiveCidrs' must have the addresses of 'https://minio.storage.svc:9000', got none; write those of its pods, such as ['10.0.0.0/8'] (the pods of a drill reach public addresses only where nothing else is said, so the restore would never begin)`,
    kept: network({ archiveCidrs: ['10.0.0.0/8'] }),
    ask: { backup: { target: compatible('https://minio.storage.svc:9000') } },
  },
  {
    rule: 'DRILL-008',
    broken: {},
    says: `'network.archiveCidrs' must have the addresses of 'http://10.1.2.3', got none; write those of its pods, such as ['10.0.0.0/8']`,
    kept: network({ archiveCidrs: ['10.1.2.3/32'] }),
    ask: { backup: { target: compatible('http://10.1.2.3') } },
  },
  {
    rule: 'DRILL-010',
    of: 'an age below that of a week',
    broken: { schedule: '0 4 * * SUN', maxAgeDays: 6 },
    says: `'maxAgeDays' must be 7 or more, the days between two times of '0 4 * * SUN', got 6; write maxAgeDays: 15, which lets one of them fail, or a schedule that comes round sooner ${WHY.age}`,
    kept: { schedule: '0 4 * * SUN', maxAgeDays: 7 },
  },
  {
    rule: 'DRILL-010',
    of: 'the default below a quarter of a year',
    broken: { schedule: '0 4 1 */3 *' },
    says: `'maxAgeDays' must be 92 or more, the days between two times of '0 4 1 */3 *', got none, which is 35; write maxAgeDays: 185, which lets one of them fail, or a schedule that comes round sooner ${WHY.age}`,
    kept: { schedule: '0 4 1 * *' },
  },
  {
    rule: 'DRILL-009',
    broken: {},
    says: `the owner 'orders-app' of 'orders' must be able to log in at any time, got 'validUntil' and 'connectionLimit: 0'; leave that out, or look at another database (the restored cluster has the role as the backup has it, and the checks log in as the owner)`,
    kept: { database: 'audit' },
    ask: {
      cluster: {
        databases: [
          { name: 'orders', owner: 'orders-app' },
          { name: 'audit', owner: 'auditor' },
        ],
        roles: [{ name: 'orders-app', validUntil: '2030-01-01T00:00:00Z', connectionLimit: 0 }],
      },
    },
  },
];

describeRules<Partial<RestoreDrillProps>, Case>(CASES, {
  rules: DRILL_RULES,
  place: 'test/drill',
  program: (drill, { ask }) => program(operator, { ...ask, drill }),
  prints: (manifests) => expect(manifests.filter(({ kind }) => kind === 'CronJob')).toHaveLength(2),
});

/** Findings of a cluster and its drill, those of the drill alone. */
const ofDrill = (lines: readonly string[]) => lines.filter((line) => line.startsWith('[test/drill] '));

test.each(['', 'Orders', 'orders.drill', '2-orders', 'orders-'])('DRILL-001: %j is no name', (drillName) => {
  expect(ofDrill(findings(program(operator, { drill: { drillName } })))).toEqual([`[test/drill] [DRILL-001] ${nameProblem(drillName)}`]);
});

test('DRILL-001: the name of the cluster that is backed up', () => {
  expect(ofDrill(findings(program(operator, { drill: { drillName: 'orders' } })))).toEqual([
    `[test/drill] [DRILL-001] 'drillName' must not be the cluster that is backed up, got 'orders'; write 'orders-drill' ${WHY.name}`,
  ]);
});

test('HA-016: the name of another cluster', () => {
  const build = (drillName: string) => (chart: Chart) => {
    new HaCluster(chart, 'live', { ...smallestCluster(operator), clusterName: 'billing' });
    program(operator, { drill: { drillName } })(chart);
  };
  const says = (other: string) =>
    `[HA-016] the name 'billing' in namespace 'orders' is also used by ${other}; give each cluster a name of its own (two clusters of one name share services, volumes and secrets, and the second object replaces the first)`;
  expect(findings(build('billing')).filter((line) => line.includes('[HA-016]'))).toEqual([
    `[test/live] ${says('test/drill/Cluster')}`,
    `[test/drill/Cluster] ${says('test/live')}`,
  ]);
  expect(only(render(build('billing-drill')), 'Role').metadata.name).toBe('billing-drill-runner');
});

test('DRILL-002: a cluster without databases', () => {
  expect(findings(program(operator, { cluster: { databases: [] }, drill: {} }))).toEqual([
    `[test/drill] [DRILL-002] the cluster 'orders' must have 'databases', got none; write databases: [{ name: '...', owner: '...' }] ${WHY.database}`,
  ]);
});

test('DRILL-002: a policy of another app', () => {
  const build = (chart: Chart) => {
    const other = newChart();
    const cluster = new HaCluster(other, 'db', { ...smallestCluster(operator), databases: DATABASES });
    const policy = new BackupPolicy(other, 'backups', { ...SMALLEST_BACKUP, cluster });
    new RestoreDrill(chart, 'drill', { ...SMALLEST_DRILL, policy });
  };
  expect(findings(build)).toEqual([
    `[test/drill] [DRILL-002] the cluster 'orders' belongs to another app; write the RestoreDrill there ${WHY.database}`,
  ]);
});

test('DRILL-006: a drill in another namespace', () => {
  const elsewhere = (namespace: string) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES });
    const policy = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
    new RestoreDrill(new Chart(chart.node.scope!, 'far', { namespace }), 'drill', { ...SMALLEST_DRILL, policy });
  };
  expect(findings(elsewhere('billing')).filter((line) => line.startsWith('[far/drill] '))).toEqual([
    `[far/drill] [DRILL-006] the drill is in namespace 'billing' and its cluster 'orders' in 'orders'; put it in a chart of that namespace ${WHY.namespace}`,
  ]);
  expect(render(elsewhere('orders'))).toHaveLength(2);
});

describe('what is wrong with the cluster of a drill is reported', () => {
  test('its target', () => {
    const drill = { target: RecoveryTarget.time('2026-08-01T10:30:00') };
    expect(findings(program(operator, { drill }))).toEqual([
      `[test/drill/Cluster] [REC-001] 'recovery.target': '2026-08-01T10:30:00' has no zone, which each operator would guess differently; write '2026-08-01T10:30:00Z' or an offset such as '+02:00' (a time without zone is UTC for one operator and the time of the container for another, and a malformed one is retried for ever)`,
    ]);
  });

  test('an endpoint that is none', () => {
    const target = BackupTarget.s3Compatible({ bucket: 'acme', endpoint: 'no endpoint', credentials: BUCKET.credentials });
    expect(findings(program(operator, { backup: { target }, drill: {} }))).toEqual([
      `[test/backups] [BAK-007] 'target.endpoint' must be 'https://HOST' or 'https://HOST:PORT', got 'no endpoint' (the backup tools take the host and the port from it, and nothing else)`,
      `[test/drill/Cluster] [REC-007] 'recovery.archive.target.endpoint' must be 'https://HOST' or 'https://HOST:PORT', got 'no endpoint' (the recovery would wait for ever for an archive that cannot exist)`,
    ]);
  });
});

everyRuleHasACase(DRILL_RULES, CASES, ['DRILL-006']);
