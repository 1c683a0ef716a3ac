import { each, Row } from '../rows';
import { changed, edited, loweredOrSet, removed, turnedOff } from '../when';
import { ROLL } from './texts';

/** Variables that say where Spilo archives. */
const PLACE = [
  'WAL_S3_BUCKET',
  'WAL_GS_BUCKET',
  'WAL_AZ_BUCKET',
  'WALG_*_PREFIX',
  'WALE_*_PREFIX',
  'WAL_BUCKET_SCOPE_PREFIX',
  'WAL_BUCKET_SCOPE_SUFFIX',
  'AWS_ENDPOINT',
  'WALG_S3_ENDPOINT',
];

/** Where Spilo archives, and when it backs up. */
export const BACKUPS: readonly Row[] = [
  {
    path: 'spec.enableLogicalBackup',
    when: turnedOff,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G062',
    does: 'The CronJob of the logical backup is deleted.',
  },
  ...each(['spec.env[USE_WALG_BACKUP].value'], {
    when: turnedOff,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G066',
    does: `${ROLL} After that WAL is no longer shipped.`,
  }),
  ...each(
    PLACE.map((name) => `spec.env[${name}].value`),
    {
      when: changed,
      effect: 'changes what can be recovered',
      evidence: 'seen',
      does: `${ROLL} Then WAL goes to the new place, which has no base backup until the next schedule.`,
    },
  ),
  ...each(['spec.env[BACKUP_SCHEDULE].value', 'spec.env[BACKUP_SCHEDULE]'], {
    when: removed,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G073',
    does: `${ROLL} After that no base backup is taken by the schedule.`,
  }),
  {
    path: 'spec.env[BACKUP_SCHEDULE].value',
    when: edited,
    effect: 'rolling restart',
    evidence: 'seen',
    rule: 'G118',
    does: `The schedule is a variable of the pods. ${ROLL} Two commits are two switchovers: change all backup settings in one.`,
  },
  {
    path: 'spec.logicalBackupSchedule',
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    rule: 'G118',
    does: 'The CronJob gets the new times.',
  },
  ...each(['spec.env[BACKUP_NUM_TO_RETAIN].value', 'spec.env[*RETAIN*].value'], {
    when: loweredOrSet,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G077',
    does: `${ROLL} The next backup deletes what is beyond the new limit.`,
  }),
  {
    path: 'spec.logicalBackupRetention',
    when: loweredOrSet,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G077',
    does: 'The next logical backup deletes what is older.',
  },
  {
    path: 'spec.env[*].valueFrom.secretKeyRef.*',
    when: edited,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G104',
    does: `${ROLL} Pods do not start while the Secret or the key is missing.`,
  },
];
