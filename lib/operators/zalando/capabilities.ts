import { Capability, CapabilityStatement } from '../../model/capability';
import { ACCESS_ROWS } from './access-capabilities';
import { BACKUP_ROWS } from './backup-capabilities';
import { CLUSTER_ROWS, CNPG, PGO, Refusal, Row } from './capability-rows';
import { ZalandoOptions } from './options';
import { versionFacts } from './versions';

/** Where each capability is found, or why it is not. The compiler sees to it that none is missing. */
const ROWS: Readonly<Record<Capability, Row>> = { ...CLUSTER_ROWS, ...ACCESS_ROWS, ...BACKUP_ROWS };

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
  {
    capability: Capability.BACKUP_GCS_IDENTITY,
    missing: (options) => !versionFacts(options).gcsIdentity,
    refusal: {
      rule: 'ZAL-119',
      instead: 'write GcsCredentials.fromSecret(...), since the image of version 2.0 loses the identity and archives nothing',
      availableOn: [CNPG, PGO],
    },
  },
  {
    capability: Capability.REPLICA_ARCHIVE_AND_STREAMING,
    missing: (options) => !versionFacts(options).archiveAndStreaming,
    refusal: {
      rule: 'ZAL-139',
      instead: 'write ReplicaSource.archive(...) or ReplicaSource.streaming(...), or use version 2.0 of the operator',
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
