// Loaded before a program: whatever operator it asks for, it gets the one that is tried.
const fs = require('fs');
const Module = require('module');

const { factory, options, program, told, place } = JSON.parse(process.env.CDK8S_POSTGRES_CHOOSE);
const FACTORIES = ['cloudNativePg', 'zalando', 'crunchy'];
const replaced = new WeakSet();
let asked = 0;
let said = [];

/** Makes every factory of a copy of the library give the operator that is tried. */
function replace(operators) {
  if (typeof operators?.[factory] !== 'function' || replaced.has(operators)) {
    return;
  }
  replaced.add(operators);
  const make = operators[factory].bind(operators);
  for (const name of FACTORIES) {
    operators[name] = (given) => {
      // Options are those of one operator, and mean nothing to another.
      const operator = make(name === factory ? given : options);
      asked += 1;
      said = Object.keys(place).length > 0 ? choiceOf(operators).placeSays(operator, place) : [];
      return operator;
    };
  }
}

/** What a program imports from; the module of the operators alone, which knows no choice, is not among them. */
const libraries = new Set();

/** The choice of the copy of the library that has these operators. */
function choiceOf(operators) {
  return [...libraries].find((library) => library.PostgresOperator === operators).OperatorChoice;
}

const load = Module._load;
Module._load = function (...args) {
  const exports = load.apply(this, args);
  if (typeof exports === 'object' && exports !== null && Object.prototype.hasOwnProperty.call(exports, 'PostgresOperator')) {
    if (Object.prototype.hasOwnProperty.call(exports, 'OperatorChoice')) {
      libraries.add(exports);
    }
    try {
      replace(exports.PostgresOperator);
    } catch (error) {
      // A module that is not through yet, in a circle of them: it is met again when it is.
      if (!(error instanceof ReferenceError)) {
        throw error;
      }
    }
  }
  return exports;
};

try {
  // Modules of the newer sort do not come by here; what is loaded now is what they get.
  Module.createRequire(program)('cdk8s-postgres');
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND') {
    throw error;
  }
}

process.on('exit', () => fs.writeFileSync(told, JSON.stringify({ asked, place: said })));
