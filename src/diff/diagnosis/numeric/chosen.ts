/**
 * All choices of a run, some of them otherwise than microgpt.py's. One object is used again and again: to copy 50 properties for
 * each run takes longer than a forward pass.
 */
export class Chosen<T extends object> {
  readonly #right: T;
  readonly #current: T;
  #changed: (keyof T)[] = [];

  /** @param make - gives what microgpt.py chooses, a new object each time */
  constructor(make: () => T) {
    this.#right = make();
    this.#current = make();
  }

  /** With these in place of microgpt.py's; valid until the next call. */
  with(choices: Partial<T> = {}): T {
    for (const name of this.#changed) this.#current[name] = this.#right[name];
    this.#changed = [];
    for (const name in choices) {
      const value = choices[name];
      if (value === undefined) continue;
      this.#current[name] = value;
      this.#changed.push(name);
    }
    return this.#current;
  }
}
