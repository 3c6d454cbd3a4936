import { type Ball, exact, exacts, type Vector } from '../../port/balls.ts';
import { explains } from './explains.ts';
import type { LookContext, Probe } from './probe.ts';
import type { StepModel } from './stepModel.ts';

/** Which value a matrix is applied to, by the value that it gives. */
const INPUTS: Readonly<Record<string, readonly [matrix: string, input: string]>> = {
  q: ['attn_wq', 'attn_norm'],
  k: ['attn_wk', 'attn_norm'],
  v: ['attn_wv', 'attn_norm'],
  attn_out: ['attn_wo', 'x_attn'],
  mlp_hidden: ['mlp_fc1', 'mlp_norm'],
  mlp_out: ['mlp_fc2', 'mlp_relu'],
};

/** Values of the forward pass that come out by one other rule, from the port's own before them. */
export const FORWARD_PROBES: readonly Probe[] = [
  {
    id: 'matrix-transposed',
    part: 'forward',
    sentence: 'It is what the transpose of {} gives.',
    holds: (context) => {
      const given = givenTo(context);
      // Of a matrix that is not square the transpose does not take the input.
      if (given === null || context.model.matrix(given.matrix)?.length !== given.input.length) return null;
      return explains(context.stage.numbers, context.model.back(given.matrix, given.input)) ? given.matrix : null;
    },
  },
  {
    id: 'another-matrix',
    part: 'forward',
    sentence: 'It is what {} gives.',
    holds: (context) => {
      const { stage, model, dump } = context;
      const given = givenTo(context);
      for (const name of Object.keys(given === null ? {} : (dump.params ?? {}))) {
        if (name === given?.matrix || dump.params?.[name][0]?.length !== given?.input.length) continue;
        if (explains(stage.numbers, model.linear(name, given?.input ?? null))) {
          return `${name} in place of ${given?.matrix}`;
        }
      }
      return null;
    },
  },
  ofDue('relu-of-due', 'It is what is due behind ReLU: entries below 0 are 0.', ({ mid, rad }) => ({
    mid: Math.max(0, mid),
    rad,
  })),
  {
    id: 'absolute-values',
    part: 'forward',
    sentence: 'They are the absolute values of mlp_hidden, not its ReLU.',
    holds: (context) => fromBeside(context, 'mlp_relu', 'mlp_hidden', (x) => x.map((z) => exact(Math.abs(z)))),
  },
  {
    id: 'activation-missing',
    part: 'forward',
    sentence: 'It is mlp_hidden as it is, without the activation.',
    holds: (context) => fromBeside(context, 'mlp_relu', 'mlp_hidden', exacts),
  },
  {
    id: 'exponentials',
    part: 'forward',
    sentence: 'They are the exponentials of the logits, not divided by their sum.',
    holds: (context) =>
      fromLogits(context, (x, model) =>
        x.map((z) => ({ mid: Math.exp(z), rad: model.balls.rounding(1 + Math.abs(z), Math.exp(z)) })),
      ),
  },
  {
    id: 'softmax-of-base-2',
    part: 'forward',
    sentence: 'It is softmax by powers of 2, not of e.',
    holds: (context) =>
      fromLogits(context, (x, model) => model.balls.softmax(x.map((z) => model.balls.scaled(exact(z), Math.LN2)))),
  },
  {
    id: 'other-embedding',
    part: 'forward',
    sentence: 'It is the sum of {}.',
    holds: ({ stage, dump, model }) => {
      const t = Number(/^pos(\d+)\.embedding$/.exec(stage.name)?.[1] ?? Number.NaN);
      const { params, tokens } = dump;
      if (Number.isNaN(t) || params === null || tokens === null) return null;
      for (const [token, wte] of (params.wte ?? []).entries()) {
        for (const [position, wpe] of (params.wpe ?? []).entries()) {
          const sum = model.added(exacts(wte), exacts(wpe));
          if (!explains(stage.numbers, sum)) continue;
          return `row ${token} of wte and row ${position} of wpe, where rows ${tokens[t]} and ${t} are due`;
        }
      }
      return null;
    },
  },
  {
    id: 'embedding-of-one',
    part: 'forward',
    sentence: 'It is {} alone, and the other embedding is not added.',
    holds: ({ stage, dump: { params } }) => {
      if (!stage.name.endsWith('.embedding')) return null;
      for (const table of ['wte', 'wpe']) {
        const row = params?.[table]?.findIndex((of) => explains(stage.numbers, exacts(of))) ?? -1;
        if (row !== -1) return `row ${row} of ${table}`;
      }
      return null;
    },
  },
  {
    id: 'sum-of-others',
    part: 'forward',
    sentence: 'It is the sum of {}.',
    holds: ({ stage, dump, model }) => {
      const { own } = stage.numbers;
      const position = /^pos\d+\./.exec(stage.name)?.[0];
      if (position === undefined || !/residual$/.test(stage.name)) return null;
      const beside = [...dump.trace].filter(
        ([name, row]) => name.startsWith(position) && name !== stage.name && row.length === own.length,
      );
      for (const [i, [a, x]] of beside.entries()) {
        for (const [b, y] of beside.slice(i + 1)) {
          if (explains(stage.numbers, model.added(exacts(x), exacts(y)))) return `${a} and ${b}`;
        }
      }
      return null;
    },
  },
  {
    id: 'loss-without-logarithm',
    part: 'forward',
    sentence: 'They are 1 - p of the targets, not -ln p.',
    holds: (context) => fromTargets(context, (p, model) => model.balls.add(exact(1), exact(-p))),
  },
  {
    id: 'loss-by-log2',
    part: 'forward',
    sentence: 'They are in bits: -log2 p of the targets, not -ln p.',
    holds: (context) =>
      fromTargets(context, (p, model) => ({
        mid: -Math.log2(p),
        rad: model.balls.rounding(1, Math.abs(Math.log2(p))),
      })),
  },
];

