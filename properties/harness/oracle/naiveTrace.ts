import type { StateDict } from '../../../src/port/config.ts';
import type { Trace } from '../../../src/port/port.ts';
import type { ModelCase } from '../arbitraries.ts';
import { type At, pathOf, Traced } from '../traced.ts';
import { meets, type Vector } from './ball.ts';
import { activated, eachHead, exactMatrices, linear, naiveForward, scores, THROUGHOUT } from './naive.ts';

/** Every value on the way, by the names of a trace, written out from the clauses: each with the rounding of the pass up to it. */
function naiveTrace(model: ModelCase, state_dict: StateDict): ReadonlyMap<string, Vector> {
  const w = exactMatrices(state_dict);
  const { embedded, layers, final, logits } = naiveForward(model, state_dict, THROUGHOUT);
  const found = new Map<string, Vector>();
  for (const [t, embedding] of embedded.entries()) {
    found.set(pathOf('embedding', [t, null]), embedding);
    found.set(pathOf('x', [t, null]), (layers[0]?.x ?? final)[t]);
    found.set(pathOf('logits', [t, null]), logits[t]);
    for (const [li, { attnNorm, q, k, v, weights, heads, afterAttn, mlpNorm, units }] of layers.entries()) {
      const at: At = [t, li];
      const note = (name: string, row: Vector) => found.set(pathOf(name, at), row);
      const mlp_relu = activated(model, units[t]);
      note('attn_norm', attnNorm[t]);
      note('q', q[t]);
      note('k', k[t]);
      note('v', v[t]);
      eachHead(model, (head, h) => {
        note(`head${h}.attn_logits`, scores(model, head(q[t]), k.slice(0, t + 1).map(head)));
        note(`head${h}.attn_weights`, weights[t][h]);
        note(`head${h}.head_out`, head(heads[t]));
      });
      note('x_attn', heads[t]);
      note('attn_out', linear(heads[t], w[`layer${li}.attn_wo`]));
      note('attn_residual', afterAttn[t]);
      note('mlp_norm', mlpNorm[t]);
      note('mlp_hidden', units[t]);
      note('mlp_relu', mlp_relu);
      note('mlp_out', linear(mlp_relu, w[`layer${li}.mlp_fc2`]));
      note('mlp_residual', (layers[li + 1]?.x ?? final)[t]);
    }
  }
  return found;
}

/** Demands that a port's values are those of another trace, up to the rounding of either. */
export function meetsTrace(model: ModelCase, state_dict: StateDict, trace: Trace, want: Trace): void {
  const got = new Traced(model, state_dict, trace);
  for (const [path, radii] of naiveTrace(model, state_dict)) {
    for (const [i, { mid }] of got.row(path).entries()) {
      const { rad } = radii[i];
      meets({ mid, rad }, { mid: want[path][i], rad }, `${path} [${i}]`);
    }
  }
}
