import { each, Row } from '../rows';
import { becomes, changed, edited, gainsItem, turnedOff, turnedOn } from '../when';

/** A DatabaseRole. */
export const DATABASE_ROLE: readonly Row[] = [
  { path: 'spec.cluster.name', when: edited, effect: 'refused', evidence: 'read', rule: 'G089', does: 'The API refuses the object.' },
  { path: 'spec.name', when: edited, effect: 'refused', evidence: 'read', rule: 'G089', does: 'The API refuses the object.' },
  {
    path: 'spec.ensure',
    when: becomes('absent'),
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G090',
    does: 'DROP ROLE is executed at once.',
  },
  {
    path: 'spec.databaseRoleReclaimPolicy',
    when: becomes('delete'),
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G090',
    does: 'DROP ROLE is executed when this object is removed.',
  },
  ...each(['spec.superuser', 'spec.replication', 'spec.bypassrls', 'spec.createrole', 'spec.createdb'], {
    when: turnedOn,
    effect: 'changes who may log in',
    evidence: 'read',
    rule: 'G095',
    does: 'ALTER ROLE gives the privilege at once.',
  }),
  {
    path: 'spec.inRoles',
    when: gainsItem,
    effect: 'changes who may log in',
    evidence: 'read',
    rule: 'G095',
    does: 'The role becomes a member at once.',
  },
  {
    path: 'spec.login',
    when: turnedOff,
    effect: 'cuts clients',
    evidence: 'read',
    rule: 'G092',
    does: 'The role cannot log in any more.',
  },
  { path: '**', when: changed, effect: 'reload', evidence: 'seen', does: 'ALTER ROLE is executed; nothing restarts.' },
];
