import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviationOf } from '../../deviations/catalogue.ts';
import { COMPILED } from '../../deviations/compiledReference.ts';
import { deviantRun } from '../../deviations/deviantRun.ts';
import { startFromGolden } from '../../diff/replay/start.ts';
import { openGolden } from '../../golden/folder.ts';
import { CANONICAL, type Config, configure } from '../../reference/config.ts';
import { seededStart } from '../ensembles/seededStart.ts';
import type { Tree } from '../release/trees.ts';
import { alternated, type Ratio, ratioOf } from './alternated.ts';
import { type Job, packageFile, timeOf } from './processes.ts';
import { measureSieve, type SieveRate } from './sieveRate.ts';

/** A log that is searched for mistakes. */
export interface SearchCase {
  readonly id: string;
  readonly title: string;
  /** Catalogue entries that the run has, and constants that are not microgpt.py's. */
  readonly deviations: readonly string[];
  readonly config?: Partial<Config>;
  readonly steps: number;
  readonly search: 'quick' | 'full';
}

/** What a search came to: the same on any machine, but for the time. */
export interface SearchFacts {
  readonly tried: number;
  readonly extent: string;
  /** Mistakes in the first explanation; 0 where there is none. */
  readonly named: number;
}

/** The search for one log, in a process of its own. */
export interface SearchTime extends SearchFacts {
  readonly title: string;
  /** Times `node -e 0`. */
  readonly byNode: Ratio;
}

/** What was measured of the search, and on which tree. */
export interface SearchMeasured {
  readonly tree: Tree;
  readonly sieve: SieveRate;
  readonly times: readonly SearchTime[];
}

const STEPS = CANONICAL.num_steps;
const WHOLE = { steps: STEPS } as const;
const DECIMALS = 4;
/** Two fitted numbers are not looked for at once, so nothing explains them together. */
const BEHIND = { beta1: 0.71, beta2: 0.93 };
/** Another start, as a port with a random generator of its own has, is no mistake. */
const OTHER = { seed: 1 };

/** The logs. One of two losses says enough for pairs, and too little for triples. */
export const SEARCH_CASES: readonly SearchCase[] = [
  { ...WHOLE, id: 'one', title: 'one mistake', deviations: ['learning-rate'], search: 'full' },
  { ...WHOLE, id: 'two', title: 'two', deviations: ['rmsnorm-mean', 'learning-rate'], search: 'full' },
  { ...WHOLE, id: 'three', title: 'three', deviations: ['rmsnorm-mean', 'log2', 'learning-rate'], search: 'full' },
  { ...WHOLE, id: 'singles', title: 'another start, singles', deviations: [], config: OTHER, search: 'quick' },
  {
    ...WHOLE,
    steps: 2,
    id: 'pairs',
    title: 'its first two losses, pairs too',
    deviations: [],
    config: OTHER,
    search: 'full',
  },
  { ...WHOLE, id: 'triples', title: 'another start, triples too', deviations: [], config: OTHER, search: 'full' },
  {
    ...WHOLE,
    id: 'behind',
    title: 'two betas of no entry, triples too',
    deviations: [],
    config: BEHIND,
    search: 'full',
  },
];

const ROUNDS = 3;
const STARTUP: Job = { command: [process.execPath, '-e', '0'] };

/** Times the search for each log beside Node's own start, in turns, and the sieve beside the engine's forward pass. */
export async function measureSearch(
  folder: string,
  tree: Tree,
  progress: (title: string) => void,
): Promise<SearchMeasured> {
  progress('the sieve');
  const sieve = await measureSieve();
  const times: SearchTime[] = [];
  for (const one of SEARCH_CASES) {
    progress(`the search: ${one.title}`);
    const [log, facts] = [join(folder, `${one.id}.log`), join(folder, `${one.id}.json`)];
    writeFileSync(log, await searchedLog(one));
    const job = { command: [process.execPath, packageFile('dist/lab/bench/searchProgram.js'), log, one.search, facts] };
    const turns = alternated({ node: () => timeOf(STARTUP), search: () => timeOf(job) }, ROUNDS);
    const known = JSON.parse(readFileSync(facts, 'utf8')) as SearchFacts;
    times.push({ title: one.title, ...known, byNode: ratioOf(turns, 'search', 'node') });
  }
  return { tree, sieve, times };
}

/** The log of a case, as microgpt.py prints it. */
export async function searchedLog({ deviations, config, steps }: SearchCase): Promise<string> {
  const golden = openGolden();
  const start =
    config?.seed === undefined
      ? startFromGolden(golden, configure(config ?? {}))
      : seededStart(golden, Number(config.seed));
  const run = await deviantRun(deviations.map(deviationOf), start, COMPILED);
  if (run === null) throw new Error(`searchedLog: ${deviations.join(', ')} cannot be combined; choose others`);
  const lines: string[] = [];
  for (const loss of run.losses) {
    lines.push(`step ${lines.length + 1} / ${STEPS} | loss ${loss.toFixed(DECIMALS)}\n`);
    if (lines.length === steps) break;
  }
  return lines.join('');
}
