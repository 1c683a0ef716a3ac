import { at } from '../../values/json';
import { When } from '../effect';
import { each, Row } from '../rows';
import { added, addedOrEdited, changed, removed, removedOrEdited, turnedOn } from '../when';
import { BACKREST, ROLL, TOKEN } from './texts';

/** `enabled` is true where it is left out. */
const becomesStandby: When = {
  says: 'added, and not disabled',
  holds: (old, now) => old === undefined && now !== undefined && at(now, 'enabled') !== false,
};

/** What a cluster is made of, whom it follows and which image it runs. */
export const ORIGIN: readonly Row[] = [
  ...each(['spec.dataSource.postgresCluster', 'spec.dataSource.pgbackrest'], {
    when: added,
    effect: 'destroys data',
    evidence: 'inferred',
    rule: 'G041',
    does: 'PGO finds a restore that it has not done yet: it stops the instances and restores over their data directory.',
  }),
  {
    path: 'spec.dataSource.**',
    when: changed,
    effect: 'ignored',
    evidence: 'read',
    rule: 'G040',
    does: 'A source that was used is not read again; a cluster that is made anew under this name would begin with it.',
  },
  {
    path: TOKEN('pgbackrest-restore'),
    when: addedOrEdited,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G043',
    does: 'With `restore.enabled`, PGO stops the instances and restores over the data directory.',
  },
  {
    path: `${BACKREST}.restore.enabled`,
    when: turnedOn,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G043',
    does: 'PGO stops the instances and restores over the data directory, at once where the annotation is there already.',
  },
  {
    path: 'spec.standby',
    when: becomesStandby,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G120',
    does: 'A cluster that has written is not rewound to the history of another: in the trial one of three instances came back.',
  },
  ...each(['spec.standby.enabled'], {
    when: turnedOn,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G120',
    does: 'A cluster that has written is not rewound to the history of another: in the trial one of three instances came back.',
  }),
  ...each(['spec.standby', 'spec.standby.**'], {
    when: removedOrEdited,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G047',
    does: 'The standby is promoted, or follows another source.',
  }),
  {
    path: TOKEN('trigger-switchover'),
    when: addedOrEdited,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G119',
    does: 'The primary moves, where `patroni.switchover.enabled` is on.',
  },
  {
    path: 'spec.patroni.switchover.enabled',
    when: turnedOn,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G119',
    does: 'An old token that is still there fires again: the primary moves.',
  },
  { path: TOKEN('pgbackrest-backup'), when: addedOrEdited, effect: 'nothing', evidence: 'seen', does: 'A backup is taken now.' },
  { path: TOKEN('allow-upgrade'), when: changed, effect: 'nothing', evidence: 'read', does: 'Lets the PGUpgrade of that name begin.' },

  {
    path: 'spec.image',
    when: removed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G058',
    does: 'The image of the operator that is installed is taken, today and at each upgrade of the operator.',
  },
  { path: 'spec.image', when: addedOrEdited, effect: 'rolling restart', evidence: 'seen', rule: 'G060', does: ROLL },
];
