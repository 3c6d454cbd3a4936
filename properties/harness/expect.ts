import { cut } from '../../src/port/callText.ts';
import { show } from '../../src/port/mismatch.ts';
import { NotImplemented } from '../../src/protocol/driver.ts';
import { PortFault } from '../../src/protocol/portFault.ts';
import { NotApplicable } from './notApplicable.ts';
import { provided } from './provided.ts';
import { port } from './subject.ts';
import { compared } from './tolerance.ts';
import { MOST_VALUE, Unequal } from './unequal.ts';

/**
 * The reference raises wherever Python does, and its errors name the clause at their end. Other ports may follow IEEE 754
 * where Python's arithmetic raises, and word their errors as they like.
 */
const isReference = provided('port').kind === 'reference';
const NAMES_CLAUSE = /\([a-z]+\.\d+\)$/;

/** Fails with the law, and what was expected and got. */
export function fail(law: string, want: unknown, got: unknown, bound = 0): never {
  throw Unequal.of(law, want, got, bound, port.dtype);
}

/** Demands a condition. */
export function holds(condition: boolean, law: string, got: unknown): void {
  if (!condition) throw new Error(`${law}\n  got      ${cut(show(got), MOST_VALUE)}`);
}

/** Demands equality: of numbers bit for bit but for the sign of 0, of lists element by element. */
export function equal(got: unknown, want: unknown, law: string): void {
  if (Array.isArray(got) && Array.isArray(want)) {
    if (got.length !== want.length) fail(`${law} (length)`, want.length, got.length);
    for (let i = 0; i < want.length; i++) equal(got[i], want[i], `${law} [${i}]`);
  } else if (!Object.is(got, want) && got !== want) {
    fail(law, want, got);
  }
}

/**
 * Demands that two numbers are at most `bound` apart. NaN is never close to anything.
 *
 * @param bound - absolute, from a rounding-error analysis written beside the call (spec/numerics.md); how much of it
 * correct ports use, and by how much mistakes miss it, has a row by the check's title in spec/measured/strength.md
 */
export function close(got: number, want: number, bound: number, law: string): void {
  if (got === want) return;
  compared(Math.abs(got - want), bound);
  if (!(Math.abs(got - want) <= bound)) fail(law, want, got, bound);
}

/** Demands `close` for each element; `bound` is one number, or one for each element. */
export function allClose(
  got: readonly number[],
  want: readonly number[],
  bound: number | readonly number[],
  law: string,
): void {
  if (got.length !== want.length) fail(`${law} (length)`, want.length, got.length);
  for (let i = 0; i < want.length; i++) {
    close(got[i], want[i], typeof bound === 'number' ? bound : bound[i], `${law} [${i}]`);
  }
}

/**
 * Demands that an operation rejects its input: throws, or gives a rejected promise.
 *
 * @param ask - calls the operation
 */
export async function rejects(ask: () => unknown, law: string): Promise<void> {
  const answer = await outcome(ask);
  if (answer.kind === 'answered')
    throw new Error(`${law}\n  expected an error\n  got      ${cut(show(answer.value), MOST_VALUE)}`);
}

/**
 * Demands that arithmetic which Python refuses gives no finite number: an error, or an infinity or NaN in the result.
 *
 * @param ask - calls the operation
 * @param raises - whether Python raises there, and so the reference too
 */
export async function notFinite(ask: () => unknown, law: string, raises = true): Promise<void> {
  const answer = await outcome(ask);
  if (answer.kind === 'answered' && ((isReference && raises) || allFinite(answer.value))) {
    throw new Error(
      `${law}\n  expected an error, or a number that is not finite\n  got      ${cut(show(answer.value), MOST_VALUE)}`,
    );
  }
}

/** Demands an error or +infinity: not a finite number, and not NaN. */
export async function infinite(ask: () => unknown, law: string): Promise<void> {
  const answer = await outcome(ask);
  if (answer.kind === 'answered' && (isReference || answer.value !== Infinity)) fail(law, Infinity, answer.value);
}

/** What came of a call. */
export type Outcome = { readonly kind: 'answered'; readonly value: unknown } | { readonly kind: 'rejected' };

/**
 * Waits for a call, turning a rejection of the input into a value.
 *
 * @throws what is no rejection: a port that crashes, hangs, does not have the operation or was not asked has not rejected
 * anything, and the reference no input where its error names no clause
 */
export async function outcome(ask: () => unknown): Promise<Outcome> {
  try {
    return { kind: 'answered', value: await ask() };
  } catch (error) {
    if (error instanceof PortFault || error instanceof NotImplemented || error instanceof NotApplicable) throw error;
    if (isReference && !NAMES_CLAUSE.test(String(error))) throw error;
    return { kind: 'rejected' };
  }
}

function allFinite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'object' && value !== null) return Object.values(value).every(allFinite);
  return true;
}
