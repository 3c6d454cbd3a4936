import { describe, expect, test } from 'vitest';
import { readDocs } from './docsDump.ts';

const read = (text: string) => readDocs(new Uint8Array(Buffer.from(text)));

describe('documents as text', () => {
  test.each([
    ['a line each', 'emma\nolivia\nava\n', [1, 2, 3]],
    ['stripped, CRLF, no last line end', ' emma \r\nolivia\t\r\nava', [1, 2, 3]],
    ['a byte order mark', '\ufeffemma\nolivia\nava', [1, 2, 3]],
    ['empty lines left out', '\nemma\n \n\nolivia\nava\n\n', [2, 5, 6]],
    ['JSON', '["emma", "olivia", "ava"]', [1, 2, 3]],
  ])('%s', (_, text, lines) => {
    expect(read(text)).toEqual({ kind: 'text', documents: ['emma', 'olivia', 'ava'], lines });
  });

  test('UTF-16, as PowerShell writes it', () => {
    const bytes = new Uint8Array(Buffer.from('\ufeffemma\r\nzoé\r\n', 'utf16le'));
    expect(readDocs(bytes).documents).toEqual(['emma', 'zoé']);
  });

  test.each(['2024\n1999\n', '[emma]\n', 'a 1 2\n1 2\n'])('%j is text', (text) => {
    expect(read(text).kind).toBe('text');
  });
});

describe('documents as tokens', () => {
  test.each([
    ['BOS on both sides', '26 4 12 26\n26 0 26\n', 26],
    ['BOS 0', '0,5,13,0\n0,1,0', 0],
    ['brackets', '[26, 4, 12, 26]\n[26, 0, 26]', 26],
    ['JSON', '[[26, 4, 12, 26], [26, 0, 26]]', 26],
    ['no BOS', '4 12\n0\n', null],
  ])('%s', (_, text, BOS) => {
    expect(read(text)).toMatchObject({ kind: 'tokens', BOS, lines: [1, 2] });
    expect(read(text).documents.map(({ length }) => length)).toEqual([2, 1]);
  });
});

test("golden data's dataset.json has documents and the vocabulary's characters", () => {
  const dataset = { num_docs: 9, vocab_size: 4, BOS: 3, uchars: ['a', 'b', 'c'], documents: ['ab', 'b', 'ab'] };
  expect(read(JSON.stringify(dataset))).toEqual({
    kind: 'text',
    documents: ['ab', 'b', 'ab'],
    uchars: ['a', 'b', 'c'],
    lines: [1, 2, 3],
  });
});

describe('documents that cannot be read', () => {
  test.each([
    ['nothing', '', /^docs: there is no document in the file; dump a document a line, in training order/],
    ['empty lines', '\n \n', /^docs: there is no document/],
    ['binary', 'a\0b', /^docs: the 3 bytes are no UTF-8 text; dump a document a line/],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test('bytes that are no UTF-8', () => {
    expect(() => readDocs(Uint8Array.of(0x61, 0xe9, 0x0a))).toThrow(/^docs: the 3 bytes are no UTF-8 text/);
  });

  test('too large a file', () => {
    expect(() => readDocs(new Uint8Array(2 ** 23 + 1))).toThrow(/^docs: 8388609 bytes are too many, at most 8388608/);
  });
});
