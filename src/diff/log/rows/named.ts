import { countersIn } from './counters.ts';
import { parseGrouped } from './grouped.ts';
import { MOST_DIGITS, type Rank, type Row } from './row.ts';
import { type CounterText, rowOf } from './rowOf.ts';
import { COUNT, isPlaceholder, NUMBER, WRAPPED } from './token.ts';

/** microgpt.py's own line, and nothing behind it: read at once, for it is what most logs are made of. */
const OWN = /^\s*step\s+(\d{1,15})\s*\/\s*(\d{1,15})\s*\|\s*loss\s+(\d{1,20}\.\d{1,20})\s*$/;
/** microgpt.py's own line as a form: what stands in the place of the loss is one, number or not. */
const OWN_PLACE = /^\s*step\s+\d[^|]{0,40}\|\s*loss[\s:=]*$/i;

/** The words for a loss; other words than the first count where no line has it. */
const LOSS = /(?:loss|nll|xent|cross[-_ ]entropy|perte|verlust|pérdida)(?![a-z])/gi;
/** What stands between the word and its number: `loss 3.36`, `loss: 3.36`, `| Loss | 3.36`, `loss -> 3.36`, `"loss": "3.36"`. */
const BETWEEN = String.raw`[\s:=|>("'\x60*→-]*?`;
const VALUE = new RegExp(`${BETWEEN}(${NUMBER})`, 'iy');
/** The same where nothing is doubtful, which is faster. */
const PLAIN_VALUE = /[\s:=]*(\d{1,20}\.\d{1,20})(?=[\s,;|)\]}]|$)(?!,\d)/y;
/** Another word for the step stands between the two: `loss at step 5: 3.36`, `loss (5) = 3.36`, `loss[5]: 3.36`. */
const STEP_BETWEEN = new RegExp(
  String.raw`\s*(?:[([@]|at|after|for|of|in)\s*(?:step|iter(?:ation)?|epoch)?[\s#]*(${COUNT})\s*[)\]]?\s*(?:steps?|iterations?)?\s*(?:[:=|]|->|→|is\b)${BETWEEN}(${NUMBER})`,
  'iy',
);
const WRAPPED_VALUE = new RegExp(`${BETWEEN}${WRAPPED}(${NUMBER})`, 'iy');
/** numpy's value in TensorFlow's form. */
const NUMPY_VALUE = new RegExp(String.raw`[\s:=]*<tf\.Tensor[^>]{0,80}numpy=(${NUMBER})`, 'iy');
/** What stands in the place of a number. */
const TOKEN = /([\s:=|("'`*]*)([^\s|;()"'`*]{1,100})/uy;

/** The word before a loss, with what separates them; as many characters are looked at. */
const QUALIFIER = /([a-z\u00c0-\u024f]+)([\s_./-]*)$/i;
const QUALIFIER_LENGTH = 24;
/** A loss of several steps. */
const AVERAGED = /^(?:avg|average|mean|ema|smooth|smoothed|running|moving|rolling)$/i;
/** A loss of something else. */
const OTHER = /^(?:val|valid|validation|test|eval|evaluation|dev|best|min|lowest|previous|prev|last)$/i;
const OF_THE_END = /^(?:final|ending|end)$/i;
const OF_TRAINING = /^(?:train|training|batch|minibatch|step|total|initial|starting)$/i;
/** Words that say, anywhere in a line, that it is of other data than the training. */
const EVALUATION = /(?<![a-z_])(?:val|valid|validation|eval|evaluation|test|dev|holdout)(?![a-z_.])/gi;
const HAS_EVALUATION = /val|eval|test|dev|holdout/i;
const AT_THE_END = /(?<![a-z])(?:final|finished|done|completed?|ended)(?![a-z])/i;

type Kind = 'plain' | 'average' | 'other' | 'final';

interface FoundLoss {
  readonly kind: Kind;
  readonly name: string;
  /** The word is `loss`, and not another for it. */
  readonly isLoss: boolean;
  readonly text: string;
  readonly isNumber: boolean;
  /** Where the name stands, and where the value ends. */
  readonly from: number;
  readonly to: number;
  /** A step between the name and the value. */
  readonly step: string | null;
}

/**
 * Reads a line that names its loss: every spelling of `step N / T | loss X`, the loss behind the step or before it, with
 * anything before, between and behind; several on a line.
 *
 * @returns a row a loss; none where the line has none
 */
export function readNamed(line: string): readonly Row[] {
  const own = OWN.exec(line);
  if (own) {
    return [rowOf('microgpt', 'loss', 'loss', [{ name: 'step', text: own[1], total: own[2] }], own[3])];
  }
  const found = lossesIn(line);
  const usable = found.filter(({ kind }) => kind !== 'other');
  const loss = usable.find(({ kind }) => kind === 'plain') ?? usable[0];
  if (loss === undefined) return [];
  const same = usable.filter(({ kind, name }) => kind === loss.kind && name === loss.name);
  const counters = countersIn(line, same);
  const rank = rankOf(line, loss, found, counters.length > 0);
  const { steps, once } = counters;
  if (steps.length === same.length && steps.length > 1) {
    return same.map((one, i) => rowOf('microgpt', rank, loss.name, [steps[i]], one.text));
  }
  const all: readonly CounterText[] = loss.step === null ? once : [{ name: 'step', text: loss.step, total: null }];
  const isUnread = !loss.isNumber && all.length === 0;
  if (isUnread) return [];
  const many = all.length === 0 && same.every(({ isNumber }) => isNumber) ? same : [loss];
  return many.map(({ name, text }) => rowOf('microgpt', rank, name, all, text));
}

function lossesIn(line: string): FoundLoss[] {
  const found: FoundLoss[] = [];
  LOSS.lastIndex = 0;
  for (let word = LOSS.exec(line); word; word = LOSS.exec(line)) {
    const named = nameAt(line, word.index, word[0].toLowerCase());
    const end = word.index + word[0].length;
    const value = named === null ? null : valueAt(line, end);
    if (named === null || value === null) continue;
    found.push({ ...named, ...value, isLoss: word[0].toLowerCase() === 'loss', from: word.index });
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

/** The value behind a name; a word or placeholder where a number should be, and null where nothing is said of a value. */
function valueAt(line: string, at: number): Pick<FoundLoss, 'text' | 'isNumber' | 'to' | 'step'> | null {
  const plain = execAt(PLAIN_VALUE, line, at);
  if (plain !== null) return { text: plain[1], isNumber: true, to: at + plain[0].length, step: null };
  const between = execAt(STEP_BETWEEN, line, at);
  if (between !== null) return { text: between[2], isNumber: true, to: at + between[0].length, step: between[1] };
  const value = execAt(VALUE, line, at) ?? execAt(NUMPY_VALUE, line, at);
  if (value !== null) return { text: value[1], isNumber: true, to: at + value[0].length, step: null };
  const token = execAt(TOKEN, line, at);
  const wrapped = execAt(WRAPPED_VALUE, line, at);
  // A placeholder has digits too: `~3.42`, `3.1xxx`.
  if (wrapped !== null && !isPlaceholder(token?.[2] ?? '')) {
    return { text: wrapped[1], isNumber: true, to: at + wrapped[0].length, step: null };
  }
  if (token === null) return null;
  const [whole, separator, text] = token;
  const trimmed = text.replace(/[,.:\]})>]+$/, '');
  // What is cut off would make a number of it: 3.4...
  const word = trimmed === '' || parseGrouped(trimmed) !== null ? text : trimmed;
  const isSaid = /[:=|]/.test(separator) || OWN_PLACE.test(line.slice(0, at + separator.length));
  const standsForNumber = separator !== '' && (isPlaceholder(text) || /^[-+~≈]?\d/.test(text) || isSaid);
  if (!standsForNumber || word.length > MOST_DIGITS) return null;
  return { text: word, isNumber: false, to: at + whole.length, step: null };
}

function rankOf(line: string, loss: FoundLoss, found: readonly FoundLoss[], hasStep: boolean): Rank {
  if (loss.kind === 'average') return 'evaluation';
  if (loss.kind === 'final' || (!hasStep && loss.step === null && AT_THE_END.test(line))) return 'final';
  const others = found.filter(({ kind }) => kind === 'other');
  const isOfOtherData = [...(HAS_EVALUATION.test(line) ? line.matchAll(EVALUATION) : [])].some(
    ({ index }) => !others.some(({ from }) => index < from && index > from - QUALIFIER_LENGTH),
  );
  if (isOfOtherData || (loss.name.startsWith('train') && others.length > 0)) return 'evaluation';
  return loss.isLoss ? 'loss' : 'cost';
}

function execAt(pattern: RegExp, line: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(line);
}
