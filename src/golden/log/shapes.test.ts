import { describe, expect, test } from 'vitest';
import { canonicalLosses, canonicalSamples } from '../canonical.ts';
import { type Diff, diffWithCanonical } from '../diff.ts';
import { openGolden } from '../folder.ts';
import { fixed } from '../output.ts';
import { summaryLines } from '../summary.ts';

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

/** Reads a log in pieces of awkward length. */
function diff(log: string): Promise<Diff> {
  return diffWithCanonical(inPieces(new TextEncoder().encode(log)), golden);
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 4093) yield bytes.subarray(i, i + 4093);
}

describe('all steps are read', () => {
  test.each<[title: string, verdict: string, format: string, log: string]>([
    [
      'with \\r after',
      'printed',
      'microgpt',
      `num docs: 32033\n${steps((s, l) => `step ${wide(s)} / 1000 | loss ${fixed(l)}\r`)}\n`,
    ],
    [
      'with \\r before',
      'printed',
      'microgpt',
      `num docs: 32033\n${steps((s, l) => `\rstep ${wide(s)} / 1000 | loss ${fixed(l)}`)}`,
    ],
    ['with \\n', 'printed', 'microgpt', steps((s, l) => `step ${wide(s)} / 1000 | loss ${fixed(l)}\n`)],
    ['with \\r\\n', 'printed', 'microgpt', steps((s, l) => `step ${wide(s)} / 1000 | loss ${fixed(l)}\r\n`)],
    ['without a total', 'printed', 'microgpt', steps((s, l) => `step ${wide(s)} | loss ${fixed(l)}\r`)],
    ['in a logger, as %g', 'printed', 'microgpt', steps((s, l) => `[LOG] Step ${s} / 1000 | loss ${g6(l)}\n`)],
    ['from 0, float32', 'f32', 'microgpt', steps((s, l) => `step ${wide(s - 1)} / 1000 | Loss ${float(l)}\n`)],
    ['with =', 'printed', 'microgpt', steps((s, l) => `step ${s}/1000 loss=${fixed(l)}\n`)],
    [
      'with columns behind',
      'printed',
      'microgpt',
      steps((s, l) => `step ${String(s).padStart(5)}/1000  |  loss ${fixed(l)}  |    ${(200 + l).toFixed(2)} ms\n`),
    ],
    ['from 0, with :', 'printed', 'microgpt', steps((s, l) => `Step ${s - 1} | Loss: ${l.toFixed(1)}\n`)],
    ['as pairs', 'exact', 'pairs', steps((s, l) => `${s} ${l}\n`)],
    ['as pairs with tabs', 'exact', 'pairs', steps((s, l) => `${s}\t${l}\n`)],
    ['as pairs from 0 with commas', 'printed', 'pairs', steps((s, l) => `${s - 1},${fixed(l)}\n`)],
    [
      'as pairs with powers of ten',
      'exact',
      'pairs',
      steps((s, l) => `${s.toExponential(18)} ${l.toExponential(18)}\n`),
    ],
    ['as numbers', 'exact', 'numbers', `32033\n27\n4192\n${steps((_, l) => `${l}\n`)}`],
    ['as CSV', 'exact', 'csv', `step,loss,lr\n${steps((s, l) => `${s},${l},0.01\n`)}`],
    [
      'as quoted CSV with semicolons',
      'exact',
      'csv',
      `"time";"iter";"train/loss"\n${steps((s, l) => `"12;30";"${s}";"${l}"\n`)}`,
    ],
    ['as CSV without steps', 'exact', 'csv', `loss\n${steps((_, l) => `${l}\n`)}`],
    ['as JSON Lines', 'exact', 'jsonl', steps((s, l) => `{"step": ${s}, "loss": ${json(l)}, "lr": 0.01}\n`)],
    [
      "as Python's dictionaries",
      'exact',
      'jsonl',
      steps((s, l) => `{'time': {'loss': 1}, 'iter': ${s}, 'train_loss': ${l}}\n`),
    ],
    ['in full, repr', 'exact', 'microgpt', steps((s, l) => `step ${wide(s)} / 1000 | loss ${l}\n`)],
    ['in full, %.17g', 'exact', 'microgpt', steps((s, l) => `step ${wide(s)} / 1000 | loss ${l.toPrecision(17)}\n`)],
    [
      'with an average',
      'printed',
      'microgpt',
      steps((s, l) => `step ${s} / 1000 | loss ${fixed(l)} | avg 3.40 | avg loss 3.4 | lr 0.01 | eta 3 s\n`),
    ],
    [
      'behind an average',
      'printed',
      'microgpt',
      steps((s, l) => `step ${s} / 1000 | avg loss 3.4 | loss ${fixed(l)}\n`),
    ],
    [
      'in colour',
      'printed',
      'microgpt',
      steps((s, l) => `\x1b[2K\x1b[1;32mstep ${wide(s)} / 1000 | \x1b[0mloss \x1b[31m${fixed(l)}\x1b[0m\r`),
    ],
    [
      'behind terminal resets alone',
      'printed',
      'microgpt',
      steps((s, l) => `\x1bc\x1b[3J\x1b(B\x1b]0;step 3 | loss 9.9\x07step ${s} / 1000 | loss ${fixed(l)}`),
    ],
    [
      'on one line by cursor movements',
      'printed',
      'microgpt',
      steps((s, l) => `\x1b[Hstep ${s} / 1000 | loss ${fixed(l)}`),
    ],
    [
      'between lines of other programs',
      'printed',
      'microgpt',
      steps((s, l) => `make: done\n42\n0.5\n7 0.25\n[1, 2.5]\nstep ${s} / 1000 | loss ${fixed(l)}\n2.0\n`),
    ],
  ])('%s', async (_, verdict, format, log) => {
    const result = await diff(log);
    expect(result).toMatchObject({ verdict, losses: { steps: 1000, firstDivergence: null }, trace: { format } });
    expect(summaryLines(result)).not.toContainEqual(expect.stringMatching(/below the one before|came before|outside/));
  });

  test("in UTF-16, as PowerShell's > writes it", async () => {
    const log = `\ufeff${steps((s, l) => `step ${s} / 1000 | loss ${fixed(l)}\r\n`)}`;
    const result = await diffWithCanonical(inPieces(Buffer.from(log, 'utf16le')), golden);
    expect(result).toMatchObject({ verdict: 'printed', losses: { steps: 1000 }, trace: { binary: false } });
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
    expect(await diff(log)).toMatchObject({ verdict: 'printed', losses: { steps: count, firstDivergence: null } });
  });

  test('of a longer run, with a note of its length', async () => {
    const log = every(
      (s) => s % 100 === 0,
      (s, l) => `Step ${s} / 2000 | loss = ${l.toFixed(5)}\n`,
    );
    expect(summaryLines(await diff(log))).toContain(
      'note: the log is of 2000 steps, the golden run of 1000: their learning rates differ',
    );
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
    expect(await diff(training + log)).toMatchObject({
      verdict: 'exact',
      samples: { compared: 20, equal: 20 },
      trace: { outside: { samples: 0 } },
    });
  });
});

