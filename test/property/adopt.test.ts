import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Chart, Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { adopt } from '../../cli/adopt/adopt';
import { synthesizer } from '../../cli/adopt/fit/synthesis';
import { readManifests } from '../../cli/adopt/read/read';
import { classified } from '../../cli/adopt/report/classes';
import { IPostgresOperator, PostgresOperator, Rules } from '../../lib';
import { Ask, program } from '../support/programs';
import { ask, maybe, onDemandProps, pgAdminProps } from './generators';
import { cnpg, crunchy, oneOrAll, zalando } from './option-generators';

/** What `adopt` writes for the output of a program prints that output. `ADOPT_RUNS` says how many programs are drawn. */

const RUNS = Number(process.env.ADOPT_RUNS ?? 5);
const CLUSTER_KINDS = ['Cluster', 'postgresql', 'PostgresCluster'];

const synthesize = synthesizer((name) => jest.requireActual<object>(name === 'cdk8s-postgres' ? '../../lib' : name));

interface Options {
  readonly [name: string]: unknown;
}

/** The factories with options that no manifest shows said already. */
const OPERATORS: readonly {
  readonly name: string;
  readonly drawn: fc.Arbitrary<Options>;
  readonly make: (given: Options) => IPostgresOperator;
}[] = [
  { name: 'CloudNativePG', drawn: oneOrAll(cnpg) as fc.Arbitrary<Options>, make: (given) => PostgresOperator.cloudNativePg(given) },
  {
    name: 'Zalando',
    drawn: oneOrAll(zalando) as fc.Arbitrary<Options>,
    make: (given) => PostgresOperator.zalando({ teamId: 'acme', ...given }),
  },
  { name: 'Crunchy PGO', drawn: oneOrAll(crunchy) as fc.Arbitrary<Options>, make: (given) => PostgresOperator.crunchy(given) },
];

interface Said {
  readonly options: Options;
  readonly ask: Ask;
}

/** What is said one by one, each as a step from what was said before. */
function steps({ options, ask: { cluster, backup, pools = [], onDemand = [], pgAdmin } }: Said): ((before: Said) => Said)[] {
  const each = (props: object | undefined): Options[] => Object.entries(props ?? {}).map(([name, value]) => ({ [name]: value as unknown }));
  return [
    ...each(cluster).map((prop) => (said: Said) => ({ ...said, ask: { ...said.ask, cluster: { ...said.ask.cluster, ...prop } } })),
    ...(backup ? [{}, ...each(backup)] : []).map((prop) => (said: Said) => ({
      ...said,
      ask: { ...said.ask, backup: { ...said.ask.backup, ...prop } },
    })),
    ...pools.flatMap((pool, i) =>
      [{}, ...each(pool)].map((prop) => (said: Said) => {
        const others = [...(said.ask.pools ?? [])];
        others[i] = { ...others[i], ...prop };
        return { ...said, ask: { ...said.ask, pools: others.filter((one) => one !== undefined) } };
      }),
    ),
    ...onDemand.map((one) => (said: Said) => ({ ...said, ask: { ...said.ask, onDemand: [...(said.ask.onDemand ?? []), one] } })),
    ...(pgAdmin ? [{}, ...each(pgAdmin)] : []).map((prop) => (said: Said) => ({
      ...said,
      ask: { ...said.ask, pgAdmin: { ...said.ask.pgAdmin, ...prop } },
    })),
    ...each(options).map((option) => (said: Said) => ({ ...said, options: { ...said.options, ...option } })),
  ];
}

/** The chart of a program; undefined where rules refuse it. */
function printed(make: (given: Options) => IPostgresOperator, said: Said): Chart | undefined {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  try {
    program(make(said.options), said.ask)(chart);
  } catch {
    // What does not fit its shape stops the program.
    return undefined;
  }
  return Rules.findings(app).length === 0 ? chart : undefined;
}

/** As much of a program as rules let through: what is refused is left out, so that there is something to adopt. */
function rightPart(make: (given: Options) => IPostgresOperator, drawn: Said): Said {
  return steps(drawn).reduce<Said>(
    (said, step) => {
      const more = step(said);
      return printed(make, more) ? more : said;
    },
    { options: {}, ask: {} },
  );
}

/** Reads what a chart prints as the command does. */
function read(chart: Chart) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'adopt-'));
  try {
    const objects = chart.toJson() as { kind: string; metadata: { name: string } }[];
    fs.writeFileSync(path.join(folder, 'all.yaml'), Yaml.stringify(...objects));
    const cluster = objects.find(({ kind }) => CLUSTER_KINDS.includes(kind))!.metadata.name;
    return readManifests([folder], { cwd: folder, fileBytes: 1e7, cluster });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const drawn = fc
  .tuple(ask, maybe(fc.array(onDemandProps, { minLength: 1, maxLength: 1 })), maybe(pgAdminProps))
  .map(([all, onDemand, pgAdmin]): Ask => ({ ...all, ...(onDemand && { onDemand }), ...(pgAdmin && { pgAdmin }) }));

/** What is adopted from the output of a program prints that output. */
function printsItself(make: (given: Options) => IPostgresOperator, said: Said): void {
  const { belongings, samples, cluster } = read(printed(make, said)!);
  const adopted = adopt(belongings, synthesize, samples);
  const { fields, additions, disruptive } = classified(belongings, adopted);
  expect({
    failure: adopted.outcome.failure,
    problems: adopted.outcome.problems,
    lost: fields.filter((one) => one.class === 'lost'),
    additions,
    disruptive,
    objects: adopted.outcome.objects.length,
  }).toEqual({ failure: undefined, problems: [], lost: [], additions: [], disruptive: [], objects: belongings.length });
  expect(cluster.name).not.toBe('');
}

describe.each(OPERATORS)('$name', ({ drawn: options, make }) => {
  test('what is adopted from the output of a program prints that output', () => {
    fc.assert(
      fc.property(drawn, options, (asked, given) => printsItself(make, rightPart(make, { options: given, ask: asked }))),
      { numRuns: RUNS },
    );
  });
});

test('further sets of instances come with their Services', () => {
  const replicaSets = [{ name: 'reports', mayBecomePrimary: true }];
  printsItself(() => PostgresOperator.crunchy(), { options: {}, ask: { cluster: { replicaSets } } });
});
