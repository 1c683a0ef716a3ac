import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterDefault,
  ConnectionPool,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  Rules,
  SpreadRule,
  TakeOver,
} from '../../lib';

/** A cluster that ran before, with a policy and a pool. */
function program(operator: IPostgresOperator, props: Partial<HaClusterProps> = {}) {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'orders' });
  const cluster = new HaCluster(chart, 'Cluster', {
    clusterName: 'orders',
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(10) },
    databases: [{ name: 'orders', owner: 'orders' }],
    takenOver: TakeOver.asItRuns(),
    ...props,
  });
  new BackupPolicy(chart, 'Backups', {
    cluster,
    target: BackupTarget.s3({ bucket: 'orders-backups', region: 'eu-central-1', credentials: ObjectStoreCredentials.workloadIdentity() }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });
  new ConnectionPool(chart, 'Pool', { cluster });
  const objects = chart.toJson() as { kind: string; metadata: { name: string }; spec?: unknown }[];
  return { app, chart, cluster, objects, spec: objects[0]!.spec as { [field: string]: unknown } };
}

const OPERATORS = {
  cnpg: PostgresOperator.cloudNativePg(),
  zalando: PostgresOperator.zalando({ teamId: 'orders' }),
  crunchy: PostgresOperator.crunchy(),
};

/** Fields that the library prints by default and that a cluster which ran before is left without. */
const FIELDS: { readonly [name in keyof typeof OPERATORS]: readonly string[] } = {
  cnpg: ['imageName', 'resources', 'topologySpreadConstraints', 'enablePDB', 'primaryUpdateMethod', 'monitoring'],
  zalando: ['dockerImage', 'resources', 'topologySpreadConstraints', 'spiloRunAsUser', 'enableMasterLoadBalancer', 'sidecars'],
  crunchy: ['disableDefaultPodScheduling', 'databaseInitSQL', 'monitoring'],
};

describe.each(Object.keys(OPERATORS) as (keyof typeof OPERATORS)[])('%s', (name) => {
  test('a cluster that ran before gets no default that would change it', () => {
    const { spec, objects, app } = program(OPERATORS[name]);
    expect(FIELDS[name].filter((field) => field in spec)).toEqual([]);
    expect(objects.filter(({ kind }) => ['NetworkPolicy', 'PodMonitor', 'PrometheusRule'].includes(kind))).toEqual([]);
    expect(Rules.findings(app)).toEqual([]);
  });

  test('without the statement it has all of them', () => {
    const { spec } = program(OPERATORS[name], { takenOver: undefined });
    expect(FIELDS[name].filter((field) => !(field in spec))).toEqual([]);
  });

  test('naming every default that the operator has prints what is printed without the statement', () => {
    const { clusterDefaults = {} } = OPERATORS[name].facts;
    const all = Object.keys(clusterDefaults) as ClusterDefault[];
    expect(program(OPERATORS[name], { takenOver: TakeOver.asItRuns(all) }).objects).toEqual(
      program(OPERATORS[name], { takenOver: undefined }).objects,
    );
  });

  test('each default that is left off is told once at synth', () => {
    const told = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { app, cluster } = program(OPERATORS[name], { takenOver: TakeOver.asItRuns([ClusterDefault.NETWORK_POLICIES]) });
    app.node.findAll().forEach(({ node }) => node.validate());
    cluster.node.validate();
    const left = Object.keys(OPERATORS[name].facts.clusterDefaults ?? {}).length - 1;
    const notes = told.mock.calls.map(([text]) => String(text));
    told.mockRestore();
    expect(notes).toHaveLength(left);
    expect(notes.every((note) => note.startsWith('[chart/Cluster] left off: '))).toBe(true);
    expect(notes.filter((note) => note.includes('NETWORK_POLICIES'))).toEqual([]);
  });
});

test('a note says what switches the default on and what that does', () => {
  const told = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  program(OPERATORS.cnpg)
    .app.node.findAll()
    .forEach(({ node }) => node.validate());
  const [first, second] = told.mock.calls.map(([text]) => String(text));
  told.mockRestore();
  expect([first, second]).toEqual([
    '[chart/Cluster] left off: nobody gets in without TLS; TakeOver.asItRuns([ClusterDefault.TLS_ONLY]) switches it on: pg_hba.conf is reloaded and nothing restarts; clients without TLS are refused from then on, and pools take none.',
    "[chart/Cluster] left off: network policies for all pods; 'network' or TakeOver.asItRuns([ClusterDefault.NETWORK_POLICIES]) switches it on: nothing restarts; who is let in by neither 'connect' nor 'allowFrom' is cut off.",
  ]);
});

test('what the program says is printed, and nothing besides', () => {
  const { spec } = program(OPERATORS.cnpg, {
    compute: { memoryLimit: Size.gibibytes(4), cpu: Cpu.millis(500) },
    placement: { nodes: SpreadRule.PREFERRED },
  });
  expect(spec.resources).toEqual({ requests: { cpu: '500m' }, limits: { memory: '4Gi' } });
  expect(spec.topologySpreadConstraints).toHaveLength(2);
});

test('a default that the operator does not have cannot be asked for', () => {
  expect(() => program(OPERATORS.zalando, { takenOver: TakeOver.asItRuns([ClusterDefault.TLS_ONLY]) })).toThrow(
    "Validation failed with the following errors:\n  [chart/Cluster] [TAKE-001] 'takenOver' names ClusterDefault.TLS_ONLY, and Zalando Postgres Operator has no such default; there is ClusterDefault.NETWORK_POLICIES, ClusterDefault.SPREAD, ClusterDefault.COMPUTE, ClusterDefault.IMAGE, ClusterDefault.NO_LOAD_BALANCERS, ClusterDefault.POD_USER, ClusterDefault.CREATION, ClusterDefault.MONITORING (it would be taken for protection that is not there)",
  );
});

test('a default is named once', () => {
  const takenOver = TakeOver.asItRuns([ClusterDefault.SPREAD, ClusterDefault.SPREAD]);
  expect(() => program(OPERATORS.cnpg, { takenOver })).toThrow(
    "Validation failed with the following errors:\n  [chart/Cluster] [TAKE-002] 'takenOver' names ClusterDefault.SPREAD more than once; name it once (who takes one of the two out believes it to be off)",
  );
});
