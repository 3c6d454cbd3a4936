import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** Bytes of a log that are looked at. */
const HEAD = 4096;
/** How a dump of a step begins, in blocks of text or in JSON. */
const DUMP = /^(?:tokens|(?:params|grad)[./]\w\S*) \d+(?: \d+)?\s*$|^\s*\{[\s\S]{0,200}"(?:tokens|params|grad)"\s*:/m;

/**
 * What is said of a log's file that is a dump of a step, as it seems.
 *
 * @returns null where it is none
 */
export function dumpHint(file: string): string | null {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile() || !DUMP.test(headOf(file))) return null;
  return `note: ${file} looks like a dump of a step, not like a log: npx microgpt-spec diff --step ${file} judges it`;
}

function headOf(file: string): string {
  const fd = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(HEAD);
    return bytes.toString('utf8', 0, readSync(fd, bytes));
  } finally {
    closeSync(fd);
  }
}
