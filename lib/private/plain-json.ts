import { App, ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import { IConstruct } from 'constructs';

/** Thrown, and caught here, at a value that only cdk8s knows how to print. */
const OPAQUE = Symbol('only cdk8s knows');

/** What every app resolves. */
const USUAL = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** Whether cdk8s prints plain values of an app as they are, with their keys in order: nobody has a word in it. */
export function printsPlainly(construct: IConstruct): boolean {
  const { resolvers } = App.of(construct);
  return resolvers.length === USUAL.length && USUAL.every((usual, i) => resolvers[i] instanceof usual) && !process.env.CDK8S_DISABLE_SORT;
}

/**
 * A value as cdk8s prints it in such an app, in one walk instead of three and without asking each text whether it is a token. Nothing
 * where cdk8s has to look at it: at a token, a Lazy, an instance of a class.
 */
export function plainJson(value: object): object | undefined {
  try {
    return copied(value) as object;
  } catch (error) {
    if (error !== OPAQUE) {
      throw error;
    }
    return undefined;
  }
}

/** A map without a prototype, as parsers of queries make it. */
const isBare = (value: object): boolean => Object.getPrototypeOf(value) === null;

/** A value whose maps all have the prototype by which cdk8s knows a map. */
export function withPrototypes(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withPrototypes);
  }
  if (typeof value === 'object' && value !== null && (value.constructor === Object || isBare(value))) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPrototypes(item)]));
  }
  return value;
}

/** Most come in order, for specs are printed so. */
const sorted = (keys: string[]): string[] => (keys.every((key, i) => i === 0 || keys[i - 1]! <= key) ? keys : keys.sort());

function copied(value: unknown): unknown {
  if (value === null || value === undefined) {
    return undefined;
  }
  if (typeof value !== 'object') {
    if (typeof value === 'function' || typeof value === 'symbol') {
      throw OPAQUE;
    }
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(copied);
  }
  const map = value as Record<string, unknown>;
  if ((map.constructor !== Object && !isBare(map)) || typeof map.resolve === 'function') {
    throw OPAQUE;
  }
  const copy: Record<string, unknown> = {};
  for (const key of sorted(Object.keys(map))) {
    if (key === '__proto__') {
      throw OPAQUE;
    }
    const item = copied(map[key]);
    if (item !== undefined) {
      copy[key] = item;
    }
  }
  return copy;
}
