// A program pays for what it uses: makes the compiled modules of the library load each other when they need each other, and not with the
// library. The sources import plainly and know nothing of this.
//
// The compiler makes an import `const shape_1 = require("./shape");`, and each use of it `shape_1.name`. Where all uses are in functions,
// the constant becomes `let shape_1;` and each use `(shape_1 ??= require("./shape")).name`. What is used while the module itself is loaded,
// such as a base class or a table that another one is made of, stays as it is. No line moves.
const fs = require('fs');
const path = require('path');
const ts = require('typescript');

/** Packages that many programs do without. */
const PACKAGES = ['cdk8s-plus-28'];

const library = path.join(__dirname, '..', 'build', 'lib');
const index = path.join(library, 'index.js');

/** All nodes of a tree, without comments and signs. */
const nodesOf = (root) => {
  const nodes = [root];
  ts.forEachChild(root, (child) => void nodes.push(...nodesOf(child)));
  return nodes;
};

/** What a statement `const name = require("module");` loads. */
function loadOf(statement) {
  const [declaration, ...others] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const call = declaration?.initializer;
  const loads = others.length === 0 && call && ts.isCallExpression(call) && call.expression.getText() === 'require';
  return loads ? [{ statement, declared: declaration.name, call: call.getText(), module: call.arguments[0].text }] : [];
}

/** Whether a node is evaluated when a function is called, and not when the module is loaded. */
const isDeferred = (node) =>
  node.parent !== undefined &&
  ((ts.isFunctionLike(node.parent) && (node === node.parent.body || ts.isParameter(node))) || isDeferred(node.parent));

/** Whether an identifier is the name of a field and not of a variable. */
const isField = (node) =>
  (node.parent.name === node &&
    [ts.isPropertyAccessExpression, ts.isPropertyAssignment, ts.isClassElement].some((is) => is(node.parent))) ||
  node.parent.propertyName === node;

/** The text of a compiled module, with what it loads when it needs it. */
function lazily(file) {
  const compiled = fs.readFileSync(file, 'utf8');
  const source = ts.createSourceFile(file, compiled, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const loads = source.statements.flatMap(loadOf).filter(({ module }) => module.startsWith('.') || PACKAGES.includes(module));
  const variables = nodesOf(source).filter((node) => ts.isIdentifier(node) && !isField(node));
  const edits = loads.flatMap(({ statement, declared, call }) => {
    const uses = variables.filter((node) => node.text === declared.text && node !== declared);
    const twin = uses.find((node) => node.parent.name === node);
    if (twin) {
      throw new Error(`${file}: '${declared.text}' is a module and something else too: ${twin.parent.getText()}`);
    }
    return uses.every(isDeferred)
      ? [{ node: statement, by: `let ${declared.text};` }, ...uses.map((node) => ({ node, by: `(${declared.text} ??= ${call})` }))]
      : [];
  });
  return edits
    .sort((a, b) => b.node.getStart() - a.node.getStart())
    .reduce((text, { node, by }) => text.slice(0, node.getStart()) + by + text.slice(node.getEnd()), compiled);
}

/**
 * The index exports modules as a whole, so each name becomes a getter. The names are written as plain assignments first, because that is how
 * Node finds the exports of a CommonJS module.
 */
function lazyIndex() {
  const compiled = fs.readFileSync(index, 'utf8');
  if (compiled.includes('const lazy = ')) {
    return compiled;
  }
  const modules = [...compiled.matchAll(/^__exportStar\(require\("(.+)"\), exports\);$/gm)].map(([, name]) => name);
  if (modules.length === 0 || modules.length !== (compiled.match(/require\(/g) ?? []).length) {
    throw new Error(`${index} is not what the compiler made: found ${modules.length} modules`);
  }
  const exported = modules.flatMap((name) => Object.keys(require(path.join(library, name))).map((member) => [member, name]));
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

// The compiler leaves alone what has not changed, so there may be modules that are lazy already: there is nothing left to do in these.
fs.readdirSync(library, { recursive: true })
  .map((name) => path.join(library, name))
  .filter((file) => file.endsWith('.js') && file !== index)
  .forEach((file) => fs.writeFileSync(file, lazily(file)));
fs.writeFileSync(index, lazyIndex());
