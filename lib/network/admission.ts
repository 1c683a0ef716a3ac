import { IConstruct } from 'constructs';
import { Checks } from '../private/checks';
import { PeerSpec } from './peer';

const ADMISSION = Symbol.for('cdk8s-postgres.admission');

/** Peers as they are when the policies are rendered: a container may be put into its workload after it was connected. */
export type Peers = () => readonly PeerSpec[];

/**
 * Who is let in to a cluster or to a pool, beside those whom the operator needs.
 */
export class Admission {
  /** That of a cluster or a pool, where it is an object of the same app. */
  public static of(target: IConstruct): Admission | undefined {
    return (target as { [ADMISSION]?: Admission })[ADMISSION];
  }

  private readonly admitted: Peers[] = [];

  /**
   * @param target the cluster or the pool
   * @param checks its checks, on whose state its policies hang
   * @param first called when somebody is let in for the first time
   */
  public constructor(
    target: IConstruct,
    private readonly checks: Checks,
    private readonly first: () => void = () => undefined,
  ) {
    Object.defineProperty(target, ADMISSION, { value: this });
  }

  /** Lets somebody in. */
  public admit(peers: Peers): void {
    this.admitted.push(peers);
    if (this.admitted.length === 1) {
      this.first();
    }
    this.touch();
  }

  /** Says that the peers have changed. */
  public touch(): void {
    this.checks.touch();
  }

  /** Whether somebody is let in. */
  public get isUsed(): boolean {
    return this.admitted.length > 0;
  }

  /** Who is let in now. */
  public get clients(): readonly PeerSpec[] {
    return this.admitted.flatMap((peers) => peers());
  }
}
