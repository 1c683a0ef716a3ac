import { ApiObject, JsonPatch, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { isLeftOut, leaveOut } from '../../lib/private/left-out';
import { Manifest } from '../../lib/private/manifest';
import { findings, newChart } from '../support/render';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap' };

/** Three ConfigMaps of one construct, of which the second is printed while that is so. */
function three(names: readonly [string, string, string] = ['a', 'b', 'c']) {
  const chart = newChart();
  const scope = new Construct(chart, 'three');
  const state = { printed: false };
  const [first, second, third] = names.map(
    (name, i) =>
      new Manifest(scope, `Map-${i}`, {
        gvk: CONFIG_MAP,
        metadata: { name },
        data: () => ({ position: `${i}` }),
        printedWhile: i === 1 ? () => state.printed : undefined,
      }),
  );
  const print = () => (Testing.synth(chart) as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
  return { chart, scope, state, print, first: first!, second: second!, third: third! };
}

test('an object is printed while it is to be printed, always at the same place', () => {
  const { state, print } = three();
  expect(print()).toEqual(['a', 'c']);
  state.printed = true;
  expect(print()).toEqual(['a', 'b', 'c']);
  state.printed = false;
  expect(print()).toEqual(['a', 'c']);
});

test('it leaves no empty document', () => {
  const { chart, state } = three();
  const documents = () => JSON.stringify(chart.toJson());
  expect(documents()).not.toContain('null');
  state.printed = true;
  expect(chart.toJson()).toHaveLength(3);
});

test('it is found by its id, and keeps its patches', () => {
  const { chart, scope, state, second } = three();
  expect(scope.node.tryFindChild('Map-1')).toBe(second);
  expect(scope.node.children).not.toContain(second);
  ApiObject.of(second).addJsonPatch(JsonPatch.add('/data/more', 'yes'));
  state.printed = true;
  expect(chart.toJson()).toContainEqual(expect.objectContaining({ data: { position: '1', more: 'yes' } }));
});

test('nothing is said of it while it is not printed', () => {
  const { chart, state, second } = three();
  ApiObject.of(second).addJsonPatch(JsonPatch.replace('/no/such/place', 1));
  expect(chart.toJson()).toHaveLength(2);
  state.printed = true;
  expect(() => chart.toJson() as unknown).toThrow('[test/three/Map-1] [CRD-003] one of 1 JSON patches does not fit the object');
});

test('it has no twin while it is not printed', () => {
  const twin = three(['a', 'same', 'same']);
  expect(twin.print()).toEqual(['a', 'same']);
  twin.state.printed = true;
  expect(() => twin.print()).toThrow(`[test/three/Map-2] [CRD-004] the ConfigMap 'same' is already printed by test/three/Map-1;`);
});

test('objects that are always printed are twins as before', () => {
  expect(
    findings((chart) => {
      new Manifest(chart, 'one', { gvk: CONFIG_MAP, metadata: { name: 'same' }, data: () => ({}) });
      new Manifest(chart, 'two', { gvk: CONFIG_MAP, metadata: { name: 'same' }, data: () => ({}) });
    }),
  ).toEqual([
    `[test/two] [CRD-004] the ConfigMap 'same' is already printed by test/one; give one of them another name (the second would replace the first, in an order that nobody chose)`,
  ]);
});

test('objects of two copies of the library may stand side by side', () => {
  const { scope, state, print } = three();
  jest.isolateModules(() => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const other = require('../../lib/private/left-out') as { leaveOut: typeof leaveOut };
    expect(other.leaveOut).not.toBe(leaveOut);
    const map = new ApiObject(scope, 'Other', { ...CONFIG_MAP, metadata: { name: 'other' } });
    other.leaveOut(map, () => !state.printed);
  });
  expect(print()).toEqual(['a', 'c']);
  state.printed = true;
  expect(print()).toEqual(['a', 'b', 'c', 'other']);
});

test('what stands below is left out, too', () => {
  const { chart, scope } = three();
  const inner = new Construct(scope, 'inner');
  new Manifest(inner, 'Map', { gvk: CONFIG_MAP, metadata: { name: 'd' }, data: () => ({}) });
  const state = { out: false };
  leaveOut(inner, () => state.out);
  expect(isLeftOut(inner)).toBe(false);
  expect(chart.node.findAll()).toContain(inner);
  expect(chart.toJson()).toHaveLength(3);
  state.out = true;
  expect(isLeftOut(inner)).toBe(true);
  expect(chart.node.findAll()).not.toContain(inner);
  expect(chart.toJson()).toHaveLength(2);
});
