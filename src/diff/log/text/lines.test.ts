import { describe, expect, test } from 'vitest';
import { LineSplitter } from './lines.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

/** The lines of pieces of a log, the last of which has no end. */
function linesOf(...pieces: readonly Uint8Array[]): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const piece of pieces) splitter.push(piece);
  splitter.end();
  return lines;
}

describe('lines of a log', () => {
  test('end at a carriage return, a line feed, or both', () => {
    expect(linesOf(bytes('a\rb\nc\r\nd'))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('have an end, all but the last', () => {
    const ended: boolean[] = [];
    const splitter = new LineSplitter((_, isEnded) => ended.push(isEnded));
    splitter.push(bytes('a\nb'));
    splitter.end();
    expect(ended).toEqual([true, false]);
  });

  test.each(['één\rtwö\nthree', 'één\r\ntwö\r\nthree'])('of %j are the same wherever the stream is cut', (log) => {
    const text = bytes(log);
    for (let cut = 0; cut <= text.length; cut++) {
      expect(linesOf(text.subarray(0, cut), text.subarray(cut))).toEqual(['één', 'twö', 'three']);
    }
  });

  test('lose colours and cursor movements', () => {
    expect(linesOf(bytes('\x1b[2Kloss \x1b[1;32m3.3660\x1b[0m\n'))).toEqual(['loss 3.3660', '']);
  });

  test.each([
    ['a character set', '\x1b(Ba'],
    ['a title, ended by BEL', '\x1b]0;b\x07a'],
    ['a title, ended by ESC \\', '\x1b]0;b\x1b\\a'],
    ['keypad and mode', '\x1b=\x1b[?25la'],
  ])('lose %s', (_, text) => {
    expect(linesOf(bytes(text))).toEqual(['a']);
  });

  test.each([
    ['a terminal reset', '\x1bc'],
    ['a cursor moved home', '\x1b[H'],
    ['a cursor moved up', '\x1b[1A'],
    ['a cursor moved to the first column', '\x1b[G'],
  ])('end at %s, wherever the stream is cut', (_, move) => {
    const text = bytes(`a${move}b`);
    for (let cut = 0; cut <= text.length; cut++) {
      expect(linesOf(text.subarray(0, cut), text.subarray(cut))).toEqual(['a', 'b']);
    }
  });

  test('lose a byte order mark, and keep bytes that are no UTF-8 as replacement characters', () => {
    expect(linesOf(bytes('\ufeffa\n'), Uint8Array.of(0xff, 0x00, 0x0a))).toEqual(['a', '\ufffd\0', '']);
  });

  test('are kept to 65536 characters, in one piece or many, and the cut ones are counted', () => {
    const lengths: number[] = [];
    const splitter = new LineSplitter((line) => lengths.push(line.length));
    const piece = bytes('x'.repeat(50_000));
    for (let i = 0; i < 100; i++) splitter.push(piece);
    splitter.push(bytes(`\nnext\n${'y'.repeat(70_000)}\n`));
    expect([lengths, splitter.cut]).toEqual([[65536, 4, 65536], 2]);
  });

  test('without an end are passed over in memory that does not grow, at a gigabyte a few seconds', () => {
    const splitter = new LineSplitter(() => {});
    const piece = bytes('step 1 | loss 3.5 '.repeat(3641));
    const started = performance.now();
    for (let i = 0; i < 2 ** 14; i++) splitter.push(piece);
    expect(splitter.bytes).toBeGreaterThan(2 ** 30 - 2 ** 20);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
