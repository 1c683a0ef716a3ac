/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // By default one core is left to somebody else: on two cores, half of what there is.
  maxWorkers: '100%',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  roots: ['<rootDir>/test'],
  setupFiles: ['<rootDir>/test/support/quiet.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/real/'],
  moduleNameMapper: { '^cdk8s-postgres$': '<rootDir>/lib/index.ts' },
  transform: { '^.+\\.ts$': '<rootDir>/test/support/transform.js' },
};
