import { ArgoHealthChecks, PostgresOperator } from '../../lib';
import { healthOf } from '../support/lua';

const fragment = ArgoHealthChecks.fragment([
  PostgresOperator.cloudNativePg(),
  PostgresOperator.zalando({ teamId: 'acme' }),
  PostgresOperator.crunchy(),
]);
const check = (kind: string, obj: object) => healthOf(fragment[`resource.customizations.health.${kind}`]!, obj);

test('the fragment has a check where Argo CD has none, or a wrong one', () => {
  expect(Object.keys(fragment)).toEqual([
    'resource.customizations.health.argoproj.io_Application',
    'resource.customizations.health.postgresql.cnpg.io_Cluster',
    'resource.customizations.health.postgres-operator.crunchydata.com_PostgresCluster',
  ]);
});

test('the machine has no libraries but those of Argo CD', () => {
  const has = (name: string) => healthOf(`return { status = type(${name}), message = '' }`, {}).status;
  expect(['string', 'math', 'os', 'io', 'debug', 'load', 'table'].map(has)).toEqual([...Array<string>(6).fill('nil'), 'table']);
  expect(() => healthOf('return string.format("x")', {})).toThrow(/attempt to index a nil value/);
});

const PHASES = 'Cluster in healthy state';
const cluster = (status: object | undefined, annotations?: object) => ({
  metadata: { name: 'a', annotations },
  spec: { instances: 3 },
  status,
});

test.each([
  ['Progressing', 'waiting for the operator', cluster(undefined)],
  ['Progressing', 'waiting for the operator', cluster({})],
  ['Progressing', 'Setting up primary', cluster({ phase: 'Setting up primary', phaseReason: '' })],
  ['Progressing', 'Switchover in progress: to a-2', cluster({ phase: 'Switchover in progress', phaseReason: 'to a-2' })],
  ['Progressing', 'Applying configuration', cluster({ phase: 'Applying configuration' })],
  ['Progressing', 'A phase of a later version', cluster({ phase: 'A phase of a later version' })],
  ['Progressing', '2/3 instances ready', cluster({ phase: PHASES, readyInstances: 2 })],
  ['Healthy', PHASES, cluster({ phase: PHASES, readyInstances: 3 })],
  [
    'Degraded',
    'Cluster is unrecoverable and needs manual intervention',
    cluster({ phase: 'Cluster is unrecoverable and needs manual intervention', readyInstances: 0 }),
  ],
  ['Degraded', 'Not enough disk space', cluster({ phase: 'Not enough disk space' })],
  ['Suspended', 'Waiting for user action', cluster({ phase: 'Waiting for user action' })],
  ['Suspended', 'hibernated', cluster({ phase: PHASES, conditions: [{ type: 'cnpg.io/hibernation', status: 'True' }] })],
  [
    'Suspended',
    'the operator is told to leave the cluster alone',
    cluster({ phase: PHASES }, { 'cnpg.io/reconciliationLoop': 'disabled' }),
  ],
])('CloudNativePG: %s, %s', (status, message, obj) => {
  expect(check('postgresql.cnpg.io_Cluster', obj)).toEqual({ status, message });
});

/** A cluster of PGO with one set of two and one without a name of one. */
const crunchy = (status: object | undefined, spec: object = {}) => ({
  metadata: { name: 'a', generation: 4 },
  spec: { instances: [{ name: 'one', replicas: 2 }, {}], ...spec },
  status: status && { observedGeneration: 4, ...status },
});
const up = {
  instances: [
    { name: 'one', readyReplicas: 2, updatedReplicas: 2 },
    { name: '01', readyReplicas: 1, updatedReplicas: 1 },
  ],
};
const condition = (type: string, status: string, reason: string, message?: string) => ({
  ...up,
  conditions: [{ type, status, reason, message }],
});
const pool = { proxy: { pgBouncer: { replicas: 2 } } };

test.each([
  ['Progressing', 'waiting for the operator', crunchy(undefined)],
  ['Progressing', 'waiting for the operator', crunchy({ ...up, observedGeneration: 3 })],
  ['Progressing', '0/3 instances ready', crunchy({})],
  ['Progressing', '2/3 instances ready', crunchy({ instances: up.instances.slice(0, 1) })],
  ['Progressing', '2/3 instances updated', crunchy({ instances: [{ ...up.instances[0], updatedReplicas: 1 }, up.instances[1]] })],
  ['Progressing', 'restoring', crunchy(condition('PGBackRestoreProgressing', 'True', 'RestoreInProgress'))],
  ['Progressing', '0/2 pods of the pool ready', crunchy(up, pool)],
  ['Progressing', '1/2 pods of the pool ready', crunchy({ ...up, proxy: { pgBouncer: { readyReplicas: 1 } } }, pool)],
  ['Healthy', '3 instances ready', crunchy({ ...up, proxy: { pgBouncer: { readyReplicas: 2 } } }, pool)],
  ['Healthy', '3 instances ready', crunchy(condition('PGBackRestRepoHostReady', 'True', 'RepoHostReady'))],
  ['Degraded', 'PGBackRestRepoHostReady: gone', crunchy(condition('PGBackRestRepoHostReady', 'False', 'RepoHostNotReady', 'gone'))],
  ['Degraded', 'no class', crunchy(condition('PersistentVolumeResizeError', 'True', 'Forbidden', 'no class'))],
  ['Suspended', 'shut down', crunchy(up, { shutdown: true })],
  ['Suspended', 'paused', crunchy(condition('Progressing', 'False', 'Paused'))],
])('Crunchy PGO: %s, %s', (status, message, obj) => {
  expect(check('postgres-operator.crunchydata.com_PostgresCluster', obj)).toEqual({ status, message });
});

test.each([
  ['Progressing', '', {}],
  ['Degraded', 'a job failed', { status: { health: { status: 'Degraded', message: 'a job failed' } } }],
  ['Healthy', '', { status: { health: { status: 'Healthy' } } }],
])('an Application: %s, %j', (status, message, obj) => {
  expect(check('argoproj.io_Application', obj)).toEqual({ status, message });
});
