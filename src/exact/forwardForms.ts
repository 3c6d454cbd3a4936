import type { Edit } from '../deviations/patched.ts';

/** A forward pass in which one operation is computed in another way to the same value. */
export interface ForwardForm {
  /** As in "these bits come from ...". */
  readonly words: string;
  /** Of the compiled reference. Where a type of 32 bits stores the value, it is rounded there. */
  readonly edits: readonly Edit[];
}

const DOT = `for (let i = 0; i < a.length; i++)
            total = this.add(total, this.mul(a[i], b[i]));
        return total;`;

const SCORES = 'tape.divNumber(tape.dot(q_h, k_t), root)';
const QUOTIENTS = 'return exps.map((e) => tape.div(e, total));';
const SCALE = 'const scale = tape.pow(tape.add(ms, tape.leaf(EPS_RMSNORM)), -0.5);';
const WEIGHTS = 'const attn_weights = softmax(tape, attn_logits);';
const MEAN = 'return tape.mul(tape.sum(losses), tape.leaf(1 / losses.length));';
const LOSS = 'losses.push(positionLoss(tape, probs, target_id));';

const ofModel = (words: string, find: string, replace: string): ForwardForm => ({
  words,
  edits: [{ file: 'model', find, replace }],
});
const ofLoss = (words: string, find: string, replace: string): ForwardForm => ({
  words,
  edits: [{ file: 'loss', find, replace }],
});
const ofDot = (words: string, replace: string): ForwardForm => ({
  words,
  edits: [{ file: 'autograd', find: DOT, replace }],
});

/** A sum in lanes, each of which is summed by nodes of its own. */
function inLanes(lanes: number): ForwardForm {
  return ofDot(
    `dot products in ${lanes} lanes`,
    `const whole = a.length - a.length % ${lanes};
        let sums = Array.from({ length: ${lanes} }, () => this.leaf(0));
        for (let i = 0; i < whole; i++)
            sums[i % ${lanes}] = this.add(sums[i % ${lanes}], this.mul(a[i], b[i]));
        while (sums.length > 1) {
            const half = sums.length / 2;
            sums = sums.slice(0, half).map((sum, i) => this.add(sum, sums[half + i]));
        }
        total = sums[0];
        for (let i = whole; i < a.length; i++)
            total = this.add(total, this.mul(a[i], b[i]));
        return total;`,
  );
}

/** The usual ones, tried where a port does not say what it computes on its way. */
export const FORWARD_FORMS: readonly ForwardForm[] = [
  ofModel(
    'scores that are multiplied by head_dim ** -0.5 in place of 1 / head_dim ** 0.5',
    SCORES,
    'tape.mul(tape.dot(q_h, k_t), tape.leaf(tape.math.pow(head_dim, -0.5)))',
  ),
  ofModel(
    'scores that are divided, q k / head_dim ** 0.5, in place of a product with the inverse',
    SCORES,
    '(() => { const s = tape.dot(q_h, k_t); tape.data[s] /= root; return s; })()',
  ),
  ofModel(
    'a query that is scaled before its products with the keys',
    SCORES,
    'tape.dot(q_h.map((q_i) => tape.divNumber(q_i, root)), k_t)',
  ),
  ofModel(
    'a softmax that divides, e / total, in place of e * total ** -1',
    QUOTIENTS,
    'return exps.map((e) => { const p = tape.div(e, total); tape.data[p] = tape.data[e] / tape.data[total]; return p; });',
  ),
  ofModel(
    'attention weights that are divided, e / total, in place of e * total ** -1',
    WEIGHTS,
    `${WEIGHTS}
        const top = Math.max(...attn_logits.map((v) => tape.data[v]));
        const exps = attn_logits.map((v) => tape.exp(tape.leaf(tape.data[v] - top)));
        const total = tape.sum(exps);
        for (const [i, weight] of attn_weights.entries())
            tape.data[weight] = tape.data[exps[i]] / tape.data[total];`,
  ),
  ofModel(
    'an RMSNorm by the inverse of a root, 1 / sqrt(s)',
    SCALE,
    `${SCALE} tape.data[scale] = 1 / Math.sqrt(tape.data[ms] + EPS_RMSNORM);`,
  ),
  ofModel(
    'an RMSNorm that divides, x / sqrt(s)',
    `${SCALE}
    return x.map((xi) => tape.mul(xi, scale));`,
    `${SCALE}
    return x.map((xi) => { const y = tape.mul(xi, scale); tape.data[y] = tape.data[xi] / Math.sqrt(tape.data[ms] + EPS_RMSNORM); return y; });`,
  ),
  ofDot(
    'dot products from the right',
    'for (let i = a.length - 1; i >= 0; i--)\n            total = this.add(total, this.mul(a[i], b[i]));\n        return total;',
  ),
  ...[2, 4, 8].map(inLanes),
  ofModel(
    'heads whose weighted values are added from the last position',
    'x_attn.push(tape.dot(attn_weights, v_j));',
    'x_attn.push(tape.dot(attn_weights.toReversed(), v_j.toReversed()));',
  ),
  ofLoss(
    'a loss of ln(total) + max - logit in place of -ln(p)',
    LOSS,
    `const top = Math.max(...logits.map((v) => tape.data[v]));
        const rest = tape.sum(logits.map((v) => tape.exp(tape.sub(v, tape.leaf(top)))));
        losses.push(tape.sub(tape.add(tape.log(rest), tape.leaf(top)), logits[target_id]));`,
  ),
  ofLoss(
    'a loss of ln(total) - (logit - max) in place of -ln(p)',
    LOSS,
    `const top = Math.max(...logits.map((v) => tape.data[v]));
        const rest = tape.sum(logits.map((v) => tape.exp(tape.sub(v, tape.leaf(top)))));
        losses.push(tape.sub(tape.log(rest), tape.sub(logits[target_id], tape.leaf(top))));`,
  ),
  ofLoss(
    'a mean of losses that is divided, sum / n',
    MEAN,
    'const mean = tape.sum(losses); tape.data[mean] /= losses.length; return mean;',
  ),
];
