import { describe, expect, test } from 'vitest';
import { deviationOf } from '../deviations/catalogue.ts';
import { patchedReference } from '../deviations/compiledReference.ts';
import { deviantRun } from '../deviations/deviantRun.ts';
import { EVERYTHING, PARAMETERS } from '../deviations/float32.ts';
import type { Edit } from '../deviations/patched.ts';
import { DOUBLE } from '../engine/memory.ts';
import { flatten } from '../port/flatten.ts';
import { type Config, configure, EARLY } from '../reference/config.ts';
import type { StateDict } from '../reference/parameters.ts';
import { encode } from '../reference/tokenizer.ts';
import { diffSources } from '../report/diffSources.ts';
import { diffJson } from './diffJson.ts';
import { type DiffRequest, diffLog } from './diffLog.ts';
import { bytesOf, lossLines } from './logs.fixture.ts';
import { engineRun } from './replay/course.ts';
import { nudgedArithmetic } from './replay/nudged.ts';
import { type RunStart, startFromGolden } from './replay/start.ts';
import { summaryLines } from './summary.ts';
import { verdictText } from './verdict.ts';

const sources = diffSources();
const { golden, compiled } = sources;
const full = (loss: number) => String(loss);

function startOf(config: Partial<Config> = {}, base?: Config): RunStart {
  return startFromGolden(golden, configure(config, base));
}

async function said(losses: readonly number[], print: (loss: number) => string, start: RunStart, dump = false) {
  const params = { kind: 'numbers', values: Float64Array.from(flatten(start.state_dict)) } as const;
  const request: DiffRequest = {
    ...sources,
    config: start.config,
    stepsGiven: true,
    diagnosis: 'none',
    onProgress: () => {},
    ...(dump ? { params } : {}),
  };
  const diff = await diffLog(bytesOf(lossLines(losses.map(print))), request);
  const lines = summaryLines(diff).join('\n');
  return { ...diffJson(diff), word: diff.verdict, verdict: verdictText(diff), judgedTo: diff.judged.steps, lines };
}

function tokensOf({ documents, tokenizer }: RunStart, steps: number) {
  return documents.slice(0, steps).map((doc) => encode(tokenizer.uchars, doc));
}

/** Another right port in double precision: the engine with noise of 1 ulp. */
function doublePort(start: RunStart, steps: number): readonly number[] {
  return engineRun({ ...start, tokens: tokensOf(start, steps), steps }, nudgedArithmetic('f64', 1, 5)).losses;
}

/** A right port in single precision: the engine in float32, with noise of 1 ulp of it. */
function singlePort(start: RunStart, steps: number): readonly number[] {
  return engineRun({ ...start, tokens: tokensOf(start, steps), steps }, nudgedArithmetic('f32', 1, 5)).losses;
}

/** The reference with a part of it in float32. */
async function patchedPort(edits: readonly Edit[], start: RunStart, steps: number): Promise<number[]> {
  const { training } = await patchedReference(edits);
  return [...training.train(training.startTraining(start.config, start.state_dict), tokensOf(start, steps), steps)];
}

/** The first losses of a run with a mistake. */
async function mistakenPort(id: string, start: RunStart, steps: number): Promise<number[]> {
  const run = await deviantRun([deviationOf(id)], start, compiled);
  const losses: number[] = [];
  for (const loss of run?.losses ?? []) if (losses.push(loss) === steps) break;
  return losses;
}

describe('a log of double precision', () => {
  test.each([
    ['learning-rate', 2, 5],
    ['attention-norm-missing', 1, 8],
  ])('with %s diverges at the step where it leaves f64', async (id, f64, f32) => {
    const losses = await mistakenPort(id, startOf(), 30);
    const result = await said(losses, full, startOf());
    expect(result).toMatchObject({ word: 'diverges', firstDivergence: { step: f64 }, departures: { f64, f32 } });
    expect(result.lines).toMatch(new RegExp(`it leaves f64 at step ${f64} \\(delta .*\\), f32 at step ${f32}`));
  });

  test('that stays within f32 is of f32, and the step is said at which it leaves f64', async () => {
    const losses = await mistakenPort('learning-rate-end', startOf(), 20);
    const result = await said(losses, full, startOf());
    expect(result).toMatchObject({ word: 'f32', firstDivergence: null, departures: { f64: 3, f32: null } });
    expect(result.lines).toContain('departures: it leaves f64 at step 3');
    expect(result.lines).toContain('and stays within f32');
  });

  test('with four decimals diverges where they show it', async () => {
    const losses = await mistakenPort('learning-rate', startOf(), 30);
    const result = await said(losses, (loss) => loss.toFixed(4), startOf());
    expect(result).toMatchObject({ firstDivergence: { step: 5 }, departures: { f64: 5, f32: 5 } });
  });
});

