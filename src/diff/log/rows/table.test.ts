import { describe, expect, test } from 'vitest';
import { TableReader } from './table.ts';

/** What lines of a table say, one after the other: step and digits, or the number and name of a sample. */
function readAll(lines: readonly string[]) {
  const table = new TableReader();
  return lines.map((line) =>
    (table.read(line)?.events ?? []).map((event) =>
      event.kind === 'row' ? [event.counters[0]?.value ?? null, event.text] : [event.index, event.name],
    ),
  );
}

describe('a table', () => {
  test.each([
    ['commas', ['step,loss', '1,3.5'], '3.5'],
    ['semicolons', ['step;loss', '1;3,5'], '3,5'],
    ['tabs', ['step\tloss', '1\t3.5'], '3.5'],
    ['quotes', ['"step","loss"', '"1","3.5"'], '3.5'],
    ['an index before', [',step,lr,loss', '0,1,0.01,3.5'], '3.5'],
    ['names of others', ['Epoch,Iteration,val_loss,train/loss', '9,1,2.5,3.5'], '3.5'],
    ["Weights & Biases' names", ['"Step","run 1 - loss"', '1,3.5'], '3.5'],
    ["TensorBoard's names", ['Wall time,Step,Value', '1771318000.5,1,3.5'], '3.5'],
    ["Lightning's names", ['epoch,step,train_loss_step', '0,1,3.5'], '3.5'],
    ['a comment sign', ['# step,loss', '1,3.5'], '3.5'],
    ['bars', ['| Step | Loss |', '| 1 | 3.5 |'], '3.5'],
    ['white space', ['step loss lr', '  1  3.5  0.01'], '3.5'],
    ['white space and an index', ['   step  loss', '0     1   3.5'], '3.5'],
    ['decimal commas that nobody quoted', ['step,loss', '1,3,5'], '3,5'],
    ['the same in all its columns', ['step,lr,loss', '1,0,01,3,5'], '3,5'],
  ])('has %s', (_, lines, digits) => {
    expect(readAll(lines)).toEqual([[], [[1, digits]]]);
  });

  test('has no step where it names none, and passes over rows without a loss', () => {
    expect(readAll(['loss,lr', '3.5,0.1', ',0.1', 'x', '3.25,0.1'])).toEqual([
      [],
      [[null, '3.5']],
      [],
      [],
      [[null, '3.25']],
    ]);
  });

  test('has a row without a number where a step has none, but not where another loss stands in its place', () => {
    expect(readAll(['step,loss,val_loss', '1,,', '2,,2.5', '3,none,'])).toEqual([[], [[1, '']], [], [[3, 'none']]]);
  });

  test('says of a row that it has more cells than the header', () => {
    const table = new TableReader();
    table.read('step,loss');
    expect(table.read('1,3.5,7.5,8')).toMatchObject({ events: [], tooLong: { cells: 4, header: 2 } });
  });

  test.each([
    'step,expected_loss,loss',
    'step,loss_expected,loss_step',
    'step,golden,loss',
    'step,reference,train_loss',
    'step,torch/loss,mine/loss',
    'step,"torch - loss","run 1 - loss"',
    'step,Target Loss,nll',
    'step,python,value',
    'step,loss_torch,loss_mine',
    'step,torch_loss,my_loss,error',
    'step,loss.torch,loss.mine',
    'step,karpathy_loss,loss_c,diff',
  ])("has the port's own loss beside that of a reference: %s", (header) => {
    expect(readAll([header, '1,3.5,9.5'])).toEqual([[], [[1, '9.5']]]);
  });

  test("says which column is a reference's, and whether it is the only one", () => {
    const rowOf = (header: string, line: string) => {
      const table = new TableReader();
      table.read(header);
      return table.read(line)?.events[0];
    };
    expect(rowOf('step,golden,loss', '1,3.5,9.5')).toMatchObject({ rank: 'loss', loss: 'loss', over: 'golden' });
    expect(rowOf('step,target,loss', '1,7,9.5')).not.toHaveProperty('over');
    expect(rowOf('step,ref_loss', '1,3.5')).toMatchObject({ rank: 'reference', loss: 'ref_loss' });
    expect(rowOf('step,golden-river-7 - loss', '1,3.5')).toMatchObject({ rank: 'loss' });
  });

  test('can lie on its side', () => {
    expect(readAll(['| step | 1 | 100 |', '|---|---|---|', '| loss | 3.5 | 2.5 |'])).toEqual([
      [],
      [],
      [
        [1, '3.5'],
        [100, '2.5'],
      ],
    ]);
  });

  test('can be of samples', () => {
    expect(readAll(['sample,name,tokens', '1,kamon,10 0 12'])).toEqual([[], [[1, 'kamon']]]);
  });

  test.each([
    '1,3.5',
    'the loss, as it were',
    'step 1, loss 3.5',
    'val_loss,step',
    'waiting for loss',
    'loss of a step, in nats',
  ])('%j is no header', (line) => {
    expect(readAll([line, '1,3.5'])).toEqual([[], []]);
  });
});
