import type { ProvidedContext } from 'vitest';

let given: ProvidedContext | null = null;

/** Hands the checks what vitest would have handed them, in the worker that loads them. */
export function giveContext(context: ProvidedContext): void {
  given = context;
}

/** What `conformance` was called with; null in a run of the suite's own. */
export function givenContext(): ProvidedContext | null {
  return given;
}
