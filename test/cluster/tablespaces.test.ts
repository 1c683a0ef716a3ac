import { Chart, Size } from 'cdk8s';
import {
  BackupArchive,
  BackupPolicy,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  TablespaceOptions,
} from '../../lib';
import { TABLESPACE_RULES } from '../../lib/cluster/tablespace-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { S3, SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { at, findings, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const SIZE = { size: Size.gibibytes(20) };
const cnpg = PostgresOperator.cloudNativePg();
const crunchy = PostgresOperator.crunchy({ tablespaceVolumesEnabled: true });
const DATABASES = [{ name: 'orders', owner: 'orders-app' }];

const named = (...names: string[]): TablespaceOptions[] => names.map((name) => ({ name, storage: SIZE }));
const FORM = `must be at most 63 letters, digits, '_' and '$', begin with a letter or '_', and not with 'pg_', got`;

const CASES: readonly RuleCase<TablespaceOptions[]>[] = [
  {
    rule: 'TBS-001',
    broken: named('pg_fast', '1st', 'a'.repeat(64)),
    says: [
      `'tablespaces[0].name' ${FORM} 'pg_fast' (the operator refuses it, or makes one volume for two)`,
      `'tablespaces[1].name' ${FORM} '1st'`,
      `'tablespaces[2].name' ${FORM} '${'a'.repeat(64)}'`,
    ],
    kept: named('_fast$1', 'a'.repeat(63)),
  },
  {
    rule: 'TBS-001',
    of: 'names that are alike',
    broken: named('fast_1', 'FAST$1'),
    says: `'tablespaces[1].name' must differ from 'fast_1' in more than capitals and signs, got 'FAST$1'; write another name`,
    kept: named('fast_1', 'fast_2'),
  },
  {
    rule: 'TBS-002',
    broken: [{ name: 'fast', storage: { size: Size.mebibytes(100), storageClass: 'Fast' } }],
    says: [
      `'tablespaces[0].storage.size' must be at least 1Gi and a whole number of Mi, got 100Mi (a fraction of a mebibyte has no canonical quantity, and the pods would wait for ever for a volume of no class)`,
      `'tablespaces[0].storage.storageClass' must be lower-case letters, digits, '-' and '.', got 'Fast'`,
    ],
    kept: [{ name: 'fast', storage: { size: Size.gibibytes(1), storageClass: 'fast' } }],
  },
  {
    rule: 'TBS-003',
    broken: [{ name: 'fast', storage: SIZE, owner: 'nobody' }],
    says: `'tablespaces[0].owner' must be a role of the cluster, got 'nobody'; add it to 'roles', or write 'orders-app' (it is not made before the role is there)`,
    kept: [{ name: 'fast', storage: SIZE, owner: 'orders-app' }],
  },
];

describeRules(CASES, {
  rules: TABLESPACE_RULES,
  place: 'test/db',
  program: (tablespaces) => program(new PermissiveOperator(), { cluster: { tablespaces, databases: DATABASES } }),
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(TABLESPACE_RULES, CASES);

const TWO: TablespaceOptions[] = [
  { name: 'fast', storage: { ...SIZE, storageClass: 'nvme' } },
  { name: 'other', storage: SIZE, owner: 'orders-app' },
];

test('CloudNativePG has them as fields, with every default written out', () => {
  const tablespaces = [...TWO, { name: 'scratch', storage: SIZE, temporary: true }];
  expect(at(only(render(program(cnpg, { cluster: { tablespaces, databases: DATABASES } })), 'Cluster'), '/spec/tablespaces')).toEqual([
    {
      name: 'fast',
      storage: { size: '20Gi', storageClass: 'nvme', resizeInUseVolumes: true },
      owner: { name: 'orders-app' },
      temporary: false,
    },
    { name: 'other', storage: { size: '20Gi', resizeInUseVolumes: true }, owner: { name: 'orders-app' }, temporary: false },
    { name: 'scratch', storage: { size: '20Gi', resizeInUseVolumes: true }, owner: { name: 'orders-app' }, temporary: true },
  ]);
});

test('CloudNativePG takes and restores snapshots of each', () => {
  const snapshots = { className: 'csi', tablespaceClassNames: { fast: 'csi-fast' } };
  const recovery = RecoverySource.fromSnapshots({ dataSnapshot: 'data', tablespaceSnapshots: { fast: 'orders-fast' } });
  const cluster = only(render(program(cnpg, { cluster: { tablespaces: named('fast'), recovery }, backup: { snapshots } })), 'Cluster');
  expect(at(cluster, '/spec/backup/volumeSnapshot')).toMatchObject({ className: 'csi', tablespaceClassName: { fast: 'csi-fast' } });
  expect(at(cluster, '/spec/bootstrap/recovery/volumeSnapshots/tablespaceStorage')).toEqual({
    fast: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'orders-fast' },
  });
});

test('PGO has the volumes, and the script makes something of them', () => {
  const manifests = render(program(crunchy, { cluster: { tablespaces: TWO, databases: DATABASES } }));
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '20Gi' } } };
  expect(at(only(manifests, 'PostgresCluster'), '/spec/instances/0/tablespaceVolumes')).toEqual([
    { name: 'fast', dataVolumeClaimSpec: { ...claim, storageClassName: 'nvme' } },
    { name: 'other', dataVolumeClaimSpec: claim },
  ]);
  expect(at(only(manifests, 'ConfigMap'), '/data/init.sql')).toContain(
    `SELECT 'CREATE TABLESPACE "fast" OWNER "orders-app" LOCATION ''/tablespaces/fast/data''' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace WHERE spcname = 'fast') \\gexec\n`,
  );
});

