import { Chart, Size } from 'cdk8s';
import { Deployment } from 'cdk8s-plus-28';
import {
  BackupArchive,
  BackupPolicy,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterPair,
  ClusterVerb,
  ConnectOptions,
  ConnectionPool,
  ConnectionPoolProps,
  DrillCheck,
  HaCluster,
  HaClusterProps,
  MaintenanceJob,
  MaintenanceJobProps,
  MaintenanceTask,
  MajorUpgrade,
  MajorUpgradeProps,
  InPlaceRestore,
  InPlaceRestoreProps,
  IPostgresOperator,
  LogicalBackup,
  Migration,
  MigrationProps,
  MigrationSource,
  MigrationStep,
  LogicalBackupProps,
  ObjectStoreCredentials,
  OnDemandBackup,
  OnDemandBackupProps,
  PairStep,
  PgAdmin,
  PgAdminProps,
  PgAdminServers,
  PostgresVersion,
  RecoverySource,
  ReplicaCluster,
  ReplicaClusterProps,
  ReplicaSource,
  RestoreDrill,
  RestoreDrillProps,
  Rules,
  SleepSchedule,
  SleepScheduleProps,
  SpreadRule,
  UpgradeStep,
  VerbJob,
  VerbJobProps,
} from '../../lib';

/** What a test asks for on top of the smallest program. */
export interface Ask {
  readonly cluster?: Partial<HaClusterProps>;
  readonly backup?: Partial<BackupPolicyProps>;
  readonly pools?: readonly Partial<ConnectionPoolProps>[];
  /** The cluster belongs to another app. */
  readonly imported?: boolean;
  /** The cluster is a clone of another one. */
  readonly clone?: boolean;
  readonly onDemand?: readonly Partial<OnDemandBackupProps>[];
  readonly logical?: Partial<LogicalBackupProps>;
  readonly inPlace?: Partial<InPlaceRestoreProps>;
  /** A replica cluster 'orders-dr', which follows the archive of the cluster unless it says otherwise, with a policy of its own. */
  readonly replica?: Partial<ReplicaClusterProps>;
  /** The two are a pair at this step. */
  readonly pair?: PairStep;
  /** The two have changed places. */
  readonly swapped?: boolean;
  readonly drill?: Partial<RestoreDrillProps>;
  /** An upgrade of the cluster from 16 to 17, at its first step unless it says otherwise. */
  readonly upgrade?: Partial<MajorUpgradeProps>;
  /** A migration of the cluster to another one, 'orders-next', at its first step unless it says otherwise. */
  readonly migration?: Partial<MigrationProps>;
  /** Something that is done once in the first database. */
  readonly maintenance?: Partial<MaintenanceJobProps>;
  /** When the cluster sleeps: at night, unless it says otherwise. */
  readonly sleep?: Partial<SleepScheduleProps>;
  /** What is done once to the cluster. */
  readonly verb?: Partial<VerbJobProps>;
  /** An application that connects as the owner of the first database, through the first pool where there is one, unless it says otherwise. */
  readonly connect?: Partial<ConnectOptions>;
  /** Rules of the cluster that the program has a reason to break. */
  readonly suppressed?: readonly string[];
  /** A pgAdmin that shows the cluster. */
  readonly pgAdmin?: Partial<PgAdminProps>;
  /** The application reads a service binding, too. */
  readonly binding?: boolean;
}

/** What a test asks for in the words of the operator: backup tools name backups differently. */
export type AskOf = (operator: IPostgresOperator) => Ask;

/** What is asked of this operator. */
export const asked = (operator: IPostgresOperator, wanted: Ask | AskOf): Ask => (typeof wanted === 'function' ? wanted(operator) : wanted);

export const SECRET = ObjectStoreCredentials.fromSecret('pg-s3');
export const BUCKET = { bucket: 'acme-pg', region: 'eu-west-1', credentials: SECRET };
export const S3 = BackupTarget.s3(BUCKET);

