import { App, Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterState,
  ClusterVerb,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  MaintenanceJob,
  MaintenanceTask,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  Replication,
  SleepSchedule,
  VerbJob,
  Weekday,
} from 'cdk8s-postgres';

type Change = Partial<HaClusterProps>;

/** What stands beside a cluster. */
type Beside = (chart: Chart, cluster: HaCluster) => void;

/** What a commit changes: on every operator, and on some of them. */
interface Commit {
  readonly all?: Change;
  readonly cloudNativePg?: Change;
  readonly zalando?: Change;
  readonly crunchy?: Change;
  /** When backups are taken, UTC. */
  readonly backups?: string;
  /** What stands beside the clusters in this commit, and goes with the next. */
  readonly beside?: { readonly [part in 'cloudNativePg' | 'zalando' | 'crunchy']?: Beside };
}

interface Program {
  readonly changes: readonly (Change | undefined)[];
  readonly backups: string;
  readonly beside?: Beside;
}

function shop(app: App, name: string, operator: IPostgresOperator, { changes, backups, beside }: Program): void {
  const chart = new Chart(app, `day-two-${name}`, { namespace: `day-two-on-${name}` });
  const cluster = new HaCluster(chart, 'db', {
    clusterName: 'acme-orders',
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(50) },
    databases: [{ name: 'orders', owner: 'orders-app' }],
    replication: Replication.synchronous(),
    // What a watched cluster prints besides is shown by ../monitoring; real clusters leave this out.
    monitoring: { enabled: false },
    ...Object.assign({}, ...changes),
  });
  new BackupPolicy(chart, 'backups', {
    cluster,
    target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [BackupSchedule.full(backups)],
    retention: BackupRetention.days(30),
  });
  beside?.(chart, cluster);
}

function onThreeOperators(app: App, commits: readonly Commit[]): void {
  const [backups = '0 2 * * *'] = commits.flatMap((commit) => commit.backups ?? []).reverse();
  const said = (part: 'cloudNativePg' | 'zalando' | 'crunchy'): Program => ({
    changes: commits.flatMap((commit) => [commit.all, commit[part]]),
    backups,
    beside: commits[commits.length - 1]?.beside?.[part],
  });
  shop(app, 'cloudnative-pg', PostgresOperator.cloudNativePg(), said('cloudNativePg'));
  shop(app, 'zalando', PostgresOperator.zalando({ teamId: 'acme' }), said('zalando'));
  shop(app, 'crunchy', PostgresOperator.crunchy(), said('crunchy'));
}

/** Addresses of the API server, for Jobs that tell an operator something. */
const apiServerCidrs = ['10.96.0.1/32', '192.0.2.10/32'];

const reindex: Beside = (chart, cluster) => {
  new MaintenanceJob(chart, 'reindex', { cluster, database: 'orders', task: MaintenanceTask.reindex(), token: 'ticket-2345' });
};

/** Where the operator makes certificates, it is told to make another one. */
const reindexWithNewCertificate: Beside = (chart, cluster) => {
  reindex(chart, cluster);
  new VerbJob(chart, 'certificate', { cluster, verb: ClusterVerb.newCertificate(), token: 'ticket-2345', apiServerCidrs });
};

const nights: Beside = (chart, cluster) => {
  const hours = { sleepsAt: '0 20 * * *', wakesAt: '0 6 * * *', timeZone: 'Europe/Berlin' };
  new SleepSchedule(chart, 'nights', { cluster, ...hours, apiServerCidrs });
};

const WAL_VOLUME: Change = { walStorage: { size: Size.gibibytes(10) } };

/** The life of the clusters after their first day, one change a commit. */
const LIFE: readonly (Commit & { readonly folder: string })[] = [
  { folder: '2-more-instances', all: { instances: 5 } },
  { folder: '3-larger-volumes', all: { storage: { size: Size.gibibytes(100) } } },
  // Zalando has no volume for WAL.
  { folder: '4-wal-volume', cloudNativePg: WAL_VOLUME, crunchy: WAL_VOLUME },
  { folder: '5-restart', all: { verbs: { restart: 'ticket-1234' } } },
  {
    folder: '6-quiet-hours',
    cloudNativePg: { updates: { supervised: true } },
    zalando: { updates: { windows: [{ day: Weekday.SUNDAY, from: '01:00', to: '05:00' }] } },
    // Volumes that grow by themselves, and readers of a size of their own.
    crunchy: {
      storage: { size: Size.gibibytes(100), autoGrow: { limit: Size.gibibytes(400) } },
      replicaSets: [{ name: 'reports', mayBecomePrimary: true }],
    },
  },
  // A token goes with what it restarted: it would act at some later moment (rule VERB-002).
  { folder: '7-stopped', all: { state: ClusterState.stopped(), verbs: {} } },
  { folder: '8-started', all: { state: ClusterState.running() } },
  { folder: '9-fewer-instances', all: { instances: 3 } },
  {
    folder: '10-done-once',
    beside: { cloudNativePg: reindexWithNewCertificate, zalando: reindex, crunchy: reindexWithNewCertificate },
  },
  // Backups are taken while the clusters are awake. Zalando has no such schedule.
  { folder: '11-asleep-at-night', backups: '0 10 * * *', beside: { cloudNativePg: nights, crunchy: nights } },
];

/** The first day. */
export function dayTwo(app: App): void {
  onThreeOperators(app, []);
}

/** The commits after it: where the YAML of each is, and what prints it. */
export const COMMITS_OF_DAY_TWO: readonly { readonly manifests: string; readonly build: (app: App) => void }[] = LIFE.map(
  ({ folder }, i) => ({
    manifests: `phases/${folder}`,
    build: (app) => onThreeOperators(app, LIFE.slice(0, i + 1)),
  }),
);
