import { LOST_DURABILITY, RESTART_PARAMETERS } from '../parameters';
import { each, Row } from '../rows';
import { becomes, changed, losesItem, loweredOrRemoved, removed } from '../when';
import { BACKREST, ROLL } from './texts';

const PARAMETERS = ['spec.config.parameters', 'spec.patroni.dynamicConfiguration.postgresql.parameters'];
const parameters = (names: readonly string[]): string[] => PARAMETERS.flatMap((path) => names.map((name) => `${path}.${name}`));

/** Pods and parameters. */
export const PODS: readonly Row[] = [
  ...each(
    [
      'spec.instances[*].resources',
      'spec.instances[*].resources.limits',
      'spec.instances[*].resources.requests',
      'spec.instances[*].resources.limits.memory',
      'spec.instances[*].resources.requests.*',
    ],
    {
      when: removed,
      effect: 'rolling restart',
      evidence: 'read',
      rule: 'G111',
      does: `${ROLL} Without limits and requests it is among the first to be evicted.`,
    },
  ),

  ...each(parameters(['wal_level']), {
    when: becomes('minimal', 'replica'),
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G101',
    does: 'PostgreSQL restarts; replicas, archiving or logical slots stop working.',
  }),
  ...each(parameters(['shared_preload_libraries']), {
    when: losesItem,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G103',
    does: 'Patroni restarts PostgreSQL without the library.',
  }),
  ...each(parameters(RESTART_PARAMETERS.primaryFirst), {
    when: loweredOrRemoved,
    effect: 'primary restart',
    evidence: 'read',
    rule: 'G102',
    does: 'PGO restarts members that wait for it, the primary first.',
  }),
  ...each(parameters(RESTART_PARAMETERS.durability), LOST_DURABILITY),
  ...each(parameters(RESTART_PARAMETERS.all), {
    when: changed,
    effect: 'primary restart',
    evidence: 'inferred',
    does: 'PGO restarts PostgreSQL on every instance, with no hold.',
  }),
  ...each(
    PARAMETERS.map((path) => `${path}.**`),
    { when: changed, effect: 'reload', evidence: 'seen', does: 'Patroni is told; nothing restarts.' },
  ),
  ...each(['metadata.labels.*', 'metadata.labels', 'metadata.annotations', 'metadata.annotations.*'], {
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    does: 'Nothing.',
  }),
  ...each(['spec.metadata.**'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    does: `${ROLL} The pooler pods, too: a label or an annotation restarts the database.`,
  }),
  {
    path: 'spec.instances[*].minAvailable',
    when: changed,
    effect: 'nothing',
    evidence: 'seen',
    does: 'Only the disruption budget changes.',
  },
  ...each(
    [
      'spec.instances[*].**',
      'spec.image*',
      'spec.imagePullSecrets[*].**',
      'spec.config.files',
      'spec.openshift',
      'spec.supplementalGroups',
      'spec.monitoring.**',
      'spec.instrumentation.**',
      `${BACKREST}.image`,
    ],
    { when: changed, effect: 'rolling restart', evidence: 'seen', does: ROLL },
  ),
  ...each(['spec.postgresVersion', 'spec.postGISVersion'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    does: 'Pods are made anew with the other image and look for their data in another directory.',
  }),
  ...each(['spec.proxy.pgBouncer.config.**'], {
    when: changed,
    effect: 'reload',
    evidence: 'seen',
    does: 'The pods of the pooler load their settings anew.',
  }),
  ...each(['spec.proxy.pgBouncer.minAvailable'], {
    when: changed,
    effect: 'nothing',
    evidence: 'read',
    does: 'Only the disruption budget changes.',
  }),
  {
    path: 'spec.proxy.pgBouncer.replicas',
    when: changed,
    effect: 'nothing',
    evidence: 'seen',
    does: 'Pods are added or taken away.',
  },
  ...each(['spec.proxy.**'], {
    when: changed,
    effect: 'rolling restart',
    evidence: 'seen',
    does: 'The pooler is changed; settings are loaded, pods are made anew where their template changes.',
  }),
  ...each(
    [
      'spec.patroni.**',
      'spec.users[*].**',
      'spec.users',
      'spec.authentication.**',
      'spec.service.**',
      'spec.replicaService.**',
      `${BACKREST}.**`,
      'spec.config.**',
      'spec.userInterface.**',
      'spec.shutdown',
      'spec.paused',
    ],
    { when: changed, effect: 'reload', evidence: 'seen', does: 'Done while the database runs.' },
  ),
];
