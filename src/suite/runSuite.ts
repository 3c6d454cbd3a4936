import { basename } from 'node:path';
import { Writable } from 'node:stream';
import { type InlineConfig, startVitest } from 'vitest/node';
import { shown } from '../port/shown.ts';
import type { PortIdentity } from '../report/identity.ts';
import type { RunResult } from '../report/result.ts';
import { assemble, originOf, type ResultRequest } from './assemble.ts';
import { cleanErrors } from './cleanErrors.ts';
import { CheckCollector, type Collected } from './collect.ts';
import { type CoverageRequest, coverageOptions } from './coverage.ts';
import { HeldText } from './heldText.ts';
import { manifestFaults, readManifest, titlesOf } from './manifest.ts';
import { patternOf } from './only.ts';
import { suiteOptions } from './options.ts';
import { testFiles } from './testFiles.ts';
import { warmUp } from './warmUp.ts';

/** vitest's reporters, by name, some with options. */
export type Reporters = readonly (string | [name: string, options: Record<string, unknown>])[];

/** `JUNIT report written to FILE`. */
const WRITTEN = /report written to /;

/** What to run, and how. */
export interface SuiteRequest extends ResultRequest {
  /** vitest reporters to run beside ours, by name. */
  readonly reporters: Reporters;
  /** Whose code coverage is wanted, and the folder for it; null for none. */
  readonly coverage?: CoverageRequest | null;
  /** The part of the suite that is run, `2/4`; all of it if it is not given. */
  readonly shard?: string;
  /** When nothing more is to be asked, in milliseconds since the epoch; never if it is not given. */
  readonly until?: number;
  /** Options of vitest's that differ from the suite's. */
  readonly options?: InlineConfig;
  /** Called as each check ends. */
  readonly onCheck: () => void;
  /** Called as a chapter ends before which all have, with the result of these. */
  readonly onChapter?: (soFar: RunResult) => void;
}

/** The result, or what kept the suite from giving one. */
export type SuiteOutcome =
  | {
      readonly kind: 'result';
      readonly result: RunResult;
      /** What is said of each check that failed, with the paths of this machine; by its title. */
      readonly failures: ReadonlyMap<string, string>;
    }
  /** With what vitest said of it, for whoever mends it. */
  | SuiteFault;

interface SuiteFault {
  readonly kind: 'suite-fault';
  readonly faults: readonly string[];
  readonly said: string;
}

/** What a suite's checks did that all ran, but for those whose time was up. */
export interface RanSuite extends Collected {
  readonly kind: 'ran';
  readonly port: PortIdentity;
}

/** Runs the shipped properties against a port, in vitest. */
export async function runSuite(request: SuiteRequest): Promise<SuiteOutcome> {
  const ran = await ranSuite(request);
  if (ran.kind === 'suite-fault') return ran;
  const result = assemble(request, originOf(request.port), ran, ran.port);
  return { kind: 'result', result, failures: failuresOf(ran.checks) };
}

/** Runs them, and judges whether all ran that are due. */
export async function ranSuite(request: SuiteRequest): Promise<RanSuite | SuiteFault> {
  const collected = await runVitest(request);
  const { checks, late, faults, port, said } = collected;
  const titles = [...checks.map(({ title }) => title), ...late];
  const due = request.only?.titles ?? titlesOf(readManifest(), request.chapters);
  // A file that did not load explains why its checks are missing.
  const problems = faults.length > 0 ? faults : manifestFaults(due, titles);
  if (problems.length > 0 || port === null) return { kind: 'suite-fault', faults: [...new Set(problems)], said };
  return { kind: 'ran', ...collected, port };
}

/**
 * Runs vitest and returns what its checks did, without judging whether all of them ran; and what vitest and its workers
 * wrote to standard error, which is shown where nothing went wrong, for then a module has written it.
 */
export async function runVitest(request: SuiteRequest): Promise<Collected & { readonly said: string }> {
  const { only } = request;
  const collector = new CheckCollector(request.onCheck, only?.titles, chaptersEnding(request));
  const options: Parameters<typeof startVitest>[2] = {
    ...suiteOptions(request.port, request.sampling, request.chapters, null, request.reproduction, request.until),
    ...(only === undefined ? {} : { testNamePattern: patternOf(only.titles) }),
    ...(isApart(request) ? { isolate: true } : {}),
    ...request.options,
    config: false,
    watch: false,
    run: true,
    ...(request.shard === undefined ? {} : { shard: request.shard }),
    reporters: [{ onInit: warmUp }, cleanErrors, collector, ...request.reporters],
    ...(request.coverage ? { coverage: coverageOptions(request.coverage) } : {}),
  };
  const held = new HeldText();
  const { exitCode } = process;
  const vitest = await startVitest('test', [], options, undefined, {
    stdout: outputFor(request.reporters),
    stderr: held,
  });
  await vitest.close();
  process.exitCode = exitCode; // vitest sets it for any failed test; the verdict decides here
  const { collected } = collector;
  const said = held.text;
  const isSound = collected.checks.length + collected.late.length > 0 && collected.faults.length === 0;
  if (isSound && said !== '') process.stderr.write(`${shown(said)}\n`);
  const untold = !isSound && collected.faults.length === 0 && said !== '';
  return { ...collected, faults: untold ? [`vitest: ${errorIn(said)}`] : collected.faults, said };
}

/**
 * Whether each file has a process of its own: of a module's chapter asked alone, as a command always has one. What a module keeps from
 * one request to the next then shows again where a soak has found it so. Not beside vitest's reporters: of what these print, a stream
 * that is not the process's own then gets nothing.
 */
function isApart({ port, chapters, only, reporters }: SuiteRequest): boolean {
  return port.kind === 'module' && chapters.length === 1 && only === undefined && reporters.length === 0;
}

/** What is said of the checks that failed, by their titles. */
export function failuresOf(checks: Collected['checks']): ReadonlyMap<string, string> {
  return new Map(checks.map(({ title, counterexample = '' }) => [title, counterexample]));
}

/** Tells of chapters as all their files have ended, in the specification's order. */
function chaptersEnding(request: SuiteRequest): (soFar: Collected, files: readonly string[]) => void {
  const { onChapter, chapters, port: choice } = request;
  if (onChapter === undefined) return () => {};
  let told = 0;
  return (soFar, files) => {
    const ended = new Set(files.map((file) => basename(file)));
    const next = chapters.findIndex((chapter) => !testFiles([chapter]).every((file) => ended.has(file)));
    const done = chapters.slice(0, next < 0 ? chapters.length : next);
    if (done.length <= told || soFar.port === null || soFar.faults.length > 0) return;
    told = done.length;
    onChapter(assemble({ ...request, chapters: done }, originOf(choice), soFar, soFar.port));
  };
}

/** Standard output, without what reporters say of the files that they have written: others put these in their places. */
function outputFor(reporters: Reporters): Writable {
  const writesFiles = reporters.some((reporter) => typeof reporter !== 'string' && 'outputFile' in reporter[1]);
  if (!writesFiles) return process.stdout;
  return new Writable({
    decodeStrings: false,
    write: (chunk: string, _, done) => {
      if (!WRITTEN.test(chunk)) process.stdout.write(chunk);
      done();
    },
  });
}

/** The line of what vitest says that has the error. */
function errorIn(said: string): string {
  return /^\w*Error: .*/m.exec(said)?.[0] ?? said.split('\n', 1)[0];
}
