import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../deviations/catalogue.ts';
import type { DeviantStart } from '../../../deviations/deviantRun.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { OUTSIDE } from '../../diagnosis/outside/outside.ts';
import { handDumps, referenceDumps } from '../dumpOf.ts';
import { firstWrong } from '../firstWrong.ts';
import { CANONICAL_SIZES, SQUARED, TWO_LAYERS } from '../starts.ts';
import { mistakenDumps } from './mistakenDumps.ts';
import type { Place } from './place.ts';
import type { StepMistake } from './stepMistake.ts';
import { STEP_MISTAKES } from './stepMistakes.ts';

/** Of the largest number of its row or matrix: another order of additions stays below it, a mistake that shows above. */
const SHARE = { f64: 1e-9, f32: 1e-4 } as const;
const PRECISIONS = ['f64', 'f32'] as const;

/** In which matrices a gradient can first be wrong that goes back wrong through a value; the stream below is `BELOW`. */
const BELOW = ['layer*.mlp_fc2', 'layer*.mlp_fc1', 'layer*.attn_wo', 'wte', 'wpe'];
const QKV = ['layer*.attn_wv', 'layer*.attn_wk', 'layer*.attn_wq'];
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  loss: ['lm_head'],
  losses: ['lm_head'],
  probs: ['lm_head'],
  logits: BELOW,
  'layer*.mlp_residual': BELOW,
  'layer*.mlp_out': ['layer*.mlp_fc1'],
  'layer*.mlp_relu': ['layer*.mlp_fc1'],
  'layer*.mlp_hidden': ['layer*.attn_wo'],
  'layer*.mlp_norm': ['layer*.attn_wo'],
  'layer*.attn_residual': BELOW,
  'layer*.attn_out': QKV,
  'layer*.head_out': QKV,
  'layer*.attn_weights': ['layer*.attn_wk'],
  'layer*.attn_logits': ['layer*.attn_wk', 'layer*.attn_wq'],
  'layer*.q': BELOW,
  'layer*.k': BELOW,
  'layer*.v': ['layer*.attn_wv', ...BELOW],
  'layer*.attn_norm': BELOW,
  x: ['wte'],
};

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
    expect(dueNames(place)).toContain(first?.name);
  });

  const canonical = needs === undefined || needs === 'a token twice';
  test.runIf(canonical)('it shows at the sizes of microgpt.py', async () => {
    expect(await firstOf(mistake, CANONICAL_SIZES, 'f64')).toMatchObject({ step: from, stage: place.stage });
  });
});

test('none has the gradient of another, or of the catalogue', async () => {
  const gradients = new Map<string, string>();
  const same: string[] = [];
  const keep = (id: string, dumps: readonly StepDump[] | null) => {
    const numbers = Object.values(dumps?.[0]?.grad ?? {}).flat(2);
    if (numbers.length === 0 || isRight(numbers)) return;
    const key = numbers.map((x) => x.toPrecision(6)).join(' ');
    const other = gradients.get(key);
    if (other === undefined) gradients.set(key, id);
    else same.push(`${other} ${id}`);
  };
  const rightNumbers = Object.values(handDumps([], TWO_LAYERS)[0].grad ?? {}).flat(2);
  const isRight = (numbers: readonly number[]) => numbers.every((x, i) => Math.abs(x - rightNumbers[i]) < 1e-9);
  for (const mistake of STEP_MISTAKES) keep(mistake.id, await mistakenDumps([mistake], TWO_LAYERS));
  const mine = same.length;
  for (const entry of CATALOGUE.filter(({ needsDataset }) => !needsDataset)) {
    keep(entry.id, await referenceDumps([entry], TWO_LAYERS));
  }
  expect(mine).toBe(0);
  expect(same.filter((pair) => STEP_MISTAKES.some(({ id }) => pair.startsWith(`${id} `)))).toEqual([]);
});

/** In what a mistake at a place can show first. Adam's of all matrices shows in the first of them. */
function dueNames({ stage, name }: Place): readonly string[] {
  if (stage === 'forward') return [name];
  if (stage === 'adam') return name.includes('.') ? [name] : [`${name}.wte`];
  return BEHIND[name] ?? [name.replace(/^layer\d/, 'layer*')];
}

/** Where its first steps leave the right ones of the same program. */
async function firstOf(mistake: StepMistake, start: DeviantStart, precision: 'f64' | 'f32') {
  const right =
    mistake.program === 'hand' ? handDumps([], start, precision) : await referenceDumps([], start, precision);
  return firstWrong(await mistakenDumps([mistake], start, precision), right ?? [], SHARE[precision]);
}
