import { Row } from '../rows';
import { changed, turnedOn } from '../when';

/** A ScheduledBackup. */
export const SCHEDULED_BACKUP: readonly Row[] = [
  { path: 'spec.cluster.name', when: changed, effect: 'refused', evidence: 'read', rule: 'G089', does: 'The API refuses the object.' },
  {
    path: 'spec.suspend',
    when: turnedOn,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G073',
    does: 'No base backup is taken until it is taken back; WAL is still shipped.',
  },
  {
    path: 'spec.schedule',
    when: changed,
    effect: 'nothing',
    evidence: 'seen',
    rule: 'G118',
    does: 'Base backups are taken at the new times; no pod restarts.',
  },
  { path: '**', when: changed, effect: 'nothing', evidence: 'read', does: 'Used with the next backup.' },
];
