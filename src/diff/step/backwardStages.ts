import { exact, exacts, type Vector } from '../../port/balls.ts';
import { type Flow, type OwnFlow, onward, ownFlow } from './flow.ts';
import type { ForwardValues, LayerValues } from './forwardStages.ts';
import { judged, type StageResult } from './stageResult.ts';
import type { Stages } from './stages.ts';
import type { StepDump } from './stepDump.ts';
import { all, known, type Row, type Rows, type StepModel, transposed } from './stepModel.ts';

/**
 * What is taken for right behind a matrix whose gradient is wrong: `flow` that the derivative that reaches it is the port's own, so
 * that the mistake is before it; `product` that the derivative is the due one, and only the matrix's own gradient is wrong; `either`
 * where nothing later tells these apart, and the port's own is gone on with.
 */
type Fault = 'flow' | 'product' | 'either';

/** The port's own derivatives, by the matrix whose gradient tells them. */
type OwnFlows = Map<string, OwnFlow>;

/** Judges the gradients of a step in the order in which the gradient reaches them. */
export class BackwardStages {
  readonly #model: StepModel;
  readonly #dump: StepDump;
  readonly #values: ForwardValues;
  readonly #wrongForward: ReadonlySet<string>;
  readonly #own: OwnFlows = new Map();

  constructor(model: StepModel, dump: StepDump, values: ForwardValues, { wrongForward }: Stages) {
    this.#model = model;
    this.#dump = dump;
    this.#values = values;
    this.#wrongForward = wrongForward;
  }

  /**
   * The least number of gradients that are wrong by themselves: behind each wrong one both faults are tried, and the one is kept
   * with which fewer of the later ones are wrong, or cannot be judged. Behind those of which nothing is assumed yet the port's own
   * derivatives are gone on with, so that each is wrong by itself. Those of attention that one derivative has spoilt count once.
   */
  judge(): readonly StageResult[] {
    if (this.#dump.grad === null) return [];
    let faults: ReadonlyMap<string, Fault> = new Map();
    let results = this.#run(faults);
    for (;;) {
      const open = results.flatMap((one) => (one.status === 'wrong' && one.fault === undefined ? [one.name] : []));
      if (open.length === 0) return results;
      const tried = assumptions(open).map((assumed) => {
        const run = this.#run(new Map([...faults, ...assumed]));
        return { assumed, run, cost: run.filter(({ status }) => OPEN.has(status)).length - assumed.length };
      });
      const least = Math.min(...tried.map(({ cost }) => cost));
      const [best, ...others] = tried.filter(({ cost }) => cost === least);
      const alike = best.assumed[0][1] === 'product' && others.length > 0;
      faults = new Map([...faults, ...(alike ? [[open[0], 'either'] as const] : best.assumed)]);
      results = alike ? this.#run(faults) : best.run;
    }
  }

  #run(faults: ReadonlyMap<string, Fault>): StageResult[] {
    const pass = new BackwardPass(this.#model, this.#dump, this.#values, this.#wrongForward, faults, this.#own);
    return pass.run();
  }
}

/** Not right, or not known to be. */
const OPEN: ReadonlySet<StageResult['status']> = new Set(['wrong', 'not judged']);
/** Queries, keys and values of a layer: what reaches their matrices comes from one place. */
const OF_ATTENTION = /^grad\.(layer\d+\.)attn_w[qkv]$/;

/** What may be so with the first of the gradients that are wrong: the simplest first. */
function assumptions([name, ...later]: readonly string[]): readonly [string, Fault][][] {
  const layer = OF_ATTENTION.exec(name)?.[1];
  const beside = later.filter((other) => layer !== undefined && OF_ATTENTION.exec(other)?.[1] === layer);
  const flows = [name, ...beside].map((one): [string, Fault] => [one, 'flow']);
  return [[[name, 'product']], [[name, 'flow']], ...(beside.length > 0 ? [flows] : [])];
}

/** One way back. */
class BackwardPass {
  readonly #results: StageResult[] = [];
  readonly #model: StepModel;
  readonly #dump: StepDump;
  readonly #values: ForwardValues;
  readonly #wrongForward: ReadonlySet<string>;
  readonly #faults: ReadonlyMap<string, Fault>;
  readonly #own: OwnFlows;

  constructor(
    model: StepModel,
    dump: StepDump,
    values: ForwardValues,
    wrongForward: ReadonlySet<string>,
    faults: ReadonlyMap<string, Fault>,
    own: OwnFlows,
  ) {
    this.#model = model;
    this.#dump = dump;
    this.#values = values;
    this.#wrongForward = wrongForward;
    this.#faults = faults;
    this.#own = own;
  }

