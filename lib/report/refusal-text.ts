import { RuleFinding } from '../model/finding';

/** Where the last group in parentheses begins, others within it; the length of the text where there is none. */
function lastGroup(text: string): number {
  let depth = 0;
  for (let at = text.length - 1; at >= 0 && text.endsWith(')'); at -= 1) {
    depth += text[at] === ')' ? 1 : text[at] === '(' ? -1 : 0;
    if (depth === 0) {
      return at;
    }
  }
  return text.length;
}

/** A finding as a validation tells it: of this library with its rule, of somebody else as it is. */
export function findingOf(path: string, text: string): RuleFinding {
  const match = /^\[([A-Z]+-\d{3})\] ([\s\S]*)$/.exec(text);
  if (!match) {
    return { id: '', path, what: text, why: '' };
  }
  const said = match[2]!;
  const why = lastGroup(said);
  return { id: match[1]!, path, what: said.slice(0, why).trimEnd(), why: said.slice(why + 1, -1) };
}

/** The findings of an error that stopped a program; one where the error is of another sort. */
export function findingsOf(error: unknown): RuleFinding[] {
  const message = error instanceof Error ? error.message : String(error);
  const lines = [...message.matchAll(/^ {2}\[([^\]]*)\] (.*)$/gm)].map(([, path, text]) => findingOf(path!, text!));
  return lines.length > 0 ? lines : [{ id: '', path: '', what: message.split('\n')[0]!, why: '' }];
}
