import { describe, expect, test } from 'vitest';
import { flatten } from '../port/flatten.ts';
import { CANONICAL } from '../reference/config.ts';
import { shapes } from '../reference/parameters.ts';
import {
  canonicalConfig,
  canonicalDataset,
  canonicalLosses,
  canonicalOutput,
  canonicalParameters,
  canonicalSamples,
} from './canonical.ts';
import { openGolden } from './folder.ts';
import { headerText, INFERENCE_HEADING, sampleText, stepText } from './runOutput.ts';

const golden = openGolden();

describe('the canonical run', () => {
  test('has the constants of microgpt.py', () => {
    expect(canonicalConfig(golden)).toEqual(CANONICAL);
  });

  test('has the dataset of which the first 1000 documents were trained on', () => {
    const { documents, uchars, ...sizes } = canonicalDataset(golden);
    expect(sizes).toEqual({ num_docs: 32033, vocab_size: 27, num_params: 4192, BOS: 26 });
    expect(uchars.join('')).toBe('abcdefghijklmnopqrstuvwxyz');
    expect(documents.length).toBe(1000);
  });

  test.each(['initial', 'final'] as const)('has %s parameters of the shapes of state_dict', (when) => {
    const state_dict = canonicalParameters(golden, when);
    expect(Object.keys(state_dict)).toEqual(shapes(CANONICAL, 27).map(({ name }) => name));
    expect(flatten(state_dict).length).toBe(4192);
  });

  test('its losses and samples, printed, are its output', () => {
    const losses = canonicalLosses(golden).map((loss, i) => stepText(i + 1, 1000, loss));
    const samples = canonicalSamples(golden).map(({ name }, i) => sampleText(i + 1, name));
    expect([headerText(32033, 27, 4192), ...losses, INFERENCE_HEADING, ...samples].join('')).toBe(
      canonicalOutput(golden),
    );
  });

  test('each sample has a uniform for each of its tokens, and one for BOS unless it is full', () => {
    for (const { name, tokens, uniforms } of canonicalSamples(golden)) {
      expect(tokens.length).toBe(name.length);
      expect(uniforms.length).toBe(Math.min(tokens.length + 1, CANONICAL.block_size));
    }
  });
});
