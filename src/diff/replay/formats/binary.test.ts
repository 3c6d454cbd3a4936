import { describe, expect, test } from 'vitest';
import { readNpy } from './npy.ts';
import { readNpz } from './npz.ts';
import { isSafetensors, readSafetensors } from './safetensors.ts';

/** numpy 2.4.6: np.savez_compressed(f, wte=np.arange(2.0), wpe=np.asfortranarray([[1, 2, 3], [4, 5, 6.5]])). */
const COMPRESSED = [
  'UEsDBC0AAAAIAAAAIQDuVWiK//////////8HABQAd3RlLm5weQEAEACQAAAAAAAAAEkAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoa',
  '6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALgYU8MEeAFBLAwQtAAAACAAAACEAiUVW6f//////////BwAUAHdwZS5u',
  'cHkBABAAsAAAAAAAAABZAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZqGuo6Cell9UUpSYF59flJIKEg8pKk0FChdnJBakArkaRjoKxp',
  'o6CrUK5AMuBjD4YA+hBRwgNAOUFoHSHFBaygEAUEsBAi0DLQAAAAgAAAAhAO5VaIpJAAAAkAAAAAcAAAAAAAAAAAAAAIABAAAAAHd0ZS5ucHlQ',
  'SwECLQMtAAAACAAAACEAiUVW6VkAAACwAAAABwAAAAAAAAAAAAAAgAGCAAAAd3BlLm5weVBLBQYAAAAAAgACAGoAAAAUAQAAAAA=',
].join('');
/** numpy 2.4.6: np.savez(f, np.array([1.0, 2.0, 3.0]), np.array([4, 5, 6.5], dtype=np.float32)). */
const STORED = [
  'UEsDBC0AAAAAAAAAIQAqwR1E//////////8JABQAYXJyXzAubnB5AQAQAJgAAAAAAAAAmAAAAAAAAACTTlVNUFkBAHYAeydkZXNjcic6ICc8Zj',
  'gnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMywpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg',
  'ICAgICAgICAgICAgICAgICAgICAgCgAAAAAAAPA/AAAAAAAAAEAAAAAAAAAIQFBLAwQtAAAAAAAAACEAhzEHlv//////////CQAUAGFycl8xLm',
  '5weQEAEACMAAAAAAAAAIwAAAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzog',
  'KDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIBAAACgQAAA0EBQSw',
  'ECLQMtAAAAAAAAACEAKsEdRJgAAACYAAAACQAAAAAAAAAAAAAAgAEAAAAAYXJyXzAubnB5UEsBAi0DLQAAAAAAAAAhAIcxB5aMAAAAjAAAAAkA',
  'AAAAAAAAAAAAAIAB0wAAAGFycl8xLm5weVBLBQYAAAAAAgACAG4AAACaAQAAAAA=',
].join('');

const VALUES = [0.5, -1.5, 2, 0.25, 3, -4];
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));

/** Numbers in binary, as numpy's types name it: '<f8', '>f4'. */
function binary(values: readonly number[], descr: string): number[] {
  const bytes = values.map((x) => [
    ...new Uint8Array((descr.endsWith('4') ? Float32Array : Float64Array).of(x).buffer),
  ]);
  return bytes.flatMap((number) => (descr.startsWith('>') ? number.reverse() : number));
}

