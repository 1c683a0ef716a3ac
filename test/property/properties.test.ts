import { Chart, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import {
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  ConnectionPoolProps,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  ObjectStoreCredentials,
  PoolAccess,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Replication,
  SpreadRule,
  TolerationEffect,
} from '../../lib';
import { SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { Manifest, render } from '../support/render';

const OPERATORS: readonly (() => IPostgresOperator)[] = [
  () => PostgresOperator.cloudNativePg(),
  () => PostgresOperator.zalando({ teamId: 'acme', inheritedLabels: ['team'] }),
  () => PostgresOperator.crunchy(),
];

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('orders', 'orders-app', 'app_user', 'a', '0', 'fast-ssd', '', 'team', 'UPPER', 'on', '200', '4GB'),
  },
  fc.string({ unit: 'grapheme', maxLength: 70 }),
  fc.string({ maxLength: 12 }),
);
const count = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 9 }) },
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, NaN, Infinity, -0),
);
const size = fc
  .oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 4096 }) }, fc.double({ min: 0 }))
  .map((amount) => Size.gibibytes(amount));
const cpu = fc
  .oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 9000 }) }, fc.double({ min: 0 }))
  .map((amount) => Cpu.millis(amount));
const map = fc.dictionary(text, text, { maxKeys: 3 });
const optional = <P extends object>(record: { [K in keyof P]-?: fc.Arbitrary<P[K]> }) => fc.record(record, { requiredKeys: [] });
const compute = optional({ cpu, cpuLimit: cpu, memory: size, memoryLimit: size });
const storage = fc.record({ size, storageClass: maybe(text) });
const cron = fc.oneof(fc.constantFrom('0 2 * * *', '0 2 * * 7', '0 2 1 * 1', '@daily', '*/5 * * * *', '0 0 2 * * *'), text);
const schedules = fc.array(
  fc.tuple(fc.constantFrom('full', 'differential', 'incremental'), cron).map(([type, at]) => BackupSchedule[type as 'full'](at)),
  {
    maxLength: 3,
  },
);
const credentials = fc.oneof(
  text.map((name) => ObjectStoreCredentials.fromSecret(name)),
  maybe(text).map((awsRoleArn) => ObjectStoreCredentials.workloadIdentity({ awsRoleArn })),
);
const target = fc.oneof(
  { weight: 3, arbitrary: fc.constant(SMALLEST_BACKUP.target) },
  fc.record({ bucket: text, region: text, credentials, prefix: maybe(text) }).map((options) => BackupTarget.s3(options)),
  fc.record({ bucket: text, endpoint: fc.oneof(text, fc.webUrl()), credentials }).map((options) => BackupTarget.s3Compatible(options)),
  storage.map((options) => BackupTarget.volume(options)),
);
const repository = fc.record({ target, schedules, retention: count.map((days) => BackupRetention.days(days)) });

const clusterProps: fc.Arbitrary<Partial<HaClusterProps>> = optional<Omit<HaClusterProps, 'operator'>>({
  clusterName: text,
  version: fc.constantFrom('14', '15', '16', '17', '18', '9.6', '').map((major) => PostgresVersion.of(major)),
  storage,
  instances: count,
  walStorage: storage,
  compute,
  replication: fc.record({ standbys: count, writesWithoutStandby: fc.boolean() }).map((options) => Replication.synchronous(options)),
  placement: optional({
    nodes: fc.constantFrom(...Object.values(SpreadRule)),
    zones: fc.constantFrom(...Object.values(SpreadRule)),
    nodeSelector: map,
    tolerations: fc.array(
      fc.record({
        key: text,
        value: maybe(text),
        effect: maybe(fc.constantFrom(...Object.values(TolerationEffect))),
        seconds: maybe(count),
      }),
      { maxLength: 2 },
    ),
    priorityClassName: text,
  }),
  parameters: fc.dictionary(
    fc.oneof(fc.constantFrom('max_connections', 'work_mem', 'wal_level', 'shared_buffers', 'archive_mode', 'ssl'), text),
    text,
    { maxKeys: 3 },
  ),
  preloadLibraries: fc.array(text, { maxLength: 2 }),
  hbaRules: fc.array(fc.oneof(fc.constant('hostssl all all 10.0.0.0/8 scram-sha-256'), text), { maxLength: 2 }),
  databases: fc.array(fc.record({ name: text, owner: text }), { maxLength: 3 }),
  labels: map,
  annotations: map,
  image: fc.oneof(
    text.map((reference) => PostgresImage.pinned(reference)),
    text.map((name) => PostgresImage.fromCatalog({ name })),
  ),
  nonProduction: fc.record({
    reason: text,
    withoutBackups: fc.boolean(),
    singleInstance: fc.boolean(),
    withoutDeletionProtection: fc.boolean(),
  }),
});

