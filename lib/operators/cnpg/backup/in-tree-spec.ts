import type {
  ClusterSpecBackup,
  ClusterSpecBackupBarmanObjectStore,
  ClusterSpecExternalClustersBarmanObjectStore,
} from '../../../../imports/cnpg/cluster';
import { BackupModel } from '../../../model/backup-model';
import { CloudNativePgClusterOptions } from '../cluster-options';
import { serverName } from '../names';
import { ReadArchive } from '../recovery/origins';
import { placeSpec, transferSpec } from './store-spec';

type Options = Pick<CloudNativePgClusterOptions, 'barman'>;

/** Whether the operator archives and restores by itself, and not by the plugin. */
export const isInTree = ({ barman }: Options): boolean => barman?.inTree === true;

/** The archive of a cluster as a part of the Cluster. The enums are those of the ObjectStore, which has the same fields. */
export function inTreeBackup(policy: BackupModel, options: Options): ClusterSpecBackup {
  const [repository] = policy.repositories;
  if (repository === undefined) {
    return {};
  }
  const { retention } = repository;
  return {
    barmanObjectStore: {
      ...placeSpec(policy, repository),
      serverName: serverName(policy, repository),
      ...transferSpec(policy, repository, options),
    } as object as ClusterSpecBackupBarmanObjectStore,
    retentionPolicy: retention.isUnlimited ? undefined : `${retention.windowDays}d`,
  };
}

/** An archive that is read. */
export const inTreeSource = ({ archive, repository }: ReadArchive): ClusterSpecExternalClustersBarmanObjectStore =>
  ({
    ...placeSpec(archive, repository),
    serverName: serverName(archive, repository),
  }) as object as ClusterSpecExternalClustersBarmanObjectStore;