/** The archive of a cluster that no longer exists. */
export const OLD_ARCHIVE = BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: S3, version: PostgresVersion.V17 });

/** What a demoted cluster of CloudNativePG shows: where its WAL ends. */
export const DEMOTION = {
  latestCheckpointTimelineID: '1',
  redoWalFile: '00000001000000000000002A',
  databaseSystemIdentifier: '7500000000000000001',
  latestCheckpointREDOLocation: '0/2A000028',
  timeOfLatestCheckpoint: 'Thu 01 Jan 2026 02:00:00 AM UTC',
  operatorVersion: '1.30.0',
};

/** It as the token of a promotion. */
export const TOKEN = Buffer.from(JSON.stringify(DEMOTION)).toString('base64');

/** What a drill has to say at least. */
export const SMALLEST_DRILL: Omit<RestoreDrillProps, 'policy'> = {
  drillName: 'orders-drill',
  schedule: '0 4 * * 0',
  checks: [DrillCheck.isTrue('there are orders', 'SELECT count(*) > 0 FROM orders')],
  network: { apiServerCidrs: ['10.96.0.1/32'] },
};

/** What a pgAdmin has to say at least. */
export const SMALLEST_PG_ADMIN: Omit<PgAdminProps, 'operator'> = { pgAdminName: 'console', storage: { size: Size.gibibytes(1) } };

/** The smallest cluster that every operator version prints: it asks for nothing that one of them lacks. */
export function smallestCluster(operator: IPostgresOperator): HaClusterProps {
  return {
    clusterName: 'orders',
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(50) },
    placement: { nodes: SpreadRule.NONE, zones: SpreadRule.NONE },
    nonProduction: { reason: 'a test', withoutBackups: true },
  };
}

/** What a program moves, or leads an application to. */
const ORDERS = { name: 'orders', owner: 'orders-app' };

/** The smallest policy. */
export const SMALLEST_BACKUP: Omit<BackupPolicyProps, 'cluster'> = {
  target: S3,
  schedules: [BackupSchedule.full('0 2 * * *')],
  retention: BackupRetention.days(30),
};

/** A running cluster with backups that need no file, so that a clone may have files of its own. */
function liveCluster(chart: Chart, operator: IPostgresOperator): HaCluster {
  const live = new HaCluster(chart, 'source', { ...smallestCluster(operator), clusterName: 'orders-live' });
  const target = BackupTarget.s3({ ...BUCKET, bucket: 'acme-live', credentials: ObjectStoreCredentials.workloadIdentity() });
  new BackupPolicy(chart, 'source-backups', { ...SMALLEST_BACKUP, cluster: live, target });
  return live;
}

