import { Size } from 'cdk8s';
import {
  AccessLevel,
  BackupSchedule,
  BackupTarget,
  Capability,
  HaClusterProps,
  IPostgresOperator,
  LabelOperator,
  RecoverySource,
  RolePassword,
  SpreadRule,
} from '../../lib';
import { OWN_POD_KINDS, POD_KINDS, POD_PROPERTIES, PodCell, PodProperty, PodRow } from '../../lib/model/pod-table';
import { OWN_PODS } from '../../lib/private/own-pod-table';
import { OPERATORS } from '../../scripts/operators';
import { Ask, OLD_ARCHIVE, SMALLEST_BACKUP, program } from '../support/programs';
import { Manifest, at, render } from '../support/render';

/** Everything that a cluster says of its pods is found in each of them, where the table of its operator says so. */

const compute = (mebibytes: number) => ({ memory: Size.mebibytes(mebibytes), memoryLimit: Size.mebibytes(mebibytes) });

/** What each property looks like wherever it is printed. */
const MARKS: { readonly [property in PodProperty]: string } = {
  'node labels': 'marked-nodes',
  'node affinity': 'marked-affinity',
  tolerations: 'marked-taint',
  priority: 'marked-priority',
  spread: 'topologyKey',
  labels: 'marked-label',
  annotations: 'marked-annotation',
  'pull secrets': 'marked-registry',
  'CPU and memory': 'memory',
  users: '',
};

const has = (operator: IPostgresOperator, wanted: Capability): boolean =>
  operator.capabilities.some(({ capability, path }) => capability === wanted && path !== undefined);

const marked = (operator: IPostgresOperator): Partial<HaClusterProps> => ({
  placement: {
    nodes: SpreadRule.REQUIRED,
    nodeSelector: { pool: MARKS['node labels'] },
    nodeAffinity: { required: [{ labels: [{ key: 'disk', operator: LabelOperator.IN, values: [MARKS['node affinity']] }] }] },
    tolerations: [{ key: MARKS.tolerations }],
    priorityClassName: MARKS.priority,
  },
  labels: { 'acme.example/team': MARKS.labels },
  annotations: { 'acme.example/note': MARKS.annotations },
  ...(has(operator, Capability.IMAGE_PULL_SECRETS) && { imagePullSecrets: [MARKS['pull secrets']] }),
  compute: compute(1234),
  databases: [{ name: 'orders', owner: 'orders-app' }],
  roles: [{ name: 'reports', password: RolePassword.fromSecret(), access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] }],
});

/** Programs that together make every kind of pod that the operator has. */
function programs(operator: IPostgresOperator): Ask[] {
  const cluster = marked(operator);
  const backup = {
    ...(has(operator, Capability.BACKUP_COMPUTE) && { compute: compute(345) }),
    ...(has(operator, Capability.BACKUP_VOLUME) && {
      additionalRepositories: [
        { ...SMALLEST_BACKUP, schedules: [BackupSchedule.full('0 5 * * *')], target: BackupTarget.volume({ size: Size.gibibytes(10) }) },
      ],
    }),
  };
  return [
    { cluster, backup, pools: [{ compute: compute(234) }], drill: {} },
    { cluster: { ...cluster, recovery: RecoverySource.fromArchive(OLD_ARCHIVE) }, backup },
    ...(has(operator, Capability.RECOVERY_IN_PLACE) ? [{ cluster, backup, inPlace: {} }] : []),
  ];
}

const cellsOf = (rows: { readonly [kind: string]: PodRow }, kinds: readonly string[]): [string, PodProperty, PodCell][] =>
  kinds.flatMap((kind) => {
    const row = rows[kind]!;
    return 'none' in row ? [] : POD_PROPERTIES.map((property): [string, PodProperty, PodCell] => [kind, property, row[property]]);
  });

describe.each(OPERATORS)('$displayName', ({ createFull, pods }) => {
  const operator = createFull();
  const manifests: Manifest[] = programs(operator).flatMap((ask) => render(program(operator, ask)));
  const cells = [...cellsOf(pods!, POD_KINDS), ...cellsOf(OWN_PODS, OWN_POD_KINDS)];

  test.each(cells)('%s: %s', (kind, property, cell) => {
    if ('why' in cell) {
      expect(cell.why).toMatch(/^\S.*\S$/);
      return;
    }
    // What an operator lacks for all of its pods is refused, so that none of the library's can have it.
    if (property === 'pull secrets' && !has(operator, Capability.IMAGE_PULL_SECRETS)) {
      expect(kind in OWN_PODS).toBe(true);
      return;
    }
    const [objectKind, pointer] = cell.at.split(' ') as [string, string];
    const found = manifests.filter((one) => one.kind === objectKind).map((one) => at(one, pointer));
    expect(found.filter((value) => value !== undefined && JSON.stringify(value).includes(MARKS[property]))).not.toEqual([]);
  });

  test('the instances of a drill are as those of the cluster', () => {
    const restored = manifests.find(({ metadata }) => metadata.name === 'orders-drill-files')!.data!['cluster.yaml']!;
    for (const mark of [MARKS['node labels'], MARKS.tolerations, MARKS.priority, MARKS.labels, MARKS.annotations]) {
      expect(restored).toContain(mark);
    }
  });

  test('every container that somebody makes on our word has requests and limits of CPU and memory', () => {
    const sizes: unknown[] = [];
    const collect = (value: unknown): void => {
      if (typeof value === 'object' && value !== null) {
        for (const [field, inner] of Object.entries(value)) {
          if (field === 'resources' && (inner as { limits?: unknown }).limits !== undefined) {
            sizes.push(inner);
          }
          collect(inner);
        }
      }
    };
    collect(manifests);
    expect(sizes.length).toBeGreaterThan(5);
    for (const size of sizes) {
      const quantities = { cpu: expect.any(String) as string, memory: expect.any(String) as string };
      expect(size).toMatchObject({ requests: quantities, limits: quantities });
    }
  });
});
