import { Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  Capability,
  ChoicePlace,
  CloudNativePgVersion,
  ConnectionPool,
  HaCluster,
  IChoiceProgram,
  IPostgresOperator,
  ObjectStoreCredentials,
  OperatorChoice,
  OperatorChoiceProps,
  PoolMode,
  PlaceEffect,
  PostgresOperator,
  PostgresVersion,
} from '../../lib';
import { HaClusterProps } from '../../lib/cluster/ha-cluster-props';
import { PLACE_ROWS } from '../../lib/report/place-facts';
import { findingOf, findingsOf } from '../../lib/report/refusal-text';

const CANDIDATES = [PostgresOperator.cloudNativePg(), PostgresOperator.zalando({ teamId: 'acme' }), PostgresOperator.crunchy()];

const program = (more: Partial<HaClusterProps> = {}, mode = PoolMode.TRANSACTION): IChoiceProgram => ({
  addTo: (chart: Chart, operator: IPostgresOperator) => {
    const cluster = new HaCluster(chart, 'db', {
      clusterName: 'orders',
      operator,
      version: PostgresVersion.V17,
      storage: { size: Size.gibibytes(50) },
      databases: [{ name: 'orders', owner: 'orders-app' }],
      ...more,
    });
    new BackupPolicy(chart, 'backups', {
      cluster,
      target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
      schedules: [BackupSchedule.full('0 2 * * *')],
      retention: BackupRetention.days(30),
    });
    new ConnectionPool(chart, 'pool', { cluster, mode });
  },
});

const ids = (choice: OperatorChoice): string[] =>
  choice.verdicts.flatMap(({ operator, refusals }) => refusals.map(({ id, path }) => `${operator} ${path} ${id}`));

test('what all can', () => {
  const choice = OperatorChoice.of(program(), { candidates: CANDIDATES });
  expect(ids(choice)).toEqual([]);
  expect(choice.fitting).toEqual(['CloudNativePG', 'Zalando Postgres Operator', 'Crunchy PGO']);
  expect(choice.toMarkdown()).toBe(
    [
      '|  | CloudNativePG 1.30 | Zalando Postgres Operator 2.0 | Crunchy PGO 6.0 |',
      '| --- | --- | --- | --- |',
      '| all of it | yes | yes | yes |',
      '',
    ].join('\n'),
  );
});

test('what some refuse is told with the rule, and with what to write instead', () => {
  const choice = OperatorChoice.of(program({ walStorage: { size: Size.gibibytes(10) } }, PoolMode.STATEMENT), { candidates: CANDIDATES });
  expect(choice.fitting).toEqual(['Crunchy PGO']);
  expect(ids(choice)).toEqual([
    'CloudNativePG program/pool CNPG-054',
    'Zalando Postgres Operator program/db ZAL-101',
    'Zalando Postgres Operator program/pool ZAL-111',
  ]);
  expect(choice.toMarkdown()).toMatchSnapshot();
});

test('what stops a constructor is a refusal, too', () => {
  const choice = OperatorChoice.of(program({ instances: 'three' as never }), { candidates: CANDIDATES.slice(0, 1) });
  expect(choice.verdicts[0]!.refusals).toEqual([
    { id: 'PROP-003', path: 'program/db', what: expect.stringContaining("'instances'") as string, why: expect.any(String) as string },
  ]);
});

test('an error of the program itself is told as it is', () => {
  const broken: IChoiceProgram = {
    addTo: () => {
      throw new Error('no such file\nat somewhere');
    },
  };
  const choice = OperatorChoice.of(broken, { candidates: CANDIDATES.slice(0, 1) });
  expect(choice.verdicts[0]).toMatchObject({ fits: false, refusals: [{ id: '', path: '', what: 'no such file', why: '' }] });
  expect(choice.toMarkdown()).toContain('| the program | an error |');
  expect(choice.toMarkdown()).toContain('- the program has an error: no such file\n');
});

