import { describe, expect, test } from 'vitest';
import { startFromDataset, startFromGolden } from '../diff/replay/start.ts';
import { lossTolerance } from '../diff/tolerance.ts';
import { canonicalLosses, canonicalParameters, canonicalSamples } from '../golden/canonical.ts';
import { openGolden } from '../golden/folder.ts';
import { flatten } from '../port/flatten.ts';
import { CANONICAL, configure } from '../reference/config.ts';
import { deviationOf } from './catalogue.ts';
import { COMPILED } from './compiledReference.ts';
import { deviantRun } from './deviantRun.ts';

const golden = openGolden();
const start = startFromGolden(golden, CANONICAL);
/** Steps that are compared. */
const STEPS = 20;

/** A dataset of its own, with the start that it gives. */
const dataset = new TextEncoder().encode('emma\nolivia\nava\nmia\nzoe\n');
const small = { ...startFromDataset(configure({ num_steps: 7, num_samples: 3 }), dataset), dataset };

const runOf = async (ids: readonly string[], from: Parameters<typeof deviantRun>[1] = start) => {
  const run = await deviantRun(ids.map(deviationOf), from, COMPILED);
  expect(run).not.toBeNull();
  return run as NonNullable<typeof run>;
};

describe('a run without deviations', () => {
  test('training.14 has the losses of the golden run, within f64', async () => {
    const { losses } = await runOf([]);
    for (const expected of canonicalLosses(golden).slice(0, STEPS)) {
      expect(Math.abs(Number(losses.next().value) - expected)).toBeLessThanOrEqual(lossTolerance('f64', expected));
    }
  });

  test('inference.13 draws its samples from the stream behind the parameters', async () => {
    const run = await runOf([], { ...start, state_dict: canonicalParameters(golden, 'final') });
    expect(run.samples()).toEqual(canonicalSamples(golden).map(({ name }) => name));
  });

  test('training.2 goes round again, for num_steps steps', async () => {
    const run = await runOf([], small);
    expect([...run.losses]).toHaveLength(7);
    expect(run.samples()).toHaveLength(3);
  });
});

describe('a run with deviations', () => {
  test('has the given parameters, though its forward pass is another', async () => {
    expect((await runOf(['rmsnorm-eps-0'])).state_dict).toBe(start.state_dict);
  });

  test('draws parameters anew where a deviation shows in them', async () => {
    const { state_dict } = await runOf(['std-residual-0', 'learning-rate']);
    expect(new Set(state_dict['layer0.attn_wo'].flat())).toEqual(new Set([0]));
    expect(flatten(state_dict)).toHaveLength(flatten(start.state_dict).length);
  });

  test('reads the documents anew where a deviation needs the dataset', async () => {
    const { tokens, state_dict } = await runOf(['no-shuffle'], small);
    expect(tokens.map(({ length }) => length - 2)).toEqual([4, 6, 3, 3, 3]);
    expect(state_dict).toEqual(small.state_dict);
  });

  test('ends where a mistake ends it', async () => {
    expect([...(await runOf(['adam-root-missing'])).losses]).toHaveLength(1);
  });

  test('deviations that do not go together make no run', async () => {
    expect(await deviantRun(['rmsnorm-eps-0', 'rmsnorm-eps-1e-8'].map(deviationOf), start, COMPILED)).toBeNull();
  });

  test('one that needs the dataset is an error without it', async () => {
    await expect(deviantRun([deviationOf('no-shuffle')], start, COMPILED)).rejects.toThrow(
      new RangeError('deviantRun: a deviation needs the dataset; pass the file, or leave the deviation out'),
    );
  });
});
