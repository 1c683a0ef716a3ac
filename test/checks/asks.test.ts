import {
  AccessLevel,
  AccessMethod,
  AccessRule,
  BackupEncryption,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  Capability,
  CapabilityStatement,
  GcsCredentials,
  PoolAccess,
  PoolMode,
  RolePassword,
  SecretSource,
  SecretValue,
} from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, BUCKET, SMALLEST_BACKUP, program } from '../support/programs';
import { findings } from '../support/render';

/** An operator that has everything but one thing. */
class LackingOperator extends PermissiveOperator {
  public override readonly capabilities: CapabilityStatement[];

  public constructor(lacking: Capability) {
    super();
    const refused = { capability: lacking, rule: 'NONE-001', instead: 'leave it out', availableOn: [] };
    this.capabilities = new PermissiveOperator().capabilities.map((row) => (row.capability === lacking ? refused : row));
  }
}

const ORDERS = { name: 'orders', owner: 'orders-app' };
const AUDIT = { name: 'audit', owner: 'orders-app' };
const SEALED = `AgA${'x'.repeat(701)}`;
const delivered = (source: SecretSource, value: SecretValue) => RolePassword.delivered(source, value);
const external = () => delivered(SecretSource.externalSecrets({ storeName: 'vault' }), SecretValue.fromVault('orders/reports', 'password'));
const sealed = () => delivered(SecretSource.sealedSecrets(), SecretValue.encrypted(SEALED));
const everyHour = ['0 * * * *', '30 * * * *'] as const;

/** Databases of the cluster. */
const databases = (...of: readonly object[]): Ask => ({ cluster: { databases: of.map((one, i) => ({ ...[ORDERS, AUDIT][i]!, ...one })) } });

/** Two roles beside the owner. */
const roles = (first: object, second: object = first): Ask => ({
  cluster: {
    databases: [ORDERS],
    roles: [
      { name: 'reports', password: RolePassword.fromSecret(), ...first },
      { name: 'auditors', password: RolePassword.fromSecret(), ...second },
    ],
  },
});

/** A policy of two repositories. */
const repositories = (first: object, second: object = first): Ask => ({
  backup: {
    ...first,
    additionalRepositories: [
      {
        ...SMALLEST_BACKUP,
        target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-second' }),
        schedules: [BackupSchedule.full('0 5 * * *')],
        ...second,
      } as typeof SMALLEST_BACKUP,
    ],
  },
});

const schedules = (make: (cron: string) => BackupSchedule): Ask => ({
  backup: { schedules: [BackupSchedule.full('0 2 * * 0'), ...everyHour.map(make)] },
});

const granting = (level: AccessLevel): Ask => roles({ access: [{ database: 'orders', level }] });

