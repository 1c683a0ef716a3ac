import * as fs from 'fs';

/** Why a program of a user ended. */
export interface Reason {
  /** ` in line 27`, or nothing where the error names no line of the program. */
  readonly where: string;
  /** The error with every line of its message, and without its stack. */
  readonly what: string;
}

const ERROR = /^\s*\w*Error\b.*: /;

/** What ends the message of an error: its stack, or what Node writes behind it. */
const BEHIND = /^(\s+at .*|\s*|Node\.js v.*)$/;

/**
 * Why a program ended, out of what it has written to the error stream.
 *
 * @param err what it has written
 * @param file the program, whose lines the user can look up
 */
export function reasonOf(err: string, file: string): Reason {
  const lines = err.split('\n');
  const from = lines.findIndex((line) => ERROR.test(line));
  if (from < 0) {
    return { where: '', what: 'see what it says when it is run by itself' };
  }
  const length = lines.slice(from).findIndex((line, i) => i > 0 && BEHIND.test(line));
  const what = lines.slice(from, length < 0 ? undefined : from + length).join('\n');
  const [, line] = new RegExp(`${fs.realpathSync(file).replace(/[^\w/]/g, '\\$&')}:(\\d+)`).exec(err) ?? [];
  return { where: line === undefined ? '' : ` in line ${line}`, what: what.trim() };
}
