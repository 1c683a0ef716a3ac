import { Chart, Size, Testing } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  AccessRule,
  HaCluster,
  IPostgresOperator,
  MigrationMethod,
  MigrationSource,
  MigrationStep,
  PostgresProvider,
  PostgresVersion,
  Rules,
} from '../../lib';
import { checkCode } from '../../lib/migration/check-code';
import { shortHash } from '../../lib/private/hash';
import { smallestCluster } from '../support/programs';
import { Manifest, at, only, refusal, render } from '../support/render';
import { MigrationAsk, OPERATORS, ORDERS, cnpg, moving, pgo, zalando } from './migration-programs';

const NAME = `cdk8s_${shortHash(JSON.stringify([['orders', 'orders'], 'orders-next', 'orders', 1]))}`;
/** Whatever is one for each database has this in its name. */
const OF_ORDERS = shortHash('orders');
const code = (kind: 'follow' | 'final'): string =>
  checkCode({ name: NAME, namespace: 'orders', databases: ['orders'], attempt: 1, kind }, 12);

const STEPS: readonly MigrationStep[] = [
  MigrationStep.prepare(),
  MigrationStep.copy(),
  MigrationStep.follow(),
  MigrationStep.cutOver(code('follow')),
  MigrationStep.reverse(code('final')),
  MigrationStep.retire(code('final')),
  MigrationStep.giveUp(),
];

const atStep = (step: MigrationStep, ask: MigrationAsk = {}): Manifest[] => render(moving({ ...ask, props: { ...ask.props, step } }));

const ofMigration = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ metadata }) => metadata.labels?.['cdk8s-postgres/migration'] !== undefined);
const job = (manifests: readonly Manifest[]): Manifest => only(ofMigration(manifests), 'Job');
const command = (manifests: readonly Manifest[]): unknown => at(job(manifests), '/spec/template/spec/containers/0/command/2');
const list = (manifests: readonly Manifest[]): Manifest =>
  manifests.find(({ metadata }) => metadata.name === 'orders-next-migration' && metadata.labels !== undefined)!;
const cluster = (manifests: readonly Manifest[], kind: string, name: string): Manifest =>
  manifests.find((one) => one.kind === kind && one.metadata.name === name)!;
const environment = (manifests: readonly Manifest[]): { [name: string]: string } =>
  Object.fromEntries(
    (at(job(manifests), '/spec/template/spec/containers/0/env') as { name: string; value: string }[]).map(({ name, value }) => [
      name,
      value,
    ]),
  );
const secrets = (manifests: readonly Manifest[]): unknown[] =>
  (at(job(manifests), '/spec/template/spec/volumes') as { secret?: { secretName: string } }[]).flatMap(
    ({ secret }) => secret?.secretName ?? [],
  );

const until = (...phases: readonly string[]): string =>
  phases.map((phase) => `until bash /scripts/${phase}.sh; do sleep ${phase.startsWith('check') ? 60 : 15}; done`).join('\n');