function ofDue(id: string, sentence: string, change: (due: Ball) => Ball): Probe {
  return {
    id,
    part: 'forward',
    sentence,
    holds: ({ stage: { numbers } }) => (explains(numbers, numbers.due.map(change)) ? '' : null),
  };
}

/** The matrix that gives this value, and what it is applied to. */
function givenTo({ stage, dump, model }: LookContext): { readonly matrix: string; readonly input: Vector } | null {
  const position = /^(pos\d+\.)logits$/.exec(stage.name)?.[1];
  if (position !== undefined) {
    const { n_layer } = model.config;
    const last = dump.trace.get(position + (n_layer === 0 ? 'x' : `layer${n_layer - 1}.mlp_residual`));
    return last === undefined ? null : { matrix: 'lm_head', input: exacts(last) };
  }
  const [, layer, value] = /^(pos\d+\.layer\d+\.)(\w+)$/.exec(stage.name) ?? [];
  const known = INPUTS[value ?? ''];
  const input = known === undefined ? undefined : dump.trace.get(layer + known[1]);
  if (known === undefined || input === undefined) return null;
  return { matrix: layer.replace(/^pos\d+\./, '') + known[0], input: exacts(input) };
}

/** A value made otherwise of the one beside it. */
function fromBeside(
  { stage, dump }: LookContext,
  value: string,
  beside: string,
  make: (row: readonly number[]) => Vector,
): string | null {
  if (!stage.name.endsWith(`.${value}`)) return null;
  const row = dump.trace.get(stage.name.replace(/\w+$/, beside));
  return row !== undefined && explains(stage.numbers, make(row)) ? '' : null;
}

/** Weights of attention, or probs, made otherwise of their logits. */
function fromLogits(context: LookContext, make: (row: readonly number[], model: StepModel) => Vector): string | null {
  const { stage, dump, model } = context;
  const of = (row: readonly number[]) => make(row, model);
  const t = /^pos(\d+)\.probs$/.exec(stage.name)?.[1];
  const logits = t === undefined ? undefined : dump.logits?.[Number(t)];
  if (logits !== undefined) return explains(stage.numbers, of(logits)) ? '' : null;
  return fromBeside(context, 'attn_weights', 'attn_logits', of) ?? fromBeside(context, 'probs', 'logits', of);
}

/** Losses made otherwise of the probabilities of the targets. */
function fromTargets({ stage, dump, model }: LookContext, make: (p: number, model: StepModel) => Ball): string | null {
  const { probs, tokens } = dump;
  if (stage.name !== 'losses' || probs === null || tokens === null) return null;
  const guess = probs.map((row, t) => make(row[tokens[t + 1]] ?? Number.NaN, model));
  return explains(stage.numbers, guess) ? '' : null;
}
