import { countersIn } from './counters.ts';
import { type FoundLoss, lossesIn, ownValueIn, QUALIFIER_LENGTH } from './lossNames.ts';
import type { Rank, Row } from './row.ts';
import { besideReference, type CounterText, rowOf } from './rowOf.ts';

/** microgpt.py's own line, and nothing behind it: read at once, for it is what most logs are made of. */
const OWN = /^\s*step\s+(\d{1,15})\s*\/\s*(\d{1,15})\s*\|\s*loss\s+(\d{1,20}\.\d{1,20})\s*$/;
/** Words that say, anywhere in a line, that it is of other data than the training. */
const EVALUATION = /(?<![a-z_])(?:val|valid|validation|eval|evaluation|test|dev|holdout)(?![a-z_.])/gi;
const HAS_EVALUATION = /val|eval|test|dev|holdout/i;
const AT_THE_END = /(?<![a-z])(?:final|finished|done|completed?|ended)(?![a-z])/i;

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
  const loss = ownLoss(line, usable);
  if (loss === undefined) return [];
  const same = usable.filter(
    ({ kind, name, isBare }) => kind === loss.kind && name === loss.name && isBare === loss.isBare,
  );
  if (same.length === 0) same.push(loss);
  const over = usable.find(({ kind }) => kind === 'reference' && loss.kind !== kind)?.name;
  const counters = countersIn(line, same);
  const rank = rankOf(line, loss, found, counters.length > 0);
  const { steps, once } = counters;
  if (steps.length === same.length && steps.length > 1) {
    return same.map((one, i) => besideReference(rowOf('microgpt', rank, loss.name, [steps[i]], one.text), over));
  }
  const all: readonly CounterText[] = loss.step === null ? once : [{ name: 'step', text: loss.step, total: null }];
  if ((!loss.isNumber || loss.isSpoken) && all.length === 0) return [];
  const many = all.length === 0 && same.every(({ isNumber }) => isNumber) ? same : [loss];
  return many.map(({ name, text }) => besideReference(rowOf('microgpt', rank, name, all, text), over));
}

/** The loss that counts of those in a line: the port's own, the plainest first; a reference's where there is no other. */
function ownLoss(line: string, found: readonly FoundLoss[]): FoundLoss | undefined {
  const plain = found.filter(({ kind }) => kind === 'plain');
  const own = plain.find(({ isLoss, isBare }) => isLoss && isBare) ?? plain.find(({ isLoss }) => isLoss) ?? plain[0];
  const reference = found.find(({ kind }) => kind === 'reference');
  if (own !== undefined || reference === undefined) return own ?? found[0];
  return ownValueIn(line) ?? reference;
}

function rankOf(line: string, loss: FoundLoss, found: readonly FoundLoss[], hasStep: boolean): Rank {
  if (loss.kind === 'average') return 'evaluation';
  if (loss.kind === 'final' || (!hasStep && loss.step === null && AT_THE_END.test(line))) return 'final';
  const others = found.filter(({ kind }) => kind === 'other');
  const isOfOtherData = [...(HAS_EVALUATION.test(line) ? line.matchAll(EVALUATION) : [])].some(
    ({ index }) => !others.some(({ from }) => index < from && index > from - QUALIFIER_LENGTH),
  );
  if (isOfOtherData) return 'evaluation';
  if (loss.kind === 'reference') return 'reference';
  if (loss.name.startsWith('train') && others.length > 0) return 'training';
  return loss.isLoss ? 'loss' : 'cost';
}
