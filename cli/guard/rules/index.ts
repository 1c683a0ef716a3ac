import { GuardRule } from '../rule';
import { ARCHIVE_RULES } from './archive';
import { ARGO_RULES } from './argo';
import { EXPOSURE_RULES } from './exposure';
import { GENERAL_RULES } from './general';
import { IDENTITY_RULES } from './identity';
import { MIGRATION_RULES } from './migrations';
import { ORIGIN_RULES } from './origin';
import { PLAINTEXT_RULES } from './plaintext';
import { POD_RULES } from './pods';
import { POLICY_RULES } from './policies';
import { REPOSITORY_RULES } from './repositories';
import { ROLE_RULES } from './roles';
import { RUNNING_RULES } from './running';
import { RUNNING_STEP_RULES } from './running-steps';
import { SCHEDULE_RULES } from './schedules';
import { SECRET_RULES } from './secrets';
import { SPELLING_RULES } from './spelling';
import { STORAGE_RULES } from './storage';
import { SWITCH_RULES } from './switches';
import { SYNC_RULES } from './sync';
import { UPGRADE_RULES } from './upgrades';
import { VERSION_RULES } from './versions';

/** Every rule of the guard, by id. */
export const RULES: readonly GuardRule[] = [
  ...IDENTITY_RULES,
  ...SYNC_RULES,
  ...ARGO_RULES,
  ...STORAGE_RULES,
  ...ORIGIN_RULES,
  ...VERSION_RULES,
  ...UPGRADE_RULES,
  ...MIGRATION_RULES,
  ...ARCHIVE_RULES,
  ...REPOSITORY_RULES,
  ...SCHEDULE_RULES,
  ...SWITCH_RULES,
  ...ROLE_RULES,
  ...EXPOSURE_RULES,
  ...POLICY_RULES,
  ...SECRET_RULES,
  ...PLAINTEXT_RULES,
  ...POD_RULES,
  ...SPELLING_RULES,
  ...RUNNING_RULES,
  ...RUNNING_STEP_RULES,
  ...GENERAL_RULES,
].sort((a, b) => (a.id < b.id ? -1 : 1));

/** What cannot be decided by comparing two renderings, and why. */
export const UNDECIDABLE: readonly { readonly id?: string; readonly name: string; readonly why: string }[] = [
  {
    id: 'G114',
    name: 'nondeterministic-synth',
    why: 'Two renderings of one program are needed, made in fresh processes; guard gets one of each of two programs.',
  },
  {
    id: 'G115',
    name: 'stale-output',
    why: 'Which files of the folder the program has printed is known to the program only. Empty the folder before it is filled.',
  },
  { name: 'primary in the set that goes', why: 'Which instance is the primary stands in the status of the object, not in Git.' },
  {
    name: 'autogrown volumes',
    why: 'PGO enlarges the claim and not the spec: a size in Git may be smaller than the volume is. With a live base, G135 reads it from the status.',
  },
  {
    name: 'phases between two commits',
    why: 'Whether the step before was applied, and has ended, stands in the status: guard sees that a step was skipped in Git, not that it was merged too soon. With a live base, G132 and G133 do.',
  },
  {
    name: 'tokens used before',
    why: 'A token that had a value twice fires again only where the status has forgotten it; guard sees two values, not all earlier ones.',
  },
  {
    name: 'Jobs of access that have run',
    why: 'Where nobody prunes, a Job of the same name is still there and does not run again. That stands in the cluster.',
  },
  { name: 'volumes of an earlier cluster', why: 'Claims that were left behind by a name, and are taken up again, stand in the cluster.' },
  {
    name: 'team prefix of Zalando',
    why: 'Whether names have to begin with the team is a setting of the operator that is rarely in the same output.',
  },
  { name: 'external Secrets', why: 'Whether a Secret that is named exists with its keys stands in the cluster.' },
  {
    name: 'archives used by earlier clusters',
    why: 'Only the base is compared, not its history: a place that an older commit used is not seen.',
  },
];
