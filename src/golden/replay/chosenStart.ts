import { Tape } from '../../reference/autograd.ts';
import { documentLoss } from '../../reference/loss.ts';
import { createModel } from '../../reference/model.ts';
import { encode } from '../../reference/tokenizer.ts';
import { targetOf } from '../diagnosis/target.ts';
import type { Trace } from '../log/trace.ts';
import { type DumpStart, type Dumps, startFromDump, startsFromDump } from './dumpStart.ts';
import type { RunStart } from './start.ts';

/**
 * The start of a log's run. Where the parameters' layout is not given and the standard one does not give the log's first
 * loss, the others are tried: a wrong order looks exactly like a wrong forward pass.
 *
 * @param dumps - what the port has dumped
 * @param layout - how the parameters are stored, where it is known
 * @param trace - the log; without its step 1, or where no layout fits, the standard one is taken
 * @throws RangeError where a dump does not fit
 */
export function chosenStart(dumps: Dumps, layout: string | undefined, trace: Trace): DumpStart {
  if (layout !== undefined) return { start: startFromDump(dumps, layout), layout: { id: layout, title: layout } };
  let standard: DumpStart | null = null;
  const target = targetOf(trace, 1);
  for (const candidate of startsFromDump(dumps)) {
    standard ??= candidate;
    if (target.first !== 1 || candidate.layout === null || target.agreesAt(1, firstLoss(candidate.start))) {
      return candidate;
    }
  }
  if (standard === null) throw new RangeError('params: there is no way to read this dump');
  return standard;
}

/** The loss of the first document, before any update; NaN where the arithmetic raises. */
function firstLoss({ config, state_dict, documents, tokenizer }: RunStart): number {
  try {
    const model = createModel(new Tape(), config, state_dict);
    const { loss } = documentLoss(model, encode(tokenizer.uchars, documents[0]));
    return model.tape.data[loss]; // read now: a tape that has grown has another array
  } catch (error) {
    if (error instanceof RangeError) return Number.NaN;
    throw error;
  }
}
