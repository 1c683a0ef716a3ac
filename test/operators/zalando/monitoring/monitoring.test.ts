import { PostgresOperator, ReplicaSource, RolePassword } from '../../../../lib';
import { Ask, program } from '../../../support/programs';
import { Manifest, at, findings, only, render } from '../../../support/render';

const zalando = (options = {}) => PostgresOperator.zalando({ teamId: 'acme', ...options });
const printed = (ask: Ask = {}, options = {}): Manifest[] => render(program(zalando(options), ask));
const job = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-metrics-'));
const scriptOf = (manifests: readonly Manifest[]): string =>
  manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === job(manifests)[0]?.metadata.name)!.data!['metrics.sql']!;

describe('a cluster that is watched', () => {
  const manifests = printed({ cluster: { databases: [{ name: 'orders', owner: 'app' }] }, backup: {} });
  const { spec } = only(manifests, 'postgresql');

  test('has an exporter beside each instance, with a role of its own', () => {
    expect(at(spec, '/sidecars')).toEqual([
      {
        name: 'exporter',
        image: 'quay.io/prometheuscommunity/postgres-exporter:v0.19.1',
        command: ['/bin/sh', '-c', expect.stringContaining('/bin/postgres_exporter --no-collector.stat_user_tables')],
        ports: [{ name: 'exporter', containerPort: 9187, protocol: 'TCP' }],
        env: [
          { name: 'DATA_SOURCE_URI', value: '127.0.0.1:5432/postgres?sslmode=disable' },
          { name: 'DATA_SOURCE_USER', value: 'metrics_exporter' },
          {
            name: 'DATA_SOURCE_PASS',
            valueFrom: {
              secretKeyRef: {
                name: 'metrics-exporter.orders.credentials.postgresql.acid.zalan.do',
                key: 'password',
                optional: true,
              },
            },
          },
          { name: 'PG_EXPORTER_EXTEND_QUERY_PATH', value: '/etc/metric-queries/queries.yaml' },
        ],
        resources: { requests: { cpu: '25m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
      },
    ]);
    expect(at(spec, '/users')).toEqual({ app: [], metrics_exporter: [] });
    expect(at(spec, '/usersIgnoringSecretRotation')).toEqual(['metrics_exporter']);
  });

  test('has the queries where the exporter alone finds them', () => {
    expect(at(spec, '/additionalVolumes')).toEqual([
      {
        name: 'metric-queries',
        mountPath: '/etc/metric-queries',
        targetContainers: ['exporter'],
        volumeSource: { configMap: { name: 'orders-metric-queries' } },
      },
    ]);
  });

  test('has a Job that gives the role what it may see, as the superuser', () => {
    const [found] = job(manifests);
    expect(at(found, '/spec/template/metadata/labels')).toEqual({ 'cdk8s-postgres/metrics-role': 'orders' });
    expect(at(found, '/spec/template/spec/containers/0/image')).toBe('postgres:17');
    const secretKeyRef = (key: string) => ({ secretKeyRef: { name: 'postgres.orders.credentials.postgresql.acid.zalan.do', key } });
    expect(at(found, '/spec/template/spec/containers/0/env')).toEqual([
      { name: 'PGHOST', value: 'orders.orders.svc' },
      { name: 'PGPORT', value: '5432' },
      { name: 'PGDATABASE', value: 'postgres' },
      { name: 'PGUSER', valueFrom: secretKeyRef('username') },
      { name: 'PGPASSWORD', valueFrom: secretKeyRef('password') },
      { name: 'PGSSLMODE', value: 'require' },
      { name: 'PGCONNECT_TIMEOUT', value: '10' },
    ]);
    expect(scriptOf(manifests)).toContain('GRANT pg_monitor TO "metrics_exporter";');
  });
});

test('images are those that the program says', () => {
  const manifests = printed(
    { cluster: { accessImage: 'registry.example.com/psql:17' } },
    { exporterImage: 'registry.example.com/exporter:1' },
  );
  expect(at(only(manifests, 'postgresql'), '/spec/sidecars/0/image')).toBe('registry.example.com/exporter:1');
  expect(at(job(manifests)[0], '/spec/template/spec/containers/0/image')).toBe('registry.example.com/psql:17');
});

test('a cluster that is not watched has none of it', () => {
  const manifests = printed({ cluster: { monitoring: { enabled: false } } });
  const { spec } = only(manifests, 'postgresql');
  expect(['/sidecars', '/users', '/additionalVolumes'].map((pointer) => at(spec, pointer))).toEqual([undefined, undefined, undefined]);
  expect(manifests.map(({ kind }) => kind)).not.toEqual(expect.arrayContaining([expect.stringMatching(/Job|ConfigMap/)]));
});

test('a cluster that follows another one has the role of that one, and asks for nothing that only the superuser can make', () => {
  const follower = printed({ replica: { source: ReplicaSource.streaming({ clusterName: 'main', host: 'main.orders.svc' }) } });
  const named = follower.filter(({ metadata }) => metadata.name.startsWith('orders-dr'));
  expect(at(only(named, 'postgresql'), '/spec/users')).toBeUndefined();
  expect(at(only(named, 'postgresql'), '/spec/sidecars/0/name')).toBe('exporter');
  expect(job(named)).toEqual([]);
  expect(named.find(({ metadata }) => metadata.name === 'orders-dr-metric-queries')!.data!['queries.yaml']).not.toContain('ha_metrics');
});

test('ZAL-195: the role of the exporter is nobody else', () => {
  const clash = (name: string): Ask => ({ cluster: { roles: [{ name, password: RolePassword.fromSecret() }] } });
  expect(findings(program(zalando(), clash('metrics_exporter')))).toEqual([
    `[test/db] [ZAL-195] 'roles' and owners of databases must not be 'metrics_exporter', as which the exporter logs in; give the role another name (the exporter logs in as this role, and would have what the other one may do)`,
  ]);
  expect(printed(clash('metrics'))).not.toEqual([]);
});
