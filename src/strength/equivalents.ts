/** A mutant that no port could be told from the reference by. */
export interface Equivalent {
  readonly file: string;
  /** The text that is replaced, and by what. */
  readonly original: string;
  readonly replacement: string;
  /** Why both compute the same, on every input that a clause allows. */
  readonly argument: string;
}

/** Every mutant that is argued to be equivalent; `npm run mutation` reads it, and counts all other survivors. */
export const EQUIVALENT: readonly Equivalent[] = [];
