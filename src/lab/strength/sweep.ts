import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHAPTERS, type Chapter } from '../../port/ops.ts';
import type { PortChoice } from '../../protocol/select.ts';
import type { CheckKind } from '../../report/result.ts';
import type { CollectedCheck } from '../../suite/collect.ts';
import { PACKAGE_ROOT } from '../../suite/options.ts';
import { DEFAULT_SAMPLING } from '../../suite/sampling.ts';
import { checksOf } from './askedChecks.ts';
import { nameOf, REFERENCE, SUBJECT, SUBJECTS, type Subject } from './subjects.ts';
import { type BySubject, recall, remember, type SweptCheck } from './sweepCache.ts';
import { TURNS } from './turnModule.ts';

const TURNS_MODULE = fileURLToPath(new URL('./turnModule.js', import.meta.url));
const SUBJECT_MODULE = fileURLToPath(new URL('./subjectModule.js', import.meta.url));
const IMPOSTOR = join(PACKAGE_ROOT, 'src/lab/strength/impostor.mjs');

const DEADLINE_MS = 60_000;

/** Subjects in turn that are asked for all chapters in one run. */
const FEW = 10;

/** A subject and every check. */
export interface Swept {
  readonly subject: Subject;
  readonly checks: readonly SweptCheck[];
}

/** Kinds of checks that draw inputs: another seed changes no others. */
const DRAWN: readonly CheckKind[] = ['law', 'error', 'differential'];

/**
 * Puts the whole suite to every subject. Those that are asked alike take turns in each check, which spares them hundreds
 * of starts; the others have a run of their own.
 *
 * @param log - is told what is being done
 * @throws Error where a run of the suite has a fault
 */
export async function sweep(log: (line: string) => void): Promise<Swept[]> {
  const groups = turnGroups();
  for (const { title, subjects, how } of groups) {
    const stale = CHAPTERS.filter((chapter) => recall(chapter, subjects) === null);
    // A start for each chapter would cost a few subjects more than their turns.
    const parts = subjects.length > FEW ? stale.map((chapter) => [chapter]) : [stale];
    for (const chapters of parts.filter(({ length }) => length > 0)) {
      log(`${chapters.join(' ')}: ${title}, ${subjects.length} in turn`);
      const checks = await sweepInTurns(chapters, subjects, how);
      for (const chapter of chapters) remember(chapter, subjects, ofChapter(chapter, checks));
    }
  }
  const lone = SUBJECTS.filter(({ alone }) => alone);
  for (const subject of lone) {
    const stale = CHAPTERS.filter((chapter) => recall(chapter, [subject]) === null);
    if (stale.length === 0) continue;
    log(`${nameOf(subject)}: ${stale.join(' ')}`);
    await alone(subject, stale);
  }
  const together = [...groups.map(({ subjects }) => subjects), ...lone.map((subject) => [subject])];
  const recalled = together.flatMap((subjects) => CHAPTERS.map((chapter) => recall(chapter, subjects)));
  return SUBJECTS.map((subject) => ({
    subject,
    checks: recalled.flatMap((checks) => checks?.[nameOf(subject)] ?? []),
  }));
}

/** Subjects that take turns, and how they are asked. */
interface TurnGroup {
  readonly title: string;
  readonly subjects: readonly Subject[];
  readonly how: HowAsked;
}

/** How subjects in turn are asked. */
export interface HowAsked {
  /** Inputs for each law. */
  readonly runs?: number;
  /** Says for all of them what they are; the reference where it is not given. */
  readonly like?: Subject;
  /** All kinds of checks where it is not given. */
  readonly kinds?: readonly CheckKind[];
}

/** All that are like the reference; and correct ports under other seeds, by what they are like and by their inputs. */
export function turnGroups(): readonly TurnGroup[] {
  const isSeedOf = ({ reseeded }: Subject, ids: readonly string[]) => ids.includes(reseeded?.of ?? '');
  const inTurn = TURNS.filter(({ kind }) => kind === 'variant').map(({ id }) => id);
  const seeds = (title: string, ids: readonly string[], like?: Subject): TurnGroup => {
    const subjects = SUBJECTS.filter((subject) => isSeedOf(subject, ids));
    const runs = subjects[0].reseeded?.runs ?? DEFAULT_SAMPLING.runs;
    return { title: `${title} under other seeds`, subjects, how: { runs, kinds: DRAWN, ...(like && { like }) } };
  };
  return [
    { title: 'mistakes and correct ports', subjects: TURNS, how: {} },
    seeds(REFERENCE, [REFERENCE]),
    seeds('variants', inTurn),
    ...SUBJECTS.filter(({ kind, alone }) => kind === 'variant' && alone).map((like) => seeds(like.id, [like.id], like)),
  ];
}

/** Puts the checks of some chapters to subjects that can take turns. */
export async function sweepInTurns(
  chapters: readonly Chapter[],
  subjects: readonly Subject[],
  { runs = DEFAULT_SAMPLING.runs, like, kinds }: HowAsked = {},
): Promise<BySubject> {
  const names = subjects.map(nameOf);
  const port: PortChoice = like === undefined ? { kind: 'module', file: TURNS_MODULE } : choiceOf(like);
  const turns = { module: TURNS_MODULE, names };
  const checks = await checksOf({ port, chapters, runs, kinds: kinds ?? null, turns });
  const ofOne = (name: string) =>
    checks.map((check): SweptCheck => ({ ...entryOf(check), status: 'failed', ...check.turns?.[name] }));
  return Object.fromEntries(names.map((name) => [name, ofOne(name)]));
}

async function alone(subject: Subject, chapters: readonly Chapter[]): Promise<void> {
  const checks = { [nameOf(subject)]: await sweepAlone(subject, chapters) };
  for (const chapter of chapters) remember(chapter, [subject], ofChapter(chapter, checks));
}

function ofChapter(chapter: Chapter, bySubject: BySubject): BySubject {
  const own = (checks: readonly SweptCheck[]) => checks.filter(({ clause }) => clause.startsWith(`${chapter}.`));
  return Object.fromEntries(Object.entries(bySubject).map(([name, checks]) => [name, own(checks)]));
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
