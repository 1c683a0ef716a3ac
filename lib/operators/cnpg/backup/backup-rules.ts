import { sizeQuantity } from '../../../model/quantity';
import { Rule } from '../../../private/rules';
import { PRINTED_TYPES } from './backup-spec';
import { MAX_SCHEDULE_NAME, scheduleName } from '../names';
import { BackupContext } from '../rule-contexts';

/** What CloudNativePG or its plugin would refuse, ignore or get wrong in a backup policy. */
export const BACKUP_RULES: readonly Rule<BackupContext>[] = [
  {
    id: 'CNPG-030',
    summary: `names of ScheduledBackup objects have at most ${MAX_SCHEDULE_NAME} characters`,
    why: 'each backup has the name of its schedule with the time behind it, which must fit into 63 characters',
    check: ({ policy: { cluster, repositories }, settings }) =>
      PRINTED_TYPES.flatMap((printed) =>
        (repositories[0]?.schedules ?? [])
          .filter(({ type }) => type === printed)
          .map((_, position) => scheduleName(cluster, printed, position, settings)),
      )
        .filter((name) => name.length > MAX_SCHEDULE_NAME)
        .map(
          (name) =>
            `the schedule '${name}' must have at most ${MAX_SCHEDULE_NAME} characters, got ${name.length}; write a 'clusterName' of at most ${MAX_SCHEDULE_NAME - (name.length - cluster.name.length)}`,
        ),
  },
  {
    id: 'CNPG-031',
    summary: 'the bandwidth of backups to Google Cloud Storage is not limited',
    why: 'barman-cloud limits what it sends to S3 and to Azure only, and would send as fast as it can',
    check: ({ policy: { repositories, transfer } }) =>
      transfer.bandwidthPerSecond !== undefined && repositories[0]?.target.gcsBucket
        ? `'transfer.bandwidthPerSecond' must not be given for the target 'gcs', got ${sizeQuantity(transfer.bandwidthPerSecond)}; leave it out`
        : undefined,
  },
];
