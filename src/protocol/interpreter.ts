import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import { quoted } from '../port/shown.ts';

/** What the system reads of a script to find its interpreter, in bytes. */
const LONGEST_LINE = 256;
/** The interpreter in a script's first line; CR may be its last character. */
const FIRST_LINE = /^#! *([^ \n]+)[^\n]*/;

/**
 * Why the interpreter of a script does not start, and what to do: the system says of the script itself that it is not there.
 *
 * @param program - a command's path
 * @returns null where it is no script, or its first line is not why
 */
export function interpreterFault(program: string): string | null {
  const [line, interpreter] = FIRST_LINE.exec(beginning(program)) ?? [];
  if (line === undefined) return null;
  if (line.endsWith('\r')) {
    return `its first line, ${quoted(line)}, ends in CR, as Windows ends lines, and the interpreter's name with it; write it with LF alone (sed -i 's/\\r$//' ${program})`;
  }
  return existsSync(interpreter)
    ? null
    : `its interpreter ${quoted(interpreter)}, named in its first line, is not there`;
}

function beginning(program: string): string {
  const bytes = Buffer.alloc(LONGEST_LINE);
  try {
    const file = openSync(program, 'r');
    try {
      return bytes.toString('latin1', 0, readSync(file, bytes, 0, LONGEST_LINE, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return ''; // it is not there, or may not be read: others say so
  }
}
