// A program opens few files: makes the compiled modules of the library load each other late (see lazy-requires.ts), and puts them together in
// a handful of files below build/bundle. Nothing is renamed, hoisted or left out: each module stays a function of its own, which runs when it
// is first asked for, and its lines read as the compiler wrote them.
//
// What an operator needs that is asked for is in `start.js` and `<operator>-start.js`, what a cluster with a policy and a pool needs is in
// `core.js` and `<operator>.js`. The rest of each room is a file that is opened when something of it is asked for.
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import { createRequire } from 'module';
import * as path from 'path';
import * as ts from 'typescript';
import { lazily, nodesOf } from './lazy-requires';

const BUILD = path.join(__dirname, '..', 'build');
const LIBRARY = path.join(BUILD, 'lib');
const INDEX = path.join(LIBRARY, 'index.js');
const BUNDLES = path.join(BUILD, 'bundle');

/** How bundles begin that most programs do without. */
const MORE = 'more-';

/** Calls of the factories. */
const FACTORIES = ['cloudNativePg()', `zalando({ teamId: 'acme' })`, 'crunchy()'];

/** Asks for an operator. */
const START = (factory: string): string => `require(${JSON.stringify(INDEX)}).PostgresOperator.${factory};`;

/** Prints a cluster with a policy and a pool. */
const CLUSTER = (factory: string): string => `
const { App, Chart, Size } = require('cdk8s');
const lib = require(${JSON.stringify(INDEX)});
const app = new App();
const chart = new Chart(app, 'orders', { namespace: 'orders' });
const cluster = new lib.HaCluster(chart, 'db', {
  clusterName: 'acme-orders',
  operator: lib.PostgresOperator.${factory},
  version: lib.PostgresVersion.V17,
  storage: { size: Size.gibibytes(50) },
  databases: [{ name: 'orders', owner: 'orders-app' }],
});
new lib.BackupPolicy(chart, 'backups', {
  cluster,
  target: lib.BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: lib.ObjectStoreCredentials.fromSecret('pg-s3') }),
  schedules: [lib.BackupSchedule.full('0 2 * * *')],
  retention: lib.BackupRetention.days(30),
});
new lib.ConnectionPool(chart, 'pool', { cluster, mode: lib.PoolMode.TRANSACTION, instances: 2 });
app.synthYaml();
`;

/** A module as others name it: its path below the build, without ending. */
const idOf = (file: string): string => path.relative(BUILD, file).replace(/\.js$/, '');

/**
 * The index exports modules as a whole, so each name becomes a getter. The names are written as plain assignments first, because that is how
 * Node finds the exports of a CommonJS module.
 */
