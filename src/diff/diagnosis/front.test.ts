import { describe, expect, test } from 'vitest';
import { deviationOf } from '../../deviations/catalogue.ts';
import { COMPILED } from '../../deviations/compiledReference.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL } from '../../reference/config.ts';
import type { LossEvent } from '../log/log.ts';
import { startFromGolden } from '../replay/start.ts';
import { lossTolerance } from '../tolerance.ts';
import { backFor, candidatesFor } from './candidates.ts';
import { Front, type Who } from './front.ts';
import { diagnose } from './search.ts';
import { targetOf } from './target.ts';

/** More than the search trusts the engine with. */
const STEPS = 20;
const GIVEN = { parameters: false, documents: false, dataset: false };
const start = startFromGolden(openGolden(), CANONICAL);
const candidates = candidatesFor(GIVEN);

function event(step: number, text: string): LossEvent {
  return { kind: 'loss', step, num_steps: null, value: Number(text), text };
}

/** Fronts are made once: to load one is to evaluate the reference anew. */
const fronts = new Map<string, Promise<Front | null>>();
const right = Front.load([], start, COMPILED);

function frontOf(mistake: Deviation): Promise<Front | null> {
  const front = fronts.get(mistake.id) ?? Front.load([mistake], start, COMPILED);
  fronts.set(mistake.id, front);
  return front;
}

/** The losses of the first steps of a run with a mistake. */
async function lossesOf(who: Who, mistake: Deviation, steps = STEPS): Promise<number[]> {
  const isBack = candidates.backs.includes(mistake);
  const front = await (isBack ? right : frontOf(mistake));
  const back = front && isBack ? await backFor(front, [mistake], start.config, COMPILED) : null;
  const run = back ? front?.lossesWith(back, who) : front?.losses(who);
  return [...taken(run ?? [], steps)];
}

function* taken<T>(results: Iterable<T>, count: number): Generator<T, void> {
  let left = count;
  for (const result of results) {
    yield result;
    left--;
    if (left === 0) return;
  }
}

/** Where the engine stands in: behind the gradient, and in fronts that differ in how a run starts, or in constants. */
const enginesFronts: Deviation[] = [];
for (const front of candidates.fronts) if ((await frontOf(front))?.isEngines) enginesFronts.push(front);

describe('the engine in place of the reference gives the same losses within f64', () => {
  test('there are mistakes of both kinds for it, and such that it cannot make', () => {
    expect(candidates.backs.length).toBeGreaterThan(20);
    expect(enginesFronts.map(({ id }) => id)).toEqual(expect.arrayContaining(['early-revision', 'std-0.02']));
    expect(enginesFronts.map(({ id }) => id)).not.toContain('rmsnorm-constant');
    expect(enginesFronts.map(({ id }) => id)).not.toContain('learning-rate-ahead');
  });

  test.each(
    [...candidates.backs, ...enginesFronts].map((mistake) => [mistake.id, mistake] as const),
  )('%s', async (_, mistake) => {
    const [engine, reference] = [await lossesOf('engine', mistake), await lossesOf('reference', mistake)];
    expect(engine.length).toBe(reference.length);
    const far = reference.flatMap((loss, i) =>
      Math.abs(engine[i] - loss) <= lossTolerance('f64', loss) || Object.is(engine[i], loss) ? [] : [i + 1],
    );
    expect(far).toEqual([]);
  });
});

describe('an explanation is what the reference makes of it', () => {
  async function explained(losses: readonly number[], digits?: number) {
    const text = (loss: number) => (digits === undefined ? String(loss) : loss.toFixed(digits));
    const log = new Map(losses.map((loss, i) => [i + 1, [event(i + 1, text(loss))]]));
    const options = { given: GIVEN, quick: true, budget: Infinity, onProgress: () => {}, compiled: COMPILED };
    const { explanations } = await diagnose(start, targetOf({ losses: log }, losses.length), options);
    return explanations.map(({ deviations, precision }) => [deviations.map(({ id }) => id), precision]);
  }

  test.each([
    ['exact', 'reference'],
    ['f64', 'engine'],
  ] as const)('%s, of a log of the %s', async (precision, who) => {
    const losses = await lossesOf(who, deviationOf('beta2'));
    expect(await explained(losses)).toEqual([[['beta2'], precision]]);
  });

  test('printed, of a run in which rounding grows until the engine leaves it', async () => {
    const id = 'learning-rate-0.1';
    const [engine, reference] = [
      await lossesOf('engine', deviationOf(id), 300),
      await lossesOf('reference', deviationOf(id), 300),
    ];
    const gap = Math.max(...engine.map((loss, i) => Math.abs(loss - reference[i])));
    expect(gap).toBeGreaterThan(1e-4);
    expect(await explained(reference, 4)).toEqual([[[id], 'printed']]);
  });
});