describe('steps', () => {
  test('each runs its phases in order', () => {
    expect(STEPS.map((step) => command(atStep(step)))).toEqual([
      until('preflight', 'schema', 'publish'),
      until('subscribe'),
      until('follow', 'check'),
      until('cut-over', 'check', 'open'),
      until('reverse'),
      until('retire'),
      until('give-up'),
    ]);
  });

  test('in a higher round, where there is a way back, the source may be the one that takes over again', () => {
    expect(command(atStep(STEPS[2]!, { props: { round: 2 } }))).toBe(until('hand-back', 'check-back', 'follow', 'check'));
    expect(command(atStep(STEPS[2]!, { props: { round: 2, wayBack: false } }))).toBe(until('follow', 'check'));
    expect(command(atStep(STEPS[3]!, { props: { round: 2 } }))).toBe(until('cut-over', 'check', 'open'));
  });

  test('a dump has fewer', () => {
    const ask = {
      props: { method: MigrationMethod.dump({ storage: { size: Size.gibibytes(20), storageClass: 'fast' } }), walLimit: undefined },
    };
    const steps = [STEPS[0]!, STEPS[1]!, MigrationStep.cutOver(code('final')), STEPS[5]!];
    const printed = steps.map((step) => atStep(step, ask));
    expect(printed.map(command)).toEqual([
      until('preflight', 'schema'),
      until('dump', 'check'),
      until('cut-over', 'open'),
      until('retire'),
    ]);
    expect(at(job(printed[1]!), '/spec/template/spec/volumes/1')).toEqual({
      name: 'work',
      ephemeral: {
        volumeClaimTemplate: {
          spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '20Gi' } } },
        },
      },
    });
    expect(at(job(printed[0]!), '/spec/template/spec/volumes/1')).toEqual({ name: 'work', emptyDir: {} });
    const parameters = at(cluster(printed[1]!, 'postgresql', 'orders'), '/spec/postgresql/parameters') as object | undefined;
    expect(parameters ?? {}).not.toHaveProperty('wal_level');
  });

  test('the scripts of a step stand beside its Job', () => {
    for (const step of STEPS) {
      const printed = atStep(step);
      const { name } = job(printed).metadata;
      const files = ofMigration(printed).find((one) => one.kind === 'ConfigMap' && one.metadata.name === name)!;
      const phases = [...String(command(printed)).matchAll(/scripts\/(\S+\.sh)/g)].map(([, file]) => file!);
      expect(Object.keys(files.data!)).toEqual(expect.arrayContaining(phases));
    }
  });

  test('the code that a check prints is the one that the next step asks for', () => {
    const stems = [STEPS[2]!, STEPS[3]!].map((step) => {
      const printed = atStep(step);
      const files = ofMigration(printed).find((one) => one.kind === 'ConfigMap' && one.metadata.name === job(printed).metadata.name)!;
      return /^STEM='(.*)'$/m.exec(files.data!['check.sh']!)![1]!;
    });
    expect(stems.map((stem) => `12-${shortHash(`${stem}#12`)}`)).toEqual([code('follow'), code('final')]);
  });

  test('a Job of another step, code, attempt or round is another one', () => {
    const names = [
      ...STEPS.slice(0, 5).map((step) => atStep(step)),
      atStep(STEPS[2]!, { props: { round: 2 } }),
      atStep(STEPS[2]!, { props: { attempt: 2 } }),
    ].map((printed) => job(printed).metadata.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => /^orders-next-move-[0-9a-f]{8}$/.test(name))).toBe(true);
  });

  test('the list says what to do', () => {
    const [prepare, copy, follow, cutOver, reverse, retire, giveUp] = STEPS.map((step) => list(atStep(step)).data!);
    expect(prepare).toMatchObject({ step: 'prepare', from: `'orders' (Zalando Postgres Operator)`, method: 'logical', attempt: '1' });
    expect(prepare!['list.md']).toContain("The operator restarts the pods of 'orders'");
    expect(prepare!['list.md']).toContain('`step: MigrationStep.copy()`');
    expect(copy!['list.md']).toContain('`step: MigrationStep.follow()`');
    const oneJob = 'kubectl delete --namespace=orders job --selector=cdk8s-postgres/migration=orders-next';
    expect(prepare!['list.md']).not.toContain(oneJob);
    expect(copy!['list.md']).toContain(oneJob);
    expect(follow!['list.md']).toContain("`step: MigrationStep.cutOver('...')`");
    expect(cutOver!['list.md']).toContain('`round: 2`');
    expect(cutOver!['list.md']).toContain(
      '`MigrationStep.giveUp()` opens the source without it, ten minutes after it has ceased to answer',
    );
    expect(cutOver!['list.md']).toContain('The log of the Job has the SQL that opens the source');
    expect(cutOver!['list.md']).toContain("`step: MigrationStep.reverse('...')`");
    expect(reverse!['list.md']).toContain("`step: MigrationStep.retire('...')`");
    expect(retire!['list.md']).toContain(
      "The cluster 'orders' goes on, closed for writers, with its backups. Write `state: ClusterState.stopped()` there",
    );
    expect(giveUp!['list.md']).toContain('another attempt takes another target');
  });

  test('a round stays with the steps that come after it', () => {
    const again = atStep(STEPS[3]!, { props: { round: 2 } });
    expect(list(again).data).toMatchObject({ round: '2' });
    expect(list(again).data!['list.md']).toContain(' `round: 2` stays.');
    expect(list(atStep(STEPS[3]!)).data!['list.md']).not.toContain(' stays.');
    const back = list(atStep(STEPS[2]!, { props: { round: 2 } })).data!['list.md'];
    expect(back).toContain('both sides are closed and compared before the source is opened');
    expect(back).toContain("`step: MigrationStep.reverse('...')` with the code of the cut over opens the target again");
    expect(list(atStep(STEPS[2]!)).data!['list.md']).not.toContain('closed');
    const env = at(job(again), '/spec/template/spec/containers/0/env');
    expect(env).toEqual(
      expect.arrayContaining([
        { name: 'MIGRATION_STEP', value: 'cutOver' },
        { name: 'MIGRATION_ROUND', value: '2' },
      ]),
    );
  });
});

