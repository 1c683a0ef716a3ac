import { Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { parse } from 'yaml';
import {
  AccessLevel,
  ClusterIdentity,
  ClusterTls,
  ConnectOptions,
  ConnectionPool,
  ConnectionPoolAttributes,
  ConnectionTarget,
  DatabaseConnection,
  Endpoint,
  HaCluster,
  HaClusterAttributes,
  HaClusterProps,
  IPostgresOperator,
  NetworkOptions,
  PoolAccess,
  PoolMode,
  PoolModel,
  PostgresOperator,
  SslMode,
} from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { OLD_ARCHIVE, SMALLEST_BACKUP, smallestCluster } from '../support/programs';
import { Manifest, at, findings, newChart, only, render } from '../support/render';
import { BackupPolicy, ReplicaCluster, ReplicaSource } from '../../lib';

/** Clients can check every server, and there is a service for each target. */
class TlsOperator extends PermissiveOperator {
  public override importCluster({ name, namespace }: ClusterIdentity) {
    const ca = { name: `${name}-ca`, key: 'ca.pem' };
    const endpoint = (ending: string) => {
      const host = `${name}-${ending}.${namespace}.svc`;
      return new Endpoint(host, 5432, { ca, serverName: host });
    };
    return { primary: endpoint('rw'), replicas: endpoint('ro'), anyInstance: endpoint('r') };
  }

  public override bindConnectionPool(_scope: unknown, { cluster, name = `${cluster.name}-pool` }: PoolModel) {
    const host = `${name}.${cluster.namespace}.svc`;
    return { endpoint: new Endpoint(host, 6432, { ca: { name: `${cluster.name}-pool-ca`, key: 'ca.crt' }, serverName: host }) };
  }
}

const plain = new PermissiveOperator();
const tls = new TlsOperator();
const ORDERS = { name: 'orders', owner: 'orders-app' };
const IMAGE = { image: 'registry.example.com/web:1.4.2' };
const ROLE: ConnectOptions = { role: 'orders-app' };

const owned = (chart: Chart, props: Partial<HaClusterProps> = {}, operator: PermissiveOperator = tls): HaCluster =>
  new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: [ORDERS], ...props });
const imported = (chart: Chart, attributes: Partial<HaClusterAttributes> = {}) =>
  HaCluster.fromHaClusterAttributes(chart, 'db', {
    clusterName: 'orders',
    operator: tls,
    databases: [ORDERS],
    network: {},
    clientName: 'web',
    ...attributes,
  });
const deployment = (chart: Chart, id = 'web') => new kplus.Deployment(chart, id);

const POD = '/spec/template/spec';
const fromSecret = (name: string, secret: string, key: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } });
const value = (name: string, text: string) => ({ name, value: text });

/** The environment of the first container of the only Deployment. */
const environment = (manifests: readonly Manifest[]): Record<string, string> =>
  Object.fromEntries(
    (at(only(manifests, 'Deployment'), `${POD}/containers/0/env`) as { name: string; value?: string }[]).map((one) => [
      one.name,
      one.value!,
    ]),
  );

/** Who is let in by a policy, beside those whom the toy itself lets in. */
function clients(manifests: readonly Manifest[], name = 'orders-instances', port = 5432): unknown[] {
  const policies = manifests.filter((manifest) => manifest.kind === 'NetworkPolicy' && manifest.metadata.name === name);
  expect(policies).toHaveLength(1);
  const rules = (at(policies[0], '/spec/ingress') ?? []) as { from: unknown[]; ports: { port: number }[] }[];
  const own = ['toy.example/cluster', 'toys'];
  return rules
    .filter((rule) => rule.ports.every((one) => one.port === port) && !own.some((text) => JSON.stringify(rule.from).includes(text)))
    .flatMap(({ from }) => from);
}

/** The pods of a workload of cdk8s-plus, as a peer of a policy in their namespace. */
const podsOf = (workload: kplus.AbstractPod) => ({
  podSelector: { matchLabels: { [kplus.Pod.ADDRESS_LABEL]: workload.podMetadata.getLabel(kplus.Pod.ADDRESS_LABEL) } },
});

const CA_MOUNT = { name: 'postgres-ca-99c706e0', mountPath: '/etc/postgres-ca/orders-ca', readOnly: true };
const CA_VOLUME = { name: 'postgres-ca-99c706e0', secret: { secretName: 'orders-ca', items: [{ key: 'ca.pem', path: 'ca.crt' }] } };

