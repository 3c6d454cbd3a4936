import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { blocksInPlaceOfLog, blocksOf, type Ends, LOOKED_AT, looksLikeStep, stepHint } from '../diff/log/dumpLike.ts';
import { Fault } from './fault.ts';
import { statsOf } from './fileIdentity.ts';
import { STANDARD_INPUT } from './logSource.ts';

/**
 * Refuses a log's file that is a dump in blocks of text, from its first line to its last: its numbers would be read as losses.
 *
 * @param operands - the arguments, of which one may name a file
 * @throws Fault with what to type
 */
export function checkIsLog([file]: readonly string[]): void {
  if (file === undefined || file === STANDARD_INPUT || !isFile(file)) return;
  const blocks = blocksOf(endsOf(file));
  if (blocks !== null) throw new Fault(`diff: ${blocksInPlaceOfLog(file, blocks)}`);
}

/**
 * What is said of a log's file that is a dump of a step, as it seems.
 *
 * @returns null where it is none
 */
export function dumpHint(file: string): string | null {
  return isFile(file) && looksLikeStep(endsOf(file)) ? stepHint(file) : null;
}

function isFile(file: string): boolean {
  return statsOf(file)?.isFile() ?? false;
}

/** Nothing where it cannot be read: whoever reads it whole says why. */
function endsOf(file: string): Ends {
  try {
    return readEnds(file);
  } catch {
    return { head: '', tail: '' };
  }
}

function readEnds(file: string): Ends {
  const fd = openSync(file, 'r');
  try {
    const textAt = (at: number) => {
      const bytes = Buffer.alloc(LOOKED_AT);
      return bytes.toString('utf8', 0, readSync(fd, bytes, 0, LOOKED_AT, at));
    };
    return { head: textAt(0), tail: textAt(Math.max(0, fstatSync(fd).size - LOOKED_AT)) };
  } finally {
    closeSync(fd);
  }
}
