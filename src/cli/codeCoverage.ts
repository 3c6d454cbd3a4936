import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ShownFile } from '../report/coveredCode.ts';
import { LCOV_NAME } from '../suite/coverage.ts';
import { PACKAGE_ROOT } from '../suite/options.ts';
import { Fault } from './fault.ts';
import { type LcovOptions, parsedLcov, shownFiles } from './lcov.ts';
import { writeLcov } from './lcovTool.ts';
import { endingPorts } from './ports.ts';

/** The code that ran under the suite. */
export type CodeCoverage =
  | { readonly kind: 'counted'; readonly files: readonly ShownFile[] }
  /** Nothing has counted it; a line says why. */
  | { readonly kind: 'uncounted'; readonly why: string }
  /** What should have counted it has failed. */
  | { readonly kind: 'failed'; readonly error: Fault };

/** What a run says of its port and of what is to be counted. */
interface Counting extends LcovOptions {
  readonly module?: string;
  readonly coverage?: string | true;
  readonly minLines?: number;
}

/** What V8's coverage leaves out, wherever it is asked for. */
const LEFT_OUT = /[/\\]node_modules[/\\]/;
const OTHER_LANGUAGES =
  "the port's code is covered by its own language's tool: --lcov FILE puts beside the clauses what that writes (README, Coverage)";
const INSTALLED =
  "the reference's code is not covered here: vitest leaves out what lies in node_modules; in a clone, npm run coverage does it";

/**
 * Refuses flags about the port's code where nothing counts it.
 *
 * @throws Fault then, before minutes are spent
 */
export function checkCounting(
  command: readonly string[],
  { coverage, minLines, lcov, lcovBy, module }: Counting,
): void {
  if (lcovBy !== undefined && lcov.length === 0) {
    throw new Fault('run: --lcov-by writes the file of --lcov, which is missing; name it: --lcov FILE');
  }
  const flag = minLines !== undefined ? '--min-lines' : lcov.length > 0 ? '--lcov' : null;
  if (flag === null) return;
  if (coverage === undefined) throw new Fault(`run: ${flag} is of --coverage, which is missing`);
  const why = lcov.length > 0 ? null : uncovered(command, module);
  if (why !== null) throw new Fault(`run: --min-lines counts no lines here: ${why}`);
}

/**
 * What has counted the port's code: vitest where the port is a module or the reference, and the port's own tool.
 *
 * @param folder - where vitest has made its files
 * @param command - the port's; empty for a module or the reference
 * @param since - when the run began, in milliseconds since the epoch
 */
export async function codeCoverage(
  folder: string,
  command: readonly string[],
  options: Counting,
  since: number,
): Promise<CodeCoverage> {
  const own = join(folder, LCOV_NAME);
  const why = uncovered(command, options.module);
  if (why !== null && options.lcov.length === 0) return { kind: 'uncounted', why };
  try {
    await endingPorts(() => writeLcov(options));
    const files = [
      ...(existsSync(own) ? await parsedLcov(own) : []),
      ...(await Promise.all(options.lcov.map((file) => parsedLcov(file, since)))).flat(),
    ];
    return { kind: 'counted', files: await shownFiles(files) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { kind: 'failed', error };
  }
}

/**
 * Why vitest does not cover the code of a port, in a line; null where it does.
 *
 * @param command - the port's; empty for a module or the reference
 * @param module - the port's file, if it is one
 */
export function uncovered(command: readonly string[], module: string | undefined): string | null {
  if (command.length > 0) return OTHER_LANGUAGES;
  if (module === undefined) return LEFT_OUT.test(PACKAGE_ROOT) ? INSTALLED : null;
  const file = resolve(module);
  if (!LEFT_OUT.test(file)) return null;
  return `the code of ${module} is not covered: vitest leaves out what lies in node_modules; name it by another path`;
}