describe('the environment of a container', () => {
  test('with a CA', () => {
    const manifests = render((chart) => owned(chart).connect(deployment(chart).addContainer(IMAGE), ROLE));
    const pod = at(only(manifests, 'Deployment'), POD);
    expect(at(pod, '/containers/0/env')).toEqual([
      fromSecret('PGUSER', 'orders-orders-app', 'username'),
      fromSecret('PGPASSWORD', 'orders-orders-app', 'password'),
      value('PGHOST', 'orders-rw.orders.svc'),
      value('PGPORT', '5432'),
      value('PGDATABASE', 'orders'),
      value('PGSSLMODE', 'verify-full'),
      value('PGSSLROOTCERT', '/etc/postgres-ca/orders-ca/ca.crt'),
      value('PGTARGETSESSIONATTRS', 'read-write'),
      value(
        'DATABASE_URL',
        'postgresql://$(PGUSER):$(PGPASSWORD)@orders-rw.orders.svc:5432/orders?sslmode=verify-full&sslrootcert=/etc/postgres-ca/orders-ca/ca.crt',
      ),
    ]);
    expect(at(pod, '/containers/0/volumeMounts')).toEqual([CA_MOUNT]);
    expect(at(pod, '/volumes')).toEqual([CA_VOLUME]);
  });

  test('without a CA', () => {
    const manifests = render((chart) => owned(chart, {}, plain).connect(deployment(chart).addContainer(IMAGE), ROLE));
    const pod = at(only(manifests, 'Deployment'), POD);
    expect(environment(manifests)).toMatchObject({ PGHOST: 'orders.orders.svc', PGSSLMODE: 'require' });
    expect(environment(manifests)).not.toHaveProperty('PGSSLROOTCERT');
    expect(at(pod, '/containers/0/volumeMounts')).toBeUndefined();
    expect(at(pod, '/volumes')).toBeUndefined();
  });

  test.each<[string, Partial<ConnectOptions>, Record<string, string | undefined>]>([
    ['of the primary', { target: ConnectionTarget.PRIMARY }, { PGHOST: 'orders-rw.orders.svc', PGTARGETSESSIONATTRS: 'read-write' }],
    ['of the replicas', { target: ConnectionTarget.REPLICAS }, { PGHOST: 'orders-ro.orders.svc', PGTARGETSESSIONATTRS: 'any' }],
    ['of any instance', { target: ConnectionTarget.ANY }, { PGHOST: 'orders-r.orders.svc', PGTARGETSESSIONATTRS: 'any' }],
    [
      'that checks the CA only',
      { sslMode: SslMode.VERIFY_CA },
      { PGSSLMODE: 'verify-ca', PGSSLROOTCERT: '/etc/postgres-ca/orders-ca/ca.crt' },
    ],
    ['that checks nothing', { sslMode: SslMode.REQUIRE }, { PGSSLMODE: 'require', PGSSLROOTCERT: undefined }],
  ])('%s', (_, options, expected) => {
    const manifests = render((chart) => owned(chart).connect(deployment(chart).addContainer(IMAGE), { ...ROLE, ...options }));
    expect(environment(manifests)).toMatchObject(Object.fromEntries(Object.entries(expected).filter(([, text]) => text !== undefined)));
    Object.entries(expected).forEach(([name, text]) => expect(environment(manifests)[name]).toBe(text));
  });

  test('of a role with the level of the owner becomes the owner, and not through a pool', () => {
    const build = (pooled: boolean) => (chart: Chart) => {
      const roles = [{ name: 'migrations', access: [{ database: 'orders', level: AccessLevel.OWNER }] }];
      const cluster = owned(chart, { roles });
      const via = pooled ? new ConnectionPool(chart, 'pool', { cluster }) : undefined;
      cluster.connect(deployment(chart).addContainer(IMAGE), { role: 'migrations', via });
    };
    expect(environment(render(build(false)))).toMatchObject({ PGOPTIONS: '-c role=orders-app' });
    expect(environment(render(build(true)))).not.toHaveProperty('PGOPTIONS');
  });

  test('of a cluster that follows another one asks for no writes until it is promoted', () => {
    const build = (promoted: boolean) => (chart: Chart) => {
      const source = ReplicaSource.archive(OLD_ARCHIVE);
      const cluster = new ReplicaCluster(chart, 'db', { ...smallestCluster(tls), databases: [ORDERS], source, promoted });
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
      cluster.connect(deployment(chart).addContainer(IMAGE), ROLE);
    };
    expect(environment(render(build(false)))).toMatchObject({ PGTARGETSESSIONATTRS: 'any' });
    expect(environment(render(build(true)))).toMatchObject({ PGTARGETSESSIONATTRS: 'read-write' });
  });

  test('has a prefix for each of several connections, and the CA once', () => {
    const manifests = render((chart) => {
      const cluster = owned(chart);
      const container = deployment(chart).addContainer(IMAGE);
      cluster.connect(container, { ...ROLE, prefix: 'ORDERS_' });
      cluster.connect(container, { ...ROLE, prefix: 'READ_', target: ConnectionTarget.REPLICAS });
    });
    expect(Object.keys(environment(manifests))).toHaveLength(18);
    expect(environment(manifests)).toMatchObject({
      ORDERS_DATABASE_URL: expect.stringContaining('postgresql://$(ORDERS_PGUSER):$(ORDERS_PGPASSWORD)@orders-rw.') as string,
      READ_DATABASE_URL: expect.stringContaining('postgresql://$(READ_PGUSER):$(READ_PGPASSWORD)@orders-ro.') as string,
    });
    expect(at(only(manifests, 'Deployment'), `${POD}/containers/0/volumeMounts`)).toEqual([CA_MOUNT]);
    expect(clients(manifests)).toHaveLength(1);
  });

  test('refers to what stands before it only', () => {
    const manifests = render((chart) => owned(chart).connect(deployment(chart).addContainer(IMAGE), { ...ROLE, prefix: 'A_' }));
    const variables = at(only(manifests, 'Deployment'), `${POD}/containers/0/env`) as { name: string; value?: string }[];
    variables.forEach((variable, i) => {
      const referred = [...(variable.value ?? '').matchAll(/\$\((\w+)\)/g)].map(([, name]) => name!);
      expect(variables.slice(0, i).map(({ name }) => name)).toEqual(expect.arrayContaining(referred));
    });
  });
});

