import { describe, expect, test } from 'vitest';
import { canonicalLosses, canonicalParameters } from './canonical.ts';
import { EXPORT_FORMATS, exportTables } from './export.ts';
import { canonicalTables, type Table } from './exportTables.ts';
import { openGolden } from './folder.ts';

const golden = openGolden();
const tables = canonicalTables(golden);
const linesOf = (format: (typeof EXPORT_FORMATS)[number], name: string) =>
  exportTables(tables, format)
    .find((file) => file.name === name)
    ?.text.split('\n')
    .slice(0, -1);

describe('exported golden data', () => {
  test('has losses and parameters as text that reads back to the same doubles', () => {
    expect(linesOf('text', 'losses.txt')?.map(Number)).toEqual(canonicalLosses(golden));
    const initial = Object.values(canonicalParameters(golden, 'initial')).flat(2);
    expect(linesOf('text', 'initial.txt')?.map(Number)).toEqual(initial);
  });

  test('has the shapes of the matrices in the order of the parameters', () => {
    expect(linesOf('text', 'shapes.txt')).toEqual([
      'wte 27 16',
      'wpe 16 16',
      'lm_head 27 16',
      'layer0.attn_wq 16 16',
      'layer0.attn_wk 16 16',
      'layer0.attn_wv 16 16',
      'layer0.attn_wo 16 16',
      'layer0.mlp_fc1 64 16',
      'layer0.mlp_fc2 16 64',
    ]);
  });

  test('has a document, its tokens and its loss a line', () => {
    expect(linesOf('text', 'documents.txt')?.[0]).toBe('yuheng');
    expect(linesOf('text', 'tokens.txt')?.[0]).toBe('26 24 20 7 4 13 6 26');
    expect(linesOf('csv', 'steps.csv')?.slice(0, 2)).toEqual([
      'step,document,tokens,loss',
      '1,yuheng,26 24 20 7 4 13 6 26,3.3659669475848504',
    ]);
    expect(JSON.parse(linesOf('jsonl', 'steps.jsonl')?.[0] ?? '')).toEqual({
      step: 1,
      document: 'yuheng',
      tokens: [26, 24, 20, 7, 4, 13, 6, 26],
      loss: 3.3659669475848504,
    });
  });

  test('has every table in every format', () => {
    const names = EXPORT_FORMATS.map((format) => exportTables(tables, format).map(({ name }) => name));
    expect(names[0]).toContain('config.txt');
    expect(names[1]).toEqual(['config.csv', 'steps.csv', 'samples.csv', 'parameters.csv']);
    expect(names[2]).toEqual(['config.jsonl', 'steps.jsonl', 'samples.jsonl', 'parameters.jsonl']);
  });

  test('quotes what CSV needs quoted, and writes numbers that JSON lacks as words', () => {
    const table: Table = { name: 't', columns: ['a', 'b'], rows: [['x,"y"', NaN]] };
    expect(exportTables([table], 'csv')).toEqual([{ name: 't.csv', text: 'a,b\n"x,""y""",nan\n' }]);
    expect(exportTables([table], 'jsonl')).toEqual([{ name: 't.jsonl', text: '{"a":"x,\\"y\\"","b":"nan"}\n' }]);
  });
});