describe.each(OPERATORS)('from %s', (from, source) => {
  describe.each(OPERATORS)('to %s', (to, target) => {
    const printed = atStep(STEPS[1]!, { operators: [source, target] });

    test('the Job reaches both primaries as their superusers', () => {
      const SECRET: { [name: string]: (cluster: string) => string } = {
        CloudNativePG: (name) => `${name}-superuser`,
        Zalando: (name) => `postgres.${name}.credentials.postgresql.acid.zalan.do`,
        PGO: (name) => `${name}-pguser-postgres`,
      };
      expect(secrets(printed)).toEqual(expect.arrayContaining([SECRET[from]!('orders'), SECRET[to]!('orders-next')]));
      const env = environment(printed);
      expect(env).toMatchObject({ MIGRATION: NAME, SOURCE_PORT: '5432', TARGET_PORT: '5432' });
      expect(env.SOURCE_HOST).toMatch(/^orders(-rw|-primary)?\.orders\.svc$/);
      expect(env.TARGET_HOST).toMatch(/^orders-next(-rw|-primary)?\.orders\.svc$/);
    });

    test('the Job and each side are let in', () => {
      const own = { podSelector: { matchLabels: { 'cdk8s-postgres/migration': 'orders-next' } } };
      const pods = (operator: IPostgresOperator, name: string) => ({
        podSelector: { matchLabels: operator.podSelectors({ name, namespace: 'orders' }).instances },
      });
      const letIn = (name: string): object[] =>
        (
          at(
            printed.find((one) => one.kind === 'NetworkPolicy' && one.metadata.name === `${name}-instances`)!,
            '/spec/ingress',
          ) as { from: object[] }[]
        ).flatMap((rule) => rule.from);
      expect(letIn('orders')).toEqual(expect.arrayContaining([own, pods(target, 'orders-next')]));
      expect(letIn('orders-next')).toEqual(expect.arrayContaining([own, pods(source, 'orders')]));
    });
  });
});