describe('what a connection says of itself', () => {
  test('is what the container gets', () => {
    const chart = newChart();
    const connection = owned(chart).connect(deployment(chart).addContainer(IMAGE), ROLE);
    expect(connection.node.path).toBe('test/db/Connection-1');
    expect(connection.endpoint.hostAndPort).toBe('orders-rw.orders.svc:5432');
    expect(connection.database).toBe('orders');
    expect(connection.credentials).toEqual({
      role: 'orders-app',
      secretName: 'orders-orders-app',
      usernameKey: 'username',
      passwordKey: 'password',
    });
    expect(connection.sslMode).toBe(SslMode.VERIFY_FULL);
    expect(connection.caFile).toBe('/etc/postgres-ca/orders-ca/ca.crt');
    expect(connection.warnings).toEqual([]);
    expect(Object.keys(connection.environment)).toEqual([
      'PGUSER',
      'PGPASSWORD',
      'PGHOST',
      'PGPORT',
      'PGDATABASE',
      'PGSSLMODE',
      'PGSSLROOTCERT',
      'PGTARGETSESSIONATTRS',
      'DATABASE_URL',
    ]);
  });

  test('a connection that nothing is added to prints nothing and lets nobody in', () => {
    const manifests = render((chart) => new DatabaseConnection(chart, 'connection', { cluster: owned(chart), ...ROLE }));
    expect(manifests.map(({ kind }) => kind)).toEqual(['ToyPostgres', 'NetworkPolicy']);
    expect(clients(manifests)).toEqual([]);
  });
});

