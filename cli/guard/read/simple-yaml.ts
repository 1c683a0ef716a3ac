import { Json, JsonMap } from '../../values/json';

/**
 * Reads the YAML that printers of manifests write: maps and lists in block style, scalars on one line, literal blocks. It does so many times
 * faster than a whole reader of YAML, and answers nothing wherever there is anything else, which is then for that reader to read, or to refuse.
 */

/** Thrown, and caught here. */
const ELSE = Symbol('not so simple');

const KEY = /^([A-Za-z_][A-Za-z0-9_./-]*):(?: (.*))?$/;
const QUOTED_KEY = /^"([A-Za-z0-9_./:-]+)":(?: (.*))?$/;
/** A text that begins like one: no number, date, alias or tag does. */
const TEXT = /^(?:[A-Za-z_/(]|--?[a-z]|\d+ \* \()[ -~]*$/;
/** Words of YAML 1.1, in any case. */
const WORD = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
/** Amounts, durations, versions, addresses and times of cron, which begin like numbers and are none. */
const AMOUNT = /^[1-9]\d*(?:[KMGT]i|[kMGT]B|[mshdwk%M]|h0m0s|m0s)$|^\d+\.\d+\.\d+(?:\.\d+(?:\/\d+)?)?$|^\d+ [\d*][\d */,-]*$/;
const WHOLE_NUMBER = /^(?:0|-?[1-9]\d{0,14})$/;
/** With the escapes that JSON has, too. */
const DOUBLE_QUOTED = /^"(?:[^"\\]|\\["\\n])*"$/;
const BLOCK = /^\|([-+]?)$/;

/** Words that are told from texts by their first letters alone. */
const WORDS: { readonly [word: string]: Json } = { true: true, false: false, null: null, '{}': {}, '[]': [] };

/** What is nested deeper is for the whole reader to refuse. */
const MOST_INDENT = 100;

class SimpleReader {
  private at = 0;

  public constructor(private readonly lines: readonly string[]) {}

  public document(): Json {
    this.skipBlank();
    const value = this.node(0);
    this.skipBlank();
    if (this.at < this.lines.length) {
      throw ELSE;
    }
    return value;
  }

  /** Blank lines between values; those of a block belong to it. */
  private skipBlank(): void {
    while (this.at < this.lines.length && this.lines[this.at] === '') {
      this.at += 1;
    }
  }

  private indentOf(line: string): number {
    let indent = 0;
    while (line.charCodeAt(indent) === 32) {
      indent += 1;
    }
    return indent;
  }

  /** The map or list that begins on the line at hand. */
  private node(indent: number): Json {
    const line = this.lines[this.at];
    if (line === undefined || this.indentOf(line) !== indent || indent > MOST_INDENT) {
      throw ELSE;
    }
    return line.startsWith('- ', indent) || line.length === indent + 1 ? this.list(indent) : this.map(indent, line.slice(indent));
  }

  private list(indent: number): Json[] {
    const items: Json[] = [];
    for (;;) {
      this.skipBlank();
      const line = this.lines[this.at];
      if (line === undefined || this.indentOf(line) !== indent || !line.startsWith('- ', indent)) {
        return this.ended(indent, items);
      }
      const rest = line.slice(indent + 2);
      if (rest.startsWith('- ') || rest.startsWith(' ') || rest === '') {
        throw ELSE;
      }
      if (KEY.test(rest) || QUOTED_KEY.test(rest)) {
        items.push(this.map(indent + 2, rest));
      } else {
        this.at += 1;
        items.push(this.scalar(rest, indent));
      }
    }
  }

  /** @param first the text of the first line of the map, which may stand behind the dash of a list */
  private map(indent: number, first: string): JsonMap {
    const map: JsonMap = {};
    let text: string | undefined = first;
    while (text !== undefined) {
      const match: RegExpExecArray | null = KEY.exec(text) ?? QUOTED_KEY.exec(text);
      const key = match?.[1];
      if (key === undefined || key === '__proto__' || Object.prototype.hasOwnProperty.call(map, key)) {
        throw ELSE;
      }
      this.at += 1;
      map[key] = match![2] === undefined ? this.below(indent) : this.scalar(match![2], indent);
      this.skipBlank();
      const line: string | undefined = this.lines[this.at];
      text = line !== undefined && this.indentOf(line) === indent && !line.startsWith('- ', indent) ? line.slice(indent) : undefined;
    }
    return this.ended(indent, map);
  }

  /** Whatever follows stands further out. */
  private ended<T>(indent: number, value: T): T {
    const line = this.lines[this.at];
    if (line !== undefined && this.indentOf(line) > indent) {
      throw ELSE;
    }
    return value;
  }

  /** What stands below a key: further in, or a list at the key's own depth. */
  private below(indent: number): Json {
    this.skipBlank();
    const line = this.lines[this.at];
    const inner = line === undefined ? -1 : this.indentOf(line);
    if (line === undefined || inner < indent || (inner === indent && !line.startsWith('- ', indent))) {
      return null;
    }
    return this.node(inner);
  }

  private scalar(text: string, indent: number): Json {
    const block = BLOCK.exec(text);
    if (block) {
      return this.block(indent, block[1]!);
    }
    const quote = text.charCodeAt(0);
    if (quote === 34) {
      if (!DOUBLE_QUOTED.test(text)) {
        throw ELSE;
      }
      return this.alone(JSON.parse(text) as string, indent);
    }
    if (quote === 39) {
      const inner = text.slice(1, -1);
      if (text.length < 2 || !text.endsWith("'") || inner.replace(/''/g, '').includes("'")) {
        throw ELSE;
      }
      return this.alone(inner.replace(/''/g, "'"), indent);
    }
    if (Object.prototype.hasOwnProperty.call(WORDS, text)) {
      const word = WORDS[text]!;
      return this.alone(Array.isArray(word) ? [] : typeof word === 'object' && word !== null ? {} : word, indent);
    }
    if (WHOLE_NUMBER.test(text)) {
      return this.alone(Number(text), indent);
    }
    if (!AMOUNT.test(text) && (!TEXT.test(text) || WORD.test(text) || text.includes(': ') || text.includes(' #') || /[: ]$/.test(text))) {
      throw ELSE;
    }
    return this.alone(text, indent);
  }

  /** A scalar goes on in the next line where that stands further in. */
  private alone<T>(value: T, indent: number): T {
    let next = this.at;
    while (next < this.lines.length && this.lines[next] === '') {
      next += 1;
    }
    const line = this.lines[next];
    if (line !== undefined && this.indentOf(line) > indent) {
      throw ELSE;
    }
    return value;
  }

  private block(indent: number, chomping: string): string {
    const first = this.lines[this.at];
    const inner = first === undefined ? 0 : this.indentOf(first);
    // The depth of the first line is that of the block; where that line is blank, or deeper than others, only a whole reader knows.
    if (first === undefined || inner <= indent || first.length === inner) {
      throw ELSE;
    }
    const found: string[] = [];
    while (this.at < this.lines.length) {
      const line = this.lines[this.at]!;
      if (line !== '' && this.indentOf(line) < inner) {
        break;
      }
      found.push(line.slice(inner));
      this.at += 1;
    }
    const next = this.lines[this.at];
    if (next !== undefined && (this.indentOf(next) > indent || /^\s*(#|$)/.test(next))) {
      throw ELSE;
    }
    const text = found.join('\n');
    const body = text.replace(/\n+$/, '');
    return chomping === '+' ? this.kept(text) : chomping === '-' ? body : `${body}\n`;
  }

  /** All the line ends of a block, where something follows it. */
  private kept(text: string): string {
    if (this.at >= this.lines.length) {
      throw ELSE;
    }
    return `${text}\n`;
  }
}

/** The document, or nothing where it is not as simple as that. */
export function simpleYaml(text: string): Json | undefined {
  // Tabs, carriage returns, comments at the beginning of a line and everything beyond ASCII are left to the whole reader.
  if (/[^\n -~]|^\s*#|^%/m.test(text)) {
    return undefined;
  }
  try {
    return new SimpleReader(text.replace(/\n+$/, '').split('\n')).document();
  } catch (error) {
    if (error !== ELSE) {
      throw error;
    }
    return undefined;
  }
}
