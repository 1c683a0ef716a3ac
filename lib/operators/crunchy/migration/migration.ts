import { ClusterModel } from '../../../model/cluster-model';
import { ClusterIdentity } from '../../../model/identity';
import { StreamingRole } from '../../../model/migration-model';
import { IMigrationOperator, OperatorObjects } from '../../migration-contract';
import { RunbookStep } from '../../runbook-step';

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

  public streamingSecretName({ name }: ClusterIdentity): string {
    return `${name}-replication-cert`;
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
