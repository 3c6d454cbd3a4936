import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { HAS_CC } from '../../../ports/cPrograms.fixture.ts';
import { referenceDumps } from '../dumpOf.ts';
import { PRECISIONS } from '../placed.ts';
import { CANONICAL_SIZES, SQUARED, TWO_LAYERS } from '../starts.ts';
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

async function expectHeld({ dumps, precision }: RightPort, start: (typeof STARTS)['TWO_LAYERS']): Promise<void> {
  const own = await dumps(start);
  if (own === null) return;
  const { held, others } = heldIn(own, start.config, precision);
  expect(others).toEqual([]);
  expect(held).toBeGreaterThan(LEAST_HELD);
}
