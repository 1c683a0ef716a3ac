import { CLUSTERS, edited, object, operatorApplication, set } from '../objects';
import { JsonMap } from '../../../../cli/values/json';
import { RuleCase, one, many, each, ANN, PGO, FIELD, harmless, configuration, upgrade, readyToUpgrade } from './fixtures';

/** The list of an upgrade at a step. */
const step = (name: string, attempt = '1'): JsonMap =>
  object('v1', 'ConfigMap', 'orders-upgrade', {
    metadata: { name: 'orders-upgrade', namespace: 'shop', labels: { 'cdk8s-postgres/upgrade': 'orders' } },
    data: { step: name, to: '18', attempt },
  });

/** The list of a migration at a step. */
const move = (name: string, more: JsonMap = {}): JsonMap =>
  object('v1', 'ConfigMap', 'orders-migration', {
    metadata: { name: 'orders-migration', namespace: 'shop', labels: { 'cdk8s-postgres/migration': 'orders' } },
    data: { step: name, from: `'old' (PGO)`, method: 'logical', attempt: '1', ...more },
  });
const DUMP = { method: 'dump' };

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
      ['another source', [move('copy')], [move('follow', { from: 'db.example.com' })], [move('prepare', { from: 'db.example.com' })]],
      ['another attempt', [move('follow')], [move('cutOver', { attempt: '2' })], [move('prepare', { attempt: '2' })]],
      ['the way back from a cut over that was not finished', [move('cutOver')], [move('copy')], [move('follow', { round: '2' })]],
      ['the end without the way back', [move('cutOver')], [move('prepare')], [move('retire')]],
      ['back to the source with what was written since', [move('reverse')], [move('cutOver')], [move('follow', { round: '2' })]],
      ['giving up after clients have written', [move('reverse')], [move('giveUp')], [move('retire')]],
      ['giving up before', [move('copy')], [move('retire')], [move('giveUp')]],
      ['a dump', [move('copy', DUMP)], [move('retire', DUMP)], [move('cutOver', DUMP)]],
      ['a migration that disappears', [move('follow')], [], [move('follow')]],
      ['a migration that is over', [move('retire')], [move('reverse')], []],
      ['back in the same round', [move('cutOver')], [move('follow')], [move('follow', { round: '2' })]],
      [
        'on with the target after all',
        [move('follow', { round: '2' })],
        [move('retire', { round: '2' })],
        [move('reverse', { round: '2' })],
      ],
      ['on without its round', [move('follow', { round: '2' })], [move('cutOver')], [move('cutOver', { round: '2' })]],
    ] as const
  ).map(([, base, bad, good]) => many('G138', 'cnpg', base, bad, good)),
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
