import { IConstruct } from 'constructs';
import { ClusterIdentity } from '../model/identity';

const IDENTITIES = new WeakMap<IConstruct, Map<string, IConstruct[]>>();

/**
 * Notes that a construct takes a place that only one may have in an app, such as a name in a namespace or a folder in a bucket.
 *
 * @param construct who takes it
 * @param place the place, as a text that is equal for equal places
 */
export function claim(construct: IConstruct, place: string): void {
  const root = construct.node.root;
  const places = IDENTITIES.get(root) ?? new Map<string, IConstruct[]>();
  IDENTITIES.set(root, places);
  const there = places.get(place);
  if (there === undefined) {
    places.set(place, [construct]);
  } else {
    there.push(construct);
  }
}

/** The other constructs of the app that have taken the same place. */
export function holders(construct: IConstruct, place: string): IConstruct[] {
  return (IDENTITIES.get(construct.node.root)?.get(place) ?? []).filter((other) => other !== construct);
}

/** Their paths. */
export function rivals(construct: IConstruct, place: string): string[] {
  return holders(construct, place).map((other) => other.node.path);
}

/** The place that a cluster takes among those of the app. */
export const clusterPlace = ({ name, namespace }: ClusterIdentity): string => `cluster ${namespace ?? ''}/${name}`;