  run(): StageResult[] {
    const { layers, final } = this.#values;
    const dlogits = this.#matrix('lm_head', 'logits', this.#ofLogits(), final);
    let dx = onward(dlogits, ['logits'], (d) => this.#model.back('lm_head', d));
    for (let li = layers.length - 1; li >= 0; li--) dx = this.#layer(layers[li], `layer${li}.`, dx);
    this.#embeddings(dx);
    return this.#results;
  }

  /** (p - onehot) / n (loss.10). */
  #ofLogits(): Flow {
    const { balls } = this.#model;
    const { n, probs } = this.#values;
    const { tokens } = this.#dump;
    const rows = probs.map((p, t) =>
      known([p, tokens], (row, list) =>
        row.map((p_i, i) => balls.scaled(balls.add(p_i, exact(i === list[t + 1] ? -1 : 0)), 1 / n)),
      ),
    );
    return { rows, through: ['probs', 'losses', 'loss'] };
  }

  #layer(layer: LayerValues, at: string, dx: Flow): Flow {
    const model = this.#model;
    const { mlp_hidden, mlp_norm, attn_residual, x } = layer;
    const name = (of: string) => `${at}${of}`;
    const added = onward(dx, [name('mlp_residual')], (d) => d);
    const dOut = this.#matrix(name('mlp_fc2'), name('mlp_out'), added, layer.mlp_relu);
    const dHidden = this.#matrix(
      name('mlp_fc1'),
      name('mlp_hidden'),
      onward(dOut, [name('mlp_out'), name('mlp_relu')], (d, t) =>
        model.activationBack(mlp_hidden[t], model.back(name('mlp_fc2'), d)),
      ),
      mlp_norm,
    );
    const ofMlp = onward(dHidden, [name('mlp_hidden'), name('mlp_norm')], (d, t) =>
      model.rmsnormBack(attn_residual[t], model.back(name('mlp_fc1'), d)),
    );
    const joined = this.#joined(dOut, ofMlp, [name('mlp_residual'), name('attn_residual')]);
    const dAttn = this.#matrix(name('attn_wo'), name('attn_out'), joined, layer.x_attn);
    const { dq, dk, dv } = this.#attention(layer, at, dAttn);
    const ownV = this.#matrix(name('attn_wv'), name('v'), dv, layer.attn_norm);
    const ownK = this.#matrix(name('attn_wk'), name('k'), dk, layer.attn_norm);
    const ownQ = this.#matrix(name('attn_wq'), name('q'), dq, layer.attn_norm);
    const norms = [
      onward(ownQ, [name('q')], (d) => model.back(name('attn_wq'), d)),
      onward(ownK, [name('k')], (d) => model.back(name('attn_wk'), d)),
      onward(ownV, [name('v')], (d) => model.back(name('attn_wv'), d)),
    ].reduce((a, b) => this.#joined(a, b, [name('attn_norm')]));
    const ofAttention = onward(norms, [name('attn_norm')], (d, t) => model.rmsnormBack(x[t], d));
    return this.#joined(dAttn, ofAttention, [name('attn_residual')]);
  }

  #joined(a: Flow, b: Flow, by: readonly string[]): Flow {
    const rows = a.rows.map((row, t) => this.#model.added(row, b.rows[t]));
    return { ...a, ...b, rows, through: [...new Set([...a.through, ...b.through, ...by])] };
  }

