import { Duration } from 'cdk8s';
import {
  AccessMethod,
  AccessRule,
  ClusterTls,
  DatabaseOptions,
  PostgresImage,
  ReplicaSource,
  RoleOptions,
  RolePassword,
  SecretSource,
  SecretValue,
} from 'cdk8s-postgres';
import { Ask } from '../../../support/programs';
import { RecoveryCase } from '../recovery/recovery-cases';

const ORDERS = { name: 'orders', owner: 'orders-app' };

const cluster = (props: NonNullable<Ask['cluster']>, rest: Ask = {}): Ask => ({ ...rest, cluster: { databases: [ORDERS], ...props } });
const role = (options: RoleOptions): Ask => cluster({ roles: [options] });
const extension = (name: string, rest: object = {}): Ask =>
  cluster({ databases: [{ ...ORDERS, extensions: [{ name, ...rest }], schemas: ['extensions'] }] });
const rules = (accessRules: AccessRule[], databases: readonly DatabaseOptions[] = [ORDERS]): Ask =>
  cluster({ accessRules, databases: [...databases] });
const networks = (count: number): string[] => Array.from({ length: count }, (_, i) => `10.${i}.0.0/16`);
const secrets = (options: { caSecret?: string; replicationSecret?: string }): ClusterTls =>
  ClusterTls.fromSecrets({ serverSecret: 'orders-tls', ...options });

const pooled = (refreshInterval?: Duration): Ask => ({
  ...role({
    name: 'reports',
    password: RolePassword.delivered(
      SecretSource.externalSecrets({ storeName: 'vault', refreshInterval }),
      SecretValue.fromVault('orders', 'reports'),
    ),
  }),
  pools: [{}],
});

const LONG = 'd'.repeat(60);
const LONG_LINE = `hostssl "${LONG}" "orders-app" 10.20.0.0/16 scram-sha-256`;
const STREAMING = ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu.acme.example' });
const COMPANY = ClusterTls.certManager({ issuerName: 'company-ca' });

