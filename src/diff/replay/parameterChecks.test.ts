import { describe, expect, test } from 'vitest';
import { canonicalParameters } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL, EARLY } from '../../reference/config.ts';
import { initialParameters, type StateDict } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { parameterNotes } from './parameterChecks.ts';

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const golden = canonicalParameters(openGolden(), 'initial');
const notes = (state_dict: StateDict) => parameterNotes(state_dict, CANONICAL);
const random = new Random(7);

/** The golden parameters with another number in place of each, or of those of some matrices. */
function altered(change: (x: number) => number, names: RegExp = /./): StateDict {
  const entries = Object.entries(golden);
  return Object.fromEntries(entries.map(([name, w]) => [name, names.test(name) ? w.map((row) => row.map(change)) : w]));
}

describe('parameters without oddity', () => {
  test('the golden ones', () => {
    expect(notes(golden)).toEqual([]);
  });

  test.each([
    ['canonical', CANONICAL],
    ['early', EARLY],
  ])('those of 200 seeds, %s', (_, config) => {
    expect(SEEDS.flatMap((seed) => parameterNotes(initialParameters(config, 27, new Random(seed)), config))).toEqual(
      [],
    );
  });
});

describe('oddities of parameters', () => {
  test.each([
    [
      'std 0.02',
      altered((x) => x / 4),
      /^params: every matrix: the root mean square is 0\.018 to 0\.021, where std is 0\.08; 0\.02 is the early/,
    ],
    [
      'std 0.8',
      altered((x) => x * 10, /wte|wpe/),
      /^params: wte, wpe: the root mean square is 0\.\d\d( to 0\.\d\d)?, where std is 0\.08; 0\.8 is 0\.08 with a digit lost/,
    ],
    [
      'another std',
      altered((x) => x * 3, /lm_head/),
      /^params: lm_head: the root mean square is 0\.2\d, where std is 0\.08 \(parameters\.3\)$/,
    ],
    [
      'a matrix of zeros',
      altered(() => 0, /attn_wo/),
      /^params: layer0\.attn_wo: exactly 0 everywhere, where std is 0\.08/,
    ],
    ['a mean', altered((x) => x + 0.04, /wte/), /^params: wte: the mean is 0\.04\d?, and not 0/],
    [
      'uniform numbers',
      altered(() => 0.08 * Math.sqrt(3) * (2 * random.random() - 1)),
      /^params: the fourth moment is 1\.8, and 3 for normal numbers: they look uniform/,
    ],
    [
      'tied matrices',
      { ...golden, lm_head: golden.wte },
      /^params: lm_head has the numbers of wte \(parameters\.10\)$/,
    ],
    ['float32', altered(Math.fround), /^params: the parameters are float32 numbers$/],
    [
      'float32 with 9 digits, which give it back',
      altered((x) => Number(Math.fround(x).toPrecision(9))),
      /^params: the parameters are float32 numbers$/,
    ],
    [
      'doubles with 9 digits',
      altered((x) => Number(x.toPrecision(9))),
      /^params: no number has more than 9 significant digits: rounded when dumped/,
    ],
    [
      'six decimals',
      altered((x) => Number(x.toFixed(6))),
      /^params: no number has more than 9 significant digits: rounded when dumped/,
    ],
    [
      'bfloat16',
      altered(
        (x) =>
          Math.round(x * 2 ** (7 - Math.floor(Math.log2(Math.abs(x))))) * 2 ** (Math.floor(Math.log2(Math.abs(x))) - 7),
      ),
      /^params: the parameters are 16-bit floats/,
    ],
  ])('%s', (_, state_dict, note) => {
    const [first] = notes(state_dict);
    expect(first).toMatch(note);
  });

  test.each([
    ['std 0.02', altered((x) => x / 4)],
    ['a matrix of zeros', altered(() => 0, /attn_wo/)],
    ['tied matrices', { ...golden, lm_head: golden.wte }],
    ['float32', altered(Math.fround)],
  ])('%s alone is named', (_, state_dict) => {
    expect(notes(state_dict)).toHaveLength(1);
  });

  test('parameters.11 zeros where std_residual is 0 are none', () => {
    const state_dict = altered(() => 0, /attn_wo|mlp_fc2/);
    expect(parameterNotes(state_dict, { ...CANONICAL, std_residual: 0 })).toEqual([]);
  });
});
