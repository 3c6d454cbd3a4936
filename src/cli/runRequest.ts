import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Chapter, SPEC_CHAPTERS } from '../port/ops.ts';
import type { PortChoice } from '../protocol/select.ts';
import { type CoverageRequest, REFERENCE_CODE } from '../suite/coverage.ts';
import { loadFault } from '../suite/loadable.ts';
import { PACKAGE_ROOT } from '../suite/options.ts';
import type { SuiteRequest } from '../suite/runSuite.ts';
import type { Shard } from '../suite/shard.ts';
import { uncovered } from './codeCoverage.ts';
import type { FailOptions, VerdictOptions } from './conclusion.ts';
import { Fault } from './fault.ts';
import { checkFolders } from './folderFlag.ts';
import { reportersOf } from './reporters.ts';
import type { ScriptOptions } from './script.ts';
import { filesOf, type SideFile } from './sideFiles.ts';

const MS_PER_S = 1000;
/** A port whose coverage is taken writes it down as it exits. */
const COVERAGE_PATIENCE_MS = 5000;
/** Where coverage goes, if no folder is named. */
export const COVERAGE_FOLDER = 'coverage';

/** The flags of `run`. */
export interface RunOptions extends VerdictOptions, FailOptions, ScriptOptions {
  readonly chapter?: readonly Chapter[];
  readonly seed: number;
  readonly runs: number;
  readonly steps?: number;
  readonly core: boolean;
  readonly module?: string;
  readonly coverage?: string | true;
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

/**
 * What the suite is asked to do, and the files that vitest makes in the midst of it.
 *
 * @param work - a folder for those
 * @throws Fault where the flags cannot be used together
 */
export async function requestOf(
  command: readonly string[],
  options: RunOptions,
  work: string,
): Promise<{ readonly request: Omit<SuiteRequest, 'onCheck'>; readonly files: () => SideFile[] }> {
  checkFolders('run', { report: options.report, coverage: options.coverage, 'shard-folder': options.shardFolder });
  const fault = loadFault(PACKAGE_ROOT);
  if (fault !== null) {
    throw new Fault(
      `run: ${fault}; rename the folder, or install elsewhere: npm install --prefix ~/spec microgpt-spec, then ~/spec/node_modules/.bin/microgpt-spec run ...`,
    );
  }
  const { reporters, files } = reportersOf(options.reporter, work);
  const [code, folder] = [join(work, 'coverage'), coverageFolder(options)];
  const request = {
    port: choiceOf(command, options),
    required: (options.require ?? []).flatMap((name) =>
      SPEC_CHAPTERS.filter((chapter) => name === 'all' || name === chapter),
    ),
    revision: await revisionOf(options),
    sampling: { seed: options.seed, runs: options.runs, steps: options.steps ?? null, core: options.core },
    chapters: SPEC_CHAPTERS.filter((chapter) => options.chapter?.includes(chapter) ?? true),
    reporters,
    coverage: codeCoverageOf(command, options, code),
  };
  return { request, files: () => [...files, ...(folder === null ? [] : filesOf(code, folder))] };
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
  const about = statSync(file, { throwIfNoEntry: false });
  if (about === undefined) throw new Fault(`run: cannot read ${module}: there is no such file or folder`);
  if (!about.isFile()) throw new Fault(`run: cannot read ${module}: a module is a file, and this is none`);
  return { kind: 'module', file, deadline: timeout * MS_PER_S };
}

/** Whether "--" was written and nothing stands behind it: then a port was meant, and not the reference. */
function isEmpty(command: readonly string[]): boolean {
  return command.length === 0 ? process.argv.at(-1) === '--' : command[0].trim() === '';
}

function codeCoverageOf(command: readonly string[], options: RunOptions, folder: string): CoverageRequest | null {
  if (coverageFolder(options) === null || uncovered(command, options.module) !== null) return null;
  return { folder, include: options.module === undefined ? REFERENCE_CODE : [resolve(options.module)] };
}

/** Where coverage is wanted; null for none. */
export function coverageFolder({ coverage }: RunOptions): string | null {
  return coverage === undefined ? null : resolve(coverage === true ? COVERAGE_FOLDER : coverage);
}
