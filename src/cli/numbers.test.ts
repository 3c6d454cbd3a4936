import { InvalidArgumentError } from 'commander';
import { expect, test } from 'vitest';
import { bigIntegerOf, integerOf, numberOf } from './numbers.ts';

test('numbers are read in decimal, both ends of their range included', () => {
  expect([integerOf('1', { least: 1, most: 9 }), integerOf('+9', { least: 1, most: 9 })]).toEqual([1, 9]);
  expect([numberOf('.5', { least: 0.5 }), numberOf('1e-3', { least: -Infinity })]).toEqual([0.5, 0.001]);
  expect([bigIntegerOf('-7'), bigIntegerOf('18014398509481984')]).toEqual([-7, 2n ** 54n]);
});

test.each([
  '',
  ' 5',
  '5 ',
  '0x5',
  '5e0',
  '5.0',
  '5_0',
  '0',
  '10',
  'NaN',
])('an integer from 1 to 9 is not "%s"', (text) => {
  expect(() => integerOf(text, { least: 1, most: 9 })).toThrow(
    new InvalidArgumentError('It must be an integer from 1 to 9.'),
  );
});

test.each(['', ' 5', '0x5', '5,0', 'Infinity', '-1', '1e999'])('a number from 0 to 9 is not "%s"', (text) => {
  expect(() => numberOf(text, { least: 0, most: 9 })).toThrow(
    new InvalidArgumentError('It must be a number from 0 to 9.'),
  );
});

test('a range that has no end says so', () => {
  expect(() => integerOf('-1', { least: 0 })).toThrow('It must be an integer >= 0.');
  expect(() => integerOf('9007199254740993', { least: 0 })).toThrow('It must be an integer >= 0.');
  expect(() => numberOf('wide', { least: -Infinity })).toThrow('It must be a number.');
  expect(() => bigIntegerOf('0x5')).toThrow('It must be an integer.');
});
