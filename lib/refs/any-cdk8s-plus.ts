/**
 * What the library uses of the objects of cdk8s-plus, whichever version of it the program has: each version is a package of its own, whose
 * classes have private members, so that the compiler keeps them apart although they are the same at run time.
 *
 * For TypeScript alone. In the other languages of jsii an object is of a class or interface that it names, never of one that it looks like,
 * so there a signature has to name cdk8s-plus-28. Hence two signatures where this is used: jsii takes the first.
 */

/** A container. */
export interface AnyContainer {
  readonly image: string;
  readonly env: { readonly variables: { readonly [name: string]: object }; addVariable(name: string, value: never): void };
  readonly mounts: readonly { readonly path: string; readonly volume: object }[];
  mount(path: string, storage: never, options?: { readonly readOnly?: boolean }): void;
}

/** A workload: a Deployment, Job, CronJob, ... */
export interface AnyWorkload {
  readonly node: { readonly path: string };
  readonly containers: readonly AnyContainer[];
  readonly initContainers: readonly AnyContainer[];
  readonly podMetadata: object;
}

/** Pods, namespaces or addresses. */
export interface AnyPeer {
  readonly node: { readonly path: string };
  toNetworkPolicyPeerConfig(): object;
  toPodSelector(): object | undefined;
}