describe('what each side gets', () => {
  test('CloudNativePG lets the superuser in, and carries slots to its replicas', () => {
    const spec = cluster(atStep(STEPS[0]!, { operators: [cnpg, pgo] }), 'Cluster', 'orders').spec!;
    expect(spec).toMatchObject({
      enableSuperuserAccess: true,
      replicationSlots: { highAvailability: { enabled: true, synchronizeLogicalDecoding: true } },
      postgresql: {
        parameters: {
          wal_level: 'logical',
          max_slot_wal_keep_size: '10240MB',
          hot_standby_feedback: 'on',
          sync_replication_slots: 'on',
        },
      },
    });
  });

  test('below 17 no replica keeps a slot there, and the list says so', () => {
    const printed = atStep(STEPS[0]!, { operators: [cnpg, pgo], from: { version: PostgresVersion.V16 } });
    expect(cluster(printed, 'Cluster', 'orders').spec!.replicationSlots).toBeUndefined();
    expect(list(printed).data!['list.md']).toContain(`A failover of 'orders' before the cut over loses the slots`);
  });

  test('Zalando makes the slots from the copy on, after the publication', () => {
    const slots = STEPS.map((step) => at(cluster(atStep(step), 'postgresql', 'orders'), '/spec/patroni/slots'));
    const made = { [`${NAME}_${OF_ORDERS}`]: { type: 'logical', database: 'orders', plugin: 'pgoutput' } };
    expect(slots).toEqual([undefined, made, made, made, undefined, undefined, undefined]);
    expect(at(cluster(atStep(STEPS[0]!), 'postgresql', 'orders'), '/spec/postgresql/parameters')).toEqual({
      wal_level: 'logical',
      max_slot_wal_keep_size: '10240MB',
    });
  });

  test('what a database has stays with it, wherever it stands in the list', () => {
    const databases = ['orders', 'audit'].map((name) => ({ name, owner: 'app' }));
    const printed = (...names: string[]): Manifest[] =>
      atStep(STEPS[1]!, {
        operators: [zalando, cnpg],
        from: { databases },
        to: { databases },
        props: { databases: names.map((name) => ({ name })) },
      });
    const slot = (database: string): object => ({ type: 'logical', database, plugin: 'pgoutput' });
    expect(at(cluster(printed('orders', 'audit'), 'postgresql', 'orders'), '/spec/patroni/slots')).toEqual({
      [`${NAME}_${OF_ORDERS}`]: slot('orders'),
      [`${NAME}_${shortHash('audit')}`]: slot('audit'),
    });
    expect(printed('audit', 'orders')).toEqual(printed('orders', 'audit'));
  });

  test('PGO makes the slots of the way back from the cut over on', () => {
    const dynamic = STEPS.map((step) =>
      at(cluster(atStep(step, { operators: [zalando, pgo] }), 'PostgresCluster', 'orders-next'), '/spec/patroni/dynamicConfiguration'),
    ) as { slots?: object; postgresql?: object }[];
    const made = { [`${NAME}_r${OF_ORDERS}`]: { type: 'logical', database: 'orders', plugin: 'pgoutput' } };
    expect(dynamic.map(({ slots }) => slots)).toEqual([undefined, undefined, undefined, made, made, undefined, undefined]);
    expect(dynamic[3]!.postgresql).toEqual({ use_slots: true });
    const again = atStep(STEPS[2]!, { operators: [zalando, pgo], props: { round: 2 } });
    expect(at(cluster(again, 'PostgresCluster', 'orders-next'), '/spec/patroni/dynamicConfiguration/slots')).toEqual(made);
  });

  test('PGO gets the superuser beside its users', () => {
    const users = at(cluster(atStep(STEPS[0]!, { operators: [pgo, cnpg] }), 'PostgresCluster', 'orders'), '/spec/users') as {
      name: string;
    }[];
    expect(users.map(({ name }) => name)).toEqual(['orders-app', 'postgres']);
  });

  test('room for slots, senders and workers is made where a server has too little', () => {
    const databases = ['orders', 'shop', 'audit'].map((name) => ({ name, owner: 'orders-app' }));
    const printed = atStep(STEPS[0]!, { operators: [pgo, cnpg], from: { databases }, to: { databases } });
    expect(at(cluster(printed, 'PostgresCluster', 'orders'), '/spec/config/parameters')).toMatchObject({
      max_replication_slots: '15',
      max_wal_senders: '15',
      max_logical_replication_workers: '9',
      max_worker_processes: '17',
    });
    const { parameters } = cluster(printed, 'Cluster', 'orders-next').spec!.postgresql as { parameters: object };
    expect(parameters).toMatchObject({ max_wal_senders: '15', max_logical_replication_workers: '9' });
    // What the operator has by itself is enough, and less would be a restart.
    expect(parameters).not.toHaveProperty('max_worker_processes');
    expect(parameters).not.toHaveProperty('max_replication_slots');
  });

  test('lines of pg_hba.conf do not shut the migration out', () => {
    const rules = { accessRules: [AccessRule.allow({ roles: ['orders-app'] })] };
    const printed = atStep(STEPS[0]!, { operators: [cnpg, pgo], from: rules });
    expect((at(cluster(printed, 'Cluster', 'orders'), '/spec/postgresql/pg_hba') as string[])[0]).toBe('hostssl all postgres all md5');
    expect(at(cluster(printed, 'PostgresCluster', 'orders-next'), '/spec/authentication')).toBeUndefined();
  });

  test('what was lent goes with the migration', () => {
    const alone = render((chart) => {
      new HaCluster(chart, 'from', { ...smallestCluster(cnpg), databases: [ORDERS] });
    });
    const spec = cluster(alone, 'Cluster', 'orders').spec!;
    expect(spec.enableSuperuserAccess).toBe(false);
    expect(spec.replicationSlots).toBeUndefined();
  });

  test('egress of each side leads to the other one', () => {
    const network = { egress: { apiServerCidrs: ['10.96.0.1/32'] } };
    const printed = atStep(STEPS[0]!, { operators: [cnpg, zalando], from: { network }, to: { network } });
    const out = (name: string): object[] =>
      (
        at(
          printed.find((one) => one.kind === 'NetworkPolicy' && one.metadata.name === name)!,
          '/spec/egress',
        ) as { to?: object[] }[]
      ).flatMap((rule) => rule.to ?? []);
    const pods = (operator: IPostgresOperator, name: string) => ({
      podSelector: { matchLabels: operator.podSelectors({ name, namespace: 'orders' }).instances },
    });
    expect(out('orders-instances')).toContainEqual(pods(zalando, 'orders-next'));
    expect(out('orders-next-instances')).toContainEqual(pods(cnpg, 'orders'));
    expect(out('orders-next-migration')).toEqual([pods(cnpg, 'orders'), pods(zalando, 'orders-next')]);
  });
});

