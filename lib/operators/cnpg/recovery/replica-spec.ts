import { ClusterSpecReplica } from '../../../../imports/cnpg/cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { follows } from '../../../model/standing';
import { followedName } from './origins';

/**
 * Whom a cluster follows. In a pair every member says who is the primary, and each finds out by its own name whether it follows; the
 * primary says it too, so that a change of the primary is a change of one word. Outside of a pair a switch says it.
 */
export function replicaSpec(model: ClusterModel): ClusterSpecReplica | undefined {
  const { identity, pair } = model;
  const source = followedName(model);
  if (source === undefined) {
    return undefined;
  }
  return pair
    ? { self: identity.name, primary: pair.primary, source, promotionToken: pair.promotionToken }
    : { enabled: follows(model), source };
}
