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
    ["with PyTorch's wrappers", (name: string) => `_orig_mod.module.${name}.weight`],
    ['in a model', (name: string) => `model.transformer.${name}`],
    ['in a dictionary of Values', (name: string) => `params.${name}.data`],
    ['with one letter for the layer', (name: string) => name.replace(/^layer/, 'l').replace(/(attn|mlp)_/, '')],
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

  test.each([
    ['layers.3.attention.wq.weight', 'layer3.attn_wq'],
    ['blocks.0.self_attn.k_proj.weight', 'layer0.attn_wk'],
    ['h.2.attn.v', 'layer2.attn_wv'],
    ['transformer.h.0.attn.c_proj.weight', 'layer0.attn_wo'],
    ['transformer.h.1.mlp.c_proj.weight', 'layer1.mlp_fc2'],
    ['h.1.mlp.c_fc', 'layer1.mlp_fc1'],
    ['layers.0.feed_forward.w2', 'layer0.mlp_fc2'],
    ['h.0.attn.c_attn.weight', 'layer0.attn_wqkv'],
    ['tok_embeddings.weight', 'wte'],
    ['token_embedding_table', 'wte'],
    ['position_embedding.weight', 'wpe'],
    ['head.weight', 'lm_head'],
  ])("of other models' spelling: %s is %s", (spelling, name) => {
    expect(matrixName(spelling)).toBe(name);
  });

  test.each([
    '',
    'head',
    'output',
    'value',
    'c_proj',
    'ln_f',
    'wq_norm',
    'layer0',
    'layer0.attn_wx',
    'wte2',
    'params',
    'vocab',
  ])('%j is none', (name) => {
    expect(matrixName(name)).toBeNull();
  });
});
