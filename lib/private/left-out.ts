import { IConstruct } from 'constructs';

/** By construct, whether it is left out now. */
const CONDITIONS = new WeakMap<IConstruct, () => boolean>();

/** Nodes whose children are looked through already. */
const PARENTS = new WeakSet<object>();

/**
 * Leaves a construct out of every walk through the tree for as long as a condition holds.
 *
 * cdk8s validates and prints what it meets on such a walk, and prints an empty document for an object without content. So what shall not be
 * printed must not be met; and to take it out of the tree for good would lose its place and its patches, for it may be printed after all: a
 * pair of clusters may be made later, and may turn round which of the two writes. By its id it is still found.
 *
 * @param construct what is left out; it has to have a scope
 * @param condition whether it is left out now; pure
 */
export function leaveOut(construct: IConstruct, condition: () => boolean): void {
  CONDITIONS.set(construct, condition);
  const { node } = construct.node.scope!;
  if (!PARENTS.has(node)) {
    PARENTS.add(node);
    // Another copy of this library may have been here, with the objects of its operator.
    const before = Object.getOwnPropertyDescriptor(node, 'children')?.get;
    const prototype = Object.getPrototypeOf(node) as object;
    const all = before ?? (() => Reflect.get(prototype, 'children', node));
    Object.defineProperty(node, 'children', {
      configurable: true,
      get: () => (all() as IConstruct[]).filter((child) => !isLeftOut(child)),
    });
  }
}

/** Whether a construct is left out now. */
export const isLeftOut = (construct: IConstruct): boolean => CONDITIONS.get(construct)?.() ?? false;
