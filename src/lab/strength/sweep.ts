import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHAPTERS, type Chapter } from '../../port/ops.ts';
import type { PortChoice } from '../../protocol/select.ts';
import type { CollectedCheck } from '../../suite/collect.ts';
import { PACKAGE_ROOT } from '../../suite/options.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';
import { checksOf } from './askedChecks.ts';
import { nameOf, SUBJECT, SUBJECTS, type Subject } from './subjects.ts';
import { type BySubject, recall, remember, type SweptCheck } from './sweepCache.ts';
import { TURNS } from './turnModule.ts';

const TURNS_MODULE = fileURLToPath(new URL('./turnModule.js', import.meta.url));
const SUBJECT_MODULE = fileURLToPath(new URL('./subjectModule.js', import.meta.url));
const IMPOSTOR = join(PACKAGE_ROOT, 'src/lab/strength/impostor.mjs');

const DEADLINE_MS = 60_000;

/** A subject and every check. */
export interface Swept {
  readonly subject: Subject;
  readonly checks: readonly SweptCheck[];
}

/**
 * Puts the whole suite to every subject. Those that are asked alike take turns in each check, which spares them hundreds
 * of starts; the others have a run of their own.
 *
 * @param log - is told what is being done
 * @throws Error where a run of the suite has a fault
 */
export async function sweep(log: (line: string) => void): Promise<Swept[]> {
  for (const chapter of CHAPTERS.filter((name) => recall(name, TURNS) === null)) {
    log(`${chapter}: ${TURNS.length} subjects in turn`);
    remember(chapter, TURNS, await sweepInTurns([chapter], TURNS));
  }
  for (const subject of SUBJECTS.filter(({ alone }) => alone)) {
    const stale = CHAPTERS.filter((chapter) => recall(chapter, [subject]) === null);
    if (stale.length === 0) continue;
    log(`${nameOf(subject)}: ${stale.join(' ')}`);
    await alone(subject, stale);
  }
  const turns = CHAPTERS.map((chapter) => recall(chapter, TURNS));
  return SUBJECTS.map((subject) => {
    const chapters = subject.alone ? CHAPTERS.map((chapter) => recall(chapter, [subject])) : turns;
    return { subject, checks: chapters.flatMap((checks) => checks?.[nameOf(subject)] ?? []) };
  });
}

/**
 * Puts the checks of some chapters to subjects that can take turns.
 *
 * @param runs - inputs for each law
 * @param like - says for all of them what they are, and so how they are asked; the reference where it is null
 */
export async function sweepInTurns(
  chapters: readonly Chapter[],
  subjects: readonly Subject[],
  runs = DEFAULT_SAMPLING.runs,
  like: Subject | null = null,
): Promise<BySubject> {
  const names = subjects.map(nameOf);
  const port: PortChoice = like === null ? { kind: 'module', file: TURNS_MODULE } : choiceOf(like);
  const checks = await checksOf({ port, chapters, runs, kinds: null, turns: { module: TURNS_MODULE, names } });
  const ofOne = (name: string) =>
    checks.map((check): SweptCheck => ({ ...entryOf(check), status: 'failed', ...check.turns?.[name] }));
  return Object.fromEntries(names.map((name) => [name, ofOne(name)]));
}

async function alone(subject: Subject, chapters: readonly Chapter[]): Promise<void> {
  const checks = await sweepAlone(subject, chapters);
  for (const chapter of chapters) {
    const own = checks.filter(({ clause }) => clause.startsWith(`${chapter}.`));
    remember(chapter, [subject], { [nameOf(subject)]: own });
  }
}

/**
 * Puts the checks of some chapters to a subject in a run of its own.
 *
 * @param runs - inputs for each law
 */
export async function sweepAlone(
  subject: Subject,
  chapters: readonly Chapter[],
  runs = DEFAULT_SAMPLING.runs,
): Promise<SweptCheck[]> {
  const checks = await checksOf({ port: choiceOf(subject), chapters, runs, kinds: null, turns: null });
  return checks.map(sweptOf);
}

function choiceOf(subject: Subject): PortChoice {
  process.env[SUBJECT] = nameOf(subject); // vitest's workers inherit it
  return subject.kind === 'impostor'
    ? { kind: 'process', command: [process.execPath, IMPOSTOR, subject.id], deadline: DEADLINE_MS }
    : { kind: 'module', file: SUBJECT_MODULE };
}

function sweptOf(check: CollectedCheck): SweptCheck {
  const { status, closest } = check;
  return { ...entryOf(check), status, ...(closest === undefined ? {} : { closest }) };
}

function entryOf({ clause, title, kind, reach, ops }: CollectedCheck): Omit<SweptCheck, 'status'> {
  return { clause, title, kind, reach, ops };
}
