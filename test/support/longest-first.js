const Sequencer = require('@jest/test-sequencer').default;

/**
 * What takes longest, by measurement. Jest knows it from its last run; on a fresh clone it goes by the size of files, begins one of these at
 * the end, and all cores but one wait for it.
 */
const LONG = [
  'property/programs',
  'fleet/identity',
  'contract/fourth-operator',
  'cli/adopt/command',
  'schema/core-kinds',
  'cli/printed',
  'examples',
  'docs',
  'cli/choose',
  'property/adopt',
];

const rank = ({ path }) => LONG.findIndex((name) => path.replaceAll('\\', '/').endsWith(`/test/${name}.test.ts`));

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration)) {
      return sorted;
    }
    const long = sorted.filter((one) => rank(one) >= 0).sort((a, b) => rank(a) - rank(b));
    return [...long, ...sorted.filter((one) => rank(one) < 0)];
  }
};
