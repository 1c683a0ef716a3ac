import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ClusterTls, HaClusterProps, IPostgresOperator, PostgresOperator, Replication, ReplicaSetOptions, SpreadRule } from '../../lib';
import { REPLICA_SET_RULES } from '../../lib/cluster/replica-set-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { Manifest, at, findings, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const gib = Size.gibibytes;
const pgo = PostgresOperator.crunchy();
const DATABASES = [{ name: 'orders', owner: 'orders-app' }];
const REPORTS: ReplicaSetOptions = { name: 'reports', mayBecomePrimary: true };

type Props = Partial<HaClusterProps>;

const sets = (...replicaSets: ReplicaSetOptions[]): Props => ({ replicaSets, databases: DATABASES });
const WHY = '(all instances have the same parameters, and the API server refuses the pods otherwise, or they wait for ever)';

const CASES: readonly RuleCase<Props>[] = [
  {
    rule: 'HA-130',
    broken: sets({ name: 'Reports' }, { name: 'audit' }, { name: 'audit' }),
    says: [
      `'replicaSets[0].name' must be lower-case letters, digits and '-', with a letter or digit first and last, got 'Reports' (pods, volumes and the Service of a set are named after it)`,
      `'replicaSets[2].name' must be a name of its own, got 'audit' twice; write another name`,
    ],
    kept: sets({ name: 'reports' }, { name: 'audit' }),
  },
  {
    rule: 'HA-131',
    broken: sets({ name: 'reports', instances: 0 }),
    says: `'replicaSets[0].instances' must be a whole number from 1, got 0; take the set out to have none (an empty set has nobody behind its Service, and the API server refuses it)`,
    kept: sets({ name: 'reports', instances: 2 }),
  },
  {
    rule: 'HA-132',
    broken: sets({ name: 'reports', storage: { size: gib(20) } }),
    says: `'replicaSets[0].storage.size' must be at least 50Gi, as the cluster has it, got 20Gi; write that, or leave 'storage' out (each instance has all of the data: where the volume is too small it stops in the middle, and the cluster keeps WAL for it)`,
    kept: sets({ name: 'reports', storage: { size: gib(60) } }),
  },
  {
    rule: 'HA-133',
    of: 'volumes, compute and placement',
    broken: sets({
      name: 'reports',
      storage: { size: Size.mebibytes(100_000.5), storageClass: 'Fast' },
      compute: { cpu: Cpu.units(4), cpuLimit: Cpu.units(2) },
      placement: { priorityClassName: 'Low' },
    }),
    says: [
      `'replicaSets[0].storage.size' must be at least 1Gi and a whole number of Mi, got 100000.5Mi ${WHY}`,
      `'replicaSets[0].storage.storageClass' must be lower-case letters, digits, '-' and '.', got 'Fast'`,
      `'replicaSets[0].compute.cpuLimit' must not be below the request 4, got 2`,
      `'replicaSets[0].placement.priorityClassName' must be lower-case letters, digits, '-' and '.', got 'Low'`,
    ],
    kept: sets({ name: 'reports', storage: { size: gib(100), storageClass: 'fast' }, placement: { priorityClassName: 'low' } }),
  },
  {
    rule: 'HA-133',
    of: 'memory for parameters that all share',
    broken: {
      ...sets({ name: 'reports', compute: { memory: gib(1) } }),
      compute: { memory: gib(8) },
      parameters: { shared_buffers: '2GB', max_connections: '100' },
    },
    says: `of 'replicaSets[0]': 100 connections, each of which takes at least 1MB, and 'shared_buffers' of 2GB need 2148Mi, and the memory limit is 1Gi; write fewer connections and a ConnectionPool, or more memory, or less 'shared_buffers'`,
    kept: { ...sets({ name: 'reports' }), compute: { memory: gib(8) }, parameters: { shared_buffers: '2GB', max_connections: '100' } },
  },
];

