import { describe, expect, test } from 'vitest';
import { flatten } from '../../port/flatten.ts';
import { CANONICAL, type Config, EARLY } from '../../reference/config.ts';
import { initialParameters, shapes } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { flatDump } from './layouts.ts';
import { orders } from './orders.ts';
import { plausibility } from './plausibility.ts';

const VOCAB_SIZE = 27;
const ALL = 362_880;

function dumpOf(config: Config) {
  const values = Float64Array.from(flatten(initialParameters(config, VOCAB_SIZE, new Random(2))));
  return flatDump({ kind: 'numbers', values }, config, VOCAB_SIZE);
}

/** The matrices that can begin where each of them does in the standard order. */
function atHome(config: Config, given: Config = config): string[][] {
  const fits = plausibility(dumpOf(config), given);
  let start = 0;
  return shapes(config, VOCAB_SIZE).map(({ nout, nin }) => {
    start += nout * nin;
    return shapes(config, VOCAB_SIZE)
      .filter((shape) => shape.nout * shape.nin === nout * nin && fits(shape, start - nout * nin))
      .map(({ name }) => name.replace('layer0.', ''));
  });
}

describe('where a matrix can stand', () => {
  test('numbers of one distribution do not tell', () => {
    expect(atHome(CANONICAL)[1]).toEqual(['wpe', 'attn_wq', 'attn_wk', 'attn_wv', 'attn_wo']);
    expect([...orders(dumpOf(CANONICAL), CANONICAL)].length).toBe(ALL);
  });

  test.each([
    ['as the configuration says', EARLY],
    ['whatever it says', { ...EARLY, std: 0.08, std_residual: 0.08 }],
  ])('parameters.11 zeros are those of attn_wo and mlp_fc2, %s', (_, given) => {
    const home = atHome(EARLY, given);
    expect([home[3], home[6], home[7], home[8]]).toEqual([
      ['attn_wq', 'attn_wk', 'attn_wv'],
      ['attn_wo'],
      ['mlp_fc1'],
      ['mlp_fc2'],
    ]);
  });

  test('no matrix is 0 in some rows alone', () => {
    const dump = dumpOf(CANONICAL);
    const [wte, wpe] = dump.order;
    dump.values.fill(0, 0, wpe.nout * wpe.nin);
    const fits = plausibility(dump, CANONICAL);
    expect([fits(wte, 0), fits(wpe, 0)]).toEqual([false, true]);
  });

  test('a std of their own tells attn_wo and mlp_fc2, where the numbers have it', () => {
    const config = { ...CANONICAL, std_residual: 0.02 };
    expect(atHome(config)[6]).toEqual(['attn_wo']);
    expect([...orders(dumpOf(config), config)].length).toBeLessThan(ALL / 50);
    expect([...orders(dumpOf(CANONICAL), config)].length).toBe(ALL);
  });
});
