import { Json } from '../../values/json';
import { nameIn } from '../compare/lists';
import { KubeObject } from '../object';
import { lineOf } from './yaml';

/** Line of a field in its file. An object out of a List has the line of its document. */
export function chunkPath({ text, line, kind, name }: KubeObject, field: string | undefined): number {
  if (field === undefined || text.length > 1_000_000) {
    return firstLine(text, line);
  }
  if (/^\s*kind:\s*\w*List\s*$/m.test(text)) {
    const found = text.split('\n').findIndex((one) => new RegExp(`^\\s+name:\\s*["']?${name.replace(/[.]/g, '\\.')}["']?\\s*$`).test(one));
    return found < 0 || kind === '' ? line : line + found;
  }
  const steps = (field.match(/\["[^"]*"\]|\[[^\]]*\]|[^.[\]]+/g) ?? []).map((step) =>
    step.startsWith('["') ? `.${step.slice(2, -2)}` : step,
  );
  let list = '';
  const path = steps.map((step): string | ((value: Json) => boolean) => {
    if (step.startsWith('[')) {
      const [within, wanted] = [list, step.slice(1, -1)];
      return (value) => nameIn(within, value) === wanted;
    }
    list = step.startsWith('.') ? step.slice(1) : step;
    return list;
  });
  const found = lineOf({ text, line }, path);
  return Math.max(found, firstLine(text, line));
}

/** Where the document begins, comments and blank lines left out. */
function firstLine(text: string, line: number): number {
  const first = text.split('\n', 200).findIndex((one) => one.trim() !== '' && !one.trim().startsWith('#'));
  return line + Math.max(first, 0);
}
