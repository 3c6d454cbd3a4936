import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../suite/options.ts';
import { recordLines } from '../recordLines.ts';
import { writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { type Mutant, mutantsOf, sameMutant, withoutSurvivors } from './mutant.ts';
import {
  MUTATION_FILE,
  type Mutation,
  mutationBadge,
  mutationOf,
  mutationPage,
  readMutation,
} from './mutationReport.ts';

/**
 * `npm run mutation`: Stryker changes the reference in every way it knows, and the laws are run against each change; what
 * survives them meets every check. Writes spec/measured/mutation.json, spec/measured/mutation.md and the badge. Incremental: results of
 * mutants and checks that did not change are kept in .stryker/. With `--render` page and badge are made from the JSON file.
 */
const FOLDER = join(PACKAGE_ROOT, '.stryker');
const INCREMENTAL = '.stryker/incremental.json';
const CONFIG = 'src/lab/strength/stryker.config.json';
const PAGE = new URL('../../../spec/measured/mutation.md', import.meta.url);
const BADGE = new URL('../../../spec/figures/mutation.svg', import.meta.url);

/** What is made from a report. */
export function mutationFiles(mutation: Mutation): [url: URL, text: string][] {
  return [
    [PAGE, mutationPage(mutation)],
    [BADGE, mutationBadge(mutation)],
  ];
}

function main(render: boolean): void {
  const tree = treeNow('mutation');
  const mutation = render ? readMutation() : measured();
  if (!render) {
    writeFileSync(MUTATION_FILE, recordLines(mutation));
    noteTree('mutation', tree);
  }
  for (const [url, text] of mutationFiles(mutation)) writeFileSync(url, text);
  writeFirstLines();
  for (const { file, line, original, replacement, argument } of mutation.survivors) {
    if (argument === null) process.stdout.write(`survived: ${file}:${line} ${original} -> ${replacement}\n`);
  }
}

/**
 * Both runs, the second over the survivors of the first alone: what laws kill, all checks kill. Stryker asks a mutant again
 * where a test file has changed, but does not see what the tests import; so survivors are always asked again.
 */
function measured(): Mutation {
  mkdirSync(FOLDER, { recursive: true });
  forgetSurvivors();
  const laws = stryker('laws', ['--incremental', '--incrementalFile', INCREMENTAL]);
  const survivors = laws.filter(({ status }) => status === 'survived');
  const ranges = [...new Set(survivors.map(({ file, range }) => `src/reference/${file}:${range}`))];
  const all = ranges.length === 0 ? [] : stryker('all', ['--mutate', ranges.join(',')]);
  return mutationOf(laws, (mutant) => all.find((other) => sameMutant(mutant, other))?.status ?? mutant.status);
}

function forgetSurvivors(): void {
  const file = join(PACKAGE_ROOT, INCREMENTAL);
  if (existsSync(file)) writeFileSync(file, withoutSurvivors(readFileSync(file, 'utf8')));
}

function stryker(checks: 'laws' | 'all', options: readonly string[]): Mutant[] {
  const bin = join(PACKAGE_ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { status } = spawnSync(process.execPath, [bin, 'run', CONFIG, ...options], {
    cwd: PACKAGE_ROOT,
    env: { ...process.env, MUTATION_CHECKS: checks },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const report = join(FOLDER, 'mutation.json');
  if (status !== 0 || !existsSync(report)) throw new Error(`mutation: Stryker ended with status ${String(status)}`);
  const text = readFileSync(report, 'utf8');
  writeFileSync(join(FOLDER, `${checks}.json`), text);
  return mutantsOf(text);
}

if (process.argv[1] === import.meta.filename) main(process.argv.includes('--render'));
