import * as fs from 'fs';
import * as path from 'path';

/**
 * The `describe` for a suite that needs an installed program.
 *
 * Where the program is missing the suite is skipped and says what to install, so that a contributor can run the other tests. In CI
 * (CI=true) nothing may be skipped unseen: there a missing program is an error.
 *
 * @param name the program, and how to install it
 * @param present whether it is installed
 */
export function requireProgram(name: string, present: boolean): jest.Describe {
  if (present) {
    return describe;
  }
  if (process.env.CI === 'true') {
    throw new Error(`${name} is missing`);
  }
  process.stderr.write(`skipped: ${name} is missing\n`);
  return describe.skip;
}

/** As `requireProgram`, for programs that are found by their name. */
export function requireOnPath(...programs: readonly string[]): jest.Describe {
  const missing = programs.filter((program) => !isOnPath(program));
  return requireProgram(`${missing.join(' and ')} ('bash test/real/install')`, missing.length === 0);
}

function isOnPath(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.some((folder) => fs.existsSync(path.join(folder, program)));
}
