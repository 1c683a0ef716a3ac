import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { Json, JsonMap } from '../../cli/values/json';
import { Edit, edited } from './support/objects';
import { found, removeFolders } from './support/guard';

/** What people change every week, on what an example prints for three operators: nothing of it is stopped, and what is told is true. */

afterAll(removeFolders);

const FOLDER = path.join(__dirname, '..', '..', 'examples', 'same-cluster-three-operators', 'manifests');
const BASE: readonly JsonMap[] = fs
  .readdirSync(FOLDER)
  .sort()
  .flatMap((file) => parseAllDocuments(fs.readFileSync(path.join(FOLDER, file), 'utf8')).map((document) => document.toJS() as JsonMap));

/** Changes of some kinds, field by field; every other object stays as it is. */
const change =
  (edits: { readonly [kind: string]: readonly Edit[] }) =>
  (objects: readonly JsonMap[]): JsonMap[] =>
    objects.map((object) => edited(object, ...(edits[String(object.kind)] ?? [])));

const onAll =
  (field: 'labels' | 'annotations') =>
  (objects: readonly JsonMap[]): JsonMap[] =>
    objects.map((object) => {
      const metadata = object.metadata as JsonMap;
      return { ...object, metadata: { ...metadata, [field]: { ...(metadata[field] as JsonMap | undefined), 'example.com/team': 'shop' } } };
    });

/** Keys in another order, all the way down. */
const turned = (value: Json): Json =>
  Array.isArray(value)
    ? value.map(turned)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, item]): [string, Json] => [key, turned(item)]),
        )
      : value;

const size = (storage: string): Edit[] => [['spec.instances[instance1].dataVolumeClaimSpec.resources.requests.storage', storage]];
const ROLL = 'Every instance is made anew';

test.each<[string, (objects: readonly JsonMap[]) => JsonMap[], string[]]>([
  [
    'more storage',
    change({ Cluster: [['spec.storage.size', '200Gi']], postgresql: [['spec.volume.size', '200Gi']], PostgresCluster: size('200Gi') }),
    [],
  ],
  [
    'one more replica',
    change({
      Cluster: [['spec.instances', 4]],
      postgresql: [['spec.numberOfInstances', 4]],
      PostgresCluster: [['spec.instances[instance1].replicas', 4]],
    }),
    [],
  ],
  ['a label on every object', onAll('labels'), []],
  ['an annotation on every object', onAll('annotations'), []],
  [
    'a patch release',
    change({
      Cluster: [['spec.imageName', 'ghcr.io/cloudnative-pg/postgresql:16.10-standard-trixie']],
      postgresql: [['spec.dockerImage', 'ghcr.io/zalando/spilo-18:4.1-p3']],
    }),
    [
      'G060 info Cluster: Replicas are made anew one after the other, then the primary moves or restarts.',
      'G060 info postgresql: Every pod is made anew, replicas first; then the primary moves by switchover.',
    ],
  ],
  ['objects in another order', (objects) => [...objects].reverse(), []],
  ['keys in another order', (objects) => objects.map((object) => turned(object) as JsonMap), []],
  [
    'more memory',
    change({
      Cluster: [['spec.resources.limits.memory', '16Gi']],
      postgresql: [['spec.resources.limits.memory', '16Gi']],
      PostgresCluster: [['spec.instances[instance1].resources.limits.memory', '16Gi']],
    }),
    [
      `G060 info Cluster: ${ROLL} one after the other, the primary last.`,
      'G060 info postgresql: Every pod is made anew, replicas first; then the primary moves by switchover.',
      `G060 info PostgresCluster: ${ROLL}, one at a time, the primary by switchover.`,
    ],
  ],
  [
    'a parameter that is loaded',
    change({
      Cluster: [['spec.postgresql.parameters.work_mem', '64MB']],
      postgresql: [['spec.postgresql.parameters.work_mem', '64MB']],
      PostgresCluster: [['spec.config.parameters.work_mem', '64MB']],
    }),
    [],
  ],
  [
    'a parameter that needs a restart',
    change({
      Cluster: [['spec.postgresql.parameters.max_connections', '500']],
      PostgresCluster: [['spec.config.parameters.max_connections', '500']],
    }),
    [
      'G060 info Cluster: PostgreSQL restarts on every instance, the primary as the update method says.',
      'G060 info PostgresCluster: PGO restarts PostgreSQL on every instance, with no hold.',
    ],
  ],
  [
    'backups that are kept for longer',
    change({
      ObjectStore: [['spec.retentionPolicy', '60d']],
      PostgresCluster: [['spec.backups.pgbackrest.global["repo1-retention-full"]', '60']],
    }),
    [],
  ],
  [
    'backups at another time',
    change({
      ScheduledBackup: [['spec.schedule', '0 0 4 * * *']],
      PostgresCluster: [['spec.backups.pgbackrest.repos[repo1].schedules.full', '0 4 * * *']],
    }),
    [
      'G118 info PostgresCluster: The CronJob gets the new times; no pod restarts.',
      'G118 info ScheduledBackup: Base backups are taken at the new times; no pod restarts.',
    ],
  ],
  [
    'another role',
    change({
      Cluster: [['spec.managed.roles', [{ name: 'reader', ensure: 'present', login: true }]]],
      postgresql: [['spec.users.reader', []]],
    }),
    [],
  ],
  ['a larger pool', change({ Pooler: [['spec.instances', 3]], PostgresCluster: [['spec.proxy.pgBouncer.replicas', 3]] }), []],
  [
    'a pool of Zalando, whose pods are made anew',
    change({ postgresql: [['spec.connectionPooler.numberOfInstances', 3]] }),
    [
      'G122 warn postgresql: The pooler pods are made anew, the old ones too, since the size of a pool per pod hangs on their number: clients are cut.',
    ],
  ],
  [
    'another threshold of an alert',
    (objects) =>
      objects.map((object) =>
        object.kind === 'PrometheusRule' ? (JSON.parse(JSON.stringify(object).replace(/"10m"/g, '"15m"')) as JsonMap) : object,
      ),
    [],
  ],
])('%s is not stopped', (_name, edit, told) => {
  const head = edit(BASE);
  expect(JSON.stringify(head)).not.toBe(JSON.stringify(BASE));
  expect(
    found(BASE, head)
      .map(({ rule, severity, object, does }) => `${rule} ${severity} ${object.split('/')[1]}: ${does}`)
      .sort(),
  ).toEqual([...told].sort());
});
