/** A value on a position's way through the model. */
export interface FlowRow {
  /** Of the trace, without its position and layer. */
  readonly value: string;
  /** The function of microgpt.py that makes it, or what is done, in a few letters. */
  readonly by: string;
  /** The matrices whose gradients are made at this operation. */
  readonly matrices: readonly string[];
}

const row = (value: string, by: string, ...matrices: readonly string[]): FlowRow => ({ value, by, matrices });

/** Before the first layer, in the order of execution. */
export const BEFORE_LAYERS: readonly FlowRow[] = [row('embedding', 'wte + wpe', 'wte', 'wpe'), row('x', 'rmsnorm')];

/** Of a layer. */
export const OF_LAYER: readonly FlowRow[] = [
  row('attn_norm', 'rmsnorm'),
  row('q', 'linear', 'attn_wq'),
  row('k', 'linear', 'attn_wk'),
  row('v', 'linear', 'attn_wv'),
  row('attn_logits', 'q k / √d'),
  row('attn_weights', 'softmax'),
  row('head_out', 'sum v'),
  row('x_attn', 'heads'),
  row('attn_out', 'linear', 'attn_wo'),
  row('attn_residual', '+'),
  row('mlp_norm', 'rmsnorm'),
  row('mlp_hidden', 'linear', 'mlp_fc1'),
  row('mlp_relu', 'relu'),
  row('mlp_out', 'linear', 'mlp_fc2'),
  row('mlp_residual', '+'),
];

/** Behind the last layer. */
export const BEHIND_LAYERS: readonly FlowRow[] = [
  row('logits', 'linear', 'lm_head'),
  row('probs', 'softmax'),
  row('losses', '-ln p'),
  row('loss', 'mean'),
];

/** A layer that is drawn, or layers that are one box. */
export type LayerBand =
  | { readonly kind: 'layer'; readonly layer: number }
  | { readonly kind: 'folded'; readonly from: number; readonly to: number };

/** So many layers are all drawn; of more those with something wrong, at most so many. */
const [FEW_LAYERS, MOST_WRONG] = [4, 6];

/** Which of the layers are drawn. */
export function layerBands(count: number, isWrong: (layer: number) => boolean): readonly LayerBand[] {
  const layers = Array.from({ length: count }, (_, layer) => layer);
  const drawn = new Set(count <= FEW_LAYERS ? layers : layers.filter(isWrong).slice(0, MOST_WRONG));
  const bands: LayerBand[] = [];
  for (const layer of layers) {
    const last = bands.at(-1);
    if (drawn.has(layer)) bands.push({ kind: 'layer', layer });
    else if (last?.kind === 'folded') bands[bands.length - 1] = { ...last, to: layer };
    else bands.push({ kind: 'folded', from: layer, to: layer });
  }
  return bands;
}
