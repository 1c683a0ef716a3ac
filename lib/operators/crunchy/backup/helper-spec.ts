import type { PostgresClusterSpecBackupsPgbackrest } from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { HELPER_COMPUTE, backupCompute, resourceRequirements } from '../../../private/compute-defaults';
import { podFields } from '../cluster/helper-pods';

/** Where what is pgBackRest's runs, and how much it takes. There is a repository host only where a repository is on a volume. */
export function helperSpec({
  placement,
  backup,
  recovery,
  formerOrigin,
}: ClusterModel): Pick<PostgresClusterSpecBackupsPgbackrest, 'jobs' | 'repoHost' | 'sidecars'> {
  const compute = backup?.compute ?? backupCompute();
  const hasHost = backup ? backup.repositories.some(({ target }) => target._kind === 'volume') : (recovery ?? formerOrigin) !== undefined;
  return {
    jobs: podFields(placement, compute),
    repoHost: hasHost ? podFields(placement, compute) : undefined,
    sidecars: {
      pgbackrest: { resources: resourceRequirements(compute) },
      pgbackrestConfig: { resources: resourceRequirements(HELPER_COMPUTE) },
    },
  };
}
