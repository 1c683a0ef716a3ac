import { each, Row } from '../rows';
import { added, becomes, changed, leaves, lowered, loweredOrRemoved, raised, removed, removedOrEdited, turnedOff } from '../when';
import { REFUSED } from './texts';

/** Volumes and instances of a Cluster. */
export const STORAGE: readonly Row[] = [
  ...each(
    [
      'spec.storage.size',
      'spec.walStorage.size',
      'spec.tablespaces[*].storage.size',
      'spec.storage.pvcTemplate.resources.requests.storage',
      'spec.walStorage.pvcTemplate.resources.requests.storage',
    ],
    { when: lowered, effect: 'refused', evidence: 'seen', rule: 'G025', does: REFUSED },
  ),
  ...each(['spec.storage.size', 'spec.walStorage.size', 'spec.tablespaces[*].storage.size'], {
    when: raised,
    effect: 'volume work',
    evidence: 'seen',
    does: 'Each volume is grown while its pod runs, if its storage class allows it; no pod restarts.',
  }),
  ...each(
    [
      'spec.storage.storageClass',
      'spec.walStorage.storageClass',
      'spec.tablespaces[*].storage.storageClass',
      'spec.storage.pvcTemplate.storageClassName',
    ],
    {
      when: changed,
      effect: 'ignored',
      evidence: 'read',
      rule: 'G026',
      does: 'Volumes that exist keep their class; only instances that are made later get the new one.',
    },
  ),
  { path: 'spec.walStorage', when: removed, effect: 'refused', evidence: 'seen', rule: 'G028', does: REFUSED },
  {
    path: 'spec.walStorage',
    when: added,
    effect: 'rolling restart',
    evidence: 'seen',
    does: 'Each instance gets a volume for WAL; the pods are made anew one after the other, the primary last.',
  },
  { path: 'spec.tablespaces[*]', when: removed, effect: 'refused', evidence: 'read', rule: 'G029', does: REFUSED },
  { path: 'spec.tablespaces[*].temporary', when: changed, effect: 'refused', evidence: 'read', rule: 'G089', does: REFUSED },
  {
    path: 'spec.tablespaces[*].**',
    when: added,
    effect: 'rolling restart',
    evidence: 'read',
    does: 'Each instance gets another volume; the pods are made anew one after the other.',
  },
  {
    path: 'spec.instances',
    when: lowered,
    effect: 'destroys data',
    evidence: 'seen',
    rule: 'G030',
    does: 'The pods with the highest numbers are removed, and their volumes are deleted at once.',
  },
  {
    path: 'spec.instances',
    when: raised,
    effect: 'volume work',
    evidence: 'seen',
    does: 'New instances with new volumes are copied from the primary.',
  },
  ...each(['spec.affinity.enablePodAntiAffinity', 'spec.enablePDB'], {
    when: turnedOff,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G039',
    does: 'The pods are made anew where their affinity changes; from then on two of them may share a node, or be drained together.',
  }),
  {
    path: 'spec.affinity.podAntiAffinityType',
    when: leaves('required'),
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G039',
    does: 'Two instances may be put on one node from then on.',
  },
  ...each(['spec.topologySpreadConstraints', 'spec.affinity.topologyKey'], {
    when: removedOrEdited,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G039',
    does: 'The pods are made anew one after the other, and spread by the new rule only.',
  }),
  ...each(['spec.postgresql.synchronous', 'spec.minSyncReplicas', 'spec.maxSyncReplicas', 'spec.postgresql.synchronous.number'], {
    when: loweredOrRemoved,
    effect: 'reload',
    evidence: 'seen',
    rule: 'G038',
    does: 'Commits are confirmed with fewer standbys, or none, as soon as the setting is loaded; no pod restarts.',
  }),
  {
    path: 'spec.postgresql.synchronous.dataDurability',
    when: becomes('preferred'),
    effect: 'reload',
    evidence: 'read',
    rule: 'G038',
    does: 'Commits no longer wait where no standby is there.',
  },
  {
    path: 'spec.postgresql.synchronous.**',
    when: changed,
    effect: 'reload',
    evidence: 'seen',
    does: 'The setting is loaded; no pod restarts. With durability required, writes stop without a standby.',
  },
  {
    path: 'metadata.annotations["cnpg.io/hibernation"]',
    when: becomes('on'),
    effect: 'cuts clients',
    evidence: 'read',
    rule: 'G033',
    does: 'The primary stops, then the replicas; the volumes stay. The phase still says healthy.',
  },
];
