import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findingsOf } from '../../../diff/step/findings.ts';
import { judgeSteps } from '../../../diff/step/judgeStep.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { HAS_CC } from '../../../ports/cPrograms.fixture.ts';
import { handDumps, referenceDumps } from '../dumpOf.ts';
import { mistakenDumps } from '../mistakes/mistakenDumps.ts';
import { STEP_MISTAKES } from '../mistakes/stepMistakes.ts';
import { PRECISIONS } from '../placed.ts';
import { CANONICAL_SIZES, SQUARED, startOf, TWO_LAYERS } from '../starts.ts';
import { drawnStarts } from './drawnStarts.ts';
import { heldIn } from './heldIn.ts';
import { PORTS_INSIDE, portsInC, portsInPython, type RightPort } from './rightPorts.ts';

const STARTS = { TWO_LAYERS, SQUARED, CANONICAL_SIZES };
/** The reference is compiled anew for each; `npm run measure:steps` judges a hundred. */
const DRAWN = 20;
/** Of three steps of the two layers: more than the gradients and moments of all matrices. */
const LEAST_HELD = 100;
/** A Python that is missing is a visible skip, and a failure in CI. */
const HAS_PYTHON = spawnSync('python3', ['--version']).status === 0 || process.env.CI !== undefined;

const folder = mkdtempSync(join(tmpdir(), 'right-dumps-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(PORTS_INSIDE)('$name in $precision', (port) => {
  test.each(Object.entries(STARTS))('every stage holds from %s', (_, start) => expectHeld(port, start));
});

describe.skipIf(!HAS_CC).each(portsInC(folder))('the C port in $precision', (port) => {
  test.each(Object.entries(STARTS))('every stage holds from %s', (_, start) => expectHeld(port, start));
});

describe.skipIf(!HAS_PYTHON).each(portsInPython(folder))('the adapter around $name', (port) => {
  test.each(Object.entries(STARTS))('every stage holds from %s, where it is of its revision', (_, start) =>
    expectHeld(port, start));
});

test.each(PRECISIONS)('the reference in %s holds in configurations drawn at random', async (precision) => {
  for (const start of drawnStarts(DRAWN, 1)) {
    const dumps = (await referenceDumps([], start, precision)) ?? [];
    expect(heldIn(dumps, start.config, precision).others, JSON.stringify(start.config)).toEqual([]);
  }
});

test('gradients whose squares underflow hold', () => {
  const start = drawnStarts(100, 1).find(
    ({ config }) => config.n_embd === 12 && config.block_size === 1 && config.std === 1.5,
  );
  if (start === undefined) throw new Error('no such start is drawn');
  const dumps = handDumps([], start, 'f64');
  const last = Object.values(dumps[2].grad ?? {})
    .flat(2)
    .map(Math.abs);
  expect(Math.max(...last)).toBeLessThan(1e-160);
  expect(heldIn(dumps, start.config, 'f64').others).toEqual([]);
});

/** What ports leave out. */
const LEFT_OUT: [string, (dump: StepDump) => StepDump][] = [
  ['the trace', (dump) => ({ ...dump, trace: new Map() })],
  ['all but gradients and moments', (dump) => ({ ...dump, trace: new Map(), logits: null, probs: null, losses: null })],
  ['two values of three', (dump) => ({ ...dump, trace: new Map([...dump.trace].filter((_, i) => i % 3 === 0)) })],
];

describe.each(PRECISIONS)('in %s, in configurations drawn at random', (precision) => {
  test.each(LEFT_OUT)('nothing is wrong of the reference and of the port by hand without %s', async (_, without) => {
    for (const start of drawnStarts(DRAWN, 7)) {
      for (const dumps of [handDumps([], start, precision), (await referenceDumps([], start, precision)) ?? []]) {
        const { others } = heldIn(dumps.map(without), start.config, precision);
        expect(
          others.filter((one) => !one.endsWith(' not judged')),
          JSON.stringify(start.config),
        ).toEqual([]);
      }
    }
  });
});

test('a mistake of float32 shows behind two layers of 32 without a trace', async () => {
  const sizes = { n_layer: 2, n_embd: 32, seed: 3 };
  const start = startOf(sizes, ['annabel', 'bobolink', 'eve']);
  const mistakes = STEP_MISTAKES.filter(({ id }) => id === 'relu-absolute');
  const [dump] = (await mistakenDumps(mistakes, start, 'f32')) ?? [];
  const [{ stages }] = judgeSteps([{ ...dump, trace: new Map() }], start.config, 'f32');
  expect(findingsOf(stages).map(({ shownBy }) => shownBy)).toEqual(['logits']);
});

async function expectHeld({ dumps, precision }: RightPort, start: (typeof STARTS)['TWO_LAYERS']): Promise<void> {
  const own = await dumps(start);
  if (own === null) return;
  const { held, others } = heldIn(own, start.config, precision);
  expect(others).toEqual([]);
  expect(held).toBeGreaterThan(LEAST_HELD);
}
