import { describe, expect, test } from 'vitest';
import { capped, shown } from './shown.ts';

describe('shown', () => {
  test.each([
    ['control characters', 'a\0b\x1b[31m\x07\x7f', 'a␀b␛[31m␇␡'],
    ['line ends and tabs, which stay', 'a\r\nb\tc\n', 'a\nb\tc\n'],
    ['a lone carriage return', 'a\rb', 'a␍b'],
    ['C1 controls', 'a\x9bb', 'a<U+009B>b'],
    ['what turns the direction of text', 'a\u202eb\u2066c', 'a<U+202E>b<U+2066>c'],
    ['what shows nothing', 'a\u200bb\ufeffc\u{e0041}', 'a<U+200B>b<U+FEFF>c<U+E0041>'],
    ['half a character', 'a\ud83cb\udf31c', 'a\ufffdb\ufffdc'],
    ['whole characters and their joiners, which stay', '🌱é👩‍💻', '🌱é👩‍💻'],
  ])('%s', (_, text, want) => expect(shown(text)).toBe(want));
});

describe('capped', () => {
  test('says how much is left out', () => {
    expect(capped('x'.repeat(10_000_000), 3)).toBe('xxx... (10,000,000 characters; --json has them all)');
    expect(capped('xxx', 3)).toBe('xxx');
  });
});
