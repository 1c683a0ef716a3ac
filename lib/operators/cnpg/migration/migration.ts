import { Construct } from 'constructs';
import { ClusterModel } from '../../../model/cluster-model';
import { IMigrationOperator, OperatorObjects } from '../../migration-contract';
import { RunbookStep } from '../../runbook-step';
import { SYNCHRONIZED_SLOTS } from '../access/slots-spec';
import { ClusterIdentity } from '../../../model/identity';
import { ServerFiles, StreamingRole } from '../../../model/migration-model';
import { IClusterView } from '../../cluster-view';
import { sharedCa } from '../../shared/shared-ca';
import { JOB_LABEL, clusterLabels } from '../names';
import { replicationCertificate, signsClientsElsewhere } from '../network/tls-spec';
import { bindSubscriptions } from './subscription-objects';

/** Where every instance has its data. */
const PGDATA = '/var/lib/postgresql/data/pgdata';

/** What CloudNativePG puts into its servers, and what a migration makes of a cluster. */
export class CnpgMigrations implements IMigrationOperator {
  public readonly own: OperatorObjects = {
    schemas: [],
    extensions: [],
    roles: ['streaming_replica', 'cnpg_pooler_pgbouncer', 'cnpg_metrics_exporter'],
    objects: ['public.user_search'],
  };

  public readonly streamingRole: StreamingRole = { name: 'streaming_replica', byCertificate: true };
  public readonly streamsAsAnyRole = true;
  public readonly namesItsCertificates = true;
  public readonly keepsCertificates = false;

  public readonly liftsParameters = false;
  public readonly namesItsFiles = false;
  public readonly ownFiles: ServerFiles = { hbaFile: `${PGDATA}/pg_hba.conf`, identFile: `${PGDATA}/pg_ident.conf` };
  public readonly sharedTls =
    'ClusterTls.certManager({ ..., replicationCertificate: true }), or ClusterTls.fromSecrets(...) with a replicationSecret';

  public sharedCa(cluster: ClusterModel): string | undefined {
    return signsClientsElsewhere(cluster.identity, cluster.tls) ? sharedCa(cluster) : undefined;
  }

  public streamingSecretName({ identity, tls }: ClusterModel): string {
    return replicationCertificate(identity, tls);
  }

  public copyingPods(cluster: ClusterIdentity): { [label: string]: string } {
    return { ...clusterLabels(cluster), [JOB_LABEL]: 'pgbasebackup' };
  }

  public bindSubscriptions(scope: Construct, target: IClusterView): void {
    bindSubscriptions(scope, target);
  }

  public beginning({ identity: { name, namespace }, version, migrations }: ClusterModel): RunbookStep[] {
    const isRead = migrations.some(({ decodes, isSource }) => decodes && isSource);
    return [
      {
        text: `\`postgres\` of '${name}' gets a password, in the Secret \`${name}-superuser\`, and loses it when the migration is taken out.`,
      },
      ...(migrations.some(({ replica }) => replica)
        ? [
            {
              text: `CloudNativePG tries to copy for about ten minutes, in the Job \`${name}-1-pgbasebackup\`, and not again. Where repairing a line \`blocker:\` has taken longer, delete the Cluster '${name}', which has nothing yet, and apply it anew.`,
              command: `kubectl delete ${namespace === undefined ? '' : `--namespace=${namespace} `}clusters.postgresql.cnpg.io/${name}`,
            },
          ]
        : []),
      ...(migrations.some(({ ownFiles }) => ownFiles)
        ? [
            {
              text: `'${name}' goes on with what of the configuration of its source is in the data directory. \`HBA_FILE\` and \`IDENT_FILE\` among its parameters lead it to its own files until the migration is taken out, and \`ALTER SYSTEM\` is allowed meanwhile; the operator is not updated until then. Other settings of the source stay in the files for good, and in no manifest: write those that count as 'parameters'.`,
            },
          ]
        : []),
      ...(migrations.some(({ admits }) => admits)
        ? [
            {
              text: `Settings of '${name}' come along in its files and hold at the target for good where its program says nothing else: logs that are neither rotated nor emptied (\`log_rotation_age\`, \`log_rotation_size\`, \`log_truncate_on_rotation\`), TLS 1.3 only (\`ssl_min_protocol_version\`), timeouts of five seconds (\`wal_sender_timeout\`, \`wal_receiver_timeout\`), \`restart_after_crash\`. Write those that count as 'parameters' of the target.`,
            },
          ]
        : []),
      ...(isRead && version.majorNumber < SYNCHRONIZED_SLOTS
        ? [
            {
              text: `A failover of '${name}' before the cut over loses the slots, since its replicas keep them from PostgreSQL ${SYNCHRONIZED_SLOTS} on only: the next attempt begins with a new copy then.`,
            },
          ]
        : []),
    ];
  }
}
