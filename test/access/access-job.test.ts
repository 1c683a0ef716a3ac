import { Chart, Size } from 'cdk8s';
import { AccessLevel, ClusterIdentity, Endpoint, HaClusterProps, PostgresVersion, RoleOptions, ReplicaSource } from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { OLD_ARCHIVE, program } from '../support/programs';
import { Manifest, at, newChart, only, render } from '../support/render';
import { expanded } from './kubernetes-expansion';

class TlsOperator extends PermissiveOperator {
  public override importCluster({ name, namespace }: ClusterIdentity) {
    const host = `${name}-rw.${namespace}.svc`;
    const primary = new Endpoint(host, 5432, { ca: { name: `${name}-ca`, key: 'ca.pem' }, serverName: host });
    return { primary, replicas: primary };
  }
}

const ORDERS = { name: 'orders', owner: 'orders-app' };
const reports = (level: AccessLevel, database = 'orders'): RoleOptions => ({ name: 'reports', access: [{ database, level }] });
const READS: Partial<HaClusterProps> = { databases: [ORDERS], roles: [reports(AccessLevel.READ_ONLY)] };

const printed = (cluster: Partial<HaClusterProps> = READS, operator = new TlsOperator()): Manifest[] =>
  render(program(operator, { cluster }));
const job = (cluster?: Partial<HaClusterProps>, operator?: TlsOperator): Manifest => only(printed(cluster, operator), 'Job');
const CONTAINER = '/spec/template/spec/containers/0';

/** Who logs in is read from files at each try: a variable would keep a password that has changed. */
const LOOP =
  'until PGUSER=$(cat /credentials/username); PGPASSWORD=$(cat /credentials/password); export PGUSER PGPASSWORD; ' +
  'psql -X -f /access/access.sql; do sleep 15; done';

const CREDENTIALS = {
  name: 'credentials',
  secret: {
    secretName: 'orders-orders-app',
    items: [
      { key: 'username', path: 'username' },
      { key: 'password', path: 'password' },
    ],
  },
};

test('a Job and the script that it runs', () => {
  const manifests = printed();
  const map = only(manifests, 'ConfigMap');
  const { name } = map.metadata;
  expect(name).toMatch(/^orders-access-[0-9a-f]{8}$/);
  const metadata = {
    name,
    namespace: 'orders',
    labels: { 'cdk8s-postgres/access': 'orders' },
    annotations: { 'cdk8s-postgres/database': 'orders' },
  };
  expect(map).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata,
    data: { 'access.sql': expect.stringContaining('GRANT SELECT ON TABLES TO "reports";') as string },
  });
  expect(only(manifests, 'Job')).toEqual({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    spec: {
      backoffLimit: 3,
      activeDeadlineSeconds: 86_400,
      template: {
        metadata: { labels: { 'cdk8s-postgres/access': 'orders' } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            runAsGroup: 65532,
            fsGroup: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: 'access',
              image: 'postgres:17',
              imagePullPolicy: 'Always',
              command: ['sh', '-c', LOOP],
              env: [
                { name: 'PGHOST', value: 'orders-rw.orders.svc' },
                { name: 'PGPORT', value: '5432' },
                { name: 'PGDATABASE', value: 'orders' },
                { name: 'PGSSLMODE', value: 'verify-full' },
                { name: 'PGSSLROOTCERT', value: '/ca/ca.crt' },
                { name: 'PGCONNECT_TIMEOUT', value: '10' },
              ],
              resources: {
                requests: { cpu: '10m', memory: '32Mi', 'ephemeral-storage': '16Mi' },
                limits: { cpu: '500m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
              },
              securityContext: {
                runAsNonRoot: true,
                runAsUser: 65532,
                runAsGroup: 65532,
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'] },
                seccompProfile: { type: 'RuntimeDefault' },
              },
              volumeMounts: [
                { name: 'credentials', mountPath: '/credentials', readOnly: true },
                { name: 'script', mountPath: '/access', readOnly: true },
                { name: 'ca', mountPath: '/ca', readOnly: true },
              ],
            },
          ],
          volumes: [
            CREDENTIALS,
            { name: 'script', configMap: { name } },
            { name: 'ca', secret: { secretName: 'orders-ca', items: [{ key: 'ca.pem', path: 'ca.crt' }] } },
          ],
        },
      },
    },
  });
});

