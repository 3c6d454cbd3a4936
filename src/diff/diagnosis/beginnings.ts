import type { Deviation } from '../../deviations/deviation.ts';
import type { Config } from '../../reference/config.ts';

/** Losses that are kept: of a pair or triple each. */
const MOST = 4_000_000;
/** Step 2 takes the second document, or with a mistake the third. */
const DOCUMENTS = 3;
/** FNV-1a, of 32 bits. */
const [OFFSET, PRIME] = [0x811c9dc5, 0x01000193];

/** What the first losses of a run depend on, beside its mistakes. */
interface Start {
  readonly config: Config;
  readonly parameters: Float64Array;
  readonly tokens: readonly (readonly number[])[];
}

/**
 * The losses with which runs begin, by their mistakes, for searches in several logs of one start: most of a search is to find
 * out that hardly anything begins as the log does, and that does not depend on the log.
 */
export class Beginnings {
  readonly #losses = new Map<string, number>();
  readonly #numbers = new Map<string, number>();
  readonly #known = new WeakMap<object, number>();

  /**
   * The loss of a step, computed where it is not known yet.
   *
   * @param step - 1 or 2
   */
  loss(step: 1 | 2, start: Start, mistakes: readonly Deviation[], compute: () => number): number {
    const key = `${step} ${this.#numberOf(start, contentOf)} ${mistakes.map((one) => this.#numberOf(one, nameOf)).join()}`;
    const known = this.#losses.get(key);
    if (known !== undefined) return known;
    const loss = compute();
    if (this.#losses.size < MOST) this.#losses.set(key, loss);
    return loss;
  }

  #numberOf<T extends object>(of: T, textOf: (of: T) => string): number {
    const known = this.#known.get(of);
    if (known !== undefined) return known;
    const text = textOf(of);
    const number = this.#numbers.get(text) ?? this.#numbers.size;
    this.#numbers.set(text, number);
    this.#known.set(of, number);
    return number;
  }
}

function nameOf({ id, title }: Deviation): string {
  return `${id} ${title}`;
}

function contentOf({ config, parameters, tokens }: Start): string {
  const documents = tokens.slice(0, DOCUMENTS).map((document) => document.join());
  return [JSON.stringify(config), hash(new Uint8Array(parameters.slice().buffer)), ...documents].join(' ');
}

function hash(bytes: Uint8Array): number {
  return bytes.reduce((hashed, byte) => Math.imul(hashed ^ byte, PRIME), OFFSET);
}