describe('who is let in', () => {
  test.each<[string, (chart: Chart) => kplus.AbstractPod]>([
    ['a Deployment', (chart) => new kplus.Deployment(chart, 'web')],
    [
      'a StatefulSet',
      (chart) => new kplus.StatefulSet(chart, 'web', { service: new kplus.Service(chart, 'service', { ports: [{ port: 80 }] }) }),
    ],
    ['a DaemonSet', (chart) => new kplus.DaemonSet(chart, 'web')],
    ['a Job', (chart) => new kplus.Job(chart, 'web')],
    ['a CronJob', (chart) => new kplus.CronJob(chart, 'web', { schedule: newCron() })],
    ['a Pod', (chart) => new kplus.Pod(chart, 'web')],
  ])('%s', (_, make) => {
    let workload!: kplus.AbstractPod;
    const manifests = render((chart) => {
      workload = make(chart);
      owned(chart).connect(workload.addContainer(IMAGE), ROLE);
    });
    expect(clients(manifests)).toEqual([podsOf(workload)]);
  });

  test('an init container', () => {
    let workload!: kplus.Deployment;
    const manifests = render((chart) => {
      workload = deployment(chart);
      workload.addContainer(IMAGE);
      owned(chart).connect(workload.addInitContainer(IMAGE), ROLE);
    });
    expect(clients(manifests)).toEqual([podsOf(workload)]);
    expect(at(only(manifests, 'Deployment'), `${POD}/initContainers/0/env/0/name`)).toBe('PGUSER');
    expect(at(only(manifests, 'Deployment'), `${POD}/initContainers/0/volumeMounts`)).toEqual([CA_MOUNT]);
    expect(at(only(manifests, 'Deployment'), `${POD}/containers/0/env`)).toBeUndefined();
  });

  test('one connection of several containers and workloads, each workload once', () => {
    const workloads: kplus.Deployment[] = [];
    const manifests = render((chart) => {
      const connection = new DatabaseConnection(chart, 'connection', { cluster: owned(chart), ...ROLE });
      for (const id of ['web', 'worker']) {
        const workload = deployment(chart, id);
        workload.addContainer({ ...IMAGE, name: 'a' });
        workload.addContainer({ ...IMAGE, name: 'b' });
        connection.addToWorkload(workload);
        workloads.push(workload);
      }
    });
    expect(clients(manifests)).toEqual(workloads.map(podsOf));
    for (const workload of manifests.filter(({ kind }) => kind === 'Deployment')) {
      expect(at(workload, `${POD}/volumes`)).toEqual([CA_VOLUME]);
      expect([0, 1].map((i) => (at(workload, `${POD}/containers/${i}/env`) as unknown[]).length)).toEqual([9, 9]);
    }
  });

  test('a workload with an init container, which migrates before the program starts', () => {
    const manifests = render((chart) => {
      const workload = deployment(chart);
      workload.addInitContainer({ ...IMAGE, name: 'migrate' });
      workload.addContainer({ ...IMAGE, name: 'web' });
      new DatabaseConnection(chart, 'connection', { cluster: owned(chart), ...ROLE }).addToWorkload(workload);
    });
    const pod = at(only(manifests, 'Deployment'), POD);
    expect(at(pod, '/initContainers/0/env')).toEqual(at(pod, '/containers/0/env'));
    expect(at(pod, '/initContainers/0/volumeMounts')).toEqual([CA_MOUNT]);
    expect(at(pod, '/volumes')).toEqual([CA_VOLUME]);
  });

  test('two connections of two containers of one pod', () => {
    const build = (chart: Chart) => {
      const cluster = owned(chart);
      const workload = deployment(chart);
      cluster.connect(workload.addContainer({ ...IMAGE, name: 'web' }), ROLE);
      cluster.connect(workload.addContainer({ ...IMAGE, name: 'worker' }), ROLE);
    };
    const manifests = render(build);
    expect(clients(manifests)).toHaveLength(1);
    expect(at(only(manifests, 'Deployment'), `${POD}/volumes`)).toEqual([CA_VOLUME]);
  });

  test('two connections of an init container and a container of one pod, by two roles', () => {
    const build = (chart: Chart) => {
      const cluster = owned(chart, { roles: [{ name: 'migrations', access: [{ database: 'orders', level: AccessLevel.OWNER }] }] });
      const workload = deployment(chart);
      cluster.connect(workload.addContainer(IMAGE), ROLE);
      cluster.connect(workload.addInitContainer(IMAGE), { role: 'migrations' });
    };
    expect(clients(render(build))).toHaveLength(1);
  });

  test('a container that is put into its workload after it was connected', () => {
    let workload!: kplus.Deployment;
    const manifests = render((chart) => {
      const container = new kplus.Container(IMAGE);
      owned(chart).connect(container, ROLE);
      workload = deployment(chart);
      workload.attachContainer(container);
    });
    expect(clients(manifests)).toEqual([podsOf(workload)]);
  });

  test('a container that is connected after the program was printed', () => {
    const chart = newChart();
    const cluster = owned(chart);
    const workload = deployment(chart);
    const container = workload.addContainer(IMAGE);
    expect(clients(Testing.synth(chart) as Manifest[])).toEqual([]);
    cluster.connect(container, ROLE);
    expect(clients(Testing.synth(chart) as Manifest[])).toEqual([podsOf(workload)]);
  });

  test('a container that two workloads run', () => {
    const workloads: kplus.Deployment[] = [];
    const manifests = render((chart) => {
      const container = new kplus.Container(IMAGE);
      owned(chart).connect(container, ROLE);
      for (const id of ['web', 'worker']) {
        const workload = deployment(chart, id);
        workload.attachContainer(container);
        workloads.push(workload);
      }
    });
    expect(clients(manifests)).toEqual(workloads.map(podsOf));
  });

  test('a container that another workload runs too, after the program was printed', () => {
    const chart = newChart();
    const container = new kplus.Container(IMAGE);
    const cluster = owned(chart);
    cluster.connect(container, ROLE);
    deployment(chart).attachContainer(container);
    Testing.synth(chart);
    deployment(chart, 'worker').attachContainer(container);
    cluster.connect(deployment(chart, 'other').addContainer(IMAGE), ROLE);
    expect(clients(Testing.synth(chart) as Manifest[])).toHaveLength(3);
  });

  test('nobody at the instances who connects through a pool, and who does so at the pool', () => {
    let workload!: kplus.Deployment;
    const manifests = render((chart) => {
      const cluster = owned(chart);
      const via = new ConnectionPool(chart, 'pool', { cluster });
      workload = deployment(chart);
      cluster.connect(workload.addContainer(IMAGE), { ...ROLE, via });
    });
    expect(clients(manifests)).toEqual([]);
    expect(clients(manifests, 'orders-pool', 6432)).toEqual([podsOf(workload)]);
    expect(environment(manifests)).toMatchObject({ PGHOST: 'orders-pool.orders.svc', PGPORT: '6432', PGTARGETSESSIONATTRS: 'any' });
  });

  test('nobody where somebody else manages the network', () => {
    const build = (make: typeof owned | typeof imported) => (chart: Chart) =>
      make(chart, { network: { managedElsewhere: true } }).connect(deployment(chart).addContainer(IMAGE), ROLE);
    for (const make of [owned, imported]) {
      expect(render(build(make)).filter(({ kind }) => kind === 'NetworkPolicy')).toEqual([]);
    }
  });
});

