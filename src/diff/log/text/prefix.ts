/** Signs of a quotation, a comment or a list. */
const SIGNS = /^\s*(?:(?:>+|#+|\/\/+|\/\*+|;+|%+|\$)\s*|[-*+•·]\s+)/;
/** `2026-02-17T10:00:00.123Z`, `[2026-02-17 10:00:00,123]`, `10:00:00.123`, `Feb 17 10:00:00`. */
const TIME =
  /^\s*[[(]?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\s?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,9})?)?|\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?|(?:[A-Z][a-z]{2},?\s+)?[A-Z][a-z]{2}\s+\d{1,2}\s+(?:\d{4}\s+)?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:\s+\d{4})?)\s?(?:Z|UTC|[AP]M|[-+]\d\d:?\d\d)?[\])]?(?=[\s:,|-]|$)[\s:,|-]*/;
/** `INFO: `, `[INFO] `, `INFO:root:`, `stdout F `. */
const LEVEL =
  /^\s*[[(<]?(?:trace|debug|info|notice|warn(?:ing)?|error|log|out|stdout|stderr)[\])>]?(?::[\w.]{1,40}:|\s+F\s+|\s*[:|>-]+\s*|\s+)/i;
/** `[rank0]: `, `[LOG] `, `(pid=12) `, `[1,0]<stdout>:`. */
const TAG = /^\s*(?:\[[^\][]{0,60}\]|\([^()]{1,60}\)|<[^<>]{1,60}>)(?:<std(?:out|err)>)?\s*:?(?:\s+|(?<=>:))/;
/** `host python[15522]: `, `app[web.1]: `. */
const PROCESS = /^\s*(?:[\w.-]{1,60}\s+)?[\w./-]{1,60}\[[\w.]{1,20}\]:\s+/;
const PREFIXES = [SIGNS, TIME, PROCESS, LEVEL, TAG];
/** Prefixes one behind the other. */
const MOST_PREFIXES = 6;
/** Prefixes of the log's own that are remembered, and the longest. */
const MOST_LEARNED = 8;
const MOST_LENGTH = 120;
/** Edges of a row in a table. */
const EDGES = /^\s*\|\s?|\s*\|\s*$/g;

/**
 * Takes off what loggers, terminals and quotations put before a line, for losses and samples alike: the forms above, and
 * whatever stands before the losses of this log, with other digits.
 */
export class Prefixes {
  readonly #learned = new Map<string, RegExp>();
  #last = '';

  /**
   * Remembers what stands before a loss or a heading.
   *
   * @param prefix - the line up to its first word that is read
   */
  learn(prefix: string): void {
    if (prefix === this.#last || prefix.trim() === '' || prefix.length > MOST_LENGTH) return;
    this.#last = prefix;
    const shape = prefix.replace(/\d+/g, '0');
    if (this.#learned.has(shape) || this.#learned.size === MOST_LEARNED) return;
    const source = shape
      .replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
      .replace(/\s+/g, '\\s*')
      .replace(/0/g, '\\d+');
    this.#learned.set(shape, new RegExp(`^${source}`));
  }

  /** A line without what stands before it. */
  peel(line: string): string {
    let rest = line;
    for (let i = 0; i < MOST_PREFIXES; i++) {
      const shorter = this.#peelOne(rest);
      if (shorter === rest) break;
      rest = shorter;
    }
    return rest;
  }

  #peelOne(line: string): string {
    for (const learned of this.#learned.values()) {
      const match = learned.exec(line);
      if (match !== null) return line.slice(match[0].length);
    }
    const found = PREFIXES.find((prefix) => prefix.test(line));
    return found === undefined ? line : line.replace(found, '');
  }
}

/** A row of a table without the bars at its ends. */
export function withoutEdges(line: string): string {
  return line.includes('|') ? line.replace(EDGES, '') : line;
}
