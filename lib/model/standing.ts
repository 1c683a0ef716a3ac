import { ClusterModel } from './cluster-model';
import { onlyMembers } from './members';

/** What a cluster does with its data. */
export enum Standing {
  /** It takes writes. */
  WRITER = 'writer',
  /** It has the data of another cluster, and takes no writes. */
  FOLLOWER = 'follower',
  /** It was the primary of its pair and takes no more writes; it follows nobody yet, and can still be made the primary again. */
  DEMOTED = 'demoted',
}
onlyMembers(Standing, 'Standing');

/** As much of a cluster as its standing depends on. */
export type Standings = Pick<ClusterModel, 'identity' | 'replica' | 'pair'>;

/**
 * Whether a cluster writes, follows or was demoted: the only place that knows, whichever operator runs it.
 *
 * In a pair it is the pair that says so, of a cluster that began as a primary and of a replica cluster alike. Outside of one only a replica
 * cluster follows, until it is promoted. Neither `recovery` nor `inPlaceRestore` makes a difference: what is restored takes writes from then
 * on.
 */
export function standing({ identity, replica, pair }: Standings): Standing {
  if (pair) {
    return pair.demoted ? Standing.DEMOTED : pair.primary === identity.name ? Standing.WRITER : Standing.FOLLOWER;
  }
  return replica === undefined || replica.promoted ? Standing.WRITER : Standing.FOLLOWER;
}

/** Whether a cluster takes writes. */
export const writes = (model: Standings): boolean => standing(model) === Standing.WRITER;

/** Whether a cluster has the data of another one, whose databases, roles and passwords are its own. */
export const follows = (model: Standings): boolean => standing(model) === Standing.FOLLOWER;

/** Whether a cluster was the primary of its pair and takes no more writes. */
export const isDemoted = (model: Standings): boolean => standing(model) === Standing.DEMOTED;
