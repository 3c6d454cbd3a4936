import type { Deviation } from '../../../deviations/deviation.ts';

/** Novel mistakes up to the loss of step 1: what is normed, added, kept and averaged. None, alone or by three, is in the catalogue. */
export const NOVEL_FORWARD: readonly Deviation[] = [
  {
    id: 'outside-values-unprojected',
    clause: 'model.10',
    title: 'values kept before their projection',
    explanation: 'The cache of values holds the normed x, not attn_wv x.',
    shows: 'forward',
    edits: [{ file: 'model', find: '.push(v);', replace: '.push(x);' }],
  },
  {
    id: 'outside-query-key-swapped',
    clause: 'model.10',
    title: 'attn_wq and attn_wk swapped',
    explanation:
      'Queries are made by attn_wk and keys by attn_wq: as good a model, but another from the same parameters.',
    shows: 'forward',
    edits: [
      { file: 'model', find: 'keys[li].push(k);', replace: 'keys[li].push(q);' },
      { file: 'model', find: 'attention(model, q, keys[li]', replace: 'attention(model, k, keys[li]' },
    ],
  },
  {
    id: 'outside-position-behind-norm',
    clause: 'model.9',
    title: 'position embedding added behind the first RMSNorm',
    explanation: 'The token embedding is normed alone, and the position embedding added to what comes out.',
    shows: 'forward',
    edits: [
      { file: 'model', find: 'tape.add(t, pos_emb[i])', replace: 't' },
      {
        file: 'model',
        find: 'x = rmsnorm(tape, x); // not redundant',
        replace: 'x = rmsnorm(tape, x).map((t, i) => tape.add(t, pos_emb[i])); // not redundant',
      },
    ],
  },
  {
    id: 'outside-label-smoothing',
    clause: 'loss.1',
    title: 'label smoothing 0.1',
    explanation:
      'A tenth of each position loss is the mean over all tokens, as training loops of larger models have it.',
    shows: 'forward',
    edits: [
      {
        file: 'loss',
        find: 'return tape.neg(tape.log(p));',
        replace: `const mean = tape.divNumber(tape.sum(probs.map((p) => tape.log(p))), probs.length);
    return tape.neg(tape.add(tape.mul(tape.leaf(0.9), tape.log(p)), tape.mul(tape.leaf(0.1), mean)));`,
      },
    ],
  },
  {
    id: 'outside-init-uniform',
    clause: 'parameters.3',
    title: 'initial parameters uniform in [-std, std)',
    explanation: 'Each parameter is drawn by random() and not by gauss(), so they are smaller by the root of 3.',
    shows: 'parameters',
    edits: [
      { file: 'parameters', find: '() => random.gauss(0, std)', replace: '() => (2 * random.random() - 1) * std' },
    ],
  },
  {
    id: 'outside-rmsnorm-eps-first-only',
    clause: 'model.7',
    title: 'RMSNorm eps behind the embedding only',
    explanation:
      'The norms of the blocks divide by the root of the mean square alone: two functions, one without its epsilon.',
    shows: 'forward',
    edits: [
      { file: 'model', find: 'function rmsnorm(tape, x) {', replace: 'function rmsnorm(tape, x, eps = 0) {' },
      { file: 'model', find: 'tape.leaf(EPS_RMSNORM)', replace: 'tape.leaf(eps)' },
      {
        file: 'model',
        find: 'x = rmsnorm(tape, x); // not redundant',
        replace: 'x = rmsnorm(tape, x, EPS_RMSNORM); // not redundant',
      },
    ],
  },
  {
    id: 'outside-fast-inverse-root',
    clause: 'model.6',
    title: 'RMSNorm by the fast inverse root',
    explanation:
      'The scale comes from the bits of a float32 and two steps of Newton, as in old games: within 5e-6 of the right one.',
    shows: 'forward',
    edits: [
      {
        file: 'model',
        find: 'function attention(',
        replace: `function fastInverseRoot(x) {
    const bits = new Int32Array(Float32Array.of(x).buffer);
    bits[0] = 0x5f3759df - (bits[0] >> 1);
    const newton = (y) => y * (1.5 - 0.5 * x * y * y);
    return newton(newton(new Float32Array(bits.buffer)[0]));
}
function attention(`,
      },
      {
        file: 'model',
        find: 'return x.map((xi) => tape.mul(xi, scale));',
        replace: `tape.data[scale] = fastInverseRoot(tape.data[ms] + EPS_RMSNORM);
    return x.map((xi) => tape.mul(xi, scale));`,
      },
    ],
  },
];
