import { meaningOf } from '../step/readNames.ts';

/** Bytes of a file that are looked at, at its beginning and at its end. */
export const LOOKED_AT = 4096;
/** How a dump of a step begins, in blocks of text or in JSON. */
const DUMP = /^(?:tokens|(?:params|grad)[./]\w\S*) \d+(?: \d+)?\s*$|^\s*\{[\s\S]{0,200}"(?:tokens|params|grad)"\s*:/m;
/** How a block of text begins: a name, perhaps rows, and columns. */
const BLOCK = /^(\S{1,60}) \d{1,9}(?: \d{1,9})?[ \t]*$/;
const NUMBERS = /^[-+.\deE\s,]+$/;

/** A text's beginning and end, `LOOKED_AT` bytes of each. */
export interface Ends {
  readonly head: string;
  readonly tail: string;
}

/**
 * What a text is that is a dump in blocks from its first line to its last: of a start's parameters, or of a step.
 *
 * @returns null where it is none, and may be a log
 */
export function blocksOf({ head, tail }: Ends): 'params' | 'step' | null {
  const lines = head.trimStart().split(/\r?\n/);
  const blocks = lines.map((line) => meaningOf(BLOCK.exec(line)?.[1] ?? ''));
  const isOfMatrices = blocks[0] !== null && blocks.some((block) => block?.kind === 'matrix');
  if (!isOfMatrices || !NUMBERS.test(lines[1] ?? '') || !NUMBERS.test(tail.trimEnd().split('\n').at(-1) ?? ''))
    return null;
  const isOfStart = blocks.every((block) => block === null || (block.kind === 'matrix' && block.dict === 'params'));
  return isOfStart ? 'params' : 'step';
}

/** Whether a text begins as a dump of a step does. */
export function looksLikeStep({ head }: Ends): boolean {
  return DUMP.test(head);
}

/** What is said where a log is asked for and blocks of a dump are named. */
export function blocksInPlaceOfLog(file: string, blocks: 'params' | 'step'): string {
  const what = blocks === 'params' ? 'a dump of parameters' : 'a dump of a step';
  const said =
    blocks === 'params'
      ? `npx microgpt-spec diff LOG --params ${file} --docs docs.txt replays the log from them`
      : `npx microgpt-spec diff --step ${file} judges it`;
  return `${file} is ${what}, not a log: ${said}`;
}

/** What is said of a log that begins as a dump of a step does. */
export function stepHint(file: string): string {
  return `note: ${file} looks like a dump of a step, not like a log: npx microgpt-spec diff --step ${file} judges it`;
}