test('who has capabilities', () => {
  expect(OperatorChoice.whoHas([])).toEqual(['CloudNativePG', 'Zalando Postgres Operator', 'Crunchy PGO']);
  expect(OperatorChoice.whoHas([Capability.STORAGE_WAL])).toEqual(['CloudNativePG', 'Crunchy PGO']);
  expect(OperatorChoice.whoHas([Capability.STORAGE_WAL, Capability.BACKUP_SNAPSHOTS])).toEqual(['CloudNativePG']);
});

const TYPE = '(JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)';
const HEAD = 'Validation failed with the following errors:\n  [OperatorChoice] [PROP-003] ';

test('what is no program is refused, and told from one that no operator can print', () => {
  const of = (given: unknown) => () => OperatorChoice.of(given as IChoiceProgram, { candidates: CANDIDATES });
  const write = 'write { addTo: (chart, operator) => void new HaCluster(chart, ...) }';
  expect(of(undefined)).toThrow(`${HEAD}'program' must be an object with the method addTo, got undefined; ${write} ${TYPE}`);
  expect(of(() => undefined)).toThrow(`${HEAD}'program' must be an object with the method addTo, got a function; ${write} ${TYPE}`);
  expect(of({ addTo: 'shop' })).toThrow(
    `${HEAD}'program' must be an object with the method addTo, got an object of type Object; ${write} ${TYPE}`,
  );
});

test('what is no operator and no capability is refused', () => {
  expect(() => OperatorChoice.placeSays('cnpg' as never, {})).toThrow(
    `${HEAD}'operator' must be an operator, such as PostgresOperator.cloudNativePg(), got 'cnpg' ${TYPE}`,
  );
  expect(() => OperatorChoice.whoHas(Capability.STORAGE_WAL as never)).toThrow(
    `${HEAD}'capabilities' must be a list, got 'storage.wal'; write ['storage.wal'] ${TYPE}`,
  );
  expect(() => OperatorChoice.whoHas(['snapshots' as never])).toThrow(
    `${HEAD}'capabilities[0]' must be a capability such as Capability.BACKUP_SNAPSHOTS, got 'snapshots' ${TYPE}`,
  );
});

test.each([
  [
    { candidates: [] },
    "[CHOICE-001] 'candidates' is empty; name the operators, such as PostgresOperator.cloudNativePg() (the answer would mean nothing)",
  ],
  [
    { candidates: [PostgresOperator.crunchy(), PostgresOperator.crunchy()] },
    "[CHOICE-002] 'candidates' has Crunchy PGO 6.0 twice; leave one out (the answer would mean nothing)",
  ],
  [
    { candidates: ['cnpg'] as never },
    /\[PROP-003\] 'props\.candidates\[0\]' must be an operator, such as PostgresOperator\.cloudNativePg\(\), got 'cnpg'/,
  ],
  [{} as OperatorChoiceProps, /\[PROP-002\] 'props\.candidates' /],
])('%#: candidates that are none', (props, message) => {
  expect(() => OperatorChoice.of(program(), props)).toThrow(message as string);
});

test('two versions of one operator are two candidates', () => {
  const candidates = [PostgresOperator.zalando({ teamId: 'acme', operatorVersion: '1.15' as never }), CANDIDATES[1]!];
  expect(OperatorChoice.of(program(), { candidates }).verdicts.map(({ operatorVersion }) => operatorVersion)).toEqual(['1.15', '2.0']);
});

test('texts of findings are taken apart', () => {
  expect(findingOf('a/b', "[HA-001] 'x' (one) is wrong (a reason (of two parts))")).toEqual({
    id: 'HA-001',
    path: 'a/b',
    what: "'x' (one) is wrong",
    why: 'a reason (of two parts)',
  });
  expect(findingOf('a', 'somebody else says no')).toEqual({ id: '', path: 'a', what: 'somebody else says no', why: '' });
  expect(findingsOf(new Error('Validation failed with the following errors:\n  [a/b] [HA-001] x (y)\n  [c] [HA-002] z (w)'))).toEqual([
    { id: 'HA-001', path: 'a/b', what: 'x', why: 'y' },
    { id: 'HA-002', path: 'c', what: 'z', why: 'w' },
  ]);
  expect(findingsOf('text')).toEqual([{ id: '', path: '', what: 'text', why: '' }]);
});

