import { each, Row } from '../rows';
import { changed, lowered, raised } from '../when';

const CLAIM = 'spec.dataVolumeClaimSpec';
const POD = 'The one pod of pgAdmin is made anew; whoever is logged in to it is cut off. No database is touched.';

/** A PGAdmin. */
export const PG_ADMIN: readonly Row[] = [
  {
    path: `${CLAIM}.resources.requests.storage`,
    when: lowered,
    effect: 'ignored',
    evidence: 'read',
    does: 'Accepted; a condition says that the volume does not shrink.',
  },
  {
    path: `${CLAIM}.resources.requests.storage`,
    when: raised,
    effect: 'volume work',
    evidence: 'read',
    does: 'The volume is grown while the pod runs.',
  },
  {
    path: `${CLAIM}.**`,
    when: changed,
    effect: 'ignored',
    evidence: 'read',
    does: 'Accepted; an event says that the claim is immutable, and the volume stays as it is.',
  },
  {
    path: 'spec.serviceName',
    when: changed,
    effect: 'cuts clients',
    evidence: 'read',
    severity: 'warn',
    does: 'The Service of the old name is deleted, and one of the new name is made.',
  },
  {
    path: 'spec.users[*]',
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    does: 'Users are added and get their passwords; one that is taken out stays in pgAdmin until somebody deletes it there.',
  },
  ...each(['spec.serverGroups.**', 'spec.config.settings.**', 'spec.config.gunicorn.**'], {
    when: changed,
    effect: 'reload',
    evidence: 'read',
    does: 'The server within the pod starts anew with it; the pod stays.',
  }),
  ...each(
    [
      'spec.image',
      'spec.imagePullPolicy',
      'spec.imagePullSecrets.**',
      'spec.resources.**',
      'spec.affinity.**',
      'spec.tolerations.**',
      'spec.priorityClassName',
      'spec.config.**',
      'spec.metadata.**',
      'spec.volumes.**',
      'spec.instrumentation.**',
    ],
    { when: changed, effect: 'cuts clients', evidence: 'read', severity: 'info', does: POD },
  ),
  { path: '**', when: changed, effect: 'nothing', evidence: 'read', does: 'Nothing of note.' },
];
