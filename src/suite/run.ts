import { type InlineConfig, startVitest } from 'vitest/node';
import type { Chapter } from '../port/ops.ts';
import { packageVersion } from '../port/packageVersion.ts';
import type { PortChoice } from '../port/select.ts';
import { type ClauseResult, clauseStatus, type RunResult } from '../report/result.ts';
import { readChapter } from '../spec/clauses.ts';
import { SPEC_REVISION } from '../spec/revision.ts';
import { CheckCollector, type Collected } from './collect.ts';
import { type CoverageRequest, coverageOptions } from './coverage.ts';
import { manifestFaults, readManifest } from './manifest.ts';
import { suiteOptions } from './options.ts';
import type { Sampling } from './sampling.ts';

/** What to run, and how. */
export interface SuiteRequest {
  readonly port: PortChoice;
  readonly sampling: Sampling;
  readonly chapters: readonly Chapter[];
  /** Chapters of which a clause that is not claimed counts as failed. */
  readonly required?: readonly Chapter[];
  /** vitest reporters to run beside ours, by name. */
  readonly reporters: readonly string[];
  /** Whose code coverage is wanted, and the folder for it; null for none. */
  readonly coverage?: CoverageRequest | null;
  /** Options of vitest's that differ from the suite's. */
  readonly options?: InlineConfig;
  /** Called as each check ends. */
  readonly onCheck: () => void;
}

/** The result, or what kept the suite from giving one. */
export type SuiteOutcome =
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'suite-fault'; readonly faults: readonly string[] };

/** Runs the shipped properties against a port, in vitest. */
export async function runSuite(request: SuiteRequest): Promise<SuiteOutcome> {
  const collected = await runVitest(request);
  const { checks, faults, port } = collected;
  const titles = checks.map(({ title }) => title);
  // A file that did not load explains why its checks are missing.
  const problems = faults.length > 0 ? faults : manifestFaults(readManifest(), request.chapters, titles);
  if (problems.length > 0 || port === null) return { kind: 'suite-fault', faults: [...new Set(problems)] };
  return { kind: 'result', result: resultOf(request, collected, port) };
}

/** Runs vitest and returns what its checks did, without judging whether all of them ran. */
export async function runVitest(request: SuiteRequest): Promise<Collected> {
  const collector = new CheckCollector(request.onCheck);
  const vitest = await startVitest('test', [], {
    ...suiteOptions(request.port, request.sampling, request.chapters),
    ...request.options,
    config: false,
    watch: false,
    run: true,
    reporters: [collector, ...request.reporters],
    ...(request.coverage ? { coverage: coverageOptions(request.coverage) } : {}),
  });
  await vitest.close();
  process.exitCode = 0; // vitest sets it for any failed test; the verdict decides here
  return collector.collected;
}

function resultOf(request: SuiteRequest, { checks, libm }: Collected, port: RunResult['port']): RunResult {
  const clauses = request.chapters.flatMap(readChapter).map(({ id, chapter, title }): ClauseResult => {
    const own = checks.filter(({ clause }) => clause === id).map(({ clause: _, ...check }) => check);
    return { id, chapter, title, status: clauseStatus(own.map(({ status }) => status)), checks: own };
  });
  const failed = clauses.filter(({ status }) => status === 'failed');
  const missing = clauses.filter(
    ({ status, chapter }) => status === 'not-claimed' && request.required?.includes(chapter),
  );
  const conforms = clauses.some(({ status }) => status === 'held') && failed.length + missing.length === 0;
  return {
    schema: 1,
    suite: packageVersion(),
    revision: SPEC_REVISION,
    port,
    seed: request.sampling.seed,
    libm,
    verdict: conforms ? 'conforms' : 'does not conform',
    clauses,
  };
}
