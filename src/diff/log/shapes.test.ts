import { describe, expect, test } from 'vitest';
import { canonicalLosses, canonicalSamples } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { fixed } from '../../golden/runOutput.ts';
import { compareLosses, compareSamples, type LossComparison, type SampleComparison } from '../compare.ts';
import { readTrace, type Trace } from './readLog.ts';

const golden = openGolden();
const losses = canonicalLosses(golden);
const names = canonicalSamples(golden).map(({ name }) => name);

type Line = (step: number, loss: number) => string;

const steps = (line: Line) => losses.map((loss, i) => line(i + 1, loss)).join('');
const samples = (line: (index: number, name: string) => string) => names.map((name, i) => line(i + 1, name)).join('');
const wide = (step: number) => String(step).padStart(4);
const g6 = (loss: number) => String(Number(loss.toPrecision(6)));
/** %.8f of a float32, zeros cut. */
const float = (loss: number) => String(Number(Math.fround(loss).toFixed(8)));
const json = (loss: number) => loss.toPrecision(17);

interface Compared {
  readonly trace: Trace;
  readonly losses: LossComparison;
  readonly samples: SampleComparison | null;
}

/** Reads a log in pieces of awkward length, and compares it with the canonical run that it was made of. */
async function compare(log: string | Uint8Array): Promise<Compared> {
  const bytes = typeof log === 'string' ? new TextEncoder().encode(log) : log;
  const trace = await readTrace(inPieces(bytes), { steps: losses.length, samples: names.length });
  return { trace, losses: compareLosses(trace, losses), samples: compareSamples(trace, names) };
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 4093) yield bytes.subarray(i, i + 4093);
}

describe('all steps are read', () => {
  test.each<[title: string, digits: 'some digits' | 'all digits', format: string, log: string]>([
    [
      'with \\r after',
      'some digits',
      'microgpt',
      `num docs: 32033\n${steps((s, l) => `step ${wide(s)} / 1000 | loss ${fixed(l)}\r`)}\n`,
    ],
    [
      'with \\r before',
      'some digits',
      'microgpt',
      `num docs: 32033\n${steps((s, l) => `\rstep ${wide(s)} / 1000 | loss ${fixed(l)}`)}`,
    ],
    ['with \\n', 'some digits', 'microgpt', steps((s, l) => `step ${wide(s)} / 1000 | loss ${fixed(l)}\n`)],
    ['with \\r\\n', 'some digits', 'microgpt', steps((s, l) => `step ${wide(s)} / 1000 | loss ${fixed(l)}\r\n`)],
    ['without a total', 'some digits', 'microgpt', steps((s, l) => `step ${wide(s)} | loss ${fixed(l)}\r`)],
    ['in a logger, as %g', 'some digits', 'microgpt', steps((s, l) => `[LOG] Step ${s} / 1000 | loss ${g6(l)}\n`)],
    ['from 0, float32', 'some digits', 'microgpt', steps((s, l) => `step ${wide(s - 1)} / 1000 | Loss ${float(l)}\n`)],
    ['with =', 'some digits', 'microgpt', steps((s, l) => `step ${s}/1000 loss=${fixed(l)}\n`)],
    [
      'with columns behind',
      'some digits',
      'microgpt',
      steps((s, l) => `step ${String(s).padStart(5)}/1000  |  loss ${fixed(l)}  |    ${(200 + l).toFixed(2)} ms\n`),
    ],
    ['from 0, with :', 'some digits', 'microgpt', steps((s, l) => `Step ${s - 1} | Loss: ${l.toFixed(1)}\n`)],
    ['as pairs', 'all digits', 'pairs', steps((s, l) => `${s} ${l}\n`)],
    ['as pairs with tabs', 'all digits', 'pairs', steps((s, l) => `${s}\t${l}\n`)],
    ['as pairs from 0 with commas', 'some digits', 'pairs', steps((s, l) => `${s - 1},${fixed(l)}\n`)],
    [
      'as pairs with powers of ten',
      'all digits',
      'pairs',
      steps((s, l) => `${s.toExponential(18)} ${l.toExponential(18)}\n`),
    ],
    ['as numbers', 'all digits', 'numbers', `32033\n27\n4192\n${steps((_, l) => `${l}\n`)}`],
    ['as CSV', 'all digits', 'csv', `step,loss,lr\n${steps((s, l) => `${s},${l},0.01\n`)}`],
    [
      'as quoted CSV with semicolons',
      'all digits',
      'csv',
      `"time";"iter";"train/loss"\n${steps((s, l) => `"12;30";"${s}";"${l}"\n`)}`,
    ],
    ['as CSV without steps', 'all digits', 'csv', `loss\n${steps((_, l) => `${l}\n`)}`],
    ['as JSON Lines', 'all digits', 'jsonl', steps((s, l) => `{"step": ${s}, "loss": ${json(l)}, "lr": 0.01}\n`)],
    [
      "as Python's dictionaries",
      'all digits',
      'jsonl',
      steps((s, l) => `{'time': {'loss': 1}, 'iter': ${s}, 'train_loss': ${l}}\n`),
    ],
    ['in full, repr', 'all digits', 'microgpt', steps((s, l) => `step ${wide(s)} / 1000 | loss ${l}\n`)],
    [
      'in full, %.17g',
      'all digits',
      'microgpt',
      steps((s, l) => `step ${wide(s)} / 1000 | loss ${l.toPrecision(17)}\n`),
    ],
    [
      'with an average',
      'some digits',
      'microgpt',
      steps((s, l) => `step ${s} / 1000 | loss ${fixed(l)} | avg 3.40 | avg loss 3.4 | lr 0.01 | eta 3 s\n`),
    ],
    [
      'behind an average',
      'some digits',
      'microgpt',
      steps((s, l) => `step ${s} / 1000 | avg loss 3.4 | loss ${fixed(l)}\n`),
    ],
    [
      'in colour',
      'some digits',
      'microgpt',
      steps((s, l) => `\x1b[2K\x1b[1;32mstep ${wide(s)} / 1000 | \x1b[0mloss \x1b[31m${fixed(l)}\x1b[0m\r`),
    ],
    [
      'behind terminal resets alone',
      'some digits',
      'microgpt',
      steps((s, l) => `\x1bc\x1b[3J\x1b(B\x1b]0;step 3 | loss 9.9\x07step ${s} / 1000 | loss ${fixed(l)}`),
    ],
    [
      'on one line by cursor movements',
      'some digits',
      'microgpt',
      steps((s, l) => `\x1b[Hstep ${s} / 1000 | loss ${fixed(l)}`),
    ],
    [
      'between lines of other programs',
      'some digits',
      'microgpt',
      steps((s, l) => `make: done\n42\n0.5\n7 0.25\n[1, 2.5]\nstep ${s} / 1000 | loss ${fixed(l)}\n2.0\n`),
    ],
  ])('%s', async (_, digits, format, log) => {
    const { trace, losses } = await compare(log);
    expect(losses).toMatchObject({ steps: 1000, firstDivergence: null });
    expect(losses.maxAbsDelta === 0).toBe(digits === 'all digits');
    expect(trace).toMatchObject({ format, repeated: 0, outOfOrder: 0, outside: { losses: 0 }, binary: false });
  });

  test("in UTF-16, as PowerShell's > writes it", async () => {
    const log = `\ufeff${steps((s, l) => `step ${s} / 1000 | loss ${fixed(l)}\r\n`)}`;
    const { trace, losses } = await compare(Buffer.from(log, 'utf16le'));
    expect(losses).toMatchObject({ steps: 1000, firstDivergence: null });
    expect(trace.binary).toBe(false);
  });
});

