import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { coveredFile, type ShownFile } from '../report/coveredCode.ts';
import { type CountedFile, LcovFault, parseLcov } from '../report/lcov.ts';
import { knownPaths, withoutPaths } from '../report/paths.ts';
import { PACKAGE_ROOT } from '../suite/options.ts';
import { Fault } from './fault.ts';
import { statsOf } from './fileIdentity.ts';
import { readText } from './files.ts';

/** The flags about what a port's own tool has counted. */
export interface LcovOptions {
  /** Files of lcov. */
  readonly lcov: readonly string[];
  /** What the shell is to run, once the port has ended, for these files to be there. */
  readonly lcovBy?: string;
}

/** Bytes of a file of lcov, and of a source; a port of 1,000 lines has 20 KB of either. */
const [MOST_LCOV, MOST_SOURCE] = [2 ** 25, 2 ** 21];
/** Bytes of all sources that a page shows. */
const MOST_SHOWN = 2 ** 23;
/**
 * What a file of lcov has counted.
 *
 * @param since - milliseconds since the epoch: a file that is older is of another run
 * @throws Fault where it cannot be read, or is none, or is older
 */
export async function parsedLcov(file: string, since = 0): Promise<CountedFile[]> {
  const about = statsOf(file);
  if (about?.isFile() && about.mtimeMs < since) {
    throw new Fault(
      `run: ${file} is older than this run, and of another; the port's tool must write it when the port has ended: --lcov-by COMMAND`,
    );
  }
  const text = await readText('run', file, MOST_LCOV);
  try {
    return parseLcov(text, file).map(({ path, lines }) => ({ path: placeOf(path, file), lines }));
  } catch (error) {
    throw error instanceof LcovFault ? new Fault(`run: ${error.message}`) : error;
  }
}

/** Files that have lines to count, with their sources, in the order of their paths; one that several have counted has the sums. */
export async function shownFiles(counted: readonly CountedFile[]): Promise<ShownFile[]> {
  const all = new Map<string, Map<number, number>>();
  for (const { path, lines } of counted) {
    const sums = all.get(path) ?? new Map<number, number>();
    for (const [line, hits] of lines) sums.set(line, (sums.get(line) ?? 0) + hits);
    all.set(path, sums);
  }
  let left = MOST_SHOWN;
  const shown: ShownFile[] = [];
  const counting = [...all].filter(([, counts]) => counts.size > 0);
  for (const [path, counts] of counting.sort(([a], [b]) => (a < b ? -1 : 1))) {
    const source = await sourceOf(path, Math.min(left, MOST_SOURCE));
    left -= source?.length ?? 0;
    shown.push(coveredFile(shownPath(path), counts, source === null ? null : source.split(/\r?\n/)));
  }
  return shown;
}

/** Where a file lies: tools write paths from the working folder, or from that of their own file. */
function placeOf(path: string, lcov: string): string {
  const beside = join(dirname(lcov), path);
  return resolve(!isAbsolute(path) && !existsSync(path) && existsSync(beside) ? beside : path);
}

/** What a file says; null where it cannot be read, or is too large to be shown. */
async function sourceOf(path: string, most: number): Promise<string | null> {
  if (!statsOf(path)?.isFile()) return null;
  return readText('run', path, most).catch(() => null);
}

/** A path from the working folder, or without what only this machine has. */
function shownPath(path: string): string {
  const from = relative(process.cwd(), path);
  if (!from.startsWith('..') && !isAbsolute(from)) return from.replaceAll(sep, '/');
  const known = withoutPaths(path, knownPaths([], PACKAGE_ROOT));
  return (isAbsolute(known) ? from : known).replaceAll(sep, '/');
}
