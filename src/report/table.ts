import { configured, declaredText } from '../port/declarations.ts';
import { SPEC_CHAPTERS } from '../port/ops.ts';
import { builtNotes } from './builtNote.ts';
import { type FailedClause, failedClauses, kindText } from './failures.ts';
import { nextStep } from './nextStep.ts';
import type { CheckResult, ClauseResult, RunResult } from './result.ts';
import type { Style } from './style.ts';
import { unclaimedLines } from './unclaimed.ts';
import { verdictText } from './verdict.ts';

/** Failed clauses that are shown; the rest are counted, and all of them are in `--json`. */
const MOST_FAILURES = 20;
const PERCENT = 100;
const MS_PER_SECOND = 1000;
/** Of the table: clauses by status, those that fail at the edge alone apart, and checks that ran. */
const HEADS = ['chapter', 'held', 'checked', 'failed', 'at edge', 'not claimed', 'n/a', 'checks'];
/** The check of a run's losses, bit for bit. */
const EXACT_RUN = 'training.14 order=python: ';
/** The longest message of one failure that is shown; a port may throw anything. */
const MOST_CHARACTERS = 20_000;

/**
 * A result as text: clauses by chapter, failures with their counterexamples, and the verdict on the last line.
 *
 * @param result - of a run
 * @param style - colours, or none
 * @param verbose - whether every failed check is shown, whole
 */
export function resultTable(result: RunResult, style: Style, verbose = false): string {
  return [
    ...begun(result, style),
    row('total', result.clauses, style),
    '',
    ...failures(result, style, verbose),
    ...expectedFailures(result),
    ...problems(result),
    ...libmLine(result),
    ...exactLine(result),
    ...declaredLines(result),
    ...notApplicable(result),
    ...unclaimedLines(result),
    ...builtNotes(result),
    ...soakLine(result),
    ...failedChapters(result, style),
    `next: ${nextStep(result)}`,
    `verdict: ${verdictText(result)}`,
    '',
  ].join('\n');
}

/**
 * How the table of a run begins that has come so far: a line for each of its chapters, and none of what depends on all of them.
 *
 * @param result - of the first chapters of a run
 */
export function tableSoFar(result: RunResult, style: Style): string {
  return `${begun(result, style).join('\n')}\n`;
}

function begun(result: RunResult, style: Style): string[] {
  const { port, suite, revision, seed, sizes, clauses } = result;
  const chapters = SPEC_CHAPTERS.filter((chapter) => clauses.some((clause) => clause.chapter === chapter));
  return [
    `microgpt-spec ${suite}, specification revision ${revision}, seed ${seed}${sizes === undefined ? '' : `, sizes ${sizes}`}`,
    `port: ${port.name} ${port.version} (${port.lang}, ${port.dtype})${stepsOf(port)}`,
    '',
    style.bold(cells(HEADS)),
    ...chapters.map((chapter) =>
      row(
        chapter,
        clauses.filter((clause) => clause.chapter === chapter),
        style,
      ),
    ),
  ];
}

function stepsOf({ steps }: RunResult['port']): string {
  return steps === undefined ? '' : `, asked for ${steps} steps of the canonical run`;
}

function row(name: string, clauses: readonly ClauseResult[], style: Style): string {
  const count = (...statuses: readonly string[]) => clauses.filter(({ status }) => statuses.includes(status)).length;
  const [held, failed, atEdge] = [count('held'), count('failed'), count('failed-at-edge')];
  const ran = clauses.flatMap(({ checks }) => checks).filter(({ status }) => status === 'held' || status === 'failed');
  const checked = held + failed + atEdge;
  const others = [count('not-claimed'), count('not-applicable')];
  const line = cells([name, held, checked, failed, atEdge, ...others, ran.length]);
  if (failed > 0) return style.red(line);
  return held === 0 || atEdge > 0 ? style.yellow(line) : line;
}

function cells(values: readonly (string | number)[]): string {
  const [first, ...rest] = values.map(String);
  return `${first.padEnd(12)}${rest.map((cell, i) => cell.padStart(HEADS[i + 1].length + 3)).join('')}`;
}

function failures({ clauses }: RunResult, style: Style, verbose: boolean): string[] {
  const failed = failedClauses(clauses);
  const hidden = verbose ? 0 : failed.length - MOST_FAILURES;
  return [
    ...failed.slice(0, failed.length - Math.max(0, hidden)).flatMap((one) => failure(one, style, verbose)),
    ...(hidden > 0 ? [`and ${hidden} more failed clauses; --verbose shows them, --json writes them`, ''] : []),
  ];
}

/** A clause and its failed check that shows most; with `verbose` all of them. */
function failure({ clause, checks }: FailedClause<ClauseResult>, style: Style, verbose: boolean): string[] {
  const shown = verbose ? checks : checks.slice(0, 1);
  const hidden = checks.length - shown.length;
  return [
    ...shown.flatMap((check) => [style.red(`failed ${check.title}`), ...checkLines(clause, check, verbose)]),
    ...(hidden > 0 ? [`  also     ${hidden} more of its checks fail (--verbose shows them)`] : []),
    '',
  ];
}

