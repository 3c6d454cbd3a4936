import { statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import { quoted } from '../port/shown.ts';
import type { PortChoice } from '../protocol/select.ts';
import { shellWords } from '../protocol/shell.ts';
import { type CoverageRequest, globOf, REFERENCE_CODE } from '../suite/coverage.ts';
import { loadFault } from '../suite/loadable.ts';
import type { Only } from '../suite/only.ts';
import { PACKAGE_ROOT } from '../suite/options.ts';
import type { Invocation } from '../suite/reproduction.ts';
import type { SuiteRequest } from '../suite/runSuite.ts';
import type { Shard } from '../suite/shard.ts';
import { uncovered } from './codeCoverage.ts';
import type { FailOptions, VerdictOptions } from './conclusion.ts';
import { Fault } from './fault.ts';
import { reasonOf } from './files.ts';
import { checkFolders } from './folderFlag.ts';
import type { LcovOptions } from './lcov.ts';
import { nearest } from './nearest.ts';
import { type OwnReporter, reportersOf } from './reporters.ts';
import type { ScriptOptions } from './script.ts';
import { filesOf, type SideFile } from './sideFiles.ts';

const MS_PER_S = 1000;
/** Seconds that an answer may take. */
export const DEFAULT_TIMEOUT_S = 10;
/** fast-check's path to an input. */
const PATH = /^\d+(:\d+)*$/;
/** An id, perhaps in capitals. */
const CLAUSE = /^[a-z]+\.\d+$/i;
/** Characters of a path and of a title that a message shows. */
const MOST_SHOWN = 40;
const MOST_TITLE = 200;
/** A port whose coverage is taken writes it down as it exits. */
const COVERAGE_PATIENCE_MS = 5000;
/** Where coverage goes, if no folder is named. */
export const COVERAGE_FOLDER = 'coverage';

/** The flags of `run`. */
export interface RunOptions extends VerdictOptions, FailOptions, ScriptOptions, LcovOptions {
  readonly chapter?: readonly Chapter[];
  readonly clause: readonly string[];
  readonly path?: string;
  readonly seed: number;
  readonly runs: number;
  readonly sizes: number;
  /** Minutes of a soak. */
  readonly soak?: number;
  readonly steps?: number;
  readonly core: boolean;
  readonly module?: string;
  readonly coverage?: string | true;
  /** Lines that must be covered, in percent. */
  readonly minLines?: number;
  readonly reporter: readonly string[];
  readonly timeout: number;
  readonly maxTime: number;
  readonly require?: readonly string[];
  readonly revision?: number;
  readonly report?: string | true;
  readonly shard?: Shard;
  readonly shardFolder: string;
  readonly watch?: readonly string[];
}

/** What the suite is asked, and what is made beside its result. */
export interface AskedRun {
  readonly request: Omit<SuiteRequest, 'onCheck'>;
  readonly files: () => SideFile[];
  readonly own: readonly OwnReporter[];
}

/**
 * What the suite is asked to do, and the files that vitest makes in the midst of it.
 *
 * @param work - a folder for those
 * @throws Fault where the flags cannot be used together
 */
export async function requestOf(command: readonly string[], options: RunOptions, work: string): Promise<AskedRun> {
  checkFolders('run', { report: options.report, coverage: options.coverage, 'shard-folder': options.shardFolder });
  const fault = loadFault(PACKAGE_ROOT);
  if (fault !== null) {
    throw new Fault(
      `run: ${fault}; rename the folder, or install elsewhere: npm install --prefix ~/spec microgpt-spec, then ~/spec/node_modules/.bin/microgpt-spec run ...`,
    );
  }
  const only = await onlyOf(options);
  const { reporters, files, own } = reportersOf(options.reporter, work);
  const [code, folder] = [codeFolder(work), coverageFolder(options)];
  const request = {
    port: choiceOf(command, options),
    required: (options.require ?? []).flatMap((name) =>
      SPEC_CHAPTERS.filter((chapter) => name === 'all' || name === chapter),
    ),
    revision: await revisionOf(options),
    sampling: {
      seed: options.seed,
      runs: options.runs,
      sizes: options.sizes,
      steps: options.steps ?? null,
      core: options.core,
    },
    chapters: only?.chapters ?? SPEC_CHAPTERS.filter((chapter) => options.chapter?.includes(chapter) ?? true),
    ...(only === null ? {} : { only }),
    reproduction: {
      invocation: invocationOf(command, options),
      path: options.path ?? null,
      verbose: options.verbose ?? false,
    },
    reporters,
    coverage: codeCoverageOf(command, options, code),
  };
  return { request, own, files: () => [...files, ...(folder === null ? [] : filesOf(code, folder))] };
}

/** The checks that `--clause` names; null for all. */
async function onlyOf({ clause, chapter, path, shard, expected, writeExpected }: RunOptions): Promise<Only | null> {
  if (clause.length === 0) {
    if (path !== undefined) throw new Fault('run: --path is of one check: give its title too, with --clause');
    return null;
  }
  if (chapter !== undefined) throw new Fault('run: --clause or --chapter, not both');
  if (shard !== undefined) throw new Fault('run: --clause or --shard, not both');
  if ((expected ?? writeExpected) !== undefined) {
    throw new Fault(
      'run: failures are expected of a whole run; leave --clause out, or --expected and --write-expected',
    );
  }
  const only = await checksOf(clause);
  if (path !== undefined && only.titles.length > 1) {
    throw new Fault(
      `run: --path is of one check, and --clause names ${only.titles.length}; name one of them by its title: ${shellWords(['--clause', only.titles[0]])}`,
    );
  }
  if (path !== undefined && !PATH.test(path)) {
    throw new Fault(
      `run: --path is ${quoted(path, MOST_SHOWN)}; it must be numbers with colons, as a failure prints it: 3:1:0`,
    );
  }
  return only;
}

async function checksOf(names: readonly string[]): Promise<Only> {
  const [{ onlyThese, UnknownCheck }, { readManifest }] = await Promise.all([
    import('../suite/only.ts'),
    import('../suite/manifest.ts'),
  ]);
  const manifest = readManifest();
  try {
    return onlyThese(
      manifest,
      names.map((name) => (CLAUSE.test(name) ? name.toLowerCase() : name)),
    );
  } catch (error) {
    if (!(error instanceof UnknownCheck)) throw error;
    const titles = Object.values(manifest).flatMap((checks) => Object.keys(checks));
    const ids = new Set(titles.map((title) => title.slice(0, title.indexOf(' '))));
    const near = nearest(error.asked, error.asked.includes(' ') ? titles : [...ids]);
    throw new Fault(
      `run: there is no clause and no check ${quoted(error.asked, MOST_TITLE)}; did you mean ${near.join(', or ')}? \`list\` and \`explain ID\` show all of them`,
    );
  }
}

/** What of the command line decides how the port is asked, word for word: a failure is seen again with it. */
function invocationOf(command: readonly string[], options: RunOptions): Invocation {
  const { module, script, python, timeout, steps, core, revision } = options;
  return {
    options: [
      ...(module === undefined ? [] : ['--module', module]),
      ...(script === undefined ? [] : ['--script', script]),
      ...(python === undefined ? [] : ['--python', python]),
      ...(timeout === DEFAULT_TIMEOUT_S ? [] : ['--timeout', String(timeout)]),
      ...(steps === undefined ? [] : ['--steps', String(steps)]),
      ...(core ? ['--core'] : []),
      ...(revision === undefined ? [] : ['--revision', String(revision)]),
    ],
    command: script === undefined ? command : [],
  };
}

async function revisionOf({ revision }: RunOptions): Promise<number> {
  const { specRevision } = await import('../spec/revisions.ts');
  const latest = specRevision();
  if (revision !== undefined && revision > latest) {
    throw new Fault(`run: there is no revision ${revision} of the specification; the latest is ${latest}`);
  }
  return revision ?? latest;
}

function choiceOf(command: readonly string[], { module, timeout, coverage }: RunOptions): PortChoice {
  if (isEmpty(command)) {
    throw new Fault(
      'run: no command stands behind "--" (is a variable empty?); name the port there, or leave "--" out to check the reference',
    );
  }
  if (module === undefined) {
    if (command.length === 0) return { kind: 'reference' };
    const patience = coverage === undefined ? {} : { patience: COVERAGE_PATIENCE_MS };
    return { kind: 'process', command, deadline: timeout * MS_PER_S, ...patience };
  }
  if (command.length > 0) throw new Fault('run: give --module FILE or -- COMMAND, not both');
  const file = resolve(module);
  const fault = loadFault(file);
  if (fault !== null) throw new Fault(`run: ${fault}; rename the folder, or copy the module to another`);
  checkIsFile(file, module);
  return { kind: 'module', file, deadline: timeout * MS_PER_S };
}

/** Throws Fault where a module is no file. */
function checkIsFile(file: string, named: string): void {
  try {
    if (statSync(file).isFile()) return;
  } catch (error) {
    throw new Fault(`run: cannot read ${named}: ${reasonOf(error)}`);
  }
  throw new Fault(`run: cannot read ${named}: a module is a file, and this is none`);
}

/** Whether "--" was written and nothing stands behind it: then a port was meant, and not the reference. */
function isEmpty(command: readonly string[]): boolean {
  return command.length === 0 ? process.argv.at(-1) === '--' : command[0].trim() === '';
}

function codeCoverageOf(command: readonly string[], options: RunOptions, folder: string): CoverageRequest | null {
  if (coverageFolder(options) === null || uncovered(command, options.module) !== null) return null;
  return { folder, include: options.module === undefined ? REFERENCE_CODE : ownFolder(resolve(options.module)) };
}

/** Of a module of the package's own: its folder, for the suite's code is not counted elsewhere. */
function ownFolder(file: string): string | null {
  const isOwn = ['src', 'dist', 'properties'].some((name) => file.startsWith(join(PACKAGE_ROOT, name) + sep));
  return isOwn ? `${globOf(dirname(file))}/*` : null;
}

/** Where vitest makes the coverage of code, in a run's own folder. */
export function codeFolder(work: string): string {
  return join(work, 'coverage');
}

/** Where coverage is wanted; null for none. */
export function coverageFolder({ coverage }: RunOptions): string | null {
  return coverage === undefined ? null : resolve(coverage === true ? COVERAGE_FOLDER : coverage);
}
