import { Capability, CapabilityStatement } from '../../model/capability';
import { ZalandoOptions } from './options';
import { versionFacts } from './versions';

/** Why a capability is missing, and what to write instead. */
interface Refusal {
  readonly rule: string;
  readonly instead: string;
  readonly availableOn: string[];
}

const CNPG = 'CloudNativePG';
const PGO = 'Crunchy PGO';

/** A field of the custom resource. */
const field = (pointer: string): string => `postgresql ${pointer}`;

/** Where each capability is found, or why it is not. The compiler sees to it that none is missing. */
const ROWS: Readonly<Record<Capability, string | Refusal>> = {
  [Capability.STORAGE]: field('/spec/volume'),
  [Capability.STORAGE_WAL]: {
    rule: 'ZAL-101',
    instead: `leave 'walStorage' out and make 'storage' larger`,
    availableOn: [CNPG, PGO],
  },
  [Capability.COMPUTE]: field('/spec/resources'),
  [Capability.REPLICATION_ASYNCHRONOUS]: field('/spec/patroni/synchronous_mode'),
  [Capability.REPLICATION_SYNCHRONOUS]: field('/spec/patroni/synchronous_mode_strict'),
  [Capability.REPLICATION_SYNCHRONOUS_PREFERRED]: field('/spec/patroni/synchronous_mode'),
  [Capability.PLACEMENT_NODES]: field('/spec/topologySpreadConstraints'),
  [Capability.PLACEMENT_ZONES]: field('/spec/topologySpreadConstraints'),
  [Capability.PLACEMENT_NODE_SELECTOR]: field('/spec/nodeAffinity'),
  [Capability.PLACEMENT_TOLERATIONS]: field('/spec/tolerations'),
  [Capability.PLACEMENT_PRIORITY_CLASS]: field('/spec/podPriorityClassName'),
  [Capability.PARAMETERS]: field('/spec/postgresql/parameters'),
  [Capability.PRELOAD_LIBRARIES]: field('/spec/postgresql/parameters/shared_preload_libraries'),
  [Capability.HBA_RULES]: field('/spec/patroni/pg_hba'),
  [Capability.DATABASE]: field('/spec/databases'),
  [Capability.DATABASE_SEVERAL]: field('/spec/databases'),
  [Capability.METADATA_LABELS]: field('/metadata/labels'),
  [Capability.METADATA_ANNOTATIONS]: field('/spec/podAnnotations'),
  [Capability.IMAGE_PINNED]: field('/spec/dockerImage'),
  [Capability.IMAGE_CATALOG]: { rule: 'ZAL-104', instead: 'write PostgresImage.pinned(...) with a Spilo image', availableOn: [CNPG] },
  // The operator does this by itself whenever there is more than one instance.
  [Capability.UPDATE_SWITCHOVER]: field('/spec/numberOfInstances'),
  [Capability.BACKUP_S3]: field('/spec/env'),
  [Capability.BACKUP_S3_COMPATIBLE]: field('/spec/env'),
  [Capability.BACKUP_VOLUME]: {
    rule: 'ZAL-105',
    instead: 'write BackupTarget.s3(...) or BackupTarget.s3Compatible(...)',
    availableOn: [PGO],
  },
  [Capability.BACKUP_CREDENTIALS_SECRET]: field('/spec/env'),
  [Capability.BACKUP_CREDENTIALS_IDENTITY]: field('/spec/env'),
  [Capability.BACKUP_CREDENTIALS_ROLE]: {
    rule: 'ZAL-106',
    instead:
      `all clusters share the service account of the operator's configuration; give that one the role ('irsa_role_arn' in 2.0, an annotation ` +
      `in 'pod_service_account_definition' before) and write ObjectStoreCredentials.workloadIdentity() without 'awsRoleArn'`,
    availableOn: [CNPG, PGO],
  },
  [Capability.BACKUP_FULL]: field('/spec/env'),
  [Capability.BACKUP_FULL_SEVERAL]: { rule: 'ZAL-107', instead: `write one schedule, for example '0 2,14 * * *'`, availableOn: [CNPG] },
  [Capability.BACKUP_DIFFERENTIAL]: { rule: 'ZAL-108', instead: 'write BackupSchedule.full(...)', availableOn: [PGO] },
  [Capability.BACKUP_INCREMENTAL]: { rule: 'ZAL-109', instead: 'write BackupSchedule.full(...)', availableOn: [PGO] },
  [Capability.BACKUP_RETENTION_DAYS]: field('/spec/env'),
  [Capability.BACKUP_REPOSITORIES]: {
    rule: 'ZAL-110',
    instead: `leave 'additionalRepositories' out and replicate the bucket in the object store`,
    availableOn: [PGO],
  },
  [Capability.POOL_SESSION]: field('/spec/connectionPooler/mode'),
  [Capability.POOL_TRANSACTION]: field('/spec/connectionPooler/mode'),
  [Capability.POOL_STATEMENT]: { rule: 'ZAL-111', instead: 'write PoolMode.TRANSACTION', availableOn: [PGO] },
  [Capability.POOL_READ_ONLY]: field('/spec/enableReplicaConnectionPooler'),
  [Capability.POOL_READ_WRITE_AND_READ_ONLY]: field('/spec/enableReplicaConnectionPooler'),
  [Capability.POOL_SAME_ACCESS]: {
    rule: 'ZAL-112',
    instead: 'let both applications use the first pool, and give it more instances',
    availableOn: [CNPG],
  },
  [Capability.POOL_DIFFERENT_SIZING]: {
    rule: 'ZAL-113',
    instead: 'write the same mode, instances, compute and limits for both pools, which share one block of settings',
    availableOn: [CNPG],
  },
  [Capability.POOL_SIZE]: {
    rule: 'ZAL-114',
    instead: `write 'maxDatabaseConnections', of which the operator takes the half as pool size`,
    availableOn: [CNPG, PGO],
  },
  [Capability.POOL_CLIENT_LIMIT]: {
    rule: 'ZAL-115',
    instead: `leave 'maxClientConnections' out; it is 10000 in each pod`,
    availableOn: [CNPG, PGO],
  },
  [Capability.POOL_DATABASE_LIMIT]: field('/spec/connectionPooler/maxDBConnections'),
  [Capability.POOL_PARAMETERS]: {
    rule: 'ZAL-116',
    instead: `leave 'parameters' out; the pooler image has them built in`,
    availableOn: [CNPG, PGO],
  },
  [Capability.POOL_COMPUTE]: field('/spec/connectionPooler/resources'),
  [Capability.POOL_NAME]: {
    rule: 'ZAL-117',
    instead: `leave 'poolName' out; the service is '<clusterName>-pooler' or '<clusterName>-pooler-repl', see the endpoint of the pool`,
    availableOn: [CNPG],
  },
  [Capability.POOL_IMPORTED_CLUSTER]: {
    rule: 'ZAL-118',
    instead: 'write the ConnectionPool in the app that owns the cluster, since it is a part of the cluster object',
    availableOn: [CNPG],
  },
};

