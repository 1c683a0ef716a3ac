import {
  Alias,
  Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Node,
  parseDocument,
  Scalar,
  Schema,
  Tags,
  YAMLError,
} from 'yaml';
import { Json, JsonMap } from '../../values/json';
import { unreadable } from '../../status';
import { readPrinted } from './printed';

/** A document of a file, not yet read. */
export interface Chunk {
  readonly text: string;
  /** Line of the file at which the text begins. */
  readonly line: number;
}

/** Nodes that one document may become when its aliases are written out. A rendered object has some hundreds. */
const MAX_NODES = 500_000;
const MAX_DEPTH = 200;

/** Nothing but blank lines, comments and directives. */
const isEmpty = (text: string): boolean => text.split('\n').every((line) => /^\s*(?:[#%].*)?$/.test(line));

/** Cuts a file at its document markers, which may not stand at the beginning of a line in any other meaning. */
export function chunks(text: string): Chunk[] {
  const found: Chunk[] = [];
  const marker = /^(?:---(?=\s|$)|\.\.\.(?=\s|$)).*$/gm;
  let start = 0;
  let line = 1;
  const push = (end: number): void => {
    const part = text.slice(start, end);
    if (!isEmpty(part)) {
      found.push({ text: part, line });
    }
    for (let i = start; i < end; i += 1) {
      line += text.charCodeAt(i) === 10 ? 1 : 0;
    }
    start = end;
  };
  for (const match of text.matchAll(marker)) {
    if (match.index > start) {
      push(match.index);
    }
    // What follows the marker on its line belongs to the document; the marker itself is dropped.
    start = match.index + 3;
  }
  push(text.length);
  return found;
}

/** A number with an exponent has digits before it: `e1` is a name. */
const EXPONENT = /^[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9_]+)[eE][-+]?[0-9]+$/;

/** YAML as Kubernetes reads it: 1.1, where `on` is true, but without dates and base 60. */
const kubernetesTags = (tags: Tags): Tags =>
  tags
    .filter((tag) => typeof tag === 'string' || !(tag.tag.endsWith('timestamp') || ('format' in tag && tag.format === 'TIME')))
    .map((tag) => (typeof tag !== 'string' && tag.collection === undefined && tag.format === 'EXP' ? { ...tag, test: EXPONENT } : tag));

/** Made once: a schema of its own for each document takes a good part of the time. */
const SCHEMA = new Schema({ schema: 'yaml-1.1', merge: true, customTags: kubernetesTags, resolveKnownTags: false });

const parse = (text: string, lines: LineCounter): Document.Parsed =>
  parseDocument(text, { version: '1.1', schema: SCHEMA, lineCounter: lines, logLevel: 'silent' });

class Reader {
  private nodes = 0;

  public constructor(private readonly document: Document.Parsed) {}

  public read(node: unknown, depth: number): Json {
    this.nodes += 1;
    if (this.nodes > MAX_NODES) {
      throw new Refused(`expands to more than ${MAX_NODES.toLocaleString('en')} values through its anchors`, node);
    }
    if (depth > MAX_DEPTH) {
      throw new Refused(`is nested more than ${MAX_DEPTH} deep`, node);
    }
    if (node === null || node === undefined) {
      return null;
    }
    if (isAlias(node)) {
      const alias = node as Alias;
      const anchored = alias.resolve(this.document);
      if (anchored === undefined) {
        throw new Refused(`has '*${alias.source}' without '&${alias.source}' before it; an anchor holds within its own document`, node);
      }
      return this.read(anchored, depth + 1);
    }
    if (isScalar(node)) {
      return scalar(node);
    }
    if (isSeq(node)) {
      return node.items.map((item) => this.read(item, depth + 1));
    }
    if (isMap(node)) {
      const map: JsonMap = {};
      for (const pair of node.items) {
        this.put(map, pair, depth);
      }
      return map;
    }
    throw new Refused('holds something that is no map, list or value', node);
  }

  private put(map: JsonMap, pair: unknown, depth: number): void {
    if (!isPair(pair)) {
      throw new Refused('has a map with something that is no key', pair);
    }
    if (!isScalar(pair.key)) {
      throw new Refused("has a map as a key, as an unrendered '{{ }}' of Helm makes it; render it first", pair.key);
    }
    // A plain `<<` is a symbol in the tree, a quoted one is a key like others.
    const isMerge = typeof pair.key.value === 'symbol';
    const key = String(pair.key.value);
    if (key === '__proto__') {
      throw new Refused("has a key '__proto__', which no Kubernetes object has", pair.key);
    }
    if (isMerge) {
      const merged = this.read(pair.value, depth + 1);
      for (const source of (Array.isArray(merged) ? merged : [merged]).filter((one) => typeof one === 'object')) {
        for (const [name, value] of Object.entries((source ?? {}) as JsonMap)) {
          map[name] ??= value;
        }
      }
      return;
    }
    map[key] = this.read(pair.value, depth + 1);
  }
}

function scalar({ value, source }: Scalar): Json {
  if (typeof value === 'bigint') {
    return Number(value);
  }
  return value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : (source ?? String(value));
}

/** Something in a document that is not taken. */
class Refused extends Error {
  public constructor(
    message: string,
    public readonly node: unknown,
  ) {
    super(message);
  }
}

/** What a scalar on a line of its own means. */
function scalarAlone(text: string): Json {
  const document = parse(text, new LineCounter());
  return new Reader(document).read(document.contents, 0);
}

const offsetOf = (node: unknown): number => (node as Node | undefined)?.range?.[0] ?? 0;

/** Reads one document; what is wrong with it is told with file and line. */
export function readChunk(chunk: Chunk, file: string): Json {
  return readPrinted(chunk.text, scalarAlone)?.value ?? parseChunk(chunk, file);
}

/** The same by a parser of all of YAML. */
export function parseChunk({ text, line }: Chunk, file: string): Json {
  const where = (lines: LineCounter, offset: number): string => `${file}:${line + Math.max(lines.linePos(offset).line, 1) - 1}`;
  const lines = new LineCounter();
  const helm = text.includes('{{') ? '; it holds {{ }}: a Helm template has to be rendered before it is compared' : '';
  try {
    if (/^\s*[{[]/.test(text) && !text.includes('__proto__')) {
      try {
        return JSON.parse(text) as Json;
      } catch {
        // Flow style of YAML begins like JSON: the reader below says what is wrong.
      }
    }
    const document = parse(text, lines);
    const [error] = document.errors;
    if (error) {
      throw error;
    }
    return new Reader(document).read(document.contents, 0);
  } catch (error) {
    if (error instanceof YAMLError) {
      throw unreadable(`${where(lines, error.pos[0])}: no YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '')}${helm}`);
    }
    if (error instanceof Refused) {
      throw unreadable(`${where(lines, offsetOf(error.node))}: the document ${error.message}`);
    }
    if (error instanceof RangeError || error instanceof ReferenceError) {
      throw unreadable(`${file}:${line}: the document is nested too deep or has too many aliases`);
    }
    throw error;
  }
}

/** Line of the file at which a field stands; that of its nearest parent where it is missing. */
export function lineOf({ text, line }: Chunk, path: readonly (string | ((value: Json) => boolean))[]): number {
  const lines = new LineCounter();
  const document = parse(text, lines);
  let node: unknown = document.contents;
  let offset = offsetOf(node);
  for (const step of path) {
    if (isAlias(node)) {
      node = node.resolve(document);
    }
    if (typeof step === 'string' && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === step);
      if (!pair) {
        break;
      }
      offset = offsetOf(pair.key);
      node = pair.value;
    } else if (typeof step === 'function' && isSeq(node)) {
      const item = node.items.find((candidate) => step(new Reader(document).read(candidate, 0)));
      if (!item) {
        break;
      }
      offset = offsetOf(item);
      node = item;
    } else {
      break;
    }
  }
  return line + Math.max(lines.linePos(offset).line, 1) - 1;
}
