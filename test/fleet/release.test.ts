import { ApiObject, App, AppProps, Chart, JsonPatch, YamlOutputType } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  BackupPolicy,
  ConnectionPool,
  FleetApp,
  FleetAppProps,
  FleetTarget,
  HaCluster,
  HaClusterProps,
  ObjectStoreSecret,
  ObjectStoreSecretValues,
  PostgresOperator,
  ReplicaCluster,
  ReplicaSource,
  Rules,
  SecretSource,
  SecretValue,
} from '../../lib';
import { filesIn, newFolder, outputOf } from '../support/output';
import { SMALLEST_BACKUP, smallestCluster } from '../support/programs';

const operator = PostgresOperator.cloudNativePg();
const fleet = (props: Omit<FleetAppProps, keyof AppProps> & AppProps = {}) => new FleetApp({ ...props, outdir: newFolder() });
const HEAD = 'Validation failed with the following errors:\n  ';

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
};

/** A chart with a cluster, its policy and its pool. */
function team(scope: Construct, name: string, props: Partial<HaClusterProps> = {}): Chart {
  const chart = new Chart(scope, name, { namespace: name });
  const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), clusterName: name, ...props });
  new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
  new ConnectionPool(chart, 'pool', { cluster });
  return chart;
}

const clusterOf = (chart: Chart) => chart.node.findChild('db') as HaCluster;
const TEAMS = ['orders', 'billing', 'crm'];

describe('charts that are released', () => {
  test.each([YamlOutputType.FILE_PER_CHART, YamlOutputType.FILE_PER_RESOURCE, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE])(
    'are printed like all others (%p)',
    (yamlOutputType) => {
      const props = { yamlOutputType, recordConstructMetadata: true };
      const app = fleet(props);
      TEAMS.forEach((name) => {
        const chart = team(app, name);
        if (name !== 'crm') {
          app.release(chart);
        }
      });
      expect(app.node.children.map(({ node }) => node.id)).toEqual(['crm']);
      app.synth();
      const expected = outputOf(App, (other) => TEAMS.forEach((name) => team(other, name)), props);
      expect(filesIn(app.outdir)).toEqual(expected);
      app.synth();
      expect(filesIn(app.outdir)).toEqual(expected);
    },
  );

  test('may belong together', () => {
    const app = fleet();
    const [data, access] = [new Chart(app, 'data', { namespace: 'orders' }), new Chart(app, 'access', { namespace: 'orders' })];
    const cluster = new HaCluster(data, 'db', smallestCluster(PostgresOperator.crunchy()));
    new BackupPolicy(data, 'backups', { ...SMALLEST_BACKUP, cluster });
    new ConnectionPool(access, 'pool', { cluster });
    app.release(data, access);
    expect(filesIn(app.outdir)['data.k8s.yaml']).toContain('pgBouncer');
  });

  test('are refused with all that is wrong with them, and nothing is printed', () => {
    const app = fleet();
    const chart = team(app, 'orders', { instances: 1 });
    expect(message(() => app.release(chart))).toMatch(/^Validation failed with the following errors:\n {2}\[orders\/db\] \[HA-002\] /);
    expect(filesIn(app.outdir)).toEqual({});
  });

  test('use a suppression that stands above them', () => {
    const app = fleet();
    Rules.of(app).suppress('HA-002', 'nothing here is for production');
    app.release(team(app, 'orders', { instances: 1 }));
    team(app, 'billing');
    app.synth();
    const files = filesIn(app.outdir);
    expect(Object.keys(files)).toEqual(['billing.k8s.yaml', 'orders.k8s.yaml']);
    const reason = 'suppressed.cdk8s-postgres/HA-002: nothing here is for production';
    expect(Object.values(files).map((text) => text.split(reason).length - 1)).toEqual([0, 1]);
  });

  test('RULE-002: which is refused where they do not need it', () => {
    const app = fleet();
    Rules.of(app).suppress('HA-002', 'nothing here is for production');
    app.release(team(app, 'orders'));
    expect(message(() => app.synth())).toContain(`[] [RULE-002] 'HA-002' is suppressed`);
  });

  test('FLEET-001: do not overwrite each other', () => {
    const app = fleet({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    const print = (id: string) => {
      const chart = new Chart(app, id, { namespace: id });
      new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'main' } });
      return chart;
    };
    app.release(print('a'));
    expect(message(() => app.release(print('b')))).toContain(
      `[b/map] [FLEET-001] the file 'ConfigMap.main.k8s.yaml' is also that of a/map,`,
    );
  });
});

