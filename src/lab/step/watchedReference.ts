import { COMPILED } from '../../deviations/compiledReference.ts';
import { CompiledReference, type Reference } from '../../deviations/patched.ts';
import type { DocumentLoss } from '../../reference/loss.ts';

/** A call of a function of the reference: what it was given and gave. Numbers of the graph are nodes. */
export type Call =
  | { readonly name: 'linear'; readonly x: Nodes; readonly w: unknown; readonly y: Nodes }
  | { readonly name: 'softmax' | 'rmsnorm'; readonly x: Nodes; readonly y: Nodes }
  | { readonly name: 'attention' }
  | { readonly name: 'gpt'; readonly y: Nodes }
  | { readonly name: 'documentLoss'; readonly tokens: readonly number[]; readonly y: DocumentLoss }
  | AdamCall;

/** What Adam was given, all numbers of the graph included, and the moments that it left. */
export interface AdamCall {
  readonly name: 'adam';
  readonly data: readonly number[];
  readonly grad: readonly number[];
  readonly m: readonly number[];
  readonly v: readonly number[];
}

export type Nodes = readonly number[];

/**
 * Stands behind the text of a module: its functions are replaced by ones that call them and keep what went in and out, as
 * golden/recorder/trace.py does. So a deviation's own edits apply as ever, and change what is called.
 */
const WATCHERS: Partial<Record<keyof Reference, string>> = {
  model: `
export const calls = [];
const seen = (of, original) => (...given) => { const y = original(...given); calls.push(of(given, y)); return y; };
linear = seen(([, x, w], y) => ({ name: 'linear', x, w, y }), linear);
softmax = seen(([, x], y) => ({ name: 'softmax', x, y }), softmax);
rmsnorm = seen(([, x], y) => ({ name: 'rmsnorm', x, y }), rmsnorm);
attention = seen(() => ({ name: 'attention' }), attention);
gpt = seen((_, y) => ({ name: 'gpt', y }), gpt);
`,
  loss: `
import { calls } from './model.js';
const lossOf = documentLoss;
documentLoss = (model, tokens) => {
  const y = lossOf(model, tokens);
  calls.push({ name: 'documentLoss', tokens, y });
  return y;
};
`,
  optimizer: `
import { calls } from './model.js';
const updateOf = adam;
adam = (config, step, data, grad, moments, math) => {
  const before = { data: [...data], grad: [...grad] };
  updateOf(config, step, data, grad, moments, math);
  calls.push({ name: 'adam', ...before, m: [...moments.m], v: [...moments.v] });
};
`,
};

/** The reference, watched. */
export const WATCHED = new CompiledReference((file) => COMPILED.text(file) + (WATCHERS[file] ?? ''));

/** The calls that a copy of it has seen, in the order in which they returned; emptied by who reads them. */
export function callsOf({ model }: Reference): Call[] {
  return (model as unknown as { calls: Call[] }).calls; // the watchers export it
}
