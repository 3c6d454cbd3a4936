import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareLogs, compareLosses, compareSamples, type LossComparison } from './compare.ts';
import { lossLines, traceOf } from './logs.fixture.ts';
import { verdictOf } from './verdict.ts';

/** What two logs of these losses say of each other, one way and the other. */
async function beside(a: readonly (number | string)[], b: readonly (number | string)[]): Promise<LossComparison[]> {
  const [one, other] = [await traceOf(lossLines(a)), await traceOf(lossLines(b))];
  return [compareLogs(one, other), compareLogs(other, one)];
}

const wordOf = (losses: LossComparison) => verdictOf(losses, null, true);

describe('what is no number', () => {
  test.each([
    ['inf', 'inf', 'exact'],
    ['-inf', '-inf', 'exact'],
    ['nan', 'nan', 'exact'],
    ['inf', '-inf', 'diverges'],
    ['inf', 'nan', 'diverges'],
    ['inf', '3.3660', 'diverges'],
    ['-inf', '3.3660', 'diverges'],
    ['nan', '3.3660', 'diverges'],
    ['inf', '1e308', 'diverges'],
  ])('%s beside %s in two logs is %s, both ways', async (a, b, word) => {
    expect((await beside([a], [b])).map(wordOf)).toEqual([word, word]);
  });

  test.each([
    ['inf', Infinity, 'exact'],
    ['nan', NaN, 'exact'],
    ['inf', -Infinity, 'diverges'],
    ['inf', 3.366, 'diverges'],
    ['nan', 3.366, 'diverges'],
    ['3.3660', Infinity, 'diverges'],
    ['3.3660', NaN, 'diverges'],
  ])('a log with %s where a run has %s is %s', async (text, due, word) => {
    expect(wordOf(compareLosses(await traceOf(lossLines([text])), [due]))).toBe(word);
  });
});

describe('two logs', () => {
  test('are compared over the steps that both have', async () => {
    const [a, b] = await beside([3.1, 3.2, 3.3, 9], [3.1, 3.2, 3.3]);
    expect([a.steps, b.steps, wordOf(a), wordOf(b)]).toEqual([3, 3, 'exact', 'exact']);
  });

  test('agree within the digits of both, whichever stands in place of a run', async () => {
    const [a, b] = await beside(['3.3660', '3.4243'], ['3.366039', '3.424342']);
    expect([a, b].map(wordOf)).toEqual(['printed', 'printed']);
    const [c, d] = await beside(['3.3660', '3.4243'], ['3.366039', '3.424412']);
    expect([c, d].map(({ firstDivergence }) => firstDivergence?.step)).toEqual([2, 2]);
  });

  test('of few digits and of many agree where float32 rounds a few the other way', async () => {
    const losses = Array.from({ length: 400 }, (_, i) => 2.5 + Math.sin(i * i));
    const noisy = losses.map((loss, i) => (loss + 2e-6 * Math.sin(7 * i)).toFixed(9));
    const both = await beside(
      losses.map((loss) => loss.toFixed(4)),
      noisy,
    );
    expect(both.map(wordOf)).toEqual(['printed', 'printed']);
    expect(both[0].beyondF64).toBeGreaterThan(0);
    expect(both[1].beyondF64).toBe(both[0].beyondF64);
  });

  test('are measured by the greater of two losses', async () => {
    // They are 1.000005 apart: more than 1e-5 of the one, less than 1e-5 of the other.
    const [a, b] = await beside(['100000.000000'], ['100001.000005']);
    expect([a, b].map(wordOf)).toEqual(['f32', 'f32']);
  });

  test('have their doubled steps compared each with each', async () => {
    const one = await traceOf(`${lossLines(['3.3660', '3.4243'])}step 2 | loss 9.0000\n`);
    const other = await traceOf(lossLines(['3.3660', '3.4243']));
    expect([compareLogs(one, other), compareLogs(other, one)].map(wordOf)).toEqual(['diverges', 'diverges']);
  });

  test('give one verdict and one first divergence both ways, whatever they hold', async () => {
    const loss = fc.oneof(
      fc.constantFrom('inf', '-inf', 'nan', '3.3660', '3.36601', '3.4243', '3.366003', '3.3660031234567891'),
      fc.double({ min: 1, max: 5, noNaN: true }).map(String),
      fc.double({ min: 1, max: 5, noNaN: true }).map((x) => x.toFixed(4)),
      fc.double({ min: 3.36595, max: 3.36605, noNaN: true }).map((x) => x.toFixed(6)),
    );
    const losses = fc.array(loss, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(losses, losses, async (x, y) => {
        const [a, b] = await beside(x, y);
        expect(wordOf(a)).toBe(wordOf(b));
        expect(a.departures.f64?.step).toBe(b.departures.f64?.step);
        expect(a.firstDivergence?.step).toBe(b.firstDivergence?.step);
      }),
    );
  });

  test('have their samples compared as far as both have them', async () => {
    const trace = await traceOf('loss 3.3\nsample 1: kamon\nsample 2: ann\nsample 3: karai\n');
    const names: string[] = [];
    names[1] = 'ann';
    names[2] = 'other';
    expect(compareSamples(trace, names)).toMatchObject({ compared: 2, equal: 1, firstDifference: { index: 3 } });
    expect(compareSamples(trace, [])).toBe(null);
  });
});

describe('the class that digits show', () => {
  const due = [3.3659669475848504, 3.4242727838717717, 3.177821574556885, 3.0663742028106484];
  const compared = async (print: (loss: number) => string, float32 = false) =>
    compareLosses(await traceOf(lossLines(due.map(print))), due, float32);

  test.each([
    ['a double in full', String, 'f64'],
    ['a double to 17 digits', (loss: number) => loss.toPrecision(17), 'f64'],
    ['a float32 in full', (loss: number) => String(Math.fround(loss)), 'f32'],
    ['a float32 to 9 digits', (loss: number) => Math.fround(loss).toPrecision(9), 'f32'],
    ['a double to 9 digits', (loss: number) => loss.toPrecision(9), 'f32'],
  ])('of %s is right', async (_, print, own) => {
    expect((await compared(print)).own).toBe(own);
  });

  test('is f32 where the run starts from float32 numbers of its own', async () => {
    expect((await compared(String, true)).own).toBe('f32');
  });

  test('makes the first step outside it the divergence, and both departures are known', async () => {
    const off = [0, 4e-7, 5e-7, 2.3e-4];
    const log = (print: (loss: number) => string) => traceOf(lossLines(due.map((loss, i) => print(loss + off[i]))));
    const full = compareLosses(await log(String), due);
    expect([full.firstDivergence?.step, full.departures.f64?.step, full.departures.f32?.step]).toEqual([2, 2, 4]);
    expect(full.divergent).toBe(3);
    const single = compareLosses(await log((loss) => Math.fround(loss).toPrecision(9)), due);
    expect([single.firstDivergence?.step, single.departures.f64?.step]).toEqual([4, 1]);
    expect(single.divergent).toBe(1);
  });

  test('is told by 9 digits of float32 numbers, though they do not tell f64 from f32', async () => {
    const single = due.map(Math.fround);
    const nine = compareLosses(await traceOf(lossLines(single.map((loss) => loss.toPrecision(9)))), single);
    expect(wordOf(nine)).toBe('f32');
    const double = compareLosses(await traceOf(lossLines(due.map((loss) => loss.toPrecision(9)))), due);
    expect(wordOf(double)).toBe('printed');
  });
});
