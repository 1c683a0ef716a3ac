import { Size } from 'cdk8s';
import { parse } from 'yaml';
import {
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  CrunchyVersion,
  HaClusterProps,
  IPostgresOperator,
  PostgresOperator,
  RepositoryVolumeOptions,
  VolumeAccessMode,
} from '../../lib';
import { STORAGE_RULES } from '../../lib/cluster/storage-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { at, findings, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const gib = Size.gibibytes;
const cnpg = PostgresOperator.cloudNativePg();
const zalando = PostgresOperator.zalando({ teamId: 'acme' });
const pgo = PostgresOperator.crunchy();
const older = PostgresOperator.crunchy({ operatorVersion: CrunchyVersion.V5_8 });

type Props = Partial<HaClusterProps>;

const growing = (size: number, limit: number, more: object = {}) => ({ size: gib(size), autoGrow: { limit: gib(limit), ...more } });

const WHY = '(the operator takes the limit for the size where it is the smaller one, and the API server refuses other numbers)';

const CASES: readonly RuleCase<Props>[] = [
  {
    rule: 'STO-001',
    of: 'limits',
    broken: { storage: growing(50, 50), walStorage: { size: gib(10), autoGrow: { limit: Size.mebibytes(5) } } },
    says: [
      `'storage.autoGrow.limit' must be more than 'storage.size', 50Gi, got 50Gi; write a larger limit, or leave 'autoGrow' out ${WHY}`,
      `'walStorage.autoGrow.limit' must be at least 1Gi and a whole number of Mi, got 5Mi`,
    ],
    kept: { storage: growing(50, 51), walStorage: growing(10, 40) },
  },
  {
    rule: 'STO-001',
    of: 'steps',
    broken: { storage: growing(50, 200, { trigger: 91, maxStep: Size.mebibytes(100) }), walStorage: growing(10, 20, { trigger: 49.5 }) },
    says: [
      `'storage.autoGrow.trigger' must be a whole number from 50 to 90, got 91`,
      `'storage.autoGrow.maxStep' must be at least 1Gi and a whole number of Mi, got 100Mi`,
      `'walStorage.autoGrow.trigger' must be a whole number from 50 to 90, got 49.5`,
    ],
    kept: { storage: growing(50, 200, { trigger: 50, maxStep: gib(1) }), walStorage: growing(10, 20, { trigger: 90 }) },
  },
  {
    rule: 'STO-003',
    broken: { tablespaces: [{ name: 'fast', storage: growing(20, 40) }] },
    says: `'tablespaces[0].storage.autoGrow' must be left out; write a larger 'size' (no operator looks at how full it is)`,
    kept: { tablespaces: [{ name: 'fast', storage: { size: gib(40) } }] },
  },
];

