// The API server matches `pattern` with Go's RE2; JSON Schema validators match it with JavaScript's `u` flag, which refuses
// some of RE2's notation and reads some of it differently. What is not known to mean the same is refused, never passed on.

const POSIX_CLASSES: Record<string, string> = {
  alnum: '0-9A-Za-z',
  alpha: 'A-Za-z',
  digit: '0-9',
  graph: '!-~',
  lower: 'a-z',
  print: ' -~',
  space: '\\t-\\r ',
  upper: 'A-Z',
  word: '0-9A-Za-z_',
  xdigit: '0-9A-Fa-f',
};

// RE2's \s is ASCII and leaves the vertical tab out; JavaScript's takes every Unicode space.
const SPACE = '\\t\\n\\f\\r ';

const ESCAPE = String.raw`\\[pP]\{\^?\w+\}|\\x\{[0-9A-Fa-f]+\}|\\[pP]\w|\\.`;
// A bracket right after the one that opens a class stands for itself, so the opening token takes it along.
const OUTSIDE_CLASS = new RegExp(String.raw`${ESCAPE}|\[\^?\]?|\(\?P?<\w+>|\(\?[\w-]*[:)]|.`, 'suy');
const INSIDE_CLASS = new RegExp(String.raw`${ESCAPE}|\[:\^?\w+:\]|.`, 'suy');

/** Translates an RE2 pattern to one of JavaScript with the `u` flag that matches the same strings. */
export function re2ToJavaScript(pattern: string): string {
  const translated = new Translation(pattern).run();
  try {
    new RegExp(translated, 'u');
  } catch (cause) {
    throw new Error(`pattern ${pattern} has no known form in JavaScript`, { cause });
  }
  return translated;
}

class Translation {
  private inClass = false;
  private ignoreCase = false;
  /** Whether case was ignored outside each group that is open. */
  private readonly outer: boolean[] = [];

  public constructor(private readonly pattern: string) {}

  public run(): string {
    let output = '';
    for (let position = 0; position < this.pattern.length;) {
      const token = this.tokenAt(position);
      output += this.inClass ? this.insideClass(token) : this.outsideClass(token);
      position += token.length;
    }
    return output;
  }

  private tokenAt(position: number): string {
    const tokens = this.inClass ? INSIDE_CLASS : OUTSIDE_CLASS;
    tokens.lastIndex = position;
    const match = tokens.exec(this.pattern);
    if (!match) {
      throw this.unsupported(`what stands at ${position}`);
    }
    return match[0];
  }

  private outsideClass(token: string): string {
    switch (token[0]) {
      case '[':
        this.inClass = true;
        return token.replace(']', '\\]');
      case '(':
        return this.openGroup(token);
      case ')':
        this.ignoreCase = this.outer.pop() ?? false;
        return token;
      case '\\':
        return this.escape(token);
    }
    return this.ignoreCase && /[a-z]/i.test(token) ? `[${token.toLowerCase()}${token.toUpperCase()}]` : token;
  }

  private openGroup(token: string): string {
    if (token === '(?i)') {
      this.ignoreCase = true;
      return '';
    }
    this.outer.push(this.ignoreCase);
    if (token === '(?i:') {
      this.ignoreCase = true;
      return '(?:';
    }
    if (token.endsWith('>')) {
      return token.replace('?P<', '?<');
    }
    if (token !== '(' && token !== '(?:') {
      throw this.unsupported(token);
    }
    return token;
  }

  private insideClass(token: string): string {
    if (token === ']') {
      this.inClass = false;
      return token;
    }
    if (token.startsWith('[:')) {
      const characters = POSIX_CLASSES[token.slice(2, -2)];
      if (!characters) {
        throw this.unsupported(token);
      }
      return characters;
    }
    if (token.startsWith('\\')) {
      return this.escape(token);
    }
    if (this.ignoreCase && /[a-z]/i.test(token)) {
      throw this.unsupported('a class in which case is ignored');
    }
    return token;
  }

  private escape(token: string): string {
    if (/^\\[pP]\w$/.test(token)) {
      return `${token.slice(0, 2)}{${token.slice(2)}}`;
    }
    if (token.startsWith('\\x{')) {
      return token.replace('x', 'u');
    }
    switch (token) {
      case '\\s':
        return this.inClass ? SPACE : `[${SPACE}]`;
      case '\\S':
        if (this.inClass) {
          throw this.unsupported('\\S in a class');
        }
        return `[^${SPACE}]`;
      case '\\A':
        return '^';
      case '\\z':
        return '$';
    }
    // RE2 lets every punctuation mark be escaped, the `u` flag only those that have a meaning.
    const escaped = token.slice(1);
    const hasMeaning = '^$\\.*+?()[]{}|/'.includes(escaped) || (escaped === '-' && this.inClass);
    return hasMeaning || /[0-9A-Za-z]/.test(escaped) ? token : escaped;
  }

  private unsupported(what: string): Error {
    return new Error(`pattern ${this.pattern}: ${what} has no known form in JavaScript`);
  }
}
