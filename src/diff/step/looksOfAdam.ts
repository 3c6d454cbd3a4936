import type { Ball } from '../../port/balls.ts';
import { learningRate } from '../../reference/optimizer.ts';
import { explains } from './explains.ts';
import { number } from './looksOfNumbers.ts';
import type { LookContext, Probe } from './probe.ts';
import { Numbers } from './stageResult.ts';

/** What Adam has for one parameter: as the port has it, where the dump says it. */
interface Entry {
  readonly p: number;
  readonly g: number;
  /** The moments behind the step. */
  readonly m: number;
  readonly v: number;
  /** Those before it. */
  readonly oldM: number;
  readonly oldV: number;
}

/** Constants of a step. */
interface AtStep {
  readonly beta1: number;
  readonly beta2: number;
  readonly eps: number;
  readonly lr: number;
  /** That of a step, counted from 0. */
  readonly lrAt: (step: number) => number;
  /** Counted from 0. */
  readonly step: number;
  readonly num_steps: number;
  readonly learning_rate: number;
}

/** The update in its parts. */
interface Update {
  readonly lr?: number;
  /** What m and v are divided by. */
  readonly c1?: number;
  readonly c2?: number;
  readonly m?: number;
  readonly v?: number;
}

/** Moments and parameters that come out by one other rule of Adam. */
export const ADAM_PROBES: readonly Probe[] = [
  moment('m', 'whole-at-first', 'the whole gradient, not (1 - beta1) of it', (e) => [e.oldM === 0 ? e.g : Number.NaN]),
  moment('m', 'gradient-itself', 'the gradient itself, without beta1', (e) => [e.g]),
  moment('m', 'added-whole', 'beta1 m and the whole gradient', (e, { beta1 }) => [beta1 * e.oldM, e.g]),
  moment('m', 'of-this-step', '(1 - beta1) g alone, without the m before', (e, { beta1 }) => [(1 - beta1) * e.g]),
  moment('m', 'undecayed', 'the whole m before and (1 - beta1) g', (e, { beta1 }) => [e.oldM, (1 - beta1) * e.g]),
  moment('m', 'not-updated', 'the m before the step', (e) => [e.oldM]),
  moment('m', 'by-beta2', 'a mean by beta2', (e, { beta2 }) => [beta2 * e.oldM, (1 - beta2) * e.g]),
  moment('m', 'betas-exchanged', '(1 - beta1) m and beta1 g', (e, { beta1 }) => [(1 - beta1) * e.oldM, beta1 * e.g]),
  moment('m', 'of-square', 'a mean of g^2', (e, { beta1 }) => [beta1 * e.oldM, (1 - beta1) * e.g * e.g]),
  moment('m', 'sign', 'beta1 m less (1 - beta1) g', (e, { beta1 }) => [beta1 * e.oldM, -(1 - beta1) * e.g]),
  moment('v', 'whole-at-first', 'the whole g^2, not (1 - beta2) of it', (e) => [e.oldV === 0 ? e.g * e.g : Number.NaN]),
  moment('v', 'square-itself', 'the square of the gradient itself, without beta2', (e) => [e.g * e.g]),
  moment('v', 'added-whole', 'beta2 v and the whole g^2', (e, { beta2 }) => [beta2 * e.oldV, e.g * e.g]),
  moment('v', 'of-this-step', '(1 - beta2) g^2 alone, without the v before', (e, { beta2 }) => [
    (1 - beta2) * e.g * e.g,
  ]),
  moment('v', 'undecayed', 'the whole v before and (1 - beta2) g^2', (e, { beta2 }) => [
    e.oldV,
    (1 - beta2) * e.g * e.g,
  ]),
  moment('v', 'not-updated', 'the v before the step', (e) => [e.oldV]),
  moment('v', 'by-beta1', 'a mean by beta1', (e, { beta1 }) => [beta1 * e.oldV, (1 - beta1) * e.g * e.g]),
  moment('v', 'betas-exchanged', '(1 - beta2) v and beta2 g^2', (e, { beta2 }) => [
    (1 - beta2) * e.oldV,
    beta2 * e.g * e.g,
  ]),
  moment('v', 'not-squared', 'a mean of g, not of g^2', (e, { beta2 }) => [beta2 * e.oldV, (1 - beta2) * e.g]),
  moment('v', 'absolute', 'a mean of |g|, not of g^2', (e, { beta2 }) => [beta2 * e.oldV, (1 - beta2) * Math.abs(e.g)]),
  {
    id: 'm-of-clipped',
    part: 'adam',
    sentence: 'It is a mean of the gradient held within {} of 0.',
    holds: (context) => ofClipped(context),
  },
  update('uncorrected', 'neither m nor v has its bias corrected', () => ({ c1: 1, c2: 1 })),
  update('m-uncorrected', 'the bias of m is not corrected', () => ({ c1: 1 })),
  update('v-uncorrected', 'the bias of v is not corrected: v stands for v_hat', () => ({ c2: 1 })),
  ...[
    ['step', 'step in place of step + 1', (step: number) => step],
    ['one-late', 'step in place of step + 1, but 1 at the first', (step: number) => Math.max(1, step)],
    ['one-ahead', 'step + 2 in place of step + 1', (step: number) => step + 2],
    ['first', '1 at every step', () => 1],
  ].flatMap(([id, words, power]) => {
    const at = power as (step: number) => number;
    return [
      update(`corrected-by-${id}`, `the bias corrections have the power ${words}`, (_, { beta1, beta2, step }) => ({
        c1: 1 - beta1 ** at(step),
        c2: 1 - beta2 ** at(step),
      })),
      update(`m-corrected-by-${id}`, `the bias correction of m has the power ${words}`, (_, { beta1, step }) => ({
        c1: 1 - beta1 ** at(step),
      })),
      update(`v-corrected-by-${id}`, `the bias correction of v has the power ${words}`, (_, { beta2, step }) => ({
        c2: 1 - beta2 ** at(step),
      })),
    ];
  }),
  update('m-correction-multiplied', 'm is multiplied by 1 - beta1^(step + 1), not divided by it', (_, at) => ({
    c1: 1 / (1 - at.beta1 ** (at.step + 1)),
  })),
  update('v-correction-multiplied', 'v is multiplied by 1 - beta2^(step + 1), not divided by it', (_, at) => ({
    c2: 1 / (1 - at.beta2 ** (at.step + 1)),
  })),
  update('v-corrected-outside-root', 'the root of v is divided by 1 - beta2^(step + 1), not v', (_, at) => ({
    c2: (1 - at.beta2 ** (at.step + 1)) ** 2,
  })),
  update('corrections-exchanged', 'm is corrected by beta2 and v by beta1', (_, { beta1, beta2, step }) => ({
    c1: 1 - beta2 ** (step + 1),
    c2: 1 - beta1 ** (step + 1),
  })),
  update('by-gradient', 'the gradient stands for m_hat', (e) => ({ m: e.g, c1: 1 })),
  update('by-old-m', 'the m before the step stands for m', (e) => ({ m: e.oldM })),
  update('by-old-v', 'the v before the step stands for v', (e) => ({ v: e.oldV })),
  change(
    'eps-inside-root',
    'eps_adam is added inside the root',
    (e, { lr, eps }, c1, c2) => (lr * (e.m / c1)) / Math.sqrt(e.v / c2 + eps),
  ),
  change('eps-missing', 'eps_adam is left out', (e, { lr }, c1, c2) => (lr * (e.m / c1)) / Math.sqrt(e.v / c2)),
  change('root-missing', 'v_hat stands for its root', (e, { lr, eps }, c1, c2) => (lr * (e.m / c1)) / (e.v / c2 + eps)),
  change('by-lr-and-gradient', 'the change is lr_t g', (e, { lr }) => lr * e.g),
  change(
    'by-lr-and-m',
    'the change is lr_t m_hat, not divided by the root of v_hat',
    (e, { lr }, c1) => lr * (e.m / c1),
  ),
  change(
    'ascends',
    'the change is added, not taken away',
    (e, { lr, eps }, c1, c2) => (-lr * (e.m / c1)) / (Math.sqrt(e.v / c2) + eps),
  ),
  update('lr-constant', 'the learning rate is learning_rate itself', (_, { learning_rate }) => ({ lr: learning_rate })),
  update('lr-of-next-step', 'the learning rate is that of the next step', (_, at) => ({ lr: at.lrAt(at.step + 1) })),
  update('lr-of-step-before', 'the learning rate is that of the step before', (_, at) => ({
    lr: at.lrAt(at.step - 1),
  })),
  update('lr-linear', 'the learning rate is the linear one', (_, at) => ({
    lr: at.learning_rate * (1 - at.step / at.num_steps),
  })),
  update('lr-cosine', 'the learning rate is the cosine', (_, { learning_rate, step, num_steps }) => ({
    lr: learning_rate * 0.5 * (1 + Math.cos((Math.PI * step) / num_steps)),
  })),
  update('lr-squared', 'the learning rate has the square of 1 - step / num_steps', (_, at) => ({
    lr: at.learning_rate * (1 - at.step / at.num_steps) ** 2,
  })),
  update('lr-exponential', 'the learning rate is learning_rate exp(-step / num_steps)', (_, at) => ({
    lr: at.learning_rate * Math.exp(-at.step / at.num_steps),
  })),
  update('step-doubled', 'learning rate and bias corrections take 2 step for step, counted from 0', (_, at) => ({
    lr: at.lrAt(2 * at.step),
    c1: 1 - at.beta1 ** (2 * at.step + 1),
    c2: 1 - at.beta2 ** (2 * at.step + 1),
  })),
  {
    id: 'weight-decay',
    part: 'adam',
    sentence: 'They are what is due less {} of the parameters before the step, as weight decay takes away.',
    holds: (context) => weightDecay(context),
  },
  {
    id: 'lr-of-other-num-steps',
    part: 'adam',
    sentence:
      "They are the parameters that come out where num_steps is {}; if that is the port's, say it with --num_steps.",
    holds: (context) => otherNumSteps(context),
  },
  {
    id: 'change-by-factor',
    part: 'adam',
    sentence: 'The change of every parameter is the due one times {}, as another learning rate makes it.',
    holds: (context) => changeFactor(context),
  },
];

