import { each, Row } from '../rows';
import { changed, edited, removedOrEdited, shorterOrSet, turnedOff } from '../when';

/** What a Cluster says of its archive. */
export const BACKUPS: readonly Row[] = [
  ...each(['spec.plugins[*].isWALArchiver', 'spec.plugins[*].enabled'], {
    when: turnedOff,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G066',
    does: 'WAL is no longer shipped. What is in the archive stays; nothing is added.',
  }),
  {
    path: 'spec.plugins[*].parameters.barmanObjectName',
    when: removedOrEdited,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G067',
    does: 'The next WAL goes to the new place, where there is no base backup until the next schedule; no pod restarts.',
  },
  {
    path: 'spec.plugins[*].parameters.serverName',
    when: removedOrEdited,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G067',
    does: 'The next WAL goes to the new place, where there is no base backup until the next schedule; no pod restarts.',
  },
  ...each(
    [
      'spec.backup.barmanObjectStore.destinationPath',
      'spec.backup.barmanObjectStore.serverName',
      'spec.backup.barmanObjectStore.endpointURL',
    ],
    {
      when: edited,
      effect: 'changes what can be recovered',
      evidence: 'read',
      rule: 'G067',
      does: 'The next WAL goes to the new place, where there is no base backup until the next schedule.',
    },
  ),
  {
    path: 'spec.backup.retentionPolicy',
    when: shorterOrSet,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G077',
    does: 'Backups beyond the new limit are deleted with the next run of the retention.',
  },
  {
    path: 'spec.plugins[*].**',
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    does: 'A plugin that comes or goes adds or takes a container: the pods are made anew, and a primary that gets an archiver is restarted in place.',
  },
  { path: 'spec.backup.**', when: changed, effect: 'reload', evidence: 'read', does: 'Used with the next backup.' },
];
