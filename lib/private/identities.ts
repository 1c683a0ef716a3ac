import { createHash } from 'crypto';
import { IConstruct } from 'constructs';
import { ClusterIdentity } from '../model/identity';

/** What an app has given away, and to whom. */
interface Book {
  readonly places: Map<string, IConstruct[]>;
  /** By the hash of a place, the paths of those that were let go, one a line. There may be a million of them. */
  readonly former: Map<string, string>;
  /** The Kubernetes clusters that the app prints for; the first has no name. */
  readonly realms: Set<string>;
  /** What to do with somebody who needs a construct that was let go. */
  late?: (path: string) => never;
}

const BOOKS = new WeakMap<IConstruct, Book>();

/** The places that a construct has taken, so that it can be let go without a search through those of everybody. */
const TAKEN = Symbol.for('cdk8s-postgres.taken');

const REALM = Symbol.for('cdk8s-postgres.realm');

/** Begins a place that is the same for all Kubernetes clusters. */
const EVERYWHERE = '* ';

/**
 * Notes that a construct takes a place that only one may have in an app, such as a name in a namespace or a folder in a bucket.
 *
 * @param construct who takes it
 * @param place the place, as a text that is equal for equal places
 */
export function claim(construct: IConstruct, place: string): void {
  const key = keyOf(realmOf(construct), place);
  const { places } = bookOf(construct);
  const there = places.get(key);
  if (there === undefined) {
    places.set(key, [construct]);
  } else {
    there.push(construct);
  }
  const taken = takenBy(construct);
  if (taken === undefined) {
    Object.defineProperty(construct, TAKEN, { value: [key] });
  } else {
    taken.push(key);
  }
}

/** The other constructs of the app that have taken the same place. */
export function holders(construct: IConstruct, place: string): IConstruct[] {
  const book = bookOf(construct);
  const key = keyOf(realmOf(construct), place);
  return [...formerHolders(book, key).map((path) => book.late!(path)), ...presentHolders(book, key, construct)];
}

/** One that has taken a place; of one that was let go only the path is known. */
export interface Occupant {
  readonly path: string;
  readonly construct?: IConstruct;
}

/** Those that have taken the same place, with the paths of those that were let go, of whom nothing else is known. */
export function occupants(construct: IConstruct, place: string): Occupant[] {
  const book = bookOf(construct);
  const key = keyOf(realmOf(construct), place);
  const present = presentHolders(book, key, construct).map((other) => ({ path: other.node.path, construct: other }));
  return [...formerHolders(book, key).map((path) => ({ path })), ...present];
}

/** Their paths. */
export function rivals(construct: IConstruct, place: string): string[] {
  return pathsAt(construct, keyOf(realmOf(construct), place));
}

/** The paths of those that have taken the place in any Kubernetes cluster. */
export function namesakes(construct: IConstruct, place: string): string[] {
  return [...bookOf(construct).realms].flatMap((realm) => pathsAt(construct, keyOf(realm, place)));
}

/** The place that a cluster takes among those of the app. */
export const clusterPlace = ({ name, namespace }: ClusterIdentity): string => `cluster ${namespace ?? ''}/${name}`;

/** A place that is the same for all Kubernetes clusters, such as a folder in a bucket. */
export const everywhere = (place: string): string => `${EVERYWHERE}${place}`;

/** Says that what will stand below a construct goes to the Kubernetes cluster of this name, where names are free that are taken elsewhere. */
export function enterRealm(construct: IConstruct, name: string): void {
  Object.defineProperty(construct, REALM, { value: name });
  bookOf(construct).realms.add(name);
}

/**
 * Keeps the places that constructs have taken, and nothing else of these.
 *
 * @param constructs those that are let go
 * @param late called with the path of one of them when somebody needs the construct later
 */
export function letGo(constructs: readonly IConstruct[], late: (path: string) => never): void {
  for (const construct of constructs) {
    const keys = takenBy(construct) ?? [];
    if (keys.length === 0) {
      continue;
    }
    const book = bookOf(construct);
    book.late = late;
    const { path } = construct.node;
    for (const key of keys.splice(0)) {
      const rest = presentHolders(book, key, construct);
      if (rest.length === 0) {
        book.places.delete(key);
      } else {
        book.places.set(key, rest);
      }
      book.former.set(shortened(key), [...formerHolders(book, key), path].join('\n'));
    }
  }
}

function bookOf(construct: IConstruct): Book {
  const { root } = construct.node;
  let book = BOOKS.get(root);
  if (book === undefined) {
    book = { places: new Map(), former: new Map(), realms: new Set(['']) };
    BOOKS.set(root, book);
  }
  return book;
}

const takenBy = (construct: IConstruct): string[] | undefined => (construct as { [TAKEN]?: string[] })[TAKEN];

const presentHolders = ({ places }: Book, key: string, construct: IConstruct): IConstruct[] =>
  (places.get(key) ?? []).filter((other) => other !== construct);

const formerHolders = ({ former }: Book, key: string): string[] =>
  former.size === 0 ? [] : (former.get(shortened(key))?.split('\n') ?? []);

function pathsAt(construct: IConstruct, key: string): string[] {
  const book = bookOf(construct);
  return [...formerHolders(book, key), ...presentHolders(book, key, construct).map((other) => other.node.path)];
}

/** Twelve bytes are enough to tell millions of places from each other, and short enough to keep. */
const shortened = (key: string): string => createHash('sha1').update(key).digest().toString('latin1', 0, 12);

const keyOf = (realm: string, place: string): string => (place.startsWith(EVERYWHERE) ? place : `${realm} ${place}`);

function realmOf(construct: IConstruct): string {
  for (let c: IConstruct | undefined = construct; c; c = c.node.scope) {
    const realm = (c as { [REALM]?: string })[REALM];
    if (realm !== undefined) {
      return realm;
    }
  }
  return '';
}
