import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { ConnectionPool, HaCluster, PoolMode, PostgresOperator, Rules } from '../lib';
import { PermissiveOperator } from './support/permissive-operator';
import { smallestCluster } from './support/programs';
import { findings, newChart, only, refusal, render } from './support/render';

const operator = new PermissiveOperator();
const single = { ...smallestCluster(operator), instances: 1 };

test('a suppressed rule passes, and the reason is printed', () => {
  const manifests = render((chart) => Rules.of(new HaCluster(chart, 'db', single)).suppress('HA-002', 'a demo that may be down'));
  expect(only(manifests, 'ToyPostgres').metadata.annotations).toEqual({ 'suppressed.cdk8s-postgres/HA-002': 'a demo that may be down' });
});

test('the reason of a pool that is a field of its cluster is printed on the cluster', () => {
  const manifests = render((chart) => {
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(PostgresOperator.crunchy()), parameters: { max_connections: '100' } });
    Rules.of(new ConnectionPool(chart, 'pool', { cluster, poolSize: 60 })).suppress('POOL-007', 'only one pod is ever busy');
  });
  expect(only(manifests, 'PostgresCluster').metadata.annotations).toMatchObject({
    'suppressed.cdk8s-postgres/POOL-007': 'only one pod is ever busy',
  });
});

describe('a suppression on a chart', () => {
  const REASON = { 'suppressed.cdk8s-postgres/HA-002': 'nothing here is for production' };

  test('holds for what is below it, and its reason is printed on every object that it lets through, and on no other', () => {
    const manifests = render((chart) => {
      Rules.of(chart).suppress('HA-002', 'nothing here is for production');
      new HaCluster(chart, 'db', single);
      new HaCluster(chart, 'safe', { ...single, clusterName: 'safe', instances: 3 });
    });
    expect(manifests.map(({ kind, metadata }) => [kind, metadata.name, metadata.annotations])).toEqual([
      ['ToyPostgres', 'orders', REASON],
      ['NetworkPolicy', 'orders-instances', undefined],
      ['ToyPostgres', 'safe', undefined],
      ['NetworkPolicy', 'safe-instances', undefined],
    ]);
  });

  test('and one on the app and one on the cluster are told together', () => {
    const manifests = render((chart) => {
      Rules.of(chart.node.root).suppress('HA-002', 'nothing here is for production');
      Rules.of(new HaCluster(chart, 'db', single)).suppress('HA-002', 'a demo');
    });
    expect(only(manifests, 'ToyPostgres').metadata.annotations).toEqual({
      'suppressed.cdk8s-postgres/HA-002': 'a demo; nothing here is for production',
    });
  });

  test('is told on the cluster where a pool is a field of it', () => {
    const manifests = render((chart) => {
      Rules.of(chart).suppress('POOL-007', 'only one pod is ever busy');
      const cluster = new HaCluster(chart, 'db', {
        ...smallestCluster(PostgresOperator.crunchy()),
        parameters: { max_connections: '100' },
      });
      new ConnectionPool(chart, 'pool', { cluster, poolSize: 60 });
    });
    expect(only(manifests, 'PostgresCluster').metadata.annotations).toMatchObject({
      'suppressed.cdk8s-postgres/POOL-007': 'only one pod is ever busy',
    });
  });

  test('that lets a field pass is told on the object that has it', () => {
    const manifests = render((chart) => {
      Rules.of(chart).allowField('/spec/newField', 'CloudNativePG 1.31');
      const cluster = new HaCluster(chart, 'db', smallestCluster(PostgresOperator.cloudNativePg()));
      ApiObject.of(cluster).addJsonPatch(JsonPatch.add('/spec/newField', true));
    });
    expect(only(manifests, 'Cluster').metadata.annotations).toMatchObject({ 'suppressed.cdk8s-postgres/CRD-001': 'CloudNativePG 1.31' });
  });
});

test('other findings of the same construct stay', () => {
  const lines = findings((chart) => {
    Rules.of(new HaCluster(chart, 'db', { ...single, clusterName: 'X' })).suppress('HA-002', 'a demo');
  });
  expect(lines.map((line) => line.slice(0, 18))).toEqual(['[test/db] [HA-003]']);
});

test('RULE-002: a suppression that nothing needs is refused', () => {
  const build = (instances: number) => (chart: Parameters<Parameters<typeof render>[0]>[0]) =>
    Rules.of(new HaCluster(chart, 'db', { ...single, instances })).suppress('HA-002', 'a demo');
  expect(findings(build(3))).toEqual([
    `[test/db] [RULE-002] 'HA-002' is suppressed ('a demo') but nothing here breaks it; remove it or, in a construct that many programs share, write { mayBeUnused: true } behind the reason (it would hide the next mistake)`,
  ]);
  expect(render(build(1)).map(({ kind }) => kind)).toEqual(['ToyPostgres', 'NetworkPolicy']);
});

test('RULE-002: a suppression of a rule that does not exist says so, also where it may be unused', () => {
  const lines = findings((chart) => {
    const rules = Rules.of(new HaCluster(chart, 'db', smallestCluster(operator)));
    rules.suppress('HA-999', 'a demo', { mayBeUnused: true });
    rules.suppress('TOY-999', 'a rule of an operator of somebody else', { mayBeUnused: true });
  });
  expect(lines).toEqual([
    `[test/db] [RULE-002] 'HA-999' is suppressed ('a demo') and there is no such rule; look for the id in docs/rules.md (it would hide the next mistake)`,
  ]);
});

