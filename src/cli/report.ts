import { Command } from 'commander';
import { shownOnLine } from '../port/shown.ts';
import type { RunResult } from '../report/result.ts';
import {
  type Conclusion,
  conclude,
  expectedIn,
  type FailOptions,
  MIN_CLAUSES,
  NO_FAIL,
  statusOf,
  type VerdictOptions,
  withMinimum,
} from './conclusion.ts';
import { EXIT, Fault } from './fault.ts';
import { readText } from './files.ts';
import { checkFolders, checkIsNoFile, withoutOut } from './folderFlag.ts';
import { galleryProducts } from './gallery.ts';
import { expectVerdict, giveVerdict } from './judgement.ts';
import { checkOutputsApart } from './outputsApart.ts';
import { allIn, KINDS, PAGE_NAMES, pageProducts } from './pages.ts';
import { productFor, writeProducts } from './products.ts';
import { type OwnReporter, reporterProducts, reportersOf } from './reporters.ts';
import { append } from './runOptions.ts';
import { shortList } from './shortList.ts';
import { STANDARD_OUTPUT } from './standardOutput.ts';

/** Where all go, if none is named. */
const FOLDER = 'report';
const ONE_FILE = '--html FILE writes the page alone';
/** Bytes of a result; one with a counterexample for every check has 20 MB. */
const MOST_RESULT = 2 ** 26;
/** Characters of a port's name and version that it shows. */
const MOST_SHOWN = 80;

interface ReportOptions extends VerdictOptions, FailOptions {
  readonly merge?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly badge?: string;
  readonly reporter: readonly string[];
  readonly compare?: string | true;
  readonly folder: string;
  readonly quick?: boolean;
  readonly diagnosis: boolean;
}

/** `report`: results as a page, as Markdown and as a badge. */
export function reportCommand(): Command {
  const command = new Command('report')
    .description(
      'make a page, Markdown and a badge of one result, or a gallery of many; exit as the worst of their latest',
    )
    .argument('[result...]', 'what run --json has written')
    .option(
      '--merge <folder>',
      'in place of results: join the parts that run --shard has written, and give the verdict',
    )
    .option('--json <file>', 'with --merge: write the result as JSON')
    .option('--expected <file>', 'with --merge: failures that are expected')
    .option('--update-expected', 'with --expected: write the file anew from the result')
    .addOption(MIN_CLAUSES)
    .option('--write-expected <file>', 'with --merge: write that file')
    .option(
      '--compare [file]',
      'of an earlier and a later result: what newly fails, holds and is claimed, as Markdown; exits with 1 where a clause newly fails',
    )
    .option('--reporter <name[=file]>', 'of one result: junit=FILE, github-actions; may be repeated', append, [])
    .option('--html <file>', 'only the page; one file, which needs no network; "-" prints it')
    .option('--markdown <file>', 'only the Markdown')
    .option('--badge <file>', 'only the badge, for https://shields.io/endpoint; of many results FILE-port.json each')
    .option(
      '--folder <folder>',
      `where all three go, where none is named: ${Object.values(PAGE_NAMES).join(', ')}; of many results also a page for each, in ports/`,
      FOLDER,
    )
    .option(
      '--quick',
      'look for single mistakes only, where the losses of the canonical run diverge; of many results no more is looked for',
    )
    .option('--no-diagnosis', 'look for no mistakes')
    .option(...NO_FAIL)
    .action(report);
  return withoutOut(command, `--folder FOLDER writes all that there is, ${ONE_FILE}`);
}

async function report(files: readonly string[], options: ReportOptions): Promise<void> {
  expectVerdict();
  checkFolders('report', { folder: options.folder, merge: options.merge });
  const { json, html, markdown, badge, compare: table } = options;
  const compared = typeof table === 'string' ? table : undefined;
  const outputs = { '--json': json, '--html': html, '--markdown': markdown, '--badge': badge, '--compare': compared };
  checkOutputsApart('report', outputs, files);
  if (options.compare !== undefined) return compare(files, options.compare, options);
  checkMerging(options);
  const conclusion = options.merge === undefined ? null : await merged(options.merge, files, options);
  const results =
    conclusion === null
      ? (await resultsIn(files)).map((result) => withMinimum(result, options.minClauses))
      : [conclusion.result];
  const own = ownReporters(options.reporter, results.length);
  const named = KINDS.flatMap((kind) => (options[kind] === undefined ? [] : [{ kind, file: options[kind] }]));
  const wanted = named.length > 0 || own.length > 0 ? named : allIn(options.folder);
  if (wanted !== named) checkIsNoFile('report', 'folder', options.folder, ONE_FILE);
  const isGallery = results.length > 1 && named.length === 0 && own.length === 0;
  const diagnosis = options.diagnosis ? (options.quick || results.length > 1 ? 'quick' : 'full') : 'none';
  const pages = isGallery
    ? await galleryProducts(results, options.folder, diagnosis)
    : await pageProducts(results, wanted, diagnosis);
  giveVerdict(statusOf(await latestOf(results), options));
  const reports = own.length === 0 ? [] : await reporterProducts(own, results[0]);
  await writeProducts('report', [...reports, ...(conclusion?.products ?? []), ...pages]);
}

