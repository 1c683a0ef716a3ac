import { instant, parseInstant } from '../../lib/model/instant';

test.each([
  ['2026-08-01T10:30:00Z', { date: '2026-08-01', time: '10:30:00', offset: '+00:00' }],
  ['2026-08-01t10:30:00z', { date: '2026-08-01', time: '10:30:00', offset: '+00:00' }],
  ['2026-08-01T12:30:00.5+02:00', { date: '2026-08-01', time: '12:30:00.5', offset: '+02:00' }],
  ['2026-12-31T23:59:59.123456-05:30', { date: '2026-12-31', time: '23:59:59.123456', offset: '-05:30' }],
  ['2024-02-29T00:00:00+00:00', { date: '2024-02-29', time: '00:00:00', offset: '+00:00' }],
  ['2026-08-01T10:30:00+14:00', { date: '2026-08-01', time: '10:30:00', offset: '+14:00' }],
])('%s is read and not moved to another zone', (text, parts) => {
  expect(parseInstant(text)).toEqual(parts);
  expect(instant(text)).toEqual(parts);
});

test.each([
  ['yesterday'],
  [''],
  ['2026-08-01'],
  ['2026-08-01 10:30:00Z'],
  ['2026-08-01T10:30Z'],
  ['2026-8-1T10:30:00Z'],
  ['2026-08-01T10:30:00.1234567Z'],
  ['2026-08-01T10:30:00+02'],
  ['2026-08-01T10:30:00 Europe/Berlin'],
  ['2026-08-01T10:30:00Z\n'],
  [' 2026-08-01T10:30:00Z'],
])('%j is malformed', (text) => {
  expect(parseInstant(text)).toBe(
    `'${text}' is no time of RFC 3339: date, T, hours, minutes, seconds with up to six digits behind them, zone; write for example '2026-08-01T10:30:00Z'`,
  );
});

test.each([['2026-08-01T10:30:00'], ['2026-08-01T10:30:00.5']])('%s has no zone', (text) => {
  expect(parseInstant(text)).toBe(
    `'${text}' has no zone, which each operator would guess differently; write '${text}Z' or an offset such as '+02:00'`,
  );
});

test.each([
  ['2026-02-30T10:30:00Z'],
  ['2025-02-29T10:30:00Z'],
  ['2026-13-01T10:30:00Z'],
  ['2026-00-10T10:30:00Z'],
  ['0000-08-01T10:30:00Z'],
  ['2026-08-01T24:00:00Z'],
  ['2026-08-01T10:60:00Z'],
  ['2026-08-01T10:30:60Z'],
  ['2026-08-01T10:30:00+15:00'],
  ['2026-08-01T10:30:00+14:01'],
  ['2026-08-01T10:30:00-02:60'],
])('%s does not exist', (text) => {
  expect(parseInstant(text)).toBe(
    `'${text}' does not exist; write a day of the calendar, a time from 00:00:00 to 23:59:59 and an offset of at most 14 hours`,
  );
});