/** A .npy file of numbers, in the order in which they lie in it. */
function npy(values: readonly number[], descr: string, shape: string, fortran: boolean, version = 1): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape}), }\n`;
  const length = [text.length, 0, 0, 0].slice(0, 2 * version);
  const header = [0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...Buffer.from(text)];
  return Uint8Array.from([...header, ...binary(values, descr)]);
}

function safetensors(header: object, data: readonly number[]): Uint8Array {
  const text = JSON.stringify(header);
  return Uint8Array.from([
    text.length % 256,
    Math.floor(text.length / 256),
    0,
    0,
    0,
    0,
    0,
    0,
    ...Buffer.from(text),
    ...data,
  ]);
}

describe('.npy', () => {
  test.each([
    ['<f8', '6,', false, 1],
    ['>f8', '6,', false, 1],
    ['<f4', '2, 3', false, 2],
    ['>f4', '3, 2', false, 1],
    ['<f8', '6, 1', true, 2],
    ['<f8', '1, 2, 3', false, 1],
  ] as const)('type %s, shape (%s), Fortran order %j, version %i', (descr, shape, fortran, version) => {
    const read = readNpy(npy(VALUES, descr, shape, fortran, version), '');
    expect(read.shape).toEqual(shape.match(/\d/g)?.map(Number));
    expect([...read.values]).toEqual(VALUES);
  });

  test('a matrix in Fortran order is read row by row', () => {
    expect([...readNpy(npy([1, 2, 3, 4, 5, 6], '<f8', '2, 3', true), '').values]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  test('numbers are read wherever the bytes lie in their buffer', () => {
    const moved = Uint8Array.from([0, 0, 0, ...npy(VALUES, '<f8', '6,', false)]).subarray(3);
    expect([...readNpy(moved, '').values]).toEqual(VALUES);
  });

  test.each(['<i8', '<f2', '|O', '<c16'])('type %s is rejected', (descr) => {
    const read = () => readNpy(npy(VALUES, descr, '6,', false), 'wte');
    expect(read).toThrow(`params: wte.npy is of type ${JSON.stringify(descr)}; save it as float64`);
  });

  test('a file cut off is rejected, wherever it is cut', () => {
    const file = npy(VALUES, '<f8', '6,', false);
    for (let length = 7; length < file.length; length++) {
      expect(() => readNpy(file.subarray(0, length), '')).toThrow(/^params: the \.npy file /);
    }
  });
});

describe('.npz', () => {
  test("numpy's compressed archive, one matrix in Fortran order", async () => {
    expect((await readNpz(bytesOf(COMPRESSED))).map(({ name, shape, values }) => [name, shape, [...values]])).toEqual([
      ['wte', [2], [0, 1]],
      ['wpe', [2, 3], [1, 2, 3, 4, 5, 6.5]],
    ]);
  });

  test("numpy's plain archive, of two types", async () => {
    expect((await readNpz(bytesOf(STORED))).map(({ name, values }) => [name, [...values]])).toEqual([
      ['arr_0', [1, 2, 3]],
      ['arr_1', [4, 5, 6.5]],
    ]);
  });

  test.each([COMPRESSED, STORED])('a file cut off is rejected, wherever it is cut', async (base64) => {
    const file = bytesOf(base64);
    for (let length = 4; length < file.length; length++) {
      await expect(readNpz(file.subarray(0, length))).rejects.toThrow(/^params: /);
    }
  });

  test("an archive of other files, such as PyTorch's", async () => {
    const file = Buffer.from(STORED, 'base64').toString('latin1').replaceAll('arr_0.npy', 'a/data.pk');
    const read = readNpz(new Uint8Array(Buffer.from(file, 'latin1')));
    await expect(read).rejects.toThrow(
      'params: a zip archive with "a/data.pk" is no .npz file; write the numbers as text',
    );
  });
});

describe('safetensors', () => {
  const header = {
    __metadata__: { format: 'pt' },
    wpe: { dtype: 'F64', shape: [2, 1], data_offsets: [12, 28] },
    wte: { dtype: 'F32', shape: [3], data_offsets: [0, 12] },
  };
  const file = safetensors(header, [...binary([0.5, 1.5, 2.5], '<f4'), ...binary([0.1, 0.2], '<f8')]);

  test('both types of float, in the order of the numbers', () => {
    expect(isSafetensors(file)).toBe(true);
    expect(readSafetensors(file).map(({ name, shape, values }) => [name, shape, [...values]])).toEqual([
      ['wte', [3], [0.5, 1.5, 2.5]],
      ['wpe', [2, 1], [0.1, 0.2]],
    ]);
  });

  test.each(['F16', 'BF16', 'I64'])('type %s is rejected', (dtype) => {
    const other = safetensors({ wte: { dtype, shape: [1], data_offsets: [0, 2] } }, [0, 0]);
    expect(() => readSafetensors(other)).toThrow(`params: wte is of type ${dtype}; save it as F32 or F64`);
  });

  test.each([
    ['cut off', file.subarray(0, file.length - 1)],
    ['of another shape', safetensors({ w: { dtype: 'F64', shape: [2], data_offsets: [0, 8] } }, binary([1], '<f8'))],
    ['without offsets', safetensors({ w: { dtype: 'F64', shape: [1] } }, binary([1], '<f8'))],
    ['null', safetensors({ w: null }, [])],
  ])('a tensor that is %s is rejected', (_, bytes) => {
    expect(() => readSafetensors(bytes)).toThrow(/^params: \w+ in the safetensors file is cut off or corrupt/);
  });

  test('text, and a header longer than the file, are none', () => {
    expect(isSafetensors(Buffer.from('12345678{}'))).toBe(false);
    expect(isSafetensors(Buffer.from('0.5'))).toBe(false);
  });
});
