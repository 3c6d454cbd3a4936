/** An input for which a statement fails, and how it comes again. */
export class Counterexample extends Error {
  override readonly name = 'Counterexample';
  /** What the statement threw. */
  override readonly cause: Error;
  /** Asks the same once more; throws where the statement fails again. */
  readonly again: () => Promise<void> | void;
  /** fast-check's path to the input; null of an input that was not drawn. */
  readonly path: string | null;
  /** Whether the statement held when the same was asked once more. */
  readonly holdsNow: boolean;

  constructor(cause: unknown, again: () => Promise<void> | void, path: string | null = null, holdsNow = false) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    super(error.message);
    this.cause = error;
    this.again = again;
    this.path = path;
    this.holdsNow = holdsNow;
  }
}
