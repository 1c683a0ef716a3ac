import { Operator } from '../../effects/effect';
import { Json } from '../../values/json';
import { KubeObject } from '../object';

/** A place in an object store, or the name of what leads there. */
export interface Archive {
  /** One text for one place: endpoint, bucket, path and server. */
  readonly place: string;
  readonly field: string;
  /** How messages show it. */
  readonly shown: string;
}

/** A cluster of any of the three operators, in neutral words. */
export interface ClusterView {
  readonly operator: Operator;
  readonly object: KubeObject;
  /** Pods that hold data while the cluster runs. */
  readonly instances: number;
  /** Field that says so. */
  readonly instancesField: string;
  /** Why no pod runs; undefined while they do. */
  readonly stopped?: string;
  readonly image?: string;
  readonly imageField: string;
  readonly major?: number;
  readonly majorField: string;
  /** Where it writes its WAL and base backups. */
  readonly archives: readonly Archive[];
  /** Whether base backups or WAL go anywhere, volumes included. */
  readonly backedUp: boolean;
  /** Field that says so. */
  readonly backupField: string;
  /** Where it reads what it is made of, or follows. */
  readonly sources: readonly Archive[];
  /** Whether it follows another cluster instead of writing. */
  readonly follower: boolean;
  /** Fields of replication roles, for messages. */
  readonly roleField: string;
  /** Names of the instance pods' labels, for the selectors of policies. */
  readonly podLabels: { readonly [label: string]: string };
  /** Ports that the operator and the other instances have to reach. */
  readonly innerPorts: readonly number[];
  readonly synchronous: {
    readonly on: boolean;
    readonly strict: boolean;
    readonly number: number;
    readonly field: string;
    readonly value?: Json;
  };
}

/** Objects of one kind in a namespace, by name. */
export type Lookup = (group: string, kind: string, namespace: string, name: string) => KubeObject | undefined;