/** Refuses what is of a run whose parts are joined, where none are. */
function checkMerging({ merge, json, expected, updateExpected, writeExpected }: ReportOptions): void {
  const given = { json, expected, 'update-expected': updateExpected, 'write-expected': writeExpected };
  const [flag] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (merge === undefined && flag !== undefined) {
    throw new Fault(`report: --${flag} goes with --merge; of a result that is there it says nothing`);
  }
}

/** What became of clauses from one result to another; both may be of the same port. */
async function compare(files: readonly string[], file: string | true, { fail, merge }: ReportOptions): Promise<void> {
  if (files.length !== 2 || merge !== undefined) {
    throw new Fault('report: --compare takes two results, the earlier one first: report old.json new.json --compare');
  }
  const [before, after] = await readResults(files);
  const { changedClauses, comparedMarkdown } = await import('../report/compared.ts');
  const isWorse = changedClauses(before, after).some(({ change }) => change === 'newly failing');
  giveVerdict(isWorse && fail ? EXIT.doesNotConform : EXIT.conforms);
  await writeProducts('report', [productFor(file === true ? STANDARD_OUTPUT : file, comparedMarkdown(before, after))]);
}

/** Reporters that are made of a result that is there. */
function ownReporters(names: readonly string[], count: number): readonly OwnReporter[] {
  const { own, reporters } = reportersOf(names, '');
  if (reporters.length > 0) {
    throw new Fault(
      `report: --reporter ${names[0]}: of a result there are junit=FILE and github-actions; the others are of a run`,
    );
  }
  if (own.length > 0 && count > 1) throw new Fault(`report: --reporter is of one result, and there are ${count}`);
  return own;
}

/** Joins the shards of a run, and gives the verdict as `run` does. */
async function merged(folder: string, files: readonly string[], options: ReportOptions): Promise<Conclusion> {
  if (files.length > 0) throw new Fault(`report: results or --merge, not both: ${files.join(' ')}`);
  const expected = await expectedIn('report', options.expected);
  const { mergeShards, ShardFault } = await import('../suite/shard.ts');
  try {
    const outcome = await mergeShards(folder);
    if (outcome.kind === 'result') return await conclude('report', outcome, expected, options);
    throw new ShardFault(`${folder}: ${shortList(outcome.faults)}`);
  } catch (error) {
    throw error instanceof ShardFault ? new Fault(`report: ${error.message}`) : error;
  }
}

async function readResults(files: readonly string[]): Promise<RunResult[]> {
  if (files.length === 0) throw new Fault('report: no result; name what run --json has written');
  const { readRunResult, ResultFault } = await import('../report/readResult.ts');
  const results: RunResult[] = [];
  for (const file of files) {
    const text = await readText('report', file, MOST_RESULT);
    try {
      results.push(readRunResult(text, file));
    } catch (error) {
      throw error instanceof ResultFault ? new Fault(`report: ${error.message}`) : error;
    }
  }
  return results;
}

/** Results of different ports, or of one at different times or on different systems. */
async function resultsIn(files: readonly string[]): Promise<RunResult[]> {
  const results = await readResults(files);
  const { resultIdentity } = await import('../report/lineages.ts');
  const places = new Map<string, string>();
  results.forEach((result, i) => {
    const { name, version, lang, dtype } = result.port;
    const before = places.get(resultIdentity(result));
    if (before !== undefined) {
      const shown = shownOnLine(`${name} ${version} (${lang}, ${dtype})`, MOST_SHOWN);
      throw new Fault(
        `report: ${before} and ${files[i]} are of the same port, ${shown}, of ${result.date ?? 'no date'}; give one of them`,
      );
    }
    places.set(resultIdentity(result), files[i]);
  });
  return results;
}

/** What the verdict is of: a port's earlier results are its history. */
async function latestOf(results: readonly RunResult[]): Promise<RunResult[]> {
  const { lineagesOf } = await import('../report/lineages.ts');
  return lineagesOf(results).map(({ latest }) => latest);
}
