import { Json } from '../../values/json';
import { CDK8S, Expression, imports, list, local, map, OURS, value } from './expression';
import { unsampled } from '../read/placeholders';
import { operation, Program, propsOf, withPlaceholders } from './program';

/** Width of a line, as formatters of this language take it. */
const WIDTH = 140;

/** A note with less room than this says nothing. */
const SHORTEST_NOTE = 24;

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A text in single quotes. */
export function quoted(text: string): string {
  const body = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"');
  return body.includes("'") && !body.includes('"') ? `"${body}"` : `'${body.replace(/'/g, "\\'")}'`;
}

const keyText = (name: string): string => (IDENTIFIER.test(name) ? name : quoted(name));

/** A JSON value as an expression of maps and lists, so that there is one way to lay out both. */
function ofJson(json: Json): Expression {
  if (Array.isArray(json)) {
    return list(json.map(ofJson));
  }
  return typeof json === 'object' && json !== null
    ? map(Object.fromEntries(Object.entries(json).map(([key, item]) => [key, ofJson(item)])))
    : value(json);
}

/**
 * An expression as source. It stands on one line where it fits behind what stands before it; else its outermost brackets are opened.
 *
 * @param expression what to print
 * @param indent columns of the line that it stands on
 * @param before columns that are taken before it, and behind it
 */
export function source(expression: Expression, indent: number, before: number): string {
  const short = flat(expression);
  if (indent + before + short.length <= WIDTH && !short.includes('\n') && !isOpened(expression)) {
    return short;
  }
  const inner = ' '.repeat(indent + 2);
  const close = ' '.repeat(indent);
  switch (expression.kind) {
    case 'value':
      return typeof expression.value === 'object' && expression.value !== null ? source(ofJson(expression.value), indent, before) : short;
    case 'name':
      return short;
    case 'call': {
      const head = flat(expression.of);
      const [only] = expression.args;
      if (expression.args.length === 1 && only && isOpen(only)) {
        return `${head}(${source(only, indent, before + head.length + 2)})`;
      }
      const last = expression.args[expression.args.length - 1];
      const first = expression.args.slice(0, -1).map(flat).join(', ');
      if (last && isOpen(last) && expression.args.length > 1 && indent + before + head.length + first.length + 4 < WIDTH) {
        return `${head}(${first}, ${source(last, indent, WIDTH)})`;
      }
      return `${head}(\n${expression.args.map((one) => `${inner}${source(one, indent + 2, 1)},\n`).join('')}${close})`;
    }
    case 'map':
      return `{\n${expression.fields.map(([name, one]) => `${inner}${field(name, one, indent + 2)},\n`).join('')}${close}}`;
    case 'list':
      return `[\n${expression.items.map((one) => `${inner}${source(one, indent + 2, 1)},\n`).join('')}${close}]`;
  }
}

/** Whether formatters open it however short it is: lists of several maps with several fields. */
function isOpened(expression: Expression): boolean {
  switch (expression.kind) {
    case 'value':
      return typeof expression.value === 'object' && expression.value !== null && isOpened(ofJson(expression.value));
    case 'name':
      return false;
    case 'call':
      return expression.args.some(isOpened);
    case 'map':
      return expression.fields.some(([, one]) => isOpened(one));
    case 'list':
      return (
        expression.items.some(isOpened) ||
        (expression.items.length > 1 && expression.items.every((one) => one.kind === 'map' && one.fields.length > 1))
      );
  }
}

const isOpen = (expression: Expression): boolean =>
  expression.kind === 'map' ||
  expression.kind === 'list' ||
  (expression.kind === 'value' && typeof expression.value === 'object' && expression.value !== null);

const isShorthand = (name: string, one: Expression): boolean => one.kind === 'name' && one.from === undefined && one.text === name;

function field(name: string, one: Expression, indent: number): string {
  const key = keyText(name);
  return isShorthand(name, one) ? name : `${key}: ${source(one, indent, key.length + 3)}`;
}

function flat(expression: Expression): string {
  switch (expression.kind) {
    case 'value': {
      const { value: json } = expression;
      return typeof json === 'string' ? quoted(json) : typeof json === 'object' && json !== null ? flat(ofJson(json)) : String(json);
    }
    case 'name':
      return expression.text;
    case 'call':
      return `${flat(expression.of)}(${expression.args.map(flat).join(', ')})`;
    case 'map':
      return expression.fields.length === 0
        ? '{}'
        : `{ ${expression.fields.map(([name, one]) => (isShorthand(name, one) ? name : `${keyText(name)}: ${flat(one)}`)).join(', ')} }`;
    case 'list':
      return `[${expression.items.map(flat).join(', ')}]`;
  }
}

interface Statement {
  /** What stands before the expression: `const cluster = new `. */
  readonly before: string;
  readonly expression: Expression;
  /** What it is about, at the end of its line. */
  readonly note?: string;
}

/** As much of a text as stands on a line behind a statement: what is wrong, without what to write instead. */
function noteBehind(statement: string, text: string | undefined): string {
  const [said = ''] = (text ?? '').replace(/\s+/g, ' ').split('; ');
  const room = WIDTH - statement.length - ' // '.length;
  if (said === '' || statement.includes('\n') || room < SHORTEST_NOTE) {
    return statement;
  }
  return `${statement} // ${said.length <= room ? said : `${said.slice(0, room - 3).trimEnd()}...`}`;
}

const fn = (text: string, args: readonly Expression[], from?: string): Expression => ({
  kind: 'call',
  of: { kind: 'name', text, ...(from !== undefined && { from }) },
  args,
});