  /** From attn_out to queries, keys and values (model.10 to model.12). */
  #attention(layer: LayerValues, at: string, dAttn: Flow): { dq: Flow; dk: Flow; dv: Flow } {
    const model = this.#model;
    const { balls, config } = model;
    const name = (of: string) => `${at}${of}`;
    const dHeads = onward(dAttn, [name('attn_out'), name('x_attn')], (d) => model.back(name('attn_wo'), d));
    const { n } = this.#values;
    const positions = Array.from({ length: n }, (_, t) => t);
    const heads = Array.from({ length: config.n_head }, (_, h) => h);
    /** By the score of position t for position s. */
    const dScores = positions.map((t) =>
      heads.map((h) =>
        known(
          [
            model.head(dHeads.rows[t], h),
            layer.attn_weights[t][h],
            all(layer.v.slice(0, t + 1).map((row) => model.head(row, h))),
          ],
          (d, p, v) => {
            const dp = v.map((row) => balls.dot(d, row));
            const mean = balls.scaled(balls.dot(p, dp), -1);
            return p.map((p_s, s) => balls.scaled(balls.mul(p_s, balls.add(dp[s], mean)), model.head_dim ** -0.5));
          },
        ),
      ),
    );
    const gathered = (
      at: readonly number[],
      rows: Rows,
      factor: (t: number, h: number) => Vector[number] | undefined,
    ): Row => {
      const parts = heads.map((h) => {
        const factors = at.map((t) => factor(t, h));
        const own = all(at.map((t) => model.head(rows[t], h)));
        if (own === null || factors.some((f) => f === undefined)) return null;
        return Array.from({ length: model.head_dim }, (_, j) =>
          balls.dot(
            factors as Vector,
            own.map((row) => row[j]),
          ),
        );
      });
      return known([all(parts)], (known) => known.flat());
    };
    const before = (t: number) => positions.slice(0, t + 1);
    const after = (s: number) => positions.slice(s);
    const score = ['head_out', 'attn_weights', 'attn_logits'].map(name);
    return {
      dq: onward(dHeads, score, (_, t) => gathered(before(t), layer.k, (s, h) => dScores[t][h]?.[s])),
      dk: onward(dHeads, score, (_, s) => gathered(after(s), layer.q, (t, h) => dScores[t][h]?.[s])),
      dv: onward(dHeads, [name('head_out')], (_, s) =>
        gathered(after(s), dHeads.rows, (t, h) => layer.attn_weights[t][h]?.[s]),
      ),
    };
  }

  /**
   * Judges the gradient of a matrix, dw = sum_t d_t x_t^T.
   *
   * @param output - the value that the matrix makes
   * @returns the flow that is used from here on: sure from here, where the gradient is right or gives the port's own
   */
  #matrix(name: string, output: string, flow: Flow, x: Rows): Flow {
    const { balls } = this.#model;
    const own = this.#dump.grad?.[name];
    if (own === undefined) {
      this.#results.push({ part: 'backward', name: `grad.${name}`, status: 'not given' });
      return flow;
    }
    const due = known([all(flow.rows), all(x)], (d, rows) => {
      const columns = transposed(rows);
      return transposed(d).flatMap((of) => columns.map((column) => balls.dot(of, column)));
    });
    const told = this.#ownFlow(name, own, x);
    const fault = told === 'misfit' ? 'product' : this.#faults.get(`grad.${name}`);
    const status = this.#judge(`grad.${name}`, own, due, flow, { output, fault });
    const isTold = told !== 'misfit' && told !== 'unknown';
    if (status === 'held') return { ...flow, rows: isTold ? nearer(flow.rows, told) : flow.rows, through: [] };
    if (status === 'wrong' && fault === 'product') return flow;
    if (isTold) return { rows: told, through: [] };
    return { ...flow, rows: flow.rows.map(() => null), lost: `grad.${name} does not tell the port's own derivatives` };
  }

  #ownFlow(name: string, own: readonly (readonly number[])[], x: Rows): OwnFlow {
    const inputs = all(x);
    if (inputs === null) return 'unknown';
    const told = this.#own.get(name) ?? ownFlow(own, inputs, this.#model.balls);
    this.#own.set(name, told);
    return told;
  }

  /**
   * @param output - the value beside whose computation the gradient is made
   * @param fault - what is assumed of it, where it is wrong
   */
  #judge(
    name: string,
    own: readonly (readonly number[])[],
    due: Row,
    { through, lost }: Flow,
    { output, fault }: { readonly output: string; readonly fault: Fault | undefined },
  ): StageResult['status'] {
    const result = judged('backward', name, own.flat(), due, own[0]?.length ?? 0, lost);
    const blamed = [output, ...through].find((one) => this.#wrongForward.has(one));
    const told: StageResult =
      blamed !== undefined && (result.status === 'wrong' || result.status === 'not judged')
        ? notJudged(name, `${blamed} is wrong, and the gradient comes back through it`)
        : result.status === 'wrong'
          ? { ...result, ...(fault === undefined ? {} : { fault }), through: [...new Set(through)] }
          : result;
    this.#results.push(told);
    return told.status;
  }

  /** The rows of wpe have each its position's derivative, those of wte the sum over their token's positions. */
  #embeddings(dx: Flow): void {
    const model = this.#model;
    const { embedding, n } = this.#values;
    const flow = onward(dx, ['x', 'embedding'], (d, t) => model.rmsnormBack(embedding[t], d));
    const { grad, tokens } = this.#dump;
    const output = 'embedding';
    let sure = flow;
    const wpe = grad?.wpe;
    if (wpe === undefined) this.#results.push({ part: 'backward', name: 'grad.wpe', status: 'not given' });
    else {
      const due = known([all(flow.rows)], (known) => wpe.flatMap((row, t) => known[t] ?? row.map(() => exact(0))));
      const fault = this.#faults.get('grad.wpe');
      const status = this.#judge('grad.wpe', wpe, due, flow, { output, fault });
      if (status === 'held') sure = { ...flow, through: [] };
      else if (status === 'not judged' || (status === 'wrong' && fault !== 'product'))
        sure = { rows: wpe.slice(0, n).map((row) => exacts(row)), through: [] };
    }
    const wte = grad?.wte;
    if (wte === undefined) this.#results.push({ part: 'backward', name: 'grad.wte', status: 'not given' });
    else {
      const due = known([all(sure.rows), tokens], (known, list) =>
        wte.flatMap((row, token) =>
          row.map((_, j) => model.balls.sum(known.filter((_, t) => list[t] === token).map((d) => d[j]))),
        ),
      );
      this.#judge('grad.wte', wte, due, sure, { output, fault: this.#faults.get('grad.wte') });
    }
  }
}

function notJudged(name: string, because: string): StageResult {
  return { part: 'backward', name, status: 'not judged', because };
}

/** Of two estimates of the same numbers the closer, one by one. */
function nearer(a: Rows, b: Rows): Rows {
  return a.map((row, t) => known([row, b[t]], (x, y) => x.map((xi, i) => (xi.rad <= y[i].rad ? xi : y[i]))));
}
