import { App, Chart, Cron, Size } from 'cdk8s';
import { ContainerProps, Cpu, CronJob, Deployment, Job, Probe, RestartPolicy } from 'cdk8s-plus-28';
import {
  AccessLevel,
  AccessRule,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterTls,
  ConnectionPool,
  ConnectionTarget,
  HaCluster,
  IPostgresOperator,
  ObjectStoreCredentials,
  PodSecurityStandard,
  PoolMode,
  PostgresOperator,
  PostgresVersion,
  RolePassword,
  SecretSource,
  SecretValue,
} from 'cdk8s-postgres';

/** The release of the application that runs here; a migration is another Job for each. */
const RELEASE = '4.2.0';

/** Addresses of this Kubernetes cluster: those of its pods, and of its API server, by its Service and behind it. */
const POD_CIDR = '10.244.0.0/16';
const API_SERVER_CIDRS = ['10.96.0.1/32', '192.0.2.10/32'];

const VAULT = SecretSource.externalSecrets({ storeName: 'vault', clusterStore: true });

/** The password of a role, from the vault: by this name on every operator, as CloudNativePG makes none beside that of the first owner. */
const passwordOf = (role: string): RolePassword =>
  RolePassword.delivered(VAULT, SecretValue.fromVault(`databases/shop/${role}`, 'password'));

/** A container of the application. */
const container = (name: string, args: string[]): ContainerProps => ({
  name,
  image: `registry.acme.example/shop:${RELEASE}`,
  args,
  resources: { cpu: { request: Cpu.millis(100) }, memory: { request: Size.mebibytes(256), limit: Size.mebibytes(256) } },
});

/** A database with three roles, and three programs that connect as one of them each: the same for every operator. */
function application(app: App, namespace: string, operator: IPostgresOperator): void {
  const chart = new Chart(app, namespace, { namespace });

  const db = new HaCluster(chart, 'db', {
    clusterName: 'shop',
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(50) },
    // What a watched cluster prints besides is shown by ../monitoring; real clusters leave this out.
    monitoring: { enabled: false },
    databases: [{ name: 'shop', owner: 'shop-owner', schemas: ['reporting'] }],
    roles: [
      { name: 'shop-web', password: passwordOf('web'), access: [{ database: 'shop', level: AccessLevel.READ_WRITE }] },
      {
        name: 'shop-reports',
        password: passwordOf('reports'),
        access: [{ database: 'shop', level: AccessLevel.READ_ONLY, schemas: ['reporting'] }],
      },
    ],
    accessRules: [
      // The owner comes from anywhere, for migrations and for the Job that gives the others their access.
      AccessRule.allow({ roles: ['shop-owner'], databases: ['shop'] }),
      // The others from the pods of this Kubernetes cluster, of which the pool is one. Nobody else gets in.
      AccessRule.allow({ roles: ['shop-web', 'shop-reports'], databases: ['shop'], addresses: [POD_CIDR] }),
    ],
    tls: ClusterTls.certManager({ issuerName: 'internal-ca', clusterIssuer: true }),
    network: { egress: { apiServerCidrs: API_SERVER_CIDRS } },
    podSecurity: PodSecurityStandard.BASELINE,
  });

  new BackupPolicy(chart, 'backups', {
    cluster: db,
    target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });

  // The web application: many short transactions, so its connections are pooled.
  const pool = new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION, maxDatabaseConnections: 40 });
  const web = new Deployment(chart, 'web', {
    metadata: { name: 'shop-web' },
    replicas: 3,
    containers: [{ ...container('web', ['serve']), portNumber: 8080, readiness: Probe.fromHttpGet('/ready', { port: 8080 }) }],
  });
  db.connect(web.containers[0]!, { role: 'shop-web', via: pool, withoutSessionState: true });

  // The migration of a release: the owner, who alone may change tables, and no pool, for it holds a lock in its session.
  const migration = new Job(chart, 'migration', {
    metadata: { name: `shop-migration-${RELEASE.replace(/\./g, '-')}` },
    restartPolicy: RestartPolicy.NEVER,
    backoffLimit: 10,
    containers: [container('migration', ['migrate'])],
  });
  db.connect(migration.containers[0]!, { role: 'shop-owner' });

  // The reports of the night: reads one schema, on a replica, where a long query does nobody harm.
  const reports = new CronJob(chart, 'reports', {
    metadata: { name: 'shop-reports' },
    schedule: Cron.schedule({ minute: '30', hour: '5' }),
    containers: [container('reports', ['report', '--yesterday'])],
  });
  db.connect(reports.containers[0]!, { role: 'shop-reports', target: ConnectionTarget.REPLICAS });
}

/** The same application on each operator. */
export function applicationOnThreeOperators(app: App): void {
  application(app, 'app-on-cloudnative-pg', PostgresOperator.cloudNativePg());
  application(app, 'app-on-zalando', PostgresOperator.zalando({ teamId: 'acme' }));
  application(app, 'app-on-crunchy', PostgresOperator.crunchy());
}
