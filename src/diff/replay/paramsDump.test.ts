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

describe('checkpoints', () => {
  const entries = Object.entries(golden);
  const state = (value: (w: (typeof golden)[string]) => unknown, name: (name: string) => string = (same) => same) =>
    Object.fromEntries(entries.map(([key, w]) => [name(key), value(w)]));
  const zeros = (w: (typeof golden)[string]) => w.map((row) => row.map(() => 0));
  const flat = (w: (typeof golden)[string]) => ({
    nout: w.length,
    nin: w[0].length,
    data: w.flat(),
    m: zeros(w).flat(),
  });

  test.each([
    ['moments beside the parameters', { params: golden, m: state(zeros), v: state(zeros), step: 3 }],
    ['an optimizer beside the model', { model: golden, optimizer: { state: [{ exp_avg: [1], exp_avg_sq: [1] }] } }],
    ['moments of each matrix', { weights: state(flat) }],
    [
      "PyTorch's wrappers",
      state(
        (w) => w,
        (name) => `_orig_mod.module.${name}.weight`,
      ),
    ],
    ['moments in names', { ...golden, ...state(zeros, (name) => `m_${name}`), ...state(zeros, (name) => `${name}.v`) }],
  ])('%s', async (_, json) => {
    const dump = await readParams(bytesOf(JSON.stringify(json)));
    expect(dump.kind === 'named' && [...dump.matrices].map(([name, { values: own }]) => [name, [...own]])).toEqual(
      entries.map(([name, w]) => [name, w.flat()]),
    );
  });

  test('a list has its moments beside it too', async () => {
    const dump = await readParams(
      bytesOf(JSON.stringify({ params: values, m: values.map(() => 0), v: values.map(() => 0) })),
    );
    expect(dump).toEqual({ kind: 'numbers', values: Float64Array.from(values) });
  });

  test.each([
    ['one below the other', (q: number[][], k: number[][], v: number[][]) => [...q, ...k, ...v]],
    ['side by side', (q: number[][], k: number[][], v: number[][]) => q.map((row, i) => [...row, ...k[i], ...v[i]])],
    ['in a list', (q: number[][], k: number[][], v: number[][]) => [...q, ...k, ...v].flat()],
  ])('queries, keys and values in one are parted: %s', async (_, fuse) => {
    const [q, k, v] = ['q', 'k', 'v'].map((name) => golden[`layer0.attn_w${name}`].map((row) => [...row]));
    const { wte, wpe, lm_head } = golden;
    const json = { wte, wpe, lm_head, 'h.0.attn.c_attn.weight': fuse(q, k, v) };
    const dump = await readParams(bytesOf(JSON.stringify(json)));
    const parts = ['q', 'k', 'v'].map((name) => [`layer0.attn_w${name}`, { shape: [16, 16] }]);
    expect(dump.kind === 'named' && Object.fromEntries(dump.matrices)).toMatchObject(Object.fromEntries(parts));
    expect(dump.kind === 'named' && [...(dump.matrices.get('layer0.attn_wk')?.values ?? [])]).toEqual(k.flat());
  });

  test('queries, keys and values in one of another shape are rejected', async () => {
    const json = { wte: [1.5], c_attn: [[1.5, 2.5]] };
    await expect(readParams(bytesOf(JSON.stringify(json)))).rejects.toThrow(
      /^params: attn_wqkv of queries, keys and values in one is \[1, 2\]; it must be \[3 n_embd, n_embd\], or transposed/,
    );
  });
});

describe('float32 in decimals', () => {
  const singles = values.map(Math.fround);
  test.each([
    ['%.9g', singles.map((x) => x.toPrecision(9))],
    [
      'the shortest form',
      singles.map((x) => [6, 7, 8, 9].map((n) => x.toPrecision(n)).find((text) => Math.fround(Number(text)) === x)),
    ],
    ['all its digits', singles.map(String)],
  ])('is read as float32: %s', async (_, texts) => {
    expect(await readParams(bytesOf(texts.join('\n')))).toEqual({
      kind: 'numbers',
      values: Float64Array.from(singles),
    });
  });

  test('by name too', async () => {
    const text = Object.entries(golden).map(
      ([name, w]) =>
        `${name}\n${w
          .flat()
          .map((x) => Math.fround(x).toPrecision(9))
          .join(' ')}`,
    );
    const dump = await readParams(bytesOf(text.join('\n')));
    expect(dump.kind === 'named' && [...(dump.matrices.get('lm_head')?.values ?? [])]).toEqual(
      golden.lm_head.flat().map(Math.fround),
    );
  });

  test.each([6, 7, 8, 9])('is not what float64 rounded to %i digits is', async (digits) => {
    const rounded = values.map((x) => Number(x.toPrecision(digits)));
    expect(await readParams(bytesOf(rounded.join('\n')))).toEqual({
      kind: 'numbers',
      values: Float64Array.from(rounded),
    });
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
    [
      'biases',
      '{"h.0.attn.c_proj.bias": [1], "wte": [1]}',
      /named "h\.0\.attn\.c_proj\.bias"; its names are .*; it has no biases and no scales of norms \(parameters\.1\)$/,
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
