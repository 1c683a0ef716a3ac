import { PAGE_BYTES, memoryBytes } from '../../lib/model/memory-size';

test.each([
  ['128MB', 128 * 2 ** 20],
  [' 1.5 GB ', 1.5 * 2 ** 30],
  ['64kB', 64 * 2 ** 10],
  ['7B', 7],
  ['1TB', 2 ** 40],
  ['1e3MB', 1000 * 2 ** 20],
  ['0x10kB', 16 * 2 ** 10],
  ['16384', 16384 * PAGE_BYTES],
  ['0', 0],
])(`'%s' is a size`, (value, bytes) => {
  expect(memoryBytes(value, PAGE_BYTES)).toBe(bytes);
});

test.each(['', 'MB', '128mb', '128KB', '128Mi', '128 MB more', '-1', 'on'])(`'%s' is none`, (value) => {
  expect(memoryBytes(value, PAGE_BYTES)).toBeUndefined();
});
