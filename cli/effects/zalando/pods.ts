import { LOST_DURABILITY, RESTART_PARAMETERS } from '../parameters';
import { each, Row } from '../rows';
import { becomes, changed, losesItem, loweredOrRemoved, removed } from '../when';
import { ROLL } from './texts';

/** Pods and parameters. */
export const PODS: readonly Row[] = [
  ...each(
    ['spec.resources', 'spec.resources.limits', 'spec.resources.requests', 'spec.resources.limits.memory', 'spec.resources.requests.*'],
    {
      when: removed,
      effect: 'rolling restart',
      evidence: 'read',
      rule: 'G111',
      does: `${ROLL} The operator's defaults take the place of what is left out.`,
    },
  ),
  {
    path: 'spec.postgresql.parameters.wal_level',
    when: becomes('minimal', 'replica'),
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G101',
    does: 'PostgreSQL restarts; replicas, archiving or logical slots stop working.',
  },
  {
    path: 'spec.postgresql.parameters.shared_preload_libraries',
    when: losesItem,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G103',
    does: ROLL,
  },
  ...each(
    RESTART_PARAMETERS.primaryFirst.map((name) => `spec.postgresql.parameters.${name}`),
    {
      when: loweredOrRemoved,
      effect: 'primary restart',
      evidence: 'seen',
      rule: 'G102',
      does: 'Patroni is told and restarts PostgreSQL, the primary first only where every change is such a decrease.',
    },
  ),
  ...each(
    RESTART_PARAMETERS.durability.map((name) => `spec.postgresql.parameters.${name}`),
    LOST_DURABILITY,
  ),
  {
    path: 'spec.postgresql.parameters.*',
    when: removed,
    effect: 'ignored',
    evidence: 'read',
    rule: 'G117',
    severity: 'warn',
    does: 'Accepted, and nothing happens: a parameter that is taken out keeps its value.',
  },
  ...each(
    RESTART_PARAMETERS.all.map((name) => `spec.postgresql.parameters.${name}`),
    {
      when: changed,
      effect: 'rolling restart',
      evidence: 'seen',
      does: 'Parameters that stand in the environment of the pods roll them; of the others Patroni restarts PostgreSQL.',
    },
  ),
  { path: 'spec.postgresql.parameters.**', when: changed, effect: 'reload', evidence: 'seen', does: 'Patroni is told; nothing restarts.' },
  ...each(
    [
      'spec.env[*].**',
      'spec.envFrom',
      'spec.resources.**',
      'spec.sidecars[*].**',
      'spec.initContainers[*].**',
      'spec.additionalVolumes[*].**',
      'spec.nodeAffinity.**',
      'spec.topologySpreadConstraints',
      'spec.podPriorityClassName',
      'spec.spilo*',
      'spec.schedulerName',
      'spec.enableShmVolume',
      'spec.serviceAccountName',
      'spec.livenessProbe.**',
      'spec.tolerations',
    ],
    { when: changed, effect: 'rolling restart', evidence: 'seen', does: ROLL },
  ),
  ...each(['metadata.labels.*', 'metadata.labels'], {
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    does: "Nothing, unless the operator's inherited_labels names the label: then every pod is made anew.",
  }),
  ...each(['metadata.annotations.*', 'metadata.annotations'], {
    when: changed,
    effect: 'nothing',
    evidence: 'seen',
    does: 'Database pods are kept; pooler pods are made anew where the operator passes the annotation on.',
  }),
  ...each(
    [
      'spec.podAnnotations.**',
      'spec.serviceAnnotations.**',
      'spec.masterServiceAnnotations.**',
      'spec.replicaServiceAnnotations.**',
      'spec.maintenanceWindows.**',
      'spec.maintenanceWindows',
      'spec.patroni.**',
      'spec.users.*',
      'spec.users',
      'spec.databases.*',
      'spec.databases',
      'spec.preparedDatabases.**',
      'spec.users*Rotation',
      'spec.logicalBackup*',
      'spec.enable*',
      'spec.allowedSourceRanges',
      'spec.streams.**',
      'spec.streams',
      'spec.volume.**',
    ],
    { when: changed, effect: 'reload', evidence: 'seen', does: 'Done while the database runs.' },
  ),
];
