// A program pays for what it uses: rewrites the compiled index so that a module is loaded when something of it is asked for, and not with
// the library. Names are written as plain assignments first, because that is how Node finds the exports of a CommonJS module.
const fs = require('fs');
const path = require('path');

const file = path.join(__dirname, '..', 'build', 'lib', 'index.js');
const compiled = fs.readFileSync(file, 'utf8');
const modules = [...compiled.matchAll(/^__exportStar\(require\("(.+)"\), exports\);$/gm)].map(([, name]) => name);
if (compiled.includes('const lazy = ')) {
  process.exit(0); // The compiler leaves alone what has not changed.
}
if (modules.length === 0 || modules.length !== (compiled.match(/require\(/g) ?? []).length) {
  throw new Error(`${file} is not what the compiler made: found ${modules.length} modules`);
}

const exported = modules.flatMap((name) => Object.keys(require(path.join(path.dirname(file), name))).map((member) => [member, name]));
const lines = [
  '"use strict";',
  'Object.defineProperty(exports, "__esModule", { value: true });',
  `exports.${exported.map(([member]) => member).join(' = exports.')} = void 0;`,
  'const define = (name, how) => Object.defineProperty(exports, name, { enumerable: true, configurable: true, ...how });',
  // What was asked for once is a plain value from then on.
  'const lazy = (name, load) => define(name, { get: () => define(name, { value: load()[name] })[name] });',
  ...exported.map(([member, name]) => `lazy(${JSON.stringify(member)}, () => require(${JSON.stringify(name)}));`),
];
fs.writeFileSync(file, `${lines.join('\n')}\n`);
