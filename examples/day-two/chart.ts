import { App, Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterState,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  Replication,
  Weekday,
} from 'cdk8s-postgres';

type Change = Partial<HaClusterProps>;

/** What a commit changes: on every operator, and on some of them. */
interface Commit {
  readonly all?: Change;
  readonly cloudNativePg?: Change;
  readonly zalando?: Change;
  readonly crunchy?: Change;
}

function shop(app: App, name: string, operator: IPostgresOperator, ...changes: readonly (Change | undefined)[]): void {
  const chart = new Chart(app, `day-two-${name}`, { namespace: `shop-on-${name}` });
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
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });
}

function onThreeOperators(app: App, commits: readonly Commit[]): void {
  const said = (part: keyof Commit): (Change | undefined)[] => commits.flatMap((commit) => [commit.all, commit[part]]);
  shop(app, 'cloudnative-pg', PostgresOperator.cloudNativePg(), ...said('cloudNativePg'));
  shop(app, 'zalando', PostgresOperator.zalando({ teamId: 'acme' }), ...said('zalando'));
  shop(app, 'crunchy', PostgresOperator.crunchy(), ...said('crunchy'));
}

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
