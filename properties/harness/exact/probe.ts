import fc from 'fast-check';
import type { Arithmetic, Libm } from '../../../src/exact/arithmetic.ts';
import { valueText } from '../../../src/port/callText.ts';
import type { Awaitable } from '../../../src/port/port.ts';
import type { CompletePort } from '../../../src/port/reference.ts';
import { NotApplicable } from '../notApplicable.ts';
import { provided } from '../provided.ts';
import { forgetRequests } from '../requests.ts';
import { port, seed } from '../subject.ts';
import type { Own } from './own.ts';
import { type Place, parted } from './parted.ts';

/** Inputs that are put to each operation: a library's power of -1 may be another number than 1 / x in one of a thousand. */
const INPUTS = 64;

/** Another way to the same value, which rounds otherwise. */
export interface Form<I> {
  /** As in "these bits come from ...". */
  readonly words: string;
  readonly compute: (input: I, arithmetic: Arithmetic, math: Libm) => readonly number[];
}

/**
 * An operation of microgpt.py, and inputs at which everything before it is exact or was looked at before: where the results part,
 * it is this operation that parts.
 */
export interface Probe<I> extends Place {
  readonly inputs: fc.Arbitrary<I>;
  readonly forms: readonly Form<I>[];
}

/**
 * Puts probes to an operation of the port, in the order of microgpt.py's statements, and fails at the first whose results are other
 * bits than the reference's.
 *
 * @param law - what is demanded
 * @param probes - in the order of execution; inputs that the port cannot be asked for are passed over
 * @param due - what the reference gives
 * @param got - what the port gives
 * @throws NotApplicable where the port can be asked for none of them
 */
export async function holdsBitForBit<I>(
  law: string,
  { library, oracle, arithmetic }: Own,
  probes: readonly Probe<I>[],
  due: (oracle: CompletePort, input: I) => Awaitable<readonly number[]>,
  got: (input: I) => Promise<readonly number[]>,
): Promise<void> {
  let refused: NotApplicable | null = null;
  let compared = false;
  for (const probe of probes) {
    const seen: Seen<I>[] = [];
    for (const input of fc.sample(probe.inputs, { seed, numRuns: Math.min(INPUTS, provided('sampling').runs) })) {
      const given = await asked(() => got(input));
      if (given instanceof NotApplicable) {
        refused = given;
        continue;
      }
      seen.push({ input, given, want: await library.during(() => due(oracle, input)) });
    }
    compared ||= seen.length > 0;
    const other = seen.filter(({ given, want }) => !sameBits(given, want));
    if (other.length === 0) continue;
    const [{ input, given, want }] = other.toSorted((a, b) => sizeOf(a.input) - sizeOf(b.input));
    const words: string[] = [];
    for (const form of probe.forms) if (await gives(form)) words.push(form.words);
    forgetRequests();
    await got(input); // so that the request which a failure shows is this one
    throw parted(law, probe, words, want, given, port.dtype);

    async function gives(form: Form<I>): Promise<boolean> {
      for (const one of seen) {
        const values = await library.during(() => form.compute(one.input, arithmetic, library.math));
        if (!sameBits(values, one.given)) return false;
      }
      return true;
    }
  }
  if (!compared && refused !== null) throw refused;
}

interface Seen<I> {
  readonly input: I;
  readonly given: readonly number[];
  readonly want: readonly number[];
}

/** What the port gives, or why it cannot be asked for the input. */
async function asked(ask: () => Promise<readonly number[]>): Promise<readonly number[] | NotApplicable> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof NotApplicable) return error;
    throw error;
  }
}

/** Whether two lists are the same numbers, 0 and -0 told apart. */
export function sameBits(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
}

function sizeOf(input: unknown): number {
  return valueText(input).length;
}
