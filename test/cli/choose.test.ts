import * as fs from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import { IPostgresOperator, OperatorChoice, PostgresOperator } from '../../lib';
import { matrix } from '../../cli/choose/command';
import { Verdict } from '../../cli/choose/verdict';
import { command, folder, removeFolders, write } from './support/guard';

// Programs stand below this folder, where tsx and the library are found.
const own = fs.mkdtempSync(path.join(__dirname, 'choose-'));

afterAll(() => {
  removeFolders();
  fs.rmSync(own, { recursive: true, force: true });
});

const HEAD = `import { App, Chart, Size } from 'cdk8s';
import { ConnectionPool, HaCluster, PoolMode, PostgresOperator, PostgresVersion } from '../../../lib';
const chart = new Chart(new App(), 'orders', { namespace: 'orders' });
`;

/** What the program below asks for, for both ways to choose. */
const BODY = `
  const cluster = new HaCluster(chart, 'db', {
    clusterName: 'orders', operator, version: PostgresVersion.V17, storage: { size: Size.gibibytes(50) },
    walStorage: { size: Size.gibibytes(10) }, databases: [{ name: 'orders', owner: 'orders-app' }],
    nonProduction: { reason: 'a test', withoutBackups: true },
  });
  new ConnectionPool(chart, 'pool', { cluster, mode: PoolMode.STATEMENT });
`;

function program(name: string, text: string): string {
  write(own, { [name]: text });
  return name;
}

test('each operator is tried in the place of the one that a program names, and nothing is printed where it prints', () => {
  const name = program(
    'main.ts',
    `${HEAD}const operator = PostgresOperator.zalando({ teamId: 'acme' });${BODY}(chart.node.root as App).synth();`,
  );
  const { status, out, err } = command(own, 'choose', name, '--json');
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(fs.readdirSync(own)).toEqual(['main.ts']);
  const { verdicts } = JSON.parse(out) as { verdicts: Verdict[] };
  expect(matrix(verdicts).split('\n').slice(0, 4)).toEqual([
    '             CloudNativePG  Zalando Postgres Operator  Crunchy PGO',
    'orders/pool  CNPG-054       ZAL-111                    yes',
    'orders/db    yes            ZAL-101                    yes',
    'all of it    no             no                         yes',
  ]);
  expect(matrix(verdicts)).toContain(
    "Zalando Postgres Operator\n  [orders/db] [ZAL-101] asked for 'walStorage'; leave 'walStorage' out and make 'storage' larger; available on CloudNativePG and Crunchy PGO (Zalando Postgres Operator 2.0 does not have it)\n",
  );

  // The answer is that of OperatorChoice.
  const inside = { ...jest.requireActual<object>('../../lib'), ...jest.requireActual<object>('cdk8s') };
  const used = Object.entries(inside).filter(([key]) => BODY.includes(key));
  const build = new Function('chart', 'operator', ...used.map(([key]) => key), BODY);
  const choice = OperatorChoice.of(
    { addTo: (chart: Chart, operator: IPostgresOperator) => void build(chart, operator, ...used.map(([, value]) => value)) },
    { candidates: [PostgresOperator.cloudNativePg(), PostgresOperator.zalando({ teamId: 'acme' }), PostgresOperator.crunchy()] },
  );
  expect(verdicts.map(({ operator, fits, refusals }) => [operator, fits, refusals.map(({ rule, what }) => [rule, what])])).toEqual(
    choice.verdicts.map(({ operator, fits, refusals }) => [operator, fits, refusals.map(({ id, what, why }) => [id, `${what} (${why})`])]),
  );
});

test('an example that all can print', () => {
  const { status, out } = command(path.join(__dirname, '../../examples/quickstart'), 'choose', 'main.ts');
  expect({ status, out }).toEqual({
    status: 0,
    out: '           CloudNativePG  Zalando Postgres Operator  Crunchy PGO\nall of it  yes            yes                        yes\n',
  });
});