test('no CA where nobody has signed the certificate', () => {
  const one = job(READS, new PermissiveOperator() as TlsOperator);
  expect(JSON.stringify(one.spec)).not.toContain('/ca');
  expect(at(one, `${CONTAINER}/env`)).toContainEqual({ name: 'PGSSLMODE', value: 'require' });
  expect(at(one, '/spec/template/spec/volumes')).toHaveLength(2);
});

test.each<[string, Partial<HaClusterProps>, string]>([
  ['that of the version', { ...READS, version: PostgresVersion.V16 }, 'postgres:16'],
  ['that of the program', { ...READS, accessImage: 'registry.example.com/psql:17' }, 'registry.example.com/psql:17'],
])('the image is %s', (_, cluster, image) => {
  expect(at(job(cluster), `${CONTAINER}/image`)).toBe(image);
});

describe('the name says what is in it', () => {
  const name = (cluster: Partial<HaClusterProps>) => job({ ...READS, ...cluster }).metadata.name;
  const first = name({});

  test('and is the same for the same content', () => {
    expect(name({})).toBe(first);
  });

  test.each<[string, Partial<HaClusterProps>]>([
    ['storage', { storage: { size: Size.gibibytes(99) } }],
    ['a role without access', { roles: [reports(AccessLevel.READ_ONLY), { name: 'idle' }] }],
    ['a limit of a role', { roles: [{ ...reports(AccessLevel.READ_ONLY), connectionLimit: 5 }] }],
    ['a database without schemas', { databases: [ORDERS, { name: 'audit', owner: 'auditor' }] }],
  ])('does not change with %s', (_, cluster) => {
    expect(name(cluster)).toBe(first);
  });

  test.each<[string, Partial<HaClusterProps>]>([
    ['a level', { roles: [reports(AccessLevel.READ_WRITE)] }],
    ['a role', { roles: [{ ...reports(AccessLevel.READ_ONLY), name: 'imports' }] }],
    ['a schema', { databases: [{ ...ORDERS, schemas: ['shop'] }] }],
    ['an owner', { databases: [{ name: 'orders', owner: 'shop' }] }],
    ['labels, which pods have that cannot be changed', { labels: { team: 'orders' } }],
    ['an image', { accessImage: 'registry.example.com/psql:17' }],
    ['a version', { version: PostgresVersion.V16 }],
  ])('changes with %s', (_, cluster) => {
    expect(name(cluster)).not.toBe(first);
  });

  test('changes with where the primary answers', () => {
    expect(only(printed(READS, new PermissiveOperator() as TlsOperator), 'Job').metadata.name).not.toBe(first);
  });
});

test('one for each database that has something to do', () => {
  const databases = [ORDERS, { name: 'audit', owner: 'auditor', schemas: ['log'] }, { name: 'history', owner: 'orders-app' }];
  const manifests = printed({ databases, roles: [reports(AccessLevel.READ_ONLY)] });
  const jobs = manifests.filter(({ kind }) => kind === 'Job');
  expect(jobs.map(({ metadata }) => metadata.annotations)).toEqual([
    { 'cdk8s-postgres/database': 'orders' },
    { 'cdk8s-postgres/database': 'audit' },
  ]);
  expect(jobs.map((one) => at(one, '/spec/template/spec/volumes/0/secret/secretName'))).toEqual(['orders-orders-app', 'orders-auditor']);
  expect(new Set(jobs.map(({ metadata }) => metadata.name)).size).toBe(2);
});

