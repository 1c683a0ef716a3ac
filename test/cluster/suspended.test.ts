import { AccessLevel, HaClusterProps, PostgresOperator, RolePassword } from '../../lib';
import { Ask, program } from '../support/programs';
import { Manifest, at, only, render } from '../support/render';

const cnpg = PostgresOperator.cloudNativePg();
const zalando = PostgresOperator.zalando({ teamId: 'acme' });
const crunchy = PostgresOperator.crunchy();

const READERS: Partial<HaClusterProps> = {
  databases: [{ name: 'orders', owner: 'orders-app' }],
  roles: [{ name: 'reports', password: RolePassword.fromSecret(), access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] }],
};

const printed = (operator: HaClusterProps['operator'], suspended: boolean, ask: Ask = {}): Manifest[] =>
  render(program(operator, { ...ask, cluster: { ...READERS, suspended } }));

test('CloudNativePG hibernates the cluster, and no backup is tried', () => {
  const [asleep, awake] = [true, false].map((suspended) => printed(cnpg, suspended, { backup: {} }));
  expect(at(only(asleep!, 'Cluster'), '/metadata/annotations')).toHaveProperty(['cnpg.io/hibernation'], 'on');
  expect(at(only(awake!, 'Cluster'), '/metadata/annotations')).not.toHaveProperty(['cnpg.io/hibernation']);
  expect(only(asleep!, 'ScheduledBackup').spec).toHaveProperty('suspend', true);
  expect(only(awake!, 'ScheduledBackup').spec).not.toHaveProperty('suspend');
});

test('Zalando has no instance, and nothing is dumped', () => {
  const spec = (suspended: boolean) => only(printed(zalando, suspended, { logical: {} }), 'postgresql').spec;
  expect(spec(true)).toHaveProperty('numberOfInstances', 0);
  expect(spec(true)).not.toHaveProperty('enableLogicalBackup');
  expect(spec(false)).toMatchObject({ numberOfInstances: 3, enableLogicalBackup: true });
});

test('PGO shuts the cluster down, and the number of instances stays', () => {
  const spec = (suspended: boolean) => only(printed(crunchy, suspended), 'PostgresCluster').spec;
  expect(spec(true)).toMatchObject({ shutdown: true, instances: [{ replicas: 3 }] });
  expect(spec(false)).not.toHaveProperty('shutdown');
});

test.each([
  ['CloudNativePG', cnpg],
  ['Zalando', zalando],
  ['Crunchy PGO', crunchy],
])('Jobs and alerts of %s that would find no server are taken out, and the rest stays', (_, operator) => {
  const kinds = (suspended: boolean) => printed(operator, suspended).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  const gone = kinds(false).filter((name) => !kinds(true).includes(name));
  expect(gone.map((name) => name.replace(/-access-.*/, ''))).toEqual(['ConfigMap/orders', 'Job/orders', 'PrometheusRule/orders-alerts']);
  expect(kinds(true).filter((name) => !kinds(false).includes(name))).toEqual([]);
});