describe('a float32 port that is right', () => {
  const rounded = (state_dict: StateDict): StateDict =>
    Object.fromEntries(
      Object.entries(state_dict).map(([name, rows]) => [name, rows.map((row) => row.map(Math.fround))]),
    );
  const own = { ...startOf({ seed: 7 }), state_dict: rounded(startOf({ seed: 7 }).state_dict) };

  test.each([
    ['in all that it computes', EVERYTHING, full],
    ['in all, with 9 digits', EVERYTHING, (loss: number) => Math.fround(loss).toPrecision(9)],
    ['in its parameters alone, its losses those of a double', PARAMETERS, full],
  ])('is of f32, where it is so %s, and nothing diverges', async (_, edits, print) => {
    const result = await said(await patchedPort(edits, own, 40), print, own, true);
    expect(result).toMatchObject({ word: 'f32', firstDivergence: null, departures: { f32: null } });
  });

  test('is not judged in f64 where its parameters are float32 numbers, though its first loss is a double', async () => {
    const losses = await patchedPort(PARAMETERS, own, 30);
    const wrong = losses.map((loss, i) => loss + (i < 20 ? 0 : 1e-3));
    const result = await said(wrong, full, own, true);
    expect(result).toMatchObject({ word: 'diverges', firstDivergence: { step: 21 }, departures: { f64: 2, f32: 21 } });
  });
});

describe('a run whose rounding grows', () => {
  const fast = startOf({ seed: 8, learning_rate: 0.05 });
  const STEPS = 120;

  test('is judged in f64 as far as that holds, and says so', async () => {
    const losses = doublePort(fast, STEPS);
    const result = await said(losses, full, fast);
    expect(result.verdict).toMatch(/^f64, judged to step \d+, incomplete \(120 of 1000 steps\)$/);
    expect(result.judgedTo).toBeLessThan(STEPS);
    expect(result.lines).toContain(`note: judged to step ${result.judgedTo}`);
  });

  test('is judged in f32 as far as that holds, whatever the digits', async () => {
    const losses = singlePort(fast, STEPS);
    expect((await said(losses, full, fast)).verdict).toMatch(/^f32, judged to step \d+, incomplete/);
    expect((await said(losses, (loss) => loss.toFixed(4), fast)).verdict).toMatch(/^printed, judged to step \d+, inc/);
  });

  test('is judged in f32 where its digits are too few to tell f64', async () => {
    const losses = doublePort(fast, STEPS).map((loss, i) => loss + (i < 59 ? 0 : 1e-3));
    const few = await said(losses, (loss) => loss.toFixed(4), fast);
    const full17 = await said(losses, full, fast);
    expect([few.word, full17.word]).toEqual(['printed', 'f64']);
    expect(few.judgedTo).toBeLessThan(full17.judgedTo);
  });

  test('that agrees to the end is judged to the end', async () => {
    const losses = engineRun({ ...fast, tokens: tokensOf(fast, STEPS), steps: STEPS }, DOUBLE).losses;
    expect(await said(losses, full, fast)).toMatchObject({ verdict: 'f64, incomplete (120 of 1000 steps)' });
  });

  test('diverges where it differs before that', async () => {
    const losses = doublePort(fast, STEPS).map((loss, i) => loss + (i < 9 ? 0 : 1e-3));
    const result = await said(losses, full, fast);
    expect(result).toMatchObject({ verdict: 'diverges', firstDivergence: { step: 10 } });
    expect(result.judgedTo).toBeLessThan(STEPS);
  });

  test('of the early revision is no f32 in double precision, and does not diverge in single', async () => {
    const early = startOf({ seed: 8 }, EARLY);
    const { num_steps } = early.config;
    expect((await said(doublePort(early, num_steps), full, early)).verdict).toMatch(/^f64, judged to step \d+$/);
    expect((await said(singlePort(early, num_steps), full, early)).verdict).toMatch(/^f32, judged to step \d+$/);
  });

  test('is judged in f64 where float32 cannot take its first step', async () => {
    const wild = startOf({ std: 0.8, seed: 8 });
    const losses = doublePort(wild, 20).map((loss, i) => loss + (i < 9 ? 0 : 1));
    expect(await said(losses, (loss) => loss.toFixed(4), wild)).toMatchObject({ firstDivergence: { step: 10 } });
  });
});
