import { Operator } from '../effects/effect';
import { KubeObject } from '../manifests/object';
import { Part } from './program/program';

/** What the program does otherwise than the manifests, and why. */
export interface Deliberate {
  /** Object and field. */
  readonly key: string;
  readonly field: string;
  /** What is done, and why. */
  readonly why: string;
  /** Whether nobody reads the field where it stands, so that nothing happens when it goes. */
  readonly quiet?: boolean;
}

/** What the tables of an operator make of a cluster and what belongs to it, before anything was tried. */
export interface Draft {
  readonly operator: Exclude<Operator, 'kubernetes'>;
  /** Function that makes the operator: `PostgresOperator.cloudNativePg`. */
  readonly factory: string;
  readonly cluster: KubeObject;
  /** The cluster first. */
  readonly parts: readonly Part[];
}

/** The objects that were read, by what can be asked of them. */
export interface Surroundings {
  readonly objects: readonly KubeObject[];
  readonly find: (group: string, kind: string, name: string) => KubeObject | undefined;
}
