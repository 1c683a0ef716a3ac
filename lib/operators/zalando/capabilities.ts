import { Capability } from '../../model/capability';
import { CapabilityStatement } from '../../model/capability-statement';
import { Rows, Variant, refusalsOf, statementsOf } from '../refusals';
import { ACCESS_ROWS } from './access/access-capabilities';
import { BACKUP_ROWS } from './backup/backup-capabilities';
import { CLUSTER_ROWS, IMAGE_ROWS, POOL_ROWS } from './cluster/cluster-capabilities';
import { MONITORING_ROWS } from './monitoring/monitoring-capabilities';
import { UPGRADE_ROWS } from './upgrade/upgrade-capabilities';
import { ZalandoOptions } from './options';
import { versionFacts } from './versions';

/** Where each capability is found, or why it is not. */
const ROWS: Rows = { ...CLUSTER_ROWS, ...ACCESS_ROWS, ...IMAGE_ROWS, ...BACKUP_ROWS, ...UPGRADE_ROWS, ...POOL_ROWS, ...MONITORING_ROWS };

/** With pod anti-affinity it is the operator's configuration that keeps instances apart where a cluster cannot say it. */
const ANTI_AFFINITY = 'OperatorConfiguration /configuration/kubernetes/enable_pod_antiaffinity';

const spreads = (options: ZalandoOptions | undefined): boolean => versionFacts(options).spread;

/** Capabilities that depend on the version or on how the operator is configured. */
const VARIANTS: readonly Variant<ZalandoOptions | undefined>[] = [
  {
    capability: Capability.COMPUTE_WITHOUT_CPU_LIMIT,
    holds: (options) => !options?.cpuLimitDefaultsRemoved,
    row: {
      rule: 'ZAL-220',
      instead:
        `write 'cpuLimit', or set 'default_cpu_limit', 'min_cpu_limit' and 'connection_pooler_default_cpu_limit' of the operator's configuration ` +
        'to the empty text and write cpuLimitDefaultsRemoved: true in PostgresOperator.zalando(...)',
    },
  },
  {
    capability: Capability.PLACEMENT_NODES,
    holds: (options) => !spreads(options) && Boolean(options?.podAntiAffinityConfigured),
    row: ANTI_AFFINITY,
  },
  {
    capability: Capability.PLACEMENT_NODES,
    holds: (options) => !spreads(options),
    row: {
      rule: 'ZAL-102',
      instead:
        `set 'enable_pod_antiaffinity' in the operator's configuration and write podAntiAffinityConfigured: true, or write ` +
        'placement: { nodes: SpreadRule.NONE }, or use version 2.0 of the operator',
    },
  },
  {
    capability: Capability.PLACEMENT_ZONES,
    holds: (options) => !spreads(options),
    row: {
      rule: 'ZAL-103',
      instead: 'write placement: { zones: SpreadRule.NONE }, which is not the default, or use version 2.0 of the operator',
    },
  },
  {
    capability: Capability.PLACEMENT_SPREAD,
    holds: (options) => !spreads(options),
    row: { rule: 'ZAL-222', instead: `leave 'spread' out, or use version 2.0 of the operator` },
  },
  {
    capability: Capability.METADATA_LABELS,
    holds: (options) => !Array.isArray(options?.inheritedLabels) || options.inheritedLabels.length === 0,
    row: {
      rule: 'ZAL-004',
      instead: `list the keys as 'inherited_labels' in the operator's configuration and as inheritedLabels: [...] here`,
    },
  },
  {
    capability: Capability.BACKUP_GCS_IDENTITY,
    holds: (options) => !versionFacts(options).gcsIdentity,
    row: {
      rule: 'ZAL-119',
      instead: 'write GcsCredentials.fromSecret(...), since the image of version 2.0 loses the identity and archives nothing',
    },
  },
  {
    capability: Capability.REPLICA_ARCHIVE_AND_STREAMING,
    holds: (options) => !versionFacts(options).archiveAndStreaming,
    row: {
      rule: 'ZAL-139',
      instead: 'write ReplicaSource.archive(...) or ReplicaSource.streaming(...), or use version 2.0 of the operator',
    },
  },
];

/**
 * What the operator can do and what it refuses.
 *
 * @param options version and configuration of the operator; nonsense is taken for the defaults
 */
export const zalandoCapabilities = (options: ZalandoOptions | undefined): CapabilityStatement[] => statementsOf(ROWS, VARIANTS, options);

/** Every refusal that there is in any version, for the catalogue of rules. */
export const ZALANDO_REFUSALS: readonly CapabilityStatement[] = refusalsOf(ROWS, VARIANTS);
