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
    const [read] = readNpy(npy(VALUES, descr, shape, fortran, version), '');
    expect(read.shape).toEqual(shape.match(/\d/g)?.map(Number));
    expect([...read.values]).toEqual(VALUES);
  });

  test('a matrix in Fortran order is read row by row', () => {
    const [{ values }] = readNpy(npy([1, 2, 3, 4, 5, 6], '<f8', '2, 3', true), '');
    expect([...values]).toEqual([1, 3, 5, 2, 4, 6]);
  });

  test('numbers are read wherever the bytes lie in their buffer', () => {
    const moved = Uint8Array.from([0, 0, 0, ...npy(VALUES, '<f8', '6,', false)]).subarray(3);
    expect([...readNpy(moved, '')[0].values]).toEqual(VALUES);
  });

  test.each([
    ['<i8', 'these are integers, and no parameters: save the array of floats'],
    ['|O', 'these are Python objects: save each matrix as floats, np.savez(file, wte='],
    ['<c16', 'these are complex numbers: save their real part'],
    ['<U12', 'these are strings: save them as numbers'],
    ['|V8', 'these are bytes without a type: save the array with its own type'],
    ['<f16', 'save it as float64, with .astype("<f8")'],
  ])('type %s is rejected: %s', (descr, advice) => {
    const read = () => readNpy(npy(VALUES, descr, '6,', false), 'wte');
    expect(read).toThrow(`params: wte.npy is of type ${JSON.stringify(descr)}; ${advice}`);
  });

  /** 1, -2, the largest float16, the least subnormal, 0.333251953125 and infinity, as IEEE 754 encodes them. */
  const HALVES = [0x3c00, 0xc000, 0x7bff, 0x0001, 0x3555, 0x7c00];
  /** 1, -2, 3.140625, the least normal float32, 0.3330078125 and -infinity: upper halves of float32. */
  const UPPER = [0x3f80, 0xc000, 0x4049, 0x0080, 0x3eaa, 0xff80];
  const words = (numbers: readonly number[]) => numbers.flatMap((word) => [word % 256, word >> 8]);

  test.each([
    ['<f2', HALVES, [1, -2, 65504, 2 ** -24, 0.333251953125, Infinity]],
    ['<V2', UPPER, [1, -2, 3.140625, 2 ** -126, 0.33203125, -Infinity]],
  ])('16-bit floats of type %s', (descr, numbers, values) => {
    const file = [...npy([], descr, '6,', false), ...words(numbers)];
    expect([...readNpy(Uint8Array.from(file), '')[0].values]).toEqual(values);
    const type = descr === '<f2' ? 'F16' : 'BF16';
    const tensor = safetensors({ wte: { dtype: type, shape: [6], data_offsets: [0, 12] } }, words(numbers));
    expect([...readSafetensors(tensor)[0].values]).toEqual(values);
  });

  describe('of records', () => {
    /** As npy, with a list for a type. */
    const structured = (fields: string, shape: string, data: readonly number[]) => {
      const text = `{'descr': [${fields}], 'fortran_order': False, 'shape': (${shape}), }\n`;
      return Uint8Array.from([0x93, ...Buffer.from('NUMPY'), 1, 0, text.length, 0, ...Buffer.from(text), ...data]);
    };

    test('a record of matrices gives each by name', () => {
      const file = structured("('wte', '<f8', (2, 1)), ('', '|V2'), ('step', '<i2'), ('wpe', '<f4', (1, 2))", '', [
        ...binary([0.1, 0.2], '<f8'),
        0,
        0,
        7,
        0,
        ...binary([0.5, 1.5], '<f4'),
      ]);
      expect(readNpy(file, '').map(({ name, shape, values }) => [name, shape, [...values]])).toEqual([
        ['wte', [2, 1], [0.1, 0.2]],
        ['wpe', [1, 2], [0.5, 1.5]],
      ]);
    });

    test('a list of Values gives their fields', () => {
      const data = [0.5, 9, 1.5, 9].flatMap((x) => binary([x], '<f8'));
      const file = structured("('data', '<f8'), ('grad', '<f8')", '2,', data);
      expect(readNpy(file, 'wte').map(({ name, shape, values }) => [name, shape, [...values]])).toEqual([
        ['wte.data', [2], [0.5, 1.5]],
        ['wte.grad', [2], [9, 9]],
      ]);
    });

    test('without floats are rejected with their types', () => {
      const file = structured("('id', '<i4'), ('tag', '<U1')", '1,', [0, 0, 0, 0, 0, 0, 0, 0]);
      expect(() => readNpy(file, '')).toThrow('params: the .npy file has records without floats (id <i4, tag <U1)');
    });
  });

  test('a header that promises more than any model has is rejected before it is made', () => {
    expect(() => readNpy(npy([], '<f8', '99999, 99999', false), '')).toThrow(/^params: there are more than 2097152/);
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

  const archiveOf = (name: string) => {
    const file = Buffer.from(STORED, 'base64').toString('latin1').replaceAll('arr_0.npy', name);
    return readNpz(new Uint8Array(Buffer.from(file, 'latin1')));
  };

  test('an archive of other files', async () => {
    await expect(archiveOf('a/data.px')).rejects.toThrow(
      'params: a zip archive with "a/data.px" is no .npz file; write the numbers as text',
    );
  });

  test("PyTorch's checkpoint has its own advice", async () => {
    await expect(archiveOf('/data.pkl')).rejects.toThrow(
      /^params: the file is a PyTorch checkpoint, which is not read; save it with safetensors\.torch\.save_file/,
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

  test.each([
    ['F8_E4M3', 'save it as F32 or F64'],
    ['I64', 'these are no floats, and no parameters: leave it out'],
  ])('type %s is rejected: %s', (dtype, advice) => {
    const other = safetensors({ wte: { dtype, shape: [1], data_offsets: [0, 2] } }, [0, 0]);
    expect(() => readSafetensors(other)).toThrow(`params: wte is of type ${dtype}; ${advice}`);
  });

  test('a header that gives the same bytes to many tensors is rejected before they are made', () => {
    const one = { dtype: 'F64', shape: [1024], data_offsets: [0, 8192] };
    const many = Object.fromEntries(Array.from({ length: 2049 }, (_, i) => [`w${i}`, one]));
    const text = JSON.stringify(many);
    const length = [0, 8, 16, 24, 32, 40, 48, 56].map((bits) => Math.floor(text.length / 2 ** bits) % 256);
    const all = Uint8Array.from([...length, ...Buffer.from(text), ...new Uint8Array(8192)]);
    expect(() => readSafetensors(all)).toThrow(/^params: there are more than 2097152 numbers in the file/);
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
