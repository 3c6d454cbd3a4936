import { describe, expect, test } from 'vitest';
import { DOUBLE } from '../../engine/memory.ts';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL, type Config, configure } from '../../reference/config.ts';
import { sample } from '../../reference/inference.ts';
import { decode, encode } from '../../reference/tokenizer.ts';
import { startTraining, train } from '../../reference/training.ts';
import { compareLosses } from '../compare.ts';
import { readTrace } from '../log/readLog.ts';
import { verdictOf } from '../verdict.ts';
import { engineRun } from './course.ts';
import { replayFrom } from './replay.ts';
import { type RunStart, startFromGolden } from './start.ts';

const golden = openGolden();
const STEPS = 60;

/** A start whose parameters are not the golden ones. */
const startOf = (config: Partial<Config> = {}) =>
  startFromGolden(golden, configure({ seed: 7, num_steps: STEPS, ...config }));

const tokensOf = ({ documents, tokenizer }: RunStart) =>
  documents.slice(0, STEPS).map((doc) => encode(tokenizer.uchars, doc));

/** What the reference computes from there. */
function referenceRun(config?: Partial<Config>) {
  const start = startOf(config);
  const { config: whole, state_dict, tokenizer, random } = start;
  const training = startTraining(whole, state_dict);
  const losses = [...train(training, tokensOf(start))];
  const name = () => decode(tokenizer.uchars, sample(training.model, () => random.random()).tokens);
  return { losses, samples: Array.from({ length: whole.num_samples }, name) };
}

async function traceOf(losses: readonly number[], print: (loss: number) => string = String) {
  const text = losses.map((loss, i) => `step ${i + 1} / ${STEPS} | loss ${print(loss)}\n`).join('');
  async function* chunks() {
    yield new TextEncoder().encode(text);
  }
  return readTrace(chunks(), { steps: STEPS, samples: 0 });
}

const { losses, samples } = referenceRun();

/** What the engine computes. */
const { losses: engineLosses } = engineRun({ ...startOf(), tokens: tokensOf(startOf()), steps: STEPS }, DOUBLE);

describe('a replay', () => {
  test('gives the losses that the reference has, to the last bit where the log has them so', async () => {
    expect(replayFrom(startOf(), STEPS, await traceOf(losses)).losses).toEqual(losses);
  });

  test("and the engine's, within f64, behind the first that the log has otherwise", async () => {
    const trace = await traceOf(losses.map((loss, i) => loss + (i === 2 ? 1e-15 : 0)));
    const replay = replayFrom(startOf(), STEPS, trace);
    expect(replay.losses).toEqual([...losses.slice(0, 3), ...engineLosses.slice(3)]);
    expect(engineLosses).not.toEqual(losses);
    expect(engineLosses.every((loss, i) => Math.abs(loss - losses[i]) < 1e-13)).toBe(true);
  });

  test('gives the samples of the reference, and no samples before the end', async () => {
    const trace = await traceOf(losses);
    expect(replayFrom(startOf(), STEPS, trace).samples).toEqual(samples);
    expect(replayFrom(startOf(), STEPS - 1, trace).samples).toBe(null);
  });

  test('is judged to its end in both classes, where rounding decides nothing', async () => {
    const { judgedIn } = replayFrom(startOf(), STEPS, await traceOf(losses));
    expect([judgedIn('f64'), judgedIn('f32')]).toEqual([Infinity, Infinity]);
  });

  test('says from which step on rounding decides, in float32 before it does in float64', async () => {
    const { judgedIn } = replayFrom(startOf({ learning_rate: 0.1 }), STEPS, await traceOf(losses));
    expect(judgedIn('f64')).toBeLessThan(STEPS);
    expect(judgedIn('f32')).toBeGreaterThan(1);
    expect(judgedIn('f32')).toBeLessThan(judgedIn('f64'));
  });

  test.each<[string, readonly number[], ((loss: number) => string)?]>([
    ['as it is', losses],
    ['as it is, with four decimals', losses, (loss) => loss.toFixed(4)],
    ['as it is, with ten decimals', losses, (loss) => loss.toFixed(10)],
    ['of the engine', engineLosses],
    ['an ulp off', losses.map((loss) => loss * (1 + 2 ** -52))],
    ['an ulp off at the last step', losses.with(-1, losses[STEPS - 1] * (1 + 2 ** -52))],
    ['1e-13 off', losses.map((loss) => loss + 1e-13)],
    ['1e-11 off', losses.map((loss) => loss + 1e-11)],
    ['in float32', losses.map(Math.fround)],
    ['1e-4 off', losses.map((loss) => loss + 1e-4)],
    ['of the golden start', referenceRun({ seed: CANONICAL.seed }).losses],
    ['without an end', [...losses.slice(0, -1), Number.NaN], (loss) => (Number.isNaN(loss) ? 'nan' : String(loss))],
  ])('gives a log %s the verdict that the reference gives it', async (_, logged, print) => {
    const trace = await traceOf(logged, print);
    const replayed = replayFrom(startOf(), STEPS, trace).losses;
    const verdict = (due: readonly number[]) => verdictOf(compareLosses(trace, due), null, true);
    expect(verdict(replayed)).toBe(verdict(losses));
  });
});
