import { Size } from 'cdk8s';
import {
  AccessLevel,
  AccessMethod,
  AccessRule,
  BackupArchive,
  ChangeCaptureOptions,
  CloudNativePgImageType,
  ClusterTls,
  CreationSql,
  DatabaseOptions,
  HaClusterProps,
  PostgresImage,
  PostgresVersion,
  RecoverySource,
  RoleOptions,
  RolePassword,
} from '../../../../lib';
import { Ask, S3 } from '../../../support/programs';
import { Case } from '../rule-case';

const ORDERS: DatabaseOptions = { name: 'orders', owner: 'orders-app' };
const SUPPLIED = RolePassword.fromSecret();
const MINIMAL = { imageType: CloudNativePgImageType.MINIMAL };

const roles = (...list: RoleOptions[]): Ask => ({ cluster: { databases: [ORDERS], roles: list } });
const first = (options: Partial<DatabaseOptions>, more: Partial<HaClusterProps> = {}): Ask => ({
  cluster: { databases: [{ ...ORDERS, ...options }], ...more },
});
const group = (name: string): RoleOptions => ({ name, login: false });
const secret = (name: string, secretName?: string): RoleOptions => ({ name, password: RolePassword.fromSecret(secretName) });
const rules = (accessRules: AccessRule[]): Ask => ({ cluster: { databases: [ORDERS], accessRules } });
const tlsSecrets = (serverSecret: string, caSecret?: string, replicationSecret?: string): Ask => ({
  cluster: { tls: ClusterTls.fromSecrets({ serverSecret, caSecret, replicationSecret }) },
});
const issued = (replicationCertificate?: boolean): Ask => ({
  cluster: { tls: ClusterTls.certManager({ issuerName: 'company-ca', replicationCertificate }) },
});

const reader = (database: string, level = AccessLevel.READ_ONLY): RoleOptions => ({
  name: 'reports',
  password: SUPPLIED,
  access: [{ database, level }],
});
const V14 = { version: PostgresVersion.V14 };
const AUDIT = { name: 'audit', owner: 'orders-app' };
/** A cluster of this version with a role, made of the data of another one. */
const old = (version: PostgresVersion, level?: AccessLevel): Ask => ({
  cluster: {
    version,
    databases: [ORDERS],
    roles: [reader('orders', level)],
    recovery: RecoverySource.fromArchive(BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: S3, version })),
  },
  backup: {},
});

const captures = (capture: Partial<ChangeCaptureOptions>, more: Partial<HaClusterProps> = {}): Ask => ({
  cluster: {
    databases: [ORDERS],
    roles: [{ ...secret('cdc'), attributes: { replication: true } }],
    changeCapture: { walLimit: Size.gibibytes(5), ...capture },
    ...more,
  },
});
const runs = (database: string): Ask => ({
  cluster: { databases: [ORDERS, AUDIT], creation: { sql: [CreationSql.fromText('SELECT 1;', { database })] } },
});
const imports = (password: RolePassword): Ask => ({
  cluster: {
    databases: [ORDERS],
    roles: [{ name: 'orders-app', password }],
    recovery: RecoverySource.logicalImport({
      host: 'old.acme.example',
      user: 'postgres',
      password: { name: 'old-db', key: 'password' },
      databases: ['*'],
    }),
  },
});

const OBJECT_WHY = 'names of objects have no capitals and no other signs than -, and the second object of a name replaces the first';
const SECRET_WHY = 'both would write into it, and one of them would never find what it needs there';
const OWNER_WHY = 'the operator gives it a password of its own, and the two would take turns';
const PUBLIC_WHY =
  'up to PostgreSQL 14 everybody may create tables there; the operator closes it in the template of the databases that it creates';
const CLOSE =
  'run ALTER SCHEMA public OWNER TO pg_database_owner; REVOKE CREATE ON SCHEMA public FROM PUBLIC; there as the superuser, and suppress this rule';
const EXTENSION_WHY = 'the operator tries for ever to create an extension that the image does not have';
const LOCALE_WHY =
  'the cluster, or the database, would not be created, or the server would not start: the minimal image has the locales of every Debian only';
const CLIENT_WHY =
  'a pool logs in with such a certificate, which the operator could not sign, and it would stop looking after the cluster, too';
const CERTIFICATE_WHY =
  'a pool logs in with the passwords of its clients and has none of their certificates, so the server would refuse all of them';
const BY_CERTIFICATE = { method: AccessMethod.CERTIFICATE };

