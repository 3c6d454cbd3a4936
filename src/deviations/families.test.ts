import { describe, expect, test } from 'vitest';
import { choicesOf } from '../diff/diagnosis/numeric/choicesOf.ts';
import { familyOf } from '../diff/diagnosis/numeric/familyChoices.ts';
import { startFromGolden } from '../diff/replay/start.ts';
import { openGolden } from '../golden/folder.ts';
import { CANONICAL } from '../reference/config.ts';
import { readSpec } from '../spec/clauses.ts';
import { deviationOf } from './catalogue.ts';
import { COMPILED } from './compiledReference.ts';
import { deviantRun } from './deviantRun.ts';
import type { Deviation } from './deviation.ts';
import { deviationWith, FAMILIES, type Family } from './families.ts';

/** By when a value shows in the losses: Adam's eps and beta2 do from step 2 and 3 on. */
const STEPS = 3;
/** Beyond the rounding of so many steps. */
const DIFFERENT = 1e-13;

const start = startFromGolden(openGolden(), CANONICAL);
const right = await lossesOf([]);

/** Values of the catalogue, and of which family they are. */
const MEMBERS: readonly (readonly [id: string, family: string, value: number])[] = [
  ['rmsnorm-eps-0.000001', 'rmsnorm-eps', 1e-6],
  ['rmsnorm-eps-1e-8', 'rmsnorm-eps', 1e-8],
  ['rmsnorm-eps-1.19e-7', 'rmsnorm-eps', 1.1920929e-7],
  ['rmsnorm-eps-0', 'rmsnorm-eps', 0],
  ['softmax-eps', 'softmax-epsilon', 1e-8],
  ['log-eps-1e-8', 'log-eps', 1e-8],
  ['log-eps-1e-12', 'log-eps', 1e-12],
  ['leaky-relu', 'leaky-relu-slope', 0.01],
  ['attention-unscaled', 'attention-factor', 1],
  ['beta1', 'beta1', 0.9],
  ['weight-decay-0.01', 'weight-decay', 0.01],
  ['weight-decay-0.1', 'weight-decay', 0.1],
];

describe('a family', () => {
  test('has an identifier of its own and a clause of the specification', () => {
    const ids = FAMILIES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const clauses = new Set(readSpec().map(({ id }) => id));
    expect(FAMILIES.filter(({ clause }) => !clauses.has(clause))).toEqual([]);
  });

  test('has the right value, where there is one, among those that are looked for', () => {
    const isOutside = ({ right, least, most }: Family) => right !== null && (right <= least || right >= most);
    expect(FAMILIES.filter(isOutside)).toEqual([]);
    expect(FAMILIES.filter(({ least, most }) => !(least > 0 && least < most))).toEqual([]);
    expect(FAMILIES.filter(({ scale, most }) => scale === 'complement' && most >= 1)).toEqual([]);
  });

  test.each(FAMILIES)('$id: its middle changes the losses where it says', async (family) => {
    const losses = await lossesOf([deviationWith(family, middleOf(family))]);
    const [first, ...later] = losses.map((loss, i) => Math.abs(loss - right[i]) > DIFFERENT);
    expect(losses).toHaveLength(STEPS);
    expect([first, first || later.includes(true)]).toEqual([family.shows !== 'update', true]);
  });

  test.each(FAMILIES.filter(({ right }) => right !== null))('$id: the right value is microgpt.py', async (family) => {
    const losses = await lossesOf([deviationWith(family, Number(family.right))]);
    expect(distance(losses, right)).toBeLessThan(DIFFERENT);
  });

  test('names its value, and what is right', () => {
    const explanationOf = (id: string, value: number) =>
      FAMILIES.filter((family) => family.id === id).map((family) => deviationWith(family, value).explanation);
    expect(explanationOf('rmsnorm-eps', 1e-12)).toEqual(['RMSNorm eps: 1e-12; it is 0.00001 in microgpt.py.']);
    expect(explanationOf('weight-decay', 0.03)).toEqual(['Weight decay: 0.03; microgpt.py has no such number.']);
  });
});

describe('a value of the catalogue is a member of its family', () => {
  test.each(MEMBERS)('%s of %s: %d', async (id, family, value) => {
    const choices = choicesOf(deviationOf(id)) ?? {};
    expect(familyOf({ choices })).toMatchObject({ family: { id: family }, value });
  });

  test.each(MEMBERS)('%s is the same run as %s with %d', async (id, family, value) => {
    const own = FAMILIES.filter((one) => one.id === family).map((one) => deviationWith(one, value));
    expect(own).toHaveLength(1);
    const [due, losses] = [await lossesOf([deviationOf(id)]), await lossesOf(own)];
    expect(losses).toHaveLength(STEPS);
    expect(distance(losses, due)).toBeLessThan(DIFFERENT);
  });
});

function middleOf({ least, most, scale }: Family): number {
  return scale === 'value' ? Math.sqrt(least * most) : 1 - Math.sqrt((1 - least) * (1 - most));
}

function distance(losses: readonly number[], due: readonly number[]): number {
  return Math.max(...losses.map((loss, i) => Math.abs(loss - due[i])));
}

async function lossesOf(deviations: readonly Deviation[]): Promise<number[]> {
  const run = await deviantRun(deviations, start, COMPILED);
  const losses: number[] = [];
  for (const loss of run?.losses ?? []) if (losses.push(loss) === STEPS) break;
  return losses;
}