function newCron() {
  return { expressionString: '0 2 * * *' } as never;
}

describe('a pool with a certificate of another CA than the instances', () => {
  test('is checked with its own CA, in a container with both connections', () => {
    const manifests = render((chart) => {
      const cluster = owned(chart);
      const container = deployment(chart).addContainer(IMAGE);
      const via = new ConnectionPool(chart, 'pool', { cluster, access: PoolAccess.READ_ONLY });
      cluster.connect(container, ROLE);
      cluster.connect(container, { ...ROLE, via, prefix: 'POOL_' });
    });
    const volumes = at(only(manifests, 'Deployment'), `${POD}/volumes`) as { secret: { secretName: string } }[];
    expect(volumes.map(({ secret }) => secret.secretName).sort()).toEqual(['orders-ca', 'orders-pool-ca']);
    const { PGSSLROOTCERT, POOL_PGSSLROOTCERT } = environment(manifests);
    expect(PGSSLROOTCERT).not.toBe(POOL_PGSSLROOTCERT);
  });

  test('two clusters of one name in two namespaces', () => {
    const manifests = render((chart) => {
      const container = deployment(chart).addContainer(IMAGE);
      owned(chart).connect(container, ROLE);
      const far = HaCluster.fromHaClusterAttributes(chart, 'far', {
        clusterName: 'orders',
        namespace: 'billing',
        operator: tls,
        databases: [ORDERS],
        network: { managedElsewhere: true },
      });
      far.connect(container, { ...ROLE, prefix: 'FAR_', credentialsSecret: 'far-password', caSecret: 'far-ca' });
    });
    const volumes = at(only(manifests, 'Deployment'), `${POD}/volumes`) as { secret: { secretName: string } }[];
    expect(volumes.map(({ secret }) => secret.secretName).sort()).toEqual(['far-ca', 'orders-ca']);
  });
});

describe('a cluster of another app', () => {
  test('lets in by a policy of its own, with the first connection', () => {
    let workload!: kplus.Deployment;
    const manifests = render((chart) => {
      workload = deployment(chart);
      const cluster = imported(chart);
      cluster.connect(workload.addContainer(IMAGE), ROLE);
      cluster.connect(deployment(chart, 'worker').addContainer(IMAGE), ROLE);
    });
    const policy = only(manifests, 'NetworkPolicy');
    expect(policy.metadata.name).toBe('orders-clients-web');
    expect(policy).toEqual({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: policy.metadata.name, namespace: 'orders' },
      spec: {
        podSelector: { matchLabels: { 'toy.example/cluster': 'orders' } },
        policyTypes: ['Ingress'],
        ingress: [{ from: [podsOf(workload), expect.anything()], ports: [{ port: 5432, protocol: 'TCP' }] }],
      },
    });
  });

  test('prints nothing while nobody connects', () => {
    expect(render((chart) => imported(chart))).toEqual([]);
  });

  test('lets in by the policy of its pool', () => {
    const manifests = render((chart) => {
      const cluster = imported(chart);
      const via = new ConnectionPool(chart, 'pool', { cluster });
      cluster.connect(deployment(chart).addContainer(IMAGE), { ...ROLE, via });
    });
    expect(only(manifests, 'NetworkPolicy').metadata.name).toBe('orders-pool');
    expect(clients(manifests, 'orders-pool', 6432)).toHaveLength(1);
  });

  test('has a policy of the name that the app says, so that those of two apps add up', () => {
    const name = (clientName: string) =>
      only(
        render((chart) => imported(chart, { clientName }).connect(deployment(chart).addContainer(IMAGE), ROLE)),
        'NetworkPolicy',
      ).metadata.name;
    expect(['billing', 'mail'].map(name)).toEqual(['orders-clients-billing', 'orders-clients-mail']);
  });
});

