import { expect, test } from 'vitest';
import type { ReadStep } from '../../diff/step/readStep.ts';
import { readSteps } from '../../diff/step/readStep.ts';
import { withSquaresTurned } from '../../diff/step/squareMatrices.ts';
import type { StepDump } from '../../diff/step/stepDump.ts';
import { bytesOf, jsonOf } from '../../diff/step/stepForms.fixture.ts';
import type { StateDict } from '../../reference/parameters.ts';
import { handDumps } from './dumpOf.ts';
import { TWO_LAYERS } from './starts.ts';

/** The matrices whose names match as [nin, nout]. */
function stored(dict: StateDict | null, names: RegExp): StateDict {
  return Object.fromEntries(
    Object.entries(dict ?? {}).map(([name, rows]) => [
      name,
      names.test(name) ? rows[0].map((_, j) => rows.map((row) => row[j])) : rows,
    ]),
  );
}

const DUMPS = handDumps([], TWO_LAYERS);

async function readStored(names: RegExp): Promise<readonly ReadStep[]> {
  const storedDump = (dump: StepDump) => ({
    ...jsonOf(dump),
    ...Object.fromEntries(
      (['params', 'grad', 'm', 'v', 'updated'] as const).map((dict) => [dict, stored(dump[dict], names)]),
    ),
  });
  const files = DUMPS.map((dump) => ({ name: 'a', bytes: bytesOf(JSON.stringify(storedDump(dump))) }));
  return withSquaresTurned(await readSteps(files), TWO_LAYERS.config, 'f64');
}

test('square matrices are turned with the others of a port that stores all so', async () => {
  const steps = await readStored(/lm_head|layer/);
  expect(steps.map(({ dump }) => dump)).toEqual(DUMPS);
  expect(steps[0].notes[0]).toMatch(/came as \[nin, nout\] and were turned; square ones were turned too/);
});

test('they stay where they hold as they are', async () => {
  const steps = await readStored(/lm_head|mlp/);
  expect(steps.map(({ dump }) => dump)).toEqual(DUMPS);
  expect(steps[0].notes[0]).toContain('square ones were read as [nout, nin]');
});

test('nothing is tried where no matrix came so: a transposed one is the port’s mistake', async () => {
  const steps = await readStored(/attn_wq/);
  expect(steps[0].dump.params?.['layer0.attn_wq']).not.toEqual(DUMPS[0].params?.['layer0.attn_wq']);
  expect(steps[0].notes).toEqual([]);
});
