import { describe, expect, test } from 'vitest';
import { readEvent } from './log.ts';

const lossOf = (text: string) => readEvent(`step    1 / 1000 | loss ${text}`);

describe('a line of a log', () => {
  test('with a step has its number, the number of steps, and the loss as value and as text', () => {
    expect(readEvent('step  999 / 1000 | loss 2.4730')).toEqual({
      kind: 'loss',
      step: 999,
      num_steps: 1000,
      value: 2.473,
      text: '2.4730',
    });
  });

  test.each([
    ['nan', NaN],
    ['-nan', NaN],
    ['NaN', NaN],
    ['abc', NaN],
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['Infinity', Infinity],
    ['3', 3],
    ['.5', 0.5],
    ['+1e-3', 0.001],
  ])('with the loss %s has the value %d', (text, value) => {
    expect(lossOf(text)).toMatchObject({ kind: 'loss', value, text });
  });

  test('may go on behind the loss', () => {
    expect(lossOf('3.3660 | lr 0.01')).toMatchObject({ value: 3.366, text: '3.3660' });
  });

  test.each([
    ['sample  1: kamon', 1, 'kamon'],
    ['sample 20: anton ', 20, 'anton'],
    ['sample  3: ', 3, ''],
    ['sample  3:', 3, ''],
    ['sample  4: two words', 4, 'two words'],
  ])('%j is a sample', (line, index, name) => {
    expect(readEvent(line)).toEqual({ kind: 'sample', index, name });
  });

  test.each([
    '',
    'num docs: 32033',
    '--- inference (new, hallucinated names) ---',
    'step 1 / 1000 | lo',
    'samples: 3',
    '\0\ufffd',
  ])('%j says nothing of losses or samples', (line) => {
    expect(readEvent(line)).toBeNull();
  });
});
