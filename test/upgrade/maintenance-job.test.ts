import { Chart } from 'cdk8s';
import {
  ClusterState,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  MaintenanceJob,
  MaintenanceJobProps,
  MaintenanceTask,
  PostgresOperator,
  ReplicaCluster,
  ReplicaSource,
  RolePassword,
  UpgradeStep,
} from '../../lib';
import { MAINTENANCE_RULES } from '../../lib/upgrade/maintenance-rules';
import { program, smallestCluster } from '../support/programs';
import { Manifest, at, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const OWNED_BY_NOBODY = { login: true, owns: [], ownsFirst: false, memberOf: [], attributes: {}, access: [] };
const REPORTS = { name: 'reports', password: RolePassword.fromSecret() };

type Build = (chart: Chart) => void;

const operators: readonly (readonly [string, IPostgresOperator])[] = [
  ['CloudNativePG', PostgresOperator.cloudNativePg()],
  ['Zalando', PostgresOperator.zalando({ teamId: 'orders' })],
  ['PGO', PostgresOperator.crunchy()],
];
const [[, cnpg]] = operators as [(typeof operators)[number]];

const job =
  (props: Partial<MaintenanceJobProps> = {}, cluster: Partial<HaClusterProps> = {}, operator: IPostgresOperator = cnpg): Build =>
  (chart) => {
    const made = new HaCluster(chart, 'db', {
      ...smallestCluster(operator),
      databases: [{ name: 'orders', owner: 'orders-app' }],
      ...cluster,
    });
    new MaintenanceJob(chart, 'job', {
      cluster: made,
      database: 'orders',
      task: MaintenanceTask.analyze(),
      token: 'ticket-1234',
      ...props,
    });
  };

/** The Job, and not that which gives roles their access. */
const ownJob = (manifests: readonly Manifest[]): Manifest =>
  only(
    manifests.filter(({ metadata }) => metadata.labels?.['cdk8s-postgres/maintenance'] !== undefined),
    'Job',
  );

const CASES: readonly RuleCase<Build>[] = [
  {
    rule: 'VERB-003',
    of: 'the app',
    broken: (chart) => {
      const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator: cnpg });
      new MaintenanceJob(chart, 'job', { cluster, database: 'orders', task: MaintenanceTask.analyze(), token: 'ticket-1234' });
    },
    says: `the cluster 'orders' belongs to another app; write the MaintenanceJob there (it runs as the owner of the database, whose password is in a Secret beside the cluster)`,
    kept: job(),
  },
  {
    rule: 'VERB-003',
    of: 'the database',
    broken: job({ database: 'shop' }),
    says: `'database' must be one of the cluster, 'orders', got 'shop'`,
    kept: job(),
  },
  {
    rule: 'VERB-003',
    of: 'no database',
    broken: job({}, { databases: [] }),
    says: `'database' must be one of the cluster, which has none, got 'orders'`,
    kept: job(),
  },
  {
    rule: 'VERB-003',
    of: 'the namespace',
    broken: (chart) => {
      const other = new Chart(chart, 'other', { namespace: 'billing' });
      const cluster = new HaCluster(other, 'db', { ...smallestCluster(cnpg), databases: [{ name: 'orders', owner: 'orders-app' }] });
      new MaintenanceJob(chart, 'job', { cluster, database: 'orders', task: MaintenanceTask.analyze(), token: 'ticket-1234' });
    },
    says: `the job is in namespace 'orders' and its cluster 'orders' in 'billing'; put it in a chart of that namespace`,
    kept: job(),
  },
  {
    rule: 'VERB-004',
    of: 'empty',
    broken: job({ token: '' }),
    says: `'token' must be 1 to 30 lower-case letters, digits and '-', with no '-' at either end, got ''; write what it is for, 'ticket-1234' (a token acts once for each new value; one that is made when the program runs is a new one each time)`,
    kept: job(),
  },
  {
    rule: 'VERB-004',
    of: 'a date',
    broken: job({ token: '2026-08-01' }),
    says: `'token' must not have a date or a time in it, got '2026-08-01'; write what it is for, 'ticket-1234'`,
    kept: job(),
  },
  {
    rule: 'VERB-005',
    broken: job({}, { state: ClusterState.stopped() }),
    says: `the cluster 'orders' is in the state 'stopped'; take the MaintenanceJob out until it runs (there is nobody who could do it, and the Job would try until it has failed)`,
    kept: job(),
  },
  {
    rule: 'VERB-005',
    of: 'a cluster that follows another one',
    broken: (chart) => {
      const source = ReplicaSource.streaming({ clusterName: 'orders-live', host: 'orders-live.example.com' });
      const cluster = new ReplicaCluster(chart, 'replica', {
        ...smallestCluster(cnpg),
        databases: [{ name: 'orders', owner: 'orders-app' }],
        source,
      });
      new MaintenanceJob(chart, 'job', { cluster, database: 'orders', task: MaintenanceTask.analyze(), token: 'ticket-1234' });
    },
    says: `the cluster 'orders' follows another one; write it for that one`,
    kept: job(),
  },
  ...[UpgradeStep.run(), UpgradeStep.finish()].map((step) => ({
    rule: 'VERB-005',
    of: `an upgrade at the step ${step.kind}`,
    broken: program(cnpg, { maintenance: {}, upgrade: { step } }),
    says: `the cluster 'orders' has a MajorUpgrade at the step '${step.kind}', which ends what runs; take the MaintenanceJob out until the step 'tidy'`,
    kept: program(cnpg, { maintenance: {}, upgrade: { step: UpgradeStep.prepare() } }),
  })),
  {
    rule: 'VERB-006',
    of: 'none',
    broken: job({ task: MaintenanceTask.endSessions([]) }),
    says: `'task' must name roles whose sessions end, each once, got []; write MaintenanceTask.endSessions() for those of the owner (each ends its own, with its own password, and nobody else may without being a superuser)`,
    kept: job({ task: MaintenanceTask.endSessions() }),
  },
  {
    rule: 'VERB-006',
    of: 'twice the same',
    broken: job({ task: MaintenanceTask.endSessions(['orders-app', 'orders-app']) }),
    says: `'task' must name roles whose sessions end, each once, got ["orders-app","orders-app"]; write MaintenanceTask.endSessions() for those of the owner`,
    kept: job({ task: MaintenanceTask.endSessions(['orders-app']) }),
  },
  {
    rule: 'VERB-006',
    of: 'who is not there',
    broken: job({ task: MaintenanceTask.endSessions(['reports']) }),
    says: `'task' must end sessions of roles that can log in, got 'reports', which there is not; leave it out, and see docs/how-to/on-call-by-symptom.md`,
    kept: job({ task: MaintenanceTask.endSessions(['reports']) }, { roles: [REPORTS] }),
  },
  {
    rule: 'VERB-006',
    of: 'a group',
    broken: job({ task: MaintenanceTask.endSessions(['readers']) }, { roles: [{ name: 'readers', login: false }] }),
    says: `'task' must end sessions of roles that can log in, got 'readers', which has 'login: false'; leave it out, and see docs/how-to/on-call-by-symptom.md`,
    kept: job({ task: MaintenanceTask.endSessions(['reports']) }, { roles: [REPORTS] }),
  },
  {
    rule: 'VERB-006',
    of: 'who may have no connection',
    broken: job({ task: MaintenanceTask.endSessions(['reports']) }, { roles: [{ ...REPORTS, connectionLimit: 0 }] }),
    says: `'task' must end sessions of roles that can log in, got 'reports', which has 'connectionLimit: 0'; leave it out, and see docs/how-to/on-call-by-symptom.md`,
    kept: job({ task: MaintenanceTask.endSessions(['reports']) }, { roles: [REPORTS] }),
  },
];

