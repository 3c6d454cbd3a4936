import { configure, type StateDict } from '../port/config.ts';
import { referencePort } from '../port/reference.ts';

// What the small ports beside dump.* read in place of computing: a training of a tiny model, as the reference computes it.

/** The sizes that stand in those ports. */
const CONFIG = configure({ n_layer: 1, n_embd: 4, n_head: 2, block_size: 4, num_steps: 4, seed: 3 });
const VOCABULARY = 3;
const BOS = 2;
/** With BOS on both sides, of the length that the ports have. */
const TOKENS = [
  [BOS, 0, 1, BOS],
  [BOS, 1, 1, BOS],
  [BOS, 0, 0, BOS],
  [BOS, 1, 0, BOS],
];

/** One step of it. */
export interface Trained {
  readonly tokens: readonly number[];
  readonly params: StateDict;
  readonly logits: readonly (readonly number[])[];
  readonly probs: readonly (readonly number[])[];
  readonly losses: readonly number[];
  readonly loss: number;
  readonly grad: StateDict;
  readonly m: StateDict;
  readonly v: StateDict;
  readonly updated: StateDict;
}

/** Four steps: one more than the lines write. */
export async function trained(): Promise<Trained[]> {
  const port = referencePort('0');
  let params = await port.parameters(CONFIG, VOCABULARY);
  let [m, v] = [mapped(params, () => 0), mapped(params, () => 0)];
  const steps: Trained[] = [];
  for (const [step, tokens] of TOKENS.entries()) {
    const { logits, losses, loss } = await port.forward(CONFIG, params, tokens);
    const probs = await Promise.all(logits.map((row) => port.softmax(row)));
    const { grad } = await port.backward(CONFIG, params, tokens);
    const next = await port.adam(CONFIG, step, flat(params), flat(grad), flat(m), flat(v));
    const updated = shaped(next.data, params);
    [m, v] = [shaped(next.m, params), shaped(next.v, params)];
    steps.push({ tokens, params, logits, probs, losses, loss, grad, m, v, updated });
    params = updated;
  }
  return steps;
}

/** A step with one number of a gradient changed, and what is said of it. */
export const CHANGED = 'the gradient of layer0.attn_wv alone (microgpt.py, line 120; model.19)';
export function withOtherGradient(step: Trained): Trained {
  const [[first, ...row], ...rows] = step.grad['layer0.attn_wv'];
  return { ...step, grad: { ...step.grad, 'layer0.attn_wv': [[first + 0.01, ...row], ...rows] } };
}

/** In the order in which the ports read: the initial parameters, then of each step what it computes as it goes. */
export function numbersText(steps: readonly Trained[]): string {
  const ofStep = ({ tokens, logits, probs, losses, loss, grad, m, v, updated }: Trained) => [
    ...tokens,
    ...logits.flatMap((row, t) => [...row, ...probs[t]]),
    ...losses,
    loss,
    ...[grad, m, v, updated].flatMap(flat),
  ];
  return `${[...flat(steps[0].params), ...steps.flatMap(ofStep)].join('\n')}\n`;
}

function flat(dict: StateDict): number[] {
  return Object.values(dict).flat(2);
}

function shaped(numbers: readonly number[], like: StateDict): StateDict {
  const left = numbers.values();
  return mapped(like, () => Number(left.next().value));
}

function mapped(dict: StateDict, change: (x: number) => number): StateDict {
  return Object.fromEntries(Object.entries(dict).map(([name, rows]) => [name, rows.map((row) => row.map(change))]));
}
