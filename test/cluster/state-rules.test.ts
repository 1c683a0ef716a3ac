import { Testing } from 'cdk8s';
import {
  ClusterState,
  HaClusterProps,
  IPostgresOperator,
  PairStep,
  PostgresOperator,
  PrimaryUpdate,
  RecoverySource,
  UpgradeStep,
  Weekday,
} from '../../lib';
import { STATE_RULES } from '../../lib/cluster/state-rules';
import { Ask, OLD_ARCHIVE, program } from '../support/programs';
import { Manifest, at, newChart, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const cnpg = PostgresOperator.cloudNativePg();
const zalando = PostgresOperator.zalando({ teamId: 'orders' });
const pgo = PostgresOperator.crunchy();

interface Given extends Ask {
  readonly on?: IPostgresOperator;
}

const alone = { instances: 1, nonProduction: { reason: 'a test', withoutBackups: true, singleInstance: true } };
const window = (from: string, to: string): Given => ({
  on: zalando,
  cluster: { updates: { windows: [{ day: Weekday.SUNDAY, from, to }] } },
});
const opens = (name: string, time: string): string =>
  `'updates.windows[0].${name}' must be a time of the day in UTC such as '01:30', with no zone behind it, got '${time}' (the operator refuses the cluster, or waits for a time that nobody meant)`;

const CASES: readonly RuleCase<Given>[] = [
  {
    rule: 'HA-120',
    of: 'a switchover',
    broken: { cluster: { ...alone, updates: { primary: PrimaryUpdate.SWITCHOVER } } },
    says: `'updates.primary' must not be PrimaryUpdate.SWITCHOVER with one instance; write PrimaryUpdate.RESTART, or leave it out (there is nobody who could take the place of a single instance, and the operator refuses the cluster or waits for ever)`,
    kept: { cluster: { ...alone, updates: { primary: PrimaryUpdate.RESTART } } },
  },
  {
    rule: 'HA-120',
    of: 'a person who goes on',
    broken: { cluster: { ...alone, updates: { supervised: true } } },
    says: `'updates.supervised' must not be true with one instance; leave it out`,
    kept: { cluster: { updates: { supervised: true } } },
  },
  {
    rule: 'HA-120',
    of: 'a token',
    broken: { on: pgo, cluster: { ...alone, verbs: { switchover: 'ticket-1234' } } },
    says: `'verbs.switchover' must not be given with one instance; write 'verbs.restart'`,
    kept: { on: pgo, cluster: { verbs: { switchover: 'ticket-1234' } } },
  },
  ...['1:00', '25:00', '01:00 CET', '01:00:00', '', '01:00+02:00'].map((time) => ({
    rule: 'HA-121',
    of: `opens at '${time}'`,
    broken: window(time, '05:00'),
    says: opens('from', time),
    kept: window('01:00', '05:00'),
  })),
  {
    rule: 'HA-121',
    of: 'closes before it opens',
    broken: window('23:00', '05:00'),
    says: `'updates.windows[0]' must close after it opens on the same day, got 23:00 to 05:00; write two windows for a night, one until '23:59' and one from '00:00'`,
    kept: window('00:00', '05:00'),
  },
  {
    rule: 'STATE-001',
    broken: { replica: {}, pair: PairStep.steady(), cluster: { state: ClusterState.stopped() } },
    says: `[test/db] [STATE-001] 'state' must be ClusterState.running() in a ClusterPair, got 'stopped' for 'orders'; take the pair out first, or stop writes with step: PairStep.demote() (the step of the pair says who writes, and what is stopped can neither hand over nor take over)`,
    kept: { replica: {}, cluster: { state: ClusterState.stopped() } },
  },
  {
    rule: 'STATE-002',
    of: 'an upgrade',
    broken: { cluster: { state: ClusterState.stopped() }, upgrade: { step: UpgradeStep.prepare() } },
    says: `'state' must be ClusterState.running() beside a MajorUpgrade, got 'stopped'; wake the cluster in a commit of its own before (what is asked for would begin at some later day, when the cluster wakes)`,
    kept: { upgrade: { step: UpgradeStep.prepare() } },
  },
  {
    rule: 'STATE-002',
    of: 'a restore in place',
    broken: { on: pgo, cluster: { state: ClusterState.stopped() }, inPlace: {} },
    says: `'state' must be ClusterState.running() beside an InPlaceRestore, got 'stopped'; wake the cluster before`,
    kept: { on: pgo, inPlace: {} },
  },
  {
    rule: 'STATE-002',
    of: 'a backup',
    broken: { cluster: { state: ClusterState.stopped() }, onDemand: [{}] },
    says: `'state' must be ClusterState.running() beside the OnDemandBackup 'before-v3', got 'stopped'; take the backup out, or wake the cluster`,
    kept: { onDemand: [{}] },
  },
  {
    rule: 'STATE-003',
    of: 'none',
    broken: { cluster: { state: ClusterState.fenced([]) } },
    says: `'state' must fence 1 to 3 instances, each once, got 0: []; write ClusterState.fenced() for all of them (a name that no instance has fences nothing, and an empty list says nothing)`,
    kept: { cluster: { state: ClusterState.fenced() } },
  },
  {
    rule: 'STATE-003',
    of: 'twice the same',
    broken: { cluster: { state: ClusterState.fenced(['orders-1', 'orders-1']) } },
    says: `'state' must fence 1 to 3 instances, each once, got 2: ["orders-1","orders-1"]; write ClusterState.fenced() for all of them`,
    kept: { cluster: { state: ClusterState.fenced(['orders-1', 'orders-2']) } },
  },
  ...['orders-0', 'orders', 'billing-1', '*', 'orders-two'].map((name) => ({
    rule: 'STATE-003',
    of: name,
    broken: { cluster: { state: ClusterState.fenced([name]) } },
    says: `'state' must fence instances such as 'orders-1', got '${name}'; kubectl get pods shows their names`,
    kept: { cluster: { state: ClusterState.fenced(['orders-12']) } },
  })),
  ...['', 'UPPER', '2026-08-01T10:00:00Z'].map((token) => ({
    rule: 'VERB-001',
    of: `'${token}'`,
    broken: { cluster: { verbs: { restart: token } } },
    says: `'verbs.restart' must be 1 to 30 lower-case letters, digits and '-', with no '-' at either end, got '${token}'; write what it is for, 'ticket-1234' (a token acts once for each new value; one that is made when the program runs is a new one each time)`,
    kept: { cluster: { verbs: { restart: 'ticket-1234' } } },
  })),
  ...['2026-08-01', 'restart-20260801', '1785571200'].map((token) => ({
    rule: 'VERB-001',
    of: token,
    broken: { cluster: { verbs: { restart: token } } },
    says: `'verbs.restart' must not have a date or a time in it, got '${token}'; write what it is for, 'ticket-1234'`,
    kept: { cluster: { verbs: { restart: 'ticket-1234' } } },
  })),
  {
    rule: 'VERB-002',
    of: 'a stopped cluster',
    broken: { cluster: { state: ClusterState.stopped(), verbs: { restart: 'ticket-1234' } } },
    says: `'verbs.restart' must not be given in the state 'stopped'; take it out until that is over (the token would act at some later moment, when nobody expects it)`,
    kept: { cluster: { state: ClusterState.running(), verbs: { restart: 'ticket-1234' } } },
  },
  {
    rule: 'VERB-002',
    of: 'an upgrade',
    broken: { cluster: { verbs: { restart: 'ticket-1234' } }, upgrade: {} },
    says: `'verbs.restart' must not be given beside a MajorUpgrade; take it out until that is over`,
    kept: { upgrade: {} },
  },
  {
    rule: 'VERB-010',
    of: 'a cluster that may be made anew',
    broken: { on: pgo, cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE), verbs: { switchover: 'ticket-1234' } } },
    says: `'verbs.switchover' must not be given beside 'recovery', for the cluster may be made anew by this program; take the token out, and write another one when the cluster runs (what a token has done is remembered in the cluster object, and one that is made anew remembers nothing)`,
    // A restart of pods that have just been made is none.
    kept: { on: pgo, cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE), verbs: { restart: 'ticket-1234' } } },
  },
  {
    rule: 'VERB-010',
    of: 'a restore in place',
    broken: { on: pgo, cluster: { verbs: { restart: 'ticket-1234', switchover: 'ticket-1234' } }, inPlace: {} },
    says: [
      `'verbs.restart' must not be given beside an InPlaceRestore; take it out until that is over`,
      `'verbs.switchover' must not be given beside an InPlaceRestore; take it out until that is over`,
    ],
    kept: { on: pgo, inPlace: {} },
  },
];

