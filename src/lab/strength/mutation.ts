import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dtype } from '../../port/precision.ts';
import { PACKAGE_ROOT } from '../../suite/options.ts';
import { recordLines } from '../recordLines.ts';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { kernelMutation } from './kernels/kernelMutation.ts';
import { type Mutant, mutantsOf, type Status, sameMutant, withoutSurvivors } from './mutant.ts';
import { MUTATED, MUTATED_PROGRAMS, type MutatedProgram } from './mutatedPrograms.ts';
import { mutationBadge, mutationPage } from './mutationPage.ts';
import {
  argued,
  MUTATION_FILE,
  type Mutation,
  type MutationRecord,
  mutationOf,
  readMutation,
  withMutation,
} from './mutationReport.ts';

/**
 * `npm run mutation`: Stryker changes the reference, and the engine, in every way it knows, and the laws are run against each
 * change; what survives them meets every check. Then changes of the engine's kernels, which Stryker cannot read, are drawn. Writes
 * spec/measured/mutation.json, spec/measured/mutation.md and the badges. Incremental: results of mutants and checks that did
 * not change are kept in .stryker/. `--only reference`, `--only engine` or `--only kernels` measures one and keeps the others;
 * with `--render` nothing is measured: arguments are renewed, and page and badges made from the JSON file.
 */
const FOLDER = join(PACKAGE_ROOT, '.stryker');
const CONFIG = 'src/lab/strength/stryker.config.json';
const PAGE = new URL('../../../spec/measured/mutation.md', import.meta.url);
const BADGES: Readonly<Record<MutatedProgram, URL>> = {
  reference: new URL('../../../spec/figures/mutation.svg', import.meta.url),
  engine: new URL('../../../spec/figures/mutation-engine.svg', import.meta.url),
};

/** What ran out of time has so much more, in milliseconds. */
const PATIENCE_MS = 30_000;

/** What is measured, each by the name of its tree in spec/measured/trees.json. */
const TREES = { reference: 'mutation', engine: 'mutationEngine', kernels: 'mutationKernels' } as const;
type Part = keyof typeof TREES;

/** What is made from a report. */
export function mutationFiles(record: MutationRecord): [url: URL, text: string][] {
  return [
    [PAGE, mutationPage(record)],
    ...MUTATED_PROGRAMS.map((program): [URL, string] => [BADGES[program], mutationBadge(record, program)]),
  ];
}

async function main(parts: readonly Part[]): Promise<void> {
  for (const part of parts) {
    const tree = treeNow(TREES[part]);
    writeFileSync(MUTATION_FILE, recordLines(await measured(part)));
    noteTree(TREES[part], tree);
  }
  const record = argued(readMutation());
  writeFileSync(MUTATION_FILE, recordLines(record));
  for (const [url, text] of mutationFiles(record)) writeFileSync(url, text);
  writeFirstLines();
  for (const { program, file, line, original, replacement, argument } of record.survivors) {
    if (argument === null) process.stdout.write(`survived: ${program} ${file}:${line} ${original} -> ${replacement}\n`);
  }
  for (const { file, line, original, replacement, killer, argument } of record.kernelMutants) {
    if (killer === null && argument === null)
      process.stdout.write(`survived: kernels ${file}:${line} ${original} -> ${replacement}\n`);
  }
}

/** The record with a part of it measured. */
async function measured(part: Part): Promise<MutationRecord> {
  mkdirSync(FOLDER, { recursive: true });
  if (part !== 'kernels') return withMutation(readMutation(), part, mutantsUnderSuite(part));
  const kernels = await kernelMutation((line) => process.stderr.write(`${line}\n`));
  return { ...readMutation(), ...kernels };
}

/**
 * Laws, and then every check over what survives them: what laws kill, all checks kill. What survives in one precision is put
 * to the suite in the next. Stryker asks a mutant again where a test file has changed, but does not see what the tests import;
 * so survivors are always asked again. So is what ran out of time: on a machine with other work that may be a survivor.
 */
function mutantsUnderSuite(program: MutatedProgram): Mutation {
  const { folder, without, precisions } = MUTATED[program];
  const incremental = `.stryker/incremental-${program}.json`;
  forgetSurvivors(incremental);
  const files = [`${folder}/*.ts`, ...without.map((pattern) => `!${folder}/${pattern}`)].join();
  const [first, ...others] = precisions;
  const options = ['--incremental', '--incrementalFile', incremental, '--mutate', files];
  let laws = stryker({ program, checks: 'laws', dtype: first }, options);
  laws = askedAgain(laws, 'timeout', { program, checks: 'laws', dtype: first });
  for (const dtype of others) laws = askedAgain(laws, 'survived', { program, checks: 'laws', dtype });
  let all = laws;
  for (const dtype of precisions) all = askedAgain(all, 'survived', { program, checks: 'all', dtype });
  return mutationOf(program, laws, (mutant) => all.find((other) => sameMutant(mutant, other))?.status ?? mutant.status);
}

/** A run of Stryker's. */
interface Run {
  readonly program: MutatedProgram;
  readonly checks: 'laws' | 'all';
  readonly dtype: Dtype;
}

/** The mutants, of which those of a status are put to the suite again, with more time. */
function askedAgain(mutants: Mutant[], status: Status, run: Run): Mutant[] {
  const open = mutants.filter((mutant) => mutant.status === status);
  if (open.length === 0) return mutants;
  const ranges = [...new Set(open.map(({ file, range }) => `${MUTATED[run.program].folder}/${file}:${range}`))];
  const renewed = stryker(run, ['--mutate', ranges.join(), '--timeoutMS', String(PATIENCE_MS)]);
  // A range holds other mutants than these: what is known of them stays.
  return mutants.map((mutant) =>
    mutant.status === status ? (renewed.find((other) => sameMutant(mutant, other)) ?? mutant) : mutant,
  );
}

function forgetSurvivors(incremental: string): void {
  const file = join(PACKAGE_ROOT, incremental);
  if (existsSync(file)) writeFileSync(file, withoutSurvivors(readFileSync(file, 'utf8')));
}

function stryker({ program, checks, dtype }: Run, options: readonly string[]): Mutant[] {
  const bin = join(PACKAGE_ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const env = { ...process.env, MUTATION_CHECKS: checks, ...(program === 'engine' && { MUTATION_ENGINE: dtype }) };
  const { status } = spawnSync(process.execPath, [bin, 'run', CONFIG, ...options], {
    cwd: PACKAGE_ROOT,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const report = join(FOLDER, 'mutation.json');
  if (status !== 0 || !existsSync(report)) throw new Error(`mutation: Stryker ended with status ${String(status)}`);
  const text = readFileSync(report, 'utf8');
  writeFileSync(join(FOLDER, `${program}-${checks}-${dtype}.json`), text);
  return mutantsOf(text);
}

/** @throws RangeError where there is no such part */
function partsAsked(args: readonly string[]): readonly Part[] {
  if (args.includes('--render')) return [];
  const at = args.indexOf('--only');
  if (at < 0) return [...MUTATED_PROGRAMS, 'kernels'];
  const part = args[at + 1];
  if (!Object.hasOwn(TREES, part ?? ''))
    throw new RangeError(
      `mutation: --only ${part ?? ''} is no part; use --only with one of ${Object.keys(TREES).join(', ')}`,
    );
  return [part as Part];
}

if (process.argv[1] === import.meta.filename) await main(partsAsked(process.argv.slice(2)));
