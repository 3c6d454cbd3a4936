import { expect, test } from 'vitest';
import { CATALOGUE, deviationOf } from '../../../deviations/catalogue.ts';
import { COMPILED } from '../../../deviations/compiledReference.ts';
import { type DeviantRun, deviantRun } from '../../../deviations/deviantRun.ts';
import type { Deviation } from '../../../deviations/deviation.ts';
import { startFromGolden } from '../../../diff/replay/start.ts';
import { lossTolerance } from '../../../diff/tolerance.ts';
import { canonicalLosses, canonicalParameters } from '../../../golden/canonical.ts';
import { openGolden } from '../../../golden/folder.ts';
import { fixed } from '../../../golden/runOutput.ts';
import { CANONICAL } from '../../../reference/config.ts';
import { type Mistake, OUTSIDE } from './outside.ts';

const golden = openGolden();
const start = startFromGolden(golden, CANONICAL);
const trained = { ...start, state_dict: canonicalParameters(golden, 'final') };
const expected = canonicalLosses(golden);
/** So many losses in full precision tell two mistakes apart. */
const STEPS = 5;

/**
 * The first step whose loss each has outside f64, and the first that it prints otherwise with four decimals; NEVER where no
 * step of the canonical run does. Step 1 for all others.
 */
const NEVER = 0;
const FIRST: Readonly<Record<string, readonly [exact: number, printed: number]>> = {
  'outside-rmsnorm-eps-1e-12': [1, 2],
  'outside-log-eps-3e-9': [1, 455],
  'outside-learning-rate-0.02': [2, 2],
  'outside-eps-adam-3e-9': [2, 11],
  'outside-beta1-0.87': [3, 3],
  'outside-beta2-0.995': [3, 4],
  'outside-weight-decay-0.03': [2, 2],
  'outside-rmsnorm-eps-1e-8+adam-eps-1e-9': [1, 2],
  'outside-log-eps-1e-12+softmax-eps': [1, NEVER],
  'outside-cache-detached+rmsnorm-constant': [2, 2],
  'outside-beta2+weight-decay-0.01': [2, 5],
  'outside-learning-rate-end+bias-correction-v': [2, 3],
  'outside-softmax-max+no-decay': [3, 4],
  'outside-rmsnorm-eps-first-only': [1, 24],
  'outside-fast-inverse-root': [1, 41],
  'outside-softcap-30': [1, 9],
  'outside-attention-softmax-eps': [1, NEVER],
  'outside-bias-correction-beta1': [2, 2],
  'outside-amsgrad': [3, 3],
  'outside-learning-rate-floor': [903, 904],
  'outside-moments-float32': [2, NEVER],
  'outside-nadam': [2, 2],
  'outside-warmup': [2, 2],
  'outside-weights-averaged': [NEVER, NEVER],
};

test('there are ten constants, ten pairs and twenty novel ones, each under a name of its own', () => {
  const ids = new Set([...OUTSIDE, ...CATALOGUE].map(({ id }) => id));
  expect(ids.size).toBe(OUTSIDE.length + CATALOGUE.length);
  expect(OUTSIDE.map(({ due }) => due.kind)).toEqual([
    ...Array(10).fill('family'),
    ...Array(10).fill('pair'),
    ...Array(20).fill('none'),
  ]);
});

test.each(OUTSIDE)('$id first has another loss where it should', async ({ id, deviations }) => {
  expect(firstSteps(await run(deviations))).toEqual(FIRST[id] ?? [1, 1]);
});

test('averaged parameters show in the samples', async () => {
  const samplesAfter = async (deviations: readonly Deviation[]) => {
    const { losses, samples } = await run(deviations, trained);
    take(losses, STEPS);
    return samples();
  };
  expect(await samplesAfter(mistakeOf('outside-weights-averaged').deviations)).not.toEqual(await samplesAfter([]));
});

test('no entry of the catalogue gives the losses of one, but that half of a pair whose other half shows in no run', async () => {
  const outside = await logs(OUTSIDE.filter(({ id }) => within(STEPS, FIRST[id]?.[0] ?? 1)));
  const entries = await logs(
    CATALOGUE.filter(({ needsDataset }) => !needsDataset).map((entry) => ({ id: entry.id, deviations: [entry] })),
  );
  const same = outside.flatMap(([id, losses]) =>
    entries.filter(([, others]) => areSame(losses, others)).map(([entry]) => [id, entry]),
  );
  expect(same).toEqual([['outside-softmax-max+no-decay', 'no-decay']]);
  expect(deviationOf('softmax-max').shows).toBe('law');
});

async function run(deviations: readonly Deviation[], from = start): Promise<DeviantRun> {
  const made = await deviantRun(deviations, from, COMPILED);
  if (made === null) throw new Error('these deviations do not go together');
  return made;
}

/** The first step outside f64, and the first that is printed otherwise; the run is followed no further. */
function firstSteps({ losses }: DeviantRun): [exact: number, printed: number] {
  let exact = NEVER;
  for (const [i, right] of expected.entries()) {
    const loss = Number(losses.next().value);
    if (exact === NEVER && !isWithinF64(loss, right)) exact = i + 1;
    if (fixed(loss) !== fixed(right)) return [exact, i + 1];
  }
  return [exact, NEVER];
}

function logs(mistakes: readonly Pick<Mistake, 'id' | 'deviations'>[]): Promise<[id: string, losses: number[]][]> {
  return Promise.all(
    mistakes.map(async ({ id, deviations }): Promise<[string, number[]]> => {
      return [id, take((await run(deviations)).losses, STEPS)];
    }),
  );
}

function take(losses: Iterator<number, void>, count: number): number[] {
  return Array.from({ length: count }, () => Number(losses.next().value));
}

function areSame(a: readonly number[], b: readonly number[]): boolean {
  return a.every((loss, i) => isWithinF64(loss, b[i]));
}

function isWithinF64(loss: number, right: number): boolean {
  return Math.abs(loss - right) <= lossTolerance('f64', right);
}

function within(steps: number, first: number): boolean {
  return first !== NEVER && first <= steps;
}

function mistakeOf(id: string): Mistake {
  const mistake = OUTSIDE.find((candidate) => candidate.id === id);
  if (mistake === undefined) throw new Error(`there is no mistake ${id}`);
  return mistake;
}