describe('some steps are read', () => {
  const every = (kept: (step: number) => boolean, line: Line) => steps((s, l) => (kept(s) ? line(s, l) : ''));

  test.each<[title: string, count: number, log: string]>([
    [
      'every 100th',
      10,
      every(
        (s) => s % 100 === 0,
        (s, l) => `Step ${s} / 1000 | loss = ${l.toFixed(5)}\n`,
      ),
    ],
    [
      '1 and every 10th',
      101,
      every(
        (s) => s === 1 || s % 10 === 0,
        (s, l) => `step ${s} / 1000 | loss ${fixed(l)}\n`,
      ),
    ],
    [
      '0, 100, ... from 0',
      10,
      every(
        (s) => s % 100 === 1,
        (s, l) => `Step ${s - 1} | Loss: ${fixed(l)}\n`,
      ),
    ],
  ])('%s', async (_, count, log) => {
    const { trace, losses } = await compare(log);
    expect(losses).toMatchObject({ steps: count, firstDivergence: null });
    expect(trace).toMatchObject({ repeated: 0, outOfOrder: 0, outside: { losses: 0 } });
  });

  test('of a longer run', async () => {
    const log = every(
      (s) => s % 100 === 0,
      (s, l) => `Step ${s} / 2000 | loss = ${l.toFixed(5)}\n`,
    );
    expect((await compare(log)).trace.num_steps).toBe(2000);
  });
});

describe('the samples are read', () => {
  const training = steps((s, l) => `step ${s} / 1000 | loss ${l}\n`);

  test.each<[title: string, log: string]>([
    ['as microgpt.py prints them', samples((i, name) => `sample ${String(i).padStart(2)}: ${name}\n`)],
    ['with zeros before', samples((i, name) => `sample ${String(i).padStart(2, '0')}: ${name}\n`)],
    ['from 0', samples((i, name) => `Sample ${i - 1} : ${name}\n`)],
    ['without numbers', samples((_, name) => `sample: ${name}\n`)],
    ['in colour', samples((i, name) => `\x1b[36msample ${i}:\x1b[0m ${name}\n`)],
    [
      'bare behind the heading',
      `\n--- inference (new, hallucinated names) ---\n${samples((_, name) => `${name}\n`)}\ndone\nin 3 s\n`,
    ],
    ['numbered behind a heading', `Generated names:\n${samples((i, name) => `${i}. ${name}\n`)}`],
  ])('%s', async (_, log) => {
    const { trace, samples } = await compare(training + log);
    expect(samples).toMatchObject({ compared: 20, equal: 20 });
    expect(trace.outside.samples).toBe(0);
  });
});

describe('losses that are not finite are values', () => {
  test.each<[format: string, log: Line]>([
    ['microgpt', (s, l) => `step ${s} / 1000 | loss ${s === 5 ? '-nan' : l}\n`],
    ['pairs', (s, l) => `${s} ${s === 5 ? 'inf' : l}\n`],
    ['numbers', (s, l) => `${s === 5 ? 'NaN' : l}\n`],
    ['jsonl', (s, l) => `{"step": ${s}, "loss": ${s === 5 ? 'NaN' : l}}\n`],
    ['jsonl', (s, l) => `{"step": ${s}, "loss": ${s === 5 ? '"-Infinity"' : l}}\n`],
    ['csv', (s, l) => `${s === 1 ? 'step,loss\n' : ''}${s},${s === 5 ? 'nan' : l}\n`],
  ])('in %s', async (format, line) => {
    const { trace, losses } = await compare(steps(line));
    expect(losses).toMatchObject({ steps: 1000, divergent: 1, firstDivergence: { step: 5 } });
    expect(trace.format).toBe(format);
  });
});
