import { each, Row } from '../rows';
import { added, changed, lowered, loweredOrRemoved, raised, removed, removedOrEdited, turnedOff, turnedOn } from '../when';
import { BACKREST, ROLL } from './texts';

/** The volumes that grow by themselves. */
const CLAIMS = [
  'spec.instances[*].dataVolumeClaimSpec',
  'spec.instances[*].walVolumeClaimSpec',
  `${BACKREST}.repos[*].volume.volumeClaimSpec`,
];

/** Volumes and instance sets. */
export const STORAGE: readonly Row[] = [
  ...each(
    [
      'spec.instances[*].dataVolumeClaimSpec.resources.requests.storage',
      'spec.instances[*].walVolumeClaimSpec.resources.requests.storage',
      'spec.instances[*].tablespaceVolumes[*].dataVolumeClaimSpec.resources.requests.storage',
      `${BACKREST}.repos[*].volume.volumeClaimSpec.resources.requests.storage`,
    ],
    {
      when: lowered,
      effect: 'ignored',
      evidence: 'seen',
      rule: 'G025',
      does: 'Accepted; an event PersistentVolumeError and a condition say that the volume does not shrink. The next instance is made too small.',
    },
  ),
  ...each(
    [
      'spec.instances[*].dataVolumeClaimSpec.resources.requests.storage',
      'spec.instances[*].walVolumeClaimSpec.resources.requests.storage',
      `${BACKREST}.repos[*].volume.volumeClaimSpec.resources.requests.storage`,
    ],
    { when: raised, effect: 'volume work', evidence: 'seen', does: 'Each volume is grown while its pod runs; no pod restarts.' },
  ),
  ...each(
    [
      'spec.instances[*].dataVolumeClaimSpec.storageClassName',
      'spec.instances[*].walVolumeClaimSpec.storageClassName',
      `${BACKREST}.repos[*].volume.volumeClaimSpec.storageClassName`,
    ],
    {
      when: changed,
      effect: 'ignored',
      evidence: 'seen',
      rule: 'G026',
      does: 'Accepted; an event says that the claim is immutable. Volumes keep their class, instances that are made later get the new one.',
    },
  ),
  ...each(
    CLAIMS.map((claim) => `${claim}.resources.limits.storage`),
    {
      when: loweredOrRemoved,
      effect: 'ignored',
      evidence: 'read',
      does: 'A volume that has grown past what is said now keeps what it has: the operator asks for less at each pass, which the API server refuses with an event. Below it, the volume stops growing where the limit is now.',
    },
  ),
  ...each(
    CLAIMS.flatMap((claim) => [`${claim}.resources.limits`, `${claim}.resources.limits.storage`]),
    {
      when: changed,
      effect: 'nothing',
      evidence: 'seen',
      does: 'The volume grows by itself from now on, up to the limit, when it is as full as the trigger says and its storage class expands volumes; no pod restarts.',
    },
  ),
  ...each(
    CLAIMS.flatMap((claim) => [`${claim}.autoGrow`, `${claim}.autoGrow.**`]),
    { when: changed, effect: 'rolling restart', evidence: 'read', does: `It stands in the program that watches the volume. ${ROLL}` },
  ),
  {
    path: 'spec.instances[*].walVolumeClaimSpec',
    when: removed,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G028',
    does: 'WAL is moved back to the data volume, the pods are made anew, and the WAL volume is deleted.',
  },
  {
    path: 'spec.instances[*].walVolumeClaimSpec',
    when: added,
    effect: 'rolling restart',
    evidence: 'seen',
    does: `Each instance gets a volume for WAL. ${ROLL}`,
  },
  {
    path: 'spec.instances[*].tablespaceVolumes[*]',
    when: removed,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G029',
    does: 'The volume is no longer mounted: the tables in it cannot be read.',
  },
  {
    path: 'spec.instances[*]',
    when: removed,
    effect: 'destroys data',
    evidence: 'read',
    rule: 'G034',
    does: 'All pods of the set and their volumes are deleted in one pass, the primary included.',
  },
  {
    path: 'spec.instances[*].replicas',
    when: lowered,
    effect: 'destroys data',
    evidence: 'seen',
    rule: 'G030',
    does: 'All but the primary and the instances that are left are deleted at once, with their volumes.',
  },
  {
    path: 'spec.instances[*].replicas',
    when: raised,
    effect: 'volume work',
    evidence: 'seen',
    does: 'New instances with new volumes are restored from the repository or copied from the primary.',
  },
  {
    path: 'spec.instances[*]',
    when: added,
    effect: 'volume work',
    evidence: 'seen',
    does: 'A new set of instances with volumes of its own is made.',
  },
  {
    path: 'spec.shutdown',
    when: turnedOn,
    effect: 'cuts clients',
    evidence: 'seen',
    rule: 'G033',
    does: 'Replicas stop, the primary last; volumes stay, schedules are suspended.',
  },
  {
    path: 'spec.shutdown',
    when: turnedOff,
    effect: 'primary restart',
    evidence: 'seen',
    does: 'The instance that was the primary starts first.',
  },

  ...each(
    ['synchronous_mode', 'synchronous_mode_strict'].map((name) => `spec.patroni.dynamicConfiguration.${name}`),
    {
      when: turnedOff,
      effect: 'reload',
      evidence: 'seen',
      rule: 'G038',
      does: 'Patroni is told at once; commits no longer wait for a standby.',
    },
  ),
  {
    path: 'spec.patroni.dynamicConfiguration.synchronous_node_count',
    when: lowered,
    effect: 'reload',
    evidence: 'read',
    rule: 'G038',
    does: 'Patroni is told at once; commits wait for fewer standbys.',
  },
  ...each(['spec.instances[*].topologySpreadConstraints', 'spec.instances[*].affinity.**', 'spec.disableDefaultPodScheduling'], {
    when: removedOrEdited,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G039',
    does: `${ROLL} Two instances may share a node, or be drained together, where the rules have become looser.`,
  }),
  {
    path: 'spec.instances[*].minAvailable',
    when: removedOrEdited,
    effect: 'nothing',
    evidence: 'read',
    rule: 'G039',
    does: 'The disruption budget follows: two instances may be drained together where it has become looser.',
  },
];