describe('an application in another namespace', () => {
  const build = (make: (chart: Chart) => DatabaseConnection | void) => {
    const chart = newChart();
    const far = new Chart(chart.node.scope!, 'far', { namespace: 'shop' });
    make(far);
    return { chart, far };
  };

  test('reads copies, and is let in by the policy of the cluster', () => {
    let workload!: kplus.Deployment;
    const { chart, far } = build((shop) => {
      workload = deployment(shop);
      const orders = shop.node.root.node.findChild('test') as Chart;
      owned(orders).connect(workload.addContainer(IMAGE), { ...ROLE, credentialsSecret: 'orders-copy', caSecret: 'ca-copy' });
    });
    const pod = at(only(Testing.synth(far) as Manifest[], 'Deployment'), POD);
    expect(at(pod, '/containers/0/env/0')).toEqual(fromSecret('PGUSER', 'orders-copy', 'username'));
    expect(at(pod, '/containers/0/env/1')).toEqual(fromSecret('PGPASSWORD', 'orders-copy', 'password'));
    expect(at(pod, '/volumes')).toEqual([
      { name: 'postgres-ca-49c80fa6', secret: { secretName: 'ca-copy', items: [{ key: 'ca.pem', path: 'ca.crt' }] } },
    ]);
    expect(clients(Testing.synth(chart) as Manifest[])).toEqual([
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, ...podsOf(workload) },
    ]);
  });

  test('has the file of its binding there', () => {
    const { chart, far } = build((shop) => {
      const container = deployment(shop).addContainer(IMAGE);
      const orders = shop.node.root.node.findChild('test') as Chart;
      owned(orders)
        .connect(container, { ...ROLE, credentialsSecret: 'orders-copy', caSecret: 'ca-copy' })
        .bindService(container);
    });
    const here = Testing.synth(chart) as Manifest[];
    const there = Testing.synth(far) as Manifest[];
    const map = only([...here, ...there], 'ConfigMap');
    expect(map.metadata.namespace).toBe('shop');
  });
});

describe('a service binding', () => {
  const bound = (options?: Parameters<DatabaseConnection['bindService']>[1], operator: PermissiveOperator = tls) =>
    render((chart) => {
      const container = deployment(chart).addContainer(IMAGE);
      new DatabaseConnection(chart, 'connection', { cluster: owned(chart, {}, operator), ...ROLE }).bindService(container, options);
    });

  test('is a volume of a ConfigMap and the Secrets', () => {
    const manifests = bound();
    const map = only(manifests, 'ConfigMap');
    expect(map.metadata).toEqual({ name: expect.stringMatching(/^orders-binding-[0-9a-f]{8}$/) as string, namespace: 'orders' });
    expect(map.data).toEqual({
      type: 'postgresql',
      provider: 'cdk8s-postgres',
      host: 'orders-rw.orders.svc',
      port: '5432',
      database: 'orders',
      sslmode: 'verify-full',
      sslrootcert: 'ca.crt',
    });
    const pod = at(only(manifests, 'Deployment'), POD);
    const name = map.metadata.name.replace('orders-', '');
    expect(at(pod, '/containers/0/volumeMounts')).toEqual([{ name, mountPath: '/bindings/orders', readOnly: true }]);
    expect(at(pod, '/containers/0/env')).toEqual([value('SERVICE_BINDING_ROOT', '/bindings')]);
    expect(at(pod, '/volumes')).toEqual([
      {
        name,
        projected: {
          defaultMode: 0o444,
          sources: [
            { configMap: { name: map.metadata.name } },
            {
              secret: {
                name: 'orders-orders-app',
                items: [
                  { key: 'username', path: 'username' },
                  { key: 'password', path: 'password' },
                ],
              },
            },
            { secret: { name: 'orders-ca', items: [{ key: 'ca.pem', path: 'ca.crt' }] } },
          ],
        },
      },
    ]);
    expect(clients(manifests)).toHaveLength(1);
  });

  test('has no CA where none is checked', () => {
    const manifests = bound(undefined, plain);
    expect(only(manifests, 'ConfigMap').data).not.toHaveProperty('sslrootcert');
    expect(at(only(manifests, 'Deployment'), `${POD}/volumes/0/projected/sources`)).toHaveLength(2);
  });

  test('has a name and a root', () => {
    const pod = at(only(bound({ name: 'shop', root: '/var/bindings' }), 'Deployment'), `${POD}/containers/0`);
    expect(at(pod, '/volumeMounts/0/mountPath')).toBe('/var/bindings/shop');
    expect(at(pod, '/env')).toEqual([value('SERVICE_BINDING_ROOT', '/var/bindings')]);
  });

  test('has another name for another content', () => {
    const names = [{}, { sslMode: SslMode.VERIFY_CA }, { target: ConnectionTarget.REPLICAS }].map(
      (options) =>
        only(
          render((chart) => {
            const container = deployment(chart).addContainer(IMAGE);
            owned(chart)
              .connect(container, { ...ROLE, ...options })
              .bindService(container);
          }),
          'ConfigMap',
        ).metadata.name,
    );
    expect(new Set(names).size).toBe(3);
  });

  test('of one connection for several containers', () => {
    const manifests = render((chart) => {
      const workload = deployment(chart);
      const connection = new DatabaseConnection(chart, 'connection', { cluster: owned(chart), ...ROLE });
      connection.bindService(workload.addContainer({ ...IMAGE, name: 'a' }));
      connection.bindService(workload.addContainer({ ...IMAGE, name: 'b' }));
    });
    expect(only(manifests, 'ConfigMap')).toBeDefined();
    expect(at(only(manifests, 'Deployment'), `${POD}/volumes`)).toHaveLength(1);
  });

  test('of two connections with one content', () => {
    const manifests = render((chart) => {
      const cluster = owned(chart);
      for (const id of ['web', 'worker']) {
        const container = deployment(chart, id).addContainer(IMAGE);
        cluster.connect(container, ROLE).bindService(container);
      }
    });
    expect(manifests.filter(({ kind }) => kind === 'ConfigMap').length).toBeGreaterThan(0);
  });

  test('of two roles in one container', () => {
    const manifests = render((chart) => {
      const cluster = owned(chart, { roles: [{ name: 'migrations', access: [{ database: 'orders', level: AccessLevel.OWNER }] }] });
      const container = deployment(chart).addContainer(IMAGE);
      for (const role of ['orders-app', 'migrations']) {
        new DatabaseConnection(chart, role, { cluster, role }).bindService(container, { name: role });
      }
    });
    const sources = at(only(manifests, 'Deployment'), `${POD}/volumes`) as { projected: { sources: { secret?: { name: string } }[] } }[];
    expect(sources.map(({ projected }) => projected.sources[1]!.secret!.name)).toEqual(['orders-orders-app', 'orders-migrations']);
  });

  test('of a second root in one container is refused: the variable names one', () => {
    const build = (chart: Chart) => {
      const container = deployment(chart).addContainer(IMAGE);
      const cluster = owned(chart);
      new DatabaseConnection(chart, 'a', { cluster, ...ROLE }).bindService(container, { name: 'a' });
      new DatabaseConnection(chart, 'b', { cluster, ...ROLE, target: ConnectionTarget.REPLICAS }).bindService(container, {
        name: 'b',
        root: '/other',
      });
    };
    expect(() => render(build)).toThrow('Validation failed');
  });

  test.each(['', 'a/b', '..', 'UPPER CASE', '/'])('with the name %j is refused: it is no folder', (name) => {
    expect(() => bound({ name })).toThrow('Validation failed');
  });

  test.each(['', 'bindings', '/a:b'])('with the root %j is refused: it is no place to mount', (root) => {
    expect(() => bound({ root })).toThrow('Validation failed');
  });
});