test.each<[string, Partial<HaClusterProps>]>([
  ['nothing', {}],
  ['a database', { databases: [ORDERS] }],
  ['the level of the owner', { databases: [ORDERS], roles: [reports(AccessLevel.OWNER)] }],
])('none for %s', (_, cluster) => {
  expect(printed(cluster).map(({ kind }) => kind)).toEqual(['ToyPostgres', 'NetworkPolicy']);
});

test('none for a cluster that follows another one, which has the roles of that one', () => {
  const follows = (promoted: boolean) =>
    render(program(new TlsOperator(), { cluster: {}, replica: { ...READS, source: ReplicaSource.archive(OLD_ARCHIVE), promoted } }));
  expect(follows(false).filter(({ kind }) => kind === 'Job')).toEqual([]);
  expect(follows(true).filter(({ kind }) => kind === 'Job')).toHaveLength(1);
});

const policy = (manifests: readonly Manifest[], name: string): Manifest =>
  manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)!;

describe('its pods', () => {
  const PEER = { podSelector: { matchLabels: { 'cdk8s-postgres/access': 'orders' } } };

  test('are let in', () => {
    expect(JSON.stringify(policy(printed(), 'orders-instances').spec)).toContain(JSON.stringify(PEER));
  });

  test('are reached by nobody', () => {
    expect(policy(printed(), 'orders-access').spec).toEqual({
      podSelector: { matchLabels: { 'cdk8s-postgres/access': 'orders' } },
      policyTypes: ['Ingress'],
    });
  });

  test('reach the instances and names where egress is restricted, and no API server', () => {
    const manifests = printed({ ...READS, network: { egress: { apiServerCidrs: ['10.96.0.1/32'] } } });
    expect(policy(manifests, 'orders-access').spec).toEqual({
      podSelector: { matchLabels: { 'cdk8s-postgres/access': 'orders' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        {
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
        { to: [{ podSelector: { matchLabels: expect.any(Object) as object } }], ports: [{ port: 5432, protocol: 'TCP' }] },
      ],
    });
  });

  test('are left to those who print policies by themselves', () => {
    expect(printed({ ...READS, network: { managedElsewhere: true } }).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
  });

  test('are let in by nobody who does not need them', () => {
    expect(JSON.stringify(only(printed({ databases: [ORDERS] }), 'NetworkPolicy').spec)).not.toContain('cdk8s-postgres/access');
  });
});

test.each(['$(PGHOST)', 'a$$b', 'a$b', '$$(PGHOST)', '$(', '$'])('the database %j is that database for the program, too', (name) => {
  const env = at(
    job({ ...READS, databases: [{ name, owner: 'orders-app' }], roles: [reports(AccessLevel.READ_ONLY, name)] }),
    `${CONTAINER}/env`,
  );
  expect(expanded(env as never).PGDATABASE).toBe(name);
});

test('a chart without namespace', () => {
  const chart = newChart(null);
  program(new PermissiveOperator(), { cluster: READS })(chart);
  const manifests = (chart as Chart).toJson() as Manifest[];
  expect(only(manifests, 'Job').metadata.namespace).toBeUndefined();
  expect(only(manifests, 'ConfigMap').metadata.namespace).toBeUndefined();
});

test('an access that is given back is the Job of before, which can be found and deleted', () => {
  const given = (level: AccessLevel): Manifest => job({ ...READS, roles: [reports(level)] });
  const [first, second, third] = [AccessLevel.READ_WRITE, AccessLevel.READ_ONLY, AccessLevel.READ_WRITE].map(given);
  expect(third).toEqual(first);
  expect(second!.metadata.name).not.toBe(first!.metadata.name);
  // A Job that removed itself would be missing to whoever compares the cluster with Git, and come again with each sync.
  expect(first!.spec).not.toHaveProperty('ttlSecondsAfterFinished');
  expect([first, second].map((one) => one!.metadata.labels)).toEqual(Array(2).fill({ 'cdk8s-postgres/access': 'orders' }));
});
