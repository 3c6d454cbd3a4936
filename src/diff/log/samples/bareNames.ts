import type { NamedSample } from '../rows/row.ts';
import { isHeading } from './heading.ts';

/** A heading with the names behind it: `samples: kamon, ann`, `samples = ['kamon', 'ann']`. */
const INLINE = /^[^\p{L}]*(?:samples|(?:\p{L}+[ _]){0,2}names|generated)["']?\s*[:=]\s*(?=[^\s])/iu;
const LETTERS = String.raw`[\p{L}\p{M}'-]{1,200}`;
/** What may stand between a number and its name. */
const BETWEEN = String.raw`(?:[.:)\]]\s*|\s*\|\s*|\s+[-–]\s+|\s+)`;
/** A name on a line of its own, perhaps with a number or dash before it: `kamon`, `1. kamon`, `- kamon`, `"kamon"`. */
const BARE_NAME = new RegExp(String.raw`^\s*(?:[#(\[]?(\d{1,9})${BETWEEN}|[-*•]\s+)?(["']?)(${LETTERS})\2,?\s*$`, 'u');
/** Several of these on a line: ` 1: kamon   2: ann`. */
const NUMBERED_NAMES = new RegExp(String.raw`\s*[#(\[]?(\d{1,9})[.:)\]|]+\s*(["']?)(${LETTERS})\2[\s,;|·•]*`, 'uy');
const COLUMNS = /\s*[,;|·•/]\s*|\t+|\s{2,}/;
/** Words with a space between them are names from here on; with fewer they are a sentence. */
const LEAST_WORDS = 10;

/**
 * The names of a line that holds nothing else: one, or several in columns; with their numbers where they have some.
 *
 * @param line - behind a heading of samples
 * @returns none where something else is in the line
 */
export function bareNames(line: string): readonly NamedSample[] {
  const one = BARE_NAME.exec(line);
  if (one !== null) return isHeading(line) ? [] : [named(one[3], one[1])];
  const numbered: NamedSample[] = [];
  NUMBERED_NAMES.lastIndex = 0;
  for (let match = NUMBERED_NAMES.exec(line); match !== null; match = NUMBERED_NAMES.exec(line)) {
    numbered.push(named(match[3], match[1]));
    if (NUMBERED_NAMES.lastIndex === line.length) return numbered;
  }
  const columns = namesIn(line.trim().split(COLUMNS));
  if (columns.length > 1) return columns;
  const words = namesIn(line.trim().split(/\s/));
  return words.length >= LEAST_WORDS ? words : [];
}

/** The names that stand in the line of their heading, several of them; none where the line is another. */
export function inlineNames(line: string): readonly NamedSample[] {
  const heading = INLINE.exec(line);
  const text = heading === null ? '' : line.slice(heading[0].length);
  if (!/[,"']/.test(text)) return [];
  const names = namesIn(
    text
      .replace(/^[[(]|[\])]\s*[,;]?\s*$/g, '')
      .split(/[\s,;]+/)
      .filter((name) => name !== ''),
  );
  return names.length < 2 ? [] : names.map(({ name }, i) => ({ kind: 'sample', index: i + 1, name }));
}

/** Names of cells that hold nothing else; none where one does. */
function namesIn(cells: readonly string[]): NamedSample[] {
  const names = cells.flatMap((cell) => BARE_NAME.exec(cell)?.[3] ?? []);
  return names.length < cells.length ? [] : names.map((name) => named(name, undefined));
}

function named(name: string, index: string | undefined): NamedSample {
  return { kind: 'sample', index: index === undefined ? null : Number(index), name };
}