/** Broken roles, databases and certificates, and what keeps their rules. */
export const ACCESS_CASES: readonly Case[] = [
  {
    rule: 'CNPG-016',
    bad: roles(group('cnpg_readers')),
    message: `[test/db] [CNPG-016] a role must not be 'streaming_replica' nor 'cnpg_...', got 'cnpg_readers' (CloudNativePG takes streaming_replica and every role that begins with cnpg_ for its own)`,
    good: [roles(group('readers'))],
  },
  {
    rule: 'CNPG-018',
    bad: {
      cluster: {
        databases: [
          { name: 'A', owner: 'app', connectionLimit: 5 },
          { name: 'a', owner: 'app' },
        ],
      },
    },
    message: `[test/db] [CNPG-018] 'databases[1].name' must differ from 'A' in a letter or digit, got 'a'; both would be the object 'orders-a' (${OBJECT_WHY})`,
    good: [
      {
        cluster: {
          databases: [
            { name: 'A', owner: 'app' },
            { name: 'a', owner: 'app' },
          ],
        },
      },
    ],
  },
  {
    rule: 'CNPG-070',
    bad: roles({ name: 'reports' }),
    message: `[test/db] [CNPG-070] asked for a password made by the operator for the role 'reports'; write RolePassword.fromSecret(), or RolePassword.delivered(...) to have the Secret made; available on Zalando Postgres Operator and Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [roles(secret('reports')), roles(group('reports')), roles({ name: 'orders-app', connectionLimit: 5 })],
  },
  {
    rule: 'CNPG-070',
    bad: { cluster: { databases: [ORDERS, { name: 'audit', owner: 'auditor' }] } },
    message: `[test/db] [CNPG-070] asked for a password made by the operator for the role 'auditor'; write RolePassword.fromSecret(), or RolePassword.delivered(...) to have the Secret made; available on Zalando Postgres Operator and Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [{ cluster: { databases: [ORDERS, { name: 'audit', owner: 'auditor' }], roles: [secret('auditor')] } }],
  },
  {
    rule: 'CNPG-071',
    bad: roles(group('a_b'), secret('A-B'), group('__')),
    message: [
      `[test/db] [CNPG-071] the role 'A-B' must differ from 'a_b' in a letter or digit; both would be the object 'orders-a-b' (${OBJECT_WHY})`,
      `[test/db] [CNPG-071] the name of a role must have a letter a-z or a digit in it, got '__' (${OBJECT_WHY})`,
    ],
    good: [roles(group('a_b'), secret('b-a')), { cluster: { databases: [{ name: 'orders', owner: '__' }] } }],
  },
  {
    rule: 'CNPG-071',
    bad: roles(secret('reports'), secret('audit', 'orders-reports')),
    message: `[test/db] [CNPG-071] the Secret of 'audit' must not be 'orders-reports', which is that of 'reports'; write another one (${OBJECT_WHY})`,
    good: [roles(secret('reports'), secret('audit', 'orders-auditors'))],
  },
  ...['app', 'superuser', 'ca', 'server', 'replication', 'pooler'].map((name) => ({
    rule: 'CNPG-072',
    bad: roles(secret(name)),
    message: `[test/db] [CNPG-072] the Secret of the role '${name}' must not be 'orders-${name}'; write RolePassword.fromSecret(...) with another name, or another name of the role (${SECRET_WHY})`,
    good: [roles(secret(name, `orders-${name}-password`)), roles(group(name))],
  })),
  {
    rule: 'CNPG-072',
    bad: { cluster: { databases: [ORDERS], roles: [secret('server-tls')], ...issued().cluster } },
    message: `[test/db] [CNPG-072] the Secret of the role 'server-tls' must not be 'orders-server-tls'; write RolePassword.fromSecret(...) with another name, or another name of the role (${SECRET_WHY})`,
    good: [roles(secret('server-tls')), { cluster: { databases: [{ name: 'orders', owner: 'app' }], roles: [secret('app')] } }],
  },
  {
    rule: 'CNPG-072',
    bad: tlsSecrets('orders-server', 'orders-ca', 'orders-replication'),
    message: [
      ['serverSecret', 'server'],
      ['caSecret', 'ca'],
      ['replicationSecret', 'replication'],
    ].map(([prop, name]) => `[test/db] [CNPG-072] 'tls.${prop}' must not be 'orders-${name}'; write another name (${SECRET_WHY})`),
    good: [tlsSecrets('orders-tls', 'company-ca', 'orders-replicas')],
  },
  {
    rule: 'CNPG-073',
    bad: { cluster: { roles: [secret('app', 'app-password')] } },
    message: `[test/db] [CNPG-073] 'roles' must not have 'app' without its database; write databases: [{ name: 'app', owner: 'app' }] (${OWNER_WHY})`,
    good: [
      { cluster: { databases: [{ name: 'app', owner: 'app' }], roles: [secret('app', 'app-password')] } },
      roles(secret('app', 'app-password')),
    ],
  },
  {
    rule: 'CNPG-074',
    bad: old(PostgresVersion.V14),
    message: `[test/db] [CNPG-074] 'roles' must not have access below AccessLevel.OWNER in a cluster that begins with the data of another one; ${CLOSE} (${PUBLIC_WHY})`,
    good: [old(PostgresVersion.V14, AccessLevel.OWNER), first({}, { ...V14, roles: [reader('orders')] }), old(PostgresVersion.V15)],
  },
  {
    rule: 'CNPG-074',
    bad: { cluster: { ...V14, databases: [ORDERS, { ...AUDIT, locale: 'de_DE.UTF-8' }], roles: [reader('audit')] } },
    message: `[test/db] [CNPG-074] 'roles' must not have access below AccessLevel.OWNER in 'audit', whose encoding or locale is not that of the first database; ${CLOSE} (${PUBLIC_WHY})`,
    good: [
      { cluster: { ...V14, databases: [ORDERS, { ...AUDIT, locale: 'C' }], roles: [reader('audit')] } },
      { cluster: { ...V14, databases: [ORDERS, { ...AUDIT, locale: 'de_DE.UTF-8' }], roles: [reader('orders')] } },
      { cluster: { databases: [ORDERS, { ...AUDIT, locale: 'de_DE.UTF-8' }], roles: [reader('audit')] } },
    ],
  },
  {
    rule: 'CNPG-076',
    bad: first({ extensions: [{ name: 'pg_trgm' }, { name: 'postgis' }] }),
    message: `[test/db] [CNPG-076] 'extensions' of 'orders' must come with PostgreSQL or be one of pgaudit, vector, got 'postgis'; write PostgresImage.pinned(...) of an image that has it (${EXTENSION_WHY})`,
    good: [
      first({ extensions: [{ name: 'uuid-ossp' }, { name: 'vector' }, { name: 'pgaudit' }] }, { parameters: { 'pgaudit.log': 'ddl' } }),
      first({ extensions: [{ name: 'postgis' }] }, { image: PostgresImage.pinned('registry.example.com/postgis:17') }),
      first({ extensions: [{ name: 'postgis' }] }, { image: PostgresImage.fromCatalog({ name: 'approved' }) }),
    ],
  },
  {
    rule: 'CNPG-076',
    bad: first({ extensions: [{ name: 'vector' }] }),
    badOptions: MINIMAL,
    message: `[test/db] [CNPG-076] 'operator.imageType' must be STANDARD for the extension 'vector' of 'orders', got MINIMAL (${EXTENSION_WHY})`,
    good: [first({ extensions: [{ name: 'citext' }] })],
    goodOptions: MINIMAL,
  },
  {
    rule: 'CNPG-077',
    bad: first({ locale: 'de_DE.UTF-8' }),
    badOptions: MINIMAL,
    message: `[test/db] [CNPG-077] 'operator.imageType' must be STANDARD for the locale 'de_DE.UTF-8' of 'orders', got MINIMAL (${LOCALE_WHY})`,
    good: [
      first({ locale: 'C.UTF-8' }),
      first({ locale: 'POSIX' }),
      first({ locale: 'de_DE.UTF-8' }, { image: PostgresImage.pinned('registry.example.com/postgresql:17') }),
    ],
    goodOptions: MINIMAL,
  },
  {
    rule: 'CNPG-077',
    bad: { cluster: { parameters: { lc_messages: 'de_DE.UTF-8', lc_monetary: 'C' } } },
    badOptions: MINIMAL,
    message: `[test/db] [CNPG-077] 'operator.imageType' must be STANDARD for the locale 'de_DE.UTF-8' of 'lc_messages', got MINIMAL (${LOCALE_WHY})`,
    good: [{ cluster: { parameters: { lc_messages: 'de_DE.UTF-8' } } }],
  },
  {
    rule: 'CNPG-077',
    bad: first({ locale: 'en_US.UTF-8' }),
    badOptions: MINIMAL,
    message: `[test/db] [CNPG-077] 'operator.imageType' must be STANDARD for the locale 'en_US.UTF-8' of 'orders', got MINIMAL (${LOCALE_WHY})`,
    good: [first({ locale: 'de_DE.UTF-8' })],
  },
  {
    rule: 'CNPG-080',
    bad: { ...issued(true), pools: [{}] },
    message: `[test/pool-0] [CNPG-080] the cluster 'orders' must have the replication certificate of the operator, got one of cert-manager; leave out 'replicationCertificate' of its 'tls' (${CLIENT_WHY})`,
    good: [{ ...issued(), pools: [{}] }, { ...issued(false), pools: [{}] }, issued(true)],
  },
  {
    rule: 'CNPG-080',
    bad: { ...tlsSecrets('orders-tls', undefined, 'orders-replicas'), pools: [{}] },
    message: `[test/pool-0] [CNPG-080] the cluster 'orders' must have the replication certificate of the operator, got one of somebody else; leave out 'replicationSecret' of its 'tls' (${CLIENT_WHY})`,
    good: [{ ...tlsSecrets('orders-tls'), pools: [{}] }],
  },
  {
    rule: 'CNPG-081',
    bad: {
      ...rules([AccessRule.reject({ roles: ['orders-app'], addresses: ['10.9.0.0/16'] }), AccessRule.allow(BY_CERTIFICATE)]),
      pools: [{}],
    },
    message: `[test/db] [CNPG-081] 'accessRules[1]' must not ask every role at every address for a certificate while there is a pool; name 'roles' or 'addresses', or write AccessRule.allow({ addresses: [...] }) for the pods before it (${CERTIFICATE_WHY})`,
    good: [
      rules([AccessRule.allow(BY_CERTIFICATE)]),
      { ...rules([AccessRule.allow({ addresses: ['10.8.0.0/16'] }), AccessRule.allow(BY_CERTIFICATE)]), pools: [{}] },
      { ...rules([AccessRule.allow({ roles: ['orders-app'], ...BY_CERTIFICATE }), AccessRule.allow()]), pools: [{}] },
      { ...rules([AccessRule.allow({ addresses: ['10.9.0.0/16'], ...BY_CERTIFICATE }), AccessRule.allow()]), pools: [{}] },
    ],
  },
  {
    rule: 'CNPG-081',
    bad: { ...rules([AccessRule.allow({ databases: ['orders'], ...BY_CERTIFICATE })]), pools: [{}] },
    message: `[test/db] [CNPG-081] 'accessRules[0]' must not ask every role at every address for a certificate while there is a pool; name 'roles' or 'addresses', or write AccessRule.allow({ addresses: [...] }) for the pods before it (${CERTIFICATE_WHY})`,
    good: [],
  },
  {
    rule: 'CNPG-100',
    bad: captures({ slots: [{ name: 'cdc', database: 'orders' }] }),
    message: `[test/db] [CNPG-100] asked for 'changeCapture.slots'; leave 'slots' out and let the reader make its slot with 'failover', as a subscription or Debezium can; available on Zalando Postgres Operator and Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [captures({ slots: [] })],
  },
  {
    rule: 'CNPG-101',
    bad: captures({}, { version: PostgresVersion.V16 }),
    message: `[test/db] [CNPG-101] 'changeCapture' needs PostgresVersion.V17 or later, got 16; upgrade, or Rules.of(cluster).suppress('CNPG-101', '<the reason>') (before, no logical slot survives a failover: its reader loses its place, and has to begin with a new copy of the tables)`,
    good: [captures({}), { ...captures({}, { version: PostgresVersion.V16 }), suppressed: ['CNPG-101'] }],
  },
  {
    rule: 'CNPG-102',
    bad: captures({}, { parameters: { hot_standby_feedback: 'off' } }),
    message: `[test/db] [CNPG-102] 'hot_standby_feedback' must be 'on' beside 'changeCapture', got 'off'; leave it out of 'parameters' (the webhook refuses the cluster object)`,
    good: [captures({}, { parameters: { hot_standby_feedback: 'on' } })],
  },
  {
    rule: 'CNPG-103',
    bad: runs('audit'),
    message: `[test/db] [CNPG-103] 'creation.sql[0].database' must be postgres, template1, orders, got 'audit'; put that database first, or run the SQL by a Job of its owner (the operator runs it nowhere else, and says nothing)`,
    good: [runs('orders'), runs('postgres'), runs('template1')],
  },
  {
    rule: 'CNPG-105',
    bad: captures({
      publications: [
        { name: 'all_tables', database: 'orders' },
        { name: 'All-Tables', database: 'orders' },
        { name: '__', database: 'orders' },
      ],
    }),
    message: [
      `[test/db] [CNPG-105] the publication 'All-Tables' must differ from 'all_tables' in a letter or digit; both would be the object 'orders-orders-all-tables' (${OBJECT_WHY})`,
      `[test/db] [CNPG-105] the name of a publication must have a letter a-z or a digit in it, got '__' (${OBJECT_WHY})`,
    ],
    good: [captures({ publications: [{ name: 'all_tables', database: 'orders' }] })],
  },
  {
    rule: 'CNPG-104',
    bad: imports(RolePassword.generated()),
    message: `[test/db] [CNPG-104] the password of 'orders-app' must come from a Secret; write { name: 'orders-app', password: RolePassword.fromSecret() } in 'roles' (the operator makes no Secret then, and applications would wait for it for ever)`,
    good: [imports(SUPPLIED)],
  },
];