function moment(
  of: 'm' | 'v',
  id: string,
  words: string,
  terms: (entry: Entry, at: AtStep) => readonly number[],
): Probe {
  return {
    id: `${of}-${id}`,
    part: 'adam',
    sentence: `It is ${words}.`,
    holds: (context) => {
      if (!context.stage.name.startsWith(`${of}.`)) return null;
      const guess = entriesOf(context)?.map((entry): Ball => {
        const parts = terms(entry, atStep(context));
        const magnitude = parts.reduce((sum, x) => sum + Math.abs(x), 0);
        // 1 - beta has lost more than its own rounding, in a port's arithmetic.
        const { beta1, beta2 } = context.model.config;
        const lost = context.model.balls.rounding(1, magnitude / (1 - Math.max(beta1, of === 'v' ? beta2 : beta1)));
        return { mid: parts.reduce((sum, x) => sum + x, 0), rad: lost };
      });
      return explains(context.stage.numbers, guess ?? null) ? '' : null;
    },
  };
}

function update(id: string, words: string, parts: (entry: Entry, at: AtStep) => Update): Probe {
  return change(id, words, (entry, at, c1, c2) => {
    const made = parts(entry, at);
    // A port that divides by 0 does not come so far.
    if (made.c1 === 0 || made.c2 === 0) return Number.NaN;
    const root = Math.sqrt((made.v ?? entry.v) / (made.c2 ?? c2));
    return ((made.lr ?? at.lr) * ((made.m ?? entry.m) / (made.c1 ?? c1))) / (root + at.eps);
  });
}

