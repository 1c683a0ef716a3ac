import { Capability, PostgresOperator, ZalandoOptions, ZalandoVersion } from '../../../lib';
import { ZALANDO_REFUSALS, zalandoCapabilities } from '../../../lib/operators/zalando/capabilities';
import { ASKS } from '../../contract/asks';
import { refused, zalando } from './support';

const V1_15 = { operatorVersion: ZalandoVersion.V1_15 };

const why = (version = '2.0') => `(Zalando Postgres Operator ${version} does not have it)`;

/** Each refusal as the user reads it. */
const REFUSALS: readonly [Capability, string, Partial<ZalandoOptions>?][] = [
  [
    Capability.STORAGE_WAL,
    `[test/db] [ZAL-101] asked for 'walStorage'; leave 'walStorage' out and make 'storage' larger; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.PLACEMENT_NODES,
    `[test/db] [ZAL-102] asked for 'placement.nodes: required'; set 'enable_pod_antiaffinity' in the operator's configuration and write podAntiAffinityConfigured: true, or write placement: { nodes: SpreadRule.NONE }, or use version 2.0 of the operator; available on CloudNativePG and Crunchy PGO ${why('1.15')}`,
    V1_15,
  ],
  [
    Capability.PLACEMENT_ZONES,
    `[test/db] [ZAL-103] asked for 'placement.zones: preferred'; write placement: { zones: SpreadRule.NONE }, which is not the default, or use version 2.0 of the operator; available on CloudNativePG and Crunchy PGO ${why('1.15')}`,
    V1_15,
  ],
  [
    Capability.METADATA_LABELS,
    `[test/db] [ZAL-004] asked for 'labels'; list the keys as 'inherited_labels' in the operator's configuration and as inheritedLabels: [...] here; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.IMAGE_CATALOG,
    `[test/db] [ZAL-104] asked for the image catalog 'approved'; write PostgresImage.pinned(...) with a Spilo image; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.BACKUP_VOLUME,
    `[test/backups] [ZAL-105] asked for a backup volume; write BackupTarget.s3(...) or BackupTarget.s3Compatible(...); available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_CREDENTIALS_ROLE,
    `[test/backups] [ZAL-106] asked for workload identity with 'awsRoleArn'; all clusters share the service account of the operator's configuration; give that one the role ('irsa_role_arn' in 2.0, an annotation in 'pod_service_account_definition' before) and write ObjectStoreCredentials.workloadIdentity() without 'awsRoleArn'; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_FULL_SEVERAL,
    `[test/backups] [ZAL-107] asked for more than one schedule of full backups; write one schedule, for example '0 2,14 * * *'; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.BACKUP_DIFFERENTIAL,
    `[test/backups] [ZAL-108] asked for differential backups; write BackupSchedule.full(...); available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_INCREMENTAL,
    `[test/backups] [ZAL-109] asked for incremental backups; write BackupSchedule.full(...); available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_REPOSITORIES,
    `[test/backups] [ZAL-110] asked for 2 repositories; leave 'additionalRepositories' out and replicate the bucket in the object store; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_STATEMENT,
    `[test/pool-0] [ZAL-111] asked for statement pooling; write PoolMode.TRANSACTION; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_SAME_ACCESS,
    `[test/pool-1] [ZAL-112] asked for a second read-write pool; let both applications use the first pool, and give it more instances; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.POOL_DIFFERENT_SIZING,
    `[test/pool-1] [ZAL-113] asked for another mode or size than that of the read-write pool; write the same mode, instances, compute and limits for both pools, which share one block of settings; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.POOL_SIZE,
    `[test/pool-0] [ZAL-114] asked for 'poolSize'; write 'maxDatabaseConnections', of which the operator takes the half as pool size; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_CLIENT_LIMIT,
    `[test/pool-0] [ZAL-115] asked for 'maxClientConnections'; leave 'maxClientConnections' out; it is 10000 in each pod; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_PARAMETERS,
    `[test/pool-0] [ZAL-116] asked for 'parameters'; leave 'parameters' out; the pooler image has them built in; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_NAME,
    `[test/pool-0] [ZAL-117] asked for 'poolName'; leave 'poolName' out; the service is '<clusterName>-pooler' or '<clusterName>-pooler-repl', see the endpoint of the pool; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.POOL_IMPORTED_CLUSTER,
    `[test/pool-0] [ZAL-118] asked for a pool for the cluster 'orders' of another app; write the ConnectionPool in the app that owns the cluster, since it is a part of the cluster object; available on CloudNativePG ${why()}`,
  ],
];

test.each(REFUSALS)('%s is refused', (capability, message, options = {}) => {
  expect(refused(ASKS[capability], options)).toContainEqual(message);
});

test('every refusal is tested above and has a rule of its own', () => {
  expect(REFUSALS.map(([capability]) => capability).sort()).toEqual(ZALANDO_REFUSALS.map(({ capability }) => capability).sort());
  const rules = ZALANDO_REFUSALS.map(({ rule }) => rule);
  expect(new Set(rules).size).toBe(rules.length);
});

test.each(Object.values(ZalandoVersion))('%s says something of each capability', (operatorVersion) => {
  expect(zalandoCapabilities({ teamId: 'acme', operatorVersion }).map(({ capability }) => capability)).toEqual(Object.values(Capability));
});

test.each<[Capability, Partial<ZalandoOptions>, string]>([
  [Capability.PLACEMENT_NODES, {}, 'postgresql /spec/topologySpreadConstraints'],
  [
    Capability.PLACEMENT_NODES,
    { ...V1_15, podAntiAffinityConfigured: true },
    'OperatorConfiguration /configuration/kubernetes/enable_pod_antiaffinity',
  ],
  [Capability.PLACEMENT_ZONES, {}, 'postgresql /spec/topologySpreadConstraints'],
  [Capability.METADATA_LABELS, { inheritedLabels: ['team'] }, 'postgresql /metadata/labels'],
])('%s with %j is at %s', (capability, options, path) => {
  expect(zalando(options).capabilities.find((row) => row.capability === capability)).toEqual({ capability, path });
});

test('those who are said to have it do have it', () => {
  const others = [PostgresOperator.cloudNativePg(), PostgresOperator.crunchy()];
  const claims = ZALANDO_REFUSALS.flatMap(({ capability, availableOn }) =>
    others.map(({ facts, capabilities }) => ({
      capability,
      operator: facts.displayName,
      claimed: availableOn?.includes(facts.displayName),
      has: capabilities.find((row) => row.capability === capability)?.path !== undefined,
    })),
  );
  expect(claims.filter(({ claimed, has }) => claimed !== has)).toEqual([]);
});
