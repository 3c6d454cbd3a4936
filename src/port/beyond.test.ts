import { describe, expect, test } from 'vitest';
import { beyond } from './beyond.ts';
import { CANONICAL, configure } from './config.ts';
import type { Limits, OpName, PortInfo } from './port.ts';

const PORT: PortInfo = { name: 'mine', lang: 'C', version: '1', dtype: 'f64' };
const LIMITS: Limits = { seed_bits: 32, getrandbits: 32, document: 3, vocab: 4 };
const limited: PortInfo = { ...PORT, limits: LIMITS };
const utf8 = (text: string) => new TextEncoder().encode(text);
const model = (rows: number) => ({ lm_head: Array.from({ length: rows }, () => [0]) });

describe('a request lies outside what a port declares', () => {
  test.each<[string, OpName, readonly unknown[]]>([
    ['a seed of one bit more', 'random', [2n ** 32n, []]],
    ['a negative seed', 'random', [-1n, []]],
    ['the seed of a config', 'parameters', [configure({ seed: 2 ** 32 }), 2]],
    ['more bits at a time', 'random', [0n, [{ kind: 'random' }, { kind: 'getrandbits', k: 33 }]]],
    ['no bits', 'random', [0n, [{ kind: 'getrandbits', k: 0 }]]],
    ['a longer line', 'documents', [utf8('emma\n')]],
    ['a longer document', 'encode', [['a'], 'aaaa']],
    ['more tokens', 'forward', [CANONICAL, model(2), [1, 0, 0, 0, 0, 1]]],
    [
      'one document among others',
      'train',
      [
        CANONICAL,
        model(2),
        [
          [1, 1],
          [1, 0, 0, 0, 0, 1],
        ],
        1,
      ],
    ],
    ['more characters', 'tokenizer', [['ab', 'cd']]],
    ['more logits', 'softmax', [[0, 0, 0, 0, 0]]],
    ['more rows of lm_head', 'sample', [CANONICAL, model(5), []]],
    ['the vocabulary of a file', 'microgpt', [CANONICAL, utf8('ab\ncd\n')]],
  ])('by %s', (_, op, args) => {
    expect(beyond(limited, op, args)).toMatch(/^this needs .*, and the port declares /);
    expect(beyond(PORT, op, args)).toBeNull();
  });

  test.each<[string, OpName, readonly unknown[]]>([
    ['the largest seed', 'random', [2n ** 32n - 1n, [{ kind: 'getrandbits', k: 32 }]]],
    ['a document of three code points', 'encode', [['🌱'], '🌱🌱🌱']],
    ['the largest vocabulary', 'microgpt', [CANONICAL, utf8('abc\nba')]],
    ['an operation that no limit bounds', 'linear', [[1, 2, 3, 4, 5], [[1, 2, 3, 4, 5]]]],
  ])('but not by %s', (_, op, args) => {
    expect(beyond(limited, op, args)).toBeNull();
  });

  test('by a constant of another value, which it names', () => {
    const built: PortInfo = { ...PORT, fixed: { decay: 'linear', seed: 42 } };
    expect(beyond(built, 'adam', [configure({ decay: 'cosine' }), 0])).toBe(
      'the port is built for decay linear, and this needs cosine',
    );
    expect(beyond(built, 'adam', [configure({ seed: 42n }), 0])).toBeNull();
    expect(beyond(built, 'softmax', [[0]])).toBeNull();
  });
});
