import type { StateDict } from '../../reference/parameters.ts';

/**
 * What a port writes down of one training step, as it was read: any of it may be missing. Names and shapes are those of a
 * step of golden/small (spec/traces.md). n = min(block_size, len(tokens) - 1) is the number of positions (loss.7).
 */
export interface StepDump {
  /** Counted from 1. */
  readonly step: number;
  /** BOS, the document's tokens, BOS; the model sees the first n, and each has the next one as its target. */
  readonly tokens: readonly number[] | null;
  /** The parameters before the step. This state_dict, like those below, may lack matrices. */
  readonly params: StateDict | null;
  /** Before softmax, [n, vocab_size] (model.17). */
  readonly logits: readonly (readonly number[])[] | null;
  /** softmax(logits), [n, vocab_size] (model.2). */
  readonly probs: readonly (readonly number[])[] | null;
  /** -ln probs[pos_id][target_id], [n], in nats (loss.1). */
  readonly losses: readonly number[] | null;
  /** (1 / n) sum of losses, in nats, before the update (loss.6, training.3). */
  readonly loss: number | null;
  /** d loss / d params (autograd.10), as Adam is given it. */
  readonly grad: StateDict | null;
  /** beta1 m + (1 - beta1) grad: the first moment behind the step (optimizer.2). */
  readonly m: StateDict | null;
  /** beta2 v + (1 - beta2) grad^2: the second moment behind the step (optimizer.3). */
  readonly v: StateDict | null;
  /** params - lr_t m_hat / (sqrt(v_hat) + eps_adam): the parameters behind the step (optimizer.5). */
  readonly updated: StateDict | null;
  /** Intermediate values by name, such as `pos0.layer0.q` [n_embd]; empty where there are none. */
  readonly trace: ReadonlyMap<string, readonly number[]>;
}