describeRules(CASES, {
  rules: STATE_RULES,
  place: 'test/db',
  program: ({ on = cnpg, ...ask }) => program(on, ask),
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(STATE_RULES, CASES);

describe('what is printed', () => {
  const printed = (on: IPostgresOperator, cluster: Partial<HaClusterProps>, ask: Ask = {}): Manifest[] =>
    render(program(on, { ...ask, cluster }));
  const annotation = (manifests: readonly Manifest[], key: string): string | undefined =>
    only(manifests, 'Cluster').metadata.annotations?.[key];

  test('a cluster that runs says nothing of it', () => {
    for (const on of [cnpg, zalando, pgo]) {
      expect(printed(on, { state: ClusterState.running() })).toEqual(printed(on, {}));
    }
  });

  test('fenced instances by name, or all', () => {
    expect(annotation(printed(cnpg, { state: ClusterState.fenced() }), 'cnpg.io/fencedInstances')).toBe('["*"]');
    expect(annotation(printed(cnpg, { state: ClusterState.fenced(['orders-2']) }), 'cnpg.io/fencedInstances')).toBe('["orders-2"]');
  });

  test('a stopped cluster keeps its size, takes no backups and wakes nobody', () => {
    const stopped = printed(cnpg, { state: ClusterState.stopped() }, { backup: {} });
    expect(annotation(stopped, 'cnpg.io/hibernation')).toBe('on');
    expect(at(only(stopped, 'Cluster'), '/spec/instances')).toBe(3);
    expect(at(only(stopped, 'ScheduledBackup'), '/spec/suspend')).toBe(true);
    expect(stopped.filter(({ kind }) => kind === 'PrometheusRule')).toEqual([]);
    expect(printed(cnpg, {}, { backup: {} }).filter(({ kind }) => kind === 'PrometheusRule')).toHaveLength(1);
    expect(at(only(printed(zalando, { state: ClusterState.stopped() }), 'postgresql'), '/spec/numberOfInstances')).toBe(0);
    expect(at(only(printed(pgo, { state: ClusterState.stopped() }), 'PostgresCluster'), '/spec/shutdown')).toBe(true);
  });

  test('updates are those of the cluster, before those of the operator', () => {
    const strategy = (cluster: Partial<HaClusterProps>): unknown[] => {
      const [one] = [only(printed(cnpg, cluster), 'Cluster')];
      return [at(one, '/spec/primaryUpdateMethod'), at(one, '/spec/primaryUpdateStrategy')];
    };
    expect(strategy({})).toEqual(['switchover', 'unsupervised']);
    expect(strategy({ updates: { primary: PrimaryUpdate.RESTART, supervised: true } })).toEqual(['restart', 'supervised']);
  });

  test('windows in the form of the operator', () => {
    const windows = [
      { from: '00:00', to: '05:00' },
      { day: Weekday.SUNDAY, from: '01:30', to: '06:00' },
    ];
    expect(at(only(printed(zalando, { updates: { windows } }), 'postgresql'), '/spec/maintenanceWindows')).toEqual([
      '00:00-05:00',
      'Sun:01:30-06:00',
    ]);
  });

  test('a token restarts pods, and nothing else changes', () => {
    const restart = { verbs: { restart: 'ticket-1234' } };
    expect(annotation(printed(cnpg, restart), 'kubectl.kubernetes.io/restartedAt')).toBe('ticket-1234');
    expect(JSON.stringify(at(only(printed(zalando, restart), 'postgresql'), '/spec/env'))).toContain('"ticket-1234"');
    const instance = at(only(printed(pgo, restart), 'PostgresCluster'), '/spec/instances/0/metadata/annotations');
    expect(instance).toMatchObject({ 'cdk8s-postgres/restart': 'ticket-1234' });
  });

  test('a token moves the primary', () => {
    const moved = only(printed(pgo, { verbs: { switchover: 'ticket-1234' } }), 'PostgresCluster');
    expect(at(moved, '/spec/patroni/switchover')).toEqual({ enabled: true });
    expect(moved.metadata.annotations).toMatchObject({ 'postgres-operator.crunchydata.com/trigger-switchover': 'ticket-1234' });
  });
});

test('who asks PGO for a switchover is told once how long it is remembered', () => {
  const told = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  try {
    const chart = newChart();
    program(pgo, { cluster: { verbs: { switchover: 'ticket-1234' } } })(chart);
    Testing.synth(chart);
    Testing.synth(chart);
    expect(told.mock.calls).toEqual([
      [
        `[test/db] 'verbs.switchover: ticket-1234' is remembered in the status of the cluster alone; take it out when it is done, for a cluster that is made anew with it switches over once more`,
        { type: 'cdk8s-postgres' },
      ],
    ]);
    render(program(pgo, { cluster: { verbs: { restart: 'ticket-1234' } } }));
    expect(told).toHaveBeenCalledTimes(1);
  } finally {
    told.mockRestore();
  }
});

test.each([
  ['CloudNativePG', cnpg, 'Cluster', '/spec/postgresql/parameters/cdk8s_postgres.reload'],
  ['Zalando', zalando, 'postgresql', '/spec/postgresql/parameters/cdk8s_postgres.reload'],
  ['PGO', pgo, 'PostgresCluster', '/spec/config/parameters/cdk8s_postgres.reload'],
])('a reload of %s is a parameter that nobody reads, behind those of the program', (_, on, kind, pointer) => {
  const reloaded = render(program(on, { cluster: { verbs: { reload: 'ticket-1234' } } }));
  expect(at(only(reloaded, kind), pointer)).toBe('ticket-1234');
  expect(at(only(render(program(on, {})), kind), pointer)).toBeUndefined();
});
