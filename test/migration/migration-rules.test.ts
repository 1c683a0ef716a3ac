import { Chart, Size } from 'cdk8s';
import {
  ClusterState,
  ClusterTls,
  ConnectionPool,
  ExternalPostgresOptions,
  HaCluster,
  MajorUpgrade,
  Migration,
  MigrationMethod,
  MigrationSource,
  MigrationStep,
  PostgresImage,
  PostgresProvider,
  PostgresVersion,
  Replication,
  RecoverySource,
  ReplicaSource,
  ReplicaCluster,
  RolePassword,
  Rules,
  UpgradeStep,
  SslMode,
} from '../../lib';
import { checkCode } from '../../lib/migration/check-code';
import { MIGRATION_RULES } from '../../lib/migration/migration-rules';
import { METHOD_RULES } from '../../lib/migration/physical-rules';
import { shortHash } from '../../lib/private/hash';
import { OLD_ARCHIVE, smallestCluster } from '../support/programs';
import { only } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';
import { MigrationAsk, ORDERS, cnpg, moving, pgo, zalando } from './migration-programs';

const DUMP = MigrationMethod.dump({ storage: { size: Size.gibibytes(20) } });
const CREDENTIALS = { secretName: 'old-orders' };

const outside = (options: Partial<ExternalPostgresOptions> = {}): MigrationAsk['source'] => {
  const server = { host: 'db.example.com', version: PostgresVersion.V17, credentials: CREDENTIALS, ...options };
  return () => MigrationSource.external(server);
};
const external = (options: Partial<ExternalPostgresOptions> = {}, ask: MigrationAsk = {}): MigrationAsk => ({
  source: outside(options),
  ...ask,
  props: { databases: [{ name: 'orders' }], ...ask.props },
});

/** The name of a migration of 'orders' to 'orders-next', which its code is made of. */
const nameOf = (attempt: number): string => `cdk8s_${shortHash(JSON.stringify([['orders', 'orders'], 'orders-next', 'orders', attempt]))}`;
const code = (kind: 'follow' | 'replayed' | 'final', attempt = 1): string =>
  checkCode({ name: nameOf(attempt), namespace: 'orders', databases: ['orders'], attempt, kind }, 12);

const outsideCode = checkCode(
  {
    name: `cdk8s_${shortHash(JSON.stringify([['db.example.com', undefined], 'orders-next', 'orders', 1]))}`,
    namespace: 'orders',
    databases: ['orders'],
    attempt: 1,
    kind: 'final',
  },
  12,
);

const elsewhere = (chart: Chart): HaCluster =>
  new HaCluster(new Chart(chart, 'billing', { namespace: 'billing' }), 'db', {
    ...smallestCluster(zalando),
    clusterName: 'billing',
    databases: [ORDERS],
  });

const FILES = MigrationMethod.physical({ reason: 'four terabytes of large objects' });

const STREAMED = { method: MigrationMethod.physical({ reason: 'four terabytes', replicationSecret: 'old-streaming' }) };

const MINIMAL = PostgresImage.pinned('ghcr.io/cloudnative-pg/postgresql:17.6-minimal-trixie');

const OWN_SECRETS = ClusterTls.fromSecrets({ serverSecret: 'orders-tls', replicationSecret: 'orders-replicas' });

const issued = (issuerName: string, replicationCertificate?: boolean): ClusterTls =>
  ClusterTls.certManager({ issuerName, replicationCertificate });

