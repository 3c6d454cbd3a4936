import { inject, type ProvidedContext } from 'vitest';
import { givenContext } from '../../src/suite/givenContext.ts';

/** What a run was started with: by `run`, which hands it to vitest's workers, or by `conformance` in somebody's own vitest. */
export function provided<K extends keyof ProvidedContext>(key: K): ProvidedContext[K] {
  return (givenContext() ?? { [key]: inject(key) })[key] as ProvidedContext[K];
}
