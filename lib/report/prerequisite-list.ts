/**
 * A Secret that has to exist before the first apply, since nothing in the program makes it.
 */
export interface PrerequisiteSecret {
  /** Namespace of the Secret; empty where the program names none. */
  readonly namespace: string;
  /** Name of the Secret. */
  readonly name: string;
  /** `type` of the Secret. */
  readonly type: string;
  /** Keys that are read, by the program or by an operator. */
  readonly keys: string[];
  /** Labels that an operator looks for. */
  readonly labels: { [key: string]: string };
  /** What needs it: kinds and names of objects, or a prop of a cluster. */
  readonly neededBy: string[];
  /** Commands that make it, with a placeholder in angle brackets for each value that is secret. */
  readonly commands: string[];
}

/**
 * An object that has to exist and is no Secret: a StorageClass, a PriorityClass, an issuer, a store of secrets, a catalogue of images.
 */
export interface PrerequisiteObject {
  /** Kind of the object. */
  readonly kind: string;
  /** Name of the object. */
  readonly name: string;
  /**
   * Namespace of the object.
   *
   * @default - it has none
   */
  readonly namespace?: string;
  /** What needs it. */
  readonly neededBy: string[];
}

/**
 * Something that the installation of an operator has to say, or to have beside it.
 */
export interface PrerequisiteSetting {
  /** The operator and its version. */
  readonly operator: string;
  /** What is set, in the operator's words. */
  readonly setting: string;
  /** What it has to be. */
  readonly value: string;
  /** What in the program needs it. */
  readonly why: string;
}
