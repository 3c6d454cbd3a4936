import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../deviations/catalogue.ts';
import { COMPILED } from '../../../deviations/compiledReference.ts';
import { deviantRun } from '../../../deviations/deviantRun.ts';
import type { Deviation } from '../../../deviations/deviation.ts';
import { deviationWith, FAMILIES } from '../../../deviations/families.ts';
import { openGolden } from '../../../golden/folder.ts';
import { CANONICAL, type Config, configure, EARLY } from '../../../reference/config.ts';
import { encode } from '../../../reference/tokenizer.ts';
import { startFromGolden } from '../../replay/start.ts';
import { type Choices, choicesOf, together } from './choicesOf.ts';
import { FAMILY_CHOICES, familyOf } from './familyChoices.ts';
import { NumericRuns, parametersOf } from './numericRun.ts';

const STEPS = 4;
/** The rounding of so many steps, in nats: sums stand in another order. */
const ROUNDING = 1e-11;
const golden = openGolden();

/** Runs of the plain numbers from the start that a configuration has. */
function numericFrom(config: Config) {
  const start = startFromGolden(golden, config);
  const tokens = start.documents.slice(0, STEPS + 1).map((doc) => encode(start.tokenizer.uchars, doc));
  const runs = new NumericRuns(config, start.tokenizer.vocab_size, config.block_size);
  const own = { config, parameters: parametersOf(config, start.state_dict), tokens };
  return { start, losses: (choices: Choices) => taken(runs.losses(own, choices)) };
}

async function reference(start: ReturnType<typeof numericFrom>['start'], deviations: readonly Deviation[]) {
  return taken((await deviantRun(deviations, start, COMPILED))?.losses ?? []);
}

function taken(losses: Iterable<number>): number[] {
  const list: number[] = [];
  for (const loss of losses) {
    list.push(loss);
    if (list.length === STEPS) break;
  }
  return list;
}

function farthest(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(...a.map((loss, i) => Math.abs(loss - b[i])));
}

const canonical = numericFrom(CANONICAL);
const chosen = CATALOGUE.flatMap((deviation) => {
  const choices = choicesOf(deviation);
  return choices === null ? [] : [{ id: deviation.id, deviation, choices }];
});

describe('choices in plain numbers are the mistakes that the edits make', () => {
  test('none is microgpt.py', async () => {
    expect(farthest(canonical.losses({}), await reference(canonical.start, []))).toBeLessThan(ROUNDING);
  });

  test('most mistakes before and behind the gradient have them', () => {
    expect(chosen.length).toBeGreaterThan(110);
  });

  test.each(chosen)('$id', async ({ deviation, choices }) => {
    expect(farthest(canonical.losses(choices), await reference(canonical.start, [deviation]))).toBeLessThan(ROUNDING);
  });

  test.each(FAMILIES.filter(({ id }) => FAMILY_CHOICES[id] !== undefined))('a value of $id', async (family) => {
    const value = Math.sqrt(family.least * family.most);
    const choices = FAMILY_CHOICES[family.id](value);
    expect(familyOf({ choices })).toEqual({ family, value });
    const due = await reference(canonical.start, [deviationWith(family, value)]);
    expect(farthest(canonical.losses(choices), due)).toBeLessThan(ROUNDING);
  });
});

describe('with other sizes, two layers, and in the early revision', () => {
  const others = [
    numericFrom(configure({ n_layer: 2, n_embd: 12, n_head: 3, block_size: 5 })),
    numericFrom(configure({ num_steps: 100 }, EARLY)),
  ];

  test.each(others)('none is microgpt.py', async ({ start, losses }) => {
    expect(farthest(losses({}), await reference(start, []))).toBeLessThan(ROUNDING);
  });

  test.each(chosen.filter(({ deviation }) => deviation.config === undefined))('$id', async ({ deviation, choices }) => {
    for (const { start, losses } of others) {
      expect(farthest(losses(choices), await reference(start, [deviation]))).toBeLessThan(ROUNDING);
    }
  });
});

describe('several together', () => {
  const pairs = [
    ['rmsnorm-mean', 'learning-rate'],
    ['attention-unscaled', 'log2'],
    ['neg-gradient', 'fc2-gradient-before-activation'],
    ['cache-input-detached', 'weight-decay-0.1'],
    ['layernorm', 'gradient-of-sum'],
  ] as const;
  const of = (id: string) => chosen.filter((one) => one.id === id);

  test.each(pairs)('%s with %s', async (...ids) => {
    const both = ids.flatMap(of);
    const choices = together(both.map((one) => one.choices));
    const due = await reference(
      canonical.start,
      both.map(({ deviation }) => deviation),
    );
    expect(farthest(canonical.losses(choices ?? {}), due)).toBeLessThan(ROUNDING);
  });

  test('two that choose otherwise of the same are none', () => {
    expect(together(['log2', 'log10'].flatMap(of).map(({ choices }) => choices))).toBeNull();
  });
});
