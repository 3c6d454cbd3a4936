import { parseGrouped } from './grouped.ts';
import { looksLikeLoss } from './looksLikeLoss.ts';
import { MOST_DIGITS, type Row } from './row.ts';
import { rowOf, wholeOf } from './rowOf.ts';

/** Nothing but numbers, brackets and what separates them. */
const NUMERIC = /^[\s\d.,;:|()[\]{}'"+\-_a-fA-FxXnNiIpPtTyY∞#…]+$/;
/** Names a list of losses: `losses = [3.36, 3.42]`, `loss: 3.36 3.42`. */
const LIST =
  /(?<![\p{L}_])(?:(?:train_?)?loss(?:es)?(?:_?(?:history|curve|list|values))?)["']?\s*[:=]\s*(?:np\.array|array|tensor|c)?[[({\s]*/iu;
/** Names a list that goes on in the lines below. */
const LIST_BEGINS = new RegExp(`${LIST.source}$`, 'iu');
/** R's number of the first item of a line. */
const FIRST_ITEM = /^\s*\[(\d{1,9})\]\s+/;
/** What numpy and torch print around the numbers of an array. */
const CONSTRUCTOR = /^\s*(?:np\.|numpy\.|torch\.)?(?:array|tensor)(?=\()/i;
const DTYPE = /,\s*(?:dtype|device|shape|grad_fn|requires_grad)=.*$/;
const BRACKETS = /^[\s[({"',]+|[\s\])}"',;.]+$/g;
/** Of the numbers of a list, the part that must look like losses; `%g` prints a 3 now and then. */
const LEAST_LOSSES = 0.9;
const BEFORE = 'number before the loss';

/** Reads lines that hold nothing but numbers: a loss, a step and its loss, or several of either. */
export class BareReader {
  readonly #chosen: 'pairs' | 'numbers' | null;
  /** Integers count once a loss has shown its digits: before, they are the sizes that a port prints at its start. */
  #begun: boolean;
  /** Whether a list of losses has begun by name, so that these numbers have a name. */
  #inList = false;

  /** @param chosen - whether the user named the form, so that doubtful lines count too */
  constructor(chosen: 'pairs' | 'numbers' | null) {
    this.#chosen = chosen;
    this.#begun = chosen === 'numbers';
  }

  /** @returns a row a loss; none where the line is of another kind */
  read(text: string): readonly Row[] {
    const line = text.replace(CONSTRUCTOR, '').replace(DTYPE, ')');
    const list = LIST.exec(line);
    if (list !== null) return this.#readList(line.slice(list.index + list[0].length), LIST_BEGINS.test(line));
    if (!NUMERIC.test(line)) {
      this.#inList = false;
      return [];
    }
    return this.#readNumbers(line);
  }

  #readList(rest: string, begins: boolean): readonly Row[] {
    this.#inList = begins;
    if (begins || !NUMERIC.test(rest)) return [];
    const texts = tokensOf(rest);
    if (texts.length < 2 || !areLosses(texts)) return [];
    this.#inList = !/[\])}]/.test(rest);
    return texts.map((text) => rowOf('numbers', 'loss', 'list of losses', [], text));
  }

  #readNumbers(line: string): readonly Row[] {
    const ends = /[\])}]\s*[,;]?\s*$/.test(line);
    const item = FIRST_ITEM.exec(line);
    const texts = tokensOf(item === null ? line : line.slice(item[0].length));
    const inList = this.#inList;
    this.#inList &&= !ends;
    if (texts.length === 0 || texts.some((text) => text.length > 2 * MOST_DIGITS)) return [];
    if (inList)
      return areLosses(texts) ? texts.map((text) => rowOf('numbers', 'loss', 'list of losses', [], text)) : [];
    const pairs = this.#chosen === 'numbers' ? null : this.#pairsOf(texts);
    if (pairs !== null) return pairs;
    if (this.#chosen === 'pairs') return [];
    if (texts.length === 1) return this.#readOne(texts[0], item?.[1]);
    return areLosses(texts) ? texts.map((text) => rowOf('numbers', 'numbers', '', [], text)) : [];
  }

  #readOne(text: string, item: string | undefined): readonly Row[] {
    if (parseGrouped(text) === null || !(this.#begun || looksLikeLoss(text))) return [];
    this.#begun = true;
    const counters = item === undefined ? [] : [{ name: BEFORE, text: item, total: null }];
    return [rowOf(item === undefined ? 'numbers' : 'pairs', 'numbers', '', counters, text)];
  }

  /** Step, loss, step, loss, ...; null where the numbers are no such. */
  #pairsOf(texts: readonly string[]): readonly Row[] | null {
    if (texts.length % 2 !== 0) return null;
    const rows: Row[] = [];
    for (let i = 0; i < texts.length; i += 2) {
      const step = texts[i].replace(/[:).]$/, '');
      const isPair = wholeOf(step) !== null && parseGrouped(texts[i + 1]) !== null;
      if (!isPair || !(this.#chosen === 'pairs' || looksLikeLoss(texts[i + 1]))) return null;
      rows.push(rowOf('pairs', 'numbers', '', [{ name: BEFORE, text: step, total: null }], texts[i + 1]));
    }
    return rows;
  }
}

/** The numbers of a line; none where something else is among them. */
function tokensOf(line: string): string[] {
  const trimmed = line.replace(BRACKETS, '');
  if (parseGrouped(trimmed) !== null) return [trimmed];
  const by = [/;/, /\t/, /\|/, /\s/, /,/].find((separator) => separator.test(trimmed));
  if (by === undefined) return [];
  const texts = trimmed
    .split(by.source === '\\s' ? /\s+/ : by)
    .map((text) => text.trim().replace(/^[[({]+|[\])},;]+$/g, ''));
  const isNumber = (text: string) => parseGrouped(text.replace(/[:)]$/, '')) !== null;
  return texts.every(isNumber) ? texts : [];
}

function areLosses(texts: readonly string[]): boolean {
  return texts.filter(looksLikeLoss).length >= LEAST_LOSSES * texts.length;
}
