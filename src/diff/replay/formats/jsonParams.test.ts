import { describe, expect, test } from 'vitest';
import { readJsonParams } from './jsonParams.ts';

const read = (json: unknown) =>
  readJsonParams(JSON.stringify(json))?.map(({ name, shape, values }) => [name, shape, [...values]]);

describe('JSON', () => {
  test.each([
    ['a list', [1, 2, 3], [['', [3], [1, 2, 3]]]],
    [
      'a matrix',
      [
        [1, 2],
        [3, 4],
      ],
      [['', [2, 2], [1, 2, 3, 4]]],
    ],
    ['a list of matrices', [[[1, 2]], [[3]]], [['', [3], [1, 2, 3]]]],
    [
      'matrices by name',
      { wte: [[1, 2]], wpe: [3] },
      [
        ['wte', [1, 2], [1, 2]],
        ['wpe', [1], [3]],
      ],
    ],
    [
      'layers',
      { layers: [{ wq: [[1]] }, { wq: [[2]] }] },
      [
        ['layers.0.wq', [1, 1], [1]],
        ['layers.1.wq', [1, 1], [2]],
      ],
    ],
    ['sizes and documents beside them', { n_layer: 1, docs: ['emma'], w: [1] }, [['w', [1], [1]]]],
    ['what is not finite', ['nan', 'inf', '-inf'], [['', [3], [NaN, Infinity, -Infinity]]]],
  ])('%s', (_, json, arrays) => {
    expect(read(json)).toEqual(arrays);
  });

  test.each([
    [
      'sizes, gradient and moments beside the numbers',
      { weights: { wte: { nout: 1, nin: 2, data: [1, 2], m: [0, 0], v: [0, 0] } } },
      [['weights.wte', [1, 2], [1, 2]]],
    ],
    ['rows and columns', { wte: { rows: 2, cols: 1, w: [1, 2], dw: [0, 0] } }, [['wte', [2, 1], [1, 2]]]],
    ['a shape', { wte: { shape: [2, 1], values: [1, 2] } }, [['wte', [2, 1], [1, 2]]]],
    ['sizes that do not fit', { wte: { rows: 9, cols: 1, data: [1, 2] } }, [['wte', [2], [1, 2]]]],
    ['rows of numbers', { wte: { data: [[1, 2]], grad: [[0, 0]] } }, [['wte', [1, 2], [1, 2]]]],
    [
      'Values',
      [
        { data: 1, grad: 0, _children: [] },
        { data: 2, grad: 0 },
      ],
      [['', [2], [1, 2]]],
    ],
    ['rows of Values', { wte: [[{ data: 1 }, { data: 2 }]] }, [['wte', [1, 2], [1, 2]]]],
    ['a typed array', { wte: Float64Array.of(1, 2) }, [['wte', [2], [1, 2]]]],
    ['rows of typed arrays', { wte: [Float64Array.of(1, 2)] }, [['wte', [1, 2], [1, 2]]]],
    ['a typed array with sizes', { wte: { nout: 2, nin: 1, w: Float64Array.of(1, 2) } }, [['wte', [2, 1], [1, 2]]]],
    ['layers of Values', { layers: [{ wq: [{ value: 1 }] }] }, [['layers.0.wq', [1], [1]]]],
  ])('checkpoints: %s', (_, json, arrays) => {
    expect(read(json)).toEqual(arrays);
  });

  test.each(['0.5 1.5', '[0.5, 1.5', '{"wte": [NaN]}', ''])('%j is none', (text) => {
    expect(readJsonParams(text)).toBeNull();
  });

  test('null is no number, and the message says where it comes from', () => {
    expect(() => read({ wte: [[1, null]] })).toThrow(/^params: wte\.0\.1 is null, and no number; JavaScript's JSON/);
  });

  test('a list in anything else than numbers', () => {
    expect(() => read([1, true])).toThrow(/^params: 1 is true, and no number/);
  });

  test('nesting has a limit, in lists and in objects', () => {
    expect(() => readJsonParams(`${'['.repeat(1000)}1${']'.repeat(1000)}`)).toThrow(/nested too deep at 0\.0/);
    expect(() => readJsonParams(`${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`)).toThrow(/nested too deep at a\.a/);
  });

  test('so has the number of items', () => {
    expect(() => readJsonParams('['.repeat(2 ** 21 + 1))).toThrow(/^params: there are more than 2097152 numbers/);
  });
});
