import type { DeviantStart } from '../../../deviations/deviantRun.ts';
import type { StepDump } from '../../../diff/step/stepDump.ts';
import { flatten, unflatten } from '../../../port/flatten.ts';
import type { Port } from '../../../port/port.ts';
import { Rejection } from '../../../protocol/driver.ts';
import type { StateDict } from '../../../reference/parameters.ts';
import { encode } from '../../../reference/tokenizer.ts';

/** How many steps are dumped, from the first on. */
const STEPS = 3;

/** What a step begins with. */
interface State {
  readonly params: StateDict;
  readonly m: StateDict;
  readonly v: StateDict;
}

/**
 * The first steps of any port, by what it is asked for: `forward`, `backward` and `adam`, and `softmax` where it has that. Each
 * step goes on from the port's own parameters and moments (spec/protocol.md).
 *
 * @param start - where it starts; its documents are taken in turn
 * @returns fewer steps where the port rejects one, such as a target of probability 0 (loss.4)
 * @throws Error where the port has not these operations
 */
export async function portDumps(port: Port, start: DeviantStart): Promise<StepDump[]> {
  const params = inDtype(start.state_dict, port);
  let state: State = { params, m: zero(params), v: zero(params) };
  const dumps: StepDump[] = [];
  try {
    for (let i = 0; i < STEPS; i++) {
      const dump = await stepOf(port, start, i, state);
      dumps.push(dump);
      state = { params: dump.updated, m: dump.m, v: dump.v };
    }
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof Rejection)) throw error;
  }
  return dumps;
}

/** One step, counted from 0. */
async function stepOf(port: Port, start: DeviantStart, i: number, { params, m, v }: State) {
  const { config, documents, tokenizer } = start;
  const { forward, backward, adam, softmax } = port;
  if (!forward || !backward || !adam) throw new Error(`portDumps: ${port.name} lacks forward, backward or adam`);
  const tokens = encode(tokenizer.uchars, documents[i % documents.length]);
  const { logits, losses } = await forward(config, params, tokens);
  const { loss, grad } = await backward(config, params, tokens);
  const probs = softmax ? await Promise.all(logits.map((row) => softmax(row))) : null;
  const after = await adam(config, i, flatten(params), flatten(grad), flatten(m), flatten(v));
  const moments = { m: unflatten(after.m, params), v: unflatten(after.v, params) };
  const updated = unflatten(after.data, params);
  return { step: i + 1, tokens, params, logits, probs, losses, loss, grad, ...moments, updated, trace: new Map() };
}

/** Parameters as the port holds them. */
function inDtype(state_dict: StateDict, { dtype }: Port): StateDict {
  return unflatten(dtype === 'f64' ? flatten(state_dict) : flatten(state_dict).map(Math.fround), state_dict);
}

function zero(like: StateDict): StateDict {
  return unflatten(new Float64Array(flatten(like).length), like);
}
