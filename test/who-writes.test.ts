import { Chart } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  AccessLevel,
  BackupArchive,
  BackupPolicy,
  BackupTarget,
  CloudNativePgVersion,
  ClusterPair,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  PairStep,
  PostgresOperator,
  PostgresVersion,
  ReplicaCluster,
  ReplicaSource,
  RolePassword,
  SecretSource,
  SecretValue,
} from '../lib';
import { TOKEN, BUCKET, S3, SMALLEST_BACKUP, smallestCluster } from './support/programs';
import { Manifest, at, findings, newChart, render } from './support/render';

/** What the members of a pair print, at each step: the one that writes, the one that follows, and the one that was demoted. */

const CONTENTS: Partial<HaClusterProps> = {
  databases: [
    { name: 'orders', owner: 'orders-app' },
    { name: 'audit', owner: 'orders-app' },
  ],
  roles: [
    {
      name: 'reports',
      access: [{ database: 'orders', level: AccessLevel.READ_ONLY }],
      password: RolePassword.delivered(SecretSource.externalSecrets({ storeName: 'vault' }), SecretValue.fromVault('orders/reports')),
    },
  ],
};

interface Program {
  readonly step?: PairStep;
  readonly swapped?: boolean;
  /** The pair is made before everything that hangs on the clusters. */
  readonly early?: boolean;
  readonly promoted?: boolean;
  readonly contents?: Partial<HaClusterProps>;
}

/** A cluster 'orders' and its replica 'orders-dr', each with an application, as a pair where there is a step. */
const pair =
  (operator: IPostgresOperator, { step, swapped = false, early = false, promoted, contents = CONTENTS }: Program) =>
  (chart: Chart): { primary: HaCluster; replica: ReplicaCluster } => {
    const primary = new HaCluster(chart, 'db', { ...smallestCluster(operator), ...contents });
    const lost = BackupArchive.of({ clusterName: 'orders', namespace: 'elsewhere', target: S3, version: PostgresVersion.V17 });
    const source = BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target: S3, version: PostgresVersion.V17 });
    const replica = new ReplicaCluster(chart, 'dr', {
      ...smallestCluster(operator),
      ...contents,
      clusterName: 'orders-dr',
      source: ReplicaSource.archive(promoted ? lost : source),
      promoted,
    });
    const makePair = () => {
      if (step) {
        new ClusterPair(chart, 'pair', { primary: swapped ? replica : primary, replica: swapped ? primary : replica, step });
      }
    };
    if (early) {
      makePair();
    }
    new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: primary });
    new BackupPolicy(chart, 'backups-dr', {
      ...SMALLEST_BACKUP,
      cluster: replica,
      target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-dr' }),
    });
    for (const cluster of [primary, replica]) {
      const web = new Deployment(chart, `web-of-${cluster.clusterName}`, { metadata: { name: `web-of-${cluster.clusterName}` } });
      cluster.connect(web.addContainer({ image: 'registry.example.com/web:1.4.2' }), { role: 'orders-app', database: 'orders' });
    }
    if (!early) {
      makePair();
    }
    return { primary, replica };
  };

/** What is printed for a member that acts on its data or describes it. */
interface Printed {
  readonly jobs: number;
  readonly secrets: number;
  readonly asks: unknown;
  readonly letsTheJobIn: boolean;
}

const CONTAINER = '/spec/template/spec/containers/0/env';

function printedFor(manifests: readonly Manifest[], name: string): Printed {
  const names = (kind: string, pattern: RegExp) =>
    manifests.filter(({ kind: one, metadata }) => one === kind && pattern.test(metadata.name)).length;
  const web = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === `web-of-${name}`);
  const variables = at(web, CONTAINER) as { name: string; value?: unknown }[];
  const policies = manifests.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === `${name}-instances`);
  expect(policies).toHaveLength(1);
  return {
    jobs: names('Job', new RegExp(`^${name}-access-[0-9a-f]{8}$`)) + names('ConfigMap', new RegExp(`^${name}-access-[0-9a-f]{8}$`)),
    // The name of a Secret is the operator's.
    secrets: manifests.filter(
      ({ kind, metadata }) => kind === 'ExternalSecret' && metadata.name.split('.').some((part) => isOf(part, name)),
    ).length,
    asks: variables.find((variable) => variable.name === 'PGTARGETSESSIONATTRS')?.value,
    letsTheJobIn: JSON.stringify(policies[0]!.spec).includes('cdk8s-postgres/access'),
  };
}

/** Whether a name is that of a cluster, or made of it and the role 'reports'. */
const isOf = (text: string, cluster: string): boolean => new RegExp(`^${cluster}(-pguser)?(-reports)?$`).test(text);

const WRITER: Printed = { jobs: 2, secrets: 1, asks: 'read-write', letsTheJobIn: true };
const DEMOTED: Printed = { jobs: 0, secrets: 1, asks: 'any', letsTheJobIn: false };
const FOLLOWER: Printed = { jobs: 0, secrets: 0, asks: 'any', letsTheJobIn: false };

const CNPG = ['CloudNativePG', () => PostgresOperator.cloudNativePg()] as const;
const OPERATORS: readonly (readonly [string, () => IPostgresOperator])[] = [
  CNPG,
  ['Zalando', () => PostgresOperator.zalando({ teamId: 'acme' })],
  ['Crunchy PGO', () => PostgresOperator.crunchy()],
];