describeRules(CASES, {
  rules: REPLICA_SET_RULES,
  place: 'test/db',
  program: (cluster) => program(new PermissiveOperator(), { cluster }),
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(REPLICA_SET_RULES, CASES);

describe('on Crunchy PGO', () => {
  const cluster: Props = {
    ...sets({
      ...REPORTS,
      instances: 2,
      storage: { size: gib(100), storageClass: 'slow' },
      compute: { cpu: Cpu.units(8), memory: gib(32) },
      placement: { nodes: SpreadRule.NONE, zones: SpreadRule.NONE, nodeSelector: { pool: 'reports' } },
    }),
    walStorage: { size: gib(10) },
    verbs: { restart: 'ticket-1' },
  };
  const printed = (more: Props = {}): Manifest[] => render(program(pgo, { cluster: { ...cluster, ...more } }));

  test('a set stands behind the instances of the cluster, with its own size and what all have', () => {
    const instances = at(only(printed(), 'PostgresCluster'), '/spec/instances') as Record<string, unknown>[];
    expect(instances.map(({ name, replicas, minAvailable }) => [name, replicas, minAvailable])).toEqual([
      ['instance1', 3, 2],
      ['reports', 2, 1],
    ]);
    const [own, set] = instances;
    expect(set).toMatchObject({
      dataVolumeClaimSpec: { resources: { requests: { storage: '100Gi' } }, storageClassName: 'slow' },
      resources: { requests: { cpu: '8', memory: '32Gi' } },
      affinity: { nodeAffinity: expect.anything() },
    });
    for (const field of ['walVolumeClaimSpec', 'metadata', 'sidecars', 'containers']) {
      expect(set![field]).toEqual(own![field]);
    }
  });

  test('a set that says nothing is as the cluster is', () => {
    const [own, set] = at(only(render(program(pgo, { cluster: sets(REPORTS) })), 'PostgresCluster'), '/spec/instances') as Record<
      string,
      unknown
    >[];
    expect(set).toEqual({ ...own, name: 'reports', replicas: 1, minAvailable: undefined });
  });

  test('a Service leads to those of its instances that are no primary', () => {
    const services = printed().filter(({ kind }) => kind === 'Service');
    expect(services.map(({ metadata, spec }) => [metadata.name, metadata.namespace, spec])).toEqual([
      [
        'orders-set-reports',
        'orders',
        {
          type: 'ClusterIP',
          selector: {
            'postgres-operator.crunchydata.com/cluster': 'orders',
            'postgres-operator.crunchydata.com/data': 'postgres',
            'postgres-operator.crunchydata.com/instance-set': 'reports',
            'postgres-operator.crunchydata.com/role': 'replica',
          },
          ports: [{ name: 'postgres', port: 5432, targetPort: 5432, protocol: 'TCP' }],
        },
      ],
    ]);
  });

  test('an application reads of a set, and is let in', () => {
    const manifests = render(program(pgo, { cluster, connect: { replicaSet: 'reports' } }));
    const env = at(only(manifests, 'Deployment'), '/spec/template/spec/containers/0/env') as { name: string; value?: string }[];
    const values = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    expect(values).toMatchObject({ PGHOST: 'orders-set-reports.orders.svc', PGSSLMODE: 'verify-ca' });
    expect(values.PGTARGETSESSIONATTRS).not.toBe('read-write');
    const policy = manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && /instances/.test(metadata.name))!;
    expect(at(policy, '/spec/podSelector/matchLabels')).not.toHaveProperty('postgres-operator.crunchydata.com/instance-set');
  });

  test('the certificate of cert-manager has the name, so that it can be checked', () => {
    const tls = ClusterTls.certManager({ issuerName: 'company-ca' });
    const manifests = render(program(pgo, { cluster: { ...cluster, tls }, connect: { replicaSet: 'reports' } }));
    const server = manifests.find(({ kind, spec }) => kind === 'Certificate' && JSON.stringify(spec).includes('orders-primary'))!;
    expect(at(server, '/spec/dnsNames')).toEqual(expect.arrayContaining(['orders-set-reports', 'orders-set-reports.orders.svc']));
    const env = JSON.stringify(at(only(manifests, 'Deployment'), '/spec/template/spec/containers/0/env'));
    expect(env).toContain('"verify-full"');
  });

  test('instances of sets are standbys and replicas like the others', () => {
    const replication = Replication.synchronous({ standbys: 2, writesWithoutStandby: true });
    const two: Props = { instances: 2, replication, parameters: { max_wal_senders: '4' } };
    expect(findings(program(pgo, { cluster: { ...two, databases: DATABASES } }))).toEqual([
      expect.stringContaining(`[HA-008] 'replication' asks for 2 synchronous standbys of 2 instances`),
    ]);
    expect(render(program(pgo, { cluster: { ...two, ...sets({ ...REPORTS, instances: 2 }) } })).length).toBeGreaterThan(0);
    expect(findings(program(pgo, { cluster: { ...two, ...sets({ ...REPORTS, instances: 3 }) } }))).toEqual([
      expect.stringContaining(`[HA-024] 'max_wal_senders' must be at least 5 with 5 instances, got '4'`),
    ]);
  });

  test('the alert of missing instances counts them', () => {
    const rules = JSON.stringify(render(program(pgo, { cluster: { ...sets({ ...REPORTS, instances: 2 }), monitoring: {} } })));
    expect(rules).toContain('or vector(0)) < 5 and');
  });

  test('PGO-185: names fit', () => {
    const why = '(PGO would take both for one set, or create no pod of it, because its labels would be too long)';
    const long = 'r'.repeat(41);
    expect(findings(program(pgo, { cluster: sets({ ...REPORTS, name: 'instance1' }, { ...REPORTS, name: long }) }))).toEqual([
      `[test/db] [PGO-185] 'replicaSets[0].name' must not be that of the instances of the cluster, got 'instance1'; write another name ${why}`,
      `[test/db] [PGO-185] 'clusterName' and 'replicaSets[1].name' must be at most 46 characters together, got 47: 'orders' and '${long}'; write a shorter name ${why}`,
    ]);
    expect(render(program(pgo, { cluster: sets({ ...REPORTS, name: 'r'.repeat(40) }) })).length).toBeGreaterThan(0);
  });
});

const OWN = `leave 'replicaSets' out and write a ReplicaCluster in the same namespace, which has a size and a Service of its own, or raise 'instances'`;

test.each<[string, IPostgresOperator, ReplicaSetOptions, string]>([
  [
    'CloudNativePG',
    PostgresOperator.cloudNativePg(),
    REPORTS,
    `[CNPG-184] asked for 'replicaSets'; ${OWN}; available on Crunchy PGO (CloudNativePG 1.30 does not have it)`,
  ],
  [
    'Zalando',
    PostgresOperator.zalando({ teamId: 'acme' }),
    REPORTS,
    `[ZAL-264] asked for 'replicaSets'; ${OWN}; available on Crunchy PGO (Zalando Postgres Operator 2.0 does not have it)`,
  ],
  [
    'PGO without a word on the primary',
    pgo,
    { name: 'reports' },
    `[PGO-184] asked for 'replicaSets[0]' without 'mayBecomePrimary'; write mayBecomePrimary: true for a set whose compute suffices for the primary, or a ReplicaCluster, which no failover promotes; no supported operator has it (Crunchy PGO 6.0 does not have it)`,
  ],
])('%s refuses it', (_, operator, set, says) => {
  expect(findings(program(operator, { cluster: sets(set) }))).toEqual([`[test/db] ${says}`]);
});

describe('CONN-130: a connection to a replica set', () => {
  const why = '(the Service of another one is not there, and every connection fails)';
  const said = (cluster: Props, connect: object, pools: object[] = []) => findings(program(pgo, { cluster, connect, pools }));

  test('leads to one that there is', () => {
    expect(said(sets(REPORTS), { replicaSet: 'audit' })).toEqual([
      `[test/db/Connection-1] [CONN-130] 'replicaSet' must be a replica set of 'orders', got 'audit'; write 'reports', or leave 'replicaSet' out ${why}`,
    ]);
    expect(said({ databases: DATABASES }, { replicaSet: 'audit' })).toEqual([
      `[test/db/Connection-1] [CONN-130] 'replicaSet' must be a replica set of 'orders', got 'audit'; write one to the cluster first, or leave 'replicaSet' out ${why}`,
    ]);
  });

  test('says nothing else of the way', () => {
    expect(said(sets(REPORTS), { replicaSet: 'reports', target: 'replicas' })).toEqual([
      `[test/db/Connection-1] [CONN-130] 'target' does not go with 'replicaSet'; leave one of them out ${why}`,
    ]);
  });
});
