import { Counterexample } from './counterexample.ts';
import { NotApplicable } from './notApplicable.ts';
import { forgetRequests } from './requests.ts';

/**
 * Demands a statement of inputs that are written down, one after another.
 *
 * @param statement - throws where it fails
 * @throws Counterexample with the first that fails
 */
export async function each<T>(inputs: readonly T[], statement: (input: T) => Promise<void> | void): Promise<void> {
  for (const input of inputs) {
    forgetRequests();
    try {
      await statement(input);
    } catch (error) {
      if (error instanceof NotApplicable) throw error;
      throw new Counterexample(error, () => statement(input));
    }
  }
}
