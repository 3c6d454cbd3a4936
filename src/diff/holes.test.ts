import { expect, test } from 'vitest';
import { holesOf } from './holes.ts';

const from = (first: number, last: number, by = 1) =>
  Array.from({ length: (last - first) / by + 1 }, (_, i) => first + i * by);

test.each([
  ['every step', from(1, 1000), []],
  ['every tenth step', from(10, 1000, 10), []],
  ['step 1 and every tenth', [1, ...from(10, 1000, 10)], []],
  ['ever fewer steps', [...from(1, 10), ...from(20, 100, 10), ...from(200, 1000, 100)], []],
  ['one step alone', [1000], []],
  ['one step missing', [...from(1, 500), ...from(502, 1000)], [{ first: 501, last: 501 }]],
  ['the middle missing', [...from(1, 299), ...from(700, 1000)], [{ first: 300, last: 699 }]],
  ['the beginning missing', from(501, 1000), [{ first: 1, last: 500 }]],
  ['in any order', [3, 1, 2, 9, 8], [{ first: 4, last: 7 }]],
])('a log of %s', (_, steps, holes) => {
  expect(holesOf(steps)).toEqual(holes);
});
