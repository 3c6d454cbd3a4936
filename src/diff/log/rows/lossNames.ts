import { execAt } from './execAt.ts';
import { type FoundValue, valueAt } from './lossValue.ts';

/** The words for a loss; other words than the first count where no line has it. */
const LOSS =
  /(?:losses(?=\s?[[(]\d)|(?:loss|nll|xent|cost|objective|cross[-_ ]entropy|perte|verlust|pérdida|损失|損失|потери)(?![a-z]))/gi;
/** What the loss is of, behind its name: `loss/train`, `loss (val)`. */
const SUFFIX = /[\s/_.(-]{1,3}(train(?:ing)?|val(?:id(?:ation)?)?|test|eval(?:uation)?|dev)\)?(?![a-z_])/iy;

/** The word before a loss, with what separates them; as many characters are looked at. */
const QUALIFIER = /([a-z\u00c0-\u024f]+)([\s_./-]*)$/i;
export const QUALIFIER_LENGTH = 24;
/** A loss of several steps. */
const AVERAGED = /^(?:avg|average|mean|ema|smooth|smoothed|running|moving|rolling)$/i;
/** A loss of something else. */
const OTHER = /^(?:val|valid|validation|test|eval|evaluation|dev|best|min|lowest|previous|prev|last)$/i;
const OF_THE_END = /^(?:final|ending|end)$/i;
const OF_TRAINING = /^(?:train|training|batch|minibatch|step|total|initial|starting)$/i;
const OF_OTHER_DATA = { kind: 'other' } as const;

/** What a name says of its loss. */
export type Kind = 'plain' | 'average' | 'other' | 'final';

/** A loss by name in a line. */
export interface FoundLoss extends FoundValue {
  readonly kind: Kind;
  readonly name: string;
  /** The word is `loss`, and not another for it. */
  readonly isLoss: boolean;
  /** Where the name stands. */
  readonly from: number;
}

/** All losses that a line names, in their order. */
export function lossesIn(line: string): FoundLoss[] {
  const found: FoundLoss[] = [];
  LOSS.lastIndex = 0;
  for (let word = LOSS.exec(line); word; word = LOSS.exec(line)) {
    const named = nameAt(line, word.index, word[0].toLowerCase());
    const suffix = execAt(SUFFIX, line, word.index + word[0].length);
    const end = word.index + word[0].length + (suffix?.[0].length ?? 0);
    const value = named === null ? null : valueAt(line, end);
    if (named === null || value === null) continue;
    const ofOther = suffix !== null && !/^train/i.test(suffix[1]);
    found.push({
      ...named,
      ...(ofOther ? OF_OTHER_DATA : {}),
      ...value,
      isLoss: /^loss/i.test(word[0]),
      from: word.index,
    });
    LOSS.lastIndex = Math.max(end, value.to);
  }
  return found;
}

function nameAt(line: string, at: number, word: string): { kind: Kind; name: string } | null {
  const before = QUALIFIER.exec(line.slice(Math.max(0, at - QUALIFIER_LENGTH), at));
  if (before === null) return { kind: 'plain', name: word };
  const [, qualifier, separator] = before;
  if (separator === '' && !/\p{Lu}/u.test(line[at])) return null; // gloss, but avgLoss
  const name = `${qualifier.toLowerCase()} ${word}`;
  if (AVERAGED.test(qualifier)) return { kind: 'average', name };
  if (OTHER.test(qualifier)) return { kind: 'other', name };
  if (OF_THE_END.test(qualifier)) return { kind: 'final', name };
  return { kind: 'plain', name: OF_TRAINING.test(qualifier) ? name : word };
}
