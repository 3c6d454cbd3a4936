import { expect, test } from 'vitest';
import { canonicalLosses, canonicalSamples } from '../../golden/canonical.ts';
import { CANONICAL } from '../../reference/config.ts';
import { diffSources } from '../../report/diffSources.ts';
import { diffLog } from '../diffLog.ts';
import { kindsOf } from './kinds.fixture.ts';

const sources = diffSources();
const losses = canonicalLosses(sources.golden);
const names = canonicalSamples(sources.golden).map(({ name }) => name);

async function* inPieces(log: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof log === 'string' ? new TextEncoder().encode(log) : log;
  for (let i = 0; i < bytes.length; i += 1021) yield bytes.subarray(i, i + 1021);
}

test.each(kindsOf(losses, names))('$title is read', async ({ log, due }) => {
  const result = await diffLog(inPieces(log), {
    ...sources,
    config: CANONICAL,
    stepsGiven: false,
    diagnosis: 'none',
    onProgress: () => {},
  });
  expect({
    steps: result.losses.steps,
    diverges: result.losses.firstDivergence?.step ?? null,
    samples: result.samples && [result.samples.compared, result.samples.equal],
  }).toEqual(due);
});
