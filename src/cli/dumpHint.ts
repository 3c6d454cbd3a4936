import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { meaningOf } from '../diff/step/readNames.ts';
import { Fault } from './fault.ts';
import { STANDARD_INPUT } from './logSource.ts';

/** Bytes of a log that are looked at, at its beginning and at its end. */
const LOOKED_AT = 4096;
/** How a dump of a step begins, in blocks of text or in JSON. */
const DUMP = /^(?:tokens|(?:params|grad)[./]\w\S*) \d+(?: \d+)?\s*$|^\s*\{[\s\S]{0,200}"(?:tokens|params|grad)"\s*:/m;
/** How a block of text begins: a name, perhaps rows, and columns. */
const BLOCK = /^(\S{1,60}) \d{1,9}(?: \d{1,9})?[ \t]*$/;
const NUMBERS = /^[-+.\deE\s,]+$/;

/**
 * Refuses a log's file that is a dump in blocks of text, from its first line to its last: its numbers would be read as losses.
 *
 * @param operands - the arguments, of which one may name a file
 * @throws Fault with what to type
 */
export function checkIsLog([file]: readonly string[]): void {
  if (file === undefined || file === STANDARD_INPUT || !isFile(file)) return;
  const { head, tail } = endsOf(file);
  const lines = head.trimStart().split(/\r?\n/);
  const blocks = lines.map((line) => meaningOf(BLOCK.exec(line)?.[1] ?? ''));
  const isOfMatrices = blocks[0] !== null && blocks.some((block) => block?.kind === 'matrix');
  if (!isOfMatrices || !NUMBERS.test(lines[1] ?? '') || !NUMBERS.test(tail.trimEnd().split('\n').at(-1) ?? '')) return;
  const isOfStart = blocks.every((block) => block === null || (block.kind === 'matrix' && block.dict === 'params'));
  const what = isOfStart ? 'a dump of parameters' : 'a dump of a step';
  const said = isOfStart
    ? `npx microgpt-spec diff LOG --params ${file} --docs docs.txt replays the log from them`
    : `npx microgpt-spec diff --step ${file} judges it`;
  throw new Fault(`diff: ${file} is ${what}, not a log: ${said}`);
}

/**
 * What is said of a log's file that is a dump of a step, as it seems.
 *
 * @returns null where it is none
 */
export function dumpHint(file: string): string | null {
  if (!isFile(file) || !DUMP.test(endsOf(file).head)) return null;
  return `note: ${file} looks like a dump of a step, not like a log: npx microgpt-spec diff --step ${file} judges it`;
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** Nothing where it cannot be read: whoever reads it whole says why. */
function endsOf(file: string): { readonly head: string; readonly tail: string } {
  try {
    return readEnds(file);
  } catch {
    return { head: '', tail: '' };
  }
}

function readEnds(file: string): { readonly head: string; readonly tail: string } {
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