test('a suppression of a wrapper may be unused', () => {
  const manifests = render((chart) => {
    Rules.of(chart).suppress('HA-002', 'clusters of developers may be down', { mayBeUnused: true });
    new HaCluster(chart, 'db', { ...single, instances: 3 });
  });
  expect(manifests.map(({ kind }) => kind)).toEqual(['ToyPostgres', 'NetworkPolicy']);
  expect(findings((chart) => Rules.of(new HaCluster(chart, 'db', single)).suppress('HA-002', 'x', { unused: true } as never))).toEqual([
    `[test/db] [PROP-001] 'options.unused' is not a prop; known props: mayBeUnused (a misspelt prop would be ignored)`,
  ]);
});

describe('findings as data', () => {
  test('are those that synth is refused with, as JSON', () => {
    const chart = newChart();
    const one = new HaCluster(chart, 'one', single);
    Rules.of(one).suppress('HA-017', 'nothing to back up');
    new HaCluster(chart, 'two', { ...single, clusterName: 'X', instances: 0 });
    const found = Rules.findings(chart.node.root);
    expect(found.map(({ id, path }) => `${path} ${id}`)).toEqual(
      ['test/one RULE-002', 'test/one HA-002', 'test/two HA-001', 'test/two HA-003'].sort(),
    );
    const lines = found.map(({ id, path, what, why }) => `  [${path}] [${id}] ${what} (${why})`);
    expect(() => Testing.synth(chart)).toThrow(lines[0]);
    expect((JSON.parse(JSON.stringify(found)) as object[])[1]).toEqual({
      id: found[1]!.id,
      path: found[1]!.path,
      what: found[1]!.what,
      why: found[1]!.why,
    });
  });

  test('are those of the printed objects too, and nothing where nothing is wrong', () => {
    const chart = newChart();
    const cluster = new HaCluster(chart, 'db', smallestCluster(PostgresOperator.cloudNativePg()));
    expect(Rules.findings(chart)).toEqual([]);
    ApiObject.of(cluster).addJsonPatch(JsonPatch.add('/spec/newField', true));
    expect(Rules.findings(chart).map(({ id }) => id)).toEqual(['CRD-001']);
    Rules.of(cluster).allowField('/spec/newField', 'CloudNativePG 1.31');
    expect(Rules.findings(chart)).toEqual([]);
  });
});

test.each(['PROP-001', 'RULE-002', 'nonsense'])('RULE-001: %s cannot be suppressed', (id) => {
  expect(refusal((chart) => Rules.of(new HaCluster(chart, 'db', single)).suppress(id, 'a demo'))).toBe(
    `Validation failed with the following errors:\n  [test/db] [RULE-001] '${id}' is no rule that can be suppressed; see docs/rules.md for their ids (an exemption has to be found and judged by the next reader)`,
  );
});

test.each([undefined, '', '/spec', '/metadata/name', 'spec/x'])('RULE-001: the field %p cannot be allowed', (pointer) => {
  expect(
    findings((chart) => Rules.of(new HaCluster(chart, 'db', smallestCluster(operator))).allowField(pointer as string, 'a demo')),
  ).toEqual([
    `[test/db] [RULE-001] '${String(pointer)}' is no field below /spec; write the whole pointer, such as '/spec/newField' (an exemption has to be found and judged by the next reader)`,
  ]);
});

test('RULE-001: what the operator does not have cannot be suppressed', () => {
  const build = (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', smallestCluster(PostgresOperator.cloudNativePg()));
    Rules.of(new ConnectionPool(chart, 'pool', { cluster, mode: PoolMode.STATEMENT })).suppress('CNPG-054', 'a demo');
  };
  expect(findings(build)[1]).toBe(
    `[test/pool] [RULE-001] 'CNPG-054' says what the operator does not have, which cannot be suppressed; remove the suppression (an exemption has to be found and judged by the next reader)`,
  );
});

test('RULE-001: rules of what is no construct', () => {
  expect(() => Rules.of(undefined as never)).toThrow(
    `Validation failed with the following errors:\n  [Rules.of] [RULE-001] the argument of Rules.of must be a construct such as an HaCluster, got undefined (an exemption has to be found and judged by the next reader)`,
  );
});

test('RULE-002: an allowed field that nothing needs is refused', () => {
  const cluster = (chart: Chart) => new HaCluster(chart, 'db', smallestCluster(PostgresOperator.cloudNativePg()));
  expect(findings((chart) => Rules.of(cluster(chart)).allowField('/spec/newField', 'CloudNativePG 1.31'))).toEqual([
    `[test/db] [RULE-002] '/spec/newField' is allowed ('CloudNativePG 1.31') but nothing here breaks it; remove it (it would hide the next mistake)`,
  ]);
});

test('RULE-003: a suppression without reason is refused', () => {
  expect(findings((chart) => Rules.of(new HaCluster(chart, 'db', single)).suppress('HA-002', ' '))).toEqual([
    `[test/db] [RULE-003] the reason to suppress 'HA-002' is empty; write why it does not apply (an exemption has to be found and judged by the next reader)`,
  ]);
});

test('all findings of a synth come in one error', () => {
  const message = refusal((chart) => {
    new HaCluster(chart, 'one', single);
    new HaCluster(chart, 'two', { ...single, clusterName: 'X', instances: 0 });
  });
  expect(message.split('\n').map((line) => line.trim().slice(0, 19))).toEqual([
    'Validation failed w',
    '[test/one] [HA-002]',
    '[test/two] [HA-001]',
    '[test/two] [HA-003]',
  ]);
});
