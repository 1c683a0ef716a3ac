import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import { HaCluster, PostgresOperator, Rules } from '../../lib';
import { smallestCluster } from '../support/programs';
import { at, findings, newChart, only, render, unwatched } from '../support/render';

const OPERATORS = [
  ['Cluster', PostgresOperator.cloudNativePg(), '/spec/instances'],
  ['postgresql', PostgresOperator.zalando({ teamId: 'acme' }), '/spec/numberOfInstances'],
  ['PostgresCluster', PostgresOperator.crunchy(), '/spec/instances/0/replicas'],
] as const;

describe.each(OPERATORS)('a patch of %s', (kind, operator, count) => {
  const cluster = (chart: Chart) => new HaCluster(chart, 'db', smallestCluster(operator));
  const patched =
    (...patches: JsonPatch[]) =>
    (chart: Chart) =>
      ApiObject.of(cluster(chart)).addJsonPatch(...patches);

  test('is applied last', () => {
    expect(at(only(render(patched(JsonPatch.replace(count, 7))), kind), count)).toBe(7);
  });

  test('that adds an unknown field is refused with its place', () => {
    expect(findings(patched(JsonPatch.add('/spec/brandNew', { level: 1 })))).toEqual([
      `[test/db/Resource] [CRD-001] /spec/brandNew is no field of this kind; remove the patch or, for a newer operator, allow it with Rules.of(...).allowField('/spec/brandNew', reason) (the API server drops unknown fields without an error)`,
    ]);
  });

  test('that adds an unknown field passes, unfiltered, where the field is allowed', () => {
    const manifest = only(
      render((chart) => {
        const db = cluster(chart);
        ApiObject.of(db).addJsonPatch(JsonPatch.add('/spec/brandNew', { level: 1 }));
        Rules.of(db).allowField('/spec/brandNew', 'a field of the next operator version');
      }),
      kind,
    );
    expect(at(manifest, '/spec/brandNew')).toEqual({ level: 1 });
    expect(manifest.metadata.annotations).toMatchObject({ 'suppressed.cdk8s-postgres/CRD-001': 'a field of the next operator version' });
  });

  test('that adds several fields keeps the reason of each', () => {
    const manifest = only(
      render((chart) => {
        const db = cluster(chart);
        ApiObject.of(db).addJsonPatch(JsonPatch.add('/spec/one', 1), JsonPatch.add('/spec/two', 2));
        Rules.of(db).allowField('/spec/one', 'the first reason');
        Rules.of(db).allowField('/spec/two', 'the second');
      }),
      kind,
    );
    expect(manifest.metadata.annotations).toMatchObject({ 'suppressed.cdk8s-postgres/CRD-001': 'the first reason; the second' });
  });

  test('that sets a wrong type is refused with its place and value', () => {
    expect(findings(patched(JsonPatch.replace(count, 'three')))).toEqual([
      `[test/db/Resource] [CRD-002] ${count} must be a value of type integer, got "three" (the API server refuses the object)`,
    ]);
  });

  test('that cannot be applied is refused with its path', () => {
    expect(findings(patched(JsonPatch.replace('/spec/no/such/place', 1)))).toEqual([
      `[test/db/Resource] [CRD-003] one of 1 JSON patches does not fit the object: TypeError: Cannot read properties of undefined (reading 'such'); print the object without patches and compare the paths (the object cannot be printed)`,
    ]);
  });

  test('that renames the object is refused', () => {
    expect(findings(patched(JsonPatch.replace('/metadata/name', 'billing'), JsonPatch.replace('/apiVersion', 'v1')))).toEqual([
      `[test/db/Resource] [CRD-005] 'apiVersion' must stay '${render(cluster)[0]!.apiVersion}', got 'v1'; change the prop of the construct instead (other objects refer to these, and the rules have looked at those of the construct)`,
      `[test/db/Resource] [CRD-005] 'name' must stay 'orders', got 'billing'; change the prop of the construct instead (other objects refer to these, and the rules have looked at those of the construct)`,
    ]);
  });

  test('and labels that cannot be are refused', () => {
    const labelled = (key: string) => (chart: Chart) => ApiObject.of(cluster(chart)).metadata.addLabel(key, 'yes');
    expect(findings(labelled('a b'))).toEqual([
      `[test/db/Resource] [CRD-006] the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end (the API server refuses the object)`,
    ]);
    expect(only(render(labelled('a-b')), kind).metadata.labels).toEqual({ 'a-b': 'yes' });
  });

  test('is seen by the next synth', () => {
    const chart = newChart();
    const db = cluster(chart);
    Testing.synth(chart);
    ApiObject.of(db).addJsonPatch(JsonPatch.replace(count, 9));
    ApiObject.of(db).metadata.addLabel('late', 'yes');
    const manifest = only(Testing.synth(chart), kind);
    expect(at(manifest, count)).toBe(9);
    expect(manifest.metadata.labels).toEqual({ late: 'yes' });
  });
});

test('CRD-004: two objects with one name', () => {
  // The names of the objects of two databases of two clusters meet: a-b of one and b of the other.
  const operator = PostgresOperator.cloudNativePg();
  const build = (second: string) => (chart: Chart) => {
    const owner = 'app';
    const first = { name: 'main', owner };
    new HaCluster(chart, 'one', { ...smallestCluster(operator), clusterName: 'a', databases: [first, { name: second, owner }] });
    new HaCluster(chart, 'two', { ...smallestCluster(operator), clusterName: 'a-b', databases: [first, { name: 'c', owner }] });
  };
  expect(findings(build('b-c'))).toEqual([
    `[test/two/Database-1] [CRD-004] the Database 'a-b-c' is already printed by test/one/Database-1; give one of them another name (the second would replace the first, in an order that nobody chose)`,
  ]);
  expect(unwatched(render(build('d'))).filter(({ kind }) => kind !== 'NetworkPolicy')).toHaveLength(6);
});
