import { expect, test } from 'vitest';
import { alternated, ratioOf, spread } from './alternated.ts';

test('contenders are run in turns, and compared round by round', () => {
  const order: string[] = [];
  const contender = (name: string, times: readonly number[]) => () => {
    order.push(name);
    return times[order.filter((other) => other === name).length - 1];
  };
  // The machine is ten times as slow in the third round.
  const times = alternated({ a: contender('a', [2, 4, 20]), b: contender('b', [1, 2, 10]) }, 3);
  expect(order.join('')).toBe('ababab');
  expect(ratioOf(times, 'a', 'b')).toEqual({ median: 2, low: 2, high: 2 });
});

test('a spread is the median between the quartiles, to two digits', () => {
  expect(spread([5, 1, 3, 2, 4.444])).toEqual({ median: 3, low: 2, high: 4.4 });
});
