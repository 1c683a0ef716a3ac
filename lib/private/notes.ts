import { Construct } from 'constructs';

/**
 * Tells something of a construct once, when the program is synthesized: nothing is wrong, and somebody should know.
 *
 * @param construct what it is about
 * @param notes what is told; asked once, since what is attached later belongs to it
 */
export function tellOnce(construct: Construct, notes: () => readonly string[]): void {
  let told = false;
  construct.node.addValidation({
    validate: () => {
      if (!told) {
        told = true;
        notes().forEach((note) => process.emitWarning(`[${construct.node.path}] ${note}`, { type: 'cdk8s-postgres' }));
      }
      return [];
    },
  });
}
