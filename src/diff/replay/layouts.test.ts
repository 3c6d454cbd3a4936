import { describe, expect, test } from 'vitest';
import { canonicalParameters } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { flatten } from '../../port/flatten.ts';
import { CANONICAL, type Config, configure } from '../../reference/config.ts';
import { initialParameters, type Matrix, type StateDict, shapes } from '../../reference/parameters.ts';
import { Random } from '../../reference/random.ts';
import { stateDictOf } from './arrangement.ts';
import { arrangementNamed, nameOf } from './layoutName.ts';
import { flatDump, layoutIds, usualArrangements } from './layouts.ts';
import type { ParamsDump } from './paramsDump.ts';

const VOCAB_SIZE = 27;
const canonical = canonicalParameters(openGolden(), 'initial');
/** Three layers, and no two matrices of one shape but those of attention. */
const deep = configure({ n_layer: 12, n_embd: 4, n_head: 2, block_size: 5 });
const deepParameters = initialParameters(deep, 9, new Random(1));

const transposed = (w: Matrix): Matrix => w[0].map((_, column) => w.map((row) => row[column]));
const isLinear = (name: string) => !['wte', 'wpe'].includes(name);
const ATTENTION = /attn_/;

/** The usual readings of a dump, each with its name. */
function layouts(dump: ParamsDump, config: Config, vocab_size: number): { id: string; state_dict: StateDict }[] {
  const flat = flatDump(dump, config, vocab_size);
  return [...usualArrangements(flat)].map((arrangement) => ({
    id: nameOf(arrangement, flat).id,
    state_dict: stateDictOf(flat.values, arrangement, shapes(config, vocab_size)),
  }));
}

/** How ports order and store their matrices, said independently of the readings. */
const ORDERS: Readonly<Record<string, (names: string[]) => string[]>> = {
  standard: (names) => names,
  alphabetical: (names) => names.toSorted(),
  'layers-first': (names) => [...names.filter((name) => /\./.test(name)), 'wte', 'wpe', 'lm_head'],
  'lm-head-last': (names) => [...names.filter((name) => name !== 'lm_head'), 'lm_head'],
};
const STORAGES: Readonly<Record<string, (name: string) => boolean>> = {
  standard: () => false,
  transposed: () => true,
  'transposed-linear': isLinear,
  'transposed-layers': (name) => /\./.test(name),
  'transposed-square': (name) => ATTENTION.test(name),
};
const CASES = Object.keys(ORDERS).flatMap((order) => Object.keys(STORAGES).map((storage) => ({ order, storage })));

function stored(state_dict: StateDict, storage: string): StateDict {
  const entries = Object.entries(state_dict);
  return Object.fromEntries(entries.map(([name, w]) => [name, STORAGES[storage](name) ? transposed(w) : w]));
}

function listed(state_dict: StateDict, order: string, storage: string): ParamsDump {
  const matrices = stored(state_dict, storage);
  const names = ORDERS[order](Object.keys(state_dict));
  return { kind: 'numbers', values: Float64Array.from(names.flatMap((name) => matrices[name].flat())) };
}

function named(state_dict: StateDict, flat: boolean): ParamsDump {
  const entries = Object.entries(state_dict).map(([name, w]) => {
    const values = Float64Array.from(w.flat());
    return [name, { shape: flat ? [values.length] : [w.length, w[0].length], values }] as const;
  });
  return { kind: 'named', matrices: new Map(entries.reverse()) };
}

/** The identifier under which each reading is found, that equals the parameters. */
function fitting(dump: ParamsDump, config: Config, expected: StateDict): string[] {
  const all = layouts(dump, config, expected.wte.length);
  return all.filter(({ state_dict }) => String(flatten(state_dict)) === String(flatten(expected))).map(({ id }) => id);
}

describe('one list', () => {
  test.each(CASES)('in the order $order, storage $storage, is read back by one layout', ({ order, storage }) => {
    const id = [order, storage].filter((part) => part !== 'standard').join('+') || 'standard';
    expect(fitting(listed(canonical, order, storage), CANONICAL, canonical)).toEqual([id]);
    expect(fitting(listed(deepParameters, order, storage), deep, deepParameters)).toEqual([id]);
  });

  test('the standard layout comes first, and keeps the order of state_dict', () => {
    const [first] = layouts(listed(canonical, 'alphabetical', 'standard'), CANONICAL, VOCAB_SIZE);
    expect(first.id).toBe('standard');
    expect(Object.keys(first.state_dict)).toEqual(Object.keys(canonical));
  });

  test('every layout has an identifier of its own', () => {
    expect(new Set(layoutIds()).size).toBe(2 * CASES.length);
    expect(layouts(listed(canonical, 'standard', 'standard'), CANONICAL, VOCAB_SIZE).map(({ id }) => id)).toEqual(
      layoutIds(),
    );
  });

  test('parameters.9 a wrong number is rejected', () => {
    const dump: ParamsDump = { kind: 'numbers', values: new Float64Array(4191) };
    expect(() => layouts(dump, CANONICAL, VOCAB_SIZE)).toThrow(
      /^params: 4191 parameters; n_layer 1, n_embd 16, block_size 16 with a vocabulary of 27 have 4192; .* \(parameters\.9\)$/,
    );
  });
});