test('PGO without databases gives them to nobody', () => {
  const script = at(only(render(program(crunchy, { cluster: { tablespaces: named('fast') } })), 'ConfigMap'), '/data/init.sql');
  expect(script).toContain(`'CREATE TABLESPACE "fast" LOCATION ''/tablespaces/fast/data'''`);
});

test('PGO-136: the gate of PGO is on', () => {
  expect(findings(program(PostgresOperator.crunchy(), { cluster: { tablespaces: named('fast') } }))).toEqual([
    `[test/db] [PGO-136] asked for 'tablespaces'; switch on the feature gate 'TablespaceVolumes' of the operator and write tablespaceVolumesEnabled: true in PostgresOperator.crunchy(...); available on CloudNativePG (Crunchy PGO 6.0 does not have it)`,
  ]);
});

describe.each<[string, IPostgresOperator]>([
  ['CloudNativePG', cnpg],
  ['Crunchy PGO', crunchy],
])('REC-041: a copy of %s', (_, operator) => {
  const why = '(the data lies in them: where a volume is missing the recovery fails, and where it is too small it never ends)';
  const copy = (own: TablespaceOptions[]) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), tablespaces: named('fast', 'other') });
    const { archive } = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
    const recovery = RecoverySource.fromArchive(archive);
    new HaCluster(chart, 'copy', { ...smallestCluster(operator), clusterName: 'copy', tablespaces: own, recovery });
  };

  test('has the tablespaces of its source', () => {
    const small = { name: 'other', storage: { size: Size.gibibytes(10) } };
    expect(findings(copy([small]))).toEqual([
      `[test/copy] [REC-041] 'tablespaces' must have 'fast', as 'orders' has it, got 'other'; add it ${why}`,
      `[test/copy] [REC-041] 'tablespaces' must have 'other' with at least 20Gi, as 'orders' has it, got 10Gi; write the size of the source ${why}`,
    ]);
    expect(render(copy(named('other', 'fast', 'more')))).not.toHaveLength(0);
  });

  test('has those that the archive names', () => {
    const build = (props: Partial<HaClusterProps>) => {
      const archive = BackupArchive.of({
        clusterName: 'old',
        namespace: 'orders',
        target: S3,
        version: PostgresVersion.V17,
        tablespaces: named('fast'),
      });
      return program(operator, { cluster: { recovery: RecoverySource.fromArchive(archive), ...props } });
    };
    expect(findings(build({}))).toEqual([`[test/db] [REC-041] 'tablespaces' must have 'fast', as 'old' has it, got none; add it ${why}`]);
    expect(render(build({ tablespaces: named('fast') }))).not.toHaveLength(0);
  });
});

test('a drill restores into the tablespaces of its source', () => {
  const build = program(cnpg, { cluster: { tablespaces: TWO, databases: DATABASES }, drill: {} });
  const files = render(build).find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'orders-drill-files')!;
  expect(at(files, '/data/cluster.yaml')).toMatch(/"name":"fast"|name: fast/);
});
