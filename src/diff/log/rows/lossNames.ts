import { execAt } from './execAt.ts';
import { looksLikeLoss } from './looksLikeLoss.ts';
import { type FoundValue, valueAt } from './lossValue.ts';
import { OWN_SUFFIX, OWN_VALUE, REFERENCE_REMARK, REFERENCE_SUFFIX, referenceBefore } from './ofReference.ts';

/** The words for a loss; other words than the first count where no line has it. */
const LOSS =
  /(?:losses(?=\s?[[(]\d)|(?:loss|nll|xent|cost|objective|cross[-_ ]entropy|perte|verlust|pérdida|损失|損失|потери)(?![a-z]))/gi;
/** What the loss is of, behind its name: `loss/train`, `loss (val)`. */
const SUFFIX = /[\s/_.(-]{1,3}(train(?:ing)?|val(?:id(?:ation)?)?|test|eval(?:uation)?|dev)\)?(?![a-z_])/iy;

/** The word before a loss, with what separates them; as many characters are looked at. */
const QUALIFIER = /([a-z\u00c0-\u024f]+)([\s_./-]*)$/i;
export const QUALIFIER_LENGTH = 24;
const REFERENCE_LENGTH = 40;
/** A loss of several steps. */
const AVERAGED = /^(?:avg|average|mean|ema|smooth|smoothed|running|moving|rolling)$/i;
/** A loss of something else. */
const OTHER = /^(?:val|valid|validation|test|eval|evaluation|dev|best|min|lowest|previous|prev|last)$/i;
const OF_THE_END = /^(?:final|ending|end)$/i;
const OF_TRAINING = /^(?:train|training|batch|minibatch|step|total|initial|starting)$/i;
const OF_OTHER_DATA = { kind: 'other' } as const;

/** What a name says of its loss. */
export type Kind = 'plain' | 'average' | 'other' | 'final' | 'reference';

/** A loss by name in a line. */
export interface FoundLoss extends FoundValue {
  readonly kind: Kind;
  readonly name: string;
  /** The word is `loss`, and not another for it. */
  readonly isLoss: boolean;
  /** No word before it says more of it. */
  readonly isBare: boolean;
  /** Where the name stands. */
  readonly from: number;
}

/** All losses that a line names, in their order. */
export function lossesIn(line: string): FoundLoss[] {
  const found: FoundLoss[] = [];
  LOSS.lastIndex = 0;
  for (let word = LOSS.exec(line); word; word = LOSS.exec(line)) {
    const behind = word.index + word[0].length;
    const named = nameAt(line, word.index, word[0].toLowerCase());
    const suffix = execAt(SUFFIX, line, behind);
    const ofReference = execAt(REFERENCE_SUFFIX, line, behind);
    const end = behind + ((suffix ?? ofReference ?? execAt(OWN_SUFFIX, line, behind))?.[0].length ?? 0);
    const value = named === null ? null : valueAt(line, end);
    if (named === null || value === null) continue;
    const remark = ofReference ?? execAt(REFERENCE_REMARK, line, value.to);
    const ofOther = suffix !== null && !/^train/i.test(suffix[1]);
    found.push({
      ...named,
      ...(remark === null ? {} : { kind: 'reference', name: `${word[0]} ${remark[1]}`.toLowerCase() }),
      ...(ofOther ? OF_OTHER_DATA : {}),
      ...value,
      isLoss: /^loss/i.test(word[0]),
      from: word.index,
    });
    LOSS.lastIndex = Math.max(end, value.to);
  }
  return found;
}

/** What a line calls the port's own, beside the loss of a reference: `torch_loss 3.36 | mine 3.37`; null where it has none. */
export function ownValueIn(line: string): FoundLoss | null {
  for (const { 0: word, index } of line.matchAll(OWN_VALUE)) {
    const value = valueAt(line, index + word.length);
    if (value === null || !looksLikeLoss(value.text)) continue;
    return { ...value, kind: 'plain', name: word.toLowerCase(), isLoss: true, isBare: true, from: index };
  }
  return null;
}

function nameAt(line: string, at: number, word: string): Pick<FoundLoss, 'kind' | 'name' | 'isBare'> | null {
  const reference = referenceBefore(line.slice(Math.max(0, at - REFERENCE_LENGTH), at));
  const before = QUALIFIER.exec(line.slice(Math.max(0, at - QUALIFIER_LENGTH), at));
  const named = before === null ? { kind: 'plain' as const, name: word } : qualified(line, at, word, before);
  if (named === null) return null;
  if (reference !== null && named.kind !== 'other') {
    return { kind: 'reference', name: `${reference.toLowerCase()} ${word}`, isBare: false };
  }
  return { ...named, isBare: before === null };
}

function qualified(
  line: string,
  at: number,
  word: string,
  before: RegExpExecArray,
): Pick<FoundLoss, 'kind' | 'name'> | null {
  const [, qualifier, separator] = before;
  if (separator === '' && !/\p{Lu}/u.test(line[at])) return null; // gloss, but avgLoss
  const name = `${qualifier.toLowerCase()} ${word}`;
  if (AVERAGED.test(qualifier)) return { kind: 'average', name };
  if (OTHER.test(qualifier)) return { kind: 'other', name };
  if (OF_THE_END.test(qualifier)) return { kind: 'final', name };
  return { kind: 'plain', name: OF_TRAINING.test(qualifier) ? name : word };
}
