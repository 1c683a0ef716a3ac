import type { PostgresClusterSpecBackupsPgbackrest } from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { BackupModel } from '../../../model/backup-model';
import { ComputeModel, ComputeOptions } from '../../../model/compute';
import { HELPER_COMPUTE, backupCompute, computeModel, resourceRequirements } from '../../../private/compute-defaults';
import { inSeconds } from '../../../private/value-problems';
import { CrunchySettings } from '../settings';
import { podFields } from '../cluster/helper-pods';

/** CPU and memory of the Jobs of backups and restores. */
export const jobCompute = ({ backup }: ClusterModel, { pgBackRest }: CrunchySettings): ComputeModel =>
  ofPart(backup, pgBackRest?.jobCompute);

/** What is said of one part, or of all of them. */
const ofPart = (backup: BackupModel | undefined, options: ComputeOptions | undefined): ComputeModel =>
  options === undefined ? (backup?.compute ?? backupCompute()) : backupCompute(options, backup?.transfer.parallelism);

/** Where what is pgBackRest's runs, and how much it takes. There is a repository host only where a repository is on a volume. */
export function helperSpec(
  model: ClusterModel,
  settings: CrunchySettings,
): Pick<PostgresClusterSpecBackupsPgbackrest, 'image' | 'jobs' | 'repoHost' | 'sidecars'> {
  const { placement, backup, recovery, formerOrigin } = model;
  const { image, jobTtl, repositoryHostCompute, sidecarCompute, configSidecarCompute } = settings.pgBackRest ?? {};
  const hasHost = backup ? backup.repositories.some(({ target }) => target._kind === 'volume') : (recovery ?? formerOrigin) !== undefined;
  return {
    image,
    jobs: { ...podFields(placement, jobCompute(model, settings)), ttlSecondsAfterFinished: inSeconds(jobTtl) },
    repoHost: hasHost ? podFields(placement, ofPart(backup, repositoryHostCompute)) : undefined,
    sidecars: {
      pgbackrest: { resources: resourceRequirements(ofPart(backup, sidecarCompute)) },
      pgbackrestConfig: { resources: resourceRequirements(computeModel(configSidecarCompute, HELPER_COMPUTE)) },
    },
  };
}