describeRules(CASES, {
  rules: MAINTENANCE_RULES,
  place: 'test/job',
  program: (build) => build,
  prints: (manifests) => expect(ownJob(manifests)).toBeDefined(),
});

everyRuleHasACase(MAINTENANCE_RULES, CASES);

describe.each(operators)('on %s', (_, operator) => {
  const manifests = render(job({ task: MaintenanceTask.reindex() }, {}, operator));
  const printed = ownJob(manifests);
  const script = (all: readonly Manifest[]): string =>
    all.find(({ kind, data }) => kind === 'ConfigMap' && data?.['maintenance.sql'])!.data!['maintenance.sql']!;

  test('the script is that of the task, once for each token', () => {
    expect(script(manifests)).toContain(`'reindex/ticket-1234'`);
    expect(script(manifests)).toContain('REINDEX DATABASE CONCURRENTLY');
    expect(script(render(job({ task: MaintenanceTask.vacuum() }, {}, operator)))).toContain('VACUUM (ANALYZE);');
    expect(script(render(job({ task: MaintenanceTask.endSessions() }, {}, operator)))).toContain('pg_terminate_backend');
  });

  test('pods are let in, reached by nobody, and have no token of the API server', () => {
    const { labels } = printed.metadata;
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    const own = policies.find(({ spec }) => JSON.stringify(spec!.podSelector) === JSON.stringify({ matchLabels: labels }))!;
    expect(own.spec!.ingress ?? []).toEqual([]);
    expect(policies.some(({ spec }) => JSON.stringify(spec!.ingress ?? []).includes(JSON.stringify({ matchLabels: labels })))).toBe(true);
    expect(at(printed, '/spec/template/spec/automountServiceAccountToken')).toBe(false);
  });

  test('sessions of other roles end with their own passwords', () => {
    const all = render(job({ task: MaintenanceTask.endSessions(['reports']) }, { roles: [REPORTS] }, operator));
    const { secretName } = operator.roleSecret({ name: 'orders', namespace: 'orders' }, { ...OWNED_BY_NOBODY, ...REPORTS });
    expect(JSON.stringify(at(ownJob(all), '/spec/template/spec/volumes'))).toContain(`"name":"${secretName}"`);
    expect(script(all).match(/pg_terminate_backend/g)).toHaveLength(1);
    expect(script(all)).toContain('\\connect - :"role"');
  });

  test('another token is another Job', () => {
    expect(ownJob(render(job({ token: 'ticket-5678' }, {}, operator))).metadata.name).not.toBe(printed.metadata.name);
  });

  test('pods that are others are those of another Job, for none can be changed', () => {
    const other = ownJob(render(job({ task: MaintenanceTask.reindex() }, { placement: { nodeSelector: { disks: 'fast' } } }, operator)));
    expect(other.metadata.name).not.toBe(printed.metadata.name);
  });

  test('the image can be another', () => {
    const other = ownJob(render(job({ image: 'registry.example.com/psql:17' }, {}, operator)));
    expect(at(other, '/spec/template/spec/containers/0/image')).toBe('registry.example.com/psql:17');
  });
});
