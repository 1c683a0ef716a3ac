import * as fs from 'fs';
import * as path from 'path';
import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  HaCluster,
  ObjectStoreCredentials,
  PoolMode,
  PostgresOperator,
  PostgresVersion,
} from 'cdk8s-postgres';

/** A line of clusters.csv: what a team says of a cluster. */
interface Row {
  readonly team: string;
  readonly cluster: string;
  readonly size: keyof typeof SIZES;
  /** GiB. */
  readonly storage: string;
  readonly pool: string;
  /** Minute and hour of the backup, UTC: a time of its own for each, so that they do not all begin at once. */
  readonly backup: string;
}

/** What the platform offers. */
const SIZES = {
  small: { compute: { cpu: Cpu.millis(250), memory: Size.gibibytes(1) }, parameters: { shared_buffers: '256MB' } },
  medium: { compute: { cpu: Cpu.units(1), memory: Size.gibibytes(4) }, parameters: { shared_buffers: '1GB' } },
  large: { compute: { cpu: Cpu.units(4), cpuLimit: Cpu.units(4), memory: Size.gibibytes(16) }, parameters: { shared_buffers: '4GB' } },
};

const operator = PostgresOperator.cloudNativePg();
const credentials = ObjectStoreCredentials.workloadIdentity();

/** The lines of a table without quotes, by the names in its first line. */
function table(file: string): Row[] {
  const [head, ...lines] = fs.readFileSync(path.join(__dirname, file), 'utf8').trim().split('\n');
  const names = head!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, i) => [names[i], value])) as unknown as Row);
}

/** A cluster as the platform gives it to every team: backed up, and with a pool for those who ask. */
function cluster(chart: Chart, { team, cluster: name, size, storage, pool, backup }: Row): void {
  const db = new HaCluster(chart, name, {
    clusterName: `${team}-${name}`,
    operator,
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(Number(storage)), storageClass: 'fast-ssd' },
    databases: [{ name: 'app', owner: 'app' }],
    ...SIZES[size],
  });
  new BackupPolicy(chart, `${name}-backups`, {
    cluster: db,
    target: BackupTarget.s3({ bucket: `acme-pg-${team}`, region: 'eu-west-1', credentials }),
    schedules: [BackupSchedule.full(`${backup} * * *`)],
    retention: BackupRetention.days(30),
  });
  if (pool === 'yes') {
    new ConnectionPool(chart, `${name}-pool`, { cluster: db, mode: PoolMode.TRANSACTION, instances: 2 });
  }
}

/** Three hundred clusters of twenty-one teams: a chart, a namespace and a file for each team. */
export function fleet(app: App): void {
  const rows = table('clusters.csv');
  for (const team of new Set(rows.map((row) => row.team))) {
    const chart = new Chart(app, team, { namespace: team });
    rows.filter((row) => row.team === team).forEach((row) => cluster(chart, row));
  }
}
