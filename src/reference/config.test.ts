import { describe, expect, test } from 'vitest';
import { CANONICAL, configure, EARLY } from './config.ts';
import { Random } from './random.ts';

describe('configure', () => {
  test('fills in the constants of microgpt.py', () => {
    expect(configure()).toEqual(CANONICAL);
    expect(configure({ n_layer: 2 })).toEqual({ ...CANONICAL, n_layer: 2 });
  });

  test('takes a seed of any size', () => {
    expect(configure({ seed: -(2n ** 100n) }).seed).toBe(-(2n ** 100n));
  });

  test('std_residual follows std, but not in a dialect that sets it apart', () => {
    expect(configure({ std: 0.5 }).std_residual).toBe(0.5);
    expect(configure({ std: 0.5, std_residual: 0 }).std_residual).toBe(0);
    expect(configure({ std: 0.5 }, EARLY).std_residual).toBe(0);
  });

  test.each([
    [{ n_layer: -1 }, 'config: n_layer is -1; it must be an integer >= 0 (parameters.8)'],
    [{ n_embd: 6, n_head: 4 }, 'config: n_embd is 6; it must be a multiple of n_head (4) (parameters.8)'],
    [{ block_size: 0 }, 'config: block_size is 0; it must be an integer >= 1 (parameters.8)'],
    [{ learning_rate: Number.NaN }, 'config: learning_rate is NaN; it must be a finite number >= 0 (parameters.8)'],
    [{ beta1: 1 }, 'config: beta1 is 1; it must be a number in [0, 1) (parameters.8)'],
    [{ temperature: 0 }, 'config: temperature is 0; it must be a finite number > 0 (parameters.8)'],
    [
      { seed: 0.5 },
      'config: seed is 0.5; it must be an integer; write integers beyond 2**53 as a bigint (parameters.8)',
    ],
  ])('rejects %j in one line that names the constant and its range', (overrides, message) => {
    expect(() => configure(overrides)).toThrow(new RangeError(message));
  });

  test.each([
    ['activation', 'gelu', 'config: activation is gelu; it must be relu or relu_squared (parameters.8)'],
    ['decay', 'step', 'config: decay is step; it must be linear or cosine (parameters.8)'],
    ['n_layer', 1n, 'config: n_layer is 1; it must be an integer >= 0 (parameters.8)'],
    ['std', '0.08', 'config: std is 0.08; it must be a finite number >= 0 (parameters.8)'],
  ])('rejects %s of another kind, as it may come from outside', (name, value, message) => {
    expect(() => configure(Object.fromEntries([[name, value]]))).toThrow(new RangeError(message));
  });
});

describe('Random', () => {
  test('rejects a seed that a double cannot hold as an integer', () => {
    expect(() => new Random(2 ** 53)).toThrow(
      new RangeError('Random: the seed is 9007199254740992; pass a safe integer or a bigint (random.2)'),
    );
  });
});