describe('matrices by name', () => {
  test.each([
    ['standard', ['standard']],
    ['transposed', ['transposed']],
    ['transposed-linear', ['transposed-linear']],
    ['transposed-layers', ['transposed-layers']],
    ['transposed-square', ['transposed-square']],
  ])('with shapes, stored %s', (storage, ids) => {
    expect(fitting(named(stored(canonical, storage), false), CANONICAL, canonical)).toEqual(ids);
  });

  test.each(Object.keys(STORAGES))('as plain lists, stored %s', (storage) => {
    expect(fitting(named(stored(canonical, storage), true), CANONICAL, canonical)).toEqual([storage]);
  });

  test('shapes leave no layout that they contradict', () => {
    const ids = layouts(named(canonical, false), CANONICAL, VOCAB_SIZE).map(({ id }) => id);
    expect(ids).toEqual(['standard', 'transposed-square', 'bos-first', 'transposed-square+bos-first']);
  });

  test('one matrix transposed alone is read by its shape', () => {
    const mixed = { ...canonical, lm_head: transposed(canonical.lm_head) };
    expect(fitting(named(mixed, false), CANONICAL, canonical)).toContain('standard');
  });

  const { lm_head, ...rest } = canonical;
  test.each([
    ['missing', rest, 'params: lm_head missing; dump every matrix of state_dict (parameters.1)'],
    [
      'surplus',
      { ...canonical, 'layer1.attn_wq': lm_head },
      "params: layer1.attn_wq surplus; give the port's --n_layer",
    ],
    ['of another size', { ...canonical, wpe: lm_head }, 'params: wpe is [27, 16] in the dump; it must be [16, 16]'],
  ])('parameters.6 a matrix that is %s is rejected', (_, state_dict, message) => {
    expect(() => layouts(named(state_dict, false), CANONICAL, VOCAB_SIZE)).toThrow(message);
  });
});

describe('the name of a layout', () => {
  const flat = flatDump(listed(canonical, 'standard', 'standard'), CANONICAL, VOCAB_SIZE);
  const byName = flatDump(named(canonical, false), CANONICAL, VOCAB_SIZE);
  const LIST =
    'lm_head,wpe,layer0.mlp_fc2^T,layer0.attn_wq,layer0.attn_wv^T,layer0.attn_wk,layer0.attn_wo,wte,layer0.mlp_fc1';

  test.each([...layoutIds(), LIST, `${LIST}+bos-first`])('%s is read back', (id) => {
    expect(nameOf(arrangementNamed(id, flat), flat).id).toBe(id);
  });

  test("can have the port's spelling, and white space", () => {
    const spelled = LIST.replaceAll(',', ', ').replaceAll('layer0.', 'l0.').replaceAll('attn_', '');
    expect(nameOf(arrangementNamed(spelled, flat), flat).id).toBe(LIST);
  });

  test('of matrices by name can only transpose what their shapes leave open', () => {
    const { places } = arrangementNamed(LIST, byName);
    expect(places.filter(({ transposed }) => transposed).map(({ shape }) => shape.name)).toEqual(['layer0.attn_wv']);
    expect(places.map(({ shape }) => shape.name)).toEqual(Object.keys(canonical).toReversed());
  });

  test.each([
    [
      'columns',
      flat,
      'the layout cannot be "columns"; this dump can have standard, alphabetical, layers-first, lm-head',
    ],
    ['alphabetical', byName, 'the layout cannot be "alphabetical"; this dump can have standard, transposed,'],
    [LIST.replace('wpe,', ''), flat, '--layout has no wpe; name each matrix once, in the order of the dump'],
    [`wte,${LIST}`, flat, '--layout has 10 names for 9 matrices; name each matrix once'],
    [LIST.replace('wpe', 'wps'), flat, '--layout has "wps", which is no matrix of this model; they are wte, wpe,'],
  ])('%s is rejected', (text, dump, message) => {
    expect(() => arrangementNamed(text, dump)).toThrow(`params: ${message}`);
  });
});
