import { describe, expect, test } from 'vitest';
import { LineSplitter } from './lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('lines of a log', () => {
  test('end at a carriage return, a line feed, or both', () => {
    const splitter = new LineSplitter();
    expect(splitter.push(bytes('a\rb\nc\r\nd'))).toEqual(['a', 'b', 'c', '']);
    expect(splitter.end()).toBe('d');
  });

  test('are the same wherever the stream is cut, characters included', () => {
    const text = bytes('één\rtwö\nthree');
    for (let cut = 0; cut <= text.length; cut++) {
      const splitter = new LineSplitter();
      const lines = [...splitter.push(text.subarray(0, cut)), ...splitter.push(text.subarray(cut))];
      expect([...lines, splitter.end()]).toEqual(['één', 'twö', 'three']);
    }
  });

  test('lose colours and cursor movements', () => {
    expect(new LineSplitter().push(bytes('\x1b[2Kloss \x1b[1;32m3.3660\x1b[0m\n'))).toEqual(['loss 3.3660']);
  });

  test.each([
    ['a character set', '\x1b(Ba', ['a']],
    ['a title, ended by BEL', '\x1b]0;b\x07a', ['a']],
    ['a title, ended by ESC \\', '\x1b]0;b\x1b\\a', ['a']],
    ['keypad and mode', '\x1b=\x1b[?25la', ['a']],
  ])('lose %s', (_, text, lines) => {
    expect(new LineSplitter().push(bytes(`${text}\n`))).toEqual(lines);
  });

  test.each([
    ['a terminal reset', '\x1bc'],
    ['a cursor moved home', '\x1b[H'],
    ['a cursor moved up', '\x1b[1A'],
    ['a cursor moved to the first column', '\x1b[G'],
  ])('end at %s, wherever the stream is cut', (_, move) => {
    const text = bytes(`a${move}b\n`);
    for (let cut = 0; cut <= text.length; cut++) {
      const splitter = new LineSplitter();
      const lines = [...splitter.push(text.subarray(0, cut)), ...splitter.push(text.subarray(cut))];
      expect(lines).toEqual(['a', 'b']);
    }
  });

  test('lose a byte order mark, and keep bytes that are no UTF-8 as replacement characters', () => {
    const splitter = new LineSplitter();
    expect(splitter.push(bytes('\ufeffa\n'))).toEqual(['a']);
    expect(splitter.push(Uint8Array.of(0xff, 0x00, 0x0a))).toEqual(['\ufffd\0']);
  });

  test('are kept to 65536 characters, in one piece or many', () => {
    const splitter = new LineSplitter();
    const piece = bytes('x'.repeat(50_000));
    for (let i = 0; i < 100; i++) expect(splitter.push(piece)).toEqual([]);
    expect(splitter.push(bytes('\nnext\n')).map(({ length }) => length)).toEqual([65536, 4]);
    expect(splitter.push(bytes(`${'y'.repeat(70_000)}\n`))[0].length).toBe(65536);
  });

  test('without an end are passed over in memory that does not grow, at a gigabyte a few seconds', () => {
    const splitter = new LineSplitter();
    const piece = Buffer.alloc(2 ** 16, 'step 1 | loss 3.5 ');
    const started = performance.now();
    for (let i = 0; i < 2 ** 14; i++) splitter.push(piece);
    expect([splitter.bytes, splitter.end().length]).toEqual([2 ** 30, 65536]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
