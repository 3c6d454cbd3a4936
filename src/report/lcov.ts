/** What a run's tool has counted of one file. */
export interface CountedFile {
  /** As the tool wrote it. */
  readonly path: string;
  /** How often each line ran that can run, by its number from 1. */
  readonly lines: ReadonlyMap<number, number>;
}

/** A file that is no lcov; the message says where, and what to do. */
export class LcovFault extends Error {
  override readonly name = 'LcovFault';
}

/** Characters of a line that a message shows. */
const MOST_SHOWN = 60;
/** Lines of a file that a number may name: more than any port has. */
const MOST_LINE = 10_000_000;
/** A line and its count; behind it may stand a checksum. */
const LINE = /^DA:(\d+),(\d+)(?:,\S*)?$/;
/** Names of tests and versions, functions, branches, conditions and sums, none of which is wanted here. */
const OTHER = /^(?:(?:TN|VER|FN|FNL|FNA|FNDA|FNF|FNH|BRDA|BRF|BRH|MCDC|MCF|MCH|LF|LH):|#)/;
const END = 'end_of_record';
const ADVICE = "the file must be what the port's own tool writes as lcov: SF:, DA: and end_of_record, a record a file";

/**
 * Reads the format of lcov's trace files, as gcovr, llvm-cov, coverage.py and many others write it. A file of several records
 * has the sums of its counts.
 *
 * @param text - the whole file
 * @param where - its name, for messages
 * @throws LcovFault with the first line that is wrong
 */
export function parseLcov(text: string, where: string): CountedFile[] {
  const files = new Map<string, Map<number, number>>();
  let open: Map<number, number> | null = null;
  const lines = text.split(/\r?\n/);
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const fault = (what: string) => new LcovFault(`${where}:${i + 1}: ${what}: ${excerpt(line)}; ${ADVICE}`);
    if (line.startsWith('SF:')) {
      if (open !== null) throw fault(`a file begins before ${END}`);
      const path = line.slice('SF:'.length).trim();
      if (path === '') throw fault('a file without a name');
      open = files.get(path) ?? new Map();
      files.set(path, open);
    } else if (line.trim() === END) {
      if (open === null) throw fault('the end of no file');
      open = null;
    } else if (line.startsWith('DA:')) {
      if (open === null) throw fault('a line of no file');
      count(open, LINE.exec(line.trim()), fault);
    } else if (!OTHER.test(line)) throw fault('no line of lcov');
  }
  if (open !== null) throw new LcovFault(`${where}: it ends before ${END}, and was cut off; write it again`);
  if (files.size === 0)
    throw new LcovFault(
      `${where}: it names no file, so nothing was counted; a port that crashes or is killed writes nothing, and ${ADVICE}`,
    );
  return [...files].map(([path, counts]) => ({ path, lines: counts }));
}

function count(file: Map<number, number>, match: RegExpExecArray | null, fault: (what: string) => LcovFault): void {
  const [line, hits] = (match ?? []).slice(1).map(Number);
  if (match === null || line < 1 || line > MOST_LINE) throw fault('a line without its number and count');
  file.set(line, (file.get(line) ?? 0) + hits);
}

function excerpt(line: string): string {
  return JSON.stringify(line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}...` : line);
}
