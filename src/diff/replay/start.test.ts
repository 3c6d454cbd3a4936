import { describe, expect, test } from 'vitest';
import { canonicalParameters, canonicalSamples } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { flatten } from '../../port/flatten.ts';
import { CANONICAL, configure } from '../../reference/config.ts';
import { startFromDataset, startFromGolden } from './start.ts';

const golden = openGolden();

describe('the golden start', () => {
  test('has the recorded parameters, and the stream where the samples begin', () => {
    const { state_dict, random, documents } = startFromGolden(golden, CANONICAL);
    expect(state_dict).toEqual(canonicalParameters(golden, 'initial'));
    expect(documents.length).toBe(1000);
    expect([random.random(), random.random()]).toEqual(canonicalSamples(golden)[0].uniforms.slice(0, 2));
  });

  test.each([
    { num_steps: 10 },
    { temperature: 1 },
    { n_head: 2 },
    { learning_rate: 0.1 },
  ])('has the recorded parameters with %j, on which they do not depend', (overrides) => {
    const { state_dict } = startFromGolden(golden, configure(overrides));
    expect(state_dict).toEqual(canonicalParameters(golden, 'initial'));
  });

  test.each([
    { seed: 43 },
    { std: 0.02 },
    { std_residual: 0 },
    { n_embd: 32 },
    { n_layer: 2 },
    { block_size: 8 },
  ])('draws the parameters with %j, on which they depend', (overrides) => {
    const { state_dict } = startFromGolden(golden, configure(overrides));
    expect(flatten(state_dict)).not.toEqual(flatten(canonicalParameters(golden, 'initial')));
  });
});

describe('the start from a dataset', () => {
  test('draws the shuffle, then the parameters, from one stream', () => {
    const start = startFromDataset(CANONICAL, new TextEncoder().encode('emma\nolivia\nava\n'));
    expect(start.num_docs).toBe(3);
    expect(start.documents.toSorted()).toEqual(['ava', 'emma', 'olivia']);
    expect(start.tokenizer.uchars.join('')).toBe('aeilmov');
    expect(start.state_dict.wte.length).toBe(8);
  });
});
