import { ClusterModel } from '../../../model/cluster-model';
import { StreamingRole } from '../../../model/migration-model';
import { IMigrationOperator, OperatorObjects } from '../../migration-contract';
import { RunbookStep } from '../../runbook-step';
import { sharedCa } from '../../shared/shared-ca';
import { replicationSecret, serverSecret } from '../network/tls-spec';
import { CrunchySettings } from '../settings';

/** What PGO puts into its servers, and what a migration makes of a cluster. */
export class CrunchyMigrations implements IMigrationOperator {
  public readonly own: OperatorObjects = {
    schemas: ['pgbouncer', 'monitor'],
    extensions: ['pgaudit', 'pgnodemx'],
    roles: ['_crunchyrepl', '_crunchypgbouncer', 'ccp_monitoring'],
    objects: [],
  };

  public readonly streamingRole: StreamingRole = { name: '_crunchyrepl', byCertificate: true };
  public readonly streamsAsAnyRole = false;
  public readonly unfitFiles: { [displayName: string]: string } = {};

  public readonly liftsParameters = true;
  public readonly namesItsFiles = true;
  public readonly sharedTls = 'ClusterTls.certManager(...) or ClusterTls.fromSecrets(...)';

  public constructor(private readonly settings: CrunchySettings) {}

  public sharedCa(cluster: ClusterModel): string | undefined {
    const { identity, tls } = cluster;
    const secrets = [serverSecret, replicationSecret].map((secretOf) => secretOf(identity, tls, this.settings));
    return secrets.includes(undefined) ? undefined : sharedCa(cluster);
  }

  public streamingSecretName({ identity, tls }: ClusterModel): string {
    return replicationSecret(identity, tls, this.settings) ?? `${identity.name}-replication-cert`;
  }

  public copyingPods(): undefined {
    // Patroni does, in the first instance.
  }

  public bindSubscriptions(): void {
    // There is no object for it: a Job subscribes.
  }

  public beginning({ identity: { name } }: ClusterModel): RunbookStep[] {
    return [
      {
        text: `\`postgres\` of '${name}' gets a password, in the Secret \`${name}-pguser-postgres\`, which PGO deletes when the migration is taken out.`,
      },
    ];
  }
}
