import { UpgradeStepKind } from './kinds';

/**
 * How far a major upgrade has come. Each step is a commit of its own, and the list of the upgrade says what to wait for before the next one.
 */
export class UpgradeStep {
  /** First step: nothing stops. A backup is taken, and what must be true is checked or printed as a list. */
  public static prepare(): UpgradeStep {
    return new UpgradeStep('prepare');
  }

  /** Second step: the cluster stops, and its data become those of the new version. The step before is the way back until that is done. */
  public static run(): UpgradeStep {
    return new UpgradeStep('run');
  }

  /** Third step: the new version runs. Statistics are made, extensions are updated, a first backup of the new version is taken. */
  public static finish(): UpgradeStep {
    return new UpgradeStep('finish');
  }

  /** Last step: the cluster says the new version itself, so that the upgrade can be taken out of the program and nothing changes by it. */
  public static tidy(): UpgradeStep {
    return new UpgradeStep('tidy');
  }

  /** `prepare`, `run`, `finish` or `tidy`. */
  public readonly kind: string;

  private constructor(kind: UpgradeStepKind) {
    this.kind = kind;
  }

  /** `kind`, typed. @internal */
  public get _kind(): UpgradeStepKind {
    return this.kind as UpgradeStepKind;
  }
}
