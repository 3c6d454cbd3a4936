import { untilError } from '../../deviations/deviantRun.ts';
import { createNetwork } from '../../engine/network.ts';
import { train } from '../../engine/train.ts';
import { encode } from '../../reference/tokenizer.ts';
import { evidenceBits } from '../diagnosis/evidence.ts';
import { isLogged, type LoggedLoss } from '../replay/loggedLosses.ts';
import type { RunStart } from '../replay/start.ts';

/** How far a log agrees with a run. */
export interface Agreed {
  /** The last step to which all its losses do; 0 where its first is another. */
  readonly step: number;
  /** How much these losses say, in bits. */
  readonly bits: number;
  /** Whether all do. */
  readonly whole: boolean;
}

/**
 * Follows a run as long as a log agrees with it, in float32 at the least: most that do not are left behind one forward pass.
 *
 * @param start - where the run starts
 * @param logged - finite losses by step, in the order of steps
 * @param steps - how many of its steps are known
 */
export function followed(
  { config, tokenizer, documents, state_dict }: Pick<RunStart, 'config' | 'tokenizer' | 'documents' | 'state_dict'>,
  logged: ReadonlyMap<number, LoggedLoss>,
  steps: number,
): Agreed {
  const wanted = [...logged.keys()].filter((step) => step <= Math.min(steps, config.num_steps));
  const last = wanted.at(-1) ?? 0;
  const tokens = documents.slice(0, last).map((doc) => encode(tokenizer.uchars, doc));
  const halves: number[] = [];
  let [step, reached] = [0, 0];
  for (const loss of untilError(train(createNetwork(config, state_dict), tokens, last))) {
    const due = logged.get(++reached);
    if (due === undefined) continue;
    if (!isLogged(loss, due, 'f32')) break;
    halves.push(due.half);
    step = reached;
  }
  return { step, bits: evidenceBits(halves), whole: halves.length === wanted.length };
}
