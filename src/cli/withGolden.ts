import { GoldenFault } from '../golden/goldenFault.ts';
import { Fault } from './fault.ts';

/**
 * Does what needs golden data; where they cannot be used, that is shown as any fault: in one line, with status 2.
 *
 * @throws Fault in place of GoldenFault
 */
export async function withGolden<T>(action: () => T | Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw error instanceof GoldenFault ? new Fault(error.message) : error;
  }
}
