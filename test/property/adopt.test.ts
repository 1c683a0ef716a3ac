import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { adopt } from '../../cli/adopt/adopt';
import { synthesizer } from '../../cli/adopt/fit/synthesis';
import { classified } from '../../cli/adopt/report/classes';
import { KubeObject, keyOf } from '../../cli/manifests/object';
import { withDefaults } from '../../cli/manifests/compare/defaults';
import { isStateful } from '../../cli/manifests/operators';
import { JsonMap } from '../../cli/values/json';
import {
  ConnectionPool,
  HaCluster,
  HaClusterProps,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Replication,
  Rules,
  SpreadRule,
} from '../../lib';

const synthesize = synthesizer((name) => jest.requireActual<object>(name === 'cdk8s-postgres' ? '../../lib' : name));

const OPERATORS = [
  PostgresOperator.cloudNativePg(),
  PostgresOperator.zalando({ teamId: 'acid' }),
  PostgresOperator.crunchy({ instanceSetName: 'pg' }),
];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const size = fc.integer({ min: 1, max: 500 }).map((n) => Size.gibibytes(n));
const name = fc.constantFrom('orders', 'stock', 'web-shop');

/** Programs that no rule refuses. */
const program = fc.record({
  // By its place, so that a counterexample can be read.
  operator: fc.nat({ max: OPERATORS.length - 1 }),
  props: fc.record({
    clusterName: fc.constantFrom('acid-orders', 'acid-ledger'),
    version: fc.constantFrom(PostgresVersion.V15, PostgresVersion.V16, PostgresVersion.V17),
    instances: fc.integer({ min: 2, max: 5 }),
    storage: fc.record({ size, storageClass: maybe(fc.constantFrom('fast', 'slow')) }),
    compute: maybe(fc.record({ cpu: fc.integer({ min: 100, max: 1900 }).map((n) => Cpu.millis(n)), memory: size })),
    replication: maybe(fc.boolean().map((writesWithoutStandby) => Replication.synchronous({ writesWithoutStandby }))),
    parameters: maybe(fc.record({ work_mem: fc.integer({ min: 1, max: 64 }).map((n) => `${n}MB`) })),
    hbaRules: maybe(fc.constant(['hostssl all all 10.0.0.0/8 scram-sha-256'])),
    databases: maybe(fc.uniqueArray(name, { minLength: 1, maxLength: 2 }).map((all) => all.map((one) => ({ name: one, owner: one })))),
    placement: maybe(
      fc.record({ nodes: fc.constantFrom(SpreadRule.PREFERRED, SpreadRule.NONE), priorityClassName: fc.constant('important') }),
    ),
    annotations: maybe(fc.constant({ 'example.com/team': 'shop' })),
    image: maybe(fc.constant(PostgresImage.pinned('registry.example.com/postgresql:17.2-standard-trixie'))),
  }) as fc.Arbitrary<Omit<HaClusterProps, 'operator'>>,
  pool: maybe(fc.record({ mode: fc.constantFrom(PoolMode.SESSION, PoolMode.TRANSACTION), instances: fc.integer({ min: 1, max: 3 }) })),
});

type Drawn = typeof program extends fc.Arbitrary<infer T> ? T : never;

/** What a program prints, as the command reads it: the cluster first. */
function printed({ operator, props, pool }: Drawn): KubeObject[] {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'shop' });
  const cluster = new HaCluster(chart, 'Cluster', {
    ...props,
    operator: OPERATORS[operator]!,
    nonProduction: { reason: 'a test', withoutBackups: true },
  });
  if (pool) {
    new ConnectionPool(chart, 'Pool', { cluster, ...pool, maxDatabaseConnections: 10 });
  }
  // What a rule refuses is no program.
  fc.pre(Rules.findings(app).length === 0);
  const objects = (JSON.parse(JSON.stringify(chart.toJson())) as JsonMap[]).map((raw): KubeObject => {
    const { apiVersion, kind, metadata } = raw as { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } };
    const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
    const { name: own, namespace = '' } = metadata;
    const type = `${group || 'core'}/${kind}`;
    const key = keyOf(group, kind, namespace, own);
    return {
      file: '',
      line: 1,
      text: '',
      live: false,
      group,
      version,
      kind,
      type,
      namespace,
      name: own,
      key,
      raw,
      value: withDefaults(group, kind, raw),
    };
  });
  return [...objects.filter(isStateful), ...objects.filter((one) => !isStateful(one))];
}

test('what is adopted from the output of a program prints that output', () => {
  fc.assert(
    fc.property(program, (drawn) => {
      const read = printed(drawn);
      const adopted = adopt(read, synthesize);
      expect(adopted.outcome.problems).toEqual([]);
      const { fields, additions, disruptive } = classified(read, adopted);
      expect(fields.filter((one) => one.class === 'lost')).toEqual([]);
      expect({ additions, disruptive }).toEqual({ additions: [], disruptive: [] });
      expect(adopted.outcome.objects).toHaveLength(read.length);
    }),
    { numRuns: 12 },
  );
});
