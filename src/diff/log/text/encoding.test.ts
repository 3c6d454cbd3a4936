import { describe, expect, test } from 'vitest';
import { Decoder } from './encoding.ts';
import { packedAs } from './packed.ts';

const LOG = 'step 1 / 1000 | loss 3.3660 für\r\nstep 2 / 1000 | loss 3.4243\r\n';
const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16le = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const utf16be = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le').swap16());
const joined = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

/** The text of bytes that come in two pieces. */
function textOf(bytes: Uint8Array, cut: number): string {
  const decoder = new Decoder();
  return decoder.push(bytes.subarray(0, cut)) + decoder.push(bytes.subarray(cut)) + decoder.end();
}

describe('a text is decoded, wherever it is cut', () => {
  test.each<[title: string, bytes: Uint8Array, text: string]>([
    ['in UTF-8', utf8(LOG), LOG],
    ['in UTF-8 with its mark', utf8(`\ufeff${LOG}`), LOG],
    ['in UTF-16 with its mark', utf16le(`\ufeff${LOG}`), LOG],
    ['in the other UTF-16 with its mark', utf16be(`\ufeff${LOG}`), LOG],
    ['in UTF-16 without its mark', utf16le(LOG), LOG],
    ['in the other UTF-16 without its mark', utf16be(LOG), LOG],
    ['with UTF-16 appended to UTF-8', joined(utf8(LOG), utf16le(LOG)), LOG + LOG],
    ['with UTF-8 appended to UTF-16', joined(utf16le(`\ufeff${LOG}`), utf8(LOG)), LOG + LOG],
    ['with both in turn', joined(utf8(LOG), utf16le(LOG), utf8(LOG)), LOG + LOG + LOG],
    ['of a few characters', utf8('a\n'), 'a\n'],
    ['of none', utf8(''), ''],
  ])('%s', (_, bytes, text) => {
    for (let cut = 0; cut <= bytes.length; cut++) expect(textOf(bytes, cut)).toBe(text);
  });
});

describe('what is no text', () => {
  test.each<[bytes: readonly number[], binary: boolean]>([
    [[0, 1, 10], true],
    [[...utf8('a log with a zero '), 0, ...utf8(' in it, and no more')], true],
    [[...utf8(LOG)], false],
    [[...utf16le(LOG)], false],
  ])('%# is known by its zero bytes', (bytes, binary) => {
    const decoder = new Decoder();
    decoder.push(Uint8Array.from(bytes));
    decoder.end();
    expect(decoder.binary).toBe(binary);
  });

  test.each([
    [[0x1f, 0x8b, 8], 'gzip'],
    [[0x50, 0x4b, 3, 4], 'a zip archive'],
    [[0x28, 0xb5, 0x2f, 0xfd], 'Zstandard'],
  ])('%j is %s', (bytes, what) => {
    expect(packedAs(Uint8Array.from(bytes))?.what).toBe(what);
  });

  test('is not known of text', () => {
    expect(packedAs(utf8(LOG))).toBeNull();
  });
});
