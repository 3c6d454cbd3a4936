import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { shownOnLine } from '../port/shown.ts';
import { Fault } from './fault.ts';
import { REASONS, reasonOf } from './files.ts';
import { fitted } from './terminal.ts';

/** Characters of a message that are shown. */
const MOST = 2000;
const LINE_ENDS = /\s*[\r\n]\s*/g;

/** Faults of the environment that others put into words of their own. */
const KNOWN: readonly (readonly [is: RegExp, words: string])[] = [
  [/uv_cwd/, 'the working folder is not there any more; change to another'],
  [
    /Cannot find native binding/,
    'a native part of vitest cannot be loaded: it is of another platform (npm ci on this machine brings its own), or memory is limited (ulimit -v)',
  ],
  [/out of memory|cannot allocate|allocation failed/i, 'there is not enough memory, or it is limited (ulimit -v)'],
];

/**
 * Tells an error on standard error, in one line: the only place that does. What nobody has foreseen is the suite's, and a
 * file has its trace.
 */
export function tell(error: unknown): void {
  process.stderr.write(`${fitted(faultLine(error), process.stderr)}\n`);
}

/** The line. */
function faultLine(error: unknown): string {
  const text = error instanceof Fault ? error.message : (environmentFault(error) ?? unforeseen(error));
  return `microgpt-spec: ${shownOnLine(text.trim().replace(LINE_ENDS, ' | '), MOST)}`;
}

function environmentFault(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const known = KNOWN.find(([is]) => is.test(error.message));
  if (known !== undefined) return known[1];
  if (!('code' in error && String(error.code) in REASONS)) return null;
  const [syscall, path] = ['syscall', 'path'].map((name) => Reflect.get(error, name) ?? '');
  return `the system refuses ${`${syscall} ${path}`.trim()}: ${reasonOf(error)}`;
}

function unforeseen(error: unknown): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const short = shownOnLine(what.replace(LINE_ENDS, ' | '), MOST / 2);
  return `SUITE: ${short}; this is a mistake in microgpt-spec and none of the port: please report it, with ${traceFile(inspect(error))}`;
}

/**
 * Writes a trace to a file of its own.
 *
 * @returns where it is, for a message; a part of the trace where no file can be written
 */
export function traceFile(trace: string): string {
  const file = join(tmpdir(), `microgpt-spec-trace-${process.pid}.txt`);
  const about = `${process.argv.slice(2).join(' ')}\nnode ${process.version} ${process.platform}\n`;
  try {
    writeFileSync(file, `${about}${trace}\n`, { flag: 'wx' }); // not through a link that somebody has laid there
    return file;
  } catch {
    const frame = trace.split('\n').find((line) => line.trim().startsWith('at ')) ?? '';
    return `"${frame.trim()}" (no trace could be written to ${tmpdir()})`;
  }
}
