import { openGolden } from '../../src/golden/folder.ts';
import { type GoldenVector, goldenVectors, ORDER_OF_SUMS } from '../../src/golden/vectors.ts';
import { decodeArguments, decodeResult } from '../../src/port/jsonValues.ts';
import { firstMismatch } from '../../src/port/mismatch.ts';
import { type Chapter, OPS } from '../../src/port/ops.ts';
import type { OpName } from '../../src/port/port.ts';
import { AT_THE_EDGE, type Reach } from '../../src/report/result.ts';
import { misfit } from './applicable.ts';
import { ask, isExact } from './ask.ts';
import { check } from './check.ts';
import { each } from './each.ts';
import { refuses } from './examples.ts';
import { refusesOrDoesNotRound, takesLogits } from './oracle/logSumExp.ts';
import { overflowsOrIsRight } from './oracle/overflow.ts';
import { provided } from './provided.ts';
import { recordedReach } from './recordedReach.ts';
import { port } from './subject.ts';
import { compared } from './tolerance.ts';
import { Unequal } from './unequal.ts';

const OTHER_ORDER = 'a port may add in another order; order=python in hello declares that of microgpt.py';

const RECORDED = 'the result is what Python gave';

/** What Python raises for the logarithm of a probability that has rounded to 0. */
const NO_PROBABILITY = 'ValueError: math domain error';

/** What Python raises for the square of a gradient. */
const OVERFLOW = 'OverflowError';

/** Registers a chapter's golden vectors, a check for each group of them; those at the edge are a group of their own. */
export function vectors(chapter: Chapter): void {
  const reference = provided('port').kind === 'reference';
  const groups = new Map<string, GoldenVector[]>();
  for (const vector of goldenVectors(openGolden(), chapter)) {
    const title = `${vector.clause} golden: ${vector.op}, ${vector.title}`;
    groups.set(title, [...(groups.get(title) ?? []), vector]);
  }
  const parted = [...groups].flatMap(([title, group]) => partedByReach(title, group));
  for (const { title, group, reach } of parted) {
    const [{ op, title: name }] = group;
    const misfits = group.map(({ args, value }) => misfit(op, args, value));
    const askable = group.filter((_, i) => misfits[i] === null);
    const body = async () => {
      await each(askable, replay);
    };
    const ordered = !name.startsWith(ORDER_OF_SUMS) || reference || port.order === 'python';
    const reason = askable.length === 0 ? misfits[0] : null;
    check('vector', title, [op], body, { notApplicable: ordered ? reason : OTHER_ORDER, reach });
  }
}

/** A group's vectors in core, and those at the edge; where it has both, the title of the latter says so. */
function partedByReach(title: string, all: readonly GoldenVector[]) {
  const parts = (['core', 'edge'] as const).map((reach) => ({
    reach,
    group: all.filter((vector) => reachOf(vector) === reach),
  }));
  const mixed = parts.every(({ group }) => group.length > 0);
  return parts
    .filter(({ group }) => group.length > 0)
    .map(({ reach, group }) => ({ reach, group, title: mixed && reach === 'edge' ? `${title}${AT_THE_EDGE}` : title }));
}

function reachOf({ op, args, value, raises }: GoldenVector): Reach {
  return recordedReach(op, decodeArguments(op, args), raises === undefined ? { json: value } : null);
}

async function replay(vector: GoldenVector): Promise<void> {
  const { op, raises } = vector;
  const args = decodeArguments(op, vector.args);
  if (raises !== undefined) return refusesAsPython(op, args, raises);
  const answer = await ask(op, args);
  const mismatch = firstMismatch(
    OPS[op].result,
    decodeResult(op, vector.value),
    answer,
    port.dtype,
    isExact(op, args),
    compared,
  );
  if (mismatch) throw Unequal.at(RECORDED, mismatch, answer);
}

function refusesAsPython(op: OpName, args: readonly unknown[], raises: string): Promise<void> {
  const law = `Python raises ${raises}`;
  if (op === 'adam' && raises.startsWith(OVERFLOW)) return overflowsOrIsRight(args, () => ask(op, args), law);
  return raises === NO_PROBABILITY && takesLogits(op)
    ? refusesOrDoesNotRound(op, args, () => ask(op, args), law)
    : refuses(op)(() => ask(op, args), law);
}
