import { describe, expect, test } from 'vitest';
import { csvFormat } from './csv.ts';
import { jsonlFormat } from './jsonl.ts';
import { membersOf } from './members.ts';
import { numbersFormat } from './numbers.ts';
import { pairsFormat } from './pairs.ts';

/** What a format reads of lines, one after the other: step and digits. */
function readAll(format: typeof csvFormat, lines: readonly string[], chosen = false) {
  const read = format.reader(chosen);
  return lines.map((line) => {
    const event = read(line);
    return event?.kind === 'loss' ? [event.step, event.text] : null;
  });
}

describe('CSV', () => {
  test.each([
    ['commas', ['step,loss', '1,3.5'], '3.5'],
    ['semicolons', ['step;loss', '1;3,5'], '3,5'],
    ['tabs', ['step\tloss', '1\t3.5'], '3.5'],
    ['quotes', ['"step","loss"', '"1","3.5"'], '3.5'],
    ['an index before', [',step,lr,loss', '0,1,0.01,3.5'], '3.5'],
    ['names of others', ['Epoch,Iteration,val_loss,train/loss', '9,1,2.5,3.5'], '3.5'],
    ["Weights & Biases' names", ['"Step","run 1 - loss"', '1,3.5'], '3.5'],
    ['a comment sign', ['# step,loss', '1,3.5'], '3.5'],
  ])('has %s', (_, lines, digits) => {
    expect(readAll(csvFormat, lines)).toEqual([null, [1, digits]]);
  });

  test('counts rows where there is no step, and passes over rows without a loss', () => {
    expect(readAll(csvFormat, ['loss,lr', '3.5,0.1', ',0.1', 'x', '3.25,0.1'])).toEqual([
      null,
      [1, '3.5'],
      null,
      null,
      [2, '3.25'],
    ]);
  });

  test.each([
    '1,3.5',
    'the loss, as it were',
    'step 1, loss 3.5',
    'val_loss,step',
    'waiting for loss',
  ])('%j is no header', (line) => {
    expect(readAll(csvFormat, [line, '1,3.5'])).toEqual([null, null]);
  });
});

describe('JSON Lines', () => {
  test.each([
    ['{"step": 1, "loss": 3.50}', '3.50'],
    ['  {"loss":3.5,"step":1,"more":{"loss":9,"a":["loss",{"b":"}"}]}}  ', '3.5'],
    ["{'step': 1, 'loss': 3.5}", '3.5'],
    ['{"iter": "1", "train_loss": "3.5"}', '3.5'],
    ['{"step": 1, "loss": NaN}', 'NaN'],
    ['{"note": "a \\" quote, }", "step": 1, "loss": -Infinity}', '-Infinity'],
  ])('%s', (line, digits) => {
    expect(readAll(jsonlFormat, [line])).toEqual([[1, digits]]);
  });

  test.each([
    '{"step": 1, "loss": 3.5',
    '{"step": 1, "loss": null}',
    '{"step": 1, "loss": "none"}',
    '{"step": 1, "more": {"loss": 3.5}}',
    '{"val_loss": 3.5}',
    '["loss", 3.5]',
    '{}',
  ])('%s is none', (line) => {
    expect(readAll(jsonlFormat, [line])).toEqual([null]);
  });

  test.each(['{', '"', '{"a":', '"a":{', "{'a':1,", '\\'])('of %j over and over take linear time', (piece) => {
    const started = performance.now();
    membersOf(`{${piece.repeat(Math.floor(65536 / piece.length))}`);
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('pairs', () => {
  test.each(['1 3.5', '  1\t3.5 ', '1,3.5', '1; 3.5', '1 | 3.5', '1: 3.5', '1.0 3.5', '1.0e+00 3.5'])('%j', (line) => {
    expect(readAll(pairsFormat, [line])).toEqual([[1, '3.5']]);
  });

  test.each(['27 4192', '1.5 3.5', '1 2 3.5', 'a 3.5', '1 3.5 s', '12:30.5', '-1 3.5'])('%j is none', (line) => {
    expect(readAll(pairsFormat, [line])).toEqual([null]);
  });

  test('can be of integers where the user names the format', () => {
    expect(readAll(pairsFormat, ['1 3'], true)).toEqual([[1, '3']]);
  });
});

describe('numbers', () => {
  test('begin with the first that is no integer, unless the user names the format', () => {
    expect(readAll(numbersFormat, ['32033', '3.5', '3', 'x', '2.5,'])).toEqual([
      null,
      [1, '3.5'],
      [2, '3'],
      null,
      [3, '2.5'],
    ]);
    expect(readAll(numbersFormat, ['3'], true)).toEqual([[1, '3']]);
  });
});
