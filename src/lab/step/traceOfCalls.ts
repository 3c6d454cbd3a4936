import type { Config } from '../../reference/config.ts';
import type { StateDict } from '../../reference/parameters.ts';
import type { Call, Nodes } from './watchedReference.ts';

/** One position's way through the model, under the names of spec/traces.md without `pos0.`; absent what was not seen. */
export type PositionNodes = ReadonlyMap<string, Nodes>;

/**
 * Intermediate values by name, from the calls inside one call of gpt. They are found by the matrix that `linear` was given, and
 * by what it shares with the calls around it, so that a changed model is traced as far as it has the values at all.
 *
 * @param inside - the calls in the order in which they returned
 * @param nodes - the matrices that the model was given
 * @param logits - what gpt gave
 */
export function traceOfCalls(config: Config, inside: readonly Call[], nodes: StateDict, logits: Nodes): PositionNodes {
  const linear = (matrix: string) =>
    inside.findLast((call) => call.name === 'linear' && call.w === nodes[matrix]) as Linear | undefined;
  const beforeNorm = (y: Nodes | undefined) =>
    (inside.find((call) => call.name === 'rmsnorm' && call.y === y) as Linear | undefined)?.x;
  const found: [string, Nodes | undefined][] = [];
  const heads = headsOf(inside);
  const streams = Array.from({ length: config.n_layer }, (_, li) => beforeNorm(linear(`layer${li}.attn_wq`)?.x));
  streams.push(lastStream(inside, logits, linear(`layer${config.n_layer - 1}.mlp_fc2`)));
  const embedding = beforeNorm(streams[0]);
  // With one norm of the two it is not known which is missing.
  found.push(['embedding', embedding], ['x', embedding && streams[0]]);
  for (let li = 0; li < config.n_layer; li++) {
    const [q, k, v, wo] = ['q', 'k', 'v', 'o'].map((letter) => linear(`layer${li}.attn_w${letter}`));
    const [fc1, fc2] = [1, 2].map((number) => linear(`layer${li}.mlp_fc${number}`));
    const own: [string, Nodes | undefined][] = [
      ['attn_norm', q?.x],
      ['q', q?.y],
      ['k', k?.y],
      ['v', v?.y],
      ...headEntries(config, heads[li] ?? [], wo?.x),
      ['x_attn', wo?.x],
      ['attn_out', wo?.y],
      ['attn_residual', beforeNorm(fc1?.x)],
      ['mlp_norm', fc1?.x],
      ['mlp_hidden', fc1?.y],
      ['mlp_relu', fc2?.x],
      ['mlp_out', fc2?.y],
      ['mlp_residual', fc2 && streams[li + 1]],
    ];
    found.push(...own.map(([name, value]): [string, Nodes | undefined] => [`layer${li}.${name}`, value]));
  }
  found.push(['logits', logits]);
  return new Map(found.filter((entry): entry is [string, Nodes] => entry[1] !== undefined));
}

/** What the last layer left: lm_head, or what stands in its place, was given it; or another norm was. */
function lastStream(inside: readonly Call[], logits: Nodes, fc2: Linear | undefined): Nodes | undefined {
  const head = inside.find((call) => call.name === 'linear' && call.y === logits) as Linear | undefined;
  const behind = inside.slice((inside as readonly unknown[]).indexOf(fc2) + 1);
  const norm = fc2 && (behind.find(({ name }) => name === 'rmsnorm') as Linear | undefined);
  return norm?.x ?? head?.x;
}

interface Linear {
  readonly x: Nodes;
  readonly y: Nodes;
}

/** The softmax calls just before each call of attention returned, a head each. */
function headsOf(inside: readonly Call[]): Linear[][] {
  const layers: Linear[][] = [];
  let heads: Linear[] = [];
  for (const call of inside) {
    if (call.name === 'attention') layers.push(heads);
    heads = call.name === 'softmax' ? [...heads, call] : [];
  }
  return layers;
}

function headEntries(
  { n_embd, n_head }: Config,
  heads: readonly Linear[],
  x_attn: Nodes | undefined,
): [string, Nodes | undefined][] {
  if (heads.length !== n_head) return [];
  const head_dim = n_embd / n_head;
  return heads.flatMap(({ x, y }, h): [string, Nodes | undefined][] => [
    [`head${h}.attn_logits`, x],
    [`head${h}.attn_weights`, y],
    [`head${h}.head_out`, x_attn?.slice(h * head_dim, (h + 1) * head_dim)],
  ]);
}