/** The statements of a program, in paragraphs with a comment above. */
function paragraphs(program: Program, factory: string): { readonly comment?: string; readonly statements: readonly Statement[] }[] {
  const { placeholders, namespace } = program;
  const put = (expression: Expression): Expression => withPlaceholders(expression, placeholders);
  const chartProps = namespace === undefined ? [] : [put(map({ namespace: value(namespace) }))];
  const isNamed = (construct: string): boolean =>
    program.exemptions.some((one) => uses(one.construct, construct)) ||
    [...program.patches, ...program.placements].some((one) => uses(one.construct, construct)) ||
    program.parts.some(({ rows }) => rows.some((row) => mentions(row.value, construct)));
  return [
    {
      statements: [{ before: 'const app = new ', expression: fn('App', [], CDK8S) }],
    },
    ...(placeholders.length > 0
      ? [
          {
            comment: 'Put in after the synth; the rules look at the samples.',
            statements: placeholders.map(({ variable, text, sample }) => ({
              before: `const ${variable} = `,
              expression: fn('Placeholder.declare', [local('app'), value(text), value(sample)], OURS),
            })),
          },
        ]
      : []),
    { statements: [{ before: 'const chart = new ', expression: fn('Chart', [local('app'), value(program.chart), ...chartProps], CDK8S) }] },
    ...program.parts.map((part) => ({
      statements: [
        {
          before: `${isNamed(part.variable) ? `const ${part.variable} = ` : ''}new `,
          expression: fn(part.construct, [local('chart'), value(part.id), put(propsOf(part, factory))], OURS),
        },
      ],
    })),
    ...(program.exemptions.length > 0
      ? [
          {
            comment: 'What the cluster runs without. Mend one, and take its line out.',
            statements: program.exemptions.map(({ construct, rule, reason, pointer, what }) => {
              const args = pointer === undefined ? [value(rule), value(reason)] : [value(pointer), value(reason)];
              return {
                before: '',
                expression: fn(`Rules.of(${construct}).${pointer === undefined ? 'suppress' : 'allowField'}`, args, OURS),
                note: String(unsampled(what, placeholders)),
              };
            }),
          },
        ]
      : []),
    ...(program.patches.length > 0
      ? [
          {
            comment: 'What no prop says, kept as it runs.',
            statements: program.patches.map(({ construct, operations }) => ({
              before: '',
              expression: fn(
                `ApiObject.of(${construct}).addJsonPatch`,
                operations.map((one) => put(operation(one))),
                CDK8S,
              ),
            })),
          },
        ]
      : []),
    ...(program.verbatim.length > 0
      ? [
          {
            comment: 'Objects that no construct prints, as they are.',
            statements: program.verbatim.map(({ id, manifest }) => ({
              before: 'new ',
              expression: fn('ApiObject', [local('chart'), value(id), value(unsampled(manifest, placeholders))], CDK8S),
            })),
          },
        ]
      : []),
    ...(program.placements.length > 0
      ? [
          {
            comment: 'Put in after the synth, in one place each: what the props say there is a sample.',
            statements: program.placements.map(({ construct, pointer, text }) => ({
              before: '',
              expression: fn('Placeholder.at', [local(construct), value(pointer), value(text)], OURS),
            })),
          },
        ]
      : []),
    { statements: [{ before: '', expression: local('app.synth()') }] },
  ];
}

const uses = (expression: string, variable: string): boolean => expression === variable || expression.startsWith(`${variable}.`);

const mentions = (expression: Expression, variable: string): boolean =>
  expression.kind === 'name'
    ? expression.from === undefined && uses(expression.text, variable)
    : expression.kind === 'call'
      ? expression.args.some((one) => mentions(one, variable)) || mentions(expression.of, variable)
      : expression.kind === 'map'
        ? expression.fields.some(([, one]) => mentions(one, variable))
        : expression.kind === 'list' && expression.items.some((one) => mentions(one, variable));

/** How a program takes names from packages. */
type Style = 'typescript' | 'javascript';

/** A program as source. The two styles differ in their imports alone: the rest is both languages. */
export function printed(program: Program, factory: string, style: Style = 'typescript'): string {
  const blocks = paragraphs(program, factory);
  const names = new Map<string, Set<string>>();
  for (const [from, name] of blocks.flatMap(({ statements }) => statements.flatMap(({ expression }) => imports(expression)))) {
    names.set(from, (names.get(from) ?? new Set()).add(name.replace(/\(.*$/, '')));
  }
  const order = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = order.map(([from, taken]) => {
    const sorted = [...taken].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    const one = `{ ${sorted.join(', ')} }`;
    const line = (what: string): string =>
      style === 'typescript' ? `import ${what} from '${from}';` : `const ${what} = require('${from}');`;
    return line(one).length <= WIDTH ? line(one) : line(`{\n${sorted.map((name) => `  ${name},\n`).join('')}}`);
  });
  const body = blocks.map(({ comment, statements }) =>
    [
      ...(comment === undefined ? [] : [`// ${comment}`]),
      ...statements.map(({ before, expression, note }) => noteBehind(`${before}${source(expression, 0, before.length + 1)};`, note)),
    ].join('\n'),
  );
  // The chart stands beside the app where nothing has to be said between the two.
  const [app = '', ...rest] = body;
  const [chart = '', ...others] = rest;
  const paragraphsOfText = program.placeholders.length === 0 ? [`${app}\n${chart}`, ...others] : body;
  return `${head.join('\n')}\n\n${paragraphsOfText.join('\n\n')}\n`;
}
