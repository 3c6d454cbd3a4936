import { referenceIn } from '../../../src/exact/arithmetic.ts';
import { FORWARD_FORMS } from '../../../src/exact/forwardForms.ts';
import { portOn } from '../../../src/exact/portOn.ts';
import type { StateDict } from '../../../src/port/config.ts';
import type { Forward } from '../../../src/port/port.ts';
import type { ModelCase } from '../arbitraries.ts';
import { forgetRequests } from '../requests.ts';
import { type Claiming, port } from '../subject.ts';
import { stagesOf } from './forward.ts';
import { traceOfPort } from './models.ts';
import type { Own } from './own.ts';
import { type Place, parted } from './parted.ts';
import { sameBits } from './probe.ts';

const LAW = "logits and losses of a document are microgpt.py's";

/** Where a port does not say what it computes on its way. */
const SOMEWHERE: Place = {
  operation: 'one of the forward pass; a port that claims trace is told which',
  line: 'lines 108 to 169',
};

/** Where what a port says of its way is right to its end. */
const BEHIND: Place = {
  operation: 'one behind the probabilities, or of another forward pass than trace has',
  line: 'lines 167 to 169',
};

/** Logits, position losses and their mean, in one list. */
function forwardBits({ logits, losses, loss }: Forward): number[] {
  return [...logits.flat(), ...losses, loss];
}

/**
 * Demands the reference's bits of a forward pass; where they part, finds the first operation that does, if the port claims `trace`.
 *
 * @throws Unequal where a bit differs
 */
export async function forwardHolds(
  { forward }: Claiming<'forward'>,
  own: Own,
  model: ModelCase,
  state_dict: StateDict,
): Promise<void> {
  const { config, tokens } = model;
  const due = await own.library.during(() => own.oracle.forward(config, state_dict, tokens));
  const ask = async () => forwardBits(await forward(config, state_dict, tokens));
  const [want, given] = [forwardBits(due), await ask()];
  if (sameBits(want, given)) return;
  await tracedHolds(own, model, state_dict);
  const words = await formsOf(given, own, model, state_dict);
  forgetRequests();
  throw parted(LAW, port.trace === undefined ? SOMEWHERE : BEHIND, words, want, await ask(), port.dtype);
}

/** The forms of a forward pass that give these bits. */
async function formsOf(given: number[], own: Own, { config, tokens }: ModelCase, state_dict: StateDict) {
  const words: string[] = [];
  for (const form of FORWARD_FORMS) {
    const changed = portOn(await referenceIn(port.dtype, form.edits), port.dtype, own.library.math);
    const result = await own.library.during(() => changed.forward(config, state_dict, tokens));
    if (sameBits(forwardBits(result), given)) words.push(form.words);
  }
  return words;
}

/** Fails at the first value of the port's trace that other bits are due for, from its own values before it. */
export async function tracedHolds(own: Own, model: ModelCase, state_dict: StateDict): Promise<void> {
  const trace = await traceOfPort(model, state_dict);
  if (trace === null) return;
  const { config, tokens } = model;
  for (const stage of stagesOf(own, { config, state_dict, tokens, trace })) {
    const [want, given] = [await stage.due(), trace[stage.name] ?? []];
    if (sameBits(want, given)) continue;
    const words: string[] = [];
    for (const other of stage.others) {
      if (sameBits(await own.library.during(other.values), given)) words.push(other.words);
    }
    const place = { operation: `${stage.operation} (${stage.name})`, line: stage.line };
    throw parted(LAW, place, words, want, given, port.dtype);
  }
}
