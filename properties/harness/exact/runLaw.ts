import fc from 'fast-check';
import { OwnRun } from '../../../src/exact/ownRun.ts';
import { type Config, configure, type StateDict } from '../../../src/port/config.ts';
import { type ModelCase, modelCases } from '../arbitraries.ts';
import { flat } from '../flat.ts';
import { canonicalRun, madeFor, tokensOf } from '../golden.ts';
import { unmet } from '../needs.ts';
import { forgetRequests } from '../requests.ts';
import { type Claiming, port, seed, stepsAsked } from '../subject.ts';
import { backwardHolds } from './backwardLaw.ts';
import { noteExactRun } from './exactRunNote.ts';
import { fullParameters } from './models.ts';
import type { Own } from './own.ts';
import { parted } from './parted.ts';
import { sameBits } from './probe.ts';

/** Steps that are compared, where time allows. */
const STEPS = 100;
/** After so long no further step is begun on the port's library. */
const MOST_MS = 60_000;

const LAW = "the losses of a run are microgpt.py's";

/** Where a run begins. */
interface Start {
  readonly config: Config;
  readonly vocab_size: number;
  readonly state_dict: StateDict;
  /** Tokens of each document, in training order. */
  readonly documents: readonly (readonly number[])[];
}

/** The canonical run's, or where the port is built for other sizes, one of these. */
function start(): Start {
  const canonical = canonicalRun();
  if (unmet(madeFor(canonical)) === null) {
    const { config, initial, uchars } = canonical;
    return { config, vocab_size: uchars.length + 1, state_dict: initial, documents: tokensOf(canonical) };
  }
  const models = fc.sample(modelCases({ block_size: { min: 4, max: 8 }, length: { min: 1, max: 8 } }), {
    seed,
    numRuns: STEPS,
  });
  const [{ config, vocab_size, parameters }] = models;
  const BOS = vocab_size - 1;
  const document = ({ tokens }: ModelCase) => [
    BOS,
    ...tokens.slice(1, -1).map((token) => token % Math.max(1, BOS)),
    BOS,
  ];
  const longer = configure({ ...config, num_steps: Math.max(STEPS, config.num_steps), ...port.fixed });
  const state_dict = fullParameters({ config, vocab_size, parameters, tokens: [] });
  return { config: longer, vocab_size, state_dict, documents: models.map(document) };
}

/**
 * Trains the reference on the port's own library, as many steps as time allows, and demands the same losses of the port, bit for bit.
 *
 * @throws Unequal where one differs: at the first operation of the first step that does
 */
export async function runHolds({ train, ...others }: Claiming<'train'>, own: Own): Promise<void> {
  const { config, vocab_size, state_dict, documents } = start();
  const run = new OwnRun(own.library, own.reference, config, state_dict);
  const [began, asked] = [performance.now(), own.library.values];
  const most = Math.min(STEPS, config.num_steps, stepsAsked ?? STEPS);
  const want: number[] = [];
  const before: StateDict[] = [];
  while (want.length < most && performance.now() - began < MOST_MS) {
    before.push(run.state_dict);
    want.push(await run.step(documents[want.length % documents.length]));
  }
  const milliseconds = performance.now() - began;
  const values = own.library.values - asked;
  own.library.forget();
  const { losses } = await train(config, state_dict, documents, want.length);
  if (sameBits(want, losses)) {
    noteExactRun({ steps: want.length, values, milliseconds });
    return;
  }
  const first = await firstParted(
    async (steps) => {
      const after = (await train(config, state_dict, documents, steps)).state_dict;
      return sameBits(flat(before[steps]), flat(after));
    },
    want.findIndex((loss, i) => !Object.is(loss, losses[i])),
  );
  const tokens = documents[first % documents.length];
  const { backward } = port;
  if (backward !== undefined) {
    const model = { config, vocab_size, tokens, parameters: 0 };
    await backwardHolds({ ...others, backward }, own, model, before[first]);
  }
  forgetRequests();
  const again = await train(config, state_dict, documents, want.length);
  const place = {
    operation: `one of step ${first + 1}, behind the gradients where the port claims backward`,
    line: 'lines 151 to 182',
  };
  throw parted(LAW, place, [], want, again.losses, port.dtype);
}

/**
 * The first step, counted from 0, that does something else: its parameters before are the same, and behind it they are not,
 * or its loss is not.
 *
 * @param areSame - whether the parameters after so many steps are the same
 * @param other - the first step whose loss is another
 */
async function firstParted(areSame: (steps: number) => Promise<boolean>, other: number): Promise<number> {
  let [same, differ] = [0, other + 1];
  while (differ - same > 1) {
    const middle = (same + differ) >> 1;
    if (await areSame(middle)) same = middle;
    else differ = middle;
  }
  return same;
}
