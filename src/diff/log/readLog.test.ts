import { describe, expect, test } from 'vitest';
import { readTrace, type Trace } from './readLog.ts';

async function traceOf(text: string): Promise<Trace> {
  return readTrace(inPieces(text), { steps: 1000, samples: 20 });
}

async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < bytes.length; i += 7) yield bytes.subarray(i, i + 7);
}

const textsOf = ({ losses }: Trace) => [...losses].map(([step, events]) => [step, ...events.map(({ text }) => text)]);

describe('a log', () => {
  test('is read whatever order its steps are in', async () => {
    const trace = await traceOf('step 2 / 1000 | loss 3.4243\rstep 1 / 1000 | loss 3.3660\nsample  1: kamon\n');
    expect(textsOf(trace)).toEqual([
      [2, '3.4243'],
      [1, '3.3660'],
    ]);
    expect([...trace.samples]).toEqual([[1, 'kamon']]);
    expect(trace.num_steps).toBe(1000);
  });

  test('keeps the different losses of a step that comes again, and counts every repetition', async () => {
    const lines = ['1.0', '1.0', '2.0', '3.0', '4.0', '5.0'].map((loss) => `step 1 / 1000 | loss ${loss}\n`);
    const trace = await traceOf(lines.join(''));
    expect(textsOf(trace)).toEqual([[1, '1.0', '2.0', '3.0', '4.0']]);
    expect(trace.repeated).toBe(5);
  });

  test('counts what lies outside the golden run, without keeping it', async () => {
    const trace = await traceOf('step 1001 / 9 | loss 1.0\nstep 1002 / 9 | loss 1.0\nsample 21: x\nsample 20: z\n');
    expect(trace.outside).toEqual({ losses: 2, samples: 1 });
    expect([trace.losses.size, trace.samples.size]).toEqual([0, 1]);
  });

  test('that counts steps or samples from 0 is read as if from 1', async () => {
    const trace = await traceOf('step 0 | loss 1.0\nstep 1000 | loss 2.0\nsample 0: x\nsample 19: y\nsample 20: z\n');
    expect([...trace.losses]).toEqual([[1, [expect.objectContaining({ step: 1, text: '1.0' })]]]);
    expect([...trace.samples]).toEqual([
      [1, 'x'],
      [20, 'y'],
    ]);
    expect(trace).toMatchObject({ zeroBased: true, outside: { losses: 1, samples: 1 } });
  });

  test('counts lines of a step below the one before', async () => {
    const trace = await traceOf('step 2 | loss 1.0\nstep 1 | loss 2.0\nstep 3 | loss 2.0\nstep 3 | loss 2.0\n');
    expect(trace).toMatchObject({ outOfOrder: 1, repeated: 1, zeroBased: false });
  });

  test.each([
    ['3.42', [1]],
    ['3.', [1]],
    ['-', [1]],
    ['3.4243', [1, 2]],
    ['nan', [1, 2]],
  ])('that stops in the middle of a line, at "loss %s", has these steps: %j', async (text, steps) => {
    const trace = await traceOf(`step 1 / 1000 | loss 3.3660\rstep 2 / 1000 | loss ${text}`);
    expect([...trace.losses.keys()]).toEqual(steps);
  });

  test.each([
    ['', 0, false],
    ['hello\n', 6, false],
    ['\0\x01\n', 3, true],
    ['\0\n.5\n1 2.5\n', 11, true],
  ])('without losses, %j, says how long it is and whether it is text', async (text, bytes, binary) => {
    expect(await traceOf(text)).toMatchObject({ format: null, num_steps: null, bytes, binary });
  });

  test('has one format: lines that name the loss come before any number of others', async () => {
    const dump = '0.25\n'.repeat(5000);
    const trace = await traceOf(`${dump}1 2.5\nstep 1 | loss 3.5\n${dump}`);
    expect(trace.format).toBe('microgpt');
    expect(textsOf(trace)).toEqual([[1, '3.5']]);
  });

  test('is read in the format that the user names', async () => {
    const chunks = inPieces('step 1 | loss 3.5\n1 2.5\n2 3\n');
    const trace = await readTrace(chunks, { steps: 1000, samples: 20 }, { format: 'pairs' });
    expect(textsOf(trace)).toEqual([
      [1, '2.5'],
      [2, '3'],
    ]);
  });

  test('of one line without an end has that line', async () => {
    expect(textsOf(await traceOf('step 1 / 1000 | loss 3.3660'))).toEqual([[1, '3.3660']]);
  });
});