describe('subscriptions of CloudNativePG', () => {
  const method = MigrationMethod.logical({ subscriptionObjects: true });
  const at17 = (source: IPostgresOperator) => STEPS.map((step) => atStep(step, { operators: [source, cnpg], props: { method } }));
  const subscriptions = (manifests: readonly Manifest[]): Manifest[] => manifests.filter(({ kind }) => kind === 'Subscription');

  test('are there from the copy to the cut over, and go with their slots', () => {
    const printed = at17(pgo);
    expect(printed.map((manifests) => subscriptions(manifests).length)).toEqual([0, 1, 1, 1, 0, 0, 0]);
    const [subscription] = subscriptions(printed[1]!);
    expect(subscription!.metadata.name).toBe(`orders-next-${NAME.replace('_', '-')}-${OF_ORDERS}`);
    expect(subscription!.spec).toEqual({
      cluster: { name: 'orders-next' },
      name: NAME,
      dbname: 'orders',
      externalClusterName: NAME.replace('_', '-'),
      publicationName: NAME,
      publicationDBName: 'orders',
      subscriptionReclaimPolicy: 'delete',
      parameters: { slot_name: `${NAME}_${OF_ORDERS}`, create_slot: 'false' },
    });
  });

  test('their slot stays with its operator until the migration is taken out, for whoever drops the one wants to drop the other', () => {
    const slots = at17(zalando).map((manifests) => at(cluster(manifests, 'postgresql', 'orders'), '/spec/patroni/slots'));
    expect(slots.map((one) => one !== undefined)).toEqual([false, true, true, true, true, true, true]);
  });

  test('the source is an external cluster at every step, with its CA', () => {
    const entry = {
      name: NAME.replace('_', '-'),
      connectionParameters: {
        host: 'orders-primary.orders.svc',
        port: '5432',
        user: 'postgres',
        dbname: 'postgres',
        sslmode: 'verify-full',
      },
      password: { name: 'orders-pguser-postgres', key: 'password' },
      sslRootCert: { name: 'orders-cluster-cert', key: 'ca.crt' },
    };
    for (const manifests of at17(pgo)) {
      expect(at(cluster(manifests, 'Cluster', 'orders-next'), '/spec/externalClusters')).toEqual([entry]);
    }
  });

  test('between two of its own clusters the subscription makes a slot that replicas keep', () => {
    const [subscription] = subscriptions(at17(cnpg)[1]!);
    expect(at(subscription, '/spec/parameters')).toEqual({ slot_name: `${NAME}_${OF_ORDERS}`, failover: 'true' });
  });

  test('the Job leaves them to the operator', () => {
    const printed = at17(pgo)[1]!;
    const files = ofMigration(printed).find((one) => one.kind === 'ConfigMap' && one.metadata.name === job(printed).metadata.name)!;
    expect(files.data!['subscribe.sh']).toContain('its operator subscribes');
  });
});

