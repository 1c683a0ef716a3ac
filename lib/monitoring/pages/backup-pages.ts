import { Alert } from '../../model/alert';
import { AlertPage, ask, run, say } from './page';

const ARCHIVER = ask(
  'What does the server say of the archive?',
  'SELECT archived_count, last_archived_wal, last_archived_time, failed_count, last_failed_wal, last_failed_time FROM pg_stat_archiver',
);
const ARCHIVE_LOGS = run('What the archiver says:', 'archiveLogs');
const BACKUPS = run('Which backups there are:', 'backups');

/** Pages of the alerts about archives, backups and drills. */
export const BACKUP_PAGES: readonly AlertPage[] = [
  {
    alert: Alert.ARCHIVING_FAILING,
    meaning: 'The last attempt to archive WAL failed, and none has succeeded since, for ten minutes.',
    stake:
      'What is written from now on cannot be restored from the archive. WAL that is not archived is kept, so the volume fills, and a server with a full volume stops.',
    look: [ARCHIVER, ARCHIVE_LOGS, run('How much room is left:', 'volumes')],
    act: [
      say('Keys that ended or were changed: correct the Secret of the archive.'),
      say('A bucket that is not there, a region, an endpoint, a CA: compare with the target of the policy.'),
      say('A network that does not let out: `network.egress.archiveCidrs`.'),
      say('An archive that belongs to another cluster, which the tool refuses: a new `archiveGeneration`.'),
      ask('When it works again, close the file that is being written and see that it arrives:', 'SELECT pg_switch_wal()'),
    ],
    avoid: [
      'Do not delete files in `pg_wal`: the server does not start without them.',
      'Do not set the archive command to something that always succeeds: there would be a hole in the archive, and nothing behind it could be restored.',
    ],
  },
  {
    alert: Alert.ARCHIVING_BEHIND,
    meaning: 'More segments of WAL than the threshold have waited for the archive for 15 minutes.',
    stake: 'What waits is lost with the volume, and fills it.',
    look: [ARCHIVER, ARCHIVE_LOGS],
    act: [
      say('More at once: `transfer.parallelism` of the policy. Quicker compression: `transfer.compression`.'),
      say('A bulk load ends by itself. Watch that the number falls.'),
    ],
    avoid: ['Do not begin a base backup now: it sends through the same network.'],
  },
  {
    alert: Alert.BACKUP_TOO_OLD,
    meaning: 'The last base backup is older than the schedules of the repository allow, and two hours.',
    stake: 'A restore begins with an older backup and replays more WAL. Retention may remove the last good one.',
    look: [
      BACKUPS,
      ARCHIVE_LOGS,
      say('Jobs, schedules and their events: is the schedule suspended, did the Job fail, is it still running?'),
    ],
    act: [
      say('See why the last one failed; mostly it is what PostgresArchivingFailing is about.'),
      say('Take one now: an `OnDemandBackup` in the program, or the tool in the pod.'),
    ],
    avoid: ['Do not lower the retention to make room: it removes what you may need.'],
  },
  {
    alert: Alert.BACKUP_MISSING,
    meaning: 'No base backup of this cluster is known, though its schedules should have taken one by now.',
    stake: 'The data exists once. If the volumes are lost, all of it is lost.',
    look: [BACKUPS, ARCHIVER, ARCHIVE_LOGS],
    act: [
      say('Bring archiving to work first: a backup without the WAL behind it is none.'),
      say('Then take a backup, and see that it is listed.'),
    ],
    avoid: ['Do not upgrade, resize or restore anything over this cluster before there is a backup.'],
  },
  {
    alert: Alert.BACKUP_FAILED,
    meaning: 'The last backup failed, and none has succeeded since.',
    stake: 'Nothing newer than the one before can be the starting point of a restore.',
    look: [BACKUPS, ARCHIVE_LOGS],
    act: [
      say('The log says why: keys, room in the store, a timeout, an instance that went away.'),
      say('The next one by schedule tries again. Take one by hand if that is long.'),
    ],
    avoid: ['Do not delete what the failed backup has left in the store by hand: the tool does it.'],
  },
  {
    alert: Alert.DRILL_STALE,
    meaning: 'No restore drill has succeeded for longer than `maxAgeDays` allows.',
    stake: 'Nobody knows whether the backups restore.',
    look: [
      say('The CronJobs of the drill and their Jobs: `kubectl get cronjobs,jobs`. Is it suspended, does it fail, does it never end?'),
      say('The ConfigMap `<drill>-result` says how the last one ended and when one succeeded.'),
    ],
    act: [say('Run it now: `kubectl create job --from=cronjob/<drill> <drill>-by-hand`.')],
    avoid: ['Do not raise `maxAgeDays` to silence it.'],
  },
  {
    alert: Alert.DRILL_FAILED,
    meaning: 'The last restore drill did not succeed: the backup could not be restored, or the restored cluster is not what it should be.',
    stake: 'If the cluster were lost now, it might not come back.',
    look: [
      say('The log of the Job of the drill: which check failed, or where the restore stopped.'),
      say('The ConfigMap `<drill>-result` keeps the outcome.'),
      BACKUPS,
    ],
    act: [
      say('A check that failed: is the data wrong, or the check? `DrillCheck` stands in the program.'),
      say('A restore that did not end: the log of the restored instance names the file that is missing.'),
    ],
    avoid: ['Do not delete the failed Job before somebody has read it.'],
  },
];
