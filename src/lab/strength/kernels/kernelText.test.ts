import { expect, test } from 'vitest';
import { changesOf, kernelChanges } from './kernelText.ts';

const of = (line: string) => changesOf('x.ts', line).map(({ replacement }) => replacement);

test('an operator becomes another, a number one more or less, and an address one number off', () => {
  expect(of('  const a = n / 2;')).toEqual(['const a = n * 2;', 'const a = n / 3;', 'const a = n / 1;']);
  expect(of('let total: f64 = 0;')).toEqual(['let total: f64 = 1;']);
  expect(of('const e = at(x + o);')).toEqual(['const e = at(x - o);', 'const e = at(SIZE + x + o);']);
});

test('a store can be left out, and what computes nothing is not changed', () => {
  expect(of('put(y, 0);')).toEqual(['put(y, 1);', 'put(SIZE + y, 0);', '']);
  expect(of("import { at } from './real';")).toEqual([]);
  expect(of(' * p = p - rate m')).toEqual([]);
  expect(of('const s = a; // a + b')).toEqual([]);
  expect(of('const p = f64x2.splat(at(a0));')).toEqual(['const p = f64x2.splat(at(SIZE + a0));']);
});

test('a change says where it is, and has the whole text of its file', () => {
  expect(changesOf('x.ts', 'let a = b;\n  a < b;\n')).toEqual([
    { file: 'x.ts', line: 2, original: 'a < b;', replacement: 'a <= b;', text: 'let a = b;\n  a <= b;\n' },
  ]);
});

test('every kernel has changes, each of them another', () => {
  const all = kernelChanges();
  const files = [
    'adam.ts',
    'attention.ts',
    'mlp.ts',
    'products.ts',
    'real.ts',
    'rmsnorm.ts',
    'softmax.ts',
    'vectors.ts',
  ];
  expect([...new Set(all.map(({ file }) => file))]).toEqual(files);
  expect(new Set(all.map(({ file, text }) => `${file} ${text}`)).size).toBe(all.length);
});
