import { untilError } from '../../deviations/deviantRun.ts';
import { createNetwork } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import { encode } from '../../reference/tokenizer.ts';
import { type Target, targetOf } from '../diagnosis/target.ts';
import type { Trace } from '../log/readLog.ts';
import { type DumpStart, type Dumps, startFromDump, startsFromDump } from './dumpStart.ts';
import type { RunStart } from './start.ts';

/** Steps over which layouts are compared: at four decimals two of them can agree by chance at one. */
const TRIED_STEPS = 3;

/**
 * The start of a log's run. Where the parameters' layout is not given and the standard one does not give the log's first
 * loss, the others are tried: a wrong order looks exactly like a wrong forward pass. Of several that give it, the one is
 * taken that agrees for longest.
 *
 * @param dumps - what the port has dumped
 * @param layout - how the parameters are stored, where it is known
 * @param trace - the log; without its step 1, or where no layout fits, the standard one is taken
 * @throws RangeError where a dump does not fit
 */
export function chosenStart(dumps: Dumps, layout: string | undefined, trace: Trace): DumpStart {
  if (layout !== undefined) return { start: startFromDump(dumps, layout), layout: { id: layout, title: layout } };
  const target = targetOf(trace, TRIED_STEPS);
  let best: { readonly dump: DumpStart; readonly agreed: number } | null = null;
  for (const dump of startsFromDump(dumps)) {
    if (target.first !== 1 || dump.layout === null) return dump;
    const agreed = agreedSteps(dump.start, target);
    if (best === null && agreed > 0) return dump;
    if (best === null || agreed > best.agreed) best = { dump, agreed };
  }
  if (best === null) throw new RangeError('params: there is no way to read this dump');
  return best.dump;
}

/** How many of the first steps agree with the log, before one does not. */
function agreedSteps({ config, state_dict, documents, tokenizer }: RunStart, target: Target): number {
  const tokens = documents.slice(0, TRIED_STEPS).map((doc) => encode(tokenizer.uchars, doc));
  const steps = Math.min(TRIED_STEPS, config.num_steps);
  let step = 0;
  for (const loss of untilError(train(createNetwork(config, state_dict), tokens, steps))) {
    if (!target.agreesAt(step + 1, loss)) return step;
    step++;
  }
  return step;
}
