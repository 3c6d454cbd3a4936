import type { Config, StateDict } from '../../port/config.ts';
import type { Backward, Forward, OpName, Program, Sampled, Trained } from '../../port/port.ts';
import type { Draw, Drawn, GraphNode } from '../../port/values.ts';
import type { Inside } from './inside.ts';

/** The arguments of each operation, and its result. */
export interface Shapes {
  random: [args: [seed: bigint, draws: readonly Draw[]], result: readonly Drawn[]];
  documents: [args: [bytes: Uint8Array], result: readonly string[]];
  tokenizer: [args: [docs: readonly string[]], result: { readonly vocab_size: number }];
  encode: [args: [uchars: readonly string[], doc: string], result: readonly number[]];
  decode: [args: [uchars: readonly string[], tokens: readonly number[]], result: string];
  exp: [args: [x: readonly number[]], result: readonly number[]];
  log: [args: [x: readonly number[]], result: readonly number[]];
  pow: [args: [x: readonly number[], exponent: number], result: readonly number[]];
  autograd: [args: [graph: readonly GraphNode[]], result: { readonly data: readonly number[] }];
  parameters: [args: [config: Config, vocab_size: number], result: StateDict];
  linear: [args: [x: readonly number[], w: readonly (readonly number[])[]], result: readonly number[]];
  softmax: [args: [logits: readonly number[]], result: readonly number[]];
  rmsnorm: [args: [x: readonly number[]], result: readonly number[]];
  forward: [args: [config: Config, state_dict: StateDict, tokens: readonly number[]], result: Forward];
  position_loss: [args: [probs: readonly number[], target: number], result: number];
  average_loss: [args: [losses: readonly number[]], result: number];
  cross_entropy: [args: [logits: readonly number[], target: number], result: { readonly loss: number }];
  backward: [args: [config: Config, state_dict: StateDict, tokens: readonly number[]], result: Backward];
  adam: [
    args: [
      config: Config,
      step: number,
      data: readonly number[],
      grad: readonly number[],
      m: readonly number[],
      v: readonly number[],
    ],
    result: unknown,
  ];
  train: [
    args: [config: Config, state_dict: StateDict, documents: readonly (readonly number[])[], steps: number],
    result: Trained,
  ];
  sampling: [args: [logits: readonly number[], temperature: number], result: readonly number[]];
  sample: [args: [config: Config, state_dict: StateDict, uniforms: readonly number[]], result: Sampled];
  microgpt: [args: [config: Config, bytes: Uint8Array], result: Program];
}

/** A request that was answered. */
export interface Answered<K extends OpName> {
  readonly args: Shapes[K][0];
  readonly result: Shapes[K][1];
  readonly inside: Inside;
}
