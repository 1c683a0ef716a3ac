import { each, Row } from '../rows';
import { becomes, changed, losesItem, removed, removedOrEdited, turnedOff, turnedOn } from '../when';
import { ROLL } from './texts';

/** Users, certificates, Services, the pooler and supervision. */
export const ACCESS: readonly Row[] = [
  {
    path: 'spec.users[*]',
    when: removed,
    effect: 'cuts clients',
    evidence: 'seen',
    rule: 'G092',
    does: 'The role stays in the database and can log in; its Secret is deleted at once, so that applications lose their credentials.',
  },
  {
    path: 'spec.patroni.dynamicConfiguration.slots.**',
    when: removedOrEdited,
    effect: 'cuts clients',
    evidence: 'read',
    rule: 'G140',
    does: 'Patroni drops the slot as soon as nobody reads from it.',
  },
  {
    path: 'spec.patroni.dynamicConfiguration.postgresql.use_slots',
    when: turnedOff,
    effect: 'cuts clients',
    evidence: 'read',
    rule: 'G140',
    does: 'Patroni passes over the permanent slots, and drops those from which nobody reads.',
  },
  {
    path: 'spec.users[*].options',
    when: {
      says: 'gains SUPERUSER, REPLICATION, BYPASSRLS, CREATEROLE or CREATEDB',
      holds: (old, now) =>
        ['SUPERUSER', 'REPLICATION', 'BYPASSRLS', 'CREATEROLE', 'CREATEDB'].some(
          (word) => new RegExp(`\\b${word}\\b`, 'i').test(String(now ?? '')) && !new RegExp(`\\b${word}\\b`, 'i').test(String(old ?? '')),
        ),
    },
    effect: 'changes who may log in',
    evidence: 'read',
    rule: 'G095',
    does: 'ALTER ROLE gives the privilege at once.',
  },
  {
    path: 'spec.users[*].databases',
    when: losesItem,
    effect: 'ignored',
    evidence: 'seen',
    rule: 'G121',
    does: 'The database stays as it is, and nobody looks after it. One under another name is a new, empty one that belongs to `postgres`.',
  },
  {
    path: 'spec.databaseInitSQL.**',
    when: changed,
    effect: 'ignored',
    evidence: 'seen',
    rule: 'G117',
    does: 'The script runs once in the life of a cluster; what is new in it is not done.',
  },
  ...each(['spec.customTLSSecret.**', 'spec.customReplicationTLSSecret.**'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    rule: 'G097',
    does: `${ROLL} Workloads of the same commit are rolled to the new CA at once.`,
  }),
  ...each(['spec.service.type', 'spec.replicaService.type', 'spec.proxy.pgBouncer.service.type'], {
    when: becomes('LoadBalancer', 'NodePort'),
    effect: 'changes who may log in',
    evidence: 'seen',
    rule: 'G098',
    does: 'The Service is reachable from outside as soon as it is changed.',
  }),
  ...each(['spec.service.loadBalancerSourceRanges', 'spec.replicaService.loadBalancerSourceRanges'], {
    when: removedOrEdited,
    effect: 'changes who may log in',
    evidence: 'read',
    rule: 'G098',
    does: 'The load balancer lets in the new ranges, and everybody where there are none.',
  }),
  ...each(['spec.port', 'spec.proxy', 'spec.proxy.pgBouncer', 'spec.proxy.pgBouncer.port'], {
    when: removedOrEdited,
    effect: 'cuts clients',
    evidence: 'seen',
    rule: 'G099',
    does: 'The pooler and its Service go at once, or listen elsewhere; applications point to the old address until their own rollout ends.',
  }),
  {
    path: 'spec.proxy.pgBouncer.replicas',
    when: becomes(0),
    effect: 'cuts clients',
    evidence: 'read',
    rule: 'G099',
    does: 'No pooler runs.',
  },
  {
    path: 'spec.proxy.pgBouncer.config.global.pool_mode',
    when: changed,
    effect: 'reload',
    evidence: 'seen',
    rule: 'G100',
    does: 'The pooler loads the mode; no pod restarts.',
  },
  {
    path: 'spec.paused',
    when: turnedOn,
    effect: 'ignored',
    evidence: 'read',
    rule: 'G083',
    does: 'The operator leaves the cluster alone; Patroni still fails over.',
  },
  ...each(['spec.monitoring', 'spec.monitoring.pgmonitor', 'spec.monitoring.pgmonitor.exporter', 'spec.instrumentation'], {
    when: removed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G110',
    does: `${ROLL} The exporter goes; alerts see nothing of the cluster.`,
  }),
];
