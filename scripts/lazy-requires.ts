// A program pays for what it uses: makes a compiled module of the library load others when it needs them, and not with the library. The
// sources import plainly and know nothing of this.
//
// The compiler makes an import `const shape_1 = require("./shape");`, and each use of it `shape_1.name`. Where all uses are in functions,
// the constant becomes `let shape_1;` and each use `(shape_1 ??= require("./shape")).name`. What is used while the module itself is loaded,
// such as a base class or a table that another one is made of, stays as it is. No line moves.
import * as ts from 'typescript';

/** Packages that many programs do without. */
const PACKAGES = ['cdk8s-plus-28'];

/** The statement `const name = require("module");`. */
interface Load {
  readonly statement: ts.Statement;
  readonly name: ts.Identifier;
  /** `require("module")`. */
  readonly call: string;
  readonly module: string;
}

/** All nodes of a tree, without comments and signs. */
export function nodesOf(root: ts.Node): ts.Node[] {
  const nodes = [root];
  ts.forEachChild(root, (child) => void nodes.push(...nodesOf(child)));
  return nodes;
}

function loadOf(statement: ts.Statement): Load[] {
  const declarations = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const { name, initializer: call } = declarations[0] ?? {};
  if (declarations.length !== 1 || !name || !ts.isIdentifier(name) || !call || !ts.isCallExpression(call)) {
    return [];
  }
  const [module] = call.arguments;
  return call.expression.getText() === 'require' && module && ts.isStringLiteral(module)
    ? [{ statement, name, call: call.getText(), module: module.text }]
    : [];
}

/** Whether a node is evaluated when a function is called, and not when the module is loaded. */
function isDeferred(node: ts.Node): boolean {
  const { parent } = node as { parent?: ts.Node };
  const isInside = parent && ts.isFunctionLike(parent) && (ts.isParameter(node) || (parent as { body?: ts.Node }).body === node);
  return parent !== undefined && (isInside === true || isDeferred(parent));
}

/** Whether an identifier is the name that its parent has or gives something. */
const isName = (node: ts.Node): boolean => (node.parent as { name?: ts.Node }).name === node;

/** Whether an identifier is the name of a field and not of a variable. */
function isField(node: ts.Node): boolean {
  const { parent } = node;
  const hasFieldName = ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isClassElement(parent);
  return (hasFieldName && isName(node)) || (ts.isBindingElement(parent) && parent.propertyName === node);
}

/**
 * A compiled module that loads other modules when it needs them.
 *
 * @param file its name, for errors
 * @param compiled its text
 */
export function lazily(file: string, compiled: string): string {
  const source = ts.createSourceFile(file, compiled, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const variables = nodesOf(source).filter((node): node is ts.Identifier => ts.isIdentifier(node) && !isField(node));
  const loads = source.statements.flatMap(loadOf).filter(({ module }) => module.startsWith('.') || PACKAGES.includes(module));
  const edits = loads.flatMap(({ statement, name, call }) => {
    const uses = variables.filter((node) => node.text === name.text && node !== name);
    const twin = uses.find((node) => isName(node));
    if (twin) {
      throw new Error(`${file}: '${name.text}' is a module and something else too: ${twin.parent.getText()}`);
    }
    return uses.every(isDeferred)
      ? [{ node: statement, by: `let ${name.text};` }, ...uses.map((node) => ({ node, by: `(${name.text} ??= ${call})` }))]
      : [];
  });
  return edits
    .sort((a, b) => b.node.getStart() - a.node.getStart())
    .reduce((text, { node, by }) => text.slice(0, node.getStart()) + by + text.slice(node.getEnd()), compiled);
}
