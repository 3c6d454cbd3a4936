import { exacts, type Vector } from '../../port/balls.ts';
import { SMALLEST_NORMAL } from '../../port/precision.ts';
import { type BackwardRule, intoRows, RIGHT_RULE } from './backwardRule.ts';
import { explains } from './explains.ts';
import { type Flow, type OwnFlow, onward, ownFlow } from './flow.ts';
import type { ForwardValues, LayerValues } from './forwardStages.ts';
import { PlainBalls } from './plainBalls.ts';
import { SHARED_RULES } from './sharedRules.ts';
import { judged, type StageResult } from './stageResult.ts';
import type { Stages } from './stages.ts';
import type { StepDump } from './stepDump.ts';
import { all, known, type Row, type Rows, type StepModel } from './stepModel.ts';
import { suspectsOf } from './suspects.ts';
import { isZero, type Unread, unreadMatrices } from './unread.ts';

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
  readonly #forward: JudgedForward;
  readonly #own: OwnFlows = new Map();
  /** The model without rounding, once it was asked for. */
  #plain: StepModel | null = null;
  #faults: ReadonlyMap<string, Fault> = new Map();
  /** Gradients that could not be judged. */
  #lost: ReadonlySet<string> = new Set();

  constructor(model: StepModel, dump: StepDump, values: ForwardValues, { results, wrongForward }: Stages) {
    this.#model = model;
    this.#dump = dump;
    this.#values = values;
    const unread = unreadMatrices(dump.grad ?? {}, wrongForward);
    this.#forward = { wrong: wrongForward, suspects: suspectsOf(results), unread };
  }

  /**
   * The least number of gradients that are wrong by themselves: behind each wrong one both faults are tried, and the one is kept
   * with which fewer of the later ones are wrong, or cannot be judged. Behind those of which nothing is assumed yet the port's own
   * derivatives are gone on with, so that each is wrong by itself. Those of attention that one derivative has spoilt count once.
   */
  judge(): readonly StageResult[] {
    if (this.#dump.grad === null) return [];
    let results = this.#run(this.#faults).results;
    for (;;) {
      const open = results.flatMap((one) => (one.status === 'wrong' && one.fault === undefined ? [one.name] : []));
      if (open.length === 0) return this.#settled(this.#byOneRule(results) ?? results);
      const tried = assumptions(open).map((assumed) => {
        const run = this.#run(new Map([...this.#faults, ...assumed])).results;
        return { assumed, run, cost: run.filter(({ status }) => OPEN.has(status)).length - assumed.length };
      });
      const least = Math.min(...tried.map(({ cost }) => cost));
      const [best, ...others] = tried.filter(({ cost }) => cost === least);
      const alike = best.assumed[0][1] === 'product' && others.length > 0;
      this.#faults = new Map([...this.#faults, ...(alike ? [[open[0], 'either'] as const] : best.assumed)]);
      results = alike ? this.#run(this.#faults).results : best.run;
    }
  }

  #settled(results: readonly StageResult[]): readonly StageResult[] {
    this.#lost = new Set(results.filter(({ status }) => status === 'not judged').map(({ name }) => name));
    return results;
  }

  /**
   * The results where one rule makes every wrong gradient, and all of them have nothing else wrong: one mistake is likelier than many.
   *
   * @returns null where none does
   */
  #byOneRule(results: readonly StageResult[]): readonly StageResult[] | null {
    if (results.filter(isWrongResult).length < 2) return null;
    const apart = this.#run(new Map(results.map(({ name }) => [name, 'product'])));
    const wrong = apart.results.filter(isWrongResult);
    const kept = this.#faults;
    this.#faults = new Map(wrong.map(({ name }) => [name, 'product']));
    const isOne = SHARED_RULES.some((rule) =>
      wrong.every(({ name, numbers }) => explains(numbers, this.dueUnder(rule, name, numbers.own))),
    );
    if (isOne) return apart.results;
    this.#faults = kept;
    return null;
  }

  /**
   * What a gradient would have to be by another rule, from the port's own numbers before it as they were judged.
   *
   * @param own - the port's gradient, so that a rule which gives another at a glance is not worked out; null where it must be
   * @returns null where what it is made of is not in the dump, or where it is far from the port's
   */
  dueUnder(rule: BackwardRule, name: string, own: readonly number[] | null): Vector | null {
    const guess = { rule, name, lost: this.#lost };
    if (own !== null) {
      this.#plain ??= this.#model.withBalls(new PlainBalls(this.#model.balls.dtype));
      if (!areNear(this.#run(this.#faults, guess, this.#plain).due, own)) return null;
    }
    return this.#run(this.#faults, guess).due;
  }

  #run(faults: ReadonlyMap<string, Fault>, guess: Guess | null = null, model = this.#model): BackwardPass {
    const pass = new BackwardPass(model, this.#dump, this.#values, this.#forward, faults, this.#own, guess);
    return pass.run();
  }
}

function isWrongResult(result: StageResult): result is StageResult & { readonly status: 'wrong' } {
  return result.status === 'wrong';
}

/** Of the largest number: what is further apart explains nothing, whatever rounding costs. */
const NEAR = 0.05;

function areNear(due: Vector | null, own: readonly number[]): boolean {
  if (due === null || due.length !== own.length) return false;
  const most = own.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  return own.every((x, i) => !(Math.abs(x - due[i].mid) > NEAR * most));
}

/** Values of the forward pass by their names without position: those that are wrong, and those that may be. */
interface JudgedForward {
  readonly wrong: ReadonlySet<string>;
  readonly suspects: ReadonlyMap<string, string>;
  readonly unread: readonly Unread[];
}

/** Another rule, under which one gradient is asked for. */
interface Guess {
  readonly rule: BackwardRule;
  readonly name: string;
  /** Gradients that could not be judged. */
  readonly lost: ReadonlySet<string>;
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
  // Two that are interchanged are each wrong by themselves, and so are all three where they are multiplied by another value.
  const pairs = beside.map((other): [string, Fault][] => [
    [name, 'product'],
    [other, 'product'],
  ]);
  const products = flows.map(([one]): [string, Fault] => [one, 'product']);
  const together = beside.length > 1 ? [products] : [];
  return [[[name, 'product']], [[name, 'flow']], ...(beside.length > 0 ? [flows] : []), ...pairs, ...together];
}

const OVERFLOWED =
  'a target has a probability of 0 or nearly so, whose logarithm has no gradient in this precision (loss.4)';

/** What a gradient is judged beside. */
interface Beside {
  /** The value that the matrix makes, and what it is made of. */
  readonly made: readonly string[];
  /** What is assumed of it, where it is wrong. */
  readonly fault: Fault | undefined;
  /** What is wrong, where it is not the gradient alone nor what reaches it. */
  readonly places?: readonly string[] | undefined;
}

/** Values that may be made of what a layer was given, where they are wrong: then a gradient goes there that is not due. */
const OF_STREAM = ['mlp_norm', 'mlp_hidden', 'mlp_residual'] as const;

/** Where two ways back meet. */
type Joint = 'mlp_residual' | 'attn_residual' | 'attn_norm';

/** One way back. */
class BackwardPass {
  readonly results: StageResult[] = [];
  /** What is due of the gradient that is asked for. */
  due: Vector | null = null;
  readonly #model: StepModel;
  readonly #dump: StepDump;
  readonly #values: ForwardValues;
  readonly #forward: JudgedForward;
  readonly #faults: ReadonlyMap<string, Fault>;
  readonly #own: OwnFlows;
  readonly #guess: Guess | null;
  readonly #rule: BackwardRule;

  constructor(
    model: StepModel,
    dump: StepDump,
    values: ForwardValues,
    forward: JudgedForward,
    faults: ReadonlyMap<string, Fault>,
    own: OwnFlows,
    guess: Guess | null,
  ) {
    this.#model = model;
    this.#dump = dump;
    this.#values = values;
    this.#forward = forward;
    this.#faults = faults;
    this.#own = own;
    this.#guess = guess;
    this.#rule = guess?.rule ?? RIGHT_RULE;
  }

  run(): this {
    const { layers, final } = this.#values;
    const dlogits = this.#matrix('lm_head', ['logits', this.#stream()], this.#ofLogits(), final);
    let dx = onward(dlogits, ['logits'], (d) => this.#back('lm_head', d));
    for (let li = layers.length - 1; li >= 0 && this.due === null; li--)
      dx = this.#layer(layers[li], `layer${li}.`, dx);
    if (this.due === null) this.#embeddings(dx);
    return this;
  }

  /** What lm_head is applied to. */
  #stream(): string {
    const { n_layer } = this.#model.config;
    return n_layer === 0 ? 'x' : `layer${n_layer - 1}.mlp_residual`;
  }

  #back(name: string, d: Row): Row {
    return this.#rule.back(this.#model, name, d);
  }

  /** (p - onehot) / n (loss.10). */
  #ofLogits(): Flow {
    const { probs } = this.#values;
    const { tokens } = this.#dump;
    const through = ['probs', 'losses', 'loss'];
    if (this.#isOverflowed()) return { rows: probs.map(() => null), through, lost: OVERFLOWED };
    const of = known([all(probs), tokens], (rows, list) =>
      rows.map((_, t) => this.#rule.logits(this.#model, rows, list, t)),
    );
    return { rows: of ?? probs.map(() => null), through };
  }

  /** Whether the gradients are not finite, as they become where the inverse of a target's probability overflows. */
  #isOverflowed(): boolean {
    const { tokens, grad } = this.#dump;
    const least = SMALLEST_NORMAL[this.#model.balls.dtype];
    const isSmall = this.#values.probs.some((row, t) => (row?.[tokens?.[t + 1] ?? -1]?.mid ?? 1) < least);
    return isSmall && Object.values(grad ?? {}).some((rows) => rows.flat().some((x) => !Number.isFinite(x)));
  }

  #layer(layer: LayerValues, at: string, dx: Flow): Flow {
    const model = this.#model;
    const rule = this.#rule;
    const { mlp_hidden, mlp_norm, attn_residual, x } = layer;
    const name = (of: string) => `${at}${of}`;
    const added = onward(dx, [name('mlp_residual')], (d) => d);
    const dOut = this.#matrix(name('mlp_fc2'), [name('mlp_out'), name('mlp_relu')], added, layer.mlp_relu);
    const dHidden = this.#matrix(
      name('mlp_fc1'),
      [name('mlp_hidden'), name('mlp_norm')],
      onward(dOut, [name('mlp_out'), name('mlp_relu')], (d, t) =>
        rule.activation(model, mlp_hidden, this.#back(name('mlp_fc2'), d), t),
      ),
      mlp_norm,
    );
    const ofMlp = onward(dHidden, [name('mlp_hidden'), name('mlp_norm')], (d, t) =>
      rule.norm(model, attn_residual[t], this.#back(name('mlp_fc1'), d), 'mlp_norm'),
    );
    const joined = this.#joined(this.#around(name('mlp_out'), added, dOut), ofMlp, 'mlp_residual', [
      name('mlp_residual'),
      name('attn_residual'),
    ]);
    const dAttn = this.#matrix(name('attn_wo'), [name('attn_out'), name('x_attn')], joined, layer.x_attn);
    const { dq, dk, dv } = this.#attention(layer, at, dAttn);
    const ownV = this.#matrix(name('attn_wv'), [name('v'), name('attn_norm')], dv, layer.attn_norm);
    const ownK = this.#matrix(name('attn_wk'), [name('k'), name('attn_norm')], dk, layer.attn_norm);
    const ownQ = this.#matrix(name('attn_wq'), [name('q'), name('attn_norm')], dq, layer.attn_norm);
    const norms = [
      onward(ownQ, [name('q')], (d) => this.#back(name('attn_wq'), d)),
      onward(ownK, [name('k')], (d) => this.#back(name('attn_wk'), d)),
      onward(ownV, [name('v')], (d) => this.#back(name('attn_wv'), d)),
    ].reduce((a, b) => this.#joined(a, b, 'attn_norm', [name('attn_norm')]));
    const ofAttention = onward(norms, [name('attn_norm')], (d, t) => rule.norm(model, x[t], d, 'attn_norm'));
    return this.#joined(this.#around(name('attn_out'), joined, dAttn), ofAttention, 'attn_residual', [
      name('attn_residual'),
      ...OF_STREAM.map(name).filter((value) => this.#forward.wrong.has(value)),
    ]);
  }

  /** What goes around a block: where its output is wrong, the matrix that makes it tells nothing of what goes around. */
  #around(output: string, before: Flow, told: Flow): Flow {
    return this.#forward.wrong.has(output) ? before : told;
  }

  #joined(a: Flow, b: Flow, kind: Joint, by: readonly string[]): Flow {
    const rows = a.rows.map((row, t) => this.#rule.joined(this.#model, row, b.rows[t], kind));
    return { ...a, ...b, rows, through: [...new Set([...a.through, ...b.through, ...by])] };
  }

  /** From attn_out to queries, keys and values (model.10 to model.12). */
  #attention(layer: LayerValues, at: string, dAttn: Flow): { dq: Flow; dk: Flow; dv: Flow } {
    const model = this.#model;
    const { balls, config } = model;
    const rule = this.#rule;
    const name = (of: string) => `${at}${of}`;
    const dHeads = onward(dAttn, [name('attn_out'), name('x_attn')], (d) => this.#back(name('attn_wo'), d));
    const { n } = this.#values;
    const positions = Array.from({ length: n }, (_, t) => t);
    const heads = Array.from({ length: config.n_head }, (_, h) => h);
    /** By the score of position t for position s. */
    const dScores = positions.map((t) =>
      heads.map((h) =>
        known(
          [
            this.#ofHead(dHeads.rows[t], h),
            layer.attn_weights[t][h],
            all(positions.slice(0, t + 1).map((s) => rule.partner(model, 'weights', layer, { t, s, h }))),
          ],
          (d, p, v) => {
            const dp = v.map((row) => balls.dot(d, row));
            return rule.scores(model, p, dp);
          },
        ),
      ),
    );
    const gathered = (
      at: readonly number[],
      part: (t: number, h: number) => Row,
      factor: (t: number, h: number) => Vector[number] | undefined,
    ): Row => {
      const parts = heads.map((h) => {
        const factors = at.map((t) => factor(t, h));
        const own = all(at.map((t) => part(t, h)));
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
    const before = (t: number) => positions.slice(0, t + 1).filter((s) => rule.pair('q', t, s, n));
    const after = (side: 'k' | 'v', s: number) => positions.slice(s).filter((t) => rule.pair(side, t, s, n));
    const keys = (t: number) => (s: number, h: number) => rule.partner(model, 'q', layer, { t, s, h });
    const queries = (s: number) => (t: number, h: number) => rule.partner(model, 'k', layer, { t, s, h });
    const outputs = (t: number, h: number) => this.#ofHead(dHeads.rows[t], h);
    const weights = layer.attn_weights.map((heads) => heads.map((row) => known([row], rule.weight)));
    const score = ['head_out', 'attn_weights', 'attn_logits'].map(name);
    return {
      dq: onward(dHeads, score, (_, t) => gathered(before(t), keys(t), (s, h) => dScores[t][h]?.[s])),
      dk: onward(dHeads, score, (_, s) => gathered(after('k', s), queries(s), (t, h) => dScores[t][h]?.[s])),
      dv: onward(dHeads, [name('head_out')], (_, s) => gathered(after('v', s), outputs, (t, h) => weights[t][h]?.[s])),
    };
  }

  /** The gradient of a head's output. */
  #ofHead(d: Row, h: number): Row {
    const model = this.#model;
    const from = this.#rule.head(h, model.config.n_head);
    return from === null ? exacts(new Float64Array(model.head_dim)) : model.head(d, from);
  }

  /**
   * Judges the gradient of a matrix, dw = sum_t d_t x_t^T.
   *
   * @param made - the value that the matrix makes, and of what
   * @returns the flow that is used from here on: sure from here, where the gradient is right or gives the port's own
   */
  #matrix(name: string, made: readonly [output: string, input: string], flow: Flow, x: Rows): Flow {
    const [output, input] = made;
    const own = this.#dump.grad?.[name];
    if (own === undefined) {
      this.results.push({ part: 'backward', name: `grad.${name}`, status: 'not given' });
      return flow;
    }
    const told = this.#forward.suspects.has(input) ? 'unknown' : this.#ownFlow(name, own, x);
    const fault = told === 'misfit' ? 'product' : this.#faults.get(`grad.${name}`);
    const isTold = told !== 'misfit' && told !== 'unknown';
    const isPassed = this.#guess !== null && this.#guess.name !== `grad.${name}`;
    const due = isPassed
      ? null
      : known([all(flow.rows), all(x)], (d, rows) => this.#rule.product(this.#model, name, d, rows));
    const status = isPassed
      ? this.#asJudged(`grad.${name}`)
      : this.#judge(`grad.${name}`, own, due, flow, { made, fault });
    // Another rule may change what comes back from here and not this gradient.
    if (status === 'held' && isPassed) return { ...flow, through: [] };
    if (status === 'held') return { ...flow, rows: isTold ? nearer(flow.rows, told) : flow.rows, through: [] };
    if (status === 'wrong' && fault === 'product') return flow;
    // A wrong value that this matrix has no part in is made of something else, and the gradient goes there too.
    const wrong = isZero(own) ? [output, ...flow.through].filter((value) => this.#forward.wrong.has(value)) : [];
    if (isTold) return { rows: told, through: wrong };
    return { ...flow, rows: flow.rows.map(() => null), lost: `grad.${name} does not tell the port's own derivatives` };
  }

  /** How a gradient was judged that is not asked for; one that is wrong hands on what it was assumed to. */
  #asJudged(name: string): StageResult['status'] {
    if (this.#guess?.lost.has(name)) return 'not judged';
    return this.#faults.has(name) ? 'wrong' : 'held';
  }

  #ownFlow(name: string, own: readonly (readonly number[])[], x: Rows): OwnFlow {
    const inputs = all(x);
    if (inputs === null) return 'unknown';
    const told = this.#own.get(name) ?? ownFlow(own, inputs, this.#model.balls);
    this.#own.set(name, told);
    return told;
  }

  #judge(
    name: string,
    own: readonly (readonly number[])[],
    due: Row,
    { through, lost }: Flow,
    { made, fault, places }: Beside,
  ): StageResult['status'] {
    if (this.#guess?.name === name) {
      this.due = due;
      return 'not judged';
    }
    const result = judged('backward', name, own.flat(), due, own[0]?.length ?? 0, lost);
    const [output, ...inputs] = made;
    const behind = [output, ...through.toReversed()];
    const because = this.#blamed([output, ...through], inputs) ?? this.#madeElsewhere(name, own);
    const isOpen = result.status === 'wrong' || result.status === 'not judged';
    const isHidden = behind.some((value) => this.#forward.wrong.has(value));
    const told: StageResult =
      because !== null && isOpen
        ? { part: 'backward', name, status: 'not judged', because, ...(isHidden ? { behind } : {}) }
        : result.status === 'wrong'
          ? {
              ...result,
              ...(fault === undefined ? {} : { fault }),
              ...(places === undefined ? {} : { places }),
              through: [...new Set(through)],
            }
          : result;
    this.results.push(told);
    return told.status;
  }

  /** Why a gradient may have more in it than is due: a wrong value may be made of its matrix too. */
  #madeElsewhere(name: string, own: readonly (readonly number[])[]): string | null {
    const of = this.#forward.unread.find(
      ({ matrix, rows, columns }) => `grad.${matrix}` !== name && rows === own.length && columns === own[0]?.length,
    );
    if (of === undefined) return null;
    return `${of.value} is wrong, and the gradient of ${of.matrix} is 0: it may be made of this matrix`;
  }

  /**
   * Why a gradient says nothing by itself: it comes back through a value that is wrong, or may be, or is made of one that may be.
   *
   * @param through - the values that it comes back through
   * @param inputs - what it is made of: the port's own, where the dump has them
   * @returns null where all of them are right
   */
  #blamed(through: readonly string[], inputs: readonly string[]): string | null {
    const { wrong, suspects } = this.#forward;
    const blamed = through.find((name) => wrong.has(name));
    if (blamed !== undefined) return `${blamed} is wrong, and the gradient comes back through it`;
    const suspect = [...through, ...inputs].find((name) => suspects.has(name));
    if (suspect === undefined) return null;
    return `${suspects.get(suspect)} is wrong, and ${suspect}, which is not in the dump, may be before it; give it too`;
  }

  /** The rows of wpe have each its position's derivative, those of wte the sum over their token's positions. */
  #embeddings(dx: Flow): void {
    const model = this.#model;
    const { embedding, n } = this.#values;
    const flow = onward(dx, ['x', 'embedding'], (d, t) => this.#rule.norm(model, embedding[t], d, 'x'));
    const { grad, tokens } = this.#dump;
    const made = ['embedding'];
    let sure = flow;
    let isOfWpe = false;
    const wpe = grad?.wpe;
    if (wpe === undefined) this.results.push({ part: 'backward', name: 'grad.wpe', status: 'not given' });
    else {
      const due = known([all(flow.rows)], (d) => {
        const into = d.map((_, t) => this.#rule.position(t, n));
        return intoRows(model, into, d, wpe);
      });
      const fault = this.#faults.get('grad.wpe');
      const isPassed = this.#guess !== null && this.#guess.name !== 'grad.wpe';
      const status = isPassed ? this.#asJudged('grad.wpe') : this.#judge('grad.wpe', wpe, due, flow, { made, fault });
      if (status === 'held') sure = { ...flow, through: [] };
      else if (status === 'not judged' || (status === 'wrong' && fault !== 'product'))
        sure = { rows: wpe.slice(0, n).map((row) => exacts(row)), through: [] };
      // Only one of the two need be wrong, and nothing else tells which.
      isOfWpe = status === 'not judged' || (status === 'wrong' && fault !== 'product');
    }
    const wte = grad?.wte;
    if (wte === undefined) this.results.push({ part: 'backward', name: 'grad.wte', status: 'not given' });
    else {
      const due = known([all(sure.rows), tokens], (d, list) => {
        const into = d.map((_, t) => this.#rule.token(list, t, n));
        return intoRows(model, into, d, wte);
      });
      const places = isOfWpe ? ['wte', 'wpe'] : undefined;
      this.#judge('grad.wte', wte, due, sure, { made, fault: this.#faults.get('grad.wte'), places });
    }
  }
}

/** Of two estimates of the same numbers the closer, one by one. */
function nearer(a: Rows, b: Rows): Rows {
  return a.map((row, t) => known([row, b[t]], (x, y) => x.map((xi, i) => (xi.rad <= y[i].rad ? xi : y[i]))));
}
