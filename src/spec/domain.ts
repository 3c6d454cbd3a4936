import { readOwnText } from '../port/ownText.ts';
import type { OpName } from '../port/port.ts';

/** How far the requests of a whole run come in one respect. */
export interface Dimension {
  /** `n of shuffle` */
  readonly name: string;
  /** The smallest and the largest, each null where it has no size. */
  readonly least: Reached | null;
  readonly most: Reached | null;
  /** The kinds that are asked, with commas; empty where it has none. */
  readonly kinds: string;
}

/** A size, and the clause whose check came first to it. */
export interface Reached {
  readonly value: string;
  readonly clause: string;
}

const PAGE = new URL('../../spec/measured/domain.md', import.meta.url);
const REACHED = /^(\S+) \(([a-z]+\.\d+)\)$/;

/**
 * What the checks of a whole run ask of an operation, as spec/measured/domain.md has it: measured with a port that answers as the
 * reference and declares nothing.
 *
 * @returns none for an operation that the page does not have
 */
export function domainOf(op: OpName): Dimension[] {
  const section =
    readOwnText(PAGE)
      .split(/^## /m)
      .find((text) => text.startsWith(`${op}\n`)) ?? '';
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.map((row) => {
    const [name, least, most, kinds] = row
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { name, least: reached(least), most: reached(most), kinds };
  });
}

function reached(cell: string): Reached | null {
  const [, value, clause] = REACHED.exec(cell) ?? [];
  return value === undefined ? null : { value, clause };
}
