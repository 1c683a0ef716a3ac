/** What stands beside the line that says which moment is restored. */
const MARK = '# <- the moment that is restored: edit it here';

const HINT = `# For another moment than the last one take the '# ' out of these lines and edit the time:`;

/** Whether a manifest has marked lines; an operator may say the moment elsewhere. */
export const isMarked = (manifest: string): boolean => [MARK, HINT].some((text) => manifest.includes(text));

/**
 * A manifest in which the lines that say which moment is restored are marked. Which ones these are shows in the same manifest for another
 * moment, whatever the operator.
 *
 * @param manifest the manifest
 * @param other the same one for some other moment, or for some moment where it has none
 * @param hasMoment whether the manifest restores a moment
 */
export function markMoment(manifest: string, other: string, hasMoment: boolean): string {
  const [lines, others] = [manifest.trimEnd().split('\n'), other.trimEnd().split('\n')];
  const shortest = Math.min(lines.length, others.length);
  let head = 0;
  while (head < shortest && lines[head] === others[head]) {
    head += 1;
  }
  let tail = 0;
  while (tail < shortest - head && lines[lines.length - 1 - tail] === others[others.length - 1 - tail]) {
    tail += 1;
  }
  const [before, own, after] = [lines.slice(0, head), lines.slice(head, lines.length - tail), lines.slice(lines.length - tail)];
  if (hasMoment) {
    return [...before, ...own.map((line, i) => (line === others[head + i] ? line : `${line} ${MARK}`)), ...after].join('\n');
  }
  const missing = others.slice(head, others.length - tail);
  if (missing.length === 0) {
    return lines.join('\n');
  }
  const indent = Math.min(...missing.map((line) => /^ */.exec(line)![0].length));
  const commented = [HINT, ...missing.map((line) => `# ${line.slice(indent)}`)].map((line) => ' '.repeat(indent) + line);
  return [...before, ...commented, ...own, ...after].join('\n');
}
