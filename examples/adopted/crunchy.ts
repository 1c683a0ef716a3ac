import { ApiObject, App, Chart, JsonPatch, Size } from 'cdk8s';
import {
  ArchivePlace,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  CrunchyVersion,
  HaCluster,
  ObjectStoreCredentials,
  PoolClientTls,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Rules,
  TakeOver,
} from 'cdk8s-postgres';

/** The inventory of a warehouse, on Crunchy PGO. As `adopt` has written it, with the app of the example. */
export function inventoryOnCrunchy(app: App): void {
  const chart = new Chart(app, 'inventory', { namespace: 'warehouse' });

  const cluster = new HaCluster(chart, 'Cluster', {
    clusterName: 'inventory',
    operator: PostgresOperator.crunchy({
      operatorVersion: CrunchyVersion.V5_8,
      instanceSetName: 'pg',
      pgBackRest: { repository: { bundle: true } },
    }),
    version: PostgresVersion.V16,
    instances: 2,
    image: PostgresImage.pinned('registry.developers.crunchydata.com/crunchydata/crunchy-postgres:ubi8-16.4-2'),
    storage: { size: Size.gibibytes(40), storageClass: 'fast' },
    parameters: { max_connections: '200' },
    databases: [
      { name: 'inventory', owner: 'inventory' },
      { name: 'stock', owner: 'inventory' },
    ],
    roles: [{ name: 'inventory', attributes: { superuser: true } }],
    superuser: {},
    placement: {
      podAntiAffinity: {
        preferred: [
          { term: { topologyKey: 'kubernetes.io/hostname', labels: { 'postgres-operator.crunchydata.com/cluster': 'inventory' } } },
        ],
      },
    },
    takenOver: TakeOver.asItRuns(),
  });

  new BackupPolicy(chart, 'Backups', {
    cluster,
    target: BackupTarget.s3Compatible({
      bucket: 'warehouse-backups',
      endpoint: 'https://store.warehouse.example',
      region: 'eu-central-1',
      credentials: ObjectStoreCredentials.fromSecret('inventory-store'),
      virtualHostStyle: true,
    }),
    place: ArchivePlace.pgBackRest({ path: '/backups/inventory' }),
    schedules: [BackupSchedule.full('0 1 * * 0'), BackupSchedule.differential('0 1 * * 1-6')],
    retention: BackupRetention.days(14),
  });

  const pool = new ConnectionPool(chart, 'Pool', { cluster, mode: PoolMode.TRANSACTION, clientTls: PoolClientTls.PREFER });

  // What the cluster runs without. Mend one, and take its line out.
  Rules.of(cluster).suppress('ROLE-020', 'taken over as it runs'); // 'inventory' must not be a superuser
  Rules.of(cluster).suppress('ROLE-024', 'taken over as it runs'); // 'superuser' must not let postgres in
  Rules.of(pool).suppress('POOL-042', 'taken over as it runs'); // 'clientTls' is 'prefer', so that a client that does not ask for TLS send...

  // What no prop says, kept as it runs.
  ApiObject.of(cluster).addJsonPatch(
    JsonPatch.remove('/spec/backups/pgbackrest/jobs'),
    JsonPatch.remove('/spec/backups/pgbackrest/global/repo1-s3-uri-style'),
  );
}