const CASES: readonly RuleCase<MigrationAsk>[] = [
  {
    rule: 'MIG-001',
    of: 'the source',
    broken: {
      source: (chart) =>
        MigrationSource.cluster(
          HaCluster.fromHaClusterAttributes(chart, 'other', { clusterName: 'billing', operator: zalando, databases: [ORDERS] }),
        ),
    },
    says: `the cluster 'billing' belongs to another app; write MigrationSource.external({ host: 'billing.orders.svc', ... }) with a role that its owner lets in, or the Migration there (what each needs is printed into its object, and the Jobs read Secrets of both)`,
    kept: external({ host: 'billing.orders.svc' }),
  },
  {
    rule: 'MIG-001',
    of: 'the target',
    broken: {
      target: (chart) => HaCluster.fromHaClusterAttributes(chart, 'other', { clusterName: 'billing', operator: cnpg, databases: [ORDERS] }),
    },
    says: `the cluster 'billing' belongs to another app; write the Migration there`,
    kept: {},
  },
  {
    rule: 'MIG-001',
    of: 'the namespaces',
    broken: { source: (chart) => MigrationSource.cluster(elsewhere(chart)) },
    says: `the source 'billing' is in the namespace 'billing' and the migration in 'orders'; write MigrationSource.cluster(..., { credentials: { secretName: '...' } }) with a copy of the Secret of its superuser there`,
    kept: { source: (chart) => MigrationSource.cluster(elsewhere(chart), { credentials: CREDENTIALS }) },
  },
  {
    rule: 'MIG-001',
    of: 'the namespace of the migration',
    broken: { source: (chart) => MigrationSource.cluster(elsewhere(chart)), target: elsewhereNext },
    says: `the migration is in namespace 'orders' and its target 'billing-next' in 'billing'; put it in a chart of that namespace`,
    kept: {},
  },
  {
    rule: 'MIG-002',
    broken: { target: (_, { from }) => from },
    says: `'to' must be another cluster than 'from', got 'orders' twice; for another version in place write a MajorUpgrade (nothing moves from a cluster to itself)`,
    kept: {},
  },
  {
    rule: 'MIG-003',
    broken: external({ host: 'orders.orders.svc' }),
    says: `the host of 'from' is the cluster 'orders' of this app; write MigrationSource.cluster(...) with it (of a cluster the migration makes ready what it needs, which nobody would do for an address)`,
    kept: {},
  },
  {
    rule: 'MIG-004',
    of: 'none',
    broken: { from: { databases: [] } },
    says: `'databases' must name at least one, got none; the source names none either; write databases: [{ name: '...' }] for those that it has (the target makes database and owner, from its own props; the Jobs fill them)`,
    kept: { from: { databases: [] }, props: { databases: [{ name: 'orders' }] } },
  },
  {
    rule: 'MIG-004',
    of: 'none of an address',
    broken: { source: outside() },
    says: `'databases' must name at least one, got none; write databases: [{ name: '...' }], since nobody knows those of 'db.example.com'`,
    kept: external(),
  },
  {
    rule: 'MIG-004',
    of: 'not at the source',
    broken: { props: { databases: [{ name: 'shop', renamedTo: 'orders' }] } },
    says: `'databases' must be databases of the source, 'orders', got 'shop'`,
    kept: {},
  },
  {
    rule: 'MIG-004',
    of: 'not at the target',
    broken: { to: { databases: [{ name: 'shop', owner: 'orders-app' }] } },
    says: `the target 'orders-next' must have the database 'orders', got 'shop'; write databases: [{ name: 'orders', owner: '...' }] there, or 'renamedTo' here`,
    kept: { to: { databases: [{ name: 'shop', owner: 'orders-app' }] }, props: { databases: [{ name: 'orders', renamedTo: 'shop' }] } },
  },
  {
    rule: 'MIG-004',
    of: 'twice',
    broken: { props: { databases: [{ name: 'orders' }, { name: 'orders' }] } },
    says: `'databases' has 'orders' twice; write it once`,
    kept: {},
  },
  {
    rule: 'MIG-004',
    of: 'of every server',
    broken: external({}, { props: { databases: [{ name: 'postgres', renamedTo: 'orders' }] } }),
    says: `'databases' must not have 'postgres', which every server has for itself; move what is in there to a database of its own first`,
    kept: external(),
  },
  {
    rule: 'MIG-005',
    of: 'a pair',
    broken: { operators: [cnpg, zalando], props: { method: FILES } },
    says: `'method' must be MigrationMethod.logical() or MigrationMethod.dump(...) from CloudNativePG to Zalando Postgres Operator, got MigrationMethod.physical(...): the configuration that comes along names certificates of the pods of CloudNativePG, without which no server of Zalando Postgres Operator starts (a server of another operator has other settings, roles and libraries in its files: it does not start, or cannot be logged in to)`,
    kept: { props: { method: FILES } },
  },
  {
    rule: 'MIG-005',
    of: 'one operator',
    broken: { operators: [cnpg, cnpg], props: { method: FILES } },
    says: `'method' must be MigrationMethod.logical() or MigrationMethod.dump(...) between clusters of one operator, got MigrationMethod.physical(...); there, a ReplicaCluster with 'promoted' copies files`,
    kept: { operators: [cnpg, cnpg] },
  },
  {
    rule: 'MIG-005',
    of: 'a server of a provider',
    broken: external({ provider: PostgresProvider.AMAZON_RDS }, { props: { ...STREAMED, walLimit: undefined } }),
    says: `'method' must be MigrationMethod.logical() or MigrationMethod.dump(...) from 'amazon-rds', got MigrationMethod.physical(...); it gives its files to nobody`,
    kept: external({}, { props: { ...STREAMED, walLimit: undefined } }),
  },
  {
    rule: 'MIG-005',
    of: 'a server outside to another operator',
    broken: external({}, { operators: [cnpg, pgo], props: { method: FILES, walLimit: undefined } }),
    says: `'method' must be MigrationMethod.logical() or MigrationMethod.dump(...) from a server outside to Crunchy PGO, got MigrationMethod.physical(...); it looks for the configuration of the source, and for roles of its own, in what it has copied`,
    kept: external({}, { props: { ...STREAMED, walLimit: undefined } }),
  },
  {
    rule: 'MIG-005',
    of: 'a server outside without its superuser',
    broken: external({ superuser: false }, { props: { ...STREAMED, walLimit: undefined } }),
    says: `'superuser' must not be false with MigrationMethod.physical(...): files are read, and the role as which the target streams is made, by a superuser; leave it out, and name the Secret of one`,
    kept: external({}, { props: { ...STREAMED, walLimit: undefined } }),
  },
  {
    rule: 'MIG-006',
    of: 'no code',
    broken: { props: { step: MigrationStep.cutOver('yes') } },
    says: `'step.check' must be the code that the check while the target follows prints in its last line, as '12-0a1b2c3d', got 'yes'; write what stands behind 'check passed: ' there (it is the proof that somebody has looked: what differs is found while the source is still there)`,
    kept: { props: { step: MigrationStep.cutOver(code('follow')) } },
  },
  {
    rule: 'MIG-006',
    of: 'of the earlier check',
    broken: { props: { step: MigrationStep.retire(code('follow')) } },
    says: `'step.check' must be the code of the check after the last write of '${nameOf(1)}', attempt 1, got '${code('follow')}', which is that of the check while the target follows; write the code that this check prints once it has passed`,
    kept: { props: { step: MigrationStep.retire(code('final')) } },
  },
  {
    rule: 'MIG-006',
    of: 'of another migration',
    broken: { props: { step: MigrationStep.reverse(code('final', 2)) } },
    says: `'step.check' must be the code of the check after the last write of '${nameOf(1)}', attempt 1, got '${code('final', 2)}', which is of another migration, of other databases or tables left out, of another attempt or round, or copied wrong; write the code that this check prints once it has passed`,
    kept: { props: { step: MigrationStep.reverse(code('final')) } },
  },
  {
    rule: 'MIG-006',
    of: 'a dump is compared once',
    broken: { props: { method: DUMP, walLimit: undefined, step: MigrationStep.cutOver(code('follow')) } },
    says: `'step.check' must be the code of the check after the last write of '${nameOf(1)}', attempt 1, got '${code('follow')}', which is that of the check while the target follows; write the code that this check prints once it has passed`,
    kept: { props: { method: DUMP, walLimit: undefined, step: MigrationStep.cutOver(code('final')) } },
  },
  {
    rule: 'MIG-006',
    of: 'of a cut over that was taken back',
    broken: { props: { method: FILES, step: MigrationStep.promote(code('replayed')), round: 2 } },
    says: `'step.check' must be the code of the cut over of '${nameOf(1)}', attempt 1, round 2, got '${code('replayed')}', which is that of round 1; write the code that this check prints once it has passed`,
    kept: { props: { method: FILES, step: MigrationStep.promote(code('replayed')) } },
  },
  {
    rule: 'MIG-007',
    broken: { to: { version: PostgresVersion.V16 } },
    says: `the target must have PostgreSQL 17 or higher, as the source has, got 16; write version: PostgresVersion.V17 there, or, where the schema was loaded before by hand, Rules.of(migration).suppress('MIG-007', '<the reason>') (what dumps the schema writes what an older server does not know)`,
    kept: { from: { version: PostgresVersion.V16 } },
  },
  {
    rule: 'MIG-008',
    of: 'follow',
    broken: { props: { method: DUMP, walLimit: undefined, step: MigrationStep.follow() } },
    says: `'step' must not be 'follow' with MigrationMethod.dump(...); write MigrationStep.cutOver('...') after MigrationStep.copy(), or MigrationMethod.logical() from the first step on (nothing follows a dump, only files are promoted, and only logical replication goes back)`,
    kept: { props: { step: MigrationStep.follow() } },
  },
  {
    rule: 'MIG-008',
    of: 'reverse',
    broken: { props: { method: DUMP, walLimit: undefined, step: MigrationStep.reverse(code('final')) } },
    says: `'step' must not be 'reverse' with MigrationMethod.dump(...); write MigrationStep.retire('...'), or MigrationMethod.logical() from the first step on`,
    kept: { props: { step: MigrationStep.reverse(code('final')) } },
  },
  {
    rule: 'MIG-008',
    of: 'copy',
    broken: { props: { method: FILES, step: MigrationStep.copy() } },
    says: `'step' must not be 'copy' with MigrationMethod.physical(...); write MigrationStep.follow(), or MigrationMethod.logical() from the first step on`,
    kept: { props: { method: FILES, step: MigrationStep.follow() } },
  },
  {
    rule: 'MIG-008',
    of: 'promote',
    broken: { props: { step: MigrationStep.promote(code('replayed')) } },
    says: `'step' must not be 'promote' with MigrationMethod.logical(); write MigrationStep.retire('...') after MigrationStep.cutOver('...')`,
    kept: { props: { method: FILES, step: MigrationStep.promote(code('replayed')) } },
  },
  {
    rule: 'MIG-008',
    of: 'giving up behind a promotion',
    broken: { props: { step: MigrationStep.giveUp({ afterPromote: true }) } },
    says: `'step' must not be given up with afterPromote: true and MigrationMethod.logical(), which promotes nothing; write MigrationStep.giveUp()`,
    kept: { props: { method: FILES, step: MigrationStep.giveUp({ afterPromote: true }) } },
  },
  {
    rule: 'MIG-009',
    of: 'a version without it',
    broken: { operators: [pgo, cnpg], from: { version: PostgresVersion.V15 }, props: { wayBack: true } },
    says: `'wayBack' must not be true between PostgreSQL 15 and 17, below 16; leave it out, or move with a version from 16 on (an older server cannot tell what it wrote itself from what came from the other side, and would send it round and round)`,
    kept: { props: { wayBack: true } },
  },
  {
    rule: 'MIG-009',
    of: 'the step',
    broken: { operators: [pgo, cnpg], from: { version: PostgresVersion.V15 }, props: { step: MigrationStep.reverse(code('final')) } },
    says: `'step' must not be MigrationStep.reverse(...) between PostgreSQL 15 and 17, below 16; write MigrationStep.retire('...'), or move with a version from 16 on`,
    kept: { operators: [pgo, cnpg], from: { version: PostgresVersion.V15 }, props: { step: MigrationStep.retire(code('final')) } },
  },
  {
    rule: 'MIG-009',
    of: 'not wanted before',
    broken: { props: { wayBack: false, step: MigrationStep.reverse(code('final')) } },
    says: `'step' must not be MigrationStep.reverse(...) with wayBack: false, for the target kept nothing for the source; write MigrationStep.retire('...')`,
    kept: { props: { wayBack: false, step: MigrationStep.retire(code('final')) } },
  },
  {
    rule: 'MIG-009',
    of: 'a server outside',
    broken: external({}, { props: { step: MigrationStep.reverse(outsideCode) } }),
    says: `'step' must not be MigrationStep.reverse(...) where the source is a server outside and 'wayBack' was not written, for the target kept nothing for it; write MigrationStep.retire('...'), or wayBack: true from the first step of another attempt on, where 'db.example.com' reaches the target`,
    kept: external({}, { props: { wayBack: true, step: MigrationStep.reverse(outsideCode) } }),
  },
  {
    rule: 'MIG-009',
    of: 'a dump',
    broken: { props: { method: DUMP, walLimit: undefined, wayBack: true } },
    says: `'wayBack' must not be true with MigrationMethod.dump(...); leave it out`,
    kept: { props: { method: DUMP, walLimit: undefined } },
  },
  {
    rule: 'MIG-010',
    of: 'stopped',
    broken: { from: { state: ClusterState.stopped() } },
    says: `the cluster 'orders' is in the state 'stopped'; write state: ClusterState.running() until the migration is taken out (the Jobs write to both: publications and what was done there, roles and data here)`,
    kept: {},
  },
  {
    rule: 'MIG-010',
    of: 'a follower',
    broken: {
      target: (chart) =>
        new ReplicaCluster(chart, 'dr', {
          ...smallestCluster(zalando),
          clusterName: 'orders-dr',
          databases: [ORDERS],
          source: ReplicaSource.archive(OLD_ARCHIVE),
        }),
    },
    says: `the cluster 'orders-dr' follows another one; write the migration for that one`,
    kept: {},
  },
  {
    rule: 'MIG-010',
    of: 'an upgrade',
    broken: {
      operators: [pgo, cnpg],
      from: { version: PostgresVersion.V16 },
      before: (chart, { from }) =>
        new MajorUpgrade(chart, 'upgrade', { cluster: from, to: PostgresVersion.V17, step: UpgradeStep.prepare() }),
    },
    says: `the cluster 'orders' has a MajorUpgrade; take one of the two out`,
    kept: {},
  },
  {
    rule: 'MIG-011',
    of: 'a pool of the app',
    broken: {
      operators: [cnpg, pgo],
      ...external(),
      source: (chart, { from }) => {
        const { host } = new ConnectionPool(chart, 'pool', { cluster: from }).endpoint;
        return MigrationSource.external({ host, version: PostgresVersion.V17, credentials: CREDENTIALS });
      },
    },
    says: `the host of 'from' is the pool 'orders-pool-rw.orders.svc' of this app; write MigrationSource.cluster(...) with its cluster (a pool gives a session to somebody else after each transaction, and lets no replication through)`,
    kept: { operators: [cnpg, pgo], before: (chart, { from }) => new ConnectionPool(chart, 'pool', { cluster: from }) },
  },
  {
    rule: 'MIG-011',
    of: 'a pool outside',
    broken: external({ host: 'orders.proxy-c1.eu-west-1.rds.amazonaws.com', provider: PostgresProvider.AMAZON_RDS }),
    says: `the host of 'from' must be the server itself, got 'orders.proxy-c1.eu-west-1.rds.amazonaws.com:5432', which looks like a pool; write its own address, or, where that is one, Rules.of(migration).suppress('MIG-011', '<the reason>')`,
    kept: external({ host: 'orders.c1.eu-west-1.rds.amazonaws.com', provider: PostgresProvider.AMAZON_RDS }),
  },
  {
    rule: 'MIG-012',
    broken: external({ provider: PostgresProvider.AMAZON_RDS, superuser: true }),
    says: `'superuser' must not be true on 'amazon-rds', where nobody is; leave it out, and give the role what the list of the migration says (the first Job would fail after the target was made)`,
    kept: external({ provider: PostgresProvider.AMAZON_RDS }),
  },
  {
    rule: 'MIG-013',
    of: 'the owner',
    broken: {
      from: { databases: [{ name: 'orders', owner: 'orders_app' }] },
      to: { roles: [{ name: 'orders_app', password: RolePassword.fromSecret() }] },
    },
    says: `the database 'orders' belongs to 'orders_app' at the source and to 'orders-app' at the target; write renamedRoles: { 'orders_app': 'orders-app' }, or the same owner there (what belongs to the owner there shall belong to the owner here, and operators take different names)`,
    kept: { from: { databases: [{ name: 'orders', owner: 'orders_app' }] }, props: { renamedRoles: { orders_app: 'orders-app' } } },
  },
  {
    rule: 'MIG-013',
    of: 'a role of the operator',
    broken: { props: { renamedRoles: { reports: 'streaming_replica' } } },
    says: `'renamedRoles' must not make 'reports' 'streaming_replica', a role that CloudNativePG has for itself; write another name`,
    kept: { props: { renamedRoles: { reports: 'reporting' } } },
  },
  {
    rule: 'MIG-013',
    of: 'two become one',
    broken: { props: { renamedRoles: { one: 'both', other: 'both' } } },
    says: `'renamedRoles' has 'both' twice; two roles cannot become one`,
    kept: {},
  },
  {
    rule: 'MIG-014',
    of: 'none',
    broken: { props: { walLimit: undefined } },
    says: `'walLimit' must say how much WAL 'orders' and 'orders-next' may keep for the other side, got none; write walLimit: Size.gibibytes(...) with what the volume has to spare, or Rules.of(migration).suppress('MIG-014', '<the reason>') (when the other side stops reading, WAL fills the volume, and then the cluster stops for applications, too)`,
    kept: {
      from: { parameters: { max_slot_wal_keep_size: '10GB' } },
      to: { parameters: { max_slot_wal_keep_size: '10GB' } },
      props: { walLimit: undefined },
    },
  },
  {
    rule: 'MIG-014',
    of: 'less than one MiB',
    broken: { props: { walLimit: Size.kibibytes(17920) } },
    says: `'walLimit' must be whole MiB from 1, got 17.5`,
    kept: {},
  },
  {
    rule: 'MIG-014',
    of: 'a dump',
    broken: { props: { method: DUMP } },
    says: `'walLimit' does not go with MigrationMethod.dump(...), which has no slots; leave it out`,
    kept: { props: { method: DUMP, walLimit: undefined } },
  },
  {
    rule: 'MIG-014',
    of: 'a server outside whose files are copied',
    broken: external({}, { props: STREAMED }),
    says: `'walLimit' does not go with MigrationMethod.physical(...) from 'db.example.com', which the program does not configure; leave it out, and set wal_keep_size there to more than it writes in an hour`,
    kept: external({}, { props: { ...STREAMED, walLimit: undefined } }),
  },
  {
    rule: 'MIG-015',
    broken: { from: { roles: [{ name: 'reports' }] } },
    says: `the target 'orders-next' must have the role 'reports', got 'orders-app'; write roles: [{ name: 'reports', ... }] there, or 'renamedRoles' here (the Secrets that applications read are made from the props of the target)`,
    kept: { operators: [zalando, pgo], from: { roles: [{ name: 'reports' }] }, to: { roles: [{ name: 'reports' }] } },
  },
  {
    rule: 'MIG-016',
    broken: {
      before: (chart, { from, to }) =>
        new Migration(chart, 'first', {
          from: MigrationSource.cluster(from),
          to,
          step: MigrationStep.prepare(),
          walLimit: Size.gibibytes(10),
        }),
    },
    says: `another Migration leads to 'orders-next'; take one out, and begin it when the other is retired (its list, its policies and what it has done stand under the name of the target)`,
    kept: {},
  },
  {
    rule: 'MIG-052',
    broken: {
      before: (chart, { from }) =>
        new Migration(chart, 'first', {
          from: MigrationSource.external({ host: 'db.example.com', version: PostgresVersion.V16, credentials: CREDENTIALS }),
          to: from,
          databases: [{ name: 'orders' }],
          step: MigrationStep.prepare(),
          walLimit: Size.gibibytes(10),
        }),
    },
    says: `the source 'orders' is the target of another Migration; take this one out, and begin it when the other is retired and out of the program (the target of a migration lets nobody in and has not all of its data before the cut over, and the Jobs of both would open and close it)`,
    kept: {},
  },
  {
    rule: 'MIG-017',
    broken: { props: { attempt: 0, round: 0, workers: 17, withoutRows: ['audit'], renamedRoles: { reports: '' } } },
    says: [
      `'attempt' must be a whole number from 1, got 0 (the Jobs would fail at them)`,
      `'round' must be a whole number from 1, got 0`,
      `'workers' must be a whole number from 1 to 16, got 17`,
      `'withoutRows' must be tables as 'schema.table', got 'audit'`,
      `names of databases and roles must be 1 to 63 bytes, got ''`,
    ],
    kept: { props: { attempt: 2, round: 2, workers: 4, withoutRows: ['public.audit'] } },
  },
  {
    rule: 'MIG-017',
    of: 'an address',
    broken: external({ host: '', port: 0 }),
    says: [`'from.host' must be a host name or an IPv4 address, without scheme and port, got ''`, `'from.port' must be 1 to 65535, got 0`],
    kept: external(),
  },
  {
    rule: 'MIG-017',
    of: 'an address with all that connects',
    broken: external({ host: 'postgres://app:hunter2@db.example.com:5432/orders' }),
    says: `'from.host' must be a host name or an IPv4 address, without scheme and port, got 'postgres://...@db.example.com:5432/orders'`,
    kept: external({ host: '2001:db8::7' }),
  },
  {
    rule: 'MIG-017',
    of: 'names of Secrets',
    broken: external(
      {
        credentials: { secretName: 'Old DB', passwordKey: 'pass word' },
        ca: { name: 'old_ca', key: 'ca.crt' },
      },
      { props: { ...STREAMED, method: MigrationMethod.physical({ reason: 'size', replicationSecret: 'Streaming' }), walLimit: undefined } },
    ),
    says: [
      `'from.credentials.secretName' must be the name of a Secret, got 'Old DB'`,
      `'from.ca.name' must be the name of a Secret, got 'old_ca'`,
      `'from.credentials.passwordKey' must be a key of a Secret: letters, digits, '-', '_' and '.', got 'pass word'`,
      `'method.replicationSecret' must be the name of a Secret, got 'Streaming'`,
    ],
    kept: external({ credentials: { secretName: 'old-db' } }, { props: { ...STREAMED, walLimit: undefined } }),
  },
  {
    rule: 'MIG-018',
    broken: { operators: [zalando, pgo], from: { parameters: { wal_level: 'replica', max_replication_slots: '5' } } },
    says: [
      `'orders' must not have the parameter 'wal_level' during a migration, got 'replica'; leave it out, or write 'logical' (a slot, a sender or a worker that there is no room for is waited for in vain)`,
      `'orders' must have the parameter 'max_replication_slots' of at least 9 during a migration, got '5'; leave it out, or write '9'`,
    ],
    kept: { operators: [zalando, pgo], from: { parameters: { wal_level: 'logical', max_replication_slots: '10' } } },
  },
  {
    rule: 'MIG-019',
    broken: external({}, { to: { network: { egress: { apiServerCidrs: ['10.96.0.1/32'] } } } }),
    says: `'network.egress' of 'orders-next' must have 'databaseCidrs' with the address of 'db.example.com', got none; write databaseCidrs: ['.../32'] there (the policy drops the packets of the target and of the Jobs, which wait for ever)`,
    kept: external({}, { to: { network: { egress: { apiServerCidrs: ['10.96.0.1/32'], databaseCidrs: ['192.0.2.7/32'] } } } }),
  },
  {
    rule: 'MIG-051',
    broken: { from: { instances: 3, replication: Replication.synchronous() }, props: { method: FILES } },
    says: `'replication' of 'orders' must be Replication.asynchronous() until the migration is over, got Replication.synchronous(...); write it in a commit before the migration, and what it was at the target from 'promote' on (the names of its replicas would stay in the files of the target, where every commit waits for them and no manifest takes them away)`,
    kept: {
      operators: [pgo, zalando],
      from: { instances: 3, replication: Replication.synchronous() },
      props: { method: FILES },
    },
  },
  {
    rule: 'MIG-049',
    broken: external({ sslMode: SslMode.VERIFY_FULL }),
    says: `'sslMode' of 'db.example.com' must be SslMode.REQUIRE without a 'ca', got 'verify-full'; write ca: { name: '...', key: 'ca.crt' } with the CA that has signed its certificate, or leave 'sslMode' out (the Job finds no root certificate, and connects to nobody)`,
    kept: external({ sslMode: SslMode.VERIFY_CA, ca: { name: 'old-ca', key: 'ca.crt' } }),
  },
  {
    rule: 'MIG-020',
    broken: external({}, { props: { method: MigrationMethod.logical({ subscriptionObjects: true }) } }),
    says: `'subscriptionObjects' does not go with MigrationSource.external(...); leave it out (its object wants the name of the role in clear, which stands in a Secret elsewhere)`,
    kept: { props: { method: MigrationMethod.logical({ subscriptionObjects: true }) } },
  },
  {
    rule: 'MIG-039',
    broken: { props: { method: MigrationMethod.physical({ reason: ' ' }) } },
    says: `'method.reason' is empty; write why neither MigrationMethod.logical() nor MigrationMethod.dump(...) will do (the operators do not test it, and whoever has to repair it wants to know why it was done)`,
    kept: { props: { method: FILES } },
  },
  {
    rule: 'MIG-004',
    of: 'not at the target of files',
    broken: { to: { databases: [{ name: 'shop', owner: 'orders-app' }] }, props: { method: FILES } },
    says: `the target 'orders-next' must have the database 'orders', got 'shop'; write databases: [{ name: 'orders', owner: '...' }] there (the target makes database and owner, from its own props; the Jobs fill them)`,
    kept: { props: { method: FILES } },
  },
  {
    rule: 'MIG-013',
    of: 'files',
    broken: {
      from: { databases: [{ name: 'orders', owner: 'orders_app' }] },
      to: { roles: [{ name: 'orders_app', password: RolePassword.fromSecret() }] },
      props: { method: FILES },
    },
    says: `the database 'orders' belongs to 'orders_app' at the source and to 'orders-app' at the target; write the same owner there (what belongs to the owner there shall belong to the owner here, and operators take different names)`,
    kept: { props: { method: FILES } },
  },
  {
    rule: 'MIG-040',
    of: 'a server outside',
    broken: external({ version: PostgresVersion.V16 }, { props: { ...STREAMED, walLimit: undefined } }),
    says: `the target 'orders-next' must have PostgreSQL 16 with MigrationMethod.physical(...), as the source has, got 17; write version: PostgresVersion.V16 there and a MajorUpgrade later, or MigrationMethod.logical()`,
    kept: external({}, { props: { ...STREAMED, walLimit: undefined } }),
  },
  {
    rule: 'MIG-040',
    broken: { from: { version: PostgresVersion.V16 }, props: { method: FILES } },
    says: `the target 'orders-next' must have PostgreSQL 16 with MigrationMethod.physical(...), as the source has, got 17; write version: PostgresVersion.V16 there and a MajorUpgrade later, or MigrationMethod.logical() (a server does not start with the files of another one)`,
    kept: { from: { version: PostgresVersion.V16 }, to: { version: PostgresVersion.V16 }, props: { method: FILES } },
  },
  {
    rule: 'MIG-041',
    broken: {
      from: { databases: [ORDERS, { name: 'stock', owner: 'orders-app' }] },
      to: { databases: [{ name: 'shop', owner: 'orders-app' }] },
      props: {
        method: FILES,
        databases: [{ name: 'orders', renamedTo: 'shop' }],
        renamedRoles: { writer: 'author' },
        withoutRows: ['public.events'],
      },
    },
    says: [
      `'databases' must not leave out 'stock' with MigrationMethod.physical(...); leave 'databases' out (the files are those of the whole cluster: all databases and roles come across, under their names)`,
      `'databases' must not rename 'orders' to 'shop' with MigrationMethod.physical(...); leave 'renamedTo' out, and rename it afterwards`,
      `'renamedRoles' does not go with MigrationMethod.physical(...); leave it out, and write the names of the source at the target`,
      `'withoutRows' does not go with MigrationMethod.physical(...); leave it out, and empty the tables at the source or afterwards`,
    ],
    kept: { props: { method: FILES } },
  },
  {
    rule: 'MIG-042',
    broken: { props: { method: FILES, workers: 4 } },
    says: `'workers' does not go with MigrationMethod.physical(...); leave it out (it would be ignored: one stream copies all files)`,
    kept: { props: { workers: 4 } },
  },
  {
    rule: 'MIG-043',
    of: 'none',
    broken: { source: (chart) => MigrationSource.cluster(elsewhere(chart), { credentials: CREDENTIALS }), props: { method: FILES } },
    says: `'method.replicationSecret' must name a copy of the Secret 'standby.billing.credentials.postgresql.acid.zalan.do' of 'billing' in the namespace of 'orders-next', got none; copy it, and again when it is renewed, and write MigrationMethod.physical({ ..., replicationSecret: '...' }) (a pod reads no Secret of another namespace, and waits for it for ever)`,
    kept: {
      source: (chart) => MigrationSource.cluster(elsewhere(chart), { credentials: CREDENTIALS }),
      props: { method: MigrationMethod.physical({ reason: 'four terabytes', replicationSecret: 'standby-of-billing' }) },
    },
  },
  {
    rule: 'MIG-043',
    of: 'none for a server outside',
    broken: external({}, { props: { method: FILES, walLimit: undefined } }),
    says: `'method.replicationSecret' must name a Secret in the namespace of 'orders-next', got none; put a 'password' into one, with which the target logs in to 'db.example.com' as 'streaming_replica', a role that the first Job makes, and write MigrationMethod.physical({ ..., replicationSecret: '...' })`,
    kept: external({}, { props: { ...STREAMED, walLimit: undefined } }),
  },
  {
    rule: 'MIG-043',
    of: 'one that nobody reads',
    broken: {
      operators: [pgo, zalando],
      props: { method: MigrationMethod.physical({ reason: 'four terabytes', replicationSecret: 'copy' }) },
    },
    says: `'method.replicationSecret' is not read by Zalando Postgres Operator, got 'copy'; leave it out`,
    kept: { operators: [pgo, zalando], props: { method: FILES } },
  },
  {
    rule: 'MIG-044',
    of: 'none',
    broken: { operators: [cnpg, pgo], props: { method: FILES } },
    says: [
      `'tls' of 'orders' must have certificates of a CA that both clusters share, got one that its operator keeps for itself; write ClusterTls.certManager({ ..., replicationCertificate: true }), or ClusterTls.fromSecrets(...) with a replicationSecret there, and the same CA at the other cluster, in a commit before the migration (the CA of an operator signs for its own clusters: the source would refuse the target, or the target the source)`,
      `'tls' of 'orders-next' must have certificates of a CA that both clusters share, got one that its operator keeps for itself; write ClusterTls.certManager(...) or ClusterTls.fromSecrets(...) there, and the same CA at the other cluster, in a commit before the migration`,
    ],
    kept: { operators: [cnpg, pgo], from: { tls: issued('acme', true) }, to: { tls: issued('acme') }, props: { method: FILES } },
  },
  {
    rule: 'MIG-044',
    of: 'two issuers',
    broken: { operators: [zalando, pgo], from: { tls: issued('acme') }, to: { tls: issued('other') }, props: { method: FILES } },
    says: `'tls' of 'orders-next' must be of the CA that 'orders' has, the Issuer 'acme' of 'orders', got the Issuer 'other' of 'orders'; write the same issuer for both, a ClusterIssuer where they are in two namespaces`,
    kept: { operators: [zalando, pgo], from: { tls: issued('acme') }, to: { tls: OWN_SECRETS }, props: { method: FILES } },
  },
  {
    rule: 'MIG-045',
    broken: { to: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE).done() }, props: { method: FILES } },
    says: `the target 'orders-next' must have no 'recovery', got 'archive'; leave it out (a cluster begins once: with the files of the source, or with others)`,
    kept: { props: { method: FILES } },
  },
  {
    rule: 'MIG-045',
    of: 'a replica',
    broken: { target: replicaNext, props: { method: FILES } },
    says: `the target 'orders-next-dr' must be an HaCluster, got a ReplicaCluster; the migration makes it follow`,
    kept: { props: { method: FILES } },
  },
  {
    rule: 'MIG-046',
    broken: { to: { image: MINIMAL }, props: { method: FILES } },
    says: `'image' of 'orders-next' must be one with all locales, got 'ghcr.io/cloudnative-pg/postgresql:17.6-minimal-trixie'; write the image of the flavour 'standard' there, or, where all databases of the source have the locale C or one of ICU, Rules.of(migration).suppress('MIG-046', '<the reason>') (no database whose locale is missing lets anybody in, and the server does not become ready)`,
    kept: {
      to: { image: MINIMAL },
      props: { method: FILES },
      more: (_, { migration }) => Rules.of(migration).suppress('MIG-046', 'all databases have the locale C'),
    },
  },
  {
    rule: 'MIG-047',
    broken: {
      from: { preloadLibraries: ['timescaledb'], databases: [{ ...ORDERS, locale: 'en_US.UTF-8' }] },
      to: { storage: { size: Size.gibibytes(10) }, databases: [{ ...ORDERS, locale: 'C' }] },
      props: { method: FILES },
    },
    says: [
      `of 'orders-next', 'preloadLibraries' must have 'timescaledb', as 'orders' has it, got none; add it (it is a copy: what does not fit fails, and what is called has to be there)`,
      `of 'orders-next', 'storage.size' must be at least 50Gi, as 'orders' has it, got 10Gi; write the size of the source`,
      `of 'orders-next', 'databases[0].locale' must be 'en_US.UTF-8', as 'orders' has it, got 'C'; write that, or leave it out`,
    ],
    kept: {
      from: { preloadLibraries: ['pgaudit'], databases: [{ ...ORDERS, locale: 'en_US.UTF-8' }] },
      to: { preloadLibraries: ['pgaudit'], storage: { size: Size.gibibytes(100) } },
      props: { method: FILES },
    },
  },
  {
    rule: 'MIG-048',
    broken: {
      from: { parameters: { max_connections: '300' } },
      to: { parameters: { max_connections: '200' } },
      props: { method: FILES },
    },
    says: `'parameters.max_connections' of 'orders-next' must be at least 300, as 'orders' has it, got '200'; write max_connections: '300', or leave it out until the migration is over (PostgreSQL compares them when it replays WAL: it stands still, or does not start)`,
    kept: { from: { parameters: { max_connections: '300' } }, props: { method: FILES } },
  },
];

/** A replica cluster, where an HaCluster should be. */
function replicaNext(chart: Chart): ReplicaCluster {
  return new ReplicaCluster(chart, 'dr', {
    ...smallestCluster(cnpg),
    clusterName: 'orders-next-dr',
    databases: [ORDERS],
    source: ReplicaSource.archive(OLD_ARCHIVE),
  });
}

/** A second cluster in another namespace than that of the migration. */
function elsewhereNext(chart: Chart): HaCluster {
  return new HaCluster(new Chart(chart, 'billing-too', { namespace: 'billing' }), 'db', {
    ...smallestCluster(cnpg),
    clusterName: 'billing-next',
    databases: [ORDERS],
  });
}

const RULES = [...METHOD_RULES, ...MIGRATION_RULES];

describeRules(CASES, {
  rules: RULES,
  place: 'test/move',
  program: moving,
  prints: (manifests) =>
    expect(
      only(
        manifests.filter(({ metadata }) => metadata.labels?.['cdk8s-postgres/migration'] !== undefined),
        'Job',
      ),
    ).toBeDefined(),
});

everyRuleHasACase(RULES, CASES);
