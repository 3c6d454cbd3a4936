import { describe, expect, test } from 'vitest';
import { describeMismatch, firstMismatch } from './mismatch.ts';
import { OPS } from './ops.ts';

const floats = { type: 'floats', scale: 'value' } as const;

describe('firstMismatch', () => {
  test('accepts a value within the class and names the first that is not', () => {
    expect(firstMismatch(floats, [1, 2], [1, 2 + 1e-15], 'f64')).toBeNull();
    expect(firstMismatch(floats, [1, 2], [1, 2 + 1e-9], 'f64')).toMatchObject({ path: '[1]', want: '2' });
    expect(firstMismatch(floats, [1, 2], [1, 2 + 1e-9], 'f32')).toBeNull();
  });

  test('an infinity and NaN are equal to themselves only', () => {
    expect(firstMismatch(floats, [Infinity, NaN], [Infinity, NaN], 'f64')).toBeNull();
    expect(firstMismatch(floats, [Infinity], [1e300], 'f64')).not.toBeNull();
    expect(firstMismatch(floats, [1], [NaN], 'f64')).not.toBeNull();
    expect(firstMismatch({ type: 'floats', scale: 'array' }, [Infinity, 1], [Infinity, 2], 'f64')).not.toBeNull();
  });

  test('an array is measured against its largest entry, over all rows of a matrix', () => {
    const matrix = { type: 'matrix', scale: 'array' } as const;
    expect(firstMismatch(matrix, [[1000], [1]], [[1000], [1 + 1e-10]], 'f64')).toBeNull();
    expect(firstMismatch({ ...matrix, scale: 'value' }, [[1000], [1]], [[1000], [1 + 1e-10]], 'f64')).not.toBeNull();
  });

  test('a gradient that cancels is measured against all matrices, and no further', () => {
    const gradient = { type: 'state_dict', scale: 'gradient' } as const;
    const want = { wte: [[37]], wq: [[0]] };
    expect(firstMismatch(gradient, want, { wte: [[37]], wq: [[-4e-16]] }, 'f64')).toBeNull();
    expect(firstMismatch(gradient, want, { wte: [[37]], wq: [[1e-12]] }, 'f64')?.path).toBe('wq[0][0]');
    expect(firstMismatch({ ...gradient, scale: 'array' }, want, { wte: [[37]], wq: [[-4e-16]] }, 'f64')).not.toBeNull();
  });

  test('integers and NaN are no distance apart', () => {
    expect(firstMismatch({ type: 'ints', scale: 'value' }, [3], [1], 'f64')?.distance).toBeNull();
    expect(firstMismatch(floats, [0.5], [NaN], 'f64')?.distance).toBeNull();
    expect(firstMismatch(floats, [0.5], [1], 'f64')?.distance).not.toBeNull();
  });

  test('exactly means exactly', () => {
    expect(firstMismatch({ type: 'drawn', scale: 'value' }, [0.5], [0.5 + 2 ** -53], 'f64', true)).not.toBeNull();
  });

  test('lengths, names and texts are compared as they are', () => {
    expect(firstMismatch(floats, [1], [1, 2], 'f64')?.want).toBe('a list of 1');
    expect(
      firstMismatch(
        OPS.tokenizer.result,
        { uchars: ['a'], BOS: 1, vocab_size: 2 },
        { uchars: ['b'], BOS: 1, vocab_size: 2 },
        'f64',
      ),
    ).toMatchObject({ path: 'uchars[0]', want: '"a"', got: '"b"' });
    expect(firstMismatch({ type: 'state_dict', scale: 'array' }, { wte: [[1]] }, { wpe: [[1]] }, 'f64')?.want).toBe(
      'the names wte',
    );
  });

  test('a mismatch is one line', () => {
    const mismatch = firstMismatch(floats, [1], [1 + 2 ** -30], 'f64');
    expect(mismatch && describeMismatch(mismatch)).toBe(
      '[0]: expected 1, got 1.0000000009313226 (930 times the tolerance of 1.0e-12)',
    );
  });
});
