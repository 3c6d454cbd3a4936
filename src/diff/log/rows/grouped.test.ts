import { expect, test } from 'vitest';
import { parseGrouped, withoutGroups } from './grouped.ts';

test.each([
  ["1'000", '1000'],
  ['1 000', '1000'],
  ['1\u202f000', '1000'],
  ['1\u00a0000,5', '1000.5'],
  ['1_000.25', '1000.25'],
  ['1,234.56', '1234.56'],
  ['3.365,96', '3365.96'],
  ['1,234,567.5', '1234567.5'],
  ['1.234.567', '1234567'],
  ['-1,234.5e2', '-1234.5e2'],
])('%s is %s', (text, plain) => {
  expect(withoutGroups(text)).toBe(plain);
});

test.each(['3,365', '3.365', '3.25', '12,5', 'nan', '1,2,3', '1,23.4', '1 00'])('%s has no groups', (text) => {
  expect(withoutGroups(text)).toBe(text);
});

test.each([
  ['3.365,96', 3365.96],
  ['3,365', 3.365],
  ['1,2,3', null],
  ['1.2.3', null],
])('%s has the value %j', (text, value) => {
  expect(parseGrouped(text)).toBe(value);
});
