import { each, Row } from '../rows';
import { added, changed, removed, removedOrEdited, shorterOrSet } from '../when';

/** An ObjectStore of the Barman plugin. */
export const OBJECT_STORE: readonly Row[] = [
  ...each(['spec.configuration.destinationPath', 'spec.configuration.endpointURL'], {
    when: removedOrEdited,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G067',
    does: 'The next WAL goes to the new place, where there is no base backup until the next schedule; no pod restarts.',
  }),
  {
    path: 'spec.configuration.endpointURL',
    when: added,
    effect: 'changes what can be recovered',
    evidence: 'seen',
    rule: 'G067',
    does: 'The next WAL goes to the new place, where there is no base backup until the next schedule; no pod restarts.',
  },
  ...each(['spec.configuration.s3Credentials.**', 'spec.configuration.azureCredentials.**', 'spec.configuration.googleCredentials.**'], {
    when: removedOrEdited,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G071',
    does: 'The next access uses the other credentials; where they do not fit, archiving stops and the WAL fills the volume.',
  }),
  {
    path: 'spec.retentionPolicy',
    when: shorterOrSet,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G077',
    does: 'Backups beyond the new limit are deleted with the next run of the retention, within half an hour.',
  },
  {
    path: 'spec.retentionPolicy',
    when: removed,
    effect: 'nothing',
    evidence: 'read',
    rule: 'G078',
    does: 'Nothing is deleted any more.',
  },
  {
    path: 'spec.configuration.*.encryption',
    when: removedOrEdited,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G080',
    does: 'New files are written with the other encryption; old ones stay as they are.',
  },
  {
    path: 'spec.configuration.endpointCA',
    when: removedOrEdited,
    effect: 'changes what can be recovered',
    evidence: 'read',
    rule: 'G081',
    does: 'The endpoint is checked against the other CA, or the public ones.',
  },
  { path: 'spec.configuration.**', when: changed, effect: 'reload', evidence: 'seen', does: 'Used with the next file that is archived.' },
  {
    path: 'spec.retentionPolicy',
    when: changed,
    effect: 'nothing',
    evidence: 'seen',
    does: 'Used with the next run of the retention; no pod restarts.',
  },
  {
    path: 'spec.instanceSidecarConfiguration.**',
    when: changed,
    effect: 'rolling restart',
    evidence: 'inferred',
    does: 'Settings of the sidecar take effect when the pods are made anew.',
  },
  { path: '**', when: changed, effect: 'nothing', evidence: 'read', does: 'Nothing of note.' },
];
