import { canonicalCron, parseCron } from '../../lib/model/cron';

test.each([
  ['0 2 * * *', '0 2 * * *', true, 1440],
  ['*/15 * * * *', '*/15 * * * *', true, 15],
  ['0 0,12 * * *', '0 0,12 * * *', true, 720],
  [' 0  2 * * SUN ', '0 2 * * 0', false, 1440],
  ['0 1 * * mon-sat', '0 1 * * 1-6', false, 1440],
  ['0 3 1 JAN-mar/2 *', '0 3 1 1-3/2 *', false, 1440],
  ['5 4 29 2 *', '5 4 29 2 *', false, 1440],
  ['00 02 * * *', '0 2 * * *', true, 1440],
  ['0 2 * 1-12 *', '0 2 * 1-12 *', true, 1440],
  ['0 2 1-31 * *', '0 2 1-31 * *', true, 1440],
  ['0 2 * * 0-6', '0 2 * * 0-6', true, 1440],
  ['0 2 */1 * *', '0 2 * * *', true, 1440],
  ['50 23,0 * * *', '50 23,0 * * *', true, 60],
  ['5,55 * * * *', '5,55 * * * *', true, 10],
  ['*/25 3 * * *', '*/25 3 * * *', true, 25],
])('%s is %s', (text, canonical, daily, closest) => {
  expect(parseCron(text)).toEqual({ text: canonical, daily, closest });
  expect(canonicalCron(text)).toBe(canonical);
});

test.each([
  ['', `'' has 1 fields; write five: minute, hour, day of month, month, day of week`],
  ['60 2 * * *', `'60' is no minute; write 0 to 59, '*', lists, ranges and steps such as '*/2'`],
  ['0 24 * * *', `'24' is no hour; write 0 to 23, '*', lists, ranges and steps such as '*/2'`],
  ['0 2 0 * *', `'0' is no day of month; write 1 to 31, '*', lists, ranges and steps such as '*/2'`],
  ['0 2 * 13 *', `'13' is no month; write 1 to 12 or JAN to DEC, '*', lists, ranges and steps such as '*/2'`],
  ['0 2 * * sunday', `'sunday' is no day of week; write 0 to 6 or SUN to SAT, '*', lists, ranges and steps such as '*/2'`],
  ['0 2 * * 5-1', `'5-1' is no day of week; write 0 to 6 or SUN to SAT, '*', lists, ranges and steps such as '*/2'`],
  ['5/15 * * * *', `'5/15' is no minute; write 0 to 59, '*', lists, ranges and steps such as '*/2'`],
  ['*/0 * * * *', `'*/0' is no minute; write 0 to 59, '*', lists, ranges and steps such as '*/2'`],
  ['0 2 1 * MON', `'0 2 1 * MON' restricts both day of month and day of week, which the operators read differently; leave one of them '*'`],
  ['0 2 30 2 *', `'0 2 30 2 *' never fires: no such day in such a month`],
  ['0 2 31 4,6,9-11/2 *', `'0 2 31 4,6,9-11/2 *' never fires: no such day in such a month`],
])('%s is refused', (text, says) => {
  expect(parseCron(text)).toBe(says);
});
