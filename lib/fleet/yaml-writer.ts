import { Yaml } from 'cdk8s';

/** Thrown, and caught here, where a document holds what only cdk8s' own writer can print. */
const UNKNOWN = Symbol('only cdk8s knows');

/** Texts that every YAML reader takes for a text: no word of YAML is so long, and every number begins with a digit, a sign or a dot. */
const PLAIN = /^[A-Za-z/][A-Za-z0-9._/:-]{4,}[A-Za-z0-9]$/;

/** One line of ASCII, a sentence or an expression: plain unless something in it looks like a key or a comment. */
const LINE = /^[A-Za-z(][ -~]{10,}[A-Za-z0-9)}%.]$/;
const LIKE_A_KEY = ': ';
const LIKE_A_COMMENT = ' #';
const NEEDS_ESCAPES = /["\\]/;

/** The text of a line, where its form is known without asking. */
function lineText(value: string): string | undefined {
  if (!LINE.test(value) || value.includes(LIKE_A_COMMENT)) {
    return undefined;
  }
  if (!value.includes(LIKE_A_KEY)) {
    return value;
  }
  return NEEDS_ESCAPES.test(value) ? undefined : `"${value}"`;
}

/** A map or a list is told from the rest by its prototype: cdk8s' writer prints instances of classes in ways of their own. */
const isMap = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;
const isList = (value: object): value is unknown[] => Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype;

/** Names of clusters and hosts go by, and would fill the memory; what repeats is back after a moment. */
const MOST_TEXTS = 50_000;

/** What the probe prints: each layout, and the texts that are written without asking. */
const PROBE = {
  map: {
    map: {
      key: 'abcdef',
      list: ['Abc-def', ['a.b/c_0', { key: 'abcdef0' }], { key: 'abcdef', map: { key: 'abcdef' }, list: [['abcdef']] }],
    },
  },
  list: ['abcdef', '/ab:c/d', { list: ['abcdef', []], map: {} }, [], {}],
  lines: [
    'A sentence with a [bracket], a {brace}, an & and a *star, and of more than a hundred letters, so that it is folded where that is done',
    '(max(a{b="c",d=~"e.+"}) or vector(0)) > 60',
    { line: "a key: in it's text, and of more than a hundred letters again, so that it is folded where anybody does such a thing" },
  ],
};

/**
 * Prints documents as `Yaml.stringify` of cdk8s does, byte for byte, in a tenth of the time.
 *
 * It knows how maps and lists are laid out, and nothing about texts and numbers: each of them is printed by cdk8s once and then remembered.
 * A document that holds anything else (an object twice, a Date, a key over two lines) is printed by cdk8s.
 */
export class YamlWriter {
  private static shared?: YamlWriter;

  /** The writer of the process, whose memory serves every app. */
  public static get instance(): YamlWriter {
    return (this.shared ??= new YamlWriter());
  }

  private readonly keys = new Map<string, string>();
  private readonly scalars = new Map<unknown, string>();
  private readonly blocks = new Map<string, string>();
  private seen = new Set<object>();

  /** Another version of cdk8s may lay out maps in another way. Then everything is printed by it. */
  private readonly usable: boolean;

  /** @param mostTexts how many texts are remembered */
  public constructor(private readonly mostTexts = MOST_TEXTS) {
    this.usable = this.layout(PROBE) === Yaml.stringify(PROBE);
  }

  /** One document. */
  public stringify(document: unknown): string {
    return (this.usable ? this.layout(document) : undefined) ?? Yaml.stringify(document);
  }

  /** Several, as in one file. */
  public stringifyAll(documents: readonly unknown[]): string {
    return documents.map((document) => this.stringify(document)).join('---\n');
  }

  /** The document as laid out here, or nothing where cdk8s has to print it. */
  public layout(document: unknown): string | undefined {
    if (typeof document !== 'object' || document === null) {
      return undefined;
    }
    this.seen = new Set();
    try {
      const text = this.collection(document, '');
      return text === undefined ? undefined : `${text}\n`;
    } catch (error) {
      if (error !== UNKNOWN) {
        throw error;
      }
      return undefined;
    } finally {
      this.seen = new Set();
      this.forget();
    }
  }

  /** A map or a list with its first line at the cursor and the others behind the indent; nothing where it is empty. */
  private collection(value: object, indent: string): string | undefined {
    // An object that stands in two places is printed once and referred to from the other.
    if (this.seen.has(value)) {
      throw UNKNOWN;
    }
    this.seen.add(value);
    let text: string | undefined;
    if (isList(value)) {
      for (const item of value) {
        const line = this.item(item, indent);
        text = text === undefined ? line : `${text}\n${indent}${line}`;
      }
      return text;
    }
    if (!isMap(value)) {
      throw UNKNOWN;
    }
    for (const key of Object.keys(value)) {
      const line = this.pair(key, (value as Record<string, unknown>)[key], indent);
      text = text === undefined ? line : `${text}\n${indent}${line}`;
    }
    return text;
  }

  private pair(key: string, value: unknown, indent: string): string {
    const name = this.keys.get(key) ?? this.key(key);
    if (typeof value !== 'object' || value === null) {
      return `${name}: ${this.scalar(value, indent)}`;
    }
    const inner = this.collection(value, `${indent}  `);
    return inner === undefined ? `${name}: ${isList(value) ? '[]' : '{}'}` : `${name}:\n${indent}  ${inner}`;
  }

  private item(value: unknown, indent: string): string {
    if (typeof value !== 'object' || value === null) {
      return `- ${this.scalar(value, indent)}`;
    }
    return `- ${this.collection(value, `${indent}  `) ?? (isList(value) ? '[]' : '{}')}`;
  }

  /** A key is the same wherever it stands, or the document is left to cdk8s. */
  private key(key: string): string {
    const top = Yaml.stringify({ [key]: 0 });
    const text = top.slice(0, -': 0\n'.length);
    if (text.includes('\n') || top !== `${text}: 0\n` || Yaml.stringify({ a: { [key]: 0 } }) !== `a:\n  ${text}: 0\n`) {
      throw UNKNOWN;
    }
    this.keys.set(key, text);
    return text;
  }

  private scalar(value: unknown, indent: string): string {
    if (typeof value === 'string') {
      if (PLAIN.test(value)) {
        return value;
      }
      const line = lineText(value);
      if (line !== undefined) {
        return line;
      }
      if (value.includes('\n')) {
        return this.block(value, indent);
      }
    } else if (Object.is(value, -0)) {
      // A Map keeps one entry for both zeros, and newer writers print them differently.
      throw UNKNOWN;
    } else if (value !== null && typeof value !== 'number' && typeof value !== 'boolean' && value !== undefined) {
      throw UNKNOWN;
    }
    const known = this.scalars.get(value);
    if (known !== undefined) {
      return known;
    }
    const text = printed(value, '');
    if (text.includes('\n')) {
      throw UNKNOWN;
    }
    this.scalars.set(value, text);
    return text;
  }

  /** A text of several lines is printed for each depth, because its lines are indented. */
  private block(value: string, indent: string): string {
    const place = `${indent.length} ${value}`;
    const known = this.blocks.get(place);
    if (known !== undefined) {
      return known;
    }
    const text = printed(value, indent);
    this.blocks.set(place, text);
    return text;
  }

  private forget(): void {
    for (const texts of [this.keys, this.scalars, this.blocks]) {
      if (texts.size > this.mostTexts) {
        texts.clear();
      }
    }
  }
}

/** How cdk8s prints a scalar as the value of a key whose line is indented by so much. */
function printed(value: unknown, indent: string): string {
  let document: unknown = { a: value };
  let head = `${indent}a: `;
  for (let depth = indent.length; depth > 0; depth -= 2) {
    document = { a: document };
    head = `${indent.slice(0, depth - 2)}a:\n${head}`;
  }
  const text = Yaml.stringify(document);
  if (!text.startsWith(head)) {
    throw UNKNOWN;
  }
  return text.slice(head.length, -1);
}