/** What is taken away from a parameter, by another rule. */
function change(id: string, words: string, make: (entry: Entry, at: AtStep, c1: number, c2: number) => number): Probe {
  return {
    id: `update-${id}`,
    part: 'adam',
    sentence: `They are the parameters that come out where ${words}.`,
    holds: (context) => {
      if (!context.stage.name.startsWith('updated.')) return null;
      const at = atStep(context);
      const [c1, c2] = [1 - at.beta1 ** (at.step + 1), 1 - at.beta2 ** (at.step + 1)];
      const guess = entriesOf(context)?.map((entry): Ball => {
        const taken = make(entry, at, c1, c2);
        return { mid: entry.p - taken, rad: lostBy(context, entry.p, taken) };
      });
      return explains(context.stage.numbers, guess ?? null) ? '' : null;
    },
  };
}

/** What rounding costs a parameter and its change; 1 - beta^t and 1 - step / num_steps cancel. */
function lostBy({ model: { balls, config } }: LookContext, p: number, taken: number): number {
  const { beta1, beta2, num_steps } = config;
  const corrections = 1 / (1 - beta1) + 1 / (1 - beta2) + num_steps;
  return balls.rounding(4 * corrections, Math.abs(taken)) + balls.rounding(1, Math.abs(p));
}

function atStep({ model: { config }, dump }: LookContext): AtStep {
  const { beta1, beta2, eps_adam, num_steps, learning_rate } = config;
  const step = dump.step - 1;
  const lrAt = (other: number) => learningRate(config, other);
  return { beta1, beta2, eps: eps_adam, lr: lrAt(step), lrAt, step, num_steps, learning_rate };
}

