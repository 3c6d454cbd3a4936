import { expect, test } from 'vitest';
import { integers, integerTypeOf } from './integers.ts';

const read = (type: string, bytes: readonly number[], littleEndian = true) => {
  const known = integerTypeOf(type);
  return known === null ? null : [...integers(Uint8Array.from(bytes), known, littleEndian)];
};

test.each([
  ['|u1', [0xff, 1], true, [255, 1]],
  ['<i2', [0xfe, 0xff, 1, 0], true, [-2, 1]],
  ['>u2', [1, 0], false, [256]],
  ['I64', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], true, [-1]],
  ['U8', [0x80], true, [128]],
  ['I8', [0x80], true, [-128]],
  ['>i4', [0, 0, 0, 26], false, [26]],
] as const)('%s', (type, bytes, littleEndian, due) => {
  expect(read(type, bytes, littleEndian)).toEqual(due);
});

test.each(['<f8', 'F32', 'BOOL', '|b1', 'i3'])('%s is no type of integers', (type) => {
  expect(integerTypeOf(type)).toBeNull();
});
