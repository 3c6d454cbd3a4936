import type { Edit } from '../../deviations/patched.ts';

/** What happens within an operation, where its arguments and its result do not show it. */
export interface Inside {
  /** Words of 32 bits that were taken from a stream. */
  words: number;
  /** The largest difference of two logits in one softmax of the model, attention's among them. */
  spread: number;
  /** The largest magnitude of a logit that came into one. */
  logit: number;
}

/** Where the edited reference notes it. */
const PLACE = 'microgptSpecInside';

/** Begins anew, and gives what is noted from here on. */
export function noteInside(): Inside {
  const inside: Inside = { words: 0, spread: 0, logit: 0 };
  Reflect.set(globalThis, PLACE, inside);
  return inside;
}

/** Edits with which the reference notes what happens within it; they change no number. */
export const NOTING: readonly Edit[] = [
  {
    file: 'random',
    find: '        if (this.#index === N)\n            this.#twist();',
    replace: `        globalThis.${PLACE}.words++;\n        if (this.#index === N)\n            this.#twist();`,
  },
  {
    file: 'model',
    find: 'const max_val = tape.leaf(max(',
    replace: `const seen = logits.map((val) => tape.data[val]);
    globalThis.${PLACE}.spread = Math.max(globalThis.${PLACE}.spread, Math.max(...seen) - Math.min(...seen));
    globalThis.${PLACE}.logit = Math.max(globalThis.${PLACE}.logit, ...seen.map(Math.abs));
    const max_val = tape.leaf(max(`,
  },
];
