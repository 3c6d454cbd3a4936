import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../../deviations/catalogue.ts';
import type { Chapter } from '../../port/ops.ts';
import type { CheckResult } from '../../report/result.ts';
import { PACKAGE_ROOT } from '../../suite/options.ts';
import { checksGround } from '../release/measured.ts';
import { filesOf, treeDigest } from '../release/sources.ts';
import type { Subject } from './subjects.ts';

/** Results of earlier sweeps, so that a change of one chapter's checks puts only these to every subject again. */
const FOLDER = join(PACKAGE_ROOT, '.strength');

/** A check, as it ended for a subject. */
export type SweptCheck = Pick<CheckResult, 'title' | 'kind' | 'reach' | 'ops' | 'status' | 'closest'> & {
  readonly clause: string;
};

/** Checks by the name of the subject. */
export type BySubject = Readonly<Record<string, readonly SweptCheck[]>>;

/** What a sweep of some subjects gave in a chapter; null where the checks, the subjects or the reference were others. */
export function recall(chapter: Chapter, subjects: readonly Subject[]): BySubject | null {
  const file = fileOf(chapter, subjects);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

/** Keeps it, whole or not at all. */
export function remember(chapter: Chapter, subjects: readonly Subject[], checks: BySubject): void {
  mkdirSync(FOLDER, { recursive: true });
  const file = fileOf(chapter, subjects);
  writeFileSync(`${file}.part`, JSON.stringify(checks));
  renameSync(`${file}.part`, file);
}

function fileOf(chapter: Chapter, subjects: readonly Subject[]): string {
  const key = JSON.stringify([
    subjects.map((subject) => [subject, CATALOGUE.find(({ id }) => subject.kind === 'deviation' && id === subject.id)]),
    groundOf(chapter),
  ]);
  return join(FOLDER, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
}

const known = new Map<Chapter, string>();

/** The checks of a chapter and the subjects; a deviation is in the key by itself, so that another one changes nothing. */
function groundOf(chapter: Chapter): string {
  const { programs, data } = checksGround([chapter]);
  const files = filesOf({ programs: [...programs, ...SUBJECT_PROGRAMS], data });
  const digest = known.get(chapter) ?? treeDigest({ programs: [], data: files.filter((file) => !LISTS.test(file)) });
  known.set(chapter, digest);
  return digest;
}

const SUBJECT_PROGRAMS = ['src/lab/strength/subjects.ts', 'src/lab/strength/impostor.mjs'];
/** Files that list deviations. */
const LISTS = /^src\/deviations\/catalogue/;