describe('allowFrom', () => {
  const peer = (chart: Chart) => kplus.Pods.select(chart, 'pods', { labels: { app: 'psql' } });
  const PEER = { podSelector: { matchLabels: { app: 'psql' } } };

  test('lets somebody in to the instances', () => {
    expect(clients(render((chart) => owned(chart).allowFrom(peer(chart))))).toEqual([PEER]);
  });

  test('lets somebody in to a pool', () => {
    const manifests = render((chart) => new ConnectionPool(chart, 'pool', { cluster: owned(chart) }).allowFrom(peer(chart)));
    expect(clients(manifests, 'orders-pool', 6432)).toEqual([PEER]);
    expect(clients(manifests)).toEqual([]);
  });

  test('lets somebody in to a cluster of another app', () => {
    const manifests = render((chart) => imported(chart, { namespace: 'billing' }).allowFrom(peer(chart)));
    expect(only(manifests, 'NetworkPolicy').metadata.namespace).toBe('billing');
  });

  test('the same one twice is let in once', () => {
    const manifests = render((chart) => {
      const cluster = owned(chart);
      const pods = peer(chart);
      cluster.allowFrom(pods);
      cluster.allowFrom(pods);
    });
    expect(clients(manifests)).toEqual([PEER]);
  });

  test('is seen after the program was printed', () => {
    const chart = newChart();
    const cluster = owned(chart);
    Testing.synth(chart);
    cluster.allowFrom(peer(chart));
    expect(clients(Testing.synth(chart) as Manifest[])).toEqual([PEER]);
  });

  test.each<[string, (chart: Chart) => { allowFrom(peer: kplus.INetworkPolicyPeer): void }, string]>([
    ['the instances', (chart) => owned(chart), 'test/db'],
    ['a cluster of another app', (chart) => imported(chart), 'test/db'],
    ['a pool', (chart) => new ConnectionPool(chart, 'pool', { cluster: owned(chart) }), 'test/pool'],
  ])('refuses a peer that names nobody for %s', (_, make, place) => {
    const nobody = (chart: Chart) => kplus.Namespaces.select(chart, 'nobody', { names: [] });
    expect(findings((chart) => make(chart).allowFrom(nobody(chart)))).toEqual([
      `[${place}] [NET-004] the peer 'test/nobody' names no namespace; write at least one (a rule without peers lets in everybody)`,
    ]);
    expect(findings((chart) => make(chart).allowFrom('10.0.0.0/8' as never))).toEqual([
      `[${place}] [PROP-003] 'peer' must be a peer of cdk8s-plus such as a Deployment or Pods.select(...), got '10.0.0.0/8' (JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)`,
    ]);
  });
});

