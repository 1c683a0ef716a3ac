import { hasOwn } from './values/json';
import { adoptCommand } from './adopt/command';
import { choose } from './choose/command';
import { guard } from './guard/command';
import { report } from './report/command';
import { Stop, STATUS } from './status';
import { Io } from './io';

/** The verbs, one folder each. */
const VERBS: { readonly [verb: string]: (args: readonly string[], io: Io) => number } = { adopt: adoptCommand, choose, guard, report };

const HELP = `Usage: cdk8s-postgres <verb> [options]

  adopt    write a program for a cluster that exists
  choose   say which operator can print what a program asks for
  guard    compare two renderings and say what the operators would do
  report   write a page about the clusters of a rendering

cdk8s-postgres <verb> --help tells more.
`;

/** Runs a verb and answers with the status of the process. */
export function run([verb, ...args]: readonly string[], io: Io): number {
  try {
    if (verb === '--version') {
      io.out(`${io.version}\n`);
      return STATUS.clean;
    }
    if (verb === undefined || verb === '--help' || verb === 'help') {
      (verb === undefined ? io.err : io.out)(HELP);
      return verb === undefined ? STATUS.usage : STATUS.clean;
    }
    if (!hasOwn(VERBS, verb)) {
      throw new Stop(`there is no verb '${verb}'; there is ${Object.keys(VERBS).join(', ')}`, STATUS.usage);
    }
    return VERBS[verb]!(args, io);
  } catch (error) {
    if (error instanceof Stop) {
      io.err(`cdk8s-postgres: ${error.message}\n`);
      return error.status;
    }
    throw error;
  }
}
