/** What can be seen of a statement of SQL without a server: that it only reads, that it is one, and what its columns are called. */

/** Words that no statement has that only reads. */
const WRITING = [
  'insert', 'update', 'delete', 'merge', 'truncate', 'create', 'alter', 'drop', 'grant', 'revoke', 'copy', 'call', 'do', 'lock', 'vacuum',
  'analyze', 'cluster', 'reindex', 'refresh', 'comment', 'set', 'reset', 'begin', 'commit', 'rollback', 'listen', 'notify', 'into',
]; // prettier-ignore

/** Functions that change something, whatever the transaction allows. */
const CHANGING =
  /^(pg_terminate_backend|pg_cancel_backend|pg_reload_conf|pg_rotate_logfile|pg_switch_wal|pg_promote|pg_create_\w+|pg_drop_\w+|pg_stat_reset\w*|pg_stat_statements_reset|pg_logical_slot_get_\w+|pg_replication_slot_advance|pg_backup_\w+|pg_wal_replay_\w+|pg_advisory_\w+|pg_try_advisory_\w+|pg_notify|nextval|setval|set_config|lo_\w+|dblink\w*)$/;

/** A part of a statement: a word, a quoted name, a text, a number or a sign. */
interface Token {
  readonly kind: 'word' | 'name' | 'text' | 'number' | 'sign';
  readonly value: string;
}

const PATTERN =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|(?<dollar>\$(\w*)\$[\s\S]*?\$\2\$)|(?<escape>[eE]'(?:\\.|''|[^'\\])*')|(?<text>'(?:''|[^'])*')|(?<name>"(?:""|[^"])*")|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<number>\d[\w.]*)|(?<sign>::|.)/gy;

function tokens(sql: string): Token[] {
  return [...sql.matchAll(new RegExp(PATTERN.source, 'gy'))].flatMap(({ groups = {} }): Token[] => {
    const { dollar, escape, text, name, word, number, sign } = groups;
    if (word !== undefined) {
      return [{ kind: 'word', value: word.toLowerCase() }];
    }
    if (name !== undefined) {
      return [{ kind: 'name', value: name.slice(1, -1).replace(/""/g, '"') }];
    }
    const literal = dollar ?? escape ?? text;
    if (literal !== undefined) {
      return [{ kind: 'text', value: literal }];
    }
    return number !== undefined ? [{ kind: 'number', value: number }] : sign !== undefined ? [{ kind: 'sign', value: sign }] : [];
  });
}

/** Why a statement is not one that only reads; undefined where nothing speaks against it. */
export function readingProblem(sql: string): string | undefined {
  const all = tokens(sql);
  const end = all.findIndex(({ kind, value }) => kind === 'sign' && value === ';');
  if (all.length === 0) {
    return 'it is empty';
  }
  if (end >= 0) {
    return end < all.length - 1 ? 'it is several statements' : 'it ends with a semicolon, behind which exporters put more';
  }
  const [first] = all;
  if (!(first!.kind === 'word' && ['select', 'with', 'values', 'table'].includes(first!.value)) && first!.value !== '(') {
    return `it begins with '${first!.value}', and only SELECT, WITH, VALUES and TABLE read`;
  }
  const words = all.filter(({ kind }, i) => kind === 'word' && !isColumn(all, i)).map(({ value }) => value);
  const writing = words.find((word) => WRITING.includes(word));
  if (writing !== undefined) {
    return `it has '${writing.toUpperCase()}', which does not only read`;
  }
  const changing = all.find(({ kind, value }, i) => kind === 'word' && all[i + 1]?.value === '(' && CHANGING.test(value));
  return changing && `it calls ${changing.value}(), which changes something`;
}

/** Whether a word is the name of a column behind that of a table, or the name that something gets. */
const isColumn = (all: readonly Token[], i: number): boolean =>
  all[i - 1]?.value === '.' || all[i + 1]?.value === '.' || (all[i - 1]?.kind === 'word' && all[i - 1]?.value === 'as');

/**
 * Names of the columns that a statement answers with; undefined where that cannot be seen: `*`, several statements in one, expressions
 * without a name.
 */
export function columnNames(sql: string): string[] | undefined {
  const all = tokens(sql);
  const start = topLevel(all).find((i) => all[i]!.kind === 'word' && all[i]!.value === 'select');
  if (start === undefined) {
    return undefined;
  }
  const list = all.slice(all[start + 1]?.value === 'all' || all[start + 1]?.value === 'distinct' ? start + 2 : start + 1);
  const items: Token[][] = [[]];
  let depth = 0;
  for (const token of list) {
    const isSign = token.kind === 'sign';
    depth += isSign && '(['.includes(token.value) ? 1 : isSign && ')]'.includes(token.value) ? -1 : 0;
    if (
      depth < 0 ||
      (depth === 0 && token.kind === 'word' && ['from', 'where', 'union', 'group', 'order', 'limit'].includes(token.value))
    ) {
      break;
    }
    if (depth === 0 && isSign && token.value === ',') {
      items.push([]);
    } else {
      items[items.length - 1]!.push(token);
    }
  }
  const names = items.map(nameOf);
  return names.every((name) => name !== undefined) ? names : undefined;
}

/** Positions of what stands outside of all brackets. */
function topLevel(all: readonly Token[]): number[] {
  let depth = 0;
  return all.flatMap(({ kind, value }, i) => {
    const before = depth;
    depth += kind === 'sign' && value === '(' ? 1 : kind === 'sign' && value === ')' ? -1 : 0;
    return before === 0 && depth === 0 ? [i] : [];
  });
}

/** The name of one item of a list of columns. */
function nameOf(item: readonly Token[]): string | undefined {
  const last = item[item.length - 1];
  const before = item[item.length - 2];
  const isName = last !== undefined && (last.kind === 'word' || last.kind === 'name') && last.value !== 'end';
  if (!isName) {
    // A function gives its name, where it is the whole item.
    const [first, bracket] = item;
    const closes = item.findIndex((_, i) => i > 1 && depthAfter(item, i) === 0);
    return first?.kind === 'word' && bracket?.value === '(' && closes === item.length - 1 ? first.value : undefined;
  }
  // `a.b`, `b`, `... AS b`, and `expression b`; a cast keeps the name of what it casts, which is more than can be seen here.
  return before?.value === '::' ? undefined : last.value;
}

function depthAfter(item: readonly Token[], i: number): number {
  return item
    .slice(0, i + 1)
    .reduce((depth, { kind, value }) => depth + (kind === 'sign' && value === '(' ? 1 : kind === 'sign' && value === ')' ? -1 : 0), 0);
}
