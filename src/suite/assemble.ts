import { canonicalDataset } from '../golden/canonical.ts';
import { manifestHash, openGolden } from '../golden/folder.ts';
import type { Chapter } from '../port/ops.ts';
import { packageVersion } from '../port/packageVersion.ts';
import type { PortChoice } from '../protocol/select.ts';
import { dateNow } from '../report/date.ts';
import type { PortIdentity } from '../report/identity.ts';
import { type Machine, machineFacts } from '../report/machine.ts';
import { commandText, type KnownPath, knownPaths, withoutPaths } from '../report/paths.ts';
import {
  type CanonicalResult,
  type ClauseResult,
  clauseStatus,
  RESULT_SCHEMA,
  type RunResult,
} from '../report/result.ts';
import { verdictOf } from '../report/verdict.ts';
import { readChapter } from '../spec/clauses.ts';
import { revisionClauses, specRevision } from '../spec/revisions.ts';
import type { Collected, CollectedCheck } from './collect.ts';
import type { Only } from './only.ts';
import { PACKAGE_ROOT } from './options.ts';
import { NO_REPRODUCTION, type Reproduction } from './reproduction.ts';
import type { Sampling } from './sampling.ts';

/** What of a request its result depends on. */
export interface ResultRequest {
  readonly port: PortChoice;
  readonly sampling: Sampling;
  readonly chapters: readonly Chapter[];
  /** The checks that it is limited to, which are of these chapters; all of them if it is not given. */
  readonly only?: Only;
  /** How failures are seen again, and the one input that the run is limited to; not by a command line if it is not given. */
  readonly reproduction?: Reproduction;
  /** Chapters of which a clause that is not claimed speaks against the port. */
  readonly required?: readonly Chapter[];
  /** Whose list of clauses counts; the latest if it is not given. */
  readonly revision?: number;
}

/** Where a port was asked: how it was started, and the paths of that machine that a result must not show. */
export interface Origin {
  /** The port's command without such paths; null for the embedded reference. */
  readonly command: string | null;
  readonly known: readonly KnownPath[];
  readonly machine: Machine;
  /** When it was asked (`dateNow`). */
  readonly date: string;
}

/** This machine. */
export function originOf(port: PortChoice): Origin {
  const command = commandOf(port);
  const known = knownPaths(command, PACKAGE_ROOT);
  const shown = command.length > 0 ? commandText(command, known) : null;
  return { command: shown, known, machine: machineFacts(), date: dateNow() };
}

/** The checks whose port's values a result keeps. */
const TRAINED = "training.14 golden: the 1000 losses of the canonical run, from Python's start";
const SAMPLED = 'inference.13 golden: the 20 samples of the canonical run';
const TENTHS = 10;

/** Stands in the title of a check of the order that a port declares. */
const ORDERED = ' order=python: ';

/** The result of a run from what its checks did: in stable order, and without paths of the machine. */
export function assemble(
  request: Omit<ResultRequest, 'port'>,
  { command, known, machine, date }: Origin,
  collected: Collected,
  port: PortIdentity,
): RunResult {
  const checks = collected.checks.map((check) => portable(check, known)).sort(byTitle);
  const revision = request.revision ?? specRevision();
  const { path } = request.reproduction ?? NO_REPRODUCTION;
  const listed = revisionClauses(revision);
  const asked = new Set(request.only?.titles.map((title) => title.slice(0, title.indexOf(' '))));
  const due = request.chapters
    .flatMap(readChapter)
    .filter(({ id }) => listed.includes(id) && (request.only === undefined || asked.has(id)));
  const clauses = due.map(({ id, chapter, title, uncheckable }): ClauseResult => {
    const own = checks
      .filter(({ clause }) => clause === id)
      .map(({ clause: _, file: __, draws: ___, ...check }) => check);
    const status = clauseStatus(own);
    const closest = Math.max(0, ...own.map((check) => check.closest ?? 0));
    return {
      id,
      chapter,
      title,
      status,
      milliseconds: total(own),
      ...(closest > 0 ? { closest } : {}),
      ...(status === 'not-applicable' ? { reason: uncheckable ?? own[0]?.reason ?? 'it has no check' } : {}),
      checks: own,
    };
  });
  const problems = missing(clauses, request.required ?? []);
  return {
    schema: RESULT_SCHEMA,
    date,
    suite: packageVersion(),
    revision,
    golden: manifestHash(openGolden()),
    port: { ...port, ...(command === null ? {} : { command }) },
    seed: request.sampling.seed,
    runs: request.sampling.runs,
    ...(request.sampling.sizes === 1 ? {} : { sizes: request.sampling.sizes }),
    core: request.sampling.core,
    machine,
    milliseconds: total(checks),
    verdict: verdictOf(clauses, [], request.sampling.core),
    chapters: request.chapters,
    ...(request.only === undefined ? {} : { only: request.only.names }),
    ...(path === null ? {} : { path }),
    problems,
    libm: collected.libm,
    canonical: canonicalOf(collected),
    ...exactRun(collected),
    clauses,
  };
}

/** The port's command, or the module that it is. */
function commandOf(port: PortChoice): readonly string[] {
  if (port.kind === 'process') return port.command;
  return port.kind === 'module' ? [port.file] : [];
}

function portable(check: CollectedCheck, known: readonly KnownPath[]): CollectedCheck {
  const { counterexample } = check;
  return counterexample === undefined ? check : { ...check, counterexample: withoutPaths(counterexample, known) };
}

/** Files run side by side and end in any order. */
function byTitle(a: CollectedCheck, b: CollectedCheck): number {
  if (a.title === b.title) return 0;
  return a.title < b.title ? -1 : 1;
}

function total(checks: readonly { readonly milliseconds: number }[]): number {
  return Math.round(checks.reduce((sum, { milliseconds }) => sum + milliseconds, 0) * TENTHS) / TENTHS;
}

function missing(clauses: readonly ClauseResult[], required: readonly Chapter[]): string[] {
  return clauses
    .filter(({ status, chapter }) => status === 'not-claimed' && required.includes(chapter))
    .map(({ id }) => `${id} is required and not claimed`);
}

function canonicalOf({ witnessed }: Collected): CanonicalResult {
  const { uchars } = canonicalDataset(openGolden());
  const sampled = witnessed.get(SAMPLED)?.samples ?? null;
  return {
    losses: witnessed.get(TRAINED)?.losses ?? null,
    samples: sampled?.map((tokens) => tokens.map((token) => uchars[token] ?? '?').join('')) ?? null,
  };
}

/** A run that was repeated bit for bit, where nothing else that the order claims was found to differ. */
function exactRun({ exact, checks }: Collected): Pick<RunResult, 'exact'> {
  const isDenied = checks.some(({ title, status }) => title.includes(ORDERED) && status === 'failed');
  return exact === null || isDenied ? {} : { exact };
}
