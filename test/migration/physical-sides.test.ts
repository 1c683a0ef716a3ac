import { ClusterTls, HaClusterProps, IPostgresOperator, MigrationMethod, MigrationSource, MigrationStep, PostgresVersion } from '../../lib';
import { checkCode } from '../../lib/migration/check-code';
import { shortHash } from '../../lib/private/hash';
import { Manifest, at, render } from '../support/render';
import { cnpg, moving, pgo, zalando } from './migration-programs';

const NAME = `cdk8s_${shortHash(JSON.stringify([['orders', 'orders'], 'orders-next', 'orders', 1]))}`;
const code = (kind: 'follow' | 'replayed' | 'final'): string =>
  checkCode({ name: NAME, namespace: 'orders', databases: ['orders'], attempt: 1, kind }, 12);

const FOLLOWING: readonly MigrationStep[] = [
  MigrationStep.prepare(),
  MigrationStep.follow(),
  MigrationStep.cutOver(code('follow')),
  MigrationStep.giveUp(),
];
const WRITING: readonly MigrationStep[] = [
  MigrationStep.promote(code('replayed')),
  MigrationStep.retire(code('final')),
  // What has taken writes cannot follow again.
  MigrationStep.giveUp({ afterPromote: true }),
];

/** A pair of operators, with what both clusters need. */
interface Pair {
  readonly operators: readonly [from: IPostgresOperator, to: IPostgresOperator];
  readonly from?: Partial<HaClusterProps>;
  readonly to?: Partial<HaClusterProps>;
}

const issued = (replicationCertificate?: boolean): Partial<HaClusterProps> => ({
  tls: ClusterTls.certManager({ issuerName: 'acme', replicationCertificate }),
});

const ZALANDO_CNPG: Pair = { operators: [zalando, cnpg] };
const PGO_CNPG: Pair = { operators: [pgo, cnpg] };
const PGO_ZALANDO: Pair = { operators: [pgo, zalando] };
const ZALANDO_PGO: Pair = { operators: [zalando, pgo], from: issued(), to: issued() };
const CNPG_PGO: Pair = { operators: [cnpg, pgo], from: issued(true), to: issued() };

const print = (pair: Pair, step: MigrationStep, props: { from?: Partial<HaClusterProps>; to?: Partial<HaClusterProps> } = {}): Manifest[] =>
  render(
    moving({
      operators: pair.operators,
      from: { ...pair.from, ...props.from },
      to: { instances: 3, ...pair.to, ...props.to },
      props: { step, method: MigrationMethod.physical({ reason: 'four terabytes' }) },
    }),
  );

const KINDS: readonly string[] = ['Cluster', 'postgresql', 'PostgresCluster'];
const spec = (manifests: readonly Manifest[], name: string): unknown =>
  manifests.find(({ kind, metadata }) => KINDS.includes(kind) && metadata.name === name)!.spec;
const target = (manifests: readonly Manifest[]): unknown => spec(manifests, 'orders-next');
const source = (manifests: readonly Manifest[]): unknown => spec(manifests, 'orders');

const following = (pair: Pair, step = FOLLOWING[0]!, props = {}): Manifest[] => print(pair, step, props);
const writing = (pair: Pair, step = WRITING[0]!): Manifest[] => print(pair, step);