const STEPS: readonly (readonly [string, Program, Printed, Printed])[] = [
  ['without a pair', {}, WRITER, FOLLOWER],
  ['without a pair, promoted', { promoted: true }, WRITER, WRITER],
  ['in a steady pair', { step: PairStep.steady() }, WRITER, FOLLOWER],
  ['when the primary is demoted', { step: PairStep.demote() }, DEMOTED, FOLLOWER],
  ['when the replica is promoted', { step: PairStep.promote() }, DEMOTED, WRITER],
];

const SWAPPED: readonly (readonly [string, Program, Printed, Printed])[] = [
  ['when they have changed places', { step: PairStep.steady(), swapped: true }, FOLLOWER, WRITER],
  ['when the new primary is demoted', { step: PairStep.demote(), swapped: true }, FOLLOWER, DEMOTED],
  ['when the old primary is promoted', { step: PairStep.promote(TOKEN), swapped: true }, WRITER, DEMOTED],
];

describe.each(OPERATORS)('%s', (name, operator) => {
  const steps = name === CNPG[0] ? [...STEPS, ...SWAPPED] : STEPS;

  describe.each(steps)('%s', (_, program, primary, replica) => {
    test.each([
      ['late', false],
      ['early', true],
    ])('grants, Secrets, connections and policies go to who writes, with the pair attached %s', (__, early) => {
      const manifests = render(pair(operator(), { ...program, early }));
      expect({ primary: printedFor(manifests, 'orders'), replica: printedFor(manifests, 'orders-dr') }).toEqual({ primary, replica });
    });
  });

  test('a pair that is made between two synths counts in the second', () => {
    const chart = newChart();
    const { primary, replica } = pair(operator(), {})(chart);
    const of = (member: string) => printedFor(chart.toJson() as Manifest[], member);
    expect([of('orders'), of('orders-dr')]).toEqual([WRITER, FOLLOWER]);
    new ClusterPair(chart, 'pair', { primary, replica, step: PairStep.promote() });
    expect([of('orders'), of('orders-dr')]).toEqual([DEMOTED, WRITER]);
  });
});

describe('databases and roles', () => {
  const contents = (manifests: readonly Manifest[], kind: string): string[] =>
    manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);
  const cnpg = (program: Program) => render(pair(PostgresOperator.cloudNativePg(), program));

  test.each<[string, Program, string[]]>([
    ['without a pair', {}, ['orders']],
    ['steady', { step: PairStep.steady() }, ['orders']],
    ['demoted', { step: PairStep.demote() }, ['orders']],
    // The old primary keeps what it has until it follows.
    ['promoted', { step: PairStep.promote() }, ['orders', 'orders-dr']],
    ['swapped', { step: PairStep.steady(), swapped: true }, ['orders-dr']],
    ['swapped, demoted', { step: PairStep.demote(), swapped: true }, ['orders-dr']],
    ['swapped, promoted', { step: PairStep.promote(TOKEN), swapped: true }, ['orders', 'orders-dr']],
    ['promoted without a pair', { promoted: true }, ['orders', 'orders-dr']],
  ])('on CloudNativePG, %s', (_, program, owners) => {
    const manifests = cnpg(program);
    // The first database came to the replica with the data.
    const first = owners.includes('orders') ? ['orders-orders'] : [];
    expect(contents(manifests, 'Database').sort()).toEqual([...owners.map((owner) => `${owner}-audit`), ...first].sort());
    expect(contents(manifests, 'DatabaseRole')).toEqual(owners.map((owner) => `${owner}-reports`));
  });

  test.each<[string, Program, boolean[]]>([
    ['steady', { step: PairStep.steady() }, [true, false]],
    ['demoted', { step: PairStep.demote() }, [true, false]],
    ['promoted', { step: PairStep.promote() }, [true, true]],
    ['swapped', { step: PairStep.steady(), swapped: true }, [false, true]],
  ])('on CloudNativePG without objects for roles, %s', (_, program, have) => {
    const manifests = render(pair(PostgresOperator.cloudNativePg({ operatorVersion: CloudNativePgVersion.V1_29 }), program));
    expect(
      ['orders', 'orders-dr'].map((name) => {
        const cluster = manifests.find(({ kind, metadata }) => kind === 'Cluster' && metadata.name === name)!;
        return at(cluster.spec, '/managed/roles/0/name') === 'reports';
      }),
    ).toEqual(have);
  });

  test('their objects stand where they would stand without the pair', () => {
    const order = (program: Program, prefix: string) =>
      cnpg(program)
        .filter(
          ({ kind, metadata }) =>
            ['Cluster', 'Database', 'DatabaseRole', 'NetworkPolicy', 'Job'].includes(kind) && metadata.name.startsWith(prefix),
        )
        .map(({ kind }) => kind);
    expect(order({ step: PairStep.promote() }, 'orders-dr')).toEqual([
      'Cluster',
      'Database',
      'DatabaseRole',
      'NetworkPolicy',
      'NetworkPolicy',
      'NetworkPolicy',
      'Job',
    ]);
    expect(order({ step: PairStep.promote() }, 'orders-dr')).toEqual(order({ promoted: true }, 'orders-dr'));
  });

  test('no promotion is refused on the day that it is needed', () => {
    const roles: Partial<HaClusterProps> = {
      databases: [
        { name: 'orders', owner: 'orders-app' },
        { name: 'audit_1', owner: 'orders-app' },
        { name: 'audit-1', owner: 'orders-app' },
      ],
    };
    const lines = (step: PairStep) =>
      findings(pair(PostgresOperator.cloudNativePg(), { step, contents: roles })).filter((line) => line.startsWith('[test/dr]'));
    expect(lines(PairStep.steady())).toEqual(lines(PairStep.promote()));
    expect(lines(PairStep.steady())).toEqual([expect.stringContaining('[CNPG-018]')]);
  });
});
