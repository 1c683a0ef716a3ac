// Types are checked once, by `npm run lint`; tests only transpile. As in the compiled library, a module is loaded when something of it is used:
// most test files need a few of the six hundred, and loading all took longer than most tests.
const { createHash } = require('crypto');
const fs = require('fs');
const path = require('path');
const swc = require('@swc/core');

/** Packages that few programs need. */
const PACKAGES = ['cdk8s-plus-28'];

const IMPORTED = /^(?:import|export) [^'"]*?from '(\.[^']*)';$/gms;
const ALL_OF = /^export \* from '(\.[^']*)';$/gm;
const EXPORTED = /^export (?:declare )?(?:abstract )?(?:class|enum|function\*?|const|let) (\w+)/gm;

const matches = (text, pattern) => [...text.matchAll(pattern)].map(([, found]) => found);

/** Names that a module exports, types apart. */
function namesOf(file) {
  const source = fs.readFileSync(file, 'utf8');
  return [...matches(source, EXPORTED), ...matches(source, ALL_OF).flatMap((specifier) => namesOf(fileOf(file, specifier)))];
}

const fileOf = (file, specifier) => path.join(path.dirname(file), `${specifier}.ts`);

/** Exports all of another module by its names: where these are not known, all of it would have to be loaded to learn them. */
function named(source, file) {
  return source.replace(ALL_OF, (_, specifier) => {
    const names = namesOf(fileOf(file, specifier));
    return names.length > 0 ? `export { ${names.join(', ')} } from '${specifier}';` : '';
  });
}

/** What a module waits for until it uses it. A test file itself loads what it names before its first test, as one reads it. */
const lazyIn = (source, file) => [...PACKAGES, ...(file.endsWith('.test.ts') ? [] : new Set(matches(source, IMPORTED)))];

const optionsFor = (source, filename) => ({
  filename,
  configFile: false,
  swcrc: false,
  jsc: { target: 'es2022', parser: { syntax: 'typescript' }, transform: { hidden: { jest: true } } },
  module: { type: 'commonjs', lazy: lazyIn(source, filename) },
  sourceMaps: 'inline',
});

module.exports = {
  process(source, file) {
    const text = named(source, file);
    return swc.transformSync(text, optionsFor(text, file));
  },
  getCacheKey(source, file) {
    const text = named(source, file);
    return createHash('sha1')
      .update(JSON.stringify([swc.version, text, optionsFor(text, file)]))
      .digest('hex');
  },
};