const backupProps: fc.Arbitrary<Partial<BackupPolicyProps>> = optional<Omit<BackupPolicyProps, 'cluster'>>({
  target,
  schedules,
  retention: count.map((days) => BackupRetention.days(days)),
  additionalRepositories: fc.array(repository, { maxLength: 4 }),
  archiveGeneration: count,
});

const poolProps: fc.Arbitrary<Partial<ConnectionPoolProps>> = optional<Omit<ConnectionPoolProps, 'cluster'>>({
  mode: fc.constantFrom(...Object.values(PoolMode)),
  access: fc.constantFrom(...Object.values(PoolAccess)),
  instances: count,
  poolSize: count,
  maxClientConnections: count,
  maxDatabaseConnections: count,
  parameters: map,
  compute,
  poolName: text,
});

const ask = fc.record({ cluster: clusterProps, backup: maybe(backupProps), pools: fc.array(poolProps, { maxLength: 2 }) });

/** What a program prints, or the message that it is refused with. */
function outcome(operator: IPostgresOperator, asked: Parameters<typeof program>[1]): string {
  try {
    return JSON.stringify(render(program(operator, asked)));
  } catch (error) {
    return (error as Error).message;
  }
}

/** The findings of a message; a text that spans lines belongs to the finding that it began with. */
const FINDING = /^ {2}\[[^\]]+\] \[[A-Z]+-\d{3}\] /;

describe.each(OPERATORS.map((create) => [create().facts.displayName, create] as const))('%s', (_, create) => {
  test('any program is printed, or refused by rules', () => {
    fc.assert(
      fc.property(ask, (asked) => {
        const result = outcome(create(), asked);
        if (result.startsWith('[')) {
          return;
        }
        const [head, first] = result.split('\n');
        expect(head).toBe('Validation failed with the following errors:');
        expect(first).toMatch(FINDING);
        expect(result).not.toMatch(/TypeError|is not a function|Failed serializing|Cannot read/);
      }),
      { numRuns: 400 },
    );
  });

  test('the same program prints the same bytes', () => {
    fc.assert(
      fc.property(ask, (asked) => {
        expect(outcome(create(), asked)).toBe(outcome(create(), asked));
      }),
      { numRuns: 60 },
    );
  });

  test('the order of props does not matter', () => {
    fc.assert(
      fc.property(clusterProps, (cluster) => {
        const reversed = Object.fromEntries(Object.entries(cluster).reverse());
        expect(outcome(create(), { cluster: reversed })).toBe(outcome(create(), { cluster }));
      }),
      { numRuns: 60 },
    );
  });

  test('nothing empty is printed but what has a meaning', () => {
    const EMPTY_MEANS = /^\/spec\/users\/[^/]+$/;
    const empties = (value: unknown, pointer: string): string[] => {
      if (typeof value !== 'object' || value === null) {
        return value === null || value === undefined ? [pointer] : [];
      }
      return Object.keys(value).length === 0
        ? [pointer]
        : Object.entries(value).flatMap(([key, inner]) => empties(inner, `${pointer}/${key}`));
    };
    fc.assert(
      fc.property(ask, (asked) => {
        const result = outcome(create(), asked);
        const manifests = result.startsWith('[') ? (JSON.parse(result) as Manifest[]) : [];
        expect(manifests.flatMap((manifest) => empties(manifest, '')).filter((pointer) => !EMPTY_MEANS.test(pointer))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('a pool that is added late is printed like one that is added early', () => {
    fc.assert(
      fc.property(fc.constantFrom(PoolMode.SESSION, PoolMode.TRANSACTION), fc.integer({ min: 1, max: 5 }), (mode, instances) => {
        const late = new Chart(Testing.app(), 'test', { namespace: 'orders' });
        const cluster = new HaCluster(late, 'db', smallestCluster(create()));
        Testing.synth(late);
        new ConnectionPool(late, 'pool-0', { cluster, mode, instances });
        expect(Testing.synth(late)).toEqual(render(program(create(), { pools: [{ mode, instances }] })));
      }),
      { numRuns: 10 },
    );
  });
});
