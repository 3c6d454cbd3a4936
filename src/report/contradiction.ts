import { configure } from '../port/config.ts';
import { revisionClauses, specRevision } from '../spec/revisions.ts';
import { type ClauseResult, clauseStatus, type RunResult } from './result.ts';
import { verdictOf } from './verdict.ts';

/**
 * The first thing that a result says and that cannot be: its own parts speak against it, or the specification does.
 *
 * @param result - of the form that results have
 * @returns what it is, in one line; null where all fits
 */
export function contradictionIn(result: RunResult): string | null {
  return (
    wrongNumber(result) ??
    wrongList(result) ??
    firstOf(result.clauses, wrongClause) ??
    wrongVerdict(result) ??
    wrongRun(result)
  );
}

/** Numbers that count something. */
function wrongNumber({ revision, runs, machine, port, milliseconds, libm }: RunResult): string | null {
  const counted: readonly (readonly [name: string, value: number, least: number])[] = [
    ['revision', revision, 1],
    ['runs', runs, 1],
    ['machine.cores', machine.cores, 0], // where Node cannot tell
    ['port.steps', port.steps ?? 1, 1],
    ['milliseconds', milliseconds, 0],
  ];
  const [name, value, least] = counted.find(([, value, least]) => !(value >= least)) ?? [];
  if (name !== undefined) return `${name} is ${value}; it must be ${least} or more`;
  const {
    function: of,
    count,
    misrounded,
  } = libm.find(({ count, misrounded }) => !(misrounded >= 0 && misrounded <= count)) ?? {};
  return of === undefined ? null : `libm: of ${count} results of ${of} ${misrounded} are misrounded`;
}

/** The clauses must be those of the revision, in the chapters that were run, each once. */
function wrongList({ clauses, chapters, only, revision }: RunResult): string | null {
  const twice = repeated(chapters) ?? repeated(clauses.map(({ id }) => id));
  if (twice !== null) return `${twice} stands there twice`;
  const stray = clauses.find(({ id, chapter }) => !id.startsWith(`${chapter}.`) || !chapters.includes(chapter));
  if (stray !== undefined) return `${stray.id} is a clause of no chapter that was run`;
  if (revision > specRevision()) return null; // of a later specification, whose clauses nobody knows here
  const ids = new Set(clauses.map(({ id }) => id));
  const asked = only?.map((name) => name.split(' ', 1)[0]);
  const due = revisionClauses(revision).filter(
    (id) => chapters.some((chapter) => id.startsWith(`${chapter}.`)) && (asked?.includes(id) ?? true),
  );
  const missing = due.find((id) => !ids.has(id));
  if (missing !== undefined) return `${missing} is missing, which revision ${revision} has`;
  const unknown = clauses.find(({ id }) => !due.includes(id));
  return unknown === undefined ? null : `there is no clause ${unknown.id} in revision ${revision}`;
}

function wrongClause({ id, status, checks }: ClauseResult): string | null {
  const stray = checks.find(({ title }) => !title.startsWith(`${id} `));
  if (stray !== undefined) return `${id} has a check of another clause, ${stray.title}`;
  const due = clauseStatus(checks);
  if (status === due) return null;
  if (status === 'expected-failure' && (due === 'failed' || due === 'failed-at-edge')) return null;
  return `${id} is said to be ${status}, and its checks make it ${due}`;
}

/** Failures that were expected and did not come make any verdict a bad one, and a problem each. */
function wrongVerdict({ verdict, clauses, problems, core }: RunResult): string | null {
  const due = verdictOf(clauses, [], core);
  if (verdict === due || (verdict === 'does not conform' && problems.length > 0)) return null;
  return `the verdict is "${verdict}", and its clauses make it "${due}"`;
}

/** A port is asked for microgpt.py's steps and samples, and no more of it is kept. */
function wrongRun({ canonical: { losses, samples } }: RunResult): string | null {
  const { num_steps, num_samples } = configure({});
  if (losses !== null && losses.length > num_steps) return `canonical has ${losses.length} losses of ${num_steps}`;
  if (samples !== null && samples.length > num_samples) {
    return `canonical has ${samples.length} samples of ${num_samples}`;
  }
  return null;
}

function firstOf<T>(items: readonly T[], find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

function repeated(names: readonly string[]): string | null {
  return names.find((name, i) => names.indexOf(name) !== i) ?? null;
}
