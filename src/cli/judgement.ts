import { EXIT } from './fault.ts';

/** Whether a command that gives a verdict has begun and not given it yet. */
let isDue = false;

/** A verdict is due from now on: a command that ends before it has judged nothing. */
export function expectVerdict(): void {
  isDue = true;
}

/** The verdict stands: the exit status, even if what is still to be written has no reader. */
export function giveVerdict(status: number): void {
  isDue = false;
  process.exitCode = status;
}

/** The exit status if the command ended now; vitest sets one too, which says nothing as long as a verdict is due. */
export function statusSoFar(): number {
  return isDue ? EXIT.fault : Number(process.exitCode ?? EXIT.conforms);
}
