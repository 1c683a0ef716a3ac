import type { PostgresClusterSpecStandby } from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { follows } from '../../../model/standing';
import { repositoryName } from '../names';
import { followedStore } from './origins';

/**
 * What a replica cluster follows. A promoted one has no such block, and no repository of its source either; both go in one edit.
 */
export function standbySpec(model: ClusterModel): PostgresClusterSpecStandby | undefined {
  if (!follows(model)) {
    return undefined;
  }
  const followed = followedStore(model);
  const { host, port } = model.replica?.source.primaryAddress ?? {};
  return { enabled: true, repoName: followed && repositoryName(followed.index), host, port };
}
