import * as kplus from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { PeerSpec, peerSpec, peerSpecs } from '../network/peer';
import type { ConnectionContext } from './connection-rules';
import { containersOf, forgetWorkloads, workloadsOf } from './workloads';

/** Where programs look for the folder of their bindings. */
const BINDING_VARIABLE = 'SERVICE_BINDING_ROOT';

/** Pods that take a connection as plain data. */
interface LabelledPods {
  readonly podLabels: { readonly [key: string]: string };
  readonly namespace?: string;
}

/** Who has a connection: containers, the workloads that run them, and pods that are told by their labels. */
export class Recipients {
  private readonly containers: kplus.Container[] = [];
  private readonly collisions: string[] = [];
  private readonly given: { readonly container: kplus.Container; readonly name: string; readonly value: kplus.EnvValue }[] = [];
  /** Values of variables that somebody has taken without a container. */
  private readonly taken = new Set<object>();
  private readonly labelled: LabelledPods[] = [];
  private readonly bindings: { readonly container: kplus.Container; readonly namespace?: string }[] = [];

  public constructor(private readonly connection: IConstruct) {}

  /** Whether a service binding is mounted. */
  public get binds(): boolean {
    return this.bindings.length > 0;
  }

  /** A container of which the pods are let in that run it. */
  public add(container: kplus.Container): void {
    this.containers.push(container);
    forgetWorkloads(this.connection.node.root);
  }

  /** Pods that are let in. */
  public addLabelled(pods: LabelledPods): void {
    this.labelled.push(pods);
  }

  /** Values that somebody gives to a container himself. */
  public take(values: readonly kplus.EnvValue[]): void {
    values.forEach((value) => this.taken.add(value));
  }

  /** Adds variables to a container. A second value would take the place of the first without a word. */
  public give(container: kplus.Container, variables: { readonly [name: string]: kplus.EnvValue }): void {
    const before = Object.keys(container.env.variables);
    for (const [name, value] of Object.entries(variables)) {
      if (before.includes(name)) {
        this.collisions.push(name);
      } else {
        container.env.addVariable(name, value);
        this.given.push({ container, name, value });
      }
    }
  }

  /** Mounts a volume, once; what somebody else has mounted at its place would hide it. */
  public mount(container: kplus.Container, path: string, volume: kplus.Volume): void {
    const there = container.mounts.find((mount) => mount.path === path);
    if (there === undefined) {
      container.mount(path, volume, { readOnly: true });
    } else if (there.volume !== volume) {
      this.collisions.push(path);
    }
  }

  /** Says where the bindings of a container are, of which one stands in the namespace. */
  public bind(container: kplus.Container, root: string, namespace: string | undefined): void {
    const before = container.env.variables[BINDING_VARIABLE];
    if (before === undefined) {
      container.env.addVariable(BINDING_VARIABLE, kplus.EnvValue.fromValue(root));
    } else if (before.value !== root) {
      this.collisions.push(BINDING_VARIABLE);
    }
    this.bindings.push({ container, namespace });
  }

  /**
   * For the policies of who is connected to.
   *
   * @param own its namespace
   */
  public peers(own: string | undefined): PeerSpec[] {
    return [
      ...this.workloads.flatMap((workload) => peerSpecs(workload, own)),
      ...this.labelled.map(({ podLabels, namespace }) => peerSpec({ podLabels, ...(namespace !== own && { namespace }) })),
    ];
  }

  /**
   * What the rules look at.
   *
   * @param caFolder where the variables say that the CA is, if it is checked
   */
  public facts(
    caFolder: string | undefined,
  ): Pick<ConnectionContext, 'collisions' | 'strayBindings' | 'unattached' | 'places' | 'withoutCa'> {
    return {
      collisions: [
        ...this.collisions,
        ...this.given.filter(({ container, name, value }) => container.env.variables[name] !== value).map(({ name }) => name),
      ],
      strayBindings: this.bindings.flatMap(({ container, namespace }) =>
        this.workloadsOf(container)
          .filter((workload) => workload.metadata.namespace !== namespace)
          .map(({ node }) => node.path),
      ),
      unattached: this.containers.filter((container) => this.workloadsOf(container).length === 0).length,
      places: [
        ...this.workloads.map((workload) => ({ path: workload.node.path, namespace: workload.metadata.namespace })),
        ...this.labelled.map(({ podLabels, namespace }) => ({ path: `the pod with ${JSON.stringify(podLabels)}`, namespace })),
      ],
      withoutCa: caFolder === undefined || this.taken.size === 0 ? [] : this.withoutCa(caFolder),
    };
  }

  /** The workloads that run a container. */
  public workloadsOf(container: kplus.Container): readonly kplus.AbstractPod[] {
    return workloadsOf(container, this.connection.node.root);
  }

  private get workloads(): readonly kplus.AbstractPod[] {
    return [...new Set(this.containers.flatMap((container) => this.workloadsOf(container)))];
  }

  /** Who took the variables, which name the file of the CA, and does not mount it. */
  private withoutCa(caFolder: string): string[] {
    const holders = containersOf(this.connection.node.root).filter(({ env }) =>
      Object.values(env.variables).some((value) => this.taken.has(value)),
    );
    if (holders.length === 0) {
      return this.containers.length === 0 && this.labelled.length === 0 ? ['what took them'] : [];
    }
    return holders
      .filter(({ mounts }) => !mounts.some(({ path }) => path === caFolder))
      .map(({ name, image }) => `the container '${name}' (${image})`);
  }
}
