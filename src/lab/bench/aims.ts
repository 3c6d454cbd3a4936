import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RunStart, startFromGolden } from '../../diff/replay/start.ts';
import { createNetwork } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import { canonicalOutput } from '../../golden/canonical.ts';
import { openGolden } from '../../golden/folder.ts';
import { flatten } from '../../port/flatten.ts';
import { CANONICAL, configure } from '../../reference/config.ts';
import { encode } from '../../reference/tokenizer.ts';
import { seededStart } from '../ensembles/seededStart.ts';
import { readCanonicalRun } from '../numerics/canonicalRun.ts';
import { alternated, type Ratio, ratioOf, spread, type Times } from './alternated.ts';
import { measurePhases, type Phase } from './phases.ts';
import { cli, type Job, packageFile, peakOf, timeOf, trainJob } from './processes.ts';

/** Work with an aim, and what was measured of it. */
export interface Aim {
  readonly id: string;
  readonly work: string;
  /** The limit, and whether it is to be reached or not to be exceeded. */
  readonly limit: number;
  readonly is: 'at least' | 'at most';
  /** Times another's time; or of this machine alone, seconds or megabytes. */
  readonly unit: 'times' | 's' | 'MB';
  readonly measured: Ratio;
}

const MS_PER_S = 1000;
const ROUNDS = { short: 9, long: 3 };
const MILLION = 1_000_000;
const STARTUP: Job = { command: [process.execPath, '-e', '0'] };

/** Times whole processes in turns, and sets them beside their aims; with where the engine's process spends its time. CPython is measured elsewhere. */
export function measureAims(
  folder: string,
  c: string,
  progress: (title: string) => void,
): { aims: Aim[]; phases: Phase[] } {
  progress('the canonical run as a process');
  const { initial, documents } = readCanonicalRun();
  const request = [CANONICAL, initial, documents, CANONICAL.num_steps];
  const jobs = {
    engine: trainJob(program('engine'), request),
    reference: trainJob(program('reference'), request),
    c: trainJob([c], request),
  };
  const run = turnsOf(jobs, ROUNDS.short);
  const phases = measurePhases(jobs.engine, jobs.c);
  progress('diff');
  const logs = writeLogs(folder);
  const diff = turnsOf(
    {
      node: STARTUP,
      log: cli(['diff', logs.canonical]),
      million: cli(['diff', logs.million]),
      replay: cli(['diff', logs.own, '--params', logs.params, '--docs', logs.docs]),
      diagnosis: cli(['diff', logs.mistaken], [1]),
    },
    ROUNDS.short,
  );
  progress('run');
  const suite = turnsOf({ whole: cli(['run']), loss: cli(['run', '--chapter', 'loss']) }, ROUNDS.long);
  const aims = [
    aim(
      'engine-reference',
      'canonical 1000 steps, engine: times as fast as the reference',
      4,
      'at least',
      'times',
      ratioOf(run, 'reference', 'engine'),
    ),
    aim(
      'engine-c',
      'the same: times the time of the C99 port, cc -O2',
      2.5,
      'at most',
      'times',
      ratioOf(run, 'engine', 'c'),
    ),
    aim('run', 'full `run` on the reference', 15, 'at most', 's', seconds(suite, 'whole')),
    aim('run-loss', '`run --chapter loss`', 2, 'at most', 's', seconds(suite, 'loss')),
    aim('diff', '`diff` of a 1000-step log: times `node -e 0`', 4, 'at most', 'times', ratioOf(diff, 'log', 'node')),
    aim('diff-million', '`diff` of 1,000,000 steps', 2, 'at most', 's', seconds(diff, 'million')),
    aim(
      'diff-million-memory',
      'the same, peak of memory',
      150,
      'at most',
      'MB',
      spread([peakOf(cli(['diff', logs.million]))]),
    ),
    aim('replay', 'replay of 1000 steps from a dump', 0.6, 'at most', 's', seconds(diff, 'replay')),
    aim('diagnosis', 'diagnosis: one mistake, of all that are known', 4, 'at most', 's', seconds(diff, 'diagnosis')),
  ];
  return { aims, phases };
}

/** Whether an aim is met by the median. */
export function isMet({ limit, is, measured: { median } }: Aim): boolean {
  return is === 'at least' ? median >= limit : median <= limit;
}

/** The engine or the reference as a process (program.ts). */
export function program(who: 'engine' | 'reference'): string[] {
  return [process.execPath, packageFile('dist/lab/bench/program.js'), who];
}

export function aim(id: string, work: string, limit: number, is: Aim['is'], unit: Aim['unit'], measured: Ratio): Aim {
  return { id, work, limit, is, unit, measured };
}

function turnsOf(jobs: Readonly<Record<string, Job>>, rounds: number): Times {
  return alternated(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, () => timeOf(job)])), rounds);
}

function seconds(times: Times, name: string): Ratio {
  return spread(times[name].map((time) => time / MS_PER_S));
}

/** Logs to be compared: the golden one, one of 1,000,000 steps, one of an own start with its dumps, one with a mistake. */
function writeLogs(folder: string) {
  const golden = openGolden();
  const write = (name: string, text: string) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const lines = (losses: readonly number[], num_steps: number, print: (loss: number) => string) =>
    losses.map((loss, i) => `step ${i + 1} / ${num_steps} | loss ${print(loss)}\n`).join('');
  const own = seededStart(golden, 1);
  const steps = CANONICAL.num_steps;
  const lossesOf = ({ config, state_dict, documents, tokenizer }: Omit<RunStart, 'random'>) => {
    const tokens = documents.map((doc) => encode(tokenizer.uchars, doc));
    return [...train(createNetwork(config, state_dict), tokens, steps)];
  };
  const printed = (loss: number) => loss.toFixed(4);
  // A run of a million steps; those for which the golden folder has no documents are read, and not compared.
  const million = lossesOf(startFromGolden(golden, configure({ num_steps: MILLION })));
  const repeated = Array.from({ length: MILLION }, (_, i) => million[i % steps]);
  const mistaken = lossesOf(startFromGolden(golden, configure({ beta2: 0.999 })));
  return {
    canonical: write('canonical.log', canonicalOutput(golden)),
    million: write('million.log', lines(repeated, MILLION, printed)),
    own: write('own.log', lines(lossesOf(own), steps, String)),
    params: write('params.txt', `${flatten(own.state_dict).join('\n')}\n`),
    docs: write('docs.txt', `${own.documents.join('\n')}\n`),
    mistaken: write('mistaken.log', lines(mistaken, steps, printed)),
  };
}
