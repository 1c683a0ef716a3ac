/* eslint-disable no-template-curly-in-string -- placeholders are spelled like templates that somebody forgot */
import { App, Chart, Size, Testing } from 'cdk8s';
import { HaCluster, Placeholder, PostgresOperator, PostgresVersion, Rules } from '../../lib';

/** A cluster whose storage class and size are put in later. */
function program(declare: (app: App) => string = (app) => Placeholder.declare(app, '${CLASS:=fast}', 'sample-class')) {
  const app = Testing.app();
  const storageClass = declare(app);
  const chart = new Chart(app, 'chart');
  const cluster = new HaCluster(chart, 'Cluster', {
    clusterName: 'orders',
    operator: PostgresOperator.cloudNativePg(),
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(10), storageClass },
    nonProduction: { reason: 'a test', withoutBackups: true },
  });
  return { app, chart, cluster };
}

const storageOf = (chart: Chart): unknown => (Testing.synth(chart)[0] as { spec: { storage: unknown } }).spec.storage;

test('the output has the placeholder wherever the program has the sample', () => {
  const { chart, app } = program();
  expect(Rules.findings(app)).toEqual([]);
  expect(storageOf(chart)).toEqual({ size: '10Gi', storageClass: '${CLASS:=fast}', resizeInUseVolumes: true });
});

test('a number or a size is put in by its place', () => {
  const { chart, cluster } = program(() => 'fast');
  Placeholder.at(cluster, '/spec/storage/size', '${SIZE:-10Gi}');
  Placeholder.at(cluster, '/spec/nothing/here', '${NOTHING}');
  expect(storageOf(chart)).toEqual({ size: '${SIZE:-10Gi}', storageClass: 'fast', resizeInUseVolumes: true });
});

test('a placeholder below one chart does nothing in another', () => {
  const { chart } = program((app) => Placeholder.declare(new Chart(app, 'other'), '${CLASS}', 'sample-class'));
  expect(storageOf(chart)).toMatchObject({ storageClass: 'sample-class' });
});

const refused = (what: string): string => `Validation failed with the following errors:\n  [] ${what}`;
const WHY = '(the output would hold a sample as if it were meant, or a placeholder where none is)';

test('a text that nothing puts in is no placeholder', () => {
  expect(() => Placeholder.declare(Testing.app(), '$CLASS', 'sample-class')).toThrow(
    refused(`[HA-110] '$CLASS' is no placeholder; write '\${NAME}', '\${NAME:=default}' or '\${NAME:-default}' ${WHY}`),
  );
  const { cluster } = program();
  expect(() => Placeholder.at(cluster, '/spec/instances', '{{ n }}')).toThrow(
    `Validation failed with the following errors:\n  [chart/Cluster] [HA-110] '{{ n }}' is no placeholder; write '\${NAME}', '\${NAME:=default}' or '\${NAME:-default}' ${WHY}`,
  );
});

test('a sample that could stand in other texts by chance is refused', () => {
  expect(() => Placeholder.declare(Testing.app(), '${CLASS}', 'fast')).toThrow(
    refused(`[HA-111] the sample 'fast' of '\${CLASS}' must have at least 6 characters ${WHY}`),
  );
});

test('no sample holds another one', () => {
  const app = Testing.app();
  Placeholder.declare(app, '${CLASS}', 'sample-class');
  expect(() => Placeholder.declare(app, '${OTHER}', 'sample-class-2')).toThrow(
    refused(`[HA-111] the sample 'sample-class-2' of '\${OTHER}' must not hold that of '\${CLASS}', nor the reverse ${WHY}`),
  );
});
