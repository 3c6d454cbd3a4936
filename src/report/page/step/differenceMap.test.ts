import { describe, expect, test } from 'vitest';
import { Numbers } from '../../../diff/step/stageResult.ts';
import { blocksOf } from './blocks.ts';
import { differenceGrid, largestOf, type WrongStage } from './differenceGrid.ts';
import { differenceMap } from './differenceMap.ts';
import { LEVELS, scaleOf } from './levels.ts';

/** A stage that is due 0 with a tolerance of 1. */
function wrong(name: string, own: readonly number[], columns: number | null, rad = 0.5): WrongStage {
  const due = own.map(() => ({ mid: 0, rad }));
  const difference = { times: 1, wrong: 1, all: own.length, largest: [] };
  return { part: 'forward', name, status: 'wrong', difference, numbers: new Numbers(own, due, columns) };
}

describe('a grid', () => {
  test('of a matrix is by its rows and columns', () => {
    const { rows } = differenceGrid([wrong('grad.wte', [0, 2, 3, 0, 0, -6], 3)]);
    expect(rows.map(({ cells }) => cells.map(({ at, times }) => `${at} ${times}`))).toEqual([
      ['[0][0] 0', '[0][1] 2', '[0][2] 3'],
      ['[1][0] 0', '[1][1] 0', '[1][2] 6'],
    ]);
  });

  test('of a value of the forward pass has a row a position and head, as long as each is', () => {
    const { rows } = differenceGrid([
      wrong('pos0.layer1.head1.attn_logits', [2], null),
      wrong('pos2.layer1.head0.attn_logits', [0, 5, 0], null),
    ]);
    expect(rows.map(({ label, cells }) => [label, cells.length])).toEqual([
      ['pos0.head1', 1],
      ['pos2.head0', 3],
    ]);
    expect(largestOf({ rows, rowsAre: 'positions' }, 1)[0].at).toBe('pos2.head0 [1]');
    expect(differenceGrid([wrong('losses', [0, 2], null)]).rows[0].cells[1].at).toBe('[1]');
  });

  test('has what is no number first among the largest, and nothing that is right', () => {
    const grid = differenceGrid([wrong('grad.wte', [9, Number.NaN, 0.5, -Infinity], 2)]);
    expect(largestOf(grid, 8).map(({ own }) => own)).toEqual([Number.NaN, -Infinity, 9]);
  });
});

describe('a map', () => {
  test('is shaded in equal ratios from the least to the greatest that is wrong', () => {
    const { levelOf, least, most, hasBoundless } = scaleOf([0, 1, 10, 1e3, 1e6, Infinity]);
    expect([least, most, hasBoundless]).toEqual([10, 1e6, true]);
    expect([0, 1, 10, 99, 101, 1e6, Infinity].map(levelOf)).toEqual(['held', 'held', 1, 1, 2, LEVELS, 'boundless']);
    expect(scaleOf([7, 7]).levelOf(7)).toBe(LEVELS);
    expect(scaleOf([0, Infinity]).least).toBeNaN();
  });

  test('of more than 64 columns has cells of blocks, each with its worst entry, and says so', () => {
    const own = Array.from({ length: 3 * 130 }, (_, i) => (i === 130 + 4 ? 7 : 0));
    const grid = differenceGrid([wrong('grad.lm_head', own, 130)]);
    const { rows, columns, size, cells } = blocksOf(grid);
    expect([rows, columns, size]).toEqual([3, 44, [1, 3]]);
    expect(cells.find(({ row, column }) => row === 1 && column === 1)?.worst.at).toBe('[1][4]');
    const text = differenceMap('grad.lm_head', grid).text;
    expect(text).toContain('A cell is the worst of 1 x 3 entries.');
    expect(text).toContain('<title>[1][4] own 7, due 0</title>');
  });

  test('says where nothing may differ, and of few differences that they are all', () => {
    const text = differenceMap('grad.wte', differenceGrid([wrong('grad.wte', [0, 2], 2, 0)])).text;
    expect(text).toContain('wrong where no difference is allowed, or no number');
    expect(text).toContain('<caption>All differences</caption>');
    expect(text).toContain('<td>none allowed</td>');
  });

  test('of one entry is its table alone', () => {
    const text = differenceMap('loss', differenceGrid([wrong('loss', [2], null)])).text;
    expect(text).not.toContain('data-cells');
    expect(text).toContain('<th scope="row">[0]</th>');
  });
});