test('a connection prints the same again and again', () => {
  const chart = newChart();
  const container = deployment(chart).addContainer(IMAGE);
  const connection = owned(chart).connect(container, ROLE);
  connection.bindService(container);
  const first = Testing.synth(chart) as Manifest[];
  expect(connection.environment).toEqual(connection.environment);
  expect(Testing.synth(chart)).toEqual(first);
  expect(parse(JSON.stringify(first))).toEqual(first);
});

test('certificates that cert-manager makes are checked where the operator says so', () => {
  const chart = newChart();
  const connection = owned(chart, { tls: ClusterTls.fromSecrets({ serverSecret: 'orders-tls' }) }).connect(
    deployment(chart).addContainer(IMAGE),
    ROLE,
  );
  expect(connection.sslMode).toBe(SslMode.VERIFY_FULL);
});

test('CONN-017: a workload without a container', () => {
  const connected = (containers: kplus.ContainerProps[]) =>
    render((chart) => {
      const connection = new DatabaseConnection(chart, 'connection', { cluster: owned(chart), ...ROLE });
      connection.addToWorkload(new kplus.Deployment(chart, 'web', { containers }));
    });
  expect(() => connected([])).toThrow(
    '[test/connection] [CONN-017] test/web has no container; add one before addToWorkload(...) (nobody would get the connection)',
  );
  expect(at(only(connected([IMAGE]), 'Deployment'), `${POD}/containers/0/env/0/name`)).toBe('PGUSER');
});

describe('a pool of another app', () => {
  const through = (operator: IPostgresOperator, pool: Partial<ConnectionPoolAttributes> = {}, network: NetworkOptions = {}) =>
    render((chart) => {
      const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', {
        clusterName: 'orders',
        operator,
        databases: [ORDERS],
        network,
        clientName: 'web',
      });
      const via = ConnectionPool.fromConnectionPoolAttributes(chart, 'pool', { cluster, ...pool });
      via.allowFrom(kplus.Pods.select(chart, 'jobs', { labels: { app: 'jobs' } }));
      cluster.connect(deployment(chart).addContainer(IMAGE), { ...ROLE, via, withoutSessionState: true });
    });

  test.each([
    ['CloudNativePG', PostgresOperator.cloudNativePg(), 'orders-pool-rw', { 'cnpg.io/poolerName': 'orders-pool-rw' }],
    ['Zalando', PostgresOperator.zalando({ teamId: 'acme' }), 'orders-pooler', undefined],
    ['Crunchy', PostgresOperator.crunchy(), 'orders-pgbouncer', undefined],
  ])('on %s has the address that its owner has, and lets this app in to its pods', (_, operator, service, labels) => {
    const manifests = through(operator, { mode: PoolMode.TRANSACTION });
    const env = at(only(manifests, 'Deployment'), `${POD}/containers/0/env`) as { name: string; value?: string }[];
    expect(env.find(({ name }) => name === 'PGHOST')!.value).toBe(`${service}.orders.svc`);
    const policy = only(manifests, 'NetworkPolicy');
    expect(policy.metadata.name).toMatch(/^orders-(pool|pool-rw|pgbouncer)-clients-web$/);
    const selected = at(policy, '/spec/podSelector/matchLabels');
    expect(labels ?? selected).toEqual(selected);
    expect(at(policy, '/spec/ingress')).toHaveLength(1);
    expect(at(policy, '/spec/ingress/0/from')).toHaveLength(2);
    expect(at(policy, '/spec/ingress/0/ports')).toEqual([{ port: 5432, protocol: 'TCP' }]);
  });

  test('has the name that its owner has given it, and no policy where somebody else prints them', () => {
    const manifests = through(PostgresOperator.cloudNativePg(), { poolName: 'front' }, { managedElsewhere: true });
    expect(manifests.map(({ kind }) => kind)).toEqual(['Deployment']);
    expect(at(only(manifests, 'Deployment'), `${POD}/containers/0/env/2/value`)).toBe('front.orders.svc');
  });
});
