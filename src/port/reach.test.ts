import { describe, expect, test } from 'vitest';
import { configure } from './config.ts';
import type { OpName } from './port.ts';
import { beyondResults, beyondRuns, isRejectedByRuns } from './reach.ts';
import type { GraphNode } from './values.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** A sum of n ones, one behind the other. */
function chain(n: number): GraphNode[] {
  const sums = Array.from({ length: n }, (_, i): GraphNode => ({ kind: 'add', a: i, b: 0 }));
  return [{ kind: 'leaf', data: 1 }, ...sums];
}

describe('a run may have', () => {
  test.each<[string, OpName, readonly unknown[]]>([
    ['logits of thousands', 'softmax', [[1000, -1000, 0]]],
    ['a file with the white space of Unicode', 'documents', [utf8('\ufeffno\u00e9mie\u3000\r\n\u2028b\tc\n')]],
    ['an empty file', 'documents', [utf8('')]],
    ['an empty sample', 'decode', [['a'], []]],
    [
      'a shuffle and a choice',
      'random',
      [
        42n,
        [
          { kind: 'getrandbits', k: 32 },
          { kind: 'choices', weights: [0, 1] },
        ],
      ],
    ],
    ['a graph of 1000 sums', 'autograd', [chain(1000)]],
    ['a million steps', 'parameters', [configure({ num_steps: 1e6 }), 27]],
    ['a model without layers', 'forward', [configure({ n_layer: 0 }), { wte: [[0], [0]] }, [1, 0, 1]]],
  ])('%s', (_, op, args) => {
    expect(beyondRuns(op, args)).toBe(null);
  });
});

describe('no run has', () => {
  test.each<[string, OpName, readonly unknown[]]>([
    ['no numbers', 'softmax', [[]]],
    ['no numbers', 'rmsnorm', [[]]],
    ['a number that is not finite', 'autograd', [[{ kind: 'leaf', data: Number.NaN }]]],
    ['a number that is not finite', 'autograd', [[...chain(0), { kind: 'pow', a: 0, exponent: Number.NaN }]]],
    ['a number that is not finite', 'parameters', [{ ...configure(), std: Infinity }, 27]],
    ['a subnormal number', 'log', [[5e-324]]],
    ['a subnormal number', 'parameters', [configure({ std: 1e-310 }), 27]],
    ['a number beyond 2**60', 'adam', [configure(), 0, [0], [1e155], [0], [0]]],
    ['a number beyond 2**60', 'linear', [[1], [[1e300]]]],
    ['a graph more than 1000 deep', 'autograd', [chain(1001)]],
    ['a control character, or a carriage return alone', 'documents', [utf8('a\rb')]],
    ['a control character, or a carriage return alone', 'documents', [utf8('a\0b\n')]],
    ['a file that is no UTF-8', 'documents', [Uint8Array.of(0x61, 0xff)]],
    ['a control character', 'encode', [['a'], 'a\n']],
    ['a control character', 'tokenizer', [['a\x1c']]],
    ['a seed outside 0 to 2**32 - 1', 'random', [2n ** 32n, []]],
    ['a seed outside 0 to 2**32 - 1', 'parameters', [configure({ seed: -1 }), 27]],
    ['getrandbits outside 1 to 32', 'random', [42n, [{ kind: 'getrandbits', k: 0 }]]],
    ['a number that is not finite', 'random', [42n, [{ kind: 'gauss', mu: 0, sigma: Infinity }]]],
    ['a negative weight', 'random', [42n, [{ kind: 'choices', weights: [2, -1] }]]],
  ])('%s: %s', (reason, op, args) => {
    expect(beyondRuns(op, args)).toBe(reason);
  });
});

test('a result is beyond runs where a number of it is', () => {
  expect(beyondResults({ loss: 3.3, grad: [[0, -1]] })).toBe(null);
  expect(beyondResults({ loss: 3.3, grad: [['inf', -1]] })).toBe('a number that is not finite');
  expect(beyondResults([1e-320])).toBe('a subnormal number');
});

test('of what is rejected a run comes to a dataset without a document alone', () => {
  expect(isRejectedByRuns('microgpt', [configure(), utf8(' \n')])).toBe(true);
  expect(isRejectedByRuns('train', [configure(), {}, [], 1])).toBe(true);
  expect(isRejectedByRuns('train', [configure({ num_steps: 0 }), {}, [[0, 0]], 1])).toBe(false);
  expect(isRejectedByRuns('decode', [['a'], [1]])).toBe(false);
});
