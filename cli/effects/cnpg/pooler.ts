import { each, Row } from '../rows';
import { becomes, changed, removedOrEdited, turnedOn } from '../when';

/** A Pooler. */
export const POOLER: readonly Row[] = [
  { path: 'spec.cluster.name', when: changed, effect: 'refused', evidence: 'read', rule: 'G089', does: 'The API refuses the object.' },
  {
    path: 'spec.serviceAccountName',
    when: changed,
    effect: 'refused',
    evidence: 'read',
    rule: 'G089',
    does: 'The API refuses the object.',
  },
  {
    path: 'spec.pgbouncer.poolMode',
    when: changed,
    effect: 'reload',
    evidence: 'seen',
    rule: 'G100',
    does: 'The pooler loads the mode; no pod restarts.',
  },
  {
    path: 'spec.pgbouncer.paused',
    when: turnedOn,
    effect: 'cuts clients',
    evidence: 'read',
    rule: 'G099',
    does: 'Clients wait until the pool is resumed.',
  },
  { path: 'spec.instances', when: becomes(0), effect: 'cuts clients', evidence: 'read', rule: 'G099', does: 'No pooler runs.' },
  {
    path: 'spec.type',
    when: changed,
    effect: 'cuts clients',
    evidence: 'read',
    rule: 'G099',
    does: 'The pool leads to other instances: applications write to a standby, or read from the primary.',
  },
  {
    path: 'spec.serviceTemplate.spec.type',
    when: becomes('LoadBalancer', 'NodePort'),
    effect: 'changes who may log in',
    evidence: 'seen',
    rule: 'G098',
    does: 'The Service is reachable from outside as soon as it is changed.',
  },
  {
    path: 'spec.serviceTemplate.spec.loadBalancerSourceRanges',
    when: removedOrEdited,
    effect: 'changes who may log in',
    evidence: 'read',
    rule: 'G098',
    does: 'The load balancer lets in the new ranges, and everybody where there are none.',
  },
  { path: 'spec.pgbouncer.**', when: changed, effect: 'reload', evidence: 'seen', does: 'Loaded by the pooler; clients stay connected.' },
  { path: 'spec.instances', when: changed, effect: 'nothing', evidence: 'seen', does: 'Pods are added or taken away.' },
  ...each(['spec.template.**', 'spec.monitoring.tls.**'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'read',
    does: 'The pooler pods are made anew one after the other.',
  }),
  { path: '**', when: changed, effect: 'nothing', evidence: 'read', does: 'Nothing of note.' },
];
