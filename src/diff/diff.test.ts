import { describe, expect, test } from 'vitest';
import { canonicalLosses, canonicalOutput, canonicalSamples } from '../golden/canonical.ts';
import { fixed } from '../golden/runOutput.ts';
import { CANONICAL } from '../reference/config.ts';
import { diffSources } from '../report/diffSources.ts';
import { diffJson } from './diffJson.ts';
import { diffLog, type LogDiff } from './diffLog.ts';
import { summaryLines } from './summary.ts';

const sources = diffSources();
const { golden } = sources;
const losses = canonicalLosses(golden);
const names = canonicalSamples(golden).map(({ name }) => name);
const output = canonicalOutput(golden);
const sampleLines = names.map((name, i) => `sample ${i + 1}: ${name}\n`).join('');

function diff(log: string, stepsGiven = false): Promise<LogDiff> {
  const request = { ...sources, config: CANONICAL, stepsGiven, diagnosis: 'none', onProgress: () => {} } as const;
  return diffLog(once(new TextEncoder().encode(log)), request);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A log of losses that a function makes of the golden ones. */
function logOf(printed: (loss: number, step: number) => string, samples = sampleLines): string {
  return losses.map((loss, i) => `step ${i + 1} / 1000 | loss ${printed(loss, i + 1)}\n`).join('') + samples;
}

/** A fixed sequence of numbers in [-1, 1) for noise. */
const noise = (step: number) => ((step * 2654435761) % 2 ** 32) / 2 ** 31 - 1;

describe('the verdict on a log', () => {
  test('that microgpt.py printed is printed, with all samples', async () => {
    const result = await diff(output);
    expect(diffJson(result)).toEqual({
      schema: 2,
      verdict: 'printed',
      complete: true,
      incomplete: [],
      source: 'golden',
      library: null,
      stepsCompared: 1000,
      stepsJudged: 1000,
      departures: { f64: null, f32: null },
      firstDivergence: null,
      maxAbsDelta: expect.closeTo(5e-5, 6),
      printedDigits: 4,
      samples: { compared: 20, equal: 20 },
      format: 'microgpt',
      dialect: null,
      layout: null,
      notes: [],
      health: null,
      diagnosis: [],
    });
  });

  test.each([
    ['repr', String, 'exact'],
    ['%.17g', (loss: number) => loss.toPrecision(17), 'exact'],
    ['%.16e', (loss: number) => loss.toExponential(16), 'exact'],
    ['repr, off by 1e-13', (loss: number) => String(loss + 1e-13), 'f64'],
    ['%.13f', (loss: number) => loss.toFixed(13), 'f64'],
    ['repr, off by 1e-11', (loss: number) => String(loss + 1e-11), 'f32'],
    ['%.9f, off by 1e-6', (loss: number) => (loss + 1e-6).toFixed(9), 'f32'],
    ['%.6f, off by 1e-6', (loss: number) => (loss + 1e-6).toFixed(6), 'f32'],
    ['%.9f', (loss: number) => loss.toFixed(9), 'printed'],
    ['%g', (loss: number) => String(Number(loss.toPrecision(6))), 'printed'],
    ['round(loss, 4)', (loss: number) => String(Number(loss.toFixed(4))), 'printed'],
    ['%.1f', (loss: number) => loss.toFixed(1), 'printed'],
    ['repr, off by 1e-4', (loss: number) => String(loss + 1e-4), 'different-start'],
  ])('of losses as %s is right', async (_, printed, verdict) => {
    expect((await diff(logOf(printed))).verdict).toBe(verdict);
  });

  test('of float32 noise is printed where 4 decimals hide it but for some ties', async () => {
    const result = await diff(logOf((loss, step) => (loss + 2e-6 * noise(step)).toFixed(4)));
    expect(result.verdict).toBe('printed');
    expect(result.losses.beyondF64).toBeGreaterThan(0);
    expect(summaryLines(result).join('\n')).toContain('rounded the other way');
  });

  test('is diverges at the step where one digit was changed, whichever digit', async () => {
    for (const change of [1e-4, -1e-4, 1e-3, 1e-2, 0.1, 1]) {
      const result = await diff(logOf((loss, step) => fixed(step === 437 ? Number(fixed(loss)) + change : loss)));
      expect(diffJson(result)).toMatchObject({
        verdict: 'diverges',
        firstDivergence: { step: 437, expected: losses[436], delta: expect.closeTo(Math.abs(change), 3) },
      });
    }
  });

  test('is diverges, not different-start, where step 1 alone differs', async () => {
    const result = await diff(logOf((loss, step) => (step === 1 ? '3.3760' : fixed(loss))));
    expect(result.verdict).toBe('diverges');
    expect(result.losses.firstDivergence?.step).toBe(1);
  });

  test('is different-start where all losses differ', async () => {
    const result = await diff(logOf((_, step) => fixed(3 + noise(step) / 2), ''));
    expect(result.verdict).toBe('different-start');
  });

  test('is diverges where a loss is NaN or infinite, at that step', async () => {
    const nan = await diff(logOf((loss, step) => (step >= 3 ? 'nan' : String(loss))));
    expect(diffJson(nan)).toMatchObject({
      verdict: 'diverges',
      firstDivergence: { step: 3, got: 'nan', delta: 'nan' },
      maxAbsDelta: 'nan',
    });
    const infinite = await diff(logOf((loss, step) => (step === 1 ? 'inf' : String(loss))));
    expect(diffJson(infinite)).toMatchObject({ verdict: 'diverges', firstDivergence: { step: 1, got: 'inf' } });
  });

  test('is no-losses where there is none to compare', async () => {
    for (const log of ['', 'hello\n', sampleLines, 'step 1001 / 2000 | loss 2.0\n']) {
      const result = await diff(log);
      expect(result.verdict).toBe('no-losses');
      expect(summaryLines(result)[0]).toContain('step    1 / 1000 | loss 3.3660');
    }
  });

  test('compares every loss of a step that comes twice', async () => {
    const result = await diff(`${logOf(fixed)}step 500 / 1000 | loss 9.0000\n`);
    expect(result.verdict).toBe('diverges');
    expect(result.losses).toMatchObject({ steps: 1000, firstDivergence: { step: 500, got: 9 } });
    expect((await diff(output + output)).verdict).toBe('printed');
  });

  test('finds the first divergence in the order of steps, whatever order the log is in', async () => {
    const lines = logOf((loss, step) => fixed(step % 300 === 0 ? 9 : loss)).split('\n');
    expect((await diff(lines.reverse().join('\n'))).losses.firstDivergence?.step).toBe(300);
  });

  test('compares as many steps as there are, and says of those beyond that they are not compared', async () => {
    const short = await diff(output.slice(0, output.indexOf('step   11')));
    expect(short).toMatchObject({ verdict: 'printed', losses: { steps: 10 }, samples: null });
    const long = await diff(`${logOf(fixed)}step 1001 / 1000 | loss 9.0\n`);
    expect(long.verdict).toBe('printed');
    expect(summaryLines(long)).toContain('note: 1 losses are of steps outside 1 to 1000: not compared');
  });
});

describe('samples', () => {
  const renamed = sampleLines.replace('jaire', 'jairo');

  test('that differ from the golden ones diverge though the losses conform', async () => {
    const result = await diff(logOf(String, renamed));
    expect(diffJson(result)).toMatchObject({
      verdict: 'diverges',
      firstDivergence: null,
      samples: { compared: 20, equal: 19 },
    });
    expect(summaryLines(result)).toContain(
      'samples: 19 of 20 equal; the first that differs is sample 4: expected jaire, got jairo',
    );
  });

  test('are compared as many as there are', async () => {
    const result = await diff(logOf(String, 'sample  2: ann\n'));
    expect(diffJson(result)).toMatchObject({ verdict: 'exact', samples: { compared: 1, equal: 1 } });
  });

  test('do not count where the log ends before step 1000, since the model is another', async () => {
    const log = `step 1 / 1000 | loss ${losses[0]}\nstep 2 / 1000 | loss ${losses[1]}\n${renamed}`;
    const result = await diff(log);
    expect(result.verdict).toBe('exact');
    expect(summaryLines(result)).toContain('note: the log ends at step 2, so samples do not count');
  });

  test.each([
    ['with numbers', sampleLines],
    ['with numbers behind a heading', `--- inference ---\n${sampleLines}`],
    ['bare', `--- inference ---\n${sampleLines.replaceAll(/sample +\d+: /g, '')}`],
  ])('are no evidence where the log is cut off within them, wherever that is: %s', async (_, text) => {
    const log = `step 1000 / 1000 | loss ${losses[999]}\n${text}`;
    const verdicts = new Set<string>();
    for (let cut = log.length - text.length; cut <= log.length; cut++) {
      verdicts.add((await diff(log.slice(0, cut))).verdict);
    }
    expect([...verdicts]).toEqual(['exact']);
    const cut = await diff(log.slice(0, log.lastIndexOf('n')));
    expect(cut.samples).toMatchObject({ compared: 19, equal: 19 });
    expect(summaryLines(cut)).toContain(
      'note: sample 20 stands in the last line, which has no end: it was cut off, and is not compared',
    );
  });

  test('count in a last line without its end where they are no beginning of the one that is due', async () => {
    const log = `step 1000 / 1000 | loss ${losses[999]}\nsample 1: kamon\nsample 2: anx`;
    expect((await diff(log)).verdict).toBe('diverges');
    expect((await diff(log.slice(0, -1))).samples).toMatchObject({ compared: 1 });
  });

  test('that are equal though step 1 differs tell that the losses are of another kind', async () => {
    const lines = summaryLines(await diff(logOf((loss) => fixed(loss / Math.LN2), sampleLines)));
    expect(lines.at(-1)).toBe('verdict: different-start');
    expect(lines.join('\n')).toContain('20 of 20 samples are equal, which no other start gives');
    expect(lines.join('\n')).not.toContain('--params');
  });

  test('count where the log shows every hundredth step', async () => {
    const hundredth = losses.map((loss, i) => (i % 100 === 0 ? `step ${i + 1} / 1000 | loss ${loss}\n` : ''));
    expect((await diff(hundredth.join('') + renamed)).verdict).toBe('diverges');
    expect((await diff(hundredth.join('') + sampleLines)).verdict).toBe('exact');
  });
});

describe('the summary', () => {
  test('ends with the verdict and names the first divergence to the digits printed', async () => {
    const lines = summaryLines(await diff(logOf((loss, step) => fixed(step === 500 ? 2.07 : loss))));
    expect(lines[1]).toBe(
      'first divergence: step 500: expected 2.0645 (2.0644662067274577), got 2.0700, delta 5.5e-3; 1 of 1000 losses diverge',
    );
    expect(lines.at(-1)).toBe('verdict: diverges');
  });

  test('counts losses and steps apart where a step has several', async () => {
    const lines = summaryLines(await diff(`${logOf(fixed)}step 500 / 1000 | loss 2.0700\n`));
    expect(lines[0]).toMatch(/^losses: 1000 of 1000 steps compared \(1001 losses, for some steps have several\), 4/);
    expect(lines[1]).toContain('1 of 1001 losses diverge');
  });

  test('asks for more digits where they are too few to tell the class', async () => {
    expect(summaryLines(await diff(output)).join('\n')).toContain('%.17g');
    expect(summaryLines(await diff(logOf(String))).join('\n')).not.toContain('%.17g');
  });

  test('shows garbage from a log short and without control characters', async () => {
    const lines = summaryLines(await diff(`step 1 / 1000 | loss \x07${'x'.repeat(1000)}\n`));
    expect(lines[1]).toMatch(
      /^note: 1 losses are no numbers and are not compared, the first line 1: "␇x{60,90}\.\.\."$/,
    );
  });

  test('says where the log is of another number of steps, or counts from 0', async () => {
    const log = `step 0 / 500 | loss ${losses[0]}\nstep 1 / 500 | loss ${losses[1]}\n`;
    const lines = summaryLines(await diff(log, true));
    expect(lines).toContain('note: the log is of 500 steps, the run of 1000: their learning rates differ');
    expect(lines).toContain('note: the log counts steps from 0: its step 0 is compared with step 1, and so on');
  });
});
