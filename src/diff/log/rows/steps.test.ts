import { describe, expect, test } from 'vitest';
import type { Group } from './groups.ts';
import { steppedRows } from './steps.ts';

/** Losses with these counters, a line each. */
function group(
  names: readonly string[],
  counters: readonly (readonly number[])[],
  totals: readonly number[] = [],
): Group {
  return {
    format: 'microgpt',
    rank: 'loss',
    loss: 'loss',
    counters: names.map((name, i) => ({ name, total: totals[i] ?? null })),
    example: '',
    rows: counters.map((values, i) => ({ line: i + 1, value: i, text: `${i}.0`, counters: values })),
    beyond: 0,
    over: null,
    isUnended: false,
  };
}

const never = (_from: number) => false;
const stepsOf = (found: Group, isBetween = never) => {
  const { runs, counter } = steppedRows(found, isBetween);
  return [counter, ...runs.map(({ rows }) => rows.map(({ step }) => step))];
};

describe('the step', () => {
  test('is the counter that counts', () => {
    expect(stepsOf(group(['step'], [[1], [2], [4]]))).toEqual(['step', [1, 2, 4]]);
    expect(
      stepsOf(
        group(
          ['bar', 'epoch'],
          [
            [1, 0],
            [2, 0],
            [3, 0],
          ],
        ),
      ),
    ).toEqual(['bar', [1, 2, 3]]);
  });

  test('is not one that stays: rows are counted, and it is said', () => {
    const found = group(['epoch'], [[1], [1], [1], [2]]);
    expect(stepsOf(found)).toEqual([null, [1, 2, 3, 4]]);
    expect(steppedRows(found, never).refused).toEqual([{ name: 'epoch', why: 'stays' }]);
  });

  test('is not one that is no whole number', () => {
    expect(stepsOf(group(['epoch'], [[NaN], [NaN], [1]]))).toEqual([null, [1, 2, 3]]);
  });

  test('is the row where nothing counts', () => {
    expect(stepsOf(group([], [[], [], []]))).toEqual([null, [1, 2, 3]]);
  });

  test('goes on where batches start again with each epoch', () => {
    const rows = [
      [1, 1],
      [2, 1],
      [3, 1],
      [1, 2],
      [2, 2],
      [3, 2],
      [1, 3],
    ];
    expect(stepsOf(group(['batch', 'epoch'], rows))).toEqual(['batch', [1, 2, 3, 4, 5, 6, 7]]);
    const fromZero = rows.map(([batch, epoch]) => [batch - 1, epoch - 1]);
    expect(stepsOf(group(['batch', 'epoch'], fromZero))).toEqual(['batch', [0, 1, 2, 3, 4, 5, 6]]);
  });

  test('goes on by the number of batches that the log says, where it shows some alone', () => {
    const found = group(
      ['batch', 'epoch'],
      [
        [10, 1],
        [20, 1],
        [10, 2],
        [20, 2],
      ],
      [25, 2],
    );
    expect(stepsOf(found)).toEqual(['batch', [10, 20, 35, 45]]);
    expect(steppedRows(found, never).num_steps).toBe(50);
  });

  test('is that of several processes, each of which prints it', () => {
    expect(stepsOf(group(['step'], [[1], [1], [2], [2], [3], [3]]))).toEqual(['step', [1, 1, 2, 2, 3, 3]]);
  });

  test('may go back a little, as lines of two processes and a resumed run do', () => {
    expect(stepsOf(group(['step'], [[2], [1], [3]]))).toEqual(['step', [2, 1, 3]]);
    expect(stepsOf(group(['step'], [[1], [2], [3], [2], [3], [4]]))).toEqual(['step', [1, 2, 3, 2, 3, 4]]);
  });

  test('that starts again without an epoch is that of another run', () => {
    expect(stepsOf(group(['step'], [[1], [2], [3], [1], [2]]))).toEqual(['step', [1, 2, 3], [1, 2]]);
  });

  test('that comes again behind samples is that of another run', () => {
    const found = group(['step'], [[1000], [1000]]);
    expect(stepsOf(found)).toEqual(['step', [1000, 1000]]);
    expect(stepsOf(found, (from) => from === 1)).toEqual(['step', [1000], [1000]]);
  });

  test('is none where a line has something else in its place', () => {
    const rows = Array.from({ length: 20 }, (_, i) => [i === 5 ? NaN : i + 1]);
    expect(stepsOf(group(['step'], rows))).toEqual(['step', rows.map(([step]) => step)]);
  });
});
