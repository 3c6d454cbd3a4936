import { describe, expect, test } from 'vitest';
import { diffLog } from '../diff/diffLog.ts';
import { startFromGolden } from '../diff/replay/start.ts';
import { openGolden } from '../golden/folder.ts';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { startPort } from '../protocol/processPort.ts';
import { CANONICAL } from '../reference/config.ts';
import { encode } from '../reference/tokenizer.ts';
import { diffSources } from '../report/diffSources.ts';
import { runVitest } from '../suite/runSuite.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { built, HAS_CC } from './cPrograms.fixture.ts';

const DEADLINE_MS = 60_000;
/** Inputs a law: the laws are the reference's own, and `.ci/run` puts both programs to all inputs of a run. */
const RUNS = 10;
const golden = openGolden();

describe.skipIf(!HAS_CC)('the C port, built with cc', () => {
  test.each([
    ['f64', []],
    ['f32', ['-DREAL=float']],
  ])('conforms in class %s', async (_, flags) => {
    const { checks, faults } = await runVitest({
      port: { kind: 'process', command: [built(flags)], deadline: DEADLINE_MS },
      sampling: { ...DEFAULT_SAMPLING, runs: RUNS },
      chapters: SPEC_CHAPTERS,
      reporters: [],
      onCheck: () => {},
    });
    expect(faults).toEqual([]);
    expect(checks.filter(({ status }) => status === 'held').length).toBeGreaterThan(SPEC_CHAPTERS.length);
    expect(checks.filter(({ status }) => status === 'failed' || status === 'not-claimed')).toEqual([]);
  });

  test.each([
    ['f64', [], 17],
    ['f32', ['-DREAL=float'], 9],
  ])("prints losses from Python's start that diff takes for %s", async (dtype, flags, digits) => {
    const { port, driver } = await startPort([built(flags)], { deadline: DEADLINE_MS, window: 1 });
    const { config, state_dict, documents, tokenizer } = startFromGolden(golden, CANONICAL);
    const tokens = documents.map((doc) => encode(tokenizer.uchars, doc));
    const trained = await port.train?.(config, state_dict, tokens, config.num_steps);
    driver.close();
    const log = trained?.losses.map((loss, i) => `step ${i + 1} / 1000 | loss ${loss.toPrecision(digits)}\n`) ?? [];
    const options = { config: CANONICAL, stepsGiven: false, diagnosis: 'full', onProgress: () => {} } as const;
    const { verdict, losses } = await diffLog(once(log.join('')), { ...diffSources(), ...options });
    expect([verdict, losses.steps]).toEqual([dtype, CANONICAL.num_steps]);
  });
});

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}
