import { CLUSTERS, cnpg, edited, object, operatorApplication, set } from '../objects';
import { JsonMap } from '../../../../cli/values/json';
import {
  RuleCase,
  one,
  many,
  each,
  ANN,
  PGO,
  FIELD,
  follower,
  promoted,
  harmless,
  configuration,
  upgrade,
  readyToUpgrade,
} from './fixtures';

/** The list of an upgrade at a step. */
const step = (name: string, attempt = '1'): JsonMap =>
  object('v1', 'ConfigMap', 'orders-upgrade', {
    metadata: { name: 'orders-upgrade', namespace: 'shop', labels: { 'cdk8s-postgres/upgrade': 'orders' } },
    data: { step: name, to: '18', attempt },
  });

/** The list of a migration at a step. */
const move = (name: string, more: JsonMap = {}, to = 'orders'): JsonMap =>
  object('v1', 'ConfigMap', `${to}-migration`, {
    metadata: { name: `${to}-migration`, namespace: 'shop', labels: { 'cdk8s-postgres/migration': to } },
    data: { step: name, from: `'old' (PGO)`, method: 'logical', attempt: '1', ...more },
  });

const DUMP = { method: 'dump' };
const FILES = { method: 'physical' };
const PROMOTED = { ...FILES, afterPromote: 'true' };
/** The list of a migration that copies files to the follower. */
const follows = (name: string): JsonMap => move(name, FILES, 'orders-us');

const COPIED = { pg_basebackup: { source: 'old', database: 'app', owner: 'app' } };

