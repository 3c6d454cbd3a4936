import { describe, expect, test } from 'vitest';
import { CANONICAL } from '../../../reference/config.ts';
import { shapes } from '../../../reference/parameters.ts';
import { matrixName } from './matrixNames.ts';

const NAMES = shapes({ ...CANONICAL, n_layer: 12 }, 27).map(({ name }) => name);

describe('names of matrices', () => {
  test.each([
    ['as they are', (name: string) => name],
    ['with underscores', (name: string) => name.replace('.', '_')],
    ['in a list of layers', (name: string) => name.replace(/^layer(\d+)/, 'layers.$1')],
    ['in an array of layers', (name: string) => name.replace(/^layer(\d+)/, 'layers[$1]')],
    ["as GPT-2's", (name: string) => name.replace(/^layer(\d+)\.(attn|mlp)_/, 'h.$1.$2.')],
    ['in capitals', (name: string) => name.toUpperCase()],
    ['in camel case', (name: string) => name.replace(/[._](.)/g, (_, letter: string) => letter.toUpperCase())],
    ['with indices', (name: string) => `${name}[3][0]`],
    ['with the dictionary before it', (name: string) => `state_dict.${name}`],
    ["with PyTorch's ending", (name: string) => `${name}.weight`],
  ])('%s are recognised', (_, spelled) => {
    expect(NAMES.map((name) => matrixName(spelled(name)))).toEqual(NAMES);
  });

  test('a matrix without a layer is of layer 0', () => {
    expect(['attn_wq', 'wo', 'mlp_fc1', 'fc2'].map(matrixName)).toEqual([
      'layer0.attn_wq',
      'layer0.attn_wo',
      'layer0.mlp_fc1',
      'layer0.mlp_fc2',
    ]);
  });

  test.each(['', 'ln_f', 'wq_norm', 'layer0', 'layer0.attn_wx', 'wte2', 'params', 'vocab'])('%j is none', (name) => {
    expect(matrixName(name)).toBeNull();
  });
});
