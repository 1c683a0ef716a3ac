import { JsonMap } from '../../../../cli/values/json';
import { CLUSTERS, cnpg, crunchy, edited, set, store, zalando } from '../objects';
import { Database, each, FIELD, follower, harmless, many, promoted, PGO, readyToUpgrade, RuleCase, stopped, upgrade } from './fixtures';

/** An object as `kubectl get -o yaml` prints it. */
const live = (object: JsonMap, status?: JsonMap, metadata: JsonMap = {}): JsonMap => ({
  ...object,
  metadata: {
    ...(object.metadata as JsonMap),
    uid: '6206d834',
    resourceVersion: '4215',
    generation: 2,
    creationTimestamp: '2030-01-01T00:00:00Z',
    ...metadata,
  },
  ...(status ? { status } : {}),
});

const condition = (type: string, status: string): JsonMap => ({ type, status, reason: type, message: '' });

/** What the status of a cluster says when an instance is missing. */
const ILL: { readonly [on in Database]: JsonMap } = {
  cnpg: { phase: 'Cluster in healthy state', instances: 3, readyInstances: 2 },
  zalando: { PostgresClusterStatus: 'SyncFailed' },
  crunchy: { observedGeneration: 2, instances: [{ name: 'main', replicas: 3, readyReplicas: 2, updatedReplicas: 3 }] },
};
const WELL: { readonly [on in Database]: JsonMap } = {
  cnpg: { phase: 'Cluster in healthy state', instances: 3, readyInstances: 3 },
  zalando: { PostgresClusterStatus: 'Running' },
  crunchy: { observedGeneration: 2, instances: [{ name: 'main', replicas: 3, readyReplicas: 3, updatedReplicas: 3 }] },
};
const MEMORY: { readonly [on in Database]: string } = {
  cnpg: 'spec.resources.limits.memory',
  zalando: 'spec.resources.limits.memory',
  crunchy: 'spec.instances[main].resources.limits.memory',
};

const pg18 = set(cnpg(), 'spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:18.1-standard-trixie');
const UPGRADING: JsonMap = {
  phase: 'Upgrading Postgres major version',
  pgDataImageInfo: { image: 'ghcr.io/cloudnative-pg/postgresql:17.5-standard-trixie', majorVersion: 17 },
};
const grown: JsonMap = { instances: [{ name: 'main', desiredPGDataVolume: { 'orders-main-abcd-0': '80Gi' } }] };
const limited = (size: string): JsonMap =>
  set(crunchy(), 'spec.instances[main].dataVolumeClaimSpec.resources', { requests: { storage: '50Gi' }, limits: { storage: size } });
const restore = edited(
  crunchy(),
  [PGO('pgbackrest-restore'), 'before-v3'],
  ['spec.backups.pgbackrest.restore', { enabled: true, repoName: 'repo1' }],
);

/** Bases are live objects: these rules read their status. */
export const running: readonly RuleCase[] = [
  ...each((on) =>
    many('G131', on, [live(CLUSTERS[on](), ILL[on])], [set(CLUSTERS[on](), MEMORY[on], '8Gi')], [edited(CLUSTERS[on](), harmless(on))]),
  ),
  many('G132', 'cnpg', [live(pg18, UPGRADING)], [cnpg()], [pg18]),
  many(
    'G132',
    'zalando',
    [live(zalando(), undefined, { annotations: { 'last-major-upgrade-failure': '2030-01-14T10:00:00Z' } })],
    [set(zalando(), 'spec.postgresql.version', '18')],
    [edited(zalando(), harmless('zalando'))],
  ),
  many(
    'G132',
    'crunchy',
    [live(upgrade, { conditions: [condition('Progressing', 'True')] }), live(readyToUpgrade)],
    [upgrade, set(readyToUpgrade, 'spec.postgresVersion', 18)],
    [upgrade, edited(readyToUpgrade, harmless('crunchy'))],
  ),
  many(
    'G133',
    'cnpg',
    [store(), live(stopped.cnpg, {}), follower.cnpg],
    [store(), stopped.cnpg, promoted.cnpg],
    [store(), stopped.cnpg, follower.cnpg],
  ),
  many(
    'G133',
    'crunchy',
    [live(stopped.crunchy, { instances: [{ name: 'main', replicas: 3, readyReplicas: 1 }] }), follower.crunchy],
    [stopped.crunchy, promoted.crunchy],
    [stopped.crunchy, follower.crunchy],
  ),
  many(
    'G134',
    'cnpg',
    [live(cnpg(), { ...WELL.cnpg, conditions: [condition('ContinuousArchiving', 'False')] })],
    [pg18],
    [set(cnpg(), FIELD.size.cnpg, '60Gi')],
  ),
  many(
    'G134',
    'crunchy',
    [live(crunchy(), { ...WELL.crunchy, pgbackrest: { repos: [{ name: 'repo1', stanzaCreated: false }] } })],
    [restore],
    [edited(crunchy(), harmless('crunchy'))],
  ),
  many('G135', 'crunchy', [live(limited('100Gi'), grown)], [limited('60Gi')], [limited('80Gi')]),
  ...each((on) =>
    many(
      'G136',
      on,
      [live(CLUSTERS[on](), WELL[on], { deletionTimestamp: '2030-01-15T11:00:00Z', finalizers: ['example.com/keep'] })],
      [CLUSTERS[on]()],
      [],
    ),
  ),
];

export const LIVE = { live, ILL, WELL };
