import type { PostgresClusterSpecStandby } from '../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../model/models';
import { repositoryName } from './names';
import { followedStore, isStandby } from './origins';

/**
 * What a replica cluster follows. A promoted one has no such block, and no repository of its source either; both go in one edit.
 */
export function standbySpec(model: ClusterModel): PostgresClusterSpecStandby | undefined {
  if (!isStandby(model)) {
    return undefined;
  }
  const followed = followedStore(model);
  const { host, port } = model.replica?.source.primaryAddress ?? {};
  return { enabled: true, repoName: followed && repositoryName(followed.index), host, port };
}

/** Whether a cluster is switched off: it was the primary of its pair, has archived what it had, and must not write any more. */
export function isShutDown({ pair }: ClusterModel): boolean {
  return pair?.demoted === true;
}
