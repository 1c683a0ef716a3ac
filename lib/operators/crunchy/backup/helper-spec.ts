import type { PostgresClusterSpecBackupsPgbackrest } from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { BackupModel } from '../../../model/backup-model';
import { ComputeModel, ComputeOptions } from '../../../model/compute';
import { HELPER_COMPUTE, backupCompute, computeModel, saidRequirements } from '../../../private/compute-defaults';
import { inSeconds } from '../../../private/value-problems';
import { CrunchySettings } from '../settings';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { nonEmpty } from '../../../private/kubernetes';
import { podFields } from '../cluster/helper-pods';

/** CPU and memory of the Jobs of backups and restores. */
export const jobCompute = ({ backup }: ClusterModel, { pgBackRest }: CrunchySettings): ComputeModel =>
  ofPart(backup, pgBackRest?.jobCompute);

/** What is said of one part, or of all of them. */
const ofPart = (backup: BackupModel | undefined, options: ComputeOptions | undefined): ComputeModel =>
  options === undefined ? (backup?.compute ?? backupCompute()) : backupCompute(options, backup?.transfer.parallelism, runsAlready(backup));

/** Whether the containers have no size but the one that the program says. */
const runsAlready = (backup: BackupModel | undefined): boolean => backup !== undefined && !hasDefault(backup, ClusterDefault.COMPUTE);

/** Where what is pgBackRest's runs, and how much it takes. There is a repository host only where a repository is on a volume. */
export function helperSpec(
  model: ClusterModel,
  settings: CrunchySettings,
): Pick<PostgresClusterSpecBackupsPgbackrest, 'image' | 'jobs' | 'repoHost' | 'sidecars'> {
  const { placement, backup, recovery, formerOrigin } = model;
  const { image, jobTtl, repositoryHostCompute, sidecarCompute, configSidecarCompute } = settings.pgBackRest ?? {};
  const hasHost = backup ? backup.repositories.some(({ target }) => target._kind === 'volume') : (recovery ?? formerOrigin) !== undefined;
  const sender = saidRequirements(ofPart(backup, sidecarCompute));
  const watcher = saidRequirements(computeModel(configSidecarCompute, HELPER_COMPUTE, runsAlready(backup)));
  return {
    image,
    jobs: { ...podFields(placement, jobCompute(model, settings)), ttlSecondsAfterFinished: inSeconds(jobTtl) },
    repoHost: hasHost ? podFields(placement, ofPart(backup, repositoryHostCompute)) : undefined,
    sidecars: nonEmpty({
      ...(sender && { pgbackrest: { resources: sender } }),
      ...(watcher && { pgbackrestConfig: { resources: watcher } }),
    }),
  };
}