describe('a source in another namespace', () => {
  let elsewhere: Chart | undefined;
  const here = atStep(STEPS[0]!, {
    source: (chart) => {
      elsewhere = new Chart(chart, 'billing', { namespace: 'billing' });
      const billing = new HaCluster(elsewhere, 'db', {
        ...smallestCluster(zalando),
        clusterName: 'billing',
        databases: [ORDERS],
      });
      return MigrationSource.cluster(billing, { credentials: { secretName: 'copied' }, ca: { name: 'copied-ca', key: 'ca.crt' } });
    },
  });
  const printed = [...here, ...(Testing.synth(elsewhere!) as Manifest[])];
  const peers = (name: string, namespace: string, way: 'from' | 'to'): object[] =>
    (
      at(
        printed.find((one) => one.kind === 'NetworkPolicy' && one.metadata.name === name && one.metadata.namespace === namespace)!,
        way === 'from' ? '/spec/ingress' : '/spec/egress',
      ) as { from?: object[]; to?: object[] }[]
    ).flatMap((rule) => rule[way] ?? []);
  const within = (namespace: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } });

  test('is reached with copies of its Secrets', () => {
    expect(secrets(printed)).toEqual(expect.arrayContaining(['copied', 'copied-ca', 'orders-next-superuser']));
    expect(environment(printed)).toMatchObject({ SOURCE_HOST: 'billing.billing.svc', SOURCE_SSLMODE: 'verify-full' });
  });

  test('lets in the Jobs and the target, and is let in, across namespaces', () => {
    const ofJob = { podSelector: { matchLabels: { 'cdk8s-postgres/migration': 'orders-next' } } };
    expect(peers('billing-instances', 'billing', 'from')).toContainEqual({ ...within('orders'), ...ofJob });
    expect(peers('orders-next-instances', 'orders', 'from')).toContainEqual({
      ...within('billing'),
      podSelector: { matchLabels: zalando.podSelectors({ name: 'billing', namespace: 'billing' }).instances },
    });
    expect(peers('orders-next-instances', 'orders', 'from')).toContainEqual(ofJob);
  });
});

test('no reason makes a copy of files possible', () => {
  const program = moving({
    operators: [cnpg, zalando],
    props: { method: MigrationMethod.physical({ reason: 'large objects' }) },
    more: (_, { migration }) => Rules.of(migration).suppress('MIG-005', 'we want it', { mayBeUnused: true }),
  });
  expect(refusal(program)).toContain(`[test/move] [MIG-005] 'method' must be MigrationMethod.logical()`);
});

