import { LOST_DURABILITY, RESTART_PARAMETERS } from '../parameters';
import { each, Row } from '../rows';
import { becomes, changed, losesItem, loweredOrRemoved, removed } from '../when';
import { REFUSED } from './texts';

/** Pods and parameters of a Cluster. */
export const PODS: readonly Row[] = [
  ...each(
    ['spec.resources', 'spec.resources.limits', 'spec.resources.requests', 'spec.resources.limits.memory', 'spec.resources.requests.*'],
    {
      when: removed,
      effect: 'rolling restart',
      evidence: 'seen',
      rule: 'G111',
      does: 'Every instance is made anew, the primary by switchover or restart; without limits and requests it is among the first to be evicted.',
    },
  ),
  ...each(
    [
      'spec.resources.**',
      'spec.affinity.**',
      'spec.env[*].**',
      'spec.envFrom',
      'spec.topologySpreadConstraints',
      'spec.schedulerName',
      'spec.projectedVolumeTemplate.**',
      'spec.securityContext.**',
      'spec.seccompProfile.**',
      'spec.ephemeralVolumeSource.**',
      'spec.postgresql.extensions[*].**',
    ],
    {
      when: changed,
      effect: 'rolling restart',
      evidence: 'seen',
      does: 'Every instance is made anew one after the other, the primary last.',
    },
  ),
  {
    path: 'spec.priorityClassName',
    when: changed,
    effect: 'ignored',
    evidence: 'read',
    does: 'Pods that run keep their priority; it takes effect when a pod is made anew for another reason.',
  },
  {
    path: 'spec.postgresql.shared_preload_libraries',
    when: losesItem,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G103',
    does: 'PostgreSQL restarts on every instance without the library.',
  },
  {
    path: 'spec.postgresql.shared_preload_libraries',
    when: changed,
    effect: 'primary restart',
    evidence: 'inferred',
    does: 'PostgreSQL restarts on every instance.',
  },
  {
    path: 'spec.postgresql.parameters.wal_level',
    when: becomes('minimal', 'replica'),
    effect: 'refused',
    evidence: 'read',
    rule: 'G101',
    does: `For 'minimal': ${REFUSED} For 'replica': logical slots stop working after the restart.`,
  },
  ...each(
    RESTART_PARAMETERS.primaryFirst.map((name) => `spec.postgresql.parameters.${name}`),
    {
      when: loweredOrRemoved,
      effect: 'primary restart',
      evidence: 'read',
      rule: 'G102',
      does: 'The primary restarts first, in place, and the standbys after it.',
    },
  ),
  ...each(
    RESTART_PARAMETERS.durability.map((name) => `spec.postgresql.parameters.${name}`),
    LOST_DURABILITY,
  ),
  ...each(
    RESTART_PARAMETERS.all.map((name) => `spec.postgresql.parameters.${name}`),
    {
      when: changed,
      effect: 'primary restart',
      evidence: 'inferred',
      does: 'PostgreSQL restarts on every instance, the primary as the update method says.',
    },
  ),
  {
    path: 'spec.postgresql.parameters.**',
    when: changed,
    effect: 'reload',
    evidence: 'seen',
    does: 'The setting is loaded; no pod restarts.',
  },
  { path: 'spec.postgresql.**', when: changed, effect: 'reload', evidence: 'seen', does: 'Loaded without a restart.' },
  ...each(
    [
      'spec.description',
      'spec.logLevel',
      'spec.managed.**',
      'spec.monitoring.**',
      'spec.inheritedMetadata.**',
      'spec.enablePDB',
      'spec.*Delay',
      'spec.*Timeout',
      'spec.probes.**',
      'spec.storage.resizeInUseVolumes',
      'spec.storage.pvcTemplate.**',
      'spec.walStorage.**',
      'spec.nodeMaintenanceWindow.**',
      'spec.replicationSlots.**',
      'spec.primaryLease.**',
      'spec.superuserSecret.**',
      'spec.imagePullSecrets[*].**',
      'metadata.labels.*',
      'metadata.labels',
      'metadata.annotations',
      'metadata.annotations.*',
    ],
    {
      when: changed,
      effect: 'nothing',
      evidence: 'seen',
      does: 'No pod restarts.',
    },
  ),
];
