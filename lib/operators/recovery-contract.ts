import { RunbookStep } from './runbook-step';

/**
 * How a program outside of the operator sees that a cluster has come up, and gets into it.
 */
export interface AccessFacts {
  /** API group of the cluster object, `postgresql.cnpg.io`. */
  readonly apiGroup: string;
  /** Plural name of its kind, `clusters`. */
  readonly plural: string;
  /** What `kubectl wait --for=...` waits for until the cluster takes connections. */
  readonly ready: string;
  /** Name of the Secret with the password of the role. */
  readonly secretName: string;
  /** Key of the user's name in that Secret. */
  readonly usernameKey: string;
  /** Key of the password in that Secret. */
  readonly passwordKey: string;
  /** Labels of every pod of the cluster, those of its jobs included. */
  readonly podLabels: { [key: string]: string };
  /** Namespace that the operator is installed in by its own instructions. */
  readonly operatorNamespace: string;
  /** TCP ports of the pods that the operator itself connects to. */
  readonly operatorPorts: number[];
  /**
   * Names of the volume claims of a cluster with one instance that the operator may leave behind when the cluster is deleted, and takes again
   * for a cluster of the same name. A drill begins only where there are none, and removes its own.
   *
   * @default - none: volumes go with their cluster, or are never taken again
   */
  readonly volumeClaims?: string[];
}

/**
 * What only the operator knows of recovering one of its clusters.
 */
export interface RunbookFacts {
  /** How to see what can be restored. */
  readonly inspect: RunbookStep[];
  /** How to send what was written last to the archive. */
  readonly flush: RunbookStep[];
  /** What to do before the manifest of the recovered cluster is applied. */
  readonly before: RunbookStep[];
  /** How to follow the recovery, and what to do when it is done. */
  readonly after: RunbookStep[];
  /**
   * How to follow the recovery until the cluster takes connections: as much of `after` as counts for a copy that archives nothing.
   *
   * @default - all of `after`
   */
  readonly wait?: RunbookStep[];
  /**
   * Beginning of a command that runs in the pod of the primary of the lost cluster and is given what it reads: `kubectl exec --stdin ... --`.
   *
   * @default - the runbook does not say how to get back one table
   */
  readonly inLost?: string;
  /**
   * The same for the recovered cluster.
   *
   * @default - the runbook does not say how to get back one table
   */
  readonly inRecovered?: string;
}
