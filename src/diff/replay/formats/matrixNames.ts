const EMBEDDINGS: Readonly<Record<string, string>> = { wte: 'wte', wpe: 'wpe', lmhead: 'lm_head' };

/** `layer0.attn_wq` and its like, without separators; one without a number is of layer 0. */
const LAYER_MATRIX = /^(?:(?:layers?|blocks?|h)?(\d{1,4}))?(?:(?:attn)?(w[qkvo])|(?:mlp)?(fc[12]))$/;

/** What can stand around a name: the dictionary's own, and PyTorch's. */
const WRAPPING = /^(?:statedict|model|params|parameters)(?=.)|weights?$/g;

/** Indices behind a name, as in `wte[0][3]`. */
const INDICES = /(?:\[[\d\s,]*\])+$/;
const SEPARATORS = /[^a-z\d]/g;

/**
 * microgpt.py's name of a matrix: other separators (`layer0_attn_wq`, `layers.0.attn_wq`, `h[0].attn.wq`), capitals
 * (`lmHead`), indices behind it (`wte[0][3]`), and a `state_dict` or `weight` around it make no difference.
 *
 * @param spelling - the name in a dump
 * @returns the name in state_dict (parameters.1), or null where it is that of no matrix
 */
export function matrixName(spelling: string): string | null {
  const plain = spelling.replace(INDICES, '').toLowerCase().replace(SEPARATORS, '').replace(WRAPPING, '');
  if (Object.hasOwn(EMBEDDINGS, plain)) return EMBEDDINGS[plain];
  const match = LAYER_MATRIX.exec(plain);
  if (match === null) return null;
  const [, layer = '0', attention, mlp] = match;
  return `layer${Number(layer)}.${attention === undefined ? `mlp_${mlp}` : `attn_${attention}`}`;
}