/** Every parameter of a stage's matrix; what the dump lacks is NaN, which explains nothing. */
function entriesOf({ stage, dump, before }: LookContext): Entry[] | null {
  const matrix = /^(?:m|v|updated)\.(.+)$/.exec(stage.name)?.[1];
  if (matrix === undefined) return null;
  const of = (dict: LookContext['dump']['grad'] | undefined) => dict?.[matrix]?.flat() ?? [];
  const [p, g, m, v] = [of(dump.params), of(dump.grad), of(dump.m), of(dump.v)];
  const [oldM, oldV] = [of(before?.m), of(before?.v)];
  const at = (numbers: readonly number[], i: number) => numbers[i] ?? Number.NaN;
  return stage.numbers.own.map((_, i) => ({
    ...{ p: at(p, i), g: at(g, i), m: at(m, i), v: at(v, i) },
    ...{ oldM: at(oldM, i), oldV: at(oldV, i) },
  }));
}

function ofClipped(context: LookContext): string | null {
  if (!context.stage.name.startsWith('m.')) return null;
  const entries = entriesOf(context);
  const { beta1 } = context.model.config;
  const { own } = context.stage.numbers;
  if (entries === null) return null;
  const used = own.map((x, i) => (x - beta1 * entries[i].oldM) / (1 - beta1));
  const limit = Math.max(...used.map(Math.abs));
  const met = used.filter((x) => Math.abs(x) > limit * (1 - 1e-6)).length;
  if (met < 3) return null;
  const guess = entries.map(({ g, oldM }): Ball => {
    const terms = [beta1 * oldM, (1 - beta1) * Math.max(-limit, Math.min(limit, g))];
    const lost = context.model.balls.rounding(1, (Math.abs(terms[0]) + Math.abs(terms[1])) / (1 - beta1));
    return { mid: terms[0] + terms[1], rad: lost };
  });
  return explains(context.stage.numbers, guess) ? number(limit) : null;
}

/** The factor c with updated = due - c p. */
function weightDecay(context: LookContext): string | null {
  const c = multiple(context, ({ p }, due) => ({ over: due, of: p }));
  if (c === null) return null;
  const { lr } = atStep(context);
  return `${number(-c)} (lr_t times ${number(-c / lr)})`;
}

/** The factor c with updated = p - c (p - due). */
function changeFactor(context: LookContext): string | null {
  const c = multiple(context, ({ p }, due) => ({ over: p, of: due - p }));
  return c === null ? null : number(c);
}

/** The num_steps whose learning rate makes the changes; at step 0 every number has the same. */
function otherNumSteps(context: LookContext): string | null {
  const { step, lr, num_steps, learning_rate } = atStep(context);
  const c = step === 0 || step >= num_steps ? null : multiple(context, ({ p }, due) => ({ over: p, of: due - p }));
  if (c === null) return null;
  const steps = Math.round(step / (1 - c * (1 - step / num_steps)));
  if (steps <= step || steps === num_steps) return null;
  const factor = (learning_rate * (1 - step / steps)) / lr;
  const { due } = context.stage.numbers;
  const guess = entriesOf(context)?.map(({ p }, i): Ball => {
    const taken = factor * (p - due[i].mid);
    return { mid: p - taken, rad: due[i].rad * Math.max(1, factor) + lostBy(context, p, taken) };
  });
  return explains(context.stage.numbers, guess ?? null) ? String(steps) : null;
}

/** The one c with own = over + c of for every entry, told by the entry that `of` is largest of. */
function multiple(
  context: LookContext,
  make: (entry: Entry, due: number) => { readonly over: number; readonly of: number },
): number | null {
  if (!context.stage.name.startsWith('updated.')) return null;
  const { own, due } = context.stage.numbers;
  const made = entriesOf(context)?.map((entry, i) => make(entry, due[i].mid)) ?? [];
  const best = made.reduce((most, { of }, i) => (Math.abs(of) > Math.abs(made[most].of) ? i : most), 0);
  if (made.length === 0 || !(Math.abs(made[best].of) > 0)) return null;
  const c = (own[best] - made[best].over) / made[best].of;
  const lost = (2 * due[best].rad) / Math.abs(made[best].of);
  const guess = made.map(({ over, of }, i): Ball => ({ mid: over + c * of, rad: due[i].rad + lost * Math.abs(of) }));
  const but = <T>(all: readonly T[]) => all.filter((_, i) => i !== best);
  return explains(new Numbers(but(own), but(due), null), but(guess)) ? c : null;
}
