import { describe, expect, test } from 'vitest';
import { quoted, shown, shownAll, shownOnLine } from './shown.ts';

describe('shown', () => {
  test.each([
    ['control characters', 'a\0b\x1b[31m\x07\x7f', 'a␀b␛[31m␇␡'],
    ['line ends and tabs, which stay', 'a\r\nb\tc\n', 'a\nb\tc\n'],
    ['a lone carriage return', 'a\rb', 'a␍b'],
    ['C1 controls', 'a\x9bb', 'a<U+009B>b'],
    ['what turns the direction of text', 'a\u202eb\u2066c', 'a<U+202E>b<U+2066>c'],
    ['what shows nothing', 'a\u200bb\ufeffc\u{e0041}', 'a<U+200B>b<U+FEFF>c<U+E0041>'],
    [
      'commands to a build server',
      '::a::\n  ::b::c\n##[d] ##vso[e]x',
      '<U+003A>:a::\n  <U+003A>:b::c\n<U+0023>#[d] <U+0023>#vso[e]x',
    ],
    ['what is no such command, which stays', 'std::a\nb:: # c ## [d]', 'std::a\nb:: # c ## [d]'],
    ['half a character', 'a\ud83cb\udf31c', 'a\ufffdb\ufffdc'],
    ['whole characters and their joiners, which stay', '🌱é👩‍💻', '🌱é👩‍💻'],
  ])('%s', (_, text, want) => expect(shown(text)).toBe(want));
});

test('shownAll shows every text of a value, and no more of each than is asked', () => {
  const value = { name: '\x1b[2J', list: ['::a', 1, null, { text: 'longer' }], is: true };
  expect(shownAll(value, 4)).toEqual({ name: '␛[2J', list: ['<U+003A>:a', 1, null, { text: 'long' }], is: true });
});

describe('shownOnLine', () => {
  test('a line end and a tab are shown too', () => expect(shownOnLine('a\r\nb\tc\u202e')).toBe('a␊b␉c<U+202E>'));

  test('no more than some characters, and none of them in half', () => {
    expect(shownOnLine('🌱🌱🌱', 2)).toBe('🌱🌱');
    expect(shownOnLine('a🌱b', 2)).toBe('a🌱');
    expect(shownOnLine('ab', 2)).toBe('ab');
  });
});

describe('quoted', () => {
  test.each([
    ['a short text as JSON has it', 'a "b"\n', '"a \\"b\\"\\n"'],
    ['a long one with what says so', 'emma olivia', '"emma oli..."'],
    ['what turns the direction of text', 'a\u202eb', '"a<U+202E>b"'],
    ['what a terminal obeys', '\x9b31m', '"<U+009B>31m"'],
  ])('%s', (_, text, want) => expect(quoted(text, 8)).toBe(want));
});
