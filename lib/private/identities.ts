import { IConstruct } from 'constructs';

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
  places.set(place, [...(places.get(place) ?? []), construct]);
}

/** Paths of the other constructs of the app that have taken the same place. */
export function rivals(construct: IConstruct, place: string): string[] {
  const claimants = IDENTITIES.get(construct.node.root)?.get(place) ?? [];
  return claimants.filter((other) => other !== construct).map((other) => other.node.path);
}