test('what the place has is told with its source, and may exclude an operator', () => {
  const name = program(
    'place.ts',
    `${HEAD}const operator = PostgresOperator.crunchy();
    new HaCluster(chart, 'db', {
      clusterName: 'orders', operator, version: PostgresVersion.V17, storage: { size: Size.gibibytes(50) },
      databases: [{ name: 'orders', owner: 'orders-app' }], nonProduction: { reason: 'a test', withoutBackups: true },
    });
    (chart.node.root as App).synth();`,
  );
  const { status, out } = command(own, 'choose', name, '--kubernetes', '1.33', '--no-object-store', '--patroni');
  expect(status).toBe(0);
  expect(out.split('\n').slice(0, 8)).toEqual([
    '                          CloudNativePG  Zalando Postgres Operator  Crunchy PGO',
    'place: kubernetes         against',
    'place: objectStore        excludes       excludes                   for',
    'place: patroniExperience  against        for                        for',
    'all of it                 no             no                         yes',
    '',
    'CloudNativePG',
    '  kubernetes, against: its makers test and support 1.34 to 1.36; update Kubernetes, or take a version of the operator that names yours (CloudNativePG 1.30, docs/src/supported_releases.md)',
  ]);
});

test.each([
  [
    ['main.ts', '--kubernetes', 'v1.34'],
    64,
    "--kubernetes takes a version with two numbers, such as 1.34, got 'v1.34'; see cdk8s-postgres choose --help",
  ],
  [[], 64, 'the program is missing; see cdk8s-postgres choose --help'],
  [['a.ts', 'b.ts'], 64, "one program is tried, got 'a.ts' and 'b.ts'; see cdk8s-postgres choose --help"],
  [['nowhere.ts'], 64, "there is no program 'nowhere.ts'"],
  [['.'], 64, "there is no program '.'"],
  [['--wrong'], 64, "Unknown option '--wrong'; see cdk8s-postgres choose --help"],
  [['alone.ts'], 65, "'alone.ts' asks for no operator by PostgresOperator, so there is nothing to choose"],
  [['broken.ts'], 65, "'broken.ts' ends in line 1 with status 1 where CloudNativePG is tried: Error: no such thing"],
  [['gone.js'], 65, "'gone.js' ends with status 3 where CloudNativePG is tried: see what it says when it is run by itself"],
])('%j is no program to choose for', (args, status, message) => {
  program('alone.ts', 'console.log(1);');
  program('broken.ts', "throw new Error('no such thing');");
  program('gone.js', 'process.exit(3);');
  const ended = command(own, 'choose', ...args);
  expect({ ...ended, err: ended.err.split('\n')[0] }).toEqual({ status, out: '', err: `cdk8s-postgres: ${message}` });
});

test('an error of several lines is told whole, without its stack', () => {
  const name = program('unreadable.ts', 'const operator = {\n  a: 1\n  b: 2,\n};');
  expect(command(own, 'choose', name)).toEqual({
    status: 65,
    out: '',
    err:
      "cdk8s-postgres: 'unreadable.ts' ends in line 3 with status 1 where CloudNativePG is tried: Error: Transform failed with 1 error:\n" +
      `${path.join(fs.realpathSync(own), 'unreadable.ts')}:3:2: ERROR: Expected "}" but found "b"\n`,
  });
});

test('a program of TypeScript without what runs it', () => {
  const cwd = write(folder(), { 'main.ts': '' });
  expect(command(cwd, 'choose', 'main.ts')).toEqual({
    status: 64,
    out: '',
    err: "cdk8s-postgres: 'main.ts' is TypeScript, and neither tsx nor ts-node is installed beside it; install one, or name the folder of its output\n",
  });
});

test('help', () => {
  expect(command('.', 'choose', '--help')).toMatchObject({ status: 0, err: '' });
});