describe('CloudNativePG follows', () => {
  test.each(FOLLOWING.map((step) => [step.kind, step] as const))('as one instance at %s', (_, step) => {
    const manifests = print(ZALANDO_CNPG, step);
    expect(at(target(manifests), '/instances')).toBe(1);
    expect(at(target(manifests), '/replica')).toEqual({ enabled: true, source: 'orders' });
    expect(manifests.some(({ kind }) => kind === 'Database')).toBe(false);
  });

  test.each(WRITING.map((step) => [step.kind, step] as const))('no more at %s', (_, step) => {
    const manifests = print(ZALANDO_CNPG, step);
    expect(at(target(manifests), '/instances')).toBe(3);
    expect(at(target(manifests), '/replica')).toEqual({ enabled: false, source: 'orders' });
    expect(at(target(manifests), '/bootstrap')).toEqual({ pg_basebackup: { source: 'orders', database: 'orders', owner: 'orders-app' } });
    expect(manifests.some(({ kind }) => kind === 'Database')).toBe(true);
  });

  test('a cluster of Zalando as its standby, by password', () => {
    expect(at(target(following(ZALANDO_CNPG)), '/externalClusters')).toEqual([
      {
        name: 'orders',
        connectionParameters: { host: 'orders.orders.svc', port: '5432', user: 'standby', dbname: 'postgres', sslmode: 'require' },
        password: { name: 'standby.orders.credentials.postgresql.acid.zalan.do', key: 'password' },
      },
    ]);
  });

  const certified = (name: string) => [
    {
      name: 'orders',
      connectionParameters: {
        host: 'orders-primary.orders.svc',
        port: '5432',
        user: '_crunchyrepl',
        dbname: 'postgres',
        sslmode: 'verify-ca',
      },
      sslCert: { name, key: 'tls.crt' },
      sslKey: { name, key: 'tls.key' },
      sslRootCert: { name, key: 'ca.crt' },
    },
  ];

  test('a cluster of PGO by the certificate of its replicas', () => {
    expect(at(target(following(PGO_CNPG)), '/externalClusters')).toEqual(certified('orders-replication-cert'));
  });

  test('a cluster of PGO by the certificate that somebody else has made for its replicas', () => {
    const own = ClusterTls.fromSecrets({ serverSecret: 'orders-tls', replicationSecret: 'orders-replicas' });
    const manifests = following(PGO_CNPG, FOLLOWING[0], { from: { tls: own } });
    expect(at(target(manifests), '/externalClusters')).toEqual(certified('orders-replicas'));
  });

  test.each([...FOLLOWING, ...WRITING].map((step) => [step.kind, step] as const))('with files of its own at %s', (_, step) => {
    for (const pair of [ZALANDO_CNPG, PGO_CNPG]) {
      const postgresql = at(target(print(pair, step)), '/postgresql') as { enableAlterSystem: boolean; parameters: object };
      expect(postgresql.enableAlterSystem).toBe(true);
      expect(postgresql.parameters).toMatchObject({
        HBA_FILE: '/var/lib/postgresql/data/pgdata/pg_hba.conf',
        IDENT_FILE: '/var/lib/postgresql/data/pgdata/pg_ident.conf',
      });
    }
  });

  test('with no fewer connections than the source, which another operator sees to by itself', () => {
    const more = { from: { parameters: { max_connections: '300' } } };
    expect(at(target(following(ZALANDO_CNPG, FOLLOWING[0], more)), '/postgresql/parameters/max_connections')).toBe('300');
    expect(at(target(following(PGO_ZALANDO, FOLLOWING[0], more)), '/postgresql/parameters')).toBeUndefined();
  });

  test('and the pods that copy are let in to the source', () => {
    const policy = following(PGO_CNPG).find(({ metadata }) => metadata.name === 'orders-instances')!;
    expect(JSON.stringify(policy.spec)).toContain(
      JSON.stringify({ podSelector: { matchLabels: { 'cnpg.io/cluster': 'orders-next', 'cnpg.io/jobRole': 'pgbasebackup' } } }),
    );
  });

  test('and the list says what to do where copying has been given up', () => {
    const list = following(PGO_CNPG).find(({ metadata }) => metadata.name === 'orders-next-migration')! as unknown as { data: object };
    expect(JSON.stringify(list.data)).toContain('kubectl delete --namespace=orders clusters.postgresql.cnpg.io/orders-next');
  });

  test('and the list says what becomes of the configuration that came along', () => {
    const list = following(PGO_CNPG).find(({ metadata }) => metadata.name === 'orders-next-migration')! as unknown as { data: object };
    expect(JSON.stringify(list.data)).toContain(
      "'orders-next' goes on with what of the configuration of its source is in the data directory.",
    );
  });

  test('and the source is left as it is', () => {
    expect(at(source(following(PGO_CNPG)), '/authentication')).toBeUndefined();
    expect(at(source(following(ZALANDO_CNPG)), '/patroni/pg_hba')).toBeUndefined();
  });
});

