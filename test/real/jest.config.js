const shared = require('../../jest.config.js');

/** Tests against real programs: `npm ci` in this folder, then `npm run test:real` at the top. */
module.exports = {
  ...shared,
  rootDir: '../..',
  roots: ['<rootDir>/test/real'],
  testPathIgnorePatterns: ['/node_modules/'],
  // A server starts within a second; on a busy machine it may take many.
  testTimeout: 120_000,
  maxWorkers: 2,
};
