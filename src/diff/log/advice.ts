import { shownOnLine } from '../../port/shown.ts';
import type { NumberLike } from './numberLike.ts';
import { suggestedPattern } from './suggestion.ts';
import type { Packed } from './text/packed.ts';

/** Characters of a log's own line that are shown. */
const MOST_SHOWN = 120;

/** How the log is named in a command to paste: a file, or what stands before the pipe. */
export type LogName = { readonly kind: 'file' | 'command'; readonly text: string } | { readonly kind: 'input' };

/**
 * How a log without losses can be read.
 *
 * @param packed - what the log is where it is no text
 * @param numberLike - its lines that look like losses
 */
export function adviceOf(packed: Packed | null, numberLike: NumberLike, name: LogName): string[] {
  if (packed !== null)
    return [`the log is ${packed.what}, not text; unpack it: ${packed.how.replace('LOG', named(name))}`];
  const line = numberLike.best();
  if (line === null) return [];
  const pattern = suggestedPattern(line);
  const quoted = `the line of it that looks most like a loss is: ${shownOnLine(line.trim(), MOST_SHOWN)}`;
  if (pattern === null) return [quoted];
  return [quoted, `a pattern that reads this line: ${command(name, pattern)}`];
}

function command(name: LogName, pattern: string): string {
  const diff = `npx microgpt-spec diff --pattern ${inShell(pattern)}`;
  if (name.kind === 'input') return `... | ${diff}`;
  return name.kind === 'file' ? `${diff} ${inShell(name.text)}` : `${diff} -- ${name.text}`;
}

function named(name: LogName): string {
  return name.kind === 'file' ? inShell(name.text) : 'LOG';
}

/** A word as a shell reads it. */
function inShell(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
