import { Row } from '../rows';
import { added, addedOrEdited, changed, edited, removed } from '../when';
import { ROLL } from './texts';

/** What a cluster is made of, whom it follows and which image it runs. */
export const ORIGIN: readonly Row[] = [
  {
    path: 'spec.standby',
    when: added,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G120',
    does: 'The operator fails to turn a cluster that has written into a standby: its settings are not patched, the pods come back as a primary of their own, and the status says Running.',
  },
  {
    path: 'spec.standby',
    when: removed,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G047',
    does: 'The standby is promoted: Patroni is patched and the pods are made anew.',
  },
  {
    path: 'spec.standby.**',
    when: edited,
    effect: 'changes who writes',
    evidence: 'read',
    rule: 'G047',
    does: 'The standby follows another source, after a rolling restart.',
  },
  {
    path: 'spec.clone',
    when: added,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G040',
    does: `${ROLL} Nothing is cloned again; but an instance that starts with an empty volume clones the old data.`,
  },
  {
    path: 'spec.clone.**',
    when: changed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G040',
    does: `${ROLL} Nothing is cloned again; but an instance that starts with an empty volume clones the old data.`,
  },
  {
    path: 'spec.patroni.initdb.**',
    when: changed,
    effect: 'ignored',
    evidence: 'read',
    rule: 'G117',
    does: 'Used when the cluster is made, and never again.',
  },

  {
    path: 'spec.dockerImage',
    when: removed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G058',
    does: "The image of the operator's configuration is taken, today and at each change of it.",
  },
  { path: 'spec.dockerImage', when: addedOrEdited, effect: 'rolling restart', evidence: 'seen', rule: 'G060', does: ROLL },
  { path: 'spec.postgresql.version', when: changed, effect: 'rolling restart', evidence: 'seen', does: ROLL },
];
