import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import 'vitest';
import type { InlineConfig } from 'vitest/node';
import type { Chapter } from '../port/ops.ts';
import type { PortChoice } from '../protocol/select.ts';
import type { CheckKind } from '../report/result.ts';
import { NO_REPRODUCTION, type Reproduction } from './reproduction.ts';
import { type Sampling, TEST_TIMEOUT_MS } from './sampling.ts';
import { watchedForks } from './watchedForks.ts';

declare module 'vitest' {
  interface ProvidedContext {
    port: PortChoice;
    sampling: Sampling;
    /** The kinds of checks to register; all where it is null. */
    kinds: readonly CheckKind[] | null;
    /** How failures are seen again. */
    reproduction: Reproduction;
    /** When nothing more is to be asked, in milliseconds since the epoch; never where it is null. */
    until: number | null;
    /** Ports that take turns in every check, and the module that makes them; null where there is but the one. */
    turns: { readonly module: string; readonly names: readonly string[] } | null;
  }
}

/** Of a port each request has its own time, of which a check may ask hundreds. */
const NO_TIMEOUT = 0;

/** The package's own folder, from src/ and from dist/ alike. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Tells the watch of a module which check asks. */
const WATCH_CHECKS = join(PACKAGE_ROOT, 'src/suite/watchChecks.ts');

/**
 * Options under which vitest runs the shipped properties, in the checkout and in node_modules alike.
 *
 * @param choice - the implementation to test
 * @param sampling - seed and number of inputs
 * @param chapters - whose properties to run
 * @param kinds - the kinds of checks to register; all where it is null
 * @param reproduction - how failures are seen again
 * @param until - when nothing more is to be asked, in milliseconds since the epoch; never where it is null
 */
export function suiteOptions(
  choice: PortChoice,
  sampling: Sampling,
  chapters: readonly Chapter[],
  kinds: readonly CheckKind[] | null = null,
  reproduction: Reproduction = NO_REPRODUCTION,
  until: number | null = null,
): InlineConfig {
  const watched = choice.kind === 'module' && choice.deadline !== undefined;
  return {
    root: PACKAGE_ROOT,
    include: chapters.flatMap((chapter) => [`properties/${chapter}.test.ts`, `properties/${chapter}.*.test.ts`]),
    exclude: [], // vitest leaves node_modules out by default, and that is where an installed suite lies
    server: { deps: { inline: [/microgpt-spec[^/]*\/(src|properties)\//] } },
    provide: { port: choice, sampling, kinds, reproduction, until, turns: null },
    testTimeout: choice.kind === 'process' || watched ? NO_TIMEOUT : TEST_TIMEOUT_MS,
    cache: false,
    // A thread starts sooner than a process; a module from outside may need one of its own: to change folder, to crash.
    pool: choice.kind === 'module' ? (watched ? watchedForks() : 'forks') : 'threads',
    setupFiles: watched ? [WATCH_CHECKS] : [],
    isolate: false, // the checks share no state; a worker that keeps its modules starts each file sooner
  };
}
