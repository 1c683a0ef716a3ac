import { PairStepKind } from './kinds';

/**
 * How far a pair of clusters has come with changing its primary.
 *
 * A switch-over loses nothing and takes three commits: `demote()`, then `promote(token)`, then the two props `primary` and `replica` change
 * places and the step goes. A failover, when the primary is lost, is one commit: the two props change places.
 */
export class PairStep {
  /** The primary writes, the replica follows. */
  public static steady(): PairStep {
    return new PairStep('steady');
  }

  /** First step of a switch-over: the primary takes no more writes, and archives what it has. Nobody writes. */
  public static demote(): PairStep {
    return new PairStep('demote');
  }

  /**
   * Second step of a switch-over: the replica takes writes.
   *
   * @param token what the demoted primary has left behind (`status.demotionToken` on CloudNativePG), by which the replica knows that it
   * has everything; no other operator has one
   */
  public static promote(token?: string): PairStep {
    return new PairStep('promote', token);
  }

  /** `steady`, `demote` or `promote`. */
  public readonly kind: string;

  /** The token; undefined where there is none. */
  public readonly token?: string;

  private constructor(kind: PairStepKind, token?: string) {
    this.kind = kind;
    this.token = token;
  }

  /** `kind`, typed. @internal */
  public get _kind(): PairStepKind {
    return this.kind as PairStepKind;
  }
}
