import { Size } from 'cdk8s';

/**
 * How far a volume grows by itself when it fills.
 *
 * The manifest keeps the size that the program says, whatever the volume has become. A copy of the cluster is made with volumes of the limit
 * (rule REC-023), since they may hold that much.
 */
export interface AutoGrowOptions {
  /**
   * The size that a volume never grows past by itself; more than `size` (rule STO-001). What was grown is never given back: a lower limit than
   * what there is keeps the volume from growing and nothing else, and where the limit is taken out the operator asks for the size of the program
   * again, which is refused. Write what there is as `size` in the same commit.
   */
  readonly limit: Size;

  /**
   * How full a volume is, in percent, when it grows; 50 to 90. The pods restart one after the other when this changes.
   *
   * @default 75
   */
  readonly trigger?: number;

  /**
   * The most by which a volume grows at once. The pods restart one after the other when this changes.
   *
   * @default - by half of what it is
   */
  readonly maxStep?: Size;
}