describe('what charts have taken that were released is not free', () => {
  const after = (second: (app: FleetApp) => void) => {
    const app = fleet();
    app.release(team(app, 'orders'));
    second(app);
    return message(() => app.synth());
  };

  test('the name of a cluster, of its objects and its addresses', () => {
    const lines = after((app) => {
      const chart = new Chart(app, 'again', { namespace: 'orders' });
      new BackupPolicy(chart, 'backups', {
        ...SMALLEST_BACKUP,
        cluster: new HaCluster(chart, 'db', { ...smallestCluster(operator), clusterName: 'orders' }),
      });
    }).split('\n');
    expect(lines).toContain(
      `  [again/db] [HA-016] the name 'orders' in namespace 'orders' is also used by orders/db; give each cluster a name of its own (two clusters of one name share services, volumes and secrets, and the second object replaces the first)`,
    );
  });

  test('the place of its archive', () => {
    const app = fleet();
    app.release(team(new FleetTarget(app, 'eu'), 'orders'));
    team(new FleetTarget(app, 'us'), 'orders');
    expect(message(() => app.synth())).toBe(
      `${HEAD}[us/orders/backups] [BAK-010] the archive s3://acme-pg/orders/orders-v1 is also that of eu/orders/backups; give one of them another bucket, prefix or archiveGeneration (two writers in one archive overwrite each other, and neither can be restored)`,
    );
  });

  test('the name of an object', () => {
    const app = fleet();
    const secret = (id: string) => {
      const chart = new Chart(app, id, { namespace: 'orders' });
      const vault = (property: string) => SecretValue.fromVault('orders/pg', property);
      new ObjectStoreSecret(chart, 'secret', {
        secretName: 'pg-s3',
        source: SecretSource.externalSecrets({ storeName: 'vault' }),
        values: ObjectStoreSecretValues.s3({ accessKeyId: vault('id'), secretAccessKey: vault('key') }),
      });
      return chart;
    };
    app.release(secret('a'));
    secret('b');
    expect(message(() => app.synth())).toBe(
      `${HEAD}[b/secret/Resource] [CRD-004] the ExternalSecret 'pg-s3' is already printed by a/secret/Resource; give one of them another name (the second would replace the first, in an order that nobody chose)`,
    );
  });

  test('the address of a pool', () => {
    const refusal = after((app) => {
      const chart = new Chart(app, 'again', { namespace: 'orders' });
      const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), clusterName: 'orders-2' });
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
      new ConnectionPool(chart, 'pool', { cluster, poolName: 'orders-pool-rw' });
    });
    expect(refusal).toBe(
      `${HEAD}[again/pool] [POOL-004] the address orders-pool-rw.orders.svc:5432 is also that of orders/pool; give the pool another 'poolName' (two services of one name cannot be, so one of them would lead to the pods of the other)`,
    );
  });

  test('the name of the source of a replica', () => {
    const app = fleet();
    const chart = team(app, 'orders');
    const { archive } = chart.node.findChild('backups') as BackupPolicy;
    app.release(chart);
    const second = new Chart(app, 'replica', { namespace: 'orders' });
    const replica = new ReplicaCluster(second, 'db', {
      ...smallestCluster(operator),
      clusterName: 'orders-dr',
      source: ReplicaSource.archive(archive),
      promoted: true,
    });
    new BackupPolicy(second, 'backups', { ...SMALLEST_BACKUP, cluster: replica });
    expect(message(() => app.synth())).toContain(`[replica/db] [REP-005] 'promoted' must not be given while orders/db is a primary;`);
  });
});

describe('FLEET-003: what would change a chart that was released is refused', () => {
  const WHY = '(the change would not be printed)';
  const refused = (path: string) =>
    `${HEAD}[${path}] [FLEET-003] '${path}' was printed early and must not change or be used by others; call release() when all that belongs to it is there ${WHY}`;
  const released = (create: () => PostgresOperator = () => operator) => {
    const app = fleet();
    const chart = team(app, 'orders', { operator: create() as never });
    app.release(chart);
    return { app, chart, cluster: clusterOf(chart), later: () => new Chart(app, 'later', { namespace: 'orders' }) };
  };

  test('a pool', () => {
    const { cluster, later } = released();
    expect(message(() => new ConnectionPool(later(), 'pool', { cluster, poolName: 'orders-second' }))).toBe(refused('orders/db'));
  });

  test('an application', () => {
    const { cluster, later } = released();
    const chart = later();
    const container = new Deployment(chart, 'web').addContainer({ image: 'registry.example.com/web:1' });
    expect(message(() => cluster.connect(container, { role: 'app', database: 'app' }))).toMatch(
      /^Validation failed .*\n {2}\[orders\/db.*\] \[FLEET-003\] /,
    );
  });

  test('a follower that streams', () => {
    const { cluster, later } = released();
    const [host] = cluster.primary.hostAndPort.split(':') as [string];
    const source = ReplicaSource.streaming({
      clusterName: 'orders',
      host,
      ca: { name: 'orders-ca', key: 'ca.crt' },
      certificateSecret: 'orders-replication',
    });
    expect(message(() => new ReplicaCluster(later(), 'db', { ...smallestCluster(operator), clusterName: 'orders-dr', source }))).toBe(
      refused('orders/db'),
    );
  });

  test('a construct, a patch, a label, a dependency', () => {
    const { chart, cluster, later } = released();
    const object = ApiObject.of(cluster);
    const { path } = object.node;
    expect(message(() => new Construct(chart, 'more'))).toBe(refused('orders'));
    expect(message(() => object.addJsonPatch(JsonPatch.remove('/spec')))).toBe(refused(path));
    expect(message(() => object.metadata.addLabel('a', 'b'))).toBe(refused(path));
    expect(message(() => object.metadata.addAnnotation('a', 'b'))).toBe(refused(path));
    expect(message(() => object.addDependency(later()))).toBe(refused(path));
  });

  test('what an imported cluster of the same name allows', () => {
    const { app, later } = released();
    const chart = later();
    const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator });
    new ConnectionPool(chart, 'second', { cluster, poolName: 'orders-second' });
    app.synth();
    expect(Object.keys(filesIn(app.outdir))).toEqual(['later.k8s.yaml', 'orders.k8s.yaml']);
  });

  test('to release it again', () => {
    const { app, chart } = released();
    expect(message(() => app.release(chart))).toBe(
      `${HEAD}[orders] [FLEET-003] the chart was printed early before; release each chart once ${WHY}`,
    );
  });
});