export const versions: readonly RuleCase[] = [
  one(
    'G051',
    'cnpg',
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:15.9-standard-trixie']],
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.4-standard-trixie']],
  ),
  one('G051', 'zalando', [['spec.postgresql.version', '15']], [harmless('zalando')]),
  one('G051', 'crunchy', [['spec.postgresVersion', 15]], [harmless('crunchy')]),
  one(
    'G052',
    'cnpg',
    [
      ['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie'],
      ['spec.plugins[barman-cloud.cloudnative-pg.io].parameters.serverName', 'orders-v2'],
    ],
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie']],
  ),
  one('G052', 'zalando', [['spec.postgresql.version', '18']], [harmless('zalando')]),
  one('G052', 'crunchy', [['spec.postgresVersion', 18]], [['spec.image', 'registry.example.com/crunchy-postgres:ubi9-17.6-2530']]),
  one(
    'G053',
    'cnpg',
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie']],
    [
      ['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie'],
      ['spec.plugins[barman-cloud.cloudnative-pg.io].parameters.serverName', 'orders-v2'],
    ],
  ),
  {
    ...many(
      'G054',
      'crunchy',
      [upgrade, readyToUpgrade],
      [],
      [upgrade, edited(readyToUpgrade, ['spec.postgresVersion', 18], ['spec.shutdown'])],
    ),
    base: [upgrade, set(readyToUpgrade, 'spec.shutdown')],
    bad: [upgrade, set(readyToUpgrade, 'spec.postgresVersion', 18)],
    good: [upgrade, readyToUpgrade],
  },
  ...each((on) => many('G137', on, [step('prepare')], [step('finish')], [step('run')])),
  ...(
    [
      ['an upgrade that begins in the middle', [], [step('run')], [step('prepare')]],
      ['the way back from the new version', [step('finish')], [step('run')], [step('tidy')]],
      ['the way back from an upgrade that has failed', [step('run')], [step('tidy')], [step('prepare')]],
      ['another attempt', [step('run')], [step('run', '2')], [step('prepare', '2')]],
      ['an upgrade that disappears', [step('run')], [], [step('finish')]],
      ['an upgrade that is over', [step('tidy')], [step('run')], []],
    ] as const
  ).map(([, base, bad, good]) => many('G137', 'cnpg', base, bad, good)),
  ...each((on) => many('G138', on, [move('prepare')], [move('follow')], [move('copy')])),
  ...(
    [
      ['a migration that begins in the middle', [], [move('copy')], [move('prepare')]],
      ['another source', [move('giveUp')], [move('follow', { from: 'db.example.com' })], [move('prepare', { from: 'db.example.com' })]],
      ['another attempt', [move('retire')], [move('cutOver', { attempt: '2' })], [move('prepare', { attempt: '2' })]],
      ['another attempt from a source that is closed', [move('cutOver')], [move('prepare', { attempt: '2' })], [move('giveUp')]],
      [
        'another method where nothing has moved',
        [move('prepare')],
        [move('copy', { method: 'dump', attempt: '2' })],
        [move('prepare', DUMP)],
      ],
      ['another attempt by files', [move('prepare', FILES)], [move('prepare', { ...FILES, attempt: '2' })], [move('giveUp', FILES)]],
      ['the way back from a cut over that was not finished', [move('cutOver')], [move('copy')], [move('follow', { round: '2' })]],
      ['the end without the way back', [move('cutOver')], [move('prepare')], [move('retire')]],
      ['back to the source with what was written since', [move('reverse')], [move('cutOver')], [move('follow', { round: '2' })]],
      ['giving up after clients have written', [move('reverse')], [move('giveUp')], [move('retire')]],
      ['giving up before', [move('copy')], [move('retire')], [move('giveUp')]],
      ['a dump', [move('copy', DUMP)], [move('retire', DUMP)], [move('cutOver', DUMP)]],
      ['files that are not followed', [move('prepare', FILES)], [move('cutOver', FILES)], [move('follow', FILES)]],
      ['files whose end was not waited for', [move('follow', FILES)], [move('promote', FILES)], [move('cutOver', FILES)]],
      [
        'the way back from a cut over of files',
        [move('cutOver', FILES)],
        [move('retire', FILES)],
        [move('follow', { ...FILES, round: '2' })],
      ],
      ['a target that is to follow again', [move('promote', FILES)], [move('follow', FILES)], [move('retire', FILES)]],
      ['a promotion that is given up', [move('promote', FILES)], [move('giveUp', FILES)], [move('giveUp', PROMOTED)]],
      ['a follower that is given up as a primary', [move('cutOver', FILES)], [move('giveUp', PROMOTED)], [move('giveUp', FILES)]],
      ['a promotion that was given up', [move('giveUp', PROMOTED)], [move('promote', FILES)], []],
      ['a migration that disappears', [move('follow')], [], [move('follow')]],
      ['a migration that is over', [move('retire')], [move('copy', { round: '2' })], []],
      ['an end that a way back had begun before', [move('retire')], [move('reverse')], [move('reverse', { round: '2' })]],
      ['an end that came before the target was opened', [move('retire')], [move('cutOver')], [move('cutOver', { round: '2' })]],
      ['the same of files', [move('retire', FILES)], [move('promote', FILES)], [move('promote', { ...FILES, round: '2' })]],
      ['giving up what has taken over', [move('giveUp')], [move('cutOver', { round: '2' })], []],
      ['back in the same round', [move('cutOver')], [move('follow')], [move('follow', { round: '2' })]],
      [
        'on with the target after all',
        [move('follow', { round: '2' })],
        [move('retire', { round: '2' })],
        [move('reverse', { round: '2' })],
      ],
      ['on without its round', [move('follow', { round: '2' })], [move('cutOver')], [move('cutOver', { round: '2' })]],
      ['files that were not prepared', [move('follow', FILES)], [move('prepare', FILES)], [move('prepare', { ...FILES, round: '2' })]],
    ] as const
  ).map(([, base, bad, good]) => many('G138', 'cnpg', base, bad, good)),
  ...each((on) => many('G141', on, [move('prepare', DUMP)], [move('copy', DUMP)], [move('giveUp', DUMP)])),
  many('G141', 'cnpg', [move('prepare', DUMP)], [move('copy', DUMP)], [move('prepare', DUMP)]),
  // What a migration waited and looked for before needs no second pair of eyes; without its step it does.
  ...each((on) =>
    many('G047', on, [follower[on], follows('cutOver')], [promoted[on], follows('cutOver')], [promoted[on], follows('promote')]),
  ),
  many(
    'G048',
    'cnpg',
    [follower.cnpg, follows('cutOver')],
    [set(follower.cnpg, 'spec.replica.primary', 'orders-us'), follows('cutOver')],
    [set(follower.cnpg, 'spec.replica.primary', 'orders-us'), follows('promote')],
  ),
  many('G040', 'cnpg', [set(cnpg(), 'spec.bootstrap', COPIED), move('retire', FILES)], [cnpg(), move('retire', FILES)], [cnpg()]),
  one(
    'G055',
    'cnpg',
    [
      ['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie'],
      ['spec.postgresql.parameters.work_mem', '32MB'],
    ],
    [['spec.postgresql.parameters.work_mem', '32MB']],
  ),
  one(
    'G056',
    'cnpg',
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.5-standard-bookworm']],
    [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:17.6-standard-trixie']],
  ),
  one(
    'G056',
    'zalando',
    [['spec.dockerImage', 'ghcr.io/zalando/spilo-17:3.3-p1']],
    [['spec.dockerImage', 'ghcr.io/zalando/spilo-17:4.0-p4']],
  ),
  one(
    'G056',
    'crunchy',
    [['spec.image', 'registry.example.com/crunchy-postgres:ubi8-17.5-1']],
    [['spec.image', 'registry.example.com/crunchy-postgres:ubi9-17.6-1']],
  ),
  ...each((on) =>
    many('G057', on, [], [edited(CLUSTERS[on](), [FIELD.image[on], 'registry.example.com/postgres:latest'])], [CLUSTERS[on]()]),
  ),
  ...each((on) => one('G058', on, [[FIELD.image[on]]], [harmless(on)])),
  many(
    'G059',
    'cnpg',
    [operatorApplication('cloudnative-pg', '0.28.1')],
    [operatorApplication('cloudnative-pg', '0.29.0')],
    [operatorApplication('cloudnative-pg', '0.28.2')],
  ),
  many(
    'G059',
    'zalando',
    [configuration({}, { docker_image: 'spilo:1' })],
    [configuration({}, { docker_image: 'spilo:2' })],
    [configuration({}, { docker_image: 'spilo:1' })],
  ),
  many(
    'G059',
    'crunchy',
    [operatorApplication('pgo', '5.8.9')],
    [operatorApplication('pgo', '6.0.3')],
    [operatorApplication('pgo', '5.8.10')],
  ),
  ...each((on) => one('G060', on, [[`${FIELD.limits[on]}.memory`, '8Gi']], [harmless(on)])),
  one('G061', 'cnpg', [['spec.primaryUpdateStrategy', 'supervised']], [['spec.primaryUpdateStrategy', 'unsupervised']]),
  one('G119', 'cnpg', [[ANN('kubectl.kubernetes.io/restartedAt'), 'v2']], [harmless('cnpg')]),
  one('G119', 'crunchy', [['spec.patroni.switchover', { enabled: true }]], [harmless('crunchy')], [[PGO('trigger-switchover'), 'old']]),
];
