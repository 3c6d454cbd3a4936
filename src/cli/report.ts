import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { RunResult } from '../report/result.ts';
import { Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { withGolden } from './goldenFault.ts';
import { print, STANDARD_OUTPUT } from './output.ts';
import { progressLine } from './progress.ts';
import { expectedIn, giveVerdict, type VerdictOptions } from './verdict.ts';
import { writeWhole } from './writeFile.ts';

/** Where the files go, if none is named, and what they are called there. */
const FOLDER = 'report';
const NAMES = { html: 'index.html', markdown: 'report.md', badge: 'badge.json' } as const;
const KINDS = ['html', 'markdown', 'badge'] as const;

interface ReportOptions extends VerdictOptions {
  readonly merge?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly badge?: string;
  readonly folder: string;
  readonly quick?: boolean;
  readonly diagnosis: boolean;
}

/** `report`: results as a page, as Markdown and as a badge. */
export function reportCommand(): Command {
  return new Command('report')
    .description('make a page, Markdown and a badge of one result, or a matrix of many')
    .argument('[result...]', 'what run --json has written')
    .option(
      '--merge <folder>',
      'in place of results: join the parts that run --shard has written, and give the verdict',
    )
    .option('--json <file>', 'with --merge: write the result as JSON')
    .option('--expected <file>', 'with --merge: failures that are expected')
    .option('--write-expected <file>', 'with --merge: write that file')
    .option('--html <file>', 'only the page; one file, which needs no network; "-" prints it')
    .option('--markdown <file>', 'only the Markdown')
    .option('--badge <file>', 'only the badge, for https://shields.io/endpoint')
    .option('--folder <folder>', `where all three go, where none is named: ${Object.values(NAMES).join(', ')}`, FOLDER)
    .option('--quick', 'look for single mistakes only, where the losses of the canonical run diverge')
    .option('--no-diagnosis', 'look for no mistakes')
    .action(report);
}

async function report(files: readonly string[], options: ReportOptions): Promise<void> {
  const results = options.merge === undefined ? await resultsIn(files) : [await merged(options.merge, files, options)];
  const named = KINDS.flatMap((kind) => (options[kind] === undefined ? [] : [{ kind, file: options[kind] }]));
  const all = KINDS.map((kind) => ({ kind, file: join(options.folder, NAMES[kind]) }));
  const outputs = named.length > 0 ? named : all;
  for (const { kind, file } of outputs) {
    const text = await withGolden(() => made(kind, results, options));
    if (file === STANDARD_OUTPUT) await print(text);
    else writeWhole('report', file, text);
  }
  const written = outputs.map(({ file }) => file).filter((file) => file !== STANDARD_OUTPUT);
  if (written.length > 0) process.stderr.write(`report: ${written.join(', ')}\n`);
}

/** Joins the shards of a run, and gives the verdict as `run` does. */
async function merged(folder: string, files: readonly string[], options: ReportOptions): Promise<RunResult> {
  if (files.length > 0) throw new Fault(`report: results or --merge, not both: ${files.join(' ')}`);
  const expected = await expectedIn('report', options.expected);
  const { mergeShards, ShardFault } = await import('../suite/shard.ts');
  try {
    const outcome = await mergeShards(folder);
    if (outcome.kind === 'result') return await giveVerdict('report', outcome.result, expected, options);
    throw new ShardFault(outcome.faults.join('; '));
  } catch (error) {
    throw error instanceof ShardFault ? new Fault(`report: ${error.message}`) : error;
  }
}

/** Reads all results before anything is written. */
async function resultsIn(files: readonly string[]): Promise<RunResult[]> {
  if (files.length === 0) throw new Fault('report: no result; name what run --json has written');
  const { readResult, ResultFault } = await import('../report/readResult.ts');
  const results = files.map((file) => {
    try {
      return readResult(readFileSync(file, 'utf8'), file);
    } catch (error) {
      if (error instanceof ResultFault) throw new Fault(`report: ${error.message}`);
      throw new Fault(`report: cannot read ${file}: ${reasonOf(error)}`);
    }
  });
  const places = new Map<string, string>();
  results.forEach(({ port }, i) => {
    const identity = `${port.name} ${port.version} (${port.lang}, ${port.dtype})`;
    const before = places.get(identity);
    if (before !== undefined) {
      throw new Fault(
        `report: ${before} and ${files[i]} are of the same port, ${shortened(identity)}; give one of them`,
      );
    }
    places.set(identity, files[i]);
  });
  return results;
}

async function made(
  kind: (typeof KINDS)[number],
  results: readonly RunResult[],
  options: ReportOptions,
): Promise<string> {
  const [only] = results;
  const many = results.length > 1;
  if (kind === 'markdown') {
    const { runMarkdown, matrixMarkdown } = await import('../report/markdown.ts');
    return many ? matrixMarkdown(results) : runMarkdown(only);
  }
  if (kind === 'badge') return badgeText(results);
  if (many) {
    const { matrixPage } = await import('../report/page/matrixPage.ts');
    return matrixPage(results);
  }
  const { canonicalDiff } = await import('../report/canonicalDiff.ts');
  const { runPage } = await import('../report/page/runPage.ts');
  const progress = progressLine();
  const diagnosis = !options.diagnosis ? 'none' : options.quick ? 'quick' : 'full';
  const onProgress = (tried: number) => progress.show(`${tried} known mistakes and combinations tried`);
  const diff = await canonicalDiff(only.canonical, { diagnosis, onProgress });
  progress.clear();
  return runPage(only, diff);
}

/** One badge of one result; of many, a list with the ports' names. */
async function badgeText(results: readonly RunResult[]): Promise<string> {
  const { badge } = await import('../report/badge.ts');
  const { revisionClauses } = await import('../spec/revisions.ts');
  const { SPEC_REVISION } = await import('../spec/revision.ts');
  const total = (revision: number) => (revision > SPEC_REVISION ? 0 : revisionClauses(revision).length);
  const badges = results.map((result) => badge(result, total(result.revision)));
  const json = results.length === 1 ? badges[0] : results.map(({ port }, i) => ({ port: port.name, ...badges[i] }));
  return `${JSON.stringify(json, null, 2)}\n`;
}

function shortened(text: string): string {
  return text.slice(0, 80).replace(/\p{C}/gu, '?');
}