/** Capabilities that depend on the version or on how the operator is configured. */
const CONDITIONAL: readonly {
  readonly capability: Capability;
  readonly missing: (options: ZalandoOptions | undefined) => boolean;
  readonly refusal: Refusal;
}[] = [
  {
    capability: Capability.PLACEMENT_NODES,
    missing: (options) => !versionFacts(options).spread && !options?.podAntiAffinityConfigured,
    refusal: {
      rule: 'ZAL-102',
      instead:
        `set 'enable_pod_antiaffinity' in the operator's configuration and write podAntiAffinityConfigured: true, or write ` +
        'placement: { nodes: SpreadRule.NONE }, or use version 2.0 of the operator',
      availableOn: [CNPG, PGO],
    },
  },
  {
    capability: Capability.PLACEMENT_ZONES,
    missing: (options) => !versionFacts(options).spread,
    refusal: {
      rule: 'ZAL-103',
      instead: 'write placement: { zones: SpreadRule.NONE }, which is not the default, or use version 2.0 of the operator',
      availableOn: [CNPG, PGO],
    },
  },
  {
    capability: Capability.METADATA_LABELS,
    missing: (options) => !Array.isArray(options?.inheritedLabels) || options.inheritedLabels.length === 0,
    refusal: {
      rule: 'ZAL-004',
      instead: `list the keys as 'inherited_labels' in the operator's configuration and as inheritedLabels: [...] here`,
      availableOn: [CNPG, PGO],
    },
  },
];

/** With pod anti-affinity it is the operator's configuration that keeps instances apart in version 1.15. */
const ANTI_AFFINITY = 'OperatorConfiguration /configuration/kubernetes/enable_pod_antiaffinity';

/**
 * What the operator can do and what it refuses.
 *
 * @param options version and configuration of the operator; nonsense is taken for the defaults
 */
export function zalandoCapabilities(options: ZalandoOptions | undefined): CapabilityStatement[] {
  return Object.values(Capability).map((capability) => {
    const refused = CONDITIONAL.find((row) => row.capability === capability && row.missing(options));
    const row = refused?.refusal ?? ROWS[capability];
    if (typeof row !== 'string') {
      return { capability, ...row };
    }
    const elsewhere = capability === Capability.PLACEMENT_NODES && !versionFacts(options).spread;
    return { capability, path: elsewhere ? ANTI_AFFINITY : row };
  });
}

/** Every refusal that there is in any version, for the catalogue of rules. */
export const ZALANDO_REFUSALS: readonly CapabilityStatement[] = [
  ...Object.entries(ROWS).flatMap(([capability, row]) =>
    typeof row === 'string' ? [] : [{ capability: capability as Capability, ...row }],
  ),
  ...CONDITIONAL.map(({ capability, refusal }) => ({ capability, ...refusal })),
];
