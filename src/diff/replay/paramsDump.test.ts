import { describe, expect, test } from 'vitest';
import { canonicalParameters } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { flatten } from '../../port/flatten.ts';
import { CANONICAL } from '../../reference/config.ts';
import { shapes } from '../../reference/parameters.ts';
import { countOf, readParams } from './paramsDump.ts';

const golden = canonicalParameters(openGolden(), 'initial');
const values = flatten(golden);
const NAMES = shapes(CANONICAL, golden.wte.length).map(({ name }) => name);
const bytesOf = (text: string, encoding: 'utf8' | 'utf16le' = 'utf8') => new Uint8Array(Buffer.from(text, encoding));

describe('the golden parameters in one list', () => {
  test.each([
    ['17 digits a line', values.map((x) => x.toExponential(16)).join('\n'), 'utf8'],
    ['shortest form, commas', values.join(','), 'utf8'],
    ['JSON', JSON.stringify(values), 'utf8'],
    ['JSON, a matrix behind the other', JSON.stringify(Object.values(golden)), 'utf8'],
    ['JSON, one list with a name', JSON.stringify({ params: values }), 'utf8'],
    ['a byte order mark', `\ufeff${values.join('\n')}`, 'utf8'],
    ['UTF-16', `\ufeff${values.join('\r\n')}`, 'utf16le'],
    ['indices', values.map((x, i) => `${i}\t${x}`).join('\n'), 'utf8'],
  ] as const)('%s', async (_, text, encoding) => {
    const dump = await readParams(bytesOf(text, encoding));
    expect(dump).toEqual({ kind: 'numbers', values: Float64Array.from(values) });
    expect(countOf(dump)).toBe(4192);
  });
});

describe('the golden parameters by name', () => {
  const matrices = Object.entries(golden).reverse();
  const rows = (separator: string) => (w: (typeof matrices)[number][1]) =>
    w.map((row) => row.join(' ')).join(separator);
  const labelled = matrices.map(([name, w]) => `${name} ${w.length} ${w[0].length}\n${rows('\n')(w)}\n`).join('');

  test.each([
    ['JSON', JSON.stringify(Object.fromEntries(matrices))],
    ['JSON with a wrapper', JSON.stringify({ n_layer: 1, state_dict: Object.fromEntries(matrices) })],
    ['names and shapes in text', labelled],
  ])('%s', async (_, text) => {
    const dump = await readParams(bytesOf(text));
    const expected = matrices.map(([name, w]) => [
      name,
      { shape: [w.length, w[0].length], values: Float64Array.from(w.flat()) },
    ]);
    expect(dump).toEqual({
      kind: 'named',
      matrices: new Map(expected as [string, { shape: number[]; values: Float64Array }][]),
    });
    expect(countOf(dump)).toBe(4192);
  });

  test('plain lists, in the spelling of the port', async () => {
    const spelled = matrices.map(([name, w]) => [name.replace('.', '_').toUpperCase(), w.flat()]);
    const dump = await readParams(bytesOf(JSON.stringify(Object.fromEntries(spelled))));
    expect(dump.kind === 'named' && [...dump.matrices.keys()]).toEqual(NAMES.toReversed());
  });
});

describe('parameters that cannot be read', () => {
  test.each([
    ['nothing', '', /^params: there is no number in the file; write the numbers as text/],
    ['words alone', 'hello world', /^params: there is no number in the file/],
    [
      'unknown names',
      '{"ln_f": [1], "wte": [1]}',
      /^params: no matrix of microgpt\.py is named "ln_f"; its names are wte,/,
    ],
    ['a name twice', 'wte 1.5\nwpe 1.5\nwte 1.5', /^params: wte occurs twice; dump the initial parameters alone, once/],
    ['binary', '1\0\0\0', /^params: the 4 bytes are neither text nor \.npy, \.npz or safetensors; write the numbers/],
  ])('%s', async (_, text, message) => {
    await expect(readParams(bytesOf(text))).rejects.toThrow(message);
  });

  test.each([
    ['gzip', [0x1f, 0x8b, 8, 0], 'compressed with gzip'],
    ['pickle', [0x80, 4, 0x95, 0], 'a Python pickle'],
    ['float64 without a header', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xef, 0x7f], 'neither text nor'],
  ])('%s', async (_, bytes, message) => {
    await expect(readParams(Uint8Array.from(bytes))).rejects.toThrow(message);
  });

  test('too large a file', async () => {
    await expect(readParams(new Uint8Array(2 ** 25 + 1))).rejects.toThrow(
      /^params: 33554433 bytes are too many, at most 33554432/,
    );
  });
});