function checkLines(clause: ClauseResult, check: CheckResult, verbose: boolean): string[] {
  const message = (check.counterexample ?? '').slice(0, verbose ? undefined : MOST_CHARACTERS);
  return [
    `  clause   ${clause.id} ${clause.title} (npx microgpt-spec explain ${clause.id})`,
    `  kind     ${kindText(check)}`,
    ...message.split('\n').map((line) => `  ${line}`),
  ];
}

/** The chapters in which something failed, for whoever sees only the end. */
function failedChapters({ clauses }: RunResult, style: Style): string[] {
  const failed = failedClauses(clauses).map(({ clause }) => clause);
  if (failed.length === 0) return [];
  const chapters = SPEC_CHAPTERS.filter((chapter) => failed.some((clause) => clause.chapter === chapter));
  const counts = chapters.map((chapter) => {
    const all = clauses.filter((clause) => clause.chapter === chapter).length;
    return `${chapter} (${failed.filter((clause) => clause.chapter === chapter).length} of ${all} clauses)`;
  });
  return [style.red(`failed: ${counts.join(', ')}`)];
}

function expectedFailures({ clauses }: RunResult): string[] {
  const expected = clauses.filter(({ status }) => status === 'expected-failure');
  return expected.map(({ id, title, reason }) => `expected failure ${id} ${title}: ${reason}`);
}

function problems(result: RunResult): string[] {
  const hidden = result.problems.length - MOST_FAILURES;
  return [
    ...result.problems.slice(0, MOST_FAILURES),
    ...(hidden > 0 ? [`and ${hidden} more such lines; --json writes them all`] : []),
  ];
}

function notApplicable({ clauses }: RunResult): string[] {
  const count = clauses.flatMap(({ checks }) => checks).filter(({ status }) => status === 'not-applicable').length;
  if (count === 0) return [];
  return [`checks that do not apply to this port: ${count} (--json says which, and why)`];
}

/** What the port declares, and which checks were asked at the declared constants only. */
function declaredLines({ port, clauses }: RunResult): string[] {
  const text = declaredText(port);
  if (text === '') return [];
  const ran = clauses.flatMap(({ checks }) => checks).filter(({ status }) => status === 'held' || status === 'failed');
  const there = ran.filter(({ ops }) => configured(ops).length > 0);
  const ops = [...new Set(there.flatMap((check) => configured(check.ops)))];
  const only = `asked at the declared constants only: ${there.length} checks, those of ${ops.join(' ')}`;
  return [`declared: ${text}`, ...(port.config === undefined || there.length === 0 ? [] : [only])];
}

/** How much a soak has asked. */
function soakLine({ soak }: RunResult): string[] {
  if (soak === undefined) return [];
  const { minutes, rounds, firstSeed, lastSeed, sizes, runs, requests } = soak;
  const seeds = rounds === 1 ? `seed ${firstSeed}` : `seeds ${firstSeed} to ${lastSeed}`;
  const counted = `${rounds === 1 ? '1 round' : `${rounds} rounds`}, ${seeds}`;
  const most = `sizes up to ${sizes}, up to ${runs} inputs for each law`;
  return [`soak of ${minutes} min: ${counted}, ${most}; ${requests.toLocaleString('en')} requests`];
}

/** How far the port's exp, ln and powers are from correct rounding: what no order of operations can change. */
function libmLine({ libm }: RunResult): string[] {
  if (libm.length === 0) return [];
  const functions = libm.map(
    ({ function: name, count, misrounded, maxUlps }) =>
      `${name} ${((PERCENT * misrounded) / count).toFixed(1)} %${misrounded > 0 ? ` (${maxUlps} ulp)` : ''}`,
  );
  return [`libm, results that are not the nearest number: ${functions.join(', ')}`];
}

/** What it took to repeat a run on the port's own library; or why that was not asked of a port that declares its order. */
function exactLine({ exact, port, clauses }: RunResult): string[] {
  if (exact === undefined) {
    const checks = clauses.flatMap((clause) => clause.checks);
    const run = checks.find(({ title }) => title.startsWith(EXACT_RUN));
    const isAsked = run === undefined || run.status === 'held' || run.status === 'failed';
    return port.order !== 'python' || isAsked
      ? []
      : [`exact by its own library: not looked at over a run, for ${run.reason ?? 'train is not claimed'}`];
  }
  const { steps, values, milliseconds } = exact;
  const each = Math.round(values / steps).toLocaleString('en');
  const seconds = (milliseconds / MS_PER_SECOND).toFixed(1);
  return [
    `exact by its own library: ${steps} steps, ${each} values of exp, ln and powers each (asked twice), ${seconds} s`,
  ];
}
