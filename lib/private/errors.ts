import { Finding } from '../model/finding';
import { formatFinding } from './rules';

/**
 * Stops with everything that is wrong with one construct. The text has the form that cdk8s gives to validation errors at synth, and the
 * stack begins where the user called, not inside the library.
 *
 * @param path path of the construct
 * @param findings what is wrong
 * @param caller the constructor or function that the user called
 */
export function refuse(path: string, findings: readonly Finding[], caller: unknown): never {
  const lines = findings.map((finding) => `[${path}] ${formatFinding(finding)}`);
  const error = new Error(`Validation failed with the following errors:\n  ${lines.join('\n  ')}`);
  Error.captureStackTrace(error, caller as () => void);
  throw error;
}
