import { ClusterModel } from '../../../model/cluster-model';
import { StreamingRole } from '../../../model/migration-model';
import { IMigrationOperator, OperatorObjects } from '../../migration-contract';
import { RunbookStep } from '../../runbook-step';
import { sharedCa } from '../../shared/shared-ca';
import { METRICS_ROLE, METRICS_SCHEMA } from '../monitoring/role';
import { credentialsSecret } from '../names';

/** Spilo keeps a table of its log for each day of the week, and a view of failed logins beside each. */
const DAYS = [0, 1, 2, 3, 4, 5, 6, 7];

/** What the operator and Spilo put into their servers, and what a migration makes of a cluster. */
export class ZalandoMigrations implements IMigrationOperator {
  public readonly own: OperatorObjects = {
    schemas: ['metric_helpers', 'user_management', 'cron', 'pooler', METRICS_SCHEMA],
    extensions: ['pg_auth_mon', 'pg_cron', 'file_fdw', 'set_user', 'pg_stat_statements', 'pg_stat_kcache'],
    roles: ['admin', 'robot_zmon', 'cron_admin', 'zalandos', 'standby', 'pooler', METRICS_ROLE],
    objects: ['public.postgres_log', ...DAYS.flatMap((day) => [`public.postgres_log_${day}`, `public.failed_authentication_${day}`])],
  };

  public readonly streamingRole: StreamingRole = { name: 'standby', byCertificate: false };
  public readonly streamsAsAnyRole = false;

  public readonly unfitFiles: { [displayName: string]: string } = {
    CloudNativePG: 'its configuration names certificates of its own pods, without which PostgreSQL does not start in those of Spilo',
  };

  public readonly liftsParameters = true;
  public readonly namesItsFiles = true;
  public readonly sharedTls = 'ClusterTls.certManager(...) or ClusterTls.fromSecrets(...)';

  public sharedCa(cluster: ClusterModel): string | undefined {
    return cluster.tls._kind === 'operator' ? undefined : sharedCa(cluster);
  }

  public streamingSecretName({ identity }: ClusterModel): string {
    return credentialsSecret(identity.name, this.streamingRole.name);
  }

  public copyingPods(): undefined {
    // Patroni does, in the first instance.
  }

  public bindSubscriptions(): void {
    // There is no object for it: a Job subscribes.
  }

  public beginning({ identity: { name }, migrations }: ClusterModel): RunbookStep[] {
    return migrations.some(({ decodes }) => decodes)
      ? [
          {
            text: `The operator restarts the pods of '${name}' one after the other, the primary last, for \`wal_level\`; a second time when the migration is taken out. Sessions are cut off.`,
          },
        ]
      : [];
  }
}
