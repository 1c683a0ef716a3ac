/** A way into an object: keys of maps as they are, elements of lists as their name in brackets (`[repo1]`). */
export type Path = readonly string[];

export const element = (name: string): string => `[${name}]`;
export const isElement = (step: string): boolean => step.startsWith('[') && step.endsWith(']');

/** A way as people write it: `spec.instances[instance1].replicas`. */
export function show(path: Path): string {
  return path.map((step, i) => (isElement(step) ? step : /^[\w-]+$/.test(step) ? `${i === 0 ? '' : '.'}${step}` : `["${step}"]`)).join('');
}

const patterns = new Map<string, RegExp>();
const escaped = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^.\\[\\]"]*');

/**
 * Whether a way, as `show` writes it, fits a pattern: `*` stands for one key, `[*]` for one element, `**` at the end for anything below,
 * and the place itself; inside of a name `*` stands for any letters (`repo*-path`).
 */
export function fits(pattern: string, shown: string): boolean {
  if (pattern === '**') {
    return true;
  }
  let regex = patterns.get(pattern);
  if (!regex) {
    const source = (pattern.match(/\["[^"]*"\]|\[[^\]]*\]|\.?\*\*|\.?[^.[\]]+/g) ?? [])
      .map((token) => {
        if (token.endsWith('**')) {
          return '(?:[.\\[].*)?';
        }
        if (token === '[*]') {
          return '\\[[^"\\]][^\\]]*\\]';
        }
        if (token.startsWith('["')) {
          return `\\["${escaped(token.slice(2, -2)).replace('[^.\\[\\]"]*', '[^"]*')}"\\]`;
        }
        return token === '.*' ? '(?:\\.[^.\\[\\]]+|\\["[^"]*"\\])' : escaped(token).replace(/^\\?\./, '\\.');
      })
      .join('');
    regex = new RegExp(`^${source}$`);
    patterns.set(pattern, regex);
  }
  return regex.test(shown);
}
