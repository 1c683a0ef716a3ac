import { each, Row } from '../rows';
import { added, addedOrEdited, changed, edited, removed } from '../when';
import { REFUSED } from './texts';

/** What a Cluster is made of, whom it follows and which image it runs. */
export const ORIGIN: readonly Row[] = [
  ...each(['spec.bootstrap.recovery', 'spec.bootstrap.pg_basebackup'], {
    when: added,
    effect: 'refused',
    evidence: 'read',
    rule: 'G045',
    does: `${REFUSED} The running object has a way of bootstrapping already, and two are not allowed.`,
  }),
  ...each(
    ['spec.bootstrap.initdb.database', 'spec.bootstrap.initdb.owner', 'spec.bootstrap.initdb.locale*', 'spec.bootstrap.initdb.encoding'],
    {
      when: edited,
      effect: 'ignored',
      evidence: 'seen',
      rule: 'G117',
      does: 'Accepted, and nothing happens: no database or owner is made, renamed or changed. Applications of the same commit are rolled to the new name.',
    },
  ),
  {
    path: 'spec.bootstrap.**',
    when: changed,
    effect: 'ignored',
    evidence: 'read',
    rule: 'G040',
    does: 'Ignored while the cluster lives; a cluster that is made anew under this name would begin with it.',
  },
  ...each(['spec.replica.enabled', 'spec.replica.primary', 'spec.replica.source', 'spec.replica.self', 'spec.replica'], {
    when: changed,
    effect: 'changes who writes',
    evidence: 'seen',
    rule: 'G047',
    does: 'The cluster is promoted or demoted: a demoted one is fenced and its instances are restarted as followers.',
  }),
  { path: 'spec.replica.**', when: changed, effect: 'reload', evidence: 'read', does: 'Used with the next promotion or demotion.' },
  {
    path: 'spec.externalClusters[*].**',
    when: changed,
    effect: 'reload',
    evidence: 'read',
    does: 'Read by a replica cluster and by the next restore; a running writer does not use it.',
  },
  ...each(['spec.imageName', 'spec.imageCatalogRef'], {
    when: removed,
    effect: 'rolling restart',
    evidence: 'read',
    rule: 'G058',
    does: 'The image of the operator that is installed is taken, today and at each upgrade of the operator.',
  }),
  ...each(['spec.imageName', 'spec.imageCatalogRef.**'], {
    when: addedOrEdited,
    effect: 'rolling restart',
    evidence: 'seen',
    rule: 'G060',
    does: 'Replicas are made anew one after the other, then the primary moves or restarts.',
  }),
  ...each(['spec.primaryUpdateStrategy', 'spec.primaryUpdateMethod'], {
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    rule: 'G061',
    does: 'Nothing now. With the next rollout the primary waits for a person (supervised), is moved (switchover) or is restarted in place (restart, without a switchover).',
  }),
  {
    path: 'metadata.annotations["kubectl.kubernetes.io/restartedAt"]',
    when: addedOrEdited,
    effect: 'rolling restart',
    evidence: 'seen',
    rule: 'G119',
    does: 'Every instance restarts, the primary last.',
  },
];