describe('Zalando follows', () => {
  test.each(FOLLOWING.map((step) => [step.kind, step] as const))('as one instance without users at %s', (_, step) => {
    const printed = target(print(PGO_ZALANDO, step)) as { [field: string]: unknown };
    expect(printed.numberOfInstances).toBe(1);
    expect(printed.standby).toEqual({ standby_host: 'orders-primary.orders.svc', standby_port: '5432' });
    expect([printed.users, printed.databases]).toEqual([undefined, undefined]);
  });

  test.each(WRITING.map((step) => [step.kind, step] as const))('no more at %s', (_, step) => {
    const printed = target(print(PGO_ZALANDO, step)) as { [field: string]: unknown };
    expect(printed.numberOfInstances).toBe(3);
    expect(printed.standby).toBeUndefined();
    expect(printed.databases).toEqual({ orders: 'orders-app' });
  });

  test('and PGO lets its role in before the line that it would drop', () => {
    expect(at(source(following(PGO_ZALANDO)), '/authentication/rules')).toEqual([
      { hba: 'hostssl replication standby all scram-sha-256' },
      { hba: 'hostssl all all all scram-sha-256' },
    ]);
  });
});

describe('PGO follows', () => {
  test.each(FOLLOWING.map((step) => [step.kind, step] as const))('as one instance at %s', (_, step) => {
    const printed = target(print(ZALANDO_PGO, step));
    expect(at(printed, '/instances/0/replicas')).toBe(1);
    expect(at(printed, '/standby')).toEqual({ enabled: true, host: 'orders.orders.svc', port: 5432 });
  });

  test.each(WRITING.map((step) => [step.kind, step] as const))('no more at %s', (_, step) => {
    const printed = target(print(CNPG_PGO, step));
    expect(at(printed, '/instances/0/replicas')).toBe(3);
    expect(at(printed, '/standby')).toBeUndefined();
  });

  test('with certificates that both sides know', () => {
    expect(at(target(following(CNPG_PGO)), '/customReplicationTLSSecret')).toEqual({ name: 'orders-next-replication-tls' });
    expect(at(source(following(CNPG_PGO)), '/certificates/clientCASecret')).toBe('orders-replication-tls');
    expect(at(source(following(ZALANDO_PGO)), '/tls/caFile')).toBe('ca.crt');
  });

  test('and Zalando lets its role in before it refuses what has no TLS, and keeps its own lines', () => {
    expect(at(source(following(ZALANDO_PGO)), '/patroni/pg_hba')).toEqual([
      'local all all trust',
      'host all all 127.0.0.1/32 md5',
      'host all all ::1/128 md5',
      'local replication standby trust',
      'hostssl replication standby all md5',
      'hostssl all postgres all md5',
      'hostssl replication _crunchyrepl all cert',
      'hostssl postgres _crunchyrepl all cert',
      'hostnossl all all all reject',
      'hostssl all all all md5',
    ]);
  });

  test('and CloudNativePG lets its role in before it refuses what has no TLS', () => {
    expect(at(source(following(CNPG_PGO)), '/postgresql/pg_hba')).toEqual([
      'hostssl replication _crunchyrepl all cert',
      'hostssl postgres _crunchyrepl all cert',
      'hostnossl all all all reject',
    ]);
  });
});

