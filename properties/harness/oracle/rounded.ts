import type { StateDict } from '../../../src/port/config.ts';
import type { ModelCase } from '../arbitraries.ts';
import { gamma } from '../arithmetic.ts';
import { equal, fail } from '../expect.ts';
import { largest } from '../lists.ts';
import type { Claiming } from '../subject.ts';
import { allMeet, type Ball, exact, mul, type Vector } from './ball.ts';
import { type Analysis, type Balls, naiveLogits } from './naive.ts';
import { naiveGradient } from './naiveGradient.ts';

/** The port's logits [n, vocab_size]. */
export async function logitsOf(
  { forward }: Claiming<'forward'>,
  { config, tokens }: ModelCase,
  state_dict: StateDict,
): Promise<readonly (readonly number[])[]> {
  return (await forward(config, state_dict, tokens)).logits;
}

/** The port's logits, each with a bound on its error. How many positions there are is for other clauses to say. */
export async function roundedLogits(
  port: Claiming<'forward'>,
  model: ModelCase,
  state_dict: StateDict,
): Promise<Vector[]> {
  const naive = naiveLogits(model, state_dict);
  const logits = (await logitsOf(port, model, state_dict)).slice(0, naive.length);
  return around(logits, naive.slice(0, logits.length), 'logits');
}

/** Demands that the port's logits are those wanted, up to rounding. */
export async function meetLogits(
  port: Claiming<'forward'>,
  model: ModelCase,
  state_dict: StateDict,
  want: readonly Vector[],
): Promise<void> {
  const got = await roundedLogits(port, model, state_dict);
  allMeet(got, want.slice(0, got.length), 'logits');
}

/** Demands that other parameters give the same logits, bit for bit. */
export async function equalLogits(
  port: Claiming<'forward'>,
  model: ModelCase,
  before: StateDict,
  after: StateDict,
): Promise<void> {
  equal(await logitsOf(port, model, after), await logitsOf(port, model, before), 'logits');
}

/** Demands that other parameters give the same logits, up to the rounding of either. */
export async function closeLogits(
  port: Claiming<'forward'>,
  model: ModelCase,
  before: StateDict,
  after: StateDict,
): Promise<void> {
  await meetLogits(port, model, after, await roundedLogits(port, model, before));
}

/**
 * The port's gradient, each entry with a bound on its error: that of the whole pass, or LOCAL, of the block that its
 * matrix stands in.
 *
 * The gradient may be a multiple of the right one, as where a port takes the sum of the losses for their mean: the bounds
 * are then multiples too. Which multiple is read off lm_head, whose gradient is the first that backward finds.
 */
export async function roundedGradient(
  { backward }: Claiming<'backward'>,
  model: ModelCase,
  state_dict: StateDict,
  analysis: Analysis,
): Promise<Balls> {
  const { grad } = await backward(model.config, state_dict, model.tokens);
  const naive = naiveGradient(model, state_dict, analysis);
  const { mid } = multipleOf(naive, grad);
  const floor = forwardRounding(model, grad);
  const entries = Object.entries(naive).map(([name, rows]) => {
    const radii = rows.map((row) => row.map(({ rad }) => ({ mid: 0, rad: mid * rad + floor })));
    return [name, around(grad[name] ?? [], radii, `grad.${name}`)];
  });
  return Object.fromEntries(entries);
}

/**
 * What an entry is off by where tangents are carried from the parameters to the loss (forward mode). In reverse mode an
 * entry is rounded in its own block alone, and where nothing comes back to it, it is exact; in forward mode it is a sum
 * over the logits of all positions, behind the sums of a whole pass, and its parts may cancel there. So gamma_n of the
 * largest entry of all, n being the terms of these sums, one behind the other.
 */
function forwardRounding({ config, vocab_size, tokens }: ModelCase, grad: StateDict): number {
  const { n_layer, n_embd } = config;
  const terms = vocab_size * tokens.length + (n_layer + 1) * (8 * n_embd + tokens.length);
  return gamma(terms) * Math.max(0, ...Object.values(grad).map((rows) => largest(rows.flat())));
}

/** By which factor a port's gradient is larger than the naive one, judged by lm_head; 1 where that has none. */
export function multipleOf(naive: Balls, grad: StateDict): Ball {
  const wanted = naive.lm_head.flat();
  const want = magnitude(wanted.map(({ mid }) => mid));
  if (want === 0) return exact(1);
  const mid = magnitude((grad.lm_head ?? []).flat()) / want;
  return { mid, rad: (mid * 2 * magnitude(wanted.map(({ rad }) => rad))) / want };
}

/** The naive gradient, as many times as large as the port's. */
export function multiplied(naive: Balls, multiple: Ball): Balls {
  return Object.fromEntries(
    Object.entries(naive).map(([name, rows]) => [name, rows.map((row) => row.map((x) => mul(x, multiple)))]),
  );
}

/** Numbers of the port with the radii of other ones, which must have their shape. */
export function around(got: readonly (readonly number[])[], radii: readonly Vector[], what: string): Vector[] {
  if (got.length !== radii.length) fail(`${what}: number of rows`, radii.length, got.length);
  return got.map((row, i) => {
    if (row.length !== radii[i].length) fail(`${what}[${i}]: number of columns`, radii[i].length, row.length);
    return row.map((mid, j) => ({ mid, rad: radii[i][j].rad }));
  });
}

function magnitude(numbers: readonly number[]): number {
  return numbers.reduce((total, x) => total + Math.abs(x), 0);
}
