import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deviationOf } from '../deviations/catalogue.ts';
import { CHAPTERS, type Chapter } from '../port/ops.ts';
import type { ClauseResult, RunResult } from '../report/result.ts';
import { PACKAGE_ROOT } from '../suite/options.ts';
import { digestOf } from './digest.ts';
import { nameOf, SUBJECT, type Subject } from './subjects.ts';

/** Results of earlier sweeps, so that a change of one chapter's checks puts only these to every subject again. */
const CACHE = join(PACKAGE_ROOT, '.strength');
const COMMAND = fileURLToPath(new URL('../cli/main.js', import.meta.url));
const MODULE = fileURLToPath(new URL('./subjectModule.js', import.meta.url));
const IMPOSTOR = join(PACKAGE_ROOT, 'src/strength/impostor.mjs');

/** A subject and the clauses as they came out. */
export interface Swept {
  readonly subject: Subject;
  readonly clauses: readonly ClauseResult[];
}

/**
 * Puts the whole suite to every subject, as many at a time as there are processors, each with the shipped command.
 *
 * @param subjects - to be tested
 * @param onSwept - called as each ends
 * @throws Error where a run gave no result
 */
export async function sweep(subjects: readonly Subject[], onSwept: (done: number) => void): Promise<Swept[]> {
  mkdirSync(CACHE, { recursive: true });
  const swept = new Map<Subject, Swept>();
  const waiting = [...subjects];
  const work = async () => {
    for (let subject = waiting.shift(); subject !== undefined; subject = waiting.shift()) {
      swept.set(subject, { subject, clauses: await clausesOf(subject) });
      onSwept(swept.size);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return subjects.flatMap((subject) => swept.get(subject) ?? []);
}

/** The clauses of all chapters: what is in the cache from there, the rest from one run. */
async function clausesOf(subject: Subject): Promise<ClauseResult[]> {
  const stale = CHAPTERS.filter((chapter) => !existsSync(cacheFile(subject, chapter)));
  if (stale.length > 0) {
    const { clauses } = await run(subject, stale);
    for (const chapter of stale) {
      const own = clauses.filter((clause) => clause.chapter === chapter);
      writeFileSync(cacheFile(subject, chapter), JSON.stringify(own));
    }
  }
  return CHAPTERS.flatMap((chapter) => JSON.parse(readFileSync(cacheFile(subject, chapter), 'utf8')));
}

function cacheFile(subject: Subject, chapter: Chapter): string {
  const key = [definition(subject), digestOf('shared'), digestOf(chapter)].join();
  return join(CACHE, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
}

/** What a subject is made of. */
function definition(subject: Subject): string {
  if (subject.kind === 'deviation') return JSON.stringify(deviationOf(subject.id));
  return JSON.stringify(subject) + (subject.kind === 'seed' ? '' : digestOf('subjects'));
}

async function run(subject: Subject, chapters: readonly Chapter[]): Promise<RunResult> {
  const file = join(CACHE, `${nameOf(subject).replace(':', '-')}.part`);
  const args = ['run', '--json', file, '--chapter', ...chapters, ...seedOf(subject), ...portArguments(subject)];
  const stderr = await ended(args, { [SUBJECT]: nameOf(subject), VITEST_MAX_WORKERS: '1' });
  if (!existsSync(file)) throw new Error(`sweep: ${nameOf(subject)} gave no result: ${stderr}`);
  const result: RunResult = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(file);
  return result;
}

/** The golden run does not depend on fast-check's seed: a few steps of it are enough there. */
function seedOf({ seed }: Subject): string[] {
  return seed === undefined ? [] : ['--seed', String(seed), '--steps', '10'];
}

function portArguments({ kind, id }: Subject): string[] {
  if (kind === 'seed') return [];
  return kind === 'impostor' ? ['--', process.execPath, IMPOSTOR, id] : ['--module', MODULE];
}

function ended(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', () => resolve(stderr));
  });
}
