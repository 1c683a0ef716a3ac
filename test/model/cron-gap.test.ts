import { longestGap } from '../../lib/model/cron-gap';

const HOUR = 60;
const DAY = 24 * HOUR;

test.each([
  ['0 2 * * *', DAY],
  ['*/15 * * * *', 15],
  ['0 2,14 * * *', 12 * HOUR],
  ['0 1,3 * * *', 22 * HOUR],
  ['30 8-18 * * *', 14 * HOUR],
  ['0 2 * * 0', 7 * DAY],
  ['0 2 * * SUN', 7 * DAY],
  ['0 2 * * 1-5', 3 * DAY],
  ['0 2,14 * * 1-5', 2.5 * DAY],
  ['0 2 1 * *', 31 * DAY],
  ['0 2 31 * *', 61 * DAY],
  ['0 2 1 1 *', 366 * DAY],
  // From 1896 to 1904: the year 1900 had none.
  ['0 2 29 2 *', (8 * 365 + 1) * DAY],
])('%s leaves %i minutes at the most', (cron, minutes) => {
  expect(longestGap(cron)).toBe(minutes);
});

test('nothing is said of a value that a rule has refused', () => {
  expect(longestGap('0 2 * *')).toBeUndefined();
});