describe('CloudNativePG follows a server outside', () => {
  const server = {
    host: 'db1.example.com',
    version: PostgresVersion.V17,
    credentials: { secretName: 'db1-superuser' },
    ca: { name: 'db1-ca', key: 'ca.crt' },
  };
  const outside = (step: MigrationStep): Manifest[] =>
    render(
      moving({
        operators: [zalando, cnpg],
        to: { instances: 3 },
        source: () => MigrationSource.external(server),
        props: {
          step,
          databases: [{ name: 'orders' }],
          method: MigrationMethod.physical({ reason: 'four terabytes', replicationSecret: 'db1-streaming' }),
          walLimit: undefined,
        },
      }),
    );
  const name = `cdk8s_${shortHash(JSON.stringify([['db1.example.com', undefined], 'orders-next', 'orders', 1]))}`;
  const replayed = checkCode({ name, namespace: 'orders', databases: ['orders'], attempt: 1, kind: 'replayed' }, 12);
  const job = (manifests: readonly Manifest[]) =>
    manifests.find(({ kind, metadata }) => kind === 'Job' && metadata.name!.startsWith('orders-next-move-'))!;

  test('as a role that the first Job makes, with the password of a Secret, and verifies its certificate', () => {
    const manifests = outside(MigrationStep.prepare());
    expect(at(target(manifests), '/instances')).toBe(1);
    expect(at(target(manifests), '/replica')).toEqual({ enabled: true, source: 'source' });
    expect(at(target(manifests), '/externalClusters')).toEqual([
      {
        name: 'source',
        connectionParameters: {
          host: 'db1.example.com',
          port: '5432',
          user: 'streaming_replica',
          dbname: 'postgres',
          sslmode: 'verify-full',
        },
        password: { name: 'db1-streaming', key: 'password' },
        sslRootCert: { name: 'db1-ca', key: 'ca.crt' },
      },
    ]);
    expect(at(target(manifests), '/postgresql/parameters')).toMatchObject({
      HBA_FILE: '/var/lib/postgresql/data/pgdata/pg_hba.conf',
      IDENT_FILE: '/var/lib/postgresql/data/pgdata/pg_ident.conf',
    });
    expect(at(job(manifests).spec, '/template/spec/volumes')).toContainEqual({
      name: 'streaming',
      secret: { secretName: 'db1-streaming', optional: true, items: [{ key: 'password', path: 'password' }] },
    });
  });

  test('and the Jobs come to it as who they are at the source, until it is promoted', () => {
    const secretOf = (step: MigrationStep) =>
      (at(job(outside(step)).spec, '/template/spec/volumes') as { name: string; secret?: { secretName: string } }[]).find(
        (volume) => volume.name === 'target',
      )!.secret!.secretName;
    expect(secretOf(MigrationStep.prepare())).toBe('db1-superuser');
    expect(secretOf(MigrationStep.promote(replayed))).toBe('orders-next-superuser');
    expect(at(target(outside(MigrationStep.promote(replayed))), '/replica')).toEqual({ enabled: false, source: 'source' });
  });

  test('and the list says what has to be done at the server', () => {
    const list = outside(MigrationStep.prepare()).find(({ metadata }) => metadata.name === 'orders-next-migration')!;
    expect(JSON.stringify(list)).toContain('`hostssl replication streaming_replica <network of the pods> scram-sha-256`');
  });
});

test('the list says which settings of CloudNativePG stay at the target', () => {
  const list = following(CNPG_PGO).find(({ metadata }) => metadata.name === 'orders-next-migration')! as unknown as { data: object };
  expect(JSON.stringify(list.data)).toContain("Settings of 'orders' come along in its files and hold at the target for good");
});

describe('giving up', () => {
  test.each([
    ['behind a promotion', WRITING[0]!, WRITING[2]!],
    ['before it', FOLLOWING[2]!, FOLLOWING[3]!],
  ])('%s changes no object but the Job and the list', (_, before, giveUp) => {
    const others = (manifests: readonly Manifest[]) => manifests.filter(({ kind }) => !['Job', 'ConfigMap'].includes(kind));
    for (const pair of [ZALANDO_CNPG, PGO_CNPG, PGO_ZALANDO, ZALANDO_PGO, CNPG_PGO]) {
      expect(others(print(pair, giveUp))).toEqual(others(print(pair, before)));
    }
  });
});

describe('what the migration asked for', () => {
  test('goes from the source only when it is taken out', () => {
    const pairs = [ZALANDO_PGO, CNPG_PGO, PGO_ZALANDO];
    for (const pair of pairs) {
      expect(source(writing(pair, WRITING[1]))).toEqual(source(following(pair)));
    }
  });
});

describe('a Job logs in to the target', () => {
  const secretOf = (manifests: readonly Manifest[]): unknown => {
    const { spec: job } = manifests.find(({ kind, metadata }) => kind === 'Job' && /-move-/.test(metadata.name))!;
    const volumes = at(job, '/template/spec/volumes') as { name: string; secret?: { secretName: string } }[];
    return volumes.find(({ name }) => name === 'target')!.secret!.secretName;
  };

  test.each(FOLLOWING.map((step) => [step]))('with the password of the source while it follows', (step) => {
    expect(secretOf(following(ZALANDO_CNPG, step))).toMatch(/^postgres\.orders\./);
  });

  // Somebody may have opened it without the source, which giveUp looks for.
  test.each(WRITING.map((step) => [step]))('with its own once it is promoted', (step) => {
    expect(secretOf(writing(ZALANDO_CNPG, step))).toBe('orders-next-superuser');
  });
});
