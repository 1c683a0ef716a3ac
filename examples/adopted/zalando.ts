import { ApiObject, App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ConnectionPool,
  HaCluster,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Replication,
  Rules,
  TakeOver,
} from 'cdk8s-postgres';

/** Billing, on the Zalando Postgres Operator. As `adopt` has written it, with the app of the example. */
export function billingOnZalando(app: App): void {
  const chart = new Chart(app, 'acid-billing', { namespace: 'billing' });

  const cluster = new HaCluster(chart, 'Cluster', {
    clusterName: 'acid-billing',
    operator: PostgresOperator.zalando({ teamId: 'acid', patroni: { ttl: Duration.seconds(40), loopWait: Duration.seconds(15) } }),
    version: PostgresVersion.V16,
    instances: 2,
    image: PostgresImage.pinned('ghcr.io/zalando/spilo-17:4.0-p2'),
    storage: { size: Size.gibibytes(30), storageClass: 'fast' },
    compute: { cpu: Cpu.millis(200), cpuLimit: Cpu.units(1), memory: Size.gibibytes(1), memoryLimit: Size.gibibytes(1) },
    replication: Replication.synchronous({ writesWithoutStandby: true }),
    parameters: { log_statement: 'all', max_connections: '150' },
    databases: [{ name: 'billing', owner: 'billing' }],
    roles: [{ name: 'billing', attributes: { superuser: true, createDatabases: true } }, { name: 'reports' }],
    takenOver: TakeOver.asItRuns(),
  });

  new ConnectionPool(chart, 'Pool', { cluster, mode: PoolMode.TRANSACTION });

  // What the cluster runs without. Mend one, and take its line out.
  Rules.of(cluster).suppress('HA-017', 'taken over as it runs'); // the cluster 'acid-billing' has no BackupPolicy
  Rules.of(cluster).suppress('ROLE-020', 'taken over as it runs'); // 'billing' must not be a superuser

  // What no prop says, kept as it runs.
  ApiObject.of(cluster).addJsonPatch(
    JsonPatch.add('/spec/patroni/pg_hba', ['local all all trust', 'hostssl all all 0.0.0.0/0 md5']),
    JsonPatch.remove('/spec/connectionPooler/user'),
    JsonPatch.remove('/spec/connectionPooler/schema'),
  );
}
