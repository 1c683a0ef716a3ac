import type { AbstractPod, Container } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';

/** The workloads of each app by their containers, as they were when it was last asked. */
const WORKLOADS = new WeakMap<IConstruct, ReadonlyMap<Container, readonly AbstractPod[]>>();

/**
 * The workloads of an app that run a container. A container does not know where it runs, so the app is walked: once, and again when a
 * container is asked for that was in no workload then.
 */
export function workloadsOf(container: Container, app: IConstruct): readonly AbstractPod[] {
  return WORKLOADS.get(app)?.get(container) ?? walk(app).get(container) ?? [];
}

/** The containers of all workloads of an app, as they are now. */
export const containersOf = (app: IConstruct): readonly Container[] => [...walk(app).keys()];

function walk(app: IConstruct): ReadonlyMap<Container, readonly AbstractPod[]> {
  const found = new Map<Container, AbstractPod[]>();
  for (const workload of app.node.findAll().filter(isWorkload)) {
    for (const one of [...workload.containers, ...workload.initContainers]) {
      found.set(one, [...(found.get(one) ?? []), workload]);
    }
  }
  WORKLOADS.set(app, found);
  return found;
}

/** Says that the app has changed, so that containers may have got into further workloads. */
export function forgetWorkloads(app: IConstruct): void {
  WORKLOADS.delete(app);
}

/** Told by its members: a program may hold two copies of cdk8s-plus. */
const isWorkload = (construct: unknown): construct is AbstractPod =>
  ['containers', 'initContainers'].every((list) => Array.isArray((construct as Record<string, unknown>)[list])) &&
  typeof (construct as AbstractPod).toNetworkPolicyPeerConfig === 'function';
