import { deviationOf } from '../../deviations/catalogue.ts';
import { type DeviantStart, prepareDeviant, untilError } from '../../deviations/deviantRun.ts';
import type { Deviation } from '../../deviations/deviation.ts';
import type { StepDump } from '../../diff/step/stepDump.ts';
import type { Model } from '../../reference/model.ts';
import type { Matrix, StateDict } from '../../reference/parameters.ts';
import { encode } from '../../reference/tokenizer.ts';
import type { Activations } from './hand/forward.ts';
import { HAND_FLOAT32, type HandEdit, handPort } from './handPort.ts';
import { traceOfCalls } from './traceOfCalls.ts';
import { type AdamCall, type Call, callsOf, WATCHED } from './watchedReference.ts';

type Precision = 'f64' | 'f32';

/** How many steps are dumped, from the first on. */
const STEPS = 3;

/** A layer's values behind its heads, in the order of computation. */
const BEHIND_HEADS = [
  'x_attn',
  'attn_out',
  'attn_residual',
  'mlp_norm',
  'mlp_hidden',
  'mlp_relu',
  'mlp_out',
  'mlp_residual',
] as const;

/**
 * The first steps of the port that goes back by hand, whole.
 *
 * @param edits - its mistakes; those of several mistakes one behind the other
 * @param start - where it starts; its documents are taken in turn
 * @param precision - f32 rounds the start, the constants and every operation
 * @throws EditMismatch where edits get in each other's way
 */
export function handDumps(edits: readonly HandEdit[], start: DeviantStart, precision: Precision = 'f64'): StepDump[] {
  const { config, documents, tokenizer, state_dict } = start;
  const { startTraining, trainStep } = handPort(precision === 'f64' ? edits : [...edits, ...HAND_FLOAT32]);
  const training = startTraining(state_dict);
  return Array.from({ length: STEPS }, (_, i) => {
    const tokens = encode(tokenizer.uchars, documents[i % documents.length]);
    const params = copied(training.params);
    const activations = trainStep(config, training, i, tokens);
    const { logits, probs, losses, loss } = activations;
    return {
      ...{ step: i + 1, tokens, params, logits, probs, losses, loss },
      grad: copied(training.grad),
      m: copied(training.m),
      v: copied(training.v),
      updated: copied(training.params),
      trace: handTrace(activations),
    };
  });
}

/** The values on the way of a document through the port that goes back by hand, by their names. */
export function handTraceOf(
  edits: readonly HandEdit[],
  config: DeviantStart['config'],
  state_dict: StateDict,
  tokens: readonly number[],
): Readonly<Record<string, readonly number[]>> {
  const { startTraining, trainStep } = handPort(edits);
  return Object.fromEntries(handTrace(trainStep(config, startTraining(state_dict), 0, tokens)));
}

/**
 * The first steps of the reference with deviations, with what of the trace it computes.
 *
 * @param deviations - of the catalogue, or others; several at once
 * @param start - where it starts, as in `deviantRun`
 * @param precision - f32 adds the catalogue's own deviation of that name
 * @returns null where they cannot be combined; fewer steps where one ends with an error
 */
export async function referenceDumps(
  deviations: readonly Deviation[],
  start: DeviantStart,
  precision: Precision = 'f64',
): Promise<StepDump[] | null> {
  const all = precision === 'f64' ? deviations : [...deviations, deviationOf('f32')];
  const prepared = await prepareDeviant(all, start, WATCHED);
  if (prepared === null) return null;
  const { reference, config, tokens, state_dict } = prepared;
  const calls = callsOf(reference);
  const training = reference.training.startTraining(config, state_dict);
  const dumps: StepDump[] = [];
  for (const loss of untilError(reference.training.train(training, tokens, STEPS))) {
    dumps.push(dumpOfCalls(dumps.length + 1, loss, calls, training.model));
    calls.length = 0;
  }
  return dumps;
}

function dumpOfCalls(step: number, loss: number, calls: readonly Call[], model: Model): StepDump {
  const { config, state_dict: nodes, tape } = model;
  const end = calls.findIndex(({ name }) => name === 'adam');
  const { data, grad, m, v } = calls[end] as AdamCall;
  const read = (row: readonly number[]) => row.map((node) => data[node]);
  const dict = (buffer: ArrayLike<number>) =>
    mapMatrices(nodes, (matrix) => matrix.map((row) => row.map((node) => buffer[node])));
  const forward = calls.slice(0, end);
  const whole = forward.findLast((call) => call.name === 'documentLoss');
  if (whole?.name !== 'documentLoss') throw new Error('dumpOfCalls: documentLoss was not called before adam');
  const probs = whole.y.logits.map((logits) => {
    const call = forward.find((call) => call.name === 'softmax' && call.x === logits);
    return call?.name === 'softmax' ? call.y : [];
  });
  const trace = whole.y.logits.flatMap((logits, t) => {
    const values = traceOfCalls(config, insideOf(forward, logits), nodes, logits);
    return [...values, ['probs', probs[t]] as const].map(([name, row]) => [`pos${t}.${name}`, read(row)] as const);
  });
  return {
    ...{ step, tokens: whole.tokens, params: dict(data), loss },
    ...{ logits: whole.y.logits.map(read), probs: probs.map(read), losses: read(whole.y.losses) },
    ...{ grad: dict(grad), m: dict(m), v: dict(v), updated: dict(tape.data), trace: new Map(trace) },
  };
}

/** The calls inside the call of gpt that gave these logits. */
function insideOf(calls: readonly Call[], logits: readonly number[]): readonly Call[] {
  const end = calls.findIndex((call) => call.name === 'gpt' && call.y === logits);
  const before = calls.slice(0, end);
  return before.slice(before.findLastIndex(({ name }) => name === 'gpt') + 1);
}

/** Every intermediate value of the positions, under its name, in the order of computation. */
function handTrace({ n, embedding, x, layers, logits, probs }: Activations): ReadonlyMap<string, readonly number[]> {
  const trace = new Map<string, readonly number[]>();
  for (let t = 0; t < n; t++) {
    trace.set(`pos${t}.embedding`, embedding[t]).set(`pos${t}.x`, x[t]);
    for (const [li, layer] of layers.entries()) {
      const set = (name: string, row: readonly number[]) => trace.set(`pos${t}.layer${li}.${name}`, row);
      for (const name of ['attn_norm', 'q', 'k', 'v'] as const) set(name, layer[name][t]);
      const heads = layer.attn_weights[t];
      const head_dim = x[t].length / heads.length;
      for (const [h, weights] of heads.entries()) {
        set(`head${h}.attn_logits`, layer.attn_logits[t][h]);
        set(`head${h}.attn_weights`, weights);
        set(`head${h}.head_out`, layer.x_attn[t].slice(h * head_dim, (h + 1) * head_dim));
      }
      for (const name of BEHIND_HEADS) set(name, layer[name][t]);
    }
    trace.set(`pos${t}.logits`, logits[t]).set(`pos${t}.probs`, probs[t]);
  }
  return trace;
}

function copied(state_dict: StateDict): StateDict {
  return mapMatrices(state_dict, (matrix) => matrix.map((row) => [...row]));
}

function mapMatrices(state_dict: StateDict, change: (matrix: Matrix) => Matrix): StateDict {
  return Object.fromEntries(Object.entries(state_dict).map(([name, matrix]) => [name, change(matrix)]));
}