describe('who uses which side', () => {
  test('applications follow by one prop', () => {
    const hosts = STEPS.map((step) => {
      const printed = render(
        moving({
          props: { step },
          more: (chart, { migration }) => {
            const container = new Deployment(chart, 'web').addContainer({ image: 'registry.example.com/web:1.4.2' });
            migration.current.connect(container, { role: 'orders-app' });
          },
        }),
      );
      const env = at(only(printed, 'Deployment'), '/spec/template/spec/containers/0/env') as { name: string; value: string }[];
      return env.find(({ name }) => name === 'PGHOST')!.value;
    });
    const [source, target] = ['orders.orders.svc', 'orders-next-rw.orders.svc'];
    expect(hosts).toEqual([source, source, source, target, target, target, source]);
  });

  test('from outside it is the target at every step', () => {
    const from = MigrationSource.external({ host: 'db.example.com', version: PostgresVersion.V16, credentials: { secretName: 'old' } });
    let current: HaCluster | undefined;
    render(
      moving({
        source: () => from,
        props: { databases: [{ name: 'orders' }] },
        more: (_, { migration }) => (current = migration.current as HaCluster),
      }),
    );
    expect(current!.clusterName).toBe('orders-next');
  });
});

describe('a server outside', () => {
  const outside = (provider?: PostgresProvider, more: MigrationAsk = {}) =>
    atStep(STEPS[0]!, {
      ...more,
      source: () =>
        MigrationSource.external({
          host: 'db.example.com',
          port: 5433,
          version: PostgresVersion.V16,
          credentials: { secretName: 'old-orders', usernameKey: 'user' },
          ca: { name: 'old-ca', key: 'bundle.pem' },
          provider,
        }),
      props: { databases: [{ name: 'orders' }] },
    });

  test('has one name, whether its usual port is written or not', () => {
    const named = (port?: number): string =>
      environment(
        atStep(STEPS[0]!, {
          source: () =>
            MigrationSource.external({
              host: 'db.example.com',
              port,
              version: PostgresVersion.V16,
              credentials: { secretName: 'old-orders' },
            }),
          props: { databases: [{ name: 'orders' }] },
        }),
      ).MIGRATION!;
    const name = (port: number | null): string =>
      `cdk8s_${shortHash(JSON.stringify([['db.example.com', port], 'orders-next', 'orders', 1]))}`;
    expect([named(), named(5432), named(5433)]).toEqual([name(null), name(null), name(5433)]);
  });

  test('is reached with what is said of it', () => {
    const printed = outside();
    expect(environment(printed)).toMatchObject({
      SOURCE_HOST: 'db.example.com',
      SOURCE_PORT: '5433',
      SOURCE_SSLMODE: 'verify-full',
      SOURCE_SSLROOTCERT: '/source-ca/ca.crt',
    });
    expect(at(job(printed), '/spec/template/spec/volumes')).toEqual(
      expect.arrayContaining([
        {
          name: 'source',
          secret: {
            secretName: 'old-orders',
            items: [
              { key: 'user', path: 'username' },
              { key: 'password', path: 'password' },
            ],
          },
        },
        { name: 'source-ca', secret: { secretName: 'old-ca', items: [{ key: 'bundle.pem', path: 'ca.crt' }] } },
      ]),
    );
  });

  test('is reached by the target itself at its port, too, where nothing else may be', () => {
    const egress = { apiServerCidrs: ['10.96.0.1/32'], databaseCidrs: ['203.0.113.7/32'] };
    const policies = outside(undefined, { to: { network: { egress } } }).filter(({ kind }) => kind === 'NetworkPolicy');
    const ports = (name: string): unknown => {
      const rules = at(
        policies.find(({ metadata }) => metadata.name === name)!,
        '/spec/egress',
      ) as { to?: unknown; ports: { port: number }[] }[];
      const rule = rules.find(({ to }) => JSON.stringify(to)?.includes('203.0.113.7/32'));
      return rule?.ports.map(({ port }) => port);
    };
    expect(ports('orders-next-instances')).toEqual([5432, 5433]);
    expect(ports('orders-next-migration')).toEqual([5433]);
  });

  test('of a provider is made ready by hand, as the list says', () => {
    expect(list(outside(PostgresProvider.AMAZON_RDS)).data!['list.md']).toContain('Set `rds.logical_replication` to 1');
    expect(list(outside()).data!['list.md']).not.toContain('rds');
  });
});
