import { IConstruct } from 'constructs';

const VIEWS = new WeakMap<IConstruct, Map<unknown, unknown>>();

/** Runs something that adds nothing to an app, so that what is asked of the whole app is found out once and not by every construct. */
export function whileUnchanged<T>(app: IConstruct, run: () => T): T {
  VIEWS.set(app, new Map());
  try {
    return run();
  } finally {
    VIEWS.delete(app);
  }
}

/** What a function finds in the whole app; found anew where the app may have changed since. */
export function viewOf<T>(app: IConstruct, find: (app: IConstruct) => T): T {
  const views = VIEWS.get(app);
  if (views?.has(find)) {
    return views.get(find) as T;
  }
  const found = find(app);
  views?.set(find, found);
  return found;
}
