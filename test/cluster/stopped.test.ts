import { AccessLevel, ClusterState, HaClusterProps, PostgresOperator, PostgresVersion, RolePassword, UpgradeStep } from '../../lib';
import { Ask, program } from '../support/programs';
import { Manifest, only, render } from '../support/render';

const zalando = PostgresOperator.zalando({ teamId: 'acme' });

const READERS: Partial<HaClusterProps> = {
  databases: [{ name: 'orders', owner: 'orders-app' }],
  roles: [{ name: 'reports', password: RolePassword.fromSecret(), access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] }],
};

const printed = (operator: HaClusterProps['operator'], isStopped: boolean, ask: Ask = {}): Manifest[] =>
  render(program(operator, { ...ask, cluster: { ...READERS, ...(isStopped && { state: ClusterState.stopped() }) } }));

test('nothing is dumped while a cluster of Zalando is stopped', () => {
  const spec = (isStopped: boolean) => only(printed(zalando, isStopped, { logical: {} }), 'postgresql').spec;
  expect(spec(true)).toHaveProperty('numberOfInstances', 0);
  expect(spec(true)).not.toHaveProperty('enableLogicalBackup');
  expect(spec(false)).toMatchObject({ numberOfInstances: 3, enableLogicalBackup: true });
});

test.each([
  ['CloudNativePG', PostgresOperator.cloudNativePg()],
  ['Zalando', zalando],
  ['Crunchy PGO', PostgresOperator.crunchy()],
])('Jobs and alerts of a stopped cluster of %s, which would find no server, are taken out, and the rest stays', (_, operator) => {
  const kinds = (isStopped: boolean) => printed(operator, isStopped).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  const gone = kinds(false).filter((name) => !kinds(true).includes(name));
  expect(gone.map((name) => name.replace(/-access-.*/, ''))).toEqual(['ConfigMap/orders', 'Job/orders', 'PrometheusRule/orders-alerts']);
  expect(kinds(true).filter((name) => !kinds(false).includes(name))).toEqual([]);
});

test('nothing is dumped while a cluster of Zalando is upgraded', () => {
  const dumps = (step: UpgradeStep): unknown =>
    only(render(program(zalando, { cluster: { ...READERS, version: PostgresVersion.V16 }, logical: {}, upgrade: { step } })), 'postgresql')
      .spec!.enableLogicalBackup;
  expect([UpgradeStep.prepare(), UpgradeStep.run(), UpgradeStep.finish()].map(dumps)).toEqual([true, undefined, true]);
});
