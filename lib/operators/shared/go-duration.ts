import { Duration } from 'cdk8s';

/** A duration as Go prints it: controllers write it back in this form. Rules have refused fractions of a second. */
export function goDuration(duration: Duration): string {
  const seconds = Math.floor(duration.toSeconds({ integral: false }));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return `${h > 0 ? `${h}h` : ''}${h > 0 || m > 0 ? `${m}m` : ''}${s}s`;
}
