import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE } from '../deviations/catalogue.ts';
import { CHAPTERS, type Chapter } from '../port/ops.ts';
import type { PortChoice } from '../port/select.ts';
import type { CheckResult } from '../report/result.ts';
import type { CollectedCheck } from '../suite/collect.ts';
import { PACKAGE_ROOT } from '../suite/options.ts';
import { runVitest } from '../suite/run.ts';
import { DEFAULT_SAMPLING } from '../suite/sampling.ts';
import { digestOf } from './digest.ts';
import { nameOf, SUBJECT, SUBJECTS, type Subject } from './subjects.ts';
import { TURNS } from './turns.ts';

/** Results of earlier sweeps, so that a change of one chapter's checks puts only these to every subject again. */
const CACHE = join(PACKAGE_ROOT, '.strength');
const TURNS_MODULE = fileURLToPath(new URL('./turns.js', import.meta.url));
const SUBJECT_MODULE = fileURLToPath(new URL('./subjectModule.js', import.meta.url));
const IMPOSTOR = join(PACKAGE_ROOT, 'src/strength/impostor.mjs');

/** A check takes as long as all turns take together. */
const TURNS_TIMEOUT_MS = 3_600_000;
const DEADLINE_MS = 60_000;
/** The steps of the golden run that many ports in turn are asked for: what a trace shows at all, it shows by then. */
const STEPS = 100;

/** A check, as it ended for a subject. */
export type SweptCheck = Pick<CheckResult, 'title' | 'kind' | 'ops' | 'status' | 'closest'> & {
  readonly clause: string;
};

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
  mkdirSync(CACHE, { recursive: true });
  const swept = new Map<string, SweptCheck[]>(SUBJECTS.map((subject) => [nameOf(subject), []]));
  for (const chapter of CHAPTERS) {
    log(`${chapter}: ${TURNS.length} subjects in turn`);
    for (const [name, checks] of Object.entries(await cached(chapter, TURNS, () => inTurns(chapter)))) {
      swept.get(name)?.push(...checks);
    }
  }
  for (const subject of SUBJECTS.filter(({ alone }) => alone)) {
    const name = nameOf(subject);
    log(name);
    for (const chapter of CHAPTERS) {
      const checks = await cached(chapter, [subject], async () => ({ [name]: await alone(subject, chapter) }));
      swept.get(name)?.push(...checks[name]);
    }
  }
  return SUBJECTS.map((subject) => ({ subject, checks: swept.get(nameOf(subject)) ?? [] }));
}

/** Checks by the name of the subject. */
type BySubject = Readonly<Record<string, readonly SweptCheck[]>>;

async function cached(
  chapter: Chapter,
  subjects: readonly Subject[],
  measure: () => Promise<BySubject>,
): Promise<BySubject> {
  const key = JSON.stringify([
    subjects.map((subject) => [subject, CATALOGUE.find(({ id }) => subject.kind === 'deviation' && id === subject.id)]),
    [chapter, 'shared', 'subjects'].map((ground) => digestOf(ground as Chapter)),
  ]);
  const file = join(CACHE, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
  if (!existsSync(file)) {
    writeFileSync(`${file}.part`, JSON.stringify(await measure()));
    renameSync(`${file}.part`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function inTurns(chapter: Chapter): Promise<BySubject> {
  const names = TURNS.map(nameOf);
  const checks = await run({ kind: 'module', file: TURNS_MODULE }, chapter, names);
  return Object.fromEntries(
    names.map((name) => [
      name,
      checks.map((check) => ({ ...entryOf(check), status: 'failed', ...check.turns?.[name] })),
    ]),
  );
}

async function alone(subject: Subject, chapter: Chapter): Promise<SweptCheck[]> {
  process.env[SUBJECT] = nameOf(subject); // vitest's workers inherit it
  const port: PortChoice =
    subject.kind === 'impostor'
      ? { kind: 'process', command: [process.execPath, IMPOSTOR, subject.id], deadline: DEADLINE_MS }
      : { kind: 'module', file: SUBJECT_MODULE };
  return (await run(port, chapter, null)).map((check) => ({
    ...entryOf(check),
    status: check.status,
    ...(check.closest === undefined ? {} : { closest: check.closest }),
  }));
}

function entryOf({ clause, title, kind, ops }: CollectedCheck) {
  return { clause, title, kind, ops };
}

async function run(
  port: PortChoice,
  chapter: Chapter,
  names: readonly string[] | null,
): Promise<readonly CollectedCheck[]> {
  const sampling = { ...DEFAULT_SAMPLING, steps: names === null ? null : STEPS };
  const turns = names && { module: TURNS_MODULE, names };
  const { checks, faults } = await runVitest({
    port,
    sampling,
    chapters: [chapter],
    reporters: [],
    options: { testTimeout: TURNS_TIMEOUT_MS, provide: { port, sampling, kinds: null, turns } },
    onCheck: () => {},
  });
  if (faults.length > 0) throw new Error(`sweep: ${faults.join('; ')}`);
  return checks;
}
