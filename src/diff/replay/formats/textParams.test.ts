import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTextParams } from './textParams.ts';

const named = (text: string) =>
  readTextParams(text).map(({ name, shape, values }) => ({ name, shape: [...shape], values: [...values] }));
const numbers = (text: string) => named(text).flatMap(({ values }) => values);

/** As C's %.17g. */
const digits = (x: number) => (Object.is(x, -0) ? '-0' : x.toExponential(16));

describe('numbers in text', () => {
  test.each([
    ['lines', '0.5\n-1.5\r\n2\n'],
    ['commas', '0.5,-1.5,2'],
    ['rows in brackets', '[[0.5, -1.5],\n [2]]'],
    ['braces', 'double w[3] = {0.5f, -1.5f, 2.0f};'],
    ['semicolons and tabs', '0.5;\t-1.5;\t2'],
    ['indices', '0: 0.5\n1: -1.5\n2: 2\n'],
    ['words and indices', 'param 0 0.5\nparam 1 -1.5\nparam 2 2.0\n'],
    ['a header', 'num params: 3\nn_embd=16 vocab 27x16 layer0.attn_wq\n0.5 -1.5 2'],
    ['a comment', '# 3\n// 1 x 3\n0.5 -1.5 2'],
    ['objects', 'Value(data=0.5, grad=0)\nValue(data=-1.5, grad=0)\nValue(data=2.0, grad=0)'],
    ['no separators but signs', '0.5-1.5+2'],
  ])('%s are passed over', (_, text) => {
    expect(numbers(text)).toEqual([0.5, -1.5, 2]);
  });

  test.each([
    ['a line', '0,5\n-1,5\n2,0\n'],
    ['semicolons', '0,5;-1,5;2,0'],
    ['a comma and a blank between them', '[0,5, -1,5, 2,0]'],
    ['exponents', '5,0e-01 -1,5 2,0'],
  ])('decimal commas are read where no number has a point: %s', (_, text) => {
    expect(numbers(text)).toEqual([0.5, -1.5, 2]);
  });

  test('commas stay between numbers where one has a point, and between integers and indices', () => {
    expect(numbers('0.5,1,2')).toEqual([0.5, 1, 2]);
    expect(numbers('0,0,0')).toEqual([0, 0, 0]);
    expect(named('layers[0].wq[0,1] 0,5\nlayers[1].wq[0,1] 1,5')).toEqual([
      { name: 'layer0.attn_wq', shape: [1], values: [0.5] },
      { name: 'layer1.attn_wq', shape: [1], values: [1.5] },
    ]);
  });

  test('integers without words are numbers, as are more than four of them behind a word', () => {
    expect(numbers('0 0 0')).toEqual([0, 0, 0]);
    expect(numbers('attn_wo: 0 0 0 0')).toEqual([]);
    expect(numbers('attn_wo: 0 0 0 0 0')).toEqual([0, 0, 0, 0, 0]);
  });

  test('what is not finite is a number', () => {
    expect(numbers('nan -inf Infinity')).toEqual([NaN, -Infinity, Infinity]);
    expect(numbers('1.#IND,-1.#INF00,-nan(ind) NaN32\n')).toEqual([NaN, -Infinity, NaN, NaN]);
    expect(numbers('inference nano infinite')).toEqual([]);
  });

  test('any separators read back the same', () => {
    const separator = fc.constantFrom(' ', '\n', ', ', ' ; ', '] [', '\t|\t', '\r\n');
    const number = fc.double({ noDefaultInfinity: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, separator), { maxLength: 5 }), (pairs) => {
        const values = pairs.map(([x]) => x);
        expect(numbers(pairs.map(([x, between]) => `${digits(x)}${between}`).join(''))).toEqual(values);
      }),
    );
  });
});

describe('names in text', () => {
  test('part the numbers, with their shapes where they tell them', () => {
    expect(named('wte 1 2\n0.5 1.5\nlm_head (2, 1):\n3\n4\nwpe\n5')).toEqual([
      { name: 'wte', shape: [1, 2], values: [0.5, 1.5] },
      { name: 'lm_head', shape: [2, 1], values: [3, 4] },
      { name: 'wpe', shape: [1], values: [5] },
    ]);
  });

  test('can stand before each number', () => {
    expect(named('wte[0][0] = 0.5\nwte[0][1] = 1.5\nlayers[0].wq[0][0] = 2.5')).toEqual([
      { name: 'wte', shape: [2], values: [0.5, 1.5] },
      { name: 'layer0.attn_wq', shape: [1], values: [2.5] },
    ]);
  });

  test('mean nothing where one is followed by no number', () => {
    expect(named('weights: wte wpe lm_head\n0.5 1.5')).toEqual([{ name: '', shape: [2], values: [0.5, 1.5] }]);
  });
});

describe('text that cannot be read', () => {
  test.each(['[0.1 0.2 ... 0.3 0.4]', 'array([0.1, ..., 0.4])', '[[0.1]\n ...\n [0.2]]'])('%j', (text) => {
    expect(() => readTextParams(text)).toThrow(/^params: "\.\.\." in .* stands for numbers left out; print all/);
  });

  test.each([
    [
      'Node',
      'Float64Array(4192) [\n  0.1, 0.2,\n  ... 4092 more items\n]',
      '"... 4092 more items" in "... 4092 more items"',
    ],
    ['R', '[1] 0.1 0.2\n [ reached getOption("max.print") -- omitted 3192 entries ]', 'stands for numbers left out'],
    ['Julia', '[0.1\n ⋮\n 0.2]', '"..." in "⋮" stands for numbers left out'],
    [
      "Go's print of a node",
      'wte\n&{-0.0949 0 [] []}\n&{0.5 0 [] []}',
      '"&{-0.0949 0 [] []}" is a node and no number; print its data',
    ],
    ["Python's", '<Value object at 0x7f1>', '"<Value object at 0x7f1>" is a node and no number'],
    ['a factor', 'tensor\n1e-02 *\n 3.2698 5.3304', '"1e-02 *" is a factor of the numbers below it'],
    [
      'commas in and between numbers',
      '0,0327,0,0533,-0,0121',
      '"0,0327,0,0533,-0,0121" has commas in its numbers and betw',
    ],
  ])('what a console cuts or scales is named: %s', (_, text, message) => {
    expect(() => readTextParams(text)).toThrow(message);
  });

  test('an ellipsis in prose is none', () => {
    expect(numbers('Initializing ... done\n0.5')).toEqual([0.5]);
  });

  test('more numbers than any model has', () => {
    expect(() => readTextParams('1 '.repeat(2 ** 21 + 1))).toThrow(/^params: there are more than 2097152 numbers/);
  });
});