/** What is asked for, by whom, and each thing that the operator does not have. */
const CASES: readonly (readonly [Capability, Ask, readonly string[]])[] = [
  [
    Capability.ROLE_LOGIN,
    roles({ password: RolePassword.generated() }),
    ["a password made by the operator for the role 'reports'", "a password made by the operator for the role 'auditors'"],
  ],
  [
    Capability.ROLE_GROUP,
    roles({ login: false, password: undefined }),
    ["'login: false' for the role 'reports'", "'login: false' for the role 'auditors'"],
  ],
  [
    Capability.ROLE_MEMBERSHIP,
    roles({ memberOf: ['orders-app'] }),
    ["'memberOf' for the role 'reports'", "'memberOf' for the role 'auditors'"],
  ],
  [
    Capability.ROLE_CONNECTION_LIMIT,
    roles({ connectionLimit: 3 }),
    ["'connectionLimit' for the role 'reports'", "'connectionLimit' for the role 'auditors'"],
  ],
  [
    Capability.ROLE_VALID_UNTIL,
    roles({ validUntil: '2030-01-01T00:00:00Z' }),
    ["'validUntil' for the role 'reports'", "'validUntil' for the role 'auditors'"],
  ],
  [
    Capability.ROLE_PASSWORD_SECRET,
    roles({}),
    ["a password from a Secret for the role 'reports'", "a password from a Secret for the role 'auditors'"],
  ],
  [
    Capability.ROLE_PASSWORD_EXTERNAL,
    roles({ password: external() }),
    ["a password by External Secrets for the role 'reports'", "a password by External Secrets for the role 'auditors'"],
  ],
  [
    Capability.ROLE_PASSWORD_SEALED,
    roles({ password: sealed() }),
    ["a password by Sealed Secrets for the role 'reports'", "a password by Sealed Secrets for the role 'auditors'"],
  ],
  [
    Capability.ACCESS_READ_ONLY,
    granting(AccessLevel.READ_ONLY),
    ["read-only access for the role 'reports'", "read-only access for the role 'auditors'"],
  ],
  [
    Capability.ACCESS_READ_WRITE,
    granting(AccessLevel.READ_WRITE),
    ["read-write access for the role 'reports'", "read-write access for the role 'auditors'"],
  ],
  [Capability.ACCESS_OWNER, granting(AccessLevel.OWNER), ["owner access for the role 'reports'", "owner access for the role 'auditors'"]],
  [
    Capability.ACCESS_RULES_CERTIFICATE,
    {
      cluster: {
        databases: [ORDERS],
        accessRules: [
          AccessRule.allow({ addresses: ['10.0.0.0/8'] }),
          AccessRule.allow({ roles: ['orders-app'], method: AccessMethod.CERTIFICATE }),
          AccessRule.allow({ databases: ['orders'], method: AccessMethod.CERTIFICATE }),
        ],
      },
    },
    ["an access rule with AccessMethod.CERTIFICATE ('accessRules[1]')", "an access rule with AccessMethod.CERTIFICATE ('accessRules[2]')"],
  ],
  [
    Capability.DATABASE_SCHEMAS,
    databases({ schemas: ['sales'] }, { schemas: ['log'] }),
    ["'schemas' of the database 'orders'", "'schemas' of the database 'audit'"],
  ],
  [
    Capability.DATABASE_ENCODING,
    databases({ encoding: 'UTF8' }, { encoding: 'UTF8' }),
    ["'encoding' of the database 'orders'", "'encoding' of the database 'audit'"],
  ],
  [
    Capability.DATABASE_LOCALE,
    databases({ locale: 'C' }, { locale: 'C' }),
    ["'locale' of the database 'orders'", "'locale' of the database 'audit'"],
  ],
  [
    Capability.DATABASE_CONNECTION_LIMIT,
    databases({ connectionLimit: 5 }, { connectionLimit: 6 }),
    ["'connectionLimit' of the database 'orders'", "'connectionLimit' of the database 'audit'"],
  ],
  [
    Capability.DATABASE_EXTENSIONS,
    databases({ extensions: [{ name: 'hstore' }, { name: 'citext' }] }),
    ["the extension 'hstore'", "the extension 'citext'"],
  ],
  [
    Capability.DATABASE_EXTENSIONS,
    databases({ extensions: [{ name: 'hstore' }] }, { extensions: [{ name: 'hstore' }, { name: 'citext' }] }),
    ["the extension 'hstore' (database 'orders')", "the extension 'hstore' (database 'audit')", "the extension 'citext'"],
  ],
  [
    Capability.DATABASE_EXTENSION_VERSION,
    databases({
      extensions: [
        { name: 'hstore', version: '1.8' },
        { name: 'citext', version: '1.6' },
      ],
    }),
    ["a version of the extension 'hstore'", "a version of the extension 'citext'"],
  ],
  [
    Capability.DATABASE_EXTENSION_SCHEMA,
    databases({
      schemas: ['ext'],
      extensions: [{ name: 'hstore', schema: 'ext' }, { name: 'pgcrypto' }, { name: 'citext', schema: 'ext' }],
    }),
    ["a schema for the extension 'hstore'", "a schema for the extension 'citext'"],
  ],
  [Capability.DATABASE_SEVERAL, databases({}, {}), ['2 databases']],
  [Capability.BACKUP_S3, repositories({}), ['a target in Amazon S3 (repository 1)', 'a target in Amazon S3 (repository 2)']],
  [
    Capability.BACKUP_GCS_IDENTITY,
    repositories(
      { target: BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity() }) },
      { target: BackupTarget.gcs({ bucket: 'acme-second', credentials: GcsCredentials.workloadIdentity() }) },
    ),
    [
      'a target in Google Cloud Storage with workload identity (repository 1)',
      'a target in Google Cloud Storage with workload identity (repository 2)',
    ],
  ],
  [
    Capability.BACKUP_RETENTION_COUNT,
    repositories({ retention: BackupRetention.count(3) }),
    ['retention by number (repository 1)', 'retention by number (repository 2)'],
  ],
  [
    Capability.BACKUP_ENCRYPTION_SERVER,
    repositories({ encryption: BackupEncryption.serverSide() }),
    ['encryption by the object store (repository 1)', 'encryption by the object store (repository 2)'],
  ],
  [Capability.BACKUP_REPOSITORIES, repositories({}), ['2 repositories']],
  [
    Capability.BACKUP_FULL,
    repositories({}),
    ["full backups on a schedule ('0 2 * * *' of repository 1)", "full backups on a schedule ('0 5 * * *' of repository 2)"],
  ],
  [
    Capability.BACKUP_DIFFERENTIAL,
    schedules((cron) => BackupSchedule.differential(cron)),
    everyHour.map((cron) => `differential backups ('${cron}' of repository 1)`),
  ],
  [
    Capability.BACKUP_INCREMENTAL,
    schedules((cron) => BackupSchedule.incremental(cron)),
    everyHour.map((cron) => `incremental backups ('${cron}' of repository 1)`),
  ],
];

