import fc from 'fast-check';
import { NotAsked } from '../../src/protocol/portFault.ts';
import { NO_REPRODUCTION } from '../../src/suite/reproduction.ts';
import { Counterexample } from './counterexample.ts';
import { NoInput } from './noInput.ts';
import { NotApplicable } from './notApplicable.ts';
import { provided } from './provided.ts';
import { forgetRequests, type Request, recallRequests, requestsMade } from './requests.ts';
import { names, seed } from './subject.ts';
import { timeIsUp } from './timeIsUp.ts';
import { Unequal } from './unequal.ts';

/** Where each input comes from. */
export type Inputs<T extends unknown[]> = [...{ [I in keyof T]: fc.Arbitrary<T[I]> }];

/** How many inputs that a port cannot be asked for are passed over, for each that is due. */
const MOST_SKIPS = 10;

/** How many inputs are asked for a smaller counterexample: fewer of larger ones, each of which takes longer. */
const MOST_SHRUNK = Math.ceil(2000 / provided('sampling').sizes);

/** A reader sees a difference in the first three digits. */
const VISIBLE = 1e-3;

/**
 * Checks a statement on random inputs, and looks for a counterexample that a reader sees: of those whose first digits differ
 * the smallest, and of others only where there is none among the inputs.
 *
 * @param inputs - none where the statement holds or fails once and for all
 * @param share - of the run's samples, below 1 where one costs much; at least one sample is taken
 * @param statement - throws where it fails
 * @throws Counterexample where it fails
 * @throws NotApplicable where hardly any input lies within what the port declares
 * @throws NoInput where one input is to be asked (`run --path`), and there is none at that place
 */
export async function forAll<T extends unknown[]>(
  inputs: Inputs<T>,
  share: number,
  statement: (...input: T) => Promise<void> | void,
): Promise<void> {
  if (inputs.length === 0) return once(() => (statement as () => Promise<void> | void)());
  const { path } = provided('reproduction') ?? NO_REPRODUCTION;
  const search = new Search(fc.tuple<T>(...inputs), share, ([...input]) => statement(...(input as T)));
  if (path !== null) return once(search.at(path), path);
  const first = await search.first();
  if (first === null) return;
  // Of many ports in turn it is enough to know who fails.
  if (names !== null) throw first.error;
  const shrunk = await search.visible(first);
  const { error, holdsNow } = await search.asked(shrunk);
  throw new Counterexample(error, () => search.again(shrunk), shrunk.path, holdsNow);
}

async function once(statement: () => Promise<void> | void, path: string | null = null): Promise<void> {
  forgetRequests();
  try {
    await statement();
  } catch (error) {
    if (error instanceof NotApplicable) throw path === null ? error : astray(path);
    throw new Counterexample(error, statement, path);
  }
}

function astray(path: string): NoInput {
  return new NoInput(`has no input at --path ${path}; paste it as it was printed, with its --seed, --runs and --sizes`);
}

/** An input for which the statement has failed. */
interface Failing<I> {
  readonly input: I;
  readonly path: string;
  readonly error: unknown;
  /** What was asked, and what came. */
  readonly requests: readonly Request[];
}

/** The inputs of a check, in their order, and the statement about them. */
class Search<I> {
  readonly #drawn: fc.Arbitrary<I>;
  readonly #samples: number;
  readonly #statement: (input: I) => Promise<void> | void;

  constructor(drawn: fc.Arbitrary<I>, share: number, statement: (input: I) => Promise<void> | void) {
    this.#drawn = drawn;
    this.#samples = Math.max(1, Math.round(provided('sampling').runs * share));
    this.#statement = statement;
  }

  /** The first input that fails, as it was drawn; null where none does. */
  first(): Promise<Failing<I> | null> {
    return this.#failing(0, { endOnFailure: true }, timeIsUp);
  }

  /**
   * The statement about the one input that is at a place, and not about those behind it.
   *
   * @param path - fast-check's, whose first number counts what is drawn: as many as the samples and what is passed over
   * @throws NoInput where no input is there
   */
  at(path: string): () => Promise<void> | void {
    if (Number(path.split(':')[0]) >= this.#samples * (1 + MOST_SKIPS)) throw astray(path);
    const inputs = this.#inputsFrom(path);
    if (inputs.length === 0) throw astray(path);
    return () => this.#statement(inputs[0]);
  }

  #inputsFrom(path: string): readonly I[] {
    try {
      return fc.sample(this.#drawn, { seed, path, numRuns: 1 });
    } catch (error) {
      if (String(error).includes('Unable to replay')) throw astray(path);
      throw error;
    }
  }

  /** The smallest that a reader sees, from the first that fails on. */
  async visible(first: Failing<I>): Promise<Failing<I>> {
    const index = Number(first.path.split(':')[0]);
    const numRuns = this.#samples - index;
    try {
      const seen = await this.#failing(VISIBLE, { path: String(index), numRuns });
      return seen ?? (await this.#failing(0, { path: first.path, numRuns })) ?? first;
    } catch (error) {
      if (error instanceof NotAsked) return first; // it was asked for the first, and is not any more
      throw error;
    }
  }

  /**
   * Asks once more, so that the last requests, which a failure shows, are those of the input; what it throws. Where it holds
   * now, or is not asked any more, what was asked before is shown.
   */
  async asked({
    input,
    error,
    requests,
  }: Failing<I>): Promise<{ readonly error: unknown; readonly holdsNow: boolean }> {
    forgetRequests();
    let holdsNow = false;
    try {
      await this.#statement(input);
      holdsNow = true;
    } catch (last) {
      if (!(last instanceof NotAsked)) return { error: last, holdsNow };
    }
    recallRequests(requests);
    return { error, holdsNow };
  }

  again({ input }: Failing<I>): Promise<void> | void {
    return this.#statement(input);
  }

  async #failing(
    share: number,
    parameters: fc.Parameters<[I]>,
    isOver: () => boolean = () => false,
  ): Promise<Failing<I> | null> {
    let beyond: NotApplicable | null = null;
    let failed = false;
    let asked = 0;
    let requests: readonly Request[] = [];
    const property = fc.asyncProperty(this.#drawn, async (input) => {
      if (failed ? ++asked > MOST_SHRUNK : isOver()) return;
      forgetRequests();
      try {
        await this.#statement(input);
      } catch (error) {
        if (error instanceof NotApplicable) {
          beyond = error;
          fc.pre(false); // another input is drawn in its place
        }
        // An input that a port was not asked for is no smaller counterexample than one that it was.
        if (failed && error instanceof NotAsked) return;
        if (shareOf(error) < share) return;
        failed = true;
        requests = requestsMade();
        throw error;
      }
    });
    const numRuns = this.#samples;
    const details = await fc.check(property, { seed, numRuns, maxSkipsPerRun: MOST_SKIPS, ...parameters });
    if (!details.failed) return null;
    if (details.counterexample === null || details.counterexamplePath === null) {
      throw beyond ?? new Error(`SUITE: fast-check stopped: ${fc.stringify(details.errorInstance)}`);
    }
    if (details.errorInstance instanceof NotAsked) throw details.errorInstance; // no input is at fault
    return {
      input: details.counterexample[0],
      path: details.counterexamplePath,
      error: details.errorInstance,
      requests,
    };
  }
}

/** How much of what was compared differs; 1 where that cannot be said. */
function shareOf(error: unknown): number {
  return error instanceof Unequal ? error.share : 1;
}