/** The smallest program with what is asked for on top. */
export function program(operator: IPostgresOperator, wanted: Ask | AskOf = {}): (chart: Chart) => void {
  const ask = asked(operator, wanted);
  return (chart) => {
    const recovery = ask.clone ? RecoverySource.clone(liveCluster(chart, operator)) : undefined;
    const cluster = ask.imported
      ? HaCluster.fromHaClusterAttributes(chart, 'db', {
          clusterName: 'orders',
          operator,
          databases: [{ name: 'orders', owner: 'orders-app' }],
        })
      : new HaCluster(chart, 'db', {
          ...smallestCluster(operator),
          ...(recovery && { recovery }),
          ...(ask.upgrade && { version: PostgresVersion.V16 }),
          ...((ask.drill ?? ask.connect ?? ask.maintenance ?? ask.migration) && { databases: [ORDERS] }),
          ...ask.cluster,
        });
    ask.suppressed?.forEach((rule) => Rules.of(cluster as HaCluster).suppress(rule, 'as it has always been', { mayBeUnused: true }));
    const needsPolicy = ask.onDemand ?? ask.inPlace ?? ask.replica ?? ask.drill;
    const policy =
      ask.backup || needsPolicy ? new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster, ...ask.backup }) : undefined;
    if (policy) {
      ask.suppressed?.forEach((rule) => Rules.of(policy).suppress(rule, 'as it has always been', { mayBeUnused: true }));
    }
    const pools = ask.pools?.map((pool, i) => new ConnectionPool(chart, `pool-${i}`, { cluster, ...pool })) ?? [];
    pools.forEach((pool) =>
      ask.suppressed?.forEach((rule) => Rules.of(pool).suppress(rule, 'as it has always been', { mayBeUnused: true })),
    );
    if (ask.connect) {
      const container = new Deployment(chart, 'web').addContainer({ image: 'registry.example.com/web:1.4.2' });
      const connection = cluster.connect(container, { role: 'orders-app', via: pools[0], ...ask.connect });
      if (ask.binding) {
        connection.bindService(container);
      }
    }
    ask.onDemand?.forEach((backup, i) => new OnDemandBackup(chart, `once-${i}`, { policy: policy!, backupId: 'before-v3', ...backup }));
    if (ask.logical) {
      new LogicalBackup(chart, 'dumps', { cluster, schedule: '30 1 * * *', ...ask.logical });
    }
    if (ask.inPlace) {
      new InPlaceRestore(chart, 'restore', { policy: policy!, restoreId: 'undo-v3', overwrites: 'orders', ...ask.inPlace });
    }
    if (ask.replica) {
      const replica = new ReplicaCluster(chart, 'replica', {
        ...smallestCluster(operator),
        clusterName: 'orders-dr',
        source: ReplicaSource.archive(policy!.archive),
        ...ask.replica,
      });
      new BackupPolicy(chart, 'replica-backups', { ...SMALLEST_BACKUP, cluster: replica });
      if (ask.pair) {
        const [primary, second] = ask.swapped ? [replica, cluster] : [cluster, replica];
        new ClusterPair(chart, 'pair', { primary, replica: second, step: ask.pair });
      }
    }
    if (ask.upgrade) {
      new MajorUpgrade(chart, 'upgrade', { cluster, to: PostgresVersion.V17, step: UpgradeStep.prepare(), ...ask.upgrade });
    }
    if (ask.migration) {
      const to = new HaCluster(chart, 'next', {
        ...smallestCluster(operator),
        clusterName: 'orders-next',
        databases: [ORDERS, { ...ORDERS, name: 'shop' }],
      });
      new Migration(chart, 'migration', {
        from: MigrationSource.cluster(cluster),
        to,
        step: MigrationStep.prepare(),
        walLimit: Size.gibibytes(10),
        ...ask.migration,
      });
    }
    if (ask.maintenance) {
      const job = { database: 'orders', task: MaintenanceTask.analyze(), token: 'ticket-1234' };
      new MaintenanceJob(chart, 'job', { cluster, ...job, ...ask.maintenance });
    }
    if (ask.sleep) {
      const nights = { sleepsAt: '0 20 * * *', wakesAt: '0 6 * * *', apiServerCidrs: ['10.96.0.1/32'] };
      new SleepSchedule(chart, 'nights', { cluster, ...nights, ...ask.sleep });
    }
    if (ask.verb) {
      const verb = { verb: ClusterVerb.newCertificate(), token: 'ticket-1234', apiServerCidrs: ['10.96.0.1/32'] };
      new VerbJob(chart, 'verb', { cluster, ...verb, ...ask.verb });
    }
    if (ask.pgAdmin) {
      const servers = [PgAdminServers.ofCluster(cluster)];
      const pgAdmin = new PgAdmin(chart, 'pgadmin', { ...SMALLEST_PG_ADMIN, operator, servers, ...ask.pgAdmin });
      ask.suppressed?.forEach((rule) => Rules.of(pgAdmin).suppress(rule, 'as it has always been', { mayBeUnused: true }));
    }
    if (ask.drill) {
      new RestoreDrill(chart, 'drill', { ...SMALLEST_DRILL, policy: policy!, ...ask.drill });
    }
  };
}
