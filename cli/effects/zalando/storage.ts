import { each, Row } from '../rows';
import { becomes, changed, lowered, raised, removedOrEdited, turnedOff } from '../when';
import { ROLL } from './texts';

/** Volumes and instances. */
export const STORAGE: readonly Row[] = [
  {
    path: 'spec.volume.size',
    when: lowered,
    effect: 'ignored',
    evidence: 'seen',
    rule: 'G025',
    does: 'Accepted, and the status says Running: volumes stay as they are (a line in the log says so), but the template gets the small size, so that the next instance is too small.',
  },
  {
    path: 'spec.volume.size',
    when: raised,
    effect: 'volume work',
    evidence: 'seen',
    does: 'The volumes grow; the StatefulSet is replaced and the pods are kept.',
  },
  {
    path: 'spec.volume.storageClass',
    when: changed,
    effect: 'ignored',
    evidence: 'seen',
    rule: 'G026',
    does: 'Accepted and ignored for volumes that exist; instances that are made later get the new class.',
  },
  {
    path: 'spec.numberOfInstances',
    when: lowered,
    effect: 'volume work',
    evidence: 'seen',
    rule: 'G030',
    does: 'Pods with the highest numbers go; their volumes stay, are paid for, and a later scale-up starts from the old data in them.',
  },
  {
    path: 'spec.numberOfInstances',
    when: becomes(0),
    effect: 'cuts clients',
    evidence: 'seen',
    rule: 'G033',
    does: 'No pod runs; volumes stay. Pooler and logical backup go on and fail.',
  },
  {
    path: 'spec.numberOfInstances',
    when: raised,
    effect: 'volume work',
    evidence: 'seen',
    does: 'New instances are copied from the primary, or from a volume that an earlier instance of the number left behind.',
  },

  ...each(['spec.patroni.synchronous_mode', 'spec.patroni.synchronous_mode_strict'], {
    when: turnedOff,
    effect: 'reload',
    evidence: 'seen',
    rule: 'G038',
    does: 'Patroni is told at once; commits no longer wait for a standby.',
  }),
  {
    path: 'spec.patroni.synchronous_node_count',
    when: lowered,
    effect: 'reload',
    evidence: 'seen',
    rule: 'G038',
    does: 'Patroni is told at once; commits wait for fewer standbys.',
  },
  ...each(['spec.topologySpreadConstraints', 'spec.nodeAffinity'], {
    when: removedOrEdited,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G039',
    does: ROLL,
  }),
];
