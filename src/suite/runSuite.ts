import { type InlineConfig, startVitest } from 'vitest/node';
import type { RunResult } from '../report/result.ts';
import { assemble, originOf, type ResultRequest } from './assemble.ts';
import { cleanErrors } from './cleanErrors.ts';
import { CheckCollector, type Collected } from './collect.ts';
import { type CoverageRequest, coverageOptions } from './coverage.ts';
import { manifestFaults, readManifest } from './manifest.ts';
import { suiteOptions } from './options.ts';
import { warmUp } from './warmUp.ts';

/** vitest's reporters, by name, some with options. */
export type Reporters = readonly (string | [name: string, options: Record<string, unknown>])[];

/** What to run, and how. */
export interface SuiteRequest extends ResultRequest {
  /** vitest reporters to run beside ours, by name. */
  readonly reporters: Reporters;
  /** Whose code coverage is wanted, and the folder for it; null for none. */
  readonly coverage?: CoverageRequest | null;
  /** The part of the suite that is run, `2/4`; all of it if it is not given. */
  readonly shard?: string;
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
  return { kind: 'result', result: assemble(request, originOf(request.port), collected, port) };
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
    ...(request.shard === undefined ? {} : { shard: request.shard }),
    reporters: [{ onInit: warmUp }, cleanErrors, collector, ...request.reporters],
    ...(request.coverage ? { coverage: coverageOptions(request.coverage) } : {}),
  });
  await vitest.close();
  process.exitCode = 0; // vitest sets it for any failed test; the verdict decides here
  return collector.collected;
}
