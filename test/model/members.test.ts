import * as library from '../../lib';
import { ConnectionTarget, PoolMode } from '../../lib';

/** Objects with texts only: the enums of the public API. */
const enums = Object.entries(library as unknown as Record<string, unknown>).filter(
  ([, value]) => typeof value === 'object' && value !== null && Object.values(value).every((member) => typeof member === 'string'),
) as [string, { readonly [member: string]: string }][];

test('there are enums', () => {
  expect(enums.map(([name]) => name)).toEqual(expect.arrayContaining(['PoolMode', 'ConnectionTarget', 'CloudNativePgVersion']));
});

test.each(enums)('PROP-006: a member that %s does not have', (name, members) => {
  const [first] = Object.keys(members);
  expect(members[first!]).toBe(Object.values(members)[0]);
  expect(() => members.NO_SUCH).toThrow(`[${name}] [PROP-006] ${name} has no 'NO_SUCH'; write ${name}.${first}`);
});

test('PROP-006: the whole message, at the line of the user', () => {
  const misspelt = () => (PoolMode as unknown as { readonly TRANSACTIONAL: PoolMode }).TRANSACTIONAL;
  expect(misspelt).toThrow(
    `Validation failed with the following errors:\n  [PoolMode] [PROP-006] PoolMode has no 'TRANSACTIONAL'; write PoolMode.SESSION or PoolMode.TRANSACTION or PoolMode.STATEMENT (JavaScript would give undefined, and the default would take its place without a word)`,
  );
});

test('what tools ask of any object is answered', () => {
  expect(String(ConnectionTarget)).toBe('[object Object]');
  expect(JSON.parse(JSON.stringify(ConnectionTarget))).toEqual({ ...ConnectionTarget });
  expect((ConnectionTarget as { then?: unknown }).then).toBeUndefined();
  expect(Object.keys(ConnectionTarget)).toEqual(['PRIMARY', 'REPLICAS', 'ANY']);
});
