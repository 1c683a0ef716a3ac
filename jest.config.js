/** Types are checked once, by `npm run lint`; tests only transpile. */
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      // As in the compiled library, what few need is loaded by those who do.
      module: { type: 'commonjs', lazy: ['cdk8s-plus-28'] },
      sourceMaps: 'inline',
    },
  ],
};

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // By default one core is left to somebody else: on two cores, half of what there is.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  setupFiles: ['<rootDir>/test/support/quiet.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/real/'],
  moduleNameMapper: { '^cdk8s-postgres$': '<rootDir>/lib/index.ts' },
  transform,
};
