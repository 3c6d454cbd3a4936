import { describe, expect, test } from 'vitest';
import { BareReader } from './bare.ts';

/** Lines one after the other: format, step and digits of each loss. */
function readAll(lines: readonly string[], chosen: 'pairs' | 'numbers' | null = null) {
  const reader = new BareReader(chosen);
  return lines.map((line) => reader.read(line).map(({ counters, text }) => [counters[0]?.value ?? null, text]));
}

describe('pairs', () => {
  test.each([
    '1 3.5',
    '  1\t3.5 ',
    '1,3.5',
    '1; 3.5',
    '1 | 3.5',
    '1: 3.5',
    '1) 3.5',
    '(1, 3.5)',
    '[1] 3.5',
    '1.0 3.5',
    '1.0e+00 3.5',
  ])('%j', (line) => {
    expect(readAll([line])).toEqual([[[1, '3.5']]]);
  });

  test('can stand several on a line', () => {
    expect(readAll(['1: 3.5  2: 3.25'])).toEqual([
      [
        [1, '3.5'],
        [2, '3.25'],
      ],
    ]);
  });

  test.each(['27 4192', '1 2 3.5', 'a 3.5', '1 3.5 s', '12:30.5', '-1 3.5 7', '2026-02-17'])('%j is none', (line) => {
    expect(readAll([line])).toEqual([[]]);
  });

  test('can be of integers where the user names the format', () => {
    expect(readAll(['1 3'], 'pairs')).toEqual([[[1, '3']]]);
  });
});

describe('numbers', () => {
  test('begin with the first that is no integer, unless the user names the format', () => {
    expect(readAll(['32033', '3.5', '3', 'x', '2.5,', 'NaN'])).toEqual([
      [],
      [[null, '3.5']],
      [[null, '3']],
      [],
      [[null, '2.5']],
      [[null, 'NaN']],
    ]);
    expect(readAll(['3'], 'numbers')).toEqual([[[null, '3']]]);
  });

  test.each([
    '3.5 3.25',
    '3.5, 3.25',
    '3.5,3.25',
    '[3.5, 3.25]',
    'losses = [3.5, 3.25]',
    'losses: 3.5 3.25',
    'train_loss_history = np.array([3.5, 3.25])',
    '  [1] 3.5 3.25',
  ])('can stand several on a line: %j', (line) => {
    expect(readAll([line])).toEqual([
      [
        [null, '3.5'],
        [null, '3.25'],
      ],
    ]);
  });

  test('can be a list over many lines, which ends with its bracket', () => {
    const reader = new BareReader(null);
    const names = ['losses = [', '  3.5, 3,', '  2.5]', '1.5'].map((line) => reader.read(line).map(({ loss }) => loss));
    expect(names).toEqual([[], [], ['list of losses'], ['']]);
  });

  test.each(['1 2 3', '12:30:05', '1.5.2', '(', 'losses = f(x)', 'loss: 3.5, lr 0.1'])('%j is none', (line) => {
    expect(readAll([line])).toEqual([[]]);
  });

  test.each(['1 ', '[', '1,', "1'", '-', '1.', '1:', '. '])('in linear time: %j over and over', (piece) => {
    const started = performance.now();
    readAll([piece.repeat(Math.floor(65536 / piece.length)), `losses = ${piece.repeat(30_000)}`]);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