describe('FLEET-002: a chart that does not stand alone is not released', () => {
  const WHY = '(its place among the others is only known when all are there)';
  const refused = (path: string, what: string) => `${HEAD}[${path}] [FLEET-002] ${what} ${WHY}`;

  test('one of another app', () => {
    expect(message(() => fleet().release(new Chart(fleet(), 'stray')))).toBe(
      refused('stray', 'the chart must be one of this app; release it by its own'),
    );
  });

  test('one of many in one file', () => {
    const app = fleet({ yamlOutputType: YamlOutputType.FILE_PER_APP });
    expect(message(() => app.release(new Chart(app, 'a')))).toBe(
      refused('a', `a chart cannot be released where all charts go into one file; write another 'yamlOutputType' or call synth() alone`),
    );
  });

  const nested = (app: FleetApp) => new Chart(new Chart(app, 'outer'), 'inner');
  const dependent = (app: FleetApp) => {
    const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
    a.addDependency(b);
    return [a, b] as const;
  };

  test('one in another, unless names are stable', () => {
    const app = fleet();
    const inner = nested(app);
    expect(message(() => app.release(inner))).toBe(
      refused(
        'outer/inner',
        `the chart must not stand in another one, which gives it a number; write 'stableNames: true', or leave it to synth()`,
      ),
    );
    expect(message(() => app.release(inner.node.scope as Chart))).toBe(
      refused(
        'outer',
        `the chart must not depend on outer/inner, which gives both a number; write 'stableNames: true', or leave them to synth()`,
      ),
    );
    const stable = fleet({ stableNames: true });
    stable.release(nested(stable).node.scope as Chart);
    expect(Object.keys(filesIn(stable.outdir))).toEqual(['outer-inner-c841ea9b.k8s.yaml', 'outer.k8s.yaml']);
  });

  test('one that depends on another, unless names are stable', () => {
    const app = fleet();
    const [a, b] = dependent(app);
    const what = `the chart must not depend on b, which gives both a number; write 'stableNames: true', or leave them to synth()`;
    expect(message(() => app.release(a))).toBe(refused('a', what));
    expect(message(() => app.release(a, b))).toBe(refused('a', what));
    app.release(b);
    expect(message(() => app.synth())).toBe(
      refused('a', `the chart depends on b, which was printed early; leave that to synth(), or write 'stableNames: true'`),
    );
    const stable = fleet({ stableNames: true });
    stable.release(dependent(stable)[1]);
    stable.synth();
    expect(Object.keys(filesIn(stable.outdir))).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
  });
});

describe('targets', () => {
  const inBoth = (props: (region: string) => { readonly kubernetesCluster?: string }) => {
    const app = fleet({ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    for (const region of ['eu', 'us']) {
      const chart = new Chart(new FleetTarget(app, region, props(region)), 'orders', { namespace: 'orders' });
      const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), clusterName: 'orders' });
      const target = SMALLEST_BACKUP.target;
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, target, archiveGeneration: region === 'eu' ? 1 : 2, cluster });
    }
    return app;
  };

  test('that are Kubernetes clusters of their own have names of their own', () => {
    const app = inBoth(() => ({}));
    app.synth();
    const names = Object.keys(filesIn(app.outdir)).filter((name) => name.endsWith('.yaml'));
    expect(names.filter((name) => name.startsWith('eu/')).map((name) => name.replace('eu', 'us'))).toEqual(
      names.filter((name) => name.startsWith('us/')),
    );
    expect(names).toContain('eu/Cluster.orders.k8s.yaml');
  });

  test('that are parts of one Kubernetes cluster share its names', () => {
    const app = inBoth(() => ({ kubernetesCluster: 'prod' }));
    expect(message(() => app.synth())).toContain(
      `[us/orders/db] [HA-016] the name 'orders' in namespace 'orders' is also used by eu/orders/db; give each cluster a name of its own`,
    );
  });
});