/** Programs for the rules of roles, access and certificates. */
export const ACCESS_CASES: readonly RecoveryCase[] = [
  {
    rule: 'PGO-017',
    bad: cluster({ roles: [{ name: 'Reports_2' }, { name: 'readers', login: false }] }),
    good: role({ name: 'reports-2' }),
    says: [
      `the names of 'roles' must be lower-case letters, digits and '-', with no '-' at either end, got 'Reports_2'; write 'reports-2'`,
    ],
  },
  {
    rule: 'PGO-018',
    bad: cluster({ roles: Array.from({ length: 64 }, (_, i) => ({ name: `role-${i}` })) }),
    good: cluster({ roles: Array.from({ length: 63 }, (_, i) => ({ name: `role-${i}` })) }),
    says: [
      `'databases' and 'roles' must have at most 64 different roles, got 65; let some databases share an owner, or applications a role`,
    ],
  },
  {
    rule: 'PGO-095',
    bad: pooled(Duration.hours(6)),
    good: pooled(),
    says: [
      `the password of 'reports' must not have a 'refreshInterval' on a cluster with pools, got one of 21600 seconds; write a SecretSource without it, and touch the ExternalSecret when the password has changed`,
    ],
  },
  {
    rule: 'PGO-095',
    bad: pooled(Duration.hours(1)),
    good: { ...pooled(Duration.hours(6)), pools: [] },
    says: [
      `the password of 'reports' must not have a 'refreshInterval' on a cluster with pools, got one of 3600 seconds; write a SecretSource without it, and touch the ExternalSecret when the password has changed`,
    ],
  },
  {
    rule: 'PGO-024',
    bad: cluster({
      hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256'],
      accessRules: [AccessRule.allow({ addresses: networks(9) })],
    }),
    good: cluster({ accessRules: [AccessRule.allow({ addresses: networks(9) })] }),
    says: [
      `'accessRules' must be at most 9 lines together with 'hbaRules', one for each address, got 10; write wider networks, or groups instead of roles`,
    ],
  },
  {
    rule: 'PGO-025',
    bad: rules(
      [AccessRule.allow({ databases: ['orders', LONG], roles: ['orders-app'], addresses: ['10.20.0.0/16'] })],
      [ORDERS, { name: LONG, owner: 'orders-app' }],
    ),
    good: rules(
      [AccessRule.allow({ databases: ['orders', LONG.slice(10)], roles: ['orders-app'], addresses: ['10.20.0.0/16'] })],
      [ORDERS, { name: LONG.slice(10), owner: 'orders-app' }],
    ),
    says: [`'accessRules[0]' must be lines of at most 100 characters, got ${LONG_LINE.length}: ${LONG_LINE}; leave out the longer name`],
  },
  {
    rule: 'PGO-070',
    bad: cluster({
      roles: [
        { name: 'orders-app', password: RolePassword.fromSecret('app-password') },
        { name: 'reports', password: RolePassword.fromSecret('reports') },
      ],
    }),
    good: cluster({
      roles: [
        { name: 'orders-app', password: RolePassword.fromSecret('orders-pguser-orders-app') },
        { name: 'reports', password: RolePassword.fromSecret() },
      ],
    }),
    says: [
      `the password of 'orders-app' must be in the Secret 'orders-pguser-orders-app', got 'app-password'; write RolePassword.fromSecret() for that name`,
      `the password of 'reports' must be in the Secret 'orders-pguser-reports', got 'reports'; write RolePassword.fromSecret() for that name`,
    ],
  },
  {
    rule: 'PGO-071',
    bad: extension('pgaudit', { version: '17.1', schema: 'extensions' }),
    good: extension('pgaudit'),
    says: [
      `'version' of 'pgaudit' in 'orders' must not be given; PGO creates it; leave it out`,
      `'schema' of 'pgaudit' in 'orders' must not be given; PGO creates it; leave it out`,
    ],
  },
  {
    rule: 'PGO-071',
    bad: extension('postgis', { version: '3.5.0' }),
    good: cluster({
      databases: [{ ...ORDERS, extensions: [{ name: 'postgis', version: '3.5.0' }] }],
      image: PostgresImage.pinned('registry.example.com/postgis:17.6'),
    }),
    options: { postGisVersion: '3.5' },
    says: [`'version' of 'postgis' in 'orders' must not be given; PGO creates it; leave it out`],
  },
  {
    rule: 'PGO-072',
    bad: cluster({ accessRules: [AccessRule.allow({ method: AccessMethod.CERTIFICATE })] }, { pools: [{}] }),
    good: cluster(
      { accessRules: [AccessRule.allow({ roles: ['orders-app'] }), AccessRule.allow({ method: AccessMethod.CERTIFICATE })] },
      { pools: [{}] },
    ),
    says: [
      `'accessRules' must let in somebody with a password, since the cluster has a pool; write AccessRule.allow({ roles: [...] }), or take the pool out`,
    ],
  },
  {
    rule: 'PGO-073',
    bad: rules([AccessRule.allow({ databases: ["l'été"] })], [{ name: "l'été", owner: 'orders-app' }]),
    good: rules([AccessRule.allow({ databases: ["l'ete !"] })], [{ name: "l'ete !", owner: 'orders-app' }]),
    says: [`'accessRules[0]' must have names of printable ASCII only, got 'l'été'; leave the list out, or rename it`],
  },
  {
    rule: 'PGO-059',
    bad: { replica: { source: STREAMING } },
    good: { replica: { source: STREAMING, tls: COMPANY } },
    place: 'replica',
    says: [
      `'tls' must be ClusterTls.certManager(...) or ClusterTls.fromSecrets(...) for a ReplicaCluster that streams, got none; write it for the source as well, with certificates of one CA, or write ReplicaSource.archive(...)`,
    ],
  },
  {
    rule: 'PGO-080',
    bad: cluster({ tls: secrets({}) }),
    good: cluster({ tls: secrets({ replicationSecret: 'orders-repl' }) }),
    says: [
      `'tls.replicationSecret' must be given together with 'tls.serverSecret', got none; write the name of a Secret with a certificate for '_crunchyrepl' of the same CA`,
    ],
  },
  {
    rule: 'PGO-081',
    bad: cluster({ tls: ClusterTls.certManager({ issuerName: 'company-ca', replicationCertificate: false }) }),
    good: cluster({ tls: ClusterTls.certManager({ issuerName: 'company-ca', replicationCertificate: true }) }),
    says: [`'tls.replicationCertificate' must not be false; leave it out`],
  },
  {
    rule: 'PGO-082',
    bad: cluster({ tls: secrets({ replicationSecret: 'orders-repl', caSecret: 'company-ca' }) }),
    good: cluster({ tls: secrets({ replicationSecret: 'orders-repl', caSecret: 'orders-tls' }) }),
    says: [`'tls.caSecret' must be 'orders-tls' or none, got 'company-ca'; put the CA into 'orders-tls' as 'ca.crt'`],
  },
  {
    rule: 'PGO-083',
    bad: cluster({ tls: COMPANY }),
    good: cluster({ tls: COMPANY }),
    options: { tlsSecretName: 'orders-tls', replicationTlsSecretName: 'orders-repl' },
    says: [
      `'operator.tlsSecretName' must not be given together with 'tls', got 'orders-tls'; leave it out`,
      `'operator.replicationTlsSecretName' must not be given together with 'tls', got 'orders-repl'; leave it out`,
    ],
  },
];
