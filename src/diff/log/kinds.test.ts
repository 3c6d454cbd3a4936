import { expect, test } from 'vitest';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL } from '../../reference/config.ts';
import { diffLog } from '../diffLog.ts';
import { KINDS } from './kinds.fixture.ts';

const golden = openGolden();

async function* inPieces(log: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof log === 'string' ? new TextEncoder().encode(log) : log;
  for (let i = 0; i < bytes.length; i += 1021) yield bytes.subarray(i, i + 1021);
}

test.each(KINDS)('$title is read', async ({ log, due }) => {
  const result = await diffLog(inPieces(log), {
    golden,
    config: CANONICAL,
    stepsGiven: false,
    diagnosis: 'none',
    onProgress: () => {},
  });
  const { losses, samples } = result;
  expect({
    steps: losses.steps,
    diverges: losses.firstDivergence?.step ?? null,
    samples: samples && [samples.compared, samples.equal],
  }).toEqual(due);
});
