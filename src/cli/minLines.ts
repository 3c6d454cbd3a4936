import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uncovered } from './codeCoverage.ts';
import { Fault } from './fault.ts';
import { codeFolder, coverageFolder, type RunOptions } from './runRequest.ts';

/** What `coverage` leaves in its folder for other tools. */
const LCOV = 'lcov.info';
const PERCENT = 100;

/**
 * Refuses `--min-lines` where no lines are counted.
 *
 * @throws Fault then, before minutes are spent
 */
export function checkMinLines(command: readonly string[], options: RunOptions): void {
  if (options.minLines === undefined) return;
  if (coverageFolder(options) === null) throw new Fault('run: --min-lines is of --coverage, which is missing');
  const why = uncovered(command, options.module);
  if (why !== null) throw new Fault(`run: --min-lines counts no lines here: ${why}`);
}

/**
 * Why too few lines are covered; none where that is not so.
 *
 * @param work - the folder that the run's files were made in
 */
export function missingLines(work: string, { minLines = 0 }: RunOptions): string[] {
  const file = join(codeFolder(work), LCOV);
  if (minLines === 0) return [];
  const [found, hit] = existsSync(file) ? linesOf(readFileSync(file, 'utf8')) : [0, 0];
  const covered = found === 0 ? 0 : (PERCENT * hit) / found;
  return covered >= minLines
    ? []
    : [`${covered.toFixed(1)} % of the lines are covered, ${hit} of ${found}, and --min-lines asks for ${minLines} %`];
}

/** Lines, and those that ran: LF and LH of each file. */
function linesOf(lcov: string): [found: number, hit: number] {
  const sum = (name: string) =>
    [...lcov.matchAll(new RegExp(`^${name}:(\\d+)$`, 'gm'))].reduce((total, [, count]) => total + Number(count), 0);
  return [sum('LF'), sum('LH')];
}