describeRules(CASES, {
  rules: STORAGE_RULES,
  place: 'test/db',
  program: (cluster) => program(new PermissiveOperator(), { cluster }),
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(STORAGE_RULES, CASES);

const repository = (options: Partial<RepositoryVolumeOptions>) => ({
  additionalRepositories: [
    {
      target: BackupTarget.volume({ size: gib(100), ...options }),
      schedules: [BackupSchedule.full('0 3 * * *')],
      retention: BackupRetention.days(7),
    },
  ],
});

describe('STO-002: a backup volume that grows', () => {
  const said = (options: Partial<RepositoryVolumeOptions>) => findings(program(pgo, { backup: repository(options) }));
  const prints = (options: Partial<RepositoryVolumeOptions>) => render(program(pgo, { backup: repository(options) })).length;
  const why =
    '(the operator takes the limit for the size where it is the smaller one, and a volume of somebody else does not grow with its claim)';

  test('has a limit above its size', () => {
    expect(said({ autoGrow: { limit: gib(100) } })).toEqual([
      `[test/backups] [STO-002] 'additionalRepositories[0].target.autoGrow.limit' must be more than 'additionalRepositories[0].target.size', 100Gi, got 100Gi; write a larger limit, or leave 'autoGrow' out ${why}`,
    ]);
    expect(prints({ autoGrow: { limit: gib(101) } })).toBeGreaterThan(0);
  });

  test('is nobody else', () => {
    const there = { volumeName: 'nfs-1', accessMode: VolumeAccessMode.READ_WRITE_MANY };
    expect(said({ ...there, autoGrow: { limit: gib(200) } })).toEqual([
      `[test/backups] [STO-002] 'additionalRepositories[0].target.autoGrow' must be left out with 'volumeName', got 'nfs-1'; have that volume made larger ${why}`,
    ]);
    expect(prints(there)).toBeGreaterThan(0);
  });
});

describe('on Crunchy PGO', () => {
  test('the limit stands in the claim, and when and how far beside it', () => {
    const cluster = { storage: growing(50, 200, { trigger: 80, maxStep: gib(20) }), walStorage: growing(10, 40) };
    const backup = repository({ autoGrow: { limit: gib(400) } });
    const spec = at(only(render(program(pgo, { cluster, backup })), 'PostgresCluster'), '/spec');
    expect(spec).toMatchObject({
      instances: [
        {
          dataVolumeClaimSpec: {
            resources: { requests: { storage: '50Gi' }, limits: { storage: '200Gi' } },
            autoGrow: { trigger: 80, maxGrow: '20Gi' },
          },
          walVolumeClaimSpec: { resources: { requests: { storage: '10Gi' }, limits: { storage: '40Gi' } } },
        },
      ],
    });
    expect(at(spec as never, '/backups/pgbackrest/repos/1/volume/volumeClaimSpec/resources')).toEqual({
      requests: { storage: '100Gi' },
      limits: { storage: '400Gi' },
    });
    expect(at(spec as never, '/instances/0/walVolumeClaimSpec')).not.toHaveProperty('autoGrow');
  });

  test('a drill has room for what may have grown', () => {
    const cluster = { storage: growing(50, 200), walStorage: growing(10, 40), databases: [{ name: 'orders', owner: 'orders-app' }] };
    const printed = render(program(pgo, { cluster, backup: {}, drill: {} })).find(({ data }) => data?.['cluster.yaml'] !== undefined)!;
    const [instances] = at(parse(printed.data!['cluster.yaml']!), '/spec/instances') as unknown[];
    expect(instances).toMatchObject({
      dataVolumeClaimSpec: { resources: { requests: { storage: '200Gi' } } },
      walVolumeClaimSpec: { resources: { requests: { storage: '40Gi' } } },
    });
    expect(JSON.stringify(instances)).not.toContain('"limits":{"storage"');
  });
});

const GROW = `leave 'autoGrow' out and raise 'size' in a commit when the alert of a filling volume says so; available on Crunchy PGO`;
const CNPG = '(CloudNativePG 1.30 does not have it)';
const ZALANDO = '(Zalando Postgres Operator 2.0 does not have it)';
const GATE = `switch on the feature gate 'AutoGrowVolumes' of the operator and write autoGrowVolumesEnabled: true in PostgresOperator.crunchy(...); available on Crunchy PGO in its newest version, as it is installed by default`;
const PGO_5 = 'available on Crunchy PGO in its newest version, as it is installed by default (Crunchy PGO 5.8 does not have it)';

test.each<[string, IPostgresOperator, Props, readonly string[]]>([
  ['CloudNativePG', cnpg, { storage: growing(50, 200) }, [`[CNPG-180] asked for 'storage.autoGrow'; ${GROW} ${CNPG}`]],
  ['Zalando', zalando, { storage: growing(50, 200) }, [`[ZAL-260] asked for 'storage.autoGrow'; ${GROW} ${ZALANDO}`]],
  [
    'CloudNativePG',
    cnpg,
    { walStorage: growing(10, 20, { trigger: 60 }) },
    [`[CNPG-181] asked for 'walStorage.autoGrow'; ${GROW} ${CNPG}`, `[CNPG-182] asked for 'walStorage.autoGrow.trigger'; ${GROW} ${CNPG}`],
  ],
  [
    'PGO 5.8 with the gate closed',
    older,
    { storage: growing(50, 200) },
    [`[PGO-180] asked for 'storage.autoGrow'; ${GATE} (Crunchy PGO 5.8 does not have it)`],
  ],
  [
    'PGO 5.8',
    PostgresOperator.crunchy({ operatorVersion: CrunchyVersion.V5_8, autoGrowVolumesEnabled: true }),
    { storage: growing(50, 200, { trigger: 60 }), walStorage: growing(10, 20) },
    [
      `[PGO-181] asked for 'walStorage.autoGrow'; leave 'walStorage.autoGrow' out, or use PGO 6.0; PGO 5.8 grows volumes of data only; ${PGO_5}`,
      `[PGO-182] asked for 'storage.autoGrow.trigger'; leave 'trigger' and 'maxStep' out, or use PGO 6.0; ${PGO_5}`,
    ],
  ],
  [
    'PGO 6.0 with the gate closed',
    PostgresOperator.crunchy({ autoGrowVolumesEnabled: false }),
    { storage: growing(50, 200) },
    [`[PGO-180] asked for 'storage.autoGrow'; ${GATE} (Crunchy PGO 6.0 does not have it)`],
  ],
])('%s refuses what it does not grow', (_, operator, cluster, says) => {
  expect(findings(program(operator, { cluster }))).toEqual(says.map((text) => `[test/db] ${text}`));
});

test('a temporary volume of PGO does not grow', () => {
  const operator = PostgresOperator.crunchy({ temporaryVolume: growing(5, 10) });
  expect(findings(program(operator, {})).join()).toContain(`'operator.temporaryVolume.autoGrow' must be left out; write a larger 'size'`);
});
