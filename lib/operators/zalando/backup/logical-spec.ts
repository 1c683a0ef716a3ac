import type { PostgresqlSpec } from '../../../../imports/zalando/postgresql';
import { canonicalCron } from '../../../model/cron';
import { LogicalBackupModel } from '../../../model/logical-backup-model';

/** The fields of the cluster that have it dumped. Where to is a matter of the operator's configuration. */
export function logicalFields(
  logical: LogicalBackupModel | undefined,
): Pick<PostgresqlSpec, 'enableLogicalBackup' | 'logicalBackupSchedule' | 'logicalBackupRetention'> {
  return logical === undefined
    ? {}
    : {
        enableLogicalBackup: true,
        logicalBackupSchedule: canonicalCron(logical.schedule),
        // The job asks `date` for the moment that is so long ago.
        logicalBackupRetention: logical.retentionDays === undefined ? undefined : `${logical.retentionDays} days`,
      };
}
