import { Chart, Lazy, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { BackupPolicy, BackupTarget, ConnectionPool, HaCluster, HaClusterProps, PoolMode, PostgresOperator, Replication } from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { SECRET, SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { findings, newChart } from '../support/render';

const operator = new PermissiveOperator();
const WHY_TYPE = '(JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)';
const WHY_TOKEN = '(names and addresses are checked, and printed into other objects, before tokens are resolved)';

/** Props as they come from JavaScript, where no compiler looks. */
const untyped = (props: object) => program(operator, { cluster: props as Partial<HaClusterProps> });

test.each<[string, object, string]>([
  [
    'an unknown prop',
    { instnaces: 3 },
    `[PROP-001] 'instnaces' is not a prop; known props: annotations, clusterName, compute, databases, hbaRules, image, instances, labels, nonProduction, operator, parameters, placement, preloadLibraries, replication, storage, version, walStorage (a misspelt prop would be ignored)`,
  ],
  [
    'an unknown prop of a struct',
    { storage: { size: Size.gibibytes(5), class: 'fast' } },
    `[PROP-001] 'storage.class' is not a prop; known props: size, storageClass (a misspelt prop would be ignored)`,
  ],
  ['a missing prop', { version: undefined }, `[PROP-002] 'version' is missing (there is no safe default for it)`],
  ['a missing owner', { databases: [{ name: 'orders' }] }, `[PROP-002] 'databases[0].owner' is missing (there is no safe default for it)`],
  [
    'a size as text',
    { storage: { size: '50 GB' } },
    `[PROP-003] 'storage.size' must be a Size of cdk8s such as Size.gibibytes(50), got '50 GB' ${WHY_TYPE}`,
  ],
  ['storage as text', { storage: '50 GB' }, `[PROP-003] 'storage' must be an object, got '50 GB' ${WHY_TYPE}`],
  ['a number as text', { instances: '3' }, `[PROP-003] 'instances' must be a number, got '3' ${WHY_TYPE}`],
  [
    'a number as parameter',
    { parameters: { max_connections: 200 } },
    `[PROP-003] 'parameters['max_connections']' must be a string, got 200 ${WHY_TYPE}`,
  ],
  [
    'a key that JavaScript keeps',
    { labels: { constructor: 'x' } },
    `[PROP-003] 'labels' must not have the key 'constructor', which cdk8s cannot print; write another key ${WHY_TYPE}`,
  ],
  [
    'a Map',
    { parameters: new Map([['a', 'b']]) },
    `[PROP-003] 'parameters' must be a map of strings, got an object of type Map ${WHY_TYPE}`,
  ],
  [
    'a prop that every object has',
    { toString: 'x' },
    `[PROP-001] 'toString' is not a prop; known props: annotations, clusterName, compute, databases, hbaRules, image, instances, labels, nonProduction, operator, parameters, placement, preloadLibraries, replication, storage, version, walStorage (a misspelt prop would be ignored)`,
  ],
  [
    'a hole in a list',
    { preloadLibraries: Array.from({ length: 1 }) },
    `[PROP-003] 'preloadLibraries[0]' must be a string, got undefined ${WHY_TYPE}`,
  ],
  [
    'a size as CPU',
    { compute: { cpu: Size.gibibytes(1) } },
    `[PROP-003] 'compute.cpu' must be a Cpu of cdk8s-plus-28 such as Cpu.millis(500), got an object of type Size ${WHY_TYPE}`,
  ],
  [
    'a literal as replication',
    { replication: { standbys: 1 } },
    `[PROP-003] 'replication' must be a Replication such as Replication.synchronous(), got an object of type Object ${WHY_TYPE}`,
  ],
  [
    'a misspelt option of replication',
    { replication: Replication.synchronous({ standby: 2 } as never) },
    `[PROP-001] 'replication.standby' is not a prop; known props: standbys, writesWithoutStandby (a misspelt prop would be ignored)`,
  ],
  [
    'a factory that is not called',
    { operator: PostgresOperator.cloudNativePg },
    `[PROP-003] 'operator' must be a PostgresOperator such as PostgresOperator.cloudNativePg(), got the function or class 'cloudNativePg', which is not called ${WHY_TYPE}`,
  ],
  ['null', { instances: null }, `[PROP-003] 'instances' must be a number, got null ${WHY_TYPE}`],
  [
    'a word of an enum',
    { placement: { nodes: 'always' } },
    `[PROP-003] 'placement.nodes' must be SpreadRule.REQUIRED or SpreadRule.PREFERRED or SpreadRule.NONE, got 'always' ${WHY_TYPE}`,
  ],
  ['a list as map', { labels: ['a'] }, `[PROP-003] 'labels' must be a map of strings, got a list ${WHY_TYPE}`],
  [
    'a token',
    { clusterName: Lazy.any({ produce: () => 'orders' }) },
    `[PROP-004] 'clusterName' is a token that is only known later; write the value itself ${WHY_TOKEN}`,
  ],
  [
    'a text token',
    { clusterName: 'a-$' + '{Token[TOKEN.7]}' },
    `[PROP-004] 'clusterName' is a token that is only known later; write the value itself ${WHY_TOKEN}`,
  ],
])('%s is refused', (_, props, says) => {
  expect(findings(untyped(props))).toEqual([`[test/db] ${says}`]);
});

test('a size that is none is refused', () => {
  expect(findings(untyped({ storage: { size: { toKibibytes: 5 } } }))).toEqual([
    `[test/db] [PROP-003] 'storage.size' must be a Size of cdk8s such as Size.gibibytes(50), got an object of type Object ${WHY_TYPE}`,
  ]);
});

test('all wrong props of a construct are in one error', () => {
  expect(findings(untyped({ clusterName: 1, instances: 'x', foo: 1 }))).toHaveLength(3);
});

test('a missing target is refused', () => {
  const { schedules, retention } = SMALLEST_BACKUP;
  const build = (chart: Chart) =>
    new BackupPolicy(chart, 'backups', { schedules, retention, cluster: new HaCluster(chart, 'db', smallestCluster(operator)) } as never);
  expect(findings(build)).toEqual([`[test/backups] [PROP-002] 'target' is missing (there is no safe default for it)`]);
});

test('a target without credentials is refused', () => {
  const target = BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1' } as never);
  expect(findings(program(operator, { backup: { target } }))).toEqual([
    `[test/backups] [PROP-002] 'target.credentials' is missing (there is no safe default for it)`,
  ]);
});

test('an S3-compatible target without endpoint is refused', () => {
  const target = BackupTarget.s3Compatible({ bucket: 'acme-pg', credentials: SECRET } as never);
  expect(findings(program(operator, { backup: { target } }))).toEqual([
    `[test/backups] [PROP-002] 'target.endpoint' is missing (there is no safe default for it)`,
  ]);
});

test('a policy or pool of another app cannot change a cluster behind the back of its rules', () => {
  const build = (chart: Chart) => {
    const cluster = new HaCluster(newChart(), 'db', { ...smallestCluster(operator), nonProduction: undefined });
    new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
  };
  expect(findings(build)).toEqual([
    `[test/backups] [BAK-012] the cluster 'orders' belongs to another app; write the BackupPolicy there (archiving is switched on in the cluster object, which another app prints)`,
  ]);
});

test('PROP-005: a cluster outside of a chart', () => {
  const build = (chart: Chart) => new HaCluster(chart.node.scope as Construct as never, 'loose', smallestCluster(operator));
  expect(findings(build)).toEqual([
    `[loose] [PROP-005] 'loose' stands outside of a chart; write new Chart(app, id, { namespace }) and put it in there (a chart is the file that objects are printed to)`,
  ]);
});

test('a pool without cluster is refused', () => {
  const build = (chart: Chart) => new ConnectionPool(chart, 'pool', { mode: PoolMode.SESSION } as never);
  expect(findings(build)).toEqual([`[test/pool] [PROP-002] 'cluster' is missing (there is no safe default for it)`]);
});

test('no props at all are refused', () => {
  expect(findings((chart) => new HaCluster(chart, 'db', undefined as never))).toEqual([
    `[test/db] [PROP-003] 'props' must be an object, got undefined ${WHY_TYPE}`,
  ]);
});

test('attributes of an imported cluster are checked as well', () => {
  const build = (chart: Chart) => HaCluster.fromHaClusterAttributes(chart, 'db', { operator } as never);
  expect(findings(build)).toEqual([`[test/db] [PROP-002] 'clusterName' is missing (there is no safe default for it)`]);
});

test('the stack begins where the user called', () => {
  try {
    new HaCluster(newChart(), 'db', {} as never);
    throw new Error('not refused');
  } catch (error) {
    expect((error as Error).stack!.split('\n').find((line) => line.trim().startsWith('at '))).toContain('props.test.ts');
  }
});

test('props that change after construction change nothing', () => {
  const parameters: { [name: string]: string } = { max_connections: '100' };
  const chart = newChart();
  new HaCluster(chart, 'db', { ...smallestCluster(operator), parameters });
  parameters.max_connections = '7';
  expect(JSON.stringify(chart.toJson())).toContain('"max_connections":"100"');
});
