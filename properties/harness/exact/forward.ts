import type { Config, StateDict } from '../../../src/port/config.ts';
import type { Trace } from '../../../src/port/port.ts';
import type { Own } from './own.ts';
import { type Stage, StageMaker } from './stageMaker.ts';

/** A document's way through a model, as the port says it. */
export interface Traced {
  readonly config: Config;
  readonly state_dict: StateDict;
  readonly tokens: readonly number[];
  readonly trace: Trace;
}

/** Every value of a trace in the order of execution. */
export function* stagesOf(own: Own, { config, state_dict, tokens, trace }: Traced): Generator<Stage> {
  const at = new StageMaker(own, trace);
  for (let t = 0; t < Math.min(config.block_size, tokens.length - 1); t++) {
    const of = (name: string) => `pos${t}.${name}`;
    const [token, position] = [state_dict.wte[tokens[t]], state_dict.wpe[t]];
    yield at.sum(of('embedding'), 'the sum of both embeddings', 'line 111', token, position);
    yield at.norm(of('x'), 'the norm of the embeddings', of('embedding'));
    let x = of('x');
    for (let li = 0; li < config.n_layer; li++) {
      yield* layer(at, config, state_dict, t, li, x);
      x = of(`layer${li}.mlp_residual`);
    }
    yield at.linear(of('logits'), 'the logits', 'lines 143 and 95', x, state_dict.lm_head);
    yield at.softmax(of('probs'), 'the probabilities', 'lines 166 and 97 to 101', of('logits'));
  }
}

function* layer(
  at: StageMaker,
  config: Config,
  state_dict: StateDict,
  t: number,
  li: number,
  x: string,
): Generator<Stage> {
  const of = (name: string, position = t) => `pos${position}.layer${li}.${name}`;
  const matrix = (name: string) => state_dict[`layer${li}.${name}`];
  yield at.norm(of('attn_norm'), 'the norm before attention', x);
  yield at.linear(of('q'), 'the query', 'lines 118 and 95', of('attn_norm'), matrix('attn_wq'));
  yield at.linear(of('k'), 'the key', 'lines 119 and 95', of('attn_norm'), matrix('attn_wk'));
  yield at.linear(of('v'), 'the value', 'lines 120 and 95', of('attn_norm'), matrix('attn_wv'));
  const head_dim = config.n_embd / config.n_head;
  const positions = Array.from({ length: t + 1 }, (_, s) => s);
  for (let h = 0; h < config.n_head; h++) {
    const part = (name: string, s: number) => at.value(of(name, s)).slice(h * head_dim, (h + 1) * head_dim);
    const [name, query, keys] = [`head${h}.attn_logits`, () => part('q', t), () => positions.map((s) => part('k', s))];
    yield at.scores(of(name), query, keys, head_dim);
    yield at.softmax(of(`head${h}.attn_weights`), 'the attention weights', 'lines 130 and 97 to 101', of(name));
    yield at.mixed(
      of(`head${h}.head_out`),
      of(`head${h}.attn_weights`),
      () => positions.map((s) => part('v', s)),
      head_dim,
    );
  }
  const heads = Array.from({ length: config.n_head }, (_, h) => of(`head${h}.head_out`));
  yield at.joined(of('x_attn'), heads);
  yield at.linear(of('attn_out'), 'the projection', 'lines 133 and 95', of('x_attn'), matrix('attn_wo'));
  yield at.residual(of('attn_residual'), 'line 134', of('attn_out'), x);
  yield at.norm(of('mlp_norm'), 'the norm before the MLP', of('attn_residual'));
  yield at.linear(of('mlp_hidden'), 'the hidden values', 'lines 138 and 95', of('mlp_norm'), matrix('mlp_fc1'));
  yield at.activated(of('mlp_relu'), of('mlp_hidden'), config);
  yield at.linear(of('mlp_out'), "the MLP's output", 'lines 140 and 95', of('mlp_relu'), matrix('mlp_fc2'));
  yield at.residual(of('mlp_residual'), 'line 141', of('mlp_out'), of('attn_residual'));
}
