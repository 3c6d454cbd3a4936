import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../deviations/catalogue.ts';
import { commute } from '../../../deviations/combined.ts';
import type { DeviantStart } from '../../../deviations/deviantRun.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { OUTSIDE } from '../../diagnosis/outside/outside.ts';
import { handDumps, referenceDumps } from '../dumpOf.ts';
import { firstWrong } from '../firstWrong.ts';
import { handText } from '../handPort.ts';
import { CANONICAL_SIZES, SQUARED, TWO_LAYERS } from '../starts.ts';
import { mistakenDumps } from './mistakenDumps.ts';
import { shownIn } from './shownIn.ts';
import type { StepMistake } from './stepMistake.ts';
import { STEP_MISTAKES } from './stepMistakes.ts';

/** Of the largest number of its row or matrix: another order of additions stays below it, a mistake that shows above. */
const SHARE = { f64: 1e-9, f32: 1e-6 } as const;
const PRECISIONS = ['f64', 'f32'] as const;

const startOf = ({ needs }: StepMistake): DeviantStart => (needs === 'squared ReLU' ? SQUARED : TWO_LAYERS);

test('at least sixty, most on the way back, each under a name of its own', () => {
  const count = (stage: string) => STEP_MISTAKES.filter(({ place }) => place.stage === stage).length;
  expect(count('backward')).toBeGreaterThanOrEqual(35);
  expect(count('forward')).toBeGreaterThanOrEqual(10);
  expect(count('adam')).toBeGreaterThanOrEqual(10);
  const ids = [...STEP_MISTAKES, ...CATALOGUE, ...OUTSIDE].map(({ id }) => id);
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  const titles = STEP_MISTAKES.map(({ title }) => title);
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([]);
});

describe.each(STEP_MISTAKES)('$id', (mistake) => {
  const { place, from, needs } = mistake;

  test.each(PRECISIONS)('in %s it shows first in what it names, at the step that it names', async (precision) => {
    const first = await firstOf(mistake, startOf(mistake), precision);
    expect(first).toMatchObject({ step: from, stage: place.stage });
    expect(shownIn(place)).toContain(first?.name);
  });

  const canonical = needs === undefined || needs === 'a token twice';
  test.runIf(canonical)('it shows at the sizes of microgpt.py', async () => {
    expect(await firstOf(mistake, CANONICAL_SIZES, 'f64')).toMatchObject({ step: from, stage: place.stage });
  });
});

test('none has the loss and the gradient of another, or of an entry of the catalogue', async () => {
  const gradients = new Map<string, string>();
  const same: [string, string][] = [];
  const keep = (id: string, dumps: readonly StepDump[] | null) => {
    const numbers = Object.values(dumps?.[0]?.grad ?? {}).flat(2);
    if (numbers.length === 0 || isRight(numbers)) return;
    const key = [dumps?.[0]?.loss ?? 0, ...numbers].map((x) => x.toPrecision(6)).join(' ');
    const other = gradients.get(key);
    if (other === undefined) gradients.set(key, id);
    else same.push([other, id]);
  };
  const rightNumbers = Object.values(handDumps([], TWO_LAYERS)[0].grad ?? {}).flat(2);
  const isRight = (numbers: readonly number[]) => numbers.every((x, i) => Math.abs(x - rightNumbers[i]) < 1e-9);
  for (const mistake of STEP_MISTAKES) keep(mistake.id, await mistakenDumps([mistake], TWO_LAYERS));
  for (const entry of CATALOGUE.filter(({ needsDataset }) => !needsDataset)) {
    keep(entry.id, await referenceDumps([entry], TWO_LAYERS));
  }
  // Pairs of entries of the catalogue alone are its own affair.
  const mine = new Set(STEP_MISTAKES.map(({ id }) => id));
  expect(same.filter(([first]) => mine.has(first))).toEqual([]);
});

test('in f32 every number that is dumped is a single', async () => {
  for (const mistake of STEP_MISTAKES) {
    for (const dump of (await mistakenDumps([mistake], startOf(mistake), 'f32')) ?? []) {
      const { params, grad, m, v, updated, losses, loss, trace } = dump;
      const dicts = [params, grad, m, v, updated].flatMap((dict) => Object.values(dict ?? {}).flat(2));
      const numbers = [...dicts, ...(losses ?? []), loss, ...[...trace.values()].flat()];
      expect(numbers.filter((x) => !Object.is(x, Math.fround(Number(x)))).length, mistake.id).toBe(0);
    }
  }
});

describe('together', () => {
  const named = (...ids: string[]) => STEP_MISTAKES.filter(({ id }) => ids.includes(id));

  test('nearly any two of one program can be made', () => {
    const hand = STEP_MISTAKES.flatMap((mistake) => (mistake.program === 'hand' ? [mistake.edits] : []));
    const pairs = hand.flatMap((first, i) => hand.slice(i + 1).map((second) => [first, second]));
    const apart = pairs.filter((pair) => !commute(handText, pair));
    expect(apart.length).toBeLessThan(0.02 * pairs.length);
  });

  test('the one that is executed first shows first', async () => {
    const three = named('lm-head-not-updated', 'wpe-gradient-first-row', 'relu-mask-inverted');
    const dumps = await mistakenDumps(three, TWO_LAYERS);
    const first = firstWrong(dumps ?? [], handDumps([], TWO_LAYERS), SHARE.f64);
    expect(first).toEqual({ step: 1, stage: 'backward', name: 'layer*.mlp_fc1' });
  });

  test('two that change the same text, or are of different programs, are not made', async () => {
    expect(await mistakenDumps(named('relu-mask-inverted', 'tape-square-once'), TWO_LAYERS)).toBeNull();
    expect(await mistakenDumps(named('mean-gradient-twice', 'mean-gradient-over-one-more'), TWO_LAYERS)).toBeNull();
  });
});

/** Where its first steps leave the right ones of the same program. */
async function firstOf(mistake: StepMistake, start: DeviantStart, precision: 'f64' | 'f32') {
  const right =
    mistake.program === 'hand' ? handDumps([], start, precision) : await referenceDumps([], start, precision);
  return firstWrong((await mistakenDumps([mistake], start, precision)) ?? [], right ?? [], SHARE[precision]);
}
