import type { Port } from '../../port/port.ts';
import { handTraceOf } from './dumpOf.ts';
import { HAND_FLOAT32, type HandEdit } from './handPort.ts';
import { STEP_MISTAKES } from './mistakes/stepMistakes.ts';

/** Values that no trace has: `forward` gives them. */
const BEHIND = ['losses', 'loss'];

/** Mistakes of the forward pass in the port that goes back by hand, which shows every value on its way. */
export const TRACED_MISTAKES = STEP_MISTAKES.filter(
  (mistake) => mistake.program === 'hand' && mistake.place.stage === 'forward' && !BEHIND.includes(mistake.place.name),
);

/** It without a mistake. */
export const RIGHT = 'right';

/** A port that claims `trace` alone, by the id of its mistake: what the checks load when many take turns. */
export function turn(id: string): { readonly port: Port; readonly seed: null } {
  const mistake = TRACED_MISTAKES.find((one) => one.id === id);
  return { port: tracing(mistake?.program === 'hand' ? mistake.edits : [], id), seed: null };
}

function tracing(edits: readonly HandEdit[], name: string, dtype: Port['dtype'] = 'f64'): Port {
  const trace: NonNullable<Port['trace']> = (config, state_dict, tokens) =>
    handTraceOf(edits, config, state_dict, tokens);
  return { name, lang: 'TypeScript', version: '0', dtype, trace };
}

/** The right one in single precision. */
export const SINGLE = tracing(HAND_FLOAT32, 'single', 'f32');

export default tracing([], RIGHT);
