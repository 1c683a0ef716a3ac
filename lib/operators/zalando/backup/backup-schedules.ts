import { BackupRepositoryModel } from '../../../model/backup-model';
import { BackupType } from '../../../model/backup-schedule';
import { Cron, parseCron } from '../../../model/cron';

export const DAY = 24 * 60;

/** What is wrong with the full schedules of a repository. BAK-003 reports what cannot be read. */
export function scheduleProblems(
  repository: BackupRepositoryModel | undefined,
  kept: (cron: Cron) => boolean,
  problem: (at: string, cron: string) => string,
): string[] {
  return (repository?.schedules ?? []).flatMap(({ type, cron }, i) => {
    const parsed = parseCron(cron);
    return type === BackupType.FULL && typeof parsed !== 'string' && !kept(parsed) ? [problem(`'schedules[${i}]'`, cron)] : [];
  });
}
