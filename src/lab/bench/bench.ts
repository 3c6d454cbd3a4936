import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { machineFacts } from '../../report/machine.ts';
import { readPage, writeFirstLines } from '../release/firstLine.ts';
import { noteTree, treeNow } from '../release/trees.ts';
import { measureAims } from './aims.ts';
import { benchFiles } from './benchPage.ts';
import { measureCost } from './cost.ts';
import { measureCPython } from './cpython.ts';
import { measureFunctions } from './functions.ts';
import { buildC, inFolder } from './processes.ts';
import { type Benchmarks, readBenchmarks, writeBenchmarks } from './results.ts';
import { measureRoofline } from './roofline.ts';
import { measureSearch, type SearchMeasured } from './searchTime.ts';
import { type Requirement, shortForm } from './short.ts';

const GB = 2 ** 30;

/**
 * `npm run bench`: measures all that spec/measured/benchmarks.md shows, with a C compiler and, where MICROGPT_PY and NAMES are set, with
 * CPython; writes spec/measured/benchmarks.json, the page and its figure. `--short` is CI's form: it writes nothing, and fails where
 * noise cannot be why. `--search` measures the search for mistakes alone, and leaves the rest. `--render` writes the page from the numbers that are there, `--check` fails where it is not so.
 */
async function main(argument: string | undefined): Promise<number> {
  if (argument === '--short') return report(await shortForm());
  if (argument === '--check') return check();
  if (argument === '--search') writeBenchmarks({ ...readBenchmarks(), search: await search() });
  else if (argument !== '--render') {
    const tree = treeNow('benchmarks');
    writeBenchmarks(await measure());
    noteTree('benchmarks', tree);
  }
  for (const { url, text } of benchFiles(readBenchmarks())) writeFileSync(url, text);
  writeFirstLines();
  return 0;
}

function progress(title: string): void {
  process.stderr.write(`measuring ${title}\n`);
}

async function search(): Promise<SearchMeasured> {
  const folder = mkdtempSync(join(tmpdir(), 'microgpt-spec-bench-'));
  try {
    return await measureSearch(folder, treeNow('benchmarks'), progress);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(): Promise<Benchmarks> {
  const machine = { ...machineFacts(), memoryGB: Math.round(totalmem() / GB) };
  const [functions, roofline] = [await measureFunctions(), measureRoofline()];
  const { aims, phases, cost } = inFolder((folder) => {
    const c = buildC(folder);
    progress('cost');
    return { cost: measureCost(c), ...measureAims(folder, c, progress) };
  });
  const cpython = measureCPython(progress);
  const before = existsSync(fileURLToPath(new URL('../../../spec/measured/benchmarks.json', import.meta.url)))
    ? readBenchmarks().cpython
    : null;
  return {
    schema: 1,
    machine,
    aims,
    phases,
    cpython: cpython ? { ...cpython, machine } : before,
    roofline,
    cost,
    functions,
    search: await search(),
  };
}

function report(findings: readonly Requirement[]): number {
  const holds = ({ measured, limit, is }: Requirement) => (is === 'at least' ? measured >= limit : measured <= limit);
  for (const finding of findings) {
    const { what, measured, limit, is } = finding;
    process.stdout.write(`${holds(finding) ? 'ok    ' : 'failed'} ${what}: ${measured}, ${is} ${limit}\n`);
  }
  return findings.every(holds) ? 0 : 1;
}

function check(): number {
  const stale = benchFiles(readBenchmarks()).filter(({ url, text }) => readPage(url) !== text);
  for (const { url } of stale) {
    process.stderr.write(`${fileURLToPath(url)} does not show what was measured; run npm run bench -- --render\n`);
  }
  return stale.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv[2]);