function lazyIndex(compiled: string): string {
  const modules = [...compiled.matchAll(/^__exportStar\(require\("(.+)"\), exports\);$/gm)].map(([, name]) => name!);
  if (modules.length === 0 || modules.length !== (compiled.match(/require\(/g) ?? []).length) {
    throw new Error(`${INDEX} is not what the compiler made: found ${modules.length} modules`);
  }
  const load = createRequire(INDEX);
  const exported = modules.flatMap((name) => Object.keys(load(name) as object).map((member) => [member, name] as const));
  return [
    '"use strict";',
    'Object.defineProperty(exports, "__esModule", { value: true });',
    `exports.${exported.map(([member]) => member).join(' = exports.')} = void 0;`,
    'const define = (name, how) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, ...how });',
    // What was asked for once is a plain value from then on.
    'const lazy = (name, load) => define(name, { get: () => define(name, { value: load()[name] })[name] });',
    ...exported.map(([member, name]) => `lazy(${JSON.stringify(member)}, () => require(${JSON.stringify(name)}));`),
    '',
  ].join('\n');
}

/** The modules that a program loads with any of the operators. */
function loadedBy(program: (factory: string) => string): ReadonlySet<string> {
  const loaded = FACTORIES.flatMap((factory) => {
    const script = `${program(factory)}\nconsole.log(JSON.stringify(Object.keys(require.cache)));`;
    return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', cwd: BUILD })) as string[];
  });
  return new Set(loaded.map(idOf));
}

/** The bundle of each module, by id: what all programs need apart from what some do. */
function layout(ids: readonly string[]): ReadonlyMap<string, string> {
  const started = loadedBy(START);
  const printed = loadedBy(CLUSTER);
  return new Map(
    ids.map((id) => {
      const [, room, operator] = /^lib\/(\w+)\/(?:(?<=operators\/)(?!shared\/)(\w+)\/)?/.exec(id) ?? [];
      const rest = `${MORE}${operator ?? room ?? 'lib'}`;
      return [id, started.has(id) ? [operator, 'start'].filter(Boolean).join('-') : printed.has(id) ? (operator ?? 'core') : rest];
    }),
  );
}

/**
 * The text of a module with its paths to other files as they are seen from a bundle: modules are asked for by their ids.
 *
 * @param file its name
 * @param compiled its text
 * @param from the name of the bundle that it is to be read in
 * @param bundleOf the bundle that a module is in, by id; a file that is in none is required
 */
export function moved(file: string, compiled: string, from: string, bundleOf: ReadonlyMap<string, string>): string {
  const source = ts.createSourceFile(file, compiled, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const edits = nodesOf(source).flatMap((node): { readonly node: ts.Node; readonly by: string }[] => {
    if (ts.isIdentifier(node) && node.text === '__dirname') {
      return [{ node, by: `require("path").join(__dirname, "..", ${JSON.stringify(path.dirname(idOf(file)))})` }];
    }
    if (ts.isIdentifier(node) && node.text === 'moduleOf') {
      throw new Error(`${file}: 'moduleOf' is what asks for modules: ${node.parent.getText()}`);
    }
    const [argument] = ts.isCallExpression(node) && node.expression.getText() === 'require' ? node.arguments : [];
    if (!argument || !ts.isStringLiteral(argument) || !argument.text.startsWith('.')) {
      return [];
    }
    const wanted = idOf(path.resolve(path.dirname(file), argument.text));
    const id = [wanted, `${wanted}/index`].find((candidate) => bundleOf.has(candidate));
    const place = id && bundleOf.get(id);
    const other = place === from ? 'moduleOf' : `require("./${place}").moduleOf`;
    return [{ node, by: place ? `${other}(${JSON.stringify(id)})` : `require(${JSON.stringify(`../${wanted}`)})` }];
  });
  return edits
    .sort((a, b) => b.node.getStart() - a.node.getStart())
    .reduce((text, { node, by }) => text.slice(0, node.getStart()) + by + text.slice(node.getEnd()), compiled);
}

/**
 * One file of many modules.
 *
 * @param modules their texts, by id
 * @param eager whether most of them are needed where one is: Node compiles a function in brackets with the file, and not again when it is called
 */
export function bundle(modules: { readonly [id: string]: string }, eager: boolean): string {
  const [start, end] = eager ? ['(', ')'] : ['', ''];
  return [
    '"use strict";',
    'const loaded = {};',
    '/** The exports of a module; where modules go in a circle, as far as it has come. */',
    'const moduleOf = (exports.moduleOf = (id) => loaded[id] ?? (modules[id]((loaded[id] = {})), loaded[id]));',
    'const modules = {',
    ...Object.entries(modules).map(([id, text]) => `${JSON.stringify(id)}: ${start}function (exports) {\n${ascii(text)}\n}${end},`),
    '};',
    '',
  ].join('\n');
}

/** A single letter of another alphabet makes Node keep all of a file in twice the space, and read it in more than twice the time. */
function ascii(text: string): string {
  return text.replace(/[^\0-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

if (require.main === module) {
  const files = (fs.readdirSync(LIBRARY, { recursive: true }) as string[])
    .map((name) => path.join(LIBRARY, name))
    .filter((file) => file.endsWith('.js') && file !== INDEX)
    .sort();
  for (const file of files) {
    fs.writeFileSync(file, lazily(file, fs.readFileSync(file, 'utf8')));
  }
  fs.writeFileSync(INDEX, lazyIndex(fs.readFileSync(INDEX, 'utf8')));
  const bundleOf = layout(files.map(idOf));
  const text = (file: string, from: string): string => moved(file, fs.readFileSync(file, 'utf8'), from, bundleOf);
  fs.mkdirSync(BUNDLES);
  for (const name of new Set(bundleOf.values())) {
    const members = files.filter((file) => bundleOf.get(idOf(file)) === name);
    fs.writeFileSync(
      path.join(BUNDLES, `${name}.js`),
      bundle(Object.fromEntries(members.map((file) => [idOf(file), text(file, name)])), !name.startsWith(MORE)),
    );
  }
  fs.writeFileSync(INDEX, text(INDEX, 'index').replace(/"\.\//g, '"../bundle/'));
  files.forEach((file) => fs.rmSync(file));
}
