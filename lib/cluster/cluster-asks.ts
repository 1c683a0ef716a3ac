import { ACCESS_ASKS } from '../access/access-asks';
import { Ask, askedByProp, askedWhen } from '../private/asks';
import { Capability } from '../model/capability';
import { ClusterModel } from '../model/cluster-model';
import { STATE_ASKS } from './state-asks';
import { SpreadRule } from '../model/placement';
import { PodSecurityStandard } from '../model/pod-security';
import { MONITORING_ASKS } from '../monitoring/monitoring-asks';
import { NETWORK_ASKS } from '../network/network-asks';
import { ORIGIN_ASKS } from '../origin/origin-asks';

/** What a cluster asks for. */
export const CLUSTER_ASKS: readonly Ask<ClusterModel>[] = [
  [Capability.STORAGE, () => [`'storage'`]],
  [Capability.STORAGE_WAL, (m) => askedByProp('walStorage', m.walStorage)],
  [Capability.STORAGE_AUTO_GROW, (m) => askedByProp('storage.autoGrow', m.storage.autoGrow)],
  [Capability.STORAGE_AUTO_GROW_WAL, (m) => askedByProp('walStorage.autoGrow', m.walStorage?.autoGrow)],
  [
    Capability.STORAGE_AUTO_GROW_STEPS,
    ({ storage: { autoGrow: data }, walStorage }) => [
      ...askedByProp('storage.autoGrow.trigger', data?.trigger),
      ...askedByProp('storage.autoGrow.maxStep', data?.maxStep),
      ...askedByProp('walStorage.autoGrow.trigger', walStorage?.autoGrow?.trigger),
      ...askedByProp('walStorage.autoGrow.maxStep', walStorage?.autoGrow?.maxStep),
    ],
  ],
  [Capability.STORAGE_TABLESPACES, (m) => askedByProp('tablespaces', m.tablespaces)],
  [
    Capability.STORAGE_TABLESPACES_TEMPORARY,
    (m) =>
      askedWhen(
        m.tablespaces.some(({ temporary }) => temporary === true),
        `a tablespace with 'temporary'`,
      ),
  ],
  [Capability.REPLICA_SETS, (m) => askedByProp('replicaSets', m.replicaSets)],
  [
    Capability.REPLICA_SETS_NEVER_PRIMARY,
    (m) => m.replicaSets.flatMap(({ mayBecomePrimary }, i) => (mayBecomePrimary ? [] : [`'replicaSets[${i}]' without 'mayBecomePrimary'`])),
  ],
  [Capability.COMPUTE, () => [`'compute'`]],
  [Capability.COMPUTE_WITHOUT_CPU_LIMIT, (m) => askedWhen(m.compute.withoutCpuLimit === true, `'compute.withoutCpuLimit'`)],
  [Capability.REPLICATION_ASYNCHRONOUS, (m) => askedWhen(!m.replication.isSynchronous, 'asynchronous replication')],
  [
    Capability.REPLICATION_SYNCHRONOUS,
    (m) => askedWhen(m.replication.isSynchronous && !m.replication.writesWithoutStandby, 'synchronous replication that stops writes'),
  ],
  [
    Capability.REPLICATION_SYNCHRONOUS_PREFERRED,
    (m) =>
      askedWhen(m.replication.isSynchronous && m.replication.writesWithoutStandby, 'synchronous replication with writesWithoutStandby'),
  ],
  [Capability.PLACEMENT_NODES, (m) => askedWhen(m.placement.nodes !== SpreadRule.NONE, `'placement.nodes: ${m.placement.nodes}'`)],
  [Capability.PLACEMENT_ZONES, (m) => askedWhen(m.placement.zones !== SpreadRule.NONE, `'placement.zones: ${m.placement.zones}'`)],
  [Capability.PLACEMENT_NODE_SELECTOR, (m) => askedByProp('placement.nodeSelector', m.placement.nodeSelector)],
  [Capability.PLACEMENT_TOLERATIONS, (m) => askedByProp('placement.tolerations', m.placement.tolerations)],
  [Capability.PLACEMENT_PRIORITY_CLASS, (m) => askedByProp('placement.priorityClassName', m.placement.priorityClassName)],
  [Capability.PLACEMENT_NODE_AFFINITY, (m) => askedByProp('placement.nodeAffinity', m.placement.nodeAffinity)],
  [
    Capability.PLACEMENT_POD_AFFINITY,
    (m) => [
      ...askedByProp('placement.podAffinity', m.placement.podAffinity),
      ...askedByProp('placement.podAntiAffinity', m.placement.podAntiAffinity),
    ],
  ],
  [Capability.PLACEMENT_SPREAD, (m) => askedByProp('placement.spread', m.placement.spread)],
  [Capability.PARAMETERS, (m) => askedByProp('parameters', m.parameters)],
  [Capability.PRELOAD_LIBRARIES, (m) => askedByProp('preloadLibraries', m.preloadLibraries)],
  [Capability.HBA_RULES, (m) => askedByProp('hbaRules', m.hbaRules)],
  [Capability.DATABASE, (m) => askedByProp('databases', m.databases)],
  [Capability.DATABASE_SEVERAL, (m) => askedWhen(m.databases.length > 1, `${m.databases.length} databases`)],
  ...ACCESS_ASKS,
  ...NETWORK_ASKS,
  [Capability.POD_SECURITY_BASELINE, (m) => askedWhen(m.podSecurity === PodSecurityStandard.BASELINE, `'podSecurity: BASELINE'`)],
  [Capability.POD_SECURITY_RESTRICTED, (m) => askedWhen(m.podSecurity === PodSecurityStandard.RESTRICTED, `'podSecurity: RESTRICTED'`)],
  [Capability.METADATA_LABELS, (m) => askedByProp('labels', m.labels)],
  [Capability.METADATA_ANNOTATIONS, (m) => askedByProp('annotations', m.annotations)],
  [
    Capability.METADATA_OBJECT,
    (m) => [...askedByProp('objectMetadata.labels', m.objectLabels), ...askedByProp('objectMetadata.annotations', m.objectAnnotations)],
  ],
  [Capability.IMAGE_PULL_SECRETS, (m) => askedByProp('imagePullSecrets', m.imagePullSecrets)],
  [Capability.IMAGE_PINNED, (m) => askedWhen(m.image?.reference !== undefined, `the image '${m.image?.reference}'`)],
  [Capability.IMAGE_CATALOG, (m) => askedWhen(m.image?.catalog !== undefined, `the image catalog '${m.image?.catalog?.name}'`)],
  [Capability.UPDATE_SWITCHOVER, () => ['updates by switchover']],
  ...STATE_ASKS,
  ...ORIGIN_ASKS,
  ...MONITORING_ASKS,
];
