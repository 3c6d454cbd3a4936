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
    const trace = await traceOf(`${lines.join('')}step 2 / 1000 | loss 6.0\n`);
    expect(textsOf(trace)).toEqual([
      [1, '1.0', '2.0', '3.0', '4.0'],
      [2, '6.0'],
    ]);
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

  test('whose only counter stays has its rows counted', async () => {
    const trace = await traceOf('epoch 1 | loss 3.5\nepoch 1 | loss 3.25\n');
    expect(textsOf(trace)).toEqual([
      [1, '3.5'],
      [2, '3.25'],
    ]);
    expect(trace.notes).toEqual([
      'no step stands at the losses: they are counted from 1; "epoch" stays, so it is no step',
    ]);
  });

  test('ignores lines of another shape, and says so; those of steps that it has nowhere else are unread', async () => {
    const log = 'step 1 | loss 3.5\nstep 2 | loss 3.25\nstep 1 | val loss 3\nstep 9 done | train loss 2.5\n';
    const trace = await traceOf(log);
    expect([...trace.losses.keys()]).toEqual([1, 2]);
    expect(trace.unread).toBe(1);
    expect(trace.notes).toEqual([
      '2 losses stand in lines like "step 1 | loss 3.5"; 1 in lines of another shape are not compared, the first line 4: "step 9 done | train loss 2.5"',
    ]);
  });

  test('does not miss evaluations and means', async () => {
    const log = 'iter 0: loss 3.5\niter 1: loss 3.25\nstep 9: train loss 2.5, val loss 2.5\nstep 9 | avg loss 2.5\n';
    expect((await traceOf(log)).unread).toBe(0);
  });

  test('counts losses that are no numbers, and says where the first is', async () => {
    const trace = await traceOf('step 1 | loss 3.5\nstep 2 | loss ~3.25\nstep 3 | loss 3.1xxx\nstep 4 | loss 3.0\n');
    expect([[...trace.losses.keys()], trace.unread]).toEqual([[1, 4], 2]);
    expect(trace.notes).toEqual(['2 losses are no numbers and are not compared, the first line 2: "~3.25"']);
  });

  test('that stands in no step takes one for a loss that is no number too', async () => {
    expect(textsOf(await traceOf('{"loss": 3.5}\n{"loss": "x"}\n{"loss": 3.25}\n'))).toEqual([
      [1, '3.5'],
      [3, '3.25'],
    ]);
  });

  test('of two runs is the first; the second is told apart', async () => {
    const run = (loss: string, name: string) => `step 1 | loss ${loss}\nstep 2 | loss ${loss}\nsample 1: ${name}\n`;
    const trace = await traceOf(run('3.5', 'kamon') + run('9.5', 'ann'));
    expect([textsOf(trace), [...trace.samples]]).toEqual([
      [
        [1, '3.5'],
        [2, '3.5'],
      ],
      [[1, 'kamon']],
    ]);
    const [second] = trace.laterRuns;
    expect([[...second.losses.keys()], [...second.samples]]).toEqual([[1, 2], [[1, 'ann']]]);
    expect(trace.notes).toEqual(['2 runs are in this log; this is the first, the next begins at line 4']);
  });

  test.each([
    '[{"name": "a", "losses": [3.5, 3.25], "samples": ["kamon"]}, {"name": "b", "losses": [9.5, 9.25], "samples": ["ann"]}]',
    '{"a": {"losses": [3.5, 3.25], "samples": ["kamon"]}, "b": {"losses": [9.5, 9.25], "samples": ["ann"]}}',
    '{"losses": [3.5, 3.25], "samples": ["kamon"]}\n{"losses": [9.5, 9.25], "samples": ["ann"]}\n',
    '{"runs": [{"history": [{"loss": 3.5}, {"loss": 3.25}], "samples": ["kamon"]}, {"history": [{"loss": 9.5}, {"loss": 9.25}], "samples": ["ann"]}]}',
    '{"a": {"steps": [1, 2], "losses": [3.5, 3.25], "samples": ["kamon"]}, "b": {"steps": [1, 2], "losses": [9.5, 9.25], "samples": ["ann"]}}',
    '{"a": {"losses": {"1": 3.5, "2": 3.25}, "samples": ["kamon"]}, "b": {"losses": {"1": 9.5, "2": 9.25}, "samples": ["ann"]}}',
  ])('of two runs in JSON is the first; the second is told apart: %s', async (log) => {
    const trace = await traceOf(log);
    const runs = [trace, ...trace.laterRuns].map(({ losses, samples }) => [
      [...losses.values()].map(([{ text }]) => text),
      [...samples.values()],
    ]);
    expect(runs).toEqual([
      [['3.5', '3.25'], ['kamon']],
      [['9.5', '9.25'], ['ann']],
    ]);
    expect(trace.notes.join()).toContain('2 runs are in this log');
  });

  test('of epochs in JSON is one run', async () => {
    const trace = await traceOf('[{"epoch": 1, "losses": [3.5, 3.25]}, {"epoch": 2, "losses": [3.125, 3.0]}]');
    expect([[...trace.losses.keys()], trace.laterRuns.length]).toEqual([[1, 2, 3, 4], 0]);
  });

  test.each([
    '{"golden": [{"step": 1, "loss": 3.5}, {"step": 2, "loss": 3}], "port": [{"step": 1, "loss": 9.5}, {"step": 2, "loss": 9}]}',
    '[{"name": "torch", "losses": [3.5, 3]}, {"name": "mine", "losses": [9.5, 9], "samples": ["ann"]}]',
    '[{"name": "mine", "losses": [9.5, 9], "samples": ["ann"]}, {"name": "torch", "losses": [3.5, 3], "samples": ["kamon"]}]',
    '{"golden": {"losses": [3.5, 3], "samples": ["kamon"]}, "port": {"losses": [9.5, 9], "samples": ["ann"]}}',
    '{"port": {"losses": {"1": 9.5, "2": 9}}, "expected": {"losses": {"1": 3.5, "2": 3}}}',
    '{"golden": [[1, 3.5], [2, 3]], "losses": [9.5, 9]}',
  ])('has its own run beside that of a reference in JSON: %s', async (log) => {
    const trace = await traceOf(log);
    expect([textsOf(trace), trace.laterRuns]).toEqual([
      [
        [1, '9.5'],
        [2, '9'],
      ],
      [],
    ]);
    expect([...trace.samples.values()]).not.toContain('kamon');
  });

  test('that ends within JSON says so, and a text that ends with a bracket does not', async () => {
    const note = 'the log ends within a JSON value: it was cut off, and what was begun there is not read';
    const torn = await traceOf('{"step": 1, "loss": 3.5}\n{"step": 2, "loss": 3.2');
    expect([textsOf(torn), torn.isTorn, torn.notes.at(-1)]).toEqual([[[1, '3.5']], true, note]);
    expect(await traceOf('{"losses": [3.')).toMatchObject({ isTorn: true, notes: [note] });
    expect(await traceOf('step 1 | loss 3.5\nstep 2 | loss 3.25\n{\n')).toMatchObject({ isTorn: false, notes: [] });
  });

  test('with both a step 0 and the last of all is not shifted', async () => {
    const trace = await traceOf('step 0 / 4 | loss 3.5\nstep 2 / 4 | loss 3.25\nstep 4 / 4 | loss 3.125\n');
    expect([[...trace.losses.keys()], trace.zeroBased]).toEqual([[2, 4], false]);
    expect(trace.notes[0]).toContain('has a step 0 and the step 4 of 4');
  });

  test('with a single loss, of the end, has the last step', async () => {
    const read = (text: string) => readTrace(inPieces(text), { steps: 1000, samples: 20, last: 500 });
    expect(textsOf(await read('Final loss: 2.5\n'))).toEqual([[500, '2.5']]);
    expect(textsOf(await read('loss: 2.5\nsample 1: kamon\n'))).toEqual([[500, '2.5']]);
    expect(textsOf(await read('loss: 2.5\n'))).toEqual([[1, '2.5']]);
    expect((await read('Final loss: 2.5\n')).notes[0]).toContain('\\r');
  });

  test('of whole numbers alone has no losses, for they say nothing', async () => {
    const trace = await traceOf('step 1 | loss 3\nstep 2 | loss 3\nstep 3 | loss 4\n');
    expect([trace.losses.size, trace.format, trace.notes[0]]).toEqual([
      0,
      null,
      'all 3 losses are whole numbers, which say nothing: print them with a fraction (%.17g), or name the column by --pattern',
    ]);
  });

  test('that shows the losses of a reference beside its own has these, and says so', async () => {
    const trace = await traceOf('step 1 expected loss 3.5 got loss 9.5\nstep 2 expected loss 3.25 got loss 9.25\n');
    expect([textsOf(trace), trace.unread]).toEqual([
      [
        [1, '9.5'],
        [2, '9.25'],
      ],
      0,
    ]);
    expect(trace.notes).toEqual([
      'the loss is read from "loss"; "expected loss" beside it is called a reference\'s, and is not compared',
    ]);
  });

  test.each([
    ['step 1 | ref loss 3.5\nstep 2 | ref loss 3.25\n', 'ref loss'],
    ['step,torch_loss\n1,3.5\n2,3.25\n', 'torch_loss'],
    ['{"step": 1, "target_loss": 3.5}\n{"step": 2, "target_loss": 3.25}\n', 'target_loss'],
    ['{"reference": {"losses": [3.5, 3.25]}}\n', 'reference.losses'],
  ])('with the losses of a reference alone has these, and says so: %j', async (log, name) => {
    const trace = await traceOf(log);
    expect([trace.losses.size, trace.unread]).toEqual([2, 0]);
    expect(trace.notes).toContain(
      `the loss is read from "${name}", which is called as a reference's: where it is not the port's own, name that by --pattern`,
    );
  });

  test('of a training loss beside one of other data has the former, and calls it no average', async () => {
    const trace = await traceOf('step 1 train_loss 3.5 val_loss 3.75\nstep 2 train_loss 3.25 val_loss 3.5\n');
    expect([textsOf(trace), trace.notes]).toEqual([
      [
        [1, '3.5'],
        [2, '3.25'],
      ],
      [],
    ]);
  });

  test('has its own losses where those of a reference stand in other lines', async () => {
    const trace = await traceOf('step 1 | expected loss 3.5\nstep 1 | loss 9.5\nstep 2 | expected loss 3.25\n');
    expect([textsOf(trace), trace.unread]).toEqual([[[1, '9.5']], 0]);
    expect(trace.notes[0]).toContain('2 in lines of another shape are not compared, the first line 1');
  });

  test('of NaN alone says so', async () => {
    const trace = await traceOf('step 1 | loss nan\nstep 2 | loss nan\n');
    expect([trace.losses.size, trace.notes]).toEqual([2, ['every loss in this log is NaN']]);
  });

  test('says which rows have more cells than their header', async () => {
    const trace = await traceOf('step,loss\n1,3.5\n2,3.5,7.5\n');
    expect(trace.notes[1]).toContain(
      '1 rows have more cells than the header and are not read, the first in line 3: 3 under 2',
    );
  });

  test('says which heading of samples has none behind it', async () => {
    const trace = await traceOf('step 1 | loss 3.5\n--- inference ---\n1234\n');
    expect(trace.notes).toEqual(['no samples are read behind the heading "--- inference ---" in line 2']);
  });

  test('that no form reads has advice: its line that looks most like a loss, and the pattern that reads it', async () => {
    const log = `header 1.5\n${[1, 2, 3].map((i) => `J of ${i} is ${i}.5\n`).join('')}`;
    const { advice } = await readTrace(
      inPieces(log),
      { steps: 1000, samples: 20 },
      { name: { kind: 'file', text: "it's.log" } },
    );
    expect(advice).toEqual([
      'the line of it that looks most like a loss is: J of 1 is 1.5',
      String.raw`a pattern that reads this line: npx microgpt-spec diff --pattern '^J\s+of\s+(?<step>\d+)\s+is\s+(?<loss>\S+?)(?:\s|$)' 'it'\''s.log'`,
    ]);
  });

  test('that is gzip says how to read it', async () => {
    const { advice } = await readTrace(once(Uint8Array.of(0x1f, 0x8b, 8, 0)), { steps: 1000, samples: 20 });
    expect(advice).toEqual(['the log is gzip, not text; unpack it: gunzip -c LOG | npx microgpt-spec diff']);
  });

  test.each<[kind: string, line: (i: number) => string]>([
    ['of losses', (i) => `step ${i} | loss 2.${i}\n`],
    ['of losses behind a prefix', (i) => `2026-01-02 03:04:05 [7] iter ${i}: loss 2.${i}, 3 ms\n`],
    ['of JSON', (i) => `{"step": ${i}, "loss": 2.${i}}\n`],
    ['of other programs', (i) => `[${i}] (x) <b>other</b> things, 2.5 of them | ${i}\n`],
  ])('%s of 200,000 lines takes a few seconds', async (_, line) => {
    const started = performance.now();
    const trace = await readTrace(many(line), { steps: 1000, samples: 20 });
    expect(trace.losses.size).toBeLessThanOrEqual(1000);
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* many(line: (i: number) => string): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < 200_000; i += 1000) {
    yield new TextEncoder().encode(Array.from({ length: 1000 }, (_, j) => line(i + j)).join(''));
  }
}
