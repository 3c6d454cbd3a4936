import { filled } from './filled.ts';
import type { CountedFile } from './lcov.ts';

/** Lines from one to another, both of them. */
export type LineRange = readonly [from: number, to: number];

/** How much of a file of the port's the checks have reached. */
export interface CoveredFile {
  /** Its path as it is shown. */
  readonly file: string;
  /** Lines that can run. */
  readonly lines: number;
  /** Lines that ran. */
  readonly reached: number;
  /** The others; lines between two of them that cannot run are among them. */
  readonly unreached: readonly LineRange[];
}

/** A file with what it says. */
export interface ShownFile extends CoveredFile {
  /** Its lines; null where they could not be read. */
  readonly source: readonly string[] | null;
  /** The lines that can run, by number, and whether they did. */
  readonly ran: ReadonlyMap<number, boolean>;
}

/** Lines that can run, those that did, and their share. */
export interface LineCounts {
  readonly lines: number;
  readonly reached: number;
  /** 0 where there is no line. */
  readonly percent: number;
}

const PERCENT = 100;
/** The largest share that is no whole. */
const NEARLY = 99.9;
/** Columns of a name, at least and at most, and of a number. */
const [LEAST_NAME, MOST_NAME, NUMBER] = [12, 44, 9];

/**
 * How much of a file was reached.
 *
 * @param file - its path as it is shown
 * @param counts - how often each line ran
 * @param source - its lines, if they are known
 */
export function coveredFile(file: string, counts: CountedFile['lines'], source: readonly string[] | null): ShownFile {
  const ran = new Map([...counts].sort(([a], [b]) => a - b).map(([line, hits]) => [line, hits > 0]));
  const reached = [...ran.values()].filter(Boolean).length;
  return { file, lines: ran.size, reached, unreached: rangesOf(ran), source, ran };
}

/** Without what a page shows of it. */
export function plainFile({ file, lines, reached, unreached }: ShownFile): CoveredFile {
  return { file, lines, reached, unreached };
}

/** Counts the lines of files. */
export function linesOf(files: readonly CoveredFile[]): LineCounts {
  const lines = files.reduce((sum, file) => sum + file.lines, 0);
  const reached = files.reduce((sum, file) => sum + file.reached, 0);
  return { lines, reached, percent: lines === 0 ? 0 : (PERCENT * reached) / lines };
}

/** `12-14, 99` */
export function rangesText(ranges: readonly LineRange[]): string {
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}

/** A share in percent; never 100 % where a line is left. */
export function shareText({ percent }: LineCounts): string {
  return percent === PERCENT ? '100 %' : `${Math.min(percent, NEARLY).toFixed(1)} %`;
}

/** A table for a terminal: the lines of each file, how many of them ran, and which no clause reaches. */
export function codeText(files: readonly CoveredFile[]): string {
  const width = Math.min(MOST_NAME, Math.max(LEAST_NAME, ...files.map(({ file }) => file.length + 2)));
  const row = (name: string, cells: readonly (string | number)[]) =>
    `${name.padEnd(width)}${name.length < width ? '' : `\n${' '.repeat(width)}`}${cells.map((cell) => String(cell).padStart(NUMBER)).join('')}`;
  const counts = (counted: LineCounts) => [counted.lines, counted.reached, shareText(counted)];
  return [
    row('code', ['lines', 'reached', 'share']),
    ...files.flatMap((file) => [
      row(file.file, counts(linesOf([file]))),
      ...(file.unreached.length === 0
        ? []
        : [filled(`no clause reaches ${rangesText(file.unreached)}`, { first: '  ' })]),
    ]),
    row('total', counts(linesOf(files))),
    '',
  ].join('\n');
}

function rangesOf(ran: ReadonlyMap<number, boolean>): LineRange[] {
  const ranges: [number, number][] = [];
  let before = true;
  for (const [line, reached] of ran) {
    const last = ranges.at(-1);
    if (!reached && (before || last === undefined)) ranges.push([line, line]);
    else if (!reached && last !== undefined) last[1] = line;
    before = reached;
  }
  return ranges;
}
