import type { Part } from './stageResult.ts';

/** First and last line of microgpt.py. */
export type Lines = readonly [first: number, last: number];

interface Stage {
  readonly lines: Lines;
  /** The clause of what is computed; and of the gradient that comes back through it. */
  readonly forward: string;
  readonly backward: string;
}

const line = (at: number): Lines => [at, at];

/** What a step computes, by the names of a trace and of the matrices, in the order of microgpt.py. */
const STAGES: Readonly<Record<string, Stage>> = {
  wte: { lines: line(109), forward: 'model.8', backward: 'model.22' },
  wpe: { lines: line(110), forward: 'model.8', backward: 'model.22' },
  embedding: { lines: line(111), forward: 'model.8', backward: 'model.22' },
  x: { lines: line(112), forward: 'model.9', backward: 'model.23' },
  attn_norm: { lines: line(117), forward: 'model.6', backward: 'model.23' },
  attn_wq: { lines: line(118), forward: 'model.10', backward: 'model.18' },
  q: { lines: line(118), forward: 'model.10', backward: 'model.18' },
  attn_wk: { lines: line(119), forward: 'model.10', backward: 'model.18' },
  k: { lines: line(119), forward: 'model.10', backward: 'model.18' },
  attn_wv: { lines: line(120), forward: 'model.12', backward: 'model.19' },
  v: { lines: line(120), forward: 'model.12', backward: 'model.19' },
  attn_logits: { lines: line(129), forward: 'model.10', backward: 'model.18' },
  attn_weights: { lines: line(130), forward: 'model.11', backward: 'model.24' },
  head_out: { lines: line(131), forward: 'model.12', backward: 'model.19' },
  x_attn: { lines: line(132), forward: 'model.12', backward: 'model.19' },
  attn_wo: { lines: line(133), forward: 'model.12', backward: 'model.19' },
  attn_out: { lines: line(133), forward: 'model.12', backward: 'model.19' },
  attn_residual: { lines: line(134), forward: 'model.13', backward: 'model.26' },
  mlp_norm: { lines: line(137), forward: 'model.6', backward: 'model.23' },
  mlp_fc1: { lines: line(138), forward: 'model.14', backward: 'model.20' },
  mlp_hidden: { lines: line(138), forward: 'model.14', backward: 'model.20' },
  mlp_relu: { lines: line(139), forward: 'model.14', backward: 'model.20' },
  mlp_fc2: { lines: line(140), forward: 'model.14', backward: 'model.20' },
  mlp_out: { lines: line(140), forward: 'model.14', backward: 'model.20' },
  mlp_residual: { lines: line(141), forward: 'model.13', backward: 'model.26' },
  lm_head: { lines: line(143), forward: 'model.17', backward: 'model.21' },
  logits: { lines: line(143), forward: 'model.17', backward: 'model.21' },
  probs: { lines: line(166), forward: 'model.2', backward: 'loss.10' },
  losses: { lines: line(167), forward: 'loss.1', backward: 'loss.10' },
  loss: { lines: line(169), forward: 'loss.6', backward: 'loss.10' },
};

const ADAM: Readonly<Record<string, { readonly lines: Lines; readonly clause: string }>> = {
  m: { lines: line(177), clause: 'optimizer.2' },
  v: { lines: line(178), clause: 'optimizer.3' },
  updated: { lines: line(181), clause: 'optimizer.5' },
};

/** Where microgpt.py computes something, and the clause about it. */
export interface Place {
  readonly lines: Lines;
  readonly clause: string;
}

/**
 * The place of a stage.
 *
 * @param name - of a trace or a matrix, with or without its layer; Adam's with its matrix behind it, `m.wte`
 */
function placeOf(part: Part, name: string): Place {
  if (part === 'adam') {
    const place = ADAM[name.split('.')[0]];
    if (place !== undefined) return place;
  }
  const stage = STAGES[name.replace(/^layer\d+\./, '')];
  if (stage === undefined) throw new Error(`SUITE: a step has no stage ${name}`);
  return { lines: stage.lines, clause: part === 'forward' ? stage.forward : stage.backward };
}

/** The place of several names that a dump does not tell apart: all lines from the first to the last, and the first clause. */
export function placeOfAll(part: Part, names: readonly string[]): Place {
  const places = names.map((name) => placeOf(part, name));
  const lines = places.flatMap(({ lines }) => lines);
  return { lines: [Math.min(...lines), Math.max(...lines)], clause: places[0].clause };
}