describe.each(CASES)('%s', (capability, ask, asked) => {
  test('each thing that asks for it is told', () => {
    expect(findings(program(new LackingOperator(capability), ask)).map((line) => line.replace(/^\[test\/[a-z-]+\d*\] /, ''))).toEqual(
      asked.map((one) => `[NONE-001] asked for ${one}; leave it out; no supported operator has it (Permissive 1.0 does not have it)`),
    );
  });
});

describe('pools', () => {
  const READ_ONLY = { access: PoolAccess.READ_ONLY, poolName: 'orders-ro' };
  const POOLS: readonly (readonly [Capability, Ask['pools'], readonly string[]])[] = [
    [
      Capability.POOL_SESSION,
      [{ poolName: 'one' }, { poolName: 'two' }],
      ['[test/pool-0] [NONE-001] asked for session pooling', '[test/pool-1] [NONE-001] asked for session pooling'],
    ],
    [
      Capability.POOL_READ_WRITE_AND_READ_ONLY,
      [READ_ONLY, { poolName: 'orders-rw' }, { ...READ_ONLY, poolName: 'orders-ro-2' }],
      [
        '[test/pool-1] [NONE-001] asked for a read-write pool beside a read-only one',
        '[test/pool-2] [NONE-001] asked for a read-only pool beside a read-write one',
      ],
    ],
    [
      Capability.POOL_SAME_ACCESS,
      [READ_ONLY, { ...READ_ONLY, poolName: 'orders-ro-2' }, { ...READ_ONLY, poolName: 'orders-ro-3' }],
      ['[test/pool-1] [NONE-001] asked for a second read-only pool', '[test/pool-2] [NONE-001] asked for a second read-only pool'],
    ],
    [
      Capability.POOL_DIFFERENT_SIZING,
      [READ_ONLY, { poolName: 'orders-rw', mode: PoolMode.TRANSACTION }, { ...READ_ONLY, poolName: 'orders-ro-2' }],
      [
        '[test/pool-1] [NONE-001] asked for another mode or size than that of the read-only pool',
        '[test/pool-2] [NONE-001] asked for another mode or size than that of the read-write pool',
      ],
    ],
  ];

  test.each(POOLS)('%s', (capability, pools, asked) => {
    expect(findings(program(new LackingOperator(capability), { pools }))).toEqual(
      asked.map((one) => `${one}; leave it out; no supported operator has it (Permissive 1.0 does not have it)`),
    );
  });
});

test('three roles without a password are three findings of one run', () => {
  const cluster = { databases: [ORDERS], roles: [{ name: 'reports' }, { name: 'auditors' }, { name: 'support' }] };
  expect(findings(program(new LackingOperator(Capability.ROLE_LOGIN), { cluster }))).toEqual(
    ['reports', 'auditors', 'support'].map(
      (name) =>
        `[test/db] [NONE-001] asked for a password made by the operator for the role '${name}'; leave it out; no supported operator has it (Permissive 1.0 does not have it)`,
    ),
  );
});
