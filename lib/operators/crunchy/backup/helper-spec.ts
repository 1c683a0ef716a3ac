import type { PostgresClusterSpecBackupsPgbackrest } from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { HELPER_COMPUTE, backupCompute, resourceRequirements, saidRequirements } from '../../../private/compute-defaults';
import { nonEmpty } from '../../../private/kubernetes';
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
  const sender = saidRequirements(compute);
  return {
    jobs: podFields(placement, compute),
    repoHost: hasHost ? podFields(placement, compute) : undefined,
    sidecars: nonEmpty({
      ...(sender && { pgbackrest: { resources: sender } }),
      ...(!backup || hasDefault(backup, ClusterDefault.COMPUTE)
        ? { pgbackrestConfig: { resources: resourceRequirements(HELPER_COMPUTE) } }
        : {}),
    }),
  };
}
