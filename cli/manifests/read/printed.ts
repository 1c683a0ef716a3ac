import { Json, JsonMap } from '../../values/json';

/**
 * Reads documents as printers of YAML write them: maps and lists in block style, one line for each scalar, literal blocks. That is most of
 * what a rendering holds, and takes a fraction of the time of a parser of all of YAML. Whatever is not surely of that form is left to the
 * parser, and so is the meaning of each scalar and all that is wrong.
 */

/** Thrown where the text is of another form; it is caught here and means nothing else. */
const OTHER = new Error('of another form');

interface Line {
  readonly indent: number;
  /** Without indentation. */
  readonly text: string;
}

/** Keys that mean nothing but themselves. Those that YAML 1.1 takes for something else are refused below. */
const KEY = /^([A-Za-z_][\w./-]*|"[^"\\]*"):(?: +|$)/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|__proto__)$/i;
/** Scalars whose meaning hangs on nothing around them. */
const SAFE = /^[A-Za-z0-9_./+$(^-]/;
const LITERAL = /^\|([-+]?)$/;
const DASH = /^-(?: |$)/;
/** Breaks of lines and characters that only a parser knows what to do with. */
const ODD = /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\u2029\ufeff]/;
/** No manifest is deeper or larger; what is gets its refusal from the parser. */
const MAX_DEPTH = 100;
const MAX_VALUES = 400_000;

class Printed {
  private readonly raw: readonly string[];
  private at = 0;
  private depth = 0;
  private values = 0;

  public constructor(
    text: string,
    private readonly scalar: (text: string) => Json | undefined,
  ) {
    this.raw = text.split('\n');
  }

  public read(): Json {
    const first = this.peek();
    if (!first || first.indent !== 0) {
      throw OTHER;
    }
    const value = this.block(0);
    if (this.peek()) {
      throw OTHER;
    }
    return value;
  }

  /** The next line with something on it. */
  private peek(): Line | undefined {
    for (; this.at < this.raw.length; this.at += 1) {
      const raw = this.raw[this.at]!;
      const text = raw.replace(/^ +| +$/g, '');
      if (text !== '' && !text.startsWith('#')) {
        if (text.includes('\t')) {
          throw OTHER;
        }
        return { indent: raw.indexOf(text[0]!), text };
      }
    }
    return undefined;
  }

  private block(indent: number): Json {
    this.depth += 1;
    if (this.depth > MAX_DEPTH || this.values > MAX_VALUES) {
      throw OTHER;
    }
    const value = DASH.test(this.peek()!.text) ? this.list(indent) : this.map(indent);
    this.depth -= 1;
    return value;
  }

  private list(indent: number): Json[] {
    const items: Json[] = [];
    for (let line = this.peek(); line && line.indent === indent && DASH.test(line.text); line = this.peek()) {
      const rest = line.text.slice(1).replace(/^ +/, '');
      if (rest === '') {
        this.at += 1;
        items.push(this.below(indent));
      } else if (KEY.test(rest) || DASH.test(rest)) {
        // A map or a list that begins on the line of its dash: the same as one that begins on the next, further in.
        const inner = indent + line.text.length - rest.length;
        this.replace(' '.repeat(inner) + rest);
        items.push(this.block(inner));
      } else {
        this.at += 1;
        items.push(this.value(rest, indent));
      }
      this.mustEnd(indent);
    }
    return items;
  }

  private map(indent: number): JsonMap {
    const map: JsonMap = {};
    for (let line = this.peek(); line && line.indent === indent; line = this.peek()) {
      const match = KEY.exec(line.text);
      const key = match?.[1]!.replace(/^"|"$/g, '');
      if (
        !match ||
        key === undefined ||
        (!match[1]!.startsWith('"') && WORDS.test(key)) ||
        Object.prototype.hasOwnProperty.call(map, key) ||
        key === '__proto__'
      ) {
        throw OTHER;
      }
      this.at += 1;
      const rest = line.text.slice(match[0].length);
      map[key] = rest === '' ? this.below(indent, true) : this.value(rest, indent);
      this.mustEnd(indent);
    }
    return map;
  }

