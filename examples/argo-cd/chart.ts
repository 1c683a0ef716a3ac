import { App, Chart, Size } from 'cdk8s';
import {
  ArgoApplication,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  GitOpsOutput,
  GitOpsTool,
  HaCluster,
  IPostgresOperator,
  ObjectStoreCredentials,
  OperatorInstallation,
  PostgresOperator,
  PostgresVersion,
} from 'cdk8s-postgres';

/** The repository that this output is committed to, and the folder that it is committed in. */
const repository = 'https://git.example.com/acme/databases.git';
const folder = { repository, revision: 'main', path: 'manifests' };

const cloudNativePg = PostgresOperator.cloudNativePg();
const zalando = PostgresOperator.zalando({ teamId: 'search', inheritedLabels: ['tier'] });

/** What the three teams have. A name stays for as long as its data. */
const TEAMS: readonly {
  readonly team: string;
  readonly cluster: string;
  readonly operator: IPostgresOperator;
  readonly gibibytes: number;
}[] = [
  { team: 'checkout', cluster: 'orders', operator: cloudNativePg, gibibytes: 100 },
  { team: 'payments', cluster: 'ledger', operator: cloudNativePg, gibibytes: 200 },
  { team: 'search', cluster: 'catalog', operator: zalando, gibibytes: 50 },
];

/**
 * An app of apps. The file `apps.k8s.yaml` is what Argo CD is given once by hand; from then on it finds there the operators and, one wave later,
 * an Application for the file of each team.
 */
export function argoCd(app: App): void {
  const apps = new Chart(app, 'apps');
  new OperatorInstallation(apps, 'cloudnative-pg', { operator: cloudNativePg, tool: GitOpsTool.ARGO_CD, syncWave: -1 });
  new OperatorInstallation(apps, 'zalando', { operator: zalando, tool: GitOpsTool.ARGO_CD, syncWave: -1 });

  for (const { team, cluster, operator, gibibytes } of TEAMS) {
    const chart = new Chart(app, `team-${team}`, { namespace: team });
    GitOpsOutput.of(chart).addSyncWaves();
    const db = new HaCluster(chart, 'db', {
      clusterName: cluster,
      operator,
      version: PostgresVersion.V17,
      storage: { size: Size.gibibytes(gibibytes), storageClass: 'fast-ssd' },
      databases: [{ name: 'app', owner: 'app' }],
    });
    new BackupPolicy(chart, 'backups', {
      cluster: db,
      target: BackupTarget.s3({ bucket: `acme-pg-${team}`, region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
      schedules: [BackupSchedule.full('0 2 * * *')],
      retention: BackupRetention.days(30),
    });
    new ArgoApplication(apps, team, {
      applicationName: `databases-${team}`,
      source: { ...folder, include: `team-${team}.k8s.yaml` },
    });
  }
}
