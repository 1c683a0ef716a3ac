import { Chart } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  GitOpsOutput,
  HaCluster,
  ObjectStoreCredentials,
  PostgresOperator,
} from '../../lib';
import { smallestCluster } from '../support/programs';
import { render } from '../support/render';

const FLUX = 'kustomize.toolkit.fluxcd.io/prune';
const ARGO = 'argocd.argoproj.io/sync-options';
const WAVE = 'argocd.argoproj.io/sync-wave';

function databases(chart: Chart): void {
  const cluster = new HaCluster(chart, 'db', smallestCluster(PostgresOperator.cloudNativePg()));
  new BackupPolicy(chart, 'backups', {
    cluster,
    target: BackupTarget.s3({ bucket: 'acme', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('s3') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });
}

const annotations = (program: (chart: Chart) => void) =>
  render(program).map(({ kind, metadata }) => ({ kind: String(kind), ...(metadata.annotations as { [key: string]: string }) }));

test('what is protected from Argo CD is protected from Flux where that is asked for, before or after', () => {
  const asked = [
    (chart: Chart) => {
      GitOpsOutput.of(chart).protectFromFlux();
      databases(chart);
    },
    (chart: Chart) => {
      databases(chart);
      GitOpsOutput.of(chart.node.root).protectFromFlux();
    },
  ];
  for (const printed of asked.map(annotations)) {
    const isKept = (one: object): boolean => (one[ARGO as never] as string | undefined)?.includes('Prune=false') === true;
    expect(printed.filter(isKept).map(({ kind }) => kind)).toEqual(['Cluster', 'ObjectStore']);
    expect(printed.filter((one) => isKept(one) !== (one[FLUX as never] === 'disabled'))).toEqual([]);
  }
  expect(annotations(databases).filter((one) => FLUX in one)).toEqual([]);
});

test('no wave is behind the cluster', () => {
  const printed = annotations((chart) => {
    GitOpsOutput.of(chart).addSyncWaves();
    databases(chart);
  });
  expect(printed.map((one) => [one.kind, one[WAVE as never]])).toEqual([
    ['Cluster', undefined],
    ['NetworkPolicy', '-1'],
    ['NetworkPolicy', '-1'],
    ['ConfigMap', '-1'],
    ['PodMonitor', undefined],
    ['PrometheusRule', undefined],
    ['ObjectStore', '-1'],
    ['ScheduledBackup', undefined],
  ]);
  expect(annotations(databases).filter((one) => WAVE in one)).toEqual([]);
});

test('what is no construct is refused', () => {
  expect(() => GitOpsOutput.of({} as never)).toThrow(
    `[GitOpsOutput.of] [PROP-003] 'scope' must be a construct such as a chart, got an object of type Object`,
  );
});
