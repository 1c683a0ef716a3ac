import { SleepWeek, isTimeZone, isWeekly, offsetsOf } from '../../lib/model/sleep-week';

/** Nights of working days, and all of the weekend. */
const WORK = new SleepWeek('0 20 * * 1-5', '0 6 * * 1-5');

test.each([
  ['0 12 * * 1-5', false],
  ['0 5 * * 1', true],
  ['0 6 * * 1', false],
  ['59 18 * * 5', false],
  ['0 19 * * 5', true],
  ['0 21 * * 5', true],
  ['0 12 * * 0', true],
  ['0 12 * * 6', true],
  // Which day of the week that is depends on the month.
  ['0 12 1 * *', true],
  ['*/15 * * * *', true],
])('whether %s meets the sleep: %s', (cron, meets) => {
  expect(WORK.meets(cron, [0], 60)).toBe(meets);
});

test('a time zone that is ahead of UTC sleeps earlier in UTC', () => {
  expect(WORK.meets('0 17 * * 1-5', [0], 60)).toBe(false);
  expect(WORK.meets('0 17 * * 1-5', [60, 120], 60)).toBe(true);
  expect(WORK.meets('0 22 * * 1-4', [-300], 60)).toBe(false);
});

test('the shortest night and the shortest day', () => {
  expect(WORK.shortestSleep).toBe(600);
  expect(WORK.shortestDay).toBe(840);
  expect(new SleepWeek('0 0 * * 0', '0 0 * * 0').shortestSleep).toBe(0);
});

test.each([
  ['0 20 * * MON-FRI', true],
  ['0 20 * * *', true],
  ['0 20 1 * *', false],
  ['0 20 * 1 *', false],
  ['@daily', false],
])('whether %s is the same each week: %s', (cron, weekly) => {
  expect(isWeekly(cron)).toBe(weekly);
});

test.each([
  ['Europe/Berlin', true],
  ['America/Argentina/Buenos_Aires', true],
  ['Etc/UTC', true],
  ['UTC', true],
  ['Etc/GMT+5', true],
  ['CET', false],
  ['CEST', false],
  ['+02:00', false],
  ['Local', false],
  ['Europe/Atlantis', false],
])('whether %s is a time zone: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});

test.each([
  ['Etc/UTC', [0]],
  ['Europe/Berlin', [60, 120]],
  ['America/New_York', [-300, -240]],
  ['Asia/Kolkata', [330]],
])('minutes by which %s is ahead of UTC', (name, offsets) => {
  expect(offsetsOf(name)).toEqual(offsets);
});
