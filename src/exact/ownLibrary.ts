import type { Awaitable, Port } from '../port/port.ts';
import type { Libm } from '../reference/python.ts';

/** The operations in which a port gives the results of its own mathematical library. */
export type Library = Required<Pick<Port, 'exp' | 'log' | 'pow'>> & Pick<Port, 'sin' | 'cos'>;

/** Numbers that are asked for in one request. */
const MOST_ASKED = 1000;

/** A function whose results are asked for: one with one argument, or a power with its exponent. */
type Asked = 'exp' | 'log' | 'sin' | 'cos' | { readonly exponent: number };

/** A library that does not answer one question twice alike, so that no run can be repeated on it. */
export class Unsteady extends Error {}

/** A function that the port does not claim, so that its own results are not known. */
export class Unasked extends Error {}

/**
 * A port's own mathematical library, on which the reference can run: what it takes from there are then the port's own exp, ln and
 * powers, and all that is left to differ is what the port's author wrote.
 *
 * The reference computes at once, and a port in another process answers later. So a computation is tried: what is not known
 * yet is NaN, which makes everything behind it NaN, and is asked for in one request a function; then it is tried again, until
 * nothing is missing. A forward pass takes as many tries as powers and exps stand behind one another.
 */
export class OwnLibrary {
  /** What the reference is given in place of `Math`. */
  readonly math: Libm = {
    exp: (x) => this.#known('exp', x),
    log: (x) => this.#known('log', x),
    // No library is asked for a power of 0: microgpt.py's own node has no local gradient there, and raises.
    pow: (x, y) => (x === 0 || Number.isNaN(y) ? x ** y : this.#known({ exponent: y }, x)),
    sin: (x) => this.#known('sin', x),
    cos: (x) => this.#known('cos', x),
  };
  /** Values that were asked for, each of them twice. */
  values = 0;
  readonly #library: Library;
  readonly #functions = new Map<string, Remembered>();

  constructor(library: Library) {
    this.#library = library;
  }

  /**
   * The result of a computation that takes its library from `math`.
   *
   * @param compute - is tried until all that it takes is known; changes nothing outside
   * @throws Unsteady where the library gives two results for one argument
   */
  async during<T>(compute: () => Awaitable<T>): Promise<T> {
    for (;;) {
      const tried = attempt(compute);
      const open = [...this.#functions.values()].filter(({ missing }) => missing.size > 0);
      if (open.length === 0) {
        if (tried.kind === 'thrown') throw tried.error;
        return tried.value;
      }
      for (const one of open) await this.#learn(one);
    }
  }

  /** Forgets what it has learnt: a training step asks for hardly anything that one before it has. */
  forget(): void {
    this.#functions.clear();
  }

  #known(asked: Asked, x: number): number {
    if (Number.isNaN(x)) return x;
    const name = typeof asked === 'string' ? asked : `pow ${asked.exponent}`;
    let remembered = this.#functions.get(name);
    if (remembered === undefined) {
      remembered = { asked, values: new Map(), missing: new Set() };
      this.#functions.set(name, remembered);
    }
    const key = Object.is(x, -0) ? '-0' : x;
    const value = remembered.values.get(key);
    if (value === undefined) remembered.missing.add(key);
    return value ?? Number.NaN;
  }

  #given(asked: Asked, x: readonly number[]): Awaitable<readonly number[]> {
    if (typeof asked !== 'string') return this.#library.pow(x, asked.exponent);
    const { [asked]: answer } = this.#library;
    if (answer === undefined) throw new Unasked(`${asked} is taken, which the port does not claim`);
    return answer(x);
  }

  /** Asks for what is missing, and in the other order once more. */
  async #learn({ asked, values, missing }: Remembered): Promise<void> {
    const keys = [...missing];
    missing.clear();
    for (let from = 0; from < keys.length; from += MOST_ASKED) {
      const part = keys.slice(from, from + MOST_ASKED);
      const x = part.map((key) => (key === '-0' ? -0 : Number(key)));
      this.values += x.length;
      const given = await this.#answers(asked, x);
      const again = (await this.#answers(asked, x.toReversed())).toReversed();
      for (const [i, key] of part.entries()) {
        if (!Object.is(given[i], again[i])) {
          throw new Unsteady(`its ${nameOf(asked)} of ${x[i]} is ${given[i]}, and ${again[i]} when it is asked again`);
        }
        values.set(key, given[i]);
      }
    }
  }

  async #answers(asked: Asked, x: readonly number[]): Promise<readonly number[]> {
    const given = await this.#given(asked, x);
    if (given.length === x.length && given.every((y) => !Number.isNaN(y))) return given;
    throw new RangeError(
      `${nameOf(asked)}: ${x.length} numbers are due for ${x.length} arguments, and ${given.filter((y) => !Number.isNaN(y)).length} came`,
    );
  }
}

/** What is known of a function; keys are its arguments, of which -0 and 0 are two. */
interface Remembered {
  readonly asked: Asked;
  readonly values: Map<number | '-0', number>;
  readonly missing: Set<number | '-0'>;
}

type Tried<T> = { readonly kind: 'given'; readonly value: T } | { readonly kind: 'thrown'; readonly error: unknown };

/** What is computed from NaN may be refused, which says nothing. */
function attempt<T>(compute: () => T): Tried<T> {
  try {
    return { kind: 'given', value: compute() };
  } catch (error) {
    return { kind: 'thrown', error };
  }
}

function nameOf(asked: Asked): string {
  return typeof asked === 'string' ? asked : `power ${asked.exponent}`;
}
