import { Construct, IConstruct } from 'constructs';
import { Finding } from '../model/finding';
import { formatFinding } from './rules';
import { isSuppressed } from './suppressions';

const CHECKS = Symbol.for('cdk8s-postgres.checks');

/** What is wrong with a construct. */
export interface Inspection {
  /** What rules found; a user may suppress each of them. */
  readonly breaches: Finding[];
  /** What the operator does not have; there would be nothing to print if that were suppressed. */
  readonly refusals: Finding[];
}

/**
 * The rules of one construct, run at most once for each state of it.
 *
 * cdk8s validates the whole app again for every chart, so what has been found is kept until the construct changes.
 */
export class Checks {
  /** The checks that govern a construct: its own or those of the nearest construct above it. */
  public static governing(construct: IConstruct): Checks | undefined {
    for (let c: IConstruct | undefined = construct; c; c = c.node.scope) {
      const own = Checks.of(c);
      if (own) {
        return own;
      }
    }
    return undefined;
  }

  /** The checks of a construct. */
  public static of(construct: IConstruct): Checks | undefined {
    return (construct as { [CHECKS]?: Checks })[CHECKS];
  }

  private readonly attached: Checks[] = [];
  /** Those whose state this one's is a part of. */
  private readonly dependents: Checks[] = [];
  private memo?: Inspection & { readonly revision: number };
  private changes = 0;
  private sealed?: () => never;

  /**
   * @param construct whose rules these are
   * @param inspect runs the rules; pure
   */
  public constructor(
    private readonly construct: Construct,
    private readonly inspect: () => Inspection,
  ) {
    Object.defineProperty(construct, CHECKS, { value: this });
    construct.node.addValidation({ validate: () => this.findings.map(formatFinding) });
  }

  /** Says that the construct is printed and will not be printed again: from now on every change of its state is refused. */
  public seal(refuseChange: () => never): void {
    this.sealed = refuseChange;
  }

  /** Makes another construct's state a part of this one's: a pool that is rendered as a field of its cluster. */
  public attach(other: Checks): void {
    this.sealed?.();
    this.attached.push(other);
    other.dependents.push(this);
    this.touch();
  }

  /** Whether the construct is printed and will not be printed again. */
  public get isSealed(): boolean {
    return this.sealed !== undefined;
  }

  /** The constructs that this one is a part of: the cluster of a pool, both clusters of a pair. */
  public get wholes(): readonly IConstruct[] {
    return this.dependents.map(({ construct }) => construct);
  }

  /** Says that something has changed that no construct above or below shows. */
  public touch(): void {
    this.sealed?.();
    this.changes += 1;
    this.dependents.forEach((dependent) => dependent.touch());
  }

  /** Changes whenever anything that the rules or the manifest depend on changes. */
  public get revision(): number {
    return this.changes;
  }

  /** What is wrong, without what is suppressed. */
  public get findings(): Finding[] {
    const { breaches, refusals } = this.inspection;
    if (breaches.length === 0) {
      return refusals;
    }
    return [...breaches.filter((finding) => !isSuppressed(this.construct, finding)), ...refusals];
  }

  /** What rules found, suppressed or not. */
  public get breaches(): Finding[] {
    return this.inspection.breaches;
  }

  /** What the operator does not have. */
  public get refusals(): Finding[] {
    return this.inspection.refusals;
  }

  /** Whether there is something wrong here or in what is attached, so that rendering makes no sense. */
  public get blocked(): boolean {
    return this.findings.length > 0 || this.attached.some((other) => other.blocked);
  }

  private get inspection(): Inspection {
    if (this.memo?.revision !== this.changes) {
      this.memo = { revision: this.changes, ...this.inspect() };
    }
    return this.memo;
  }
}
