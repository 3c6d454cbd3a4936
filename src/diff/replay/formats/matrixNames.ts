/** Ways in which ports spell a matrix, by its name in state_dict: in small letters, without separators. */
type Spellings = readonly (readonly [name: string, spellings: RegExp])[];

const OUTSIDE_LAYERS: Spellings = [
  ['wte', /^(?:wte|tok(?:en)?emb(?:ed(?:ding)?s?)?(?:table)?|embed(?:ding)?tokens?)$/],
  ['wpe', /^(?:wpe|pos(?:ition(?:al)?)?emb(?:ed(?:ding)?s?)?(?:table)?|embed(?:ding)?positions?)$/],
  ['lm_head', /^lmhead$/],
];
/** Words that mean lm_head in a path, `head.weight`, and much else outside of one. */
const HEAD_IN_PATH = /^(?:head|unembed(?:ding)?|output)$/;

/** The layer of `layer0.attn_wq`; a matrix without a number is of layer 0. */
const LAYER = /^(?:layers?|blocks?|h|l)?(\d{1,4})(?=.)/;
/** Those of GPT-2 and llama need the block before them: `attn.c_proj` is attn_wo, and `mlp.c_proj` mlp_fc2. */
const IN_LAYER: Spellings = [
  ['attn_wq', /^(?:(?:self)?att(?:entio)?n)?(?:wq|qproj)$|^(?:self)?att(?:entio)?n(?:q|query)$/],
  ['attn_wk', /^(?:(?:self)?att(?:entio)?n)?(?:wk|kproj)$|^(?:self)?att(?:entio)?n(?:k|key)$/],
  ['attn_wv', /^(?:(?:self)?att(?:entio)?n)?(?:wv|vproj)$|^(?:self)?att(?:entio)?n(?:v|value)$/],
  ['attn_wo', /^(?:(?:self)?att(?:entio)?n)?(?:wo|o(?:ut)?proj)$|^(?:self)?att(?:entio)?n(?:o|out|c?proj)$/],
  ['attn_wqkv', /^(?:(?:self)?att(?:entio)?n)?(?:w?qkv(?:proj)?|cattn)$|^(?:self)?att(?:entio)?ninproj$/],
  ['mlp_fc1', /^(?:mlp|ffn?|feedforward)?fc1$|^(?:mlp|ffn?|feedforward)(?:cfc|w1|up(?:proj)?)$/],
  ['mlp_fc2', /^(?:mlp|ffn?|feedforward)?fc2$|^(?:mlp|ffn?|feedforward)(?:cproj|w2|down(?:proj)?)$/],
];

/** What can stand around a name: dictionaries, the wrappers of PyTorch, and the number in a Value. */
const BEFORE =
  /^(?:origmod|module|(?:micro)?gpt|model|transformer|net(?:work)?|(?:model)?statedict|params|parameters|weights)+(?=.)/;
const BEHIND = /(?:weights?|data)$/;

/** Indices behind a name, as in `wte[0][3]`. */
const INDICES = /(?:\[[\d\s,]*\])+$/;
const SEPARATORS = /[^a-z\d]/g;

/**
 * microgpt.py's name of a matrix: other separators (`layer0_attn_wq`, `layers.0.attn_wq`, `h[0].attn.wq`), capitals
 * (`lmHead`), the names of GPT-2 and llama (`h.0.attn.c_proj`, `layers.0.attention.wq`), indices behind it (`wte[0][3]`),
 * and a `state_dict`, `_orig_mod.module` or `weight` around it make no difference.
 *
 * @param spelling - the name in a dump
 * @returns the name in state_dict (parameters.1), `layer0.attn_wqkv` for queries, keys and values in one, or null where it
 * is that of no matrix
 */
export function matrixName(spelling: string): string | null {
  const path = spelling.replace(INDICES, '');
  const plain = path.toLowerCase().replace(SEPARATORS, '').replace(BEFORE, '').replace(BEHIND, '');
  const outside = named(OUTSIDE_LAYERS, plain);
  if (outside !== null) return outside;
  if (HEAD_IN_PATH.test(plain) && path.includes('.')) return 'lm_head';
  const inLayer = named(IN_LAYER, plain.replace(LAYER, ''));
  return inLayer === null ? null : `layer${Number(LAYER.exec(plain)?.[1] ?? 0)}.${inLayer}`;
}

function named(all: Spellings, plain: string): string | null {
  return all.find(([, spellings]) => spellings.test(plain))?.[0] ?? null;
}