describe('a place', () => {
  const at = (place: ChoicePlace) => OperatorChoice.of(program(), { candidates: CANDIDATES, place });
  const effects = (place: ChoicePlace) =>
    at(place).verdicts.map((verdict) => verdict.place.map(({ fact, effect }) => `${fact} ${effect}`).join(', '));

  test('of which nothing is said decides nothing', () => {
    expect(effects({})).toEqual(['', '', '']);
  });

  test.each<[ChoicePlace, string, string, string]>([
    [{ kubernetes: '1.33' }, 'kubernetes against', '', ''],
    [{ kubernetes: '1.34' }, '', '', ''],
    [{ kubernetes: '1.36' }, '', '', ''],
    [{ kubernetes: '1.37' }, 'kubernetes against', '', ''],
    [{ kubernetes: '1.29' }, 'kubernetes against', '', 'kubernetes excludes'],
    [{ kubernetes: '1.20' }, 'kubernetes against', 'kubernetes excludes', 'kubernetes excludes'],
    [{ objectStore: true }, '', '', ''],
    [{ objectStore: false }, 'objectStore excludes', 'objectStore excludes', 'objectStore for'],
    [{ objectStore: false, volumeSnapshots: true }, 'objectStore against, volumeSnapshots for', 'objectStore excludes', 'objectStore for'],
    [{ volumeSnapshots: true }, 'volumeSnapshots for', '', ''],
    [{ volumeSnapshots: false }, '', '', ''],
    [{ serviceMesh: true }, 'serviceMesh against', 'serviceMesh against', 'serviceMesh against'],
    [{ openShift: true }, 'openShift against', 'openShift against', 'openShift for'],
    [{ vendorTerms: false }, '', '', 'vendorTerms against'],
    [{ vendorTerms: true }, '', '', ''],
    [{ patroniExperience: true }, 'patroniExperience against', 'patroniExperience for', 'patroniExperience for'],
  ])('%j', (place, cnpg, zalando, crunchy) => {
    expect(effects(place)).toEqual([cnpg, zalando, crunchy]);
  });

  test('excludes, and puts first those for which it says most', () => {
    expect(at({ objectStore: false }).fitting).toEqual(['Crunchy PGO']);
    expect(at({ patroniExperience: true, vendorTerms: false }).preferred).toEqual([
      'Zalando Postgres Operator',
      'Crunchy PGO',
      'CloudNativePG',
    ]);
    expect(at({ serviceMesh: true }).preferred).toEqual(at({}).fitting);
  });

  test('is a part of the table, with its sources below', () => {
    expect(at({ openShift: true, objectStore: false }).toMarkdown()).toMatchSnapshot();
  });

  test('says the same without a program', () => {
    const [cnpg] = CANDIDATES;
    expect(OperatorChoice.placeSays(cnpg!, { volumeSnapshots: true })).toEqual([
      {
        fact: 'volumeSnapshots',
        effect: PlaceEffect.FOR,
        what: 'it makes backups of snapshots, and restores from them in minutes whatever the size',
        source: 'docs/capabilities.md, backup.snapshots and recovery.snapshots',
      },
    ]);
  });

  test('is of an older operator what is known of it', () => {
    const old = PostgresOperator.cloudNativePg({ operatorVersion: CloudNativePgVersion.V1_28 });
    expect(OperatorChoice.placeSays(old, { kubernetes: '1.20' })).toEqual([]);
  });

  test('has a version of Kubernetes with two numbers', () => {
    const message =
      "[CHOICE-003] 'place.kubernetes' must be a version with two numbers, such as '1.34', got 'v1.34.2'; write what 'kubectl version' says of the server, without what stands behind the second number (the answer would mean nothing)";
    expect(() => at({ kubernetes: 'v1.34.2' })).toThrow(message);
    expect(() => OperatorChoice.placeSays(CANDIDATES[0]!, { kubernetes: 'v1.34.2' })).toThrow(message);
  });

  test('names operators that are there', () => {
    const names = CANDIDATES.map(({ facts }) => facts.displayName);
    expect(PLACE_ROWS.flatMap(({ operators }) => operators).filter((name) => !names.includes(name))).toEqual([]);
  });
});
