import type { Row } from './row.ts';

const NUMBERS = /\d+(?:\.\d+)?/g;
const LOSS = /^\d{1,20}\.\d{1,20}$/;
/** Lines whose shape is learned; longer ones are read anew each time. */
const MOST_LENGTH = 300;
const SPECIAL = /[.*+?^${}()|[\]\\/]/g;

/**
 * Reads lines that differ from one that was read in their numbers alone, as most lines of a log do. Reading a line anew
 * takes some ten times as long.
 */
export class Template {
  #pattern: RegExp | null = null;
  #row: Row | null = null;
  /** Lines from which no template could be made: it is tried less and less often. */
  #failed = 0;
  #wait = 0;

  /** @returns null where the line is another */
  read(line: string): Row | null {
    const match = this.#pattern?.exec(line);
    const row = this.#row;
    if (!match?.groups || row === null) return null;
    const { groups } = match;
    return {
      ...row,
      text: groups.loss,
      value: Number(groups.loss),
      counters: row.counters.map((counter, i) => ({ ...counter, value: Number(groups[`c${i}`]) })),
    };
  }

  /** Learns from a line that was read. */
  learn(line: string, row: Row): void {
    if (this.#wait-- > 0 || line.length > MOST_LENGTH) return;
    const pattern = patternOf(line, row);
    if (pattern === null) {
      this.#wait = ++this.#failed;
      return;
    }
    this.#pattern = pattern;
    this.#row = row;
  }
}

/** null where it does not show which number is which. */
function patternOf(line: string, { text, counters }: Row): RegExp | null {
  const numbers = [...line.matchAll(NUMBERS)];
  const texts = numbers.map(([number]) => number);
  const wanted = [text, ...counters.map(({ value }) => String(value))];
  if (
    !LOSS.test(text) ||
    wanted.some((one) => texts.indexOf(one) < 0 || texts.indexOf(one) !== texts.lastIndexOf(one))
  ) {
    return null;
  }
  let source = '^';
  let at = 0;
  for (const { 0: number, index } of numbers) {
    const end = index + number.length;
    const which = wanted.indexOf(number);
    // A space before three digits may group them: such a line is read anew.
    if (which > 0 && /^[\s.,'’_\u00a0\u202f\u2009]\d/.test(line.slice(end))) return null;
    source += literal(line.slice(at, index));
    if (which === 0) source += String.raw`(?<loss>\d{1,20}\.\d{1,20})`;
    else source += which > 0 ? String.raw`(?<c${which - 1}>\d{1,8})` : String.raw`\d+(?:\.\d+)?`;
    at = end;
  }
  return new RegExp(`${source}${literal(line.slice(at))}$`);
}

function literal(text: string): string {
  return text.replace(SPECIAL, '\\$&').replace(/\s+/g, '\\s+');
}