describe('losses that are not finite are values', () => {
  test.each<[format: string, log: Line]>([
    ['microgpt', (s, l) => `step ${s} / 1000 | loss ${s === 5 ? '-nan' : l}\n`],
    ['pairs', (s, l) => `${s} ${s === 5 ? 'inf' : l}\n`],
    ['numbers', (s, l) => `${s === 5 ? 'NaN' : l}\n`],
    ['jsonl', (s, l) => `{"step": ${s}, "loss": ${s === 5 ? 'NaN' : l}}\n`],
    ['jsonl', (s, l) => `{"step": ${s}, "loss": ${s === 5 ? '"-Infinity"' : l}}\n`],
  ])('in %s', async (format, line) => {
    expect(await diff(steps(line))).toMatchObject({
      verdict: 'diverges',
      losses: { steps: 1000, divergent: 1, firstDivergence: { step: 5 } },
      trace: { format },
    });
  });

  test('in CSV', async () => {
    const log = `step,loss\n${steps((s, l) => `${s},${s === 5 ? 'nan' : l}\n`)}`;
    expect(await diff(log)).toMatchObject({ verdict: 'diverges', losses: { firstDivergence: { step: 5 } } });
  });
});

describe('the summary notes', () => {
  test.each<[note: string, log: string]>([
    ['losses are read as a table with a header (--format csv)', `step,loss\n${steps((s, l) => `${s},${l}\n`)}`],
    [
      'the log counts steps from 0: its step 0 is compared with step 1, and so on',
      steps((s, l) => `step ${s - 1} | loss ${l}\n`),
    ],
    ['1 lines are of a step below the one before', `${steps((s, l) => `step ${s} | loss ${l}\n`)}step 7 | loss 2.5\n`],
    ['the log ends at step 2, the golden run at 1000', `1 ${losses[0]}\n2 ${losses[1]}\n`],
  ])('%s', async (note, log) => {
    expect(summaryLines(await diff(log))).toContain(`note: ${note}`);
  });

  test.each<[line: string, log: string]>([
    ['the log is empty', ''],
    ['no losses in this log (6 bytes)', 'hello\n'],
    ['no losses in this log (4 bytes, not text)', '\0\x01\x02\n'],
    ['no loss of steps 1 to 1000 in this log', 'step 2000 | loss 1.0\n'],
  ])('%s, in place of a comparison', async (line, log) => {
    const result = await diff(log);
    expect(result.verdict).toBe('no-losses');
    expect(summaryLines(result)[0].split('; ')[0]).toBe(line);
  });
});
