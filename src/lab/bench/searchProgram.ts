import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { diffLog } from '../../diff/diffLog.ts';
import { CANONICAL } from '../../reference/config.ts';
import { diffSources } from '../../report/diffSources.ts';
import type { SearchFacts } from './searchTime.ts';

/**
 * Looks for the mistakes of a log: how many were tried, and how far the search came.
 *
 * @throws Error where the log is one that nothing is looked for in
 */
export async function searched(log: string, search: 'quick' | 'full'): Promise<SearchFacts> {
  const options = { config: CANONICAL, stepsGiven: false, diagnosis: search, onProgress: () => {} } as const;
  const { diagnosis, verdict } = await diffLog(once(log), { ...diffSources(), ...options });
  if (diagnosis === null)
    throw new Error(`searched: nothing is looked for, for the verdict is ${verdict}; choose another log`);
  const { tried, extent, explanations } = diagnosis;
  return { tried, extent, named: explanations[0]?.deviations.length ?? 0 };
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , log, search, facts] = process.argv;
  const found = await searched(readFileSync(log, 'utf8'), search === 'quick' ? 'quick' : 'full');
  writeFileSync(facts, JSON.stringify(found));
}