  /** What stands below a key or a dash; a list may stand as far out as its key. */
  private below(indent: number, listToo = false): Json {
    const line = this.peek();
    if (line && line.indent > indent) {
      return this.block(line.indent);
    }
    return line && listToo && line.indent === indent && DASH.test(line.text) ? this.list(indent) : null;
  }

  /** Nothing may stand further in than the elements of a block: that would go on with the scalar before it. */
  private mustEnd(indent: number): void {
    const line = this.peek();
    if (line && line.indent > indent) {
      throw OTHER;
    }
  }

  private value(text: string, indent: number): Json {
    this.values += 1;
    if (text === '{}') {
      return {};
    }
    if (text === '[]') {
      return [];
    }
    const literal = LITERAL.exec(text);
    if (literal) {
      return this.literal(literal[1]!, indent);
    }
    const value = this.scalar(text);
    if (value === undefined) {
      throw OTHER;
    }
    return value;
  }

  private literal(chomping: string, outer: number): string {
    const lines: string[] = [];
    let indent: number | undefined;
    for (; this.at < this.raw.length; this.at += 1) {
      const raw = this.raw[this.at]!;
      const spaces = /^ */.exec(raw)![0].length;
      if (spaces === raw.length) {
        // A line of spaces may be longer than the block is far in: then they belong to it.
        if (raw !== '' && (indent === undefined || raw.length > indent)) {
          throw OTHER;
        }
        lines.push('');
        continue;
      }
      if (spaces <= outer) {
        break;
      }
      indent ??= spaces;
      if (spaces < indent) {
        throw OTHER;
      }
      lines.push(raw.slice(indent));
    }
    const ends = this.at === this.raw.length;
    // Blank lines alone, or a last line without its break.
    if (indent === undefined || (ends && lines[lines.length - 1] !== '')) {
      throw OTHER;
    }
    const text = lines.join('\n').replace(/\n+$/, '');
    // The last of them is what stands behind the last break of the text.
    const blank = lines.length - text.split('\n').length - (ends ? 1 : 0);
    return chomping === '-' ? text : `${text}\n${chomping === '+' ? '\n'.repeat(blank) : ''}`;
  }

  private replace(line: string): void {
    (this.raw as string[])[this.at] = line;
  }
}

const RESOLVED = new Map<string, Json>();
/** Characters of a quoted text that is read here. */
const MAX_QUOTED = 100_000;

const MAX_RESOLVED = 100_000;

/**
 * Reads a document of the form that printers write.
 *
 * @param resolve what a scalar on a line of its own means; it may throw
 * @returns undefined where the document is of another form, or wrong
 */
export function readPrinted(text: string, resolve: (scalar: string) => Json): { readonly value: Json } | undefined {
  const scalar = (written: string): Json | undefined => {
    const known = RESOLVED.get(written);
    if (known !== undefined) {
      return known;
    }
    if (written.length > MAX_QUOTED && /^['"]/.test(written)) {
      // Patterns with repeated groups run out of room on it.
      return undefined;
    }
    if (written.startsWith("'")) {
      return /^'(?:[^']|'')*'$/.test(written) ? written.slice(1, -1).replace(/''/g, "'") : undefined;
    }
    if (written.startsWith('"')) {
      // The escapes of JSON mean the same in YAML.
      return /^"(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"$/.test(written) ? (JSON.parse(written) as string) : undefined;
    }
    if (!SAFE.test(written) || written.includes(' #') || /:(?: |$)/.test(written) || /^(?:- |-$|---|\.\.\.)/.test(written)) {
      return undefined;
    }
    // A word that YAML gives no meaning needs no parser.
    if (/^[A-Za-z_/$(^]/.test(written) && !WORDS.test(written)) {
      return written;
    }
    const value = resolve(written);
    if (RESOLVED.size < MAX_RESOLVED) {
      RESOLVED.set(written, value);
    }
    return value;
  };
  if (ODD.test(text)) {
    return undefined;
  }
  try {
    return { value: new Printed(text, scalar).read() };
  } catch (error) {
    if (error === OTHER) {
      return undefined;
    }
    throw error;
  }
}
