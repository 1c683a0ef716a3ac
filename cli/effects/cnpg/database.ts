import { each, Row } from '../rows';
import { becomes, changed, edited } from '../when';

/** A Database. */
export const DATABASE: readonly Row[] = [
  ...each(['spec.name', 'spec.cluster.name'], {
    when: edited,
    effect: 'refused',
    evidence: 'read',
    rule: 'G089',
    does: 'The API refuses the object.',
  }),
  ...each(['spec.ensure', 'spec.schemas[*].ensure', 'spec.extensions[*].ensure', 'spec.fdws[*].ensure', 'spec.servers[*].ensure'], {
    when: becomes('absent'),
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G090',
    does: 'DROP is executed at once.',
  }),
  {
    path: 'spec.databaseReclaimPolicy',
    when: becomes('delete'),
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G090',
    does: 'DROP DATABASE is executed when this object is removed.',
  },
  {
    path: 'spec.owner',
    when: edited,
    effect: 'changes who may log in',
    evidence: 'read',
    rule: 'G121',
    does: 'ALTER DATABASE gives it to the other role; what is in it keeps its owner.',
  },
  { path: '**', when: changed, effect: 'reload', evidence: 'seen', does: 'SQL is executed in the database; nothing restarts.' },
];
